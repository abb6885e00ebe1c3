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

export async function answered<T>(res: Response): Promise<T> {
  const text = await res.text();
  const body: unknown = text ? JSON.parse(text) : undefined;
  if (res.ok) return body as T;
  const known = body as Problem | undefined;
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
