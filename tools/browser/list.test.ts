import { money } from '@fairhold/copy';
import type { Json, Person } from '@fairhold/server/testing/http';
import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { launch, windowOf } from './browser.ts';
import { ready } from './steps.ts';
import { describeInBrowser } from './testing.ts';

describeInBrowser('the list of contracts', (executable) => {
  let browser: Browser;
  let t: Town;
  let ben: Person, ana: Person;
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    t = await town();
    browser = await launch(executable);
    [ben, ana] = [await t.person('ben', { name: 'Ben Lists' }), await t.person('ana', { name: 'Ana Lists' })];
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
  });
  const tidy = (text: string) => text.replace(/[\s\u00a0\u202f]+/g, ' ');
  const list = async (page: Page, path = '/') => {
    await page.goto(t.base + path);
    await ready(page);
  };
  /** What the page says is held, each currency, against what the ledger says of the account. */
  async function sumsAgree(page: Page): Promise<number> {
    await list(page);
    const { held } = (await t.call(ben, 'GET', `/v1/accounts/${ben.account}/money`)).json;
    const ledger = held.filter((h: Json) => h.amount > 0).map((h: Json) => tidy(money(h.amount, h.currency, 'en')));
    await page.locator('.held-line').waitFor();
    expect((await page.locator('.held-line .sum').allInnerTexts()).map(tidy)).toEqual(ledger);
    return ledger.length;
  }

  test('first use explains the way in three steps, and leads to the first offer', async () => {
    const { page, context } = await windowOf(browser, t.base, ben, { width: 360, height: 640 });
    await list(page);
    expect(await page.locator('main ol.steps li').count()).toBe(3);
    await page.locator('main a[href="/offers/new"]').first().waitFor();
    await context.close();
  });

  test('MNY-9: the sum of each currency is what the ledger holds for the account, to the cent, after each kind of act', async () => {
    const { page, faults, context } = await windowOf(browser, t.base, ben);
    const first = await t.contract(ben, ana, [{ title: 'Pages', amount: 20_001, criteria: ['five pages'] }]);
    expect(await sumsAgree(page)).toBe(1);
    // In another currency, and an offer whose deposit is held before anybody has accepted it.
    const sent = await t.call(
      ben,
      'POST',
      '/v1/contracts',
      {
        ...{ freelancer: ana.account, client: ben.account, currency: 'EUR', card: ben.card },
        terms: { title: 'Map', scope: 'One map', milestones: [{ title: 'Map', amount: 12_345, criteria: ['legible'] }] },
      },
      { key: crypto.randomUUID() },
    );
    expect(sent.status).toBe(201);
    await t.wait('PT0S');
    expect(await sumsAgree(page)).toBe(2);
    await t.does(ana, first, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
    await t.does(ben, first, 'end', { input: { pay: 'amount', amount: 7_777, reason: 'quality' } });
    expect(await sumsAgree(page)).toBe(2);
    await t.does(ana, first, 'approveRefund');
    expect(await sumsAgree(page)).toBe(1);
    expect(faults).toEqual([]);
    await context.close();
  }, 120_000);

  test('filters live in the address and come back with it; j, k and Enter go through the rows; on a phone a row is a card', async () => {
    const more = [await t.contract(ben, ana), await t.contract(ben, ana)];
    expect(more.length).toBe(2);
    const { page, context } = await windowOf(browser, t.base, ben);
    await list(page, '/?q=website&state=active');
    expect([await page.locator('main input[type=search]').inputValue(), await page.locator('main select').first().inputValue()]).toEqual([
      'website',
      'active',
    ]);
    expect(await page.locator('main a.contract-row').count()).toBe(2);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    const at = (await page.evaluate('document.activeElement.getAttribute("href")')) as string;
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(at));
    await page.goBack();
    await ready(page);
    expect(new URL(page.url()).search).toContain('q=website');
    await page.setViewportSize({ width: 360, height: 640 });
    await ready(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await context.close();
  }, 60_000);

  test('who empties the search goes on typing in it, and reads all groups again', async () => {
    const { page, context } = await windowOf(browser, t.base, ben);
    await list(page, '/?q=zzzz');
    const search = page.locator('main input[type=search]');
    await search.press('ControlOrMeta+a');
    await search.press('Delete');
    await page.waitForURL((url) => !url.search.includes('q='));
    await page.locator('main a.contract-row').first().waitFor();
    await page.keyboard.type('website');
    expect(await search.inputValue()).toBe('website');
    await context.close();
  }, 60_000);
});
