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

/** What goes into a form: text and amounts by label, choices by their words, marks for every requirement, a card. */
export interface Fill {
  readonly text?: Readonly<Record<string, string>>;
  readonly choose?: readonly string[];
  /** "Met", "In part" or "Not met" for every requirement. */
  readonly marks?: string;
  readonly reasons?: string;
  readonly considerAll?: true;
  readonly card?: true;
}

export async function fill(page: Page, f: Fill): Promise<void> {
  // Long forms wait folded.
  const folded = page.locator('main details:not([open]) > summary.btn');
  if (await folded.count()) await folded.first().click();
  for (const words of f.choose ?? []) await page.locator('form').getByText(words, { exact: true }).click();
  for (const [label, value] of Object.entries(f.text ?? {})) await page.locator('form').getByLabel(label, { exact: false }).first().fill(value);
  if (f.marks) for (const one of await page.locator('form fieldset').getByLabel(f.marks, { exact: true }).all()) await one.check();
  if (f.reasons) for (const one of await page.locator('form textarea[aria-label^="Reason:"]').all()) await one.fill(f.reasons);
  if (f.considerAll) for (const one of await page.locator('form label.check input').all()) await one.check();
  if (f.card) {
    const select = page.locator('form select').first();
    await select.locator('option').nth(1).waitFor({ state: 'attached' });
    await select.selectOption({ index: 1 });
  }
}

/** Presses an act's button, fills its form, reads the preview, confirms. Returns the sentence of the preview; '' when there is none. */
export async function act(page: Page, button: string, f: Fill = {}): Promise<string> {
  await page.getByRole('button', { name: button, exact: true }).first().click();
  return finish(page, f);
}

export async function finish(page: Page, f: Fill = {}): Promise<string> {
  await fill(page, f);
  const form = page.locator('form').last();
  const check = page.getByRole('heading', { name: 'Check before you decide' });
  // This very form: the next one may be on the page at once.
  const gone = (await form.elementHandle())?.waitForElementState('hidden').catch(() => undefined);
  await form.locator('button[type=submit]').click();
  await Promise.race([check.waitFor().catch(() => undefined), gone]);
  if (!(await check.isVisible().catch(() => false))) return '';
  const box = page.locator('.stack', { has: check }).last();
  const sentence = (await box.locator('p strong').first().innerText()).trim();
  // A double click is what people do.
  await box.locator('.btn.main, .btn.danger').last().dblclick();
  await check.waitFor({ state: 'detached' });
  return sentence;
}
