/** Files that the record cites: their rows and their stored bytes must still be what was given (CFE-3, AUD-1). */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
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

/** SHA-256 in hex of a stored file; undefined when it cannot be read. */
export async function digestOf(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}
