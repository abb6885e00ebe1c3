import { describe, expect, test } from 'vitest';
import { WEB as dePages } from './de/web.ts';
import { ACCOUNT_PAGES as deOwn } from './de/web-account.ts';
import { CASE_PAGES as deCases } from './de/web-cases.ts';
import { LIST_PAGES as deLists } from './de/web-lists.ts';
import { OFFER_PAGES as deOffer } from './de/web-offer.ts';
import { WEB_STAFF as deStaff } from './de/web-staff.ts';
import { WEB as enPages } from './en/web.ts';
import { ACCOUNT_PAGES as enOwn } from './en/web-account.ts';
import { CASE_PAGES as enCases } from './en/web-cases.ts';
import { LIST_PAGES as enLists } from './en/web-lists.ts';
import { OFFER_PAGES as enOffer } from './en/web-offer.ts';
import { WEB_STAFF as enStaff } from './en/web-staff.ts';
import { stretched } from './pseudo.ts';

const de = { ...dePages, staff: deStaff, own: deOwn, offers: deOffer, lists: deLists, cases: deCases };
const en = { ...enPages, staff: enStaff, own: enOwn, offers: enOffer, lists: enLists, cases: enCases };

type Leaf = string | ((...given: unknown[]) => string);
function leaves(value: unknown, at = ''): [string, Leaf][] {
  if (typeof value === 'string' || typeof value === 'function') return [[at, value as Leaf]];
  return Object.entries(value as object).flatMap(([key, one]) => leaves(one, at ? `${at}.${key}` : key));
}
const GIVEN = ['QA1', 'QB2', 'QC3', 'QD4', 'QE5'];
/** A text with values in it that are easily found again. Counting words get 1, 2 or 0 instead. */
const said = (leaf: Leaf, count?: number): string =>
  typeof leaf === 'string' ? leaf : String(leaf(...(count === undefined ? GIVEN : GIVEN.map(() => count))));
const all = (words: unknown): [string, string][] =>
  leaves(words).flatMap(([at, leaf]) =>
    typeof leaf === 'string'
      ? [[at, leaf] as [string, string]]
      : [undefined, 0, 1, 2].map((k): [string, string] => [`${at}(${k ?? ''})`, said(leaf, k)]),
  );

describe('the words of the pages in German', () => {
  const english = new Map(leaves(en));
  test('every value that English says is said', () => {
    const wrong = leaves(de).flatMap(([at, leaf]) => {
      const ours = english.get(at);
      const valuesIn = (text: string) => [...GIVEN, 'NaN'].filter((v) => text.includes(v)).join();
      return ours !== undefined && valuesIn(said(leaf)) === valuesIn(said(ours)) ? [] : [`${at}: ${said(leaf)}`];
    });
    expect(wrong).toEqual([]);
    expect(leaves(de).length).toBe(leaves(en).length);
  });

  test('one and many are told apart', () => {
    expect([de.time.daysHours(1, 1), de.time.daysHours(6, 23), de.contracts.needs(0), de.contracts.needs(1), de.contracts.needs(2)]).toEqual([
      'Noch 1 Tag 1 Stunde',
      'Noch 6 Tage 23 Stunden',
      'Nichts wartet auf Sie.',
      '1 Vertrag wartet auf Sie.',
      '2 Verträge warten auf Sie.',
    ]);
    expect(de.contracts.count(10_000)).toBe('10.000 Verträge');
  });

  test('plain words, no sentence of more than 25, nothing left in English', () => {
    const SAME =
      /^(Fairhold|Digest|Mails|Sandbox|Escape|Name|Freelancer|Bank|kB|fh_.*|[\W\d]*|\d+ kB|g [cnm]|j, k|.*SHA-256.*|Support|Person|Id|Team|Status|Agenturen|Dokumente|.*Q[A-E]\d.*|NaN.*|(\W|\d)*)$/;
    const ours = new Map(all(en));
    const long = ([at, text]: readonly [string, string]) =>
      text
        .split(/(?<=[.?!:;])\s/)
        .filter((sentence) => sentence.split(/\s+/).length > 25)
        .map((sentence) => `${at}: ${sentence}`);
    expect([...ours].flatMap(long)).toEqual([]);
    const wrong = all(de).flatMap(([at, text]) => [
      ...long([at, text]),
      ...(/(ungültig|gegnerisch|\bdu\b|\bdein|bzw\.|[*:_]innen\b| {2}|undefined)/i.test(text) ? [`${at}: ${text}`] : []),
      ...(ours.get(at) === text && !SAME.test(text) && /[a-z]{3}/i.test(text) ? [`${at} is English: ${text}`] : []),
    ]);
    expect(wrong).toEqual([]);
  });

  test('the test language has the same shape, bracketed', () => {
    const plain = leaves(stretched(en)).map(([at, leaf]) => [at, said(leaf)] as const);
    expect(plain.filter(([, text]) => text !== '' && !/^\[[\s\S]*\]$/.test(text))).toEqual([]);
  });
});

describe('times on pages', () => {
  /** A number with a unit of time, as a fixed text says it: what a page is given is no such number. */
  const TIME = {
    en: /(?<!\w)(\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|thirty|sixty|ninety)[-\s](business |working )?(minute|hour|day|week|month|year)s?(?!\w)/i,
    de: /(?<!\p{L}|\d)(\d+|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|vierzehn|dreißig|sechzig|neunzig)[-\s](Minute|Stunde|Tag|Werktag|Arbeitstag|Woche|Monat|Jahr)e?n?s?(?!\p{L})/iu,
  };
  /** Steps of the test clock: one chooses how far it is moved. */
  const CHOSEN = /^(sandbox\.(hour|day|week)|staff\.clock\.steps\.\w+)$/;
  test.each([
    ['en', en, TIME.en],
    ['de', de, TIME.de],
  ] as const)(
    'POL-1: a page in %s names no window of its own: how long something takes is a key of the policy or an answer of the API',
    (_, words, time) => {
      const wrong = leaves(words).flatMap(([at, leaf]) => {
        const text = said(leaf);
        return time.test(text) && !CHOSEN.test(at) ? [`${at}: ${text}`] : [];
      });
      expect(wrong).toEqual([]);
    },
  );
  test('such a time is found', () => {
    expect(['for 90 days', 'After five days', 'two business days', '24 hours'].filter((x) => !TIME.en.test(x))).toEqual([]);
    expect(['seit 90 Tagen', 'nach fünf Tagen', 'zehn Minuten', '5 Werktage'].filter((x) => !TIME.de.test(x))).toEqual([]);
    expect(['QA1 days', 'one more day', 'NaN hours'].filter((x) => TIME.en.test(x))).toEqual([]);
  });
});
