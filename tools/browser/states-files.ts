/** Files looked at in place, evidence as it is asked for, and cases that are not the latest of their contract. */
import type { Page } from 'playwright-core';
import type { House } from './house.ts';
import { BY_TOPIC, TWICE } from './house-topics.ts';
import { at, type PageState } from './state.ts';
import { openAct, ready } from './steps.ts';

const onCase = (page: string, who: string, title: string, is: string, more: Partial<PageState> = {}, named = 'case1'): PageState =>
  at(page, `case, ${is}, as ${who}`, who, '', { path: (h) => `/contracts/${h.id(title)}/case/${named}`, ...more });

/** The first file of the page, in the viewer; its words are there. The desk shows exhibits one at a time. */
async function looked(page: Page): Promise<void> {
  const file = page.locator('main a[href^="/v1/files/"] ~ button');
  for (const exhibit of await page.locator('.exhibit-list button').all()) {
    if ((await file.count()) > 0) break;
    await exhibit.click();
  }
  await file.first().click();
  await page.locator('dialog[open]').waitFor();
  await ready(page);
}
async function evidence(page: Page, h: House): Promise<void> {
  const act = (await h.contract('ana', 'Newsletter template')).actions.find((a: { act: string }) => a.act === 'dispute');
  const form = await openAct(page, act);
  await form.locator('[data-task=evidence] > summary').click();
  await form.locator('[data-asked]').first().scrollIntoViewIfNeeded();
}

export const FILE_STATES: readonly PageState[] = [
  onCase('case', 'ben', BY_TOPIC.reasoned, 'a file is looked at', { enter: looked }),
  onCase('mediation', 'mila', BY_TOPIC.worked, 'a file is looked at', { enter: looked }),
  onCase('refund', 'ana', 'Newsletter template', 'evidence as it is asked for', { enter: evidence }),
  onCase('case-past', 'ben', TWICE, 'one before the latest'),
  onCase('case-past', 'ana', TWICE, 'one that does not exist', {}, 'case9'),
];
