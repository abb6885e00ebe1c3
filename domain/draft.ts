/** A step being made: the verbs that rule tables use. A posting names both its ends, so money cannot be lost on the way. */
import {
  type Contract,
  type Facts,
  type Instance,
  instancesOf,
  type OpenWindow,
  type Outside,
  type Party,
  type Posting,
  type Tell,
  type World,
} from './contract.ts';
import { type Minor, proportion, rateOf, whole } from './money.ts';
import { amountsOf, holidaysOf, type Policy, type WindowName } from './policy/schema.ts';
import type { House, Look, StateWindow } from './process.ts';
import { DAY, endOf, type Instant } from './time.ts';

type Open<T> = { -readonly [K in keyof T]: T[K] };

export interface Draft {
  readonly house: House;
  readonly at: Instant;
  readonly policy: Policy;
  readonly world: World;
  c: Open<Contract>;
  readonly changed: Set<string>;
  readonly postings: Posting[];
  readonly outside: Outside[];
  readonly tells: Tell[];
  /** What goes back to each charge in this step; sent as one refund per charge. */
  readonly returns: Map<string, Returned>;
  /** The rule under which money moves in this step. */
  rule: string;
  spawned?: Contract;
}
interface Returned {
  escrow: Minor;
  fee: Minor;
  initiation: Minor;
  arbitration: Minor;
}

export function draftOf(house: House, c: Contract, at: Instant, policy: Policy, world: World): Draft {
  return {
    house,
    at,
    policy,
    world,
    rule: '',
    changed: new Set(),
    postings: [],
    outside: [],
    tells: [],
    returns: new Map(),
    c: { ...c, instances: { ...c.instances } },
  };
}

// ── instances ────────────────────────────────────────────────────────────────────────────────────────────────────────

export function put(d: Draft, i: Instance): void {
  (d.c.instances as Record<string, Instance>)[i.id] = i;
  d.changed.add(i.id);
}

/** The instance as it stands in this draft; a missing one is a bug of a table. */
export function get(d: Draft, id: string): Instance {
  const i = d.c.instances[id];
  if (!i) throw new Error(`no instance ${id}`);
  return i;
}

export function setFacts(d: Draft, id: string, facts: Facts): void {
  const i = get(d, id);
  put(d, { ...i, facts: { ...i.facts, ...facts } });
}

/** Opens an instance in its first state; `m` + number, `case` + number … unless an id is given. */
export function open(d: Draft, process: string, facts: Facts, opts: { id?: string; prefix?: string; state?: string } = {}): Instance {
  const table = d.house.processes[process];
  if (!table) throw new Error(`no process ${process}`);
  const id = opts.id ?? `${opts.prefix ?? process}${instancesOf(d.c, process).length + 1}`;
  put(d, { id, process, state: '', since: d.at, windows: [], facts });
  enter(d, id, opts.state ?? table.initial);
  return get(d, id);
}

/** Moves an instance to a state and opens that state's windows; windows marked `keep` run on. `base`: when they begin. */
export function enter(d: Draft, id: string, state: string, base: Instant = d.at): void {
  const i = get(d, id);
  const table = d.house.processes[i.process]?.states[state];
  if (!table) throw new Error(`${i.process} has no state ${state}`);
  const windows = (table.windows ?? []).map((w) => (w.keep && i.windows.find((o) => o.name === w.name)) || openWindow(d, w, base));
  put(d, { ...i, state, since: d.at, windows });
}

/** Windows in which both parties have something to do: days that one of them is owed are given there too (TIM-7). */
const SHARED: readonly WindowName[] = ['proposalAnswer', 'feePayment'];

function openWindow(d: Draft, w: StateWindow, base: Instant): OpenWindow {
  const dueAt = endOf(base, d.policy.windows[w.name].period, holidaysOf(d.policy));
  const plain = { name: w.name, actor: w.actor, opensAt: base, dueAt, reminded: 0, ...(w.target && { target: true as const }) };
  const owed = d.c.owed;
  if (!owed || w.target || (w.actor !== owed.party && !SHARED.includes(w.name))) return plain;
  delete d.c.owed;
  return { ...plain, dueAt: dueAt + owed.days * DAY, extended: { days: owed.days, reason: owed.reason, at: d.at, owed: true } };
}

/** Changes an open window, if it is open. */
export function changeWindow(d: Draft, id: string, name: WindowName, change: (w: OpenWindow) => OpenWindow): void {
  const i = get(d, id);
  put(d, { ...i, windows: i.windows.map((w) => (w.name === name ? change(w) : w)) });
}

export const dueOf = (i: Instance, name: WindowName): Instant | undefined => i.windows.find((w) => w.name === name)?.dueAt;
export const isClosed = (d: { house: House }, i: Instance): boolean => d.house.processes[i.process]?.states[i.state]?.closed === true;

// ── money ────────────────────────────────────────────────────────────────────────────────────────────────────────────

export function post(d: Draft, from: string, to: string, amount: Minor, why: string): void {
  if (whole(amount) < 0) throw new Error(`negative posting ${from} → ${to}`);
  if (amount > 0) d.postings.push({ from, to, amount, why });
}

const escrow = (d: Draft) => `escrow:${d.c.id}`;
const accountOf = (d: Draft, party: Party) => (party === 'client' ? d.c.client : d.c.freelancer);

/** Money that came in from outside is now held. */
export function hold(d: Draft, amount: Minor, why: string): void {
  post(d, 'world', escrow(d), amount, why);
  d.c.held = whole(d.c.held + amount);
}

/** Escrow → freelancer: less the service fee, pending until the security hold is over (FEE-1, MNY-6). Amount in minor units, gross. */
export function release(d: Draft, amount: Minor, facts: { why: string; milestone?: string }): void {
  if (amount === 0) return;
  if (amount > d.c.held) throw new Error('release of more than is held');
  const fee = rateOf(amount, d.c.terms.serviceFee);
  post(d, escrow(d), `pending:${d.c.freelancer}`, amount - fee, facts.why);
  post(d, escrow(d), 'fees:service', fee, 'serviceFee');
  d.c.held -= amount;
  d.c.released += amount;
  open(d, 'payment', { amount, fee, net: amount - fee, madeAt: d.at, rule: d.rule, ...facts }, { prefix: 'pay' });
}

/** Escrow → client, to the charges it came from, newest first, with the client fee on it (MNY-7, FEE-2). */
export function refund(d: Draft, amount: Minor, why: string): void {
  if (amount === 0) return;
  if (amount > d.c.held) throw new Error('refund of more than is held');
  post(d, escrow(d), `refunds:${d.c.client}`, amount, why);
  d.c.held -= amount;
  d.c.refunded += amount;
  let left = amount;
  for (const charge of settledCharges(d).reverse()) {
    const f = charge.facts as unknown as ChargeFacts;
    const part = Math.min(left, f.amount - f.returned - (f.returnedReleased ?? 0));
    if (part <= 0) continue;
    const fee = proportion(f.fee, f.returned + part, f.amount) - f.returnedFee;
    post(d, 'fees:client', `refunds:${d.c.client}`, fee, 'clientFee');
    setFacts(d, charge.id, { returned: f.returned + part, returnedFee: f.returnedFee + fee });
    give(d, charge.id, { escrow: part, fee });
    left -= part;
  }
  if (left !== 0) throw new Error('refund of more than was charged');
}

/** What the freelancer may still give back of the payments of this contract made since an instant, newest payment first (RFR-1). */
export const returnable = (c: Contract, since: Instant): readonly { readonly id: string; readonly amount: Minor }[] =>
  instancesOf(c, 'payment')
    .filter((p) => (p.facts['madeAt'] as Instant) > since)
    .map((p) => ({ id: p.id, amount: (p.facts['amount'] as Minor) - ((p.facts['back'] as Minor | undefined) ?? 0) }))
    .filter((p) => p.amount > 0)
    .reverse();

/**
 * Released money goes back to the client: the platform gives its service fee on it, the freelancer the rest (FEE-4). Out of what is
 * pending while the payment is, out of what is available after. Amount in minor units, gross. The client fee was for a payment that
 * was made, and stays.
 */
export function giveBack(d: Draft, amount: Minor, since: Instant): void {
  let left = amount;
  let bonus = 0;
  for (const { id, amount: most } of returnable(d.c, since)) {
    const part = Math.min(left, most);
    if (part <= 0) continue;
    const p = get(d, id);
    const f = p.facts as { amount: Minor; fee: Minor; net: Minor; why: string; back?: Minor; feeBack?: Minor; milestone?: string };
    if (f.why === 'bonus') bonus += part;
    const back = (f.back ?? 0) + part;
    const fee = proportion(f.fee, back, f.amount) - (f.feeBack ?? 0);
    post(d, `${p.state}:${d.c.freelancer}`, `refunds:${d.c.client}`, part - fee, 'givenBack');
    post(d, 'fees:service', `refunds:${d.c.client}`, fee, 'serviceFee');
    setFacts(d, id, { back, feeBack: (f.feeBack ?? 0) + fee, net: f.net - (part - fee) });
    if (f.milestone) setFacts(d, f.milestone, { released: (get(d, f.milestone).facts['released'] as Minor) - part, releasedAt: d.at });
    left -= part;
  }
  if (left !== 0) throw new Error('more given back than was paid');
  d.c.released -= amount;
  d.c.refunded += amount;
  toSources(d, bonus, true);
  toSources(d, amount - bonus, false);
}

/** Given-back money goes to the charges it came from, newest first: a bonus to a bonus, so that what is held keeps its own (MNY-7). */
function toSources(d: Draft, amount: Minor, bonus: boolean): void {
  let left = amount;
  for (const charge of chargesOf(d, ['arbitrationFee', 'cancellationFee']).reverse()) {
    const f = charge.facts as unknown as ChargeFacts;
    if ((f.purpose === 'bonus') !== bonus) continue;
    const part = Math.min(left, f.amount - f.returned - (f.returnedReleased ?? 0));
    if (part <= 0) continue;
    setFacts(d, charge.id, { returnedReleased: (f.returnedReleased ?? 0) + part });
    give(d, charge.id, { escrow: part });
    left -= part;
  }
  if (left !== 0) throw new Error('refund of more than was charged');
}

/** The initiation fee goes back when the contract is over and nothing was ever released (FEE-3). */
export function returnInitiation(d: Draft): void {
  if (instancesOf(d.c, 'payment').length > 0 || d.c.held > 0) return;
  for (const charge of settledCharges(d)) {
    const f = charge.facts as unknown as ChargeFacts;
    const amount = f.initiation - f.returnedInitiation;
    if (amount <= 0) continue;
    post(d, 'fees:initiation', `refunds:${d.c.client}`, amount, 'initiationFee');
    setFacts(d, charge.id, { returnedInitiation: f.initiation });
    give(d, charge.id, { initiation: amount });
  }
}

/** A held arbitration fee goes back to whoever paid it. */
export function returnArbitrationFee(d: Draft, charge: Instance): void {
  const f = charge.facts as unknown as ChargeFacts;
  if (f.returned > 0 || f.spent) return;
  post(d, `arbitration:${d.c.id}`, `refunds:${accountOf(d, f.party)}`, f.amount, 'arbitrationFee');
  d.c.arbitration -= f.amount;
  setFacts(d, charge.id, { returned: f.amount });
  give(d, charge.id, { arbitration: f.amount });
}

function give(d: Draft, charge: string, part: Partial<Returned>): void {
  const sum = d.returns.get(charge) ?? { escrow: 0, fee: 0, initiation: 0, arbitration: 0 };
  for (const key of Object.keys(part) as (keyof Returned)[]) sum[key] += part[key] ?? 0;
  d.returns.set(charge, sum);
}

/** Makes one refund at the provider for each charge that gets something back in this step. */
export function sendReturns(d: Draft): void {
  for (const [id, parts] of d.returns) {
    const charge = get(d, id).facts as unknown as ChargeFacts;
    const amount = parts.escrow + parts.fee + parts.initiation + parts.arbitration;
    if (amount === 0) continue;
    const n = instancesOf(d.c, 'refund').length + 1;
    const reference = `${d.c.id}.refund${n}`;
    open(d, 'refund', { ...parts, amount, charge: id, card: charge.card.label, party: charge.party, reference, rule: d.rule });
    d.outside.push({
      id: `refund${n}`,
      kind: 'refund',
      reference,
      amount,
      currency: d.c.currency,
      account: accountOf(d, charge.party),
      source: charge.reference,
    });
  }
}

const NOT_ESCROW = ['bonus', 'arbitrationFee', 'cancellationFee'];
/** Settled charges whose money is or was in escrow, oldest first. Bonuses and fees never go back through a refund of escrow. */
const settledCharges = (d: Draft): Instance[] => chargesOf(d, NOT_ESCROW);
const chargesOf = (d: Draft, but: readonly string[]): Instance[] =>
  instancesOf(d.c, 'charge').filter((i) => i.state === 'settled' && !but.includes((i.facts as unknown as ChargeFacts).purpose));

export interface Card {
  readonly id: string;
  readonly token: string;
  readonly label: string;
}

export interface ChargeFacts {
  readonly purpose: string;
  readonly on: string;
  readonly party: Party;
  readonly amount: Minor;
  readonly fee: Minor;
  readonly initiation: Minor;
  readonly total: Minor;
  readonly card: Card;
  readonly reference: string;
  readonly returned: Minor;
  readonly returnedFee: Minor;
  /** Of it, money that had been released and was given back (RFR-1). */
  readonly returnedReleased?: Minor;
  readonly returnedInitiation: Minor;
  readonly spent?: boolean;
  readonly share?: Party | 'both';
}

/** What a charge of `amount` into escrow would come to, with the client fee and, the first time, the initiation fee (FEE-2, FEE-3). */
export function quote(c: Contract, policy: Policy, amount: Minor, purpose: string): { fee: Minor; initiation: Minor; total: Minor } {
  if (purpose === 'arbitrationFee' || purpose === 'cancellationFee') return { fee: 0, initiation: 0, total: amount };
  const fee = rateOf(amount, policy.rates.clientFee);
  const before = instancesOf(c, 'charge').some(
    (i) => (i.facts as unknown as ChargeFacts).initiation > 0 && !['declined', 'abandoned'].includes(i.state),
  );
  const initiation = before ? 0 : amountsOf(policy, c.currency).initiationFee;
  return { fee, initiation, total: amount + fee + initiation };
}

/** Asks the bank for money; what follows is the business of the purpose (see House.purposes). */
export function charge(d: Draft, ask: { purpose: string; on: string; party?: Party; amount: Minor; card: Card; extra?: Facts }): void {
  const party = ask.party ?? 'client';
  const n = instancesOf(d.c, 'charge').length + 1;
  const reference = `${d.c.id}.charge${n}`;
  const { fee, initiation, total } = quote(d.c, d.policy, ask.amount, ask.purpose);
  open(d, 'charge', {
    ...ask.extra,
    purpose: ask.purpose,
    on: ask.on,
    party,
    amount: ask.amount,
    fee,
    initiation,
    total,
    card: ask.card,
    reference,
    returned: 0,
    returnedFee: 0,
    returnedInitiation: 0,
  });
  d.outside.push({
    id: `charge${n}`,
    kind: 'charge',
    reference,
    amount: total,
    currency: d.c.currency,
    account: accountOf(d, party),
    source: ask.card.token,
  });
}

export const cardOf = (x: Look): Card => x.input['card'] as Card;
