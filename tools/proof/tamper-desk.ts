/** Where the record is tampered with: what is on the desk, and how it is put back exactly as it was. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { applyPatch, type Contract } from '@fairhold/domain';
import { chain } from '@fairhold/server/commit';
import { pathOf } from '@fairhold/server/outside/files';
import type { Db } from '@fairhold/server/store/db';
import { readJournal } from '@fairhold/server/store/reads';
import { MARKET } from './common.ts';

/** Tables that speak of contracts; all their rows are put back after each change. */
const TABLES = [
  'contracts',
  'journal',
  'balances',
  'effects',
  'due',
  'worklist',
  'notices',
  'mails',
  'files',
  'handed_over',
  'mediations',
  'closed_books',
  'closed_sums',
] as const;

export interface Step {
  readonly contract: string;
  readonly seq: number;
  readonly act: string;
  /** Legs of postings; 0 when it moved nothing. */
  readonly legs: number;
}
export interface Evidence {
  readonly id: string;
  readonly sha256: string;
}
/** A case file that an arbitrator was handed. */
export interface HandedFile {
  readonly contract: string;
  readonly case: string;
  readonly sha256: string;
}
export interface Desk {
  readonly steps: readonly Step[];
  /** Number of steps by contract. */
  readonly lengths: ReadonlyMap<string, number>;
  readonly evidence: readonly Evidence[];
  readonly handed: readonly HandedFile[];
  readonly accounts: readonly { readonly account: string; readonly currency: string; readonly balance: number }[];
  sql(text: string, values?: readonly unknown[]): Promise<void>;
  rows<T>(text: string, values?: readonly unknown[]): Promise<T[]>;
  /** Where content is stored. */
  pathOf(sha256: string): string;
  content(sha256: string): Promise<Buffer>;
  /** Writes a stored file, which may be a new one, or removes it. */
  store(sha256: string, content: Buffer | undefined): Promise<void>;
  /** Makes contract, balances and what was told fit the steps that are there, as somebody would who knows how it works. */
  fit(contract: string, o: { readonly rechain: boolean }): Promise<void>;
  undo(): Promise<void>;
}

async function put(path: string, content: Buffer | undefined): Promise<void> {
  if (!content) return rm(path);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

export async function openDesk(db: Db, folder: string): Promise<Desk> {
  const rows = async <T>(text: string, values: readonly unknown[] = []): Promise<T[]> => (await db.pool.query(text, [...values])).rows as T[];
  // Whoever can write SQL can drop checks too.
  await db.pool.query('alter table journal drop constraint journal_legs_balance, drop constraint journal_legs_whole');
  await db.pool.query('alter table contracts drop constraint contracts_held_floor, drop constraint contracts_arbitration_floor');
  for (const table of TABLES) await db.pool.query(`create table untouched_${table} as table ${table}`);
  const steps = await rows<Step>('select contract, seq, act, cardinality(accounts) as legs from journal order by contract, seq');
  const lengths = new Map<string, number>();
  for (const s of steps) lengths.set(s.contract, s.seq);
  const stored = new Map<string, Buffer | undefined>();

  const sql = async (text: string, values: readonly unknown[] = []): Promise<void> => {
    await db.pool.query(text, [...values]);
  };
  async function fit(contract: string, o: { rechain: boolean }): Promise<void> {
    let doc: Contract | undefined;
    let digest = '';
    const journal = await readJournal(db, MARKET, contract);
    for (const row of journal) {
      doc = applyPatch(doc, row.patch);
      digest = o.rechain ? chain(digest, { ...row, at: row.happenedAt.getTime(), contract: { id: contract, seq: row.seq } }, row.policy) : row.digest;
      if (o.rechain) await sql('update journal set digest = $3 where contract = $1 and seq = $2', [contract, row.seq, digest]);
    }
    if (doc)
      await sql('update contracts set snapshot = $2, seq = $3, held = $4, arbitration = $5, digest = $6 where id = $1', [
        ...[contract, JSON.stringify(doc), journal.length, doc.held, doc.arbitration, digest],
      ]);
    else for (const table of ['due', 'worklist', 'mediations']) await sql(`delete from ${table} where contract = $1`, [contract]);
    if (!doc) await sql('update files set attached_to = null where attached_to = $1', [contract]);
    for (const table of ['notices', 'mails']) await sql(`delete from ${table} where contract = $1 and seq > $2`, [contract, journal.length]);
    await sql(`delete from effects where contract = $1 and not ($2::jsonb ? instance)`, [contract, JSON.stringify(doc?.instances ?? {})]);
    await sql('delete from balances');
    await sql(
      `insert into balances select j.marketplace, leg.account, c.currency, sum(leg.amount) from journal j join contracts c on c.id = j.contract,
       unnest(j.accounts, j.amounts) as leg(account, amount) where leg.account ~ '^(pending|available|credit|refunds|payouts):' group by 1, 2, 3
       having sum(leg.amount) >= 0`,
    );
  }
  return {
    steps,
    lengths,
    evidence: await rows<Evidence>('select id, sha256 from files where attached_to is not null order by id'),
    handed: await rows<HandedFile>('select contract, on_id as case, sha256 from handed_over where sha256 is not null order by 1, 2'),
    accounts: await rows('select account, currency, balance from balances order by account'),
    sql,
    rows,
    pathOf: (sha256) => pathOf(folder, sha256),
    content: (sha256) => readFile(pathOf(folder, sha256)),
    async store(sha256, content) {
      if (!stored.has(sha256)) stored.set(sha256, await readFile(pathOf(folder, sha256)).catch(() => undefined));
      await put(pathOf(folder, sha256), content);
    },
    fit,
    async undo() {
      for (const table of TABLES) {
        const { rowCount } = await db.pool
          .query(`select 1 from (table ${table} except table untouched_${table}) a limit 1`)
          .catch(() => ({ rowCount: 1 }));
        const { rows: count } = await db.pool.query<{ same: boolean }>(
          `select (select count(*) from ${table}) = (select count(*) from untouched_${table}) as same`,
        );
        if (!rowCount && count[0]?.same) continue;
        await db.pool.query(`delete from ${table}`);
        await db.pool.query(`insert into ${table} table untouched_${table}`);
      }
      for (const [sha256, content] of stored) await put(pathOf(folder, sha256), content);
      stored.clear();
    },
  };
}
