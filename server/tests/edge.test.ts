import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { API_POLICY, docsPolicy, pagePolicy, withNonce } from '../csp.ts';
import { type Answer, call, type Json, type Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';

const t = await town({ baseUrl: 'https://work.example.test' });
const strict = await town({ requestsPerMinute: 60, signInTries: 3, trustProxy: true });
let ben: Person;
beforeAll(async () => {
  ben = await t.person('ben');
});
afterAll(async () => {
  await t.stop();
  await strict.stop();
});

/** A request as written, and its answer: status, head, body. */
function raw(base: string, text: string): Promise<[number, string, string]> {
  return new Promise((resolve, reject) => {
    let all = '';
    const socket = connect(Number(new URL(base).port), '127.0.0.1', () => socket.write(text));
    socket.on('data', (d) => {
      all += d;
    });
    socket.on('error', reject).on('close', () => {
      const [head = '', ...body] = all.split('\r\n\r\n');
      resolve([Number(head.split(' ')[1]), head, body.join('\r\n\r\n')]);
    });
  });
}
const policyOf = (a: { headers: Headers }) => a.headers.get('content-security-policy') ?? '';

describe('content security policy', () => {
  test('ACC-2: every page has a nonce of its own, on all its scripts, and is never kept; nothing inline and no eval', async () => {
    const look = async () => {
      const page = await fetch(`${t.base}/docs/`, { headers: { accept: 'text/html' } });
      return { page, html: await page.text(), nonce: /'nonce-([^']+)'/.exec(policyOf(page))?.[1] as string };
    };
    const [one, two] = [await look(), await look()];
    expect(one.nonce.length).toBeGreaterThanOrEqual(24);
    expect(one.nonce).not.toBe(two.nonce);
    expect(one.page.headers.get('cache-control')).toBe('no-store');
    const script = /script-src ([^;]+)/.exec(policyOf(one.page))?.[1];
    expect(script).toBe(`'nonce-${one.nonce}' 'strict-dynamic'`);
    const tags = one.html.match(/<script[^>]*>/g) ?? [];
    expect(tags.length).toBeGreaterThan(0);
    for (const tag of tags) expect(tag).toContain(`nonce="${one.nonce}"`);
  });

  test('ACC-2: the web app’s policy lets in nothing inline and nothing foreign; the API’s lets in nothing at all', async () => {
    const policy = pagePolicy('N', true);
    expect(policy).not.toMatch(/unsafe|\*|http:|data: 'self'/);
    for (const part of ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "object-src 'none'", 'upgrade-insecure-requests'])
      expect(policy.split('; ')).toContain(part);
    expect(docsPolicy('N', true).replace("style-src 'self' 'unsafe-inline'", '')).not.toContain('unsafe');
    // CFE-3: from the origin of uploads come pictures, texts and documents, never a script or a style.
    const apart = pagePolicy('N', true, 'https://files.example.test').split('; ');
    expect(apart.filter((part) => part.includes('files.example.test')).map((part) => part.split(' ')[0])).toEqual([
      'img-src',
      'connect-src',
      'frame-src',
    ]);
    expect(policy.split('; ')).toContain("frame-src 'self'");
    const html = readFileSync(join(import.meta.dirname, '../../web/index.html'), 'utf8');
    const page = withNonce(html, 'N');
    for (const tag of page.match(/<(script|style|link)[^>]*>/g) ?? []) expect(tag).toContain('nonce="N"');
    for (const path of ['/v1/me', '/v1/contracts/none', '/nothing', '/openapi.json', '/healthz'])
      expect([path, policyOf(await t.call(ben, 'GET', path))]).toEqual([path, API_POLICY]);
  });

  test('CFE-3: an upload is served under its own path as an attachment, its type believed, in a sandbox', async () => {
    const form = new FormData();
    form.append('file', new Blob(['<script>alert(1)</script>']), 'page.html');
    const sent = await fetch(`${t.base}/v1/files`, { method: 'POST', body: form, headers: { cookie: ben.cookie } });
    const { id } = (await sent.json()) as { id: string };
    const got = await t.call(ben, 'GET', `/v1/files/${id}?inline=1`);
    expect([got.headers.get('x-content-type-options'), got.headers.get('content-disposition')]).toEqual([
      'nosniff',
      expect.stringMatching(/^attachment/),
    ]);
    expect(policyOf(got)).toMatch(/^sandbox; default-src 'none'/);
    expect(got.headers.get('content-type')).not.toMatch(/html|script/);
    expect(got.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });

  test('CFE-3: with an origin of their own, uploads are served there without a cookie, and nothing else is', async () => {
    const apart = await town({ filesOrigin: 'http://files.example.test' });
    const eve = await apart.person('eve');
    const form = new FormData();
    form.append('file', new Blob(['words']), 'a.txt');
    const { id } = (await (await fetch(`${apart.base}/v1/files`, { method: 'POST', body: form, headers: { cookie: eve.cookie } })).json()) as Json;
    const led = await fetch(`${apart.base}/v1/files/${id}`, { headers: { cookie: eve.cookie }, redirect: 'manual' });
    const link = new URL(led.headers.get('location') as string);
    expect(link.origin).toBe('http://files.example.test');
    const ask = async (host: string, path: string) => {
      const [status, headers, body] = await raw(apart.base, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      return { status, headers, body };
    };
    const there = await ask(link.host, link.pathname + link.search);
    expect([there.status, there.body]).toEqual([200, 'words']);
    expect(there.headers).toMatch(/content-security-policy: sandbox; default-src 'none'/i);
    expect(there.headers).not.toMatch(/set-cookie/i);
    // Pages of ours may read what is shown there; no other page may.
    expect(there.headers).toContain(`access-control-allow-origin: ${new URL(apart.running.server.config.baseUrl).origin}\r\n`);
    expect(there.headers).not.toMatch(/access-control-allow-credentials/i);
    expect((await ask(new URL(apart.base).host, link.pathname + link.search)).status).toBe(404);
    for (const path of ['/', '/v1/policies', '/docs/', '/auth/ok', '/openapi.json', '/files/', '/files/x/y'])
      expect([path, (await ask(link.host, path)).status]).toEqual([path, 404]);
    expect((await ask(link.host, '/healthz')).status).toBe(200);
    await apart.stop();
  });
});

describe('cookies and origins', () => {
  test('ACC-2: under https every cookie is bound to the host, out of reach of scripts, for every path; and it works', async () => {
    const res = await fetch(`${t.base}/v1/sandbox/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person: ben.id }),
    });
    const cookies = res.headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-fairhold\./);
      expect(cookie).toMatch(/; Secure/i);
      expect(cookie).toMatch(/; HttpOnly/i);
      expect(cookie).toMatch(/; SameSite=Lax/i);
      expect(cookie).toMatch(/; Path=\/(;|$)/i);
      expect(cookie).not.toMatch(/Domain=/i);
    }
    expect((await t.call(ben, 'GET', '/v1/me')).status).toBe(200);
    // The name without the prefix, which a neighbouring domain could set, is worth nothing.
    expect((await call(t.base, { cookie: ben.cookie.replaceAll('__Host-', '') }, 'GET', '/v1/me')).status).toBe(401);
    const plain = await strict.person('plain');
    expect(plain.cookie).toMatch(/^fairhold\./);
  });

  const from = (headers: Record<string, string>, who: Person | undefined = ben, method = 'POST', path = '/v1/agencies'): Promise<Answer> =>
    t.call(who, method, path, { name: 'Ours' }, { key: crypto.randomUUID(), headers });
  test('ACC-2: what changes something is taken from our own pages only, on every unsafe method, whoever sends it', async () => {
    const host = new URL(t.base).host;
    const ours: Record<string, string>[] = [{}, { origin: `http://${host}` }, { origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }];
    for (const headers of ours) expect((await from(headers)).status).toBe(201);
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `http://${host}.evil.example` },
      { origin: `http://${host}`, 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
    ];
    for (const headers of foreign)
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
        expect([method, headers, (await from(headers, ben, method)).json.code]).toEqual([method, headers, 'foreign_origin']);
    // Signing somebody in from another site is refused too; reading is not.
    expect((await from({ origin: 'https://evil.example' }, undefined, 'POST', '/auth/sign-in/email')).json.code).toBe('foreign_origin');
    expect((await from({ origin: 'https://evil.example' }, undefined, 'POST', '/v1/sandbox/sign-in')).json.code).toBe('foreign_origin');
    expect((await t.call(ben, 'GET', '/v1/me', undefined, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(200);
  });

  test('ACC-2: an API key is exempt, because no browser adds it by itself; a false one does not exempt a cookie', async () => {
    const made = await t.call(ben, 'POST', '/v1/api-keys', { name: 'k', scopes: ['read', 'write'] });
    const keyed = { origin: 'https://evil.example', authorization: `Bearer ${made.json.key}` };
    expect((await from(keyed, undefined)).status).toBe(201);
    expect((await from({ ...keyed, authorization: 'Bearer fh_000000000000_aaaaaaaaaaaaaaaaaaaaaaaa' }, ben)).status).toBe(401);
  });
});

describe('limits', () => {
  test('ACC-2: one account is held to its number of requests, from however many addresses; others go on', async () => {
    const from = (ip: string, who: Person) => strict.call(who, 'GET', '/v1/notices', undefined, { headers: { 'x-forwarded-for': ip } });
    const busy = await strict.person('busy');
    const calm = await strict.person('calm');
    const answers: Answer[] = [];
    for (let n = 0; n < 70; n += 1) answers.push(await from(`10.0.${n}.1`, busy));
    const no = answers.filter((a) => a.status === 429);
    expect(answers.slice(0, 55).every((a) => a.status === 200)).toBe(true);
    expect(no.length).toBeGreaterThan(5);
    expect([no[0]?.json.code, Number(no[0]?.headers.get('retry-after')) > 0]).toEqual(['rate_limited', true]);
    expect((await from('10.0.0.1', calm)).status).toBe(200);
  });

  test('ACC-2: one address is held to its number of requests, signed in or not', async () => {
    const from = (ip: string) => strict.call(undefined, 'GET', '/v1/policies', undefined, { headers: { 'x-forwarded-for': ip } });
    const answers: Answer[] = [];
    for (let n = 0; n < 65; n += 1) answers.push(await from('10.9.9.9'));
    expect(answers.map((a) => a.status)).toEqual(answers.map((_, n) => (n < 60 ? 200 : 429)));
    expect(answers[64]?.json.code).toBe('rate_limited');
    expect((await from('10.9.9.8')).status).toBe(200);
  });

  test('ACC-2: passwords of one account are tried a few times from one place, somewhat more from everywhere', async () => {
    const attempt = (email: string, ip: string) =>
      strict.call(undefined, 'POST', '/auth/sign-in/email', { email, password: 'wrong wrong wrong' }, { headers: { 'x-forwarded-for': ip } });
    const statuses = [];
    for (let n = 0; n < 5; n += 1) statuses.push((await attempt(n % 2 ? 'Vic@example.test' : 'vic@example.test', '10.1.0.1')).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    // Somebody else's tries do not lock out the owner at home, until they come from everywhere.
    expect((await attempt('vic@example.test', '10.1.0.2')).status).toBe(401);
    expect((await attempt('other@example.test', '10.1.0.1')).status).toBe(401);
    const many = [];
    for (let n = 0; n < 40; n += 1) many.push((await attempt('vic@example.test', `10.2.${n}.1`)).status);
    expect(many.filter((s) => s === 429).length).toBeGreaterThanOrEqual(10);
    expect(many.slice(0, 20).every((s) => s === 401)).toBe(true);
  });
});

describe('stopping', () => {
  test('a server that stops finishes what is under way, refuses what comes, and waits for nobody who is silent', async () => {
    const third = await t.another();
    const { port } = new URL(third.url);
    const open = () => {
      const socket = connect(Number(port), '127.0.0.1');
      let text = '';
      socket.on('data', (d) => {
        text += d.toString();
      });
      socket.on('error', () => undefined);
      return { socket, text: () => text, ended: new Promise<void>((r) => socket.once('close', () => r())) };
    };
    const until = async (yes: () => boolean) => {
      for (let n = 0; n < 500 && !yes(); n += 1) await new Promise((r) => setTimeout(r, 10));
      expect(yes()).toBe(true);
    };
    const silent = open();
    const slow = open();
    const again = open();
    const head = (method: string, path: string, more = '') => `${method} ${path} HTTP/1.1\r\nhost: localhost\r\ncookie: ${ben.cookie}\r\n${more}\r\n`;
    const body = JSON.stringify({ name: 'Half sent' });
    again.socket.write(head('GET', '/healthz'));
    await until(() => again.text().includes('"ok":true'));
    // Under way: its body is still coming.
    slow.socket.write(
      head('POST', '/v1/agencies', `content-type: application/json\r\ncontent-length: ${body.length}\r\nidempotency-key: slow\r\n`) +
        body.slice(0, 5),
    );
    // A second request on a connection that was used before is on its way too, when the stop comes.
    again.socket.write(`GET /readyz HTTP/1.1\r\nhost: localhost\r\n`);
    await new Promise((r) => setTimeout(r, 100));
    const stopped = third.stop();
    await until(() => third.stopping());
    again.socket.write('\r\n');
    await again.ended;
    expect(again.text()).toMatch(/503 Service Unavailable[\s\S]*"ready":false[\s\S]*"draining":true/);
    expect(again.text().split('HTTP/1.1 503')[1]).toMatch(/connection: close/i);
    await silent.ended;
    slow.socket.write(body.slice(5));
    await until(() => slow.text().includes('201 Created'));
    expect(slow.text()).toMatch(/connection: close/i);
    await stopped;
    await expect(fetch(`${third.url}/healthz`)).rejects.toThrow();
    expect((await t.call(ben, 'GET', '/v1/agencies')).json.items.map((a: { name: string }) => a.name)).toContain('Half sent');
  });
});
