import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { findBrowser, launch, windowOf } from './browser.ts';

const found = findBrowser();

// Without a browser there is nothing to drive; CI installs one.
(found ? describe : () => undefined)('content security policy, in a real browser', () => {
  let t: Town;
  let browser: Browser;
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    t = await town();
    browser = await launch(found as string);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
  });

  test('ACC-2: the pages and the API reference work under their policies, a second visit too, and break none of them', async () => {
    const [ben, ana] = [await t.person('ben'), await t.person('ana')];
    const id = await t.contract(ben, ana);
    const { page, faults } = await windowOf(browser, t.base, ben);
    const broken: string[] = [];
    page.on('console', (m) => {
      if (/Content Security Policy|violates the following/i.test(m.text())) broken.push(m.text());
    });
    for (const path of ['/', `/contracts/${id}`, '/settings', `/contracts/${id}`]) {
      await page.goto(t.base + path);
      await page.locator('main h1').waitFor();
    }
    // Style sheets are let in: the page has the look that they give it.
    expect(await page.evaluate('document.styleSheets.length')).toBeGreaterThan(0);
    await page.goto(`${t.base}/docs`);
    await page.getByText('Who you are').first().waitFor();
    expect([broken, faults]).toEqual([[], []]);
  });

  test('ACC-2: a script that found its way into a page does not run, neither as an element, nor as an attribute, nor as text', async () => {
    const { page } = await windowOf(browser, t.base, await t.person('eve'));
    await page.goto(t.base);
    await page.locator('main h1').waitFor();
    await page.evaluate(`
      window.ran = [];
      document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="ran.push(1)"><a id="x" href="javascript:ran.push(2)">x</a>');
      document.getElementById('x').click();
      const frame = document.createElement('iframe');
      frame.srcdoc = '<script>parent.ran.push(3)</' + 'script>';
      document.body.append(frame);
    `);
    await page.evaluate(`new Promise((r) => setTimeout(r, 300))`);
    expect(await page.evaluate('window.ran')).toEqual([]);
    // A parser-made script of one's own is what the nonce is for: the same page with a script in it.
    const res = await fetch(t.base, { headers: { accept: 'text/html' } });
    const html = (await res.text()).replace('<body>', '<body><script>document.title = "taken"</script>');
    await page.route('**/taken', (route) =>
      route.fulfill({
        status: 200,
        body: html,
        headers: { 'content-type': 'text/html', 'content-security-policy': res.headers.get('content-security-policy') as string },
      }),
    );
    await page.goto(`${t.base}/taken`);
    expect(await page.title()).not.toBe('taken');
  });
});
