/**
 * What shows that steps or whole contracts are gone although what is left fits together: other tables that speak of them, and a witness
 * kept outside the database, which nobody who can only write SQL can change (decision 0017).
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Db } from './store/db.ts';
import type { JournalRow } from './store/reads.ts';

/**
 * Where contracts stand: the number of their last step and its digest, which covers all before it. Under "contract/case", what was handed
 * over to an arbitrator: the step that it is of, and its SHA-256.
 */
export type Heads = ReadonlyMap<string, { readonly seq: number; readonly digest: string }>;

/** What differs from the step that a witness has seen. */
export function lostSince(
  id: string,
  journal: readonly Pick<JournalRow, 'seq' | 'digest'>[],
  seen: { seq: number; digest: string } | undefined,
): string[] {
  if (!seen) return [];
  const step = journal[seen.seq - 1];
  if (step?.seq === seen.seq && step.digest === seen.digest) return [];
  const what = step ? 'is not the one' : 'is gone';
  return [`contract ${id}: step ${seen.seq} ${what}; a witness has seen it`];
}

/** Rows that name a contract or a step which is not there; each would be there if the record were whole. */
export async function strays(db: Db, marketplace: string): Promise<string[]> {
  const { rows } = await db.pool.query<{ what: string; contract: string; seq: number | null }>(
    `with named as (
       select 'steps' as what, contract, null::integer as seq from journal where marketplace = $1
       union select 'an effect', contract, null from effects where marketplace = $1
       union select 'a deadline', contract, null from due where marketplace = $1
       union select 'open work', contract, null from worklist where marketplace = $1
       union select 'a file', attached_to, null from files where marketplace = $1 and attached_to is not null
       union select 'a mediation', contract, null from mediations where marketplace = $1)
     select n.what, n.contract, n.seq from named n left join contracts c on c.marketplace = $1 and c.id = n.contract where c.id is null
     union all
     select n.what, n.contract, n.seq from (
       select 'a notice' as what, contract, seq from notices where marketplace = $1
       union select 'a mail', contract, seq from mails where marketplace = $1 and contract is not null and seq is not null) n
     left join journal j on j.marketplace = $1 and j.contract = n.contract and j.seq = n.seq where j.seq is null
     union all
     select 'an effect', e.contract, null from effects e join contracts c on c.marketplace = $1 and c.id = e.contract
     where e.marketplace = $1 and not (c.doc->'instances' ? e.instance)
     order by 2, 3, 1`,
    [marketplace],
  );
  const lost = rows.map((r) => `contract ${r.contract}: there is ${r.what} of it and no ${r.seq === null ? 'contract' : `step ${r.seq}`}`);
  const { rows: marks } = await db.pool.query<{ name: string }>(
    `select name from readers r where marketplace = $1 and xid <> '0'
     and not exists (select 1 from journal j where j.marketplace = r.marketplace and j.xid = r.xid and j.n = r.n)`,
    [marketplace],
  );
  return [...lost, ...marks.map((m) => `the step that ${m.name} were written up to is gone from the journal`)];
}

/** Reads a witness: a contract, a number and a digest a line. Undefined when there is none yet. */
export async function readWitness(path: string): Promise<Heads | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : witnessOf(text);
}
export function witnessOf(text: string): Heads {
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line, n) => {
      const [id, seq, digest] = line.split(' ');
      if (!id || !digest || !Number.isSafeInteger(Number(seq))) throw new Error(`The witness is damaged in line ${n + 1}.`);
      return [id, { seq: Number(seq), digest }];
    }),
  );
}
export async function writeWitness(path: string, heads: Heads): Promise<void> {
  await writeFile(`${path}.new`, [...heads].map(([id, h]) => `${id} ${h.seq} ${h.digest}\n`).join(''));
  await rename(`${path}.new`, path);
}
