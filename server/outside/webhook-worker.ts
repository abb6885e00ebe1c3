/**
 * Delivers what waits for webhooks (API-6), beside everything else: a receiver that hangs holds up nobody but itself. Like a mail, an
 * attempt is written down before it is made, and one under way is guarded by a lock that lives with its connection, not with a clock.
 * A process that dies in between may have delivered: the next attempt has the same id, by which the receiver knows it again.
 */
import type pg from 'pg';
import type { Sealer } from '../sealed.ts';
import { type Db, inTransaction } from '../store/db.ts';
import { type OldSecret, stillSigning } from '../store/webhooks.ts';
import { type Fault, type Posted, post, type Reach } from './fetch.ts';
import { sign } from './signature.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Waits after the first attempt, the second …: three days in all, then it has failed. Milliseconds. */
export const WEBHOOK_RETRIES: readonly number[] = [
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  20 * HOUR + 24 * MINUTE,
];

/** After so long without an answer that takes anything a webhook is switched off: nobody listens there any more. */
export const OFF_AFTER_MS = 5 * 24 * HOUR;
export interface SwitchedOff {
  readonly marketplace: string;
  readonly account: string;
  readonly url: string;
}

export interface DeliverDeps {
  readonly db: Db;
  readonly now: () => number;
  /** Opens the secrets of webhooks. */
  readonly sealer: Sealer;
  readonly reach: Reach;
  /** Told once when a webhook is switched off. */
  readonly switchedOff?: (w: SwitchedOff) => Promise<void>;
  /** Nothing is begun any more. */
  stopping?(): boolean;
}
interface Claimed {
  readonly marketplace: string;
  readonly id: string;
  readonly webhook: string;
  readonly body: string;
  readonly attempts: number;
  readonly url: string;
  readonly secret: string;
  readonly old_secrets: readonly OldSecret[];
}

const LANES = 8;
const LOCK = 'select pg_try_advisory_lock(hashtextextended($1, 22)) as mine';
const UNLOCK = 'select pg_advisory_unlock(hashtextextended($1, 22))';
const nameOf = (d: Pick<Claimed, 'marketplace' | 'id'>): string => `webhook:${d.marketplace}:${d.id}`;

/** A connection's questions, asked one after the other, whoever asks. */
type Keeper = { query<T extends pg.QueryResultRow>(sql: string, values: readonly unknown[]): Promise<pg.QueryResult<T>> };
function inLine(c: pg.PoolClient): Keeper {
  let last: Promise<unknown> = Promise.resolve();
  return {
    query<T extends pg.QueryResultRow>(sql: string, values: readonly unknown[]) {
      const mine = last.then(() => c.query<T>(sql, [...values]));
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}

/** Marks one due delivery as tried and leaves its lock with `keeper`; `busy` when another process is at it just now. */
export async function claimDelivery(
  db: Db,
  keeper: Keeper,
  now: number,
  not: { webhooks: readonly string[]; passed: Set<string> },
): Promise<Claimed | 'none' | 'busy'> {
  return inTransaction(db, async (c) => {
    const { rows } = await c.query<Claimed>(
      `select d.marketplace, d.id, d.webhook, d.body, d.attempts + 1 as attempts, w.url, w.secret, w.old_secrets
         from webhook_deliveries d join webhooks w on w.marketplace = d.marketplace and w.id = d.webhook
        where d.state = 'queued' and d.next_at <= $1 and w.off_at is null and not d.webhook = any($2) and not d.id = any($3)
        order by d.next_at, d.n limit 1 for update of d skip locked`,
      [new Date(now), not.webhooks, [...not.passed]],
    );
    const d = rows[0];
    if (!d) return 'none';
    const { rows: locks } = await keeper.query<{ mine: boolean }>(LOCK, [nameOf(d)]);
    if (!locks[0]?.mine) {
      not.passed.add(d.id);
      return 'busy';
    }
    await c.query('update webhook_deliveries set attempts = $3, next_at = $4, tried_at = $5 where marketplace = $1 and id = $2', [
      d.marketplace,
      d.id,
      d.attempts,
      new Date(now + (WEBHOOK_RETRIES[d.attempts - 1] ?? (WEBHOOK_RETRIES.at(-1) as number))),
      new Date(now),
    ]);
    return d;
  });
}

/**
 * Signed at the moment of the attempt by the true clock: receivers refuse what is dated far from theirs, and know no test clock. While a
 * secret is being rotated the ones before sign too, the new one first.
 */
async function send(d: Claimed, { sealer, reach, now }: DeliverDeps): Promise<Posted | { fault: Fault | 'secret_unreadable' }> {
  let headers: Record<string, string>;
  try {
    const sealed = [d.secret, ...stillSigning(d.old_secrets, now()).map((o) => o.sealed)];
    headers = sign(
      sealed.map((one) => sealer.unseal(one)),
      d.id,
      Date.now(),
      d.body,
    );
  } catch {
    return { fault: 'secret_unreadable' };
  }
  return post(d.url, headers, d.body, reach);
}

/** Writes down how an attempt ended, over the connection that guards it: if that is gone, another may be at it. A receiver that is gone (410) or a secret that cannot be read is not tried again. */
async function record(keeper: Keeper, d: Claimed, result: Awaited<ReturnType<typeof send>>, now: number): Promise<SwitchedOff | undefined> {
  const status = 'status' in result ? result.status : undefined;
  const fault = 'fault' in result ? result.fault : undefined;
  const taken = status !== undefined && status >= 200 && status < 300;
  const final = d.attempts > WEBHOOK_RETRIES.length || status === 410 || fault === 'secret_unreadable';
  await keeper.query(
    `update webhook_deliveries set state = $4, status = $5, fault = $6
      where marketplace = $1 and id = $2 and state = 'queued' and attempts = $3`,
    [d.marketplace, d.id, d.attempts, taken ? 'delivered' : final ? 'failed' : 'queued', status ?? null, taken ? null : (fault ?? 'refused')],
  );
  if (taken) {
    const healed = 'update webhooks set failing_since = null where marketplace = $1 and id = $2 and failing_since is not null';
    await keeper.query(healed, [d.marketplace, d.webhook]);
    return undefined;
  }
  // One that says itself that it is gone is believed at once.
  const { rows } = await keeper.query<SwitchedOff & { off: boolean }>(
    `update webhooks set failing_since = coalesce(failing_since, $3), off_at = case when $5 or coalesce(failing_since, $3) <= $4 then $3::timestamptz end
      where marketplace = $1 and id = $2 and off_at is null returning marketplace, account, url, off_at is not null as off`,
    [d.marketplace, d.webhook, new Date(now), new Date(now - OFF_AFTER_MS), status === 410],
  );
  return rows[0]?.off ? rows[0] : undefined;
}

/** Delivers what is due, one at a time to each webhook, eight at once; any number of processes may. Answers how many it tried. */
export async function deliverWebhooks(deps: DeliverDeps): Promise<number> {
  const { db } = deps;
  const own = await db.pool.connect();
  const keeper = inLine(own);
  const underWay = new Map<string, Promise<void>>();
  const passed = new Set<string>();
  let tried = 0;
  const one = async (d: Claimed) => {
    const off = await record(keeper, d, await send(d, deps), deps.now());
    await keeper.query(UNLOCK, [nameOf(d)]);
    if (off) await deps.switchedOff?.(off);
  };
  let held = true;
  let failed: { readonly error: unknown } | undefined;
  try {
    while (!deps.stopping?.() && !failed) {
      const d = underWay.size < LANES ? await claimDelivery(db, keeper, deps.now(), { webhooks: [...underWay.keys()], passed }) : 'none';
      if (d === 'none') {
        if (underWay.size === 0) break;
        await Promise.race(underWay.values());
        continue;
      }
      if (d === 'busy') continue;
      tried += 1;
      // Nobody may be waiting for it when it fails, and a failure that nobody hears of would end the process.
      const lane = one(d)
        .catch((error: unknown) => {
          failed ??= { error };
        })
        .finally(() => underWay.delete(d.webhook));
      underWay.set(d.webhook, lane);
    }
    await Promise.all(underWay.values());
    if (failed) throw failed.error;
    held = false;
  } finally {
    await Promise.all(underWay.values());
    // Closing the connection drops whatever lock an error left behind.
    own.release(held);
  }
  return tried;
}

const PAUSE_MS = 1_000;

/** Looks every second whether something is due. `paused`: there is no room to write. */
export function openWebhookWorker(deps: Omit<DeliverDeps, 'stopping'> & { paused(): boolean }): { start(): void; stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let busy: Promise<unknown> | undefined;
  let stopped = false;
  async function look(): Promise<void> {
    const { rows } = await deps.db.pool.query(
      `select from webhook_deliveries d join webhooks w on w.marketplace = d.marketplace and w.id = d.webhook
        where d.state = 'queued' and d.next_at <= $1 and w.off_at is null limit 1`,
      [new Date(deps.now())],
    );
    if (rows.length > 0) await deliverWebhooks({ ...deps, stopping: () => stopped });
  }
  return {
    start() {
      timer = setInterval(() => {
        if (busy || stopped || deps.paused()) return;
        busy = look()
          .catch((error: unknown) => console.error('webhooks:', error instanceof Error ? error.message : error))
          .finally(() => {
            busy = undefined;
          });
      }, PAUSE_MS);
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await busy;
    },
  };
}
