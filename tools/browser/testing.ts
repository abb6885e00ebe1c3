/** Browser tests where there is a browser; where there is none, one line says so, and in CI that is a failure. */
import { describe, expect, test } from 'vitest';
import { findBrowser } from './browser.ts';

const found = findBrowser();

export function describeInBrowser(name: string, tests: (executable: string) => void): void {
  if (found) return void describe(name, () => tests(found));
  test(`no Chromium on this machine, so not driven: ${name}`, () => {
    console.log(`No Chromium was found, so this was not driven: ${name}. Say where one is in CHROMIUM.`);
    expect(process.env['CI'], 'continuous integration has a browser').toBeUndefined();
  });
}
