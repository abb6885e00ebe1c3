/**
 * When money on its way out reaches its bank and its owner: not before the provider can have it there, and at the latest when the
 * policy says (MNY-7).
 */
import type { Instance } from './contract.ts';
import { DAY, endOf, endOfBusinessDay, type Holidays, type Instant, type Period } from './time.ts';

/** How soon a provider delivers what it has taken. */
export interface Soonest {
  readonly refund: Period;
  readonly payout: Period;
}
/** Between when. `earliest` is missing when the latest is over, or when the provider does not say. */
export interface Between {
  readonly earliest?: Instant;
  readonly latest: Instant;
}
export interface Arrival {
  /** While the bank has not taken it: when it does. */
  readonly withBank?: Between;
  readonly there: Between;
}

/** What is still ahead of a refund or a payout at `now`; undefined: it arrived, or came back. */
export function arrivalOf(i: Instance, now: Instant, soonest: Soonest | undefined, holidays: Holidays): Arrival | undefined {
  const latest = i.windows[0]?.dueAt;
  if (latest === undefined) return undefined;
  const waits = i.state !== 'sent';
  if (now > latest) return { there: { latest }, ...(waits && { withBank: { latest } }) };
  const takes = soonest?.[i.process as keyof Soonest];
  const there = { latest, ...(takes && { earliest: Math.min(latest, Math.max(now, firstOf(waits ? now : i.since, takes, holidays))) }) };
  if (!waits) return { there };
  return { there, withBank: { earliest: now, latest: takes ? Math.max(now, lastStart(latest, takes, holidays)) : latest } };
}

/** When a period that begins at `from` can be over at the earliest: of one in days, from the beginning of its last day. */
function firstOf(from: Instant, period: Period, holidays: Holidays): Instant {
  const end = endOf(from, period, holidays);
  return 'businessDays' in period || 'midnightAfterDays' in period ? Math.floor(end / DAY) * DAY : end;
}

/** The last instant at which a period can begin and be over at `end`. */
function lastStart(end: Instant, period: Period, holidays: Holidays): Instant {
  if (!('businessDays' in period)) return end - (endOf(end, period, holidays) - end);
  let day = Math.floor(end / DAY) * DAY + DAY - 1;
  while (endOfBusinessDay(day, period.businessDays, holidays) > end) day -= DAY;
  return day;
}
