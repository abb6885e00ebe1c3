/** What the server knows of what it stands on: its database, its disk, its workers, the bank. Nothing is asked of the bank for it. */
import type { z } from 'zod';
import type { Server } from '../server.ts';
import type * as V from '../view/console-schemas.ts';

/** Workers beat twice a second; a beat that carries out much may take some time. */
const STILL_MS = 60_000;

export async function healthOf(s: Server): Promise<z.infer<typeof V.ConsoleSummary>['health']> {
  const began = performance.now();
  const { rows } = await s.db.pool.query<{ unknown: number }>(
    `select count(*)::int as unknown from effects where marketplace = $1 and state = 'unknown'`,
    [s.config.marketplace],
  );
  const ms = Math.round(performance.now() - began);
  const [free, { keepFree }, since] = [s.diskFree(), s.config, s.workers.sinceBeat()];
  const unknown = rows[0]?.unknown ?? 0;
  return {
    database: { ok: true, ms },
    disk: { ok: free >= keepFree, free, keepFree },
    workers: { ok: since !== undefined && since < STILL_MS, lastBeat: since === undefined ? null : new Date(s.clock.now() - since).toISOString() },
    provider: { ok: unknown === 0, unknown },
  };
}
