/** An answer of the API, or the problem that came instead. */
import type { Problem } from '@fairhold/client';
import { w } from './words.ts';

export class ApiProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** Called when an answer says that nothing can be written just now. */
export const unwritten: { heard?: () => void } = {};
/** A "no" of a server that can only be read: it is sure that nothing was recorded. */
export const CANNOT_WRITE: readonly string[] = ['read_only', 'storage_full'];

export async function answered<T>(res: Response): Promise<T> {
  const text = await res.text();
  const body: unknown = text ? JSON.parse(text) : undefined;
  if (res.ok) return body as T;
  const known = body as Problem | undefined;
  if (CANNOT_WRITE.includes(known?.code ?? '')) unwritten.heard?.();
  // The sign-in library has codes, and no words for people.
  throw new ApiProblem(
    known?.code && known.title
      ? known
      : {
          title: w.states.wrong,
          status: res.status,
          code: 'unknown',
          detail: known?.detail ?? w.states.unexpected(res.status),
          fix: w.states.soon,
        },
  );
}
