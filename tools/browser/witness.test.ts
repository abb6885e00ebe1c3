import type { Json, Person } from '@fairhold/server/testing/http';
import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { launch, type Window, windowOf } from './browser.ts';
import { openAct, ready, toPreview } from './steps.ts';
import { describeInBrowser } from './testing.ts';

const ABOUT = 'Whether the pages loaded on a phone when we tried them together.';
const SAID = 'I opened all five pages on my phone on 3 November. They loaded at once.';

describeInBrowser('a witness', (executable) => {
  let browser: Browser;
  let t: Town;
  let ben: Person, ana: Person, mia: Person;
  let id = '';
  let hers: Window;
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    t = await town();
    browser = await launch(executable);
    [ben, ana] = [await t.person('ben', { name: 'Ben Carter' }), await t.person('ana', { name: 'Ana Lindqvist' })];
    mia = await t.person('mia', { staff: ['mediator'] });
    id = await t.contract(ben, ana, [{ title: 'Pages', amount: 20_000, criteria: ['Five pages'] }]);
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    await t.does(ana, id, 'dispute', {
      input: { claim: 20_000, reason: 'workDone', statement: 'Everything that was agreed is done.', criteria: 'met' },
    });
    await t.does(ben, id, 'contest', { input: { statement: 'Half of what was agreed is missing.', criteria: 'not' } });
    await t.does(mia, id, 'take');
    hers = await windowOf(browser, t.base, ana, { width: 360, height: 800 });
    hers.page.setDefaultTimeout(45_000);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
  });
  const open = async (page: Page, path = `/contracts/${id}/case/case1`) => {
    await page.goto(t.base + path);
    await ready(page);
    return page;
  };
  const windowFor = async (who: Person) => {
    const one = await windowOf(browser, t.base, who);
    one.page.setDefaultTimeout(45_000);
    return one;
  };
  const stranger = async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 800 }, locale: 'de-DE', timezoneId: 'Europe/Berlin' });
    const page = await context.newPage();
    page.setDefaultTimeout(45_000);
    return page;
  };

  test('DSP-10, DSP-11: from the invitation to the mediator’s desk, by phone, without an account', async () => {
    const page = await open(hers.page);
    const action = (await t.call(ana, 'GET', `/v1/contracts/${id}`)).json.actions.find((a: Json) => a.act === 'inviteWitness');
    const form = await openAct(page, action);
    await form.locator('#f-witness').fill('Cleo Marsh');
    await form.locator('#f-witness-email').fill('cleo');
    await form.locator('#f-about').fill(ABOUT);
    await form.locator('[type=submit]').click();
    await form.getByText('Write one mail address, like name@example.com.').first().waitFor();
    await form.locator('#f-witness-email').fill('cleo@witness.example');
    const preview = await toPreview(page, form);
    await form.getByText('Ben Carter sees at once whom you invite').waitFor();
    await form.getByText('Cleo Marsh, cleo@witness.example').waitFor();
    await page.getByRole('button', { name: preview.button, exact: true }).click();
    await page.locator('#witnesses').getByText('If Cleo Marsh says nothing by').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

    await t.wait('PT0S');
    const [mail] = (await t.call(undefined, 'GET', '/v1/sandbox/mails?to=cleo@witness.example')).json.items;
    const link = /\/witness#[\w-]+/.exec(mail.text)?.[0] as string;
    const seq = async () => (await t.call(ben, 'GET', `/v1/contracts/${id}`)).json.seq;
    const before = await seq();
    const w = await open(await stranger(), link);
    // A stranger's pages are in the language of their browser.
    expect(await w.locator('h1').innerText()).toBe('Ana Lindqvist fragt, was Sie wissen');
    await w.getByText(ABOUT).waitFor();
    expect(await w.locator('main').innerText()).not.toMatch(/200[.,]00|@/);
    expect(await seq()).toBe(before);

    // The box is needed; what was typed is kept over a new look at the page.
    await w.locator('#f-statement').fill(SAID);
    await w.locator('main form').first().locator('[type=submit]').click();
    await w.getByText('Kreuzen Sie das an, um weiterzugehen.').first().waitFor();
    await w.reload();
    await ready(w);
    expect(await w.locator('#f-statement').inputValue()).toBe(SAID);
    await w.locator('#f-ownKnowledge').check();
    await w.locator('main form').first().locator('[type=submit]').click();
    await w.getByText('Ihre Aussage lässt sich nicht ändern und nicht zurücknehmen.').waitFor();
    expect(await seq()).toBe(before);
    // From the check back to what was written, and the focus with it.
    await w.getByRole('button', { name: /^Ändern: / }).click();
    await expect.poll(() => w.evaluate(() => document.activeElement?.id)).toBe('f-statement');
    await w.locator('main form').first().locator('[type=submit]').click();
    await w.getByText('Ihre Aussage lässt sich nicht ändern und nicht zurücknehmen.').waitFor();
    // Twice in one moment is once.
    await w.getByRole('button', { name: 'Meine Aussage absenden' }).dblclick();
    await w.getByRole('heading', { level: 1, name: 'Ihre Aussage ist festgehalten' }).waitFor();
    expect(await seq()).toBe(before + 1);
    const sha256 = await w.locator('code').innerText();
    expect(await w.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await w.reload();
    await w.getByRole('alert').getByText('Diese Einladung geht nicht').waitFor();
    await w.context().close();

    // The other side reads it without having asked, and not where to find who said it.
    const his = await windowFor(ben);
    await open(his.page);
    const card = his.page.locator('#witnesses');
    await card.getByText(SAID).waitFor();
    expect(await card.innerText()).toContain(sha256);
    expect(await his.page.locator('main').innerText()).not.toContain('cleo@witness.example');
    await his.context.close();

    const desk = await windowFor(mia);
    await open(desk.page);
    await desk.page.locator('.exhibit-list button', { hasText: 'Statement of Cleo Marsh, a witness invited by Ana Lindqvist, not checked' }).click();
    await desk.page.locator('.exhibit-desk .quote', { hasText: SAID }).waitFor();
    expect(desk.faults).toEqual([]);
    await desk.context.close();
    expect(hers.faults).toEqual([]);
  }, 240_000);

  test('DSP-11: a witness declines, and the invitation of another is withdrawn on the page', async () => {
    await t.does(ben, id, 'inviteWitness', { input: { witness: { name: 'Dora Lind', email: 'dora@witness.example' }, about: ABOUT } });
    const [mail] = (await t.call(undefined, 'GET', '/v1/sandbox/mails?to=dora@witness.example')).json.items;
    const w = await open(await stranger(), /\/witness#[\w-]+/.exec(mail.text)?.[0] as string);
    await w.locator('main details > summary').last().click();
    await w.locator('#f-reason').fill('Ich war nicht dabei.');
    await w.getByRole('button', { name: 'Nichts dazu sagen' }).click();
    await w.getByRole('heading', { level: 1, name: 'Sie haben abgelehnt' }).waitFor();
    await w.context().close();

    await t.does(ben, id, 'inviteWitness', { input: { witness: { name: 'Emil Wirth', email: 'emil@witness.example' }, about: ABOUT } });
    const his = await windowFor(ben);
    await open(his.page);
    await his.page.locator('#witnesses').getByText('Ich war nicht dabei.').waitFor();
    const emil = his.page.locator('#witnesses article', { hasText: 'Emil Wirth' });
    await emil.locator('[data-act=withdrawInvitation]').click();
    await his.page.locator('dialog[open] form [type=submit]').click();
    await emil.getByText('Invitation withdrawn').waitFor();
    expect(await emil.locator('[data-act=withdrawInvitation]').count()).toBe(0);
    await his.context.close();
  }, 240_000);
});
