import type { Json, Person } from '@fairhold/server/testing/http';
import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { act, fill, findBrowser, finish, launch, type Window, windowOf } from './browser.ts';

const found = findBrowser();

// Without a browser there is nothing to drive; CI installs one.
(found ? describe : () => undefined)('the web app, in a real browser', () => {
  let t: Town;
  let browser: Browser;
  const people: Record<string, Person> = {};
  const windows: Record<string, Window> = {};

  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    t = await town();
    browser = await launch(found as string);
    for (const [key, name, staff] of [
      ['ben', 'Ben Video', undefined],
      ['ana', 'Ana Video', undefined],
      ['mia', 'Mia Video', 'mediator'],
      ['art', 'Art Video', 'arbitrator'],
    ] as const) {
      const person = await t.person(key, { name, ...(staff && { staff: [staff] }) });
      people[key] = person;
      windows[key] = await windowOf(browser, t.base, person, key === 'ana' ? { width: 360, height: 800 } : undefined);
    }
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await t?.stop();
  });

  const on = (who: string) => (windows[who] as Window).page;
  const api = async (who: string, id: string): Promise<Json> => (await t.call(people[who], 'GET', `/v1/contracts/${id}`)).json;
  const go = async (who: string, path: string) => {
    await on(who).goto(t.base + path);
    await on(who).locator('main h1').waitFor();
    await on(who).locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
  };
  /** What the page says of the money held must be what the API says, and nothing may be wider than the screen. */
  async function agrees(who: string, id: string, path = `/contracts/${id}`): Promise<Json> {
    await t.wait('PT0S');
    await go(who, path);
    const c = await api(who, id);
    if (c.heldMoney > 0) {
      const amount = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(c.heldMoney / 100);
      expect(await on(who).locator('main').innerText()).toContain(amount);
    }
    const silence = c.deadlines.find((d: Json) => d.yours)?.silence.sentence;
    if (silence) expect(await on(who).locator('main').innerText()).toContain(silence);
    expect(await on(who).evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    return c;
  }

  test('END-2, API-1: the video, from the offer to the award, each person in a window of their own', async () => {
    // Ben makes the offer, sees the charge to the cent, and sends it.
    await go('ben', '/offers/new');
    const ben = on('ben');
    await ben.getByLabel('Name of the freelancer or agency').fill('Ana Video');
    await ben.getByRole('button', { name: 'Ana Video' }).click();
    await fill(ben, {
      text: { Scope: 'A two-minute animation.', 'Requirements, one per line': 'Two minutes\nHD', Amount: '195.00' },
      card: undefined,
    });
    await ben.locator('#t-title').fill('Animation');
    await ben.locator('#m0-title').fill('The animation');
    const card = ben.locator('#card');
    await card.locator('option').nth(1).waitFor({ state: 'attached' });
    await card.selectOption({ index: 1 });
    await ben.getByRole('button', { name: 'Show what happens' }).click();
    await ben.getByRole('heading', { name: 'Check before you decide' }).waitFor();
    expect(await ben.locator('main').innerText()).toContain('$209.70');
    await ben.locator('main .btn.main').last().dblclick();
    await ben.waitForURL(/\/contracts\/[0-9a-f-]{36}$/);
    const id = ben.url().split('/').at(-1) as string;
    expect((await t.call(people['ben'], 'GET', '/v1/contracts')).json.items).toHaveLength(1);

    // Ana reads it on her phone and accepts.
    expect((await agrees('ana', id)).state).toBe('offered');
    expect(await on('ana').locator('main').innerText()).toContain('What to look at');
    const accept = (await api('ana', id)).actions.find((a: Json) => a.act === 'accept');
    await act(on('ana'), accept.title);
    expect((await agrees('ana', id)).heldMoney).toBe(19_500);

    // Three submissions; Ben is silent for eleven days, then ends with nothing.
    for (let n = 1; n <= 3; n += 1) {
      await go('ana', `/contracts/${id}`);
      const submit = (await api('ana', id)).actions.find((a: Json) => a.act === 'submit');
      await act(on('ana'), submit.title, { text: { Message: `Cut number ${n}, with all that we agreed.` }, marks: 'Met' });
    }
    expect((await api('ana', id)).milestones[0].submissions).toHaveLength(3);
    await t.wait('P11D');
    await agrees('ben', id);
    await go('ben', `/contracts/${id}/end`);
    await ben.getByRole('button', { name: 'Go on to ending' }).click();
    await ben.getByText('Pay nothing', { exact: true }).last().click();
    await ben.getByRole('button', { name: 'Go on', exact: true }).click();
    await ben.getByText('The quality', { exact: true }).click();
    await ben.getByRole('button', { name: 'Go on', exact: true }).click();
    await ben.getByRole('heading', { name: 'Check before you decide' }).waitFor();
    const ending = await ben.locator('main .lead strong').last().innerText();
    // A double click is what people do.
    await ben.locator('main .btn.danger').dblclick();
    expect(ending).toContain('$195.00');
    await ben.getByRole('heading', { name: 'The contract has ended' }).waitFor();
    expect(await ben.locator('main').innerText()).toContain('If ');

    // Ana claims everything, Ben declines.
    const page = `/contracts/${id}/case/case1`;
    await agrees('ana', id, page);
    const text = { 'What you are owed': '195.00', 'Your statement': 'All three cuts are what was agreed.' };
    await finish(on('ana'), { text, choose: ['The work was done as agreed'], marks: 'Met' });
    expect((await agrees('ben', id, page)).case.state).toBe('disputed');
    await finish(ben, { text: { 'Your statement': 'It is not the animation that we agreed on.' }, marks: 'Not met' });

    // Mia takes it from the queue and proposes half.
    await go('mia', '/queue');
    await on('mia').getByText('Animation').first().click();
    await on('mia').locator('main h1').waitFor();
    await go('mia', page);
    await finish(on('mia'));
    await go('mia', page);
    await finish(on('mia'), {
      text: { 'The freelancer gets': '97.50', Reasons: 'Both are right in part: half each.' },
      marks: 'In part',
      reasons: 'Met in part, as both describe it.',
      considerAll: true,
    });
    expect((await api('mia', id)).case.proposal).toMatchObject({ freelancer: 9_750, client: 9_750 });

    // Ana accepts, Ben does not: the Notice. Both pay, Art awards 70 %.
    for (const [who, choice] of [
      ['ana', 'Accept'],
      ['ben', 'Reject'],
    ] as const) {
      const c = await agrees(who, id, page);
      const answer = c.actions.find((a: Json) => a.act === 'answerProposal');
      await act(on(who), answer.title, { choose: [answer.input.properties.answer['x-labels'][choice.toLowerCase()]] });
    }
    for (const who of ['ana', 'ben']) {
      const c = await agrees(who, id, page);
      const pay = c.actions.find((a: Json) => a.act === 'payFee');
      expect(await act(on(who), pay.title, { card: true })).toContain('$291.00');
      await t.wait('PT0S');
    }
    expect((await agrees('ben', id, page)).case.stage).toBe('arbitration');
    await go('art', page);
    await finish(on('art'));
    await go('art', page);
    await finish(on('art'), { text: { 'The freelancer gets': '136.50', Reasons: 'Seventy percent of it was delivered as agreed.' } });

    const end = await agrees('ana', id, page);
    expect([end.heldMoney, end.money.released, end.money.refunded, end.case.outcome.freelancer]).toEqual([0, 13_650, 5_850, 13_650]);
    expect(await on('ana').locator('main').innerText()).toContain('$136.50');
    await go('ana', '/money');
    await on('ana').getByText('$122.85').first().waitFor();
    for (const [who, w] of Object.entries(windows)) expect([who, w.faults]).toEqual([who, []]);
  }, 240_000);
});

(found ? () => undefined : test)('no browser on this machine: the web app is driven where there is one', () => expect(found).toBeUndefined());
