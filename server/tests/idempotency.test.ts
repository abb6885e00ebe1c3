import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepAnswers } from '../idempotent.ts';
import type { Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';

const t = await town();
let ben: Person;
let ana: Person;
beforeAll(async () => {
  ben = await t.person('ben');
  ana = await t.person('ana');
});
afterAll(() => t.stop());

const steps = async (id: string) => (await t.call(ben, 'GET', `/v1/contracts/${id}/history`)).json.items.length as number;
const say = (text: string) => ({ act: 'say', on: 'chat', input: { text } });

describe('API-4', () => {
  test('API-4: the same key and body: the same bytes, a header, and nothing twice', async () => {
    const id = await t.contract(ben, ana);
    const first = await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, say('Hello'), { key: 'k1' });
    const before = await steps(id);
    const again = await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, say('Hello'), { key: 'k1' });
    expect([again.status, again.text, again.headers.get('idempotent-replayed')]).toEqual([200, first.text, 'true']);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(await steps(id)).toBe(before);
  });

  test('API-4: another body under the same key is refused with 422', async () => {
    const id = await t.contract(ben, ana);
    await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, say('Hello'), { key: 'k2' });
    const other = await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, say('Bye'), { key: 'k2' });
    expect([other.status, other.json.code, other.json.rule]).toEqual([422, 'key_reused', 'API-4']);
  });

  test('API-4: a key belongs to its caller and its contract: another person’s same key is another request', async () => {
    const id = await t.contract(ben, ana);
    await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, say('Hello'), { key: 'k3' });
    const hers = await t.call(ana, 'POST', `/v1/contracts/${id}/acts`, say('Hello'), { key: 'k3' });
    expect([hers.status, hers.headers.get('idempotent-replayed')]).toEqual([200, null]);
  });

  test('API-4: whoever lost the answer can ask what became of the key, and asking does nothing', async () => {
    const id = await t.contract(ben, ana);
    const path = (key: string) => `/v1/contracts/${id}/acts/${key}`;
    const nothing = await t.call(ben, 'GET', path('lost'));
    expect([nothing.status, nothing.json.code]).toEqual([404, 'nothing_under_key']);
    await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, say('Hello'), { key: 'lost' });
    const before = await steps(id);
    const found = await t.call(ben, 'GET', path('lost'));
    expect([found.status, found.json.act, found.json.on]).toEqual([200, 'say', 'chat']);
    const entry = (await t.call(ben, 'GET', `/v1/contracts/${id}/history`)).json.items.find((e: { seq: number }) => e.seq === found.json.seq);
    expect(entry.data.text).toBe('Hello');
    // A key is its caller's own.
    expect((await t.call(ana, 'GET', path('lost'))).status).toBe(404);
    expect(await steps(id)).toBe(before);
  });

  test('API-4: fifty of the same at once, on two servers: one effect; the others wait or get its answer', async () => {
    const id = await t.contract(ben, ana);
    const second = await t.another();
    const look = await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, {
      act: 'payBonus',
      on: 'contract',
      input: { amount: 1_000, card: ben.card },
      preview: true,
    });
    const body = { act: 'payBonus', on: 'contract', input: { amount: 1_000, card: ben.card }, digest: look.json.digest };
    const { call } = await import('../testing/http.ts');
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, n) => call(n % 2 ? t.base : second.url, ben, 'POST', `/v1/contracts/${id}/acts`, body, { key: 'bonus' })),
    );
    const ok = all.filter((r) => r.status === 200);
    expect(ok.length).toBeGreaterThan(0);
    expect(new Set(ok.map((r) => r.text)).size).toBe(1);
    for (const r of all.filter((one) => one.status !== 200)) expect([r.status, r.json.code]).toEqual([409, 'request_running']);
    const { rows } = await t.db.pool.query<{ n: number }>(`select count(*)::int as n from journal where contract = $1 and act = 'payBonus'`, [id]);
    expect(rows[0]?.n).toBe(1);
    const late = await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, body, { key: 'bonus' });
    expect([late.text, late.headers.get('idempotent-replayed')]).toEqual([ok[0]?.text, 'true']);
  });

  test('API-4: an offer sent ten times with one key is one contract and one charge', async () => {
    const body = {
      freelancer: ana.account,
      currency: 'USD',
      card: ben.card,
      terms: { title: 'Once', scope: 'Once', milestones: [{ title: 'a', amount: 20_000 }] },
    };
    const all = await Promise.all(Array.from({ length: 10 }, () => t.call(ben, 'POST', '/v1/contracts', body, { key: 'offer-once' })));
    const ids = new Set(all.filter((r) => r.status === 201).map((r) => r.json.id));
    expect(ids.size).toBe(1);
    const { rows } = await t.db.pool.query<{ n: number }>(`select count(*)::int as n from contracts c where c.doc->'terms'->>'title' = 'Once'`);
    expect(rows[0]?.n).toBe(1);
    const again = await t.call(ben, 'POST', '/v1/contracts', body, { key: 'offer-once' });
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
    const other = await t.call(ben, 'POST', '/v1/contracts', { ...body, currency: 'EUR' }, { key: 'offer-once' });
    expect([other.status, other.json.code]).toEqual([422, 'key_reused']);
  });

  test('API-4: whoever lost the answer to an offer can ask what became of its key', async () => {
    const path = (key: string) => `/v1/offers/${key}`;
    const body = (amount: number) => ({
      freelancer: ana.account,
      currency: 'USD',
      card: ben.card,
      terms: { title: 'Asked after', scope: 'x', milestones: [{ title: 'a', amount }] },
    });
    const nothing = await t.call(ben, 'GET', path('offer-lost'));
    expect([nothing.status, nothing.json.code]).toEqual([404, 'nothing_under_key']);
    // Refused, and so not sent: the key is free again.
    expect((await t.call(ben, 'POST', '/v1/contracts', body(0), { key: 'offer-lost' })).status).toBe(422);
    expect((await t.call(ben, 'GET', path('offer-lost'))).status).toBe(404);
    const sent = await t.call(ben, 'POST', '/v1/contracts', body(20_000), { key: 'offer-lost' });
    const found = await t.call(ben, 'GET', path('offer-lost'));
    expect([found.status, found.json.contract]).toEqual([200, sent.json.id]);
    // A key is its caller's own, and that of another kind of write is no offer.
    expect((await t.call(ana, 'GET', path('offer-lost'))).status).toBe(404);
    await t.call(ben, 'PATCH', '/v1/me', { name: 'Ben' }, { key: 'not-an-offer' });
    expect((await t.call(ben, 'GET', path('not-an-offer'))).status).toBe(404);
  });

  test('API-4: an offer that reaches two servers at once is one contract, and one answer alone says that it is the first', async () => {
    const second = await t.another();
    for (let n = 0; n < 8; n += 1) {
      const body = {
        freelancer: ana.account,
        currency: 'USD',
        card: ben.card,
        terms: { title: `Twin ${n}`, scope: 'x', milestones: [{ title: 'a', amount: 20_000 }] },
      };
      const { call } = await import('../testing/http.ts');
      const all = await Promise.all([t.base, second.url].map((base) => call(base, ben, 'POST', '/v1/contracts', body, { key: `twin-${n}` })));
      expect(all.map((a) => a.status)).toEqual([201, 201]);
      expect(all[0]?.text).toBe(all[1]?.text);
      expect(all.filter((a) => a.headers.get('idempotent-replayed') === 'true')).toHaveLength(1);
    }
  });

  test('API-4: a refused act is not kept: what was wrong may be put right under the same key', async () => {
    const id = await t.contract(ben, ana);
    const no = await t.call(
      ana,
      'POST',
      `/v1/contracts/${id}/acts`,
      { act: 'submit', on: 'm1', input: { message: 'x', criteria: [] } },
      { key: 'k6' },
    );
    expect(no.status).toBe(422);
    const yes = await t.call(
      ana,
      'POST',
      `/v1/contracts/${id}/acts`,
      { act: 'submit', on: 'm1', input: { message: 'All of it is here, please look.', criteria: [{ id: 'm1.1', mark: 'met' }] } },
      { key: 'k6' },
    );
    expect(yes.status).toBe(200);
  });

  test('API-4: while the first is under way another body waits too: nobody knows yet which of them counts', async () => {
    const id = await t.contract(ben, ana);
    const lock = await t.db.pool.connect();
    await lock.query('begin');
    await lock.query('select 1 from contracts where id = $1 for update', [id]);
    const first = t.call(ben, 'POST', `/v1/contracts/${id}/acts`, say('Hello'), { key: 'k7' });
    await new Promise((r) => setTimeout(r, 200));
    const early = await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, say('Bye'), { key: 'k7' });
    expect([early.status, early.json.code]).toEqual([409, 'request_running']);
    await lock.query('rollback');
    lock.release();
    expect((await first).status).toBe(200);
    const late = await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, say('Bye'), { key: 'k7' });
    expect([late.status, late.json.code]).toEqual([422, 'key_reused']);
  });

  test('API-4: a refused offer is not kept either: its key takes another body', async () => {
    const offer = (amount: number) => ({
      freelancer: ana.account,
      currency: 'USD',
      card: ben.card,
      terms: { title: 'Put right', scope: 'x', milestones: [{ title: 'a', amount }] },
    });
    const no = await t.call(ben, 'POST', '/v1/contracts', offer(1), { key: 'k8' });
    expect(no.status).toBe(422);
    expect((await t.call(ben, 'POST', '/v1/contracts', offer(20_000), { key: 'k8' })).status).toBe(201);
  });

  test('API-4: two writes with one key in the same millisecond: one is carried out, the other waits', async () => {
    const app = Fastify();
    let times = 0;
    let free = () => {};
    const answered = new Promise<void>((r) => {
      free = r;
    });
    keepAnswers(app, { db: t.db, marketplace: 'main', secret: 'x', now: () => 5_000, identify: async () => ({ person: 'ben' }) });
    app.post('/v1/things', async () => {
      times += 1;
      await answered;
      return { times };
    });
    const post = () => app.inject({ method: 'POST', url: '/v1/things', payload: {}, headers: { 'idempotency-key': 'same' } });
    const both = [post(), post()];
    // One of them is answered while the other is still at work.
    expect((await Promise.race(both)).statusCode).toBe(409);
    free();
    expect([(await Promise.all(both)).map((a) => a.statusCode).sort(), times]).toEqual([[200, 409], 1]);
    expect((await post()).json()).toEqual({ times: 1 });
    await app.close();
  });

  test('API-4: writes that are no acts keep their answers too: agency, key, mail choices, name', async () => {
    for (const [method, path, body] of [
      ['POST', '/v1/agencies', { name: 'Studio' }],
      ['POST', '/v1/api-keys', { name: 'mine', scopes: ['read'] }],
      ['PUT', '/v1/mail-choices', { unwanted: ['conversation'] }],
      ['PATCH', '/v1/me', { name: 'Ana B.' }],
    ] as const) {
      const key = crypto.randomUUID();
      const first = await t.call(ana, method, path, body, { key });
      const again = await t.call(ana, method, path, body, { key });
      expect([first.status < 300, again.status, again.text, again.headers.get('idempotent-replayed')]).toEqual([
        true,
        first.status,
        first.text,
        'true',
      ]);
      const other = await t.call(ana, method, path, { ...body, name: 'Other', unwanted: [], scopes: ['write'] }, { key });
      expect(other.status).toBe(422);
    }
    const { rows } = await t.db.pool.query<{ n: number; plain: number }>(
      `select count(*)::int as n, (count(*) filter (where answer like '%fh\\_%'))::int as plain from requests where status > 0`,
    );
    expect(rows[0]?.plain).toBe(0);
    expect((await t.call(ana, 'GET', '/v1/api-keys')).json.items).toHaveLength(1);
  });
});
