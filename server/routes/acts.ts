/** Acts: one on a contract, or many in one request, each on its own (API-1..5). */
import { advance, type Contract } from '@fairhold/domain';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Access } from '../access.ts';
import type { Caller } from '../auth/caller.ts';
import { type Knock, type Outcome, type Recorded, worldOf } from '../commit.ts';
import { KEY } from '../idempotent.ts';
import { sha256 } from '../ids.ts';
import { resolveInput } from '../inputs.ts';
import { actorIn, type Part, partIn, requirePart } from '../parts.ts';
import { documentOf, isProblem, no, worded } from '../problem.ts';
import type { Server } from '../server.ts';
import { actUnderKey } from '../store/reads.ts';
import { wayBack } from '../view/actions.ts';
import { contractView, stateOf } from '../view/contract.ts';
import * as S from '../view/schemas.ts';
import { previewOf, refusalOf, sendKept, sendText } from './acting.ts';
import { keyOf, notFound, viewerOf, viewInputOf } from './contracts.ts';

const ActBody = z.object({
  act: z.string().max(60).describe('One of the acts in actions[]'),
  on: z.string().max(120).describe('The object it is done on, from actions[]'),
  input: z.record(z.string(), z.unknown()).default({}).describe('What the act takes, by its schema in actions[]'),
  preview: z.boolean().optional().describe('Answer what would happen; nothing is changed'),
  digest: z.string().max(128).optional().describe('Digest of the preview that was read; needed for what cannot be undone'),
});
/** Most acts in one request. */
const MOST = 50;
const BulkBody = z.object({
  acts: z
    .array(
      ActBody.omit({ preview: true }).extend({
        contract: z.string().max(100),
        key: z.string().regex(KEY).describe('Idempotency key of this act: repeated, it gets the same answer'),
      }),
    )
    .min(1)
    .max(MOST),
});

type Render = NonNullable<Knock['render']>;

interface Wanted {
  readonly caller: Caller;
  readonly access: Access | undefined;
  readonly contract: string;
  readonly act: string;
  readonly on: string;
  readonly input: Record<string, unknown>;
  readonly digest?: string;
  readonly receivedAt: number;
}

/** `Prefer: return=minimal` (RFC 7240): a receipt instead of the whole contract. */
const minimal = (req: FastifyRequest): boolean => /\breturn=minimal\b/.test(String(req.headers['prefer'] ?? ''));

const receipt =
  (act: string, on: string) =>
  (c: Contract, at: number, step?: Recorded): string =>
    JSON.stringify({
      id: c.id,
      seq: step?.seq ?? c.seq,
      act,
      on,
      at: new Date(at).toISOString(),
      state: stateOf(c),
      heldMoney: c.held,
      currency: c.currency,
    });

export function actRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();

  /** The contract and the caller's part in it. Memory may be behind another process: somebody who is no part by it is looked up again. */
  async function open(w: Pick<Wanted, 'caller' | 'access' | 'contract'>): Promise<{ c: Contract; part: Part }> {
    for (const read of [() => s.door.peek(w.contract), () => s.door.fresh(w.contract)]) {
      const c = await read();
      if (c?.kind === 'wallet') break;
      if (c && partIn(c, w.caller)) return { c, part: requirePart(c, w.caller, w.access) };
    }
    throw notFound();
  }

  /** Where what an input names is looked up. */
  const named = (w: Wanted, looks = false) => ({
    ...{ db: s.db, marketplace: s.config.marketplace, caller: w.caller },
    naming: { accounts: s.accounts, secret: s.config.secret, now: w.receivedAt, on: w.on, looks },
  });

  /** Looks up what the input names, and knocks. */
  async function knock(w: Wanted, c: Contract, part: Part, key: { key: string; bodyHash: string }, render: Render) {
    const input = await resolveInput(named(w), c, part, w.input);
    const conflict = await s.conflict(w.caller, c);
    return s.door.knock({
      contract: c.id,
      receivedAt: w.receivedAt,
      who: (at) => actorIn(at, w.caller, conflict),
      act: { act: w.act, on: w.on, input },
      ...(w.digest && { digest: w.digest }),
      key: { caller: w.caller.person, ...key },
      render,
    });
  }

  /** The contract as GET answers it, with the way back; what it names is looked up beforehand, because it is rendered where the act is decided. */
  async function whole(w: Wanted, c: Contract, part: Part): Promise<Render> {
    const conflict = await s.conflict(w.caller, c);
    const base = await viewInputOf(s, c, w.caller, part, w.receivedAt, conflict);
    // Taking a case is what the names were kept for.
    const declared = part.undeclared && (await viewInputOf(s, c, w.caller, { ...part, undeclared: undefined }, w.receivedAt, conflict));
    return (after, at, recorded) => {
      const then = partIn(after, w.caller) ?? part;
      const { names, viewer } = declared && !then.undeclared ? declared : base;
      const kept = viewer.undeclared && { undeclared: viewer.undeclared };
      const answer = contractView({ ...base, names, c: after, now: at, viewer: { ...viewerOf(w.caller, then, conflict), ...kept }, recorded });
      return JSON.stringify({ ...answer, ...(recorded && wayBack(answer, recorded.step)) });
    };
  }

  /** The problem of a refusal, in the reader's words; with the new preview when the one that was read is stale. */
  async function noOf(w: Wanted, c: Contract, part: Part, outcome: Extract<Outcome, { done: false }>): Promise<Error> {
    const base = await viewInputOf(s, outcome.contract ?? c, w.caller, part, w.receivedAt, await s.conflict(w.caller, c));
    return refusalOf(base, w, outcome);
  }

  async function previewed(w: Wanted) {
    const now = s.clock.now();
    const fresh = await s.door.fresh(w.contract);
    if (!fresh || fresh.kind === 'wallet') throw notFound();
    const policy = s.policies.get(fresh.policy);
    const c = advance(fresh, now, policy, worldOf(new Map(), now, fresh.currency)).at(-1)?.contract ?? fresh;
    const part = requirePart(c, w.caller, w.access);
    const input = await resolveInput(named(w, true), c, part, w.input);
    const conflict = await s.conflict(w.caller, c);
    const base = await viewInputOf(s, c, w.caller, part, now, conflict);
    const actor = actorIn(c, w.caller, conflict);
    if (!actor) throw notFound();
    return previewOf(base, actor, { act: w.act, on: w.on, input });
  }

  r.post(
    '/v1/contracts/:id/acts',
    {
      config: { ownKey: true },
      schema: {
        tags: ['contracts'],
        summary: 'Do something, or see what it would do',
        description: 'With `Prefer: return=minimal` the answer is a receipt instead of the whole contract.',
        params: z.object({ id: z.string() }),
        body: ActBody,
        response: { 200: z.union([S.Contract, S.Preview, S.ActReceipt]) },
      },
    },
    async (req, reply) => {
      const receivedAt = s.clock.now();
      const caller = await s.requireCaller(req);
      const w: Wanted = { caller, access: req.routeOptions.config.access, contract: req.params.id, receivedAt, ...omitUndefined(req.body) };
      if (req.body.preview) return previewed(w);
      const { c, part } = await open(w);
      const short = minimal(req);
      const render = short ? receipt(w.act, w.on) : await whole(w, c, part);
      const key = { key: keyOf(req), bodyHash: sha256(JSON.stringify(req.body)) };
      const outcome = await knock(w, c, part, key, render);
      if (!outcome.done) throw await noOf(w, c, part, outcome);
      if (short) reply.header('preference-applied', 'return=minimal');
      return sendKept(reply, outcome) as never;
    },
  );

  r.get(
    '/v1/contracts/:id/acts/:key',
    {
      schema: {
        tags: ['contracts'],
        summary: 'What became of an act, by its idempotency key',
        description: 'For whoever lost the answer and wants to know before sending again. 404: nothing was done under this key.',
        params: z.object({ id: z.string(), key: z.string().regex(KEY) }),
        response: { 200: S.ActFound },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req, 'read');
      await open({ caller, access: req.routeOptions.config.access, contract: req.params.id });
      const found = await actUnderKey(s.db, s.config.marketplace, req.params.id, caller.person, req.params.key);
      if (!found) throw no('nothing_under_key');
      return { ...found, at: found.at.toISOString() };
    },
  );

  r.post(
    '/v1/acts',
    {
      config: { ownKey: true },
      schema: {
        tags: ['contracts'],
        summary: 'Many acts at once, each answered on its own',
        description: `Up to ${MOST} acts on any contracts of the caller. Each carries its own key, is done or refused for itself, and none waits for another; those on one contract happen in the order of the list. The answer has one result an act, in the same order.`,
        body: BulkBody,
        response: { 200: S.ActResults },
      },
    },
    async (req, reply) => {
      const receivedAt = s.clock.now();
      const caller = await s.requireCaller(req);
      const { access } = req.routeOptions.config;
      const results = await Promise.all(
        req.body.acts.map((a) => one({ caller, access, receivedAt, contract: a.contract, ...omitUndefined(a) }, a.key)),
      );
      return sendText(reply, `{"results":[${results.join(',')}]}`) as never;
    },
  );

  /** One of many: its status, and the receipt or the problem. Never throws what is a "no". */
  async function one(w: Wanted, key: string): Promise<string> {
    try {
      const { c, part } = await open(w);
      const bodyHash = sha256(JSON.stringify({ act: w.act, on: w.on, input: w.input, ...(w.digest && { digest: w.digest }) }));
      const outcome = await knock(w, c, part, { key, bodyHash }, receipt(w.act, w.on));
      if (!outcome.done) throw await noOf(w, c, part, outcome);
      return `{"status":200,"replayed":${outcome.replayed},"receipt":${outcome.body}}`;
    } catch (error) {
      if (!isProblem(error)) console.error(`one of many acts (${w.act} on ${w.contract}) failed:`, error);
      const p = worded(isProblem(error) ? error : no('unavailable'), w.caller.speaks);
      return JSON.stringify({ status: p.status, problem: documentOf(p) });
    }
  }
}

/** Without the members that are undefined. */
const omitUndefined = <T extends { act: string; on: string; input: Record<string, unknown>; digest?: string | undefined }>(b: T) => ({
  act: b.act,
  on: b.on,
  input: b.input,
  ...(b.digest !== undefined && { digest: b.digest }),
});
