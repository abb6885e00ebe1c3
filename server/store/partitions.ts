/** The journal's monthly partitions: contracts of a month keep their rows together, by their time-ordered ids. */
import type { Db } from './db.ts';

/** The least id that a contract founded at this instant or later can have. */
const idFrom = (at: number): string => {
  const hex = Math.max(0, at).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}`;
};
const monthAfter = (at: number, n: number): number => {
  const d = new Date(at);
  return Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + n, 1);
};

/** How far ahead of the clock partitions are kept; what lies further, like a sandbox's moved clock, goes to the default one. */
const AHEAD = 3;

/** Makes the partitions of this month and the next ones that are not there yet. Safe to run from many processes at once. */
export async function ensurePartitions(db: Db, now: number): Promise<string[]> {
  const made: string[] = [];
  for (let n = 0; n < AHEAD; n += 1) {
    const [from, to] = [monthAfter(now, n), monthAfter(now, n + 1)];
    const name = `journal_${new Date(from).toISOString().slice(0, 7).replace('-', '_')}`;
    const { rows } = await db.pool.query('select 1 from pg_class where relname = $1', [name]);
    if (rows.length > 0) continue;
    const done = await db.pool
      .query(`create table if not exists ${name} partition of journal for values from ('${idFrom(from)}') to ('${idFrom(to)}')`)
      .then(() => true)
      // The default partition already has rows of that month, or another process was faster: they stay where they are.
      .catch((error: { code?: string }) => (['23514', '42P07', '42P17', '40P01'].includes(error.code ?? '') ? false : Promise.reject(error)));
    if (done) made.push(name);
  }
  return made;
}
