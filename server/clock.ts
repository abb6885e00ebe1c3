/** The one clock: the database's, plus how far a sandbox's test clock is ahead of it (TIM-1, TIM-8). */
import type { Db } from './store/db.ts';

export interface Clock {
  /** Milliseconds since 1970, UTC. Never goes back within a process. */
  now(): number;
  /** Reads the database's clock and the test clock again. */
  refresh(): Promise<void>;
  /** Moves the test clock to an instant; earlier instants change nothing. */
  moveTo(at: number): Promise<void>;
}

/** Opens the clock of a marketplace. Another process that moves the test clock is noticed at the next `refresh`. */
export async function openClock(db: Db, marketplace: string): Promise<Clock> {
  let ahead = 0;
  let last = 0;
  await db.pool.query('insert into clock (marketplace) values ($1) on conflict do nothing', [marketplace]);

  async function read(): Promise<void> {
    const before = Date.now();
    const { rows } = await db.pool.query<{ ms: string; ahead_ms: number }>(
      `select (extract(epoch from clock_timestamp()) * 1000)::bigint::text as ms, ahead_ms from clock where marketplace = $1`,
      [marketplace],
    );
    const row = rows[0];
    if (!row) return;
    const skew = Number(row.ms) - Math.round((before + Date.now()) / 2);
    ahead = Number(row.ahead_ms) + skew;
  }
  let reading: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  /** Whoever comes while it is being read shares a read that begins afterwards: one question at a time, however many ask. */
  function refresh(): Promise<void> {
    if (!reading) {
      reading = read().finally(() => {
        reading = undefined;
      });
      return reading;
    }
    next ??= reading
      .catch(() => {})
      .then(() => {
        next = undefined;
        return refresh();
      });
    return next;
  }
  await refresh();

  const now = (): number => {
    last = Math.max(last, Date.now() + ahead);
    return last;
  };
  return {
    now,
    refresh,
    async moveTo(at) {
      const further = Math.ceil(at - now());
      if (further <= 0) return;
      await db.pool.query('update clock set ahead_ms = ahead_ms + $2 where marketplace = $1', [marketplace, further]);
      await refresh();
      last = Math.max(last, at);
    },
  };
}
