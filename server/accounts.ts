/** Who is who: people and agencies by id, kept in memory for a few seconds because every answer names them. */
import type { Db } from './store/db.ts';
import { namesOfWitnesses, WITNESS_ID } from './witnesses.ts';

export interface Account {
  readonly id: string;
  readonly kind: 'person' | 'agency';
  readonly name: string;
  readonly email: string;
  readonly zone: string;
  readonly locale: string;
  readonly staff: readonly string[];
}
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly kind: 'person' | 'agency';
  /** Of a witness, who has no account: for the side that gave it and for staff (DSP-12). */
  readonly address?: string;
}

export interface Accounts {
  byIds(ids: readonly string[]): Promise<Account[]>;
  names(ids: readonly string[]): Promise<ReadonlyMap<string, Named>>;
  /** Names that are in memory now; for answers that are made inside a transaction. */
  known(): ReadonlyMap<string, Named>;
  /** The person, or the managers of the agency. */
  peopleOf(account: string): Promise<Account[]>;
  staff(roles: readonly string[]): Promise<Account[]>;
  /** Somebody's settings changed: looked up again at once; by other processes within seconds. */
  forget(id: string): void;
}

const FRESH_MS = 5_000;

export function openAccounts(db: Db, marketplace: string): Accounts {
  const cache = new Map<string, { account: Account | undefined; until: number }>();
  const named = new Map<string, Named>();

  async function load(where: string, value: readonly string[]): Promise<Account[]> {
    const { rows } = await db.pool.query<Account & { erased: boolean }>(
      `select id, kind, name, erased_at is not null as erased, coalesce(email, '') as email, coalesce(zone, 'UTC') as zone, coalesce(locale, 'en') as locale, staff from accounts where marketplace = $1 and ${where}`,
      [marketplace, value],
    );
    const there: Account[] = [];
    for (const { erased, ...account } of rows) {
      // Who was erased has no name any more: whoever speaks of them says that they were a member.
      cache.set(account.id, { account: erased ? undefined : account, until: Date.now() + FRESH_MS });
      if (erased) named.delete(account.id);
      else {
        named.set(account.id, { id: account.id, name: account.name, kind: account.kind });
        there.push(account);
      }
    }
    return there;
  }

  async function byIds(ids: readonly string[]): Promise<Account[]> {
    const now = Date.now();
    const missing = [...new Set(ids)].filter((id) => (cache.get(id)?.until ?? 0) < now);
    if (missing.length > 0) await load('id = any($2)', missing);
    return [...new Set(ids)].flatMap((id) => cache.get(id)?.account ?? []);
  }
  /** Read each time: they are few, and one that was erased is gone at once. */
  async function nameWitnesses(ids: readonly string[]): Promise<void> {
    const found = await namesOfWitnesses(db.pool, marketplace, ids);
    for (const id of ids) named.delete(id);
    for (const one of found) named.set(one.id, one);
  }
  return {
    byIds,
    async names(ids) {
      const witnesses = ids.filter((id) => id.startsWith(WITNESS_ID));
      await byIds(ids.filter((id) => !id.startsWith(WITNESS_ID)));
      if (witnesses.length > 0) await nameWitnesses(witnesses);
      return named;
    },
    known: () => named,
    async peopleOf(account) {
      const [a] = await byIds([account]);
      if (!a) return [];
      if (a.kind === 'person') return [a];
      const { rows } = await db.pool.query<{ person: string }>(
        `select person from members where marketplace = $1 and agency = $2 and role = 'manager'`,
        [marketplace, account],
      );
      return byIds(rows.map((r) => r.person));
    },
    staff: (roles) => load('staff && $2', roles),
    forget: (id) => void cache.delete(id),
  };
}
