/** Numbered SQL files, forward only: applied once, in order, under a lock, and never changed afterwards. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

const FOLDER = join(import.meta.dirname, '..', 'migrations');
const LOCK = 0x3160;

/** Brings a database up to date. Throws when an applied file was changed since, naming it. Returns the names newly applied. */
export async function migrate(url: string, o: { folder?: string } = {}): Promise<string[]> {
  const folder = o.folder ?? FOLDER;
  const files = readdirSync(folder)
    .filter((f) => /^\d{4}_.+\.sql$/.test(f))
    .sort();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(
      'create table if not exists migrations (name text primary key, hash text not null, applied_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from migrations');
    const applied = new Map(rows.map((r) => [r.name, r.hash]));
    const fresh: string[] = [];
    for (const name of files) {
      const sql = readFileSync(join(folder, name), 'utf8');
      const hash = createHash('sha256').update(sql).digest('hex');
      const before = applied.get(name);
      if (before === hash) continue;
      if (before) throw new Error(`migration ${name} was changed after it had been applied; make a new one instead`);
      await client.query('begin');
      try {
        await client.query(sql);
        await client.query('insert into migrations (name, hash) values ($1, $2)', [name, hash]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw new Error(`migration ${name}: ${(error as Error).message}`, { cause: error });
      }
      fresh.push(name);
    }
    return fresh;
  } finally {
    await client.end();
  }
}
