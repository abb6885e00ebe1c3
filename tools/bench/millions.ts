/** A world with very many contracts: what an act and a lapse cost then, against what they cost in a small one. */
import type { Contract } from '@fairhold/domain';
import { openClock } from '@fairhold/server/clock';
import { openDoor } from '@fairhold/server/commit';
import { openPolicies } from '@fairhold/server/policies';
import { DOOR, openDb } from '@fairhold/server/store/db';
import { openSweeper } from '@fairhold/server/sweep';
import { median, round, spread } from './figures.ts';
import { type Bench, note } from './setting.ts';
import { copies, MARKET, submitted, type World } from './world.ts';

/** Brings the number of stored contracts to `total`: each with its row, a step in the journal and a deadline far away. Returns the newest ids. */
export async function fill(w: World, c: Contract, total: number, live: number): Promise<string[]> {
  const { rows } = await w.db.pool.query<{ n: number }>('select count(*)::int as n from contracts where marketplace = $1', [MARKET]);
  const missing = total - (rows[0]?.n ?? 0);
  const base = Date.now() - missing;
  const step = 50_000;
  for (let from = 0; from < missing; from += step)
    await w.db.pool.query(
      // The template's document is put together once, not for each copy.
      `with c as materialized (select t.*, t.doc as whole from contracts t where t.marketplace = $5 and t.id = $1),
       ids as (
         select substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-7' || substr(m, 1, 3) || '-8' || substr(m, 4, 3) || '-' || substr(m, 7, 12) as id, n
         from generate_series($2::bigint, $3::bigint) n, lateral (select lpad(to_hex($4::bigint + n), 12, '0') as h, md5(n::text) as m) x),
       made as (
         insert into contracts (marketplace, id, kind, currency, client, freelancer, seq, held, arbitration, digest, snapshot)
         select marketplace, ids.id, kind, currency, client, freelancer, seq, held, arbitration, digest, 
                case when ids.n >= $7 then replace(c.whole::text, c.id, ids.id)::jsonb else jsonb_set(c.whole, '{id}', to_jsonb(ids.id)) end
         from c, ids),
       dated as (insert into due (marketplace, contract, due_at) select $5, id, timestamptz '2040-01-01' from ids)
       insert into journal (marketplace, contract, seq, xid, n, happened_at, written_at, act, on_id, process, from_state, to_state, lapse, rule, policy,
                            role, person, input, patch, accounts, amounts, whys, tells, digest)
       select $5, ids.id, j.seq, '3', 0, j.happened_at, j.written_at, j.act, j.on_id, j.process, j.from_state, j.to_state, j.lapse, j.rule, j.policy,
              j.role, j.person, j.input, j.patch, '{}', '{}', '{}', j.tells, j.digest
       from journal j, ids where j.marketplace = $5 and j.contract = $1 and j.seq = $6`,
      // The name is put in everywhere only where somebody will act.
      [c.id, from, Math.min(from + step, missing) - 1, base, MARKET, c.seq, missing - live],
    );
  for (const table of ['contracts', 'due', 'journal']) await w.db.pool.query(`vacuum (analyze) ${table}`);
  await w.db.pool.query('checkpoint');
  // What is copied later stays as it is.
  const templates = [c.id, (await submitted(w)).id];
  const newest = await w.db.pool.query<{ id: string }>(
    'select id from contracts where marketplace = $1 and id <> all($3) order by id desc limit $2',
    [MARKET, live, templates],
  );
  return newest.rows.map((r) => r.id).sort(() => Math.random() - 0.5);
}

/** Latency of an act in the large world over that in the small one, in turns, at so many callers, on contracts of the live sets in any order. */
async function relative(callers: number, large: { b: Bench; ids: readonly string[] }, small: { b: Bench; ids: readonly string[] }): Promise<number> {
  const mean = async ({ b, ids }: { b: Bench; ids: readonly string[] }) =>
    note(b, await b.load({ callers, ms: b.ms, mix: 'say', contracts: ids, from: Math.floor(Math.random() * ids.length) })).mean;
  const ratios: number[] = [];
  for (const world of [large, small]) await mean(world);
  for (let n = 0; n < large.b.rounds; n += 1) {
    const before = await mean(small);
    ratios.push((await mean(large)) / before);
  }
  return median(ratios);
}

/** Lapses through a sweeper of this process, whose clock is past their deadlines. `many`: µs of one, all included, measured on so many. */
async function openLapses(b: Bench) {
  const ready = await submitted(b.w);
  const due = ready.instances['m1']?.windows[0]?.dueAt ?? 0;
  const db = openDb(b.w.url, { max: 3, settings: DOOR });
  const clock = await openClock(db, MARKET);
  const policies = await openPolicies(db, MARKET, clock.now);
  // The lapse, and nothing that comes after it.
  const later = { ...clock, now: () => due + 5_000 };
  const deps = { db, marketplace: MARKET, clock: later, policy: policies.get };
  const sweeper = openSweeper({ ...deps, door: openDoor(deps) });
  async function many(count: number): Promise<number> {
    const ids = await copies(b.w, ready, count);
    await b.w.db.pool.query(
      `update contracts set snapshot = replace(snapshot::text, '"reminded": 0', '"reminded": 9')::jsonb where marketplace = $1 and id = any($2)`,
      [MARKET, ids],
    );
    await b.w.db.pool.query('update due set due_at = $3 where marketplace = $1 and contract = any($2)', [MARKET, ids, new Date(due)]);
    const began = performance.now();
    const steps = await sweeper.sweep(true);
    const us = ((performance.now() - began) * 1000) / steps.length;
    if (steps.length !== count || steps.some((s) => !s.lapse))
      note(b, { acts: 0, wrong: 1, ms: 1, mean: 0, p99: 0, sample: `${steps.length} of ${count} lapses` });
    return us;
  }
  return { many, close: () => db.close() };
}

/** `growth_5m` and `due_us`: a world that grows beside one that stays small, on one PostgreSQL and in turns. */
export async function millions(large: Bench, small: Bench): Promise<void> {
  const [least, middle, most] = large.quick ? [2_000, 10_000, 20_000] : [10_000, Math.min(1_000_000, large.most / 5), large.most];
  const live = large.quick ? 10_000 : 100_000;
  if (large.quick)
    console.log(`growth_5m and due_us: the quick run takes ${least}, ${middle} and ${most} contracts for 10 thousand, a million and 5 million`);
  const few = await fill(small.w, small.template, least, live);
  const sweepers = large.wanted('due_us') ? [await openLapses(large), await openLapses(small)] : [];
  const flat: number[] = [];
  for (const size of [middle, most]) {
    const began = performance.now();
    const ids = await fill(large.w, large.template, size, live);
    console.log(`  ${size} contracts are there (${Math.round((performance.now() - began) / 1000)} s)`);
    if (sweepers.length > 0) flat.push(await lapses(large, size, least, sweepers));
    if (size !== most || !large.wanted('growth_5m')) continue;
    const worlds = [
      { b: large, ids },
      { b: small, ids: few },
    ] as const;
    const [one, many] = [await relative(1, ...worlds), await relative(32, ...worlds)];
    large.out['growth_5m_1'] = round(one);
    large.out['growth_5m_32'] = round(many);
    console.log(`growth_5m: latency × ${round(one)} for one client, × ${round(many)} at 32`);
  }
  for (const s of sweepers) await s.close();
  if (flat.length > 0) large.out['due_us_flat'] = round(Math.max(1, ...flat));
}

/** A lapse at a size beside one in the small world, in turns; the ratio. */
async function lapses(b: Bench, size: number, least: number, [large, small]: readonly { many(count: number): Promise<number> }[]): Promise<number> {
  const count = b.quick ? 300 : 5000;
  const [here, there]: number[][] = [[], []];
  for (let n = 0; n <= b.rounds; n += 1) {
    const [x, y] = [(await large?.many(count)) ?? 0, (await small?.many(count)) ?? 0];
    // The first warms both up.
    if (n === 0) continue;
    here?.push(x);
    there?.push(y);
  }
  const ratio = median((here ?? []).map((x, n) => x / (there?.[n] ?? 1)));
  b.out[`due_us_${size}`] = Math.round(median(here ?? []));
  b.out[`due_us_${least}`] = Math.round(median(there ?? []));
  console.log(`due_us: ${spread(here ?? [])} at ${size}, ${spread(there ?? [])} at ${least} beside it (× ${round(ratio)})`);
  return ratio;
}
