import { dateTime } from '@fairhold/copy/format';
import type { Json, Person } from '@fairhold/server/testing/http';
import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { launch, windowOf } from './browser.ts';
import { oneOf, ready } from './steps.ts';
import { describeInBrowser } from './testing.ts';

describeInBrowser('the workroom', (executable) => {
  let browser: Browser;
  let t: Town;
  let ben: Person;
  let ana: Person;
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    t = await town();
    browser = await launch(executable);
    [ben, ana] = [await t.person('ben', { name: 'Ben Carter' }), await t.person('ana', { name: 'Ana Lind' })];
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
  });
  const get = async (who: Person, id: string): Promise<Json> => (await t.call(who, 'GET', `/v1/contracts/${id}`)).json;
  async function open(page: Page, id: string, tab?: string): Promise<void> {
    await page.goto(`${t.base}/contracts/${id}`);
    await ready(page);
    if (tab) await page.getByRole('tab', { name: tab }).click();
  }

  test('CON-4, CHG-1, CHG-2: the terms say when they were agreed on and what was changed since; a message that was not sent is kept', async () => {
    const id = await t.contract(ben, ana);
    const { page, faults } = await windowOf(browser, t.base, ben);
    await open(page, id, 'Terms');
    const since = page.getByRole('region', { name: 'Changed since the offer' });
    await since.getByText('Nothing.').waitFor();
    const { terms } = await get(ben, id);
    const me = (await t.call(ben, 'GET', '/v1/me')).json;
    expect(await page.locator('[data-terms=agreed]').textContent()).toContain(dateTime(Date.parse(terms.agreedAt), me.zone, 'en'));
    // Proposed is not agreed.
    const actions = (await get(ana, id)).actions.map((a: Json) => a.act);
    expect(actions).toContain('proposeChange');
    await t.does(ben, id, 'proposeChange', { input: { milestone: 'm1', criteria: ['five pages', 'on phones'] } });
    await open(page, id, 'Terms');
    await since.getByText('Nothing.').waitFor();
    await t.does(ana, id, 'approveChange');
    // What the client may do alone is a change of what was agreed too.
    await t.does(ben, id, 'addMilestone', { input: { title: 'Shop', amount: 30_000, criteria: ['ten goods'] } });
    await open(page, id, 'Terms');
    const rows = since.locator('[data-changed]');
    await rows.first().waitFor();
    const said = (await get(ben, id)).terms.since as Json[];
    expect(said.map((d) => [d.field, d.from ?? null, d.to])).toEqual([
      ['milestones.1.criteria', ['five pages'], ['five pages', 'on phones']],
      ['milestones.2', null, expect.objectContaining({ title: 'Shop', amount: 30_000 })],
    ]);
    expect(await rows.count()).toBe(2);
    expect(await rows.nth(0).textContent()).toContain('five pages; on phones');
    expect(await rows.nth(1).textContent()).toContain('Shop: $300.00');

    await open(page, id, 'Messages');
    const box = page.locator('main textarea').first();
    await box.fill('Half a sentence that I');
    await page.getByText('Draft saved.').first().waitFor();
    await open(page, id, 'Messages');
    await expect.poll(() => box.inputValue()).toBe('Half a sentence that I');
    expect(faults).toEqual([]);
  }, 60_000);

  test('END-2: ending is at the head and again at the foot on a phone; after the end the page says what can still be done, as the API does', async () => {
    const id = await t.contract(ben, ana);
    const { page, faults } = await windowOf(browser, t.base, ben, { width: 360, height: 800 });
    await open(page, id);
    const ends = page.locator('main [data-act=end]:visible');
    expect(await ends.count()).toBe(2);
    const box = await ends.first().boundingBox();
    expect((box?.y ?? 999) + (box?.height ?? 0)).toBeLessThan(300);
    await t.does(ana, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
    await t.does(ben, id, 'approve');
    await t.does(ben, id, 'end', { input: { reason: 'completed' } });
    await open(page, id);
    expect(await ends.count()).toBe(0);
    const after = page.locator('#after-end');
    await after.getByRole('heading', { name: 'What you can still do' }).waitFor();
    const { actions, checklist } = await get(ben, id);
    expect(actions.map((a: Json) => a.act)).toContain('giveFeedback');
    for (const a of actions.filter((x: Json) => x.act === 'giveFeedback' || x.act === 'payBonus'))
      expect([a.act, await after.getByRole('button', { name: oneOf(a.title, a.button) }).count()]).toEqual([a.act, 1]);
    for (const line of checklist) await after.getByText(line).waitFor();
    // It comes before the work that is done.
    const [first, work] = [await after.boundingBox(), await page.getByText('five pages').first().boundingBox()];
    expect(first?.y ?? 9999).toBeLessThan(work?.y ?? 0);
    expect(faults).toEqual([]);
  }, 60_000);

  test('END-11: an agency member reads in the place of the button who can end the contract, and nothing there can be pressed', async () => {
    const mara = await t.person('mara', { name: 'Mara Weiss', agency: 'Studio Nord' });
    const moe = await t.person('moe', { name: 'Moe Diallo', memberOf: mara.account });
    const id = await t.contract(ben, mara);
    const { page, faults } = await windowOf(browser, t.base, moe, { width: 360, height: 800 });
    await open(page, id);
    const said = page.locator('main p[data-act=end]:visible');
    expect(await said.allTextContents()).toEqual(Array(2).fill('End contract: Only a manager of Studio Nord can do this: Mara Weiss.'));
    expect(await page.locator('main :is(a, button)[data-act=end]').count()).toBe(0);
    // Whoever comes by the address reads the same.
    await page.goto(`${t.base}/contracts/${id}/end`);
    await page.getByText('Only a manager of Studio Nord can do this: Mara Weiss.').waitFor();
    expect(await page.getByRole('button', { name: 'Go on' }).count()).toBe(0);
    expect(faults).toEqual([]);
  }, 60_000);
});
