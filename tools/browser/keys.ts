/** A person without a mouse: everything by keys, and where the focus is can always be seen. */
import type { Page } from 'playwright-core';

export interface Focus {
  readonly tag: string;
  readonly type: string;
  readonly name: string;
  readonly act: string;
  readonly field: string;
  readonly group: string;
  readonly checked: boolean;
  readonly value: string;
  readonly mode: string;
  readonly visible: boolean;
  /** A heading that keeps something folded. */
  readonly folded: boolean;
}

const FOCUS = `(() => {
  const e = document.activeElement;
  if (!e || e === document.body) return undefined;
  const label = e.labels?.[0]?.textContent ?? '';
  const css = getComputedStyle(e);
  const around = e.matches('input[type=radio], input[type=checkbox]') && e.closest('label') ? getComputedStyle(e.closest('label')) : css;
  const ring = (s) => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none';
  const box = e.getBoundingClientRect();
  return {
    tag: e.tagName.toLowerCase(), type: e.getAttribute('type') ?? '', name: (e.getAttribute('aria-label') ?? (label || e.textContent) ?? '').replace(/\\s+/g, ' ').trim(),
    act: e.getAttribute('data-act') ?? '', field: e.closest('[data-field]')?.getAttribute('data-field') ?? e.id.replace(/^f-/, ''),
    group: e.getAttribute('name') ?? '', checked: Boolean(e.checked) || (e.type === 'radio' && Boolean(document.querySelector('input[name="' + e.name + '"]:checked'))),
    folded: e.matches('details:not([open]) > summary'),
    value: e.value ?? '', mode: e.getAttribute('inputmode') ?? '',
    visible: (ring(css) || ring(around)) && box.bottom > 0 && box.top < innerHeight,
  };
})()`;

/** What has the focus; undefined: nothing has. */
export const focus = (page: Page): Promise<Focus | undefined> => page.evaluate(FOCUS) as Promise<Focus | undefined>;

/** Presses Tab until something fits. Returns how often; throws when it does not come, or when the focus cannot be seen on the way. */
export async function tabTo(page: Page, what: string, fits: (f: Focus) => boolean, most = 120): Promise<number> {
  for (let n = 0; n <= most; n += 1) {
    let f = await focus(page);
    // What comes late above it pushes it out of view for a moment.
    if (f && n > 0 && !f.visible) {
      await page.waitForTimeout(200);
      f = await focus(page);
    }
    if (f && n > 0 && !f.visible) throw new Error(`on the way to ${what} the focus cannot be seen: ${JSON.stringify(f)}`);
    if (f && fits(f)) return n;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${what} cannot be reached with ${most} Tabs; the focus is at ${JSON.stringify(await focus(page))}`);
}

/**
 * From the first field on: gives every field what it needs, until the button that sends has the focus. `values`: text by the field's
 * name; a choice is made with the arrows and the space bar.
 */
export async function fillByKeys(page: Page, values: Readonly<Record<string, string>>, most = 60): Promise<void> {
  const done = new Set<string>();
  for (let n = 0; n < most; n += 1) {
    const f = await focus(page);
    if (f?.tag === 'button' && f.type === 'submit') return;
    // A task that is folded is opened; the form itself was opened before.
    if (f?.folded) await page.keyboard.press('Space');
    else if (f?.type === 'radio' && !done.has(f.group)) {
      done.add(f.group);
      const wanted = values[f.group.replace(/^f-/, '')] ?? values[f.field];
      if (wanted === undefined) {
        if (!f.checked) await page.keyboard.press('Space');
      } else await choose(page, wanted);
    } else if (f?.type === 'checkbox' && !f.checked) await page.keyboard.press('Space');
    else if (f?.tag === 'select' && !f.value) await page.keyboard.press('ArrowDown');
    else if ((f?.tag === 'textarea' || (f?.tag === 'input' && ['text', ''].includes(f.type))) && !f.value) {
      const text = values[f.field] ?? (f.mode === 'decimal' ? '100.00' : f.tag === 'textarea' ? 'All of it is as we agreed.' : '');
      if (text) await page.keyboard.type(text);
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`the button that sends cannot be reached; the focus is at ${JSON.stringify(await focus(page))}`);
}

/** In a group of radios: the one whose words begin so. */
async function choose(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Space');
  for (let n = 0; n < 12; n += 1) {
    if ((await focus(page))?.name.startsWith(words)) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`there is no choice "${words}"`);
}
