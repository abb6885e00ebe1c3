/**
 * `npm run prove`: the quick form of every proof, one after the other, with one line for each; ends with 1 if one of them fails.
 * `npm run prove -- duels tamper` runs some. CI runs all.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Every proof by the name of its npm command, the quickest to say no first. */
const PROOFS: readonly { readonly name: string; readonly file: string; readonly args?: readonly string[] }[] = [
  { name: 'deadlines', file: 'tools/proof/deadlines.ts' },
  { name: 'simulate', file: 'tools/simulate.ts' },
  { name: 'simulate', file: 'tools/simulate.ts', args: ['--db'] },
  { name: 'tamper', file: 'tools/proof/tamper.ts' },
  { name: 'idempotency', file: 'tools/proof/idempotency.ts' },
  { name: 'duels', file: 'tools/proof/duels.ts' },
  { name: 'refunds', file: 'tools/proof/refunds.ts' },
  { name: 'crash', file: 'tools/proof/crash.ts' },
  { name: 'authz', file: 'tools/proof/authz.ts' },
  { name: 'fuzz', file: 'tools/proof/fuzz.ts' },
  { name: 'twins', file: 'tools/proof/twins.ts' },
  // What a11y and glance look for, in one walk.
  { name: 'pages', file: 'tools/pages.ts' },
];

const asked = process.argv.slice(2).filter((a) => !a.startsWith('--'));
const chosen = PROOFS.filter((p) => existsSync(join(root, p.file)) && (asked.length === 0 || asked.includes(p.name)));
if (chosen.length === 0) {
  console.error(`Name some of ${PROOFS.map((p) => p.name).join(', ')}, or none for all.`);
  process.exit(2);
}
const began = performance.now();
let failed = 0;
for (const p of chosen) {
  const at = performance.now();
  const ran = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, p.file), ...(p.args ?? []), '--quick'], {
    encoding: 'utf8',
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  });
  const seconds = ((performance.now() - at) / 1000).toFixed(1);
  const last = ran.stdout.trimEnd().split('\n').at(-1) ?? '';
  const says = ran.status !== 0 ? 'BROKEN' : last.includes('"skipped"') ? 'skipped' : 'holds';
  console.log(`${says.padEnd(7)} ${[p.name, ...(p.args ?? [])].join(' ').padEnd(13)} ${seconds.padStart(6)} s  ${last}`);
  if (ran.status === 0) continue;
  failed += 1;
  console.log(`${ran.stdout.slice(-4000)}\n${ran.stderr.slice(-4000)}\n    alone: npm run ${p.name} -- ${[...(p.args ?? []), '--quick'].join(' ')}`);
}
console.log(JSON.stringify({ broken: failed, proofs: chosen.length, seconds: Math.round((performance.now() - began) / 100) / 10 }));
process.exit(failed > 0 ? 1 : 0);
