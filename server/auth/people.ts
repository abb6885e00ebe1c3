/** Rows of people and agencies, and who sits where. */
import { newId } from '../ids.ts';
import type { Db } from '../store/db.ts';
import type { Seat, StaffRole } from './caller.ts';

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly zone: string;
  readonly locale: string;
  readonly staff: StaffRole[];
  readonly about: string | null;
}

/** Writes the account row of somebody who signed up; the same person twice is one row. */
export async function enterPerson(
  db: Db,
  marketplace: string,
  p: {
    id: string;
    name: string;
    email: string;
    zone?: string | undefined;
    locale?: string | undefined;
    staff?: readonly StaffRole[];
    about?: string;
    now: number;
  },
): Promise<void> {
  await db.pool.query(
    `insert into accounts (marketplace, id, kind, name, email, zone, locale, staff, about, created_at) values ($1, $2, 'person', $3, $4, $5, $6, $7, $8, $9)
     on conflict (marketplace, id) do update set staff = case when $8::text is null then accounts.staff else excluded.staff end, about = coalesce(excluded.about, accounts.about),
       zone = case when $8::text is null then accounts.zone else excluded.zone end`,
    [marketplace, p.id, p.name, p.email, p.zone ?? 'UTC', p.locale ?? 'en', p.staff ?? [], p.about ?? null, new Date(p.now)],
  );
}

export async function personById(db: Db, marketplace: string, id: string): Promise<PersonRow | undefined> {
  const { rows } = await db.pool.query<PersonRow>(
    `select id, name, email, zone, locale, staff, about from accounts where marketplace = $1 and id = $2 and kind = 'person'`,
    [marketplace, id],
  );
  return rows[0];
}

/** Every account a person may stand in for: their own, and the agencies they manage or work in. */
export async function seatsOf(db: Db, marketplace: string, person: { id: string; name: string }): Promise<Seat[]> {
  const { rows } = await db.pool.query<{ account: string; name: string; role: 'manager' | 'member' }>(
    `select m.agency as account, a.name, m.role from members m join accounts a on a.marketplace = m.marketplace and a.id = m.agency where m.marketplace = $1 and m.person = $2 order by a.name`,
    [marketplace, person.id],
  );
  return [{ account: person.id, kind: 'person', name: person.name, role: 'self' }, ...rows.map((r) => ({ ...r, kind: 'agency' as const }))];
}

/** Founds an agency; its founder manages it. Returns its account id. */
export async function createAgency(db: Db, marketplace: string, a: { name: string; manager: string; now: number }): Promise<string> {
  const id = newId(a.now);
  await db.pool.query(`insert into accounts (marketplace, id, kind, name, created_at) values ($1, $2, 'agency', $3, $4)`, [
    marketplace,
    id,
    a.name,
    new Date(a.now),
  ]);
  await setMember(db, marketplace, id, a.manager, 'manager');
  return id;
}

export async function setMember(db: Db, marketplace: string, agency: string, person: string, role: 'manager' | 'member'): Promise<void> {
  await db.pool.query(
    'insert into members (marketplace, agency, person, role) values ($1, $2, $3, $4) on conflict (marketplace, agency, person) do update set role = excluded.role',
    [marketplace, agency, person, role],
  );
}

export interface MemberRow {
  readonly person: string;
  readonly name: string;
  readonly role: 'manager' | 'member';
}
export async function membersOf(db: Db, marketplace: string, agency: string): Promise<MemberRow[]> {
  const { rows } = await db.pool.query<MemberRow>(
    `select m.person, a.name, m.role from members m join accounts a on a.marketplace = m.marketplace and a.id = m.person where m.marketplace = $1 and m.agency = $2 order by m.role, a.name`,
    [marketplace, agency],
  );
  return rows;
}

/** Removes a member unless that would leave an agency without a manager. `false`: it would. */
export async function removeMember(db: Db, marketplace: string, agency: string, person: string): Promise<boolean> {
  const { rowCount } = await db.pool.query(
    `delete from members m where m.marketplace = $1 and m.agency = $2 and m.person = $3
       and (m.role = 'member' or exists (select 1 from members o where o.marketplace = $1 and o.agency = $2 and o.role = 'manager' and o.person <> $3))`,
    [marketplace, agency, person],
  );
  return (rowCount ?? 0) > 0;
}
