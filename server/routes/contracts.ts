/** Offers, contracts and acts: what the web app and every integrator use (API-1..5). */

import {
  advance,
  type Contract,
  currenciesOf,
  instance,
  instancesOf,
  isRefusal,
  type Policy,
  type Previewed,
  previewOffer,
  sendOffer,
  type World,
  witnessFacts,
} from '@fairhold/domain';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import { worldOf } from '../commit.ts';
import { openContractList } from '../contract-list.ts';
import { KEY, noKey, release, reserve, reserved } from '../idempotent.ts';
import { newId, sha256 } from '../ids.ts';
import { card, resolveTerms } from '../inputs.ts';
import { type Part, requirePart } from '../parts.ts';
import { no, notFound } from '../problem.ts';
import type { Server } from '../server.ts';
import { actUnderKey } from '../store/reads.ts';
import { caseView } from '../view/case.ts';
import { contractView, hiddenFor } from '../view/contract.ts';
import { deadlinesOf } from '../view/deadlines.ts';
import { previewView } from '../view/preview.ts';
import { problemOf } from '../view/problem.ts';
import * as S from '../view/schemas.ts';
import { withoutNames } from '../view/undeclared.ts';
import { KNOWN_PAYER, type Viewer, type ViewInput } from '../view/viewer.ts';
import { sendKept } from './acting.ts';

export { notFound };

const OfferBody = z.object({
  freelancer: z.string().max(100).describe('Account of the freelancer: a person or an agency'),
  client: z.string().max(100).optional().describe('Account that pays; default: your own'),
  currency: z.string().regex(/^[A-Z]{3}$/),
  terms: z
    .record(z.string(), z.unknown())
    .describe('title, scope, milestones[{title, description, amount, dueDate, criteria[], revisionLimit?}], jobPost?, budget?, serviceFee?, files?'),
  card: z.string().max(100),
  digest: z.string().max(128).optional().describe('Digest of the preview that was read: if anything changed since, nothing is sent'),
  preview: z.boolean().optional().describe('Answer what would be charged and what follows; nothing is sent'),
});

/** Everything a view needs to know about who looks. */
export function viewerOf(caller: Caller, part: Part, conflict?: string): Viewer {
  return {
    person: caller.person,
    roles: part.roles,
    role: part.role,
    account: part.account,
    zone: caller.zone,
    locale: caller.speaks,
    ...(conflict && { conflict }),
    ...(caller.viewedBy && { watched: true as const }),
  };
}

/** Everything an answer about a contract is made from. */
export async function viewInputOf(s: Server, c: Contract, caller: Caller, part: Part, now: number, conflict?: string): Promise<ViewInput> {
  const names = await s.accounts.names([c.client, c.freelancer, ...peopleIn(c)]);
  const viewer = viewerOf(caller, part, conflict);
  const kept = part.undeclared && withoutNames(c, names, viewer.locale);
  return {
    c,
    now,
    policy: s.policies.get(c.policy),
    viewer: { ...viewer, ...(kept && { undeclared: kept.hidden }) },
    names: kept ? kept.names : names,
    world: worldOf(new Map(), now, c.currency),
    // Looked up for an offer only: that is where one looks at who pays.
    soonest: s.provider.soonest,
    payer: c.instances['contract'] ? KNOWN_PAYER : await s.payer(c.client, c.id),
    ...(part.role === 'member' && { managers: (await s.accounts.peopleOf(part.account)).map((a) => a.name) }),
  };
}

export function contractRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const list = openContractList(s);

  /** The contract as it stands now, and the caller's part in it; 404 when it is not theirs. */
  async function open(req: FastifyRequest, id: string): Promise<{ caller: Caller; c: Contract; part: Part; now: number }> {
    const now = s.clock.now();
    const caller = await s.requireCaller(req);
    const stored = await s.door.fresh(id);
    if (!stored || stored.kind === 'wallet') throw notFound();
    const policy = s.policies.get(stored.policy);
    const c = advance(stored, now, policy, worldOf(new Map(), now, stored.currency)).at(-1)?.contract ?? stored;
    return { caller, c, part: requirePart(c, caller, req.routeOptions.config.access), now };
  }

  r.get(
    '/v1/contracts/:id',
    { schema: { tags: ['contracts'], summary: 'A contract as it stands now', params: z.object({ id: z.string() }), response: { 200: S.Contract } } },
    async (req) => {
      const { caller, c, part, now } = await open(req, req.params.id);
      return contractView(await viewInputOf(s, c, caller, part, now, await s.conflict(caller, c)));
    },
  );

  r.get(
    '/v1/contracts/:id/cases/:case',
    {
      schema: {
        tags: ['contracts'],
        summary: 'One case of a contract, also one that was closed before the latest began',
        description: 'The same shape and the same limits as `case` of the contract. `cases` there names all of them, the oldest first.',
        params: z.object({ id: z.string(), case: z.string().max(100) }),
        response: { 200: S.Case },
      },
    },
    async (req) => {
      const { caller, c, part, now } = await open(req, req.params.id);
      const k = instance(c, req.params.case);
      if (k?.process !== 'case') throw notFound();
      const v = await viewInputOf(s, c, caller, part, now, await s.conflict(caller, c));
      return caseView(v, k, deadlinesOf(v, hiddenFor(v)));
    },
  );

  r.get(
    '/v1/contracts',
    {
      schema: {
        tags: ['contracts'],
        summary: 'Your contracts',
        description: 'The newest first; of the group needs_me those first whose deadline comes first. An empty page may have a next one.',
        querystring: z.object({
          group: z.enum(['needs_me', 'waiting', 'all']).default('all'),
          state: z.string().max(40).optional(),
          kind: z.string().max(40).optional(),
          person: z.string().max(100).optional().describe('Account of the other party'),
          q: z.string().max(200).optional().describe('Part of the title or of the other party’s name'),
          cursor: z.string().max(200).optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
        response: { 200: S.ContractList },
      },
    },
    async (req) => list(await s.requireCaller(req), req.query),
  );

  r.post(
    '/v1/contracts',
    {
      config: { ownKey: true },
      schema: {
        tags: ['contracts'],
        summary: 'Send an offer, or see what it would do',
        body: OfferBody,
        response: { 200: S.Preview, 201: S.Contract },
      },
    },
    async (req, reply) => {
      const caller = await s.requireCaller(req);
      const now = s.clock.now();
      const body = req.body;
      const client = body.client ?? caller.person;
      const known = await s.accounts.byIds([body.freelancer, client]);
      if (!known.some((a) => a.id === body.freelancer))
        throw no(body.freelancer ? 'freelancer_unknown' : 'freelancer_unknown.none', { account: body.freelancer }, undefined, 'freelancer');
      const where = { db: s.db, marketplace: s.config.marketplace, caller };
      const paying = await card(where, client, body.card);
      const terms = await resolveTerms(where, body.terms);
      const part: Part = { roles: ['client'], role: 'client', account: client };
      const { freelancer, currency } = body;
      const offer = { marketplace: s.config.marketplace, currency, client, freelancer, terms, card: paying, person: caller.person };
      const foresee = (at: number, policy: Policy, world: World) => previewOffer({ ...offer, id: 'preview' }, at, policy, world);
      const shown = async (previewed: Previewed) => {
        const base = await viewInputOf(s, previewed.step.contract, caller, part, now);
        return previewView({ ...base, previewed, digest: sha256(previewed.essence), act: 'sendOffer', on: 'offer' });
      };
      if (body.preview) {
        const previewed = foresee(now, s.policies.get(''), worldOf(new Map(), now, body.currency));
        if (isRefusal(previewed)) throw problemOf(previewed, { c: { currency }, viewer: viewerOf(caller, part) });
        return reply.code(200).send(await shown(previewed));
      }
      const key = keyOf(req);
      const bodyHash = sha256(JSON.stringify(body));
      const taken = { caller: caller.person, key, bodyHash };
      const id = await reserve(s.db, s.config.marketplace, taken, newId(now), now);
      const payer = await s.payer(client, id);
      const outcome = await s.door.knock({
        contract: id,
        receivedAt: now,
        key: taken,
        found: (at, policy, world) => sendOffer({ ...offer, id }, at, policy, world),
        foresee,
        ...(body.digest !== undefined && { digest: body.digest }),
        render: (c, at, recorded) =>
          JSON.stringify(
            contractView({
              c,
              now: at,
              policy: s.policies.get(c.policy),
              viewer: viewerOf(caller, part),
              names: s.accounts.known(),
              world: worldOf(new Map(), at, c.currency),
              payer,
              recorded,
            }),
          ),
      });
      if (!outcome.done) {
        // While the first with this key is still under way nobody knows yet whether it is refused.
        if (outcome.refusal.refused !== 'request_running') await release(s.db, s.config.marketplace, taken, id);
        const anew = outcome.previewed && { preview: await shown(outcome.previewed) };
        throw problemOf(outcome.refusal, { c: { currency }, viewer: viewerOf(caller, part) }, anew);
      }
      return sendKept(reply, outcome, 201) as never;
    },
  );

  r.get(
    '/v1/offer-choices',
    {
      schema: {
        tags: ['contracts'],
        summary: 'What an offer can be made in',
        description: 'By the policy that an offer sent now takes: it has amounts for these currencies, and an offer in another is refused (POL-6).',
        response: { 200: z.object({ policy: z.string(), currencies: z.array(z.string()) }) },
      },
    },
    async () => {
      const policy = s.policies.get('');
      return { policy: policy.id, currencies: currenciesOf(policy) };
    },
  );

  r.get(
    '/v1/offers/:key',
    {
      schema: {
        tags: ['contracts'],
        summary: 'What became of an offer that you sent, by its idempotency key',
        description: 'For whoever lost the answer and wants to know before sending again. 404: nothing was sent under this key.',
        params: z.object({ key: z.string().regex(KEY) }),
        response: { 200: S.OfferFound },
      },
    },
    async (req) => {
      const { person } = await s.requireCaller(req, 'read');
      const { key } = req.params;
      const contract = await reserved(s.db, s.config.marketplace, { caller: person, key });
      // A key is taken before the offer is sent: only the step under it says that it was.
      const found = contract && (await actUnderKey(s.db, s.config.marketplace, contract, person, key));
      if (!found) throw no('nothing_under_key');
      return { contract, seq: found.seq, at: found.at.toISOString() };
    },
  );
}

/** People named inside a contract: who acted as mediator, arbitrator, submitter, who was invited as a witness. */
export function peopleIn(c: Contract): string[] {
  const out = new Set<string>();
  for (const i of Object.values(c.instances))
    for (const key of ['mediator', 'arbitrator'] as const) if (typeof i.facts[key] === 'string') out.add(i.facts[key]);
  for (const i of Object.values(c.instances)) for (const sub of (i.facts['submissions'] as { by: string }[] | undefined) ?? []) out.add(sub.by);
  for (const i of instancesOf(c, 'witness')) out.add(witnessFacts(i).person);
  return [...out];
}

/** The caller's key; a write without one is refused, because a lost answer could not be told from a lost request (API-4). */
export function keyOf(req: FastifyRequest): string {
  const key = req.headers['idempotency-key'];
  if (typeof key === 'string' && KEY.test(key)) return key;
  throw noKey();
}
