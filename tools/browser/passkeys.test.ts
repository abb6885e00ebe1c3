import { DEMO_PASSWORD } from '@fairhold/server/auth/auth';
import { call, type Json, type Person } from '@fairhold/server/testing/http';
import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { launch, windowOf } from './browser.ts';
import { ready } from './steps.ts';
import { describeInBrowser } from './testing.ts';

/** Gives the page a device that makes sure of its person without asking: what a finger on a phone would be. */
async function giveDevice(page: Page): Promise<{ forget(): Promise<void>; count(): Promise<number> }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    forget: async () => void (await cdp.send('WebAuthn.clearCredentials', { authenticatorId })),
    count: async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
  };
}

describeInBrowser('passkeys', (executable) => {
  let browser: Browser;
  let t: Town;
  let base: string;
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    t = await town();
    // A browser knows no passkeys of bare numbers.
    base = t.base.replace('127.0.0.1', 'localhost');
    browser = await launch(executable);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
  });
  const api = (who: Person, path: string): Promise<Json> => call(base, who, 'GET', path).then((a) => a.json);
  const open = async (page: Page, path: string) => {
    await page.goto(base + path);
    await ready(page);
  };
  const confirmed = async (page: Page) => {
    await page.locator('#confirm-password').fill(DEMO_PASSWORD);
    await page.locator('dialog[open] button[type=submit]').click();
    await page.locator('#confirm-password').waitFor({ state: 'detached' });
  };

  test('ACC-5: added in Settings, it signs in without a password, shows again who one is, gets another name, and is removed', async () => {
    const ben = await t.person('ben', { name: 'Ben Carter' });
    const { page, faults } = await windowOf(browser, base, ben);
    const device = await giveDevice(page);
    await open(page, '/settings');
    const card = page.locator('#passkeys');
    await card.getByLabel('What to call it').fill('My phone');
    await card.getByRole('button', { name: 'Add a passkey' }).click();
    await confirmed(page);
    await card.getByRole('status').getByText('“My phone” is added').waitFor();
    const [kept] = (await api(ben, '/v1/passkeys')).items as Json[];
    expect([kept.name, await device.count(), await card.locator(`[data-passkey="${kept.id}"]`).count()]).toEqual(['My phone', 1, 1]);

    // Out, and in again without typing anything.
    await page.getByRole('button', { name: 'Sign out' }).first().click();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.waitForURL((url) => url.pathname !== '/sign-in');
    await ready(page);
    const me = await page.evaluate(`fetch('/v1/me').then((r) => r.json())`);
    expect((me as Json).person).toBe(ben.id);
    const mine = async (): Promise<Json[]> => ((await page.evaluate(`fetch('/v1/passkeys').then((r) => r.json())`)) as Json).items;
    expect((await mine())[0].lastUsedAt).not.toBeNull();

    // Who one is, shown by it.
    await open(page, '/settings');
    const saved = page.waitForEvent('download');
    await page.locator('[data-act=export]').click();
    await page.locator('dialog[open]').getByRole('button', { name: 'Use a passkey' }).click();
    expect((await saved).suggestedFilename()).toMatch(/^fairhold-.*\.json$/);

    await card.getByRole('button', { name: 'Rename: My phone' }).click();
    await card.getByRole('textbox', { name: 'Rename: My phone' }).fill('Old phone');
    await card.getByRole('button', { name: 'Save the name' }).click();
    await card.getByText('Old phone').waitFor();
    await card.getByRole('button', { name: 'Remove: Old phone' }).click();
    await page.locator('dialog[open]').getByRole('button', { name: 'Remove this passkey' }).click();
    await card.getByText('No passkey yet.').waitFor();
    expect(await mine()).toEqual([]);
    expect(faults).toEqual([]);
  }, 60_000);

  test('ACC-5: lost with its device it locks nobody out, and is what a second factor is', async () => {
    const eve = await t.person('eve', { name: 'Eve Stone' });
    const { page, faults } = await windowOf(browser, base, eve);
    const device = await giveDevice(page);
    await open(page, '/settings');
    const card = page.locator('#passkeys');
    await card.getByLabel('What to call it').fill('Key ring');
    await card.getByRole('button', { name: 'Add a passkey' }).click();
    await confirmed(page);
    await card.getByText('Key ring', { exact: true }).waitFor();
    const email = (await api(eve, '/v1/me')).email;
    await t.db.pool.query(`update auth."user" set "twoFactorEnabled" = true where id = $1`, [eve.id]);
    const signOut = async () => {
      await page.context().clearCookies();
      await open(page, '/sign-in');
    };
    const byPassword = async () => {
      await page.locator('#email').fill(email);
      await page.locator('#password').fill(DEMO_PASSWORD);
      await page.locator('form button[type=submit]').click();
    };
    await signOut();
    await byPassword();
    // The code is asked for; the passkey does instead.
    await page.locator('#code').waitFor();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.waitForURL((url) => url.pathname !== '/sign-in');
    // The device is gone.
    await t.db.pool.query(`update auth."user" set "twoFactorEnabled" = false where id = $1`, [eve.id]);
    await device.forget();
    await signOut();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('alert').getByText('Nothing was done').waitFor();
    await byPassword();
    await page.waitForURL((url) => url.pathname !== '/sign-in');
    expect(faults).toEqual([]);
  }, 60_000);
});
