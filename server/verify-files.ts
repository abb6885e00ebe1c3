/** Files that the record cites: their rows and their stored bytes must still be what was given (CFE-3, AUD-1). */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { FileFact } from '@fairhold/domain';
import { pathOf } from './outside/files.ts';
import type { Db } from './store/db.ts';
import type { JournalRow } from './store/reads.ts';

/** By file id: what the record says of it, and where. */
export type Citations = Map<
  string,
  { readonly facts: FileFact; readonly contracts: Set<string>; readonly people: Set<string>; readonly step: number }
>;

interface Row {
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  readonly size: string;
  readonly type: string;
  readonly sha256: string;
  readonly attached_to: string | null;
}

/** Notes the files that a step was given with. */
export function citationsIn(all: Citations, contract: string, step: JournalRow): void {
  const given = [step.input?.['files'], filesOf(step.input?.['terms']), filesOf(step.patch?.fields?.terms)];
  for (const facts of given.flatMap((list) => (Array.isArray(list) ? (list as FileFact[]) : []))) {
    const known = all.get(facts.id);
    if (!known) all.set(facts.id, { facts, contracts: new Set([contract]), people: new Set([step.actor.person ?? '']), step: step.seq });
    known?.contracts.add(contract);
    known?.people.add(step.actor.person ?? '');
  }
}
const filesOf = (terms: unknown): unknown => (terms as { files?: unknown } | null | undefined)?.files;

/** Cases that went to an arbitrator: what was handed over of each must be there, as of that step (ARB-10). By contract and case. */
export type Handed = Map<string, { readonly contract: string; readonly case: string; readonly seq: number }>;
export function handedIn(all: Handed, contract: string, step: JournalRow): void {
  for (const i of Object.values(step.patch?.instances ?? {}))
    if (i?.process === 'case' && i.state === 'hearing' && !all.has(`${contract} ${i.id}`))
      all.set(`${contract} ${i.id}`, { contract, case: i.id, seq: step.seq });
}
export async function handedFaults(
  db: Db,
  marketplace: string,
  handed: Handed,
  folder: string | undefined,
): Promise<{ broken: string[]; read: number }> {
  const broken: string[] = [];
  let read = 0;
  const { rows } = await db.pool.query<{ contract: string; case: string; seq: number; sha256: string | null; size: string | null }>(
    'select contract, on_id as case, seq, sha256, size::text as size from handed_over where marketplace = $1 order by 1, 2',
    [marketplace],
  );
  const there = new Set(rows.map((r) => `${r.contract} ${r.case}`));
  for (const [key, h] of handed)
    if (!there.has(key)) broken.push(`contract ${h.contract}: the case file that was handed over (${h.case}, step ${h.seq}) is gone`);
  for (const r of rows) {
    const say = (what: string): void => void broken.push(`contract ${r.contract}: the case file that was handed over (${r.case}) ${what}`);
    const at = handed.get(`${r.contract} ${r.case}`)?.seq;
    if (at !== r.seq) say(`is said to be of step ${r.seq}, the record says ${at === undefined ? 'there was none' : at}`);
    if (r.sha256 === null || folder === undefined) continue;
    read += 1;
    const stored = pathOf(folder, r.sha256);
    const is = await digestOf(stored);
    if (is !== r.sha256) say(`is ${is === undefined ? 'gone' : 'not what was handed over'}: ${r.sha256}`);
    else if (String((await stat(stored)).size) !== r.size) say('has not the size that was kept of it');
  }
  return { broken, read };
}

/** Compares rows and bytes with the record; `read` counts the files that were hashed. */
export async function fileFaults(
  db: Db,
  marketplace: string,
  cited: Citations,
  folder: string | undefined,
): Promise<{ broken: string[]; read: number }> {
  const broken: string[] = [];
  const { rows } = await db.pool.query<Row>(
    'select id, owner, name, size::text as size, type, sha256, attached_to from files where marketplace = $1 order by id',
    [marketplace],
  );
  const there = new Map(rows.map((r) => [r.id, r]));
  const digests = new Map<string, string[]>();
  const keep = (sha256: string, id: string) => digests.set(sha256, [...(digests.get(sha256) ?? []), id]);
  for (const [id, c] of cited) {
    const say = (what: string): void => void broken.push(`file ${id} (contract ${[...c.contracts][0]}, step ${c.step}): ${what}`);
    keep(c.facts.sha256, id);
    const row = there.get(id);
    if (!row) say('it is gone');
    else if (row.sha256 !== c.facts.sha256) say('its digest is not the one that was recorded');
    else if (row.name !== c.facts.name || row.size !== String(c.facts.size) || row.type !== c.facts.type)
      say('name, size or type are not as they were recorded');
    else if (!c.people.has(row.owner)) say(`its owner ${row.owner} did not give it`);
    else if (!row.attached_to || !c.contracts.has(row.attached_to)) say(`it belongs to ${row.attached_to ?? 'no contract'} now`);
  }
  for (const row of rows) {
    if (cited.has(row.id)) continue;
    if (row.attached_to) broken.push(`file ${row.id}: it belongs to contract ${row.attached_to}, which never cited it`);
    else keep(row.sha256, row.id);
  }
  if (folder === undefined) return { broken, read: 0 };
  for (const [sha256, ids] of digests) {
    const is = await digestOf(pathOf(folder, sha256));
    if (is !== sha256) broken.push(`file ${ids.join(', ')}: its stored content is ${is === undefined ? 'gone' : 'not what was uploaded'}`);
  }
  return { broken, read: digests.size };
}

async function digestOf(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}
