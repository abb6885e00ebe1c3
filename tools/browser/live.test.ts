import type { Json, Person } from '@fairhold/server/testing/http';
import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { launch, windowOf } from './browser.ts';
import { openAct, ready, unfold } from './steps.ts';
import { describeInBrowser } from './testing.ts';

describeInBrowser('a page follows what others do', (executable) => {
  let browser: Browser;
  let t: Town;
  let ben: Person, ana: Person;
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    t = await town();
    browser = await launch(executable);
    [ben, ana] = [await t.person('ben', { name: 'Ben Follows' }), await t.person('ana', { name: 'Ana Follows' })];
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
  });
  const actOf = async (who: Person, id: string, act: string): Promise<Json> =>
    (await t.call(who, 'GET', `/v1/contracts/${id}`)).json.actions.find((a: Json) => a.act === act);

  test('DSP-1, API-2: what is being typed, the focus and the place in the text stay while the other side acts, and the page says what they did', async () => {
    const id = await t.contract(ben, ana, [{ title: 'All', amount: 40_000, criteria: ['Complete'] }]);
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    const { page, faults, context } = await windowOf(browser, t.base, ana);
    await page.goto(`${t.base}/contracts/${id}/case/case1`);
    await ready(page);
    const form = await openAct(page, await actOf(ana, id, 'dispute'));
    await unfold(form);
    const text = form.locator('textarea:visible').first();
    await text.focus();
    await page.keyboard.type('Half a sentence, and then');
    await page.keyboard.press('ArrowLeft');
    const heard = page.waitForResponse((r) => r.request().method() === 'GET' && r.url().endsWith(`/v1/contracts/${id}`));
    await t.does(ben, id, 'offerSettlement', { input: { freelancer: 10_000, days: 3 } });
    await heard;
    await page.locator('main').getByText('Ben Follows offers').first().waitFor();
    expect(await text.evaluate((e: HTMLTextAreaElement) => [document.activeElement === e, e.value, e.selectionStart])).toEqual([
      true,
      'Half a sentence, and then',
      'Half a sentence, and the'.length,
    ]);
    await page.keyboard.type('!');
    expect(await text.inputValue()).toBe('Half a sentence, and the!n');
    expect(faults).toEqual([]);
    await context.close();
  });

  test('API-2: a message arrives in an open conversation, and the one being written stays', async () => {
    const id = await t.contract(ben, ana, [{ title: 'All', amount: 40_000, criteria: ['Complete'] }]);
    const { page, faults, context } = await windowOf(browser, t.base, ana);
    await page.goto(`${t.base}/contracts/${id}?tab=messages`);
    await ready(page);
    const text = page.locator('main textarea').first();
    await text.fill('Good morning, I wanted to');
    await text.focus();
    await t.does(ben, id, 'say', { on: 'chat', input: { text: 'Is it on its way?' } });
    await page.getByText('Is it on its way?').waitFor();
    expect(await text.evaluate((e: HTMLTextAreaElement) => [document.activeElement === e, e.value])).toEqual([true, 'Good morning, I wanted to']);
    expect(faults).toEqual([]);
    await context.close();
  });
});
