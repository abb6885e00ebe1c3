/** Webhooks and what was delivered to them: rows as they are kept. */
import { newId } from '../ids.ts';
import { type Db, inTransaction } from './db.ts';

export interface WebhookRow {
  readonly id: string;
  readonly account: string;
  readonly url: string;
  readonly created_at: Date;
  /** Since when nothing was taken any more; null: the last attempt was. */
  readonly failing_since: Date | null;
  /** When it was switched off because of that. */
  readonly off_at: Date | null;
  readonly old_secrets: readonly OldSecret[];
}
/** A secret that was rotated away: sealed, and until when it still signs, ISO 8601. */
export interface OldSecret {
  readonly sealed: string;
  readonly until: string;
}
export interface DeliveryRow {
  readonly id: string;
  readonly n: number;
  readonly contract: string;
  readonly seq: number;
  readonly body: string;
  readonly state: 'queued' | 'delivered' | 'failed';
  readonly attempts: number;
  readonly next_at: Date;
  readonly created_at: Date;
  readonly tried_at: Date | null;
  readonly status: number | null;
  readonly fault: string | null;
}
const HOOK = 'id, account, url, created_at, failing_since, off_at, old_secrets';
const COLUMNS = 'id, n, contract, seq, body, state, attempts, next_at, created_at, tried_at, status, fault';
/** What became of a step is looked up for this long. */
export const KEPT_MS = 30 * 86_400_000;

/** An account's, the oldest first. */
export async function listWebhooks(db: Db, marketplace: string, account: string): Promise<WebhookRow[]> {
  const { rows } = await db.pool.query<WebhookRow>(`select ${HOOK} from webhooks where marketplace = $1 and account = $2 order by created_at, id`, [
    marketplace,
    account,
  ]);
  return rows;
}

/** A webhook by its id, or by that of one of its deliveries. */
export async function readWebhook(db: Db, marketplace: string, by: { id: string } | { delivery: string }): Promise<WebhookRow | undefined> {
  const [where, value] =
    'id' in by ? ['id = $2', by.id] : ['id = (select webhook from webhook_deliveries where marketplace = $1 and id = $2)', by.delivery];
  const { rows } = await db.pool.query<WebhookRow>(`select ${HOOK} from webhooks where marketplace = $1 and ${where}`, [marketplace, value]);
  return rows[0];
}

interface NewWebhook {
  readonly account: string;
  readonly url: string;
  /** Sealed. */
  readonly secret: string;
  readonly by: string;
  readonly now: number;
  /** How many an account may have. */
  readonly most: number;
}

/** Undefined when the account has as many as it may. Before the first webhook nobody followed the journal: the mark is put at its end. */
export async function addWebhook(db: Db, marketplace: string, w: NewWebhook): Promise<WebhookRow | undefined> {
  return inTransaction(db, async (c) => {
    // One at a time for an account, so that two at once do not both find room.
    await c.query('select pg_advisory_xact_lock(hashtextextended($1, 21))', [`webhooks:${marketplace}:${w.account}`]);
    await c.query(
      `insert into readers as r (marketplace, name, xid, n) values ($1, 'webhooks', pg_snapshot_xmin(pg_current_snapshot()), -1)
       on conflict (marketplace, name) do update set xid = excluded.xid, n = excluded.n
         where not exists (select from webhooks where marketplace = $1)`,
      [marketplace],
    );
    const { rows } = await c.query<WebhookRow>(
      `insert into webhooks (marketplace, id, account, url, secret, made_by, created_at) select $1, $2, $3, $4, $5, $6, $7
        where (select count(*) from webhooks where marketplace = $1 and account = $3) < $8 returning ${HOOK}`,
      [marketplace, newId(w.now), w.account, w.url, w.secret, w.by, new Date(w.now), w.most],
    );
    return rows[0];
  });
}

/** So many secrets sign at most, the new one with them. */
const MOST_SECRETS = 5;

/** Which of the old secrets still sign. */
export const stillSigning = (old: readonly OldSecret[], now: number): OldSecret[] => old.filter((o) => Date.parse(o.until) > now);

/**
 * Gives it another secret, sealed; the one before signs beside it until `until`, and so do those before as long as they were to, the latest
 * four of them. Undefined: it is gone.
 */
export async function rotate(
  db: Db,
  marketplace: string,
  id: string,
  r: { readonly secret: string; readonly now: number; readonly until: number },
): Promise<WebhookRow | undefined> {
  return inTransaction(db, async (c) => {
    const { rows } = await c.query<{ secret: string; old: OldSecret[] }>(
      'select secret, old_secrets as old from webhooks where marketplace = $1 and id = $2 for update',
      [marketplace, id],
    );
    const was = rows[0];
    if (!was) return undefined;
    const old = [{ sealed: was.secret, until: new Date(r.until).toISOString() }, ...stillSigning(was.old, r.now)].slice(0, MOST_SECRETS - 1);
    const done = await c.query<WebhookRow>(`update webhooks set secret = $3, old_secrets = $4 where marketplace = $1 and id = $2 returning ${HOOK}`, [
      marketplace,
      id,
      r.secret,
      JSON.stringify(old),
    ]);
    return done.rows[0];
  });
}

/** From here on only the newest secret signs. */
export async function dropOldSecrets(db: Db, marketplace: string, id: string): Promise<WebhookRow | undefined> {
  const { rows } = await db.pool.query<WebhookRow>(`update webhooks set old_secrets = '[]' where marketplace = $1 and id = $2 returning ${HOOK}`, [
    marketplace,
    id,
  ]);
  return rows[0];
}

/** Switches it on again; what waits meanwhile is told from the beginning, in order. */
export async function switchOn(db: Db, marketplace: string, id: string, now: number): Promise<WebhookRow | undefined> {
  return inTransaction(db, async (c) => {
    const { rows } = await c.query<WebhookRow>(
      `update webhooks set off_at = null, failing_since = null where marketplace = $1 and id = $2 returning ${HOOK}`,
      [marketplace, id],
    );
    await c.query(`update webhook_deliveries set attempts = 0, next_at = $3 where marketplace = $1 and webhook = $2 and state = 'queued'`, [
      marketplace,
      id,
      new Date(now),
    ]);
    return rows[0];
  });
}

/** Deletes a webhook with everything that waits for it. */
export async function dropWebhook(db: Db, marketplace: string, id: string): Promise<void> {
  await db.pool.query('delete from webhooks where marketplace = $1 and id = $2', [marketplace, id]);
}

/** What was delivered or waits, in the order of the steps, after a number. */
export async function listDeliveries(
  db: Db,
  marketplace: string,
  webhook: string,
  o: { after: number; limit: number; newest?: boolean },
): Promise<DeliveryRow[]> {
  const { rows } = await db.pool.query<DeliveryRow>(
    `select ${COLUMNS} from webhook_deliveries where marketplace = $1 and webhook = $2 and ($5 and ($3 = 0 or n < $3) or not $5 and n > $3)
     order by case when $5 then -n else n end limit $4`,
    [marketplace, webhook, o.after, o.limit, o.newest ?? false],
  );
  return rows;
}

/** Sends one again from the beginning, under the id it has. */
export async function requeue(db: Db, marketplace: string, id: string, now: number): Promise<DeliveryRow | undefined> {
  const { rows } = await db.pool.query<DeliveryRow>(
    `update webhook_deliveries set state = 'queued', attempts = 0, next_at = $3 where marketplace = $1 and id = $2 returning ${COLUMNS}`,
    [marketplace, id, new Date(now)],
  );
  return rows[0];
}

/** Forgets what was done with long ago. */
export async function forgetDeliveries(db: Db, marketplace: string, now: number): Promise<void> {
  // What waits for one that is switched off does not wait for ever.
  await db.pool.query(
    `delete from webhook_deliveries d where marketplace = $1 and created_at < $2 and (state <> 'queued' or exists (
    select from webhooks w where w.marketplace = $1 and w.id = d.webhook and w.off_at < $2))`,
    [marketplace, new Date(now - KEPT_MS)],
  );
}
