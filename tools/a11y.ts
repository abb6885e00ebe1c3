/** `npm run a11y`: see browser/watch/axe.ts. */
import { watchPages } from './browser/walk.ts';
import { axeWatch } from './browser/watch/axe.ts';

await watchPages('a11y', [axeWatch]);
