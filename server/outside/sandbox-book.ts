/** The sandbox bank's book: plain SQL on its own schema. Money in whole minor units, instants in epoch milliseconds. */
import type pg from 'pg';
import { newId } from '../ids.ts';
import type { ProviderRecord } from './payments.ts';

export interface Movement extends ProviderRecord {
  readonly providerId: string;
  /** The card of a charge, the charge of a refund, the account of a payout. */
  readonly other: string;
}

/** A thing the bank means to do at an instant. */
export interface Plan {
  readonly at: number;
  readonly does: 'settle' | 'return' | 'notify';
}
export interface Planned extends Plan {
  readonly id: number;
  readonly tryAt: number;
  readonly reference: string;
  readonly notificationId: string | null;
  readonly body: string | null;
  readonly attempts: number;
}

type Reader = Pick<pg.PoolClient, 'query'>;

interface Row {
  reference: string;
  provider_id: string;
  kind: ProviderRecord['kind'];
  amount: string | number;
  currency: string;
  other: string;
  state: ProviderRecord['state'];
  reason: string | null;
  state_at: Date;
  settles_at: Date | null;
}

const movementOf = (row: Row): Movement => ({
  reference: row.reference,
  providerId: row.provider_id,
  kind: row.kind,
  amount: Number(row.amount),
  currency: row.currency,
  other: row.other,
  state: row.state,
  at: row.state_at.getTime(),
  ...(row.settles_at ? { settlesAt: row.settles_at.getTime() } : {}),
  ...(row.reason ? { reason: row.reason } : {}),
});

/** A movement as the bank tells it to others. */
export function recordOf({ providerId: _, other: __, ...record }: Movement): ProviderRecord {
  return record;
}

export async function find(db: Reader, reference: string, lock = false): Promise<Movement | undefined> {
  const sql = `select * from sandbox_bank.movements where reference = $1 ${lock ? 'for update' : ''}`;
  const { rows } = await db.query<Row>(sql, [reference]);
  return rows[0] && movementOf(rows[0]);
}

/** Writes a movement unless its reference is taken; undefined when it is. */
export async function enter(db: Reader, m: Omit<Movement, 'providerId'>): Promise<Movement | undefined> {
  const { rows } = await db.query<Row>(
    `insert into sandbox_bank.movements
       (reference, provider_id, kind, amount, currency, other, state, reason, asked_at, state_at, settles_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10) on conflict (reference) do nothing returning *`,
    [
      m.reference,
      `sb_${newId(m.at).replaceAll('-', '')}`,
      m.kind,
      m.amount,
      m.currency,
      m.other,
      m.state,
      m.reason ?? null,
      new Date(m.at),
      m.settlesAt === undefined ? null : new Date(m.settlesAt),
    ],
  );
  return rows[0] && movementOf(rows[0]);
}

/** What the refunds of a charge have taken or will take; those declined or come back count nothing. */
export async function refunded(db: Reader, charge: string): Promise<number> {
  const { rows } = await db.query<{ sum: string }>(
    `select coalesce(sum(amount), 0)::text as sum from sandbox_bank.movements
      where kind = 'refund' and other = $1 and state in ('accepted', 'settled')`,
    [charge],
  );
  return Number(rows[0]?.sum);
}

/** Movements asked for in `from <= instant < to`, in that order. */
export async function listed(db: Reader, from: number, to: number): Promise<Movement[]> {
  const { rows } = await db.query<Row>('select * from sandbox_bank.movements where asked_at >= $1 and asked_at < $2 order by asked_at, reference', [
    new Date(from),
    new Date(to),
  ]);
  return rows.map(movementOf);
}

/** Turns an accepted movement into its end; undefined when it is no longer accepted. */
export async function end(db: Reader, reference: string, does: 'settle' | 'return', at: number) {
  const { rows } = await db.query<Row>(
    `update sandbox_bank.movements set state = $2, state_at = $3,
            reason = case when $2 = 'settled' then null else 'the ' || case kind when 'payout' then 'account' else 'card' end || ' can no longer take money' end
      where reference = $1 and state = 'accepted' returning *`,
    [reference, does === 'settle' ? 'settled' : 'returned', new Date(at)],
  );
  return rows[0] && movementOf(rows[0]);
}

export async function plan(db: Reader, reference: string, p: Plan, notice?: { id: string; body: string }): Promise<void> {
  await db.query(
    `insert into sandbox_bank.agenda (at, try_at, does, reference, notification_id, body)
     values ($1, $1, $2, $3, $4, $5)`,
    [new Date(p.at), p.does, reference, notice?.id ?? null, notice?.body ?? null],
  );
}

/** Swallows a call once per reference: true the first time. */
export async function loseOnce(db: Reader, reference: string): Promise<boolean> {
  const { rowCount } = await db.query('insert into sandbox_bank.lost_calls values ($1) on conflict do nothing', [reference]);
  return rowCount === 1;
}

/** What is open on the agenda at `now` (everything when undefined), first things first. */
export async function open(db: Reader, now: number | undefined, notices: boolean, limit: number): Promise<Planned[]> {
  const { rows } = await db.query<{
    id: string | number;
    at: Date;
    try_at: Date;
    does: Plan['does'];
    reference: string;
    notification_id: string | null;
    body: string | null;
    attempts: number;
  }>(
    `select * from sandbox_bank.agenda
      where done_at is null and try_at <= $1 and ($2 or does <> 'notify') order by try_at, id limit $3`,
    [now === undefined ? 'infinity' : new Date(now), notices, limit],
  );
  return rows.map((row) => ({
    id: Number(row.id),
    at: row.at.getTime(),
    tryAt: row.try_at.getTime(),
    does: row.does,
    reference: row.reference,
    notificationId: row.notification_id,
    body: row.body,
    attempts: row.attempts,
  }));
}

export async function done(db: Reader, id: number, at: number): Promise<void> {
  await db.query('update sandbox_bank.agenda set done_at = $2 where id = $1', [id, new Date(at)]);
}

/** Puts a notification that was not taken off until later. */
export async function putOff(db: Reader, id: number, until: number): Promise<void> {
  await db.query('update sandbox_bank.agenda set attempts = attempts + 1, try_at = $2 where id = $1', [id, new Date(until)]);
}
