/** Finding steps by what is in them, newest first, a bounded stretch of the journal at a time. Nothing here changes anything. */
import type { Db } from './db.ts';
import { COLUMNS, type JournalRow, rowOf } from './reads.ts';

export interface Position {
  readonly xid: string;
  readonly n: number;
}
export interface StepFilter {
  readonly contract?: string | undefined;
  /** Contracts of which this account is a party. */
  readonly owner?: string | undefined;
  /** Who did it. */
  readonly person?: string | undefined;
  readonly act?: string | undefined;
  readonly rule?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** A ledger account that moved. */
  readonly account?: string | undefined;
  readonly currency?: string | undefined;
  readonly before?: Position | undefined;
  readonly limit: number;
}
export interface Found {
  readonly rows: readonly (JournalRow & Position)[];
  /** Where to go on; undefined: the journal has been searched to its beginning. */
  readonly next: Position | undefined;
}

/** So many steps are looked at for one answer; a rare thing is found over several. */
const STRETCH = 20_000;
const LATEST: Position = { xid: '18446744073709551615', n: 0 };

/** Steps that fit, in the order in which they were committed, the latest first. */
export async function searchSteps(db: Db, marketplace: string, f: StepFilter): Promise<Found> {
  const start = f.before ?? LATEST;
  // One contract's steps, or one party's, are found by their key: no stretch is needed.
  const narrow = f.contract !== undefined || f.owner !== undefined;
  const end = narrow ? undefined : await stretchEnd(db, start);
  const { rows } = await db.pool.query(
    `select ${COLUMNS.replaceAll(/\b(\w+)\b/g, 'j.$1')}, j.xid::text as xid, j.n from journal j
     ${f.currency === undefined ? '' : 'join contracts c on c.marketplace = j.marketplace and c.id = j.contract'}
     where j.marketplace = $1 and (j.xid, j.n) < ($2::xid8, $3) and ($4::xid8 is null or (j.xid, j.n) >= ($4::xid8, $5))
       and ($6::text is null or j.contract = $6)
       and ($7::text is null or j.contract in (select id from contracts where marketplace = $1 and (client = $7 or freelancer = $7)))
       and ($8::text is null or j.person = $8) and ($9::text is null or j.act = $9) and ($10::text is null or j.rule = $10)
       and ($11::timestamptz is null or j.happened_at >= $11) and ($12::timestamptz is null or j.happened_at < $12)
       and ($13::text is null or $13 = any(j.accounts)) ${f.currency === undefined ? 'and $14::text is null' : 'and c.currency = $14'}
     order by j.xid desc, j.n desc limit $15`,
    [
      marketplace,
      start.xid,
      start.n,
      end?.xid ?? null,
      end?.n ?? null,
      f.contract ?? null,
      f.owner ?? null,
      f.person ?? null,
      f.act ?? null,
      f.rule ?? null,
      f.from ?? null,
      f.to ?? null,
      f.account ?? null,
      f.currency ?? null,
      f.limit,
    ],
  );
  const found = rows.map((r) => ({ ...rowOf(r), xid: r.xid as string, n: r.n as number }));
  const last = found.at(-1);
  return { rows: found, next: found.length === f.limit && last ? { xid: last.xid, n: last.n } : end };
}

/** The step at the far end of the stretch; undefined when the journal begins before it. */
async function stretchEnd(db: Db, start: Position): Promise<Position | undefined> {
  const { rows } = await db.pool.query<Position>(
    'select xid::text as xid, n from journal where (xid, n) < ($1::xid8, $2) order by journal.xid desc, n desc offset $3 limit 1',
    [start.xid, start.n, STRETCH - 1],
  );
  return rows[0];
}
