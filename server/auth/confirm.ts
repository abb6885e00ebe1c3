/** Showing again who one is, before what could take money or data away (ACC-3). Kept by session, for ten minutes of the house's clock. */
import { no } from '../problem.ts';
import type { Db } from '../store/db.ts';

const CONFIRMED_MS = 10 * 60_000;

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

/** The sign-in library's "no" is a wrong password or code; anything else it throws is a failure, and no answer. */
export function wrongOnly(error: unknown): never {
  const status = (error as { statusCode?: number }).statusCode;
  throw status !== undefined && status < 500 ? no('confirmation_wrong') : error;
}
