/** What every figure of the bench is taken with: the world, the callers, the yardstick, the rounds. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Contract } from '@fairhold/domain';
import { cpuOf } from './cpu.ts';
import { median, round, spread } from './figures.ts';
import type { Done, Job } from './load.ts';
import { copies, type World } from './world.ts';
import type { Yard } from './yard.ts';

export type Ask = Omit<Job, 'port' | 'keys'>;
export interface Bench {
  readonly w: World;
  readonly quick: boolean;
  readonly rounds: number;
  /** Contracts in the large world. */
  readonly most: number;
  /** Length of a slot. */
  readonly ms: number;
  readonly template: Contract;
  readonly out: Record<string, number>;
  /** Added to the names of figures that are taken again under other conditions. */
  readonly suffix: string;
  wanted(name: string): boolean;
  yard(clients: number): Promise<Yard>;
  load(job: Ask): Promise<Done>;
  /** Fresh copies of the template. */
  fresh(many: number, freelancers?: readonly string[]): Promise<string[]>;
}

export const rate = (d: Done): number => (d.acts / d.ms) * 1000;

/** Callers in a process of their own. */
export function openCallers(w: World): { load(job: Ask): Promise<Done>; child: ChildProcess } {
  const child = fork(join(import.meta.dirname, 'load.ts'), { stdio: 'inherit' });
  return {
    child,
    load: (job) =>
      new Promise((ok, no) => {
        const gone = (code: number | null) => no(new Error(`the callers ended (${code})`));
        child.once('exit', gone);
        child.once('message', (done) => {
          child.off('exit', gone);
          ok(done as Done);
        });
        child.send({ port: Number(new URL(w.base).port), keys: w.keys, ...job });
      }),
  };
}

/** Copies made ahead, so that no slot pays for them; topped up when they run out. */
export function stockOf(w: World, c: Contract, atOnce: number): (many: number, freelancers?: readonly string[]) => Promise<string[]> {
  let stock: string[] = [];
  return async (many, freelancers) => {
    if (freelancers) return copies(w, c, many, freelancers);
    if (stock.length < many) stock = [...stock, ...(await copies(w, c, Math.max(many, atOnce)))];
    return stock.splice(0, many);
  };
}

/** Whole lives: each contract is used up once. */
export async function life(b: Bench, callers: number, more: Partial<Ask> = {}): Promise<Done> {
  const contracts = await b.fresh(Math.ceil(callers * 3 + b.ms));
  return b.load({ callers, ms: b.ms, mix: 'life', contracts, ...more });
}

export function note(b: Bench, d: Done): Done {
  b.out['wrong'] = (b.out['wrong'] ?? 0) + d.wrong;
  if (d.sample) console.log(`  wrong: ${d.sample}`);
  return d;
}

/** A kind of load that is taken beside the yardstick. */
export interface Kind {
  readonly what: string;
  readonly of?: 'rate' | 'latency';
  job(): Promise<Done>;
}

/** Kinds of load beside the yardstick at as many clients, all in turns: each round has one of each. */
export async function beside(b: Bench, callers: number, kinds: readonly Kind[]): Promise<void> {
  const taken = kinds.filter((k) => b.wanted(k.what + b.suffix)).map((kind) => ({ kind, seen: nothingSeen() }));
  if (taken.length === 0) return;
  for (const { kind } of taken) await kind.job();
  const database = () => cpuOf(b.w.databasePid ?? 0);
  const yard = { cpu: 0, transactions: 0 };
  for (let n = 0; n < b.rounds; n += 1) {
    const before = database();
    const y = await b.yard(callers);
    yard.cpu += database() - before;
    yard.transactions += y.transactions;
    for (const { kind, seen } of taken) {
      const [theirs, ours] = [database(), cpuOf(b.w.pid)];
      const d = note(b, await kind.job());
      seen.database += database() - theirs;
      seen.server += cpuOf(b.w.pid) - ours;
      seen.acts += d.acts;
      const [mine, its] = kind.of === 'latency' ? [d.mean, y.latency] : [rate(d), y.rate];
      seen.ours.push(mine);
      seen.theirs.push(its);
    }
  }
  for (const { kind, seen } of taken) say(b, kind, seen, yard);
}
const nothingSeen = () => ({ server: 0, database: 0, acts: 0, ours: [] as number[], theirs: [] as number[] });

function say(b: Bench, kind: Kind, seen: ReturnType<typeof nothingSeen>, yard: { cpu: number; transactions: number }): void {
  const name = kind.what + b.suffix;
  const ratios = seen.ours.map((x, n) => x / (seen.theirs[n] as number));
  b.out[name] = round(median(ratios));
  const us = (ms: number, of: number) => Math.round((ms * 1000) / Math.max(1, of));
  console.log(
    `${name}: ${spread(ratios)}; ours ${round(median(seen.ours))}, pgbench ${round(median(seen.theirs))} ${kind.of === 'latency' ? 'ms' : 'a second'}` +
      `; CPU of an act: server ${us(seen.server, seen.acts)} µs, database ${us(seen.database, seen.acts)} µs (of pgbench's: ${us(yard.cpu, yard.transactions)} µs)`,
  );
}

/** One kind of load against another, in turns. */
export async function against(b: Bench, what: string, mine: () => Promise<Done>, other: () => Promise<Done>): Promise<void> {
  const name = what + b.suffix;
  if (!b.wanted(name)) return;
  const ratios: number[] = [];
  for (let n = 0; n < b.rounds; n += 1) {
    const [x, y] = [note(b, await mine()), note(b, await other())];
    ratios.push(rate(x) / rate(y));
  }
  b.out[name] = round(median(ratios));
  console.log(`${name}: ${spread(ratios)}`);
}
