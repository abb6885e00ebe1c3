import { takeWrites } from '@fairhold/server/store/testing';
import type { Json, Person } from '@fairhold/server/testing/http';
import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { launch, windowOf } from './browser.ts';
import { openAct, ready } from './steps.ts';
import { describeInBrowser } from './testing.ts';

describeInBrowser('help, and a server that can only be read', (executable) => {
  let browser: Browser;
  let t: Town;
  let ben: Person, ana: Person;
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    t = await town({ contact: 'help@example.org' });
    browser = await launch(executable);
    [ben, ana] = [await t.person('ben', { name: 'Ben Reads' }), await t.person('ana', { name: 'Ana Reads' })];
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
  });

  test('API-5: the notice stands over every page, what was typed stays, nothing is recorded; it goes by itself, and then it is sent once', async () => {
    const id = await t.contract(ben, ana);
    const { page, faults, context } = await windowOf(browser, t.base, ben, { width: 360, height: 640 });
    await page.goto(`${t.base}/contracts/${id}`);
    await ready(page);
    const say = (await t.call(ben, 'GET', `/v1/contracts/${id}`)).json.actions.find((a: Json) => a.act === 'payBonus');
    const form = await openAct(page, say);
    await form.locator('#f-amount').fill('12.34');
    await takeWrites(t.db.url, false);
    const notice = page.locator('aside.read-only');
    // The page is told; by itself it would look once a minute.
    await notice.waitFor({ timeout: 20_000 });
    for (const text of ['You can read.', 'Nothing that you send now is recorded', 'Deadlines run on', 'goes away by itself'])
      expect(await notice.innerText()).toContain(text);
    const wide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
    expect(wide).toBe(false);
    expect(await form.locator('#f-amount').inputValue()).toBe('12.34');
    // Another page has it too, and what it names to ask is a page of its own.
    const second = await context.newPage();
    await second.goto(`${t.base}/`);
    await second.locator('aside.read-only').getByRole('link').click();
    await second.getByRole('link', { name: 'help@example.org' }).waitFor();
    await second.close();

    await takeWrites(t.db.url, true);
    await notice.waitFor({ state: 'detached', timeout: 60_000 });
    expect(await form.locator('#f-amount').inputValue()).toBe('12.34');
    expect(faults).toEqual([]);
    await context.close();
  }, 240_000);

  test('a write that a read-only server refused says so, keeps what was typed, and can be sent when it works again: it is done once', async () => {
    const id = await t.contract(ben, ana);
    const { page, context } = await windowOf(browser, t.base, ben);
    await page.goto(`${t.base}/contracts/${id}?tab=messages`);
    await ready(page);
    const form = page.locator('main form:has(textarea)').last();
    const text = form.locator('textarea').first();
    await text.fill('Sent while nothing could be written.');
    await takeWrites(t.db.url, false);
    await page.locator('aside.read-only').waitFor({ timeout: 60_000 });
    await form.locator('button[type=submit]').last().click();
    await page.getByRole('alert').filter({ hasText: 'Nothing can be written just now' }).waitFor();
    expect(await text.inputValue()).toBe('Sent while nothing could be written.');
    await takeWrites(t.db.url, true);
    await page.locator('aside.read-only').waitFor({ state: 'detached', timeout: 60_000 });
    await form.locator('button[type=submit]').last().click();
    const said = async () =>
      (await t.call(ben, 'GET', `/v1/contracts/${id}/history`)).json.items.filter((e: Json) =>
        JSON.stringify(e).includes('while nothing could be written'),
      );
    for (let n = 0; n < 100 && (await said()).length === 0; n += 1) await page.waitForTimeout(100);
    expect((await said()).length).toBe(1);
    await context.close();
  }, 240_000);

  test('WCAG 3.2.6: help is the last link of every page, also for who has not signed in, at both sizes', async () => {
    const id = await t.contract(ben, ana);
    for (const size of [
      { width: 360, height: 640 },
      { width: 1280, height: 800 },
    ]) {
      const { page, context } = await windowOf(browser, t.base, ben, size);
      for (const path of ['/', `/contracts/${id}`, `/contracts/${id}/end`, '/money', '/notices', '/settings', '/help', '/nowhere']) {
        await page.goto(t.base + path);
        await ready(page);
        const links = page.locator('footer.foot a');
        expect([path, await links.count(), await links.getAttribute('href')]).toEqual([path, 1, '/help']);
        // What sticks to the edges of the page leaves it free.
        await links.scrollIntoViewIfNeeded();
        await links.click({ trial: true });
      }
      await context.close();
    }
    const nobody = await browser.newPage();
    await nobody.goto(`${t.base}/sign-in`);
    await nobody.locator('footer.foot a').click();
    await nobody.getByRole('link', { name: 'help@example.org' }).waitFor();
    await nobody.locator('#case summary').click();
    expect(await nobody.locator('#case').innerText()).toContain('7 days');
    await nobody.close();
  }, 240_000);
});
