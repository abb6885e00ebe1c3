/** A language for tests, made from English: longer by two fifths, in brackets, with marks on its letters. Places and values stay. */
import type { Language } from './types.ts';

const FROM = 'aceinostuyzACEINOSTUYZ';
const TO = 'àçéîñôšţûýžÀÇÉÎÑÔŠŢÛÝŽ';
const marked = (text: string): string => [...text].map((c) => (FROM.includes(c) ? [...TO][FROM.indexOf(c)] : c)).join('');

/** "[Ţhîš …·····]"; what is in `kept` or in {braces} is left as it is. */
function stretch(text: string, kept: readonly string[] = []): string {
  if (text === '') return '';
  const values = kept.filter((k) => k.length > 0).sort((a, b) => b.length - a.length);
  const apart = new RegExp(`(\\{\\w+\\}${values.map((k) => `|${k.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`).join('')})`);
  const parts = text.split(apart);
  const own = parts.filter((_, n) => n % 2 === 0).join('').length;
  const body = parts.map((part, n) => (n % 2 === 0 ? marked(part) : part)).join('');
  return `[${body}${'·'.repeat(Math.ceil(own * 0.4))}]`;
}

const textsIn = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];

/** Members named in `facts` are no words. */
function stretchAll(value: unknown, facts: readonly string[], kept: readonly string[] = []): unknown {
  if (typeof value === 'string') return stretch(value, kept);
  if (typeof value === 'function')
    return (...given: unknown[]) => stretchAll((value as (...g: unknown[]) => unknown)(...given), facts, textsIn(given));
  if (Array.isArray(value)) return value.map((one) => stretchAll(one, facts, kept));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, facts.includes(key) ? one : stretchAll(one, facts, kept)]));
  return value;
}

/** Words of any shape in the test language. */
export const stretched = <T>(words: T): T => stretchAll(words, []) as T;

/** The test language. `inner` and `next` only fit a text that is stretched already into another, so they stay. */
export function pseudo(language: Language): Language {
  const { inner, next } = language.SAY;
  const out = stretchAll({ ...language }, ['weight', 'status', 'rule']) as Language;
  return { ...out, SAY: { ...out.SAY, inner, next } };
}
