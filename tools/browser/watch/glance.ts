/**
 * What must be readable at a glance: every answer of web/glance.ts is on its page, in the accessibility tree, and inside the first
 * view on a phone and on a desk, in every language.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Json } from '@fairhold/server/testing/http';
import type { Page } from 'playwright-core';
import type { PageState } from '../states.ts';
import type { Watcher } from '../walk.ts';
import { look } from '../walk.ts';

const SIZES = [
  { width: 360, height: 640 },
  { width: 1280, height: 800 },
] as const;

/** The list of the pages themselves, read as a file: nothing imports the web app. */
const list = pathToFileURL(join(import.meta.dirname, '..', '..', '..', 'web', 'glance.ts')).href;
const { GLANCE } = (await import(list)) as { GLANCE: Readonly<Record<string, readonly string[]>> };

const canEnd = (c: Json): boolean => c.actions.some((a: Json) => a.act === 'end' && !a.blocked);
/** Pages and answers that a contract has only in some states: without a deadline there is no date to read. */
const DEPENDS: Readonly<Record<string, (c: Json) => boolean>> = {
  offer: (c) => ['offered', 'countered'].includes(c.state),
  settlement: (c) => c.deadlines.some((d: Json) => d.on.startsWith('settlement')),
  deadline: (c) => c.deadlines.length > 0 || c.turn.until !== undefined,
  silence: (c) => c.deadlines.length > 0 || c.turn.until !== undefined,
  // Where it cannot be ended there are no steps; what is held is said all the same.
  step: canEnd,
  choices: canEnd,
  // Once both have paid nobody can be the only one.
  onlyOne: (c) => c.case?.fees?.onlyPaid !== undefined,
};

/** What is wrong with an answer on the page; undefined: it can be read. */
const problemOf = (page: Page, key: string): Promise<string | undefined> =>
  page.evaluate((k) => {
    const all = [...document.querySelectorAll(`[data-glance="${k}"]`)];
    if (all.length === 0) return 'is not there';
    const wrong = all.map((e) => {
      if (!e.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return 'cannot be seen';
      if (e.closest('[aria-hidden=true], [inert]')) return 'is hidden from screen readers';
      if (!(e.textContent ?? '').trim() && !e.getAttribute('aria-label')) return 'has no text';
      const b = e.getBoundingClientRect();
      if (b.top < 0 || b.left < 0 || b.bottom > innerHeight + 0.5 || b.right > innerWidth + 0.5)
        return `is outside the first view (${Math.round(b.top)} to ${Math.round(b.bottom)} of ${innerHeight})`;
      // Words that wrap have a box for each line; between them is the neighbour's.
      const seen = [...e.getClientRects()]
        .filter((line) => line.width > 0)
        .every((line) => {
          const top = document.elementFromPoint(line.left + line.width / 2, line.top + line.height / 2);
          return top && (e.contains(top) || top.contains(e));
        });
      return seen ? '' : 'is covered by something';
    });
    return wrong.includes('') ? undefined : wrong[0];
  }, key);

export const glanceWatch: Watcher = ({ only, broken }) => {
  const seen = new Set<string>();
  let [states, answers, missing] = [0, 0, 0];
  async function asked(s: PageState, page: Page): Promise<string[]> {
    const id = /\/contracts\/([0-9a-f-]{36})/.exec(page.url())?.[1];
    const c: Json = id && (await page.evaluate(`fetch('/v1/contracts/${id}').then((r) => r.json())`));
    return [s.page, ...(s.also ? [s.also] : [])].flatMap((p) => {
      seen.add(p);
      const holds = (what: string) => !c || (DEPENDS[what]?.(c) ?? true);
      return holds(p) ? (GLANCE[p] ?? []).filter(holds).map((a) => `${p}.${a}`) : [];
    });
  }
  return {
    looksAt: (s) => s.page in GLANCE && !s.unready && !s.enter,
    async visit(page, s, _n, locale, again) {
      if (!again) states += 1;
      const keys = await asked(s, page);
      for (const size of SIZES) {
        await look(page, size);
        for (const key of keys) {
          answers += 1;
          const wrong = await problemOf(page, key);
          if (!wrong) continue;
          missing += 1;
          broken.push(`${key} ${wrong} at ${size.width} x ${size.height}: ${s.name}, ${locale}`);
        }
      }
    },
    end() {
      for (const p of only ? [] : Object.keys(GLANCE).filter((one) => !seen.has(one))) {
        missing += 1;
        broken.push(`no state shows the page ${p}`);
      }
      return { pages: seen.size, answerStates: states, answers, missing };
    },
  };
};
