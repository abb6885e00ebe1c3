import { createServer } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signed } from '../outside/signature.ts';
import { claimDelivery } from '../outside/webhook-worker.ts';
import { authority } from '../testing/certificate.ts';
import { call, type Json, type Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';

const t = await town({ webhookLocal: true });
let ben: Person;
let ana: Person;
let eve: Person;

interface Heard {
  readonly path: string;
  readonly id: string;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}
const heard: Heard[] = [];
/** What the receiver answers by path; 200 unless said otherwise. */
const answers = new Map<string, number>();
/** Until when it keeps its answer to itself, by path. */
const held = new Map<string, Promise<void>>();
const receiver = createServer(async (req, res) => {
  let body = '';
  for await (const chunk of req) body += chunk;
  heard.push({ path: req.url ?? '', id: String(req.headers['webhook-id']), headers: req.headers, body });
  await held.get(req.url ?? '');
  res.writeHead(answers.get(req.url ?? '') ?? 200).end();
});
await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
const { port } = receiver.address() as AddressInfo;
const at = (path: string) => `http://127.0.0.1:${port}${path}`;
const heardAt = (path: string) => heard.filter((h) => h.path === path);

beforeAll(async () => {
  ben = await t.person('ben', { name: 'Ben Carter' });
  ana = await t.person('ana', { name: 'Ana Lind' });
  eve = await t.person('eve');
});
afterAll(async () => {
  receiver.close().closeAllConnections();
  await t.stop();
});

async function until<T>(look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  for (let n = 0; n < 600; n += 1) {
    const found = await look();
    if (found) return found;
    await new Promise((r) => setTimeout(r, 50));
  }
  throw new Error('it did not happen');
}
async function hook(who: Person, url: string): Promise<{ id: string; secret: string }> {
  const made = await t.call(who, 'POST', `/v1/webhooks?account=${who.account}`, { url });
  expect(made.status).toBe(201);
  return made.json;
}
const deliveries = async (who: Person, id: string, more = ''): Promise<Json[]> =>
  (await t.call(who, 'GET', `/v1/webhooks/${id}/deliveries?limit=200${more}`)).json.items;
const say = (id: string, text: string, base = t.base) =>
  call(base, ben, 'POST', `/v1/contracts/${id}/acts`, { act: 'say', on: 'chat', input: { text } }, { key: crypto.randomUUID() });

describe('webhooks', () => {
  test('API-6, NOT-1: each step is told once, in order, signed so that the receiver can be sure; to parties only', async () => {
    const { id, secret } = await hook(ben, at('/ben'));
    const hers = await hook(ana, at('/ana'));
    const strange = await hook(eve, at('/eve'));
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const contract = await t.contract(ben, ana);
    const said = await say(contract, 'Good morning.');
    const steps = (await t.call(ben, 'GET', `/v1/contracts/${contract}/history`)).json.items as Json[];
    await until(() => heardAt('/ben').length === steps.length && heardAt('/ana').length === steps.length);
    for (const h of heardAt('/ben')) {
      expect(signed(secret, h.headers, h.body)).toBe(true);
      expect(signed(hers.secret, h.headers, h.body)).toBe(false);
      expect(signed(secret, h.headers, `${h.body} `)).toBe(false);
      expect(Math.abs(Number(h.headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(120);
    }
    const told = heardAt('/ben').map((h) => JSON.parse(h.body));
    expect(told.map((x) => x.data.seq).sort((a, b) => a - b)).toEqual(steps.map((s) => s.seq).reverse());
    expect(told.find((x) => x.data.seq === said.json.seq)).toEqual({
      type: 'contract.changed',
      timestamp: steps.find((s) => s.seq === said.json.seq).at,
      data: { contract, seq: said.json.seq, act: 'say', process: 'conversation', state: 'open' },
    });
    const list = await until(async () => {
      const all = await deliveries(ben, id);
      return all.every((d) => d.state === 'delivered') && all;
    });
    expect(list.map((d) => d.seq)).toEqual(steps.map((s) => s.seq).reverse());
    expect(list.map((d) => d.id).sort()).toEqual(
      heardAt('/ben')
        .map((h) => h.id)
        .sort(),
    );
    const first = await t.call(ben, 'GET', `/v1/webhooks/${id}/deliveries?limit=2`);
    expect(first.json.next).toBe(String(list[1].sequence));
    expect(await deliveries(ben, id, `&cursor=${first.json.next}`)).toEqual(list.slice(2));
    // The newest first: what a person looks for on a page.
    const last = await t.call(ben, 'GET', `/v1/webhooks/${id}/deliveries?limit=2&order=newest`);
    expect(last.json.items).toEqual(list.toReversed().slice(0, 2));
    expect(await deliveries(ben, id, `&order=newest&cursor=${last.json.next}`)).toEqual(list.toReversed().slice(2));
    expect(await deliveries(eve, strange.id)).toEqual([]);
    // A sealed or secret thing is kept so: the secret is nowhere in the clear.
    const { rows } = await t.db.pool.query('select secret from webhooks where id = $1', [id]);
    expect(rows[0].secret).not.toContain(secret.slice(6, 20));
    expect(JSON.stringify((await t.call(ben, 'GET', '/v1/webhooks')).json)).not.toContain('whsec_');
  });

  test('API-6: after a 500 it comes again under the same id; given up after three days it says why, and is told once more on demand', async () => {
    answers.set('/late', 500);
    const { id } = await hook(ben, at('/late'));
    const contract = await t.offer(ben, ana);
    const d = await until(async () => (await deliveries(ben, id)).find((x) => x.contract === contract && x.seq === 1 && x.status === 500));
    expect(d).toMatchObject({ state: 'queued', attempts: 1, problem: { code: 'refused' } });
    expect(d.problem.sentence).toContain('500');
    const tries = () => heardAt('/late').filter((h) => h.id === d.id);
    for (let n = 2; n <= 10; n += 1) {
      const now = (await deliveries(ben, id)).find((x) => x.id === d.id);
      await t.wait(now.nextAt);
      await until(async () => (await deliveries(ben, id)).find((x) => x.id === d.id && x.attempts === n && (x.state === 'failed') === (n === 10)));
      await until(() => tries().length === n);
    }
    expect(new Set(tries().map((h) => h.body)).size).toBe(1);
    answers.set('/late', 204);
    for (const who of [eve, ana]) expect((await t.call(who, 'POST', `/v1/webhooks/deliveries/${d.id}/redeliver`, {})).json.code).toBe('not_found');
    expect((await t.call(ben, 'POST', `/v1/webhooks/deliveries/${d.id}/redeliver`, {})).json).toMatchObject({
      id: d.id,
      state: 'queued',
      attempts: 0,
    });
    const done = await until(async () => (await deliveries(ben, id)).find((x) => x.id === d.id && x.state === 'delivered'));
    expect(done).toMatchObject({ attempts: 1, status: 204, problem: null, nextAt: null });
    expect(tries().length).toBe(11);
    await t.call(ben, 'DELETE', `/v1/webhooks/${id}`);
  }, 120_000);

  test('API-6: a rotated secret signs beside the new one for a day, or until that is ended; after that only the new one does', async () => {
    const { id, secret } = await hook(ben, at('/turn'));
    const contract = await t.contract(ben, ana);
    const shown = async () => (await t.call(ben, 'GET', '/v1/webhooks')).json.items.find((w: Json) => w.id === id);
    /** The signatures of what is told next, by which of the secrets they are. */
    const signs = async (secrets: readonly string[]) => {
      const { seq } = (await say(contract, crypto.randomUUID())).json;
      const one = await until(() =>
        heardAt('/turn').find((h) => JSON.parse(h.body).data.contract === contract && JSON.parse(h.body).data.seq === seq),
      );
      expect(String(one.headers['webhook-signature']).split(' ').length).toBe(secrets.filter((x) => signed(x, one.headers, one.body)).length);
      return secrets.map((x) => signed(x, one.headers, one.body));
    };
    expect((await shown()).oldSecretUntil).toBeNull();
    const turned = (await t.call(ben, 'POST', `/v1/webhooks/${id}/rotate`, {}, { key: 'turn-it' })).json;
    expect(turned.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(turned.secret).not.toBe(secret);
    const until24 = Date.parse(turned.oldSecretUntil);
    expect(Math.abs(until24 - Date.parse((await t.call(ben, 'GET', '/v1/clock')).json.now) - 86_400_000)).toBeLessThan(60_000);
    expect(await signs([secret, turned.secret])).toEqual([true, true]);
    // Sent again under its key it is the same rotation.
    expect((await t.call(ben, 'POST', `/v1/webhooks/${id}/rotate`, {}, { key: 'turn-it' })).json).toEqual(turned);
    // A second one loses nobody who has changed over, nor who has not yet.
    const again = (await t.call(ben, 'POST', `/v1/webhooks/${id}/rotate`, {})).json;
    expect(await signs([secret, turned.secret, again.secret])).toEqual([true, true, true]);
    // Nothing of it in the clear.
    const { rows } = await t.db.pool.query('select old_secrets::text as old, secret from webhooks where id = $1', [id]);
    for (const one of [secret, turned.secret, again.secret]) expect(rows[0].old + rows[0].secret).not.toContain(one.slice(6, 20));
    await t.wait(again.oldSecretUntil);
    expect((await shown()).oldSecretUntil).toBeNull();
    expect(await signs([secret, turned.secret, again.secret])).toEqual([false, false, true]);
    // Ended early.
    const third = (await t.call(ben, 'POST', `/v1/webhooks/${id}/rotate`, {})).json;
    expect(await signs([again.secret, third.secret])).toEqual([true, true]);
    for (const who of [eve, ana])
      for (const [method, path] of [
        ['POST', 'rotate'],
        ['DELETE', 'old-secret'],
      ] as const)
        expect((await t.call(who, method, `/v1/webhooks/${id}/${path}`)).status).toBe(404);
    expect((await t.call(ben, 'DELETE', `/v1/webhooks/${id}/old-secret`)).json).toMatchObject({ id, oldSecretUntil: null });
    expect(await signs([again.secret, third.secret])).toEqual([false, true]);
    await t.call(ben, 'DELETE', `/v1/webhooks/${id}`);
  }, 60_000);

  test('API-6: two servers tell nothing twice; what a killed one had under way comes again under its id', async () => {
    const second = await t.another();
    const contract = await t.offer(ben, ana);
    const { id } = await hook(ben, at('/two'));
    const seqs: number[] = [];
    for (let n = 0; n < 20; n += 1) seqs.push((await say(contract, `No ${n}`, n % 2 ? t.base : second.url)).json.seq);
    const all = await until(async () => {
      const list = (await deliveries(ben, id)).filter((d) => seqs.includes(d.seq) && d.contract === contract);
      return list.length === 20 && list.every((d) => d.state === 'delivered') && list;
    });
    expect(all.every((d) => d.attempts === 1)).toBe(true);
    for (const d of all) expect(heardAt('/two').filter((h) => h.id === d.id).length).toBe(1);
    // The marks of the readers go back, as after a restored copy: nothing is written twice.
    await t.db.pool.query(`update readers set xid = '0', n = 0 where name = 'webhooks'`);
    await say(contract, 'Last');
    await until(async () => (await deliveries(ben, id)).some((d) => d.state === 'delivered' && d.seq === Math.max(...seqs) + 1));
    for (const d of all) expect(heardAt('/two').filter((h) => h.id === d.id).length).toBe(1);

    // One that is claimed by a process is no one else's until that process is gone, even when the clock runs on.
    const redo = all[0];
    const keeper = await t.db.pool.connect();
    await t.db.pool.query(`update webhook_deliveries set state = 'queued', attempts = 0, next_at = 'infinity' where id = $1`, [redo.id]);
    const client = await t.db.pool.connect();
    const far = Date.parse('9999-01-01');
    await t.db.pool.query(`update webhook_deliveries set next_at = $2 where id = $1`, [redo.id, new Date(far)]);
    expect(await claimDelivery(t.db, keeper, far, { webhooks: [], passed: new Set() })).toMatchObject({ id: redo.id, attempts: 1 });
    expect(await claimDelivery(t.db, client, far + 86_400_000, { webhooks: [], passed: new Set() })).toBe('busy');
    keeper.release(true);
    await until(async () => {
      const again = await claimDelivery(t.db, client, far + 86_400_000, { webhooks: [], passed: new Set() });
      return again !== 'busy' && again !== 'none' && again.id === redo.id && again.attempts === 2;
    });
    client.release(true);
    await second.stop();
    expect((await t.call(ben, 'DELETE', `/v1/webhooks/${id}`)).status).toBe(204);
    expect((await t.call(ben, 'GET', `/v1/webhooks/${id}/deliveries`)).status).toBe(404);
  }, 120_000);

  test('API-6: whose guarding connection is gone writes nothing down and ends nothing; it comes again under its id', async () => {
    const { id } = await hook(ben, at('/held'));
    let letGo: () => void = () => undefined;
    held.set('/held', new Promise<void>((r) => (letGo = r)));
    await t.offer(ben, ana);
    const first = await until(() => heardAt('/held')[0]);
    await t.db.pool.query(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
    );
    held.clear();
    letGo();
    // Its answer was heard but could not be written down.
    await new Promise((r) => setTimeout(r, 1500));
    expect(await deliveries(ben, id)).toContainEqual(expect.objectContaining({ id: first.id, state: 'queued', attempts: 1, status: null }));
    await t.wait('PT2M');
    await until(async () => (await deliveries(ben, id)).every((d) => d.state === 'delivered'));
    expect(heardAt('/held').filter((h) => h.id === first.id)).toHaveLength(2);
  });

  test('API-6: over https to a receiver whose authority the settings name', async () => {
    const ours = authority('Ours');
    const bodies: string[] = [];
    const secure = createSecure(ours.server('localhost'), async (req, res) => {
      for await (const chunk of req) bodies.push(String(chunk));
      res.end();
    });
    await new Promise<void>((done) => secure.listen(0, '127.0.0.1', done));
    const other = await town({ webhookLocal: true, webhookCa: ours.ca });
    const [cem, dua] = [await other.person('cem'), await other.person('dua')];
    const url = `https://localhost:${(secure.address() as AddressInfo).port}/hook`;
    const { id } = (await other.call(cem, 'POST', '/v1/webhooks', { url })).json;
    const contract = await other.offer(cem, dua);
    const list = await until(async () => {
      const { items } = (await other.call(cem, 'GET', `/v1/webhooks/${id}/deliveries`)).json;
      return items.length > 0 && items.every((d: Json) => d.state === 'delivered') && items;
    });
    expect(bodies.map((b) => JSON.parse(b).data.contract)).toEqual(list.map(() => contract));
    secure.close().closeAllConnections();
    await other.stop();
  });

  test('API-6: a private target is refused and says why, at once by its number, at the call by its name', async () => {
    const refused = await t.call(ben, 'POST', '/v1/webhooks', { url: 'https://[::ffff:10.0.0.1]/hook' });
    expect([refused.status, refused.json.code, refused.json.rule]).toEqual([422, 'webhook_address', 'API-6']);
    expect(refused.json.detail).toContain('private network');
    const german = await t.call(ben, 'POST', '/v1/webhooks?locale=de', { url: 'http://192.168.0.1/' });
    expect(german.json.detail).toContain('privaten Netz');
    expect((await t.call(ben, 'POST', '/v1/webhooks', { url: 'gopher://example.org' })).json.code).toBe('webhook_address');
    const { id } = await hook(ben, at('/moved'));
    await t.db.pool.query('update webhooks set url = $2 where id = $1', [id, 'http://169.254.169.254/latest']);
    const contract = await t.offer(ben, ana);
    const d = await until(async () => (await deliveries(ben, id)).find((x) => x.contract === contract && x.problem));
    expect(d).toMatchObject({ state: 'queued', status: null, problem: { code: 'target_private' } });
    expect(heardAt('/moved')).toEqual([]);
  });

  test('API-6, ACC-1: a webhook is its account’s; an account has ten', async () => {
    const max = await t.person('max', { agency: 'Agency' });
    const lee = await t.person('lee', { memberOf: max.account });
    const { id } = await hook(max, at('/max'));
    expect((await t.call(lee, 'GET', `/v1/webhooks?account=${max.account}`)).json.code).toBe('managers_only');
    expect((await t.call(eve, 'GET', `/v1/webhooks?account=${max.account}`)).json.code).toBe('not_found');
    for (const who of [lee, eve]) {
      expect((await t.call(who, 'GET', `/v1/webhooks/${id}/deliveries`)).status).toBe(404);
      expect((await t.call(who, 'DELETE', `/v1/webhooks/${id}`)).status).toBe(404);
    }
    const more = await Promise.all(Array.from({ length: 12 }, () => t.call(max, 'POST', `/v1/webhooks?account=${max.account}`, { url: at('/max') })));
    expect(more.filter((m) => m.status === 201).length).toBe(9);
    expect(more.filter((m) => m.status !== 201).map((m) => m.json.code)).toEqual(['too_many_webhooks', 'too_many_webhooks', 'too_many_webhooks']);
  });
});
