/** `npm run openapi`: writes the API's description and the client's types from the running routes; `-- --check` fails when stale. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@fairhold/server/config';
import { startFairhold } from '@fairhold/server/start';

const CLIENT = join(import.meta.dirname, '..', 'client');
const folder = mkdtempSync(join(tmpdir(), 'fairhold-openapi-'));
const running = await startFairhold({ ...readConfig({ FAIRHOLD_DATA: folder, FAIRHOLD_URL: 'http://localhost:3000' }), port: 0, seed: false });
const described = (await (await fetch(`${running.url}/openapi.json`)).json()) as Record<string, unknown>;
await running.stop();
rmSync(folder, { recursive: true, force: true });

const text = `${JSON.stringify(described, null, 1)}\n`;
const file = join(CLIENT, 'openapi.json');
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('client/openapi.json is stale: run "npm run openapi".');
    process.exit(1);
  }
  process.exit(0);
}
writeFileSync(file, text);
execFileSync(process.execPath, [join(import.meta.dirname, 'node_modules/openapi-typescript/bin/cli.js'), file, '-o', join(CLIENT, 'schema.d.ts')], {
  stdio: 'inherit',
});
