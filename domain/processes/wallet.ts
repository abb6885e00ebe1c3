/** What an account has of its own: its payouts, and where they go (MNY-6, MNY-7, MNY-11). */
import { type Contract, type Instance, instance, instancesOf, type Refusal, refuse } from '../contract.ts';
import { type Draft, dueOf, enter, open, post, setFacts } from '../draft.ts';
import { money } from '../fields.ts';
import type { Look, Process } from '../process.ts';
import { arrived, missing, note, reporting } from './bank.ts';
import { comeBack, endTrace, keepDates } from './trace.ts';

/** A bank account that payouts go to. The number is kept elsewhere, sealed, under `id`; `label` is what may be shown of it. */
export interface PayoutMethod {
  readonly id: string;
  readonly label: string;
}

/** Where payouts of this wallet go now; undefined while they go nowhere. */
export const payoutMethodOf = (c: Contract): PayoutMethod | undefined =>
  (instance(c, 'wallet')?.facts['method'] as PayoutMethod | null | undefined) ?? undefined;
/** The change that is held, if one is: its method takes over at the end of its window. */
export const heldChangeOf = (c: Contract): Instance | undefined => instancesOf(c, 'payoutChange').find((i) => i.state === 'held');
export const methodOfChange = (i: Instance): PayoutMethod => i.facts['method'] as PayoutMethod;

/** Why nothing can be paid out; undefined when it can. */
function hindrance(account: string) {
  return (x: Look): Refusal | undefined => {
    if (x.world.balance(`${account}:${x.c.client}`) <= 0) return refuse('nothing_available', {}, 'MNY-6');
    if (payoutMethodOf(x.c)) return undefined;
    const held = heldChangeOf(x.c);
    return held
      ? refuse('payout_method_held', { method: methodOfChange(held).label, at: dueOf(held, 'payoutChange') }, 'MNY-11')
      : refuse('payout_method_missing', {}, 'MNY-11');
  };
}
const upTo = (account: string) => (x: Look) => ({ amount: money(1, Math.max(1, x.world.balance(`${account}:${x.c.client}`))) });

function payOut(account: 'available' | 'credit') {
  return (d: Draft, x: Look) => {
    const amount = x.input['amount'] as number;
    const method = payoutMethodOf(x.c) as PayoutMethod;
    const made = open(d, 'payout', { amount, from: account, method, askedAt: d.at });
    const reference = `${d.c.id}.${made.id}`;
    setFacts(d, made.id, { reference });
    post(d, `${account}:${d.c.client}`, `payouts:${d.c.client}`, amount, 'payout');
    d.outside.push({ id: made.id, kind: 'payout', reference, amount, currency: d.c.currency, account: d.c.client, source: method.id });
  };
}

/** Another bank account is asked for: it takes over at the end of the window, in place of one that was asked for before. */
function choose(d: Draft, x: Look): Refusal | undefined {
  const method = x.input['method'] as PayoutMethod;
  const held = heldChangeOf(x.c);
  if (held && methodOfChange(held).id === method.id) return refuse('payout_method_chosen', { method: method.label });
  if (payoutMethodOf(x.c)?.id === method.id && !held) return refuse('payout_method_chosen', { method: method.label });
  if (held) enter(d, held.id, 'dropped');
  // Whoever returns to the one in use has only given up the change.
  if (payoutMethodOf(x.c)?.id !== method.id) open(d, 'payoutChange', { method });
  setFacts(d, 'wallet', { changedAt: d.at });
  return undefined;
}

/** A bank account is taken away: at once, since nothing can go astray by it. */
function remove(d: Draft, x: Look): void {
  const method = x.input['method'] as PayoutMethod;
  const held = heldChangeOf(x.c);
  if (held && methodOfChange(held).id === method.id) enter(d, held.id, 'dropped');
  setFacts(d, 'wallet', { changedAt: d.at, ...(payoutMethodOf(x.c)?.id === method.id && { method: null }) });
}

const takesMethod = () => ({ method: { kind: 'payoutMethod' as const } });

/** An account's own money: what is available, or credit, goes to its bank (MNY-6). */
export const wallet = {
  name: 'wallet',
  group: 'money',
  version: 2,
  initial: 'open',
  states: { open: { turn: 'nobody', covered: 'the owner may act at any time' } },
  rules: [
    {
      rule: 'MNY-6',
      from: ['open'],
      act: 'payOut',
      by: ['client'],
      final: true,
      shown: true,
      tells: ['client'],
      when: hindrance('available'),
      takes: upTo('available'),
      does: payOut('available'),
    },
    {
      rule: 'MNY-7',
      from: ['open'],
      act: 'payOutCredit',
      by: ['client'],
      final: true,
      tells: ['client'],
      when: hindrance('credit'),
      takes: upTo('credit'),
      does: payOut('credit'),
    },
    {
      rule: 'MNY-11',
      from: ['open'],
      act: 'choosePayoutMethod',
      by: ['client'],
      apart: true,
      legal: true,
      tells: ['client'],
      takes: takesMethod,
      does: choose,
    },
    {
      rule: 'MNY-11',
      from: ['open'],
      act: 'removePayoutMethod',
      by: ['client'],
      apart: true,
      legal: true,
      tells: ['client'],
      takes: takesMethod,
      does: remove,
    },
  ],
} as const satisfies Process<'open'>;

/** A change of where payouts go: held, so that whoever got into an account cannot take the money before its owner hears of it (MNY-11). */
export const payoutChange = {
  name: 'payoutChange',
  group: 'money',
  version: 1,
  initial: 'held',
  states: {
    held: { turn: 'nobody', windows: [{ name: 'payoutChange', actor: 'nobody' }] },
    inForce: { turn: 'nobody', closed: true },
    dropped: { turn: 'nobody', closed: true },
  },
  rules: [
    {
      rule: 'MNY-11',
      from: ['held'],
      after: 'payoutChange',
      to: 'inForce',
      legal: true,
      tells: ['client'],
      does: (d, x) => setFacts(d, 'wallet', { method: methodOfChange(x.i), changedAt: d.at }),
    },
    {
      rule: 'MNY-11',
      from: ['held'],
      act: 'dropChange',
      by: ['client'],
      to: 'dropped',
      apart: true,
      legal: true,
      tells: ['client'],
      does: (d) => setFacts(d, 'wallet', { changedAt: d.at }),
    },
  ],
} as const satisfies Process<'held' | 'inForce' | 'dropped'>;

type PayoutState = 'wanted' | 'unknown' | 'sent' | 'arrived' | 'returned';
const payoutBack = (d: Draft, x: Look): void => {
  comeBack(d, x.i, 'payoutReturned');
  keepDates(d, x.i);
  endTrace(d, x.i.id, 'cameBack');
};
export const payout = {
  name: 'payout',
  group: 'money',
  version: 1,
  initial: 'wanted',
  states: {
    wanted: {
      turn: 'bank',
      windows: [{ name: 'payoutArrival', actor: 'bank', target: true }],
      covered: 'the outbox retries until the bank has answered',
    },
    unknown: {
      turn: 'bank',
      windows: [{ name: 'payoutArrival', actor: 'bank', target: true, keep: true }],
      covered: 'the bank is asked by reference before anything is sent again',
    },
    sent: { turn: 'bank', windows: [{ name: 'payoutArrival', actor: 'bank', target: true, keep: true }], covered: 'the bank has it' },
    arrived: { turn: 'nobody', closed: true },
    returned: { turn: 'nobody', closed: true },
  },
  rules: [
    { rule: 'MNY-6', from: ['wanted', 'unknown'], act: 'accepted', by: ['bank'], to: 'sent', tells: [] },
    { rule: 'MNY-5', from: ['wanted'], act: 'unknown', by: ['bank'], to: 'unknown', tells: [] },
    {
      rule: 'MNY-6',
      from: ['wanted', 'unknown', 'sent'],
      act: 'settled',
      by: ['bank'],
      to: 'arrived',
      tells: ['client'],
      does: (d, x) => {
        post(d, `payouts:${d.c.client}`, 'world', (x.i.facts as { amount: number }).amount, 'payoutArrived');
        arrived(d, x);
      },
    },
    {
      rule: 'MNY-6',
      from: ['wanted', 'unknown', 'sent'],
      act: 'declined',
      by: ['bank'],
      to: 'returned',
      tells: ['client'],
      takes: () => note,
      does: payoutBack,
    },
    {
      rule: 'MNY-6',
      from: ['wanted', 'unknown', 'sent'],
      act: 'returned',
      by: ['bank'],
      to: 'returned',
      tells: ['client'],
      takes: () => note,
      does: payoutBack,
    },
    { rule: 'MNY-6', from: ['arrived'], act: 'returned', by: ['bank'], to: 'returned', tells: ['client'], takes: () => note, does: payoutBack },
    { ...missing, ...reporting, by: ['client'], from: ['wanted', 'unknown', 'sent'], shown: true },
    { ...missing, ...reporting, by: ['client'], from: ['arrived'] },
  ],
} as const satisfies Process<PayoutState>;
