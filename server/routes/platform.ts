/** The platform's own pages: queues, policies, reconciliation, solvency, and in a sandbox the clock and the local mails. */

import { wordsFor } from '@fairhold/copy';
import { advance, type Contract, policyDifferences } from '@fairhold/domain';
import { caseFacts } from '@fairhold/domain/casefacts';
import { contestedCriteria, exhibitsOf } from '@fairhold/domain/exhibits';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { MEDIATED_BEFORE_MS } from '../auth/conflicts.ts';
import { worldOf } from '../commit.ts';
import { trialBalance } from '../console/ledger.ts';
import { askBank, remediesOf } from '../console/remedies.ts';
import { readMails } from '../outside/mail-compose.ts';
import { queueOf, reconcile } from '../outside/reconcile.ts';
import { partIn } from '../parts.ts';
import { no } from '../problem.ts';
import type { Server } from '../server.ts';
import { readContract, readWorklist } from '../store/reads.ts';
import { travel } from '../travel.ts';
import { summaryView } from '../view/contract.ts';
import { historyView } from '../view/history.ts';
import * as V from '../view/reconciliation-schemas.ts';
import * as S from '../view/schemas.ts';
import { hide, withoutNames } from '../view/undeclared.ts';
import { iso, KNOWN_PAYER } from '../view/viewer.ts';
import { notFound, viewerOf } from './contracts.ts';

const KINDS: Readonly<Record<string, readonly string[]>> = {
  mediator: ['mediation', 'secondReader'],
  support: ['secondReader', 'awardOverdue', 'moreTime'],
  operator: ['mediation', 'secondReader', 'arbitration', 'awardOverdue', 'moreTime'],
  arbitrator: ['arbitration', 'awardOverdue'],
  auditor: ['mediation', 'secondReader', 'arbitration', 'awardOverdue', 'moreTime'],
};

export function platformRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const market = s.config.marketplace;

  r.get(
    '/v1/queue',
    { schema: { tags: ['platform'], summary: 'What waits for you as mediator, arbitrator or staff, most urgent first', response: { 200: S.Queue } } },
    async (req) => {
      const caller = await s.requireCaller(req);
      const kinds = [...new Set(caller.staff.flatMap((x) => KINDS[x] ?? []))];
      const now = s.clock.now();
      const items = [];
      for (const w of await readWorklist(s.db, market, kinds)) {
        const stored = await readContract(s.db, market, w.contract);
        const part = stored && partIn(stored, caller);
        if (!stored || !part) continue;
        const policy = s.policies.get(stored.policy);
        const world = worldOf(new Map(), now, stored.currency);
        const c = advance(stored, now, policy, world).at(-1)?.contract ?? stored;
        const known = await s.accounts.names([c.client, c.freelancer]);
        const kept = part.undeclared && withoutNames(c, known, caller.speaks);
        const names = kept ? kept.names : known;
        const conflict = await s.conflict(caller, c);
        const summary = summaryView({ c, viewer: viewerOf(caller, part, conflict), policy, now, world, names, payer: KNOWN_PAYER });
        items.push({
          contract: w.contract,
          on: w.on,
          kind: w.kind,
          title: kept ? hide(summary.title, kept.hidden) : summary.title,
          stateWords: summary.stateWords,
          since: w.since.toISOString(),
          targetAt: w.targetAt?.toISOString() ?? null,
          overdue: (w.targetAt?.getTime() ?? Number.POSITIVE_INFINITY) <= now,
          mine: w.assignee === caller.person,
          // MED-3: what waits for a second reader is still free for everybody but its writer.
          taken: w.assignee !== null && (w.kind !== 'secondReader' || w.assignee === caller.person),
          waitsFor: { who: summary.turn.who, sentence: summary.turn.sentence },
          ...(summary.deadline && { deadline: summary.deadline }),
          openedAt: iso(stored.instances[w.on]?.since ?? now),
          size: sizeOf(stored, w.on),
          languages: await languagesOf(s, c),
          reasons: reasonsOf(c, w.on, caller.speaks),
          amount: w.amount,
          currency: w.currency,
          ...(conflict && { conflict: wordsFor(caller.speaks).CONFLICTS[conflict] ?? conflict }),
        });
      }
      const { rows: last } = await s.db.pool.query<{ at: Date | null }>(
        `select max(at) as at from notices where marketplace = $1 and person = $2 and kind like 'case.%'`,
        [market, caller.person],
      );
      return { now: iso(now), items, changedAt: last[0]?.at?.toISOString() ?? null, impartialDays: MEDIATED_BEFORE_MS / 86_400_000 };
    },
  );

  r.get(
    '/v1/policies',
    {
      schema: {
        tags: ['platform'],
        summary: 'Published policy versions',
        response: { 200: z.array(z.object({ id: z.string(), name: z.string(), version: z.int() })) },
      },
    },
    async () => s.policies.all().map(({ id, name, version }) => ({ id, name, version })),
  );
  r.get(
    '/v1/policies/:id',
    {
      schema: {
        tags: ['platform'],
        summary: 'A policy and how it differs from the newest',
        params: z.object({ id: z.string() }),
        response: { 200: z.object({ policy: z.unknown(), differences: z.array(z.object({ key: z.string(), from: z.unknown(), to: z.unknown() })) }) },
      },
    },
    async (req) => {
      const policy = s.policies.all().find((p) => p.id === req.params.id);
      if (!policy) throw notFound();
      return { policy, differences: policyDifferences(policy, s.policies.get('')) };
    },
  );

  r.get(
    '/v1/reconciliation',
    { schema: { tags: ['platform'], summary: 'Our book against the payment provider’s (MNY-9)', response: { 200: S.Reconciliation } } },
    async (req) => {
      const { differences, unanswered, compared } = await reconcile(s.books, market, s.provider, s.clock.now());
      const remedies = await remediesOf(s, await s.requireCaller(req), [...differences, ...unanswered.map(({ reference }) => ({ reference }))]);
      const remedy = (n: number) => remedies[n] && { remedy: remedies[n] };
      return {
        differences: differences.map((d, n) => ({ ...d, queue: queueOf(d), ...remedy(n) })),
        unanswered: unanswered.map(({ at, ...e }, n) => ({ ...e, since: new Date(at).toISOString(), ...remedy(differences.length + n) })),
        compared,
        equal: differences.length === 0,
      };
    },
  );

  r.post(
    '/v1/reconciliation/:reference/ask',
    {
      schema: {
        tags: ['platform'],
        summary: 'Have the bank’s book looked into for one reference, now (MNY-9)',
        description: 'What it says goes to the contract by the usual way. Who asks decides nothing and sends nothing; it stays in the record.',
        params: z.object({ reference: z.string().max(200) }),
        response: { 200: V.BankAsked },
      },
    },
    async (req) => askBank(s, await s.requireCaller(req), req.params.reference),
  );
  r.get(
    '/v1/solvency',
    { schema: { tags: ['platform'], summary: 'What is held equals what is owed, in total and per contract (MNY-9)', response: { 200: S.Solvency } } },
    async () => {
      const { currencies, contractsOff } = await trialBalance(s);
      return {
        totals: currencies.flatMap((c) => c.rows.map(({ kind, balance }) => ({ currency: c.currency, kind, balance }))),
        contractsOff,
        sumsToZero: currencies.every((c) => c.sum === 0),
      };
    },
  );

  if (s.config.mode !== 'sandbox') return;

  r.get('/v1/clock', { schema: { tags: ['sandbox'], summary: 'The test clock', response: { 200: S.ClockNow } } }, async () => {
    const next = await s.workers.nextDeadline();
    return { now: new Date(s.clock.now()).toISOString(), next: next === undefined ? null : new Date(next).toISOString() };
  });
  r.post(
    '/v1/clock',
    {
      schema: {
        tags: ['sandbox'],
        summary: 'Move the test clock forward; everything due on the way happens, in order (TIM-8)',
        body: S.ClockMove,
        response: { 200: S.ClockMoved },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      const target = targetOf(req.body, s.clock.now());
      const steps = await travel(s, target);
      const happened = [];
      for (const step of steps) {
        const part = partIn(step.contract, caller);
        const names = await s.accounts.names([step.contract.client, step.contract.freelancer]);
        const viewer = part
          ? viewerOf(caller, part)
          : { person: caller.person, roles: [], role: 'staff' as const, account: caller.person, zone: caller.zone, locale: caller.speaks };
        const row = {
          ...step,
          contract: step.contract.id,
          seq: step.contract.seq,
          happenedAt: new Date(step.at),
          writtenAt: new Date(step.at),
          policy: step.contract.policy,
          digest: '',
          legsFit: true,
        };
        const view =
          (part && !part.undeclared) || caller.staff.includes('operator')
            ? historyView({ row, viewer, names, c: step.contract, edits: new Map(), policy: s.policies.get(step.contract.policy) })
            : undefined;
        if (view)
          happened.push({
            at: view.at,
            contract: step.contract.id,
            title: step.contract.terms.title,
            sentence: view.sentence,
            act: step.act,
            on: step.on,
          });
      }
      return { now: new Date(s.clock.now()).toISOString(), happened, others: steps.length - happened.length };
    },
  );
  r.get(
    '/v1/sandbox/mails',
    {
      schema: {
        tags: ['sandbox'],
        summary: 'Mails that would have been sent, newest first',
        querystring: z.object({ to: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(500).default(100) }),
        response: { 200: z.object({ items: z.array(S.Mail) }) },
      },
    },
    async (req) => {
      const mails = await readMails(s.db, market, s.config.baseUrl, { to: req.query.to, limit: req.query.limit });
      return { items: mails.map(({ person: _person, kind: _kind, ...m }) => ({ ...m, at: m.at.toISOString() })) };
    },
  );
}

/** How much there is to read in a case: the requirements and the exhibits. */
function sizeOf(c: Contract, on: string): { criteria: number; exhibits: number } {
  const i = c.instances[on];
  return i && i.process !== 'extension'
    ? { criteria: contestedCriteria(c, i).length, exhibits: exhibitsOf(c, i).length }
    : { criteria: 0, exhibits: 0 };
}

const DURATION = /^P(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?$/;

const sayHowFar = () => no('bad_input.clock');

/** The instant a clock move asks for; undefined: to the next deadline. Refuses moving back and moves beyond 100 years. */
function targetOf(body: z.infer<typeof S.ClockMove>, now: number): number | undefined {
  if ([body.next, body.by, body.to].filter((x) => x !== undefined && x !== false).length > 1) throw sayHowFar();
  if (body.next) return undefined;
  const m = body.by ? DURATION.exec(body.by) : null;
  const by =
    m && m[0] !== 'P' ? ((Number(m[1] ?? 0) * 24 + Number(m[2] ?? 0)) * 60 + Number(m[3] ?? 0)) * 60_000 + Number(m[4] ?? 0) * 1000 : undefined;
  const target = body.to ? Date.parse(body.to) : by === undefined ? Number.NaN : now + by;
  if (Number.isNaN(target)) throw sayHowFar();
  if (target < now) throw no('clock_never_back', { now: new Date(now).toISOString() });
  if (target > now + 100 * 366 * 86_400_000) throw no('clock_too_far');
  return target;
}

/** The languages in which the two sides read, without saying whose is which: nothing of a party before the declaration (MED-1). */
async function languagesOf(s: Server, c: Contract): Promise<string[]> {
  const people = (await Promise.all([s.accounts.peopleOf(c.client), s.accounts.peopleOf(c.freelancer)])).flat();
  return [...new Set(people.map((a) => a.locale.split('-')[0] ?? a.locale))].sort();
}

/** Why the refund was asked for, and why the freelancer claims, by the lists they chose from; never their own words. */
function reasonsOf(c: Contract, on: string, locale: string): string[] {
  const i = c.instances[on];
  if (!i) return [];
  const f = caseFacts(i);
  const words = wordsFor(locale).CHOICES;
  return [f.reason, f.claimReason].flatMap((r) => (r ? [words[r] ?? r] : []));
}
