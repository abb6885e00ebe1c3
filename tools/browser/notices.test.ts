import type { Json, Person } from '@fairhold/server/testing/http';
import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { launch, windowOf } from './browser.ts';
import { ready } from './steps.ts';
import { describeInBrowser } from './testing.ts';

describeInBrowser('the notices', (executable) => {
  let browser: Browser;
  let t: Town;
  let ben: Person;
  let ana: Person;
  let id: string;
  const choices = async (): Promise<Json> => (await t.call(ana, 'GET', '/v1/mail-choices')).json;
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    t = await town();
    ben = await t.person('ben', { name: 'Ben Told' });
    ana = await t.person('ana', { name: 'Ana Told' });
    id = await t.contract(ben, ana, [{ title: 'All', amount: 40_000, criteria: ['Complete'] }]);
    await t.does(ben, id, 'say', { on: 'chat', input: { text: 'Good morning.' } });
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    browser = await launch(executable);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
  });

  test('NOT-1, NOT-4, NOT-5: what needs one is as many as in the list; news by contract, muted on the entry and undone; read; the number follows and is not read out', async () => {
    const { page, faults } = await windowOf(browser, t.base, ana);
    await page.goto(`${t.base}/notices`);
    await ready(page);
    const { count } = (await t.call(ana, 'GET', '/v1/contracts?group=needs_me')).json;
    await page.getByText(`Needs you (${count})`).waitFor();
    const group = page.getByRole('region', { name: 'Website' });
    await group.getByText('Legal notice').first().waitFor();
    // A legal one has no way to switch it off.
    const legal = group.locator('.notice', { hasText: 'Legal notice' });
    expect(await legal.getByRole('button', { name: /No mail about/ }).count()).toBe(0);
    await group
      .getByRole('button', { name: /No mail about: Messages/ })
      .first()
      .click();
    await expect.poll(async () => (await choices()).unwanted).toEqual(['conversation']);
    await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await choices()).unwanted).toEqual([]);

    const badge = page.locator('header .badge');
    const before = Number(await badge.innerText());
    expect(before).toBeGreaterThan(1);
    expect(await badge.evaluate((b) => b.closest('[aria-live], [role=status], [role=alert]') === null)).toBe(true);
    await group.locator('.notice').getByRole('button', { name: 'Mark as read' }).first().click();
    await expect.poll(() => badge.innerText()).toBe(String(before - 1));
    await t.does(ben, id, 'say', { on: 'chat', input: { text: 'Are you there?' } });
    await expect.poll(() => badge.innerText()).toBe(String(before));
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await expect.poll(() => badge.count()).toBe(0);

    // Once a day, at half past seven.
    await page.goto(`${t.base}/settings#mails`);
    await ready(page);
    const daily = page.getByRole('radio', { name: 'Once a day' });
    await daily.click();
    await expect.poll(() => daily.isChecked()).toBe(true);
    await page.getByLabel('Time of day').fill('07:30');
    await expect.poll(async () => (await choices()).digest).toMatchObject({ every: 'day', at: '07:30' });
    await page.goto(`${t.base}/notices`);
    await page.getByText('every day at 07:30').waitFor();
    expect(faults).toEqual([]);
  });

  test('NOT-4, TIM-9: what needs me says how much is held and how I was told of it, also after its window was given more time', async () => {
    const of = await t.contract(ben, ana, [{ title: 'Whole work', amount: 40_000, criteria: ['Complete'] }]);
    await t.does(ben, of, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    const before = (await t.call(ana, 'GET', `/v1/contracts/${of}`)).json;
    const sue = await t.person('sue', { staff: ['support'] });
    await t.does(sue, of, 'extend', { on: 'case1', input: { window: 'refundAnswer', days: 2, reason: 'They are in hospital.' } });
    const row = (await t.call(ana, 'GET', '/v1/contracts?group=needs_me')).json.items.find((x: Json) => x.id === of);
    expect(row.deadline.at > before.deadline.at).toBe(true);
    const { page, faults } = await windowOf(browser, t.base, ana);
    await page.goto(`${t.base}/notices`);
    await ready(page);
    const asked = page.locator('main a.needs', { hasText: row.title }).first();
    await asked.getByText('$400.00 held').waitFor();
    expect(await asked.innerText()).toMatch(/mail/i);
    expect(faults).toEqual([]);
  });

  test('NOT-1: of staff what needs them is what waits in their queue, and not what is long over', async () => {
    const [mia, moe] = [await t.person('mia', { staff: ['mediator'] }), await t.person('moe', { staff: ['mediator'] })];
    const made: string[] = [];
    for (const title of ['First part', 'Second part']) {
      const of = await t.contract(ben, ana, [{ title, amount: 40_000, criteria: ['Complete'] }]);
      await t.does(ben, of, 'end', { input: { pay: 'nothing', reason: 'quality' } });
      const claim = { claim: 40_000, reason: 'workDone', statement: 'All of it was delivered.', criteria: 'met' };
      await t.does(ana, of, 'dispute', { input: claim });
      await t.does(ben, of, 'contest', { input: { statement: 'Half of it is missing.', criteria: 'not' } });
      made.push(of);
    }
    await t.does(moe, made[0] as string, 'take', { input: {} });
    const { page, faults } = await windowOf(browser, t.base, mia);
    await page.goto(`${t.base}/notices`);
    await ready(page);
    // She was told of both; a colleague has one of them.
    expect((await t.call(mia, 'GET', '/v1/notices')).json.items.filter((n: Json) => n.deadline?.yours)).toHaveLength(2);
    await page.getByText('Needs you (1)').waitFor();
    const asked = page.locator('main a.needs');
    expect(await asked.count()).toBe(1);
    expect(await asked.innerText()).toContain('If the mediator does nothing');
    await t.does(ana, made[1] as string, 'withdrawClaim');
    await page.reload();
    await page.getByText('Nothing needs you.').waitFor();
    expect(faults).toEqual([]);
  });
});
