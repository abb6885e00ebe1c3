import { request } from 'node:http';
import { afterAll, describe, expect, test } from 'vitest';
import { readMails } from '../outside/mail-compose.ts';
import type { Json, Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';

const t = await town();
const ben = await t.person('ben');
const ana = await t.person('ana');
const eve = await t.person('eve');
const mia = await t.person('mia', { staff: ['mediator'] });
afterAll(() => t.stop());

/** The whole record: what must not change. */
const record = async () =>
  (await t.db.pool.query<{ n: string }>('select md5(string_agg(digest, $1 order by contract, seq)) as n from journal', [''])).rows[0]?.n;

async function refused(who: Person | undefined, id: string, body: unknown, o: { key?: string } = { key: crypto.randomUUID() }) {
  const before = await record();
  const res = await t.call(who, 'POST', `/v1/contracts/${id}/acts`, body, o);
  expect(res.status).toBeGreaterThanOrEqual(400);
  expect(res.status).toBeLessThan(500);
  expect(res.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  for (const member of ['type', 'title', 'status', 'code', 'detail', 'fix', 'requestId']) expect(res.json).toHaveProperty(member);
  expect(res.json.fix.length).toBeGreaterThan(10);
  expect(await record()).toBe(before);
  return res.json as Json;
}
const end = (input: Record<string, unknown>) => ({ act: 'end', on: 'contract', input: { reason: 'quality', ...input } });

describe('bad input changes nothing, ends nothing, and says what to do', () => {
  test('ACC-1, API-5: wrong role, wrong state, an act that does not exist, an object that does not exist', async () => {
    const id = await t.contract(ben, ana);
    expect((await refused(ben, id, { act: 'submit', on: 'm1', input: {} })).code).toBe('not_your_part');
    expect((await refused(ana, id, { act: 'approve', on: 'm1', input: {} })).code).toBe('not_your_part');
    expect((await refused(ana, id, { act: 'accept', on: 'offer', input: {} })).code).toBe('already_over');
    expect((await refused(ben, id, { act: 'requestChanges', on: 'm1', input: { message: 'Please change this.' } })).code).toBe('wrong_state');
    expect((await refused(ben, id, { act: 'fly', on: 'contract', input: {} })).code).toBe('no_such_act');
    expect((await refused(ben, id, { act: 'approve', on: 'm9', input: {} })).code).toBe('no_such_object');
    expect((await refused(ben, id, { act: 'approve', on: '__proto__', input: {} })).code).toBe('no_such_object');
    expect((await refused(ben, id, { act: 'settled', on: 'charge1', input: {} })).code).toBe('not_your_part');
    expect((await refused(eve, id, end({ pay: 'full' }))).code).toBe('not_found');
    expect((await refused(mia, id, end({ pay: 'full' }))).code).toBe('not_found');
    expect((await refused(undefined, id, end({ pay: 'full' }))).code).toBe('not_signed_in');
    expect((await refused(ben, 'nowhere', end({ pay: 'full' }))).code).toBe('not_found');
  });

  test.each([0.5, -1, 20_001, 1e20, Number.MAX_SAFE_INTEGER, '100', null, true, [], {}])('MNY-1, END-3: an amount of %s', async (amount) => {
    const id = await t.contract(ben, ana);
    const no = await refused(ben, id, end({ pay: 'amount', amount }));
    expect([no.code, no.rule]).toEqual(['bad_input', 'END-3']);
    expect(no.errors?.[0]?.field ?? no.detail).toMatch(/amount/i);
  });

  test('MNY-1: a number too large for JavaScript, not a number, and money in another currency', async () => {
    const id = await t.contract(ben, ana);
    expect(
      (await refused(ben, id, '{"act":"end","on":"contract","input":{"reason":"quality","pay":"amount","amount":100000000000000000000}}')).code,
    ).toBe('bad_input');
    expect((await refused(ben, id, '{"act":"end","on":"contract","input":{"reason":"quality","pay":"amount","amount":NaN}}')).code).toBe(
      'bad_request',
    );
    expect((await refused(ben, id, end({ pay: 'amount', amount: 100, currency: 'EUR' }))).code).toBe('bad_input');
    const offer = await t.call(
      ben,
      'POST',
      '/v1/contracts',
      { freelancer: ana.account, currency: 'JPY', card: ben.card, terms: { title: 'x', scope: 'y', milestones: [{ title: 'z', amount: 20_000 }] } },
      { key: crypto.randomUUID() },
    );
    expect([offer.status, offer.json.code, offer.json.rule]).toEqual([422, 'currency_not_offered', 'POL-6']);
  });

  test('END-2: without a preview, with a stale one, and with a made-up digest', async () => {
    const id = await t.contract(ben, ana);
    expect((await refused(ben, id, end({ pay: 'full' }))).code).toBe('preview_needed');
    expect((await refused(ben, id, { ...end({ pay: 'full' }), digest: 'f'.repeat(64) })).code).toBe('stale_preview');
    const look = await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, { ...end({ pay: 'full' }), preview: true });
    expect(look.json.money).toMatchObject({ freelancer: 18_000, fees: 2_000, client: 0, held: 0 });
    await t.does(ana, id, 'proposeChange', { input: { milestone: 'm1', amount: 30_000 } });
    await t.does(ben, id, 'approveChange', { on: 'change1' });
    const stale = await refused(ben, id, { ...end({ pay: 'full' }), digest: look.json.digest });
    expect([stale.code, stale.preview.money.freelancer]).toEqual(['stale_preview', 27_000]);
    expect(stale.preview.digest).not.toBe(look.json.digest);
  });

  test('END-2, CON-2: an offer that was looked at is sent as it was read, or not at all; one that nobody looked at is sent', async () => {
    const terms = (amount: number) => ({ title: 'Read first', scope: 'All of it.', milestones: [{ title: 'All', amount, criteria: ['Complete'] }] });
    const offer = (amount: number, more: object) =>
      t.call(
        ben,
        'POST',
        '/v1/contracts',
        { freelancer: ana.account, currency: 'USD', card: ben.card, terms: terms(amount), ...more },
        { key: crypto.randomUUID() },
      );
    const [look, other] = [await offer(20_000, { preview: true }), await offer(21_000, { preview: true })];
    const stale = await offer(20_000, { digest: other.json.digest });
    expect([stale.status, stale.json.code, stale.json.preview.digest]).toEqual([409, 'stale_preview', look.json.digest]);
    expect(stale.json.preview.money.charge.amount).toBe(20_000);
    expect((await t.call(ben, 'GET', '/v1/contracts?q=Read first')).json.items).toEqual([]);
    for (const more of [{ digest: look.json.digest }, {}]) expect((await offer(20_000, more)).status).toBe(201);
  });

  test('TIM-5: an act one millisecond after its deadline', async () => {
    const id = await t.contract(ben, ana);
    await t.does(ana, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
    const due = (await t.call(ben, 'GET', `/v1/contracts/${id}`)).json.deadlines.find((d: Json) => d.window === 'review').at;
    await t.wait(new Date(Date.parse(due) + 1).toISOString());
    const no = await refused(ben, id, { act: 'requestChanges', on: 'm1', input: { message: 'Please change this.' } });
    expect([no.code, no.rule]).toEqual(['deadline_passed', 'TIM-5']);
    expect((await t.call(ben, 'GET', `/v1/contracts/${id}`)).json.money.released).toBe(20_000);
  });

  test('ACC-1: a request body that is not what it says: no JSON, an array, too deep, too long, another type', async () => {
    const id = await t.contract(ben, ana);
    for (const body of [
      '',
      '{',
      '[]',
      '"x"',
      'null',
      `{"act":"${'x'.repeat(100)}","on":"m1"}`,
      '{"act":"end"}',
      '{"on":"contract"}',
      '{"act":{},"on":[]}',
    ])
      await refused(ben, id, body);
    const deep = `{"act":"end","on":"contract","input":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`;
    await refused(ben, id, deep);
    await refused(ben, id, `${'['.repeat(400_000)}`);
    const before = await record();
    const long = await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, JSON.stringify({ ...end({}), input: { text: 'x'.repeat(2_000_000) } }), {
      key: 'long',
    });
    expect([long.status, long.json.code]).toEqual([413, 'too_large']);
    const form = await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, 'act=end', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([form.status, form.json.code]).toEqual([415, 'bad_request']);
    const poisoned = await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, '{"act":"end","on":"contract","__proto__":{"admin":true}}', { key: 'p' });
    expect(poisoned.status).toBe(400);
    expect(await record()).toBe(before);
  });

  test('API-4: a write without a key, with an empty one, with one that is too long or has blanks', async () => {
    const id = await t.contract(ben, ana);
    const say = { act: 'say', on: 'chat', input: { text: 'Hello' } };
    expect((await refused(ben, id, say, {})).code).toBe('no_idempotency_key');
    for (const key of ['a b', 'x'.repeat(201)]) expect((await refused(ben, id, say, { key })).code).toBe('no_idempotency_key');
  });

  test('API-5: a NUL where a name, an address or a person is looked for is a bad request', async () => {
    for (const path of ['/v1/people?q=a%00b', '/v1/sandbox/mails?to=a%00b', '/v1/contracts/a%00b'])
      expect((await t.call(ben, 'GET', path)).status, path).toBe(422);
    const no = await t.call(undefined, 'POST', '/v1/sandbox/sign-in', { person: 'a\u0000b' });
    expect([no.status, no.json.code]).toEqual([422, 'bad_request']);
  });

  test('API-5: HTML and control characters in every text field are kept as text or refused, never as markup', async () => {
    const html = '<script>alert(1)</script><img src=x onerror=alert(2)>';
    const milestones = [{ title: html, description: html, amount: 20_000, criteria: [html] }];
    const id = await t.offer(ben, ana, milestones, { title: html, scope: html });
    await t.does(ana, id, 'accept');
    await t.does(ana, id, 'submit', { input: { message: `${html} and more words to say.`, criteria: 'met' } });
    await t.does(ben, id, 'say', { input: { text: html } });
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'other', text: html } });
    await t.does(ana, id, 'dispute', { input: { claim: 20_000, reason: 'other', statement: html, criteria: 'met' } });
    const seen = await t.call(ana, 'GET', `/v1/contracts/${id}`);
    expect(seen.json.title).toBe(html);
    expect(seen.headers.get('content-type')).toMatch(/^application\/json/);
    expect(seen.headers.get('x-content-type-options')).toBe('nosniff');
    const mails = await readMails(t.db, 'main', t.base);
    expect(mails.length).toBeGreaterThan(0);
    for (const m of mails) {
      expect(m.html).not.toContain('<script>');
      expect(m.html).not.toContain('<img src=x');
      expect(m.subject).not.toMatch(/[\r\n]/);
    }
    expect((await refused(ben, id, { act: 'say', on: 'chat', input: { text: 'a\u0000b' } })).code).toBe('bad_input');
    expect((await refused(ben, id, { act: 'say', on: 'chat', input: { text: '\ud800' } })).code).toBe('bad_input');
  });

  test('CFE-3: a file of 30 MB and a program under another name are refused, and the server goes on', async () => {
    const send = async (bytes: Buffer, name: string) => {
      const form = new FormData();
      form.append('file', new Blob([new Uint8Array(bytes)]), name);
      const res = await fetch(`${t.base}/v1/files`, { method: 'POST', body: form, headers: { cookie: ana.cookie } });
      return { status: res.status, json: (await res.json()) as Json };
    };
    expect((await send(Buffer.alloc(30 * 1024 * 1024, 'a'), 'film.txt')).status).toBe(413);
    const program = Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), Buffer.alloc(200)]);
    const renamed = await send(program, 'picture.png');
    expect(renamed.status).toBe(422);
    expect(renamed.json.fix).toBeTruthy();
    const windows = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(300)]);
    expect((await send(windows, 'letter.pdf')).status).toBe(422);
    expect((await send(Buffer.from('hello'), '../../etc/passwd')).status).toBe(201);
  });

  test('API-5: header tricks: a huge header, two lengths, a false host, odd methods and paths', async () => {
    const raw = (o: { method?: string; path?: string; headers?: Record<string, string | string[]> }) =>
      new Promise<number>((ok) => {
        const url = new URL(t.base);
        const req = request(
          { host: url.hostname, port: url.port, method: o.method ?? 'GET', path: o.path ?? '/v1/me', headers: o.headers ?? {}, agent: false },
          (res) => {
            res.resume();
            res.on('end', () => ok(res.statusCode ?? 0));
          },
        );
        req.on('error', () => ok(0));
        req.end();
      });
    expect(await raw({ headers: { 'x-long': 'x'.repeat(100_000) } })).toBe(431);
    expect(await raw({ headers: { cookie: `fairhold.session_token=${'x'.repeat(5_000)}` } })).toBe(401);
    expect(await raw({ headers: { authorization: 'Bearer fh_000000000000_aaaaaaaaaaaaaaaaaaaaaaaa' } })).toBe(401);
    expect(await raw({ headers: { authorization: 'Bearer ' } })).toBe(401);
    expect(await raw({ headers: { host: 'evil.example', cookie: ana.cookie } })).toBe(200);
    expect(await raw({ method: 'TRACE' })).toBeGreaterThanOrEqual(400);
    expect(await raw({ path: '/v1/contracts/%00' })).toBeGreaterThanOrEqual(400);
    expect(await raw({ path: '/v1/contracts/%ff' })).toBeGreaterThanOrEqual(400);
    expect(await raw({ path: `/v1/contracts/${'a'.repeat(5_000)}` })).toBeGreaterThanOrEqual(400);
    expect(await raw({ path: '/../../etc/passwd' })).toBeGreaterThanOrEqual(400);
    expect(await raw({ path: '/v1/contracts?limit=-1' })).toBeGreaterThanOrEqual(400);
    const foreign = await t.call(ana, 'POST', '/v1/agencies', { name: 'X' }, { headers: { origin: 'https://evil.example' } });
    expect([foreign.status, foreign.json.code]).toEqual([403, 'foreign_origin']);
    // Still here.
    expect((await t.call(ana, 'GET', '/v1/me')).status).toBe(200);
  });

  test('API-5: what does not fit is said of the field as pages name it, in the reader’s language; what a program does stands apart', async () => {
    const rename = async () => (await t.call(ben, 'PATCH', '/v1/me', { name: ' ', zone: 'Middle/Earth' })).json as Json;
    const no = await rename();
    expect(no.detail).toBe('Name: Please fill this in. Time zone: This does not fit.');
    expect(no.errors).toEqual([
      { field: 'name', name: 'Name', message: 'Please fill this in.' },
      { field: 'zone', name: 'Time zone', message: 'This does not fit.' },
    ]);
    expect(no.fix).not.toMatch(/docs/);
    expect(no.developer).toMatch(/^name: .+ zone: is no time zone we know\. Compare it with the description at \/docs\.$/);
    await t.call(ben, 'PATCH', '/v1/me', { locale: 'de' });
    expect((await rename()).detail).toBe('Name: Bitte füllen Sie das aus. Zeitzone: Das passt nicht.');
    await t.call(ben, 'PATCH', '/v1/me', { locale: 'en' });
    const out = (await t.call(undefined, 'GET', '/v1/me')).json as Json;
    expect([out.code, out.fix]).toEqual(['not_signed_in', 'Sign in, and go on where you were.']);
    expect(out.developer).toMatch(/Authorization: Bearer/);
  });

  test('API-5, CON-2: an offer to nobody, one without a card and one with a wrong amount name the field', async () => {
    const milestones = [
      { title: 'First', amount: 20_000 },
      { title: 'Second', amount: 'much' },
    ];
    const offer = { freelancer: ana.account, currency: 'USD', card: '', terms: { title: 'A film', scope: 'All of it.', milestones }, preview: true };
    const send = async (change: object) => (await t.call(ben, 'POST', '/v1/contracts', { ...offer, ...change })).json as Json;
    const nobody = await send({ freelancer: '' });
    expect([nobody.title, nobody.errors]).toEqual([
      'Nobody is chosen',
      [{ field: 'freelancer', name: 'With whom', message: 'An offer goes to one person or agency.' }],
    ]);
    const noCard = await send({});
    expect([noCard.code, noCard.errors?.[0]?.field, noCard.errors?.[0]?.name]).toEqual(['card_unknown', 'card', 'Card']);
    const amount = await send({ card: ben.card });
    expect(amount.errors).toEqual([{ field: 'milestones.2.amount', name: 'Amount of milestone 2', message: 'Write an amount like 12.50.' }]);
    expect(amount.detail).toBe('Amount of milestone 2: Write an amount like 12.50.');
  });
});
