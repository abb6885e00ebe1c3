/**
 * What the proof commands share: arguments, a private database on a PostgreSQL of their own (or that of DATABASE_URL), server
 * processes that can be killed, people to use them, and the last line as JSON.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Db, openDb } from '@fairhold/server/store/db';
import { type Embedded, startEmbedded } from '@fairhold/server/store/embedded';
import { migrate } from '@fairhold/server/store/migrate';
import { databaseUrl } from '@fairhold/server/store/testing';
import type { Person } from '@fairhold/server/testing/http';
import { verify } from '@fairhold/server/verify';
import { cpuOf } from '../bench/cpu.ts';

export const MARKET = 'main';
/** Of every server here; a payment provider that notifies them signs with it. */
export const SECRET = 'a secret of the proofs that is long enough';
const root = join(import.meta.dirname, '..', '..');

// ── arguments and the last line ──────────────────────────────────────────────────────────────────────────────────────

export interface Run {
  readonly name: string;
  readonly seed: number;
  readonly quick: boolean;
  /** Sentences of what does not hold. */
  readonly broken: string[];
  number(name: string, otherwise: number): number;
  /** Prints what is broken, how to replay it, and the JSON line; ends the process. */
  end(counts: Readonly<Record<string, unknown>>): never;
}

/** `show`: how many of what is broken are printed; `form`: an option that is part of the command, for the line that replays it. */
export function readRun(name: string, show = 20, form = ''): Run {
  const began = performance.now();
  const number = (option: string, otherwise: number): number => {
    const at = process.argv.indexOf(`--${option}`);
    const n = at < 0 ? otherwise : Number(process.argv[at + 1]);
    if (Number.isSafeInteger(n) && n >= 0) return n;
    console.error(`--${option} takes a whole number.`);
    process.exit(2);
  };
  const quick = process.argv.includes('--quick');
  const seed = number('seed', 1);
  const broken: string[] = [];
  const run: Run = {
    name,
    seed,
    quick,
    broken,
    number,
    end(counts) {
      for (const what of broken.slice(0, show)) console.log(`BROKEN: ${what}`);
      if (broken.length > show) console.log(`… and ${broken.length - show} more`);
      if (broken.length > 0) console.log(`    replay: npm run ${name} -- ${form}--seed ${seed}${quick ? ' --quick' : ''}`);
      const seconds = Math.round((performance.now() - began) / 100) / 10;
      console.log(JSON.stringify({ broken: broken.length, ...counts, seconds, seed, quick }));
      process.exit(broken.length > 0 ? 1 : 0);
    },
  };
  // For whoever only asks whether anything is broken: the first thing ends it.
  if (process.argv.includes('--first'))
    broken.push = (...what) => {
      Array.prototype.push.apply(broken, what);
      return broken.length > 0 ? run.end({}) : 0;
    };
  return run;
}

// ── the ground ───────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Ground {
  readonly db: Db;
  readonly folder: string;
  /** The database server; undefined when it is somebody else's (DATABASE_URL). */
  readonly embedded: Embedded | undefined;
  /** Another private database on the same server. */
  another(): Promise<Db>;
  close(): Promise<void>;
}

/** `durable`: with fsync, as it must be where the database itself is killed. */
export async function openGround(o: { durable?: boolean; connections?: number } = {}): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'fairhold-proof-'));
  const settings = ['max_connections=200', ...(o.durable ? [] : ['fsync=off'])];
  const embedded = process.env['DATABASE_URL'] ? undefined : await startEmbedded(folder, { settings });
  // A proof that throws leaves no database running: it would keep a part of the machine for ever.
  const abandon = (): void => {
    try {
      if (embedded) process.kill(embedded.pid, 'SIGQUIT');
      else rmSync(folder, { recursive: true, force: true });
    } catch {
      // It ended before us.
    }
  };
  process.on('exit', abandon);
  const admin = process.env['DATABASE_URL'] ?? (embedded?.url as string);
  const made: { db: Db; name: string }[] = [];
  async function another(): Promise<Db> {
    const name = `fairhold_proof_${randomBytes(6).toString('hex')}`;
    await sql(admin, `create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`);
    const url = databaseUrl(admin, name);
    await migrate(url);
    const db = openDb(url, { max: o.connections ?? 10 });
    made.push({ db, name });
    return db;
  }
  return {
    db: await another(),
    folder,
    embedded,
    another,
    async close() {
      for (const { db, name } of made) {
        await db.close();
        if (!embedded) await sql(admin, `drop database if exists ${name} with (force)`);
      }
      process.off('exit', abandon);
      await embedded?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function sql(url: string, text: string): Promise<void> {
  const db = openDb(url, { max: 1 });
  await db.pool.query(text).finally(() => db.close());
}

export const freePort = (): Promise<number> =>
  new Promise((ok) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => ok(port));
    });
  });

// ── server processes ─────────────────────────────────────────────────────────────────────────────────────────────────

export interface ServerProcess {
  readonly child: ChildProcess;
  readonly base: string;
  /** From the start of the process to its first answer. */
  readonly readyMs: number;
  /** The processor's time of it, ms: what it would take where nothing else is to be done. 0 where that is not known. */
  readonly readyCpuMs: number;
  /** What it said on stderr, the last of it. */
  said(): string;
  kill(): Promise<void>;
  stop(): Promise<void>;
}
export interface ServerOptions {
  readonly url: string;
  readonly folder: string;
  readonly port?: number;
  /** Modules that are loaded before the server. */
  readonly preload?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}
const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** A server in a process of its own, as it is started in production, in sandbox mode (its clock can be moved). */
export async function startServer(o: ServerOptions): Promise<ServerProcess> {
  const began = performance.now();
  const env = {
    ...process.env,
    DATABASE_URL: o.url,
    FAIRHOLD_DATA: o.folder,
    FAIRHOLD_SEED: 'no',
    FAIRHOLD_SECRET: SECRET,
    FAIRHOLD_REQUESTS_PER_MINUTE: '0',
    PORT: String(o.port ?? 0),
    ...o.env,
  };
  const loads = (o.preload ?? []).flatMap((file) => ['--import', file]);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...loads, join(root, 'server', 'main.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    cwd: root,
  });
  alive.add(child);
  const gone = new Promise<void>((ok) => child.once('exit', () => ok(void alive.delete(child))));
  let log = '';
  child.stderr?.on('data', (d: Buffer) => {
    log = (log + d.toString()).slice(-4000);
  });
  const base = await new Promise<string>((ok, no) => {
    let out = '';
    child.stdout?.on('data', (d: Buffer) => {
      out = (out + d.toString()).slice(-4000);
      const port = /open at http:\/\/localhost:(\d+)/.exec(out)?.[1];
      if (port) ok(`http://127.0.0.1:${port}`);
    });
    child.once('exit', (code, signal) => no(new Error(`the server ended (${code ?? signal}): ${out}${log}`)));
  });
  await ask(base, undefined, 'GET', '/readyz');
  const readyMs = performance.now() - began;
  const readyCpuMs = cpuOf(child.pid as number);
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return gone;
  };
  return { child, base, readyMs, readyCpuMs, said: () => log, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

// ── requests ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly replayed: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: an answer of the API, looked into by path
  readonly json: any;
}
const agent = new Agent({ keepAlive: true, maxSockets: 400 });

/** A clock that is moved through much that falls due takes its time, more so on a busy machine. */
const PATIENCE_MS = 120_000;

/** Who asks: by the session of a browser, or by an API key. */
export type Asker = Pick<Person, 'cookie'> | { readonly apiKey: string };
const identity = (who: Asker): Record<string, string> => ('apiKey' in who ? { authorization: `Bearer ${who.apiKey}` } : { cookie: who.cookie });

/** One request over kept connections; rejects when no whole answer came. `more`: further headers. */
export function ask(
  base: string,
  who: Asker | undefined,
  method: string,
  path: string,
  body?: unknown,
  key?: string,
  more?: Readonly<Record<string, string>>,
  again = false,
): Promise<Reply> {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const headers: Record<string, string> = {
    ...(who && identity(who)),
    ...more,
    ...(payload !== undefined && { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(payload)) }),
    ...(key && { 'idempotency-key': key }),
  };
  return new Promise((ok, no) => {
    const req = request(base + path, { method, headers, agent, timeout: PATIENCE_MS }, (res) => {
      const parts: Buffer[] = [];
      res.on('data', (d: Buffer) => parts.push(d));
      res.on('error', no);
      res.on('end', () => {
        if (!res.complete) return no(new Error('the answer broke off'));
        const text = Buffer.concat(parts).toString();
        ok({ status: res.statusCode ?? 0, text, replayed: res.headers['idempotent-replayed'] === 'true', json: parsed(text) });
      });
    });
    req.on('timeout', () => req.destroy(new Error(`no answer to ${method} ${path} within ${PATIENCE_MS} ms`)));
    req.on('error', (error: NodeJS.ErrnoException) => {
      // A kept connection that the server closed in the moment in which it was taken up again: nothing of the request was heard.
      const unheard = req.reusedSocket && error.code === 'ECONNRESET' && (method === 'GET' || key !== undefined);
      if (unheard && !again) ask(base, who, method, path, body, key, more, true).then(ok, no);
      else no(error);
    });
    req.end(payload);
  });
}
function parsed(text: string): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Lets everything finish that is due now: moving the test clock by nothing. */
export async function settle(base: string, who: Asker): Promise<void> {
  const moved = await ask(base, who, 'POST', '/v1/clock', { by: 'PT0S' }, crypto.randomUUID());
  if (moved.status !== 200) throw new Error(`the clock: ${moved.status} ${moved.text}`);
}

/** Runs `work` on all items, at most `atOnce` at a time. */
export async function forAll<T>(items: readonly T[], atOnce: number, work: (item: T, n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < items.length) {
      const n = next;
      next += 1;
      await work(items[n] as T, n);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, one));
}
export const pause = (ms: number): Promise<void> => new Promise((ok) => setTimeout(ok, ms));

// ── what must hold whatever happened ─────────────────────────────────────────────────────────────────────────────────

/** The record verifies, money sums to zero per currency, escrow is what contracts say, nobody was told twice. */
export async function alwaysTrue(db: Db): Promise<{ broken: string[]; steps: number; contracts: number }> {
  const proof = await verify(db, MARKET);
  const broken = [...proof.broken];
  const { rows: sums } = await db.pool.query<{ currency: string; sum: number }>(
    `select c.currency, sum(leg.amount)::bigint as sum from journal j join contracts c on c.marketplace = j.marketplace and c.id = j.contract,
     unnest(j.amounts) as leg(amount) group by 1 having sum(leg.amount) <> 0`,
  );
  for (const s of sums) broken.push(`MNY-2: ${s.currency} sums to ${s.sum}`);
  const { rows: low } = await db.pool.query<{ account: string; balance: number }>('select account, balance from balances where balance < 0');
  for (const l of low) broken.push(`MNY-3: ${l.account} is ${l.balance}`);
  const { rows: told } = await db.pool.query<{ person: string; contract: string; seq: number }>(
    'select person, contract, seq from notices group by 1, 2, 3 having count(*) > 1',
  );
  for (const t of told) broken.push(`NOT-3: ${t.person} was told twice of ${t.contract} step ${t.seq}`);
  const { rows: mailed } = await db.pool.query<{ to_person: string; contract: string; seq: number }>(
    'select to_person, contract, seq from mails where contract is not null and to_person is not null group by 1, 2, 3 having count(*) > 1',
  );
  for (const m of mailed) broken.push(`NOT-3: ${m.to_person} was mailed twice of ${m.contract} step ${m.seq}`);
  return { broken, steps: proof.steps, contracts: proof.contracts };
}
