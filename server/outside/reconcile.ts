/**
 * Compares our list of outside effects with the provider's book (MNY-9). It only says what differs: nothing is booked here,
 * and a difference stays until somebody finds its cause, because a book that mends itself proves nothing.
 */
import type { Db } from '../store/db.ts';
import type { Provider, ProviderRecord } from './payments.ts';

/** One outside effect as we see it. Whole minor units; instants in epoch milliseconds. */
export interface OurEffect {
  readonly reference: string;
  readonly kind: ProviderRecord['kind'];
  readonly amount: number;
  readonly currency: string;
  /** A state of the provider's, or one of ours: `wanted`, `sending`, `unknown`, `abandoned` … */
  readonly state: string;
  readonly at: number;
}

export type DifferenceKind =
  | 'missingWithUs'
  | 'missingAtProvider'
  | 'kind'
  | 'amount'
  | 'currency'
  | 'state'
  /** Two entries under one reference, on the side named by `side`. */
  | 'double';

export interface Difference {
  readonly difference: DifferenceKind;
  readonly reference: string;
  readonly side?: 'ours' | 'theirs';
  readonly ours?: OurEffect;
  readonly theirs?: ProviderRecord;
}

/** In which of the queues of finance a difference waits; what has no answer for too long is the fourth. */
export type DifferenceQueue = 'bankOnly' | 'oursOnly' | 'differs';
export const queueOf = (d: Pick<Difference, 'difference'>): DifferenceQueue =>
  d.difference === 'missingWithUs' ? 'bankOnly' : d.difference === 'missingAtProvider' ? 'oursOnly' : 'differs';

/** States in which we do not claim that anything happened outside. */
const NOT_CLAIMED: ReadonlySet<string> = new Set(['wanted', 'sending', 'unknown', 'needs_person', 'declined', 'abandoned']);
/** States of ours that agree with a provider's `declined`: no money moved, and none is on its way. */
const NOTHING_MOVED: ReadonlySet<string> = new Set(['declined', 'abandoned']);

function grouped<T extends { reference: string }>(entries: readonly T[]): Map<string, T[]> {
  const map = new Map<string, T[]>();
  for (const entry of entries) {
    const there = map.get(entry.reference);
    if (there) there.push(entry);
    else map.set(entry.reference, [entry]);
  }
  return map;
}

const statesAgree = (ours: string, theirs: ProviderRecord['state']): boolean => ours === theirs || (theirs === 'declined' && NOTHING_MOVED.has(ours));

function differing(ours: OurEffect, theirs: ProviderRecord): DifferenceKind[] {
  const found: DifferenceKind[] = [];
  if (ours.kind !== theirs.kind) found.push('kind');
  if (ours.amount !== theirs.amount) found.push('amount');
  if (ours.currency !== theirs.currency) found.push('currency');
  if (!statesAgree(ours.state, theirs.state)) found.push('state');
  return found;
}

/** A movement that only one side knows is a difference if that side says that money moves or moved. */
function alone(ours: OurEffect | undefined, theirs: ProviderRecord | undefined): DifferenceKind[] {
  if (ours) return NOT_CLAIMED.has(ours.state) ? [] : ['missingAtProvider'];
  return theirs && theirs.state !== 'declined' ? ['missingWithUs'] : [];
}

/**
 * Every difference between the two books, ordered by reference; an entry may differ in several ways. Both lists must cover
 * the same span of asking, else what lies outside one of them shows as missing. An effect that we have not sent, or whose
 * answer we do not know, differs as soon as the provider has booked it.
 */
export function compareBooks(ours: readonly OurEffect[], theirs: readonly ProviderRecord[]): Difference[] {
  const mine = grouped(ours);
  const his = grouped(theirs);
  const references = [...new Set([...mine.keys(), ...his.keys()])].sort();
  return references.flatMap((reference) => {
    const [our, ...ourMore] = mine.get(reference) ?? [];
    const [their, ...theirMore] = his.get(reference) ?? [];
    const kinds = our && their ? differing(our, their) : alone(our, their);
    const pair = { reference, ...(our ? { ours: our } : {}), ...(their ? { theirs: their } : {}) };
    return [
      ...kinds.map((difference): Difference => ({ difference, ...pair })),
      ...ourMore.map((more): Difference => ({ difference: 'double', side: 'ours', ...pair, ours: more })),
      ...theirMore.map((more): Difference => ({ difference: 'double', side: 'theirs', ...pair, theirs: more })),
    ];
  });
}

/** Something asked of the provider that has no end yet, longer than it should. */
export interface Unanswered extends OurEffect {
  readonly contract: string;
  readonly attempts: number;
  readonly reason: string | null;
}
/** An unknown answer is shown after this long, a refund or payout that does not arrive after ten days. */
const SOON_MS = 10 * 60_000;
const LATE_MS = 10 * 86_400_000;

export interface Reconciled {
  readonly differences: readonly Difference[];
  readonly unanswered: readonly Unanswered[];
  readonly compared: number;
}

/** Reads both books and compares them; also what the provider still owes an answer for, so that no unknown is silent (MNY-5). */
export async function reconcile(db: Db, marketplace: string, provider: Pick<Provider, 'list'>, now: number): Promise<Reconciled> {
  const { rows } = await db.pool.query<Omit<Unanswered, 'at'> & { at: Date; created_at: Date }>(
    `select reference, kind, amount, currency, state, updated_at as at, contract, attempts, reason, created_at
     from effects where marketplace = $1 and kind <> 'trace' order by created_at, reference`,
    [marketplace],
  );
  // A question about a payment is none.
  const ours = rows.map(({ created_at, at, ...e }) => ({ ...e, at: at.getTime(), since: created_at.getTime() }));
  const differences = compareBooks(ours, await provider.list(0, now + 1));
  const patience = (state: string): number => (state === 'accepted' ? LATE_MS : SOON_MS);
  const open = ours.filter((e) => !['settled', 'declined', 'returned'].includes(e.state) && e.since + patience(e.state) < now);
  return { differences, unanswered: open.map(({ since, ...e }) => ({ ...e, at: since })), compared: ours.length };
}
