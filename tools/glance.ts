/** `npm run glance`: see browser/watch/glance.ts. */
import { watchPages } from './browser/walk.ts';
import { glanceWatch } from './browser/watch/glance.ts';

await watchPages('glance', [glanceWatch]);
