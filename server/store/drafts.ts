/** Drafts of one person: read, write by version, forget. */
import type { Db } from './db.ts';

export interface DraftRow {
  readonly key: string;
  /** JSON. */
  readonly value: string;
  readonly version: number;
  readonly updated_at: Date;
}
interface Owner {
  readonly marketplace: string;
  readonly person: string;
}

/** Drafts that nobody touched for this long are forgotten. */
const KEPT_MS = 90 * 86_400_000;
const COLUMNS = 'key, value, version, updated_at';

/** The newest first. */
export async function listDrafts(db: Db, o: Owner, most: number): Promise<DraftRow[]> {
  const { rows } = await db.pool.query<DraftRow>(
    `select ${COLUMNS} from drafts where marketplace = $1 and person = $2 order by updated_at desc, key limit $3`,
    [o.marketplace, o.person, most],
  );
  return rows;
}

export async function readDraft(db: Db, o: Owner, key: string): Promise<DraftRow | undefined> {
  const { rows } = await db.pool.query<DraftRow>(`select ${COLUMNS} from drafts where marketplace = $1 and person = $2 and key = $3`, [
    o.marketplace,
    o.person,
    key,
  ]);
  return rows[0];
}

/**
 * Writes over the version that was read (0: there was none). `saved` undefined: another write came first, or `most` drafts are there
 * already; one statement, so that of two writers over the same version one wins.
 */
export async function writeDraft(
  db: Db,
  o: Owner,
  d: { readonly key: string; readonly value: string; readonly version: number; readonly now: number; readonly most: number },
): Promise<DraftRow | undefined> {
  const values = [o.marketplace, o.person, d.key, d.value, new Date(d.now)];
  const { rows } =
    d.version === 0
      ? await db.pool.query<DraftRow>(
          `insert into drafts (marketplace, person, key, value, version, updated_at)
           select $1, $2, $3, $4, 1, $5 where (select count(*) from drafts where marketplace = $1 and person = $2) < $6
           on conflict do nothing returning ${COLUMNS}`,
          [...values, d.most],
        )
      : await db.pool.query<DraftRow>(
          `update drafts set value = $4, version = version + 1, updated_at = $5
           where marketplace = $1 and person = $2 and key = $3 and version = $6 returning ${COLUMNS}`,
          [...values, d.version],
        );
  return rows[0];
}

export async function dropDraft(db: Db, o: Owner, key: string): Promise<void> {
  await db.pool.query('delete from drafts where marketplace = $1 and person = $2 and key = $3', [o.marketplace, o.person, key]);
}

/** Forgets what was left lying; called now and then. */
export async function forgetDrafts(db: Db, marketplace: string, now: number): Promise<void> {
  await db.pool.query('delete from drafts where marketplace = $1 and updated_at < $2', [marketplace, new Date(now - KEPT_MS)]);
}
