/** A day and time as somebody typed it, as an instant: read in a zone that is theirs, and not in that of the device. */

/** What a clock in the zone shows, as if it were UTC; ms. */
function wall(at: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const of = Object.fromEntries(format.formatToParts(at).map((p) => [p.type, Number(p.value)])) as Record<string, number>;
  return Date.UTC(of['year'] ?? 0, (of['month'] ?? 1) - 1, of['day'], of['hour'], of['minute'], of['second']);
}

/**
 * When a clock in the zone shows "2026-12-01T14:30", ISO 8601. Where clocks show it twice it is the first time; where they leap over it,
 * as much after the leap. Undefined: it is not a day and a time.
 */
export function instantIn(zone: string, typed: string): string | undefined {
  const shown = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(typed) ? Date.parse(`${typed}Z`) : Number.NaN;
  if (Number.isNaN(shown)) return undefined;
  const guesses = [shown, shown - 86_400_000, shown + 86_400_000].map((at) => shown - (wall(at, zone) - at));
  const exact = guesses.filter((at) => wall(at, zone) === shown);
  return new Date(exact.length > 0 ? Math.min(...exact) : Math.max(...guesses)).toISOString();
}
