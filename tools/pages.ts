/** `npm run pages`: what a11y, glance and keyboard look for, in one walk. `--shots FOLDER`: pictures too; `--shots-only`: nothing but pictures. */
import { watchPages, wordAfter } from './browser/walk.ts';
import { axeWatch } from './browser/watch/axe.ts';
import { glanceWatch } from './browser/watch/glance.ts';
import { keysWatch } from './browser/watch/keys.ts';
import { shotsWatch } from './browser/watch/shots.ts';

const looks = process.argv.includes('--shots-only') ? [] : [glanceWatch, axeWatch, keysWatch];
await watchPages('pages', [...looks, ...(wordAfter('--shots') ? [shotsWatch] : [])]);
