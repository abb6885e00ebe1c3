/** A real browser for tests, where the machine has one. */
import { existsSync } from 'node:fs';
import type { Person } from '@fairhold/server/testing/http';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'];
/** Path of a Chromium, from CHROMIUM or a usual place; undefined: none here. */
export const findBrowser = (): string | undefined => [process.env['CHROMIUM'], ...PLACES].find((p) => p !== undefined && existsSync(p));

export const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-dev-shm-usage',
    ],
  });

/** A window of one person, signed in, with what went wrong on its pages. */
export interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly faults: string[];
}

export async function windowOf(browser: Browser, base: string, person: Person, size = { width: 1280, height: 800 }): Promise<Window> {
  const context = await browser.newContext({ viewport: size, locale: 'en-US', timezoneId: 'UTC' });
  await context.addCookies(
    person.cookie.split('; ').map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1), url: base })),
  );
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  return { page, context, faults };
}
