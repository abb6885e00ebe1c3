/** Showing again who one is, before what could take money or data away (ACC-3). Kept by session, for ten minutes of the house's clock. */
import { no } from '../problem.ts';
import type { Db } from '../store/db.ts';

export const CONFIRMED_MS = 10 * 60_000;

/** Remembers that the session's person showed who they are; returns until when it counts, ms. */
export async function keepConfirmed(db: Db, session: string, now: number): Promise<number> {
  const until = now + CONFIRMED_MS;
  await db.pool.query('delete from confirmations where until <= $1', [new Date(now)]);
  await db.pool.query('insert into confirmations (session, until) values ($1, $2) on conflict (session) do update set until = excluded.until', [
    session,
    new Date(until),
  ]);
  return until;
}

export async function isConfirmed(db: Db, session: string, now: number): Promise<boolean> {
  const { rows } = await db.pool.query('select 1 from confirmations where session = $1 and until > $2', [session, new Date(now)]);
  return rows.length > 0;
}

/** Ways into the library's sessions on which somebody shows all that signing in takes of them. */
const SHOWN_BY_CODE = /^\/two-factor\/verify-/;
const SHOWN_BY_PASSWORD = '/sign-in/email';

/** Whether a session that begins by this way counts as showing who one is: with a second factor a password alone does not. */
export const isWholeSignIn = (path: string | undefined, secondFactor: boolean): boolean =>
  path !== undefined && (SHOWN_BY_CODE.test(path) || (path === SHOWN_BY_PASSWORD && !secondFactor));

/** Remembers that a session began by showing who one is. By the real time, like sessions. */
export async function keepSignIn(db: Db, session: string): Promise<void> {
  await db.pool.query(`delete from sign_ins where at < now() - interval '1 day'`);
  await db.pool.query('insert into sign_ins (session, at) values ($1, now()) on conflict (session) do update set at = excluded.at', [session]);
}

export async function hasJustSignedIn(db: Db, session: string): Promise<boolean> {
  const { rows } = await db.pool.query(`select 1 from sign_ins where session = $1 and at > now() - $2 * interval '1 millisecond'`, [
    session,
    CONFIRMED_MS,
  ]);
  return rows.length > 0;
}

/** The sign-in library's "no" is a wrong password or code; anything else it throws is a failure, and no answer. */
export function wrongOnly(error: unknown): never {
  const status = (error as { statusCode?: number }).statusCode;
  throw status !== undefined && status < 500 ? no('confirmation_wrong') : error;
}
