/** Bank accounts that payouts go to, as they are kept: the number sealed, a label that may be shown (MNY-11). */
import { createHmac } from 'node:crypto';
import { newId } from '../ids.ts';
import { openSealer } from '../sealed.ts';
import type { Db } from '../store/db.ts';
import type { BankAccount } from './bank-account.ts';

export interface MethodRow {
  readonly id: string;
  readonly account: string;
  readonly currency: string;
  readonly kind: BankAccount['kind'];
  readonly label: string;
  readonly given: boolean;
  readonly added_at: Date;
}
/** What the bank is told of a payout: nobody else ever reads it. */
export type Destination = Pick<BankAccount, 'kind' | 'holder' | 'number'>;

const COLUMNS = 'id, account, currency, kind, label, given, added_at';

export interface Methods {
  /** Those that were not removed, the oldest first; of one currency or of all. */
  of(account: string, currency?: string): Promise<MethodRow[]>;
  byId(id: string): Promise<MethodRow | undefined>;
  /** The same number twice is one method. */
  add(m: { account: string; currency: string; bank: BankAccount; by: string; now: number; given?: true }): Promise<MethodRow>;
  /** The number is forgotten with it. */
  remove(id: string, now: number): Promise<void>;
  /** Undefined when it was removed, or sealed with a secret that is gone. */
  destination(id: string): Promise<Destination | undefined>;
  /** How many payouts to it the bank has not taken yet. */
  unsent(id: string): Promise<number>;
}

export function openMethods(db: Db, marketplace: string, secret: string): Methods {
  const sealer = openSealer(secret, 'payout methods');
  const printOf = (number: string) => createHmac('sha256', `payout methods ${secret}`).update(number).digest('hex');
  return {
    async of(account, currency) {
      const { rows } = await db.pool.query<MethodRow>(
        `select ${COLUMNS} from payout_methods where marketplace = $1 and account = $2 and ($3::text is null or currency = $3) and removed_at is null
         order by currency, added_at, id`,
        [marketplace, account, currency ?? null],
      );
      return rows;
    },
    async byId(id) {
      const { rows } = await db.pool.query<MethodRow>(
        `select ${COLUMNS} from payout_methods where marketplace = $1 and id = $2 and removed_at is null`,
        [marketplace, id],
      );
      return rows[0];
    },
    async add({ account, currency, bank, by, now, given }) {
      const sealed = sealer.seal(JSON.stringify({ kind: bank.kind, holder: bank.holder, number: bank.number } satisfies Destination));
      const print = printOf(bank.number);
      await db.pool.query(
        `insert into payout_methods (marketplace, id, account, currency, kind, label, print, sealed, given, added_by, added_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
        [marketplace, newId(now), account, currency, bank.kind, bank.label, print, sealed, given === true, by, new Date(now)],
      );
      const { rows } = await db.pool.query<MethodRow>(
        `select ${COLUMNS} from payout_methods where marketplace = $1 and account = $2 and currency = $3 and print = $4 and removed_at is null`,
        [marketplace, account, currency, print],
      );
      const row = rows[0];
      if (!row) throw new Error('a payout method just written is not there');
      return row;
    },
    async remove(id, now) {
      await db.pool.query('update payout_methods set removed_at = coalesce(removed_at, $3), sealed = null where marketplace = $1 and id = $2', [
        marketplace,
        id,
        new Date(now),
      ]);
    },
    async destination(id) {
      const { rows } = await db.pool.query<{ sealed: string | null }>('select sealed from payout_methods where marketplace = $1 and id = $2', [
        marketplace,
        id,
      ]);
      const sealed = rows[0]?.sealed;
      if (!sealed) return undefined;
      try {
        return JSON.parse(sealer.unseal(sealed)) as Destination;
      } catch {
        return undefined;
      }
    },
    async unsent(id) {
      const { rows } = await db.pool.query<{ n: number }>(
        `select count(*)::int as n from effects where marketplace = $1 and kind = 'payout' and source = $2 and state in ('wanted', 'sending', 'unknown')`,
        [marketplace, id],
      );
      return rows[0]?.n ?? 0;
    },
  };
}
