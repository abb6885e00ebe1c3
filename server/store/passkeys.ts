/** Rows of passkeys, and of what devices were asked to sign (ACC-5). */
import type { Db } from './db.ts';

export interface PasskeyRow {
  readonly id: string;
  readonly person: string;
  readonly name: string;
  readonly public_key: Buffer;
  readonly counter: number;
  readonly transports: string[];
  readonly created_at: Date;
  readonly last_used_at: Date | null;
}
const COLUMNS = 'id, person, name, public_key, counter::float8 as counter, transports, created_at, last_used_at';

/** A person's, the oldest first. */
export async function listPasskeys(db: Db, marketplace: string, person: string): Promise<PasskeyRow[]> {
  const { rows } = await db.pool.query<PasskeyRow>(`select ${COLUMNS} from passkeys where marketplace = $1 and person = $2 order by created_at, id`, [
    marketplace,
    person,
  ]);
  return rows;
}

export async function passkeyById(db: Db, marketplace: string, id: string): Promise<PasskeyRow | undefined> {
  const { rows } = await db.pool.query<PasskeyRow>(`select ${COLUMNS} from passkeys where marketplace = $1 and id = $2`, [marketplace, id]);
  return rows[0];
}

export interface NewPasskey {
  readonly id: string;
  readonly person: string;
  readonly name: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly now: number;
  /** How many a person may have. */
  readonly most: number;
}
/** False: the person has as many as they may, or the credential is known already, to whomever. */
export async function addPasskey(db: Db, marketplace: string, k: NewPasskey): Promise<boolean> {
  const { rowCount } = await db.pool.query(
    `insert into passkeys (marketplace, id, person, name, public_key, counter, transports, created_at) select $1, $2, $3, $4, $5, $6, $7, $8
      where (select count(*) from passkeys where marketplace = $1 and person = $3) < $9 on conflict do nothing`,
    [marketplace, k.id, k.person, k.name, Buffer.from(k.publicKey), k.counter, k.transports, new Date(k.now), k.most],
  );
  return (rowCount ?? 0) > 0;
}

/** Notes a use; false when it is gone, or was used meanwhile by something that has counted as far. */
export async function usedPasskey(db: Db, marketplace: string, id: string, counter: number, now: number): Promise<boolean> {
  const { rowCount } = await db.pool.query(
    'update passkeys set counter = $3, last_used_at = $4 where marketplace = $1 and id = $2 and (counter < $3 or counter = 0 and $3 = 0)',
    [marketplace, id, counter, new Date(now)],
  );
  return (rowCount ?? 0) > 0;
}

export async function renamePasskey(db: Db, marketplace: string, person: string, id: string, name: string): Promise<boolean> {
  const { rowCount } = await db.pool.query('update passkeys set name = $4 where marketplace = $1 and person = $2 and id = $3', [
    marketplace,
    person,
    id,
    name,
  ]);
  return (rowCount ?? 0) > 0;
}

/** The name of the one that was removed; undefined: this person has none like it. */
export async function removePasskey(db: Db, marketplace: string, person: string, id: string): Promise<string | undefined> {
  const { rows } = await db.pool.query<{ name: string }>('delete from passkeys where marketplace = $1 and person = $2 and id = $3 returning name', [
    marketplace,
    person,
    id,
  ]);
  return rows[0]?.name;
}

/** What a challenge is for; at the door nobody has a session yet. */
export type Purpose = { readonly for: 'add' | 'confirm'; readonly session: string } | { readonly for: 'signIn' };
const LASTS_S = 300;
const sessionOf = (p: Purpose): string | null => ('session' in p ? p.session : null);

export async function keepChallenge(db: Db, challenge: string, p: Purpose): Promise<void> {
  await db.pool.query('delete from passkey_challenges where until <= now()');
  await db.pool.query(`insert into passkey_challenges (challenge, purpose, session, until) values ($1, $2, $3, now() + $4 * interval '1 second')`, [
    challenge,
    p.for,
    sessionOf(p),
    LASTS_S,
  ]);
}

/** Whether it was asked for this, lately and not yet answered. Whatever comes of the answer, it is used up. */
export async function takeChallenge(db: Db, challenge: string, p: Purpose): Promise<boolean> {
  const { rows } = await db.pool.query<{ good: boolean }>(
    `delete from passkey_challenges where challenge = $1 returning purpose = $2 and session is not distinct from $3 and until > now() as good`,
    [challenge, p.for, sessionOf(p)],
  );
  return rows[0]?.good === true;
}
