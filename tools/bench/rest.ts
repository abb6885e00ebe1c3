/** Figures beside the door: reading under load, the core alone, the start, memory. */
import { readFileSync } from 'node:fs';
import { simulate } from '../sim/run.ts';
import { median, round, spread } from './figures.ts';
import { type Bench, life, note, openCallers, rate } from './setting.ts';
import { startTimes } from './world.ts';

/** The busiest person reads a contract's page and their list, while the door works at 70 % of its rate; against the same at rest. */
export async function reading(b: Bench): Promise<void> {
  if (!b.wanted('read_p99')) return;
  const readers = openCallers(b.w);
  const pages = await b.fresh(200);
  const read = () => readers.load({ callers: 2, ms: b.ms, mix: 'read', contracts: pages });
  await read();
  const full = rate(await life(b, 32));
  const ratios: number[] = [];
  for (let n = 0; n < b.rounds; n += 1) {
    const idle = note(b, await read());
    const [, busy] = await Promise.all([life(b, 32, { pace: full * 0.7 }), read()]);
    note(b, busy);
    ratios.push(busy.p99 / idle.p99);
  }
  readers.child.disconnect();
  b.out['read_p99'] = round(median(ratios));
  console.log(`read_p99: ${spread(ratios)} times that at rest, with the door at ${Math.round(full * 0.7)} acts a second`);
}

/** The core alone, on one core: people walk through the rules, each step checked. */
export function core(b: Bench): void {
  if (!b.wanted('core_acts')) return;
  const runs = Array.from({ length: b.rounds }, (_, n) => simulate({ seed: n + 1, acts: b.quick ? 6_000 : 50_000 }).perSecond);
  b.out['core_acts'] = round(median(runs));
  console.log(`core_acts: ${spread(runs)} a second, everything that must hold checked after each`);
}

/** From nothing running, database included, to the first answer on a data folder that is there. */
export async function starting(b: Bench): Promise<void> {
  if (!b.wanted('start_ms')) return;
  const times = await startTimes(b.quick ? 2 : b.rounds);
  b.out['start_ms'] = Math.round(median(times));
  console.log(`start_ms: ${spread(times)}`);
}

const rss = (pid: number): number => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);

/** Memory of the server at rest: just started, with its memory of contracts filled by some acts, and after very many. */
export async function memory(b: Bench): Promise<void> {
  if (!b.wanted('rss_mb')) return;
  await b.w.restart();
  // What was done is told and sent, and the server has seen that it is quiet.
  const rest = (ms = 20_000) => new Promise((r) => setTimeout(r, ms));
  await rest(b.quick ? 500 : undefined);
  const before = rss(b.w.pid);
  // More contracts than it keeps in memory.
  const contracts = await b.fresh(5000);
  const after = async (most: number, ms: number, quiet?: number) => {
    const { acts } = note(b, await b.load({ callers: 16, ms, mix: 'bulk', contracts, acts: most }));
    await rest(quiet);
    return { acts, mb: rss(b.w.pid) };
  };
  const some = await after(b.quick ? 5_000 : 50_000, b.quick ? 1_000 : 100_000, b.quick ? 500 : undefined);
  const many = await after(b.quick ? 10_000 : 950_000, b.quick ? 2_000 : 1_500_000, b.quick ? 12_000 : undefined);
  b.out['rss_mb'] = before;
  b.out['rss_mb_warm'] = some.mb;
  b.out['rss_mb_after'] = many.mb;
  console.log(`rss_mb: ${before} just started, ${some.mb} after ${some.acts} acts, ${many.mb} after ${some.acts + many.acts}`);
}
