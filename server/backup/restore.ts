/**
 * Loads a backup into an empty database and a data folder: the tables as that version had them, what was stored, then the migrations since.
 * What is loaded is compared with the manifest; whether it holds together is the verifier's to say.
 */
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { pathOf } from '../outside/files.ts';
import { openDb } from '../store/db.ts';
import { migrate, migrationFiles } from '../store/migrate.ts';
import { ensurePartitions } from '../store/partitions.ts';
import { fitPositions } from '../store/positions.ts';
import { listOf, tablesOf } from './tables.ts';
import { type Manifest, meter, readManifest } from './write.ts';

/**
 * @param o.url of a database without tables. @param o.data folder for files and secret; a secret that is there already stays.
 * @throws a sentence when the database is not empty, the backup is of a later version, or a table is not as it was written.
 */
export async function restoreBackup(o: { folder: string; url: string; data: string }): Promise<Manifest> {
  const manifest = await readManifest(o.folder);
  const known = new Map(migrationFiles().map((m) => [m.name, m.hash]));
  for (const m of manifest.migrations)
    if (known.get(m.name) !== m.hash) throw new Error(`The backup was written by another version: its migration ${m.name} is not one of this one.`);
  await refuseFull(o.url);
  const then = new Set(manifest.migrations.map((m) => m.name));
  await migrate(o.url, { only: (name) => then.has(name) });
  await fill(o.url, o.folder, manifest);
  await migrate(o.url);
  const db = openDb(o.url, { max: 1 });
  await fitPositions(db);
  await db.pool.query('analyze');
  await db.close();
  for (const sha256 of manifest.files) {
    const target = pathOf(join(o.data, 'files'), sha256);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    // One that was gone when the backup was written is named by the verifier.
    await copyFile(pathOf(join(o.folder, 'files'), sha256), target).catch(ignoreMissing);
  }
  const own = join(o.data, 'secret');
  if (manifest.secret && !(await stat(own).catch(() => undefined))) await copyFile(join(o.folder, 'secret'), own);
  return manifest;
}
function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

async function refuseFull(url: string): Promise<void> {
  const c = new pg.Client({ connectionString: url });
  await c.connect();
  const tables = await tablesOf(c).finally(() => c.end());
  if (tables.length > 0) throw new Error('The database is not empty. A backup is restored into one of its own.');
}

async function fill(url: string, folder: string, manifest: Manifest): Promise<void> {
  const months = openDb(url, { max: 1 });
  // The months that the journal had: what is loaded goes into them, and no month is left to the default partition.
  for (const at of manifest.months) await ensurePartitions(months, Date.parse(at));
  await months.close();
  const c = new pg.Client({ connectionString: url });
  await c.connect();
  try {
    await c.query('begin');
    const there = await tablesOf(c);
    await c.query(`truncate ${there.map((t) => t.name).join(', ')} cascade`);
    const stored = new Map(manifest.tables.map((t) => [t.name, t]));
    for (const { name } of there) {
      const table = stored.get(name);
      if (!table) throw new Error(`The backup lacks the table ${name}.`);
      const seen = meter();
      const target = c.query(copyFrom(`copy ${name} (${listOf(table.columns)}) from stdin`));
      await pipeline(createReadStream(join(folder, table.file)), seen.through, createGunzip(), target).catch((error: Error) => {
        throw new Error(`The table ${name} of the backup is not as it was written: ${error.message}`, { cause: error });
      });
      if (seen.sha256() !== table.sha256 || target.rowCount !== table.rows)
        throw new Error(`The table ${name} of the backup is not as it was written.`);
      await countOn(c, name, table.columns);
    }
    await c.query('commit');
  } finally {
    await c.end();
  }
}

/** Numbers that the database gives by itself go on after those that were loaded. */
async function countOn(c: pg.Client, table: string, columns: readonly string[]): Promise<void> {
  for (const column of columns) {
    const { rows } = await c.query<{ sequence: string | null }>('select pg_get_serial_sequence($1, $2) as sequence', [table, column]);
    const sequence = rows[0]?.sequence;
    if (sequence) await c.query(`select setval($1, coalesce((select max(${listOf([column])}) from ${table}), 0) + 1, false)`, [sequence]);
  }
}
