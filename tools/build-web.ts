/** Builds the web app when it is missing or older than its sources. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const built = join(root, 'web', 'dist', 'index.html');

function newest(folder: string): number {
  let at = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'dist' || entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    at = Math.max(at, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return at;
}

/** Whether it is there now. */
export function buildWeb(): boolean {
  if (existsSync(built) && Math.max(newest(join(root, 'web')), newest(join(root, 'copy'))) <= statSync(built).mtimeMs) return true;
  console.log('Building the web app …');
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', 'web', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
    // Called from a test, the libraries would otherwise be built as for development: larger, slower, and kept for the server to serve.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  return status === 0;
}
