/** The contract itself: active until one side ends it; messages, bonuses, feedback, and a new beginning (CON-6, END). */

import { closeCase, payParts, requestRefund, settleMilestones } from '../casework.ts';
import { type Contract, instancesOf, other, type Party, type Refusal, refuse } from '../contract.ts';
import {
  cardOf,
  charge,
  type Draft,
  draftOf,
  enter,
  get,
  giveBack,
  hold,
  isClosed,
  open,
  post,
  refund,
  release,
  returnable,
  setFacts,
} from '../draft.ts';
import { afterEnd, stopWork } from '../ending.ts';
import { type Field, type Fields, longtext, money, optional } from '../fields.ts';
import { asksToEnd, contested, decidable, keepOpen, milestonesOf, openCase } from '../milestones.ts';
import { type Minor, MOST } from '../money.ts';
import { amountsOf, holidaysOf } from '../policy/schema.ts';
import type { ChargePurpose, Look, Process } from '../process.ts';
import { endOf } from '../time.ts';
import { files, milestoneFields, milestoneInput } from './milestone.ts';
import { begin } from './offer.ts';
import { makeEndingOffer, mayOfferEnding, partingFields } from './parting.ts';

export const END_REASONS = ['completed', 'noLongerNeeded', 'scopeChanged', 'unresponsive', 'missedDate', 'quality', 'other'] as const;
const reasons: Fields = { reason: { kind: 'choice', options: END_REASONS }, text: optional(longtext(0, 5000)) };

/** FEE-5: charged to the card of the party that ends, when the policy has one. */
const ifFee = (x: Look): Fields => (amountsOf(x.policy, x.c.currency).cancellationFee > 0 ? { card: { kind: 'card' } } : {});
function chargeCancellation(d: Draft, x: Look): void {
  const amount = amountsOf(d.policy, d.c.currency).cancellationFee;
  if (amount > 0) charge(d, { purpose: 'cancellationFee', on: 'contract', party: x.party ?? 'client', amount, card: cardOf(x) });
}

const payments = (x: Look): Fields =>
  decidable(x.c) > 0
    ? {
        pay: { kind: 'choice', options: ['full', 'amount', 'nothing'] },
        amount: { ...money(0, decidable(x.c)), onlyIf: { field: 'pay', is: 'amount' } },
      }
    : {};

/** What of the decidable money the client's choice releases. */
function chosen(x: Look, sum: Minor): Minor {
  if (sum === 0 || x.input['pay'] === 'nothing') return 0;
  return x.input['pay'] === 'full' ? sum : (x.input['amount'] as Minor);
}

/** END-3: the chosen amount is released, any rest opens a refund request; without a rest the contract just ends. */
function endByClient(d: Draft, x: Look): void {
  const sum = decidable(d.c);
  const pay = chosen(x, sum);
  const parts = contested(d.c);
  stopWork(d);
  setFacts(d, 'contract', { endedBy: 'client', reason: x.input['reason'], text: x.input['text'], paid: pay });
  payParts(d, parts, pay, 'ended');
  if (decidable(d.c) > 0) requestRefund(d, parts, pay, x.input['reason'] as string, (x.input['text'] as string | undefined) ?? '');
  else settleMilestones(d);
  chargeCancellation(d, x);
  afterEnd(d);
}

/** END-5: all held money goes back to the client at once; an open case ends with it. */
function endByFreelancer(d: Draft, x: Look): void {
  const open = openCase(d.c);
  if (open) closeCase(d, open.id, 0, 'freelancerEnded');
  stopWork(d);
  setFacts(d, 'contract', { endedBy: 'freelancer', reason: x.input['reason'], text: x.input['text'] });
  refund(d, d.c.held, 'freelancerEnded');
  settleMilestones(d);
  chargeCancellation(d, x);
  afterEnd(d);
}

const ended = (x: Look): Refusal | undefined => (x.i.state === 'ended' ? undefined : refuse('not_ended'));

const paidSince = (x: Look): number => x.at - (endOf(x.at, x.policy.windows.giveBack.period, holidaysOf(x.policy)) - x.at);
const mostBack = (x: Look): Minor => returnable(x.c, paidSince(x)).reduce((sum, p) => sum + p.amount, 0);

/** MIL-7: a bonus may be paid while active and for a year after the end. */
function bonusOpen(x: Look): Refusal | undefined {
  if (x.i.state !== 'ended') return undefined;
  const until = endOf(x.i.since, x.policy.windows.bonus.period, holidaysOf(x.policy));
  return x.at < until ? undefined : refuse('deadline_passed', { window: 'bonus', at: until }, 'MIL-7');
}

export const contractPurposes: Record<string, ChargePurpose> = {
  cancellationFee: {
    settled: (d, c) => post(d, 'world', 'fees:cancellation', c.facts['amount'] as Minor, 'cancellationFee'),
    declined: () => {},
  },
  bonus: {
    settled: (d, c) => {
      const amount = c.facts['amount'] as Minor;
      hold(d, amount, 'bonus');
      release(d, amount, { why: 'bonus' });
    },
    declined: () => {},
  },
  difference: {
    settled: (d, c) => {
      hold(d, c.facts['amount'] as Minor, 'difference');
      const change = get(d, c.facts['on'] as string);
      if (change.state === 'charging') applyChange(d, change.id);
      else refund(d, c.facts['amount'] as Minor, 'notWantedAnyMore');
    },
    declined: (d, c) => {
      const change = get(d, c.facts['on'] as string);
      if (change.state === 'charging') enter(d, change.id, 'unpaid');
    },
  },
};

const anyone = ['client', 'freelancer', 'member', 'mediator', 'arbitrator', 'support', 'operator'] as const;
const parties = ['client', 'freelancer'] as const;

export const contract = {
  name: 'contract',
  group: 'contract',
  version: 1,
  initial: 'active',
  states: {
    active: { turn: 'nobody', covered: 'dormancy (MIL-9) while money is held' },
    ended: { turn: 'nobody', covered: 'held money is in a case with its own clock' },
  },
  rules: [
    {
      rule: 'END-3',
      from: ['active'],
      act: 'end',
      by: ['client'],
      to: 'ended',
      takes: (x) => ({ ...payments(x), ...reasons, ...ifFee(x) }),
      does: endByClient,
      known: true,
      final: true,
      legal: true,
    },
    {
      rule: 'END-5',
      from: ['active'],
      act: 'end',
      by: ['freelancer'],
      to: 'ended',
      takes: (x) => ({ ...reasons, ...ifFee(x) }),
      does: endByFreelancer,
      known: true,
      final: true,
      legal: true,
    },
    {
      rule: 'END-10',
      from: ['active'],
      act: 'offerEnding',
      by: parties,
      takes: partingFields,
      when: mayOfferEnding,
      look: true,
      tells: ['other'],
      idle: true,
      back: 'withdrawEnding',
      does: (d, x) => makeEndingOffer(d, x.party as Party, x.input),
    },
    {
      rule: 'MIL-8',
      from: ['active'],
      act: 'keepOpen',
      by: ['client'],
      when: (x) => (asksToEnd(x.c) ? undefined : refuse('nothing_to_keep')),
      does: keepOpen,
      tells: [],
      idle: true,
    },
    {
      rule: 'MIL-7',
      from: ['active', 'ended'],
      act: 'payBonus',
      by: ['client'],
      when: bonusOpen,
      final: true,
      idle: true,
      takes: () => ({ amount: money(100, MOST), card: { kind: 'card' }, message: optional(longtext(0, 2000)) }),
      does: (d, x) =>
        charge(d, { purpose: 'bonus', on: 'contract', amount: x.input['amount'] as Minor, card: cardOf(x), extra: { message: x.input['message'] } }),
    },
    {
      rule: 'RFR-1',
      from: ['active', 'ended'],
      act: 'giveBack',
      by: ['freelancer'],
      final: true,
      idle: true,
      legal: true,
      when: (x) => (mostBack(x) > 0 ? undefined : refuse('nothing_to_give_back', {}, 'RFR-1')),
      takes: (x) => ({ amount: money(1, Math.max(1, mostBack(x))), message: optional(longtext(0, 2000)) }),
      does: (d, x) => giveBack(d, x.input['amount'] as Minor, paidSince(x)),
    },
    {
      rule: 'CHG-1',
      from: ['active'],
      act: 'addMilestone',
      by: ['client'],
      back: 'deleteMilestone',
      takes: milestoneFields,
      does: (d, x) => {
        const n = instancesOf(d.c, 'milestone').length + 1;
        open(
          d,
          'milestone',
          { ...milestoneInput(`m${n}`, x.input), order: n, held: 0, released: 0, submissions: [], revisionsUsed: 0 },
          { id: `m${n}` },
        );
      },
    },
    {
      rule: 'CHG-1',
      from: ['active'],
      act: 'orderMilestones',
      by: ['client'],
      when: (x) => (milestonesOf(x.c).length > 1 ? undefined : refuse('one_milestone')),
      takes: () => ({ order: { kind: 'list', most: 50, max: 20 } }),
      tells: ['other'],
      does: (d, x) => {
        const order = x.input['order'] as string[];
        const known = milestonesOf(d.c).map((m) => m.id);
        if (order.length !== known.length || !known.every((id) => order.includes(id)))
          return refuse('bad_input', { field: 'order', problem: 'name_each_once' });
        for (const [n, id] of order.entries()) setFacts(d, id, { order: n + 1 });
        return undefined;
      },
    },
    {
      rule: 'CHG-2',
      from: ['active'],
      act: 'proposeMilestone',
      by: ['freelancer'],
      back: 'withdrawChange',
      takes: milestoneFields,
      does: (d, x) => void open(d, 'change', { kind: 'new', by: 'freelancer', to: x.input }),
    },
    {
      rule: 'CHG-2',
      from: ['active'],
      act: 'proposeChange',
      by: parties,
      back: 'withdrawChange',
      takes: changeFields,
      when: (x) => (changeable(x).length > 0 ? undefined : refuse('nothing_to_change')),
      does: (d, x) => {
        const { milestone, ...to } = x.input;
        if (Object.keys(to).filter((k) => k !== 'note').length === 0) return refuse('bad_input', { field: 'milestone', problem: 'nothing_changed' });
        if (instancesOf(d.c, 'change').some((i) => i.facts['milestone'] === milestone && !isClosed(d, i))) return refuse('change_open');
        open(d, 'change', { kind: 'edit', milestone, by: x.party, to });
        return undefined;
      },
    },
    {
      rule: 'CON-6',
      from: ['ended'],
      act: 'offerReinstatement',
      by: parties,
      takes: () => ({ note: optional(longtext(0, 2000)) }),
      idle: true,
      when: (x) => {
        if (!x.policy.reinstate) return refuse('not_in_policy', {}, 'CON-6');
        if (x.c.reinstatedBy) return refuse('already_reinstated', { contract: x.c.reinstatedBy }, 'CON-6');
        if (openCase(x.c)) return refuse('case_open', {}, 'REF-5');
        return instancesOf(x.c, 'reinstatement').some((i) => i.state === 'proposed') ? refuse('already_offered') : undefined;
      },
      does: (d, x) => void open(d, 'reinstatement', { by: x.party, note: x.input['note'] }),
    },
  ],
} as const satisfies Process<'active' | 'ended'>;

/** Milestones whose terms a proposal may change: funded, not submitted (CHG-2). */
const CHANGEABLE: readonly string[] = ['funded', 'changes'];
const changeable = (x: Look) => milestonesOf(x.c).filter((m) => CHANGEABLE.includes(m.state));
function changeFields(x: Look): Fields {
  const of = Object.entries(milestoneFields(x)).map(([name, field]): [string, Field] => [name, { ...field, optional: true }]);
  return { milestone: { kind: 'choice', options: changeable(x).map((m) => m.id) }, ...Object.fromEntries(of), note: optional(longtext(0, 2000)) };
}

// ── change proposals (CHG-2) ─────────────────────────────────────────────────────────────────────────────────────────

const isOther = (x: Look): Refusal | undefined => (x.party && x.i.facts['by'] === x.party ? refuse('own_proposal') : undefined);
const isOwn = (x: Look): Refusal | undefined => (x.i.facts['by'] === x.party ? undefined : refuse('not_yours_to_withdraw'));
const heldFor = (c: Contract, id: unknown): Minor => (c.instances[id as string]?.facts['held'] as Minor | undefined) ?? 0;
const costs = (x: Look): Minor => Math.max(0, ((x.i.facts['to'] as { amount?: Minor }).amount ?? 0) - heldFor(x.c, x.i.facts['milestone']));
const raises = (x: Look): boolean => x.i.facts['kind'] === 'edit' && (x.i.facts['to'] as { amount?: Minor }).amount !== undefined && costs(x) > 0;

/** Writes an approved change into its milestone; what a lower amount leaves over is free for the next one (MIL-5). */
function applyChange(d: Draft, id: string): void {
  const { kind, milestone, to } = get(d, id).facts as { kind: string; milestone?: string; to: Record<string, unknown> };
  const { note: _note, card: _card, ...terms } = to;
  if (kind === 'new') {
    const n = instancesOf(d.c, 'milestone').length + 1;
    open(d, 'milestone', { ...milestoneInput(`m${n}`, terms), order: n, held: 0, released: 0, submissions: [], revisionsUsed: 0 }, { id: `m${n}` });
  } else if (milestone) {
    const { criteria, ...plain } = terms;
    setFacts(d, milestone, {
      ...plain,
      ...(criteria !== undefined && { criteria: milestoneInput(milestone, terms)['criteria'] }),
      ...(terms['amount'] !== undefined && { held: terms['amount'] }),
    });
  }
  enter(d, id, 'approved');
}

/** CHG-2: a submission, a release or the end of a milestone cancels what was proposed about it; a charge on its way comes back. */
export function cancelStaleChanges(d: Draft): void {
  for (const i of instancesOf(d.c, 'change')) {
    const milestone = d.c.instances[i.facts['milestone'] as string];
    if (milestone && !isClosed(d, i) && !CHANGEABLE.includes(milestone.state)) enter(d, i.id, 'cancelled');
  }
}

const answer = { name: 'changeAnswer', actor: 'both' } as const;
const turnOfOther = (i: { facts: Record<string, unknown> }) => other(i.facts['by'] as Party);

export const change = {
  name: 'change',
  group: 'change',
  version: 1,
  initial: 'proposed',
  states: {
    proposed: { turn: turnOfOther, windows: [answer] },
    unpaid: { turn: 'client', windows: [{ ...answer, actor: 'client' }] },
    charging: { turn: 'bank', covered: 'the charge has its own end' },
    approved: { turn: 'nobody', closed: true },
    declined: { turn: 'nobody', closed: true },
    withdrawn: { turn: 'nobody', closed: true },
    cancelled: { turn: 'nobody', closed: true },
  },
  rules: [
    {
      rule: 'CHG-2',
      from: ['proposed', 'unpaid'],
      act: 'approveChange',
      by: ['client'],
      to: 'charging',
      if: raises,
      when: isOther,
      final: true,
      takes: () => ({ card: { kind: 'card' } }),
      does: (d, x) => charge(d, { purpose: 'difference', on: x.i.id, amount: costs(x), card: cardOf(x) }),
    },
    {
      rule: 'CHG-2',
      from: ['proposed'],
      act: 'approveChange',
      by: ['freelancer'],
      to: 'unpaid',
      if: raises,
      when: isOther,
    },
    {
      rule: 'CHG-2',
      from: ['proposed'],
      act: 'approveChange',
      by: parties,
      to: 'approved',
      when: isOther,
      does: (d, x) => applyChange(d, x.i.id),
      final: true,
    },
    {
      rule: 'CHG-2',
      from: ['unpaid'],
      act: 'payDifference',
      by: ['client'],
      to: 'charging',
      takes: () => ({ card: { kind: 'card' } }),
      final: true,
      does: (d, x) => charge(d, { purpose: 'difference', on: x.i.id, amount: costs(x), card: cardOf(x) }),
    },
    { rule: 'CHG-2', from: ['proposed', 'unpaid'], act: 'declineChange', by: parties, to: 'declined', when: isOther },
    { rule: 'CHG-2', from: ['proposed', 'unpaid'], act: 'withdrawChange', by: parties, to: 'withdrawn', when: isOwn },
    { rule: 'CHG-2', from: ['proposed', 'unpaid'], after: 'changeAnswer', to: 'cancelled' },
  ],
} as const satisfies Process<'proposed' | 'unpaid' | 'charging' | 'approved' | 'declined' | 'withdrawn' | 'cancelled'>;

// ── messages (MSG-1) ─────────────────────────────────────────────────────────────────────────────────────────────────

const EDIT_MINUTES = 5;
/** So long one may put right what one wrote. */
export const EDIT_WITHIN = EDIT_MINUTES * 60_000;
type Said = { seq: number; by: string; at: number };
const ownMessage = (x: Look): Refusal | undefined =>
  (x.input['message'] as Said).by === x.actor?.person ? undefined : refuse('not_your_message', {}, 'MSG-1');
const withText: Fields = { text: longtext(1, 10_000) };

export const conversation = {
  name: 'conversation',
  group: 'messages',
  version: 1,
  initial: 'open',
  states: { open: { turn: 'nobody', covered: 'messages never start or stop a clock' } },
  rules: [
    {
      rule: 'MSG-1',
      from: ['open'],
      act: 'say',
      by: anyone,
      takes: (x) => ({ ...withText, files: files(x) }),
      tells: ['other'],
      idle: true,
      back: { act: 'deleteMessage', input: (seq) => ({ message: seq }) },
    },
    {
      rule: 'MSG-1',
      from: ['open'],
      act: 'editMessage',
      by: anyone,
      takes: () => ({ message: { kind: 'message' }, ...withText }),
      tells: [],
      idle: true,
      does: (_d, x) =>
        ownMessage(x) ??
        (x.at - (x.input['message'] as Said).at > EDIT_WITHIN ? refuse('too_late_to_edit', { minutes: EDIT_MINUTES }, 'MSG-1') : undefined),
    },
    {
      rule: 'MSG-1',
      from: ['open'],
      act: 'deleteMessage',
      by: anyone,
      takes: () => ({ message: { kind: 'message' } }),
      tells: [],
      idle: true,
      when: (x) => (openCase(x.c) ? refuse('case_open', {}, 'MSG-1') : undefined),
      does: (_d, x) => ownMessage(x),
    },
  ],
} as const satisfies Process<'open'>;

// ── feedback and reinstatement ───────────────────────────────────────────────────────────────────────────────────────

const both = (i: { facts: Record<string, unknown> }) => Boolean(i.facts['client'] && i.facts['freelancer']);

export const feedback = {
  name: 'feedback',
  group: 'contract',
  version: 1,
  initial: 'open',
  states: {
    open: { turn: 'nobody', windows: [{ name: 'feedback', actor: 'both' }] },
    published: { turn: 'nobody', closed: true },
  },
  rules: [
    {
      rule: 'FBK-1',
      from: ['open'],
      act: 'giveFeedback',
      by: parties,
      idle: true,
      tells: [],
      takes: () => ({ stars: { kind: 'whole', min: 1, max: 5 }, comment: optional(longtext(0, 5000)) }),
      when: (x) => (x.party && x.i.facts[x.party] ? refuse('already_given', {}, 'FBK-1') : undefined),
      does: (d, x) => {
        setFacts(d, x.i.id, { [x.party as string]: { ...x.input, at: d.at } });
        if (both(get(d, x.i.id))) enter(d, x.i.id, 'published');
      },
    },
    { rule: 'FBK-1', from: ['open'], after: 'feedback', to: 'published', tells: [] },
  ],
} as const satisfies Process<'open' | 'published'>;

/** CON-6: an ended contract never becomes active again; a new one with the same terms is founded, linked to it. */
function reinstate(d: Draft): void {
  const id = d.world.spawnId;
  const { owed: _owed, reinstatedBy: _by, ...same } = d.c;
  const offer = d.c.instances['offer'];
  const bare: Contract = {
    ...same,
    id,
    createdAt: d.at,
    lastAt: d.at,
    seq: 0,
    held: 0,
    arbitration: 0,
    released: 0,
    refunded: 0,
    reinstates: d.c.id,
    instances: offer ? { offer } : {},
  };
  const fresh = draftOf(d.house, bare, d.at, d.policy, d.world);
  begin(fresh);
  open(fresh, 'conversation', {}, { id: 'chat' });
  d.spawned = { ...fresh.c };
  d.c.reinstatedBy = id;
}

export const reinstatement = {
  name: 'reinstatement',
  group: 'reinstatement',
  version: 1,
  initial: 'proposed',
  states: {
    proposed: { turn: turnOfOther, windows: [{ name: 'reinstateAnswer', actor: 'both' }] },
    accepted: { turn: 'nobody', closed: true },
    declined: { turn: 'nobody', closed: true },
    lapsed: { turn: 'nobody', closed: true },
  },
  rules: [
    {
      rule: 'CON-6',
      from: ['proposed'],
      act: 'acceptReinstatement',
      by: parties,
      to: 'accepted',
      when: (x) => isOther(x) ?? ended({ ...x, i: x.c.instances['contract'] ?? x.i }),
      does: reinstate,
      final: true,
      idle: true,
    },
    { rule: 'CON-6', from: ['proposed'], act: 'declineReinstatement', by: parties, to: 'declined', idle: true },
    { rule: 'CON-6', from: ['proposed'], after: 'reinstateAnswer', to: 'lapsed' },
  ],
} as const satisfies Process<'proposed' | 'accepted' | 'declined' | 'lapsed'>;
