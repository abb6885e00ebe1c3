import type { Json, Person } from '@fairhold/server/testing/http';
import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { launch, type Window, windowOf } from './browser.ts';
import { ready } from './steps.ts';
import { describeInBrowser } from './testing.ts';

describeInBrowser('the mediator’s desk', (executable) => {
  let browser: Browser;
  let t: Town;
  let mia: Person, ben: Person, ana: Person;
  let id = '';
  let w: Window;
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    t = await town();
    browser = await launch(executable);
    // Two people with one name: what they filed is told apart by side.
    [ben, ana] = [await t.person('ben', { name: 'Kim Same' }), await t.person('ana', { name: 'Kim Same' })];
    mia = await t.person('mia', { staff: ['mediator'] });
    id = await t.contract(ben, ana, [{ title: 'Pages', amount: 20_000, criteria: ['Five pages', 'Works on phones'] }]);
    await t.does(ana, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    await t.does(ana, id, 'dispute', {
      input: { claim: 20_000, reason: 'workDone', statement: 'Everything that was agreed is done.', criteria: 'met' },
    });
    await t.does(ben, id, 'contest', { input: { statement: 'Half of what was agreed is missing.', criteria: 'not' } });
    await t.does(mia, id, 'take');
    w = await windowOf(browser, t.base, mia);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
  });
  const open = async (page: Page) => {
    await page.goto(`${t.base}/contracts/${id}/case/case1`);
    await ready(page);
    return page;
  };
  const saved = (page: Page) => page.waitForResponse((r) => r.request().method() === 'PUT' && r.url().includes('/v1/drafts/') && r.ok());

  test('MED-3: the exhibit that is looked at stands in sight of its list, at every width', async () => {
    const page = await open(w.page);
    const inSight = () =>
      page.evaluate<boolean>(`(() => {
        const list = document.querySelector('.exhibit-list').getBoundingClientRect();
        const one = document.querySelector('.exhibit-list [aria-pressed=true]').getBoundingClientRect();
        return one.top >= list.top - 1 && one.bottom <= list.bottom + 1;
      })()`);
    await page.locator('.exhibit-list button').last().focus();
    await page.locator('main a').first().focus();
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await expect.poll(inSight, { message: String(width) }).toBe(true);
    }
  });

  test('MED-1: before a case is taken its page names nobody and leads nowhere; the workroom leads back to it', async () => {
    const nia = await t.person('nia', { staff: ['mediator'] });
    const other = await windowOf(browser, t.base, nia);
    await other.page.goto(`${t.base}/contracts/${id}`);
    await other.page.waitForURL(/\/case\/case1$/);
    await ready(other.page);
    const text = await other.page.locator('main').innerText();
    expect([text.includes('Kim Same'), text.includes('Half of what was agreed')]).toEqual([false, false]);
    expect(await other.page.locator(`main a[href="/contracts/${id}"]`).count()).toBe(0);
    // Who has taken it has the way to the contract, and its workroom.
    const page = await open(w.page);
    await page.locator(`main a[href="/contracts/${id}"]:visible`).click();
    await page.waitForURL(new RegExp(`/contracts/${id}$`));
    await ready(page);
    await other.context.close();
  });

  test('MED-7: requirements are marked agreed or disputed, and shown by exhibits of a side; the parties read the same', async () => {
    const page = await open(w.page);
    expect(await page.locator('[data-topic=quality] table.sides tbody.differs').count()).toBe(2);
    const k = (await t.call(mia, 'GET', `/v1/contracts/${id}`)).json.case;
    const submission = k.exhibits.find((e: Json) => e.kind === 'submission');
    const cites = page.getByLabel('Shown by …');
    const done = saved(page);
    await cites.first().selectOption(submission.id);
    await done;
    await page.locator('table.sides').getByText(`Shown by no. ${submission.n} (Kim Same).`).waitFor();
    // A party's page: what each filed stands in the column of its side, though both have one name.
    const hers = await windowOf(browser, t.base, ana);
    await open(hers.page);
    const columns = hers.page.getByRole('region', { name: 'Of Kim Same' });
    expect(await columns.count()).toBe(2);
    expect(await columns.first().innerText()).not.toContain('Submission');
    expect(await columns.last().innerText()).toContain('Submission');
    await hers.context.close();
  });

  test('MED-9: the case is read by topic; what has none is put under one, privately; a reason on a topic is written with its exhibits', async () => {
    const page = await open(w.page);
    const topics = page.locator('main [data-topic]');
    expect(await topics.evaluateAll((all) => all.map((x) => x.getAttribute('data-topic')))).toEqual(['', 'delivery', 'quality']);
    await page.getByText('Nothing from either side on: Scope (No. 1); Changes; Communication (No. 2).').waitFor();
    await page.getByRole('button', { name: 'Put things under a topic' }).click();
    const kept = saved(page);
    await page.getByLabel('Topic of: Five pages').selectOption('scope');
    await kept;
    await page.locator('[data-topic=scope] table.sides').getByText('Five pages').waitFor();
    // It is hers alone: nobody else has it, and it comes back with the page.
    await open(page);
    await page.locator('[data-topic=scope] table.sides').getByText('Five pages').waitFor();
    expect((await t.call(mia, 'GET', `/v1/drafts/${encodeURIComponent(`${id}/topics/case1`)}`)).json.value.topics).toEqual({ 'm1.1': 'scope' });
    expect((await t.call(ben, 'GET', `/v1/drafts/${encodeURIComponent(`${id}/topics/case1`)}`)).status).toBe(404);
    // A topic that is marked has to be given its reason.
    const reason = page.locator('[data-topic-reason=quality]');
    await reason.locator('summary').click();
    await reason.getByLabel('in dispute').check({ force: true });
    await page.getByText('1 topic without a reason').waitFor();
    const done = saved(page);
    await reason.locator('textarea').fill('It does not load on phones.');
    await reason.getByLabel('Shown by …').selectOption({ index: 1 });
    await done;
    expect(await page.getByText('1 topic without a reason').count()).toBe(0);
    await page.locator('[data-topic=quality] h3').getByText('in dispute').waitFor();
    // An exhibit named in a topic comes into view beside.
    await page.locator('[data-topic=delivery] .filed button').first().click();
    await page.locator('.exhibit-list button[aria-pressed=true]', { hasText: 'Submission' }).waitFor();
  });

  test('MED-8: what was written before is kept, shown with its difference, and had back', async () => {
    const page = await open(w.page);
    const reasons = page.locator('#f-reasons');
    const one = saved(page);
    await reasons.fill('The first thought, which was the better one.');
    await one;
    // A minute later: the version before stays what it was.
    await t.db.pool.query(`update draft_versions set begun_at = begun_at - interval '2 minutes', saved_at = saved_at - interval '2 minutes'`);
    const onTopic = page.locator('[data-topic-reason=quality]');
    if (!(await onTopic.evaluate((d) => d.hasAttribute('open')))) await onTopic.locator('summary').click();
    const two = saved(page);
    await onTopic.locator('textarea').fill('It loads on phones after all.');
    await reasons.fill('A second thought.');
    await two;
    await page.getByText('Earlier versions').click();
    await page.getByText('The first thought, which was the better one.').waitFor();
    await page.locator('.facts dt', { hasText: 'Quality' }).waitFor();
    const back = saved(page);
    await page.getByRole('button', { name: 'Go back to this version' }).click();
    await back;
    expect(await reasons.inputValue()).toBe('The first thought, which was the better one.');
    const kept = (await t.call(mia, 'GET', `/v1/drafts/${encodeURIComponent(`${id}/propose/case1`)}/versions`)).json.items;
    expect(kept.map((v: Json) => v.value.reasons)).toContain('The first thought, which was the better one.');
  });

  test('SET-4: who agreed to show the offers is said to all three; once both have, the desk shows every offer, to read only', async () => {
    await t.does(ana, id, 'offerSettlement', { input: { freelancer: 12_345, note: 'To end it.', days: 2 } });
    const [hers, his] = [await windowOf(browser, t.base, ana), await windowOf(browser, t.base, ben)];
    const says = async (on: Page, text: string) => (await open(on)).getByText(text).waitFor();
    const hidden = 'Neither mediator nor arbitrator sees offers, unless both sides agree';
    await says(hers.page, hidden);
    await hers.page.locator('[data-act=discloseOffers]').click();
    await hers.page.locator('dialog form [type=submit]').click();
    await hers.page.getByText('You agreed that mediator and arbitrator may see the offers. They see none before Kim Same agrees too.').waitFor();
    await says(his.page, 'Kim Same agreed that mediator and arbitrator may see the offers. They see none before you agree too.');
    await says(w.page, 'Mediator and arbitrator see none before Kim Same agrees too.');
    expect(await w.page.locator('main').innerText()).not.toMatch(/123\.45|To end it/);
    await t.does(ben, id, 'discloseOffers');
    for (const on of [hers.page, his.page, w.page]) await says(on, 'Both sides agreed: mediator and arbitrator see all offers.');
    await w.page.getByText('Kim Same gets $123.45, Kim Same gets $76.55 back.').waitFor();
    await w.page.locator('figure.ladder').waitFor();
    expect(await w.page.locator('[data-act$=Offer], [data-act=offerSettlement]').count()).toBe(0);
    for (const x of [hers, his]) {
      expect(x.faults).toEqual([]);
      await x.context.close();
    }
  }, 60_000);

  test('two tabs: what one wrote is not overwritten by the other, which is asked', async () => {
    const first = await open(w.page);
    const second = await open(await w.context.newPage());
    const done = saved(first);
    await first.locator('#f-reasons').fill('Written in the first tab, at some length.');
    await done;
    await second.locator('#f-reasons').fill('Written in the second tab.');
    await second.locator('.asking').getByRole('button').first().waitFor();
    const stored = (await t.call(mia, 'GET', `/v1/drafts/${encodeURIComponent(`${id}/propose/case1`)}`)).json;
    expect(stored.value.reasons).toBe('Written in the first tab, at some length.');
    await second.close();
  });

  test('the next exhibit by keyboard, and no sideways scroll at 400 % (320 px)', async () => {
    const page = await open(w.page);
    await page.keyboard.press('j');
    const at = () => page.locator('.exhibit-list button[aria-pressed=true] .num').innerText();
    expect(await at()).toBe('1');
    await page.keyboard.press('j');
    expect(await at()).toBe('2');
    await page.keyboard.press('k');
    expect(await at()).toBe('1');
    await page.setViewportSize({ width: 320, height: 256 });
    await ready(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    expect(w.faults).toEqual([]);
  });

  test('MED-3: the check of a proposal repeats each part of it and leads back into the part; what is sent is what was read', async () => {
    const page = await open(w.page);
    await page.setViewportSize({ width: 1280, height: 800 });
    const form = page.locator('main form', { has: page.locator('#f-freelancer') });
    await form.locator('#f-freelancer').fill('120');
    for (const mark of await form.locator('[data-field=criteria] fieldset').all()) {
      await mark.locator('input[type=radio]').nth(1).check({ force: true });
      await mark.locator('textarea').fill('Half of it was there.');
    }
    for (const box of await form.locator('[data-field=considered] input').all()) await box.check({ force: true });
    for (const topic of await form.locator('[data-topic-reason]').all()) {
      if (!(await topic.evaluate((d) => d.hasAttribute('open')))) await topic.locator('summary').click();
      await topic.locator('textarea').fill('It was told in time, and can be read.');
    }
    await form.locator('#f-reasons').fill('Half of what was agreed was delivered in time.');
    const parts = await form.locator('[data-field]').evaluateAll((all) => all.map((x) => x.getAttribute('data-field')));
    const seen: (string | null | undefined)[] = [];
    for (let n = 0; n < parts.length; n += 1) {
      await form.locator('button[type=submit]').click();
      const ways = page.locator('.change-row button');
      await ways.first().waitFor();
      expect(await ways.count()).toBe(parts.length);
      await ways.nth(n).click();
      await form.waitFor();
      seen.push(await page.evaluate(() => document.activeElement?.closest('[data-field]')?.getAttribute('data-field')));
    }
    expect([...seen].sort()).toEqual([...parts].sort());
    await form.locator('#f-reasons').fill('Half of what was agreed was delivered in time, and is worth it.');
    await form.locator('button[type=submit]').click();
    await page.locator('.change-row', { hasText: 'delivered in time, and is worth it' }).waitFor();
    const yes = page.locator('main .card .row > .btn.main');
    await expect.poll(() => yes.isEnabled()).toBe(true);
    await yes.click();
    await expect.poll(async () => (await t.call(ben, 'GET', `/v1/contracts/${id}`)).json.case.proposal?.freelancer).toBe(12_000);
    expect((await t.call(ben, 'GET', `/v1/contracts/${id}`)).json.case.proposal.reasons).toContain('and is worth it');
    expect(w.faults).toEqual([]);
  }, 120_000);
});
