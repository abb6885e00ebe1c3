import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyRequest } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { guard } from '../access.ts';
import type { Caller } from '../auth/caller.ts';
import { keepAnswers } from '../idempotent.ts';
import { LINK_MS, openFileLinks } from '../outside/file-links.ts';
import { attachFiles, fileFacts } from '../outside/file-rows.ts';
import { openFileStore } from '../outside/files.ts';
import { problem } from '../problem.ts';
import { testDb } from '../store/testing.ts';
import { cardOf, cardRoutes } from './cards.ts';
import { fileRoutes } from './files.ts';

const NOW = Date.parse('2027-03-03T12:00:00.000Z');
const db = await testDb();
const folder = await mkdtemp(join(tmpdir(), 'fairhold-routes-'));
const clock = { now: () => NOW };
const links = openFileLinks('a secret of tests', undefined);

/** Callers of the tests: `x-person` names them; bob also sees the contract c1, and manages an agency. */
const person = (name: string): Caller => ({
  person: name,
  name,
  email: `${name}@example.org`,
  zone: 'UTC',
  locale: 'en',
  speaks: 'en',
  staff: [],
  via: 'session',
  twoFactor: false,
  scopes: name === 'reader' ? ['read'] : ['read', 'write'],
  seats: [
    { account: name, kind: 'person', name, role: 'self' },
    ...(name === 'bob' ? [{ account: 'agency', kind: 'agency', name: 'Agency', role: 'manager' } as const] : []),
    ...(name === 'cat' ? [{ account: 'agency', kind: 'agency', name: 'Agency', role: 'member' } as const] : []),
  ],
});
const requireCaller = async (req: FastifyRequest): Promise<Caller> => {
  const name = req.headers['x-person'];
  if (typeof name !== 'string') throw problem('not_signed_in', 401, { title: 'Not signed in', detail: 'No session.', fix: 'Sign in.' });
  return person(name);
};

const app = Fastify();
app.setValidatorCompiler(validatorCompiler);
app.setSerializerCompiler(serializerCompiler);
app.setErrorHandler((error: { code?: string; status?: number; statusCode?: number; message: string }, _req, reply) =>
  reply.code(error.status ?? error.statusCode ?? 500).send({ code: error.code, detail: error.message }),
);
guard(app, requireCaller, async () => true);
keepAnswers(app, {
  db,
  marketplace: 'main',
  secret: 'test',
  now: clock.now,
  identify: async (req) => (typeof req.headers['x-person'] === 'string' ? { person: req.headers['x-person'] } : undefined),
});
fileRoutes(app, {
  db,
  clock,
  requireCaller,
  marketplace: 'main',
  store: await openFileStore(folder),
  links,
  mayRead: async (caller, file) => caller.person === 'bob' && file.attachedTo === 'c1',
});
cardRoutes(app, { db, clock, requireCaller, marketplace: 'main' });
const url = await app.listen({ port: 0, host: '127.0.0.1' });
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => db.pool.query('truncate files, cards, requests'));

async function upload(content: string | Buffer, name = 'note.txt', headers: Record<string, string> = {}, field = 'file') {
  const form = new FormData();
  form.append(field, new Blob([new Uint8Array(Buffer.from(content))]), name);
  const res = await fetch(`${url}/v1/files`, {
    method: 'POST',
    body: form,
    headers: { 'x-person': 'ann', ...headers },
  });
  return {
    status: res.status,
    headers: res.headers,
    body: (await res.json()) as { id: string; sha256: string },
  };
}
const get = (path: string, who = 'ann') => fetch(`${url}${path}`, { headers: { 'x-person': who } });
const count = async () => Number((await db.pool.query<{ n: string }>('select count(*)::text as n from files')).rows[0]?.n);

describe('upload', () => {
  test('CFE-3: the answer has the type found by content and the digest', async () => {
    const { status, body } = await upload('hello', 'note.pdf');
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      name: 'note.pdf',
      size: 5,
      type: 'text/plain',
      sha256: createHash('sha256').update('hello').digest('hex'),
    });
  });

  test('CFE-3: 30 MB are refused with 413 and leave nothing; the next upload works', async () => {
    const { status, body } = await upload(Buffer.alloc(30_000_000, 'a'), 'big.txt');
    expect(status).toBe(413);
    expect(body).toMatchObject({ code: 'file_too_large' });
    expect(await count()).toBe(0);
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
    expect((await upload('small')).status).toBe(201);
  });

  test('CFE-3: a program named .pdf is refused with 422', async () => {
    const elf = Buffer.concat([Buffer.from('7f454c46', 'hex'), Buffer.alloc(500)]);
    const { status, body } = await upload(elf, 'evidence.pdf');
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'file_type_refused', detail: expect.stringContaining('a Linux program') });
    expect(await count()).toBe(0);
  });

  test('a request that is no upload gets a problem, whatever it is', async () => {
    const send = async (headers: Record<string, string>, body: string) => {
      const res = await fetch(`${url}/v1/files`, { method: 'POST', headers: { 'x-person': 'ann', ...headers }, body });
      return res.status;
    };
    expect(await send({ 'content-type': 'application/json' }, '{}')).toBe(400);
    expect(await send({ 'content-type': 'multipart/form-data' }, 'x')).toBeGreaterThanOrEqual(400);
    expect(await send({ 'content-type': 'multipart/form-data; boundary=x' }, 'nonsense')).toBe(400);
    expect(await send({ 'content-type': 'multipart/form-data; boundary=x' }, '--x--\r\n')).toBe(400);
    const cut = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf';
    expect(await send({ 'content-type': 'multipart/form-data; boundary=x' }, cut)).toBeGreaterThanOrEqual(400);
    expect((await upload('x', 'a.txt', {}, 'other')).status).toBe(400);
    expect((await upload('', 'a.txt')).status).toBe(422);
    expect(await count()).toBe(0);
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });

  test('a sender that breaks off leaves nothing and the server goes on', async () => {
    const { port } = app.server.address() as AddressInfo;
    await new Promise<void>((over) => {
      const req = request({
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/v1/files',
        headers: { 'x-person': 'ann', 'content-type': 'multipart/form-data; boundary=x', 'content-length': '100000' },
      });
      req.on('error', () => over());
      req.write(`--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n${'half '.repeat(1000)}`);
      setTimeout(() => req.destroy(new Error('gone')), 50);
    });
    await expect.poll(() => readdir(join(folder, 'incoming'))).toEqual([]);
    expect(await count()).toBe(0);
    expect((await upload('still here')).status).toBe(201);
  });

  test('API-4: the same key and file is one upload; the same key and another file is refused', async () => {
    const first = await upload('one', 'a.txt', { 'idempotency-key': 'k' });
    const again = await upload('one', 'a.txt', { 'idempotency-key': 'k' });
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await upload('two', 'a.txt', { 'idempotency-key': 'k' })).toMatchObject({
      status: 422,
      body: { code: 'key_reused' },
    });
    expect((await upload('two', 'a.txt', { 'idempotency-key': 'k', 'x-person': 'bob' })).status).toBe(201);
    expect(await count()).toBe(2);
  });

  test('API-4, CFE-3: a key that is wrong, spent or in use lets nothing onto the disk', async () => {
    const shelves = async () => (await readdir(folder, { recursive: true })).filter((f) => /[0-9a-f]{64}$/.test(f)).length;
    await upload('the first', 'a.txt', { 'idempotency-key': 'k' });
    const before = await shelves();
    expect(await upload('no such key', 'a.txt', { 'idempotency-key': 'a b' })).toMatchObject({ status: 400, body: { code: 'no_idempotency_key' } });
    expect((await upload('another one', 'a.txt', { 'idempotency-key': 'k' })).status).toBe(422);
    expect(await shelves()).toBe(before);
    const both = await Promise.all([0, 1, 2].map((n) => upload(`in a race ${n} ${'x'.repeat(100_000)}`, 'a.txt', { 'idempotency-key': 'r' })));
    expect(both.map((a) => a.status).sort()).toEqual([201, 409, 409]);
    expect(await shelves()).toBe(before + 1);
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });

  test('ACC-2: nobody unknown and no key that may only read uploads', async () => {
    expect((await upload('x', 'a.txt', { 'x-person': 'reader' })).status).toBe(403);
    const stranger = new FormData();
    stranger.append('file', new Blob([new Uint8Array(30_000_000)]), 'big.bin');
    expect((await fetch(`${url}/v1/files`, { method: 'POST', body: stranger })).status).toBe(401);
  });
});

describe('download', () => {
  test('ACC-1: the uploader reads it; others only when they may see the contract; else 404 as if it did not exist', async () => {
    const { body } = await upload('secret');
    expect((await get(`/v1/files/${body.id}`)).status).toBe(200);
    expect((await get(`/v1/files/${body.id}`, 'bob')).status).toBe(404);
    await attachFiles(db.pool, 'main', [body.id], 'c1');
    expect((await get(`/v1/files/${body.id}`, 'bob')).status).toBe(200);
    const hidden = await get(`/v1/files/${body.id}`, 'cat');
    const missing = await get('/v1/files/0190b5a0-0000-7000-8000-000000000000', 'cat');
    expect(hidden.status).toBe(404);
    expect(await hidden.text()).toBe(await missing.text());
    for (const id of ['..%2F..%2Fsecret', '%00', 'x'.repeat(90), "'"]) expect((await get(`/v1/files/${id}`)).status).toBe(404);
  });

  test('CFE-3: never shown in place unless safe and asked for', async () => {
    const html = (await upload('<script>alert(1)</script>', 'page.html')).body;
    const text = (await upload('words', 'a.txt')).body;
    const shown = await get(`/v1/files/${html.id}?inline=1`);
    expect(shown.headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(shown.headers.get('content-type')).toBe('application/octet-stream');
    const plain = await get(`/v1/files/${text.id}?inline=1`);
    expect(plain.headers.get('content-disposition')).toMatch(/^inline;/);
    expect(plain.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect((await get(`/v1/files/${text.id}`)).headers.get('content-disposition')).toMatch(/^attachment;/);
    for (const res of [shown, plain]) {
      expect(res.headers.get('x-content-type-options')).toBe('nosniff');
      expect(res.headers.get('content-security-policy')).toMatch(/^sandbox;/);
    }
    expect(await plain.text()).toBe('words');
    expect(plain.headers.get('content-length')).toBe('5');
  });

  test('CFE-3: content is behind a signed link, apart from the API, for two minutes; no letter of it can be changed', async () => {
    const { id } = (await upload('%PDF-1.7\n%âãÏÓ\n1 0 obj', 'a b.pdf')).body;
    const res = await fetch(`${url}/v1/files/${id}?inline=1`, { headers: { 'x-person': 'ann' }, redirect: 'manual' });
    expect([res.status, res.headers.get('cache-control'), await res.text()]).toEqual([302, 'no-store', '']);
    const to = res.headers.get('location') as string;
    expect(to).toMatch(new RegExp(`^/files/${id}/a%20b\\.pdf\\?inline=1&until=\\d+&signature=[\\w-]{43}$`));
    const open = async (link: string) => {
      const got = await fetch(url + link);
      return { status: got.status, disposition: got.headers.get('content-disposition') ?? '' };
    };
    expect(await open(to)).toMatchObject({ status: 200, disposition: expect.stringMatching(/^inline;/) });
    const other = (await upload('another')).body.id;
    for (const false_ of [
      to.replace(id, other),
      to.replace('a%20b', 'c'),
      to.replace('inline=1&', ''),
      to.replace(/until=\d/, 'until=9'),
      to.replace(/signature=../, 'signature=AA'),
      to.replace(/signature=.*/, ''),
      to.replace(/\?.*/, ''),
    ])
      expect([false_, (await open(false_)).status]).toEqual([false_, 404]);
    const old = links.link({ id, name: 'a b.pdf', inline: true }, Date.now() - LINK_MS - 2000);
    expect((await open(old)).status).toBe(410);
    // Signed with another secret.
    expect((await open(openFileLinks('another secret', undefined).link({ id, name: 'a b.pdf', inline: true }, Date.now()))).status).toBe(404);
  });

  test('CFE-3: only a PDF that is shown in place can be framed, by our own pages alone, and it stays in its sandbox', async () => {
    const { id } = (await upload('%PDF-1.7\n%âãÏÓ\n1 0 obj', 'plan.pdf')).body;
    const text = (await upload('words', 'a.txt')).body.id;
    const policy = async (path: string) => (await get(path)).headers.get('content-security-policy');
    expect(await policy(`/v1/files/${id}?inline=1`)).toBe("sandbox; default-src 'none'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'");
    for (const path of [`/v1/files/${id}`, `/v1/files/${text}?inline=1`, `/v1/files/${text}`])
      expect([path, await policy(path)]).toEqual([path, "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"]);
  });

  test('a name of the longest in letters that are long in an address can be downloaded', async () => {
    const { id } = (await upload('words', `${'報'.repeat(300)}.txt`)).body;
    const res = await get(`/v1/files/${id}`);
    expect([res.status, await res.text()]).toEqual([200, 'words']);
  });

  test('a name with quotes, lines and letters of any script travels in the header unharmed', async () => {
    const boundary = 'x';
    const body = `--x\r\nContent-Disposition: form-data; name="file"; filename="a%0d%0aSet-Cookie: b=1 \\"ü報.txt"\r\n\r\nwords\r\n--x--\r\n`;
    const sent = await fetch(`${url}/v1/files`, {
      method: 'POST',
      headers: { 'x-person': 'ann', 'content-type': `multipart/form-data; boundary=${boundary}` },
      body,
    });
    const { id } = (await sent.json()) as { id: string };
    const res = await get(`/v1/files/${id}`);
    expect(res.status).toBe(200);
    expect(res.headers.get('set-cookie')).toBeNull();
    expect(res.headers.get('content-disposition')).toMatch(/filename\*=UTF-8''\S+\.txt$/);
  });

  test('a file that vanished from the disk is a problem, not a crash', async () => {
    const { body } = await upload('soon gone');
    await rm(join(folder, body.sha256.slice(0, 2)), { recursive: true });
    expect((await get(`/v1/files/${body.id}`)).status).toBe(503);
  });
});

describe('files given with an act', () => {
  test('CFE-3: facts are those of the own files, at most 20, in the order given', async () => {
    const a = (await upload('a', 'a.txt')).body;
    const b = (await upload('b', 'b.txt')).body;
    expect(await fileFacts(db.pool, 'main', [b.id, a.id, b.id], 'ann')).toEqual([b, a]);
    expect(await fileFacts(db.pool, 'main', [], 'ann')).toEqual([]);
    await expect(fileFacts(db.pool, 'main', [a.id], 'bob')).rejects.toMatchObject({
      code: 'file_not_yours',
      status: 422,
    });
    await expect(fileFacts(db.pool, 'other', [a.id], 'ann')).rejects.toMatchObject({ code: 'file_not_yours' });
    await expect(fileFacts(db.pool, 'main', ['no\0id'], 'ann')).rejects.toMatchObject({ code: 'file_not_yours' });
    const many = Array.from({ length: 21 }, (_, n) => `f${n}`);
    await expect(fileFacts(db.pool, 'main', many, 'ann')).rejects.toMatchObject({
      code: 'too_many_files',
      status: 422,
    });
  });

  test('ACC-1: a file serves one contract; another can not cite it', async () => {
    const { id } = (await upload('a')).body;
    expect(await attachFiles(db.pool, 'main', [id], 'c1')).toBe(1);
    expect(await attachFiles(db.pool, 'main', [id], 'c1')).toBe(1);
    expect(await attachFiles(db.pool, 'main', [id], 'c2')).toBe(0);
    expect(await fileFacts(db.pool, 'main', [id], 'ann', 'c1')).toHaveLength(1);
    await expect(fileFacts(db.pool, 'main', [id], 'ann', 'c2')).rejects.toMatchObject({ code: 'file_not_yours' });
  });
});

describe('cards', () => {
  const add = (body: unknown, who = 'ann', query = '') =>
    app.inject({
      method: 'POST',
      url: `/v1/cards${query}`,
      headers: { 'x-person': who, 'content-type': 'application/json' },
      payload: JSON.stringify(body),
    });
  const list = (who = 'ann', query = '') => app.inject({ method: 'GET', url: `/v1/cards${query}`, headers: { 'x-person': who } });

  test('a card is added once and listed with its label', async () => {
    const made = await add({ token: 'card_ok' });
    expect(made.statusCode).toBe(201);
    expect(made.json()).toEqual({
      id: expect.any(String),
      token: 'card_ok',
      label: 'Visa •••• 4242',
      verifiedAt: '2027-03-03T12:00:00.000Z',
    });
    expect((await add({ token: 'card_ok' })).json()).toEqual(made.json());
    const { items, tokens } = (await list()).json();
    expect(items).toEqual([made.json()]);
    expect(tokens).toHaveLength(10);
    expect((await list('bob')).json().items).toEqual([]);
    expect(await cardOf(db.pool, 'main', 'ann', made.json().id)).toMatchObject({ token: 'card_ok', verifiedAt: NOW });
    expect(await cardOf(db.pool, 'main', 'bob', made.json().id)).toBeUndefined();
  });

  test('API-4: the same key gives the same answer, another body is refused', async () => {
    const keyed = (body: unknown) =>
      app.inject({
        method: 'POST',
        url: '/v1/cards',
        headers: { 'x-person': 'ann', 'content-type': 'application/json', 'idempotency-key': 'k' },
        payload: JSON.stringify(body),
      });
    const first = await keyed({ token: 'card_ok' });
    const again = await keyed({ token: 'card_ok' });
    expect([again.statusCode, again.body, again.headers['idempotent-replayed']]).toEqual([201, first.body, 'true']);
    expect((await keyed({ token: 'card_slow' })).json()).toMatchObject({ code: 'key_reused' });
  });

  test('CON-5: a card the bank declines is not verified', async () => {
    expect((await add({ token: 'card_declined' })).json()).toMatchObject({ verifiedAt: null });
  });

  test('ACC-2: an agency pays through its manager, not its members', async () => {
    expect((await add({ token: 'card_ok' }, 'bob', '?account=agency')).statusCode).toBe(201);
    expect((await list('bob', '?account=agency')).json().items).toHaveLength(1);
    // A member knows the agency; to anybody else it does not exist.
    expect((await list('cat', '?account=agency')).json()).toMatchObject({ code: 'managers_only' });
    expect((await list('ann', '?account=agency')).statusCode).toBe(404);
    expect((await add({ token: 'card_ok' }, 'cat', '?account=agency')).statusCode).toBe(403);
    expect((await add({ token: 'card_ok' }, 'reader')).statusCode).toBe(403);
  });

  test('bad input is refused', async () => {
    expect((await add({ token: 'card_of_nobody' })).json()).toMatchObject({ code: 'unknown_card' });
    for (const body of [
      {},
      { token: 5 },
      { token: 'card_ok', number: '4242424242424242' },
      { token: 'card_ok', label: 'a\u202eb' },
      { token: 'card_ok', label: '' },
    ]) {
      expect((await add(body)).statusCode, JSON.stringify(body)).toBe(400);
    }
  });
});
