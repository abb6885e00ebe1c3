/** `npm run keyboard`: see browser/watch/keys.ts. */
import { watchPages } from './browser/walk.ts';
import { keysWatch } from './browser/watch/keys.ts';

await watchPages('keyboard', [keysWatch]);
