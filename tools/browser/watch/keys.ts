/**
 * Every page in every state by Tab alone, wide and on a phone: all that can be done is reached, the focus can be seen at each stop and is
 * not hidden under what sticks to the edge, and after the last stop it begins again (WCAG 2.1.1, 2.1.2, 2.4.7, 2.4.11).
 */
import type { Page } from 'playwright-core';
import type { Watcher } from '../walk.ts';
import { look } from '../walk.ts';

/**
 * What Tab must reach, in `keysTo`: all that is shown and can be operated. Of a group of radios one; what a list of choices, a menu or a
 * row of tabs moves through with the arrows is left to the arrows. In an open dialog only what is in it.
 */
const EXPECTED = `(() => {
  // A menu is left by Tab, and closes then.
  if (!document.activeElement?.closest('[role=menu]')) document.activeElement?.blur();
  const seen = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !e.closest('details:not([open]) > :not(summary), [inert], [disabled]');
  const sheet = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document;
  const arrows = (e) => e.tabIndex < 0 && e.closest('[role=tablist], [role=menu], [role=listbox], [role=radiogroup]');
  const groups = new Set();
  window.keysTo = [...sheet.querySelectorAll('a[href], button, input, select, textarea, summary, audio[controls], video[controls], [tabindex="0"]')].filter((e) => {
    if (!seen(e) || arrows(e) || e.matches('input[type=hidden], input[type=file].sr')) return false;
    const group = e.matches('input[type=radio]') && (e.form ? [...document.forms].indexOf(e.form) : '') + e.name;
    if (group === false) return true;
    if (groups.has(group)) return false;
    groups.add(group);
    return true;
  });
  return window.keysTo.length;
})()`;

/** Where the focus is: which of those (a radio stands for its group), a name to tell it by, and what is wrong with how it is seen. */
const STOP = `(() => {
  const e = document.activeElement;
  if (!e || e === document.body || e.matches('dialog')) return undefined;
  const like = e.matches('input[type=radio]') ? window.keysTo.find((o) => o.type === 'radio' && o.name === e.name && o.form === e.form) : e;
  const name = e.tagName.toLowerCase() + ' "' + (e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent || e.id).trim().replace(/\\s+/g, ' ').slice(0, 40) + '"';
  const ring = (o) => { const s = o && getComputedStyle(o); return s && ((s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'); };
  const around = e.matches('input[type=radio], input[type=checkbox], input[type=file]') ? e.closest('label, .file-drop') : null;
  const shown = e.getBoundingClientRect().width > 2 || !around ? e : around;
  // A link within a text may go over two lines.
  const box = shown.getClientRects()[0] ?? shown.getBoundingClientRect();
  const xs = [0.5, 0.1, 0.9].map((k) => box.left + k * box.width);
  const ys = [0.5, 0.1, 0.9].map((k) => box.top + k * box.height);
  const hit = xs.some((x) => ys.some((y) => { const o = document.elementFromPoint(x, y); return o && (e.contains(o) || o.contains(e) && o.matches('label') || around?.contains(o)); }));
  return { at: window.keysTo.indexOf(like), name, wrong: e.matches('iframe, object') ? '' : !ring(e) && !ring(around) ? 'the focus cannot be seen on' : !hit ? 'hidden while it has the focus:' : '' };
})()`;
interface Stop {
  readonly at: number;
  readonly name: string;
  readonly wrong: string;
}

const MISSED = `((reached) => window.keysTo.flatMap((e, n) => reached.includes(n) || !e.isConnected || e.disabled ? [] :
  [e.tagName.toLowerCase() + ' "' + (e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent || e.id).trim().replace(/\\s+/g, ' ').slice(0, 40) + '"']))`;

/** The stops of one round: until what came first comes again. */
async function round(page: Page, expected: number): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let n = 0; n < 2 * expected + 20; n += 1) {
    await page.keyboard.press('Tab');
    let stop = (await page.evaluate(STOP)) as Stop | undefined;
    // What is still being scrolled to is in view in a moment.
    for (let wait = 0; stop?.wrong && wait < 5; wait += 1) {
      await page.waitForTimeout(100);
      stop = (await page.evaluate(STOP)) as Stop | undefined;
    }
    // Something that came late may have pushed it out of view: who goes back and comes again sees it.
    if (stop?.wrong) {
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Tab');
      await page.waitForTimeout(100);
      stop = (await page.evaluate(STOP)) as Stop | undefined;
    }
    // A date has several stops of its own, one after the other.
    if (!stop || (stop.at >= 0 && stop.at === stops.at(-1)?.at)) continue;
    if (stop.at >= 0 && stop.at === stops.find((s) => s.at >= 0)?.at) return stops;
    stops.push(stop);
  }
  return stops;
}

/** Quick, and in a second language: wide and phone in turn. */
export const keysWatch: Watcher = ({ quick, seed, broken }) => {
  const counts = { rounds: 0, stops: 0, unreached: 0, unseen: 0 };
  const faults = new Map<string, string[]>();
  const fault = (what: string, where: string): void => void faults.set(what, [...(faults.get(what) ?? []), where]);
  return {
    async visit(page, s, n, _locale, again) {
      for (const width of quick || again ? [[1280, 360][(n + seed) % 2] as number] : [1280, 360]) {
        await look(page, { width, height: 800 });
        const expected = (await page.evaluate(EXPECTED)) as number;
        const stops = await round(page, expected);
        counts.rounds += 1;
        counts.stops += stops.length;
        for (const stop of stops.filter((x) => x.wrong)) {
          counts.unseen += 1;
          fault(`${stop.wrong} ${stop.name}`, `${s.name}, ${width} px`);
        }
        for (const name of (await page.evaluate(`${MISSED}(${JSON.stringify(stops.map((x) => x.at))})`)) as string[]) {
          counts.unreached += 1;
          fault(`Tab does not reach ${name}`, `${s.name}, ${width} px`);
        }
        await page.evaluate('document.activeElement?.blur()');
      }
    },
    end() {
      for (const [what, where] of faults) broken.push(`${what} (${where.length} times, first in: ${where[0]})`);
      return counts;
    },
  };
};
