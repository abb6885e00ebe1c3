/** A case read topic by topic, an offer read by its flags, a policy on its way, and what waits to be fixed or was answered. */

import { wordsFor } from '@fairhold/copy';
import type { Page } from 'playwright-core';
import { EXTRA } from './house.ts';
import { BY_TOPIC, policyDraft } from './house-topics.ts';
import { at, type PageState } from './state.ts';
import { openAct, ready } from './steps.ts';

const onCase = (page: string, who: string, title: string, is: string, more: Partial<PageState> = {}): PageState =>
  at(page, `case, ${is}, as ${who}`, who, '', { path: (h) => `/contracts/${h.id(title)}/case/case1`, ...more });

/** A reason on one topic, half written, and what has no topic being put under one. */
const reasoning = async (page: Page) => {
  await page.locator('[data-topic-reason=quality] textarea').fill('Two of the photos are too small for print.');
  await page.locator('[data-topic-reason=quality] input[type=radio]').nth(1).check({ force: true });
  await page.locator('[data-topic-reason=quality] select').last().selectOption({ index: 2 });
  await page.locator('[aria-pressed=false].btn').first().click();
  await ready(page);
};
/** Fills what the preview needs and unfolds what each side will read. */
const asBothRead = async (page: Page) => {
  await page.locator('#f-freelancer').fill('300');
  await page.locator('#f-reasons').fill('Most of it can be used; two photos cannot. A third is taken off.');
  await reasoning(page);
  const preview = page.locator('main form details:not(.on-topic) > summary').last();
  await preview.click();
  await preview.scrollIntoViewIfNeeded();
};
const notFixed = (page: Page) =>
  page.route('**/handed-over', async (route) => {
    const res = await route.fetch();
    const { items } = await res.json();
    await route.fulfill({ response: res, json: { items: items.map(({ file: _file, ...x }: { file?: unknown }) => x) } });
  });
/** As if our team had answered. */
const answered = (days: number | undefined) => (page: Page) =>
  page.route('**/v1/contracts/*', async (route) => {
    const res = await route.fetch();
    const json = await res.json();
    const [x] = json.extensions ?? [];
    const state = days === undefined ? 'declined' : 'granted';
    // The page may be on its way to the next state: then nobody reads it.
    const { STATES } = wordsFor(await page.evaluate(() => document.documentElement.lang).catch(() => 'en'));
    json.actions = json.actions.filter((a: { on: string }) => a.on !== x?.id);
    if (x)
      json.extensions = [
        {
          ...{ ...x, state, stateWords: STATES[`extension.${state}`] },
          answer: {
            ...(days !== undefined && { days }),
            reason: days === undefined ? 'Friday is four days before the deadline.' : 'Your doctor’s note is enough for us.',
            at: x.askedAt,
          },
        },
      ];
    // The time that was given is in every deadline that the page shows.
    for (const d of [json.deadline, ...json.deadlines])
      if (days !== undefined && d?.on === x?.on && d.window === x?.window) {
        d.at = new Date(Date.parse(d.at) + days * 86_400_000).toISOString();
        d.extended = { days, reason: 'Your doctor’s note is enough for us.' };
      }
    await route.fulfill({ response: res, json });
  });
const showAll = async (page: Page) => {
  for (let left = await page.locator('main .card > div > button.btn:visible').count(); left > 0; left -= 1) {
    const look = page.locator('main .cols > .stack:first-child .card > div > button.btn:visible').first();
    if ((await look.count()) === 0) break;
    await look.click();
    await ready(page);
  }
};
let draft = '';
const policy = (name: string, enter?: PageState['enter']): PageState =>
  at('console-policy', `console, a policy on its way${name}`, 'olga', '/console/policy', {
    enter: async (page, h) => {
      draft ||= await policyDraft(h.base, h.people['olga'] as never);
      await page.goto(`${h.base}/console/policy/${draft}`);
      await ready(page);
      await enter?.(page, h);
    },
  });

export const TOPIC_STATES: readonly PageState[] = [
  onCase('mediation', 'mila', BY_TOPIC.worked, 'by topic, just taken'),
  onCase('mediation', 'mila', BY_TOPIC.worked, 'by topic, reasons are written', { enter: reasoning }),
  onCase('mediation', 'mila', BY_TOPIC.worked, 'by topic, as each will read it', { enter: asBothRead }),
  onCase('case', 'clara', BY_TOPIC.worked, 'by topic, mediating'),
  onCase('case', 'ben', BY_TOPIC.reasoned, 'by topic, proposal to answer'),
  onCase('case', 'ana', BY_TOPIC.reasoned, 'by topic, proposal to answer'),
  onCase('refund', 'ana', 'Newsletter template', 'by topic, statement is written', {
    enter: async (page, h) => {
      const act = (await h.contract('ana', 'Newsletter template')).actions.find((a: { act: string }) => a.act === 'dispute');
      const form = await openAct(page, act);
      await form.locator('[data-task=words] > summary').click();
      await form.locator('.on-topic > summary').nth(1).click();
      await form.locator('.on-topic textarea').nth(1).fill('It was delivered on the day that was agreed.');
    },
  }),
  onCase('arbitration', 'ben', 'Image film', 'handed-over file is being fixed', { before: notFixed }),
  onCase('mediation', 'art', 'Image film', 'handed-over file is being fixed', { before: notFixed }),
  onCase('refund', 'ana', EXTRA.time, 'more time was given', { before: answered(3) }),
  onCase('refund', 'ben', EXTRA.time, 'more time was declined', { before: answered(undefined) }),
  policy(''),
  policy(', what it would mean', showAll),
];
