/** Why somebody may not judge a case: a party, works for one, or mediated against one lately (MED-1). */
import type { Db } from '../store/db.ts';

export const MEDIATED_BEFORE_MS = 90 * 86_400_000;

/** A key of CONFLICTS in copy, or undefined when nothing stands against it. `now` in ms; `contract` itself does not count as mediated before. */
export async function conflictsOf(
  db: Db,
  marketplace: string,
  person: string,
  parties: { client: string; freelancer: string },
  now: number,
  contract = '',
): Promise<'party' | 'agency' | 'before' | undefined> {
  const both = [parties.client, parties.freelancer];
  if (both.includes(person)) return 'party';
  const { rows: seats } = await db.pool.query('select 1 from members where marketplace = $1 and person = $2 and agency = any($3) limit 1', [
    marketplace,
    person,
    both,
  ]);
  if (seats.length > 0) return 'agency';
  const { rows: before } = await db.pool.query(
    'select 1 from mediations where marketplace = $1 and mediator = $2 and party = any($3) and contract <> $5 and at > $4 limit 1',
    [marketplace, person, both, new Date(now - MEDIATED_BEFORE_MS), contract],
  );
  return before.length > 0 ? 'before' : undefined;
}
