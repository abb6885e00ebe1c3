import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json, Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';

const t = await town({ webhookLocal: true });
let ben: Person, ana: Person, mara: Person;
const heard: string[] = [];
let answer = 200;
const receiver = createServer(async (req, res) => {
  for await (const _ of req);
  heard.push(String(req.headers['webhook-id']));
  res.writeHead(answer).end();
});
await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/steps`;
beforeAll(async () => {
  [ben, ana] = [await t.person('ben'), await t.person('ana')];
  mara = await t.person('mara', { agency: 'Studio' });
});
afterAll(async () => {
  receiver.close().closeAllConnections();
  await t.stop();
});

async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (let n = 0; n < 400; n += 1) {
    const found = await look();
    if (found) return found;
    await new Promise((r) => setTimeout(r, 50));
  }
  throw new Error('it did not happen');
}
const hookOf = async (who: Person, id: string): Promise<Json> =>
  (await t.call(who, 'GET', `/v1/webhooks?account=${who.account}`)).json.items.find((h: Json) => h.id === id);
const mails = async () => (await t.db.pool.query(`select to_address, text from mails where kind = 'webhook' order by id`)).rows;

test('API-6: a webhook that takes nothing for five days is switched off and its owner told; switched on again, what waited comes in order', async () => {
  answer = 500;
  const { id } = (await t.call(ben, 'POST', `/v1/webhooks?account=${ben.account}`, { url })).json;
  await t.offer(ben, ana);
  const failing = await until(async () => (await hookOf(ben, id)).failingSince);
  await t.wait('P4D');
  await t.offer(ben, ana);
  await until(async () => (await hookOf(ben, id)).offAt === null && heard.length > 4);
  expect((await hookOf(ben, id)).failingSince).toBe(failing);
  await t.wait('P2D');
  const contract = await t.offer(ben, ana);
  const off = await until(async () => (await hookOf(ben, id)).offAt);
  expect(Date.parse(off) - Date.parse(failing)).toBeGreaterThanOrEqual(5 * 86_400_000);
  const told = await until(async () => (await mails()).length > 0 && mails());
  expect(told).toMatchObject([{ to_address: expect.stringContaining('ben.'), text: expect.stringContaining(url) }]);
  // Nothing is sent any more, and nothing is lost.
  const before = heard.length;
  await t.does(ana, contract, 'accept');
  await new Promise((r) => setTimeout(r, 2500));
  expect(heard.length).toBe(before);
  expect((await t.call(ana, 'POST', `/v1/webhooks/${id}/on`, {})).status).toBe(404);
  answer = 200;
  expect((await t.call(ben, 'POST', `/v1/webhooks/${id}/on`, {})).json).toMatchObject({ id, offAt: null, failingSince: null });
  const waiting = async () => (await t.db.pool.query(`select id from webhook_deliveries where webhook = $1 and state = 'queued'`, [id])).rows.length;
  await until(async () => (await waiting()) === 0);
  const order = (await t.db.pool.query(`select id from webhook_deliveries where webhook = $1 and state = 'delivered' order by n`, [id])).rows.map(
    (r) => r.id,
  );
  expect(heard.slice(before)).toEqual(order);
  expect(await hookOf(ben, id)).toMatchObject({ offAt: null, failingSince: null });
  await t.call(ben, 'DELETE', `/v1/webhooks/${id}`);
}, 120_000);

test('API-6: a receiver that says it is gone is believed at once, and an agency’s managers are told', async () => {
  answer = 410;
  const { id } = (await t.call(mara, 'POST', `/v1/webhooks?account=${mara.account}`, { url })).json;
  const before = (await mails()).length;
  await t.offer(ben, mara);
  await until(async () => (await hookOf(mara, id)).offAt);
  expect(await until(async () => (await mails()).length > before && mails())).toHaveLength(before + 1);
  expect((await mails()).at(-1).to_address).toContain('mara.');
});
