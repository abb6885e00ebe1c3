/** What people have not read yet of what they were told. */
import { BETWEEN } from '../view/case.ts';
import { OFFER_ACTS } from '../view/history.ts';
import type { Db } from './db.ts';

interface Reader {
  readonly person: string;
  /** Staff look with their eyes. */
  readonly viewedBy?: unknown;
}

const PROCESSES = [...BETWEEN].map((p) => `'${p}'`).join(', ');
/** SQL: whether a notice `n` tells of settlement offers or blind bids; its kind is made of process and act. `acts`: the parameter with those of other processes. */
export const ofOffers = (acts: string): string => `(split_part(n.kind, '.', 1) in (${PROCESSES}) or split_part(n.kind, '.', 2) = any(${acts}))`;

/** Unread notices of each of these contracts; SET-4: offers are kept from staff that look at the person's pages. */
export async function unreadBy(db: Db, marketplace: string, who: Reader, contracts: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await db.pool.query<{ contract: string; n: number }>(
    `select n.contract, count(*)::int as n from notices n
     where n.marketplace = $1 and n.person = $2 and n.contract = any($3) and n.read_at is null and not ($4 and ${ofOffers('$5')}) group by 1`,
    [marketplace, who.person, contracts, who.viewedBy !== undefined, OFFER_ACTS],
  );
  return new Map(rows.map((r) => [r.contract, r.n]));
}

/** All of them together. */
export async function unreadOf(db: Db, marketplace: string, who: Reader): Promise<number> {
  const { rows } = await db.pool.query<{ n: number }>(
    `select count(*)::int as n from notices n where n.marketplace = $1 and n.person = $2 and n.read_at is null and not ($3 and ${ofOffers('$4')})`,
    [marketplace, who.person, who.viewedBy !== undefined, OFFER_ACTS],
  );
  return rows[0]?.n ?? 0;
}
