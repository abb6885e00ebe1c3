import { connect } from 'node:net';
import Fastify, { type FastifyRequest } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Events, openEvents } from '../events.ts';
import { eventRoutes } from '../routes/events.ts';
import { call, type Json, type Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';

const t = await town();
const second = await t.another();
let ben: Person;
let ana: Person;
let eve: Person;
beforeAll(async () => {
  ben = await t.person('ben', { name: 'Ben Carter' });
  ana = await t.person('ana', { name: 'Ana Lind' });
  eve = await t.person('eve');
});
const streams: AbortController[] = [];
afterAll(async () => {
  for (const s of streams) s.abort();
  await t.stop();
});

interface Stream {
  readonly status: number;
  readonly headers: Headers;
  readonly news: { event: string; data: Json }[];
  text(): string;
  ended: Promise<void>;
  close(): void;
}

/** Opens a stream and gathers what it says. */
async function listen(base: string, headers: Record<string, string>): Promise<Stream> {
  const abort = new AbortController();
  streams.push(abort);
  const res = await fetch(`${base}/v1/events`, { headers, signal: abort.signal });
  const news: Stream['news'] = [];
  let text = '';
  const ended = (async () => {
    let rest = '';
    for await (const chunk of (res.body as ReadableStream).pipeThrough(new TextDecoderStream())) {
      text += chunk;
      rest += chunk;
      const parts = rest.split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const event = /^event: (.+)$/m.exec(part)?.[1];
        if (event) news.push({ event, data: JSON.parse(/^data: (.+)$/m.exec(part)?.[1] ?? 'null') });
      }
    }
  })().catch(() => undefined);
  return { status: res.status, headers: res.headers, news, text: () => text, ended, close: () => abort.abort() };
}
const open = async (base: string, who: Person) => {
  const s = await listen(base, { cookie: who.cookie });
  await until(() => s.news.some((n) => n.event === 'hello'));
  return s;
};
async function until(yes: () => boolean | Promise<boolean>): Promise<void> {
  for (let n = 0; n < 1000; n += 1) {
    if (await yes()) return;
    await new Promise((r) => setTimeout(r, 10));
  }
  throw new Error('it did not happen');
}
const heard = (s: Stream, id: string, seq: number) => s.news.some((n) => n.event === 'contract' && n.data.id === id && n.data.seq >= seq);
const say = (base: string, id: string, text: string) =>
  call(base, ben, 'POST', `/v1/contracts/${id}/acts`, { act: 'say', on: 'chat', input: { text } }, { key: crypto.randomUUID() });

/** The same route with times of its own, on the server's own session check. */
async function alone(events: Events, times: { lookMs?: number; beatMs?: number } = {}): Promise<{ base: string; close(): Promise<void> }> {
  const app = Fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const identify = (req: FastifyRequest) => t.running.server.requireCaller(req).catch(() => undefined);
  eventRoutes(app, t.running.server, { events, identify, ...times });
  await app.listen({ port: 0 });
  return { base: `http://127.0.0.1:${(app.server.address() as { port: number }).port}`, close: () => app.close() };
}

describe('pages that follow', () => {
  test('API-2: what is done at one server is heard at the other, by both sides, and a notice by whom it is for', async () => {
    const id = await t.contract(ben, ana);
    const [his, hers] = [await open(t.base, ben), await open(second.url, ana)];
    expect(his.headers.get('content-type')).toContain('text/event-stream');
    expect(his.text()).toMatch(/^retry: \d+\n\nevent: hello\n/);
    const said = await say(t.base, id, 'Good morning, shall we talk?');
    expect(said.status).toBe(200);
    await until(() => heard(his, id, said.json.seq) && heard(hers, id, said.json.seq));
    const back = await call(second.url, ana, 'POST', `/v1/contracts/${id}/acts`, { act: 'say', on: 'chat', input: { text: 'Yes.' } }, { key: 'yes' });
    await until(() => heard(his, id, back.json.seq) && heard(hers, id, back.json.seq));
    await t.does(ana, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
    await until(() => his.news.some((n) => n.event === 'notice' && n.data.count >= 1));
    his.close();
    hers.close();
  });

  test('ACC-1: nobody hears of a contract that is not theirs; staff hear of what they may read; without a session there is no stream', async () => {
    const oli = await t.person('oli', { staff: ['operator'] });
    const mia = await t.person('mia', { staff: ['mediator'] });
    const id = await t.contract(ben, ana);
    const [stranger, operator, mediator, own] = [
      await open(t.base, eve),
      await open(second.url, oli),
      await open(t.base, mia),
      await open(t.base, ben),
    ];
    const seq = (await say(second.url, id, 'Between us.')).json.seq;
    await until(() => heard(own, id, seq) && heard(operator, id, seq));
    // What came after it on the same streams shows that nothing is still on its way.
    const theirs = await t.offer(eve, ana);
    await until(() => heard(stranger, theirs, 1));
    for (const s of [stranger, mediator]) expect(s.text()).not.toContain(id);
    expect(own.text()).not.toContain(theirs);
    expect((await fetch(`${t.base}/v1/events`)).status).toBe(401);
    for (const s of [stranger, operator, mediator, own]) s.close();
  });

  test('API-2: many acts are told together, and everything is told', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => t.contract(ben, ana)));
    const hers = await open(second.url, ana);
    const seqs = await Promise.all(
      ids.flatMap((id) => Array.from({ length: 10 }, (_, n) => say(t.base, id, `No ${n}`).then((a) => [id, a.json.seq]))),
    );
    await until(() => seqs.every(([id, seq]) => heard(hers, id, seq)));
    expect(hers.news.filter((n) => n.event === 'contract').length).toBeLessThan(seqs.length);
    hers.close();
  });

  test('ACC-2: a stream ends when its session is ended elsewhere', async () => {
    const zoe = await t.person('zoe');
    const events = await openEvents({ db: t.db, marketplace: 'main' });
    const { base, close } = await alone(events, { lookMs: 50, beatMs: 30 });
    const s = await open(base, zoe);
    await until(() => s.text().includes(': still here'));
    const sessions = (await t.call(zoe, 'GET', '/v1/sessions')).json.items as Json[];
    expect((await t.call(zoe, 'DELETE', `/v1/sessions/${sessions[0].id}`)).status).toBe(204);
    await s.ended;
    await close();
    await events.close();
  });

  test('a line that breaks is opened again, everybody is told to read again, and what comes after is heard', async () => {
    const id = await t.contract(ben, ana);
    const his = await open(second.url, ben);
    const hellos = () => his.news.filter((n) => n.event === 'hello').length;
    const before = hellos();
    const { rowCount } = await t.db.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'fairhold events'`,
    );
    expect(rowCount).toBeGreaterThan(0);
    await until(() => hellos() > before);
    const seq = (await say(t.base, id, 'Still there?')).json.seq;
    await until(() => heard(his, id, seq));
    his.close();
  });

  test('one person opens only so many streams', async () => {
    const max = await t.person('max');
    const all = await Promise.all(Array.from({ length: 20 }, () => listen(t.base, { cookie: max.cookie })));
    expect(all.map((s) => s.status)).toEqual(all.map(() => 200));
    expect((await t.call(max, 'GET', '/v1/events')).json.code).toBe('too_many_streams');
    for (const s of all) s.close();
    await until(async () => {
      const s = await listen(t.base, { cookie: max.cookie });
      s.close();
      return s.status === 200;
    });
  });

  test('a reader who does not read is cut off, and nothing is gathered for them any more', async () => {
    const slow = await t.person('slow');
    let stopped = false;
    const { base, close } = await alone({
      changed: () => {},
      noticed: () => {},
      greet: () => {},
      close: async () => {},
      listen(l) {
        const flood = setInterval(() => {
          for (let n = 0; n < 2000; n += 1) l.tell({ event: 'contract', data: { id: 'x'.repeat(100), seq: n } });
        });
        return () => {
          stopped = true;
          clearInterval(flood);
        };
      },
    });
    const { port } = new URL(base);
    const socket = connect(Number(port), '127.0.0.1').pause();
    socket.on('error', () => undefined);
    socket.write(`GET /v1/events HTTP/1.1\r\nhost: localhost\r\ncookie: ${slow.cookie}\r\n\r\n`);
    await until(() => stopped);
    socket.destroy();
    await close();
  });

  test('a server that stops ends its streams', async () => {
    const third = await t.another();
    const his = await open(third.url, ben);
    await third.stop();
    await his.ended;
  });
});

describe('drafts', () => {
  const at = (key: string) => `/v1/drafts/${encodeURIComponent(key)}`;
  test('a draft is kept for its person, under keys with slashes, and is read on another device', async () => {
    const key = '01900000-0000-7000-8000-000000000000/dispute/contract';
    const value = { statement: 'Die Seiten laden – 五 \u0000 "nicht"', marks: [{ id: 'c1', mark: 'not' }], claim: 12_345 };
    const put = await t.call(ben, 'PUT', at(key), { value, version: 0 });
    expect([put.status, put.json.version, put.json.key]).toEqual([200, 1, key]);
    expect((await call(second.url, ben, 'GET', at(key))).json).toMatchObject({ value, version: 1 });
    expect((await t.call(ben, 'GET', '/v1/drafts')).json.items.map((d: Json) => d.key)).toEqual([key]);
    for (const method of ['GET', 'DELETE']) await t.call(eve, method, at(key));
    expect((await t.call(eve, 'GET', at(key))).status).toBe(404);
    expect((await t.call(eve, 'GET', '/v1/drafts')).json.items).toEqual([]);
    expect((await t.call(undefined, 'GET', at(key))).status).toBe(401);
    expect((await t.call(ben, 'GET', at(key))).status).toBe(200);
    expect((await t.call(ben, 'DELETE', at(key))).status).toBe(204);
    expect((await t.call(ben, 'GET', at(key))).status).toBe(404);
  });

  test('two pages do not eat each other’s text: of writes over one version one wins, the other is shown what is stored', async () => {
    const key = 'offer';
    const writers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => call(n % 2 ? t.base : second.url, ana, 'PUT', at(key), { value: `text ${n}`, version: 0 })),
    );
    const won = writers.filter((w) => w.status === 200);
    expect(won.length).toBe(1);
    for (const w of writers.filter((one) => one.status !== 200))
      expect([w.status, w.json.code, w.json.draft]).toEqual([409, 'draft_changed', won[0]?.json]);
    const next = await t.call(ana, 'PUT', at(key), { value: 'merged', version: 1 });
    expect(next.json.version).toBe(2);
    // A lost answer: the same write again is the same answer, not a conflict.
    expect((await t.call(ana, 'PUT', at(key), { value: 'merged', version: 1 })).json).toEqual(next.json);
    expect((await t.call(ana, 'PUT', at(key), { value: 'old', version: 1 })).json.draft.value).toBe('merged');
    expect((await t.call(ana, 'PUT', at('never'), { value: 'old', version: 4 })).status).toBe(404);
  });

  test('a draft holds 64 kB, a person 500 of them, and a key no odd signs', async () => {
    const zed = await t.person('zed');
    expect((await t.call(zed, 'PUT', at('big'), { value: 'x'.repeat(65_000), version: 0 })).status).toBe(200);
    expect((await t.call(zed, 'PUT', at('bigger'), { value: 'ü'.repeat(40_000), version: 0 })).status).toBe(413);
    expect((await t.call(zed, 'PUT', at('a?b'), { value: 1, version: 0 })).status).toBe(422);
    expect((await t.call(zed, 'PUT', at('k'.repeat(201)), { value: 1, version: 0 })).status).toBe(422);
    expect((await t.call(zed, 'PUT', at('/'.repeat(200)), { value: 1, version: 0 })).status).toBe(200);
    await t.db.pool.query(`insert into drafts select 'main', $1, 'n' || n, '1', 1, now() from generate_series(1, 498) n`, [zed.id]);
    expect((await t.call(zed, 'PUT', at('more'), { value: 1, version: 0 })).json.code).toBe('too_many_drafts');
    expect((await t.call(zed, 'PUT', at('big'), { value: 'less', version: 1 })).status).toBe(200);
  });

  test('MED-8: what a draft said before is kept by the minute, the newest 60, for its writer alone, and goes with the draft', async () => {
    const { keepVersion } = await import('../store/draft-versions.ts');
    const key = 'c1/propose/case1';
    const mia = await t.person('mia-writes');
    const versions = async (who: Person = mia) => (await t.call(who, 'GET', `${at(key)}/versions`)).json.items;
    await t.call(mia, 'PUT', at('plain'), { value: 'kept nowhere', version: 0 });
    for (const version of [0, 1, 2]) await t.call(mia, 'PUT', at(key), { value: { reasons: `text ${version}` }, version, history: true });
    // Saved within a minute: one version, as it was last.
    expect(await versions()).toMatchObject([{ version: 3, value: { reasons: 'text 2' } }]);
    expect((await t.call(mia, 'GET', `${at('plain')}/versions`)).json.items).toEqual([]);
    expect((await t.call(eve, 'GET', `${at(key)}/versions`)).status).toBe(404);
    const owner = { marketplace: 'main', person: mia.id };
    const from = Date.now();
    const minute = (n: number) => ({ key, value: `"${n}"`, version: n + 10, updated_at: new Date(from + n * 61_000) });
    for (let n = 1; n <= 70; n += 1) await keepVersion(t.db, owner, minute(n));
    // One that arrives late changes nothing newer.
    await keepVersion(t.db, owner, { ...minute(70), version: 12, value: '"late"' });
    const all = await versions();
    expect([all.length, all[0].value, all.at(-1).value]).toEqual([60, '70', '11']);
    const left = async () => (await t.db.pool.query('select 1 from draft_versions where person = $1', [mia.id])).rows.length;
    expect(await left()).toBe(60);
    await t.call(mia, 'DELETE', at(key));
    expect(await left()).toBe(0);
    // A save that was on its way when the draft was sent leaves nothing behind.
    await keepVersion(t.db, owner, minute(80));
    expect(await left()).toBe(0);
  });

  test('drafts that nobody touched for 90 days are forgotten', async () => {
    const { forgetDrafts } = await import('../store/drafts.ts');
    await t.call(eve, 'PUT', at('old'), { value: 1, version: 0 });
    const now = Date.now();
    await forgetDrafts(t.db, 'main', now + 89 * 86_400_000);
    expect((await t.call(eve, 'GET', at('old'))).status).toBe(200);
    await forgetDrafts(t.db, 'main', now + 92 * 86_400_000);
    expect((await t.call(eve, 'GET', at('old'))).status).toBe(404);
  });
});
