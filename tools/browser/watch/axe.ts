/**
 * Every page in every state, held against axe at 1280 and 360 px, light and dark; at 320 px nothing may need sideways scrolling, and
 * at 360 px what one taps is at least 44 px high and wide (links within text excepted).
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { Watcher } from '../walk.ts';
import { look } from '../walk.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const COMBINATIONS = ([1280, 360] as const).flatMap((width) => (['light', 'dark'] as const).map((theme) => ({ width, theme })));

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
}

async function axe(page: Page): Promise<readonly Violation[]> {
  if (!(await page.evaluate('typeof window.axe === "object"'))) await page.evaluate(AXE);
  const options = JSON.stringify({ runOnly: { type: 'tag', values: TAGS }, resultTypes: ['violations'] });
  return (await page.evaluate(`axe.run(document, ${options}).then((r) => r.violations)`)) as readonly Violation[];
}

/** Elements that stick out at the right edge, the innermost ones; none when nothing scrolls sideways. */
const WIDE = `(() => {
  if (document.documentElement.scrollWidth <= document.documentElement.clientWidth) return [];
  const out = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5);
  return out.filter((e) => !out.some((o) => o !== e && e.contains(o))).slice(0, 3).map((e) => e.tagName.toLowerCase() + (e.className ? '.' + e.className : ''));
})()`;

/** What one taps and is smaller than 44 px: buttons, fields, marks with their labels, and links that stand alone. */
const SMALL = `(() => {
  const seen = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !e.closest('.sr') && !e.closest('details:not([open]) > :not(summary)');
  const sheet = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
  return [...sheet.querySelectorAll('button, summary, select, textarea, input, a[href], [role=tab], [role=button]')].filter((e) => {
    if (!seen(e) || e.matches('input[type=hidden], [disabled]')) return false;
    const box = (e.matches('input[type=radio], input[type=checkbox]') ? (e.closest('label') ?? e) : e).getBoundingClientRect();
    if (box.width < 2 || box.height < 2) return false;
    // A link within a line of text is as high as its line.
    if (e.matches('a') && getComputedStyle(e).display === 'inline') return false;
    return box.height < 43.5 || box.width < 43.5;
  }).slice(0, 5).map((e) => e.tagName.toLowerCase() + ' "' + (e.getAttribute('aria-label') || e.textContent || e.id).trim().slice(0, 40) + '" ' +
    Math.round(e.getBoundingClientRect().width) + 'x' + Math.round(e.getBoundingClientRect().height));
})()`;

/** Quick: each state in one of the four combinations, in turn, beginning with another by seed. */
export const axeWatch: Watcher = ({ quick, seed, broken }) => {
  const counts = { states: 0, combinations: 0, violations: 0, wide: 0, small: 0 };
  /** One fault of a shared part is told once, with how many states show it. */
  const faults = new Map<string, string[]>();
  const fault = (what: string, where: string): void => void faults.set(what, [...(faults.get(what) ?? []), where]);
  return {
    async visit(page, s, n, locale, again) {
      if (!again) counts.states += 1;
      const name = again ? `${s.name}, ${locale}` : s.name;
      // Another language changes words, not colours: one combination will do.
      const one = COMBINATIONS.filter((_, k) => k === (n + seed) % COMBINATIONS.length);
      for (const { width, theme } of quick || again ? one : COMBINATIONS) {
        await look(page, { width, height: 800 }, theme);
        counts.combinations += 1;
        for (const v of await axe(page)) {
          counts.violations += v.nodes.length;
          for (const node of v.nodes)
            fault(
              `${v.id}: ${node.target.join(' ')}: ${(node.failureSummary ?? v.help).replace(/\s+/g, ' ').slice(0, 260)}`,
              `${name}, ${width} ${theme}`,
            );
        }
      }
      await look(page, { width: 360, height: 800 });
      for (const what of (await page.evaluate(SMALL)) as string[]) {
        counts.small += 1;
        fault(`smaller than 44 px: ${what}`, name);
      }
      await look(page, { width: 320, height: 800 });
      for (const what of (await page.evaluate(WIDE)) as string[]) {
        counts.wide += 1;
        fault(`sticks out at 320 px: ${what}`, name);
      }
    },
    end() {
      for (const [what, where] of faults) broken.push(`${what} (${where.length} times, first in: ${where[0]})`);
      return counts;
    },
  };
};
