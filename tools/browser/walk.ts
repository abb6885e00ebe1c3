/** Goes through page states, three people at a time: each has a window of their own. */
import type { Page } from 'playwright-core';
import { forAll } from '../proof/common.ts';
import type { House } from './house.ts';
import { enter, type PageState } from './states.ts';

type Size = { width: number; height: number };

/** Shows the page at this size, in this theme, from its top. */
export async function look(page: Page, size: Size, theme?: 'light' | 'dark'): Promise<void> {
  await page.setViewportSize(size);
  if (theme) await page.emulateMedia({ colorScheme: theme });
  await page.evaluate('scrollTo(0, 0)');
  // A window that the browser takes for covered may never draw: then it is drawn when it is looked at.
  await page.evaluate('new Promise((ok) => { requestAnimationFrame(() => requestAnimationFrame(ok)); setTimeout(ok, 1000); })');
}

const A_MINUTE = 60_000;
/** Rejects when it takes longer: one state that hangs must not keep all others waiting. */
async function within(ms: number, work: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, no) => {
    timer = setTimeout(() => no(new Error('not done within a minute')), ms);
  });
  await Promise.race([work(), late]).finally(() => clearTimeout(timer));
}

/** Calls `visit` in every state. Returns a sentence for each state that could not be reached or looked at. */
export async function walk(
  h: House,
  states: readonly PageState[],
  visit: (page: Page, s: PageState, n: number) => Promise<void>,
  size: Size = { width: 1280, height: 800 },
): Promise<string[]> {
  const lost: string[] = [];
  const byPerson = Map.groupBy(
    states.map((s, n) => ({ s, n })),
    ({ s }) => s.who ?? '',
  );
  // Who has most to show begins.
  const lanes = [...byPerson.values()].sort((a, b) => b.length - a.length);
  await forAll(lanes, 3, async (lane) => {
    for (const { s, n } of lane) {
      try {
        const page = await h.window(s.who);
        await page.setViewportSize(size);
        await within(A_MINUTE, async () => {
          await enter(h, s);
          await visit(page, s, n);
        });
      } catch (error) {
        lost.push(`${s.name}: ${String(error).slice(0, 300)}`);
      }
    }
    await h.leave(lane[0]?.s.who);
  });
  return lost;
}

/** The languages to go through: those named by `--locale`, else English, and all that the product speaks in the long form. */
export function localesAsked(quick: boolean): readonly string[] {
  const named = wordAfter('--locale');
  return named ? [named] : quick ? ['en'] : ['en', 'de'];
}

/** What stands after an option on the command line, like `--only film`. */
export function wordAfter(option: string): string | undefined {
  const at = process.argv.indexOf(option);
  return at < 0 ? undefined : process.argv[at + 1];
}
