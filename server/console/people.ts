/** People and agencies for staff: finding them, what is known of them, and their parts as staff (STF-1, STF-2). */
import type { StaffRole } from '../auth/caller.ts';
import { no } from '../problem.ts';
import type { Server } from '../server.ts';
import { inTransaction } from '../store/db.ts';
import { noteStaffAct } from './staff-acts.ts';

export interface AccountRow {
  readonly id: string;
  readonly kind: 'person' | 'agency';
  readonly name: string;
  readonly email: string | null;
  readonly staff: StaffRole[];
  readonly createdAt: Date;
  readonly zone: string;
  readonly locale: string;
}
const COLUMNS = `a.id, a.kind, a.name, a.email, a.staff, a.created_at as "createdAt", a.zone, a.locale`;

/** Accounts whose name or mail address contains `q`, or whose id it is; by name. `staff` keeps those with that role, or any with '*'. */
export async function findAccounts(
  s: Server,
  f: { q: string; staff?: string | undefined; after?: readonly [string, string] | undefined; limit: number },
): Promise<AccountRow[]> {
  const like = `%${f.q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await s.db.pool.query<AccountRow>(
    `select ${COLUMNS} from accounts a where a.marketplace = $1 and a.erased_at is null
       and ($2 = '%%' or lower(a.name) like $2 or lower(coalesce(a.email, '')) like $2 or a.id = $3)
       and ($4::text is null or ($4 = '*' and a.staff <> '{}') or $4 = any(a.staff))
       and ($5::text is null or (lower(a.name), a.id) > ($5, $6))
     order by lower(a.name), a.id limit $7`,
    [s.config.marketplace, like, f.q, f.staff ?? null, f.after?.[0] ?? null, f.after?.[1] ?? null, f.limit],
  );
  return rows;
}

export async function accountById(s: Server, id: string): Promise<AccountRow | undefined> {
  const { rows } = await s.db.pool.query<AccountRow>(`select ${COLUMNS} from accounts a where a.marketplace = $1 and a.id = $2`, [
    s.config.marketplace,
    id,
  ]);
  return rows[0];
}

export interface AccountFacts {
  readonly verified: boolean;
  readonly twoFactor: boolean;
  readonly sessions: number;
  readonly apiKeys: number;
  readonly cards: number;
}

/** Sign-in, second factor, sessions, keys and cards of an account; of an agency only its cards. */
export async function factsOf(s: Server, id: string): Promise<AccountFacts> {
  // Sessions end by the real time, also where a test clock is ahead.
  const { rows } = await s.db.pool.query<AccountFacts>(
    `select coalesce((select "emailVerified" from auth."user" where id = $2), false) as verified,
            coalesce((select "twoFactorEnabled" from auth."user" where id = $2), false) as "twoFactor",
            (select count(*)::int from auth."session" where "userId" = $2 and "expiresAt" > now()) as sessions,
            (select count(*)::int from api_keys where marketplace = $1 and person = $2 and revoked_at is null) as "apiKeys",
            (select count(*)::int from cards where marketplace = $1 and account = $2) as cards`,
    [s.config.marketplace, id],
  );
  return rows[0] as AccountFacts;
}

/** What is booked for an account, per kind and currency; nothing that is zero. */
export async function balancesOf(s: Server, id: string): Promise<{ kind: string; currency: string; amount: number }[]> {
  const kinds = ['pending', 'available', 'credit', 'refunds', 'payouts'];
  const { rows } = await s.db.pool.query<{ kind: string; currency: string; amount: number }>(
    `select split_part(account, ':', 1) as kind, currency, balance as amount from balances
     where marketplace = $1 and account = any($2) and balance <> 0 order by currency, account`,
    [s.config.marketplace, kinds.map((k) => `${k}:${id}`)],
  );
  return rows;
}

/**
 * Gives a person a part as staff, or takes it back, with a reason that stays in the record (STF-2). Refuses what is so already, and
 * leaving the installation without an operator.
 */
export async function changeStaff(
  s: Server,
  by: string,
  person: string,
  to: { role: StaffRole; change: 'appoint' | 'withdraw'; reason: string },
): Promise<void> {
  const market = s.config.marketplace;
  await inTransaction(s.db, async (c) => {
    // One change at a time: two operators must not take each other's last operator away.
    await c.query('select pg_advisory_xact_lock(hashtextextended($1, 31))', [`staff:${market}`]);
    const { rows } = await c.query<{ staff: StaffRole[] }>(
      `select staff from accounts where marketplace = $1 and id = $2 and kind = 'person' and erased_at is null for update`,
      [market, person],
    );
    const has = rows[0]?.staff;
    if (!has) throw noSuchPerson();
    if (has.includes(to.role) === (to.change === 'appoint')) throw alreadySo(to.change);
    if (to.change === 'withdraw' && to.role === 'operator') {
      const { rows: others } = await c.query(
        `select 1 from accounts where marketplace = $1 and 'operator' = any(staff) and id <> $2 and erased_at is null limit 1`,
        [market, person],
      );
      if (others.length === 0) throw lastOperator();
    }
    const staff = to.change === 'appoint' ? [...has, to.role] : has.filter((role) => role !== to.role);
    await c.query('update accounts set staff = $3 where marketplace = $1 and id = $2', [market, person, staff]);
    await noteStaffAct(c, market, s.clock.now(), { person: by, act: to.change, subject: person, reason: to.reason, data: { role: to.role } });
  });
}

const noSuchPerson = () => no('not_found.person');
const alreadySo = (change: 'appoint' | 'withdraw') => no(change === 'appoint' ? 'already_so.appointed' : 'already_so.withdrawn');
const lastOperator = () => no('last_operator');
