/** `npm run pages`: what a11y and glance look for, in one walk. `--shots FOLDER`: pictures too; `--shots-only`: nothing but pictures. */
import { watchPages, wordAfter } from './browser/walk.ts';
import { axeWatch } from './browser/watch/axe.ts';
import { glanceWatch } from './browser/watch/glance.ts';
import { shotsWatch } from './browser/watch/shots.ts';

const looks = process.argv.includes('--shots-only') ? [] : [glanceWatch, axeWatch];
await watchPages('pages', [...looks, ...(wordAfter('--shots') ? [shotsWatch] : [])]);
