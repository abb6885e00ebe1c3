/** What an act, or silence, would do: computed by the code that does it (MNY-4, API-3). */
import {
  type Actor,
  type Contract,
  canonical,
  isRefusal,
  type OpenWindow,
  type Posting,
  type Refusal,
  type Step,
  type Turn,
  type World,
} from './contract.ts';
import { type Act, act, lapse } from './engine.ts';
import { HOUSE, type OfferInput, sendOffer } from './house.ts';
import { contested, openCase, type Part } from './milestones.ts';
import type { Minor } from './money.ts';
import type { Policy, WindowName } from './policy/schema.ts';
import type { PayoutMethod } from './processes/wallet.ts';
import type { Instant } from './time.ts';

/** Where the money of a step goes, in minor units. */
export interface Moved {
  /** Out of escrow for the freelancer, before the service fee. */
  readonly released: Minor;
  readonly serviceFee: Minor;
  /** What the freelancer gets of it. */
  readonly toFreelancer: Minor;
  /** Out of escrow back to the client. */
  readonly refunded: Minor;
  /** Released money that the freelancer gives back, after the service fee that the platform gives back with it (FEE-4). */
  readonly givenBack: Minor;
  /** Client fee and initiation fee that go back with a refund, service fee with what is given back. */
  readonly feesBack: Minor;
  /** All that goes back to the client's cards. */
  readonly toClient: Minor;
  /** Arbitration fees that go back to whoever paid them. */
  readonly arbitrationBack: Minor;
}

export interface Opened {
  readonly on: string;
  readonly process: string;
  readonly state: string;
  readonly window: WindowName;
  readonly actor: Turn;
  readonly dueAt: Instant;
}

export interface Consequence {
  readonly moved: Moved;
  /** What comes in: to be held, and as arbitration fees. */
  readonly intoEscrow: Minor;
  readonly intoArbitration: Minor;
  readonly heldBefore: Minor;
  readonly heldAfter: Minor;
  /** What the card is charged first. */
  readonly charge?: { readonly amount: Minor; readonly fee: Minor; readonly initiation: Minor; readonly total: Minor; readonly card: string };
  readonly refunds: readonly { readonly amount: Minor; readonly card: string; readonly by: Instant }[];
  /** What goes to the account's own bank, and to which of its accounts there. */
  readonly payouts: readonly { readonly amount: Minor; readonly to: string; readonly by: Instant }[];
  readonly changes: readonly { readonly on: string; readonly process: string; readonly from: string; readonly to: string }[];
  readonly opens: readonly Opened[];
  readonly rule: string;
}

/** Minor units of one milestone; an empty id: held for none in particular. */
export interface Fall {
  readonly id: string;
  readonly paid: Minor;
  readonly back: Minor;
  /** In a case that this opens. */
  readonly asked: Minor;
}

const startsWith = (p: Posting, from: string, to: string) => p.from.startsWith(from) && p.to.startsWith(to);
const total = (postings: readonly Posting[], from: string, to: string) =>
  postings.reduce((sum, p) => (startsWith(p, from, to) ? sum + p.amount : sum), 0);

export function movedBy(c: Contract, postings: readonly Posting[]): Moved {
  const toFreelancer = total(postings, 'escrow:', 'pending:');
  const serviceFee = total(postings, 'escrow:', 'fees:service');
  const refunded = total(postings, 'escrow:', `refunds:${c.client}`);
  const givenBack = total(postings, 'pending:', 'refunds:') + total(postings, 'available:', 'refunds:');
  const feesBack = total(postings, 'fees:', `refunds:${c.client}`);
  return {
    released: toFreelancer + serviceFee,
    serviceFee,
    toFreelancer,
    refunded,
    feesBack,
    givenBack,
    toClient: refunded + feesBack + givenBack,
    arbitrationBack: total(postings, 'arbitration:', 'refunds:'),
  };
}

/** Puts together what one or more steps in a row do. */
function consequenceOf(before: Contract, steps: readonly Step[]): Consequence {
  const after = (steps.at(-1) as Step).contract;
  const postings = steps.flatMap((s) => s.postings);
  const fresh = Object.values(after.instances).filter((i) => before.instances[i.id] !== i);
  const charge = fresh.find((i) => i.process === 'charge' && before.instances[i.id] === undefined)?.facts as Record<string, unknown> | undefined;
  const changes = fresh.flatMap((i) => {
    const from = before.instances[i.id]?.state ?? '';
    return from === i.state || ['charge', 'payment', 'refund', 'dormancy'].includes(i.process)
      ? []
      : [{ on: i.id, process: i.process, from, to: i.state }];
  });
  const opens = fresh.flatMap((i) =>
    i.windows.flatMap((w) =>
      w.target || before.instances[i.id]?.windows.includes(w) || i.process === 'dormancy'
        ? []
        : [{ on: i.id, process: i.process, state: i.state, window: w.name, actor: w.actor, dueAt: w.dueAt }],
    ),
  );
  const refunds = fresh.filter((i) => i.process === 'refund' && !before.instances[i.id]);
  const payouts = fresh.filter((i) => i.process === 'payout' && !before.instances[i.id]);
  return {
    moved: movedBy(before, postings),
    intoEscrow: total(postings, 'world', 'escrow:'),
    intoArbitration: total(postings, 'world', 'arbitration:'),
    heldBefore: before.held,
    heldAfter: after.held,
    changes,
    opens,
    rule: (steps[0] as Step).rule,
    refunds: refunds.map((i) => ({ amount: i.facts['amount'] as Minor, card: i.facts['card'] as string, by: i.windows[0]?.dueAt ?? i.since })),
    payouts: payouts.map((i) => ({
      amount: i.facts['amount'] as Minor,
      to: (i.facts['method'] as PayoutMethod).label,
      by: i.windows[0]?.dueAt ?? i.since,
    })),
    ...(charge && {
      charge: {
        amount: charge['amount'] as Minor,
        fee: charge['fee'] as Minor,
        initiation: charge['initiation'] as Minor,
        total: charge['total'] as Minor,
        card: (charge['card'] as { label: string }).label,
      },
    }),
  };
}

export interface Previewed {
  readonly step: Step;
  readonly consequence: Consequence;
  /** What the digest is made of: everything but the instants, which move with every second one thinks. */
  readonly essence: string;
  /** How what was held falls on the milestones it was held for; those of which something moves or is asked back. */
  readonly falls: readonly Fall[];
}

const heldFor = (parts: readonly Part[], id: string): Minor => parts.reduce((sum, p) => (p.id === id ? sum + p.amount : sum), 0);
const inCase = (c: Contract): readonly Part[] => (openCase(c)?.facts['parts'] as readonly Part[] | undefined) ?? [];
const releasedFor = (c: Contract, id: string): Minor => (c.instances[id]?.facts['released'] as Minor | undefined) ?? 0;

function fallsOf(before: Contract, after: Contract, released: Minor): Fall[] {
  const had = [...contested(before), ...inCase(before)];
  const left = [...contested(after), ...inCase(after)];
  const ids = [...new Set(had.map((p) => p.id))];
  const paidFor = (id: string) => releasedFor(after, id) - releasedFor(before, id);
  // What is held for no milestone has nowhere else to be counted.
  const elsewhere = released - ids.reduce((sum, id) => sum + paidFor(id), 0);
  return ids.flatMap((id) => {
    const paid = id === '' ? elsewhere : paidFor(id);
    const asked = Math.max(0, heldFor(inCase(after), id) - heldFor(inCase(before), id));
    const back = Math.max(0, heldFor(had, id) - paid - heldFor(left, id));
    return paid > 0 || back > 0 || asked > 0 ? [{ id, paid, back, asked }] : [];
  });
}

/** What an act would do, the bank saying yes to its charge. The contract must be up to date (`advance`). */
export function preview(c: Contract, actor: Actor, a: Act, now: Instant, policy: Policy, world: World): Previewed | Refusal {
  const step = act(c, actor, a, now, policy, world);
  return isRefusal(step) ? step : previewed(c, step, a, now, policy, world);
}

/** What sending an offer would do: the same code, on a contract that is then forgotten. */
export function previewOffer(o: OfferInput, now: Instant, policy: Policy, world: World): Previewed | Refusal {
  const step = sendOffer(o, now, policy, world);
  if (isRefusal(step)) return step;
  return previewed({ ...step.contract, held: 0, instances: {} }, step, { act: 'sendOffer', on: 'offer' }, now, policy, world);
}

/** A contract read from the database has its objects in another order than the same in memory: what is read in one may be confirmed against the other. */
const inOneOrder = (xs: readonly unknown[]): string[] => xs.map((x) => canonical(x)).sort();

function previewed(c: Contract, step: Step, a: Pick<Act, 'act' | 'on'>, now: Instant, policy: Policy, world: World): Previewed {
  const steps = [step];
  for (const o of step.outside) {
    if (o.kind !== 'charge') continue;
    const paid = act(
      (steps.at(-1) as Step).contract,
      { roles: ['bank'], person: 'bank' },
      { act: 'settled', on: o.id, input: {} },
      now,
      policy,
      world,
    );
    if (!isRefusal(paid)) steps.push(paid);
  }
  const consequence = consequenceOf(c, steps);
  const lasting = {
    contract: c.id,
    act: a.act,
    on: a.on,
    input: step.input,
    moved: consequence.moved,
    held: consequence.heldAfter,
    charge: consequence.charge,
    refunds: inOneOrder(consequence.refunds.map(({ amount, card }) => ({ amount, card }))),
    // Named only where there are any: the digests of all other acts stay what they were.
    ...(consequence.payouts.length > 0 && { payouts: consequence.payouts.map(({ amount, to }) => ({ amount, to })) }),
    changes: inOneOrder(consequence.changes),
    opens: inOneOrder(consequence.opens.map(({ on, window, actor: turn }) => ({ on, window, turn }))),
  };
  return { step, consequence, essence: canonical(lasting), falls: fallsOf(c, (steps.at(-1) as Step).contract, consequence.moved.released) };
}

/** What happens at the end of an open window when nobody acts (TIM-9). */
export function silence(c: Contract, on: string, window: OpenWindow, policy: Policy, world: World): { step: Step; consequence: Consequence } {
  const step = lapse(c, on, window, policy, world);
  return { step, consequence: consequenceOf(c, [step]) };
}

/** Whose move it is on the contract as a whole: the case first, then what the clock runs on, then the bank. */
export function turnOf(c: Contract): { who: Turn; on?: string } {
  let best: { who: Turn; on: string; weight: number } | undefined;
  for (const i of Object.values(c.instances)) {
    const state = HOUSE.processes[i.process]?.states[i.state];
    if (!state || state.closed) continue;
    const who = typeof state.turn === 'function' ? state.turn(i, c) : state.turn;
    const weight = who === 'nobody' ? 0 : (WEIGHT[i.process] ?? 1);
    if (weight > 0 && (!best || weight > best.weight)) best = { who, on: i.id, weight };
  }
  return best ? { who: best.who, on: best.on } : { who: 'nobody' };
}
const WEIGHT: Readonly<Record<string, number>> = {
  case: 90,
  offer: 80,
  settlement: 70,
  blind: 70,
  question: 95,
  dormancy: 20,
  milestone: 50,
  parting: 45,
  // It moves nothing, and the window it is about has a turn of its own.
  extension: 0,
  change: 60,
  reinstatement: 10,
  charge: 40,
  refund: 5,
  payout: 5,
  trace: 6,
};
