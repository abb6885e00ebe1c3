/**
 * A payment provider for trying things out. It keeps its own book in the schema `sandbox_bank` and knows of us only what any
 * provider would: references, amounts, cards. Whatever it still means to do is on an agenda in the database, so that any
 * number of processes may share it and a restart forgets nothing; `tick` carries the agenda out, driven by the test clock or
 * by a worker.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { endOfBusinessDay, type Holidays } from '@fairhold/domain/time';
import type pg from 'pg';
import { type Db, inTransaction } from '../store/db.ts';
import type { ChargeRequest, PayoutRequest, Provider, ProviderAnswer, RefundRequest } from './payments.ts';
import * as book from './sandbox-book.ts';
import { sandboxCard } from './sandbox-cards.ts';
import { noticeOf, readNotice } from './sandbox-notice.ts';
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

/** Charges that are not settled at once are after this long. */
const LATE = 10_000;
const REFUND_DAYS = 3;
const PAYOUT_DAYS = 1;
const MOST = 1_000_000_000_000;
/** Waits between attempts to deliver a notification; after the last the bank gives up and only `lookUp` tells. */
const RETRIES = [60_000, 300_000, 1_800_000, 7_200_000, 43_200_000];
/** Key of the advisory lock that lets one process at a time work through the agenda. */
const TURN = 0x5a6d_6f6e;

const declined = (reason: string): ProviderAnswer => ({ state: 'declined', reason });
const noAnswer: ProviderAnswer = { state: 'unknown', reason: 'no answer in time' };

function faultOf(r: { reference: string; amount: number; currency: string; at: number }): string | undefined {
  if (typeof r.reference !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(r.reference)) return 'reference not allowed';
  if (!Number.isSafeInteger(r.amount) || r.amount <= 0 || r.amount > MOST) return 'amount not allowed';
  if (typeof r.currency !== 'string' || !/^[A-Z]{3}$/.test(r.currency)) return 'currency not allowed';
  if (!Number.isSafeInteger(r.at) || r.at < 0) return 'instant not allowed';
  return undefined;
}

function answerOf(m: book.Movement): ProviderAnswer {
  if (m.state === 'declined')
    return { state: 'declined', providerId: m.providerId, ...(m.reason ? { reason: m.reason } : {}) };
  // A movement that came back was accepted once; that it came back is told by a notification and by `lookUp`.
  const state = m.state === 'settled' ? 'settled' : 'accepted';
  return { state, providerId: m.providerId, ...(m.settlesAt === undefined ? {} : { arrivesBy: m.settlesAt }) };
}

type Wanted = Omit<book.Movement, 'providerId'>;
const same = (m: book.Movement, w: Wanted): boolean =>
  m.kind === w.kind && m.amount === w.amount && m.currency === w.currency && m.other === w.other;
const repeated = (m: book.Movement, w: Wanted): ProviderAnswer =>
  same(m, w) ? answerOf(m) : declined('reference reused');

/** How many notifications follow a change of this movement: a card's own habit, one for a payout. */
async function notificationsOf(c: pg.PoolClient, m: book.Movement): Promise<number> {
  if (m.kind === 'payout') return 1;
  const charge = m.kind === 'charge' ? m : await book.find(c, m.other);
  return (charge && sandboxCard(charge.other)?.notifications) ?? 1;
}

async function announce(c: pg.PoolClient, m: book.Movement): Promise<void> {
  const notice = noticeOf(m);
  const copies = await notificationsOf(c, m);
  for (let n = 0; n < copies; n += 1) await book.plan(c, m.reference, { at: m.at, does: 'notify' }, notice);
}

/** Enters a movement with what follows from it, or finds the one that has its reference. */
async function enter(c: pg.PoolClient, wanted: Wanted, then: 'settle' | 'return' = 'settle'): Promise<ProviderAnswer> {
  const made = await book.enter(c, wanted);
  if (!made) {
    const there = await book.find(c, wanted.reference);
    return there ? repeated(there, wanted) : noAnswer;
  }
  if (made.state === 'settled') await announce(c, made);
  if (made.state === 'accepted' && made.settlesAt !== undefined) {
    await book.plan(c, made.reference, { at: made.settlesAt, does: then });
  }
  return answerOf(made);
}

async function charge(db: Db, r: ChargeRequest): Promise<ProviderAnswer> {
  const card = sandboxCard(r.card);
  const fault = faultOf(r) ?? (card ? undefined : 'unknown card');
  if (fault || !card) return declined(fault ?? 'unknown card');
  const { reference, amount, currency, at } = r;
  const base = { reference, kind: 'charge', amount, currency, other: r.card, at } as const;
  return inTransaction(db, async (c) => {
    const there = await book.find(c, reference);
    if (there) return repeated(there, { ...base, state: 'settled' });
    if (card.charge === 'lost' && (await book.loseOnce(c, reference))) return noAnswer;
    if (card.charge === 'declines') return enter(c, { ...base, state: 'declined', reason: card.reason ?? 'declined' });
    if (card.charge === 'late') return enter(c, { ...base, state: 'accepted', settlesAt: at + LATE });
    const answer = await enter(c, { ...base, state: 'settled', settlesAt: at });
    return card.charge === 'mute' && answer.state === 'settled' ? noAnswer : answer;
  });
}

/** Why a charge can't give this back; such a refund is not entered, so it may be asked again when it can. */
async function hindrance(
  c: pg.PoolClient,
  r: RefundRequest,
  from: book.Movement | undefined,
): Promise<string | undefined> {
  if (from?.kind !== 'charge') return 'unknown charge';
  if (from.state !== 'settled') return 'the charge is not settled';
  if (from.currency !== r.currency) return 'not the currency of the charge';
  if ((await book.refunded(c, r.charge)) + r.amount > from.amount) return 'more than the charge took';
  return undefined;
}

async function refund(db: Db, r: RefundRequest, holidays: Holidays): Promise<ProviderAnswer> {
  const fault = faultOf(r) ?? (typeof r.charge === 'string' && !r.charge.includes('\0') ? undefined : 'unknown charge');
  if (fault) return declined(fault);
  const { reference, amount, currency, at } = r;
  const settlesAt = endOfBusinessDay(at, REFUND_DAYS, holidays);
  const wanted = {
    reference,
    kind: 'refund',
    amount,
    currency,
    other: r.charge,
    at,
    state: 'accepted',
    settlesAt,
  } as const;
  return inTransaction(db, async (c) => {
    // The charge's row is the lock under which its refunds are counted.
    const from = await book.find(c, r.charge, true);
    const there = await book.find(c, reference);
    if (there) return repeated(there, wanted);
    const no = await hindrance(c, r, from);
    if (no) return declined(no);
    const habit = sandboxCard(from?.other ?? '')?.refund ?? 'settles';
    if (habit === 'declines') {
      const { settlesAt: _, ...never } = wanted;
      return enter(c, { ...never, state: 'declined', reason: 'the card takes no refunds' });
    }
    return enter(c, wanted, habit === 'returns' ? 'return' : 'settle');
  });
}

async function payout(db: Db, r: PayoutRequest, holidays: Holidays): Promise<ProviderAnswer> {
  const fault = faultOf(r) ?? (/^[\x21-\x7e]{1,200}$/.test(r.account) ? undefined : 'unknown account');
  if (fault) return declined(fault);
  const { reference, amount, currency, account: other, at } = r;
  const settlesAt = endOfBusinessDay(at, PAYOUT_DAYS, holidays);
  return inTransaction(db, (c) =>
    enter(c, { reference, kind: 'payout', amount, currency, other, at, state: 'accepted', settlesAt }),
  );
}

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
    await c.query('select pg_advisory_lock($1)', [TURN]);
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
