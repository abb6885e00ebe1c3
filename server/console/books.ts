/**
 * The journal's sums, kept up to a step and closed again every minute: what the books come to costs what moved since, not all that ever
 * happened (MNY-2, MNY-9; decision 0038).
 */
import { AT_ONE_INSTANT, type Db, inTransaction, openDb } from '../store/db.ts';

type Queries = Pick<Db['pool'], 'query'>;

/** Minor units. `account` is one account where there are few, like `fees:service`, or the kind of many, like `escrow`. */
export interface Sum {
  readonly currency: string;
  readonly account: string;
  readonly balance: number;
  /** Of these, how many are not zero. */
  readonly accounts: number;
}
export interface Off {
  readonly id: string;
  readonly currency: string;
  readonly held: number;
  readonly booked: number;
}
export interface Books {
  readonly sums: readonly Sum[];
  /** Contracts whose held money is not what their journal says: of those that moved since, the next few hundred in turn, and those known. */
  readonly off: readonly Off[];
  /** Until when the sums are kept; null: everything is summed now. */
  readonly closedAt: Date | null;
}

/** Contracts of which nothing moved are compared with their journal in turn, so many at a time. */
const IN_TURN = 500;
const EVERY_MS = 60_000;
/** One a kind, or one an account where there are few of them. */
export const BOOK = (account: string): string => `case when ${account} ~ '^(world|fees)' then ${account} else split_part(${account}, ':', 1) end`;

/**
 * What moved after a step, by book: in all, and as far as no running transaction can still come before it. An account's balance now comes
 * from where it is kept, and before that from the difference; so one that became zero, or ceased to be, is counted.
 */
const MOVED = `
  with moved as (
    select c.currency, leg.account, sum(leg.amount) as moved,
           coalesce(sum(leg.amount) filter (where j.xid < pg_snapshot_xmin(pg_current_snapshot())), 0) as closing
    from journal j join contracts c on c.marketplace = j.marketplace and c.id = j.contract, unnest(j.accounts, j.amounts) as leg(account, amount)
    where j.marketplace = $1 and (j.xid, j.n) > ($2::xid8, $3) group by 1, 2),
  stands as (
    select m.*, coalesce(case split_part(m.account, ':', 1) when 'escrow' then c.held when 'arbitration' then c.arbitration else b.balance end, 0) as now
    from moved m
    left join contracts c on c.marketplace = $1 and m.account ~ '^(escrow|arbitration):' and c.id = split_part(m.account, ':', 2)
    left join balances b on b.marketplace = $1 and b.account = m.account and b.currency = m.currency)
  select currency, ${BOOK('account')} as account, sum(moved)::bigint as moved, sum(closing)::bigint as closing,
         sum((now <> 0)::int - (now - moved <> 0)::int)::int as more, sum((now - moved + closing <> 0)::int - (now - moved <> 0)::int)::int as closes
  from stands group by 1, 2`;
interface Moved {
  readonly currency: string;
  readonly account: string;
  readonly moved: number;
  readonly closing: number;
  readonly more: number;
  readonly closes: number;
}
interface Mark {
  readonly xid: string;
  readonly n: number;
  readonly closed_at: Date | null;
  readonly compared: string;
}
const BEGINNING: Mark = { xid: '0', n: 0, closed_at: null, compared: '' };
const isOne = (account: string): boolean => account === 'world' || account.startsWith('fees');

const atOneInstant = <T>(db: Db, fn: (c: Queries) => Promise<T>): Promise<T> => inTransaction(db, fn, AT_ONE_INSTANT);

const markOf = async (c: Queries, marketplace: string): Promise<Mark> =>
  (await c.query<Mark>('select xid::text as xid, n, closed_at, compared from closed_books where marketplace = $1', [marketplace])).rows[0] ??
  BEGINNING;

/** All books as they are at one instant. */
export const readBooks = (db: Db, marketplace: string): Promise<Books> =>
  atOneInstant(db, async (c) => {
    const mark = await markOf(c, marketplace);
    const { rows: kept } = await c.query<Sum>('select currency, account, balance, accounts from closed_sums where marketplace = $1', [marketplace]);
    const { rows: moved } = await c.query<Moved>(MOVED, [marketplace, mark.xid, mark.n]);
    const sums = new Map(kept.map((k) => [`${k.currency} ${k.account}`, k]));
    for (const { currency, account, moved: by, more } of moved) {
      const before = sums.get(`${currency} ${account}`) ?? { currency, account, balance: 0, accounts: 0 };
      const balance = before.balance + by;
      sums.set(`${currency} ${account}`, { ...before, balance, accounts: isOne(account) ? Number(balance !== 0) : before.accounts + more });
    }
    const { off } = await compare(c, marketplace, mark);
    const key = (x: Sum) => `${x.currency} ${x.account}`;
    return { sums: [...sums.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1)), off, closedAt: mark.closed_at };
  });

/** Compares held money with the journal: of contracts that moved, of those known to differ, and of the next ones in turn. */
async function compare(c: Queries, marketplace: string, mark: Mark): Promise<{ off: Off[]; next: string }> {
  const { rows: turn } = await c.query<{ id: string }>('select id from contracts where marketplace = $1 and id > $2 order by id limit $3', [
    marketplace,
    mark.compared,
    IN_TURN,
  ]);
  const { rows: off } = await c.query<Off>(
    `with those as (
       select contract as id from journal where marketplace = $1 and (xid, n) > ($2::xid8, $3)
       union select contract from closed_off where marketplace = $1 union select unnest($4::text[]))
     select c.id, c.currency, c.held, coalesce(b.booked, 0)::bigint as booked from those t join contracts c on c.marketplace = $1 and c.id = t.id
     left join lateral (select sum(leg.amount) as booked from journal j, unnest(j.accounts, j.amounts) as leg(account, amount)
                        where j.marketplace = $1 and j.contract = c.id and leg.account = 'escrow:' || c.id) b on true
     where c.held <> coalesce(b.booked, 0) order by c.id`,
    [marketplace, mark.xid, mark.n, turn.map((t) => t.id)],
  );
  return { off, next: turn.length < IN_TURN ? '' : (turn.at(-1)?.id ?? '') };
}

/** Takes what can no longer change into the sums. Returns whether it did; false when another process is at it. */
export async function closeBooks(db: Db, marketplace: string, now: number): Promise<boolean> {
  const done = atOneInstant(db, async (c) => {
    const { rows: turn } = await c.query<{ mine: boolean }>('select pg_try_advisory_xact_lock(hashtextextended($1, 38)) as mine', [marketplace]);
    if (!turn[0]?.mine) return false;
    const mark = await markOf(c, marketplace);
    const { rows: last } = await c.query<{ xid: string; n: number }>(
      `select xid::text as xid, n from journal where marketplace = $1 and (xid, n) > ($2::xid8, $3) and xid < pg_snapshot_xmin(pg_current_snapshot())
       order by journal.xid desc, n desc limit 1`,
      [marketplace, mark.xid, mark.n],
    );
    const { off, next } = await compare(c, marketplace, mark);
    const { rows: moved } = await c.query<Moved>(MOVED, [marketplace, mark.xid, mark.n]);
    const { xid, n } = last[0] ?? mark;
    await c.query(
      `insert into closed_books values ($1, $2::xid8, $3, $4, $5) on conflict (marketplace)
       do update set xid = excluded.xid, n = excluded.n, closed_at = excluded.closed_at, compared = excluded.compared`,
      [marketplace, xid, n, new Date(now), next],
    );
    await c.query(
      `insert into closed_sums as t select $1, m.currency, m.account, m.closing, case when m.one then (m.closing <> 0)::int else m.closes end
       from jsonb_to_recordset($2) as m(currency text, account text, closing bigint, closes integer, one boolean)
       on conflict (marketplace, currency, account) do update set balance = t.balance + excluded.balance,
         accounts = case when t.account ~ '^(world|fees)' then (t.balance + excluded.balance <> 0)::int else t.accounts + excluded.accounts end`,
      [marketplace, JSON.stringify(moved.map((m) => ({ ...m, one: isOne(m.account) })))],
    );
    await c.query('delete from closed_off where marketplace = $1', [marketplace]);
    await c.query('insert into closed_off select $1, unnest($2::text[])', [marketplace, off.map((o) => o.id)]);
    return true;
  });
  // Another process closed them between our first look and our lock.
  return done.catch((error: { code?: string }) => (error.code === '40001' ? false : Promise.reject(error)));
}

/** Closes the books every minute, beside everything else: the first time on a long journal takes its time, on a connection without patience. */
export function openCloser(o: { url: string; marketplace: string; now(): number }): { beat(): void; stop(): Promise<void> } {
  const db = openDb(o.url, { max: 1 });
  let due = 0;
  let busy: Promise<unknown> | undefined;
  return {
    beat() {
      if (busy || Date.now() < due) return;
      due = Date.now() + EVERY_MS;
      busy = closeBooks(db, o.marketplace, o.now())
        .catch((error: unknown) => console.error('books:', error instanceof Error ? error.message : error))
        .finally(() => {
          busy = undefined;
        });
    },
    async stop() {
      await busy;
      await db.close();
    },
  };
}

/** A sentence for each sum that is not what the journal comes to up to the step where the books were closed. */
export async function closedFaults(c: Queries, marketplace: string): Promise<string[]> {
  const mark = await markOf(c, marketplace);
  const { rows } = await c.query<{ currency: string; account: string; kept: string; booked: string; many: number; counted: number; gone: boolean }>(
    `with accounts as (
       select c.currency, leg.account, sum(leg.amount) as balance
       from journal j join contracts c on c.marketplace = j.marketplace and c.id = j.contract, unnest(j.accounts, j.amounts) as leg(account, amount)
       where j.marketplace = $1 and (j.xid, j.n) <= ($2::xid8, $3) group by 1, 2),
     booked as (select currency, ${BOOK('account')} as account, sum(balance) as balance, count(*) filter (where balance <> 0)::int as accounts from accounts group by 1, 2),
     kept as (select currency, account, balance, accounts from closed_sums where marketplace = $1)
     select currency, account, coalesce(k.balance, 0)::text as kept, coalesce(b.balance, 0)::text as booked,
            coalesce(k.accounts, 0) as many, coalesce(b.accounts, 0) as counted, k.account is null as gone
     from booked b full join kept k using (currency, account)
     where coalesce(k.balance, 0) <> coalesce(b.balance, 0) or coalesce(k.accounts, 0) <> coalesce(b.accounts, 0) or k.account is null order by 1, 2`,
    [marketplace, mark.xid, mark.n],
  );
  const out = rows.map((r) =>
    r.kept === r.booked && !r.gone
      ? `closed books: ${r.many} accounts of ${r.account} in ${r.currency} are not zero, the journal says ${r.counted}`
      : `closed books: ${r.account} is ${r.gone ? 'not there in' : r.kept} ${r.currency}, the journal says ${r.booked}`,
  );
  const { rows: there } = await c.query('select 1 from journal where marketplace = $1 and xid = $2::xid8 and n = $3', [
    marketplace,
    mark.xid,
    mark.n,
  ]);
  if (mark.xid !== '0' && there.length === 0) out.push('the step that the books were closed up to is gone from the journal');
  return out;
}
