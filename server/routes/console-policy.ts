/** Policy versions for staff: read, draft, compare, simulate, publish with a second person (POL-1 to POL-5, STF-2). */
import { canonical, completed, namedDifferences, PACKS, type Policy, policyFaults, policyKeys } from '@fairhold/domain';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import { instantQuery } from '../console/page.ts';
import {
  baseOf,
  changeDraft,
  type DraftRow,
  holdOf,
  listDrafts,
  listVersions,
  makeDraft,
  proposeDraft,
  publishDraft,
  readDraft,
  withdrawDraft,
} from '../console/policy.ts';
import { simulate } from '../console/simulate.ts';
import { simulatePast } from '../console/simulate-past.ts';
import { sha256 } from '../ids.ts';
import { no } from '../problem.ts';
import type { Server } from '../server.ts';
import * as V from '../view/console-schemas.ts';
import { faultsSaid, keySaid } from '../view/policy.ts';
import { reason } from './console-people.ts';

const id = z.object({ id: z.string().max(100) });
const digestOf = (d: Pick<DraftRow, 'document'>): string => sha256(canonical(d.document));

export function consolePolicyRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();

  async function draftView(d: DraftRow, caller: Caller): Promise<z.infer<typeof V.PolicyDraft>> {
    const names = await s.accounts.names([d.madeBy, ...(d.proposedBy ? [d.proposedBy] : [])]);
    const name = (person: string | null) => (person ? (names.get(person)?.name ?? '') : null);
    return {
      id: d.id,
      state: d.state,
      base: d.base,
      name: d.document.name,
      pack: d.document.pack,
      madeBy: name(d.madeBy) ?? '',
      madeAt: d.madeAt.toISOString(),
      changedAt: d.changedAt.toISOString(),
      proposedBy: name(d.proposedBy),
      proposedAt: d.proposedAt?.toISOString() ?? null,
      effectiveAt: d.effectiveAt?.toISOString() ?? null,
      reason: d.reason,
      publishedAs: d.publishedAs,
      mayPublish: d.state === 'proposed' && caller.staff.includes('operator') && ![d.madeBy, d.proposedBy].includes(caller.person),
    };
  }
  async function fullView(draft: string, caller: Caller): Promise<z.infer<typeof V.PolicyDraftFull>> {
    const d = await readDraft(s, draft);
    const faults = policyFaults(d.document);
    const readable = faults.length === 0;
    return {
      draft: await draftView(d, caller),
      document: d.document as unknown as Record<string, unknown>,
      digest: digestOf(d),
      // A document with a hole in it has no list of keys; its faults say where the hole is.
      keys: readable || whole(d.document) ? policyKeys(d.document).map((k) => inWords(k, caller)) : [],
      faults: faultsSaid(faults, caller.speaks),
      hold: readable ? holdView(d.document, caller) : null,
      differences: namedDifferences(s.policies.get(''), d.document).map((k) => inWords(k, caller)),
    };
  }

  /** A draft that may be tried out; 422 with its faults. */
  async function faultless(draft: string, caller: Caller): Promise<Policy> {
    const d = await readDraft(s, draft);
    const faults = faultsSaid(policyFaults(d.document), caller.speaks);
    if (faults.length > 0) throw no('policy_faults', { faults: faults.slice(0, 5).join('; ') }, { faults });
    return completed(d.document);
  }

  function holdView(policy: Policy, caller: Caller): z.infer<typeof V.PolicyHold> {
    const { days, limitDays, path } = holdOf(s, policy);
    return { days, limitDays, path: path.map((w) => ({ ...inWords({ key: `windows.${w.window}`, name: w.window }, caller), days: w.days })) };
  }

  r.get(
    '/v1/console/policy',
    { schema: { tags: ['console'], summary: 'Published versions, packs that ship, and drafts', response: { 200: V.ConsolePolicy } } },
    async (req) => {
      const caller = await s.requireCaller(req);
      const versions = await listVersions(s);
      const names = await s.accounts.names(versions.flatMap((v) => [v.publishedBy ?? '', v.proposedBy ?? '']));
      const inForce = s.policies.get('').id;
      const drafts = [];
      for (const d of await listDrafts(s)) drafts.push(await draftView(d, caller));
      return {
        versions: versions.map((v) => ({
          id: v.policy.id,
          name: v.policy.name,
          pack: v.policy.pack,
          version: v.policy.version,
          publishedAt: v.publishedAt.toISOString(),
          effectiveAt: v.effectiveAt.toISOString(),
          publishedBy: v.publishedBy && (names.get(v.publishedBy)?.name ?? ''),
          proposedBy: v.proposedBy && (names.get(v.proposedBy)?.name ?? ''),
          reason: v.reason,
          contracts: v.contracts,
          inForce: v.policy.id === inForce,
        })),
        packs: Object.entries(PACKS).map(([pack, p]) => ({ pack, name: p.name })),
        drafts,
      };
    },
  );

  r.get(
    '/v1/console/policy/compare',
    {
      schema: {
        tags: ['console'],
        summary: 'In what two versions or packs differ, key by key with its name',
        querystring: z.object({ from: z.string().max(100), to: z.string().max(100) }),
        response: { 200: z.object({ from: z.string(), to: z.string(), differences: z.array(V.PolicyDifference) }) },
      },
    },
    async (req) => {
      const [from, to] = [baseOf(s, req.query.from), baseOf(s, req.query.to)];
      const caller = await s.requireCaller(req);
      return { from: from.id, to: to.id, differences: namedDifferences(from, to).map((k) => inWords(k, caller)) };
    },
  );

  r.post(
    '/v1/console/policy/drafts',
    {
      schema: {
        tags: ['console'],
        summary: 'Begin a draft from a version or a pack',
        body: z.object({ from: z.string().max(100).default('').describe('Id of a version, name of a pack; empty: the version in force') }),
        response: { 201: V.PolicyDraftFull },
      },
    },
    async (req, reply) => {
      const caller = await s.requireCaller(req);
      const draft = await makeDraft(s, caller, req.body.from);
      return reply.code(201).send(await fullView(draft, caller));
    },
  );
  r.get(
    '/v1/console/policy/drafts/:id',
    {
      schema: {
        tags: ['console'],
        summary: 'A draft: its keys, its faults, how it differs from the version in force',
        params: id,
        response: { 200: V.PolicyDraftFull },
      },
    },
    async (req) => fullView(req.params.id, await s.requireCaller(req)),
  );
  r.put(
    '/v1/console/policy/drafts/:id',
    {
      schema: {
        tags: ['console'],
        summary: 'Change a draft; faults are named in the answer and keep it from being proposed',
        params: id,
        body: z.object({ document: z.record(z.string(), z.unknown()) }),
        response: { 200: V.PolicyDraftFull },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      await changeDraft(s, req.params.id, req.body.document);
      return fullView(req.params.id, caller);
    },
  );
  r.get(
    '/v1/console/policy/drafts/:id/effect',
    {
      schema: {
        tags: ['console'],
        summary: 'What the draft would have meant for the contracts and cases that are open; they keep their own policy',
        params: id,
        response: { 200: V.PolicyEffect },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      return simulate(s, await faultless(req.params.id, caller), caller.speaks);
    },
  );
  r.get(
    '/v1/console/policy/drafts/:id/past',
    {
      schema: {
        tags: ['console'],
        summary: 'How the cases that ended in the last 30 days would have ended under the draft',
        description: 'What was done is done again by the same engine under the draft; time does the rest. At most 300 cases, the latest first.',
        params: id,
        response: { 200: V.PolicyPast },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      return simulatePast(s, await faultless(req.params.id, caller), caller.speaks);
    },
  );
  r.post(
    '/v1/console/policy/drafts/:id/propose',
    {
      schema: {
        tags: ['console'],
        summary: 'Freeze a draft and ask a second operator to publish it',
        params: id,
        body: z.object({ reason, effectiveAt: instantQuery.optional().describe('From when offers take it; absent: from publication on') }),
        response: { 200: V.PolicyDraftFull },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      const { effectiveAt } = req.body;
      await proposeDraft(s, caller, req.params.id, { reason: req.body.reason, effectiveAt: effectiveAt ? Date.parse(effectiveAt) : undefined });
      return fullView(req.params.id, caller);
    },
  );
  r.post(
    '/v1/console/policy/drafts/:id/publish',
    {
      schema: {
        tags: ['console'],
        summary: 'Publish a proposed draft as the second person; it names the document that was read',
        params: id,
        body: z.object({
          reason,
          digest: z.string().max(128),
          typed: z.string().max(200).describe('The name of the draft, typed by who publishes it'),
        }),
        response: { 200: z.object({ id: z.string() }) },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      return { id: await publishDraft(s, caller, req.params.id, req.body, digestOf) };
    },
  );
  r.post(
    '/v1/console/policy/drafts/:id/withdraw',
    {
      schema: {
        tags: ['console'],
        summary: 'Drop a draft, or send a proposed one back to be changed',
        params: id,
        body: z.object({ to: z.enum(['draft', 'withdrawn']), reason }),
        response: { 200: V.PolicyDraftFull },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      await withdrawDraft(s, caller, req.params.id, req.body);
      return fullView(req.params.id, caller);
    },
  );
}

/** A key by its name in the reader's language; of an amount the name is the same in every currency. */
function inWords<T extends { key: string; name: string }>(k: T, caller: Pick<Caller, 'speaks'>): T {
  return { ...k, name: keySaid(k.key, caller.speaks) ?? k.name };
}

/** Whether all groups of keys are there, so that they can be listed even while a value in them is wrong. */
const whole = (p: Policy): boolean =>
  (['windows', 'amounts', 'rates', 'silence', 'limits'] as const).every((group) => typeof p[group] === 'object' && p[group] !== null) &&
  Object.values(p.amounts).every((amounts) => typeof amounts === 'object' && amounts !== null);
