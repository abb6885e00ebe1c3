/**
 * Proves the record: every chain link, every contract rebuilt from its steps, its next deadline where the clock looks for it, every balance from
 * the journal, every file that was given as evidence (AUD-1, AUD-2, MNY-9, TIM-5). What a database cannot prove about itself, a witness kept elsewhere proves (decision 0017).
 */
import { applyPatch, type Contract, canonical, completed, nextDue, type Policy } from '@fairhold/domain';
import { chain } from './commit.ts';
import { closedFaults } from './console/books.ts';
import { staffActFaults } from './console/staff-acts.ts';
import { AT_ONE_INSTANT, type Db, inTransaction } from './store/db.ts';
import { type JournalRow, readJournal } from './store/reads.ts';
import { type Citations, citationsIn, fileFaults } from './verify-files.ts';
import { type Handed, handedFaults, handedIn } from './verify-handed.ts';
import { type Heads, lostSince, strays } from './verify-witness.ts';
import { witnessFaults } from './witnesses.ts';

export interface Proof {
  readonly contracts: number;
  readonly steps: number;
  /** How many files of the record were read and hashed. */
  readonly files: number;
  /** One sentence for each thing that does not hold, naming where: contract and step, account, or file. */
  readonly broken: string[];
  /** Where each contract stands: what a witness keeps. */
  readonly heads: Heads;
}
export interface VerifyOptions {
  /** Folder of the stored files; without it only their rows are compared. */
  readonly files?: string;
  /** Heads that were seen before: each contract must still be there, and must have passed through the step named. */
  readonly witness?: Heads;
  /** Fingerprints of the keys that case files were signed with here; without them a signature need only fit the key that it names. */
  readonly keys?: ReadonlySet<string>;
}
interface Row {
  readonly id: string;
  readonly kind: string;
  readonly currency: string;
  readonly client: string;
  readonly freelancer: string;
  readonly held: string;
  readonly arbitration: string;
  readonly seq: number;
  readonly digest: string;
  readonly snapshot: Contract;
  /** When the clock will look at it next; null: never. */
  readonly due: Date | null;
}

const AT_ONCE = 200;

/** Reads everything of a marketplace, as it is at one instant, and recomputes it. Changes nothing. */
export const verify = (db: Db, marketplace: string, o: VerifyOptions = {}): Promise<Proof> => atOneInstant(db, (d) => proofOf(d, marketplace, o));

const atOneInstant = <T>(db: Db, read: (db: Db) => Promise<T>): Promise<T> =>
  inTransaction(db, (c) => read({ ...db, pool: c as unknown as Db['pool'] }), AT_ONE_INSTANT);

async function proofOf(db: Db, marketplace: string, o: VerifyOptions): Promise<Proof> {
  const broken: string[] = [];
  const cited: Citations = new Map();
  const handed: Handed = new Map();
  const heads = new Map<string, { seq: number; digest: string }>();
  let steps = 0;
  let contracts = 0;
  for (let after: string | undefined = ''; after !== undefined; ) {
    const slice: Slice = await sliceOf(db, marketplace, after, AT_ONCE, (row, journal) => {
      heads.set(row.id, { seq: row.seq, digest: row.digest });
      broken.push(...lostSince(row.id, journal, o.witness?.get(row.id)));
      for (const step of journal) citationsIn(cited, row.id, step);
      handedIn(handed, row.id, journal);
    });
    steps += slice.steps;
    contracts += slice.contracts;
    broken.push(...slice.broken);
    after = slice.next;
  }
  for (const id of o.witness?.keys() ?? [])
    if (!id.includes('/') && !heads.has(id)) broken.push(`contract ${id}: it is gone, with its record; a witness has seen it`);
  const files = await fileFaults(db, marketplace, cited, o.files);
  const fixed = await handedFaults(db, marketplace, handed, o);
  for (const [key, head] of fixed.heads) heads.set(key, head);
  broken.push(...(await wholeFaults(db, marketplace)), ...files.broken, ...fixed.broken);
  return { contracts, steps, files: files.read + fixed.read, broken, heads };
}

export interface Slice {
  readonly contracts: number;
  readonly steps: number;
  readonly broken: readonly string[];
  /** Where the next slice begins; undefined: that was the last. */
  readonly next: string | undefined;
}

/** The contracts after one, at most `limit` of them, each with its chain and its state as they are at one instant. */
export const verifySlice = (db: Db, marketplace: string, after: string, limit: number): Promise<Slice> =>
  atOneInstant(db, (d) => sliceOf(d, marketplace, after, limit, () => undefined));

/** What can only be seen of all contracts together: rows without one, balances, and what staff did outside contracts. */
export const verifyWhole = (db: Db, marketplace: string): Promise<string[]> => atOneInstant(db, (d) => wholeFaults(d, marketplace));

async function wholeFaults(db: Db, marketplace: string): Promise<string[]> {
  return [
    ...(await strays(db, marketplace)),
    ...(await balanceFaults(db, marketplace)),
    ...(await closedFaults(db.pool, marketplace)),
    ...(await staffActFaults(db, marketplace)),
    ...(await witnessFaults(db, marketplace)),
  ];
}

async function sliceOf(
  db: Db,
  marketplace: string,
  after: string,
  limit: number,
  seen: (row: Row, journal: readonly JournalRow[]) => void,
): Promise<Slice> {
  // Amounts as text: one that left the safe integers is to be named, not to end the proof.
  const { rows } = await db.pool.query<Row>(
    `select id, kind, currency, client, freelancer, held::text as held, arbitration::text as arbitration, seq, digest, snapshot,
            (select due_at from due d where d.marketplace = c.marketplace and d.contract = c.id) as due
     from contracts c where marketplace = $1 and id > $2 order by id limit $3`,
    [marketplace, after, limit],
  );
  const policies = await policiesOf(db, marketplace);
  const broken: string[] = [];
  let steps = 0;
  for (const row of rows) {
    const journal = await readJournal(db, marketplace, row.id);
    steps += journal.length;
    broken.push(...chainFaults(row, journal), ...stateFaults(row, journal, policies));
    seen(row, journal);
  }
  return { contracts: rows.length, steps, broken, next: rows.length < limit ? undefined : rows.at(-1)?.id };
}

function chainFaults(contract: Pick<Row, 'id' | 'digest'>, journal: readonly JournalRow[]): string[] {
  const { id } = contract;
  let digest = '';
  for (const [n, row] of journal.entries()) {
    if (row.seq !== n + 1) return [`contract ${id}: step ${n + 1} is missing`];
    digest = linked(digest, id, row);
    if (digest !== row.digest || !row.legsFit) return [`contract ${id}: step ${row.seq} (${row.act}) is not as it was written`];
  }
  if (digest === contract.digest) return [];
  return [`contract ${id}: its record ends with step ${journal.length}, which is not where the contract stands`];
}

/** What the row says now; empty when it says nothing that could have been written. */
function linked(before: string, id: string, row: JournalRow): string {
  try {
    return chain(before, { ...row, at: row.happenedAt.getTime(), contract: { id, seq: row.seq } }, row.policy);
  } catch {
    return '';
  }
}

function stateFaults(row: Row, journal: readonly JournalRow[], policies: ReadonlyMap<string, Policy>): string[] {
  const out: string[] = [];
  const say = (what: string): void => void out.push(`contract ${row.id}: ${what}`);
  // A snapshot says itself which step it was written with; the steps since are folded in when it is read.
  const at = Number((row.snapshot as Contract | null)?.seq) || 0;
  const then = rebuilt(undefined, journal.slice(0, at));
  if (!then || canonical(then) !== canonical(row.snapshot)) say('its steps do not give it');
  const doc: Partial<Contract> = rebuilt(then, journal.slice(at)) ?? {};
  for (const [name, column, account] of [
    ['held money', row.held, `escrow:${row.id}`],
    ['arbitration fees', row.arbitration, `arbitration:${row.id}`],
  ] as const)
    if (booked(journal, account) !== BigInt(column)) say(`${name} are ${column}, its journal says ${booked(journal, account)}`);
  const same = (['id', 'kind', 'currency', 'client', 'freelancer', 'seq'] as const).every((name) => row[name] === doc[name]);
  if (!same || row.held !== String(doc.held) || row.arbitration !== String(doc.arbitration)) say('the row and its document differ');
  const deadline = deadlineFault(row, doc, policies);
  if (deadline) say(deadline);
  return out;
}

async function policiesOf(db: Db, marketplace: string): Promise<ReadonlyMap<string, Policy>> {
  const { rows } = await db.pool.query<{ document: Policy }>('select document from policies where marketplace = $1', [marketplace]);
  return new Map(rows.map(({ document }) => [document.id, completed(document)]));
}

/** The clock must look at a contract when its state says that something falls due, and at no other time: a deadline that is not there would never lapse. */
function deadlineFault(row: Row, doc: Partial<Contract>, policies: ReadonlyMap<string, Policy>): string | undefined {
  const policy = policies.get(doc.policy ?? '');
  if (!doc.instances || !policy) return undefined;
  try {
    const at = nextDue(doc as Contract, policy)?.at;
    if (at === row.due?.getTime()) return undefined;
    const said = (ms: number | undefined) => (ms === undefined ? 'never' : `at ${new Date(ms).toISOString()}`);
    return `something falls due ${said(at)}, its deadline is kept as ${said(row.due?.getTime())}`;
  } catch {
    return 'its deadlines cannot be told from its state';
  }
}

function rebuilt(from: Contract | undefined, journal: readonly JournalRow[]): Contract | undefined {
  let c = from;
  try {
    for (const step of journal) c = applyPatch(c, step.patch);
    return c;
  } catch {
    // A patch that is none any more: the chain names its step.
    return undefined;
  }
}

function booked(journal: readonly JournalRow[], account: string): bigint {
  let sum = 0n;
  for (const step of journal)
    for (const p of step.postings) {
      if (p.to === account) sum += whole(p.amount);
      if (p.from === account) sum -= whole(p.amount);
    }
  return sum;
}
const whole = (amount: number): bigint => (Number.isSafeInteger(amount) ? BigInt(amount) : 0n);

async function balanceFaults(db: Db, marketplace: string): Promise<string[]> {
  const { rows } = await db.pool.query<{ account: string; currency: string; booked: string; kept: string }>(
    `with booked as (
       select leg.account, c.currency, sum(leg.amount) as booked
       from journal j join contracts c on c.marketplace = j.marketplace and c.id = j.contract, unnest(j.accounts, j.amounts) as leg(account, amount)
       where j.marketplace = $1 and leg.account ~ '^(pending|available|credit|refunds|payouts):' group by 1, 2),
     kept as (select account, currency, balance as kept from balances where marketplace = $1)
     select account, currency, coalesce(booked, 0)::text as booked, coalesce(kept, 0)::text as kept from booked full join kept using (account, currency)
     where coalesce(booked, 0) <> coalesce(kept, 0)`,
    [marketplace],
  );
  return rows.map((r) => `account ${r.account}: the balance is ${r.kept} ${r.currency}, its journal says ${r.booked}`);
}
