import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PASSWORD } from '../auth/auth.ts';
import { isWholeSignIn } from '../auth/confirm.ts';
import type { Json, Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';

const t = await town();
let ben: Person;
let mara: Person;
beforeAll(async () => {
  ben = await t.person('ben', { name: 'Ben Carter' });
  mara = await t.person('mara', { name: 'Mara Holt', agency: 'Studio Nord' });
});
afterAll(() => t.stop());

/** As if the person had signed in eleven minutes ago. */
const longAgo = (who: Person) =>
  t.db.pool.query(`update sign_ins set at = at - interval '11 minutes' where session in (select id from auth."session" where "userId" = $1)`, [
    who.id,
  ]);
const mailsTo = async (who: string): Promise<Json[]> => {
  const { items } = (await t.call(ben, 'GET', '/v1/sandbox/mails?limit=200')).json;
  return items.filter((m: Json) => m.to.startsWith(`${who}.`));
};
const told = async (who: string, subject: string) => (await mailsTo(who)).filter((m) => m.subject === subject).length;

describe('what lets others act for an account', () => {
  const HOOK = { url: 'https://hooks.invalid/' };
  const key = { name: 'till', scopes: ['read', 'write'] };

  test('ACC-3: a sign-in of the last ten minutes is enough; after that the password is asked for, and after the password it goes on', async () => {
    const made = (await t.call(ben, 'POST', '/v1/api-keys', key)).json;
    const hook = (await t.call(ben, 'POST', '/v1/webhooks', HOOK)).json;
    await longAgo(ben);
    await longAgo(mara);
    const email = (await t.call(ben, 'GET', '/v1/me')).json.email;
    const dangerous: [Person, string, string, unknown?][] = [
      [ben, 'POST', '/v1/api-keys', key],
      [ben, 'DELETE', `/v1/api-keys/${made.prefix}`],
      [ben, 'POST', '/v1/webhooks', HOOK],
      [ben, 'POST', `/v1/webhooks/${hook.id}/rotate`, {}],
      [ben, 'DELETE', `/v1/webhooks/${hook.id}/old-secret`],
      [ben, 'DELETE', `/v1/webhooks/${hook.id}`],
      [mara, 'POST', `/v1/agencies/${mara.account}/members`, { email, role: 'member' }],
      [mara, 'POST', `/v1/agencies/${mara.account}/members`, { email, role: 'manager' }],
      [mara, 'DELETE', `/v1/agencies/${mara.account}/members/${ben.id}`],
    ];
    for (const [who, method, path, body] of dangerous)
      expect([path, (await t.call(who, method, path, body)).json.code]).toEqual([path, 'confirmation_needed']);
    // Nothing happened, and what takes nothing away is still done.
    expect((await t.call(ben, 'GET', '/v1/api-keys')).json.items).toMatchObject([{ prefix: made.prefix, revokedAt: null }]);
    expect((await t.call(ben, 'POST', `/v1/webhooks/${hook.id}/on`, {})).status).toBe(200);
    // A key is believed by its scopes, as before.
    const bearer = { headers: { authorization: `Bearer ${made.key}` } };
    expect((await t.call(undefined, 'POST', `/v1/webhooks/${hook.id}/rotate`, {}, bearer)).status).toBe(200);
    for (const who of [ben, mara]) expect((await t.call(who, 'POST', '/v1/sessions/confirm', { password: DEMO_PASSWORD })).status).toBe(200);
    for (const [who, method, path, body] of dangerous) expect([path, (await t.call(who, method, path, body)).status < 300]).toEqual([path, true]);
    // What could take money away needs it shown just now, however lately one came.
    const fresh = await t.person('fresh');
    expect((await t.call(fresh, 'GET', '/v1/me/export')).json.code).toBe('confirmation_needed');
  });

  test('ACC-3: each of them is told by mail; a change that changes nothing is not', async () => {
    const anton = await t.person('anton', { name: 'Anton Berg' });
    const email = (await t.call(anton, 'GET', '/v1/me')).json.email;
    const read = (await t.call(anton, 'POST', '/v1/api-keys', { name: 'books', scopes: ['read'] })).json;
    const hook = (await t.call(anton, 'POST', '/v1/webhooks', HOOK)).json;
    await t.call(anton, 'POST', `/v1/webhooks/${hook.id}/rotate`, {});
    for (let n = 0; n < 2; n += 1) {
      await t.call(anton, 'DELETE', `/v1/webhooks/${hook.id}/old-secret`);
      await t.call(anton, 'DELETE', `/v1/api-keys/${read.prefix}`);
    }
    await t.call(anton, 'DELETE', `/v1/webhooks/${hook.id}`);
    const subjects = (await mailsTo('anton')).map((m) => m.subject).sort();
    expect(subjects).toEqual(
      [
        'An API key was made: books',
        'An API key was revoked: books',
        'A webhook was added for Anton Berg',
        'A webhook of Anton Berg got a new secret',
        'An old webhook secret of Anton Berg signs no more',
        'A webhook of Anton Berg was deleted',
      ].sort(),
    );
    for (const role of ['member', 'member', 'manager'])
      expect((await t.call(mara, 'POST', `/v1/agencies/${mara.account}/members`, { email, role })).status).toBe(200);
    await t.call(mara, 'DELETE', `/v1/agencies/${mara.account}/members/${anton.id}`);
    // The managers hear of it, and whoever it is about.
    for (const who of ['mara', 'anton'])
      for (const subject of ['Anton Berg is a member of Studio Nord now', 'Anton Berg manages Studio Nord now', 'Anton Berg left Studio Nord'])
        expect([who, subject, await told(who, subject)]).toEqual([who, subject, 1]);
  });

  test('ACC-3: a link from a mail, or a password where there is a second factor, is no whole sign-in', () => {
    expect(isWholeSignIn('/sign-in/email', false)).toBe(true);
    expect(isWholeSignIn('/sign-in/email', true)).toBe(false);
    expect(isWholeSignIn('/two-factor/verify-totp', true)).toBe(true);
    for (const path of ['/verify-email', '/sign-up/email', '/reset-password', undefined]) expect(isWholeSignIn(path, false)).toBe(false);
  });
});
