/** What moved on an account in a period, and what it had before it: read through a cursor, so that no statement is held whole. */
import type { Db } from './db.ts';
import type { ToldStep } from './reads.ts';

/** A contract in which the account has a part. */
export interface Involved {
  readonly id: string;
  readonly currency: string;
  /** The account pays in it: what is held there is held of its money. */
  readonly paying: boolean;
}
export interface Opening {
  readonly account: string;
  readonly currency: string;
  readonly amount: number;
}
/** A step as a statement needs it. */
export type MoneyStep = Pick<ToldStep, 'contract' | 'seq' | 'happenedAt' | 'on' | 'process' | 'lapse' | 'rule' | 'actor' | 'postings'>;
/** What is known of a contract beside its steps: its title, and which of its fees the freelancer paid. */
export interface Known {
  readonly titles: Map<string, string | null>;
  /** Charges that freelancers paid, as `contract charge`; every other one was the client's. */
  readonly byFreelancers: Set<string>;
}
/** Accounts of the ledger that belong to an account, besides the escrow of what it pays for. */
export const BOOKS = ['available', 'pending', 'credit', 'refunds', 'payouts'] as const;

const AT_ONCE = 1000;
/** A reader that takes nothing for so long is left. */
const PATIENCE = "'5min'";
/** So many are read at once; the others wait, so that people who act always find a connection. */
const READERS = 3;
let reading = 0;
const waiting: (() => void)[] = [];
async function turn(): Promise<() => void> {
  if (reading >= READERS) await new Promise<void>((ok) => waiting.push(ok));
  else reading += 1;
  return () => {
    const next = waiting.shift();
    if (next) next();
    else reading -= 1;
  };
}

export async function involvedOf(db: Db, marketplace: string, account: string): Promise<Involved[]> {
  const { rows } = await db.pool.query<Involved>(
    `select id, currency, client = $2 as paying from contracts where marketplace = $1 and (client = $2 or freelancer = $2)`,
    [marketplace, account],
  );
  return rows;
}

/** When the first money of an account moved, ms; `otherwise` when none has. */
export async function firstMove(db: Db, marketplace: string, account: string, otherwise: number): Promise<number> {
  const { rows } = await db.pool.query<{ at: Date | null }>(
    `select min(happened_at) as at from journal where marketplace = $1 and cardinality(accounts) > 0
       and contract = any(array(select id from contracts where marketplace = $1 and (client = $2 or freelancer = $2)))`,
    [marketplace, account],
  );
  return rows[0]?.at?.getTime() ?? otherwise;
}

/** Sums of everything before the period (`from` in ms), by account of the ledger and currency. */
export async function openingsOf(db: Db, marketplace: string, account: string, involved: readonly Involved[], from: number): Promise<Opening[]> {
  const { rows } = await db.pool.query<Opening>(
    `select leg.account, c.currency, sum(leg.amount)::bigint as amount
     from journal j
     join (select id, currency, client from contracts where marketplace = $1 and id = any($2)) c on c.id = j.contract,
     unnest(j.accounts, j.amounts) as leg(account, amount)
     where j.marketplace = $1 and j.contract = any($2) and j.happened_at < $3
       and (leg.account = any($4) or (c.client = $5 and leg.account = 'escrow:' || c.id))
     group by 1, 2`,
    [marketplace, involved.map((c) => c.id), new Date(from), BOOKS.map((b) => `${b}:${account}`), account],
  );
  return rows.map((b) => ({ ...b, amount: Number(b.amount) }));
}

/** Steps that moved money in these contracts, the oldest first, some at a time. `from` and `to` in ms: from the first instant to just before the second. */
export async function* movesOf(
  db: Db,
  marketplace: string,
  contracts: readonly string[],
  from: number,
  to: number,
): AsyncGenerator<readonly MoneyStep[]> {
  const leave = await turn();
  try {
    const client = await db.pool.connect();
    let broken = true;
    try {
      await client.query(`begin read only; set local idle_in_transaction_session_timeout = ${PATIENCE}`);
      await client.query(
        `declare moves no scroll cursor for select contract, seq, happened_at, on_id, process, lapse, rule, role, person, accounts, amounts, whys from journal
         where marketplace = $1 and contract = any($2) and happened_at >= $3 and happened_at < $4 and cardinality(accounts) > 0
         order by happened_at, contract, seq`,
        [marketplace, contracts, new Date(from), new Date(to)],
      );
      for (;;) {
        const { rows } = await client.query(`fetch ${AT_ONCE} from moves`);
        if (rows.length > 0) yield rows.map(stepOf);
        if (rows.length < AT_ONCE) break;
      }
      await client.query('commit');
      broken = false;
    } finally {
      // Whoever stops reading in the middle leaves a transaction open.
      if (broken)
        broken = await client.query('rollback').then(
          () => false,
          () => true,
        );
      client.release(broken);
    }
  } finally {
    leave();
  }
}

// biome-ignore lint/suspicious/noExplicitAny: a row as the driver gives it
function stepOf(r: any): MoneyStep {
  return {
    contract: r.contract,
    seq: r.seq,
    happenedAt: r.happened_at,
    on: r.on_id,
    process: r.process,
    lapse: r.lapse,
    rule: r.rule,
    actor: { role: r.role, ...(r.person !== null && { person: r.person }) },
    postings: (r.whys as string[]).map((why, n) => ({
      from: r.accounts[2 * n],
      to: r.accounts[2 * n + 1],
      amount: Number(r.amounts[2 * n + 1]),
      why,
    })),
  };
}

/** Adds to `known` what these steps need and it has not. */
export async function learn(db: Db, marketplace: string, steps: readonly MoneyStep[], known: Known): Promise<void> {
  const missing = [...new Set(steps.map((s) => s.contract))].filter((id) => !known.titles.has(id));
  if (missing.length > 0) {
    const { rows } = await db.pool.query<{ id: string; title: string | null }>(
      `select c.id, c.doc->'terms'->>'title' as title from contracts c where marketplace = $1 and id = any($2)`,
      [marketplace, missing],
    );
    for (const r of rows) known.titles.set(r.id, r.title);
  }
  // Only fees can be a freelancer's: of a hearing, or for ending.
  const fees = steps.filter((s) => s.process === 'charge' && s.postings.some((p) => p.why === 'arbitrationFee' || p.why === 'cancellationFee'));
  if (fees.length === 0) return;
  const { rows } = await db.pool.query<{ name: string }>(
    `select c.id || ' ' || k.on_id as name from unnest($2::text[], $3::text[]) as k(contract, on_id)
     join contracts c on c.marketplace = $1 and c.id = k.contract where c.doc->'instances'->k.on_id->'facts'->>'party' = 'freelancer'`,
    [marketplace, fees.map((r) => r.contract), fees.map((r) => r.on)],
  );
  for (const r of rows) known.byFreelancers.add(r.name);
}
