import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { startEmbedded } from './embedded.ts';

const folders: string[] = [];
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'fairhold-embedded-'));
  folders.push(made);
  return made;
}
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a second start on the same data folder is refused within a second, and says by whom it is in use', async () => {
  const data = folder();
  const first = await startEmbedded(data);
  const began = performance.now();
  await expect(startEmbedded(data)).rejects.toThrow(/in use by process \d+/);
  expect(performance.now() - began).toBeLessThan(1000);
  await first.stop();
});

test('it keeps checksums, fsync and durable commits on', async () => {
  const db = await startEmbedded(folder());
  expect(
    await query(db.url, `select current_setting('data_checksums') c, current_setting('fsync') f, current_setting('synchronous_commit') s`),
  ).toEqual([{ c: 'on', f: 'on', s: 'on' }]);
  await db.stop();
});

test('what was committed is found again after the owning process was killed with -9', async () => {
  const data = folder();
  const script = `import { startEmbedded } from ${JSON.stringify(join(import.meta.dirname, 'embedded.ts'))};
    const db = await startEmbedded(${JSON.stringify(data)}); console.log(db.url); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((ok) => child.stdout.once('data', (d: Buffer) => ok(d.toString().trim())));
  await query(url, 'create table kept as select 7 as n');
  child.kill('SIGKILL');
  await new Promise((r) => child.once('exit', r));
  const again = await startEmbedded(data);
  expect(await query(again.url, 'select n from kept')).toEqual([{ n: 7 }]);
  await again.stop();
});

test('a data folder that others may not enter works too', async () => {
  const data = join(folder(), 'closed');
  mkdirSync(data, { mode: 0o700 });
  const db = await startEmbedded(join(data, 'inner'));
  expect(await query(db.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  await db.stop();
  if (!db.home.startsWith(data)) rmSync(db.home, { recursive: true });
});

const root = process.getuid?.() === 0;
(root ? test : () => undefined)('as root a closed data folder is opened for walking through, and its database is inside it', async () => {
  const data = folder();
  expect(statSync(data).mode & 0o777).toBe(0o700);
  const db = await startEmbedded(data);
  expect([db.home, statSync(data).mode & 0o777]).toEqual([data, 0o711]);
  for (const secret of ['postgres.password', 'owner']) expect(statSync(join(data, secret)).mode & 0o077).toBe(0);
  await db.stop();
});

test('a data folder that was deleted begins anew, wherever its database is; what was there is not thrown away', async () => {
  const closed = join(folder(), 'closed');
  mkdirSync(closed, { mode: 0o700 });
  const data = join(closed, 'data');
  const first = await startEmbedded(data);
  await query(first.url, 'create table kept as select 7 as n');
  await first.stop();
  rmSync(data, { recursive: true });
  const second = await startEmbedded(data);
  expect(await query(second.url, `select to_regclass('kept') as there`)).toEqual([{ there: null }]);
  await second.stop();
  if (second.home === data) return;
  expect(readdirSync(second.home).filter((f) => f.startsWith('postgres.'))).toHaveLength(1);
  rmSync(second.home, { recursive: true });
});

test('a database that was killed comes back under the same address, with what was committed', async () => {
  const said: string[] = [];
  const db = await startEmbedded(folder(), { onExit: (why) => said.push(why) });
  await query(db.url, 'create table kept as select 7 as n');
  process.kill(db.pid, 'SIGKILL');
  let rows: unknown;
  for (let n = 0; n < 200 && !rows; n += 1) {
    await new Promise((r) => setTimeout(r, 50));
    rows = await query(db.url, 'select n from kept').catch(() => undefined);
  }
  expect([rows, said.length]).toEqual([[{ n: 7 }], 1]);
  await db.stop();
});
