/** Instants and what clocks in a zone show. A day and time that somebody typed is read in a zone that is theirs, and not in that of the device. */

const formats = new Map<string, Intl.DateTimeFormat>();

/** What a clock in the zone shows at this instant, as if it were UTC; ms. */
export function wall(at: number, zone: string): number {
  let format = formats.get(zone);
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
    formats.set(zone, format);
  }
  const of = Object.fromEntries(format.formatToParts(at).map((p) => [p.type, Number(p.value)])) as Record<string, number>;
  return Date.UTC(of['year'] ?? 0, (of['month'] ?? 1) - 1, of['day'], of['hour'], of['minute'], of['second']);
}

/** When a clock in the zone shows this (as `wall` says it); ms. Where clocks show it twice it is the first time; where they leap over it, as much after the leap. */
export function whenShown(shown: number, zone: string): number {
  // Offsets are asked for at the guess, and on either side of it: one of them holds.
  const guesses = [shown, shown - 86_400_000, shown + 86_400_000].map((at) => shown - (wall(at, zone) - at));
  const exact = guesses.filter((at) => wall(at, zone) === shown);
  return exact.length > 0 ? Math.min(...exact) : Math.max(...guesses);
}

/** When a clock in the zone shows "2026-12-01T14:30", ISO 8601. Undefined: it is not a day and a time. */
export function instantIn(zone: string, typed: string): string | undefined {
  const shown = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(typed) ? Date.parse(`${typed}Z`) : Number.NaN;
  return Number.isNaN(shown) ? undefined : new Date(whenShown(shown, zone)).toISOString();
}
