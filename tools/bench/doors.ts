/** Figures of the door itself: acts over HTTP beside the yardstick, and what an act writes. */
import { areBehind } from '@fairhold/server/notices';
import { round } from './figures.ts';
import { enterMany } from './people.ts';
import { against, type Bench, beside, life, note } from './setting.ts';
import { copies, MARKET, submitted } from './world.ts';

/**
 * Acts one a request, fifty a request, and every act on one contract. In bulk and on one contract they are messages, which every contract
 * takes as many of as one likes.
 */
export async function doors(b: Bench): Promise<void> {
  const wantsTalk = ['bulk_vs_tpcb_1', 'bulk_vs_tpcb_32', 'same_contract_32'].some((name) => b.wanted(name + b.suffix));
  const talk = wantsTalk ? await b.fresh(b.quick ? 1500 : 3000) : [];
  const bulk = (callers: number) => b.load({ callers, ms: b.ms, mix: 'bulk', contracts: talk });
  await beside(b, 1, [
    { what: 'door_vs_tpcb_1', of: 'latency', job: () => life(b, 1) },
    { what: 'bulk_vs_tpcb_1', job: () => bulk(1) },
  ]);
  await beside(b, 32, [
    { what: 'door_vs_tpcb_32', job: () => life(b, 32) },
    { what: 'bulk_vs_tpcb_32', job: () => bulk(32) },
    { what: 'same_contract_32', job: () => b.load({ callers: 32, ms: b.ms, mix: 'say', contracts: talk.slice(0, 1) }) },
  ]);
  await beside(b, 128, [{ what: 'door_vs_tpcb_128', job: () => life(b, 128) }]);
}

/** Repeated keys and acts that must be refused, mixed in. */
export const abuse = (b: Bench): Promise<void> =>
  against(
    b,
    'abuse',
    () => life(b, 32, { abuse: 0.05 }),
    () => life(b, 32),
  );

/** Approvals, each of which pays fees to the platform: all to one freelancer, or spread over people. */
export async function hot(b: Bench): Promise<void> {
  if (!b.wanted('hot_vs_distinct')) return;
  const people = await enterMany(b.w, 2000);
  const ready = await submitted(b.w);
  const pay = async (freelancers: readonly string[]) =>
    b.load({ callers: 32, ms: b.ms, mix: 'pay', contracts: await copies(b.w, ready, Math.ceil(b.ms * 2.5), freelancers) });
  await pay(people);
  await against(
    b,
    'hot_vs_distinct',
    () => pay(people.slice(0, 1)),
    () => pay(people),
  );
}

/** WAL and flushes of an act at 32 callers, checkpoints kept away. */
export async function written(b: Bench): Promise<void> {
  if (!b.wanted('wal_bytes') && !b.wanted('fsyncs_per_act')) return;
  const stand = async () => {
    const { rows } = await b.w.db.pool.query<{ wal: string; fsyncs: string }>(
      `select (pg_current_wal_lsn() - '0/0')::text as wal, (select coalesce(sum(fsyncs), 0) from pg_stat_io where object = 'wal')::text as fsyncs`,
    );
    return { wal: Number(rows[0]?.wal), fsyncs: Number(rows[0]?.fsyncs) };
  };
  // Contracts that have been acted on already: their pages were written whole since the last checkpoint.
  const contracts = await b.fresh(b.quick ? 500 : 1500);
  const job = { callers: 32, ms: b.ms * 2, mix: 'say', contracts } as const;
  // What earlier loads caused is written by then, and what this one causes counts for it. Counters of other processes are seen late.
  const settled = async () => {
    while (await areBehind(b.w.db, MARKET)) await new Promise((r) => setTimeout(r, 100));
    await new Promise((r) => setTimeout(r, 1500));
  };
  await b.load(job);
  await settled();
  const before = await stand();
  const d = note(b, await b.load(job));
  await settled();
  const after = await stand();
  b.out['wal_bytes'] = round((after.wal - before.wal) / d.acts);
  b.out['fsyncs_per_act'] = round((after.fsyncs - before.fsyncs) / d.acts);
  console.log(`wal_bytes: ${b.out['wal_bytes']}, fsyncs_per_act: ${b.out['fsyncs_per_act']}; the notices and mails that acts cause are in both`);
}
