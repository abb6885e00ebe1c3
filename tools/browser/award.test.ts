import { money } from '@fairhold/copy';
import type { Json, Person } from '@fairhold/server/testing/http';
import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { launch, windowOf } from './browser.ts';
import { ready, toPreview } from './steps.ts';
import { describeInBrowser } from './testing.ts';

describeInBrowser('an award by topic', (executable) => {
  let browser: Browser;
  let t: Town;
  let ben: Person, ana: Person, art: Person;
  let id = '';
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    t = await town();
    browser = await launch(executable);
    [ben, ana] = [await t.person('ben', { name: 'Ben Award' }), await t.person('ana', { name: 'Ana Award' })];
    const mia = await t.person('mia', { staff: ['mediator'] });
    art = await t.person('art', { staff: ['arbitrator'] });
    id = await t.contract(ben, ana, [{ title: 'Pages', amount: 20_001, criteria: ['Five pages'] }]);
    await t.does(ana, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    await t.does(ana, id, 'dispute', {
      input: {
        ...{ claim: 17_777, reason: 'workDone', statement: 'Everything that was agreed is done.', criteria: 'met' },
        topics: [{ topic: 'delivery', text: 'It came a day before its date.' }],
      },
    });
    await t.does(ben, id, 'contest', {
      input: {
        statement: 'Half of what was agreed is missing.',
        criteria: 'not',
        topics: [{ topic: 'quality', text: 'It does not load on phones.' }],
      },
    });
    await t.does(mia, id, 'take');
    const { exhibits } = (await seen(mia)).case;
    const shownBy = [exhibits.find((e: Json) => e.kind === 'submission').id];
    await t.does(mia, id, 'propose', {
      input: {
        ...{ freelancer: 9_000, reasons: 'Half of it was delivered, and half was not.', criteria: 'partly' },
        topics: [
          { topic: 'delivery', stand: 'agreed', text: 'Both say that it came in time.' },
          { topic: 'quality', stand: 'disputed', text: 'It was made for large screens only.', shownBy },
        ],
      },
    });
    for (const who of [ben, ana]) await t.does(who, id, 'answerProposal', { input: { answer: 'reject' } });
    for (const who of [ben, ana]) await t.does(who, id, 'payFee', { input: { card: 'own' } });
    await t.does(art, id, 'hear');
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
  });
  const cash = (n: number) => money(n, 'USD', 'en');
  const seen = async (who: Person): Promise<Json> => (await t.call(who, 'GET', `/v1/contracts/${id}`)).json;
  const tidy = (text: string) => text.replace(/[\s\u00a0\u202f]+/g, ' ');

  test('ARB-7, MED-9, MNY-4: reasons topic by topic and one division; what is previewed, recorded, shown and booked is the same to the cent', async () => {
    const { page, faults, context } = await windowOf(browser, t.base, art);
    await page.goto(`${t.base}/contracts/${id}/case/case1`);
    await ready(page);
    const form = page.locator('main form:has(#f-freelancer)');
    await form.locator('#f-freelancer').fill('123.45');
    for (const [topic, text] of [
      ['delivery', 'It came in time. Nothing is taken off for that.'],
      ['quality', 'It does not load on phones. A part is taken off for that.'],
    ] as const) {
      const reason = page.locator(`[data-topic-reason=${topic}]`);
      if (!(await reason.evaluate((d) => d.hasAttribute('open')))) await reason.locator('summary').click();
      await reason.getByLabel('in dispute').check({ force: true });
      await reason.locator('textarea').fill(text);
      await reason.getByLabel('Shown by …').selectOption({ index: 1 });
    }
    await page.locator('#f-reasons').fill('What was agreed came in time and can be used in part. So it is paid in part.');
    const preview = await toPreview(page, form);
    for (const s of preview.money.splits as Json[]) expect(s.rows.reduce((n: number, r: Json) => n + r.amount, 0)).toBe(s.total.amount);
    expect([preview.money.freelancer + preview.money.fees, preview.money.client]).toEqual([12_345, 17_777 - 12_345 + (await feesBack(preview))]);
    const done = page.waitForResponse(
      (r) => r.request().method() === 'POST' && r.url().endsWith('/acts') && !(r.request().postData() ?? '').includes('"preview":true'),
    );
    await page.getByRole('button', { name: preview.button, exact: true }).first().dblclick();
    expect((await done).ok()).toBe(true);
    await t.wait('PT0S');

    // Both read the same, and it is what the API says.
    for (const who of [ben, ana]) {
      const c = await seen(who);
      const { award } = c.case;
      expect([award.freelancer, award.client, award.freelancer + award.client, c.heldMoney]).toEqual([12_345, 5_432, 17_777, 0]);
      expect(award.topics.map((x: Json) => x.topic)).toEqual(['delivery', 'quality']);
      const w = await windowOf(browser, t.base, who, { width: 360, height: 640 });
      await w.page.goto(`${t.base}/contracts/${id}/case/case1`);
      await ready(w.page);
      const text = tidy(await w.page.locator('main').innerText());
      for (const said of [cash(award.freelancer), cash(award.client), ...award.topics.map((x: Json) => x.text as string), award.reasons])
        expect(text).toContain(tidy(said));
      for (const topic of award.topics as Json[]) for (const e of topic.shownBy as Json[]) expect(text).toContain(String(e.n));
      expect(await w.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
      expect(w.faults).toEqual([]);
      await w.context.close();
    }
    // What was booked is that division: what she got before the service fee, and what went back of the sum in dispute.
    const { rows } = await t.db.pool.query<{ seq: number; account: string; amount: number }>(
      `select j.seq, split_part(l.account, ':', 1) || case when l.account like 'fees:%' then ':' || split_part(l.account, ':', 2) else '' end as account,
              sum(l.amount)::int as amount
       from journal j, unnest(j.accounts, j.amounts) as l(account, amount) where j.contract = $1 and j.act = 'award' group by 1, 2`,
      [id],
    );
    // Pressed twice, it was booked once.
    expect(new Set(rows.map((r) => r.seq)).size).toBe(1);
    const on = Object.fromEntries(rows.map((r) => [r.account, r.amount]));
    expect([on['escrow'], (on['pending'] ?? 0) + (on['fees:service'] ?? 0), on['refunds']]).toEqual([-17_777, 12_345, preview.money.client]);
    expect(rows.reduce((n, r) => n + r.amount, 0)).toBe(0);
    const payment = (await seen(ana)).payments.at(-1);
    expect([payment.amount, payment.fee + payment.net]).toEqual([12_345, 12_345]);
    expect(faults).toEqual([]);
    await context.close();
  }, 120_000);

  /** The part of the client fee that goes back with what is refunded (FEE-2). */
  const feesBack = async (preview: Json): Promise<number> => {
    const back = preview.money.refunds.reduce((n: number, r: Json) => n + r.amount, 0);
    return back - (17_777 - 12_345);
  };
});
