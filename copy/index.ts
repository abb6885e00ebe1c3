/** Every word of the product: one folder a language, each complete (types.ts). */
import * as de from './de/index.ts';
import * as en from './en/index.ts';
import { pseudo } from './pseudo.ts';
import type { Language, ProblemWords, Words } from './types.ts';

export * from './format.ts';
export * from './locales.ts';
export type { MailText, Sentences, Whose } from './sentences.ts';
export type * from './types.ts';

/** Weights, statuses and rules are facts, not words: a language has them from English. */
function wordsOf(language: Language): Words {
  const joined = <T extends object, U extends object>(texts: Readonly<Record<string, T>>, facts: Readonly<Record<string, U>>) =>
    Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, { ...facts[key], ...text }])) as Record<string, T & U>;
  return {
    ...language,
    ACTS: joined(language.ACTS, en.ACTS),
    REFUSALS: joined(language.REFUSALS, en.REFUSALS),
    PROBLEMS: joined(language.PROBLEMS, en.PROBLEMS as Record<string, ProblemWords>),
  };
}

const ALL: Readonly<Record<string, Words>> = { en: wordsOf(en), de: wordsOf(de), qps: wordsOf(pseudo(en)) };

/** The words of a language; English where there is none. */
export const wordsFor = (locale: string): Words => ALL[locale.slice(0, locale === 'qps' ? 3 : 2)] ?? (ALL['en'] as Words);

/** "milestones.2.amount" as "amount of milestone 2". */
export function termName(words: Words, field: string): string {
  const [head, n, part] = field.split('.');
  const name = words.TERM_NAMES[part ?? head ?? ''] ?? field;
  return n === undefined ? name : part === undefined ? words.SAY.milestone(n) : words.SAY.ofMilestone(name, n);
}

/** Puts values into `{places}` of a text; a place without a value stays empty. */
export const fill = (text: string, values: Readonly<Record<string, unknown>>): string =>
  text.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ''));
