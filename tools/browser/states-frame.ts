/** What is around every page: help, and the notice while nothing can be written. */
import type { Page } from 'playwright-core';
import { at, type PageState } from './state.ts';

/** As the server says it while its database takes no writes. */
const readOnly = (page: Page) =>
  page.route('**/v1/me', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), readOnly: 'database' } });
  });

export const FRAME_STATES: readonly PageState[] = [
  at('help', 'help, client', 'ben', '/help'),
  at('help', 'help, a part of it open', 'ana', '/help', { enter: async (page) => page.locator('#case summary').click() }),
  at('help', 'help, nobody', undefined, '/help'),
  at('read-only', 'contracts, nothing can be written', 'ben', '/', {
    before: readOnly,
    enter: (page) => page.locator('aside.read-only').waitFor(),
  }),
];
