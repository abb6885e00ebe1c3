import type { Json, Person } from '@fairhold/server/testing/http';
import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { launch, windowOf } from './browser.ts';
import { ready } from './steps.ts';
import { describeInBrowser } from './testing.ts';

describeInBrowser('the menu of a row in the list of contracts', (executable) => {
  let browser: Browser;
  let t: Town;
  let ben: Person;
  const ids: string[] = [];
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    t = await town();
    ben = await t.person('ben', { name: 'Ben Rows' });
    const ana = await t.person('ana', { name: 'Ana Rows' });
    for (const n of [1, 2]) ids.push(await t.contract(ben, ana, [{ title: `Part ${n}`, amount: 40_000, criteria: ['Complete'] }]));
    browser = await launch(executable);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
  });

  test('END-8: by keyboard alone: j, Tab, Enter, arrows, Escape gives the focus back; the end leads to its first step, and nothing was done', async () => {
    const { page, faults } = await windowOf(browser, t.base, ben);
    await page.goto(`${t.base}/contracts?group=all`);
    await ready(page);
    await page.locator('.row-more').first().waitFor();
    // Who somebody is may be known after what they have: then letters are heard.
    await page.getByRole('button', { name: 'Commands' }).waitFor();
    expect(await page.locator('a button, button a, a a').count(), 'nothing that acts inside of what acts').toBe(0);
    const row = () => page.evaluate(() => [...document.querySelectorAll('a.contract-row')].indexOf(document.activeElement as Element));
    await page.keyboard.press('j');
    await expect.poll(row).toBe(0);
    await page.keyboard.press('Tab');
    const focused = () => page.evaluate(() => (document.activeElement as HTMLElement)?.innerText.split('\n')[0]);
    const opener = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    const named = await opener();
    expect(named).toContain('Website');
    await page.keyboard.press('Enter');
    const menu = page.locator('[role=menu]');
    await menu.waitFor();
    const { menu: items } = ((await t.call(ben, 'GET', '/v1/contracts')).json.items as Json[])[0] as Json;
    expect(await menu.locator('[role=menuitem]').allInnerTexts()).toEqual(items.map((m: Json) => m.title));
    expect(await focused()).toBe(items[0].title);
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toBe(items.at(-1).title);
    await page.keyboard.press('Home');
    // Letters go to what begins with them, and not to the list below.
    await page.keyboard.press('e');
    expect(await focused()).toBe('End contract');
    await page.keyboard.press('j');
    expect(await focused()).toBe('End contract');
    await page.keyboard.press('Escape');
    expect([await menu.count(), await opener()]).toEqual([0, named]);
    // j goes on from the row whose menu had the focus.
    await page.keyboard.press('j');
    expect(await row()).toBe(1);
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await menu.waitFor();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/contracts\/[0-9a-f-]{36}\/end$/);
    for (const id of ids) expect((await t.call(ben, 'GET', `/v1/contracts/${id}`)).json.state).toBe('active');
    expect(faults).toEqual([]);
  });

  test('END-8: by touch: 44 px, one menu at a time, a tap elsewhere closes it; it stays inside a narrow view', async () => {
    const { page } = await windowOf(browser, t.base, ben);
    await page.setViewportSize({ width: 320, height: 1000 });
    await page.goto(`${t.base}/contracts?group=all`);
    await ready(page);
    const buttons = page.locator('.row-more');
    await buttons.first().waitFor();
    const box = await buttons.first().boundingBox();
    expect([box?.width, box?.height]).toEqual([44, 44]);
    await buttons.nth(1).click();
    const menu = page.locator('[role=menu]');
    await menu.waitFor();
    const area = await menu.boundingBox();
    expect((area?.x ?? -1) >= 0 && (area?.x ?? 0) + (area?.width ?? 999) <= 320).toBe(true);
    for (const item of await menu.locator('[role=menuitem]').all()) expect((await item.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    await buttons.first().click();
    await page.locator('li:first-child .row-more[aria-expanded=true]').waitFor();
    expect(await menu.count()).toBe(1);
    await page.locator('h1').click();
    expect(await menu.count()).toBe(0);
    await buttons.nth(1).click();
    await buttons.nth(1).click();
    expect(await menu.count()).toBe(0);
    await buttons.first().click();
    await menu.locator('[role=menuitem]').first().click();
    await page.waitForURL(/tab=messages/);
  });

  test('API-7: a group with nothing in it says so and leads to all; the first steps are for those who have no contract', async () => {
    const { page, faults } = await windowOf(browser, t.base, ben);
    await page.goto(`${t.base}/contracts?group=waiting`);
    await ready(page);
    const empty = (await page.locator('a.contract-row').count()) === 0 ? 'waiting' : 'needs_me';
    await page.goto(`${t.base}/contracts?group=${empty}`);
    await ready(page);
    await page.getByRole('heading', { name: empty === 'waiting' ? 'You wait for nobody' : 'Nothing needs you' }).waitFor();
    expect(await page.getByText('No contracts yet').count()).toBe(0);
    await page.getByRole('button', { name: 'Show all contracts' }).click();
    await page.locator('a.contract-row').first().waitFor();
    expect(faults).toEqual([]);
    const nora = await windowOf(browser, t.base, await t.person('nora'));
    await nora.page.goto(`${t.base}/contracts?group=${empty}`);
    await nora.page.getByText('No contracts yet').waitFor();
  });

  test('STF-1: lists of the console that a filter leaves empty can be cleared of it', async () => {
    const { page, faults } = await windowOf(browser, t.base, await t.person('olga', { staff: ['operator'] }));
    for (const [path, filter] of [
      ['people', 'q=nobodyatall'],
      ['cases', 'q=nobodyatall'],
      ['deadlines', 'actor=arbitrator'],
    ] as const) {
      await page.goto(`${t.base}/console/${path}?${filter}`);
      await ready(page);
      await page.getByRole('button', { name: 'Clear the filter' }).click();
      await expect.poll(() => new URL(page.url()).search).toBe('');
      await expect.poll(() => page.getByRole('button', { name: 'Clear the filter' }).count()).toBe(0);
    }
    expect(faults).toEqual([]);
  });

  test('TIM-8, TIM-9: the test clock is moved to a time of the zone that the page is read in, which is said before; so is a day', async () => {
    const far = await t.person('otto', { staff: ['operator'] });
    const { name, locale } = (await t.call(far, 'GET', '/v1/me')).json;
    expect((await t.call(far, 'PATCH', '/v1/me', { name, locale, zone: 'Pacific/Kiritimati' })).status).toBe(200);
    const { page, faults } = await windowOf(browser, t.base, far);
    await page.goto(`${t.base}/console/clock`);
    await ready(page);
    await page.locator('input[type=datetime-local]').fill('2031-03-05T09:30');
    await page.getByText(/5 Mar 2031/).waitFor();
    await page.getByRole('button', { name: 'Move the clock' }).click();
    // Fourteen hours ahead of UTC, wherever the device is.
    await expect.poll(async () => (await t.call(far, 'GET', '/v1/clock')).json.now.slice(0, 15), { timeout: 30_000 }).toBe('2031-03-04T19:3');
    await page.goto(`${t.base}/console/record?from=2030-12-01`);
    await page
      .getByText(/1 Dec 2030/)
      .first()
      .waitFor();
    expect(faults).toEqual([]);
  });
});
