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

/** Latency of an act over the yardstick's, at so many callers, on contracts of the live set in any order. */
async function relative(b: Bench, callers: number, contracts: readonly string[]): Promise<number> {
  const ratios: number[] = [];
  await b.load({ callers, ms: b.ms, mix: 'say', contracts });
  for (let n = 0; n < b.rounds; n += 1) {
    const y = await b.yard(callers);
    ratios.push(
      note(b, await b.load({ callers, ms: b.ms, mix: 'say', contracts, from: Math.floor(Math.random() * contracts.length) })).mean / y.latency,
    );
  }
  return median(ratios);
}

/** Lapses through a sweeper of this process, whose clock is past their deadlines. µs of one, all included. */
async function lapses(b: Bench, ready: Contract, many: number): Promise<number> {
  const times: number[] = [];
  const due = ready.instances['m1']?.windows[0]?.dueAt ?? 0;
  const db = openDb(b.w.url, { max: 3, settings: DOOR });
  const clock = await openClock(db, MARKET);
  const policies = await openPolicies(db, MARKET, clock.now);
  // The lapse, and nothing that comes after it.
  const later = { ...clock, now: () => due + 5_000 };
  const deps = { db, marketplace: MARKET, clock: later, policy: policies.get };
  const sweeper = openSweeper({ ...deps, door: openDoor(deps) });
  for (let n = 0; n < b.rounds; n += 1) {
    const ids = await copies(b.w, ready, many);
    await b.w.db.pool.query(
      `update contracts set snapshot = replace(snapshot::text, '"reminded": 0', '"reminded": 9')::jsonb where marketplace = $1 and id = any($2)`,
      [MARKET, ids],
    );
    await b.w.db.pool.query('update due set due_at = $3 where marketplace = $1 and contract = any($2)', [MARKET, ids, new Date(due)]);
    const began = performance.now();
    const steps = await sweeper.sweep(true);
    times.push(((performance.now() - began) * 1000) / steps.length);
    if (steps.length !== many || steps.some((s) => !s.lapse))
      note(b, { acts: 0, wrong: 1, ms: 1, mean: 0, p99: 0, sample: `${steps.length} of ${many} lapses` });
  }
  await db.close();
  return median(times);
}

/** `growth_5m` and `due_us`: the same at every size, in one world that grows. */
export async function millions(b: Bench): Promise<void> {
  const [small, middle, large] = b.quick ? [2_000, 10_000, 30_000] : [10_000, Math.min(1_000_000, b.most / 5), b.most];
  const live = b.quick ? 10_000 : 100_000;
  if (b.quick)
    console.log(`growth_5m and due_us: the quick run takes ${small}, ${middle} and ${large} contracts for 10 thousand, a million and 5 million`);
  const ready = await submitted(b.w);
  const many = b.quick ? 500 : 5000;
  const [growth, due] = [b.wanted('growth_5m'), b.wanted('due_us')];
  const at: { size: number; one: number; many: number; due: number }[] = [];
  for (const size of [small, middle, large]) {
    const began = performance.now();
    const ids = await fill(b.w, b.template, size, live);
    console.log(`  ${size} contracts are there (${Math.round((performance.now() - began) / 1000)} s)`);
    const measured = growth && size !== middle;
    at.push({
      size,
      one: measured ? await relative(b, 1, ids) : 0,
      many: measured ? await relative(b, 32, ids) : 0,
      due: due ? await lapses(b, ready, many) : 0,
    });
  }
  const [first, , last] = at;
  if (!first || !last) return;
  if (growth) {
    b.out['growth_5m_1'] = round(last.one / first.one);
    b.out['growth_5m_32'] = round(last.many / first.many);
    console.log(`growth_5m: latency × ${b.out['growth_5m_1']} for one client, × ${b.out['growth_5m_32']} at 32`);
  }
  if (!due) return;
  for (const a of at) b.out[`due_us_${a.size}`] = Math.round(a.due);
  const times = at.map((a) => a.due);
  b.out['due_us_flat'] = round(Math.max(...times) / (times[0] as number));
  console.log(`due_us: ${at.map((a) => `${Math.round(a.due)} at ${a.size}`).join(', ')} (× ${b.out['due_us_flat']}); ${spread(times)}`);
}
