/** A milestone: funded, worked on, submitted, reviewed, released (MIL). */

import { openPartialDispute } from '../casework.ts';
import { type Facts, type FileFact, type Refusal, refuse } from '../contract.ts';
import { type ChargeFacts, cardOf, charge, type Draft, enter, get, hold, put, refund, release, setFacts } from '../draft.ts';
import { type Field, type Fields, longtext, type Marked, money, optional } from '../fields.ts';
import { creditMilestone, free, type MilestoneFacts, milestoneFacts, milestonesOf, openCase } from '../milestones.ts';
import { MOST } from '../money.ts';
import { amountsOf } from '../policy/schema.ts';
import type { ChargePurpose, Look, Process } from '../process.ts';
import { statementFields } from '../statements.ts';

type S = 'planned' | 'funding' | 'funded' | 'submitted' | 'changes' | 'surplus' | 'partly' | 'released' | 'contested' | 'refunded' | 'cancelled';

const f = (x: Look): MilestoneFacts => milestoneFacts(x.i);
const ended = (c: Look['c']) => c.instances['contract']?.state !== 'active';
export const FUNDED: readonly string[] = ['funding', 'funded', 'submitted', 'changes', 'surplus'];

export const files = (x: Look): Field => ({ kind: 'files', most: x.policy.limits.filesPerStatement, optional: true });
export const links: Field = { kind: 'links', most: 20, optional: true };

function mayFund(x: Look): Refusal | undefined {
  if (ended(x.c)) return refuse('contract_ended');
  const busy = milestonesOf(x.c).filter((m) => FUNDED.includes(m.state)).length;
  if (busy >= x.policy.limits.fundedAtOnce) return refuse('one_funded_at_a_time', { most: x.policy.limits.fundedAtOnce }, 'MIL-1');
  return undefined;
}

/** Funding counts what is left from a partial release and charges only the difference (MIL-5). */
function fund(d: Draft, x: Look): void {
  const { amount } = f(x);
  const used = Math.min(free(d.c), amount);
  for (const m of milestonesOf(d.c))
    if (m.state === 'partly' && used > 0) setFacts(d, m.id, { rest: Math.max(0, (milestoneFacts(m).rest ?? 0) - used) });
  setFacts(d, x.i.id, { held: used });
  if (used < amount) charge(d, { purpose: 'fund', on: x.i.id, amount: amount - used, card: cardOf(x) });
}

const fundCard = (x: Look) => (free(x.c) >= f(x).amount ? { card: optional({ kind: 'card' }) } : { card: { kind: 'card' as const } });

function submit(d: Draft, x: Look): Refusal | undefined {
  const given = x.input as { message: string; files?: FileFact[]; links?: string[]; criteria?: Marked[] };
  const files = given.files ?? [];
  const links = given.links ?? [];
  if (files.length + links.length === 0 && given.message.trim().length < 20) return refuse('empty_submission', { least: 20 }, 'MIL-2');
  const all = f(x).submissions;
  const one = { n: all.length + 1, at: d.at, by: x.actor?.person ?? '', message: given.message, files, links, criteria: given.criteria ?? [] };
  setFacts(d, x.i.id, { submissions: [...all, one] });
  return undefined;
}

function requestChanges(d: Draft, x: Look): Refusal | undefined {
  const { revisionLimit, revisionsUsed } = f(x);
  if (revisionLimit !== undefined && revisionsUsed >= revisionLimit) return refuse('revisions_used_up', { limit: revisionLimit }, 'MIL-4');
  setFacts(d, x.i.id, { revisionsUsed: revisionsUsed + 1, wanted: x.input['message'] });
  return undefined;
}

/** Pays for a milestone out of its escrow; what is left of it stays held (MIL-5). */
export function payMilestone(d: Draft, id: string, amount: number, why: string): void {
  const m = milestoneFacts(get(d, id));
  const submitted = m.submissions.length > 0;
  release(d, amount, { why, milestone: id });
  creditMilestone(d, id, amount);
  const rest = Math.max(0, m.held - amount);
  setFacts(d, id, { held: 0, ...(rest > 0 && submitted && { rest }) });
}

const approved = (x: Look) => (x.input['amount'] as number | undefined) ?? f(x).amount;
function approve(d: Draft, x: Look): void {
  const amount = approved(x);
  const { held } = f(x);
  if (amount > held) {
    // Only a review that was running runs on: nothing submitted, nothing that silence could release.
    if (x.i.state !== 'submitted') put(d, { ...get(d, x.i.id), windows: [] });
    charge(d, { purpose: 'surplus', on: x.i.id, amount: amount - held, card: cardOf(x), extra: { release: amount, back: x.i.state } });
  } else payMilestone(d, x.i.id, amount, 'approved');
}
const approveTakes = (x: Look): Record<string, Field> => ({
  amount: optional(money(1, MOST)),
  ...(approved(x) > f(x).held && x.input['amount'] !== undefined ? { card: { kind: 'card' as const } } : { card: optional({ kind: 'card' }) }),
  message: optional(longtext(0)),
});

/** A settled charge for a milestone that nobody waits for any more goes back at once. */
function orReturn(d: Draft, c: { facts: Facts }, wanted: boolean, go: () => void): void {
  const { amount } = c.facts as unknown as ChargeFacts;
  hold(d, amount, 'funding');
  if (wanted) go();
  else refund(d, amount, 'notWantedAnyMore');
}

export const milestonePurposes: Record<string, ChargePurpose> = {
  fund: {
    settled: (d, c) => {
      const on = c.facts['on'] as string;
      orReturn(d, c, get(d, on).state === 'funding', () => {
        const { amount } = milestoneFacts(get(d, on));
        setFacts(d, on, { held: amount });
        enter(d, on, 'funded');
      });
    },
    declined: (d, c) => {
      const on = c.facts['on'] as string;
      if (get(d, on).state !== 'funding') return;
      setFacts(d, on, { held: 0 });
      enter(d, on, 'planned');
    },
  },
  surplus: {
    settled: (d, c) => {
      const on = c.facts['on'] as string;
      orReturn(d, c, get(d, on).state === 'surplus', () => {
        payMilestone(d, on, c.facts['release'] as number, 'approved');
        enter(d, on, 'released');
      });
    },
    // Review went on while the bank was asked: the window kept running, so nothing was extended by trying.
    declined: (d, c) => {
      const on = get(d, c.facts['on'] as string);
      if (on.state !== 'surplus') return;
      const windows = on.windows;
      enter(d, on.id, c.facts['back'] as string);
      if (windows.length > 0) put(d, { ...get(d, on.id), windows });
    },
  },
};

/** DSP-2: what a partial release left over and no other milestone has taken up since. */
const restOf = (x: Look) => Math.max(0, Math.min(f(x).rest ?? 0, free(x.c)));
const restDisputable = (x: Look): Refusal | undefined => {
  if (openCase(x.c)) return refuse('case_open', {}, 'REF-5');
  return restOf(x) > 0 ? undefined : refuse('nothing_to_dispute', {}, 'DSP-2');
};

const moneyIn = ['funded', 'submitted', 'changes'] as const;
const review = { name: 'review', actor: 'client' } as const;

export const milestone = {
  name: 'milestone',
  group: 'milestone',
  version: 1,
  initial: 'planned',
  states: {
    planned: { turn: 'client', covered: 'no money is held for it' },
    funding: { turn: 'bank', covered: 'the charge has its own end' },
    funded: { turn: 'freelancer', covered: 'dormancy (MIL-9)' },
    submitted: { turn: 'client', windows: [review] },
    changes: { turn: 'freelancer', covered: 'dormancy (MIL-9)' },
    surplus: { turn: 'bank', windows: [{ ...review, keep: true }] },
    partly: { turn: 'freelancer', windows: [{ name: 'partialDispute', actor: 'freelancer' }] },
    released: { turn: 'nobody', closed: true },
    contested: { turn: 'nobody', covered: 'the case decides' },
    refunded: { turn: 'nobody', closed: true },
    cancelled: { turn: 'nobody', closed: true },
  },
  rules: [
    {
      rule: 'MIL-1',
      from: ['planned'],
      act: 'fund',
      by: ['client'],
      to: 'funded',
      if: (x) => free(x.c) >= f(x).amount,
      when: mayFund,
      takes: fundCard,
      does: fund,
      final: true,
      shown: true,
    },
    {
      rule: 'MIL-5',
      from: ['planned'],
      act: 'fund',
      by: ['client'],
      to: 'funding',
      if: (x) => free(x.c) < f(x).amount,
      when: mayFund,
      takes: fundCard,
      does: fund,
      final: true,
      shown: true,
    },
    {
      rule: 'CHG-1',
      from: ['planned'],
      act: 'editMilestone',
      by: ['client'],
      takes: (x) => asItStands(milestoneFields(x), f(x)),
      does: (d, x) => put(d, { ...get(d, x.i.id), facts: edited(x) }),
    },
    {
      rule: 'CHG-1',
      from: ['planned'],
      act: 'deleteMilestone',
      by: ['client'],
      to: 'cancelled',
      when: (x) => (ended(x.c) ? refuse('contract_ended') : undefined),
    },
    {
      rule: 'MIL-2',
      from: ['funded', 'submitted', 'changes'],
      act: 'submit',
      by: ['freelancer', 'member'],
      to: 'submitted',
      takes: (x) => ({
        message: longtext(0),
        files: files(x),
        links,
        criteria: f(x).criteria.length > 0 ? { kind: 'marks', of: f(x).criteria } : optional({ kind: 'marks', of: [] }),
      }),
      does: submit,
    },
    {
      rule: 'MIL-3',
      from: moneyIn,
      act: 'approve',
      by: ['client'],
      to: 'surplus',
      if: (x) => approved(x) > f(x).held,
      takes: approveTakes,
      does: approve,
      final: true,
    },
    {
      rule: 'MIL-5',
      from: moneyIn,
      act: 'approve',
      by: ['client'],
      to: 'partly',
      takes: approveTakes,
      does: approve,
      final: true,
      if: (x) => approved(x) < f(x).held && f(x).submissions.length > 0,
    },
    { rule: 'MIL-3', from: moneyIn, act: 'approve', by: ['client'], to: 'released', takes: approveTakes, does: approve, final: true },
    {
      rule: 'MIL-4',
      from: ['submitted'],
      act: 'requestChanges',
      by: ['client'],
      to: 'changes',
      shown: true,
      does: requestChanges,
      takes: (x) => ({ message: longtext(10), files: files(x) }),
    },
    { rule: 'MIL-3', from: ['submitted'], after: 'review', to: 'released', does: (d, x) => payMilestone(d, x.i.id, f(x).held, 'reviewSilence') },
    { rule: 'MIL-3', from: ['surplus'], after: 'review', to: 'released', does: (d, x) => payMilestone(d, x.i.id, f(x).held, 'reviewSilence') },
    {
      rule: 'DSP-2',
      from: ['partly'],
      act: 'disputePartial',
      by: ['freelancer'],
      to: 'contested',
      when: restDisputable,
      final: true,
      legal: true,
      takes: (x) => ({
        claim: money(1, Math.max(1, restOf(x))),
        reason: { kind: 'choice', options: ['workDone', 'scopeGrew', 'delayedByClient', 'agreedOtherwise', 'other'] },
        ...statementFields(x, f(x).criteria),
      }),
      does: (d, x) => openPartialDispute(d, x.i.id, restOf(x), x),
    },
    {
      rule: 'DSP-2',
      from: ['partly'],
      act: 'acceptPartial',
      by: ['freelancer'],
      to: 'released',
      final: true,
      when: (x) => (openCase(x.c) ? refuse('case_open', {}, 'REF-5') : undefined),
    },
    { rule: 'DSP-2', from: ['partly'], after: 'partialDispute', to: 'released', tells: [] },
  ],
} as const satisfies Process<S>;

/** The fields of one milestone, for offers, edits and change proposals. */
export function milestoneFields(x: Look): Record<string, Field> {
  return {
    title: { kind: 'text', min: 1, max: 200 },
    description: optional(longtext(0)),
    amount: money(amountsOf(x.policy, x.c.currency).smallestMilestone),
    dueDate: optional({ kind: 'date' }),
    criteria: optional({ kind: 'list', most: 20, max: 500 }),
    revisionLimit: optional({ kind: 'whole', min: 0, max: 100 }),
  };
}

/** Facts of a milestone from checked input; criteria get ids that stay. */
export function milestoneInput(id: string, input: Facts): Facts {
  const criteria = ((input['criteria'] as string[] | undefined) ?? []).map((text, n) => ({ id: `${id}.${n + 1}`, text }));
  return { ...input, description: input['description'] ?? '', criteria };
}

/** The facts of a milestone with what was given in their place: left out, one stays; null empties it. */
function edited(x: Look): Facts {
  const now = f(x);
  const written = { ...now, criteria: now.criteria.map((k) => k.text), ...x.input };
  return milestoneInput(x.i.id, Object.fromEntries(Object.entries(written).filter(([, value]) => value !== null)));
}

/** The fields with what the milestone says now; criteria as the texts they were written in. */
function asItStands(fields: Fields, milestone: MilestoneFacts): Fields {
  const written: Facts = { ...milestone, criteria: milestone.criteria.map((k) => k.text) };
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, { ...field, now: written[name] }]));
}
