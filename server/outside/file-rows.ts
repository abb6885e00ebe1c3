/** Who owns which file, and which contract cites it. */
import { no } from '../problem.ts';
import { type Db, inTransaction } from '../store/db.ts';
import { type FileStore, MOST_FILES, type StoredFile } from './files.ts';
import { type Reader, readerOf } from './reader.ts';

export interface FileRow extends StoredFile {
  readonly id: string;
  /** The person who uploaded it. */
  readonly owner: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** The contract that cites it; whoever may see that contract may read it. */
  readonly attachedTo: string | null;
}
/** What a record keeps of a file: enough to prove later that it is the same. */
export interface FileFacts extends StoredFile {
  readonly id: string;
}

interface Row {
  id: string;
  owner: string;
  name: string;
  size: string | number;
  type: string;
  sha256: string;
  created_at: Date;
  attached_to: string | null;
}
const rowOf = (r: Row): FileRow => ({
  id: r.id,
  owner: r.owner,
  name: r.name,
  size: Number(r.size),
  type: r.type,
  sha256: r.sha256,
  createdAt: r.created_at.getTime(),
  attachedTo: r.attached_to,
});

/** Ids are written by us; anything else names no file, and some of it PostgreSQL would not even compare. */
const isId = (id: string): boolean => /^[0-9a-f-]{36}$/.test(id);

export async function fileById(db: Reader, marketplace: string, id: string): Promise<FileRow | undefined> {
  if (!isId(id)) return undefined;
  const { rows } = await readerOf(db).query<Row>('select * from files where marketplace = $1 and id = $2', [marketplace, id]);
  return rows[0] && rowOf(rows[0]);
}

/** The upload a person made with an Idempotency-Key (API-4). */
export async function fileByKey(db: Reader, marketplace: string, owner: string, key: string): Promise<FileRow | undefined> {
  const sql = 'select * from files where marketplace = $1 and owner = $2 and request_key = $3';
  const { rows } = await readerOf(db).query<Row>(sql, [marketplace, owner, key]);
  return rows[0] && rowOf(rows[0]);
}

/** Whoever puts content in its place or takes it away waits for the other, in any process. */
export const holdContent = (c: Reader, sha256: string) => readerOf(c).query('select pg_advisory_xact_lock(hashtextextended($1, 39))', [sha256]);
/** What names content: uploads, and case files that were handed over. */
const NAMED = 'select sha256 from files union all select sha256 from handed_over';

/**
 * Enters an upload and puts it in its place, both or neither; undefined when its key was used before. The content is there before the row
 * can be seen. Only a process that dies between the two leaves content without a row.
 */
export function enterShelved(
  db: Db,
  marketplace: string,
  file: Omit<FileRow, 'attachedTo'>,
  key: string | undefined,
  shelve: () => Promise<void>,
): Promise<FileRow | undefined> {
  return inTransaction(db, async (c) => {
    await holdContent(c, file.sha256);
    const made = await enterFile(c, marketplace, file, key);
    if (made) await shelve();
    return made;
  });
}

/** Takes away content that no row of any marketplace names. Returns how many files went. */
export async function dropUnnamed(db: Db, store: Pick<FileStore, 'shelved' | 'drop'>, before: number): Promise<number> {
  const there = await store.shelved(before);
  const { rows } = await db.pool.query<{ sha256: string }>(
    `select t.sha256 from unnest($1::text[]) as t(sha256) where not exists (select 1 from (${NAMED}) f where f.sha256 = t.sha256)`,
    [there],
  );
  let dropped = 0;
  for (const { sha256 } of rows)
    await inTransaction(db, async (c) => {
      await holdContent(c, sha256);
      const { rows: named } = await c.query(`select 1 from (${NAMED}) f where sha256 = $1 limit 1`, [sha256]);
      if (named.length > 0) return;
      await store.drop(sha256);
      dropped += 1;
    });
  return dropped;
}

async function enterFile(db: Reader, marketplace: string, file: Omit<FileRow, 'attachedTo'>, key: string | undefined): Promise<FileRow | undefined> {
  const { rows } = await readerOf(db).query<Row>(
    `insert into files (marketplace, id, owner, name, size, type, sha256, created_at, request_key)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (marketplace, owner, request_key) where request_key is not null do nothing returning *`,
    [marketplace, file.id, file.owner, file.name, file.size, file.type, file.sha256, new Date(file.createdAt), key ?? null],
  );
  return rows[0] && rowOf(rows[0]);
}

/**
 * The facts of files that a person gives with an act, in the order given; the door records them with it (CFE-3).
 * @param contract lets files through that this contract already cites.
 * @throws problem 422 `too_many_files`; 422 `file_not_yours` for a file that is not there, not the person's own, or cited by
 *   another contract (one answer for all, so that nobody learns which files exist).
 */
export async function fileFacts(db: Reader, marketplace: string, ids: readonly string[], person: string, contract?: string): Promise<FileFacts[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length > MOST_FILES) {
    throw no('too_many_files', { count: wanted.length, most: MOST_FILES });
  }
  if (wanted.length === 0) return [];
  const { rows } = await readerOf(db).query<Row>(
    `select * from files where marketplace = $1 and id = any($2) and owner = $3
        and (attached_to is null or attached_to = $4)`,
    [marketplace, wanted.filter(isId), person, contract ?? null],
  );
  const found = new Map(rows.map((row) => [row.id, rowOf(row)]));
  return wanted.map((id) => {
    const file = found.get(id);
    if (!file) throw notYours(id);
    return { id, name: file.name, size: file.size, type: file.type, sha256: file.sha256 };
  });
}

const notYours = (id: string) => no('file_not_yours', { id: id.replace(/[^\w-]/g, '').slice(0, 40) });

/**
 * Makes files readable for whoever may see the contract; belongs into the transaction of the act that cites them.
 * @returns how many files now belong to the contract; fewer than `ids` means another act was quicker.
 */
export async function attachFiles(c: Reader, marketplace: string, ids: readonly string[], contract: string): Promise<number> {
  const { rowCount } = await readerOf(c).query(
    `update files set attached_to = $3 where marketplace = $1 and id = any($2) and (attached_to is null or attached_to = $3)`,
    [marketplace, [...new Set(ids)].sort(), contract],
  );
  return rowCount ?? 0;
}
