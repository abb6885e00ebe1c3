/** Policy versions of a marketplace: published once, never changed (POL-1, POL-2). */
import { completed, type Policy, policyFaults, standard } from '@fairhold/domain';
import type { Policies } from './server.ts';
import type { Db } from './store/db.ts';
import { faultsSaid } from './view/policy.ts';

/**
 * A published version counts only after this long, so that every process has read it by then: each looks at least once in a beat of
 * its workers. Milliseconds.
 */
export const PUBLISHED_AHEAD_MS = 5_000;

/**
 * Loads all versions; a new installation begins with the pack `standard`. `now` says which of them is in force. Throws when a stored
 * policy has faults.
 */
export async function openPolicies(db: Db, marketplace: string, now: () => number): Promise<Policies> {
  await db.pool.query(
    `insert into policies (marketplace, id, document, published_at, effective_at) select $1, $2, $3, $4, $4
     where not exists (select 1 from policies where marketplace = $1) on conflict do nothing`,
    [marketplace, standard.id, JSON.stringify(standard), new Date(now())],
  );
  let versions: readonly { readonly policy: Policy; readonly from: number }[] = [];
  let known = '';

  async function refresh(): Promise<void> {
    const { rows: marks } = await db.pool.query<{ mark: string }>(
      `select count(*)::text || ' ' || coalesce(max(published_at)::text, '') as mark from policies where marketplace = $1`,
      [marketplace],
    );
    const mark = marks[0]?.mark ?? '';
    if (mark === known) return;
    const { rows } = await db.pool.query<{ document: Policy; effective_at: Date }>(
      'select document, effective_at from policies where marketplace = $1 order by effective_at, published_at, id',
      [marketplace],
    );
    const before = new Map(versions.map((v) => [v.policy.id, v.policy]));
    versions = rows.map(({ document, effective_at: from }) => {
      const policy = before.get(document.id) ?? completed(document);
      const faults = policyFaults(policy);
      if (faults.length > 0) throw new Error(`policy ${document.id}: ${faultsSaid(faults, 'en').join('; ')}`);
      return { policy, from: from.getTime() };
    });
    known = mark;
  }
  await refresh();

  return {
    all: () => versions.map((v) => v.policy),
    get(id) {
      const at = id === '' ? now() : 0;
      const found = id === '' ? (versions.findLast((v) => v.from <= at) ?? versions[0]) : versions.find((v) => v.policy.id === id);
      if (!found) throw new Error(`no policy ${id}`);
      return found.policy;
    },
    refresh,
  };
}
