/** What a person does on a page, by what the API and the page itself say: no selector knows the page's layout. */
import type { Json } from '@fairhold/server/testing/http';
import type { Locator, Page } from 'playwright-core';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** Exactly one of these texts. */
export const oneOf = (...texts: readonly (string | undefined)[]): RegExp =>
  new RegExp(
    `^\\s*(${texts
      .filter((t): t is string => !!t)
      .map(escaped)
      .join('|')})(\\s*…)?\\s*$`,
  );

/** Waits until the page shows what it has to show: a heading, nothing still loading, nothing still moving. */
export async function ready(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
  await page.evaluate('new Promise((ok) => requestAnimationFrame(() => requestAnimationFrame(ok)))');
}

/** The form that is open now: in a sheet, or on the page. */
export async function openForm(page: Page): Promise<Locator> {
  const sheet = page.locator('dialog[open]');
  if (await sheet.count()) return sheet.last();
  return page.locator('main form').last();
}

/** Presses the button of an action of the API, wherever it is, and waits for its form. */
export async function openAct(page: Page, action: Json): Promise<Locator> {
  if (!action) throw new Error('this act is not offered');
  const name = oneOf(action.title, action.button);
  const places = [
    page.locator(`[data-act="${action.act}"]:visible`),
    page.getByRole('button', { name }),
    page.getByRole('link', { name }),
    page.locator('main details:not([open]) > summary:visible', { hasText: name }),
  ];
  // Parts of a page come a little later than the page: what opens the act is waited for.
  for (let tries = 0; tries < 100; tries += 1) {
    const counts = await Promise.all(places.map((place) => place.count()));
    const place = places[counts.findIndex((n) => n > 0)];
    if (place) {
      await place.first().click();
      break;
    }
    await page.waitForTimeout(50);
  }
  await page.locator('form:visible').first().waitFor();
  return openForm(page);
}

/** Opens what a form keeps folded: a list of tasks. */
export async function unfold(form: Locator): Promise<void> {
  const folded = form.locator('details:not([open]) > summary:visible');
  // What is opened is no longer among them, so it is always the first that is left.
  for (let left = await folded.count(); left > 0; left -= 1) await folded.first().click();
}

/** Fills whatever a form asks for with something that fits: text, amounts, marks, choices, a card. */
export async function fillSample(form: Locator, amount = '10.00'): Promise<void> {
  await unfold(form);
  for (let round = 0; round < 2; round += 1) {
    const groups = new Set<string>();
    for (const radio of await form.locator('input[type=radio]').all()) {
      const name = (await radio.getAttribute('name')) ?? '';
      if (groups.has(name) || (await radio.isDisabled())) continue;
      groups.add(name);
      if (!(await form.locator(`input[type=radio][name="${name}"]:checked`).count())) await radio.check({ force: true });
    }
  }
  for (const box of await form.locator('input[type=checkbox]').all()) if (await box.isVisible()) await box.check({ force: true });
  for (const area of await form.locator('textarea').all())
    if ((await area.isVisible()) && !(await area.inputValue())) await area.fill('This is what we agreed on, in all its parts.');
  for (const input of await form.locator('input:is([type=text],:not([type]))').all()) {
    if (!(await input.isVisible()) || (await input.inputValue())) continue;
    const kind = await input.getAttribute('inputmode');
    await input.fill(kind === 'decimal' ? amount : kind === 'numeric' ? '2' : kind === 'email' ? 'cleo@example.com' : 'As agreed');
  }
  for (const date of await form.locator('input[type=date]').all()) if (!(await date.inputValue())) await date.fill('2031-05-05');
  for (const select of await form.locator('select').all()) {
    if (!(await select.isVisible()) || (await select.inputValue())) continue;
    await select.locator('option').nth(1).waitFor({ state: 'attached' });
    await select.selectOption({ index: 1 });
  }
}

/** Sends the form for its preview and waits until the button that would do it is there. Returns what the page was answered. */
export async function toPreview(page: Page, form: Locator): Promise<Json> {
  const answer = page.waitForResponse((r) => r.request().method() === 'POST' && (r.request().postData() ?? '').includes('"preview":true'));
  await form.locator('button[type=submit]:visible').last().click();
  const got = await answer;
  const preview = await got.json();
  if (!got.ok()) throw new Error(`no preview: ${JSON.stringify(preview)}`);
  await page.getByRole('button', { name: preview.button, exact: true }).first().waitFor();
  return preview;
}
