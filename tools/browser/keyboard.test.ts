import type { Json, Person } from '@fairhold/server/testing/http';
import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { launch, type Window, windowOf } from './browser.ts';
import { fillByKeys, focus, tabTo } from './keys.ts';
import { ready } from './steps.ts';
import { describeInBrowser } from './testing.ts';

const PART = [{ title: 'All', amount: 40_000, criteria: ['Complete'] }];

describeInBrowser('by keyboard alone', (executable) => {
  let browser: Browser;
  let t: Town;
  const people: Record<'ben' | 'ana', Person> = {} as never;
  const windows: Record<'ben' | 'ana', Window> = {} as never;
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    t = await town();
    browser = await launch(executable);
    for (const who of ['ben', 'ana'] as const) {
      people[who] = await t.person(who, { name: who === 'ben' ? 'Ben Keys' : 'Ana Keys' });
      windows[who] = await windowOf(browser, t.base, people[who]);
      // A mouse would be a fault of this test.
      for (const name of ['click', 'dblclick', 'move', 'down', 'up', 'wheel'] as const)
        windows[who].page.mouse[name] = () => Promise.reject(new Error('by keyboard alone'));
    }
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
  });

  const get = async (who: 'ben' | 'ana', id: string): Promise<Json> => (await t.call(people[who], 'GET', `/v1/contracts/${id}`)).json;
  async function open(who: 'ben' | 'ana', path: string): Promise<Page> {
    const { page } = windows[who];
    await page.goto(t.base + path);
    await ready(page);
    return page;
  }
  const isFor = (a: Json) => (f: { tag: string; act: string; name: string }) =>
    f.act === a.act || (['button', 'a', 'summary'].includes(f.tag) && [a.title, a.button, `${a.button} …`].includes(f.name));

  /** From the focus on a form to the receipt: fill, look, confirm. The focus is never nowhere. */
  async function carryOut(page: Page, values: Readonly<Record<string, string>> = {}): Promise<Json> {
    const hear = page.waitForResponse((r) => r.ok() && (r.request().postData() ?? '').includes('"preview":true'));
    await fillByKeys(page, values);
    await page.keyboard.press('Enter');
    const p = await (await hear).json();
    return confirm(page, p);
  }
  async function confirm(page: Page, p: Json): Promise<Json> {
    await page.getByRole('button', { name: p.button, exact: true }).last().waitFor();
    await tabTo(page, p.button, (f) => f.tag === 'button' && f.name === p.button);
    const done = page.waitForResponse((r) => r.request().method() === 'POST' && /\/acts$/.test(r.url()) && r.status() === 200);
    await page.keyboard.press('Enter');
    const json = await (await done).json();
    await page.waitForTimeout(300);
    return json;
  }
  /** From the focus on the form to the button, and sent. What can be undone has no preview. */
  async function send(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
    await fillByKeys(page, values);
    const done = page.waitForResponse((r) => r.request().method() === 'POST' && /\/acts$/.test(r.url()) && r.status() === 200);
    await page.keyboard.press('Enter');
    await done;
    await page.waitForTimeout(300);
  }
  async function actByKeys(who: 'ben' | 'ana', id: string, name: string, path = '', values: Readonly<Record<string, string>> = {}): Promise<void> {
    const page = await open(who, `/contracts/${id}${path}`);
    const action = (await get(who, id)).actions.find((a: Json) => a.act === name);
    const opener = await tabTo(page, action.title, isFor(action));
    expect(opener, 'Tabs to the act').toBeLessThanOrEqual(60);
    await page.keyboard.press('Enter');
    await page.locator('form:visible').first().waitFor();
    // Fields that come late are there.
    await expect.poll(() => page.locator('form .file-drop:empty').count()).toBe(0);
    if (action.undo && !action.look) await send(page, values);
    else await carryOut(page, values);
    expect(await focus(page), `the focus after ${name}`).toBeDefined();
  }

  test('CON-4, MIL-4: accept an offer, approve the work', async () => {
    const id = await t.offer(people.ben, people.ana, PART);
    await actByKeys('ana', id, 'accept');
    expect((await get('ana', id)).state).toBe('active');
    await t.does(people.ana, id, 'submit', { input: { message: 'Here it is, all of it.', criteria: 'met' } });
    await actByKeys('ben', id, 'approve');
    expect((await get('ben', id)).money.released).toBeGreaterThan(0);
  });

  test('END-2, REF-2: end a contract, approve the refund request', async () => {
    const id = await t.contract(people.ben, people.ana, PART);
    const page = await open('ben', `/contracts/${id}`);
    const end = (await get('ben', id)).actions.find((a: Json) => a.act === 'end');
    await tabTo(page, end.title, isFor(end));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/end/);
    await ready(page);
    const labels = end.input.properties.pay['x-labels'];
    const previews: Json[] = [];
    page.on('response', (r) => {
      if (r.ok() && (r.request().postData() ?? '').includes('"preview":true')) void r.json().then((p) => previews.push(p));
    });
    const shown = async () => {
      for (const p of previews) if (await page.getByRole('button', { name: p.button, exact: true }).last().isVisible()) return p;
    };
    for (let steps = 0; steps < 6 && !(await shown()); steps += 1) {
      const form = page.locator('main form:has([type=submit]):visible');
      if (await form.count()) {
        // Into the form, through it, and on.
        await tabTo(page, 'the first field', (f) => ['radio', 'text'].includes(f.type) || f.tag === 'textarea');
        await fillByKeys(page, { pay: labels.nothing });
      } else await tabTo(page, 'the next step', (f) => f.tag === 'button' && /go on/i.test(f.name));
      await page.keyboard.press('Enter');
      await page.waitForTimeout(500);
    }
    await confirm(page, await shown());
    expect((await get('ben', id)).case.requested).toBe(40_000);
    await actByKeys('ana', id, 'approveRefund', '/case/case1');
    expect((await get('ana', id)).case.state).toBe('closed');
  });

  test('DSP-1, SET-1: dispute a refund request, accept a settlement offer', async () => {
    const id = await t.contract(people.ben, people.ana, PART);
    await t.does(people.ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    await actByKeys('ana', id, 'dispute', '/case/case1', { statement: 'All of it was delivered on the ninth.', claim: '250.00' });
    const c = await get('ana', id);
    expect([c.case.state, c.case.claim]).toEqual(['disputed', 25_000]);
    await t.does(people.ben, id, 'offerSettlement', { input: { freelancer: 10_000, note: 'Let us end this.', days: 3 } });
    await actByKeys('ana', id, 'acceptOffer', '/case/case1');
    expect((await get('ana', id)).case.outcome.freelancer).toBe(10_000);
  });

  async function disputed(): Promise<string> {
    const id = await t.contract(people.ben, people.ana, PART);
    await t.does(people.ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    await t.does(people.ana, id, 'dispute', {
      input: { claim: 40_000, reason: 'workDone', statement: 'All of it was delivered.', criteria: 'met' },
    });
    return id;
  }

  test('SET-3: blind bids, from the proposal to the numbers that meet', async () => {
    const id = await disputed();
    await actByKeys('ben', id, 'proposeBlind', '/case/case1');
    await actByKeys('ana', id, 'joinBlind', '/case/case1');
    await actByKeys('ben', id, 'bid', '/case/case1', { most: '300.00' });
    await actByKeys('ana', id, 'bid', '/case/case1', { least: '200.00' });
    expect((await get('ana', id)).case.outcome).toMatchObject({ how: 'settled', freelancer: 25_000 });
  });

  test('DSP-10, DSP-11: a witness is invited, reads the link and says what they know', async () => {
    const id = await disputed();
    const to = 'cleo@keys.example';
    const about = 'Whether the pages loaded on a phone when we tried them together.';
    await actByKeys('ana', id, 'inviteWitness', '/case/case1', { witness: 'Cleo Marsh', 'witness-email': to, about });
    await t.wait('PT0S');
    const [mail] = (await t.call(undefined, 'GET', `/v1/sandbox/mails?to=${to}`)).json.items;
    const { page, faults, context } = await windowOf(browser, t.base, { ...people.ana, cookie: 'none=1' });
    await page.goto(t.base + (/\/witness#[\w-]+/.exec(mail.text)?.[0] as string));
    await ready(page);
    await tabTo(page, 'the statement', (f) => f.field === 'statement');
    await fillByKeys(page, { statement: 'I opened all five pages on my phone. They loaded at once.' });
    const shown = page.waitForResponse((r) => (r.request().postData() ?? '').includes('"preview":true'));
    await page.keyboard.press('Enter');
    expect((await shown).status()).toBe(200);
    await page.getByRole('button', { name: 'Send my statement' }).waitFor();
    expect((await focus(page))?.tag).toBe('h2');
    await tabTo(page, 'what sends it', (f) => f.name === 'Send my statement');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Your statement is on the record' }).waitFor();
    expect((await get('ben', id)).case.exhibits.map((e: Json) => e.kind)).toContain('statement');
    expect(faults).toEqual([]);
    await context.close();
  });

  test('FBK-1: feedback, its stars with the arrows', async () => {
    const id = await t.contract(people.ben, people.ana, PART);
    await t.does(people.ana, id, 'submit', { input: { message: 'Here it is, all of it.', criteria: 'met' } });
    await t.does(people.ben, id, 'approve');
    await t.does(people.ben, id, 'end', { input: { reason: 'completed' } });
    const { input } = (await get('ana', id)).actions.find((a: Json) => a.act === 'giveFeedback');
    await actByKeys('ana', id, 'giveFeedback', '', { stars: input.properties.stars['x-labels'][4] });
    expect((await get('ana', id)).feedback).toMatchObject({ yours: { stars: 4 } });
  });

  test('API-2: the command menu opens with Ctrl+K and lists what actions[] has; an act is carried out from there', async () => {
    const id = await t.contract(people.ben, people.ana, PART);
    await t.does(people.ana, id, 'submit', { input: { message: 'Here it is, all of it.', criteria: 'met' } });
    const page = await open('ben', `/contracts/${id}`);
    const { actions } = await get('ben', id);
    await page.keyboard.press('Control+k');
    const menu = page.locator('dialog[open]');
    await menu.waitFor();
    await menu.getByRole('option').first().waitFor();
    const listed = await menu.innerText();
    for (const a of actions.filter((one: Json) => !one.blocked)) expect(listed).toContain(a.title);
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });
    await page.keyboard.press('Control+k');
    await menu.waitFor();
    // Left and opened again without a pause, it is open: what is told late of the one that was left does not count for the new one.
    for (let n = 0; n < 40; n += 1) {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await page.waitForTimeout(n);
      expect([n, await menu.isVisible()]).toEqual([n, true]);
    }
    await page.keyboard.type(actions.find((a: Json) => a.act === 'approve').title);
    await page.keyboard.press('Enter');
    await page.locator('dialog[open] form').waitFor();
    await carryOut(page);
    expect((await get('ben', id)).money.released).toBeGreaterThan(0);
    for (const [who, w] of Object.entries(windows)) expect([who, w.faults]).toEqual([who, []]);
  });

  /** From the menu, by some letters: the entry with these words. */
  async function choose(page: Page, letters: string, words = letters): Promise<void> {
    await page.keyboard.press('Control+k');
    const menu = page.locator('dialog[open]');
    await menu.getByRole('combobox').waitFor();
    await expect.poll(async () => (await focus(page))?.visible).toBe(true);
    await page.keyboard.type(letters);
    await menu.getByRole('option').first().waitFor();
    for (let n = 0; n < 20; n += 1) {
      if ((await menu.locator('[aria-selected=true]').innerText()).startsWith(words)) return page.keyboard.press('Enter');
      await page.keyboard.press('ArrowDown');
    }
    throw new Error(`the menu has no "${words}"`);
  }

  test('API-2: at 600 px the command menu and the list of the keys can be seen, and are left again', async () => {
    const page = await open('ben', '/contracts');
    const before = page.viewportSize();
    await page.setViewportSize({ width: 600, height: 700 });
    for (const key of ['Control+k', '?']) {
      await page.keyboard.press(key);
      const sheet = page.locator('dialog[open]');
      await expect.poll(() => sheet.isVisible()).toBe(true);
      await sheet
        .locator(key === '?' ? 'kbd' : '[role=option]')
        .first()
        .waitFor();
      await page.keyboard.press('Escape');
      await sheet.waitFor({ state: 'detached' });
    }
    await page.setViewportSize(before as never);
  });

  test('API-2: of two milestones the menu opens the one that was chosen; what stands elsewhere is gone to', async () => {
    const three = ['Cover', 'Sketches', 'Drawings'].map((title) => ({ title, amount: 40_000, criteria: ['Complete'] }));
    const id = await t.contract(people.ben, people.ana, three);
    const drop = (await get('ben', id)).actions.filter((a: Json) => a.act === 'deleteMilestone');
    expect(drop.map((a: Json) => a.on)).toEqual(['m2', 'm3']);
    const page = await open('ben', `/contracts/${id}?tab=files`);
    await choose(page, 'Drawings', drop[1].title);
    await page.locator('dialog[open] form').waitFor();
    expect(new URL(page.url()).search).toBe('');
    if (drop[1].undo) await send(page, {});
    else await carryOut(page);
    expect((await get('ben', id)).milestones.filter((m: Json) => m.state !== 'cancelled').map((m: Json) => m.title)).toEqual(['Cover', 'Sketches']);

    // A message, from wherever one is.
    await page.goto(`${t.base}/contracts/${id}`);
    await ready(page);
    await choose(page, (await get('ben', id)).actions.find((a: Json) => a.act === 'say').title);
    await page.waitForURL(/tab=messages/);
    await expect.poll(async () => (await focus(page))?.field).toBe('text');

    // A case is answered on its page: from the workroom one is led there, on its page one stays.
    await t.does(people.ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    const { title } = (await get('ana', id)).actions.find((a: Json) => a.act === 'dispute');
    for (const path of ['', '/case/case1']) {
      const hers = await open('ana', `/contracts/${id}${path}`);
      await choose(hers, title);
      await expect.poll(async () => (await focus(hers))?.visible).toBe(true);
      await hers.locator('#form-dispute[open]').waitFor();
      expect(new URL(hers.url()).pathname).toBe(`/contracts/${id}/case/case1`);
    }
  });

  test('STF-3: j and k go through the queue and the exhibits of a case, Enter opens, and the messages can be searched', async () => {
    const mia = await t.person('mia', { name: 'Mia Keys', staff: ['mediator'] });
    const made: string[] = [];
    for (const title of ['First', 'Second']) {
      const id = await t.contract(people.ben, people.ana, [{ title, amount: 40_000, criteria: ['Complete'] }]);
      await t.does(people.ana, id, 'say', { on: 'chat', input: { text: 'The blue cover is what we agreed on.' } });
      await t.does(people.ben, id, 'say', { on: 'chat', input: { text: 'It was to be green.' } });
      await t.does(people.ana, id, 'submit', { input: { message: 'Here is the finished work, as we agreed.', criteria: 'met' } });
      await t.does(people.ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
      const claim = { claim: 40_000, reason: 'workDone', statement: 'All of it was delivered in time.', criteria: 'met' };
      await t.does(people.ana, id, 'dispute', { input: claim });
      await t.does(people.ben, id, 'contest', { input: { statement: 'It is not what we agreed on at all.', criteria: 'not' } });
      made.push(id);
    }
    const { page } = await windowOf(browser, t.base, mia);
    await page.goto(`${t.base}/queue`);
    await ready(page);
    const hrefs = await page.locator('main a.contract-row').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    expect(hrefs).toHaveLength(2);
    const here = () => page.evaluate(() => document.activeElement?.getAttribute('href'));
    for (const [key, n] of [
      ['j', 0],
      ['j', 1],
      ['j', 1],
      ['k', 0],
    ] as const) {
      await page.keyboard.press(key);
      expect([key, await here()]).toEqual([key, hrefs[n]]);
    }
    await t.does(mia, made[0] as string, 'take', { input: {} });
    await page.goto(`${t.base}/contracts/${made[0]}/case/case1`);
    await ready(page);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    expect(await page.locator('.exhibit-list button').nth(1).getAttribute('aria-pressed')).toBe('true');
    await page.locator('input[type=search]').fill('BLUE cover');
    await page.getByText('1 of 2').waitFor();
    expect(await page.getByText('It was to be green.').count()).toBe(0);
  }, 60_000);

  test('CON-1, MNY-11: an offer is written and sent, earned money paid out', async () => {
    const page = await open('ben', '/offers/new');
    await tabTo(page, 'whom it goes to', (f) => f.field === 'freelancer');
    await page.keyboard.type('Ana Keys');
    await page.getByRole('button', { name: 'Ana Keys', exact: true }).first().waitFor();
    await tabTo(page, 'the one that was found', (f) => f.tag === 'button' && f.name === 'Ana Keys');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Change', exact: true }).first().waitFor();
    const write = async (label: string, text: string) => {
      await tabTo(page, label, (f) => ['input', 'textarea'].includes(f.tag) && f.name.startsWith(label));
      await page.keyboard.type(text);
    };
    await write('What is it about?', 'Written by keyboard');
    await write('Scope', 'All of it, as we talked about.');
    await write('Title', 'All of it');
    await write('Amount', '150');
    await tabTo(page, 'the card', (f) => f.tag === 'select' && f.field === 'card');
    await page.keyboard.press('ArrowDown');
    await fillByKeys(page, {});
    const shown = page.waitForResponse((r) => r.ok() && (r.request().postData() ?? '').includes('"preview":true'));
    await page.keyboard.press('Enter');
    const { button } = await (await shown).json();
    await page.getByRole('button', { name: button, exact: true }).waitFor();
    await tabTo(page, button, (f) => f.tag === 'button' && f.name === button);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/contracts\/[0-9a-f-]{36}/);
    const id = /[0-9a-f-]{36}/.exec(page.url())?.[0] as string;
    await t.wait('PT0S');
    expect(await get('ana', id)).toMatchObject({ title: 'Written by keyboard', state: 'offered', heldMoney: 15_000 });

    await t.does(people.ana, id, 'accept');
    await t.does(people.ana, id, 'submit', { input: { message: 'Here it is, all of it.', criteria: 'met' } });
    await t.does(people.ben, id, 'approve');
    await t.wait('P5D');
    const hers = await open('ana', '/money');
    await tabTo(hers, 'Pay out', (f) => f.act === 'payOut');
    await hers.keyboard.press('Enter');
    await hers.locator('form:visible').first().waitFor();
    await carryOut(hers, { amount: '20.00' });
    const money = (await t.call(people.ana, 'GET', `/v1/accounts/${people.ana.account}/money`)).json;
    expect(JSON.stringify(money.payouts ?? money)).toContain('2000');
  });

  test('MED-4, ARB-5, ARB-8: a mediator proposes, one pays the fee, an arbitrator makes the award', async () => {
    const id = await disputed();
    await t.does(people.ben, id, 'contest', { input: { statement: 'Half of it is missing.', criteria: 'not' } });
    const [mia, art] = [
      await t.person('mia2', { name: 'Mia Writes', staff: ['mediator'] }),
      await t.person('art', { name: 'Art Writes', staff: ['arbitrator'] }),
    ];
    /** From the opened page to the decision: every field of the long form, then the check. */
    async function decide(who: Person, act: 'propose' | 'award'): Promise<void> {
      const { page, faults, context } = await windowOf(browser, t.base, who);
      await page.goto(`${t.base}/contracts/${id}/case/case1`);
      await ready(page);
      await tabTo(page, 'the split', (f) => f.mode === 'decimal', 200);
      await fillByKeys(page, { reasons: 'The pages were delivered, and they load on every phone we tried.' }, 200);
      await carryOut(page);
      await expect.poll(async () => (await get('ben', id)).case.state).not.toBe(act === 'propose' ? 'mediation' : 'arbitration');
      expect(faults).toEqual([]);
      await context.close();
    }
    await t.does(mia, id, 'take', { input: {} });
    await decide(mia, 'propose');
    await t.does(people.ben, id, 'answerProposal', { input: { answer: 'reject' } });
    await t.does(people.ana, id, 'answerProposal', { input: { answer: 'reject' } });
    await actByKeys('ben', id, 'payFee', '/case/case1');
    await t.does(people.ana, id, 'payFee', { input: { card: people.ana.card } });
    await t.wait('PT0S');
    await t.does(art, id, 'hear', { input: {} });
    await decide(art, 'award');
    expect((await get('ben', id)).case.outcome).toMatchObject({ how: 'award', freelancer: 10_000 });
  }, 120_000);
});
