/**
 * A calendar counted out day by day, as one would on paper: no formula of the product's, no Date. It is the witness against which
 * `npm run deadlines` holds the domain's arithmetic.
 */
import type { Period } from '@fairhold/domain/time';

export interface CountedDay {
  /** Days since 1970-01-01, which was a Thursday. */
  readonly number: number;
  readonly date: string;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly leapDay: boolean;
  /** The day belongs to the 53rd ISO week of a year. */
  readonly week53: boolean;
}

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const two = (n: number): string => String(n).padStart(2, '0');
const isLeap = (year: number): boolean => (year % 100 === 0 ? year % 400 === 0 : year % 4 === 0);

/** All days of the years 1970 up to, not including, `before`. */
export function countDays(before: number): CountedDay[] {
  const days: CountedDay[] = [];
  let weekday = 4;
  for (let year = 1970; year < before; year += 1) {
    // A year has 53 ISO weeks when it begins on a Thursday, or is a leap year that begins on a Wednesday.
    const long = weekday === 4 || (isLeap(year) && weekday === 3);
    const first = days.length;
    for (const [month, length] of LENGTHS.entries())
      for (let day = 1; day <= length + (month === 1 && isLeap(year) ? 1 : 0); day += 1) {
        const date = `${year}-${two(month + 1)}-${two(day)}`;
        days.push({ number: days.length, date, weekday, leapDay: month === 1 && day === 29, week53: false });
        weekday = weekday === 6 ? 0 : weekday + 1;
      }
    // The 53rd week is the one around New Year's Eve.
    if (long) for (let n = Math.max(first, days.length - 7); n < days.length; n += 1) days[n] = { ...(days[n] as CountedDay), week53: true };
  }
  return days;
}

/** Easter Sunday after the tables of the Gregorian reform: golden number, epact, Sunday after the full moon. */
export function easterOf(year: number, days: readonly CountedDay[]): CountedDay {
  const golden = (year % 19) + 1;
  const century = Math.floor(year / 100) + 1;
  const solar = Math.floor((3 * century) / 4) - 12;
  const lunar = Math.floor((8 * century + 5) / 25) - 5;
  let epact = (11 * golden + 20 + lunar - solar) % 30;
  if (epact < 0) epact += 30;
  if ((epact === 25 && golden > 11) || epact === 24) epact += 1;
  const moon = epact > 23 ? 74 - epact : 44 - epact;
  const march = days.findIndex((d) => d.date === `${year}-03-01`);
  let n = march + moon - 1;
  do n += 1;
  while ((days[n] as CountedDay).weekday !== 0);
  return days[n] as CountedDay;
}

export interface Oracle {
  /** The last millisecond of a period that began `inDay` milliseconds into a day. */
  endOf(day: number, inDay: number, period: Period): bigint;
  isBusinessDay(day: number): boolean;
}

/** Business days are looked up in a list of them instead of being walked. */
export function oracleOf(days: readonly CountedDay[], holidays: ReadonlySet<string>): Oracle {
  const business: number[] = [];
  const upTo: number[] = [];
  for (const d of days) {
    if (d.weekday !== 0 && d.weekday !== 6 && !holidays.has(d.date)) business.push(d.number);
    upTo.push(business.length);
  }
  const lastOf = (day: number): bigint => BigInt(day) * 86_400_000n + 86_399_999n;
  return {
    isBusinessDay: (day) => business[(upTo[day] as number) - 1] === day,
    endOf(day, inDay, period) {
      const from = BigInt(day) * 86_400_000n + BigInt(inDay);
      if ('days' in period) return from + BigInt(period.days) * 24n * 60n * 60n * 1000n;
      if ('hours' in period) return from + BigInt(period.hours) * 60n * 60n * 1000n;
      if ('midnightAfterDays' in period) return lastOf(day + period.midnightAfterDays);
      return lastOf(period.businessDays === 0 ? day : (business[(upTo[day] as number) + period.businessDays - 1] as number));
    },
  };
}
