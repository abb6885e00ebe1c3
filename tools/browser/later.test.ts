import type { Json, Person } from '@fairhold/server/testing/http';
import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { launch, windowOf } from './browser.ts';
import { openAct, ready, unfold } from './steps.ts';
import { describeInBrowser } from './testing.ts';

describeInBrowser('scripts that come later', (executable) => {
  let browser: Browser;
  let t: Town;
  let ben: Person, ana: Person;
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    t = await town();
    browser = await launch(executable);
    [ben, ana] = [await t.person('ben', { name: 'Ben Late' }), await t.person('ana', { name: 'Ana Late' })];
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
  });
  async function disputed(): Promise<{ path: string; dispute: Json }> {
    const id = await t.contract(ben, ana);
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality', text: 'Not as agreed.' } });
    const c = (await t.call(ana, 'GET', `/v1/contracts/${id}`)).json;
    return { path: `/contracts/${id}/case/${c.case.id}`, dispute: c.actions.find((a: Json) => a.act === 'dispute') };
  }

  test('what a new release no longer has: the page stays, the part says so, and loaded anew it is there with what was typed', async () => {
    const { path, dispute } = await disputed();
    const { page, context } = await windowOf(browser, t.base, ana);
    await page.goto(`${t.base}${path}`);
    await ready(page);
    const form = await openAct(page, dispute);
    await unfold(form);
    await form.locator('#f-statement').fill('All of it was delivered.');
    await context.route('**/assets/heads-*.js', (route) => route.fulfill({ status: 404, body: '' }));
    await page.reload();
    const said = page.getByRole('alert').filter({ hasText: 'A part of this page could not be shown.' });
    await said.first().waitFor();
    // Whose turn it is, and the way elsewhere.
    await page.locator('main h1').waitFor();
    await page.getByRole('link', { name: 'Money', exact: true }).waitFor();
    await context.unroute('**/assets/heads-*.js');
    await said.first().getByRole('button', { name: 'Try again' }).click();
    await said.first().waitFor({ state: 'detached' });
    await ready(page);
    expect(await (await openAct(page, dispute)).locator('#f-statement').inputValue()).toBe('All of it was delivered.');
    await context.close();
  }, 120_000);

  test('whoever only asks whether the web app is there is told so, without the page', async () => {
    const head = await fetch(`${t.base}/`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([200, 'text/html; charset=utf-8', '']);
  });

  test('what is chosen in the first moment on a new device is kept under its own name, and under nobody else’s', async () => {
    const id = await t.contract(ben, ana);
    const { page, context } = await windowOf(browser, t.base, ben);
    // Who it is comes last.
    let told = 0;
    await page.route('**/v1/me', async (route) => {
      await new Promise((ok) => setTimeout(ok, 700));
      told += 1;
      await route.fallback();
    });
    await page.goto(`${t.base}/contracts/${id}/end?step=2`);
    const radio = page.locator('input[type=radio][name=pay]').first();
    await radio.check();
    expect(told).toBeGreaterThan(0);
    await page.reload();
    await radio.waitFor();
    expect(await radio.isChecked()).toBe(true);
    const kept = await page.evaluate<string[]>(`Object.keys(localStorage).filter((k) => k.startsWith('draft '))`);
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatch(/^draft \S+ \S+\/end\/contract$/);
    await context.close();
  }, 120_000);
});
