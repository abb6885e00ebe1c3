/** API keys: a prefix to find them by, the hash of a secret that is shown once, scopes (ACC-2). */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Db } from '../store/db.ts';

export type Scope = 'read' | 'write';
export interface KeyRow {
  readonly prefix: string;
  readonly name: string;
  readonly scopes: Scope[];
  readonly created_at: Date;
  readonly last_used_at: Date | null;
  readonly revoked_at: Date | null;
}

const hash = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Makes a key; the answer is the only time its secret is seen. */
export async function makeKey(
  db: Db,
  marketplace: string,
  k: { person: string; name: string; scopes: readonly Scope[]; now: number },
): Promise<{ prefix: string; key: string }> {
  const prefix = randomBytes(6).toString('hex');
  const secret = randomBytes(24).toString('base64url');
  await db.pool.query(
    'insert into api_keys (marketplace, prefix, secret_hash, person, name, scopes, created_at) values ($1, $2, $3, $4, $5, $6, $7)',
    [marketplace, prefix, hash(secret), k.person, k.name, k.scopes, new Date(k.now)],
  );
  return { prefix, key: `fh_${prefix}_${secret}` };
}

/** The person behind a key that is whole, known and not revoked. One indexed read; its last use is noted at most once a minute. */
export async function findKey(db: Db, marketplace: string, key: string, now: number): Promise<{ person: string; scopes: Scope[] } | undefined> {
  const parts = /^fh_([0-9a-f]{12})_([\w-]{20,60})$/.exec(key);
  if (!parts) return undefined;
  const { rows } = await db.pool.query<{ secret_hash: string; person: string; scopes: Scope[]; last_used_at: Date | null }>(
    'select secret_hash, person, scopes, last_used_at from api_keys where marketplace = $1 and prefix = $2 and revoked_at is null',
    [marketplace, parts[1]],
  );
  const row = rows[0];
  if (!row || !timingSafeEqual(Buffer.from(row.secret_hash), Buffer.from(hash(parts[2] as string)))) return undefined;
  if ((row.last_used_at?.getTime() ?? 0) < now - 60_000)
    await db.pool.query('update api_keys set last_used_at = $3 where marketplace = $1 and prefix = $2', [marketplace, parts[1], new Date(now)]);
  return { person: row.person, scopes: row.scopes };
}

export async function listKeys(db: Db, marketplace: string, person: string): Promise<KeyRow[]> {
  const { rows } = await db.pool.query<KeyRow>(
    'select prefix, name, scopes, created_at, last_used_at, revoked_at from api_keys where marketplace = $1 and person = $2 order by created_at desc',
    [marketplace, person],
  );
  return rows;
}

/** The key of this person that was revoked, and whether it was not before; undefined: there is none. A revoked one stays listed. */
export async function revokeKey(
  db: Db,
  marketplace: string,
  person: string,
  prefix: string,
  now: number,
): Promise<{ name: string; first: boolean } | undefined> {
  const { rows } = await db.pool.query<{ name: string; first: boolean }>(
    `with was as (select prefix, revoked_at from api_keys where marketplace = $1 and person = $2 and prefix = $3 for update)
     update api_keys k set revoked_at = coalesce(k.revoked_at, $4) from was where k.marketplace = $1 and k.person = $2 and k.prefix = was.prefix
     returning k.name, was.revoked_at is null as first`,
    [marketplace, person, prefix, new Date(now)],
  );
  return rows[0];
}
