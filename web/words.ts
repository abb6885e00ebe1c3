/** Words and formats of the web app's own frame; everything about contracts comes from the API. */
import { date, dateTime, money } from '@fairhold/copy';

export { date, dateTime, money };

const locale = navigator.language || 'en';
export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
export const cash = (amount: number, currency: string): string => money(amount, currency, locale);
export const when = (iso: string): string => dateTime(Date.parse(iso), zone, 'en');
export const day = (iso: string): string => date(Date.parse(iso), zone, 'en');
export const utc = (iso: string): string => dateTime(Date.parse(iso), 'UTC', 'en');

/** "6 days 23 hours left", rounded down: never more time than there is. */
export function left(at: string, now: number): string {
  const ms = Date.parse(at) - now;
  if (ms <= 0) return 'time is over';
  const minutes = Math.floor(ms / 60_000);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const unit = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;
  if (days > 0) return `${unit(days, 'day')} ${unit(hours, 'hour')} left`;
  if (hours > 0) return `${unit(hours, 'hour')} ${unit(minutes % 60, 'minute')} left`;
  return minutes > 0 ? `${unit(minutes, 'minute')} left` : 'less than a minute left';
}

/** Reads "1,234.50", "1 234,50" or "1234.5" as minor units; undefined when it is none of them. */
export function readAmount(text: string, digits = 2): number | undefined {
  const plain = text
    .trim()
    .replace(/[\s\u00a0\u202f'’]/g, '')
    .replace(/^[^\d.,-]+|[^\d.,]+$/g, '');
  const m = /^(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](\d{1,4}))?$/.exec(plain);
  if (!m?.[1]) return undefined;
  const fraction = m[2] ?? '';
  if (fraction.length > digits) return undefined;
  const whole = m[1].replace(/[.,]/g, '');
  const n = Number(`${whole}${fraction.padEnd(digits, '0')}`);
  return Number.isSafeInteger(n) ? n : undefined;
}
export const writeAmount = (amount: number): string => `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
