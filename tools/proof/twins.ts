/**
 * `npm run twins`: bugs planted into a copy of the source, one at a time; the command named for each must notice it. `--only TEXT`
 * tries those whose name or file has it; `--quick` leaves out most that need a server. A checker that catches none of its twins is none.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ground, openGround, readRun } from './common.ts';
import { COMMANDS, TWINS, type Twin } from './twins-table.ts';

const root = join(import.meta.dirname, '..', '..');
const run = readRun('twins', 60);
const at = process.argv.indexOf('--only');
const only = at < 0 ? '' : (process.argv[at + 1] ?? '');
const LANES = 2;
const AFTER_MS = 600_000;

/** A copy of the source that uses the same libraries, but its own packages. */
function copied(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fairhold-twins-'));
  for (const part of ['domain', 'copy', 'server', 'client', 'tools', 'stories'])
    cpSync(join(root, part), join(folder, part), { recursive: true, filter: (from) => !from.includes('node_modules') });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  mkdirSync(join(folder, 'node_modules', '@fairhold'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@fairhold') symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  for (const part of ['domain', 'copy', 'server', 'client', 'tools'])
    symlinkSync(join(folder, part), join(folder, 'node_modules', '@fairhold', part));
  for (const part of ['server', 'tools']) {
    const own = join(root, part, 'node_modules');
    symlinkSync(own, join(folder, part, 'node_modules'));
  }
  return folder;
}

interface Ran {
  readonly code: number | null;
  readonly broken: number | undefined;
  readonly said: string;
}
/** The commands that need a database share a server, each with a database of its own on it. */
let shared: Ground | undefined;
function command(folder: string, name: keyof typeof COMMANDS): Promise<Ran> {
  const [file, ...rest] = COMMANDS[name];
  const args = ['--disable-warning=ExperimentalWarning', join(folder, file), ...rest];
  return new Promise((ok) => {
    const env = { ...process.env, ...(shared && { DATABASE_URL: shared.db.url }) };
    const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    const timer = setTimeout(() => child.kill('SIGKILL'), AFTER_MS);
    const hear = (d: Buffer): void => {
      out = (out + d.toString()).slice(-20_000);
    };
    for (const stream of [child.stdout, child.stderr]) stream.on('data', hear);
    child.once('close', (code) => {
      clearTimeout(timer);
      const last = /\{"broken":(\d+)/.exec(out);
      ok({ code, broken: last ? Number(last[1]) : undefined, said: out.split('\n').find((l) => l.startsWith('BROKEN')) ?? out.slice(-300) });
    });
  });
}

let caught = 0;
/** Plants one, asks, takes it out again. A command that cannot even start has caught nothing. */
async function tried(folder: string, t: Twin): Promise<void> {
  const path = join(folder, t.file);
  const source = readFileSync(path, 'utf8');
  if (!source.includes(t.text)) {
    run.broken.push(`${t.name}: ${t.file} has no longer the text it changes`);
    return;
  }
  writeFileSync(
    path,
    source.replace(t.text, () => t.instead),
  );
  const began = performance.now();
  const ran = await command(folder, t.by ?? 'simulate');
  writeFileSync(path, source);
  const seen = (ran.broken ?? 0) > 0 && ran.code === 1;
  if (seen) caught += 1;
  else run.broken.push(`${t.name} (${t.file}): ${t.by ?? 'simulate'} did not notice (${ran.code}, ${ran.said})`);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${seen ? 'caught' : 'MISSED'} ${(t.by ?? 'simulate').padEnd(11)} ${seconds.padStart(6)} s  ${t.name}: ${ran.said.slice(0, 120)}`);
}

const slow = TWINS.filter((t) => !['simulate', 'deadlines', undefined].includes(t.by));
const mine = TWINS.filter((t) => `${t.name} ${t.file}`.includes(only) && !(run.quick && slow.includes(t) && !t.quick));
for (const t of TWINS)
  if (!readFileSync(join(root, t.file), 'utf8').includes(t.text)) run.broken.push(`${t.name}: ${t.file} has no longer the text it changes`);

const waiting = [...mine].sort((a, b) => Number(slow.includes(b)) - Number(slow.includes(a)));
if (mine.some((t) => slow.includes(t))) shared = await openGround();
const lanes = Array.from({ length: LANES }, async () => {
  const folder = copied();
  for (let t = waiting.shift(); t; t = waiting.shift()) await tried(folder, t);
  rmSync(folder, { recursive: true, force: true });
});
await Promise.all(lanes);
await shared?.close();
run.end({ planted: TWINS.length, twins: mine.length, caught });
