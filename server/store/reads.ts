/** Reading contracts, their journal, and what people have been told. Nothing here changes anything. */
import type { Contract, Step } from '@fairhold/domain';
import type { Payer } from '@fairhold/domain/flags/flags';
import type { Db } from './db.ts';

export interface JournalRow {
  readonly contract: string;
  readonly seq: number;
  readonly happenedAt: Date;
  readonly writtenAt: Date;
  readonly act: string;
  readonly on: string;
  readonly process: string;
  readonly from: string;
  readonly to: string;
  readonly lapse: boolean;
  readonly rule: string;
  readonly policy: string;
  readonly actor: { readonly role: Step['actor']['role']; readonly person?: string };
  readonly input: Record<string, unknown>;
  readonly patch: Step['patch'];
  readonly postings: Step['postings'];
  readonly tells: Step['tells'];
  readonly digest: string;
  /** The legs in the row are those of the postings, and no others: what the digest covers is what is summed. */
  readonly legsFit: boolean;
}

/** A step as it is told of: without what it changed in the document. */
export type ToldStep = Omit<JournalRow, 'patch'>;

/** Its columns. */
export const TOLD = `contract, seq, happened_at, written_at, act, on_id, process, from_state, to_state, lapse, rule, policy, role, person, input,
  accounts, amounts, whys, tells, digest`;
export const COLUMNS = `${TOLD}, patch`;

// biome-ignore lint/suspicious/noExplicitAny: a row as the driver gives it
export function rowOf(r: any): JournalRow {
  const postings = (r.whys as string[]).map((why, n) => ({
    from: r.accounts[2 * n],
    to: r.accounts[2 * n + 1],
    amount: Number(r.amounts[2 * n + 1]),
    why,
  }));
  const legsFit = r.accounts.length === 2 * postings.length && postings.every((p, n) => Number(r.amounts[2 * n]) === -p.amount);
  return {
    contract: r.contract,
    seq: r.seq,
    happenedAt: r.happened_at,
    writtenAt: r.written_at,
    act: r.act,
    on: r.on_id,
    process: r.process,
    from: r.from_state,
    to: r.to_state,
    lapse: r.lapse,
    rule: r.rule,
    policy: r.policy,
    actor: { role: r.role, ...(r.person !== null && { person: r.person }) },
    input: r.input,
    patch: r.patch,
    postings,
    tells: r.tells,
    digest: r.digest,
    legsFit,
  };
}

export async function readContract(db: Db, marketplace: string, id: string): Promise<Contract | undefined> {
  const { rows } = await db.pool.query<{ doc: Contract }>({
    name: 'read_contract',
    text: 'select c.doc from contracts c where marketplace = $1 and id = $2',
    values: [marketplace, id],
  });
  return rows[0]?.doc;
}

/** Which steps of a contract are meant; all that is said must hold. */
export interface StepFilter {
  readonly acts?: readonly string[];
  readonly processes?: readonly string[];
  readonly notProcesses?: readonly string[];
  /** They changed one of these instances. */
  readonly changed?: readonly string[];
  /** Something was given with them. */
  readonly withFiles?: boolean;
}

/** A contract's steps in order of seq, descending from `before` when `newest`; all of them without `limit`: money is a sum over every step. */
export async function readJournal(
  db: Db,
  marketplace: string,
  contract: string,
  o: { newest?: boolean; before?: number; limit?: number } & StepFilter = {},
): Promise<JournalRow[]> {
  const { rows } = await db.pool.query(
    `select ${COLUMNS} from journal where marketplace = $1 and contract = $2 and seq < $3 and ($5::text[] is null or act = any($5))
       and ($6::text[] is null or process = any($6)) and ($7::text[] is null or process <> all($7)) and ($8::text[] is null or jsonb_exists_any(patch->'instances', $8))
       and (not $9 or jsonb_path_exists(input, '$.files[*]')) order by seq ${o.newest ? 'desc' : 'asc'} limit $4`,
    [
      ...[marketplace, contract, o.before ?? 2_147_483_647, o.limit ?? null, o.acts ?? null],
      ...[o.processes ?? null, o.notProcesses ?? null, o.changed ?? null, o.withFiles === true],
    ],
  );
  return rows.map(rowOf);
}

interface Mark {
  readonly xid: string;
  readonly n: number;
}
/** Steps after a reader's mark that no running transaction can still come before; at most `limit`, in order. In a transaction with `FOLLOWING`. */
export const readTail = (c: Pick<Db['pool'], 'query'>, marketplace: string, after: Mark, limit: number): Promise<{ rows: ToldStep[]; last?: Mark }> =>
  tailOf(c, TOLD, marketplace, after, limit);
/** The same with what each changed in its contract's document. */
export const readWholeTail = (
  c: Pick<Db['pool'], 'query'>,
  marketplace: string,
  after: Mark,
  limit: number,
): Promise<{ rows: JournalRow[]; last?: Mark }> => tailOf(c, COLUMNS, marketplace, after, limit);

async function tailOf(
  c: Pick<Db['pool'], 'query'>,
  columns: string,
  marketplace: string,
  after: Mark,
  limit: number,
): Promise<{ rows: JournalRow[]; last?: Mark }> {
  const { rows } = await c.query(
    `select ${columns}, xid::text as xid, n from journal
     where (xid, n) > ($2::xid8, $3) and xid < pg_snapshot_xmin(pg_current_snapshot()) and marketplace = $1 order by journal.xid, n limit $4`,
    [marketplace, after.xid, after.n, limit],
  );
  const last = rows.at(-1);
  return { rows: rows.map(rowOf), ...(last && { last: { xid: last.xid as string, n: last.n as number } }) };
}

export interface ListFilter {
  /** Absent: of everybody, for the staff that may read every contract. */
  readonly accounts?: readonly string[];
  /** The other party, of those of `accounts`. */
  readonly with?: string;
  readonly kind?: string;
  /** Leaves out what is surely over. */
  readonly open?: true;
  readonly before?: string;
  readonly limit: number;
}

/** SQL: something of it may still be waited for. What has ended for good holds nothing and has no clock; that it has ended never changes. */
const MAY_WAIT = `(c.held > 0 or c.arbitration > 0 or coalesce(c.snapshot->'instances'->'contract'->>'state', '') <> 'ended'
  or exists (select 1 from due d where d.marketplace = c.marketplace and d.contract = c.id))`;

/** Contracts in which one of the accounts is a party, newest first. */
export const listContracts = async (db: Db, marketplace: string, f: ListFilter): Promise<Contract[]> =>
  (await listed<{ doc: Contract }>(db, 'c.doc', marketplace, f)).map((r) => r.doc);

/** Of the same contracts, all of them: who they are between and how far they are. */
export const listVersions = (
  db: Db,
  marketplace: string,
  f: Omit<ListFilter, 'before' | 'limit'>,
): Promise<{ id: string; client: string; freelancer: string; seq: number }[]> => listed(db, 'id, client, freelancer, seq', marketplace, f);

async function listed<R extends object>(
  db: Db,
  columns: string,
  marketplace: string,
  f: Omit<ListFilter, 'limit'> & { limit?: number },
): Promise<R[]> {
  const { rows } = await db.pool.query<R>(
    `select ${columns} from contracts c
     where marketplace = $1 and kind <> 'wallet' and ($2::text[] is null or client = any($2) or freelancer = any($2)) and ($3::text is null or id < $3)
       and ($5::text is null or client = $5 or freelancer = $5) and ($6::text is null or kind = $6) ${f.open ? `and ${MAY_WAIT}` : ''}
     order by id desc limit $4`,
    [marketplace, f.accounts ?? null, f.before ?? null, f.limit ?? null, f.with ?? null, f.kind ?? null],
  );
  return rows;
}

/** With whom the accounts have contracts, by name and at most 200, and of which kinds. */
export async function listedWith(
  db: Db,
  marketplace: string,
  accounts: readonly string[],
): Promise<{ people: { id: string; name: string }[]; kinds: string[] }> {
  const { rows } = await db.pool.query<{ people: { id: string; name: string }[]; kinds: string[] }>(
    `with mine as (select kind, case when client = any($2) then freelancer else client end as other from contracts
                   where marketplace = $1 and kind <> 'wallet' and (client = any($2) or freelancer = any($2)))
     select coalesce((select jsonb_agg(p) from (select a.id, a.name from accounts a where a.marketplace = $1 and a.id in (select other from mine)
                                                and a.erased_at is null order by lower(a.name), a.id limit 200) p), '[]') as people,
       array(select distinct kind from mine order by 1) as kinds`,
    [marketplace, accounts],
  );
  return { people: rows[0]?.people ?? [], kinds: rows[0]?.kinds ?? [] };
}

export interface WorkRow {
  readonly contract: string;
  readonly on: string;
  readonly kind: string;
  readonly since: Date;
  readonly targetAt: Date | null;
  readonly assignee: string | null;
  readonly amount: number;
  readonly currency: string;
}

/** Open work of the given kinds, the most urgent first. */
export async function readWorklist(db: Db, marketplace: string, kinds: readonly string[]): Promise<WorkRow[]> {
  const { rows } = await db.pool.query<WorkRow>(
    `select contract, on_id as "on", kind, since, target_at as "targetAt", assignee, amount, currency from worklist where marketplace = $1 and kind = any($2) order by target_at nulls last, since limit 500`,
    [marketplace, kinds],
  );
  return rows;
}

/** How an account stands as a payer: paid on a contract other than this one; has a card that the bank vouches for (CON-5). */
export async function payerOf(db: Db, marketplace: string, account: string, contract: string): Promise<Payer> {
  const { rows } = await db.pool.query<Payer>(
    `select exists (
              select 1 from effects e join contracts c on c.marketplace = e.marketplace and c.id = e.contract
               where e.marketplace = $1 and e.account = $2 and e.kind = 'charge' and e.state = 'settled' and e.contract <> $3
                 and c.client = $2) as "paidBefore",
            exists (select 1 from cards where marketplace = $1 and account = $2 and verified_at is not null) as "hasCard"`,
    [marketplace, account, contract],
  );
  return rows[0] as Payer;
}

/** The step that was done under a person's key; undefined: none. */
export async function actUnderKey(
  db: Db,
  marketplace: string,
  contract: string,
  person: string,
  key: string,
): Promise<{ seq: number; act: string; on: string; at: Date } | undefined> {
  const { rows } = await db.pool.query<{ seq: number; act: string; on: string; at: Date }>(
    `select seq, act, on_id as "on", happened_at as at from journal where marketplace = $1 and contract = $2 and idem_key = $3`,
    [marketplace, contract, `${person}:${key}`],
  );
  return rows[0];
}

/** What is held in escrow over all contracts of which the accounts are this side; minor units by currency. */
export async function heldAs(
  side: 'client' | 'freelancer',
  db: Db,
  marketplace: string,
  accounts: readonly string[],
): Promise<{ currency: string; amount: number }[]> {
  const { rows } = await db.pool.query<{ currency: string; amount: number }>(
    `select currency, sum(held)::bigint as amount from contracts
     where marketplace = $1 and ${side} = any($2) and kind <> 'wallet' group by 1 having sum(held) > 0 order by 1`,
    [marketplace, accounts],
  );
  return rows;
}

/**
 * Contracts and wallets in which a refund or a payout of the account is under way, is looked for by finance, or came to its end since
 * then.
 */
export async function movingOf(db: Db, marketplace: string, account: string, since: Date): Promise<string[]> {
  const { rows } = await db.pool.query<{ contract: string }>(
    `select contract from effects where marketplace = $1 and account = $2 and kind in ('refund', 'payout')
       and (state not in ('settled', 'declined', 'returned') or updated_at >= $3)
     union
     select w.contract from worklist w join contracts c on c.marketplace = w.marketplace and c.id = w.contract
     where w.marketplace = $1 and w.kind = 'trace' and (c.client = $2 or c.freelancer = $2)`,
    [marketplace, account, since],
  );
  return rows.map((r) => r.contract);
}

/** Contracts that pay the account and in which something falls due, the next first: a security hold is such a deadline. */
export async function pendingIn(db: Db, marketplace: string, account: string): Promise<string[]> {
  const { rows } = await db.pool.query<{ id: string }>(
    `select c.id from contracts c join due d on d.marketplace = c.marketplace and d.contract = c.id
     where c.marketplace = $1 and c.freelancer = $2 and c.kind <> 'wallet' order by d.due_at, c.id`,
    [marketplace, account],
  );
  return rows.map((r) => r.id);
}
