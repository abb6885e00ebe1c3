/** Pictures of every page in every state, for people to look at: each at 360 x 800 and 1280 x 800, light and dark. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Watcher } from '../walk.ts';
import { look, wordAfter } from '../walk.ts';

/** `--shots FOLDER`: where to; `--whole`: not only the first view. */
export const shotsWatch: Watcher = () => {
  const folder = wordAfter('--shots') ?? '';
  let pictures = 0;
  return {
    async visit(page, s, _n, locale, again) {
      const to = again ? join(folder, locale) : folder;
      mkdirSync(to, { recursive: true });
      for (const width of [360, 1280])
        for (const theme of ['light', 'dark'] as const) {
          await look(page, { width, height: 800 }, theme);
          await page.screenshot({
            path: join(to, `${s.name.replace(/\W+/g, '-')}-${width}-${theme}.png`),
            animations: 'disabled',
            fullPage: process.argv.includes('--whole'),
          });
          pictures += 1;
        }
    },
    end: () => ({ pictures }),
  };
};
