import type { Json, Person } from '@fairhold/server/testing/http';
import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { launch, windowOf } from './browser.ts';
import { ready } from './steps.ts';
import { describeInBrowser } from './testing.ts';

describeInBrowser('answering on a phone', (executable) => {
  let browser: Browser;
  let t: Town;
  let ben: Person;
  let ana: Person;
  let finn: Person;
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    t = await town();
    [ben, ana] = [await t.person('ben'), await t.person('ana')];
    finn = await t.person('finn', { staff: ['finance'] });
    browser = await launch(executable);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
  });
  const phone = { width: 360, height: 640 };

  test('a refund request is answered from its mail in three taps, on roads that say what each does to the money', async () => {
    const id = await t.contract(ben, ana);
    await t.does(ana, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    const { rows } = await t.db.pool.query<{ href: string }>(
      `select href from notices where person = $1 and contract = $2 and kind = 'contract.end' order by id desc limit 1`,
      [ana.id, id],
    );
    const w = await windowOf(browser, t.base, ana, phone);
    // On a phone nobody is signed in on: the link of the mail leads through signing in to where it leads.
    await w.context.clearCookies();
    await w.page.route('**/v1/sandbox/people', (route) =>
      route.fulfill({ json: { items: [{ id: ana.id, name: ana.name, role: 'freelancer', about: '' }] } }),
    );
    await w.page.goto(`${t.base}${rows[0]?.href}`);
    await w.page.getByRole('alert').getByRole('link', { name: 'Sign in' }).click();
    await w.page.getByRole('button', { name: ana.name }).click();
    await w.page.waitForURL(`${t.base}${rows[0]?.href}`);
    await ready(w.page);
    let taps = 0;
    const tap = async (name: string | RegExp) => {
      await w.page.getByRole('button', { name }).or(w.page.getByRole('link', { name })).first().click();
      taps += 1;
    };
    if (!w.page.url().includes('/case/')) await tap('Go to the case');
    // Now and on each road, in rows of one weight; the API knows the sums.
    const sides = w.page.locator('#answer [data-road]');
    await sides.first().waitFor();
    const amounts = await sides.evaluateAll((all) => all.map((x) => [...x.querySelectorAll('.amount')].map((y) => (y as HTMLElement).innerText)));
    expect(amounts).toEqual([
      ['$0.00', '$0.00', '$200.00', '$200.00'],
      ['$214.95', '$0.00', '$0.00', '$214.95'],
      ['$0.00', '$0.00', '$200.00', '$200.00'],
      ['$0.00', '$0.00', '$200.00', '$200.00'],
    ]);
    const sums = (await t.call(ana, 'GET', `/v1/contracts/${id}`)).json.case.roads as Json[];
    await w.page.locator('#answer').getByText(sums.at(-1)?.next, { exact: true }).waitFor();
    const roads = w.page.locator('.roads > li');
    await roads.first().getByText('$214.95').first().waitFor();
    expect(await roads.allInnerTexts()).toEqual([
      expect.stringContaining('$214.95 goes back to ben'),
      expect.stringContaining('another split of the $200.00'),
      expect.stringContaining('claim up to $200.00'),
    ]);
    const widths = await Promise.all((await roads.locator('button').all()).map(async (b) => Math.round((await b.boundingBox())?.width ?? 0)));
    expect(new Set(widths).size).toBe(1);
    // On a phone the turn, the time and the way to all three stay in reach.
    expect(await w.page.locator('.due-bar').innerText()).toMatch(/^Your turn\. .+ left\s+Your answer$/s);
    await tap('Approve the refund');
    await tap(/what happens/i);
    await w.page.locator('dialog').getByRole('button', { name: 'Approve the refund', exact: true }).click();
    taps += 1;
    await expect.poll(async () => (await t.call(ana, 'GET', `/v1/contracts/${id}`)).json.case.state).toBe('closed');
    expect(taps).toBeLessThanOrEqual(4);
    expect(w.faults).toEqual([]);
    await w.context.close();
  }, 60_000);

  test('DSP-4, DSP-5: the claim of a dispute is answered on three roads of one weight too, each with what it does to the money', async () => {
    const id = await t.contract(ben, ana);
    await t.does(ana, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    await t.does(ana, id, 'dispute', {
      input: { claim: 15_000, reason: 'workDone', statement: 'Everything that was agreed is done.', criteria: 'met' },
    });
    const w = await windowOf(browser, t.base, ben);
    await w.page.goto(`${t.base}/contracts/${id}/case/case1`);
    await ready(w.page);
    const roads = w.page.locator('.roads > li');
    await roads.first().getByText('$135.00').first().waitFor();
    expect(await roads.allInnerTexts()).toEqual([
      expect.stringContaining('$135.00 is paid to ana, after the service fee. ben gets nothing back of what is held'),
      expect.stringContaining('another split of the $150.00. ana says yes or no'),
      expect.stringContaining('The rest of the $150.00 stays held, and a mediator looks at it'),
    ]);
    const buttons = roads.locator('button');
    expect(await buttons.allInnerTexts()).toEqual(['Approve the claim', 'Offer a settlement', 'Decline the claim']);
    expect(await buttons.evaluateAll((all) => new Set(all.map((b) => `${b.className.trim()} ${b.clientHeight}`)).size)).toBe(1);
    // Nothing leads to the yes alone: the banner leads to all three.
    expect(await w.page.locator('[data-act=approveClaim]').count()).toBe(1);
    await w.page.locator('section.turn').first().getByRole('link', { name: 'Your answer' }).click();
    await roads.first().waitFor();
    await buttons.last().click();
    await expect.poll(() => w.page.evaluate('document.activeElement.closest("details")?.id')).toBe('form-contest');
    expect(w.faults).toEqual([]);
    await w.context.close();
  }, 60_000);

  test('END-10: an offer to end by agreement is answered where yes and no weigh the same; the banner leads there', async () => {
    const id = await t.contract(ben, ana);
    await t.does(ana, id, 'offerEnding', { input: { freelancer: 8_000, days: 2 } });
    for (const size of [phone, { width: 1280, height: 800 }]) {
      const w = await windowOf(browser, t.base, ben, size);
      await w.page.goto(`${t.base}/contracts/${id}`);
      await ready(w.page);
      const card = w.page.locator('#parting1');
      await card.waitFor();
      const look = await card.locator('[data-act]').evaluateAll((all) => all.map((x) => [x.getAttribute('data-act'), x.className]));
      expect(look).toEqual([
        ['acceptEnding', 'btn '],
        ['declineEnding', 'btn '],
        ['counterEnding', 'btn '],
      ]);
      expect(await w.page.locator('[data-act=acceptEnding]').count()).toBe(1);
      await w.page.locator('a:visible', { hasText: 'Your answer' }).click();
      await expect.poll(() => card.evaluate((x) => x.getBoundingClientRect().top < innerHeight)).toBe(true);
      expect(new URL(w.page.url()).hash).toBe('#parting1');
      expect(w.faults).toEqual([]);
      await w.context.close();
    }
  }, 60_000);

  test('SET-1: two offers that crossed are both seen by both; each answers the other’s, and takes back their own', async () => {
    const id = await t.contract(ben, ana);
    await t.does(ana, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    await t.does(ana, id, 'offerSettlement', { input: { freelancer: 12_000, days: 3 } });
    await t.does(ben, id, 'offerSettlement', { input: { freelancer: 5_000, days: 3 } });
    for (const [who, own, theirs] of [
      [ana, '$120.00', '$50.00'],
      [ben, '$50.00', '$120.00'],
    ] as const) {
      const w = await windowOf(browser, t.base, who, phone);
      await w.page.goto(`${t.base}/contracts/${id}/case/case1`);
      await ready(w.page);
      const offers = w.page.locator('section.turn', { hasText: 'back.' }).filter({ has: w.page.locator('[data-act$=Offer]') });
      expect(await offers.count()).toBe(2);
      const acts = (n: number) =>
        offers
          .nth(n)
          .locator('[data-act]')
          .evaluateAll((all) => all.map((x) => x.getAttribute('data-act')));
      expect(await offers.first().innerText()).toContain(`ana gets ${theirs}`);
      expect(await acts(0)).toEqual(['acceptOffer', 'declineOffer']);
      expect(await offers.last().innerText()).toContain(`ana gets ${own}`);
      expect(await acts(1)).toEqual(['withdrawOffer']);
      const looks = await offers
        .first()
        .locator('[data-act]')
        .evaluateAll((all) => new Set(all.map((x) => x.className)).size);
      expect(looks).toBe(1);
      await w.page.getByText('Each of you has an offer open.').waitFor();
      expect(await w.page.locator('table.compare tr.open').count()).toBe(2);
      expect(w.faults).toEqual([]);
      if (who === ben) {
        await w.page.locator('[data-act=acceptOffer]').click();
        await w.page.locator('dialog form [type=submit]').click();
        await w.page
          .locator('dialog')
          .getByRole('button', { name: /Accept/ })
          .last()
          .click();
        await expect
          .poll(async () => (await t.call(ben, 'GET', `/v1/contracts/${id}`)).json.case.outcome)
          .toMatchObject({ how: 'settled', freelancer: 12_000, client: 8_000 });
      }
      await w.context.close();
    }
  }, 60_000);

  test('REF-4, DSP-5: the top of the page follows the money to the cent: a part that was paid, a part that was conceded', async () => {
    const id = await t.contract(ben, ana, [{ title: 'All', amount: 20_000, criteria: ['Five pages'] }]);
    await t.does(ana, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
    await t.does(ben, id, 'end', { input: { pay: 'amount', amount: 5_001, reason: 'quality' } });
    const seen = async (who: Person, ...answers: string[]) => {
      const w = await windowOf(browser, t.base, who, phone);
      await w.page.goto(`${t.base}/contracts/${id}/case/case1`);
      await ready(w.page);
      const texts = await Promise.all(answers.map((a) => w.page.locator(`[data-glance="${a}"]`).innerText()));
      expect(w.faults).toEqual([]);
      await w.context.close();
      return texts.map((x) => x.replace(/\s+/g, ' '));
    };
    expect(await seen(ana, 'refund.asked', 'refund.kept')).toEqual([
      '$149.99 of $200.00 asked back by ben',
      'You would keep $50.01, before the service fee.',
    ]);
    await t.does(ben, id, 'lowerRequest', { input: { amount: 1_002 } });
    expect(await seen(ana, 'refund.asked', 'refund.kept')).toEqual([
      '$139.97 of $200.00 asked back by ben',
      'You would keep $60.03, before the service fee.',
    ]);
    expect((await seen(ben, 'refund.kept'))[0]).toBe('ana would keep $60.03, before the service fee.');
    // $9.97 of the rest is not claimed and goes back; then ben concedes $30.05.
    await t.does(ana, id, 'dispute', {
      input: { claim: 13_000, reason: 'workDone', statement: 'Everything that was agreed is done.', criteria: 'met' },
    });
    expect(await seen(ben, 'case.amount', 'case.positions')).toEqual(['$130.00 in dispute of $200.00', 'ben wants back $130.00 ana wants $130.00']);
    await t.does(ben, id, 'contest', { input: { statement: 'The pages do not load on a phone.', criteria: 'not', concede: 3_005 } });
    for (const who of [ben, ana])
      expect(await seen(who, 'case.amount', 'case.positions')).toEqual(['$99.95 in dispute of $200.00', 'ben wants back $99.95 ana wants $99.95']);
    await t.does(ben, id, 'offerSettlement', { input: { freelancer: 4_998, days: 1 } });
    await t.does(ana, id, 'acceptOffer', { on: 'settlement1' });
    expect(await seen(ana, 'case.amount', 'case.positions')).toEqual(['$99.95 in dispute of $200.00', 'ben gets back $49.97 ana gets $49.98']);
  }, 60_000);

  test('DSP-1, DSP-5: a dispute and the answer to it are the same list of tasks on both sides; what is filled in stays, and can be changed from the check', async () => {
    const id = await t.contract(ben, ana, [{ title: 'All', amount: 20_000, criteria: ['Five pages'] }]);
    await t.does(ana, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    const seen: string[][] = [];
    for (const [who, act, sum] of [
      [ana, 'dispute', '150.00'],
      [ben, 'contest', '20.00'],
    ] as const) {
      const w = await windowOf(browser, t.base, who, phone);
      const { page } = w;
      const tags = async () => (await page.locator('.tasks > details > summary .tag').allInnerTexts()).join(', ');
      const open = async () => {
        await page.goto(`${t.base}/contracts/${id}/case/case1`);
        await ready(page);
        const folded = page.locator(`#form-${act}:not([open]) > summary`);
        await page.locator(`#form-${act}`).waitFor();
        if (await folded.count()) await folded.click();
        await page.locator('.tasks').waitFor();
      };
      await open();
      seen.push(await page.locator('.tasks > details').evaluateAll((all) => all.map((x) => x.getAttribute('data-task') ?? '')));
      expect(await tags()).toBe(act === 'dispute' ? 'Not started, Not started, Optional' : 'Optional, Not started, Optional');
      const task = (name: string) => page.locator(`[data-task=${name}]`);
      await task('amount').locator('summary').click();
      await task('amount').locator('input[inputmode=decimal]').fill(sum);
      if (act === 'dispute') {
        await expect.poll(tags).toBe('Begun, Not started, Optional');
        await task('amount').locator('input[type=radio]').first().check();
      }
      const next = (name: string) => task(name).getByRole('button', { name: /Go on to/ });
      await next('amount').click();
      await expect.poll(() => page.evaluate('document.activeElement.closest("[data-task]")?.dataset.task')).toBe('words');
      expect(await task('amount').getAttribute('open')).toBeNull();
      const kept = page.waitForResponse((r) => r.request().method() === 'PUT' && r.url().includes('/v1/drafts/') && r.ok());
      await task('words').locator('textarea').first().fill('Every page is as the brief says, in the style we chose.');
      await kept;
      await expect.poll(tags).toBe('Done, Begun, Optional');
      // Another day, another device: the list is as it was left.
      await page.evaluate('localStorage.clear()');
      await open();
      await expect.poll(tags).toBe('Done, Begun, Optional');
      // Sent with something missing: that task opens and has the focus.
      await page.locator('main form [type=submit]').click();
      await expect.poll(() => page.evaluate('document.activeElement.closest("[data-task]")?.dataset.task')).toBe('words');
      await task('words').locator('input[type=radio]').first().check();
      await next('words').click();
      await expect.poll(tags).toBe('Done, Done, Optional');
      await next('evidence').click();
      await expect.poll(() => page.evaluate('document.activeElement.type')).toBe('submit');
      await page.keyboard.press('Enter');
      await page.getByText('Every page is as the brief says').first().waitFor();
      await page.getByText('Five pages').first().waitFor();
      await page
        .getByRole('button', { name: /^Change/ })
        .first()
        .click();
      await expect
        .poll(() => page.evaluate('document.activeElement.closest("[data-task]")?.dataset.task'))
        .toBe(act === 'dispute' ? 'amount' : 'words');
      await page.locator('main form [type=submit]').click();
      const c = (await t.call(who, 'GET', `/v1/contracts/${id}`)).json;
      const button = c.actions.find((a: Json) => a.act === act).button;
      await page.getByRole('button', { name: button, exact: true }).last().click();
      await expect
        .poll(async () => (await t.call(who, 'GET', `/v1/contracts/${id}`)).json.case.statements[act === 'dispute' ? 'freelancer' : 'client']?.text)
        .toContain('Every page');
      expect(w.faults).toEqual([]);
      await w.context.close();
    }
    expect(seen).toEqual([
      ['amount', 'words', 'evidence'],
      ['amount', 'words', 'evidence'],
    ]);
  }, 90_000);

  test('RFR-4, RFR-5: a refund that is missed is reported on the page, finance answers in the console, the answer stands where the refund is', async () => {
    const id = await t.offer(ben, ana);
    await t.does(ana, id, 'decline');
    await t.wait('P14D');
    const w = await windowOf(browser, t.base, ben, phone);
    await w.page.goto(`${t.base}/contracts/${id}?tab=money`);
    await ready(w.page);
    await w.page.locator('[data-act=reportMissing]').first().click();
    await w.page.locator('dialog form [type=submit]').click();
    await w.page.getByText('Being looked for.').waitFor();
    await t.wait('PT0S');
    const f = await windowOf(browser, t.base, finn);
    await f.page.goto(`${t.base}/console/traces`);
    await ready(f.page);
    await f.page.getByText('$214.95, missed by ben').waitFor();
    await f.page.locator('[data-act=answerFound]').click();
    await f.page.locator('#f-reference').fill('ARN 7481 2200');
    await f.page.locator('#f-message').fill('The bank paid it out to your card on Monday.');
    await f.page.locator('dialog form [type=submit]').click();
    await f.page.getByRole('button', { name: 'Send this answer' }).click();
    await f.page.getByText('Nobody misses money.').waitFor();
    const answered: Json = (await t.call(ben, 'GET', `/v1/contracts/${id}`)).json.refunds[0].trace;
    expect(answered).toMatchObject({ state: 'found', answer: { reference: 'ARN 7481 2200' } });
    await w.page.reload();
    await w.page.getByText('Quote this to your own bank: ARN 7481 2200').waitFor();
    expect([...w.faults, ...f.faults]).toEqual([]);
  }, 60_000);
});
