/** Policy versions of a marketplace: published once, never changed (POL-1, POL-2). */
import { type Policy, policyFaults, standard } from '@fairhold/domain';
import type { Policies } from './server.ts';
import type { Db } from './store/db.ts';

/** Loads all versions, publishing the packs that ship on first use. Throws when a stored policy has faults. */
export async function openPolicies(db: Db, marketplace: string, now: number): Promise<Policies> {
  for (const pack of [standard])
    await db.pool.query('insert into policies (marketplace, id, document, published_at) values ($1, $2, $3, $4) on conflict do nothing', [
      marketplace,
      pack.id,
      JSON.stringify(pack),
      new Date(now),
    ]);
  const byId = new Map<string, Policy>();
  const { rows } = await db.pool.query<{ document: Policy }>('select document from policies where marketplace = $1 order by published_at, id', [
    marketplace,
  ]);
  for (const { document } of rows) {
    const faults = policyFaults(document);
    if (faults.length > 0) throw new Error(`policy ${document.id}: ${faults.join('; ')}`);
    byId.set(document.id, document);
  }
  const newest = rows.at(-1)?.document ?? standard;
  return {
    all: () => [...byId.values()],
    get(id) {
      const policy = id === '' ? newest : byId.get(id);
      if (!policy) throw new Error(`no policy ${id}`);
      return policy;
    },
  };
}
