/** Webhooks in the settings, with what was sent to them and what became of it. */
import type { Page } from 'playwright-core';
import { at, type PageState } from './state.ts';

const webhooks = async (page: Page) => {
  const hook = {
    id: 'h',
    account: 'a',
    url: 'https://hooks.example/fairhold',
    createdAt: '2026-11-02T09:00:00.000Z',
    failingSince: null,
    offAt: null,
    oldSecretUntil: '2026-11-04T09:00:00.000Z',
  };
  const off = { failingSince: '2026-11-02T09:00:00.000Z', offAt: '2026-11-07T09:00:00.000Z', oldSecretUntil: null };
  const gone = { ...hook, ...off, id: 'g', url: 'https://old.example/steps' };
  const sent = (n: number, state: string, more: object) => ({
    ...{
      id: `d${n}`,
      sequence: n,
      contract: '01a20eee-1680-79f9-a21e-f64572194c7e',
      seq: n,
      state,
      attempts: 1,
      payload: { type: 'contract.changed' },
    },
    ...{ createdAt: '2026-11-03T09:00:00.000Z', triedAt: '2026-11-03T09:00:01.000Z', nextAt: null, status: 200, problem: null },
    ...more,
  });
  const problem = { code: 'refused', sentence: 'The receiver answered 500.' };
  const items = [
    sent(3, 'queued', { attempts: 2, nextAt: '2026-11-03T09:05:00.000Z', status: 500, problem }),
    sent(2, 'failed', { attempts: 10, status: 500, problem }),
    sent(1, 'delivered', {}),
  ];
  await page.route('**/v1/webhooks?**', async (route) => {
    // What the server says besides stays as it says it.
    const res = await route.fetch();
    await route.fulfill({ response: res, json: { ...(await res.json()), items: [hook, gone] } });
  });
  await page.route('**/v1/webhooks/h/deliveries?**', (route) => route.fulfill({ json: { items, next: null } }));
};

export const WEBHOOK_STATES: readonly PageState[] = [
  at('settings', 'settings, webhooks with what was sent', 'ana', '/settings', {
    before: webhooks,
    enter: async (page) => {
      await page.locator('#webhooks summary').first().click();
      await page.locator('#webhooks .tag.bad').first().waitFor();
    },
  }),
];
