// Runs a TypeScript file of this repository with the Node that the repository pins, so that any Node from 20 on can start it.
// Plain JavaScript on purpose: it is the one file that the machine's own Node must understand.
import { spawn } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [file, ...args] = process.argv.slice(2);

function findNode() {
  const pinned = join(root, 'node_modules', `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(pinned)) {
    try {
      accessSync(pinned, constants.X_OK);
    } catch {
      chmodSync(pinned, 0o755);
    }
    return pinned;
  }
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  console.error(
    `Fairhold needs Node 22.18 or newer. This is ${process.version}, and npm brought no newer one for ${process.platform}-${process.arch}.\nRun "npm ci" first, or install a newer Node.`,
  );
  process.exit(1);
}

// The nursery for young objects: small where somebody tries the sandbox out, which is to stay near 200 MB; in a live installation an act
// costs a third less of the server's time with a larger one (docs/decisions/0015).
const { nurseryMb } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).config;
const mode = process.env.FAIRHOLD_MODE === 'live' ? 'live' : 'sandbox';
const nursery = file.endsWith('start.ts') ? [`--max-semi-space-size=${nurseryMb[mode]}`] : [];
const child = spawn(findNode(), ['--disable-warning=ExperimentalWarning', ...nursery, join(root, file), ...args], {
  // The channel tells the child when this process is gone, however it went.
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  cwd: process.cwd(),
  env: process.env,
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
