/** Numbered SQL files, forward only: applied once, in order, under a lock, and never changed afterwards. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

const FOLDER = join(import.meta.dirname, '..', 'migrations');
const LOCK = 0x3160;

/** The files of this version and their digests. */
export function migrationFiles(folder = FOLDER): { name: string; sql: string; hash: string }[] {
  const names = readdirSync(folder).filter((f) => /^\d{4}_.+\.sql$/.test(f));
  return names.sort().map((name) => {
    const sql = readFileSync(join(folder, name), 'utf8');
    return { name, sql, hash: createHash('sha256').update(sql).digest('hex') };
  });
}

/**
 * Brings a database up to date. Throws when an applied file was changed since, naming it. Returns the names newly applied.
 * `only`: those that are to be applied, for a restore that goes up to where a backup was first.
 */
export async function migrate(url: string, o: { folder?: string; only?: (name: string) => boolean } = {}): Promise<string[]> {
  const files = migrationFiles(o.folder).filter((f) => o.only?.(f.name) !== false);
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
    for (const { name, sql, hash } of files) {
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
