/** What moved on an account in a period, and what it had before it. Nothing here changes anything. */
import type { Db } from './db.ts';
import { rowOf, TOLD, type ToldStep } from './reads.ts';

/** A contract in which the account has a part. */
export interface Involved {
  readonly id: string;
  readonly currency: string;
  readonly title: string | null;
  /** The account pays in it: what is held there is held of its money. */
  readonly paying: boolean;
}
export interface Moved {
  readonly contracts: readonly Involved[];
  /** Sums of everything before the period, by account of the ledger and currency. */
  readonly before: readonly { readonly account: string; readonly currency: string; readonly amount: number }[];
  /** Steps that moved money in the period, the oldest first. */
  readonly rows: readonly ToldStep[];
  /** Charges that freelancers paid, as `contract charge`; every other one was the client's. */
  readonly byFreelancers: ReadonlySet<string>;
}
/** Accounts of the ledger that belong to an account, besides the escrow of what it pays for. */
export const BOOKS = ['available', 'pending', 'credit', 'refunds', 'payouts'] as const;

/** `from` and `to` in ms: from the first instant to just before the second. */
export async function readMoved(db: Db, marketplace: string, account: string, from: number, to: number): Promise<Moved> {
  const { rows: contracts } = await db.pool.query<Involved>(
    `select c.id, c.currency, c.doc->'terms'->>'title' as title, client = $2 as paying
     from contracts c where marketplace = $1 and (client = $2 or freelancer = $2)`,
    [marketplace, account],
  );
  const ids = contracts.map((c) => c.id);
  const [before, rows] = await Promise.all([
    db.pool.query<{ account: string; currency: string; amount: number }>(
      `select leg.account, c.currency, sum(leg.amount)::bigint as amount
       from journal j
       join (select id, currency, client from contracts where marketplace = $1 and id = any($2)) c on c.id = j.contract,
       unnest(j.accounts, j.amounts) as leg(account, amount)
       where j.marketplace = $1 and j.contract = any($2) and j.happened_at < $3
         and (leg.account = any($4) or (c.client = $5 and leg.account = 'escrow:' || c.id))
       group by 1, 2`,
      [marketplace, ids, new Date(from), BOOKS.map((b) => `${b}:${account}`), account],
    ),
    db.pool.query(
      `select ${TOLD} from journal
       where marketplace = $1 and contract = any($2) and happened_at >= $3 and happened_at < $4 and cardinality(accounts) > 0
       order by happened_at, contract, seq`,
      [marketplace, ids, new Date(from), new Date(to)],
    ),
  ]);
  // Only fees can be a freelancer's: of a hearing, or for ending.
  const fees = rows.rows.filter(
    (r) => r.process === 'charge' && (r.whys as string[]).some((why) => why === 'arbitrationFee' || why === 'cancellationFee'),
  );
  const { rows: theirs } = await db.pool.query<{ name: string }>(
    `select c.id || ' ' || k.on_id as name from unnest($2::text[], $3::text[]) as k(contract, on_id)
     join contracts c on c.marketplace = $1 and c.id = k.contract where c.doc->'instances'->k.on_id->'facts'->>'party' = 'freelancer'`,
    [marketplace, fees.map((r) => r.contract), fees.map((r) => r.on_id)],
  );
  return {
    byFreelancers: new Set(theirs.map((r) => r.name)),
    contracts,
    before: before.rows.map((b) => ({ ...b, amount: Number(b.amount) })),
    rows: rows.rows.map(rowOf),
  };
}
