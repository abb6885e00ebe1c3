import type { Person } from '@fairhold/server/testing/http';
import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { launch, type Window, windowOf } from './browser.ts';
import { ready } from './steps.ts';
import { describeInBrowser } from './testing.ts';

const SIZES = [
  { width: 360, height: 640 },
  { width: 1280, height: 800 },
] as const;
const MOST = 0.02;

/** Kept by the page itself: how far what was there has moved, what moved, and how often a skeleton was drawn. */
const WATCH = `
  window.seen = { shift: 0, moved: [], drawn: 0 };
  new PerformanceObserver((list) => {
    for (const e of list.getEntries()) {
      if (e.hadRecentInput) continue;
      seen.shift += e.value;
      for (const s of e.sources)
        seen.moved.push([e.value.toFixed(3), s.node?.nodeName, s.node?.className, 'from', s.previousRect.y, 'to', s.currentRect.y].join(' '));
    }
  }).observe({ type: 'layout-shift', buffered: true });
  let drawn = false;
  new MutationObserver(() => {
    const before = drawn;
    drawn = [...document.querySelectorAll('.skeleton')].some((x) => x.checkVisibility({ visibilityProperty: true }));
    if (drawn && !before) seen.drawn += 1;
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['class'] });
`;
interface Seen {
  readonly shift: number;
  readonly moved: readonly string[];
  readonly drawn: number;
}
const seenOn = (page: Page): Promise<Seen> => page.evaluate('seen');

/** Every answer of the API comes late, and not in the order in which it was asked for. */
async function slow(page: Page): Promise<void> {
  let n = 0;
  await page.route(/\/v1\/(?!events)/, async (route) => {
    n += 1;
    await new Promise((ok) => setTimeout(ok, 500 + ((n * 7) % 5) * 50));
    await route.continue();
  });
}

describeInBrowser('the shape of a page that is loading', (executable) => {
  let browser: Browser;
  let t: Town;
  let ben: Person;
  const pages: Record<string, string> = { list: '/', money: '/money' };
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    t = await town();
    browser = await launch(executable);
    ben = await t.person('ben', { name: 'Ben Shapes' });
    const ana = await t.person('ana', { name: 'Ana Shapes' });
    const id = await t.contract(ben, ana, [{ title: 'Pages', amount: 20_001, criteria: ['Five pages'] }]);
    await t.does(ana, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
    pages['workroom'] = `/contracts/${id}`;
    const disputed = await t.contract(ben, ana, [{ title: 'Map', amount: 30_000, criteria: ['Legible'] }]);
    await t.does(ben, disputed, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    await t.does(ana, disputed, 'dispute', {
      input: { claim: 20_000, reason: 'workDone', statement: 'Everything that was agreed is done.', criteria: 'met' },
    });
    pages['case'] = `/contracts/${disputed}/case/case1`;
    await t.contract(ben, ana);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
  });

  for (const size of SIZES)
    for (const name of ['list', 'workroom', 'case', 'money'])
      test(`${name}, ${size.width} px: what comes late moves nothing that was there`, async () => {
        const { page, faults, context } = await windowOf(browser, t.base, ben, size);
        // The device knows that this is a sandbox from the page before.
        await page.goto(`${t.base}/help`);
        await page.locator('.sandbox').waitFor();
        await page.addInitScript(WATCH);
        await slow(page);
        await page.goto(t.base + pages[name]);
        await page.locator('.skeleton').first().waitFor();
        await ready(page);
        await page.waitForTimeout(900);
        const seen = await seenOn(page);
        // Once: what loads after it does not let it blink.
        expect(seen.drawn).toBe(1);
        expect(seen.shift, seen.moved.join('\n')).toBeLessThanOrEqual(MOST);
        expect(faults).toEqual([]);
        await context.close();
      }, 60_000);

  /** A window whose clock stands still: its pages have all the time they need, and none of it passes. */
  async function still(): Promise<Window> {
    const w = await windowOf(browser, t.base, ben);
    const now = Date.now();
    await w.page.clock.install({ time: now });
    await w.page.clock.pauseAt(now + 1000);
    await w.page.addInitScript(WATCH);
    return w;
  }
  const isLoading = (page: Page): Promise<boolean> =>
    page.evaluate(`!document.querySelector('main h1') || !!document.querySelector('[aria-busy=true]')`);

  test('what has come within 150 ms was never drawn as a skeleton', async () => {
    const { page, context } = await still();
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(t.base + path);
      // A case brings scripts of its own after its answer, and React leaves a fallback standing for 300 ms once it stands.
      const limit = name === 'case' ? 310 : 149;
      let passed = 0;
      // A millisecond at a time: what the page puts off to the next one is done then.
      for (; passed < limit && (await isLoading(page)); passed += 1) {
        await page.waitForTimeout(30);
        await page.clock.runFor(1);
      }
      const { drawn } = await seenOn(page);
      expect([name, passed < limit, drawn]).toEqual([name, true, name === 'case' ? 1 : 0]);
    }
    await context.close();
  }, 120_000);

  test('what takes longer is drawn as a skeleton after 150 ms, and not before', async () => {
    for (const path of Object.values(pages)) {
      const { page, context } = await still();
      await page.route(/\/v1\//, () => undefined);
      await page.goto(t.base + path);
      await page.locator('main .skeleton').first().waitFor({ state: 'attached' });
      // The page's own script has come, too.
      await page.waitForTimeout(500);
      await page.clock.runFor(149);
      expect([path, await page.locator('.skeleton:visible').count()]).toEqual([path, 0]);
      await page.clock.runFor(1);
      await page.locator('.skeleton').first().waitFor();
      await context.close();
    }
  }, 120_000);
});
