/**
 * `npm run crash`: the server dies at every boundary of every money act, then at random moments under load, and then PostgreSQL does.
 * What was acknowledged is there, once; every life comes to what it would have come to undisturbed; people were told once; and it is
 * ready again in time. `--only PART` runs one of boundaries, server, database; `--story NAME` the boundaries of one story; `--every` counts
 * statements that change nothing as boundaries too.
 */
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { chance } from '../sim/random.ts';
import { alwaysTrue, openGround, readRun } from './common.ts';
import { openLane } from './lane.ts';
import { labelOf, STORIES, type Story } from './lives.ts';
import { killed } from './storm.ts';

const run = readRun('crash');
const r = chance(run.seed);
const { broken } = run;
const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const only = option('only');
const chosen = STORIES.filter((s) => (option('story') ?? s.name) === s.name);
const SERVER_MS = 2_000;
const DATABASE_MS = 5_000;
/** Times are judged in the long form, on a machine that was quiet when it began; otherwise they are only printed. */
const judged = !run.quick && (loadavg()[0] as number) < cpus().length / 2;
/** In the quick form: stories, and deaths in each. */
const FEW = 1;
const DEATHS = 5;

const ground = await openGround({ durable: true, connections: 20 });
const most = (ms: readonly number[]): number => Math.round(Math.max(0, ...ms));
const middle = (ms: readonly number[]): number => Math.round([...ms].sort((a, b) => a - b)[Math.floor(ms.length / 2)] ?? 0);
const counts: Record<string, unknown> = {};

// ── every boundary of every money act ──
async function boundaries(): Promise<void> {
  const db = await ground.another();
  const lane = await openLane(db, join(ground.folder, 'lane'), { every: process.argv.includes('--every') });
  const acts: Record<string, number> = {};
  const stories = run.quick ? [...chosen].sort(() => r.next() - 0.5).slice(0, FEW) : chosen;
  for (const story of stories) {
    const undisturbed = await lane.live(story, () => 0);
    const next = new Map(story.stages.flatMap((s, n): [number, number][] => (s.money ? [[n, 1]] : [])));
    for (const n of next.keys()) acts[`${story.name}: ${labelOf(story.stages[n] as Story['stages'][number])}`] = undisturbed.passed[n] ?? 0;
    if (run.quick) await few(story, undisturbed.passed);
    else
      while (next.size > 0 && broken.length < 20) {
        const lived = await live(story, (n) => next.get(n));
        // A stage that was survived has no further boundary.
        for (const [n, at] of next)
          if (lived.passed[n] !== undefined) next.delete(n);
          else next.set(n, at + 1);
        if (lane.deaths % 50 < next.size) console.error(`${story.name}: ${lane.deaths} deaths so far, ${next.size} acts left`);
      }
    async function few(one: Story, passed: readonly (number | undefined)[]): Promise<void> {
      const money = [...next.keys()];
      const where = new Map(
        [...money]
          .sort(() => r.next() - 0.5)
          .slice(0, DEATHS)
          .map((n) => [n, r.between(1, Math.max(1, Math.floor((passed[n] ?? 1) * 0.8)))]),
      );
      await live(one, (n) => where.get(n));
    }
    async function live(one: Story, dieAt: (n: number) => number | undefined) {
      const lived = await lane.live(one, dieAt);
      broken.push(...lived.broken);
      const at = [...next].map(([n]) => `${labelOf(one.stages[n] as Story['stages'][number])} at ${dieAt(n) ?? 'no'}`).join(', ');
      if (lived.sum !== undisturbed.sum) broken.push(`${one.name} (${at}) came to ${lived.sum} instead of ${undisturbed.sum}`);
      const all = await alwaysTrue(db);
      broken.push(...all.broken.map((b) => `${one.name} (${at}): ${b}`));
      return lived;
    }
  }
  const { rows } = await db.pool.query<{ id: string; state: string }>('select id, state from mails');
  const taken = new Set([...lane.mails.keys()].map((id) => id.replace(/^<|@.*$/g, '')));
  for (const m of rows)
    if (m.state !== 'sent' || !taken.has(m.id))
      broken.push(`NOT-3: mail ${m.id} is ${m.state}${taken.has(m.id) ? '' : ', and was never handed over'}`);
  if (taken.size !== rows.length) broken.push(`NOT-3: ${taken.size} different mails were handed over, ${rows.length} were written`);
  await lane.stop();
  if (judged && most(lane.ready) > SERVER_MS) broken.push(`the server was ready after ${most(lane.ready)} ms`);
  counts['boundaries'] = { deaths: lane.deaths, ofEachAct: acts, readyMs: { middle: middle(lane.ready), most: most(lane.ready) } };
}

async function storm(what: 'server' | 'database'): Promise<void> {
  const times = run.number('times', what === 'server' ? (run.quick ? 2 : 60) : run.quick ? 1 : 20);
  const result = await killed(ground, what, r, { times, senders: run.quick ? 6 : 16, pause: run.quick ? 600 : 1500 });
  broken.push(...result.broken.map((b) => `${what} killed: ${b}`));
  const limit = what === 'server' ? SERVER_MS : DATABASE_MS;
  if (judged && most(result.ready) > limit) broken.push(`the ${what} was ready after ${most(result.ready)} ms`);
  // On any machine: more of the processor's time than the limit cannot be done within it.
  if (!run.quick && middle(result.readyCpu) > limit) broken.push(`the ${what} took ${middle(result.readyCpu)} ms of the processor to be ready`);
  counts[what] = {
    kills: times,
    acknowledged: result.acknowledged,
    lost: result.lost,
    doubled: result.doubled,
    steps: result.steps,
    readyMs: { middle: middle(result.ready), most: most(result.ready) },
    ...(what === 'server' && { readyCpuMs: { middle: middle(result.readyCpu), most: most(result.readyCpu) } }),
  };
}

if (!only || only === 'boundaries') await boundaries();
if (!only || only === 'server') await storm('server');
if ((!only || only === 'database') && ground.embedded) await storm('database');
await ground.close();
run.end({ ...counts, timesJudged: judged });
