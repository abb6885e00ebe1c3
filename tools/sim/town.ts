/** The town that random people live in: one clock, one ledger, policies that change, and contracts of the same people side by side. */
import { createHash } from 'node:crypto';
import { type Act, type Actor, type Contract, HOUSE, type Policy, type Refusal, type Role, type Step, standard, type World } from '@fairhold/domain';
import { act, advance } from '@fairhold/domain/engine';
import { type Bound, worstHold } from '@fairhold/domain/policy/bound';
import type { Balances } from '@fairhold/domain/testing/always';
import { openPurses, type Purses } from './purse.ts';
import type { Chance } from './random.ts';

/** What carries out acts and time; a planted bug wraps it. */
export interface Engine {
  act(c: Contract, actor: Actor, a: Act, now: number, policy: Policy, world: World): Step | Refusal;
  advance(c: Contract, now: number, policy: Policy, world: World): Step[];
}
export const ENGINE: Engine = { act, advance };

const USD = standard.amounts['USD'] as Policy['amounts'][string];
/** Versions an operator publishes one after the other; a contract stays with the one its offer was sent under (POL-2). */
export const POLICIES: readonly Policy[] = [
  standard,
  { ...standard, id: 'standard@2', version: 2, limits: { ...standard.limits, fundedAtOnce: 3 }, silence: { noFeePaid: 'even', noAward: 'client' } },
  {
    ...standard,
    id: 'standard@3',
    version: 3,
    silence: { noFeePaid: 'freelancer', noAward: 'freelancer' },
    rates: { ...standard.rates, clientFee: 333 },
    amounts: { USD: { ...USD, cancellationFee: 777, secondReaderAbove: 10_000 } },
  },
  {
    ...standard,
    id: 'standard@4',
    version: 4,
    windows: {
      ...standard.windows,
      review: { period: { businessDays: 3 }, reminders: [{ days: 1 }] },
      award: { period: { days: 12 }, reminders: [] },
    },
    limits: { ...standard.limits, longestExtension: 3 },
  },
];
const bounds = new Map(POLICIES.map((p) => [p.id, worstHold(p)]));
/** The computed bound of a published policy. */
export const boundOf = (id: string): Bound => bounds.get(id) as Bound;
export const policyOf = (id: string): Policy => POLICIES.find((p) => p.id === id) as Policy;

/** Who acts for an account: a person for themselves, or the managers and members of an agency. */
export interface Account {
  readonly account: string;
  readonly managers: readonly string[];
  readonly members: readonly string[];
}
const single = (account: string): Account => ({ account, managers: [account], members: [] });
export const CLIENTS: readonly Account[] = [single('ben'), single('cleo'), { account: 'house', managers: ['hana', 'hugo'], members: ['hedda'] }];
export const FREELANCERS: readonly Account[] = [single('ana'), { account: 'studio', managers: ['stu'], members: ['moe', 'mo'] }, single('cleo')];
const STAFF: readonly (readonly [Role, string])[] = [
  ['mediator', 'mia'],
  ['mediator', 'max'],
  ['arbitrator', 'art'],
  ['arbitrator', 'ada'],
  ['operator', 'oli'],
  ['support', 'sue'],
  ['finance', 'finn'],
];

/** Somebody of the town in their part of a contract between two accounts; parties are met most often. */
export function someoneOf(client: Account, freelancer: Account, r: Chance): Actor {
  const dice = r.next();
  if (dice < 0.28) return { roles: ['client'], person: r.pick(client.managers) };
  if (dice < 0.56) return { roles: ['freelancer'], person: r.pick(freelancer.managers) };
  if (dice < 0.66 && freelancer.members.length > 0) return { roles: ['member'], person: r.pick(freelancer.members) };
  const [role, person] = r.pick(STAFF);
  return { roles: [role], person };
}

export interface Town {
  readonly r: Chance;
  readonly engine: Engine;
  readonly balances: Balances;
  readonly purses: Purses;
  readonly world: World;
  readonly wrong: string[];
  now: number;
  acts: number;
  /** The newest published policy. */
  policy: Policy;
  /** Acts that nobody in this town ever does: what must come of their absence is reached more often than by chance. */
  readonly shuns: ReadonlySet<string>;
  /** How often somebody takes the way that leads on. */
  readonly keen: number;
  /** In some towns everybody quarrels as far as it goes, and then one of them falls silent. */
  readonly quarrel: { readonly silent: Role; readonly inPart: boolean } | undefined;
}

/** Every act of a person but the one without which nothing begins. */
const ACTS = [
  ...new Set(
    Object.values(HOUSE.processes).flatMap((p) => p.rules.flatMap((rule) => ('act' in rule && !rule.by.includes('bank') ? [rule.act] : []))),
  ),
].filter((one) => one !== 'accept');

export function openTown(r: Chance, engine: Engine): Town {
  const balances: Balances = new Map();
  return {
    r,
    engine,
    balances,
    purses: openPurses(),
    world: { digest: sha, spawnId: 'again', salt: '5a17', balance: (a) => balances.get(a) ?? 0 },
    wrong: [],
    now: Date.UTC(2026, r.below(12), 1 + r.below(28), r.below(24)),
    acts: 0,
    policy: r.pick(POLICIES),
    shuns: shunned(r, r.pick([0, 0.1, 0.3, 0.5])),
    keen: r.pick([0.25, 0.5, 0.8]),
    quarrel: r.often(0.4) ? { silent: r.pick(['client', 'freelancer', 'arbitrator']), inPart: r.often(0.5) } : undefined,
  };
}
function shunned(r: Chance, share: number): ReadonlySet<string> {
  return new Set(share === 0 ? [] : ACTS.filter(() => r.often(share)));
}
export const sha = (t: string): string => createHash('sha256').update(t).digest('hex');
