import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bothZones, dateTime } from '@fairhold/copy/format';
import { DEMO_PASSWORD } from '@fairhold/server/auth/auth';
import { signed } from '@fairhold/server/outside/signature';
import { call, type Json, type Person, signIn } from '@fairhold/server/testing/http';
import { type Town, town } from '@fairhold/server/testing/running';
import { totp } from '@fairhold/server/testing/totp';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { launch, windowOf } from './browser.ts';
import { ready } from './steps.ts';
import { describeInBrowser } from './testing.ts';

interface Heard {
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

describeInBrowser('the settings, card by card', (executable) => {
  let browser: Browser;
  let t: Town;
  const heard: Heard[] = [];
  const receiver = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += chunk;
    heard.push({ headers: req.headers, body });
    res.end();
  });
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    t = await town({ webhookLocal: true });
    browser = await launch(executable);
    await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  }, 120_000);
  afterAll(async () => {
    receiver.close().closeAllConnections();
    await browser?.close();
    await t?.stop();
  });

  const api = (who: Person, path: string): Promise<Json> => t.call(who, 'GET', path).then((a) => a.json);
  async function open(who: Person): Promise<{ page: Page; faults: string[] }> {
    const { page, faults } = await windowOf(browser, t.base, who);
    await page.goto(`${t.base}/settings`);
    await ready(page);
    return { page, faults };
  }
  const card = (page: Page, title: string): Locator => page.locator('section.card', { has: page.getByRole('heading', { name: title, exact: true }) });
  async function confirm(page: Page): Promise<void> {
    await page.locator('#confirm-password').fill(DEMO_PASSWORD);
    await page.locator('dialog[open] button[type=submit]').click();
    await page.locator('#confirm-password').waitFor({ state: 'detached' });
  }
  const mails = async (who: Person): Promise<string[]> =>
    (await api(who, '/v1/sandbox/mails?limit=200')).items.filter((m: Json) => m.to.startsWith(`${who.key}.`)).map((m: Json) => m.subject);

  test('TIM-9: another zone shows before it is saved how open deadlines will read; what is saved is saved as one', async () => {
    const [ben, ana] = [await t.person('ben', { name: 'Ben Carter' }), await t.person('ana', { name: 'Ana Lind' })];
    const id = await t.offer(ben, ana);
    const { page, faults } = await open(ana);
    const before = (await api(ana, '/v1/me')).zone;
    await page.locator('#zone').selectOption('Asia/Tokyo');
    const { deadlines } = await api(ana, `/v1/contracts/${id}`);
    await page.getByText(`Website: ${dateTime(Date.parse(deadlines[0].at), 'Asia/Tokyo', 'en')}`).waitFor();
    expect((await api(ana, '/v1/me')).zone).toBe(before);
    // One field that cannot be saved, and none is.
    await page.locator('#name').fill(' ');
    const you = page.locator('form', { has: page.locator('#zone') });
    await you.getByRole('button', { name: 'Save' }).click();
    await you.getByRole('alert').waitFor();
    expect(await api(ana, '/v1/me')).toMatchObject({ zone: before, name: 'Ana Lind' });
    await page.locator('#name').fill('Ana Lindqvist');
    await you.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Save');
    expect(await api(ana, '/v1/me')).toMatchObject({ zone: 'Asia/Tokyo', name: 'Ana Lindqvist' });
    await page.locator('[data-glance="settings.zone"]').getByText('Asia/Tokyo').waitFor();
    // The page reads so from here on, and so does the deadline on its own page.
    await page.goto(`${t.base}/contracts/${id}`);
    await ready(page);
    const due = bothZones(Date.parse(deadlines[0].at), 'Asia/Tokyo', 'en');
    expect(await page.locator('main').textContent()).toContain(due.slice(0, due.indexOf('(') === -1 ? undefined : due.indexOf('(')).trim());
    // The language too: amounts and dates are shown in it before, and the page is in it after.
    await page.goto(`${t.base}/settings`);
    await ready(page);
    await page.locator('#language').selectOption('de');
    await page.getByText(/1\.234,50/).waitFor();
    await you.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
    expect((await api(ana, '/v1/me')).locale).toBe('de');
    expect(faults).toEqual([]);
  }, 60_000);

  test('MNY-11, ACC-3: a bank account for payouts takes the password, waits 72 hours in sight, and the change can be stopped', async () => {
    const raj = await t.person('raj', { name: 'Raj Mehta' });
    const { page, faults } = await open(raj);
    const payouts = page.locator('#payouts');
    await page.locator('[data-act=addPayoutMethod]').click();
    await page.locator('#payout-currency').selectOption('USD');
    await page.locator('#payout-holder').fill('Raj Mehta');
    await page.locator('#payout-routing').fill('021000021');
    await page.locator('#payout-number').fill('77001234');
    await payouts.locator('button[type=submit]').click();
    await confirm(page);
    const held = payouts.locator('[data-method=held]');
    await held.waitFor();
    const kept = (await api(raj, `/v1/accounts/${raj.account}/payout-methods`)).items.find((m: Json) => m.state === 'held');
    expect(Date.parse(kept.inUseFrom) - Date.parse(kept.addedAt)).toBeGreaterThanOrEqual(72 * 3_600_000);
    expect([await held.locator('time').getAttribute('datetime'), await held.locator('strong').textContent()]).toEqual([kept.inUseFrom, kept.label]);
    // Nobody scrolls for it: the first lines say so too.
    await page.locator('[data-glance="settings.payout"]').getByText(kept.label).waitFor();
    await held.getByRole('button', { name: /^Stop this change/ }).click();
    await held.waitFor({ state: 'detached' });
    const after = (await api(raj, `/v1/accounts/${raj.account}/payout-methods`)).items;
    expect(after.filter((m: Json) => m.state === 'held')).toEqual([]);
    expect(faults).toEqual([]);
  }, 60_000);

  test('ACC-2, ACC-3: a second factor with recovery codes is switched on and off; a session elsewhere is ended; each by mail', async () => {
    const sam = await t.person('sam', { name: 'Sam Stone' });
    const elsewhere = { cookie: await signIn(t.base, sam.id) };
    const { page, faults } = await open(sam);
    const factor = card(page, 'Second factor');
    await factor.locator('#pw').fill(DEMO_PASSWORD);
    await factor.getByRole('button', { name: 'Set it up' }).click();
    const secret = (await factor.locator('.quote').textContent()) ?? '';
    await factor.locator('#totp').fill(totp(secret));
    await factor.getByRole('button', { name: 'Switch it on' }).click();
    await factor.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
    const codes = await factor.locator('code').allTextContents();
    expect([codes.length, new Set(codes).size]).toEqual([10, 10]);
    const { email } = await page.evaluate(`fetch('/v1/me').then((r) => r.json())`).then((x) => x as Json);
    // One of them is a second factor, once.
    const byCode = async (code: string) => {
      const half = await call(t.base, undefined, 'POST', '/auth/sign-in/email', { email, password: DEMO_PASSWORD });
      const cookie = half.headers
        .getSetCookie()
        .map((c) => c.split(';')[0])
        .join('; ');
      return (await call(t.base, { cookie }, 'POST', '/auth/two-factor/verify-backup-code', { code })).status;
    };
    expect([await byCode(codes[0] as string), (await byCode(codes[0] as string)) >= 400]).toEqual([200, true]);
    await factor.locator('#pw').fill(DEMO_PASSWORD);
    await factor.getByRole('button', { name: 'Make new recovery codes' }).click();
    // None shown for a moment is not yet ten others.
    const others = async () => (await factor.locator('code').allTextContents()).filter((c) => !codes.includes(c)).length;
    await expect.poll(others).toBe(10);
    expect(await byCode(codes[1] as string)).toBeGreaterThanOrEqual(400);
    // Where one is signed in: the page lists what the API does; the other one is ended.
    const sessions = card(page, 'Where you are signed in');
    expect((await call(t.base, elsewhere, 'GET', '/v1/me')).status).toBe(200);
    await page.reload();
    await ready(page);
    const listed = (await page.evaluate(`fetch('/v1/sessions').then((r) => r.json())`).then((x) => x as Json)).items;
    await sessions.getByText('This one').waitFor();
    expect(await sessions.locator('li').count()).toBe(listed.length);
    await sessions.getByRole('button', { name: 'Sign out everywhere else' }).click();
    await sessions.getByText('You are signed in here only.').waitFor();
    expect((await call(t.base, elsewhere, 'GET', '/v1/me')).status).toBe(401);
    await factor.locator('#pw').fill(DEMO_PASSWORD);
    await factor.getByRole('button', { name: 'Switch it off' }).click();
    await factor.getByRole('button', { name: 'Set it up' }).waitFor();
    const told = (await page.evaluate(`fetch('/v1/sandbox/mails?limit=200').then((r) => r.json())`).then((x) => x as Json)).items
      .filter((m: Json) => m.to === email)
      .map((m: Json) => m.subject);
    expect(told).toEqual(expect.arrayContaining(['Sign-in now takes a code', 'New recovery codes were made', 'Sign-in takes no code any more']));
    expect(faults).toEqual([]);
  }, 60_000);

  test('ACC-2, ACC-3: an API key is made, shown once, and revoked; long after the sign-in that takes the password', async () => {
    const kim = await t.person('kim', { name: 'Kim Park' });
    await t.db.pool.query(`update sign_ins set at = at - interval '1 hour'`);
    const { page, faults } = await open(kim);
    const keys = page.locator('#keys');
    await keys.locator('#key').fill('Books');
    await keys.getByRole('button', { name: 'Make a key' }).click();
    await confirm(page);
    const key = /fh_\S+/.exec((await keys.getByRole('status').textContent()) ?? '')?.[0] ?? '';
    const as = { headers: { authorization: `Bearer ${key}` } };
    expect((await t.call(undefined, 'GET', '/v1/me', undefined, as)).json).toMatchObject({ person: kim.id });
    expect((await api(kim, '/v1/api-keys')).items).toMatchObject([{ name: 'Books', scopes: ['read'], revokedAt: null }]);
    await keys.getByRole('button', { name: 'Revoke Books' }).click();
    await page.locator('dialog[open]').getByRole('button', { name: 'Revoke Books' }).click();
    await keys.getByText('Revoked', { exact: true }).waitFor();
    expect((await t.call(undefined, 'GET', '/v1/me', undefined, as)).status).toBe(401);
    expect(await mails(kim)).toEqual(expect.arrayContaining(['An API key was made: Books', 'An API key was revoked: Books']));
    expect(faults).toEqual([]);
  }, 60_000);

  test('API-6: a webhook is added, its log read, a step sent again, its secret rotated with both signing until that is ended, and deleted', async () => {
    const [cem, dua] = [await t.person('cem', { name: 'Cem Kaya' }), await t.person('dua', { name: 'Dua Ali' })];
    const { page, faults } = await open(cem);
    const hooks = page.locator('#webhooks');
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/cem`;
    await hooks.locator('#hook-url').fill(url);
    await hooks.getByRole('button', { name: 'Add this address' }).click();
    const secretShown = async () => (await hooks.locator('code.breaks').textContent()) ?? '';
    const first = await secretShown();
    const last = () => heard.at(-1) as Heard;
    const told = async (more: number) => expect.poll(() => heard.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(more);
    await t.offer(cem, dua);
    await told(1);
    expect(signed(first, last().headers, last().body)).toBe(true);
    await hooks.getByText('What was sent').click();
    await hooks.getByText('Taken').first().waitFor();
    const { id } = (await api(cem, '/v1/webhooks')).items[0];
    await expect.poll(async () => (await api(cem, `/v1/webhooks/${id}/deliveries`)).items.every((d: Json) => d.state === 'delivered')).toBe(true);
    const { items } = await api(cem, `/v1/webhooks/${id}/deliveries?order=newest`);
    await page.reload();
    await ready(page);
    await hooks.getByText('What was sent').click();
    await hooks.getByText(`step ${items[0].seq}`).first().waitFor();
    expect(await hooks.getByRole('button', { name: /^Send again: step/ }).count()).toBe(items.length);
    const before = heard.length;
    await hooks
      .getByRole('button', { name: `Send again: step ${items[0].seq}` })
      .first()
      .click();
    await told(before + 1);
    expect(last().headers['webhook-id']).toBe(items[0].id);

    await hooks.getByRole('button', { name: `New secret: ${url}` }).click();
    await page.locator('dialog[open]').getByRole('button', { name: 'Make a new secret' }).click();
    const running = hooks.locator(`[data-rotation="${id}"]`);
    await running.waitFor();
    const second = await secretShown();
    const kept = (await api(cem, '/v1/webhooks')).items[0];
    expect([second === first, await running.locator('time').getAttribute('datetime')]).toEqual([false, kept.oldSecretUntil]);
    let count = heard.length;
    await t.offer(cem, dua);
    await told(count + 1);
    for (const secret of [first, second]) expect(signed(secret, last().headers, last().body)).toBe(true);
    await running.getByRole('button').click();
    await running.waitFor({ state: 'detached' });
    expect((await api(cem, '/v1/webhooks')).items[0].oldSecretUntil).toBeNull();
    await expect.poll(async () => (await api(cem, `/v1/webhooks/${id}/deliveries`)).items.every((d: Json) => d.state === 'delivered')).toBe(true);
    count = heard.length;
    await t.offer(cem, dua);
    await told(count + 1);
    expect([first, second].map((secret) => signed(secret, last().headers, last().body))).toEqual([false, true]);
    await hooks.getByRole('button', { name: `Delete ${url}` }).click();
    await page.locator('dialog[open]').getByRole('button', { name: 'Delete this address' }).click();
    await hooks.getByText('No address yet.').waitFor();
    expect((await api(cem, '/v1/webhooks')).items).toEqual([]);
    expect(faults).toEqual([]);
  }, 60_000);

  test('CON-1, ACC-3: somebody is taken into an agency, given another role and taken out, and each of both hears of it', async () => {
    const mara = await t.person('mara', { name: 'Mara Holt', agency: 'Studio Nord' });
    const moe = await t.person('moe', { name: 'Moe Berg' });
    const { email } = await api(moe, '/v1/me');
    const { page, faults } = await open(mara);
    const team = page.locator('#team').getByRole('region', { name: 'Studio Nord' });
    const add = async (role: string) => {
      await team.locator('input[type=email]').fill(email);
      await team.locator('select').selectOption(role);
      await team.locator('button[type=submit]').click();
      await team.locator(`[data-member=${role}]`, { hasText: 'Moe Berg' }).waitFor();
      const { items } = await api(mara, `/v1/agencies/${mara.account}/members`);
      expect(items.find((m: Json) => m.person === moe.id).role).toBe(role);
    };
    await add('member');
    await add('manager');
    await team.getByRole('button', { name: 'Remove Moe Berg' }).click();
    await page.locator('dialog[open]').getByRole('button', { name: 'Remove Moe Berg' }).click();
    await team.getByText('Moe Berg').first().waitFor({ state: 'detached' });
    expect((await api(mara, `/v1/agencies/${mara.account}/members`)).items.map((m: Json) => m.person)).toEqual([mara.id]);
    for (const who of [mara, moe])
      expect(await mails(who)).toEqual(
        expect.arrayContaining(['Moe Berg is a member of Studio Nord now', 'Moe Berg manages Studio Nord now', 'Moe Berg left Studio Nord']),
      );
    expect(faults).toEqual([]);
  }, 60_000);

  test('AUD-3, ACC-4: all of one’s data is one file; an erasure says its day and is undone', async () => {
    const eve = await t.person('eve', { name: 'Eve Stone' });
    const { page, faults } = await open(eve);
    const data = page.locator('#your-data');
    await data.locator('[data-act=export]').click();
    const saved = page.waitForEvent('download');
    await confirm(page);
    const stream = await (await saved).createReadStream();
    let text = '';
    for await (const chunk of stream) text += chunk;
    expect(JSON.parse(text)).toMatchObject({ format: 'fairhold-export/1', profile: { person: eve.id, name: 'Eve Stone' } });
    await data.locator('[data-act=erase]').click();
    await data.locator('[data-act=stopErasure]').waitFor();
    const asked = await api(eve, '/v1/me/erasure');
    const zone = (await api(eve, '/v1/me')).zone;
    expect(asked.state).toBe('waiting');
    await data.getByText(`Your account is erased on ${bothZones(Date.parse(asked.at), zone, 'en')}.`).waitFor();
    await data.locator('[data-act=stopErasure]').click();
    await data.getByText('Stopped. Your account stays.').waitFor();
    expect((await api(eve, '/v1/me/erasure')).state).toBe('none');
    expect(faults).toEqual([]);
  }, 60_000);
});
