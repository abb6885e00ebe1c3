import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PASSWORD } from '../auth/auth.ts';
import { type Device, device } from '../testing/authenticator.ts';
import { call, type Json, type Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';

const t = await town();
/** A browser knows no passkeys of bare numbers. */
const base = t.base.replace('127.0.0.1', 'localhost');
let ben: Person;
let eve: Person;
beforeAll(async () => {
  ben = await t.person('ben', { name: 'Ben Carter' });
  eve = await t.person('eve', { name: 'Eve Stone' });
});
afterAll(() => t.stop());

const ask = (who: Pick<Person, 'cookie'> | undefined, method: string, path: string, body?: unknown) => call(base, who, method, path, body);
const confirm = (who: Person) => ask(who, 'POST', '/v1/sessions/confirm', { password: DEMO_PASSWORD });
async function add(who: Person, name: string, one: Device = device(base)): Promise<Device> {
  await confirm(who);
  const options = (await ask(who, 'POST', '/v1/passkeys/options')).json;
  const made = await ask(who, 'POST', '/v1/passkeys', { name, passkey: one.make(options) });
  expect([made.status, made.json]).toEqual([201, { id: one.id, name, createdAt: expect.any(String), lastUsedAt: null }]);
  return one;
}
const enter = async (one: Device, o?: Parameters<Device['show']>[1]) => {
  const options = (await ask(undefined, 'POST', '/v1/passkeys/sign-in/options')).json;
  return ask(undefined, 'POST', '/v1/passkeys/sign-in', { passkey: one.show(options, o) });
};
const cookieOf = (headers: Headers) => ({
  cookie: headers
    .getSetCookie()
    .map((c) => c.split(';')[0])
    .join('; '),
});
const mailsTo = async (who: string): Promise<string[]> =>
  (await t.call(ben, 'GET', '/v1/sandbox/mails?limit=200')).json.items.filter((m: Json) => m.to.startsWith(`${who}.`)).map((m: Json) => m.subject);

describe('passkeys', () => {
  test('ACC-5: one is added after showing who one is, named, told by mail, and signs in; it is listed, removed, and then signs nobody in', async () => {
    const refused = await ask(ben, 'POST', '/v1/passkeys/options');
    expect([refused.status, refused.json.code]).toEqual([403, 'confirmation_needed']);
    const phone = await add(ben, 'My phone');
    expect(await mailsTo('ben')).toContain('A passkey was added: My phone');
    const inside = await enter(phone);
    expect([inside.status, inside.json]).toEqual([200, { person: ben.id }]);
    const session = cookieOf(inside.headers);
    expect((await ask(session, 'GET', '/v1/me')).json).toMatchObject({ person: ben.id });
    // It is a session like any other: listed, and ended by hand.
    const sessions = (await ask(session, 'GET', '/v1/sessions')).json.items as Json[];
    expect(sessions.filter((s) => s.current)).toHaveLength(1);
    // Who came by a passkey has shown all there is.
    expect((await ask(session, 'POST', '/v1/api-keys', { name: 'k', scopes: ['read'] })).status).toBe(201);
    const renamed = await ask(ben, 'PATCH', `/v1/passkeys/${phone.id}`, { name: 'Old phone' });
    expect(renamed.json.items).toEqual([{ id: phone.id, name: 'Old phone', createdAt: expect.any(String), lastUsedAt: expect.any(String) }]);
    expect((await ask(eve, 'PATCH', `/v1/passkeys/${phone.id}`, { name: 'Mine' })).json.code).toBe('not_found');
    await confirm(eve);
    expect((await ask(eve, 'DELETE', `/v1/passkeys/${phone.id}`)).json.code).toBe('not_found');
    expect((await ask(ben, 'DELETE', `/v1/passkeys/${phone.id}`)).json.items).toEqual([]);
    expect(await mailsTo('ben')).toContain('A passkey was removed: Old phone');
    expect((await enter(phone)).json.code).toBe('passkey_wrong');
    // The password stays.
    const email = (await ask(ben, 'GET', '/v1/me')).json.email;
    expect((await ask(undefined, 'POST', '/auth/sign-in/email', { email, password: DEMO_PASSWORD })).status).toBe(200);
  });

  test('ACC-5: what was asked is answered once, within five minutes, for what it was asked, at our address, with the person made sure of', async () => {
    const phone = await add(ben, 'A phone');
    const options = (await ask(undefined, 'POST', '/v1/passkeys/sign-in/options')).json;
    const once = { passkey: phone.show(options) };
    expect((await ask(undefined, 'POST', '/v1/passkeys/sign-in', once)).status).toBe(200);
    expect((await ask(undefined, 'POST', '/v1/passkeys/sign-in', once)).json.code).toBe('passkey_wrong');
    // A new answer to the same question is too many as well.
    expect((await ask(undefined, 'POST', '/v1/passkeys/sign-in', { passkey: phone.show(options) })).json.code).toBe('passkey_wrong');
    const late = (await ask(undefined, 'POST', '/v1/passkeys/sign-in/options')).json;
    await t.db.pool.query(`update passkey_challenges set until = until - interval '301 seconds' where challenge = $1`, [late.challenge]);
    expect((await ask(undefined, 'POST', '/v1/passkeys/sign-in', { passkey: phone.show(late) })).json.code).toBe('passkey_wrong');
    // One that was asked of somebody's session for another purpose.
    const other = (await ask(ben, 'POST', '/v1/sessions/confirm/options')).json;
    expect((await ask(undefined, 'POST', '/v1/passkeys/sign-in', { passkey: phone.show(other) })).json.code).toBe('passkey_wrong');
    // One that we never asked.
    expect((await ask(undefined, 'POST', '/v1/passkeys/sign-in', { passkey: phone.show({ challenge: 'A'.repeat(43) }) })).json.code).toBe(
      'passkey_wrong',
    );
    expect((await enter(phone, { origin: 'https://fairh0ld.example' })).json.code).toBe('passkey_wrong');
    expect((await enter(phone, { unverified: true })).json.code).toBe('passkey_wrong');
    // A stranger's key under this id, and a copy that counts from the beginning.
    const forged = { ...device(base), id: phone.id };
    const asked = (await ask(undefined, 'POST', '/v1/passkeys/sign-in/options')).json;
    const shown = { ...forged.show(asked), id: phone.id, rawId: phone.id };
    expect((await ask(undefined, 'POST', '/v1/passkeys/sign-in', { passkey: shown })).json.code).toBe('passkey_wrong');
    expect((await enter(phone)).status).toBe(200);
    phone.counter -= 3;
    expect((await enter(phone)).json.code).toBe('passkey_wrong');
  });

  test('ACC-5: a registration is held to the same: once, in its session, verified; a key that is here already is not kept again', async () => {
    await confirm(ben);
    const one = device(base);
    const options = async () => (await ask(ben, 'POST', '/v1/passkeys/options')).json;
    const keep = (who: Person, passkey: unknown) => ask(who, 'POST', '/v1/passkeys', { name: 'x', passkey });
    expect((await keep(ben, one.make(await options(), { unverified: true }))).json.code).toBe('passkey_wrong');
    expect((await keep(ben, one.make(await options(), { origin: 'https://fairh0ld.example' }))).json.code).toBe('passkey_wrong');
    await confirm(eve);
    expect((await keep(eve, one.make(await options()))).json.code).toBe('passkey_wrong');
    const asked = await options();
    expect((await keep(ben, one.make(asked))).status).toBe(201);
    expect((await keep(ben, one.make(asked))).json.code).toBe('passkey_wrong');
    expect((await keep(ben, one.make(await options()))).json.code).toBe('passkey_known');
    // Nor for somebody else.
    const hers = (await ask(eve, 'POST', '/v1/passkeys/options')).json;
    expect((await keep(eve, one.make(hers))).json.code).toBe('passkey_known');
    expect((await ask(eve, 'GET', '/v1/passkeys')).json.items).toEqual([]);
  });

  test('ACC-3, ACC-5: shown again it counts as the password and the code; only one’s own does', async () => {
    const dan = await t.person('dan', { name: 'Dan Reed' });
    const phone = await add(dan, 'A phone');
    const hers = await add(eve, 'Her phone');
    await t.db.pool.query('delete from confirmations');
    expect((await ask(dan, 'GET', '/v1/me/export')).json.code).toBe('confirmation_needed');
    const options = async () => (await ask(dan, 'POST', '/v1/sessions/confirm/options')).json;
    expect((await options()).allowCredentials.map((c: Json) => c.id)).toEqual([phone.id]);
    const show = (passkey: unknown) => ask(dan, 'POST', '/v1/sessions/confirm', { passkey });
    expect((await show(hers.show(await options()))).json.code).toBe('passkey_wrong');
    expect((await ask(dan, 'GET', '/v1/me/export')).json.code).toBe('confirmation_needed');
    expect((await show(phone.show(await options()))).status).toBe(200);
    const exported = await ask(dan, 'GET', '/v1/me/export');
    expect(exported.json.passkeys).toEqual([expect.objectContaining({ id: phone.id, name: 'A phone' })]);
    expect(exported.text).not.toContain('public_key');
    const none = await t.person('nora');
    expect((await ask(none, 'POST', '/v1/sessions/confirm/options')).json.code).toBe('passkey_none');
  });

  test('ACC-5: with a second factor it is enough by itself; a key of the API may do nothing with passkeys', async () => {
    const sam = await t.person('sam', { name: 'Sam Stone' });
    const phone = await add(sam, 'A phone');
    await t.db.pool.query(`update auth."user" set "twoFactorEnabled" = true where id = $1`, [sam.id]);
    const email = (await ask(sam, 'GET', '/v1/me')).json.email;
    expect((await ask(undefined, 'POST', '/auth/sign-in/email', { email, password: DEMO_PASSWORD })).json).toMatchObject({ twoFactorRedirect: true });
    const inside = await enter(phone);
    const session = cookieOf(inside.headers);
    expect((await ask(session, 'GET', '/v1/me')).json).toMatchObject({ person: sam.id, twoFactor: true });
    const { key } = (await ask(session, 'POST', '/v1/api-keys', { name: 'k', scopes: ['read', 'write'] })).json;
    const bearer = { headers: { authorization: `Bearer ${key}` } };
    for (const [method, path] of [
      ['GET', '/v1/passkeys'],
      ['POST', '/v1/passkeys/options'],
      ['POST', '/v1/sessions/confirm/options'],
    ] as const)
      expect((await call(base, undefined, method, path, undefined, bearer)).json.code).toBe('session_needed');
  });

  test('ACC-4, ACC-5: they go with their person', async () => {
    const gone = await t.person('gone', { name: 'Gina Gone' });
    const phone = await add(gone, 'A phone');
    expect((await ask(gone, 'POST', '/v1/me/erasure')).status).toBe(200);
    await t.wait('P15D');
    const { rows } = await t.db.pool.query('select 1 from passkeys where person = $1', [gone.id]);
    expect(rows).toEqual([]);
    expect((await enter(phone)).json.code).toBe('passkey_wrong');
  });
});
