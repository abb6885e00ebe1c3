/**
 * What would mend a difference between our book and the bank's (MNY-9). Reconciliation books nothing: this says what the usual door
 * would book if the bank confirmed it, worked out by the code that does it, or that nobody here can book anything, and who must act.
 */
import { act, advance, isRefusal, type Posting } from '@fairhold/domain';
import type { Caller } from '../auth/caller.ts';
import { worldOf } from '../commit.ts';
import type { DifferenceKind } from '../outside/reconcile.ts';
import { no, notFound } from '../problem.ts';
import type { Server } from '../server.ts';
import { inTransaction } from '../store/db.ts';
import { readJournal } from '../store/reads.ts';
import { speech } from '../view/viewer.ts';
import { accountName } from './ledger.ts';
import { noteStaffAct } from './staff-acts.ts';

/**
 * `confirm`: the bank is asked, and what it confirms is booked. The others cannot be booked by us: `over` (the contract has ended it in
 * another way, or has it already), `gone` (we hold it for done, the bank has nothing), `notOurs`, `disagrees` (amount, currency or kind),
 * `twice`.
 */
export type Why = 'confirm' | 'over' | 'gone' | 'notOurs' | 'disagrees' | 'twice';
export interface Booking {
  readonly from: string;
  readonly to: string;
  /** Whole minor units of `currency`. */
  readonly amount: number;
  readonly currency: string;
  readonly label: string;
}
export interface Remedy {
  readonly why: Why;
  readonly contract?: { readonly id: string; readonly title: string };
  /** What the bank would have to say, the rule by which it is booked, and what is; nothing may move. */
  readonly confirm?: { readonly says: string; readonly rule: string; readonly books: Booking[] };
}
interface Row {
  readonly reference: string;
  readonly contract: string;
  readonly instance: string;
  readonly kind: string;
  readonly amount: number;
  readonly currency: string;
  readonly state: string;
}
export interface Differing {
  readonly reference: string;
  /** Absent: without an answer for too long. */
  readonly difference?: DifferenceKind;
  readonly theirs?: { readonly state: string };
}
/** So many are worked out at once; for the rest when these are cleared up. */
const MOST = 200;
const UNLIKE: readonly (DifferenceKind | undefined)[] = ['kind', 'amount', 'currency'];

/** The remedies of differences, in their order; undefined beyond the first 200. */
export async function remediesOf(s: Server, caller: Caller, all: readonly Differing[]): Promise<(Remedy | undefined)[]> {
  const some = all.slice(0, MOST);
  const { rows } = await s.books.pool.query<Row>(
    `select reference, contract, instance, kind, amount, currency, state from effects where marketplace = $1 and reference = any($2) and kind <> 'trace'`,
    [s.config.marketplace, some.map((d) => d.reference)],
  );
  const ours = new Map(rows.map((r) => [r.reference, r]));
  const unlike = new Set(some.flatMap((d) => (UNLIKE.includes(d.difference) ? [d.reference] : [])));
  const twice = new Set(some.flatMap((d) => (d.difference === 'double' ? [d.reference] : [])));
  const out: Remedy[] = [];
  for (const d of some) {
    const row = ours.get(d.reference);
    if (!row) out.push({ why: 'notOurs' });
    else out.push(await remedyOf(s, caller, d, row, twice.has(d.reference) ? 'twice' : unlike.has(d.reference) ? 'disagrees' : undefined));
  }
  return out;
}

async function remedyOf(s: Server, caller: Caller, d: Differing, row: Row, never: Why | undefined): Promise<Remedy> {
  const stored = await s.door.fresh(row.contract);
  if (!stored) return { why: never ?? 'notOurs' };
  const now = s.clock.now();
  const policy = s.policies.get(stored.policy);
  const world = worldOf(new Map(), now, stored.currency);
  const c = advance(stored, now, policy, world).at(-1)?.contract ?? stored;
  const of = { contract: { id: c.id, title: c.terms.title } };
  if (never) return { why: never, ...of };
  // What the bank has only taken moves no money here yet: what counts is that it says how it ended.
  const says = d.theirs && d.theirs.state !== 'accepted' ? d.theirs.state : 'settled';
  const step = act(c, { roles: ['bank'], person: 'bank' }, { act: says, on: row.instance, input: {} }, now, policy, world);
  if (isRefusal(step)) return { why: d.theirs ? 'over' : 'gone', ...of };
  return { why: 'confirm', ...of, confirm: { says, rule: step.rule, books: await booked(s, caller, c, step.postings) } };
}

/** Postings in the reader's words; zeros, as of a fee that was not due, are left out. */
async function booked(s: Server, caller: Caller, c: Parameters<typeof speech>[0]['c'], postings: readonly Posting[]): Promise<Booking[]> {
  const { words } = speech({ c, names: s.accounts.known(), viewer: caller });
  const name = async (account: string) => (await accountName(s, account, caller.speaks)).name;
  const out: Booking[] = [];
  for (const p of postings)
    if (p.amount !== 0)
      out.push({ from: await name(p.from), to: await name(p.to), amount: p.amount, currency: c.currency, label: words.WHYS[p.why] ?? p.why });
  return out;
}

export interface Asked {
  /** What the bank's book says; null: it has nothing under this reference. */
  readonly says: string | null;
  readonly books: Booking[];
}

/**
 * Looks into the bank's book for one reference, now; what it says goes to the contract by the usual door, which books it or does not.
 * Whoever asks decides nothing, so it takes no reason; it stays in the record. Refuses a movement that is not like ours (MNY-9).
 */
export async function askBank(s: Server, by: Caller, reference: string): Promise<Asked> {
  const { rows } = await s.db.pool.query<Row>(
    `select reference, contract, instance, kind, amount, currency, state from effects where marketplace = $1 and reference = $2 and kind <> 'trace'`,
    [s.config.marketplace, reference],
  );
  const row = rows[0];
  const before = row && (await s.door.fresh(row.contract));
  if (!row || !before) throw notFound();
  const known = await s.provider.lookUp(reference).catch(() => {
    throw no('bank_away');
  });
  if (known && (known.kind !== row.kind || known.amount !== row.amount || known.currency !== row.currency)) throw no('book_disagrees');
  const { kind, amount, currency, contract } = row;
  const data = { kind, amount, currency, contract, says: known?.state ?? 'missing' };
  await inTransaction(s.db, (c) =>
    noteStaffAct(c, s.config.marketplace, s.clock.now(), { person: by.person, act: 'askBank', subject: reference, reason: '', data }),
  );
  await s.effects.look(reference);
  const steps = await readJournal(s.db, s.config.marketplace, row.contract, { newest: true, limit: 50 });
  const came = steps.reverse().filter((x) => x.seq > before.seq && x.on === row.instance && x.actor.role === 'bank');
  return {
    says: known?.state ?? null,
    books: await booked(
      s,
      by,
      before,
      came.flatMap((x) => x.postings),
    ),
  };
}
