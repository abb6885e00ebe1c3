/**
 * Staff that look at the pages of a person as that person sees them. It belongs to the session that began it, ends by itself, changes
 * nothing, and the person can read that it was (STF-2, ACC-1; decision 0040).
 */
import { noteStaffAct, readStaffActs } from '../console/staff-acts.ts';
import { no } from '../problem.ts';
import { type Db, inTransaction } from '../store/db.ts';
import type { Caller } from './caller.ts';

const LASTS_MS = 30 * 60_000;

/** Whether staff may look so at all. Not who decides cases: offers and sealed answers are kept from them. */
export const mayLook = (c: Pick<Caller, 'staff' | 'twoFactor' | 'via'>): boolean =>
  c.via === 'session' &&
  c.twoFactor &&
  c.staff.some((x) => x === 'support' || x === 'operator') &&
  !c.staff.some((x) => x === 'mediator' || x === 'arbitrator');

/** Whom a session looks at now. */
export async function viewOf(db: Db, marketplace: string, session: string): Promise<{ person: string; until: Date } | undefined> {
  const { rows } = await db.pool.query<{ person: string; until: Date }>(
    `select v.person, v.ends_at as until from views v join accounts a on a.marketplace = v.marketplace and a.id = v.person
     where v.marketplace = $1 and v.session = $2 and v.ends_at > now() and a.staff = '{}' and a.erased_at is null`,
    [marketplace, session],
  );
  return rows[0];
}

/** Begins it, with a reason that stays in the record. @throws problem 404 `not_found.person`, 403 `viewing_not_yours`, 409 `viewing_staff`. */
export async function beginView(
  db: Db,
  marketplace: string,
  now: number,
  by: Caller,
  person: string,
  reason: string,
): Promise<{ name: string; until: Date }> {
  if (!mayLook(by) || !by.session) throw no('viewing_not_yours');
  return inTransaction(db, async (c) => {
    const { rows } = await c.query<{ name: string; staff: string[] }>(
      `select name, staff from accounts where marketplace = $1 and id = $2 and kind = 'person' and erased_at is null`,
      [marketplace, person],
    );
    if (!rows[0]) throw no('not_found.person');
    if (rows[0].staff.length > 0) throw no('viewing_staff');
    const until = new Date(Date.now() + LASTS_MS);
    await c.query(
      `insert into views (marketplace, session, staff, person, reason, begun_at, ends_at) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (marketplace, session) do update set staff = excluded.staff, person = excluded.person, reason = excluded.reason,
         begun_at = excluded.begun_at, ends_at = excluded.ends_at`,
      [marketplace, by.session, by.person, person, reason, new Date(now), until],
    );
    await noteStaffAct(c, marketplace, now, { person: by.person, act: 'viewAs', subject: person, reason, data: { minutes: LASTS_MS / 60_000 } });
    return { name: rows[0].name, until };
  });
}

/** Ends it; false: there was none. */
export async function endView(db: Db, marketplace: string, now: number, session: string | undefined): Promise<boolean> {
  if (!session) return false;
  return inTransaction(db, async (c) => {
    const { rows } = await c.query<{ staff: string; person: string; reason: string }>(
      'delete from views where marketplace = $1 and session = $2 returning staff, person, reason',
      [marketplace, session],
    );
    const view = rows[0];
    if (view) await noteStaffAct(c, marketplace, now, { person: view.staff, act: 'viewEnd', subject: view.person, reason: view.reason, data: {} });
    return view !== undefined;
  });
}

/** When staff looked at a person's pages, and why; the latest first. */
export async function viewsOf(db: Db, marketplace: string, person: string): Promise<{ at: Date; by: string; reason: string }[]> {
  const acts = await readStaffActs(db, marketplace, { subject: person, act: 'viewAs', limit: 50 });
  return acts.map((a) => ({ at: a.at, by: a.person, reason: a.reason }));
}
