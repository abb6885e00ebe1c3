/** A "no" on its way to the edge: a problem document by RFC 9457 (API-5). */
import { fill, wordsFor } from '@fairhold/copy';
import type { PROBLEMS } from '@fairhold/copy/en/problems';
import { fieldName } from './view/field-names.ts';

export interface Problem {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** What the reader can do about it. */
  readonly fix: string;
  /** What a program does about it, where that is something else. */
  readonly developer?: string;
  readonly rule?: string;
  /** More members of the document: field errors, the new preview. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Where its words are, for readers of another language. */
  readonly said?: { readonly key: ProblemKey; readonly values: Values; readonly field?: string };
}
/** A code of copy; what follows a dot only tells cases of one code apart. */
export type ProblemKey = keyof typeof PROBLEMS;
type Values = Readonly<Record<string, string | number>>;
const MARK = Symbol('problem');

/** An error to throw in a route; the error handler answers it as application/problem+json. The words are the reader's already. */
export function problem(code: string, status: number, p: Omit<Problem, 'code' | 'status'>): Error & Problem {
  return Object.assign(new Error(p.detail), { [MARK]: true, code, status, ...p });
}

/** The same, with its words in copy: they are put into the reader's language where the answer leaves (`worded`). `field`: where it was. */
export function no(key: ProblemKey, values: Values = {}, extra?: Readonly<Record<string, unknown>>, field?: string): Error & Problem {
  const { status, rule, ...words } = textOf(key, values, 'en');
  const said = { key, values, ...(field && { field }) };
  return problem(key.split('.')[0] as string, status, { ...words, ...(rule && { rule }), ...(extra && { extra }), said });
}

function textOf(key: ProblemKey, values: Values, locale: string) {
  const { PROBLEMS, FOUND_IN_FILES, WEBHOOK_FAULTS } = wordsFor(locale);
  const words = PROBLEMS[key];
  if (!words) throw new Error(`no words for ${key}`);
  const numbers = Object.entries(values).map(([name, x]) => [name, typeof x === 'number' ? x.toLocaleString(locale) : x] as const);
  const said = {
    ...Object.fromEntries(numbers),
    ...(values['what'] !== undefined && { what: FOUND_IN_FILES[values['what']] ?? values['what'] }),
    ...(values['why'] !== undefined && { why: WEBHOOK_FAULTS[values['why']] ?? values['why'] }),
  };
  const { detail, fix, developer } = words;
  return { ...words, detail: fill(detail, said), fix: fill(fix, said), ...(developer && { developer: fill(developer, said) }) };
}

/** The document that leaves (RFC 9457), without what only one request has. */
export const documentOf = ({ code, status, title, detail, fix, developer, rule, extra }: Problem) => ({
  ...{ type: `/docs#problem-${code}`, title, status, code, detail, fix },
  ...(developer && { developer }),
  ...(rule && { rule }),
  ...extra,
});

/** A problem in a language, if its words are in copy; else as it is. */
export function worded<P extends Problem>(p: P, locale: string): P {
  if (!p.said) return p;
  const { key, values, field } = p.said;
  const { title, detail, fix, developer } = textOf(key, values, locale);
  const errors = field && [{ field, name: fieldName(wordsFor(locale), field), message: detail }];
  const extra = errors ? { ...p.extra, errors } : p.extra;
  return { ...p, code: p.code, status: p.status, title, detail, fix, ...(developer && { developer }), ...(extra && { extra }) };
}

export const isProblem = (e: unknown): e is Error & Problem => e instanceof Error && MARK in e;

export const secondFactorRequired = () => no('second_factor_required');

/** What is not there, and what is not the caller's to see: both answer alike (ACC-1). */
export const notFound = () => no('not_found');
