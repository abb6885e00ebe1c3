import { afterAll, beforeAll, expect, test } from 'vitest';
import { measuresOf } from '../console/health.ts';
import { deliveryOf } from '../console/summary.ts';
import type { Json, Person } from '../testing/http.ts';
import { type Town, town } from '../testing/running.ts';

let t: Town;
let ben: Person, ana: Person, sue: Person, finn: Person, ada: Person;
beforeAll(async () => {
  t = await town();
  [ben, ana] = [await t.person('ben'), await t.person('ana')];
  [sue, finn] = [await t.person('sue', { staff: ['support'] }), await t.person('finn', { staff: ['finance'] })];
  ada = await t.person('ada', { staff: ['auditor'] });
});
afterAll(() => t.stop());
const get = async (who: Person, path: string): Promise<Json> => {
  const a = await t.call(who, 'GET', path);
  if (a.status !== 200) throw new Error(`${who.name} ${path}: ${a.status} ${a.text}`);
  return a.json;
};

test('STF-3: delivery is right only when nothing was given up, webhooks too, and nothing waits for long; each says so', async () => {
  const delivery = async () => (await get(ada, '/v1/console')).delivery;
  expect(await delivery()).toMatchObject({ failedWebhooks: 0 });
  const hook = (await t.call(ben, 'POST', `/v1/webhooks?account=${ben.account}`, { url: 'https://receiver.example/hook' })).json;
  const of = [hook.id, 'given-up', await t.contract(ben, ana)];
  await t.db.pool.query(
    `insert into webhook_deliveries (marketplace, id, webhook, contract, seq, body, state, attempts, next_at, created_at)
     values ('main', $2, $1, $3, 0, '{}', 'failed', 9, now(), now())`,
    of,
  );
  expect(await delivery()).toMatchObject({ ok: false, failedWebhooks: 1 });
  await t.call(ben, 'DELETE', `/v1/webhooks/${hook.id}`);
  expect(await delivery()).toMatchObject({ failedWebhooks: 0 });
  const lag = {
    waiting: { payments: 0, mails: 1, steps: 0, deadlines: 0 },
    oldest: { payments: null, mails: '2030-01-01T00:00:00.000Z', deadlines: null },
  };
  const at = (iso: string) => deliveryOf(0, 0, lag, Date.parse(iso));
  expect([at('2030-01-01T00:00:30.000Z'), at('2030-01-01T00:02:00.000Z')]).toMatchObject([
    { ok: true, late: false },
    { ok: false, late: true },
  ]);
});

test('STF-3: each thing measured of the database is a warning from the value on that stands beside it, and only what is there is measured', () => {
  const fine = { ms: 3, connections: 12, most: 100, transaction: 0, size: 5_000_000, wal: null, unarchived: null };
  const names = (d: object, room?: number) =>
    measuresOf({ ...fine, ...d }, room)
      .filter((m) => !m.ok)
      .map((m) => m.name);
  expect(measuresOf(fine).map((m) => m.name)).toEqual(['answer', 'connections', 'transaction', 'size']);
  expect(names({})).toEqual([]);
  for (const m of measuresOf({ ...fine, wal: 0, unarchived: false }, 6_000_000)) {
    const key = { answer: 'ms', connections: 'connections', transaction: 'transaction', size: 'size', wal: 'wal', archive: '' }[m.name];
    const room = m.name === 'size' ? m.warnFrom : undefined;
    if (!key) continue;
    expect(names({ [key]: (m.warnFrom as number) - 1 }, room), m.name).toEqual([]);
    expect(names({ [key]: m.warnFrom }, room), m.name).toEqual([m.name]);
  }
  expect(names({ unarchived: true })).toEqual(['archive']);
  expect(measuresOf(fine)[1]).toMatchObject({ of: 100, warnFrom: 80 });
});

test('STF-3: what is measured of the database is what it does: a transaction that stays open is seen', async () => {
  const measure = async (name: string) => (await get(ada, '/v1/console')).health.database.measures.find((m: Json) => m.name === name);
  const before = await measure('connections');
  const client = await t.db.pool.connect();
  try {
    await client.query('begin');
    await client.query('select 1');
    await new Promise((r) => setTimeout(r, 1_200));
    expect((await measure('transaction')).value).toBeGreaterThanOrEqual(1);
    expect((await measure('connections')).value).toBeGreaterThanOrEqual(1);
    expect(before.of).toBeGreaterThan(before.value);
  } finally {
    await client.query('rollback');
    client.release();
  }
  const { rows } = await t.db.pool.query<{ size: number }>('select pg_database_size(current_database()) as size');
  expect(Math.abs((await measure('size')).value - (rows[0]?.size ?? 0))).toBeLessThan(5_000_000);
});

test('STF-3: the overview says what the server stands on, what is under way with the bank and since when, how far the test clock is ahead', async () => {
  const held = await t.offer(ben, ana);
  await t.does(ana, held, 'decline');
  const s = await get(finn, '/v1/console');
  const { rows } = await t.db.pool.query<{ n: number; oldest: Date }>(
    `select count(*)::int as n, min(created_at) as oldest from effects where state in ('wanted', 'sending', 'unknown', 'accepted')`,
  );
  expect(rows[0]?.n).toBeGreaterThan(0);
  expect(s.money.clearing).toEqual({ count: rows[0]?.n, oldest: rows[0]?.oldest.toISOString() });
  expect(s.health).toMatchObject({ database: { ok: true }, disk: { ok: true }, workers: { ok: true } });
  expect(s.health.disk.free).toBeGreaterThan(s.health.disk.keepFree);
  expect(Date.parse(s.health.workers.lastBeat)).toBeLessThanOrEqual(Date.parse((await get(finn, '/v1/console')).now));
  await t.wait('P2D');
  expect((await get(finn, '/v1/console')).time.aheadMs - s.time.aheadMs).toBeGreaterThanOrEqual(2 * 86_400_000 - 60_000);
  // Finance may not read contracts: its pages lead to none.
  expect([s.may.includes('contracts'), (await get(sue, '/v1/console')).may.includes('contracts')]).toEqual([false, true]);
  expect((await t.call(finn, 'GET', `/v1/contracts/${held}`)).status).toBe(404);
});
