/** Calendar days in somebody's zone, as instants. */

import { wall, whenShown } from '@fairhold/copy/zoned';

/** The first instant of a day, like "2026-11-01", in a zone; ms. Where clocks leap over midnight it is the first instant after it. */
export const startOfDay = (day: string, zone: string): number => whenShown(Date.parse(`${day}T00:00:00Z`), zone);

/** The day after, as a day: "2026-10-31" gives "2026-11-01". */
export const dayAfter = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
/** The day that it is in a zone, like "2026-11-01". */
export const dayOf = (at: number, zone: string): string => new Date(wall(at, zone)).toISOString().slice(0, 10);

/**
 * The next instant after `now` at which a clock in the zone shows this many minutes after midnight, on any day or on a weekday (1 is
 * Monday). Where clocks leap over it, it is the first instant after the leap; where they show it twice, the first time.
 */
export function nextAtClock(now: number, zone: string, minute: number, weekday?: number): number {
  for (let day = dayOf(now, zone), n = 0; n < 9; day = dayAfter(day), n += 1) {
    if (weekday !== undefined && (new Date(`${day}T00:00:00Z`).getUTCDay() || 7) !== weekday) continue;
    const shown = Date.parse(`${day}T00:00:00Z`) + minute * 60_000;
    const at = whenShown(shown, zone);
    if (at > now) return at;
  }
  throw new Error(`no such time in ${zone}`);
}
