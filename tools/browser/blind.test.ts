import type { Json, Person } from '@fairhold/server/testing/http';
import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { launch, windowOf } from './browser.ts';
import { confirm, fillIn } from './play.ts';
import { openAct, ready } from './steps.ts';
import { describeInBrowser } from './testing.ts';

describeInBrowser('blind bids on the pages', (executable) => {
  let browser: Browser;
  let t: Town;
  let ben: Person;
  let ana: Person;
  let page: Record<'ben' | 'ana', Page>;
  /** Everything that the server ever sent to a window. */
  const sent: Record<'ben' | 'ana', string[]> = { ben: [], ana: [] };
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    t = await town();
    ben = await t.person('ben', { name: 'Ben Blind' });
    ana = await t.person('ana', { name: 'Ana Blind' });
    browser = await launch(executable);
    const phone = { width: 360, height: 800 };
    page = { ben: (await windowOf(browser, t.base, ben)).page, ana: (await windowOf(browser, t.base, ana, phone)).page };
    for (const who of ['ben', 'ana'] as const)
      page[who].on(
        'response',
        (r) =>
          void r.text().then(
            (text) => sent[who].push(text),
            () => undefined,
          ),
      );
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
  });

  async function disputed(): Promise<string> {
    const id = await t.contract(ben, ana, [{ title: 'Pages', amount: 20_000, criteria: ['five pages'] }]);
    await t.does(ana, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    await t.does(ana, id, 'dispute', { input: { claim: 20_000, reason: 'workDone', statement: 'Everything agreed is done.', criteria: 'met' } });
    for (const who of ['ben', 'ana'] as const) {
      await page[who].goto(`${t.base}/contracts/${id}/case/case1`);
      await ready(page[who]);
    }
    return id;
  }
  /** Does it as a person does: opens the form, fills it in, reads the check, sends. Returns what was on the check. */
  async function does(who: 'ben' | 'ana', id: string, act: string, input: Json = {}): Promise<string> {
    const person = who === 'ben' ? ben : ana;
    const { actions } = (await t.call(person, 'GET', `/v1/contracts/${id}`)).json;
    const action = actions.find((a: Json) => a.act === act);
    const form = await openAct(page[who], action);
    await fillIn(form, action, input);
    let check = '';
    const { preview } = await confirm(page[who], () => form.locator('button[type=submit]:visible').last().click(), true);
    check = [preview.sentence, ...preview.effects, ...preview.cannotBeUndone].join('\n');
    return check;
  }
  const main = (who: 'ben' | 'ana') => page[who].locator('main');
  const shows = (who: 'ben' | 'ana', text: string) => main(who).getByText(text).first().waitFor();

  test('SET-3: proposed, agreed to and named on two pages; what they do not meet about is on neither', async () => {
    const id = await disputed();
    await does('ben', id, 'proposeBlind');
    await shows('ana', 'Ben Blind proposes blind bids');
    await does('ana', id, 'joinBlind');
    await shows('ben', 'Ana Blind has not named a number yet.');
    const check = await does('ana', id, 'bid', { least: 12_347 });
    expect(check).toContain(
      'If the most Ben Blind would leave is $123.47 or more, you settle at the middle of the two numbers: between $123.47 and $161.7',
    );
    expect(check).toContain('Nothing moves, and nobody is told yours.');
    expect(check).toContain('You cannot change or withdraw it.');
    await shows('ana', 'You have named $123.47. Nobody else is shown it.');
    await shows('ben', 'Ana Blind has named a number. You are not shown which.');
    await does('ben', id, 'bid', { most: 11_291 });
    for (const who of ['ben', 'ana'] as const) await shows(who, 'The numbers did not meet');
    await shows('ben', 'Your number was $112.91.');
    await shows('ana', 'It can be tried once more.');
    for (const [who, theirs] of [
      ['ben', /12347|123[.,]47/],
      ['ana', /11291|112[.,]91/],
    ] as const) {
      await page[who].reload();
      await ready(page[who]);
      expect(await page[who].locator('body').innerText()).not.toMatch(theirs);
      expect(sent[who].length).toBeGreaterThan(20);
      expect(sent[who].filter((text) => theirs.test(text))).toEqual([]);
      expect(await page[who].evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })')).not.toMatch(theirs);
    }
  }, 120_000);

  test('SET-3: where the numbers meet both pages show the case settled at the middle', async () => {
    const id = await disputed();
    await does('ana', id, 'proposeBlind');
    await shows('ben', 'Ana Blind proposes blind bids');
    await does('ben', id, 'joinBlind');
    await shows('ana', 'You have not named a number yet.');
    await does('ben', id, 'bid', { most: 15_000 });
    await shows('ana', 'Ben Blind has named a number. You are not shown which.');
    await does('ana', id, 'bid', { least: 12_000 });
    for (const who of ['ben', 'ana'] as const) {
      await shows(who, 'The numbers met');
      await shows(who, '$135.00');
    }
    const c = (await t.call(ana, 'GET', `/v1/contracts/${id}`)).json;
    expect(c.case.outcome).toMatchObject({ how: 'settled', freelancer: 13_500, client: 6_500 });
  }, 120_000);

  test('a page is shown with all its parts: one that comes late moves nothing from under the finger', async () => {
    const id = await disputed();
    await does('ana', id, 'proposeBlind');
    const { page, context, faults } = await windowOf(browser, t.base, ben);
    let late = 0;
    await page.route(/assets\/blind-/, async (route) => {
      late += 1;
      await new Promise((r) => setTimeout(r, 700));
      await route.continue();
    });
    await page.goto(`${t.base}/contracts/${id}/case/case1`);
    await page.getByRole('heading', { level: 1, name: /^Case/ }).waitFor();
    expect(late).toBeGreaterThan(0);
    expect(await page.getByText('Ana Blind proposes blind bids').count()).toBe(1);
    expect(faults).toEqual([]);
    await context.close();
  });
});
