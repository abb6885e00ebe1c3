/** What keeps somebody from being erased: money that is theirs, contracts that others still count on, offices that they hold (ACC-4). */
import { type Contract, instancesOf, nextDue, type Policy } from '@fairhold/domain';
import { isOpenTrace, traceFacts } from '@fairhold/domain/processes/trace';
import type { Server } from '../server.ts';
import { listContracts } from '../store/reads.ts';
import { BOOKS } from '../store/statement.ts';
import { stateOf } from '../view/contract.ts';

export type Blocker =
  | { readonly kind: 'money'; readonly book: string; readonly amount: number; readonly currency: string }
  | { readonly kind: 'contract'; readonly contract: string; readonly title: string }
  | { readonly kind: 'agency'; readonly account: string; readonly name: string }
  | { readonly kind: 'office' };

type Deps = Pick<Server, 'db' | 'config' | 'policies'>;
/** Enough to know where to begin. */
const MOST = 20;
const PAGE = 50;
const OVER: readonly string[] = ['closed', 'declined', 'withdrawn', 'expired'];

/** Whether anything can still happen on it by itself, or anything is held. */
const isOpen = (c: Contract, policy: Policy): boolean => c.held + c.arbitration > 0 || !OVER.includes(stateOf(c)) || nextDue(c, policy) !== undefined;

/** Everything in the way, the money first; of contracts at most twenty. */
export async function blockersOf(s: Deps, person: string): Promise<Blocker[]> {
  const market = s.config.marketplace;
  const own = await inTheWay(s, person);
  const { rows: agencies } = await s.db.pool.query<{ account: string; name: string; others: number }>(
    `select a.id as account, a.name,
            (select count(*)::int from members o where o.marketplace = m.marketplace and o.agency = m.agency and o.person <> m.person) as others
     from members m join accounts a on a.marketplace = m.marketplace and a.id = m.agency
     where m.marketplace = $1 and m.person = $2 and m.role = 'manager'
       and not exists (select 1 from members o where o.marketplace = m.marketplace and o.agency = m.agency and o.person <> m.person and o.role = 'manager')`,
    [market, person],
  );
  const alone: Blocker[] = [];
  for (const { account, name, others } of agencies)
    if (others > 0 || (await inTheWay(s, account)).length > 0) alone.push({ kind: 'agency', account, name });
  const { rows: office } = await s.db.pool.query(`select 1 from accounts where marketplace = $1 and id = $2 and staff <> '{}'`, [market, person]);
  return [...own, ...alone, ...(office.length > 0 ? [{ kind: 'office' as const }] : [])];
}

async function inTheWay(s: Deps, account: string): Promise<Blocker[]> {
  const market = s.config.marketplace;
  const { rows: money } = await s.db.pool.query<{ account: string; currency: string; balance: number }>(
    'select account, currency, balance from balances where marketplace = $1 and account = any($2) and balance > 0 order by account, currency',
    [market, BOOKS.map((b) => `${b}:${account}`)],
  );
  return [
    ...money.map((m) => ({ kind: 'money' as const, book: m.account.split(':')[0] ?? '', amount: Number(m.balance), currency: m.currency })),
    ...(await lookedFor(s, account)),
    ...(await openContracts(s, account)).map((c) => ({ kind: 'contract' as const, contract: c.id, title: c.terms.title })),
  ];
}

/** Payouts that arrived by the bank's word and are missed: what comes of the search may be theirs again (RFR-4). */
async function lookedFor(s: Deps, account: string): Promise<Blocker[]> {
  const { rows } = await s.db.pool.query<{ doc: Contract }>(
    `select c.doc from contracts c where marketplace = $1 and kind = 'wallet' and client = $2`,
    [s.config.marketplace, account],
  );
  return rows.flatMap(({ doc }) =>
    instancesOf(doc, 'trace')
      .filter(isOpenTrace)
      .map((t) => ({ kind: 'money' as const, book: 'payouts', amount: traceFacts(t).amount, currency: doc.currency })),
  );
}

/** A page at a time, until enough are found: most of somebody's contracts are long over. */
async function openContracts(s: Deps, account: string): Promise<Contract[]> {
  const open: Contract[] = [];
  for (let before: string | undefined; ; ) {
    const page: Contract[] = await listContracts(s.db, s.config.marketplace, { accounts: [account], limit: PAGE, ...(before && { before }) });
    open.push(...page.filter((c) => isOpen(c, s.policies.get(c.policy))));
    before = page.at(-1)?.id;
    if (open.length >= MOST || page.length < PAGE) return open.slice(0, MOST);
  }
}
