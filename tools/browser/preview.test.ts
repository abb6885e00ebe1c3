import { readFileSync } from 'node:fs';
import type { Json, Person } from '@fairhold/server/testing/http';
import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { forAll } from '../proof/common.ts';
import { chance } from '../sim/random.ts';
import { launch, windowOf } from './browser.ts';
import { confirm, endByWizard, fillIn } from './play.ts';
import { openAct, ready, toPreview } from './steps.ts';
import { describeInBrowser } from './testing.ts';

const MANY = 200;
const IN_THE_PAGE = 12;
const cash = (minor: number): string => new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(minor / 100);
const NOT_TAKEN = JSON.stringify({ title: 'Not taken', status: 422, code: 'bad_input', detail: 'It was not taken.', fix: 'Try again.' });

describeInBrowser('what is shown before is what happens', (executable) => {
  let browser: Browser;
  let t: Town;
  let ben: Person;
  let ana: Person;
  let page: Record<'ben' | 'ana', Page>;
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    t = await town();
    ben = await t.person('ben', { name: 'Ben Preview' });
    ana = await t.person('ana', { name: 'Ana Preview' });
    browser = await launch(executable);
    page = { ben: (await windowOf(browser, t.base, ben)).page, ana: (await windowOf(browser, t.base, ana)).page };
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
  });

  const get = async (who: Person, id: string): Promise<Json> => (await t.call(who, 'GET', `/v1/contracts/${id}`)).json;
  /** Sums of the steps after `seq` as the ledger has them, by what the preview calls them. */
  async function moved(id: string, seq: number): Promise<Record<'client' | 'freelancer' | 'fees', number>> {
    const { rows } = await t.db.pool.query<{ account: string; sum: number }>(
      `select leg.account, sum(leg.amount)::float8 as sum from journal j, unnest(j.accounts, j.amounts) as leg(account, amount)
       where j.contract = $1 and j.seq > $2 group by 1`,
      [id, seq],
    );
    const of = (account: string) => rows.find((r) => r.account === account)?.sum ?? 0;
    return { client: of(`refunds:${ben.account}`), freelancer: of(`pending:${ana.account}`), fees: of('fees:service') };
  }
  const same = (p: Json, was: Json, now: Json, ledger: Record<string, number>) =>
    Math.abs(p.money.client - (ledger['client'] ?? 0)) +
    Math.abs(p.money.freelancer - (ledger['freelancer'] ?? 0)) +
    Math.abs(p.money.fees - (ledger['fees'] ?? 0)) +
    Math.abs(p.money.held - now.heldMoney) +
    Math.abs(was.heldMoney - now.heldMoney - (now.money.released - was.money.released) - (now.money.refunded - was.money.refunded));

  test('END-2, SET-1, API-3: 200 random endings and settlements, twelve of them on the page: the difference is 0', async () => {
    const random = chance(41);
    const whole = random.between;
    const plans = Array.from({ length: MANY }, (_, n) => {
      const amount = whole(1_500, 250_000);
      const pay = (['nothing', 'amount', 'full'] as const)[whole(0, 2)] as 'nothing' | 'amount' | 'full';
      return { amount, pay, part: whole(1, amount - 1), settle: n % 2 === 1 ? whole(0, amount) : undefined, onPage: n < IN_THE_PAGE };
    });
    const ids: string[] = [];
    // All are made at once; the bank is asked for all of them together.
    await forAll(plans, 8, async (p, n) => {
      const terms = { title: `Work ${n}`, scope: 'Work.', milestones: [{ title: 'All', amount: p.amount, criteria: ['Complete'] }] };
      const body = { freelancer: ana.account, client: ben.account, currency: 'USD', card: ben.card, terms };
      const sent = await t.call(ben, 'POST', '/v1/contracts', body, { key: crypto.randomUUID() });
      ids[n] = sent.json.id;
    });
    await t.wait('PT0S');
    let difference = 0;
    const one = async (p: (typeof plans)[number], n: number): Promise<void> => {
      const id = ids[n] as string;
      await t.act(ana, id, 'accept');
      const settling = p.settle !== undefined;
      const by = settling ? ana : ben;
      const name = settling ? 'acceptOffer' : 'end';
      const input = settling ? {} : { pay: p.pay, ...(p.pay === 'amount' && { amount: p.part }), reason: 'quality' };
      if (settling) {
        await t.act(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
        await t.act(ben, id, 'offerSettlement', { input: { freelancer: p.settle, note: 'Let us settle this.', days: 3 } });
      }
      const was = await get(by, id);
      let shown: Json;
      if (p.onPage) {
        const window = page[settling ? 'ana' : 'ben'];
        const action = (was.actions as Json[]).find((a) => a.act === name);
        await window.goto(`${t.base}/contracts/${id}${settling ? `/case/${was.case.id}` : '/end'}`);
        await ready(window);
        if (settling) {
          const form = await openAct(window, action);
          await fillIn(form, action, input);
          shown = (await confirm(window, () => form.locator('button[type=submit]:visible').last().click(), true)).preview;
        } else shown = await endByWizard(window, action, input);
      } else {
        const { preview, done } = await t.act(by, id, name, { input });
        expect([done.status, done.text.slice(0, 300)]).toEqual([200, expect.anything()]);
        shown = preview.json;
      }
      difference += same(shown, was, await get(by, id), await moved(id, was.seq));
    };
    for (const [n, p] of plans.entries()) if (p.onPage) await one(p, n);
    await forAll(plans.slice(IN_THE_PAGE), 8, (p, n) => one(p, n + IN_THE_PAGE));
    expect(difference).toBe(0);
  }, 240_000);

  test('API-3, END-2: a preview that is no longer true shows what changed and asks again; nothing happened meanwhile', async () => {
    const id = await t.contract(ben, ana, [{ title: 'All', amount: 40_000, criteria: ['Complete'] }]);
    await t.does(ana, id, 'submit', { input: { message: 'Here it is, all of it.', criteria: 'met' } });
    const window = page.ben;
    const action = (await get(ben, id)).actions.find((a: Json) => a.act === 'end');
    await window.goto(`${t.base}/contracts/${id}/end`);
    await ready(window);
    // Nothing may tell the page before: it is the click that finds out.
    await window.route('**/v1/contracts/**', (route) => (route.request().method() === 'GET' ? route.abort() : route.continue()));
    const old = await endByWizard(window, action, { pay: 'nothing', reason: 'quality' }, false);
    const button = window.getByRole('button', { name: old.button, exact: true }).last();
    expect(old.button).toContain('$400.00');
    // In another window he pays a part of it.
    await t.does(ben, id, 'approve', { input: { amount: 15_000 } });
    const before = await get(ben, id);
    const refused = window.waitForResponse((r) => r.status() === 409);
    // The second click of two was meant for the preview that was read: it says yes to no other.
    await button.dblclick();
    const problem = await (await refused).json();
    expect(problem.preview.digest).not.toBe(old.digest);
    const again = window.getByRole('button', { name: problem.preview.button, exact: true }).last();
    await window.getByText(problem.preview.sentence).last().waitFor();
    const text = await window.locator('body').innerText();
    expect(text).toContain('$250.00');
    // The old figures stand beside the new ones, so that the difference can be read.
    expect(await window.locator('main del').allInnerTexts()).toEqual(expect.arrayContaining([expect.stringContaining('$400.00')]));
    expect((await get(ben, id)).seq).toBe(before.seq);
    const done = window.waitForResponse((r) => r.request().method() === 'POST' && r.ok());
    await again.click();
    await done;
    const after = await get(ben, id);
    expect([after.heldMoney, after.money.released, after.case.requested]).toEqual([25_000, 15_000, 25_000]);
  }, 60_000);

  test('END-2, API-3: what the other side does while the last step of ending is read is shown beside it, and asked again', async () => {
    const id = await t.offer(ben, ana, [{ title: 'All', amount: 40_000, criteria: ['Complete'] }], { title: 'Text & <b>pictures</b>' });
    await t.does(ana, id, 'accept');
    await t.does(ben, id, 'proposeChange', { input: { milestone: 'm1', amount: 25_000 } });
    const { page: window } = await windowOf(browser, t.base, ben);
    const action = (await get(ben, id)).actions.find((a: Json) => a.act === 'end');
    await window.goto(`${t.base}/contracts/${id}/end`);
    await ready(window);
    const old = await endByWizard(window, action, { pay: 'nothing', reason: 'quality' }, false);
    expect(old.button).toContain('$400.00');
    // She agrees to less: a part of what is held is for no milestone any more. Nobody touches his page.
    await t.does(ana, id, 'approveChange', { on: 'change1' });
    await window.getByRole('heading', { name: 'Something changed. Please look again.' }).waitFor();
    expect(await window.locator('main ins').allInnerTexts()).toContain('Held for no milestone yet: $150.00 is asked back');
    // Then he pays for that milestone from another window: what he read first is still what it is held against.
    await t.does(ben, id, 'approve', { on: 'm1' });
    await window.locator('main ins', { hasText: '$150.00' }).first().waitFor();
    await window.getByRole('button', { name: /\$150\.00 back/ }).waitFor();
    expect(await window.locator('main del').allInnerTexts()).toContainEqual(expect.stringContaining('$400.00'));
    expect((await get(ben, id)).state).toBe('active');
    const done = window.waitForResponse((r) => r.request().method() === 'POST' && r.request().postDataJSON()?.digest !== undefined);
    await window.getByRole('button', { name: /\$150\.00 back/ }).click();
    const told = await done;
    expect([told.status(), told.request().postDataJSON().digest === old.digest]).toEqual([200, false]);
    const after = await get(ben, id);
    expect([after.heldMoney, after.case.requested]).toEqual([15_000, 15_000]);
    // The receipt says who is told and what comes next; it is saved as a page of its own that says the same.
    const receipt = window.locator('section.receipt');
    const digest = (await t.call(ben, 'GET', `/v1/contracts/${id}/history`)).json.items.find((e: Json) => e.act === 'end').digest;
    for (const text of [digest, 'Ana Preview: here and by mail', 'Ben Preview: here and by mail', 'What happens next'])
      await receipt.getByText(text).first().waitFor();
    const saving = window.waitForEvent('download');
    await receipt.getByRole('button', { name: 'Save this receipt' }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toMatch(/\.html$/);
    const file = readFileSync(await saved.path(), 'utf8');
    expect(file).not.toMatch(/<(script|link|img|b)\b/);
    const kept = await window.context().newPage();
    await kept.setContent(file);
    const said = await kept.locator('body').innerText();
    for (const text of ['Text & <b>pictures</b>', digest, 'Ana Preview: here and by mail', ...(await receipt.locator('ol.next p').allInnerTexts())])
      expect(said).toContain(text);
    await kept.close();
    await window.context().close();
  }, 60_000);

  test('END-2, API-3: what the other side does while any check page is read is shown beside it, and asked again; terms that were not read are not said yes to', async () => {
    const id = await t.contract(ben, ana, [{ title: 'All', amount: 40_000, criteria: ['Complete'] }]);
    await t.does(ben, id, 'proposeChange', { input: { milestone: 'm1', amount: 25_000 } });
    const { page: window, faults, context } = await windowOf(browser, t.base, ben);
    const room = async () => {
      await window.goto(`${t.base}/contracts/${id}`);
      await ready(window);
    };
    await room();
    const approve = (await get(ben, id)).actions.find((a: Json) => a.act === 'approve' && a.on === 'm1');
    const form = await openAct(window, approve);
    const old = await toPreview(window, form);
    expect(old.button).toContain('$400.00');
    // She agrees to less. Nobody touches his page.
    await t.does(ana, id, 'approveChange', { on: 'change1' });
    const dialog = window.locator('dialog[open]');
    await dialog.getByRole('heading', { name: 'Something changed. Please look again.' }).waitFor();
    expect(await dialog.locator('del').allInnerTexts()).toContainEqual(expect.stringContaining('$400.00'));
    // The answer gets lost, and she speaks meanwhile: it is paid once, as it was read, and nothing more is asked.
    let cut = true;
    await window.route('**/acts', async (route) => {
      if (!cut || route.request().postDataJSON()?.digest === undefined) return route.continue();
      cut = false;
      await route.fetch();
      await t.does(ana, id, 'say', { input: { text: 'Thank you for the change.' } });
      await route.abort('connectionreset');
    });
    const told = window.waitForResponse((r) => r.request().method() === 'POST' && r.request().postDataJSON()?.digest !== undefined);
    await dialog.getByRole('button', { name: /\$250\.00/ }).dblclick();
    expect((await told).status()).toBe(200);
    await window.locator('section.receipt').waitFor();
    expect([(await get(ben, id)).money.released, faults]).toEqual([25_000, []]);
    await context.close();
    // Terms that came while he read the check of others: it is theirs that he would say yes to, so it is refused.
    const offered = await t.offer(ben, ana, [{ title: 'All', amount: 20_000 }]);
    const hers = await windowOf(browser, t.base, ana);
    const terms = (amount: number) => ({ title: 'Website', scope: 'Five pages', milestones: [{ title: 'All', amount }] });
    await hers.page.goto(`${t.base}/contracts/${offered}`);
    await ready(hers.page);
    const accept = (await get(ana, offered)).actions.find((a: Json) => a.act === 'accept');
    await toPreview(hers.page, await openAct(hers.page, accept));
    const refused = hers.page.waitForResponse((r) => r.request().method() === 'POST' && /acts$/.test(r.url()) && r.status() >= 400);
    await t.does(ben, offered, 'counter', { input: { terms: terms(10_000) } });
    expect((await (await refused).json()).rule).toBe('CON-4');
    await hers.page.locator('dialog[open] [role=alert]').waitFor();
    expect((await get(ana, offered)).state).toBe('offered');
    await hers.context.close();
  }, 90_000);

  test('MSG-2: the message before ending outlives the page, and says when it was not sent', async () => {
    const id = await t.contract(ben, ana);
    const { page: window } = await windowOf(browser, t.base, ben);
    await window.goto(`${t.base}/contracts/${id}/end`);
    await ready(window);
    await window.locator('#talk').fill('Shall we talk before I end this?');
    await window.reload();
    await ready(window);
    expect(await window.locator('#talk').inputValue()).toBe('Shall we talk before I end this?');
    const send = window.locator('main').getByRole('button', { name: 'Send', exact: false }).first();
    await window.route('**/acts', (route) => route.fulfill({ status: 422, contentType: 'application/problem+json', body: NOT_TAKEN }));
    await send.click();
    await window.getByRole('alert').getByRole('heading', { name: 'Not taken' }).waitFor();
    await window.unroute('**/acts');
    const done = window.waitForResponse((r) => /acts$/.test(r.url()) && r.ok());
    await send.click();
    await done;
    // What was sent is no draft any more.
    await window.waitForFunction(() => (document.querySelector('#talk') as HTMLTextAreaElement).value === '');
    expect(JSON.stringify((await t.call(ana, 'GET', `/v1/contracts/${id}/history`)).json)).toContain('Shall we talk before I end this?');
    await window.context().close();
  }, 60_000);

  test('END-3, END-2: before anything is chosen each choice says where its money goes and what comes next, in the words of the API', async () => {
    const id = await t.contract(ben, ana, [{ title: 'All', amount: 40_000, criteria: ['Complete'] }]);
    const { page: window, faults, context } = await windowOf(browser, t.base, ben, { width: 360, height: 640 });
    await window.goto(`${t.base}/contracts/${id}/end?step=2`);
    await ready(window);
    const look = async (pay: string): Promise<Json> => {
      const input = { pay, reason: 'other' };
      return (await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, { act: 'end', on: 'contract', input, preview: true })).json;
    };
    const [nothing, full] = [await look('nothing'), await look('full')];
    const option = (label: string) => window.locator('.option', { hasText: label }).first();
    const labels = (await get(ben, id)).actions.find((a: Json) => a.act === 'end').input.properties.pay['x-labels'];
    for (const [pay, p] of [
      ['nothing', nothing],
      ['full', full],
    ]) {
      const one = option(labels[pay]);
      await one.locator('.brief').waitFor();
      // What comes next is said where money stays held.
      expect(await one.getByText(p.next[0].sentence, { exact: true }).count()).toBe(p.money.held > 0 ? 1 : 0);
      const text = (await one.innerText()).replace(/\s+/g, ' ');
      for (const { rows } of p.money.splits) for (const r of rows) if (r.amount) expect(text).toContain(`${r.label} ${cash(r.amount)}`);
    }
    expect(nothing.next[0].sentence).toMatch(/Ana Preview/);
    expect(await window.locator('main input[type=radio]:checked').count()).toBe(0);
    await option(labels['nothing']).locator('input[type=radio]').check();
    await option(labels['nothing']).locator('table.split').waitFor();
    expect(await window.locator('main table.split').count()).toBe(1);
    expect([await window.evaluate('document.documentElement.scrollWidth'), faults]).toEqual([360, []]);
    await context.close();
  }, 60_000);

  test('END-2: every answer on a check page can be changed from there, with the focus where it is given', async () => {
    const id = await t.contract(ben, ana);
    const { page: window } = await windowOf(browser, t.base, ben);
    const actions = (await get(ben, id)).actions as Json[];
    await window.goto(`${t.base}/contracts/${id}`);
    await ready(window);
    const bonus = actions.find((a) => a.act === 'payBonus');
    const form = await openAct(window, bonus);
    await fillIn(form, bonus, { amount: 1_000, message: 'Thank you for all of it.', card: ben.card });
    const focused = () => window.evaluate(() => (document.activeElement as HTMLElement)?.id);
    const check = window.getByRole('heading', { name: /check/i });
    for (const name of ['amount', 'message']) {
      await form.locator('button[type=submit]').click();
      await check.waitFor();
      await window.getByRole('button', { name: `Change: ${bonus.input.properties[name].title}` }).click();
      await window.locator(`#f-${name}`).waitFor();
      expect(await focused()).toBe(`f-${name}`);
    }
    await window.goto(`${t.base}/contracts/${id}/end`);
    await ready(window);
    await endByWizard(
      window,
      actions.find((a) => a.act === 'end'),
      { pay: 'nothing', reason: 'quality' },
      false,
    );
    await window
      .getByRole('button', { name: /^Change: / })
      .first()
      .click();
    await window.waitForFunction(() => (document.activeElement as HTMLInputElement)?.name === 'pay');
    await window.context().close();
  }, 60_000);
});
