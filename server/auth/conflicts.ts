/** Why somebody may not judge a case: a party, works for one, or mediated against one lately (MED-1). */
import type { Db } from '../store/db.ts';

const MEDIATED_BEFORE_MS = 90 * 86_400_000;

/** A sentence, or undefined when nothing stands against it. `now` in ms; `contract` itself does not count as mediated before. */
export async function conflictsOf(
  db: Db,
  marketplace: string,
  person: string,
  parties: { client: string; freelancer: string },
  now: number,
  contract = '',
): Promise<string | undefined> {
  const both = [parties.client, parties.freelancer];
  if (both.includes(person)) return 'You are a party of this contract.';
  const { rows: seats } = await db.pool.query('select 1 from members where marketplace = $1 and person = $2 and agency = any($3) limit 1', [
    marketplace,
    person,
    both,
  ]);
  if (seats.length > 0) return 'You belong to an agency that is a party of this contract.';
  const { rows: before } = await db.pool.query(
    'select 1 from mediations where marketplace = $1 and mediator = $2 and party = any($3) and contract <> $5 and at > $4 limit 1',
    [marketplace, person, both, new Date(now - MEDIATED_BEFORE_MS), contract],
  );
  return before.length > 0 ? 'You mediated a case of one of the parties in the last 90 days.' : undefined;
}
