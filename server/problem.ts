/** A "no" on its way to the edge: a problem document by RFC 9457 (API-5). */
import { fill, wordsFor } from '@fairhold/copy';
import type { PROBLEMS } from '@fairhold/copy/en/problems';

export interface Problem {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** What the reader can do about it. */
  readonly fix: string;
  readonly rule?: string;
  /** More members of the document: field errors, the new preview. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Where its words are, for readers of another language. */
  readonly said?: { readonly key: ProblemKey; readonly values: Values };
}
/** A code of copy; what follows a dot only tells cases of one code apart. */
export type ProblemKey = keyof typeof PROBLEMS;
type Values = Readonly<Record<string, string | number>>;
const MARK = Symbol('problem');

/** An error to throw in a route; the error handler answers it as application/problem+json. The words are the reader's already. */
export function problem(code: string, status: number, p: Omit<Problem, 'code' | 'status'>): Error & Problem {
  return Object.assign(new Error(p.detail), { [MARK]: true, code, status, ...p });
}

/** The same, with its words in copy: they are put into the reader's language where the answer leaves (`worded`). */
export function no(key: ProblemKey, values: Values = {}, extra?: Readonly<Record<string, unknown>>): Error & Problem {
  const { status, rule, ...words } = textOf(key, values, 'en');
  return problem(key.split('.')[0] as string, status, { ...words, ...(rule && { rule }), ...(extra && { extra }), said: { key, values } });
}

function textOf(key: ProblemKey, values: Values, locale: string) {
  const { PROBLEMS, FOUND_IN_FILES, WEBHOOK_FAULTS } = wordsFor(locale);
  const words = PROBLEMS[key];
  if (!words) throw new Error(`no words for ${key}`);
  const said = {
    ...values,
    ...(values['what'] !== undefined && { what: FOUND_IN_FILES[values['what']] ?? values['what'] }),
    ...(values['why'] !== undefined && { why: WEBHOOK_FAULTS[values['why']] ?? values['why'] }),
  };
  return { ...words, detail: fill(words.detail, said), fix: fill(words.fix, said) };
}

/** A problem in a language, if its words are in copy; else as it is. */
export function worded<P extends Problem>(p: P, locale: string): P {
  if (!p.said) return p;
  const { title, detail, fix } = textOf(p.said.key, p.said.values, locale);
  return { ...p, code: p.code, status: p.status, title, detail, fix };
}

export const isProblem = (e: unknown): e is Error & Problem => e instanceof Error && MARK in e;

export const secondFactorRequired = () => no('second_factor_required');

/** What is not there, and what is not the caller's to see: both answer alike (ACC-1). */
export const notFound = () => no('not_found');
