/**
 * What an account has now, what is held of it, and what is on its way until when (MNY-6, MNY-7, RFR-4). From the balances, and from
 * those contracts alone in which its money is on its way: however many others there are, none of them is read.
 */
import { advance, type Contract, endOf, holidaysOf, instancesOf } from '@fairhold/domain';
import type { z } from 'zod';
import type { Caller } from './auth/caller.ts';
import { worldOf } from './commit.ts';
import { viewerOf } from './routes/contracts.ts';
import type { Server } from './server.ts';
import { heldAs, movingOf, pendingIn } from './store/reads.ts';
import { BOOKS } from './store/statement.ts';
import { readRows } from './store/steps.ts';
import type * as S from './view/account-schemas.ts';
import { actionsOf } from './view/actions.ts';
import { iso, KNOWN_PAYER, type ViewInput } from './view/viewer.ts';
import { isOver, waysView } from './view/ways.ts';

type Money = z.infer<typeof S.AccountMoney>;
type OpenWay = z.infer<typeof S.OpenWay>;
const AT_ONCE = 200;

export async function accountMoney(s: Server, caller: Caller, account: string): Promise<Money> {
  const market = s.config.marketplace;
  const now = s.clock.now();
  const [{ rows }, held, ways] = await Promise.all([
    s.db.pool.query<{ account: string; currency: string; balance: number }>(
      'select account, currency, balance from balances where marketplace = $1 and account = any($2) order by currency, account',
      [market, BOOKS.map((book) => `${book}:${account}`)],
    ),
    heldAs('client', s.db, market, [account]),
    openWays(s, caller, account, now),
  ]);
  const balances = rows.map((b) => ({ kind: b.account.split(':')[0] as string, currency: b.currency, amount: Number(b.balance) }));
  const holds = await holdsOf(
    s,
    account,
    balances.filter((b) => b.kind === 'pending' && b.amount > 0),
  );
  const last = (kind: string, currency: string): { by?: string; businessDays?: number } => {
    const hold = kind === 'pending' && holds.get(currency);
    if (hold) return { by: hold };
    const way = ways.findLast((w) => `${w.kind}s` === kind && w.currency === currency && w.way.arrivesBy)?.way;
    const days = way?.businessDays;
    return { ...(way?.arrivesBy && { by: way.arrivesBy }), ...(days !== undefined && { businessDays: days }) };
  };
  return {
    now: iso(now),
    balances: balances.map((b) => ({ ...b, ...(b.amount > 0 && last(b.kind, b.currency)) })),
    held: held.map((h) => ({ currency: h.currency, amount: Number(h.amount) })),
    ways,
  };
}

/** Since when money that has arrived may have done so and still be reported missing, under any policy there is. */
function reportableSince(s: Server, now: number): number {
  const reach = s.policies.all().map((p) => {
    const long = (w: 'refundArrival' | 'payoutArrival' | 'traceReport') => endOf(now, p.windows[w].period, holidaysOf(p)) - now;
    return Math.max(long('refundArrival'), long('payoutArrival')) + long('traceReport');
  });
  // Business days at another time of the year may be fewer: twice as long is long enough, and only what is found is looked at.
  return now - 2 * Math.max(0, ...reach);
}

async function openWays(s: Server, caller: Caller, account: string, now: number): Promise<OpenWay[]> {
  const market = s.config.marketplace;
  const ids = await movingOf(s.db, market, account, new Date(reportableSince(s, now)));
  const found: OpenWay[] = [];
  for (let n = 0; n < ids.length; n += AT_ONCE) {
    const docs = (await readRows(s.db.pool, market, ids.slice(n, n + AT_ONCE))).map((r) => r.doc);
    const names = await s.accounts.names(docs.flatMap((c) => [c.client, c.freelancer]));
    for (const doc of docs) found.push(...waysIn(viewOf(s, caller, account, doc, names, now)));
  }
  return found.sort((a, b) => order(a).localeCompare(order(b)));
}
const order = ({ way }: OpenWay): string => `${way.arrivesBy ?? '9'} ${way.requestedAt}`;

function viewOf(s: Server, caller: Caller, account: string, doc: Contract, names: ViewInput['names'], now: number): ViewInput {
  const policy = s.policies.get(doc.policy);
  const world = worldOf(new Map(), now, doc.currency);
  const side = doc.client === account ? 'client' : 'freelancer';
  const viewer = viewerOf(caller, { roles: [side], role: side, account });
  return {
    c: advance(doc, now, policy, world).at(-1)?.contract ?? doc,
    now,
    policy,
    world,
    viewer,
    names,
    payer: KNOWN_PAYER,
    soonest: s.provider.soonest,
  };
}

function waysIn(v: ViewInput): OpenWay[] {
  const reports = actionsOf(v).filter((a) => a.act === 'reportMissing');
  return (['refund', 'payout'] as const).flatMap((kind) =>
    waysView(v, kind).flatMap((way) => {
      const report = reports.find((a) => a.on === way.id);
      // Without a reference it is the other party's.
      if (way.reference === '' || (isOver(way) && !way.trace && !report)) return [];
      const title = v.c.kind === 'wallet' ? '' : v.c.terms.title;
      return [{ contract: v.c.id, ...(title && { title }), kind, currency: v.c.currency, way, ...(report && { report }) }];
    }),
  );
}

/** When the last hold of each currency is over. Those that end next are looked at first, until all that is pending is found. */
async function holdsOf(s: Server, account: string, pending: readonly { currency: string; amount: number }[]): Promise<Map<string, string>> {
  const left = new Map(pending.map((b) => [b.currency, b.amount]));
  const last = new Map<string, string>();
  if (left.size === 0) return last;
  const ids = await pendingIn(s.db, s.config.marketplace, account);
  for (let n = 0; n < ids.length && [...left.values()].some((amount) => amount > 0); n += AT_ONCE)
    for (const { doc } of await readRows(s.db.pool, s.config.marketplace, ids.slice(n, n + AT_ONCE)))
      for (const i of instancesOf(doc, 'payment')) {
        const until = i.windows[0]?.dueAt;
        if (i.state !== 'pending' || until === undefined) continue;
        left.set(doc.currency, (left.get(doc.currency) ?? 0) - (i.facts['net'] as number));
        if ((last.get(doc.currency) ?? '') < iso(until)) last.set(doc.currency, iso(until));
      }
  return last;
}
