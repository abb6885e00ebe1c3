/** What `npm run check` runs: all that CI does, in order, and stops at the first that fails. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = (name: string) => join(root, 'node_modules', '.bin', name);
const node = process.execPath;

const STEPS: readonly (readonly [string, string, readonly string[]])[] = [
  ['format and lint', bin('biome'), ['check', '.']],
  ['types', bin('tsc'), ['-p', 'tsconfig.json']],
  ['the web app builds', node, [join(root, 'node_modules/vite/bin/vite.js'), 'build', 'web', '--logLevel', 'warn']],
  ['the description of the API is current', node, ['tools/openapi.ts', '--check']],
  ['ways through the processes are current', node, ['tools/paths.ts', '--check']],
  ['rules are proven', node, ['tools/rules.ts', '--check']],
  ['tests', node, ['tools/test.ts']],
];

// In CI the tests are run by the command of the README, after this.
const steps = process.argv.includes('--but-tests') ? STEPS.slice(0, -1) : STEPS;
for (const [name, command, args] of steps) {
  console.log(`\n── ${name} ──`);
  const { status } = spawnSync(command, [...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    console.error(`\n${name}: failed`);
    process.exit(1);
  }
}
