/** What `npm start` runs: builds the web app when needed, then starts the server. */
import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { buildWeb } from './build-web.ts';

if (!buildWeb()) process.exit(1);
// Compiling is the larger part of a start; where the folder cannot be written it is done anew each time.
enableCompileCache(join(resolve(process.env['FAIRHOLD_DATA'] ?? '.data'), 'compiled'));
await import('../server/main.ts');
