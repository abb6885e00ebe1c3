/**
 * `npm run bench`: the door beside PostgreSQL's own yardstick, pgbench's TPC-B-like script with prepared statements, in turns on one
 * PostgreSQL with durable settings. Prints medians of ratios with their spread; the last line is JSON. `--quick`: three short rounds.
 * `--only NAME,…`: figures whose names begin so. `--contracts N`: the large world has so many instead of 5 million. What each figure says is in docs/speed.md.
 */
import { parseArgs } from 'node:util';
import { conserve } from './bench/conserve.ts';
import { abuse, doors, hot, written } from './bench/doors.ts';
import { millions } from './bench/millions.ts';
import { core, memory, reading, starting } from './bench/rest.ts';
import { type Bench, openCallers, stockOf } from './bench/setting.ts';
import { openWorld, setDatabase, submitted, template, type World } from './bench/world.ts';
import { openYard } from './bench/yard.ts';

const { values: o } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    only: { type: 'string' },
    contracts: { type: 'string' },
  },
});
const quick = o.quick === true;
const ms = Number(o.seconds ?? (quick ? 0.8 : 5)) * 1000;
const rounds = Number(o.rounds ?? (quick ? 3 : 7));
const most = Number(o.contracts ?? 5_000_000);
const only = o.only?.split(',');
const wanted = (name: string) => !only || only.some((x) => name.startsWith(x));
const out: Record<string, number> = { wrong: 0 };

/** A world of its own for some figures, with the money counted afterwards. */
async function inWorld(names: readonly string[], figures: (b: Bench) => Promise<void>): Promise<void> {
  if (!names.some(wanted)) return;
  const w = await openWorld();
  const callers = openCallers(w);
  try {
    await settings(w);
    const c = await template(w);
    const fresh = stockOf(w, c, quick ? 5_000 : 50_000);
    // As many branches as there are clients at most, or the yardstick waits for itself.
    let yardstick: ReturnType<typeof openYard> | undefined;
    const yard = async (clients: number) => {
      yardstick ??= openYard(w.tpcb, quick ? 40 : 130);
      return (await yardstick)(clients, ms);
    };
    const b: Bench = { w, quick, rounds, most, ms, template: c, out, suffix: '', wanted, yard, load: callers.load, fresh };
    await figures(b);
    const faults = await conserve(w, [c, await submitted(w)]);
    for (const fault of faults) console.log(`  not conserved: ${fault}`);
    out['broken'] = (out['broken'] ?? 0) + faults.length;
  } finally {
    callers.child.kill();
    await w.close();
  }
}

async function settings(w: World): Promise<void> {
  await setDatabase(w, { checkpoint_timeout: '1h', max_wal_size: '20GB' });
  const { rows } = await w.db.pool.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'server_version', 'shared_buffers') order by name`,
  );
  console.log(rows.map((s) => `${s.name} ${s.setting}`).join(', '));
  for (const s of rows) if (['fsync', 'synchronous_commit'].includes(s.name) && s.setting !== 'on') throw new Error(`${s.name} is ${s.setting}`);
}

await inWorld(
  ['door', 'bulk', 'same', 'abuse', 'hot', 'wal', 'fsyncs', 'read', 'core', 'start', 'rss'].flatMap((x) => full(x)),
  async (b) => {
    await doors(b);
    await abuse(b);
    await hot(b);
    await written(b);
    await reading(b);
    core(b);
    await starting(b);
    await memory(b);
    if (quick) return;
    // The same once more with a checkpoint every 30 s: pages are written whole again after each.
    await setDatabase(b.w, { checkpoint_timeout: '30s' });
    const again = { ...b, suffix: '_checkpoints' };
    await doors(again);
  },
);
await inWorld(['growth_5m', 'due_us'], async (large) => {
  const w = await openWorld(large.w);
  const callers = openCallers(w);
  await millions(large, { ...large, w, template: await template(w), load: callers.load }).finally(async () => {
    callers.child.kill();
    await w.close();
  });
});
console.log(JSON.stringify(out));

/** The figures of a family. */
function full(family: string): string[] {
  const all = [
    'door_vs_tpcb_1',
    'door_vs_tpcb_32',
    'door_vs_tpcb_128',
    'bulk_vs_tpcb_1',
    'bulk_vs_tpcb_32',
    'same_contract_32',
    'abuse',
    'hot_vs_distinct',
    'wal_bytes',
    'fsyncs_per_act',
    'read_p99',
    'core_acts',
    'start_ms',
    'rss_mb',
  ];
  return all.filter((name) => name.startsWith(family)).flatMap((name) => [name, `${name}_checkpoints`]);
}
