/** A "no" on its way to the edge: a problem document by RFC 9457 (API-5). */

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
}
const MARK = Symbol('problem');

/** An error to throw in a route; the error handler answers it as application/problem+json. */
export function problem(code: string, status: number, p: Omit<Problem, 'code' | 'status'>): Error & Problem {
  return Object.assign(new Error(p.detail), { [MARK]: true, code, status, ...p });
}

export const isProblem = (e: unknown): e is Error & Problem => e instanceof Error && MARK in e;

export const secondFactorRequired = () =>
  problem('second_factor_required', 403, {
    title: 'Staff act with a second factor',
    detail: 'Your account has none yet.',
    fix: 'Set it up under Settings, Security, then sign in again.',
    rule: 'ACC-2',
  });

/** What is not there, and what is not the caller's to see: both answer alike (ACC-1). */
export const notFound = () =>
  problem('not_found', 404, {
    title: 'Not found',
    detail: 'There is nothing here, or it is not yours to see.',
    fix: 'Check the address, or sign in as somebody who is part of it.',
    rule: 'ACC-1',
  });
