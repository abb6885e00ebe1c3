/** Amounts and instants as people read them; from minor units and UTC, at the last moment, by Intl. */

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
    format = new Intl.NumberFormat(locale, { style: 'currency', currency });
    formats.set(key, format);
  }
  const n = digitsOf(currency);
  const sign = amount < 0 ? '-' : '';
  const text = String(Math.abs(amount)).padStart(n + 1, '0');
  const whole = text.slice(0, text.length - n) || '0';
  return format.format(`${sign}${whole}${n > 0 ? `.${text.slice(-n)}` : ''}` as unknown as number);
}

const dates = new Map<string, Intl.DateTimeFormat>();
function dateFormat(locale: string, zone: string, withTime: boolean): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${withTime}`;
  let format = dates.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
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
/** "Thu, 3 Dec 2026, 14:05 CET". */
export const dateTime = (at: number, zone: string, locale = 'en'): string => dateFormat(locale, zone, true).format(at);
/** "Thu, 3 Dec 2026". */
export const date = (at: number, zone: string, locale = 'en'): string => dateFormat(locale, zone, false).format(at);
const clock = (at: number, locale: string): string =>
  new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { timeZone: 'UTC', hour: '2-digit', minute: '2-digit' }).format(at);
/** In the reader's zone, with UTC behind it unless that is the reader's zone; the date is said twice only where it differs. */
export function bothZones(at: number, zone: string, locale = 'en'): string {
  if (zone === 'UTC') return dateTime(at, 'UTC', locale);
  const utc = date(at, 'UTC', locale) === date(at, zone, locale) ? `${clock(at, locale)} UTC` : dateTime(at, 'UTC', locale);
  return `${dateTime(at, zone, locale)} (${utc})`;
}
/** 1250 basis points as "12.5 %". */
export const percent = (basisPoints: number): string => `${Number((basisPoints / 100).toFixed(2))} %`;
