/** A stage for tests: people act on one contract, time passes, the bank answers; after each step everything that must hold is checked. */
import { createHash } from 'node:crypto';
import { answersFor } from '../answers.ts';
import {
  type Actor,
  type Contract,
  type Instance,
  instancesOf,
  isRefusal,
  type Refusal,
  type Role,
  type Step,
  type TermsVersion,
  type World,
} from '../contract.ts';
import { act, advance, available } from '../engine.ts';
import { openWallet, sendOffer } from '../house.ts';
import type { Policy } from '../policy/schema.ts';
import { standard } from '../policy/standard.ts';
import { type Previewed, preview } from '../preview.ts';
import type { PayoutMethod } from '../processes/wallet.ts';
import type { Instant } from '../time.ts';
import { type Balances, book, broken, ledgerBroken, rebuilt } from './always.ts';

export const MONDAY: Instant = Date.UTC(2026, 10, 2, 10);
export const CARD = { id: 'card1', token: 'card_ok', label: 'Visa 4242' };
const ROLES: Readonly<Record<string, readonly Role[]>> = {
  ben: ['client'],
  ana: ['freelancer'],
  moe: ['member'],
  mia: ['mediator'],
  max: ['mediator'],
  art: ['arbitrator'],
  ada: ['arbitrator'],
  sue: ['support'],
  oli: ['operator'],
  finn: ['finance'],
  cleo: ['witness'],
  dora: ['witness'],
  bank: ['bank'],
};

export interface Milestone {
  readonly title?: string;
  readonly description?: string;
  readonly amount: number;
  readonly criteria?: readonly string[];
  readonly dueDate?: string;
  readonly revisionLimit?: number;
}
const milestoneOf = (m: Milestone | number, n: number) => ({
  title: `Part ${n + 1}`,
  criteria: ['as agreed'],
  ...(typeof m === 'number' ? { amount: m } : m),
});
export const termsWith = (milestones: readonly (Milestone | number)[], more: Record<string, unknown> = {}) => ({
  title: 'Website',
  scope: 'Five pages',
  milestones: milestones.map(milestoneOf),
  ...more,
});

export interface Options {
  readonly policy?: Partial<Policy>;
  readonly at?: Instant;
  readonly terms?: Record<string, unknown>;
  /** The bank answers at once unless this is false. */
  readonly bank?: boolean;
}

export type Play = ReturnType<typeof play>;

/** Ben sends Ana an offer; nobody has answered yet, the deposit is paid. */
export function play(milestones: readonly (Milestone | number)[] = [20_000], o: Options = {}) {
  const policy: Policy = { ...standard, ...o.policy };
  const balances: Balances = new Map();
  const steps: Step[] = [];
  let now = o.at ?? MONDAY;
  let answers = o.bank !== false;
  const world: World = {
    digest: (t) => createHash('sha256').update(t).digest('hex'),
    spawnId: 'c2',
    salt: '5a17',
    balance: (a) => balances.get(a) ?? 0,
  };
  const first = sendOffer(
    {
      id: 'c1',
      marketplace: 'main',
      currency: 'USD',
      client: 'ben',
      freelancer: 'ana',
      person: 'ben',
      card: CARD,
      terms: termsWith(milestones, o.terms),
    },
    now,
    policy,
    world,
  );
  if (isRefusal(first)) throw new Error(`the offer: ${JSON.stringify(first)}`);
  let c: Contract = first.contract;
  take(undefined, first);
  bank(first);

  function take(before: Contract | undefined, step: Step): void {
    c = step.contract;
    steps.push(step);
    book(balances, step.postings);
    const wrong = [...broken(before, step, balances, policy), ...ledgerBroken(balances)];
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
    if (!rebuilt(steps)) throw new Error(`AUD-2: the steps do not give the contract after ${step.act}`);
  }
  function bank(step: Step): void {
    if (!answers) return;
    for (const out of step.outside) if (out.kind !== 'trace') does('bank', out.kind === 'charge' ? 'settled' : 'accepted', out.id);
  }
  function actor(who: string, more: Partial<Actor> = {}): Actor {
    return { roles: ROLES[who] ?? [], person: who, ...more };
  }

  function catchUp(): void {
    // What fell due is carried out before the bank is heard: as the server does it.
    const lapses = advance(c, now, policy, world);
    for (const step of lapses) take(c, step);
    for (const step of lapses) bank(step);
  }
  function menu(who: string) {
    catchUp();
    return available(c, actor(who), now, policy, world);
  }
  function tries(who: string, name: string, on: string, input: Record<string, unknown> = {}, more: Partial<Actor> = {}): Step | Refusal {
    catchUp();
    const me = actor(who, more);
    const offered = available(c, me, now, policy, world).find((a) => a.act === name && a.on === on);
    const given = answersFor(offered?.takes ?? {}, input, { card: CARD, ...(seen() && { seen: seen() as string }) });
    return act(c, me, { act: name, on, input: given }, now, policy, world);
  }
  /** Carries out an act; throws when it is refused. */
  function does(who: string, name: string, on: string, input: Record<string, unknown> = {}, more: Partial<Actor> = {}): Step {
    const step = tries(who, name, on, input, more);
    if (isRefusal(step)) throw new Error(`${who} ${name} on ${on}: ${JSON.stringify(step)}`);
    take(c, step);
    bank(step);
    return step;
  }
  function seen() {
    return (c.instances['offer']?.facts['versions'] as TermsVersion[] | undefined)?.at(-1)?.digest;
  }

  return {
    policy,
    world,
    balances,
    steps,
    does,
    /** The refusal of an act; throws when it is not refused. */
    no(who: string, name: string, on: string, input: Record<string, unknown> = {}, more: Partial<Actor> = {}): Refusal {
      const r = tries(who, name, on, input, more);
      if (!isRefusal(r)) throw new Error(`${who} ${name} was not refused`);
      return r;
    },
    preview(who: string, name: string, on: string, input: Record<string, unknown> = {}): Previewed {
      catchUp();
      const offered = available(c, actor(who), now, policy, world).find((a) => a.act === name && a.on === on);
      const given = answersFor(offered?.takes ?? {}, input, { card: CARD, ...(seen() && { seen: seen() as string }) });
      const p = preview(c, actor(who), { act: name, on, input: given }, now, policy, world);
      if (isRefusal(p)) throw new Error(`${who} ${name}: ${JSON.stringify(p)}`);
      return p;
    },
    may: (who: string): string[] =>
      menu(who)
        .filter((a) => !a.blocked)
        .map((a) => a.act),
    offered: (who: string, name: string) => menu(who).find((a) => a.act === name),
    wait(ms: number) {
      now += ms;
      catchUp();
    },
    to(at: Instant) {
      now = at;
      catchUp();
    },
    answers(on: boolean) {
      answers = on;
    },
    get now() {
      return now;
    },
    get c() {
      return c;
    },
    get seen() {
      return seen() as string;
    },
    state: (id: string): string | undefined => c.instances[id]?.state,
    facts: (id: string) => c.instances[id]?.facts as Record<string, unknown>,
    due: (id: string, n = 0) => c.instances[id]?.windows[n]?.dueAt as Instant,
    all: (process: string): Instance[] => instancesOf(c, process),
    balance: (account: string): number => balances.get(account) ?? 0,
    last: () => steps.at(-1) as Step,
  };
}

/** A contract under way: the offer is accepted, the first milestone is funded. */
export function working(milestones?: readonly (Milestone | number)[], o?: Options): Play {
  const p = play(milestones, o);
  p.does('ana', 'accept', 'offer');
  return p;
}

export const WORK = { message: 'Here is all of it, ready to look at.', criteria: 'met' };

/** Work is submitted and the client has ended with an amount in minor units; the rest is asked back in `case1`. */
export function endedWith(pay: number, milestones?: readonly (Milestone | number)[], o?: Options): Play {
  const p = working(milestones, o);
  p.does('ana', 'submit', 'm1', WORK);
  p.does('ben', 'end', 'contract', { pay: pay === 0 ? 'nothing' : 'amount', amount: pay, reason: 'quality' });
  return p;
}
export const CLAIM = { reason: 'workDone', statement: 'Everything that was agreed is done.', criteria: 'met' };
export const DENIAL = { statement: 'The pages do not load on a phone.', criteria: 'not' };

/** The freelancer claims all of the refund request. */
export function disputed(claim = 20_000, milestones?: readonly (Milestone | number)[], o?: Options): Play {
  const p = endedWith(0, milestones, o);
  p.does('ana', 'dispute', 'case1', { claim, ...CLAIM });
  return p;
}
export function queued(milestones?: readonly (Milestone | number)[], o?: Options): Play {
  const p = disputed((milestones?.[0] as number | undefined) ?? 20_000, milestones, o);
  p.does('ben', 'contest', 'case1', DENIAL);
  return p;
}
export const PROPOSAL = { reasons: 'Half of it is met, half is not.', criteria: 'partly' };

export function proposed(freelancer = 10_000, milestones?: readonly (Milestone | number)[], o?: Options): Play {
  const p = queued(milestones, o);
  p.does('mia', 'take', 'case1');
  p.does('mia', 'propose', 'case1', { freelancer, ...PROPOSAL });
  return p;
}
/** The Notice of Non-Resolution is out: the fee window runs. */
export function notice(milestones?: readonly (Milestone | number)[], o?: Options): Play {
  const p = proposed(10_000, milestones, o);
  p.does('ana', 'answerProposal', 'case1', { answer: 'accept' });
  p.does('ben', 'answerProposal', 'case1', { answer: 'reject' });
  return p;
}
export function hearing(milestones?: readonly (Milestone | number)[], o?: Options): Play {
  const p = notice(milestones, o);
  p.does('ana', 'payFee', 'case1');
  p.does('ben', 'payFee', 'case1');
  p.does('art', 'hear', 'case1');
  return p;
}

/** Ana's wallet as a contract of its own, with what the ledger of a play says she has. `method` null: nobody said where payouts go. */
export function walletOf(p: Play, owner = 'ana', method: PayoutMethod | null = { id: 'bank-1', label: 'DE •••• 3000' }) {
  const id = `wallet:${owner}:USD`;
  let now = p.now;
  let c = openWallet({ id, marketplace: 'main', currency: 'USD', owner, method: method ?? undefined }, now, p.policy, p.world).contract;
  const tries = (name: string, input: Record<string, unknown>, on = 'wallet') => {
    c = advance(c, now, p.policy, p.world).at(-1)?.contract ?? c;
    return act(c, { roles: ['client'], person: owner }, { act: name, on, input }, now, p.policy, p.world);
  };
  return {
    get c() {
      return c;
    },
    wait(ms: number) {
      now += ms;
    },
    tries,
    does(name: string, input: Record<string, unknown>, on = 'wallet'): Step {
      const step = tries(name, input, on);
      if (isRefusal(step)) throw new Error(`${name}: ${JSON.stringify(step)}`);
      c = step.contract;
      return step;
    },
  };
}
