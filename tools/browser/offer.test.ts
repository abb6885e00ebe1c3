import type { Json, Person } from '@fairhold/server/testing/http';
import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { launch, windowOf } from './browser.ts';
import { ready } from './steps.ts';
import { describeInBrowser } from './testing.ts';

describeInBrowser('an offer that is being written', (executable) => {
  let browser: Browser;
  let t: Town;
  let ana: Person;
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    t = await town();
    ana = await t.person('ana', { name: 'Ana Offered' });
    browser = await launch(executable);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
  });

  /** A version of the policy that two operators publish. */
  async function newPolicy(change: (policy: Json) => void): Promise<void> {
    const [olga, otto] = [await t.person('olga', { staff: ['operator'] }), await t.person('otto', { staff: ['operator'] })];
    const write = async (by: Person, path: string, body: unknown, method = 'POST') =>
      (await t.call(by, method, `/v1/console/policy/drafts${path}`, body, { key: crypto.randomUUID() })).json;
    const { draft, document } = await write(olga, '', { from: 'standard' });
    change(document);
    const { digest } = await write(olga, `/${draft.id}`, { document }, 'PUT');
    await write(olga, `/${draft.id}/propose`, { reason: 'For a test of what changes.' });
    const done = await write(otto, `/${draft.id}/publish`, { reason: 'Read and agreed.', digest, typed: draft.name });
    expect(done).toEqual({ id: expect.stringContaining('standard@') });
    // It counts a moment after it was published.
    await t.wait('PT10S');
  }
  const open = async (by: Person) => {
    const w = await windowOf(browser, t.base, by);
    await w.page.goto(`${t.base}/offers/new`);
    await ready(w.page);
    return w;
  };
  async function write(page: Page, title: string): Promise<void> {
    await page.locator('input[type=search]').fill(ana.name);
    await page.getByRole('button', { name: ana.name, exact: true }).click();
    await page.locator('#f-title').fill(title);
    await page.locator('#f-scope').fill('All of it, in two parts.');
    await page.locator('[id="f-milestones.1.title"]').fill('First part');
    await page.locator('[id="f-milestones.1.amount"]').fill('1,250.50');
    await page.getByRole('button', { name: 'Add a milestone' }).click();
    await page.locator('[id="f-milestones.2.title"]').fill('Second part');
    await page.locator('[id="f-milestones.2.amount"]').fill('80');
    await page.locator('#f-card option').nth(1).waitFor({ state: 'attached' });
    await page.locator('#f-card').selectOption({ index: 1 });
    await page.getByText('Draft saved.').waitFor();
  }
  const read = async (page: Page): Promise<string[]> => [
    await page.locator('form .card strong').first().innerText(),
    ...(await Promise.all(
      [
        '#f-title',
        '#f-scope',
        '[id="f-milestones.1.title"]',
        '[id="f-milestones.1.amount"]',
        '[id="f-milestones.2.title"]',
        '[id="f-milestones.2.amount"]',
      ].map((id) => page.locator(id).inputValue()),
    )),
  ];
  const written = (title: string) => [ana.name, title, 'All of it, in two parts.', 'First part', '1250.50', 'Second part', '80.00'];
  const card = (page: Page) => page.locator('#f-card').inputValue();
  const preview = (page: Page) => page.locator('main form [type=submit]').click();
  const contracts = async (title: string): Promise<number> => {
    const { rows } = await t.db.pool.query<{ n: number }>(`select count(*)::int as n from contracts c where c.doc->'terms'->>'title' = $1`, [title]);
    return rows[0]?.n ?? 0;
  };

  test('API-5: a wrong amount in the second milestone is named above, and the link leads to its field, where it stands too', async () => {
    const ben = await t.person('ben-mistyped', { name: 'Ben Mistyped' });
    const { page } = await open(ben);
    await write(page, 'Two photos');
    const amount = page.locator('[id="f-milestones.2.amount"]');
    await amount.fill('eighty');
    await preview(page);
    const summary = page.getByRole('alert');
    await summary.getByRole('heading', { name: 'There is a problem' }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('alert');
    await summary.getByRole('link', { name: 'Amount of milestone 2: Write an amount like 12.50.' }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('f-milestones.2.amount');
    expect(await amount.getAttribute('aria-invalid')).toBe('true');
    const at = await amount.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${at}"]`).innerText()).toBe('Write an amount like 12.50.');
    expect(await page.locator('[aria-invalid=true]').count()).toBe(1);
  });

  test('what is typed is there after a crash and on another device, and for nobody else', async () => {
    const ben = await t.person('ben-typing', { name: 'Ben Typing' });
    const first = await open(ben);
    await write(first.page, 'Two films');
    const paying = await card(first.page);
    await first.page.reload();
    await ready(first.page);
    expect(await read(first.page)).toEqual(written('Two films'));
    const other = await open(ben);
    await other.page.getByText('Draft saved.').waitFor();
    expect(await read(other.page)).toEqual(written('Two films'));
    await expect.poll(() => card(other.page)).toBe(paying);
    // Somebody else at the same device finds a form of their own.
    const eve = await t.person('eve', { name: 'Eve Elsewhere' });
    await first.page.evaluate(
      (person) => fetch('/v1/sandbox/sign-in', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ person }) }),
      eve.id,
    );
    await first.page.goto(`${t.base}/money`);
    await ready(first.page);
    await first.page.goto(`${t.base}/offers/new`);
    await ready(first.page);
    expect(await first.page.locator('#f-title').inputValue()).toBe('');
    expect([...first.faults, ...other.faults]).toEqual([]);
    await first.context.close();
    await other.context.close();
  }, 60_000);

  test('CON-1: what the check of an offer repeats can be changed from there, with the focus where it was written', async () => {
    const ben = await t.person('ben-changing', { name: 'Ben Changing' });
    const { page, context } = await open(ben);
    await write(page, 'Two songs');
    for (const [label, field] of [
      ['With whom', 'freelancer'],
      ['What is it about?', 'title'],
      ['Milestone 2', 'milestones.2.title'],
    ]) {
      await preview(page);
      await page.getByText('Second part, $80.00').waitFor();
      await page.getByRole('button', { name: `Change: ${label}`, exact: true }).click();
      await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe(`f-${field}`);
    }
    await context.close();
  }, 60_000);

  test('API-4: the answer gets lost and the page is closed: opened again it says that the offer arrived, once', async () => {
    const ben = await t.person('ben-losing', { name: 'Ben Losing' });
    const { page, context, faults } = await open(ben);
    await write(page, 'Once is enough');
    await preview(page);
    const button = page.locator('main .btn.main');
    await button.waitFor();
    // The server gets it and does it; the page never hears, and is closed.
    await page.route('**/v1/contracts', async (route) => {
      if (route.request().method() === 'POST') await route.fetch();
      await route.abort('connectionreset');
    });
    await button.click();
    await page.getByText('We are checking whether this arrived').waitFor();
    await expect.poll(() => contracts('Once is enough')).toBe(1);
    const again = await context.newPage();
    await page.close();
    await again.goto(`${t.base}/offers/new`);
    await again.getByText('It arrived.').waitFor();
    await expect.poll(() => again.locator('#f-title').inputValue()).toBe('');
    await again.getByRole('link', { name: 'To the contract' }).click();
    await again.locator('main h1', { hasText: 'Once is enough' }).waitFor();
    expect(await contracts('Once is enough')).toBe(1);
    const drafts = await t.call(ben, 'GET', '/v1/drafts');
    expect(drafts.json.items.filter((d: Json) => d.key === 'offer/new')).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  }, 60_000);

  test('API-4: it never arrived: the page says so, and what was typed is still there to be sent', async () => {
    const ben = await t.person('ben-cut', { name: 'Ben Cut' });
    const { page, context } = await open(ben);
    await write(page, 'Never arrived');
    await preview(page);
    await page.locator('main .btn.main').waitFor();
    await page.route('**/v1/contracts', (route) => route.abort('connectionreset'));
    await page.locator('main .btn.main').click();
    await page.getByText('We are checking whether this arrived').waitFor();
    const again = await context.newPage();
    await page.close();
    await again.goto(`${t.base}/offers/new`);
    await again.getByText('It did not arrive. Nothing happened.').waitFor();
    expect(await read(again)).toEqual(written('Never arrived'));
    expect(await contracts('Never arrived')).toBe(0);
    await preview(again);
    await again.locator('main .card .btn.main').click();
    await again.waitForURL(/contracts\/[0-9a-f-]{36}/);
    expect(await contracts('Never arrived')).toBe(1);
    await context.close();
  }, 60_000);

  test('CON-5: at a glance an offer says how many of what was found are changed, unlike the job post, unusual', async () => {
    const ben = await t.person('ben-flags', { name: 'Ben Flags' });
    const parts = [{ title: 'A test page', description: 'Eight pages. Paid by PayPal.', amount: 20_000 }];
    const id = await t.offer(ben, ana, parts, { jobPost: 'A shop with five pages.' });
    const { page, faults, context } = await windowOf(browser, t.base, ana);
    await page.goto(`${t.base}/contracts/${id}`);
    await ready(page);
    const { flags } = (await t.call(ana, 'GET', `/v1/contracts/${id}`)).json.terms;
    expect(flags).toHaveLength(5);
    expect(await page.locator('[data-glance="offer.flags"]').innerText()).toBe('1 unlike the job post, 4 unusual');
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the session is over: one signs in again and is back where one was', async () => {
    const ben = await t.person('ben-away', { name: 'Ben Away' });
    const { page, context } = await open(ben);
    await write(page, 'Still here');
    await context.clearCookies();
    await preview(page);
    const link = page.getByRole('alert').getByRole('link', { name: 'Sign in' });
    await page.route('**/v1/sandbox/people', (route) =>
      route.fulfill({ json: { items: [{ id: ben.id, name: ben.name, role: 'client', about: '' }] } }),
    );
    await link.click();
    await page.getByRole('button', { name: ben.name }).click();
    await page.waitForURL(/\/offers\/new/);
    await ready(page);
    expect(await read(page)).toEqual(written('Still here'));
    // No address of somebody else's is gone to.
    for (const back of ['//evil.example/', '/\\evil.example/', 'https://evil.example/', '/\t/evil.example/']) {
      await page.goto(`${t.base}/sign-in?back=${encodeURIComponent(back)}`);
      await page.getByRole('button', { name: ben.name }).click();
      await page.waitForURL(`${t.base}/`);
    }
    await context.close();
  }, 60_000);

  test('the session is over: after signing in the focus is in the field one was in, also in a form that has to be opened first', async () => {
    const ben = await t.person('ben-back', { name: 'Ben Back' });
    const id = await t.contract(ben, ana);
    const { page, context, faults } = await windowOf(browser, t.base, ben);
    await page.route('**/v1/sandbox/people', (route) =>
      route.fulfill({ json: { items: [{ id: ben.id, name: ben.name, role: 'client', about: '' }] } }),
    );
    const again = async (field: string, typed: string) => {
      await context.clearCookies();
      await page.keyboard.press('End');
      await page.locator('form:visible [type=submit]').last().click();
      await page.getByRole('alert').getByRole('link', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: ben.name }).click();
      await expect.poll(() => page.evaluate(() => document.activeElement?.id), { timeout: 10_000 }).toBe(field);
      await page.keyboard.type(', and more');
      expect(await page.locator(`[id="${field}"]`).inputValue()).toBe(`${typed}, and more`);
    };
    await page.goto(`${t.base}/offers/new`);
    await ready(page);
    await page.locator('#f-scope').fill('All of it');
    await again('f-scope', 'All of it');
    await page.goto(`${t.base}/contracts/${id}`);
    await ready(page);
    await page.locator('[data-act=payBonus]:visible').first().click();
    await page.locator('dialog #f-message').fill('Thank you');
    await again('f-message', 'Thank you');
    await page.locator('dialog[open] #f-message').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  }, 90_000);

  test('POL-6: the currencies of an offer are those of the policy that is in force', async () => {
    const ben = await t.person('ben-currencies', { name: 'Ben Currencies' });
    const { page, context, faults } = await open(ben);
    const offered = () => page.locator('#f-currency option').allInnerTexts();
    expect(await offered()).toEqual((await t.call(ben, 'GET', '/v1/offer-choices')).json.currencies);
    await newPolicy((p) => {
      p.amounts.CHF = p.amounts.EUR;
      delete p.amounts.GBP;
    });
    await page.reload();
    await ready(page);
    expect(await offered()).toEqual(['USD', 'EUR', 'CHF']);
    // What was chosen before is not changed behind one's back: the answer says that it is not offered.
    await write(page, 'In pounds');
    await page.evaluate(() => {
      const kept = Object.keys(localStorage).find((k) => k.endsWith(' offer/new')) as string;
      const draft = JSON.parse(localStorage.getItem(kept) as string);
      localStorage.setItem(kept, JSON.stringify({ ...draft, dirty: true, value: { ...draft.value, currency: 'GBP' } }));
    });
    await page.reload();
    await ready(page);
    expect(await page.locator('#f-currency').inputValue()).toBe('GBP');
    const refused = page.waitForResponse((r) => r.status() === 422);
    await preview(page);
    expect((await (await refused).json()).rule).toBe('POL-6');
    expect(faults).toEqual([]);
    await context.close();
  }, 90_000);

  test('END-2, FEE-6: fees that change while the check of an offer is read are shown beside what was read, and asked again', async () => {
    const ben = await t.person('ben-reading', { name: 'Ben Reading' });
    const { page, context, faults } = await open(ben);
    await write(page, 'Fees that move');
    await preview(page);
    await page.getByText('$4.95').first().waitFor();
    await newPolicy((p) => {
      p.amounts.USD.initiationFee = 795;
    });
    await page.locator('main .btn.main').dblclick();
    await page.getByRole('heading', { name: 'Something changed. Please look again.' }).waitFor();
    expect(await page.locator('main .difference').innerText()).toMatch(/\$4\.95 \$7\.95/);
    expect(await contracts('Fees that move')).toBe(0);
    await page.locator('main .btn.main:enabled').click();
    await page.waitForURL(/contracts\/[0-9a-f-]{36}/);
    expect([await contracts('Fees that move'), faults]).toEqual([1, []]);
    await context.close();
  }, 60_000);
});
