/** The yardstick: pgbench's TPC-B-like script with prepared statements; where pgbench is not installed, the same through the driver. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

export interface Yard {
  /** Transactions a second. */
  readonly rate: number;
  /** Of one, ms. */
  readonly latency: number;
  readonly transactions: number;
}

/** Makes its tables (`scale` × 100,000 accounts) and gives the yardstick: so many clients for so many milliseconds. */
export async function openYard(url: string, scale: number): Promise<(clients: number, ms: number) => Promise<Yard>> {
  const pgbench = findPgbench();
  if (pgbench) {
    const made = spawnSync(pgbench, ['-i', '-q', '-I', 'dtGvp', '-s', String(scale), url], { encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`pgbench -i: ${made.stderr}`);
    return (clients, ms) => measured(pgbench, url, clients, ms);
  }
  console.log('pgbench is not installed (on Debian it comes with the package postgresql): the same script runs through the driver.');
  await tables(url, scale);
  return (clients, ms) => driven(url, scale, clients, ms);
}

async function measured(pgbench: string, url: string, clients: number, ms: number): Promise<Yard> {
  // Its time begins before its clients are connected, which takes many of them longer than a short slot.
  const seconds = Math.max(clients > 64 ? 3 : clients > 8 ? 2 : 1, Math.round(ms / 1000));
  const args = ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', String(seconds), url];
  const child = spawn(pgbench, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const out of [child.stdout, child.stderr]) out.on('data', (data: Buffer) => (said += data.toString()));
  await new Promise((r) => child.once('close', r));
  const [tps, latency] = [/tps = ([\d.]+)/.exec(said)?.[1], /latency average = ([\d.]+)/.exec(said)?.[1]];
  if (!tps || !latency) throw new Error(`pgbench said: ${said.slice(-300)}`);
  return { rate: Number(tps), latency: Number(latency), transactions: Number(/actually processed: (\d+)/.exec(said)?.[1]) };
}

/** Where PostgreSQL's own yardstick is. */
function findPgbench(): string | undefined {
  const found = spawnSync('sh', ['-c', 'command -v pgbench'], { encoding: 'utf8' }).stdout?.trim();
  if (found) return found;
  const base = '/usr/lib/postgresql';
  for (const version of existsSync(base) ? readdirSync(base) : []) {
    const path = join(base, version, 'bin', 'pgbench');
    if (existsSync(path)) return path;
  }
  return undefined;
}

async function tables(url: string, scale: number): Promise<void> {
  const c = new pg.Client({ connectionString: url });
  await c.connect();
  const n = Number(scale);
  await c.query(`
    create table pgbench_branches (bid int primary key, bbalance int, filler char(88)) with (fillfactor = 100);
    create table pgbench_tellers (tid int primary key, bid int, tbalance int, filler char(84)) with (fillfactor = 100);
    create table pgbench_accounts (aid int primary key, bid int, abalance int, filler char(84)) with (fillfactor = 100);
    create table pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
    insert into pgbench_branches select g, 0 from generate_series(1, ${n}) g;
    insert into pgbench_tellers select g, (g - 1) / 10 + 1, 0 from generate_series(1, ${n * 10}) g;
    insert into pgbench_accounts select g, (g - 1) / 100000 + 1, 0, '' from generate_series(1, ${n * 100_000}) g`);
  for (const t of ['branches', 'tellers', 'accounts', 'history']) await c.query(`vacuum analyze pgbench_${t}`);
  await c.end();
}

async function driven(url: string, scale: number, clients: number, ms: number): Promise<Yard> {
  const all = Array.from({ length: clients }, () => new pg.Client({ connectionString: url }));
  await Promise.all(all.map((c) => c.connect()));
  const began = performance.now();
  let done = 0;
  await Promise.all(
    all.map(async (c) => {
      for (; performance.now() - began < ms; done += 1) await transaction(c, scale);
    }),
  );
  const took = performance.now() - began;
  await Promise.all(all.map((c) => c.end()));
  return { rate: (done / took) * 1000, latency: (took * clients) / Math.max(1, done), transactions: done };
}

async function transaction(c: pg.Client, scale: number): Promise<void> {
  const any = (most: number) => 1 + Math.floor(Math.random() * most);
  const [aid, bid, tid, delta] = [any(100_000 * scale), any(scale), any(10 * scale), any(10_001) - 5001];
  await c.query({ name: 'begin', text: 'begin' });
  await c.query({ name: 'a', text: 'update pgbench_accounts set abalance = abalance + $1 where aid = $2', values: [delta, aid] });
  await c.query({ name: 's', text: 'select abalance from pgbench_accounts where aid = $1', values: [aid] });
  await c.query({ name: 't', text: 'update pgbench_tellers set tbalance = tbalance + $1 where tid = $2', values: [delta, tid] });
  await c.query({ name: 'b', text: 'update pgbench_branches set bbalance = bbalance + $1 where bid = $2', values: [delta, bid] });
  await c.query({
    name: 'h',
    text: 'insert into pgbench_history (tid, bid, aid, delta, mtime) values ($1, $2, $3, $4, current_timestamp)',
    values: [tid, bid, aid, delta],
  });
  await c.query({ name: 'end', text: 'commit' });
}
