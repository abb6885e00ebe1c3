/**
 * Pictures of every page in every state, for people to look at: `node tools/run.mjs tools/browser/shots.ts FOLDER [--only TEXT] [--locale de] [--whole]`
 * writes each at 360 x 800 and 1280 x 800, light and dark.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openHouse } from './house.ts';
import { STATES } from './states.ts';
import { look, walk, wordAfter } from './walk.ts';

const folder = process.argv[2];
if (!folder || folder.startsWith('--')) {
  console.error('Name a folder to write the pictures to.');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const only = wordAfter('--only') ?? '';
const locale = wordAfter('--locale');
const house = await openHouse();
if (locale) await house.speak(locale);
let pictures = 0;
const lost = await walk(
  house,
  STATES.filter((s) => s.name.includes(only)),
  async (page, s) => {
    const name = s.name.replace(/\W+/g, '-');
    for (const width of [360, 1280])
      for (const theme of ['light', 'dark'] as const) {
        await look(page, { width, height: 800 }, theme);
        await page.screenshot({
          path: join(folder, `${name}-${width}-${theme}.png`),
          animations: 'disabled',
          fullPage: process.argv.includes('--whole'),
        });
        pictures += 1;
      }
  },
);
await house.close();
for (const what of lost) console.log(what);
console.log(`${pictures} pictures in ${folder}`);
process.exit(lost.length > 0 ? 1 : 0);
