/**
 * Places in the journal are numbers of transactions, which belong to a PostgreSQL and not to what is stored in it. In a database that was
 * loaded from a copy they may be ahead of that PostgreSQL's own; whatever follows the journal would then pass over what is new.
 */
import { type Db, inTransaction } from './db.ts';

/** The first number that a transaction can have. */
const FIRST = '3';
const LOCK = 0x3161;

/**
 * Numbers all steps anew, in their order, when the last of them is ahead of this PostgreSQL; readers stay where they are among them, and
 * the sums of the books are made again. Returns whether it had to. Nothing of it is in a digest.
 */
export async function fitPositions(db: Db): Promise<boolean> {
  if (!(await isAhead(db.pool))) return false;
  return inTransaction(db, async (c) => {
    await c.query('select pg_advisory_xact_lock($1)', [LOCK]);
    if (!(await isAhead(c))) return false;
    await c.query('set local statement_timeout = 0');
    await c.query(
      `create temporary table places on commit drop as
       select marketplace, contract, seq, xid, n, row_number() over (order by xid, n, marketplace)::integer as place from journal`,
    );
    await c.query(
      `update readers r set xid = case when p.place is null then '0'::xid8 else $1::xid8 end, n = coalesce(p.place, 0)
       from readers o left join lateral (select max(place) as place from places where (xid, n) <= (o.xid, o.n)) p on true
       where r.marketplace = o.marketplace and r.name = o.name`,
      [FIRST],
    );
    await c.query(
      `update journal j set xid = $1::xid8, n = p.place from places p where j.marketplace = p.marketplace and j.contract = p.contract and j.seq = p.seq`,
      [FIRST],
    );
    for (const table of ['closed_books', 'closed_sums', 'closed_off']) await c.query(`delete from ${table}`);
    return true;
  });
}

async function isAhead(c: Pick<Db['pool'], 'query'>): Promise<boolean> {
  const { rows } = await c.query<{ ahead: boolean }>(
    'select xid >= pg_snapshot_xmax(pg_current_snapshot()) as ahead from journal order by journal.xid desc, n desc limit 1',
  );
  return rows[0]?.ahead === true;
}
