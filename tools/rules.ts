/** `npm run rules`: every rule of docs/rules and the tests that carry its id. With --check, a rule without a test is a failure. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStories } from './stories/read.ts';

const root = join(import.meta.dirname, '..');
const check = process.argv.includes('--check');

const pages = readdirSync(join(root, 'docs/rules')).filter((f) => f.endsWith('.md'));
const rules = pages.flatMap((page) =>
  [...readFileSync(join(root, 'docs/rules', page), 'utf8').matchAll(/^\*\*([A-Z]{3}-\d+)\.\*\*\s*([^.]*)/gm)].map((m) => ({
    id: m[1] as string,
    page,
    text: m[2] as string,
  })),
);

/** Names of tests that begin with one or more rule ids, by file. */
const carried = new Map<string, string[]>();
const carry = (name: string, file: string) => {
  const ids = /^((?:[A-Z]{3}-\d+(?:, )?)+):/.exec(name)?.[1]?.split(', ') ?? [];
  for (const id of ids) carried.set(id, [...(carried.get(id) ?? []), `${file}: ${name}`]);
};
const folders = ['domain', 'copy', 'server', 'web', 'client', 'tools'];
for (const folder of folders)
  for (const entry of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
    if (!/\.test\.tsx?$/.test(entry) || entry.includes('node_modules')) continue;
    const text = readFileSync(join(root, folder, entry), 'utf8');
    for (const m of text.matchAll(/\b(?:test|it)(?:\.each[\s\S]*?\]\))?\(\s*(['"`])([A-Z]{3}-\d+.*?)\1/g))
      carry(m[2] as string, `${folder}/${entry}`);
    for (const m of text.matchAll(/^\s*\]\)\((['"`])([A-Z]{3}-\d+.*?)\1/gm)) carry(m[2] as string, `${folder}/${entry}`);
  }

for (const story of readStories()) carry(`${story.rules.join(', ')}: ${story.name}`, 'stories');

let bare = 0;
for (const { id, page, text } of rules) {
  const tests = [...new Set(carried.get(id) ?? [])];
  if (tests.length === 0) bare += 1;
  console.log(`${id}  ${text.trim()}  (${page})${tests.length === 0 ? '\n    no test carries it' : ''}`);
  for (const t of tests) console.log(`    ${t}`);
}
const unknown = [...carried.keys()].filter((id) => !rules.some((r) => r.id === id));
const double = rules.filter((r, n) => rules.findIndex((other) => other.id === r.id) !== n);
for (const id of unknown) console.log(`${id}  is carried by a test and is in no page of docs/rules`);
for (const { id, page } of double) console.log(`${id}  is written twice (${page})`);
console.log(`\n${rules.length} rules, ${rules.length - bare} with tests, ${readStories().length} stories beside them.`);
if (check && (bare > 0 || unknown.length > 0 || double.length > 0 || rules.length === 0)) process.exit(1);
