/** Cursors of the console's lists: where the next page begins, as an opaque text (API-5). */
import { z } from 'zod';
import { no } from '../problem.ts';

export const pageQuery = z.object({
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const cursorOf = (parts: readonly (string | number)[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

/** The parts of a cursor in the given kinds; undefined when there is none. Refuses what we did not give out. */
export function readCursor<const K extends readonly ('string' | 'number')[]>(
  cursor: string | undefined,
  kinds: K,
): { [I in keyof K]: K[I] extends 'string' ? string : number } | undefined {
  if (cursor === undefined) return undefined;
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    parts = undefined;
  }
  const fits = Array.isArray(parts) && parts.length === kinds.length && kinds.every((kind, n) => typeof (parts as unknown[])[n] === kind);
  if (!fits) throw no('bad_cursor');
  return parts as never;
}
export const instantQuery = z.iso.datetime({ offset: true });
