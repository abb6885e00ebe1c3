/** One contract's life among random people, and everything that is checked on the way. */
import { createHash } from 'node:crypto';
import {
  type Act,
  type Actor,
  type Available,
  type Contract,
  canonical,
  instancesOf,
  isRefusal,
  type Outside,
  type Policy,
  type Refusal,
  type Role,
  type Step,
  sendOffer,
  standard,
  type TermsVersion,
  type World,
} from '@fairhold/domain';
import { act, advance, available, nextDue } from '@fairhold/domain/engine';
import { preview } from '@fairhold/domain/preview';
import { applyPatch } from '@fairhold/domain/step';
import { atRest, type Balances, book, broken } from '@fairhold/domain/testing/always';
import { disagreements } from './model.ts';
import { CARD, inputFor } from './people.ts';
import type { Chance } from './random.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What carries out acts and time; a planted bug wraps it. */
export interface Engine {
  act(c: Contract, actor: Actor, a: Act, now: number, policy: Policy, world: World): Step | Refusal;
  advance(c: Contract, now: number, policy: Policy, world: World): Step[];
}
export const ENGINE: Engine = { act, advance };

const PEOPLE: readonly (readonly [Role, string])[] = [
  ['client', 'ben'],
  ['client', 'ben'],
  ['client', 'ben'],
  ['freelancer', 'ana'],
  ['freelancer', 'ana'],
  ['freelancer', 'ana'],
  ['member', 'moe'],
  ['mediator', 'mia'],
  ['mediator', 'max'],
  ['arbitrator', 'art'],
  ['arbitrator', 'ada'],
  ['operator', 'oli'],
];
/** What people do rarely, so that lives get somewhere: talk, and acts that cut a life short. */
const RARE = new Set([
  ...['say', 'editMessage', 'deleteMessage', 'giveFeedback', 'discloseOffers', 'recuse', 'proposeChange', 'proposeMilestone', 'extend'],
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

export interface Life {
  readonly acts: number;
  readonly broken: string[];
  readonly state: string;
}

const LAST_DATE = Date.UTC(2028, 2, 1);

const POLICIES: readonly Policy[] = [
  standard,
  { ...standard, limits: { ...standard.limits, fundedAtOnce: 3 }, silence: { noFeePaid: 'even', noAward: 'client' } },
  {
    ...standard,
    silence: { noFeePaid: 'freelancer', noAward: 'freelancer' },
    rates: { ...standard.rates, clientFee: 333 },
    amounts: { USD: { ...(standard.amounts['USD'] as Policy['amounts'][string]), cancellationFee: 777, secondReaderAbove: 10_000 } },
  },
];

/** Lives one contract to its end. `most` acts by people, then everybody is silent and it must end by itself. */
export function live(r: Chance, most: number, engine: Engine = ENGINE): Life {
  const policy = r.pick(POLICIES);
  const balances: Balances = new Map();
  const world: World = { digest: sha, spawnId: 'c2', balance: (a) => balances.get(a) ?? 0 };
  const wrong: string[] = [];
  const queue: Outside[] = [];
  let now = Date.UTC(2026, r.below(12), 1 + r.below(28), r.below(24));
  let folded: Contract | undefined;
  let acts = 1;

  const first = sendOffer(
    { id: 'c1', marketplace: 'main', currency: 'USD', client: 'ben', freelancer: 'ana', person: 'ben', card: CARD, terms: terms(r) },
    now,
    policy,
    world,
  );
  if (isRefusal(first)) return { acts, broken: [`the offer was refused: ${JSON.stringify(first)}`], state: 'refused' };
  let c = first.contract;
  took(undefined, first);

  function took(before: Contract | undefined, step: Step): void {
    c = step.contract;
    book(balances, step.postings);
    folded = applyPatch(folded, step.patch);
    queue.push(...step.outside);
    if (step.lapse && before && step.act in (policy.windows as object)) {
      const w = before.instances[step.on]?.windows.find((one) => one.name === step.act);
      if (!w || w.dueAt !== step.at || step.at > now) wrong.push(`TIM-6: a lapse at ${step.at}, due ${w?.dueAt} (${step.act} on ${step.on})`);
    }
    wrong.push(...broken(before, step, balances, policy), ...disagreements(before, step, policy));
  }

  function pass(to: number): void {
    now = Math.max(now, to);
    for (const step of engine.advance(c, now, policy, world)) took(c, step);
  }

  function tries(actor: Actor, a: Act): boolean {
    acts += 1;
    const before = c;
    const check = r.often(0.02) ? canonical(before) : undefined;
    const shown = r.often(0.05) ? preview(c, actor, a, now, policy, world) : undefined;
    const step = engine.act(c, actor, a, now, policy, world);
    if (isRefusal(step)) {
      if (check !== undefined && canonical(before) !== check) wrong.push(`a refused act changed something (${a.act})`);
      return false;
    }
    // What is available is guarded by the database across contracts; a step that would overdraw it never happens.
    if (step.postings.some((p) => p.from === 'available:ana' && p.amount > (balances.get('available:ana') ?? 0))) return false;
    if (shown && !isRefusal(shown) && canonical(shown.step.postings) !== canonical(step.postings))
      wrong.push(`END-2: the preview of ${a.act} showed other money`);
    for (const p of step.postings)
      if (actor.roles[0] !== 'bank' && (p.from === 'world' || p.to === 'world'))
        wrong.push(`STF-2: ${a.act} by ${actor.roles[0]} moved money through the world`);
    took(before, step);
    return true;
  }

  const someone = (): void => {
    const [role, person] = r.pick(PEOPLE);
    const actor: Actor = { roles: [role], person };
    const all = available(c, actor, now, policy, world).filter((a) => !a.blocked && (!RARE.has(a.act) || r.often(0.1)));
    if (all.length === 0) return;
    const a = r.pick(all);
    const one: Act = { act: a.act, on: a.on, input: inputFor(a, r, knownTo(c, r)) };
    const done = tries(actor, one);
    // The same request again, as a double click or a second tab would send it.
    if (done && r.often(0.05)) tries(actor, one);
    if (done && r.often(0.03)) late(actor, a);
  };

  /** An act at the very deadline of its window must be refused, whether or not the lapse has been carried out. */
  function late(actor: Actor, a: Available): void {
    const w = c.instances[a.on]?.windows.find((one) => !one.target && one.actor !== 'bank');
    if (!w || r.often(0.5)) return;
    pass(w.dueAt);
    const i = c.instances[a.on];
    if (i?.windows.some((one) => one.name === w.name && one.dueAt <= now)) wrong.push(`TIM-5: ${w.name} is over and still open`);
    tries(actor, { act: a.act, on: a.on, input: {} });
  }

  /** The bank: answers what it was asked, late, wrongly, or never. */
  function bank(certain: boolean): void {
    const n = r.below(queue.length);
    const o = queue[n];
    if (!o) return;
    const i = c.instances[o.id];
    const never = !certain && r.often(0.05);
    const how =
      o.kind === 'charge'
        ? certain
          ? 'settled'
          : r.pick(['settled', 'settled', 'settled', 'declined', 'unknown'])
        : r.pick(certain ? ['settled'] : ['accepted', 'settled', 'settled', 'returned', 'declined', 'unknown']);
    if (never && i?.state === 'wanted') return;
    const done = tries({ roles: ['bank'], person: 'bank' }, { act: how, on: o.id, input: {} });
    if (certain || (done && !['unknown', 'accepted'].includes(how)) || !done) queue.splice(n, 1);
  }

  for (let n = 0; n < most; n += 1) {
    const dice = r.next();
    if (queue.length > 0 && dice < 0.35) bank(false);
    else if (dice < 0.8) someone();
    else if (dice < 0.92) pass(now + r.between(1, 4 * DAY));
    else pass(nextDue(c, policy)?.at ?? now + DAY);
    if (queue.length > 0 && r.often(0.3)) bank(false);
    if (wrong.length > 0) break;
    if (atRest(c) && r.often(0.3)) break;
  }
  ends();

  /** Liveness: with everybody silent the contract ends by itself within the bound of the policy, and holds nothing. */
  function ends(): void {
    // The longest way: 90 days of nothing after the last date, then asking, then a hearing that nobody holds.
    const limit = Math.max(now, LAST_DATE) + 400 * DAY;
    for (let n = 0; n < 500 && wrong.length === 0; n += 1) {
      while (queue.length > 0 && wrong.length === 0) bank(true);
      const due = nextDue(c, policy);
      if (!due) break;
      if (due.at > limit) wrong.push('END: it does not come to an end by itself');
      pass(due.at);
    }
    if (wrong.length === 0 && c.held + c.arbitration > 0) wrong.push(`END: everybody was silent and ${c.held + c.arbitration} is still held`);
    if (canonical(folded ?? null) !== canonical(c)) wrong.push('AUD-2: the steps do not give the contract');
    if (wrong.length === 0 && (balances.get('pending:ana') ?? 0) > 0) wrong.push('MNY-6: money stays pending for ever');
  }
  return { acts, broken: wrong, state: c.instances['contract']?.state ?? c.instances['offer']?.state ?? '' };
}

const sha = (t: string): string => createHash('sha256').update(t).digest('hex');

function terms(r: Chance): unknown {
  const milestones = Array.from({ length: r.between(1, 4) }, (_, n) => ({
    title: `Part ${n + 1}`,
    amount: r.pick([500, 501, 9_999, 19_500, 33_333, 500_001, r.between(500, 1_000_000)]),
    criteria: r.often(0.5) ? ['as agreed'] : [],
    ...(r.often(0.2) && { dueDate: '2027-03-31' }),
    ...(r.often(0.2) && { revisionLimit: r.below(3) }),
  }));
  return { title: 'Work', scope: 'All of it', serviceFee: r.pick([0, 1, 333, 1_000, 1_500]), milestones };
}

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
