/** People for a bench: accounts without anybody behind them. */
import { newId } from '@fairhold/server/ids';
import { MARKET, type World } from './world.ts';

export async function enterMany(w: World, many: number): Promise<string[]> {
  const now = Date.now();
  const ids = Array.from({ length: many }, () => newId(now));
  await w.db.pool.query(
    `insert into accounts (marketplace, id, kind, name, email, created_at)
     select $1, id, 'person', 'Freelancer ' || n, 'f' || n || '@bench.test', $3 from unnest($2::text[]) with ordinality as x(id, n)`,
    [MARKET, ids, new Date(now)],
  );
  return ids;
}
