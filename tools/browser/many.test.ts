import type { Json, Person } from '@fairhold/server/testing/http';
import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { launch, windowOf } from './browser.ts';
import { ready } from './steps.ts';
import { describeInBrowser } from './testing.ts';

const MANY = 10_000;

describeInBrowser('a list of 10,000 contracts', (executable) => {
  let browser: Browser;
  let t: Town;
  let ben: Person;
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    t = await town();
    ben = await t.person('ben', { name: 'Ben Many' });
    const ana = await t.person('ana', { name: 'Ana Many' });
    const id = await t.contract(ben, ana, [{ title: 'Pages', amount: 20_000, criteria: ['five'] }]);
    // Copies with ids of the same time, each with a title of its own; what is measured does not look at their history.
    await t.db.pool.query(
      `insert into contracts (marketplace, id, kind, currency, client, freelancer, seq, held, arbitration, digest, snapshot)
       select marketplace, n.id, kind, currency, client, freelancer, seq, held, arbitration, digest,
              jsonb_set(replace(c.doc::text, c.id, n.id)::jsonb, '{terms,title}', to_jsonb('Work ' || lpad(n.at::text, 5, '0')))
       from contracts c, (select at, left($1, 24) || lpad(to_hex(at), 12, '0') as id from generate_series(1, ${MANY - 1}) at) n where c.id = $1`,
      [id],
    );
    browser = await launch(executable);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
  });

  test('scrolls to its end with few elements on the page, paged by the server; a filter finds one of them', async () => {
    const { page, faults } = await windowOf(browser, t.base, ben);
    const asked: string[] = [];
    let most = 0;
    let over = false;
    page.on('response', (r) => {
      // The count of those that need somebody is asked beside; only the list itself is meant here.
      if (!r.url().includes('/v1/contracts?') || !r.url().includes('group=all')) return;
      asked.push(r.url());
      void r
        .json()
        .then((p: Json) => {
          most = Math.max(most, p.items.length);
          over = p.next === null && asked.length > 1;
        })
        .catch(() => undefined);
    });
    await page.goto(`${t.base}/contracts?group=all`);
    await ready(page);
    await page.locator('main a[href*="/contracts/"]').first().waitFor();
    await page.evaluate(`(() => {
      window.frames_ = []; window.slow_ = [];
      let last = performance.now();
      const tick = (now) => { window.frames_.push(now - last); last = now; requestAnimationFrame(tick); };
      requestAnimationFrame(tick);
      new PerformanceObserver((l) => window.slow_.push(...l.getEntries().map((e) => e.duration))).observe({ type: 'event', durationThreshold: 16 });
    })()`);
    const count = () => page.evaluate('document.querySelectorAll("*").length') as Promise<number>;
    let elements = await count();
    const seen = new Set<string>();
    const titles = async () => {
      for (const x of (await page.evaluate(
        '[...document.querySelectorAll("main a[href*=\\"/contracts/\\"]")].map((a) => a.getAttribute("href"))',
      )) as string[])
        if (/\/contracts\/[0-9a-f-]{36}/.test(x)) seen.add(x);
    };
    // Down as with a heavy finger: a screenful at first, then to the bottom of what is there, until nothing more comes.
    for (let n = 0; n < 10; n += 1) {
      await page.mouse.wheel(0, 700);
      await page.waitForTimeout(40);
      await titles();
    }
    const until = Date.now() + 90_000;
    while (!over && Date.now() < until) {
      await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
      await page.waitForTimeout(40);
      elements = Math.max(elements, await count());
      await titles();
    }
    expect(over, 'the server had no more').toBe(true);
    expect(most).toBeLessThanOrEqual(200);
    expect(asked.length).toBeGreaterThanOrEqual(MANY / 200);
    expect(elements).toBeLessThan(3_000);

    await page.evaluate('scrollTo(0, 0)');
    const search = page.locator('main input[type=search]').first();
    await search.pressSequentially('Work 07777', { delay: 20 });
    await page.getByText('Work 07777').first().waitFor();
    const text = () => page.locator('main').innerText();
    await expect.poll(async () => /Work (00001|09999)/.test(await text()), { timeout: 10_000 }).toBe(false);
    expect(await page.evaluate('location.search')).toContain('07777');
    const frames = ((await page.evaluate('window.frames_')) as number[]).sort((a, b) => a - b);
    const slow = ((await page.evaluate('window.slow_')) as number[]).sort((a, b) => a - b);
    const p = (list: number[], q: number) => Math.round(list[Math.min(list.length - 1, Math.floor(list.length * q))] ?? 0);
    console.log(
      `10,000 contracts: ${asked.length} pages of at most ${most}, at most ${elements} elements, ${seen.size} rows seen on the way; frames p50 ${p(frames, 0.5)} ms, p99 ${p(frames, 0.99)} ms; slowest interaction ${p(slow, 1)} ms`,
    );
    expect(faults).toEqual([]);
  }, 180_000);
});
