/** What `npm start` runs: builds the web app when needed, then starts the server. */
import { buildWeb } from './build-web.ts';

if (!buildWeb()) process.exit(1);
await import('../server/main.ts');
