/**
 * Sends the mails that wait (NOT-3). An attempt is written down before it is made, so that a process which dies in between
 * counts as one that tried; a mail under way is guarded by a lock that lives with its connection, not with a clock, so that
 * moving the test clock never sends it twice.
 */
import type pg from 'pg';
import { type Db, inTransaction } from '../store/db.ts';
import type { Delivery, Mailer, OutgoingMail } from './mail.ts';
import { composed, MAILS, type MailSource, type MailWords, WORDS } from './mail-compose.ts';

/** Waits after the first attempt, the second …; after the last a mail is undeliverable. Milliseconds. */
export const MAIL_RETRIES: readonly number[] = [60_000, 300_000, 1_800_000, 7_200_000, 43_200_000];

export interface MailRun {
  /** How many were tried: the sum of the others. */
  readonly claimed: number;
  readonly sent: number;
  readonly retried: number;
  /** Given up: shown to staff and on the contract. */
  readonly failed: number;
}

interface Claimed extends Pick<OutgoingMail, 'id' | 'to' | 'at'> {
  readonly words: MailWords | undefined;
  readonly marketplace: string;
  readonly attempts: number;
}

const NOTHING_TO_SAY: Delivery = { ok: false, reason: 'the notice it tells of is gone', permanent: true };
const LOCK = 'select pg_try_advisory_lock(hashtextextended($1, 20)) as mine';
const UNLOCK = 'select pg_advisory_unlock(hashtextextended($1, 20))';
const nameOf = (m: { marketplace: string; id: string }): string => `mail:${m.marketplace}:${m.id}`;

/** The instant of the attempt after `attempts` that failed at `now`; undefined when that was the last. */
const nextAt = (attempts: number, now: number): number | undefined => {
  const wait = MAIL_RETRIES[attempts - 1];
  return wait === undefined ? undefined : now + wait;
};

/** Marks one due mail as tried and leaves its lock with `keeper`; `busy` when another process is just sending it. */
async function claim(db: Db, baseUrl: string, keeper: pg.PoolClient, now: number, passed: Set<string>): Promise<Claimed | 'none' | 'busy'> {
  return inTransaction(db, async (c) => {
    const { rows } = await c.query<
      {
        marketplace: string;
        id: string;
        to_address: string;
        attempts: number;
        created_at: Date;
      } & MailSource
    >(
      `select m.marketplace, m.id, m.to_address, m.attempts, m.created_at, ${WORDS} from ${MAILS}
        where m.state = 'queued' and m.next_at <= $1 and not (m.marketplace || ':' || m.id = any($2))
        order by m.next_at, m.marketplace, m.id limit 1 for update of m skip locked`,
      [new Date(now), [...passed]],
    );
    const row = rows[0];
    if (!row) return 'none';
    passed.add(`${row.marketplace}:${row.id}`);
    const { rows: locks } = await keeper.query<{ mine: boolean }>(LOCK, [nameOf(row)]);
    if (!locks[0]?.mine) return 'busy';
    const attempts = row.attempts + 1;
    // If this process dies now, the mail comes again after the usual wait, or as the last attempt once more.
    await c.query('update mails set attempts = $3, next_at = $4 where marketplace = $1 and id = $2', [
      row.marketplace,
      row.id,
      attempts,
      new Date(nextAt(attempts, now) ?? now + (MAIL_RETRIES.at(-1) ?? 0)),
    ]);
    const { marketplace, id, to_address: to } = row;
    return { marketplace, id, to, words: composed(row, baseUrl), attempts, at: row.created_at.getTime() };
  });
}

/** Writes down how an attempt ended. */
async function record(db: Db, mail: Claimed, result: Delivery, now: number): Promise<keyof MailRun> {
  const key = [mail.marketplace, mail.id];
  if (result.ok) {
    await db.pool.query(`update mails set state = 'sent', sent_at = $3, reason = null where marketplace = $1 and id = $2 and state = 'queued'`, [
      ...key,
      new Date(now),
    ]);
    return 'sent';
  }
  const next = result.permanent ? undefined : nextAt(mail.attempts, now);
  await db.pool.query(
    `update mails set state = $3, reason = $4, next_at = coalesce($5, next_at)
      where marketplace = $1 and id = $2 and state = 'queued'`,
    [...key, next === undefined ? 'failed' : 'queued', result.reason, next === undefined ? null : new Date(next)],
  );
  return next === undefined ? 'failed' : 'retried';
}

/**
 * Sends what is due at `now`, one after the other, at most `limit`; any number of processes may do so at once. A mail is
 * handed over again only when an attempt failed or its process died, and then with the same Message-ID.
 */
export async function deliverDue(db: Db, mailer: Mailer, now: number, limit = 100): Promise<MailRun> {
  const run = { claimed: 0, sent: 0, retried: 0, failed: 0 };
  const passed = new Set<string>();
  const keeper = await db.pool.connect();
  try {
    while (passed.size < limit) {
      const mail = await claim(db, mailer.baseUrl, keeper, now, passed);
      if (mail === 'none') break;
      if (mail === 'busy') continue;
      run.claimed += 1;
      const { words, id, to, at } = mail;
      const delivery = words ? await mailer.deliver({ id, to, at, ...words }) : NOTHING_TO_SAY;
      run[await record(db, mail, delivery, now)] += 1;
      await keeper.query(UNLOCK, [nameOf(mail)]);
    }
  } finally {
    // Closing the connection drops whatever lock an error left behind.
    const held = await keeper.query('select pg_advisory_unlock_all()').then(
      () => false,
      () => true,
    );
    keeper.release(held);
  }
  return run;
}

/** Without a mail server the list of mails is where they go: all that are due are there already, and are marked so together. */
export async function keepDue(db: Db, marketplace: string, now: number): Promise<number> {
  const { rowCount } = await db.pool.query(
    `update mails m set state = 'sent', sent_at = $2, attempts = m.attempts + 1 from (
       select id from mails where marketplace = $1 and state = 'queued' and next_at <= $2 order by next_at limit 1000 for update skip locked) due
     where m.marketplace = $1 and m.id = due.id`,
    [marketplace, new Date(now)],
  );
  return rowCount ?? 0;
}
