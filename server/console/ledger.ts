/** The books for staff: the trial balance, the accounts behind it, and what moved on each with its cause (MNY-2, MNY-8, MNY-9). */
import { wordsFor } from '@fairhold/copy';
import type { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import type { Server } from '../server.ts';
import { readContract } from '../store/reads.ts';
import { type Position, searchSteps } from '../store/search.ts';
import type * as V from '../view/console-schemas.ts';
import { causeOf, stepSentence } from '../view/history.ts';
import { speech } from '../view/viewer.ts';
import { readBooks, type Sum } from './books.ts';
import { partyFor } from './look.ts';

type Ledger = z.infer<typeof V.ConsoleLedger>;
type Entry = z.infer<typeof V.LedgerEntry>;

/** Kinds of accounts whose money belongs to people, until it has left. */
const OWED = ['escrow', 'arbitration', 'pending', 'available', 'credit', 'refunds', 'payouts'];
/** Kinds with a row for each account, or a column of the contract; the others are sums over the journal. */
const KEPT = ['pending', 'available', 'credit', 'refunds', 'payouts'];

/** Every account of the journal by kind and currency. The sum of all is 0, and held is what is owed and earned (MNY-9). */
export async function trialBalance(s: Server): Promise<Ledger> {
  const { sums, off, closedAt } = await readBooks(s.books, s.config.marketplace);
  const currencies = [...new Set(sums.map((r) => r.currency))].map((currency) => {
    const rows = byKind(sums.filter((r) => r.currency === currency));
    const total = (kinds: (kind: string) => boolean) => rows.reduce((sum, r) => (kinds(r.kind) ? sum + r.balance : sum), 0);
    const held = 0 - total((kind) => kind === 'world');
    const owed = total((kind) => OWED.includes(kind));
    const earned = total((kind) => kind === 'fees');
    return { currency, rows, sum: total(() => true), held, owed, earned, solvent: held === owed + earned };
  });
  return { at: new Date(s.clock.now()).toISOString(), closedAt: closedAt?.toISOString() ?? null, currencies, contractsOff: [...off] };
}

const kindOf = (account: string): string => account.split(':', 1)[0] ?? '';
function byKind(sums: readonly Sum[]): { kind: string; balance: number; accounts: number }[] {
  const kinds = new Map<string, { kind: string; balance: number; accounts: number }>();
  for (const x of sums) {
    const row = kinds.get(kindOf(x.account)) ?? { kind: kindOf(x.account), balance: 0, accounts: 0 };
    kinds.set(row.kind, { ...row, balance: row.balance + x.balance, accounts: row.accounts + x.accounts });
  }
  return [...kinds.values()];
}

interface AccountRow {
  readonly account: string;
  readonly currency: string;
  readonly balance: number;
}

/** Accounts of a kind in a currency that are not zero, by account. */
export async function ledgerAccounts(s: Server, kind: string, currency: string, after: string, limit: number): Promise<AccountRow[]> {
  const market = s.config.marketplace;
  if (kind === 'escrow' || kind === 'arbitration') {
    const column = kind === 'escrow' ? 'held' : 'arbitration';
    const { rows } = await s.db.pool.query<AccountRow>(
      `select $5 || ':' || id as account, currency, ${column} as balance from contracts
       where marketplace = $1 and currency = $2 and ${column} > 0 and $5 || ':' || id > $3 order by id limit $4`,
      [market, currency, after, limit, kind],
    );
    return rows;
  }
  if (KEPT.includes(kind)) {
    const { rows } = await s.db.pool.query<AccountRow>(
      `select account, currency, balance from balances
       where marketplace = $1 and currency = $2 and balance <> 0 and account collate "C" > $3 and account like $5 || ':%' order by account collate "C" limit $4`,
      [market, currency, after, limit, kind],
    );
    return rows;
  }
  const { sums } = await readBooks(s.books, market);
  return sums.filter((x) => x.currency === currency && kindOf(x.account) === kind && x.balance !== 0 && x.account > after).slice(0, limit);
}

export interface AccountName {
  readonly name: string;
  /** Of an account that belongs to one contract. */
  readonly contract: string | null;
}
/** An account in words: its kind, and whose it is. */
export async function accountName(s: Server, account: string, locale: string): Promise<AccountName> {
  const [kind = '', of = ''] = account.split(/:(.*)/s);
  const words = wordsFor(locale).ACCOUNTS as Readonly<Record<string, string>>;
  const word = words[kind] ?? kind;
  if (kind === 'escrow' || kind === 'arbitration') {
    const c = await readContract(s.db, s.config.marketplace, of);
    return { name: c ? `${word}: ${c.terms.title}` : word, contract: c ? of : null };
  }
  if (kind === 'world') return { name: word, contract: null };
  if (kind === 'fees') return { name: words[account] ?? `${word}: ${of}`, contract: null };
  return { name: `${word}: ${partyFor(await s.accounts.names([of]), of, { speaks: locale }).name}`, contract: null };
}

/** The balance of an account, from where it is kept. */
export async function balanceOf(s: Server, account: string, currency: string): Promise<number> {
  const [kind = '', of = ''] = account.split(/:(.*)/s);
  const market = s.config.marketplace;
  const one = async (sql: string, values: unknown[]) => (await s.books.pool.query<{ n: number | null }>(sql, values)).rows[0]?.n ?? 0;
  if (kind === 'escrow') return one('select held as n from contracts where marketplace = $1 and id = $2', [market, of]);
  if (kind === 'arbitration') return one('select arbitration as n from contracts where marketplace = $1 and id = $2', [market, of]);
  if (KEPT.includes(kind))
    return one('select balance as n from balances where marketplace = $1 and account = $2 and currency = $3', [market, account, currency]);
  const { sums } = await readBooks(s.books, market);
  return sums.find((x) => x.currency === currency && x.account === account)?.balance ?? 0;
}

export interface EntryPlace extends Position {
  readonly balance: number;
}

/** What moved on an account, the latest first, each with its cause and the balance after it. */
export async function ledgerEntries(
  s: Server,
  caller: Caller,
  account: string,
  currency: string,
  after: EntryPlace | undefined,
  limit: number,
): Promise<{ items: Entry[]; next: EntryPlace | undefined }> {
  const [kind = '', of = ''] = account.split(/:(.*)/s);
  const narrow = ['escrow', 'arbitration'].includes(kind) ? { contract: of } : KEPT.includes(kind) ? { owner: of } : {};
  const { rows, next } = await searchSteps(s.db, s.config.marketplace, { ...narrow, account, currency, before: after, limit });
  let balance = after?.balance ?? (await balanceOf(s, account, currency));
  const items: Entry[] = [];
  for (const row of rows) {
    const c = await readContract(s.db, s.config.marketplace, row.contract);
    if (!c) continue;
    const names = await s.accounts.names([c.client, c.freelancer, ...(row.actor.person ? [row.actor.person] : [])]);
    const sp = speech({ c, names, viewer: caller });
    const name = sp.name(row.actor.person);
    for (const p of [...row.postings].reverse()) {
      const amount = (p.to === account ? p.amount : 0) - (p.from === account ? p.amount : 0);
      if (amount === 0) continue;
      items.push({
        contract: row.contract,
        title: c.terms.title,
        seq: row.seq,
        at: row.happenedAt.toISOString(),
        label: sp.words.WHYS[p.why] ?? p.why,
        why: p.why,
        sentence: stepSentence(row, sp, name),
        rule: row.rule,
        by: { role: causeOf(row), name },
        lapse: row.lapse,
        amount,
        other: (await accountName(s, p.to === account ? p.from : p.to, caller.speaks)).name,
        balance,
      });
      balance -= amount;
    }
  }
  return { items, next: next && { ...next, balance } };
}
