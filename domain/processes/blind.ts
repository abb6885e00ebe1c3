/**
 * Blind bids: both sides of a case name a number that nobody else reads, and settle at the middle when the numbers meet (SET-3).
 *
 * A bid only puts a number away. What comes of it is a step of its own, at the same instant: so the preview of a bid, and the digest of
 * that preview, are the same whatever the other side named, and nobody can try numbers against it.
 */
import { closeCase, notPastTheCase } from '../casework.ts';
import { type Contract, type Instance, instance, instancesOf, other, type Party, type Refusal, refuse, type World } from '../contract.ts';
import { changeWindow, type Draft, get, isClosed, open, setFacts } from '../draft.ts';
import { type Fields, money } from '../fields.ts';
import { gapOf } from '../milestones.ts';
import type { Minor } from '../money.ts';
import type { Look, Process } from '../process.ts';
import { own, parties, toOther } from './between.ts';

export interface RoundFacts {
  readonly by: Party;
  readonly case: string;
  /** In dispute when the round was proposed, minor units; with another sum in dispute the numbers would mean something else. */
  readonly gap: Minor;
  /** Whose number is in, in the order in which they came. Never which. */
  readonly entered: readonly Party[];
}
/** One number and its salt are facts of an instance of their own: a step that shows one side its number holds nothing of the other's. */
export interface BidFacts {
  readonly by: Party;
  readonly round: string;
  /** Minor units of the sum in dispute: the least the freelancer would take, the most the client would leave. */
  readonly number: Minor;
  /** Makes the digest of the step say nothing about the number: without it one could try them all. */
  readonly salt: string;
}
export const roundFacts = (i: Instance): RoundFacts => i.facts as unknown as RoundFacts;
export const bidFacts = (i: Instance): BidFacts => i.facts as unknown as BidFacts;
/** What a side names is called by what it is. */
export const NUMBER = { freelancer: 'least', client: 'most' } as const satisfies Record<Party, string>;

export const roundsOf = (c: Contract, id: string): Instance[] => instancesOf(c, 'blind').filter((i) => i.facts['case'] === id);
/** Rounds in which numbers were compared. Only these count against the limit: nothing is learned from any other. */
export const comparedIn = (c: Contract, id: string): number => roundsOf(c, id).filter((i) => i.state === 'met' || i.state === 'notMet').length;
export const bidOf = (c: Contract, round: string, party: Party): Instance | undefined =>
  instancesOf(c, 'bid').find((i) => bidFacts(i).round === round && bidFacts(i).by === party);
const numberOf = (c: Contract, round: string, party: Party): Minor | undefined => {
  const bid = bidOf(c, round, party);
  return bid && bidFacts(bid).number;
};

/**
 * What the freelancer gets when the numbers meet, in minor units; undefined when they do not. The odd unit of a middle that is not whole
 * goes to the client where the last digit of the digest is even, else to the freelancer: over many rounds to each as often, and
 * nobody chose it.
 */
export function meeting(least: Minor, most: Minor, digest: string): Minor | undefined {
  if (most < least) return undefined;
  const odd = Number.parseInt(digest.slice(-1), 16) % 2;
  return Math.floor((least + most + odd) / 2);
}
/** Which side the odd unit of a round goes to hangs on this. */
export const digestOf = (c: Contract, round: string, world: World): string => world.digest(`${c.id} ${round}`);
const metAt = (x: Pick<Look, 'c' | 'i' | 'world'>): Minor | undefined => {
  const least = numberOf(x.c, x.i.id, 'freelancer');
  const most = numberOf(x.c, x.i.id, 'client');
  return least === undefined || most === undefined ? undefined : meeting(least, most, digestOf(x.c, x.i.id, x.world));
};

/** The contract as it would stand if these were the two numbers of a round: to show what would come of it. It reads no number that was named. */
export function asIfNamed(c: Contract, id: string, named: Readonly<Record<Party, Minor>>): Contract {
  const others = Object.entries(c.instances).filter(([, i]) => i.process !== 'bid' || bidFacts(i).round !== id);
  const round = { ...(c.instances[id] as Instance), state: 'comparing' };
  const numbers = parties.map((by): [string, Instance] => {
    const facts: BidFacts = { by, round: id, number: named[by], salt: '' };
    return [`if.${by}`, { id: `if.${by}`, process: 'bid', state: 'kept', since: round.since, windows: [], facts: { ...facts } }];
  });
  return { ...c, instances: { ...Object.fromEntries([...others, ...numbers]), [id]: round } };
}

// ── proposing, from the case ─────────────────────────────────────────────────────────────────────────────────────────

export function mayProposeRound(x: Look): Refusal | undefined {
  const most = x.policy.limits.blindRounds;
  if (most === 0) return refuse('blind_off', {}, 'SET-3');
  if (roundsOf(x.c, x.i.id).some((i) => i.windows.length > 0)) return refuse('round_open', {}, 'SET-3');
  return comparedIn(x.c, x.i.id) < most ? undefined : refuse('no_rounds_left', { most }, 'SET-3');
}
export function proposeRound(d: Draft, x: Look): void {
  const by = x.party as Party;
  const round = open(d, 'blind', { by, case: x.i.id, gap: gapOf(x.i), entered: [] });
  lasts(d, round.id, other(by));
}
/** How long it lasts is not for a party to name: the round is as long for both. */
const lasts = (d: Draft, id: string, actor: Party | 'both'): void =>
  changeWindow(d, id, 'blindRound', (w) => ({ ...w, actor, dueAt: notPastTheCase(d, get(d, id).facts['case'] as string, w.dueAt) }));

// ── the numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────

const isStale = (x: Pick<Look, 'c' | 'i'>): boolean => gapOf(instance(x.c, roundFacts(x.i).case)) !== roundFacts(x.i).gap;
const isSecond = (x: Look): boolean => roundFacts(x.i).entered.some((p) => p !== x.party);

function putAway(d: Draft, x: Look): void {
  const by = x.party as Party;
  const facts: BidFacts = { by, round: x.i.id, number: x.input[NUMBER[by]] as Minor, salt: d.world.salt };
  open(d, 'bid', { ...facts });
  setFacts(d, x.i.id, { entered: [...roundFacts(x.i).entered, by] });
}

/** The other's turn; its window is as long as it was. */
function putAwayFirst(d: Draft, x: Look): void {
  putAway(d, x);
  changeWindow(d, x.i.id, 'blindRound', (w) => ({ ...w, actor: other(x.party as Party) }));
}
function putAwayLast(d: Draft, x: Look): void {
  putAway(d, x);
  endNow(d, x.i.id);
}
/** What is left of the round happens in this very instant, without a reminder. */
const endNow = (d: Draft, id: string): void =>
  changeWindow(d, id, 'blindRound', (w) => ({ ...w, dueAt: d.at, reminded: d.policy.windows.blindRound.reminders.length }));

const given = (x: Look): Refusal | undefined => (x.party && bidOf(x.c, x.i.id, x.party) ? refuse('already_given', {}, 'SET-3') : undefined);
const naming = {
  rule: 'SET-3',
  from: ['bidding'],
  act: 'bid',
  by: parties,
  when: given,
  takes: (x: Look): Fields => ({ [NUMBER[x.party as Party]]: money(0, roundFacts(x.i).gap) }),
  final: true,
  legal: true,
  tells: ['other'],
} as const;

/** Numbers in dispute change when a part is conceded: the round ends at once, by a step of its own that tells both. A closed case ends it too. */
export function endStaleRounds(d: Draft): void {
  for (const i of instancesOf(d.c, 'blind')) {
    if (isClosed(d, i) || !isStale({ c: d.c, i })) continue;
    endNow(d, i.id);
  }
}

export const blind = {
  name: 'blind',
  group: 'case',
  version: 1,
  initial: 'proposed',
  states: {
    proposed: { turn: (i) => other(i.facts['by'] as Party), windows: [{ name: 'blindRound', actor: 'both' }] },
    bidding: {
      turn: (i) => {
        const [first] = roundFacts(i).entered;
        return first ? other(first) : 'both';
      },
      windows: [{ name: 'blindRound', actor: 'both' }],
    },
    comparing: { turn: 'nobody', windows: [{ name: 'blindRound', actor: 'nobody' }] },
    met: { turn: 'nobody', closed: true },
    notMet: { turn: 'nobody', closed: true },
    declined: { turn: 'nobody', closed: true },
    withdrawn: { turn: 'nobody', closed: true },
    expired: { turn: 'nobody', closed: true },
    over: { turn: 'nobody', closed: true },
  },
  rules: [
    {
      rule: 'SET-3',
      from: ['proposed'],
      act: 'joinBlind',
      by: parties,
      to: 'bidding',
      when: toOther('SET-3'),
      tells: ['other'],
      look: true,
      does: (d, x) => lasts(d, x.i.id, 'both'),
    },
    { rule: 'SET-3', from: ['proposed'], act: 'declineBlind', by: parties, to: 'declined', when: toOther('SET-3'), tells: ['other'] },
    { rule: 'SET-3', from: ['proposed'], act: 'withdrawBlind', by: parties, to: 'withdrawn', when: own('SET-3'), tells: ['other'] },
    { ...naming, to: 'comparing', if: isSecond, does: putAwayLast },
    { ...naming, does: putAwayFirst },
    {
      rule: 'SET-3',
      from: ['comparing'],
      after: 'blindRound',
      to: 'met',
      if: (x) => metAt(x) !== undefined,
      legal: true,
      does: (d, x) => closeCase(d, roundFacts(x.i).case, metAt(x) as Minor, 'settled'),
    },
    { rule: 'SET-3', from: ['comparing'], after: 'blindRound', to: 'notMet', legal: true },
    { rule: 'SET-3', from: ['proposed', 'bidding'], after: 'blindRound', to: 'over', if: isStale },
    { rule: 'SET-3', from: ['proposed', 'bidding'], after: 'blindRound', to: 'expired' },
  ],
} as const satisfies Process<'proposed' | 'bidding' | 'comparing' | 'met' | 'notMet' | 'declined' | 'withdrawn' | 'expired' | 'over'>;

/** A number that was put away; it does nothing any more. */
export const bid = {
  name: 'bid',
  group: 'case',
  version: 1,
  initial: 'kept',
  states: { kept: { turn: 'nobody', closed: true } },
  rules: [],
} as const satisfies Process<'kept'>;
