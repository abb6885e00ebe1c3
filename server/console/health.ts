/** What the server knows of what it stands on: its database, its disk, its workers, the bank. Nothing is asked of the bank for it. */
import type { z } from 'zod';
import type { Server } from '../server.ts';
import type { Db } from '../store/db.ts';
import type * as V from '../view/console-schemas.ts';

/** Workers beat twice a second; a beat that carries out much may take some time. */
const STILL_MS = 60_000;

type Measures = z.infer<typeof V.ConsoleSummary>['health']['database']['measures'];
const GB = 2 ** 30;
/** From here on a measure is shown as a warning. */
const FROM = { answerMs: 500, usedPercent: 80, transactionS: 600, walBytes: GB } as const;
/** With less than this many times what writes need, an operator has to make room. */
const ROOM = 4;

/** What PostgreSQL says of itself; without rights beyond one's own, of the others only that they are there. */
interface DatabaseSays {
  readonly connections: number;
  readonly most: number;
  /** Seconds. */
  readonly transaction: number;
  readonly size: number;
  /** Bytes of its log that are kept for a copy elsewhere; null: no copy has a place here. */
  readonly wal: number | null;
  /** Whether the last try to put a piece of the log away failed; null: none is put away. */
  readonly unarchived: boolean | null;
}

async function ask(db: Db): Promise<DatabaseSays & { ms: number }> {
  const began = performance.now();
  await db.pool.query('select 1');
  const ms = Math.round(performance.now() - began);
  const { rows } = await db.pool.query<DatabaseSays>(
    `select (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as connections,
            current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as most,
            coalesce((select floor(extract(epoch from max(clock_timestamp() - xact_start)))::int
                      from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()), 0) as transaction,
            pg_database_size(current_database()) as size,
            case when pg_is_in_recovery() then null
                 else (select max(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn))::bigint from pg_replication_slots) end as wal,
            case when current_setting('archive_mode') = 'off' then null
                 else (select coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) from pg_stat_archiver) end as unarchived`,
  );
  return { ms, ...(rows[0] as DatabaseSays) };
}

/** Each with the value from which it is a warning. `room`: bytes free on the disk where a database of our own is, which a backup of it needs. */
export function measuresOf(d: DatabaseSays & { ms: number }, room?: number): Measures {
  const measure = (name: Measures[number]['name'], unit: Measures[number]['unit'], value: number, from?: number, of?: number) => ({
    ...{ name, unit, value, ok: from === undefined || value < from },
    ...(from !== undefined && { warnFrom: from }),
    ...(of !== undefined && { of }),
  });
  return [
    measure('answer', 'ms', d.ms, FROM.answerMs),
    measure('connections', 'count', d.connections, Math.ceil((d.most * FROM.usedPercent) / 100), d.most),
    measure('transaction', 's', d.transaction, FROM.transactionS),
    measure('size', 'bytes', d.size, room),
    ...(d.wal === null ? [] : [measure('wal', 'bytes', d.wal, FROM.walBytes)]),
    ...(d.unarchived === null ? [] : [measure('archive', 'count', d.unarchived ? 1 : 0, 1)]),
  ];
}

export async function healthOf(s: Server): Promise<z.infer<typeof V.ConsoleSummary>['health']> {
  const said = await ask(s.db);
  const { rows } = await s.db.pool.query<{ unknown: number }>(
    `select count(*)::int as unknown from effects where marketplace = $1 and state = 'unknown'`,
    [s.config.marketplace],
  );
  const [free, { keepFree, databaseUrl }, since] = [s.diskFree(), s.config, s.workers.sinceBeat()];
  const measures = measuresOf(said, databaseUrl ? undefined : free);
  const unknown = rows[0]?.unknown ?? 0;
  return {
    database: { ok: measures.every((m) => m.ok), ms: said.ms, measures },
    disk: { ok: free >= ROOM * keepFree, free, keepFree, warnBelow: ROOM * keepFree },
    workers: { ok: since !== undefined && since < STILL_MS, lastBeat: since === undefined ? null : new Date(s.clock.now() - since).toISOString() },
    provider: { ok: unknown === 0, unknown },
  };
}
