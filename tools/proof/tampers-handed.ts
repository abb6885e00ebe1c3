/** The ways of tampering with the case file that an arbitrator was handed (ARB-10). */
import { createHash } from 'node:crypto';
import { openSigner } from '@fairhold/server/casefile/key';
import { unzip } from '@fairhold/server/casefile/unzip';
import { zipOf } from '@fairhold/server/casefile/zip';
import type { Chance } from '../sim/random.ts';
import type { Desk, HandedFile } from './tamper-desk.ts';
import type { Tamper } from './tampers.ts';

const words = (f: HandedFile, ...what: string[]): string[] => [`contract ${f.contract}: the case file that was handed over (${f.case}`, ...what];
const WHERE = 'where contract = $1 and on_id = $2';
const at = (f: HandedFile): unknown[] => [f.contract, f.case];
const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
const flipped = (was: Buffer, r: Chance): Buffer => {
  const now = Buffer.from(was);
  const n = r.below(was.length);
  now[n] = (now[n] ?? 0) ^ (1 << r.below(8));
  return now;
};
const other = (d: Desk, r: Chance, f: HandedFile): HandedFile => r.pick(d.handed.filter((o) => o.sha256 !== f.sha256));

/** Columns, what each is set to, and by which words it is named. */
const ROW: Readonly<Record<string, (d: Desk, r: Chance, f: HandedFile) => readonly [set: string, value: unknown, named: string]>> = {
  seq: (_, r) => ['seq = seq + $3', r.pick([1, -1]), 'is said to be of step'],
  at: (_, r) => [`at = at + $3 * interval '1 millisecond'`, r.pick([1, -1, 86_400_000]), 'is said to be of 20'],
  size: (_, r) => ['size = size + $3', r.pick([1, -1]), 'has not the size'],
  'a digit of its digest': (_, _r, f) => ['sha256 = $3', f.sha256.replace(/^./, (c) => (c === '0' ? '1' : '0')), 'is gone: '],
  'the digest of evidence': (d, r) => ['sha256 = $3', r.pick(d.evidence).sha256, 'cannot be read: '],
  'no digest': () => ['sha256 = $3', null, 'does not say any more which it was'],
  'as if never made': () => ['sha256 = $3, size = null, made_at = null', null, 'was not made, though the record went on'],
  contract: (d, r, f) => [
    'contract = $3',
    r.pick(d.steps.filter((s) => !d.handed.some((o) => o.contract === s.contract) && s.contract !== f.contract)).contract,
    'is gone',
  ],
};

/** What somebody puts in its place who also makes the row fit, and by which words it is named. */
const INSTEAD: Readonly<Record<string, (d: Desk, r: Chance, f: HandedFile, files: Map<string, Buffer>) => string>> = {
  'one of its files changed': (_, r, _f, files) => {
    const path = r.pick([...files.keys()].filter((p) => p !== 'signature.txt' && p !== 'manifest.json'));
    files.set(path, flipped(files.get(path) as Buffer, r));
    return `is not whole inside: ${path} is not what was signed`;
  },
  'one of its files gone': (_, r, _f, files) => {
    const path = r.pick([...files.keys()].filter((p) => p !== 'signature.txt' && p !== 'manifest.json'));
    files.delete(path);
    return `is not whole inside: ${path} is missing`;
  },
  'a file more': (_, _r, _f, files) => {
    files.set('exhibits/999-more.txt', Buffer.from('What nobody gave.'));
    return 'holds exhibits/999-more.txt, which nobody signed';
  },
  'its manifest changed': (_, _r, _f, files) => {
    files.set('manifest.json', Buffer.from(String(files.get('manifest.json')).replace('"madeFor":"', '"madeFor":"x')));
    return 'is not whole inside: manifest.json: the signature does not fit';
  },
  'signed anew with another key': (_, _r, _f, files) => {
    const page = Buffer.from(String(files.get('case.html')).replace('</body>', '<p>And more.</p></body>'));
    const was = files.get('case.html') as Buffer;
    const signer = openSigner('a secret of somebody else');
    const manifest = JSON.parse(String(files.get('manifest.json')));
    for (const f of manifest.files) if (f.sha256 === sha256(was)) Object.assign(f, { sha256: sha256(page), size: page.length });
    files.set('case.html', page);
    files.set('manifest.json', Buffer.from(JSON.stringify({ ...manifest, key: signer.key })));
    files.set('signature.txt', Buffer.from(`${signer.sign(files.get('manifest.json') as Buffer)}\n`));
    return `is signed with a key that is not ours: ${signer.fingerprint}`;
  },
};

export const HANDED: Readonly<Record<string, Tamper>> = {
  async 'the bytes of a case file that was handed over'(d, r) {
    const f = r.pick(d.handed);
    const was = await d.content(f.sha256);
    const how = r.pick(['a bit', 'cut', 'longer', 'gone', 'exchanged']);
    if (how === 'a bit') await d.store(f.sha256, flipped(was, r));
    else if (how === 'exchanged') await d.store(f.sha256, await d.content(other(d, r, f).sha256));
    else await d.store(f.sha256, how === 'gone' ? undefined : how === 'cut' ? was.subarray(0, r.below(was.length)) : Buffer.concat([was, was]));
    return { what: `its bytes (${how})`, named: words(f, how === 'gone' ? 'is gone: ' : 'is not what was handed over: ') };
  },
  async 'the row of a case file that was handed over'(d, r) {
    const f = r.pick(d.handed);
    const how = r.pick(Object.keys(ROW));
    const [set, value, named] = (ROW[how] as (typeof ROW)[string])(d, r, f);
    await d.sql(`update handed_over set ${set} ${WHERE}`, [...at(f), value]);
    return { what: `its row (${how})`, named: words(f, named) };
  },
  async 'the row of a case file gone'(d, r) {
    const f = r.pick(d.handed);
    await d.sql(`delete from handed_over ${WHERE}`, at(f));
    return { what: 'its row deleted', named: words(f, 'is gone') };
  },
  async 'the row of a case file made to fit another'(d, r) {
    const f = r.pick(d.handed);
    const o = other(d, r, f);
    await d.sql(`update handed_over set sha256 = $3, size = $4 ${WHERE}`, [...at(f), o.sha256, (await d.content(o.sha256)).length]);
    return { what: `it is the one of contract ${o.contract} now`, named: words(f, 'is the file of another case or step') };
  },
  async 'a case file made anew, its row made to fit'(d, r) {
    const f = r.pick(d.handed);
    const zip = unzip(d.pathOf(f.sha256));
    const files = new Map(zip.paths.map((path) => [path, zip.read(path) as Buffer]));
    zip.close();
    const how = r.pick(Object.keys(INSTEAD));
    const named = (INSTEAD[how] as (typeof INSTEAD)[string])(d, r, f, files);
    const anew = Buffer.concat(
      await zipOf(
        [...files].map(([path, content]) => ({ path, content: async () => content })),
        Date.UTC(2026, 0),
      ).toArray(),
    );
    await d.store(sha256(anew), anew);
    await d.sql(`update handed_over set sha256 = $3, size = $4 ${WHERE}`, [...at(f), sha256(anew), anew.length]);
    return { what: `${how}, its row made to fit`, named: words(f, named) };
  },
  async 'a case file that only a witness knows'(d, r) {
    const f = r.pick(d.handed);
    const o = other(d, r, f);
    await d.sql(`update handed_over set sha256 = $3 ${WHERE}`, [...at(f), o.sha256]);
    return { what: 'another digest than the witness has seen', named: words(f, `is not the one; a witness has seen ${f.sha256}`) };
  },
};
