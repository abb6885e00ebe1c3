/** What the words of terms are read with: sentences, quantities, amounts. English and German, and nothing cleverer than that. */
import type { Terms } from '../contract.ts';
import { isMinor, type Minor } from '../money.ts';

/** A sentence of the terms, and the field it stands in. */
export interface Said {
  readonly field: string;
  readonly quote: string;
}

const LONGEST_QUOTE = 300;
const short = (text: string): string => (text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE - 1).trimEnd()}…`);

/** Nobody's sentence is longer. What is, is read in pieces: some patterns take time by the square of what they are read against. */
const LONGEST = 500;
const pieces = (text: string): string[] => {
  if (text.length <= LONGEST) return [text];
  const space = text.lastIndexOf(' ', LONGEST);
  const end = space > 0 ? space : LONGEST;
  return [text.slice(0, end), ...pieces(text.slice(end).trimStart())];
};
/** Cut at ends of lines and of sentences. A point between digits or after a single letter ("e.g.", "z. B.") ends nothing. */
export const sentencesIn = (text: string): string[] =>
  text
    .split(/\n+|(?<=[^\s.]{2}[.!?])\s+(?=[\p{Lu}\d"„“'(])/u)
    .map((s) => s.trim())
    .filter(Boolean)
    .flatMap(pieces);

/** Every sentence of the terms that may be read for what it promises. Titles count as sentences; the job post does not belong to the terms. */
export function sentencesOf(terms: Terms): Said[] {
  const texts: [string, string][] = [
    ['title', terms.title],
    ['scope', terms.scope],
    ...terms.milestones.flatMap((m, n): [string, string][] => [
      [`milestones.${n + 1}.title`, m.title],
      [`milestones.${n + 1}.description`, m.description],
      ...m.criteria.map((c): [string, string] => [`milestones.${n + 1}.criteria`, c]),
    ]),
  ];
  return texts.flatMap(([field, text]) => sentencesIn(text).map((quote) => ({ field, quote })));
}
export const quoted = (said: Said): Said => ({ ...said, quote: short(said.quote) });

const NUMBER_WORDS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'one two three four five six seven eight nine ten eleven twelve',
    'eine zwei drei vier fünf sechs sieben acht neun zehn elf zwölf',
    'ein zwo drei vier fuenf sechs sieben acht neun zehn elf zwoelf',
  ].flatMap((list) => list.split(' ').map((word, n) => [word, n + 1])),
);
const UNITS: readonly (readonly [string, RegExp])[] = [
  ['pages', /^(?:pages?|seiten?|unterseiten?)$/i],
  ['words', /^(?:words?|wörter|worte?n?)$/i],
  ['articles', /^(?:articles?|posts?|artikeln?|beiträgen?)$/i],
  ['screens', /^(?:screens?|bildschirmen?|ansichten)$/i],
  ['images', /^(?:images?|pictures?|photos?|illustrations?|bildern?|fotos|illustrationen)$/i],
  ['minutes', /^(?:minutes?|minuten)$/i],
  ['hours', /^(?:hours?|stunden)$/i],
  ['languages', /^(?:languages?|sprachen)$/i],
  ['versions', /^(?:versions?|variants?|varianten|fassungen|versionen)$/i],
];
const thousands = (text: string): number => Number(text.replace(/[.,\s](?=\d{3}(?!\d))/g, '').replace(',', '.'));

export interface Quantity {
  readonly unit: string;
  readonly n: number;
  readonly said: Said;
}

/** "5 pages", "five pages", "2.000 Wörter", "5 web pages": a number, at most one word between, a thing that is counted. */
export function quantitiesIn(said: readonly Said[]): Quantity[] {
  return said.flatMap((s) =>
    [...s.quote.matchAll(/(?<![\d.,\p{L}])(\d{1,3}(?:[.,]\d{3})+|\d+|\p{L}+)[\s-]+(?:(\p{L}+)[\s-]+)?(\p{L}+)?/giu)].flatMap((m) => {
      const [, number = '', between = '', last = ''] = m;
      const n = /^\d/.test(number) ? thousands(number) : NUMBER_WORDS[number.toLowerCase()];
      const unit = n === undefined ? undefined : UNITS.find(([, word]) => word.test(between) || word.test(last))?.[0];
      return n === undefined || unit === undefined ? [] : [{ unit, n, said: s }];
    }),
  );
}

const CURRENCIES: Readonly<Record<string, string>> = { $: 'USD', '€': 'EUR', '£': 'GBP', euro: 'EUR', euros: 'EUR', dollar: 'USD', dollars: 'USD' };
const MONEY = /([$€£]|\b(?:USD|EUR|GBP|CHF)\b)\s?(\d[\d.,]*\d|\d)|(\d[\d.,]*\d|\d)\s?([$€£]|(?:USD|EUR|GBP|CHF|euros?|dollars?)\b)/gi;

export interface Sum {
  readonly currency: string;
  readonly amount: Minor;
  readonly said: Said;
}

/** Amounts with their currency, as people write them: $1,200.50, 1.200,50 €, 1200 USD. Two digits after the point, as everywhere here. */
export function sumsIn(said: readonly Said[]): Sum[] {
  return said.flatMap((s) =>
    [...s.quote.matchAll(MONEY)].flatMap((m) => {
      const sign = m[1] ?? m[4] ?? '';
      const text = m[2] ?? m[3] ?? '';
      const cents = /[.,](\d{2})$/.exec(text);
      const main = (cents ? text.slice(0, -3) : text).replace(/[.,]/g, '');
      const amount = Number(main) * 100 + Number(cents?.[1] ?? 0);
      return isMinor(amount) ? [{ currency: CURRENCIES[sign.toLowerCase()] ?? sign.toUpperCase(), amount, said: s }] : [];
    }),
  );
}

/** Two texts beside each other, sentence by sentence; `same`: the other says it too. */
export interface Beside {
  readonly text: string;
  readonly same: boolean;
}
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
export function besideJobPost(terms: Terms): { readonly post: Beside[]; readonly offer: Beside[] } | undefined {
  if (terms.jobPost === undefined) return undefined;
  const mark = (list: readonly string[], other: readonly string[]): Beside[] => {
    const there = new Set(other.map(plain));
    return list.map((text) => ({ text, same: there.has(plain(text)) }));
  };
  const post = sentencesIn(terms.jobPost);
  const offer = sentencesOf(terms).map((s) => s.quote);
  return { post: mark(post, offer), offer: mark(offer, post) };
}
