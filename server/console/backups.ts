/** Backups that were written of this installation, and what came of trying to restore them; the commands tell it here. */
import type { Manifest } from '../backup/write.ts';
import { newId } from '../ids.ts';
import type { Db } from '../store/db.ts';

export interface RestoreRow {
  readonly id: string;
  readonly begunAt: Date;
  readonly finishedAt: Date;
  readonly contracts: number;
  readonly steps: number;
  readonly files: number;
  readonly broken: string[];
}
export interface BackupRow {
  readonly id: string;
  readonly begunAt: Date;
  readonly finishedAt: Date;
  readonly folder: string;
  readonly rows: number;
  readonly files: number;
  readonly bytes: number;
  readonly broken: string[];
  /** The latest try. */
  readonly restored: RestoreRow | null;
}
/** Findings that are kept. */
const MOST_KEPT = 200;

export async function noteBackup(db: Db, marketplace: string, m: Manifest, folder: string): Promise<void> {
  const rows = m.tables.reduce((n, t) => n + t.rows, 0);
  await db.pool.query(
    'insert into backups (marketplace, id, begun_at, finished_at, folder, rows, files, bytes, broken) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [marketplace, m.id, m.begunAt, m.finishedAt, folder, rows, m.files.length, m.bytes, JSON.stringify(m.broken.slice(0, MOST_KEPT))],
  );
}

export async function noteRestore(
  db: Db,
  marketplace: string,
  r: { backup: string; begunAt: Date; finishedAt: Date; contracts: number; steps: number; files: number; broken: readonly string[] },
): Promise<void> {
  await db.pool.query(
    'insert into restores (marketplace, id, backup, begun_at, finished_at, contracts, steps, files, broken) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [
      ...[marketplace, newId(r.begunAt.getTime()), r.backup, r.begunAt, r.finishedAt, r.contracts, r.steps, r.files],
      JSON.stringify(r.broken.slice(0, MOST_KEPT)),
    ],
  );
}

/** The latest first, each with its latest try. */
export async function listBackups(db: Db, marketplace: string, limit: number): Promise<BackupRow[]> {
  const { rows } = await db.pool.query<
    BackupRow & { restored: (Omit<RestoreRow, 'begunAt' | 'finishedAt'> & { begunAt: string; finishedAt: string }) | null }
  >(
    `select b.id, b.begun_at as "begunAt", b.finished_at as "finishedAt", b.folder, b.rows, b.files, b.bytes, b.broken,
       (select jsonb_build_object('id', r.id, 'begunAt', r.begun_at, 'finishedAt', r.finished_at, 'contracts', r.contracts, 'steps', r.steps,
                                  'files', r.files, 'broken', r.broken)
        from restores r where r.marketplace = b.marketplace and r.backup = b.id order by r.begun_at desc, r.id desc limit 1) as restored
     from backups b where b.marketplace = $1 order by b.begun_at desc, b.id desc limit $2`,
    [marketplace, limit],
  );
  return rows.map((r) => ({
    ...r,
    restored: r.restored && { ...r.restored, begunAt: new Date(r.restored.begunAt), finishedAt: new Date(r.restored.finishedAt) },
  }));
}

const DAY_MS = 86_400_000;
interface Last {
  readonly id: string;
  readonly at: string;
  readonly broken: number;
}

/** The last backup and the last tried restore, and whether both are recent and held. By the real time: a test clock moves no backup. */
export async function backupState(db: Db, marketplace: string): Promise<{ ok: boolean; last: Last | null; restored: Last | null }> {
  const one = async (table: 'backups' | 'restores'): Promise<Last | null> => {
    const { rows } = await db.pool.query<{ id: string; at: Date; broken: number }>(
      `select id, finished_at as at, jsonb_array_length(broken) as broken from ${table} where marketplace = $1 order by begun_at desc, id desc limit 1`,
      [marketplace],
    );
    return rows[0] ? { ...rows[0], at: rows[0].at.toISOString() } : null;
  };
  const [last, restored] = [await one('backups'), await one('restores')];
  const held = (x: Last | null, days: number) => x !== null && x.broken === 0 && Date.now() - Date.parse(x.at) < days * DAY_MS;
  return { ok: held(last, 2) && held(restored, 30), last, restored };
}
