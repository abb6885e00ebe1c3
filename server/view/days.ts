/** Calendar days in somebody's zone, as instants. */

const parts = new Map<string, Intl.DateTimeFormat>();
function wall(at: number, zone: string): number {
  let format = parts.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    parts.set(zone, format);
  }
  const of = Object.fromEntries(format.formatToParts(at).map((p) => [p.type, Number(p.value)])) as Record<string, number>;
  return Date.UTC(of['year'] ?? 0, (of['month'] ?? 1) - 1, of['day'], of['hour'], of['minute'], of['second']);
}

/** The first instant of a day, like "2026-11-01", in a zone; ms. Where clocks leap over midnight it is the first instant after it. */
export function startOfDay(day: string, zone: string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // Offsets are asked for at the guess, and again at what it leads to: one of the two holds at the day's beginning.
  const guesses = [midnight, midnight - 86_400_000, midnight + 86_400_000].map((at) => midnight - (wall(at, zone) - at));
  const exact = guesses.filter((at) => wall(at, zone) === midnight);
  if (exact.length > 0) return Math.min(...exact);
  return Math.max(...guesses);
}

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
    const guesses = [shown, shown - 86_400_000, shown + 86_400_000].map((at) => shown - (wall(at, zone) - at));
    const exact = guesses.filter((at) => wall(at, zone) === shown);
    const at = exact.length > 0 ? Math.min(...exact) : Math.max(...guesses);
    if (at > now) return at;
  }
  throw new Error(`no such time in ${zone}`);
}
