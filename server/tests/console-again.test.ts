import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json, Person } from '../testing/http.ts';
import { type Town, town } from '../testing/running.ts';

let t: Town;
let ben: Person, ana: Person, sue: Person, finn: Person, ada: Person;
beforeAll(async () => {
  t = await town();
  [ben, ana] = [await t.person('ben'), await t.person('ana')];
  [sue, finn] = [await t.person('sue', { staff: ['support'] }), await t.person('finn', { staff: ['finance'] })];
  ada = await t.person('ada', { staff: ['auditor'] });
  await t.contract(ben, ana);
});
afterAll(() => t.stop());

const get = async (who: Person, path: string): Promise<Json> => (await t.call(who, 'GET', path)).json;
const post = (who: Person, path: string, body: unknown) => t.call(who, 'POST', path, body, { key: crypto.randomUUID() });

test('STF-6, NOT-3: many mails are tried again at once: looked at, typed, each by itself, recorded one by one, and once under a key', async () => {
  const reason = 'The mail server is back.';
  const path = '/v1/console/deliveries/mails/again';
  await t.contract(ben, ana);
  const { rows } = await t.db.pool.query<{ id: string }>(
    `update mails set state = 'failed', attempts = 6, reason = 'server away' where id in (select id from mails where state = 'sent' order by id desc limit 3) returning id`,
  );
  const ids = rows.map((r) => r.id).sort();
  const look = await get(finn, `${path}?q=SERVER`);
  expect([look.count, look.left, look.sums, look.ids.toSorted(), look.sample.length]).toEqual([3, 0, [], ids, 3]);
  expect(look.sample[0]).toMatchObject({ note: 'server away', amount: null });
  expect((await get(sue, `${path}?kind=nothing`)).count).toBe(0);
  // Finance reads it and does not do it; the number is wanted of the API, too.
  expect((await post(finn, path, { ids, typed: '3', reason })).status).toBe(404);
  for (const typed of ['', '2', 'three'])
    expect((await post(sue, path, { ids, typed, reason })).json).toMatchObject({ code: 'not_typed', rule: 'STF-6' });
  expect((await post(sue, path, { ids: Array(201).fill('x'), typed: '1', reason })).status).toBe(422);
  // One that does not wait leaves the others; twice the same is one.
  const body = { ids: [ids[0], 'no such mail', ...ids], typed: '4', reason };
  const key = crypto.randomUUID();
  const done = await t.call(sue, 'POST', path, body, { key });
  expect(done.json.items).toEqual([
    { id: ids[0], again: true },
    { id: 'no such mail', again: false, sentence: 'This mail was delivered, or is being tried again already.' },
    { id: ids[1], again: true },
    { id: ids[2], again: true },
  ]);
  expect((await t.call(sue, 'POST', path, body, { key })).text).toBe(done.text);
  await t.wait('PT0S');
  expect((await t.db.pool.query('select distinct state from mails where id = any($1)', [ids])).rows).toEqual([{ state: 'sent' }]);
  const acts = await get(ada, '/v1/console/record/staff?limit=4');
  expect(acts.items.map((a: Json) => [a.act, a.reason, a.data.together]).slice(0, 3)).toEqual(Array(3).fill(['retryMail', reason, 4]));
  expect(
    acts.items
      .slice(0, 3)
      .map((a: Json) => a.subject)
      .sort(),
  ).toEqual(ids);
  // The one that did not wait left no entry, nor did the same again under its key.
  expect(acts.items).toHaveLength(3);
});

test('STF-6, MNY-5: many payments are asked about at once, with their sum to the cent; what the bank has is sent once', async () => {
  const path = '/v1/console/deliveries/payments/again';
  const { rows } = await t.db.pool.query<{ reference: string; amount: number }>(
    `update effects set state = 'unknown', attempts = 9, next_at = '2099-01-01' where reference in (select reference from effects where state = 'settled' and kind = 'charge' limit 2) returning reference, amount`,
  );
  const ids = rows.map((r) => r.reference).sort();
  const look = await get(finn, `${path}?kind=charge`);
  expect([look.ids.toSorted(), look.sums]).toEqual([ids, [{ currency: 'USD', amount: (rows[0]?.amount ?? 0) + (rows[1]?.amount ?? 0) }]]);
  expect((await get(finn, `${path}?kind=payout`)).count).toBe(0);
  const moved = async () => (await t.db.pool.query('select count(*)::int as n from sandbox_bank.movements')).rows[0].n;
  const before = await moved();
  expect((await post(sue, path, { ids, typed: '2', reason: 'The bank is back.' })).status).toBe(404);
  const done = await post(finn, path, { ids, typed: '2', reason: 'The bank is back.' });
  expect(done.json.items.map((x: Json) => x.again)).toEqual([true, true]);
  await t.wait('PT0S');
  expect((await t.db.pool.query('select distinct state from effects where reference = any($1)', [ids])).rows).toEqual([{ state: 'settled' }]);
  expect(await moved()).toBe(before);
});

test('STF-6, API-6: what was not told to webhooks is told again by its host and owner; one that is switched off stays its owner’s', async () => {
  const path = '/v1/console/deliveries/webhooks/again';
  const hook = 'hook-of-ana';
  await t.contract(ben, ana);
  await t.db.pool.query(
    `insert into webhooks (marketplace, id, account, url, secret, made_by, created_at)
     select marketplace, $1, id, 'https://till.example:8443/secret-path', 'sealed', id, now() from accounts where id = $2`,
    [hook, ana.account],
  );
  await t.db.pool.query(
    `insert into webhook_deliveries (marketplace, id, webhook, contract, seq, body, state, attempts, next_at, created_at, status)
     select 'main', 'delivery' || n, $1, 'c', n, '{}', 'failed', 9, now(), now() - interval '1 day', 503 from generate_series(1, 3) n`,
    [hook],
  );
  const look = await get(sue, `${path}?kind=503&q=till`);
  expect([look.count, look.sample[0].title, look.sample[0].note]).toEqual([3, 'till.example:8443', 'ana']);
  expect(JSON.stringify(look)).not.toContain('secret-path');
  const first = { ids: look.ids.slice(0, 1), typed: '1', reason: 'Their server is back.' };
  await t.db.pool.query('update webhooks set off_at = now() where id = $1', [hook]);
  expect((await get(sue, path)).count).toBe(0);
  expect((await post(sue, path, first)).json.items).toEqual([{ id: look.ids[0], again: false, sentence: expect.stringContaining('switched off') }]);
  await t.db.pool.query('update webhooks set off_at = null where id = $1', [hook]);
  expect((await post(sue, path, first)).json.items).toEqual([{ id: look.ids[0], again: true }]);
  expect((await get(ada, '/v1/console/record/staff?limit=1')).items[0]).toMatchObject({ act: 'retryWebhook', name: 'sue', subject: look.ids[0] });
  await t.db.pool.query('delete from webhooks where id = $1', [hook]);
});
