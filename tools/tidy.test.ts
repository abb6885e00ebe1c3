/** Reads the source: what a reviewer would otherwise have to look for each time. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordsFor } from '@fairhold/copy';
import { HOUSE } from '@fairhold/domain';
import { type ActRule, isAct, type LapseRule, type Process } from '@fairhold/domain/process';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const FOLDERS = ['domain', 'copy', 'server', 'web', 'client', 'tools'] as const;
type Folder = (typeof FOLDERS)[number];
interface Source {
  readonly path: string;
  readonly folder: Folder;
  readonly text: string;
  readonly lines: readonly string[];
  readonly test: boolean;
}
const sources: Source[] = FOLDERS.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((f) => /\.tsx?$/.test(f) && !/node_modules|dist|schema\.d\.ts|config\.ts/.test(f))
    .map((f) => {
      const path = `${folder}/${f}`;
      const text = readFileSync(join(root, path), 'utf8');
      return { path, folder, text, lines: text.split('\n'), test: /\.test\.tsx?$|\/testing\/|\/tests\//.test(path) };
    }),
);
const importsOf = (s: Source): string[] => [...s.text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((m) => m[1] as string);

/** Which workspaces each one may import. */
const MAY: Readonly<Record<Folder, readonly Folder[]>> = {
  domain: ['domain'],
  copy: ['domain', 'copy'],
  server: ['domain', 'copy', 'server'],
  web: ['domain', 'copy', 'client', 'web'],
  client: ['client'],
  tools: ['domain', 'copy', 'server', 'client', 'tools'],
};
/** The web app knows no rule: of the domain it takes money, time and types. */
const WEB_MAY = ['@fairhold/domain/money', '@fairhold/domain/time'];

// Put together from pieces, so that this file does not find itself.
const LEFT_OUT = new RegExp(`\\b(it|test|describe)\\.(${['sk' + 'ip', 'on' + 'ly', 'to' + 'do'].join('|')})\\b`);
const UNFINISHED = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].join('|')})\\b`);

describe('the house', () => {
  test('there is something to read', () => expect(sources.length).toBeGreaterThan(120));

  test('every part is shown in the gallery, or is around every page', () => {
    const parts = sources.filter((s) => /^web\/parts\/.*\.tsx$/.test(s.path)).map((s) => s.path.replace('web/', '../'));
    const shown = sources.filter((s) => /^web\/screens\/gallery|^web\/layout/.test(s.path)).flatMap(importsOf);
    // From the layout a part is "./parts/…", from the gallery "../parts/…".
    const has = new Set(shown.map((name) => name.replace(/^\.\//, '../')));
    expect(parts.length).toBeGreaterThan(25);
    expect(parts.filter((p) => !has.has(p))).toEqual([]);
  });

  test('imports point one way', () => {
    const wrong = sources.flatMap((s) =>
      importsOf(s).flatMap((name) => {
        const of = /^@fairhold\/(\w+)/.exec(name)?.[1] as Folder | undefined;
        return of && !MAY[s.folder].includes(of) ? [`${s.path} imports ${name}`] : [];
      }),
    );
    const out = sources.flatMap((s) =>
      importsOf(s).flatMap((name) =>
        name.startsWith('.') && join(s.path, '..', name).split('/')[0] !== s.folder && !s.test ? [`${s.path} imports ${name}`] : [],
      ),
    );
    expect([...wrong, ...out.filter((w) => w !== 'tools/start.ts imports ../server/main.ts')]).toEqual([]);
  });

  test('the web app knows no rule', () => {
    const wrong = sources
      .filter((s) => s.folder === 'web')
      .flatMap((s) =>
        s.lines.flatMap((line) =>
          /from '@fairhold\/domain/.test(line) && !line.startsWith('import type') && !WEB_MAY.some((m) => line.includes(`'${m}'`))
            ? [`${s.path}: ${line}`]
            : [],
        ),
      );
    expect(wrong).toEqual([]);
  });

  test('TIM-1: nothing in the domain asks for the time, for chance or for the world', () => {
    const wrong = sources
      .filter((s) => s.folder === 'domain' && !s.test)
      .flatMap((s) => [
        ...importsOf(s).flatMap((name) => (name.startsWith('.') ? [] : [`${s.path} imports ${name}`])),
        ...s.lines.flatMap((line, n) =>
          /\bDate\b|Math\.random|\bprocess\.(?!ts)|setTimeout|fetch\(|console\./.test(line.replace(/\/\/.*|\*.*/, '')) ? [`${s.path}:${n + 1}`] : [],
        ),
      ]);
    expect(wrong).toEqual([]);
  });

  test('MNY-1: no fraction touches money: the domain divides only in exact arithmetic', () => {
    const wrong = sources
      .filter((s) => s.folder === 'domain' && !s.test && !['domain/time.ts', 'domain/money.ts'].includes(s.path))
      .flatMap((s) =>
        s.lines.flatMap((line, n) =>
          /[\w)] \/ [\w(]/.test(line.replace(/\/\/.*|^\s*\*.*|'[^']*'|`[^`]*`|\/\*.*\*\//g, '')) && !/Math\.floor/.test(line)
            ? [`${s.path}:${n + 1} ${line.trim()}`]
            : [],
        ),
      );
    expect(wrong).toEqual([]);
  });

  test('files are no longer than a reader bears; tables and tests may be longer', () => {
    const long = sources.filter(
      (s) => s.lines.length > (s.test ? 450 : s.path.startsWith('domain/processes/') ? 720 : /^copy|schemas\.ts$/.test(s.path) ? 600 : 400),
    );
    expect(long.map((s) => `${s.path}: ${s.lines.length}`)).toEqual([]);
  });

  test('every file says at its beginning what it is for', () => {
    const bare = sources.filter((s) => !s.test && !/^(\/\*\*|\/\/)/.test(s.text) && !s.path.endsWith('index.ts') && !s.path.endsWith('.d.ts'));
    expect(bare.map((s) => s.path)).toEqual([]);
  });

  test('no test is left out, and nothing says that it is unfinished', () => {
    const wrong = sources.filter((s) => LEFT_OUT.test(s.text) || UNFINISHED.test(s.text));
    expect(wrong.map((s) => s.path)).toEqual([]);
  });
});

describe('words', () => {
  const w = wordsFor('en');
  const tables = Object.values(HOUSE.processes) as Process[];
  const by = (r: { by: readonly string[] }) => r.by.some((role) => role !== 'bank');

  test('TIM-9: every state, act, lapse and act of the bank has its words', () => {
    const missing: string[] = [];
    for (const t of tables) {
      for (const state of Object.keys(t.states)) if (!w.STATES[`${t.name}.${state}`]) missing.push(`state ${t.name}.${state}`);
      for (const r of t.rules.filter((one): one is ActRule => isAct(one)))
        if (by(r) ? !w.ACTS[`${t.name}.${r.act}`] : !w.BANK[`${t.name}.${r.act}`]) missing.push(`act ${t.name}.${r.act}`);
      for (const r of t.rules.filter((one): one is LapseRule => !isAct(one)))
        for (const state of r.from)
          if (!w.LAPSES[`${t.name}.${state}.${r.after}`] && !(t.states[state]?.turn === 'bank' || t.name === 'payment' || t.name === 'charge'))
            missing.push(`lapse ${t.name}.${state}.${r.after}`);
    }
    expect(missing).toEqual([]);
  });

  test('API-5: every refusal that the source can give has its words, and says what to do', () => {
    const codes = new Set(
      sources
        .filter((s) => !s.test && (s.folder === 'domain' || s.path === 'server/commit.ts'))
        .flatMap((s) => [...s.text.matchAll(/(?:refuse\(|refused: )'([a-z_]+)'/g)].map((m) => m[1] as string)),
    );
    codes.delete('later');
    codes.delete('internal');
    expect(codes.size).toBeGreaterThan(40);
    const missing = [...codes].filter((code) => !w.REFUSALS[code] || !Object.values(w.REFUSALS[code] as object).every((v) => String(v).length > 2));
    expect(missing).toEqual([]);
  });

  test('MNY-8: every reason for which money moves has its words', () => {
    const whys = new Set(
      sources
        .filter((s) => s.folder === 'domain' && !s.test)
        .flatMap((s) =>
          [...s.text.matchAll(/(?:post|hold|refund|refundFromGap|payFromGap|payMilestone|payParts|give|close)\((?:[^()]|\([^()]*\))*'(\w+)'/g)].map(
            (m) => m[1] as string,
          ),
        ),
    );
    const names = [...whys].filter(
      (why) =>
        /^[a-z]+([A-Z][a-z]+)*$/.test(why) &&
        !w.WHYS[why] &&
        !['client', 'freelancer', 'world', 'available', 'credit', 'contract', 'offer', 'release'].includes(why),
    );
    expect(names).toEqual([]);
  });
});
