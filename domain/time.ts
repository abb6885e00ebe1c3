/** Instants are milliseconds since 1970 in UTC. Periods are policy data; a deadline is computed once and kept (TIM-1..3). */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

export const SECOND = 1000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/**
 * A length of time in a policy: n × 24 h, n × 1 h, the end of the n-th business day (TIM-2, TIM-3), or the end of the UTC
 * day that is n days later (FBK-1).
 */
export type Period =
  | { readonly days: number }
  | { readonly hours: number }
  | { readonly businessDays: number }
  | { readonly midnightAfterDays: number };

/** Dates (YYYY-MM-DD, UTC) on which no business is done, beside Saturdays and Sundays. */
export type Holidays = ReadonlySet<string>;

/** The UTC date of an instant, as YYYY-MM-DD. */
export function dateOf(at: Instant): string {
  const { year, month, day } = civil(Math.floor(at / DAY));
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** The first instant of a date given as YYYY-MM-DD; undefined when there is no such date. */
export function startOf(date: string): Instant | undefined {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!m) return undefined;
  const at = daysFromCivil(Number(m[1]), Number(m[2]), Number(m[3])) * DAY;
  return dateOf(at) === date ? at : undefined;
}

/** Whether the UTC day of an instant is neither Saturday, Sunday nor a holiday. */
export function isBusinessDay(at: Instant, holidays: Holidays): boolean {
  const weekday = (((Math.floor(at / DAY) + 4) % 7) + 7) % 7;
  return weekday !== 0 && weekday !== 6 && !holidays.has(dateOf(at));
}

/** The end (23:59:59.999 UTC) of the n-th business day after the day of `from` (TIM-3). */
export function endOfBusinessDay(from: Instant, n: number, holidays: Holidays): Instant {
  let day = Math.floor(from / DAY) * DAY;
  for (let left = n; left > 0; ) {
    day += DAY;
    if (isBusinessDay(day, holidays)) left -= 1;
  }
  return day + DAY - 1;
}

/** When a period that begins at `from` is over. */
export function endOf(from: Instant, period: Period, holidays: Holidays): Instant {
  if ('days' in period) return from + period.days * DAY;
  if ('hours' in period) return from + period.hours * HOUR;
  if ('midnightAfterDays' in period) return (Math.floor(from / DAY) + period.midnightAfterDays + 1) * DAY - 1;
  return endOfBusinessDay(from, period.businessDays, holidays);
}

/** ISO 8601 in UTC with milliseconds, as the API writes instants. */
export function iso(at: Instant): string {
  const inDay = ((at % DAY) + DAY) % DAY;
  const two = (n: number) => String(n).padStart(2, '0');
  const clock = `${two(Math.floor(inDay / HOUR))}:${two(Math.floor(inDay / 60_000) % 60)}:${two(Math.floor(inDay / SECOND) % 60)}`;
  return `${dateOf(at)}T${clock}.${String(inDay % SECOND).padStart(3, '0')}Z`;
}

// Days since 1970 to and from the Gregorian calendar; the domain uses no Date, so that nothing here can ask the clock.
function daysFromCivil(y: number, month: number, day: number): number {
  const year = month <= 2 ? y - 1 : y;
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

function civil(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const doe = z - era * 146_097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return { year: yoe + era * 400 + (month <= 2 ? 1 : 0), month, day: doy - Math.floor((153 * mp + 2) / 5) + 1 };
}
