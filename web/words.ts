/** The reader's words, language and zone; amounts and instants as they read them. What is said about contracts comes from the API. */
import { WEB, type WebWords } from '@fairhold/copy/en/web';
import { bothZones, date, dateTime, money } from '@fairhold/copy/format';
import { directionOf, type Locale, localeFrom } from '@fairhold/copy/locales';
import { again } from './again.ts';

export { date, dateTime, money };

/** The words of the page. Another language takes their place before the first page is drawn. */
export let w: WebWords = WEB;
/** Language of words, amounts and dates: the same for the page and for the sentences of the API. */
export let locale: Locale = 'en';
/** Time zone in which instants are read: the one from the settings once it is known. */
export let zone = localStorage.getItem('zone') ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Words in the languages besides English, each loaded when somebody reads it. */
export type Others<T> = Readonly<Record<Exclude<Locale, 'en'>, () => Promise<T>>>;
const OTHERS: Others<WebWords> = {
  de: async () => (await import('@fairhold/copy/de/web')).WEB,
  qps: async () => (await import('@fairhold/copy/pseudo')).stretched(WEB),
};
/** Words that come later than the frame's, in its language. */
export const inLanguage = async <T>(english: T, others: Others<T>): Promise<T> => (locale === 'en' ? english : again(others[locale]));
const KEPT = 'locale';

/** The words for a language tag like "de-AT"; English where there are none. */
export async function speak(tag: string): Promise<void> {
  const found = localeFrom(tag) ?? 'en';
  locale = found;
  w = await inLanguage(WEB, OTHERS);
  document.documentElement.lang = locale;
  document.documentElement.dir = directionOf(locale);
}
/** The language to begin with: the one last used here, else the browser's. */
export const firstLocale = (): string => localStorage.getItem(KEPT) ?? navigator.language;
/** What the reader's settings say. True: the language is another one, and the page has to be drawn anew. */
export function readAs(settings: { readonly zone?: string; readonly locale?: string }): boolean {
  if (settings.zone) {
    zone = settings.zone;
    localStorage.setItem('zone', zone);
  }
  if (!settings.locale || settings.locale === localStorage.getItem(KEPT)) return false;
  localStorage.setItem(KEPT, settings.locale);
  return settings.locale.slice(0, 2) !== locale.slice(0, 2);
}

/** With the sign for minus, which is as wide as a figure. */
export const cash = (amount: number, currency: string): string => money(amount, currency, locale).replace('-', '−');
export const when = (iso: string): string => dateTime(Date.parse(iso), zone, locale);
export const day = (iso: string): string => date(Date.parse(iso), zone, locale);
/** A day without a time, like a due date: nobody's zone moves it. */
export const calendarDay = (iso: string): string => date(Date.parse(iso.slice(0, 10)), 'UTC', locale);
export const inBothZones = (iso: string): string => bothZones(Date.parse(iso), zone, locale);

/** "6 days 23 hours left", rounded down: never more time than there is. */
export function left(at: string, now: number): string {
  const ms = Date.parse(at) - now;
  if (ms <= 0) return w.time.over;
  const minutes = Math.floor(ms / 60_000);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  if (days > 0) return w.time.daysHours(days, hours);
  if (hours > 0) return w.time.hoursMinutes(hours, minutes % 60);
  return minutes > 0 ? w.time.minutes(minutes) : w.time.lessThanMinute;
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
/** As one would type it: the reader's decimal sign, and no signs between thousands. */
export const writeAmount = (amount: number): string => {
  const sign = new Intl.NumberFormat(locale).formatToParts(0.5).find((p) => p.type === 'decimal')?.value;
  return `${Math.floor(amount / 100)}${sign === ',' ? ',' : '.'}${String(amount % 100).padStart(2, '0')}`;
};
