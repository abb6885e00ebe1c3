/**
 * `npm run bench`: the door beside PostgreSQL's own yardstick, pgbench's TPC-B-like script with prepared statements, in turns on one
 * PostgreSQL with durable settings. Prints medians of ratios with their spread; the last line is JSON. `--quick`: three rounds.
 */
import { fork, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { median, round, spread } from './bench/figures.ts';
import type { Done, Job } from './bench/load.ts';
import { copies, findPgbench, openWorld, template } from './bench/world.ts';

const { values: o } = parseArgs({
  options: { quick: { type: 'boolean' }, rounds: { type: 'string' }, seconds: { type: 'string' }, only: { type: 'string' } },
});
const rounds = Number(o.rounds ?? (o.quick ? 3 : 7));
const seconds = Number(o.seconds ?? (o.quick ? 2 : 5));
const only = o.only?.split(',');
const wanted = (name: string) => !only || only.some((x) => name.startsWith(x));
const MILESTONES = 4;

const pgbench = findPgbench();
const w = await openWorld();
const port = Number(new URL(w.base).port);
const child = fork(join(import.meta.dirname, 'bench', 'load.ts'), { stdio: 'inherit' });
const load = (job: Omit<Job, 'port' | 'keys' | 'milestones'>): Promise<Done> =>
  new Promise((ok) => {
    child.once('message', (done) => ok(done as Done));
    child.send({ port, keys: w.keys, milestones: MILESTONES, ...job });
  });
const { rows: settings } = await w.db.pool.query(
  `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'server_version') order by name`,
);
console.log(settings.map((s) => `${s.name} ${s.setting}`).join(', '));
if (!pgbench) throw new Error('pgbench is not installed; on Debian it comes with the package postgresql');
spawnSync(pgbench, ['-i', '-q', '-s', '20', w.tpcb], { stdio: 'ignore' });

interface Yard {
  readonly rate: number;
  readonly latency: number;
}
function yardstick(clients: number, ms: number): Yard {
  const args = ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', String(Math.max(1, Math.round(ms / 1000))), w.tpcb];
  const said = spawnSync(pgbench as string, args, { encoding: 'utf8' }).stdout;
  return { rate: Number(/tps = ([\d.]+)/.exec(said)?.[1]), latency: Number(/latency average = ([\d.]+)/.exec(said)?.[1]) };
}

const c = await template(w, MILESTONES);
/** Contracts for lives: each is used up once. */
const fresh = (many: number, freelancers?: readonly string[]) => copies(w, c, many, freelancers);
const out: Record<string, number> = {};
let wrong = 0;
const note = (done: Done): Done => {
  wrong += done.wrong;
  if (done.sample) console.log(`  wrong: ${done.sample}`);
  return done;
};
const rate = (d: Done): number => (d.acts / d.ms) * 1000;
const ms = seconds * 1000;

async function beside(name: string, callers: number, job: (callers: number) => Promise<Done>, of: 'rate' | 'latency' = 'rate'): Promise<void> {
  if (!wanted(name)) return;
  await job(callers);
  const ratios: number[] = [];
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const y = yardstick(callers, ms);
    const d = note(await job(callers));
    ours.push(of === 'rate' ? rate(d) : d.mean);
    theirs.push(of === 'rate' ? y.rate : y.latency);
    ratios.push((ours.at(-1) as number) / (theirs.at(-1) as number));
  }
  out[name] = round(median(ratios));
  console.log(`${name}: ${spread(ratios)}; ours ${round(median(ours))}, pgbench ${round(median(theirs))} ${of === 'rate' ? 'a second' : 'ms'}`);
}

const life = async (callers: number) => load({ callers, ms, mix: 'life', contracts: await fresh(Math.max(50, (callers * seconds * 80) / 10)) });
await beside('door_vs_tpcb_1', 1, life, 'latency');
await beside('door_vs_tpcb_32', 32, life);
await beside('door_vs_tpcb_128', 128, life);
const talk = await fresh(3000);
await beside('bulk_vs_tpcb_1', 1, (callers) => load({ callers, ms, mix: 'bulk', contracts: talk }));
await beside('bulk_vs_tpcb_32', 32, (callers) => load({ callers, ms, mix: 'bulk', contracts: talk }));
await beside('same_contract_32', 32, (callers) => load({ callers, ms, mix: 'say', contracts: talk.slice(0, 1) }));

/** One kind of load against another, in turns. */
async function against(name: string, a: () => Promise<Done>, b: () => Promise<Done>): Promise<void> {
  if (!wanted(name)) return;
  const ratios: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const [x, y] = [note(await a()), note(await b())];
    ratios.push(rate(x) / rate(y));
  }
  out[name] = round(median(ratios));
  console.log(`${name}: ${spread(ratios)}`);
}
await against(
  'abuse',
  async () => load({ callers: 32, ms, mix: 'life', abuse: 0.05, contracts: await fresh(32 * seconds * 8) }),
  () => life(32),
);
const many = Array.from({ length: 500 }, (_, n) => `0198b1c0-0000-7000-8000-${String(n).padStart(12, '0')}`);
void many;

if (wanted('wal_bytes')) {
  const wal = async () => {
    const { rows } = await w.db.pool.query<{ lsn: string; fsyncs: string }>(
      `select (pg_current_wal_lsn() - '0/0')::text as lsn, coalesce((select sum(fsyncs) from pg_stat_io where object = 'wal'), 0)::text as fsyncs`,
    );
    return { lsn: Number(rows[0]?.lsn), fsyncs: Number(rows[0]?.fsyncs) };
  };
  await life(32);
  await w.db.pool.query('checkpoint');
  await life(32);
  const before = await wal();
  const d = note(await life(32));
  await new Promise((r) => setTimeout(r, 1500));
  const after = await wal();
  out['wal_bytes'] = round((after.lsn - before.lsn) / d.acts);
  out['fsyncs_per_act'] = round((after.fsyncs - before.fsyncs) / d.acts);
  console.log(`wal_bytes: ${out['wal_bytes']} an act, notices and mails included; fsyncs_per_act: ${out['fsyncs_per_act']}`);
}
out['wrong'] = wrong;
child.disconnect();
await w.close();
console.log(JSON.stringify(out));
