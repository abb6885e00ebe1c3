/**
 * A payment provider for trying things out. It keeps its own book in the schema `sandbox_bank` and knows of us only what any
 * provider would: references, amounts, cards. Whatever it still means to do is on an agenda in the database, so that any
 * number of processes may share it and a restart forgets nothing; `tick` carries the agenda out, driven by the test clock or
 * by a worker.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Holidays } from '@fairhold/domain/time';
import { type Db, inTransaction, takeTurn } from '../store/db.ts';
import type { Provider } from './payments.ts';
import * as book from './sandbox-book.ts';
import { readNotice } from './sandbox-notice.ts';
import { announce, charge, payout, refund, SOONEST } from './sandbox-teller.ts';
import { sign } from './signature.ts';

export interface SandboxBankOptions {
  readonly clock: { now(): number };
  /** Signs the notifications; at least 8 bytes. */
  readonly secret: string;
  /** Where notifications go; what it throws counts as not taken, and the bank tries again. Without it none are sent. */
  readonly notify?: (headers: Record<string, string>, rawBody: string) => Promise<void>;
  /** Days without banking beside weekends. */
  readonly holidays: Holidays;
}

/** One thing the bank did on its own. */
export interface BankDeed {
  readonly at: number;
  readonly did: 'settled' | 'returned' | 'notified' | 'notTaken';
  readonly reference: string;
}

export interface SandboxBank extends Provider {
  /** What is on the agenda up to `now`, first things first; at most a thousand. */
  due(now?: number): Promise<{ at: number; does: 'settle' | 'return' | 'notify'; reference: string }[]>;
  /** The instant of the next thing on the agenda, which may be past; undefined when there is none. */
  nextDue(): Promise<number | undefined>;
  /**
   * Carries out everything due up to `now` in order of instant, each dated at its own. Processes take turns; a call from
   * inside a notification returns at once, since the outer call goes on.
   */
  tick(now?: number): Promise<BankDeed[]>;
}

/** Waits between attempts to deliver a notification; after the last the bank gives up and only `lookUp` tells. */
const RETRIES = [60_000, 300_000, 1_800_000, 7_200_000, 43_200_000];
/** Key of the advisory lock that lets one process at a time work through the agenda. */
const TURN = 0x5a6d_6f6e;

/** Changes a movement and writes down who is to hear of it, at once or not at all. */
async function change(db: Db, item: book.Planned, does: 'settle' | 'return'): Promise<BankDeed> {
  await inTransaction(db, async (c) => {
    const made = await book.end(c, item.reference, does, item.at);
    if (made) await announce(c, made);
    await book.done(c, item.id, item.at);
  });
  return { at: item.at, did: does === 'settle' ? 'settled' : 'returned', reference: item.reference };
}

async function deliver(db: Db, item: book.Planned, now: number, o: SandboxBankOptions): Promise<BankDeed> {
  const body = item.body ?? '';
  try {
    await o.notify?.(sign(o.secret, item.notificationId ?? '', item.tryAt, body), body);
  } catch {
    const wait = RETRIES[item.attempts];
    if (wait === undefined) await book.done(db.pool, item.id, now);
    else await book.putOff(db.pool, item.id, Math.max(now, item.tryAt) + wait);
    return { at: item.at, did: 'notTaken', reference: item.reference };
  }
  await book.done(db.pool, item.id, now);
  return { at: item.at, did: 'notified', reference: item.reference };
}

async function workThrough(db: Db, now: number, o: SandboxBankOptions): Promise<BankDeed[]> {
  const deeds: BankDeed[] = [];
  for (;;) {
    const [item] = await book.open(db.pool, now, o.notify !== undefined, 1);
    if (!item) return deeds;
    deeds.push(item.does === 'notify' ? await deliver(db, item, now, o) : await change(db, item, item.does));
  }
}

/** Runs `work` while no other process does; the lock goes with the connection if this process dies. */
async function inTurn<T>(db: Db, work: () => Promise<T>): Promise<T> {
  const c = await db.pool.connect();
  let broken: unknown;
  try {
    await takeTurn(c, TURN);
    return await work();
  } finally {
    await c.query('select pg_advisory_unlock($1)', [TURN]).catch((e: unknown) => {
      broken = e;
    });
    c.release(broken !== undefined);
  }
}

/**
 * Opens the bank on a database with the migrations applied. Charges settle at once or after 10 seconds, refunds at the end of
 * the third business day, payouts at the end of the next (TIM-3).
 */
export function openSandboxBank(db: Db, o: SandboxBankOptions): SandboxBank {
  const ticking = new AsyncLocalStorage<true>();
  // Ticks of one process queue here, so that those who wait hold no connection that the one at work may need.
  let last: Promise<unknown> = Promise.resolve();
  const tick = (now = o.clock.now()): Promise<BankDeed[]> => {
    if (ticking.getStore()) return Promise.resolve([]);
    const mine = last.then(async () => {
      // The lock costs three round trips; a look costs one, and mostly there is nothing to do.
      if ((await book.open(db.pool, now, o.notify !== undefined, 1)).length === 0) return [];
      return inTurn(db, () => ticking.run(true, () => workThrough(db, now, o)));
    });
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    soonest: SOONEST,
    charge: (r) => charge(db, r),
    refund: (r) => refund(db, r, o.holidays),
    payout: (r) => payout(db, r, o.holidays),
    lookUp: async (reference) => {
      const m = reference.includes('\0') ? undefined : await book.find(db.pool, reference);
      return m && book.recordOf(m);
    },
    list: async (from, to) => (await book.listed(db.pool, from, to)).map(book.recordOf),
    verifyNotification: (headers, rawBody) => readNotice(o.secret, headers, rawBody),
    due: async (now = o.clock.now()) =>
      (await book.open(db.pool, now, o.notify !== undefined, 1000)).map(({ tryAt: at, does, reference }) => ({
        at,
        does,
        reference,
      })),
    nextDue: async () => (await book.open(db.pool, undefined, o.notify !== undefined, 1))[0]?.tryAt,
    tick,
  };
}
