/** One contract of the town, or one wallet: what people and the bank do on it, and everything that is checked on the way. */
import {
  type Act,
  type Actor,
  type Available,
  type Contract,
  canonical,
  instancesOf,
  isRefusal,
  type Outside,
  openWallet,
  type Policy,
  type Role,
  type Step,
  sendOffer,
  type TermsVersion,
  witnessFacts,
} from '@fairhold/domain';
import { available, isFinal, nextDue } from '@fairhold/domain/engine';
import { type Previewed, preview } from '@fairhold/domain/preview';
import { applyPatch } from '@fairhold/domain/step';
import { atRest, book, broken } from '@fairhold/domain/testing/always';
import { startOf } from '@fairhold/domain/time';
import { disagreements } from './model.ts';
import { BANKS, CARD, inputFor } from './people.ts';
import type { Chance } from './random.ts';
import { type Account, boundOf, policyOf, someoneOf, type Town } from './town.ts';

const DAY = 86_400_000;

/** What people do rarely, so that lives get somewhere: talk, and acts that cut a life short. */
export const RARE: ReadonlySet<string> = new Set([
  ...[
    'say',
    'editMessage',
    'deleteMessage',
    'giveFeedback',
    'discloseOffers',
    'recuse',
    'proposeChange',
    'proposeMilestone',
    'extend',
    'askTime',
    'withdrawTime',
  ],
  ...['inviteWitness', 'withdrawInvitation'],
  ...['payOut', 'payOutCredit', 'choosePayoutMethod', 'removePayoutMethod', 'dropChange'],
  ...[
    'withdraw',
    'decline',
    'end',
    'approveRefund',
    'withdrawRequest',
    'approveClaim',
    'withdrawOffer',
    'replaceArbitrator',
    'concede',
    'withdrawClaim',
  ],
]);

/** What carries a life forward: chosen first now and then, so that many get as far as an award. */
export const KEEN: ReadonlySet<string> = new Set([
  'accept',
  'submit',
  'dispute',
  'contest',
  'joinBlind',
  'bid',
  'take',
  'propose',
  'approveProposal',
  'goOn',
  'payFee',
  'hear',
  'award',
]);

/** The way through a quarrel, as far as it goes, and where it is left by who falls silent. */
const QUARREL: readonly (readonly [act: string, role: Role])[] = [
  ['accept', 'freelancer'],
  ['submit', 'freelancer'],
  ['approve', 'client'],
  ['disputePartial', 'freelancer'],
  ['fund', 'client'],
  ['end', 'client'],
  ['dispute', 'freelancer'],
  ['contest', 'client'],
  ['take', 'mediator'],
  ['propose', 'mediator'],
  ['approveProposal', 'mediator'],
  ['answerProposal', 'client'],
  ['payFee', 'client'],
  ['payFee', 'freelancer'],
  ['hear', 'arbitrator'],
  ['award', 'arbitrator'],
];
const STAFF_OF: Partial<Record<Role, string>> = { mediator: 'mia', arbitrator: 'art' };
/** Only where they quarrel about a part: work that is paid in part, and the contract ended while that is in dispute. */
const IN_PART: Readonly<Record<string, string>> = { submit: 'funded', approve: 'submitted', fund: 'planned' };
const LEFT = new Set(['payFee', 'award']);

/** What somebody wants done: kept, it can be sent again, later, or after something else. */
export interface Wanted {
  readonly actor: Actor;
  readonly act: Act;
  /** The preview that was read before it was sent. */
  readonly seen?: Previewed;
  /** On what, and when. */
  readonly on?: Contract;
  readonly at?: number;
}

export type Life = ReturnType<typeof openLife>;

/** Founds a contract between two accounts: an offer under the policy that is the newest now. Undefined when the offer is refused. */
export function foundContract(t: Town, id: string, client: Account, freelancer: Account): Life | undefined {
  const person = t.r.pick(client.managers);
  const offer = { id, marketplace: 'main', currency: 'USD', client: client.account, freelancer: freelancer.account, person, card: CARD };
  const first = sendOffer({ ...offer, terms: terms(t.r) }, t.now, t.policy, t.world);
  if (isRefusal(first)) {
    t.wrong.push(`the offer was refused: ${JSON.stringify(first)}`);
    return undefined;
  }
  if (first.contract.policy !== t.policy.id) t.wrong.push(`POL-2: a new offer carries ${first.contract.policy}, ${t.policy.id} is the newest`);
  return openLife(t, first, client, freelancer);
}
export function foundWallet(t: Town, owner: Account): Life {
  const id = `wallet.${owner.account}.USD`;
  // Some people have said from the first day where payouts go.
  const method = t.r.often(0.5) ? t.r.pick(BANKS) : undefined;
  const first = openWallet({ id, marketplace: 'main', currency: 'USD', owner: owner.account, method }, t.now, t.policy, t.world);
  return openLife(t, first, owner, owner);
}

function openLife(t: Town, first: Step, client: Account, freelancer: Account) {
  const { r, wrong } = t;
  const policy: Policy = policyOf(first.contract.policy);
  const queue: Outside[] = [];
  let folded: Contract | undefined;
  let c = first.contract;
  /** When something falls due on the contract as it stands, and whether it rests: asked far more often than it changes. */
  let known: { c: Contract; due: number; rests: boolean } | undefined;
  const standing = () => {
    if (known?.c !== c) known = { c, due: nextDue(c, policy)?.at ?? Number.POSITIVE_INFINITY, rests: c.kind === 'wallet' || atRest(c) };
    return known;
  };
  took(undefined, first);

  function took(before: Contract | undefined, step: Step): void {
    c = step.contract;
    book(t.balances, step.postings);
    folded = applyPatch(folded, step.patch);
    queue.push(...step.outside);
    if (step.lapse && before && step.act in (policy.windows as object)) {
      const w = before.instances[step.on]?.windows.find((one) => one.name === step.act);
      if (!w || w.dueAt !== step.at || step.at > t.now) wrong.push(`TIM-6: a lapse at ${step.at}, due ${w?.dueAt} (${step.act} on ${step.on})`);
    }
    if (before && c.policy !== before.policy) wrong.push(`POL-2: ${step.act} moved the contract to another policy`);
    wrong.push(...broken(before, step, t.balances, policy), ...disagreements(before, step, policy), ...t.purses.take(c, t.balances));
  }

  /** Everything that has fallen due by now happens, in order. */
  function pass(): void {
    if (standing().due > t.now) return;
    for (const step of t.engine.advance(c, t.now, policy, t.world)) took(c, step);
  }

  /** Carries out an act as the door does; false when it is refused. */
  function tries({ actor, act: a, seen, on, at }: Wanted): boolean {
    pass();
    t.acts += 1;
    const before = c;
    const check = r.often(0.02) ? canonical(before) : undefined;
    // Read in this moment, on this very contract, it is what would be computed again.
    const fresh = seen && on === before && at === t.now;
    const shown = fresh ? seen : seen || r.often(0.05) ? preview(c, actor, a, t.now, policy, t.world) : undefined;
    const step = t.engine.act(c, actor, a, t.now, policy, t.world);
    if (isRefusal(step)) {
      if (check !== undefined && canonical(before) !== check) wrong.push(`a refused act changed something (${a.act})`);
      return false;
    }
    // What an account has is guarded by the database across contracts; a step that would overdraw it never happens.
    if (overdraws(step, t)) return false;
    if (shown && !isRefusal(shown)) {
      // The door refuses an act whose preview is no longer the one that was read; one that is the same must do the same (END-2).
      if (seen && isFinal(c, a) && shown.essence !== seen.essence) return false;
      if (seen && isFinal(c, a) && canonical(seen.consequence.moved) !== canonical(shown.consequence.moved))
        wrong.push(`END-2: ${a.act} would move other money than the preview that was read, under the same digest`);
      if (actor.roles[0] !== 'bank' && sumsDiffer(before, shown, step)) wrong.push(`MNY-4: the preview of ${a.act} says other sums than are booked`);
      if (canonical(shown.step.postings) !== canonical(step.postings)) wrong.push(`END-2: the preview of ${a.act} showed other money`);
    }
    for (const p of step.postings)
      if (actor.roles[0] !== 'bank' && (p.from === 'world' || p.to === 'world'))
        wrong.push(`STF-2: ${a.act} by ${actor.roles[0]} moved money through the world`);
    took(before, step);
    return true;
  }

  /** What a random person would do next; undefined when they may do nothing. */
  function wants(): (Wanted & { offered: Available }) | undefined {
    pass();
    if (t.quarrel && r.often(t.keen)) {
      const next = quarrels(t.quarrel.silent);
      if (next) return { ...next, act: { act: next.offered.act, on: next.offered.on, input: inputFor(next.offered, r, quarrelling(next.offered)) } };
    }
    const asking = instancesOf(c, 'witness').filter((i) => i.state === 'invited');
    const actor: Actor =
      asking.length > 0 && r.often(0.2) ? { roles: ['witness'], person: witnessFacts(r.pick(asking)).person } : someoneOf(client, freelancer, r);
    // Staff extend seldom by themselves, and often when somebody asked for it.
    const asked = (a: Available): boolean =>
      a.act === 'extend' && instancesOf(c, 'extension').some((x) => x.state === 'open' && x.facts['on'] === a.on);
    const all = available(c, actor, t.now, policy, t.world).filter(
      (a) => !a.blocked && !t.shuns.has(a.act) && (!RARE.has(a.act) || asked(a) || r.often(0.1)),
    );
    if (all.length === 0) return undefined;
    const offered = (r.often(t.keen) && all.find((a) => KEEN.has(a.act))) || r.pick(all);
    const act: Act = { act: offered.act, on: offered.on, input: inputFor(offered, r, knownTo(c, r)) };
    if (!offered.final || r.often(0.8)) return { actor, act, offered };
    const seen = preview(c, actor, act, t.now, policy, t.world);
    return { actor, act, offered, ...(!isRefusal(seen) && { seen, on: c, at: t.now }) };
  }

  /** Work is paid in part, and nothing of the rest when it ends, or there would be nothing to quarrel about. */
  function quarrelling(a: Available): Record<string, unknown> {
    const known = knownTo(c, r);
    const held = num(c.instances[a.on]?.facts['held']);
    if (a.act === 'approve' && held > 1) return { ...known, amount: r.between(1, held - 1) };
    return a.act === 'end' ? { ...known, pay: 'nothing' } : known;
  }

  /** The next thing of a quarrel that can be done. */
  function quarrels(silent: Role): { actor: Actor; offered: Available } | undefined {
    for (const [act, role] of QUARREL) {
      if ((role === silent && LEFT.has(act)) || (act in IN_PART && !t.quarrel?.inPart)) continue;
      const person = role === 'client' ? r.pick(client.managers) : role === 'freelancer' ? r.pick(freelancer.managers) : STAFF_OF[role];
      const actor: Actor = { roles: [role], person: person ?? '' };
      const offered = available(c, actor, t.now, policy, t.world).find(
        (a) => a.act === act && !a.blocked && (!(act in IN_PART) || c.instances[a.on]?.state === IN_PART[act]),
      );
      if (offered) return { actor, offered };
    }
    return undefined;
  }

  /** An act at the very deadline of its window must be refused, whether or not the lapse has been carried out. */
  function late(actor: Actor, a: Available): void {
    const w = c.instances[a.on]?.windows.find((one) => !one.target && one.actor !== 'bank');
    if (!w || r.often(0.5)) return;
    t.now = Math.max(t.now, w.dueAt);
    pass();
    const i = c.instances[a.on];
    if (i?.windows.some((one) => one.name === w.name && one.dueAt <= t.now)) wrong.push(`TIM-5: ${w.name} is over and still open`);
    tries({ actor, act: { act: a.act, on: a.on, input: {} } });
  }

  /** The bank: answers what it was asked, late, wrongly, or never. */
  function bank(certain: boolean): void {
    const n = r.below(queue.length);
    const o = queue[n];
    if (!o) return;
    if (o.kind === 'trace') {
      bookSaid(o, n, certain);
      return;
    }
    const never = !certain && r.often(0.05);
    const how =
      o.kind === 'charge'
        ? certain
          ? 'settled'
          : r.pick(['settled', 'settled', 'settled', 'declined', 'unknown'])
        : r.pick(certain ? ['settled'] : ['accepted', 'settled', 'settled', 'returned', 'declined', 'unknown']);
    if (never && c.instances[o.id]?.state === 'wanted') return;
    const done = tries({ actor: { roles: ['bank'], person: 'bank' }, act: { act: how, on: o.id, input: {} } });
    if (certain || (done && !['unknown', 'accepted'].includes(how)) || !done) queue.splice(n, 1);
  }

  /** What the bank's book says of money that somebody misses: never that it knows nothing of what has arrived. */
  function bookSaid(o: Outside, n: number, certain: boolean): void {
    const of = c.instances[String(c.instances[o.id]?.facts['of'])]?.state;
    const state = of === 'arrived' ? 'settled' : certain ? 'accepted' : r.pick(['accepted', 'missing', 'settled']);
    tries({ actor: { roles: ['bank'], person: 'bank' }, act: { act: 'bookSays', on: o.id, input: { state } } });
    queue.splice(n, 1);
  }

  /** Liveness: with everybody silent the contract ends by itself within the computed bound of its policy, and holds nothing. */
  function ends(): void {
    const lastDates = c.terms.milestones.map((m) => (startOf(m.dueDate ?? '') ?? -DAY) + DAY);
    for (const m of instancesOf(c, 'milestone')) lastDates.push((startOf(String(m.facts['dueDate'] ?? '')) ?? -DAY) + DAY);
    const limit = Math.max(t.now, ...lastDates) + boundOf(c.policy).ms;
    let freeAt = t.now;
    const before = t.now;
    for (let n = 0; n < 500 && wrong.length === 0; n += 1) {
      while (queue.length > 0 && wrong.length === 0) bank(true);
      if (c.held + c.arbitration > 0) freeAt = t.now;
      const due = nextDue(c, policy);
      if (!due) break;
      t.now = Math.max(t.now, due.at);
      pass();
      if (c.held + c.arbitration === 0 && freeAt < t.now && freeAt >= before) freeAt = t.now;
      if (c.held + c.arbitration > 0 && t.now > limit) {
        wrong.push(
          `END: money is held ${Math.ceil((t.now - before) / DAY)} days into silence; the policy's bound is ${Math.ceil(boundOf(c.policy).ms / DAY)}`,
        );
        break;
      }
    }
    t.now = before;
    if (wrong.length === 0 && c.held + c.arbitration > 0) wrong.push(`END: everybody was silent and ${c.held + c.arbitration} is still held`);
    if (!folds(folded, c)) wrong.push('AUD-2: the steps do not give the contract');
    if (wrong.length === 0 && instancesOf(c, 'trace').some((x) => x.windows.length > 0)) wrong.push('RFR-6: a search for money stays open for ever');
    if (wrong.length === 0 && instancesOf(c, 'payment').some((p) => p.state === 'pending')) wrong.push('MNY-6: money stays pending for ever');
  }

  return {
    wants,
    tries,
    late,
    bank,
    pass,
    ends,
    asked: () => queue.length,
    /** The instant at which something happens by itself. */
    next: () => (Number.isFinite(standing().due) ? standing().due : undefined),
    rests: () => standing().rests,
    state: () => c.instances['contract']?.state ?? c.instances['offer']?.state ?? 'wallet',
  };
}

/** Whether what the steps fold to is the contract. What is the very same object in both need not be written out. */
function folds(folded: Contract | undefined, c: Contract): boolean {
  if (!folded) return false;
  const { instances, ...fields } = folded;
  const { instances: theirs, ...others } = c;
  const ids = Object.keys(theirs);
  return (
    canonical(fields) === canonical(others) &&
    ids.length === Object.keys(instances).length &&
    ids.every((id) => instances[id] === theirs[id] || canonical(instances[id] ?? null) === canonical(theirs[id]))
  );
}

/** Whether a step takes more from what somebody has than there is. */
function overdraws(step: Step, t: Town): boolean {
  const spent = new Map<string, number>();
  for (const p of step.postings) if (/^(available|credit):/.test(p.from)) spent.set(p.from, (spent.get(p.from) ?? 0) + p.amount);
  return [...spent].some(([account, amount]) => amount > (t.balances.get(account) ?? 0));
}

/** Whether the sums that a preview shows are not those that move; what waits for a charge is shown as if it were paid. */
function sumsDiffer(before: Contract, shown: Previewed, step: Step): boolean {
  if (step.outside.some((o) => o.kind === 'charge') || before.kind === 'wallet') return false;
  const { moved, heldBefore, heldAfter } = shown.consequence;
  const comes = (account: string): number =>
    step.postings.reduce((sum, p) => sum + (p.to.startsWith(account) ? p.amount : 0) - (p.from.startsWith(account) ? p.amount : 0), 0);
  return (
    heldBefore !== before.held ||
    heldAfter !== step.contract.held ||
    moved.toClient + moved.arbitrationBack !== comes('refunds:') + comes('credit:') ||
    moved.toFreelancer - moved.givenBack !== comes('pending:') + comes('available:')
  );
}

/** Terms of an offer, in the sandbox's currency. */
export function terms(r: Chance): Record<string, unknown> {
  const milestones = Array.from({ length: r.between(1, 4) }, (_, n) => ({
    title: `Part ${n + 1}`,
    amount: r.pick([500, 501, 9_999, 19_500, 33_333, 500_001, r.between(500, 1_000_000)]),
    criteria: r.often(0.5) ? ['as agreed'] : [],
    ...(r.often(0.2) && { dueDate: '2027-03-31' }),
    ...(r.often(0.2) && { revisionLimit: r.below(3) }),
  }));
  return { title: 'Work', scope: 'All of it', serviceFee: r.pick([0, 1, 333, 1_000, 1_500]), milestones };
}

const num = (v: unknown): number => (typeof v === 'number' ? v : 0);
function knownTo(c: Contract, r: Chance): Record<string, unknown> {
  const versions = (c.instances['offer']?.facts['versions'] ?? []) as TermsVersion[];
  const seen = r.often(0.95) ? versions.at(-1)?.digest : versions[0]?.digest;
  const ids = instancesOf(c, 'milestone').map((m) => m.id);
  return {
    seen,
    terms: terms(r),
    ...(r.often(0.9) && { serviceFee: undefined }),
    message: WRITTEN,
    order: r.often(0.5) ? ids.reverse() : ids,
  };
}
const WRITTEN = 'Here is what I have to say about it.';
