/** What did not arrive: mails, payments without an answer, and how far everything that is sent lies behind (NOT-3, MNY-5). */
import type { Caller } from '../auth/caller.ts';
import { composed, MAILS, type MailSource, WORDS } from '../outside/mail-compose.ts';
import { no } from '../problem.ts';
import type { Server } from '../server.ts';
import { inTransaction } from '../store/db.ts';
import { noteStaffAct } from './staff-acts.ts';

export interface MailRow {
  readonly id: string;
  readonly to: string;
  readonly person: string | null;
  readonly subject: string;
  readonly kind: string;
  readonly contract: string | null;
  readonly state: 'queued' | 'failed';
  readonly attempts: number;
  readonly nextAt: Date;
  readonly reason: string | null;
  readonly at: Date;
}

/** Mails that failed, or failed at least once and are tried again; the latest first. */
export async function troubledMails(s: Server, before: string | undefined, limit: number): Promise<MailRow[]> {
  const { rows } = await s.db.pool.query<Omit<MailRow, 'subject'> & MailSource>(
    `select m.id, m.to_address as "to", m.to_person as person, m.kind, m.contract, m.state, m.attempts, m.next_at as "nextAt", m.reason, m.created_at as at, ${WORDS}
     from ${MAILS} where m.marketplace = $1 and (m.state = 'failed' or (m.state = 'queued' and m.attempts > 0)) and ($2::text is null or m.id < $2)
     order by m.id desc limit $3`,
    [s.config.marketplace, before ?? null, limit],
  );
  return rows.map((m) => ({
    ...{ id: m.id, to: m.to, person: m.person, kind: m.kind, contract: m.contract, state: m.state, attempts: m.attempts },
    ...{ nextAt: m.nextAt, reason: m.reason, at: m.at, subject: composed(m, s.config.baseUrl)?.subject ?? '' },
  }));
}

export interface PaymentRow {
  readonly reference: string;
  readonly kind: 'charge' | 'refund' | 'payout';
  readonly state: string;
  readonly amount: number;
  readonly currency: string;
  readonly account: string;
  readonly contract: string;
  readonly title: string;
  readonly attempts: number;
  readonly nextAt: Date;
  readonly reason: string | null;
  readonly since: Date;
}

/** Payments whose answer is missing, those first, then others that take too long; `after` is a rank and a reference. */
export async function troubledPayments(
  s: Server,
  after: readonly [number, string] | undefined,
  limit: number,
): Promise<(PaymentRow & { rank: number })[]> {
  const { rows } = await s.db.pool.query<PaymentRow & { rank: number }>(
    `select * from (
       select e.reference, e.kind, e.state, e.amount, e.currency, e.account, e.contract, coalesce(c.doc->'terms'->>'title', '') as title, e.attempts,
              e.next_at as "nextAt", e.reason, e.created_at as since, case when e.state = 'unknown' then 0 else 1 end as rank
       from effects e left join contracts c on c.marketplace = e.marketplace and c.id = e.contract
       where e.marketplace = $1 and ${TROUBLED_PAYMENT('$5')}) t
     where $2::int is null or (rank, reference) > ($2, $3) order by rank, reference limit $4`,
    [s.config.marketplace, after?.[0] ?? null, after?.[1] ?? null, limit, troubledSince(s)],
  );
  return rows;
}
/** A payment that the bank took and that has not arrived is shown after this long. */
const LATE_MS = 10 * 86_400_000;
/** What the bank took before this and did not say the end of is late. */
export const troubledSince = (s: Server): Date => new Date(s.clock.now() - LATE_MS);
/** Of `effects e`: without an answer, tried in vain, or late; `late` names the parameter with `troubledSince`. */
export const TROUBLED_PAYMENT = (late: string): string =>
  `(e.state = 'unknown' or (e.state in ('wanted', 'sending') and e.attempts > 1) or (e.state = 'accepted' and e.created_at < ${late}))`;

/** Of how many at once it was one; the record says it of more than one. */
const together = (of: number | undefined) => (of === undefined ? {} : { together: of });

/** Sends a mail that was given up once more, with the waits of a new one. Refuses one that is not given up. */
export async function retryMail(s: Server, by: Caller, id: string, reason: string, of?: number): Promise<void> {
  const now = s.clock.now();
  await inTransaction(s.db, async (c) => {
    const { rows } = await c.query<{ to: string; was: string }>(
      `update mails set state = 'queued', attempts = 0, next_at = $3 where marketplace = $1 and id = $2 and state = 'failed'
       returning to_address as "to", reason as was`,
      [s.config.marketplace, id, new Date(now)],
    );
    if (!rows[0]) throw notWaiting('mail');
    await noteStaffAct(c, s.config.marketplace, now, {
      person: by.person,
      act: 'retryMail',
      subject: id,
      reason,
      data: { ...rows[0], ...together(of) },
    });
  });
}

/**
 * Has a payment looked up at the bank again. Nothing that the bank already has is sent a second time: the reference is asked for
 * first (MNY-5). Refuses one whose answer is known.
 */
export async function retryPayment(s: Server, by: Caller, reference: string, reason: string, of?: number): Promise<void> {
  const now = s.clock.now();
  await inTransaction(s.db, async (c) => {
    const { rows } = await c.query<{ contract: string; kind: string; amount: number; currency: string; attempts: number }>(
      `update effects set next_at = $3 where marketplace = $1 and reference = $2
         and state in ('wanted', 'sending', 'unknown', 'accepted') returning contract, kind, amount, currency, attempts`,
      [s.config.marketplace, reference, new Date(now)],
    );
    if (!rows[0]) throw notWaiting('payment');
    await noteStaffAct(c, s.config.marketplace, now, {
      person: by.person,
      act: 'retryPayment',
      subject: reference,
      reason,
      data: { ...rows[0], ...together(of) },
    });
  });
}

/** Has what was not told to an address told once more, under the same id. Refuses what is not given up, and an address that is switched off. */
export async function retryWebhook(s: Server, by: Caller, id: string, reason: string, of?: number): Promise<void> {
  const now = s.clock.now();
  await inTransaction(s.db, async (c) => {
    const { rows } = await c.query<{ webhook: string; contract: string; step: number }>(
      `update webhook_deliveries d set state = 'queued', attempts = 0, next_at = $3 from webhooks w
       where d.marketplace = $1 and d.id = $2 and d.state = 'failed' and w.marketplace = d.marketplace and w.id = d.webhook and w.off_at is null
       returning d.webhook, d.contract, d.seq as step`,
      [s.config.marketplace, id, new Date(now)],
    );
    if (!rows[0]) throw notWaiting('webhook');
    const note = { person: by.person, act: 'retryWebhook', subject: id, reason, data: { ...rows[0], ...together(of) } };
    await noteStaffAct(c, s.config.marketplace, now, note);
  });
}
const notWaiting = (what: 'mail' | 'payment' | 'webhook') => no(`not_waiting.${what}`);

export interface Lag {
  readonly waiting: { payments: number; mails: number; steps: number; deadlines: number };
  readonly oldest: { payments: string | null; mails: string | null; deadlines: string | null };
}
const MOST_COUNTED = 10_000;

/** What is due and not yet done: payments to be sent or asked about, mails, steps that nobody was told of. Counts end at 10,000. */
export async function lagOf(s: Server, deadlines: { behind: number; oldest: Date | null }): Promise<Lag> {
  const now = new Date(s.clock.now());
  const { marketplace } = s.config;
  // Asked for by itself: against a value the planner goes by the index, against a row of another table it reads the whole journal.
  const { rows: marks } = await s.db.pool.query<{ xid: string; n: number }>(
    `select xid::text as xid, n from readers where marketplace = $1 and name = 'notices'`,
    [marketplace],
  );
  const { rows } = await s.db.pool.query<{ payments: number; mails: number; steps: number; oldPayment: Date | null; oldMail: Date | null }>(
    `with p as (select next_at from effects where marketplace = $1 and state in ('wanted', 'sending', 'unknown', 'accepted') and next_at <= $2 order by next_at limit $3),
          m as (select next_at from mails where marketplace = $1 and state = 'queued' and next_at <= $2 order by next_at limit $3),
          t as (select 1 from journal where marketplace = $1 and (xid, n) > ($4::xid8, $5) limit $3)
     select (select count(*)::int from p) as payments, (select count(*)::int from m) as mails, (select count(*)::int from t) as steps,
            (select min(next_at) from p) as "oldPayment", (select min(next_at) from m) as "oldMail"`,
    [marketplace, now, MOST_COUNTED, marks[0]?.xid ?? '0', marks[0]?.n ?? 0],
  );
  const row = rows[0] as (typeof rows)[number];
  return {
    waiting: { payments: row.payments, mails: row.mails, steps: row.steps, deadlines: deadlines.behind },
    oldest: {
      payments: row.oldPayment?.toISOString() ?? null,
      mails: row.oldMail?.toISOString() ?? null,
      deadlines: deadlines.oldest?.toISOString() ?? null,
    },
  };
}
