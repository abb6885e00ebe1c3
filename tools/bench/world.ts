/** What a bench runs against: one PostgreSQL with durable settings, a server process of ours on it, and contracts to act on. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Contract, sendOffer } from '@fairhold/domain';
import { makeKey } from '@fairhold/server/auth/keys';
import { enterPerson } from '@fairhold/server/auth/people';
import { openClock } from '@fairhold/server/clock';
import { openDoor } from '@fairhold/server/commit';
import { newId } from '@fairhold/server/ids';
import { openPolicies } from '@fairhold/server/policies';
import { type Db, openDb } from '@fairhold/server/store/db';
import { startEmbedded } from '@fairhold/server/store/embedded';
import { migrate } from '@fairhold/server/store/migrate';
import { ensurePartitions } from '@fairhold/server/store/partitions';
import { databaseUrl } from '@fairhold/server/store/testing';

export const MARKET = 'main';
const root = join(import.meta.dirname, '..', '..');
const ours = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { config: { nurseryMb: { live: number } } };

export interface World {
  readonly db: Db;
  /** Address of the PostgreSQL itself. */
  readonly admin: string;
  /** Address of the database of the comparison. */
  readonly tpcb: string;
  readonly base: string;
  readonly url: string;
  readonly keys: { readonly client: string; readonly freelancer: string };
  readonly people: { readonly client: string; readonly freelancer: string };
  readonly pid: number;
  /** Of the database; undefined: one of one's own. */
  readonly databasePid: number | undefined;
  restart(): Promise<number>;
  close(): Promise<void>;
}

/** Starts everything. Lines of the server go to stderr. `beside`: on the PostgreSQL of another world, to be taken in turns with it. */
export async function openWorld(beside?: World): Promise<World> {
  const folder = ownFolder('bench');
  const given = beside?.admin ?? process.env['DATABASE_URL'];
  const embedded = given ? undefined : await startEmbedded(folder, { settings: ['shared_buffers=512MB', 'max_connections=300'] });
  const admin = given ?? (embedded?.url as string);
  const name = `fairhold_bench_${process.pid}${beside ? '_beside' : ''}`;
  await sql(admin, `create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`);
  await sql(admin, `create database ${name}_tpcb`);
  const url = databaseUrl(admin, name);
  await migrate(url);
  const db = openDb(url, { max: 4 });
  const now = Date.now();
  await ensurePartitions(db, now);
  const people = { client: newId(now), freelancer: newId(now) };
  for (const [role, id] of Object.entries(people)) await enterPerson(db, MARKET, { id, name: role, email: `${role}@bench.test`, now });
  const key = async (person: string) => (await makeKey(db, MARKET, { person, name: 'bench', scopes: ['read', 'write'], now })).key;
  const keys = { client: await key(people.client), freelancer: await key(people.freelancer) };
  let server = await startServer(url, folder);
  return {
    db,
    admin,
    url,
    tpcb: databaseUrl(admin, `${name}_tpcb`),
    get base() {
      return server.base;
    },
    keys,
    people,
    databasePid: beside ? beside.databasePid : embedded?.pid,
    get pid() {
      return server.child.pid as number;
    },
    async restart() {
      await stop(server.child);
      server = await startServer(url, folder);
      return server.ms;
    },
    async close() {
      await stop(server.child);
      await db.close();
      if (embedded) await embedded.stop();
      else for (const d of [name, `${name}_tpcb`]) await sql(admin, `drop database if exists ${d} with (force)`);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Others may walk into it, so that a database under another user has its data there too, and nothing stays behind. */
function ownFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `fairhold-${name}-`));
  chmodSync(folder, 0o711);
  return folder;
}

async function sql(url: string, text: string): Promise<void> {
  const db = openDb(url, { max: 1 });
  await db.pool.query(text).finally(() => db.close());
}

/** A server of its own process, as it runs in production: live, no limit of requests from one address. `ms`: until its first answer. */
async function startServer(url: string | undefined, folder: string): Promise<{ child: ChildProcess; base: string; ms: number }> {
  const began = performance.now();
  const env = {
    ...process.env,
    DATABASE_URL: url ?? '',
    FAIRHOLD_DATA: folder,
    FAIRHOLD_MODE: 'live',
    FAIRHOLD_BANK: 'sandbox',
    FAIRHOLD_REQUESTS_PER_MINUTE: '0',
    PORT: '0',
  };
  const profile = process.env['BENCH_PROFILE'] ? ['--cpu-prof', `--cpu-prof-dir=${process.env['BENCH_PROFILE']}`] : [];
  // As npm start runs a live one.
  const nursery = [`--max-semi-space-size=${ours.config.nurseryMb.live}`];
  const child = spawn(process.execPath, [...nursery, ...profile, join(root, 'server', 'main.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: root,
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const base = await new Promise<string>((ok, no) => {
    let said = '';
    child.stdout?.on('data', (data: Buffer) => {
      said += data.toString();
      const port = /open at http:\/\/localhost:(\d+)/.exec(said)?.[1];
      if (port) ok(`http://127.0.0.1:${port}`);
    });
    child.once('exit', (code) => no(new Error(`the server ended (${code}): ${said}`)));
  });
  await fetch(`${base}/healthz`);
  return { child, base, ms: performance.now() - began };
}
const stop = (child: ChildProcess): Promise<void> =>
  new Promise((ok) => {
    child.once('exit', () => ok());
    child.kill('SIGTERM');
  });

/** An accepted contract with one funded milestone, made by the door itself; others are copies of it under other ids. */
export const template = (w: World): Promise<Contract> => made(w, false);
/** The same with its work submitted: its review runs. */
export function submitted(w: World): Promise<Contract> {
  const one = kept.get(w) ?? made(w, true);
  kept.set(w, one);
  return one;
}
const kept = new WeakMap<World, Promise<Contract>>();

async function made(w: World, submit: boolean): Promise<Contract> {
  const { people } = w;
  const clock = await openClock(w.db, MARKET);
  const policies = await openPolicies(w.db, MARKET, clock.now);
  const door = openDoor({ db: w.db, marketplace: MARKET, clock, policy: policies.get });
  const id = newId(clock.now());
  const card = { id: 'card1', token: 'card_ok', label: 'Visa 4242' };
  const terms = { title: 'Website', scope: 'Pages', milestones: [{ title: 'All of it', amount: 20_000 }] };
  const offer = { id, marketplace: MARKET, currency: 'USD', client: people.client, freelancer: people.freelancer, person: people.client, card };
  const does = async (act: string, on: string, role: 'client' | 'freelancer' | 'bank', input: unknown = {}) => {
    const knock = {
      contract: id,
      who: () => ({ roles: [role], person: role === 'bank' ? 'bank' : people[role] }),
      act: { act, on, input },
      receivedAt: clock.now(),
    };
    const first = await door.knock(knock);
    const done = !first.done && first.digest ? await door.knock({ ...knock, digest: first.digest }) : first;
    if (!done.done) throw new Error(`${act}: ${JSON.stringify(done.refusal)}`);
    return done.contract;
  };
  const founded = await door.knock({
    contract: id,
    receivedAt: clock.now(),
    found: (at, policy, world) => sendOffer({ ...offer, terms }, at, policy, world),
  });
  if (!founded.done) throw new Error(JSON.stringify(founded.refusal));
  let c = await does('settled', 'charge1', 'bank');
  const versions = c.instances['offer']?.facts['versions'] as { digest: string }[];
  c = await does('accept', 'offer', 'freelancer', { seen: versions.at(-1)?.digest });
  if (submit) c = await does('submit', 'm1', 'freelancer', { message: 'The first version is ready.' });
  await w.db.pool.query('delete from effects');
  await w.db.pool.query('delete from due where contract = $1', [id]);
  return c;
}

/** Copies a contract under fresh ids. Their history is not copied: what is measured does not look at it. Returns the ids. */
export async function copies(w: World, c: Contract, many: number, freelancers: readonly string[] = [c.freelancer]): Promise<string[]> {
  const now = Date.now();
  const ids = Array.from({ length: many }, () => newId(now));
  for (let from = 0; from < many; from += 2000) {
    const some = ids.slice(from, from + 2000);
    await w.db.pool.query(
      `with c as materialized (select t.*, t.doc as whole from contracts t where t.id = $1),
       dated as (insert into due (marketplace, contract, due_at) select $4, unnest($2::text[]), timestamptz '2040-01-01')
       insert into contracts (marketplace, id, kind, currency, client, freelancer, seq, held, arbitration, digest, snapshot)
       select marketplace, n.id, kind, currency, client, n.freelancer, seq, held, arbitration, digest,
              replace(replace(c.whole::text, c.id, n.id), c.freelancer, n.freelancer)::jsonb
       from c, unnest($2::text[], $3::text[]) as n(id, freelancer)`,
      [c.id, some, some.map((_, n) => freelancers[(from + n) % freelancers.length]), MARKET],
    );
  }
  return ids;
}

/** Settings of the database that only a superuser may change; on one of one's own they stay as they are when we may not. */
export async function setDatabase(w: World, settings: Readonly<Record<string, string>>): Promise<void> {
  try {
    for (const [name, value] of Object.entries(settings)) await w.db.pool.query(`alter system set ${name} = '${value}'`);
    await w.db.pool.query('select pg_reload_conf()');
  } catch (error) {
    console.log(`  the database keeps its settings: ${error instanceof Error ? error.message : error}`);
  }
}

/** Milliseconds from nothing running to the first answer, on a data folder that is there. */
export async function startTimes(times: number): Promise<number[]> {
  const folder = ownFolder('start');
  const out: number[] = [];
  for (let n = 0; n <= times; n += 1) {
    const server = await startServer(undefined, folder);
    if (n > 0) out.push(server.ms);
    await stop(server.child);
  }
  rmSync(folder, { recursive: true, force: true });
  return out;
}
