/**
 * How many years of school a text takes to read. English: Flesch and Kincaid (1975), from the lengths of sentences and words. German: the
 * reading ease of Amstad (1978), and from it the year in which it is read. Syllables are counted as groups of vowels, as both do.
 */
export interface Measured {
  readonly words: number;
  readonly longest: number;
  /** Sentences of more than 25 words. */
  readonly long: number;
  /** Year of school; undefined for a text too short to tell. */
  readonly grade?: number;
}
const LONG_SENTENCE = 25;
/** Fewer words say nothing about how somebody writes. */
const ENOUGH = 20;

const syllablesOf: Readonly<Record<'en' | 'de', (word: string) => number>> = {
  // The silent e at the end is no syllable, that of "-le" is one.
  en: (word) => Math.max(1, (word.replace(/(?<=[^aeiouyl])e$/, '').match(/[aeiouy]+/g) ?? []).length),
  de: (word) => Math.max(1, (word.match(/ei|ai|eu|äu|au|ie|aa|ee|oo|[aeiouyäöü]/g) ?? []).length),
};
/** The years of school behind each step of the reading ease, easiest first. */
const EASE: readonly (readonly [least: number, grade: number])[] = [
  [90, 5],
  [80, 6],
  [70, 7],
  [60, 8],
  [50, 10],
  [30, 13],
];

export function readability(text: string, language: 'en' | 'de'): Measured {
  const sentences = text
    .split(/[.!?]+(?:\s|$)|\n+/)
    .map((s) => s.toLowerCase().match(/\p{L}[\p{L}'’-]*/gu) ?? [])
    .filter((s) => s.length > 0);
  const words = sentences.flat();
  const lengths = sentences.map((s) => s.length);
  const counts = { words: words.length, longest: Math.max(0, ...lengths), long: lengths.filter((n) => n > LONG_SENTENCE).length };
  if (words.length < ENOUGH) return counts;
  const perSentence = words.length / sentences.length;
  const perWord = words.reduce((sum, word) => sum + syllablesOf[language](word), 0) / words.length;
  if (language === 'en') return { ...counts, grade: Math.max(1, Math.round(0.39 * perSentence + 11.8 * perWord - 15.59)) };
  const ease = 180 - perSentence - 58.5 * perWord;
  return { ...counts, grade: EASE.find(([least]) => ease >= least)?.[1] ?? 16 };
}
