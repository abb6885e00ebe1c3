/**
 * Many things that did not arrive, tried again at once: what it would be is looked at first, and only what was looked at is touched.
 * Each is done by itself, with an entry of its own in the record (NOT-3, MNY-5, STF-2).
 */
import type { Caller } from '../auth/caller.ts';
import { isProblem, no, worded } from '../problem.ts';
import type { Server } from '../server.ts';
import { retryMail, retryPayment, retryWebhook, TROUBLED_PAYMENT, troubledSince } from './deliveries.ts';

/** So many at once; what is left is said, and comes with the next. */
export const MOST_AT_ONCE = 200;
const SHOWN = 5;

export interface Waiting {
  readonly id: string;
  /** Mail, charge, refund, payout; of a webhook: what the last attempt came to. */
  readonly kind: string;
  /** To whom, or about what. */
  readonly title: string;
  readonly note: string;
  readonly at: Date;
  readonly amount: number | null;
  readonly currency: string | null;
}

export type Filter = { readonly kind?: string | undefined; readonly q?: string | undefined };
interface Sort {
  /** Selects the columns of `Waiting`; $1 is the marketplace, $2 the instant to which it is bound. */
  readonly from: string;
  readonly bound: (s: Server) => Date;
  readonly again: (s: Server, by: Caller, id: string, reason: string, of: number) => Promise<void>;
}

/** What can be tried again: mails and webhooks that were given up; payments that the bank is not about to be asked for anyway. */
export const SORTS = {
  mails: {
    from: `select m.id, m.kind, m.to_address as title, coalesce(m.reason, '') as note, m.created_at as at, null::bigint as amount, null as currency
           from mails m where m.marketplace = $1 and m.state = 'failed' and m.created_at <= $2`,
    bound: (s) => new Date(s.clock.now()),
    again: retryMail,
  },
  payments: {
    from: `select e.reference as id, e.kind, a.name as title, coalesce(e.reason, '') as note, e.created_at as at, e.amount, e.currency
           from effects e left join accounts a on a.marketplace = e.marketplace and a.id = e.account
           where e.marketplace = $1 and ${TROUBLED_PAYMENT('$2')} and e.next_at > $3`,
    bound: troubledSince,
    again: retryPayment,
  },
  webhooks: {
    // Of an address only the host: what is behind it may be a secret. One that is switched off is its owner's to switch on.
    from: `select d.id, coalesce(d.status::text, d.fault, '') as kind, substring(w.url from '^https?://([^/?#]+)') as title, a.name as note,
             d.created_at as at, null::bigint as amount, null as currency
           from webhook_deliveries d join webhooks w on w.marketplace = d.marketplace and w.id = d.webhook and w.off_at is null
             left join accounts a on a.marketplace = w.marketplace and a.id = w.account
           where d.marketplace = $1 and d.state = 'failed' and d.created_at <= $2`,
    bound: (s) => new Date(s.clock.now()),
    again: retryWebhook,
  },
} as const satisfies Readonly<Record<string, Sort>>;
export type SortName = keyof typeof SORTS;

export interface Look {
  /** Those that would be tried again now: at most 200, the oldest first. */
  readonly ids: string[];
  readonly count: number;
  readonly left: number;
  /** In whole minor units, a sum each currency; empty for what is no payment. */
  readonly sums: { currency: string; amount: number }[];
  readonly sample: Waiting[];
}

/** What a filter finds: how many, the sums, the first of them, and how many are left for another time. */
export async function lookAgain(s: Server, name: SortName, f: Filter): Promise<Look> {
  const sort: Sort = SORTS[name];
  const now = new Date(s.clock.now());
  const { rows } = await s.db.pool.query<Waiting & { all: number }>(
    `select *, count(*) over ()::int as all from (${sort.from}) t
     where $3::timestamptz is not null and ($4::text is null or kind = $4)
       and ($5::text is null or strpos(lower(concat_ws(' ', id, title, note)), lower($5)) > 0)
     order by at, id limit ${MOST_AT_ONCE}`,
    [s.config.marketplace, sort.bound(s), now, f.kind ?? null, f.q ?? null],
  );
  const sums = new Map<string, number>();
  for (const r of rows) if (r.currency && r.amount !== null) sums.set(r.currency, (sums.get(r.currency) ?? 0) + r.amount);
  return {
    ids: rows.map((r) => r.id),
    count: rows.length,
    left: (rows[0]?.all ?? 0) - rows.length,
    sums: [...sums].map(([currency, amount]) => ({ currency, amount })),
    sample: rows.slice(0, SHOWN).map(({ all: _, ...r }) => r),
  };
}

export interface Outcome {
  readonly id: string;
  readonly again: boolean;
  /** Why not, in the language of who asked. */
  readonly sentence?: string;
}

/**
 * Tries each of them again, and says of each what happened. How many they are has to be typed (STF-6). One that fails, or does not wait
 * any more, leaves the others as they are; asked once more under the same key nothing is done twice.
 */
export async function allAgain(
  s: Server,
  by: Caller,
  name: SortName,
  w: { ids: readonly string[]; typed: string; reason: string },
  unforeseen: (error: unknown, id: string) => void,
): Promise<Outcome[]> {
  const ids = [...new Set(w.ids)];
  if (w.typed.trim() !== String(ids.length)) throw no('not_typed.count', { count: ids.length });
  const out: Outcome[] = [];
  for (const id of ids) {
    try {
      await SORTS[name].again(s, by, id, w.reason, ids.length);
      out.push({ id, again: true });
    } catch (error) {
      if (!isProblem(error)) unforeseen(error, id);
      out.push({ id, again: false, sentence: worded(isProblem(error) ? error : no('internal'), by.speaks).detail });
    }
  }
  return out;
}
