/** What staff do outside contracts, with who, when, why; only added to, and chained by digest (STF-2, AUD-1). */
import { canonical } from '@fairhold/domain';
import type { PoolClient } from 'pg';
import { sha256 } from '../ids.ts';
import type { Db } from '../store/db.ts';

export interface StaffAct {
  readonly person: string;
  /** appoint, withdraw, retryMail, retryPayment, retryWebhook, askBank, draftPolicy, proposePolicy, publishPolicy, withdrawPolicy, checkRecord, viewAs, viewEnd. */
  readonly act: string;
  /** What it was done to: an account, a mail, a payment's reference, a draft, a check. */
  readonly subject: string;
  readonly reason: string;
  readonly data: Readonly<Record<string, unknown>>;
}
export interface StaffActRow extends StaffAct {
  readonly seq: number;
  readonly at: Date;
  readonly digest: string;
}

const linked = (before: string, seq: number, at: Date, a: StaffAct): string =>
  sha256(canonical({ before, seq, at: at.toISOString(), person: a.person, act: a.act, subject: a.subject, reason: a.reason, data: a.data }));

/** Adds one, in the transaction of what it does: either both are there or neither. */
export async function noteStaffAct(c: PoolClient, marketplace: string, now: number, a: StaffAct): Promise<number> {
  await c.query('select pg_advisory_xact_lock(hashtextextended($1, 30))', [`staff_acts:${marketplace}`]);
  const { rows } = await c.query<{ seq: number; digest: string }>(
    'select seq, digest from staff_acts where marketplace = $1 order by seq desc limit 1',
    [marketplace],
  );
  const seq = (rows[0]?.seq ?? 0) + 1;
  const at = new Date(now);
  await c.query(
    'insert into staff_acts (marketplace, seq, at, person, act, subject, reason, data, digest) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [marketplace, seq, at, a.person, a.act, a.subject, a.reason, JSON.stringify(a.data), linked(rows[0]?.digest ?? '', seq, at, a)],
  );
  return seq;
}

export interface StaffActFilter {
  readonly subject?: string | undefined;
  readonly person?: string | undefined;
  readonly act?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Newest first. */
export async function readStaffActs(db: Db, marketplace: string, f: StaffActFilter): Promise<StaffActRow[]> {
  const { rows } = await db.pool.query<StaffActRow>(
    `select seq, at, person, act, subject, reason, data, digest from staff_acts
     where marketplace = $1 and ($2::text is null or subject = $2) and ($3::text is null or person = $3) and ($4::text is null or act = $4)
       and ($5::timestamptz is null or at >= $5) and ($6::timestamptz is null or at < $6) and ($7::integer is null or seq < $7)
     order by seq desc limit $8`,
    [marketplace, f.subject ?? null, f.person ?? null, f.act ?? null, f.from ?? null, f.to ?? null, f.before ?? null, f.limit],
  );
  return rows;
}

/** A sentence for each act that is not as it was written, or is missing. */
export async function staffActFaults(db: Db, marketplace: string): Promise<string[]> {
  const { rows } = await db.pool.query<StaffActRow>(
    'select seq, at, person, act, subject, reason, data, digest from staff_acts where marketplace = $1 order by seq',
    [marketplace],
  );
  let before = '';
  for (const [n, row] of rows.entries()) {
    if (row.seq !== n + 1) return [`staff act ${n + 1} is missing`];
    if (linked(before, row.seq, row.at, row) !== row.digest) return [`staff act ${row.seq} (${row.act}) is not as it was written`];
    before = row.digest;
  }
  return [];
}
