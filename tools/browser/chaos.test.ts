import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import { launch } from './browser.ts';
import { openShaky, type Shaky, STEPS, TROUBLES } from './chaos.ts';
import { describeInBrowser } from './testing.ts';

// Each step with one kind of trouble, in turn; `npm run journeys` goes through all of them.
const SOME = [
  ...STEPS.flatMap((step, n) =>
    (['ending', 'dispute'] as const).map((journey, k) => ({
      journey,
      step,
      trouble: TROUBLES[(n + 2 * k) % TROUBLES.length] as (typeof TROUBLES)[number],
    })),
  ),
  // The network goes while scripts are still on their way; a new device is told whose it is only while something is chosen.
  { journey: 'dispute', step: 'opened', trouble: 'cut' } as const,
  { journey: 'ending', step: 'chosen', trouble: 'reloaded' } as const,
];

describeInBrowser('trouble at each step', (executable) => {
  let browser: Browser;
  let shaky: Shaky;
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    browser = await launch(executable);
    shaky = await openShaky(browser);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await shaky?.close();
  });

  test.each(SOME)(
    'API-4, DSP-1, END-2: $journey, $trouble at "$step": it happens once, with the words that were typed',
    async (x) => {
      expect(await shaky.go(x.journey, x.trouble, x.step)).toEqual([]);
    },
    90_000,
  );
});
