import { type Town, town } from '@fairhold/server/testing/running';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../build-web.ts';
import type { Story } from '../stories/player.ts';
import { readStories } from '../stories/read.ts';
import { launch } from './browser.ts';
import { playOnPages } from './play.ts';
import { describeInBrowser } from './testing.ts';

const story = (name: string): Story => readStories().find((s) => s.name === name) as Story;

describeInBrowser('stories on the pages, each person in a window of their own', (executable) => {
  let browser: Browser;
  let t: Town | undefined;
  beforeAll(async () => {
    expect(buildWeb()).toBe(true);
    browser = await launch(executable);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
  });
  // A town for each: people of different stories have the same names, and one of them plays years later.
  afterEach(async () => {
    await t?.stop();
    t = undefined;
  });

  test.each(['Video', 'Settled', 'Two milestones'])(
    'API-1, END-2: %s: what the pages say is what the API says, to the cent',
    async (name) => {
      t = await town();
      const played = await playOnPages(t, browser, story(name), ['ana']);
      expect(played.amounts).toBeGreaterThan(50);
      for (const [key, w] of played.windows) {
        expect([key, w.faults]).toEqual([key, []]);
        await w.context.close();
      }
    },
    240_000,
  );
});
