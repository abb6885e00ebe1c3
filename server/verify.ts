/** Proves the record: every chain link, every contract rebuilt from its steps, every balance from the journal (AUD-1, AUD-2, MNY-9). */
import { applyPatch, type Contract, canonical } from '@fairhold/domain';
import { chain } from './commit.ts';
import type { Db } from './store/db.ts';
import { type JournalRow, readJournal } from './store/reads.ts';

export interface Proof {
  readonly contracts: number;
  readonly steps: number;
  /** One sentence for each thing that does not hold, naming where. */
  readonly broken: string[];
}

const AT_ONCE = 200;

/** Reads everything of a marketplace and recomputes it. Changes nothing. */
export async function verify(db: Db, marketplace: string): Promise<Proof> {
  const broken: string[] = [];
  let contracts = 0;
  let steps = 0;
  for (let after = ''; ; ) {
    const { rows } = await db.pool.query<{ id: string; held: number; arbitration: number; seq: number; digest: string; doc: Contract }>(
      'select id, held, arbitration, seq, digest, doc from contracts where marketplace = $1 and id > $2 order by id limit $3',
      [marketplace, after, AT_ONCE],
    );
    for (const row of rows) {
      const journal = await readJournal(db, marketplace, row.id);
      contracts += 1;
      steps += journal.length;
      broken.push(...chainFaults(row.id, journal, row.digest), ...stateFaults(row, journal));
    }
    if (rows.length < AT_ONCE) break;
    after = rows.at(-1)?.id as string;
  }
  broken.push(...(await orphans(db, marketplace)), ...(await balanceFaults(db, marketplace)));
  return { contracts, steps, broken };
}

function chainFaults(id: string, journal: readonly JournalRow[], last: string): string[] {
  let digest = '';
  for (const [n, row] of journal.entries()) {
    if (row.seq !== n + 1) return [`contract ${id}: step ${n + 1} is missing`];
    digest = chain(digest, { ...row, at: row.happenedAt.getTime(), contract: { id, seq: row.seq } }, row.policy);
    if (digest !== row.digest) return [`contract ${id}: step ${row.seq} (${row.act}) is not as it was written`];
  }
  return digest === last ? [] : [`contract ${id}: the record ends at step ${journal.length}, the contract does not`];
}

function stateFaults(row: { id: string; held: number; arbitration: number; seq: number; doc: Contract }, journal: readonly JournalRow[]): string[] {
  const out: string[] = [];
  let c: Contract | undefined;
  for (const step of journal) c = applyPatch(c, step.patch);
  if (canonical(c ?? null) !== canonical(row.doc)) out.push(`contract ${row.id}: its steps do not give it`);
  const booked = (account: string) =>
    journal.reduce(
      (sum, step) => step.postings.reduce((n, p) => n + (p.to === account ? p.amount : 0) - (p.from === account ? p.amount : 0), sum),
      0,
    );
  for (const [name, column, account] of [
    ['held money', row.held, `escrow:${row.id}`],
    ['arbitration fees', row.arbitration, `arbitration:${row.id}`],
  ] as const)
    if (booked(account) !== Number(column)) out.push(`contract ${row.id}: ${name} are ${column}, its journal says ${booked(account)}`);
  if (Number(row.held) !== row.doc.held || row.seq !== row.doc.seq) out.push(`contract ${row.id}: the row and its document differ`);
  return out;
}

async function orphans(db: Db, marketplace: string): Promise<string[]> {
  const { rows } = await db.pool.query<{ contract: string }>(
    `select distinct j.contract from journal j left join contracts c on c.marketplace = j.marketplace and c.id = j.contract where j.marketplace = $1 and c.id is null`,
    [marketplace],
  );
  return rows.map((r) => `contract ${r.contract}: there are steps and no contract`);
}

async function balanceFaults(db: Db, marketplace: string): Promise<string[]> {
  const { rows } = await db.pool.query<{ account: string; currency: string; booked: number; kept: number }>(
    `with booked as (
       select leg.account, c.currency, sum(leg.amount)::bigint as booked
       from journal j join contracts c on c.marketplace = j.marketplace and c.id = j.contract, unnest(j.accounts, j.amounts) as leg(account, amount)
       where j.marketplace = $1 and leg.account ~ '^(pending|available|credit|refunds|payouts):' group by 1, 2),
     kept as (select account, currency, balance as kept from balances where marketplace = $1)
     select account, currency, coalesce(booked, 0) as booked, coalesce(kept, 0) as kept from booked full join kept using (account, currency)
     where coalesce(booked, 0) <> coalesce(kept, 0)`,
    [marketplace],
  );
  return rows.map((r) => `account ${r.account}: the balance is ${r.kept} ${r.currency}, its journal says ${r.booked}`);
}
