import { call } from '@fairhold/server/testing/http';
import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { launch, windowOf } from './browser.ts';
import { ready } from './steps.ts';
import { describeInBrowser } from './testing.ts';

describeInBrowser('the way in by a link', (executable) => {
  let browser: Browser;
  let t: Town;
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    t = await town({});
    browser = await launch(executable);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
  });
  async function at(path: string): Promise<Page> {
    const page = await browser.newPage();
    await page.goto(`${t.base}${path}`);
    await ready(page);
    return page;
  }

  test('ACC-2: an old link says that it is old and leads on, to sign in or to a new one; one that is no use is not offered again', async () => {
    const page = await at('/verify?token=old');
    await page.locator('main .btn.main').click();
    await page.getByText('The link is too old, or it was used already.').waitFor();
    expect(await page.locator('main .btn.main').getAttribute('href')).toBe('/sign-in');
    await page.close();
    const reset = await at('/reset-password?token=old');
    await reset.locator('input[type=password]').fill('a password of my own');
    await reset.locator('form [type=submit]').click();
    await reset.getByText('The link is too old, or the password is too short.').waitFor();
    await reset.close();
  }, 60_000);

  test('ACC-1: a contract that is not there is said once, with a way on and nothing to try again', async () => {
    const ben = await t.person('ben', { name: 'Ben Carter' });
    expect((await call(t.base, ben, 'GET', '/v1/contracts/01a20eee-1680-79f9-a21e-f64572194c7e')).status).toBe(404);
    const { page, context } = await windowOf(browser, t.base, ben);
    await page.goto(`${t.base}/contracts/01a20eee-1680-79f9-a21e-f64572194c7e`);
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('heading', { name: 'Not found' }).count()).toBe(1);
    expect(await page.locator('main .btn').count()).toBe(0);
    await page.locator('main').getByRole('link', { name: 'Go to your contracts' }).click();
    await page.getByRole('heading', { name: 'My contracts' }).waitFor();
    await context.close();
  }, 60_000);
});
