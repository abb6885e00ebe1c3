import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { buildWeb } from './build-web.ts';

const dist = join(import.meta.dirname, '..', 'web', 'dist');
const LIMIT = 150_000;

/** The files that come with a script before it runs: what it imports, and what these import. */
function withImports(file: string, into: Set<string> = new Set()): Set<string> {
  if (into.has(file)) return into;
  into.add(file);
  const text = readFileSync(join(dist, 'assets', file), 'utf8');
  for (const m of text.matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)) withImports(m[1] as string, into);
  return into;
}
const compressed = (files: Iterable<string>): number =>
  [...files].reduce((sum, f) => sum + gzipSync(readFileSync(join(dist, 'assets', f)), { level: 9 }).length, 0);

describe('the first load', () => {
  expect(buildWeb()).toBe(true);
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const first = [...html.matchAll(/(?:src|href)="\/assets\/([\w.-]+\.js)"/g)].map((m) => m[1] as string);
  const entry = new Set<string>();
  for (const f of first) withImports(f, entry);
  const lazy = [
    ...new Set([...entry].flatMap((f) => [...readFileSync(join(dist, 'assets', f), 'utf8').matchAll(/import\(["'`]\.\/([\w.-]+\.js)["'`]\)/g)])),
  ].map((m) => m[1] as string);

  test('every page is a script of its own, loaded when it is opened', () => {
    expect(first.length).toBeGreaterThan(0);
    expect(new Set(lazy).size).toBeGreaterThanOrEqual(12);
    expect([...entry].filter((f) => lazy.includes(f))).toEqual([]);
    // Everything that was built can be reached: nothing is measured in vain.
    const reached = new Set<string>();
    for (const f of [...first, ...lazy]) withImports(f, reached);
    const built = readdirSync(join(dist, 'assets')).filter((f) => f.endsWith('.js'));
    expect(reached.size).toBeGreaterThan(built.length / 2);
  });

  test('a signed-in page needs at most 150 kB of compressed script, whichever is opened first', () => {
    const sizes = Object.fromEntries([...new Set(lazy)].map((f) => [f, compressed(withImports(f, new Set(entry)))]));
    const [name, most] = Object.entries(sizes).sort((a, b) => b[1] - a[1])[0] as [string, number];
    console.log(`first load: ${compressed(entry)} bytes for the frame, at most ${most} with a page (${name})`);
    expect(Object.entries(sizes).filter(([, size]) => size > LIMIT)).toEqual([]);
  });
});
