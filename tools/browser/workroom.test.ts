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

  test('CHG-2: what a reader can do stands under their own doing only; a proposed change waits where yes and no stand beside each other', async () => {
    const id = await t.contract(ben, ana);
    await t.does(ben, id, 'proposeChange', { input: { milestone: 'm1', criteria: ['five pages', 'on phones'] } });
    const { page } = await windowOf(browser, t.base, ben);
    const lifeOn = (of: Page) => of.getByRole('list', { name: 'How it went, and where it can go' });
    await open(page, id);
    await lifeOn(page).getByText('If Ana Lind acts').waitFor();
    expect(await lifeOn(page).getByText('Possible:').count()).toBe(0);
    const hers = (await windowOf(browser, t.base, ana)).page;
    await open(hers, id);
    await lifeOn(hers).getByText('Possible: Approve the change, Decline the change.').waitFor();
    await hers.getByRole('link', { name: 'Your answer' }).first().click();
    const card = hers.locator('#change1');
    expect(await card.getByRole('button', { name: /the change$/ }).allTextContents()).toEqual(['Approve the change', 'Decline the change']);
    // Before one says yes, it says to what.
    await card.getByRole('button', { name: 'Approve the change' }).click();
    await hers.getByRole('dialog').getByRole('button', { name: 'Show what happens' }).click();
    await hers.getByRole('dialog').getByText('This changes: requirements of milestone 1.').waitFor();
  });

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

  test('MSG-1: a message is taken back where it was sent, put right for a while, and deleted later; what was proposed is withdrawn', async () => {
    const id = await t.contract(ben, ana);
    const { page, faults, context } = await windowOf(browser, t.base, ben);
    await open(page, id, 'Messages');
    const say = async (text: string) => {
      await page.locator('#f-text').fill(text);
      await page.getByRole('button', { name: 'Send message' }).click();
      await page.locator('.say.mine', { hasText: text }).waitFor();
    };
    await say('This was for somebody else.');
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
    await page.locator('.say.mine', { hasText: 'This was for somebody else.' }).waitFor({ state: 'detached' });
    await say('The first draft is fnie.');
    const mine = page.locator('.say.mine', { hasText: 'The first draft' });
    await mine.getByRole('button', { name: 'Edit the message' }).click();
    const sheet = page.getByRole('dialog', { name: 'Edit the message' });
    expect(await sheet.locator('#f-text').inputValue()).toBe('The first draft is fnie.');
    await sheet.locator('#f-text').fill('The first draft is fine.');
    await sheet.getByRole('button', { name: 'Save the message' }).click();
    await page.locator('.say.mine', { hasText: 'The first draft is fine.' }).waitFor();
    // The other side reads it as it is now, and has no act on it.
    const hers = await windowOf(browser, t.base, ana);
    await open(hers.page, id, 'Messages');
    await hers.page.locator('.say', { hasText: 'The first draft is fine.' }).waitFor();
    expect(await hers.page.locator('[data-act=editMessage], [data-act=deleteMessage]').count()).toBe(0);
    await hers.context.close();
    // After its time it can only be deleted.
    await t.wait('PT6M');
    await open(page, id, 'Messages');
    await mine.getByRole('button', { name: 'Delete the message' }).waitFor();
    expect(await mine.locator('[data-act=editMessage]').count()).toBe(0);
    await mine.getByRole('button', { name: 'Delete the message' }).click();
    await page.getByRole('dialog', { name: 'Delete the message' }).getByRole('button', { name: 'Delete the message' }).click();
    await mine.waitFor({ state: 'detached' });
    const history = (await t.call(ana, 'GET', `/v1/contracts/${id}/history?limit=200`)).json.items as Json[];
    expect(history.filter((e) => e.act === 'say').map((e) => e.data)).toEqual([{ deleted: true }, { deleted: true }]);
    // A proposal is taken back from what says that it was made.
    await open(page, id);
    await page.locator('[data-act=proposeChange]:visible').first().click();
    const form = page.getByRole('dialog');
    await form.getByRole('radio').first().check();
    await form.locator('#f-amount').fill('250');
    await form.locator('[type=submit]').click();
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await get(ana, id)).changes.map((x: Json) => x.state)).toEqual(['withdrawn']);
    // So is what another word than 'withdraw' takes back: the answer names it.
    await page.locator('[data-act=addMilestone]:visible').first().click();
    await form.locator('#f-title').fill('A part too many');
    await form.locator('#f-amount').fill('50');
    await form.locator('[type=submit]').click();
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await get(ben, id)).milestones.map((x: Json) => x.state)).toEqual(['funded', 'cancelled']);
    expect(faults).toEqual([]);
    await context.close();
  });
});
