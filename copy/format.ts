/** Amounts and instants as people read them; from minor units and UTC, at the last moment, by Intl. */

/** Dates and clocks: day before month, 24 hours. */
const regionOf = (locale: string): string => (locale === 'en' || locale === 'qps' ? 'en-GB' : locale === 'de' ? 'de-DE' : locale);
/** Money: "$1,234.50" in English, "1.234,50 $" in German. */
const numbersOf = (locale: string): string => (locale === 'qps' ? 'en' : locale === 'de' ? 'de-DE' : locale);

const digits = new Map<string, number>();
function digitsOf(currency: string): number {
  let n = digits.get(currency);
  if (n === undefined) {
    n = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    digits.set(currency, n);
  }
  return n;
}

const formats = new Map<string, Intl.NumberFormat>();
/** Minor units as "$1,234.50". */
export function money(amount: number, currency: string, locale = 'en'): string {
  const key = `${locale} ${currency}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(numbersOf(locale), { style: 'currency', currency });
    formats.set(key, format);
  }
  const n = digitsOf(currency);
  const sign = amount < 0 ? '-' : '';
  const text = String(Math.abs(amount)).padStart(n + 1, '0');
  const whole = text.slice(0, text.length - n) || '0';
  return format.format(`${sign}${whole}${n > 0 ? `.${text.slice(-n)}` : ''}` as unknown as number);
}

/** Minor units as a plain decimal, like "-1250.50": for programs and spreadsheets. */
export function decimal(amount: number, currency: string): string {
  const n = digitsOf(currency);
  const text = String(Math.abs(amount)).padStart(n + 1, '0');
  return `${amount < 0 ? '-' : ''}${text.slice(0, text.length - n)}${n > 0 ? `.${text.slice(-n)}` : ''}`;
}

const dates = new Map<string, Intl.DateTimeFormat>();
function dateFormat(locale: string, zone: string, withTime: boolean): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${withTime}`;
  let format = dates.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(regionOf(locale), {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone: zone,
      ...(withTime && { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' }),
    });
    dates.set(key, format);
  }
  return format;
}
/** In German a day never stands apart from its month, nor a time from its zone: "3. Dez.", "14:05 MEZ". In no language does "GMT−5" break at its minus. */
function kept(text: string, locale: string): string {
  const whole = text.replace(/\b(GMT|UTC)-(?=\d)/, '$1\u2212');
  return locale === 'de' ? whole.replace(/(\d\.) (?=\p{L})/u, '$1\u00a0').replace(/(\d\d:\d\d) (?=\p{L})/u, '$1\u00a0') : whole;
}
/** "Thu, 3 Dec 2026, 14:05 CET". */
export const dateTime = (at: number, zone: string, locale = 'en'): string => kept(dateFormat(locale, zone, true).format(at), locale);
/** "Thu, 3 Dec 2026". */
export const date = (at: number, zone: string, locale = 'en'): string => kept(dateFormat(locale, zone, false).format(at), locale);
/** "13:05 UTC"; with its day, "4 Dec, 01:05 UTC". */
const inUtc = (at: number, locale: string, withDay: boolean): string =>
  kept(
    `${new Intl.DateTimeFormat(regionOf(locale), {
      timeZone: 'UTC',
      hour: '2-digit',
      minute: '2-digit',
      ...(withDay && { day: 'numeric', month: 'short' }),
    }).format(at)} UTC`,
    locale,
  );
/** In the reader's zone, with UTC behind it unless that is the reader's zone; the day is said twice only where it differs, the year once. */
export function bothZones(at: number, zone: string, locale = 'en'): string {
  if (zone === 'UTC') return dateTime(at, 'UTC', locale);
  return `${dateTime(at, zone, locale)} (${inUtc(at, locale, date(at, 'UTC', locale) !== date(at, zone, locale))})`;
}
const shares = new Map<string, Intl.NumberFormat>();
/** 1250 basis points as "12.5%", or as the language writes it. */
export function percent(basisPoints: number, locale = 'en'): string {
  let format = shares.get(locale);
  if (!format) {
    format = new Intl.NumberFormat(regionOf(locale), { style: 'percent', maximumFractionDigits: 2 });
    shares.set(locale, format);
  }
  return format.format(basisPoints / 10_000);
}
