/** Goes through page states, three people at a time: each has a window of their own. */
import type { Page } from 'playwright-core';
import { forAll, readRun } from '../proof/common.ts';
import { type House, openHouse } from './house.ts';
import { enter, type PageState, STATES } from './states.ts';

type Size = { width: number; height: number };

/** Shows the page at this size, in this theme, from its top. */
export async function look(page: Page, size: Size, theme?: 'light' | 'dark'): Promise<void> {
  await page.setViewportSize(size);
  if (theme) await page.emulateMedia({ colorScheme: theme });
  await page.evaluate('scrollTo(0, 0)');
  // A window that the browser takes for covered may never draw: then it is drawn when it is looked at.
  await page.evaluate('new Promise((ok) => { requestAnimationFrame(() => requestAnimationFrame(ok)); setTimeout(ok, 1000); })');
}

const PATIENCE = 120_000;
/** Rejects when it takes longer: one state that hangs must not keep all others waiting. */
async function within(ms: number, work: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, no) => {
    timer = setTimeout(() => no(new Error('not done within two minutes')), ms);
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
        await within(PATIENCE, async () => {
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

/** Something that is looked for on every page in every state. What it finds wrong goes into `broken`. */
export type Watcher = (run: { quick: boolean; seed: number; only: string; broken: string[] }) => {
  /** The states it looks at; left out: all. */
  looksAt?(s: PageState): boolean;
  /** `n`: the how-manieth state; `again`: in another language than the first. */
  visit(page: Page, s: PageState, n: number, locale: string, again: boolean): Promise<void>;
  /** What was counted. */
  end(): Record<string, unknown>;
};

/**
 * Every state once in each language, with all watchers at it, then one line of JSON; ends the process. `--quick`: in English;
 * `--locale de`: in German; `--only TEXT`: states whose name contains it.
 */
export async function watchPages(name: string, watchers: readonly Watcher[]): Promise<never> {
  const run = readRun(name, 200);
  const only = wordAfter('--only') ?? '';
  const all = watchers.map((make) => make({ quick: run.quick, seed: run.seed, only, broken: run.broken }));
  const states = STATES.filter((s) => s.name.includes(only) && all.some((a) => a.looksAt?.(s) ?? true));
  const house = await openHouse();
  const locales = localesAsked(run.quick);
  for (const [l, locale] of locales.entries()) {
    await house.speak(locale);
    const lost = await walk(house, l === 0 ? states : states.filter((s) => !s.once), async (page, s, n) => {
      for (const a of all) if (a.looksAt?.(s) ?? true) await a.visit(page, s, n, locale, l > 0);
    });
    run.broken.push(...lost);
  }
  run.broken.push(...house.faults());
  await house.close();
  return run.end({ ...Object.assign({}, ...all.map((a) => a.end())), locales });
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
