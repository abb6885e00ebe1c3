/** Connections to PostgreSQL. */
import pg from 'pg';

export interface Db {
  readonly pool: pg.Pool;
  readonly url: string;
  close(): Promise<void>;
}

// One rule for int8 everywhere: money and counters are safe integers, and anything else is a fault to be heard of at once.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const n = Number(text);
  if (!Number.isSafeInteger(n)) throw new Error(`a bigint left the safe integers: ${text}`);
  return n;
});

/** For the door's connections: its statements join a few rows by their keys, and are planned once. */
export const DOOR = {
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  enable_seqscan: 'off',
  plan_cache_mode: 'force_generic_plan',
  jit: 'off',
} as const;

/** Opens a pool. A connection that breaks while idle is replaced by the pool and never ends the process. */
export function openDb(url: string, opts: { max?: number; searchPath?: string; settings?: Readonly<Record<string, string>> } = {}): Db {
  const settings = Object.entries({ ...(opts.searchPath && { search_path: opts.searchPath }), ...opts.settings });
  const pool = new pg.Pool({
    connectionString: url,
    max: opts.max ?? 10,
    connectionTimeoutMillis: 5_000,
    ...(settings.length > 0 && { options: settings.map(([name, value]) => `-c ${name}=${value}`).join(' ') }),
  });
  pool.on('error', (error) => console.error('database: an idle connection broke:', error.message));
  return { pool, url, close: () => pool.end() };
}

/**
 * Runs `fn` in one transaction. Throws what `fn` or COMMIT throws; an error of COMMIT means that the outcome is unknown, and the
 * caller reads it back by its key.
 */
export async function inTransaction<T>(db: Db, fn: (c: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await db.pool.connect();
  let broken = false;
  try {
    await client.query('begin');
    const result = await fn(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
