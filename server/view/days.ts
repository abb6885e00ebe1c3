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
