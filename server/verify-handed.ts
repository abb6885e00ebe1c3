/** Case files that arbitrators were handed: row, stored bytes and what is inside must be of the step that the record says (ARB-10, AUD-1). */
import { stat } from 'node:fs/promises';
import { checkContents } from './casefile/check.ts';
import { unzip } from './casefile/unzip.ts';
import { pathOf } from './outside/files.ts';
import type { Db } from './store/db.ts';
import type { JournalRow } from './store/reads.ts';
import type { VerifyOptions } from './verify.ts';
import { digestOf } from './verify-files.ts';
import type { Heads } from './verify-witness.ts';

interface HandedStep {
  readonly contract: string;
  readonly case: string;
  readonly seq: number;
  readonly digest: string;
  /** Epoch milliseconds: of this step, and of the last one of its contract. */
  readonly at: number;
  readonly until: number;
}
/** Cases that went to an arbitrator, by "contract/case": what was handed over of each must be there, as of that step. */
export type Handed = Map<string, HandedStep>;
interface Row {
  readonly contract: string;
  readonly case: string;
  readonly seq: number;
  readonly at: Date;
  readonly sha256: string | null;
  readonly size: string | null;
  readonly made: boolean;
}

/** How long a worker may take while the record goes on, ms; the longest wait between two of its tries is an hour. */
const LATEST_MS = 86_400_000;
const keyOf = (x: { readonly contract: string; readonly case: string }): string => `${x.contract}/${x.case}`;

/** Notes the cases that a journal takes to an arbitrator. */
export function handedIn(all: Handed, contract: string, journal: readonly JournalRow[]): void {
  const until = journal.at(-1)?.happenedAt.getTime() ?? 0;
  for (const step of journal)
    for (const i of Object.values(step.patch?.instances ?? {})) {
      if (i?.process !== 'case' || i.state !== 'hearing') continue;
      const h = { contract, case: i.id, seq: step.seq, digest: step.digest, at: step.happenedAt.getTime(), until };
      if (!all.has(keyOf(h))) all.set(keyOf(h), h);
    }
}

/** Compares rows, bytes and contents with the record; `read` counts the files that were hashed, `heads` is what a witness keeps of them. */
export async function handedFaults(
  db: Db,
  marketplace: string,
  handed: Handed,
  o: VerifyOptions,
): Promise<{ broken: string[]; read: number; heads: Heads }> {
  const broken: string[] = [];
  const heads = new Map<string, { seq: number; digest: string }>();
  let read = 0;
  const { rows } = await db.pool.query<Row>(
    `select contract, on_id as case, seq, at, sha256, size::text as size, made_at is not null as made
     from handed_over where marketplace = $1 order by 1, 2`,
    [marketplace],
  );
  const there = new Set(rows.map(keyOf));
  for (const [key, h] of handed)
    if (!there.has(key)) broken.push(`contract ${h.contract}: the case file that was handed over (${h.case}, step ${h.seq}) is gone`);
  for (const r of rows) {
    const say = (what: string): void => void broken.push(`contract ${r.contract}: the case file that was handed over (${r.case}) ${what}`);
    const h = handed.get(keyOf(r));
    for (const what of rowFaults(r, h, o)) say(what);
    if (r.sha256 === null) continue;
    heads.set(keyOf(r), { seq: r.seq, digest: r.sha256 });
    if (o.files === undefined) continue;
    read += 1;
    for (const what of await contentFaults(r, r.sha256, h, o, o.files)) say(what);
  }
  return { broken, read, heads };
}

function rowFaults(r: Row, h: HandedStep | undefined, o: VerifyOptions): string[] {
  const out: string[] = [];
  if (h?.seq !== r.seq) out.push(`is said to be of step ${r.seq}, the record says ${h === undefined ? 'there was none' : h.seq}`);
  else if (h.at !== r.at.getTime()) out.push(`is said to be of ${r.at.toISOString()}, the record says ${new Date(h.at).toISOString()}`);
  const seen = o.witness?.get(keyOf(r));
  if (seen && seen.digest !== r.sha256) out.push(`is not the one; a witness has seen ${seen.digest}`);
  if (r.sha256 !== null) return out;
  if (r.size !== null || r.made) out.push('was there, and its row does not say any more which it was');
  // With the clock of a sandbox somebody may look while the worker is at it; whoever reads the stored files is in no hurry.
  else if (h && o.files !== undefined && h.until - h.at > LATEST_MS) out.push('was not made, though the record went on for more than a day');
  return out;
}

async function contentFaults(r: Row, sha256: string, h: HandedStep | undefined, o: VerifyOptions, folder: string): Promise<string[]> {
  const stored = pathOf(folder, sha256);
  const is = await digestOf(stored);
  if (is !== sha256) return [`is ${is === undefined ? 'gone' : 'not what was handed over'}: ${sha256}`];
  const out: string[] = [];
  if (String((await stat(stored)).size) !== r.size) out.push('has not the size that was kept of it');
  try {
    return [...out, ...insideFaults(stored, r, h, o)];
  } catch {
    return [...out, `cannot be read: ${sha256}`];
  }
}

/** Bytes that fit their digest may still be another file: of another case or step, or made by somebody else. */
function insideFaults(stored: string, r: Row, h: HandedStep | undefined, o: VerifyOptions): string[] {
  const zip = unzip(stored);
  try {
    const checked = checkContents((path) => zip.read(path));
    const out = checked.broken.map((what) => `is not whole inside: ${what}`);
    const manifest = JSON.parse(zip.read('manifest.json')?.toString('utf8') ?? '{}');
    if (manifest.contract !== r.contract || manifest.case !== r.case || checked.head !== h?.digest) out.push('is the file of another case or step');
    const signed = new Set(['manifest.json', 'signature.txt', ...(manifest.files ?? []).map((f: { path: string }) => f.path)]);
    for (const path of zip.paths) if (!signed.delete(path)) out.push(`holds ${path}, which nobody signed`);
    if (o.keys && !o.keys.has(checked.fingerprint)) out.push(`is signed with a key that is not ours: ${checked.fingerprint}`);
    return out;
  } finally {
    zip.close();
  }
}
