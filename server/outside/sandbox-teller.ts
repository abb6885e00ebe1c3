/** What the sandbox bank does when it is asked: charges, refunds, payouts. Every answer is written down before it is given. */
import type { Soonest } from '@fairhold/domain';
import { endOfBusinessDay, type Holidays } from '@fairhold/domain/time';
import type pg from 'pg';
import { type Db, inTransaction } from '../store/db.ts';
import type { ChargeRequest, PayoutRequest, ProviderAnswer, RefundRequest } from './payments.ts';
import * as book from './sandbox-book.ts';
import { sandboxCard } from './sandbox-cards.ts';
import { noticeOf } from './sandbox-notice.ts';

/** Charges that are not settled at once are after this long. */
const LATE = 10_000;
const REFUND_DAYS = 3;
const PAYOUT_DAYS = 1;
export const SOONEST: Soonest = { refund: { businessDays: REFUND_DAYS }, payout: { businessDays: PAYOUT_DAYS } };
/** Bank accounts that end like this send every payout back. */
export const PAYOUT_RETURNS = '9999';
const MOST = 1_000_000_000_000;
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
  if (m.state === 'declined') return { state: 'declined', providerId: m.providerId, ...(m.reason ? { reason: m.reason } : {}) };
  // A movement that came back was accepted once; that it came back is told by a notification and by `lookUp`.
  const state = m.state === 'settled' ? 'settled' : 'accepted';
  return { state, providerId: m.providerId, ...(m.settlesAt === undefined ? {} : { arrivesBy: m.settlesAt }) };
}

type Wanted = Omit<book.Movement, 'providerId'>;
const same = (m: book.Movement, w: Wanted): boolean => m.kind === w.kind && m.amount === w.amount && m.currency === w.currency && m.other === w.other;
const repeated = (m: book.Movement, w: Wanted): ProviderAnswer => (same(m, w) ? answerOf(m) : declined('reference reused'));

/** How many notifications follow a change of this movement: a card's own habit, one for a payout. */
async function notificationsOf(c: pg.PoolClient, m: book.Movement): Promise<number> {
  if (m.kind === 'payout') return 1;
  const charge = m.kind === 'charge' ? m : await book.find(c, m.other);
  return (charge && sandboxCard(charge.other)?.notifications) ?? 1;
}

/** Writes down the notifications of a change, in its transaction. */
export async function announce(c: pg.PoolClient, m: book.Movement): Promise<void> {
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

export async function charge(db: Db, r: ChargeRequest): Promise<ProviderAnswer> {
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
async function hindrance(c: pg.PoolClient, r: RefundRequest, from: book.Movement | undefined): Promise<string | undefined> {
  if (from?.kind !== 'charge') return 'unknown charge';
  if (from.state !== 'settled') return 'the charge is not settled';
  if (from.currency !== r.currency) return 'not the currency of the charge';
  if ((await book.refunded(c, r.charge)) + r.amount > from.amount) return 'more than the charge took';
  return undefined;
}

export async function refund(db: Db, r: RefundRequest, holidays: Holidays): Promise<ProviderAnswer> {
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

export async function payout(db: Db, r: PayoutRequest, holidays: Holidays): Promise<ProviderAnswer> {
  const fault = faultOf(r) ?? (/^[\x21-\x7e]{1,200}$/.test(r.account) ? undefined : 'unknown account');
  if (fault) return declined(fault);
  const { reference, amount, currency, at } = r;
  // The book of a stand-in is no place for a real number: it keeps how the account begins and ends.
  const other = r.to ? `${r.to.number.slice(0, 2)}...${r.to.number.slice(-4)}` : r.account;
  const settlesAt = endOfBusinessDay(at, PAYOUT_DAYS, holidays);
  const then = r.to?.number.endsWith(PAYOUT_RETURNS) ? 'return' : 'settle';
  return inTransaction(db, (c) => enter(c, { reference, kind: 'payout', amount, currency, other, at, state: 'accepted', settlesAt }, then));
}
