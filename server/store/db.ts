/** Connections to PostgreSQL. */
import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
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

/**
 * For whoever follows the journal by its positions: from the mark on, in order, as far as the limit. Before the first statistics are taken the planner would
 * rather fetch everything that is left and sort it, again for each few rows.
 */
export const FOLLOWING = { enable_sort: 'off', enable_bitmapscan: 'off' } as const;

/** For whoever must read everything as it is at one instant. */
export const AT_ONE_INSTANT = { transaction_isolation: "'repeatable read'" } as const;

/** What is asked of the server's side: to say no before we lose patience, and to let go of what a process that fell silent holds. */
const patientSettings = (ms: number): Readonly<Record<string, string>> => ({
  statement_timeout: String(Math.round(ms * 0.8)),
  idle_in_transaction_session_timeout: String(ms),
  tcp_keepalives_idle: '10',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
});

/**
 * Ends a connection that owes an answer and has sent not a byte of it for so long. A database that lives says no earlier by itself
 * (`statement_timeout`), so this one is gone without a word; everything that waits on the connection learns it, and the pool drops it.
 */
function endWhenSilent(client: pg.PoolClient, ms: number): void {
  const { connection } = client as unknown as { connection: EventEmitter & { stream: Socket } };
  const { stream } = connection;
  let answered = stream.bytesWritten;
  // Before the driver hears of it, since it may ask the next question at once.
  connection.prependListener('readyForQuery', () => {
    answered = stream.bytesWritten;
  });
  stream.setTimeout(ms).on('timeout', () => {
    if (stream.bytesWritten > answered) stream.destroy();
  });
}

/**
 * Opens a pool. A connection that breaks, idle or in use, is replaced by the pool and never ends the process. `patienceMs`: the longest that an
 * answer is waited for; without it for ever, as whoever moves millions needs.
 */
export function openDb(
  url: string,
  opts: { max?: number; searchPath?: string; settings?: Readonly<Record<string, string>>; patienceMs?: number } = {},
): Db {
  const { patienceMs } = opts;
  const settings = Object.entries({
    ...(opts.searchPath && { search_path: opts.searchPath }),
    ...(patienceMs && patientSettings(patienceMs)),
    ...opts.settings,
  });
  const pool = new pg.Pool({
    connectionString: url,
    max: opts.max ?? 10,
    connectionTimeoutMillis: Math.min(5_000, patienceMs ?? 5_000),
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    ...(settings.length > 0 && { options: settings.map(([name, value]) => `-c ${name}=${value}`).join(' ') }),
  });
  pool.on('connect', (client) => {
    // One that breaks in somebody's hand, between two questions: the next one fails. Without a listener the process would end.
    client.on('error', () => undefined);
    if (patienceMs) endWhenSilent(client, patienceMs);
  });
  pool.on('error', (error) => console.error('database: an idle connection broke:', error.message));
  return { pool, url, close: () => pool.end() };
}

/** Takes an advisory lock for the session. Asked again and again: others may keep it for longer than any one question may take. */
export async function takeTurn(c: pg.PoolClient, lock: number): Promise<void> {
  while (!(await c.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [lock])).rows[0]?.mine)
    await new Promise((r) => setTimeout(r, 20));
}

/**
 * Runs `fn` in one transaction. Throws what `fn` or COMMIT throws; an error of COMMIT means that the outcome is unknown, and the
 * caller reads it back by its key. `settings` of PostgreSQL hold for this transaction only.
 */
export async function inTransaction<T>(db: Db, fn: (c: pg.PoolClient) => Promise<T>, settings: Readonly<Record<string, string>> = {}): Promise<T> {
  const begin = ['begin', ...Object.entries(settings).map(([name, value]) => `set local ${name} = ${value}`)].join('; ');
  const client = await db.pool.connect();
  let broken = false;
  try {
    await client.query(begin);
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
