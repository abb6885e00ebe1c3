/**
 * Writes a backup: every table as it is at one instant, then the files that it names. A file is on disk before any row names it, so that
 * everything is there. The manifest comes last: a folder without it is no backup (decision 0039).
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { newId } from '../ids.ts';
import { pathOf } from '../outside/files.ts';
import { listOf, tablesOf } from './tables.ts';

export interface ManifestTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** In the folder of the backup. */
  readonly file: string;
  readonly rows: number;
  /** Of the file, as it is stored. */
  readonly sha256: string;
}
export interface Manifest {
  readonly version: 1;
  readonly id: string;
  /** ISO 8601, by the machine that wrote it. */
  readonly begunAt: string;
  readonly finishedAt: string;
  readonly migrations: readonly { readonly name: string; readonly hash: string }[];
  readonly tables: readonly ManifestTable[];
  /** First instants of the months that the journal had, ISO 8601. */
  readonly months: readonly string[];
  /** Digests of the stored files. */
  readonly files: readonly string[];
  readonly bytes: number;
  /** Whether the secret is in it; otherwise it has to be kept elsewhere. */
  readonly secret: boolean;
  /** Files that were not what their name says when they were copied. */
  readonly broken: readonly string[];
}

/** Counts and hashes what passes. */
export function meter() {
  const hash = createHash('sha256');
  let bytes = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  return { through, sha256: () => hash.digest('hex'), bytes: () => bytes };
}

/**
 * Writes a backup into a folder that is empty or not there yet.
 * @throws a sentence when the folder holds something.
 */
export async function writeBackup(o: { url: string; data: string; folder: string }): Promise<Manifest> {
  const begun = new Date();
  if ((await readdir(o.folder).catch(() => [])).length > 0) throw new Error(`${o.folder} is not empty. Name a folder of its own for each backup.`);
  await mkdir(join(o.folder, 'tables'), { recursive: true, mode: 0o700 });
  const c = new pg.Client({ connectionString: o.url });
  await c.connect();
  try {
    await c.query('begin isolation level repeatable read read only');
    const { rows: migrations } = await c.query<{ name: string; hash: string }>('select name, hash from public.migrations order by name');
    const { rows: months } = await c.query<{ at: string }>(
      `select replace(substr(inhrelid::regclass::text, 9), '_', '-') || '-01T00:00:00.000Z' as at from pg_inherits
       where inhparent = 'public.journal'::regclass and inhrelid::regclass::text ~ '^journal_[0-9]{4}_[0-9]{2}$' order by 1`,
    );
    const tables: ManifestTable[] = [];
    let bytes = 0;
    for (const { name, columns } of await tablesOf(c)) {
      const file = join('tables', `${name.replaceAll('"', '')}.gz`);
      const source = c.query(copyTo(`copy (select ${listOf(columns)} from ${name}) to stdout`));
      const stored = meter();
      await pipeline(source, createGzip(), stored.through, createWriteStream(join(o.folder, file), { mode: 0o600 }));
      bytes += stored.bytes();
      tables.push({ name, columns, file, rows: source.rowCount, sha256: stored.sha256() });
    }
    const { rows: named } = await c.query<{ sha256: string; size: string }>(
      `select sha256, max(size)::text as size
       from (select sha256, size from public.files union all select sha256, size from public.handed_over where sha256 is not null) f
       group by sha256 order by sha256`,
    );
    const broken: string[] = [];
    for (const { sha256, size } of named) {
      const fault = await copyStored(o.data, o.folder, sha256);
      if (fault) broken.push(`the stored content ${sha256} is ${fault}`);
      bytes += Number(size);
    }
    const secret = await copyFile(join(o.data, 'secret'), join(o.folder, 'secret')).then(
      () => true,
      () => false,
    );
    const manifest: Manifest = {
      ...{
        version: 1,
        id: newId(begun.getTime()),
        begunAt: begun.toISOString(),
        finishedAt: new Date().toISOString(),
        migrations,
        tables,
        months: months.map((m) => m.at),
      },
      ...{ files: named.map((n) => n.sha256), bytes, secret, broken },
    };
    await writeFile(join(o.folder, 'manifest.new'), `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600 });
    await rename(join(o.folder, 'manifest.new'), join(o.folder, 'manifest.json'));
    return manifest;
  } finally {
    await c.end();
  }
}

/** Copies a stored file, hashing it; the answer is what is wrong with it. What is wrong is copied all the same, as it is. */
async function copyStored(data: string, folder: string, sha256: string): Promise<string | undefined> {
  const target = pathOf(join(folder, 'files'), sha256);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const seen = meter();
  try {
    await pipeline(createReadStream(pathOf(join(data, 'files'), sha256)), seen.through, createWriteStream(target, { mode: 0o600 }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'gone';
    throw error;
  }
  return seen.sha256() === sha256 ? undefined : 'not what was uploaded';
}

/** @throws a sentence when there is no whole backup in the folder. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => {
    throw new Error(`There is no whole backup in ${folder}: its manifest is missing.`);
  });
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.version !== 1) throw new Error(`The backup in ${folder} was written by a version that this one does not know.`);
  return manifest;
}
