/** The languages there are, which of them a reader gets, and which way they are written. */

/** Languages a person may choose. */
export const LOCALES = ['en', 'de'] as const;
/** English stretched and marked, for tests of layouts: what shows without brackets has not gone through copy. */
export const TEST_LOCALE = 'qps';
export type Locale = (typeof LOCALES)[number] | typeof TEST_LOCALE;

/** Each language by its own name. */
export const LOCALE_NAMES: Readonly<Record<(typeof LOCALES)[number], string>> = { en: 'English', de: 'Deutsch' };

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);
/** Which way a language is written: for `dir`. */
export const directionOf = (locale: string): 'ltr' | 'rtl' => (RIGHT_TO_LEFT.has(locale.slice(0, 2)) ? 'rtl' : 'ltr');

/** The language of a tag like "de-AT" if it is there. */
export function localeFrom(tag: string | undefined): Locale | undefined {
  const [language] = (tag ?? '').trim().toLowerCase().split('-');
  if (language === TEST_LOCALE) return TEST_LOCALE;
  return LOCALES.find((one) => one === language);
}

/** The best language of an `Accept-Language` header (RFC 9110); undefined when it names none of ours, or only `*`. */
export function bestOf(header: string | undefined): Locale | undefined {
  const wanted = (header ?? '')
    .split(',')
    .slice(0, 20)
    .map((part, n) => {
      const [tag, ...rest] = part.split(';');
      const q = /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(rest.join(';'))?.[1];
      return { locale: localeFrom(tag), weight: q === undefined ? 1 : Number(q), n };
    })
    .filter((one) => one.locale !== undefined && one.weight > 0)
    .sort((a, b) => b.weight - a.weight || a.n - b.n);
  return wanted[0]?.locale;
}

/** Whether `Intl` knows this time zone by that name. */
export const isZone = (zone: string | undefined): zone is string =>
  zone !== undefined && (zone === 'UTC' || Intl.supportedValuesOf('timeZone').includes(zone));
