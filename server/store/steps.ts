/** The door's statements: lock, look up, write. Plain SQL, one place. */
import { type Contract, nextDue, type Policy, type Step } from '@fairhold/domain';
import type { PoolClient } from 'pg';
import { legsOf } from '../decide.ts';
import { attachFiles } from '../outside/file-rows.ts';
import { worklistOf } from '../worklist.ts';

export interface Row {
  readonly id: string;
  readonly seq: number;
  readonly digest: string;
  readonly doc: Contract;
}

/** Contracts as they are, without a lock. */
export async function readRows(c: Pick<PoolClient, 'query'>, marketplace: string, ids: readonly string[]): Promise<Row[]> {
  const { rows } = await c.query<Row>({
    name: 'read_rows',
    text: 'select id, seq, digest, c.doc from contracts c where marketplace = $1 and id = any($2)',
    values: [marketplace, ids],
  });
  return rows;
}

/** How far a contract is; undefined when there is none. */
export async function readSeq(c: Pick<PoolClient, 'query'>, marketplace: string, id: string): Promise<number | undefined> {
  const { rows } = await c.query<{ seq: number }>({
    name: 'read_seq',
    text: 'select seq from contracts where marketplace = $1 and id = $2',
    values: [marketplace, id],
  });
  return rows[0]?.seq;
}

/** Locks contracts in id order, so that two batches never wait for each other in a circle. */
export async function lockContracts(c: PoolClient, marketplace: string, ids: readonly string[]): Promise<Row[]> {
  const { rows } = await c.query<Row>({
    name: 'lock_contracts',
    text: 'select id, seq, digest, c.doc from contracts c where marketplace = $1 and id = any($2) order by id for update',
    values: [marketplace, ids],
  });
  return rows;
}

export interface Held {
  readonly contract: string;
  readonly key: string;
  readonly bodyHash: string;
  readonly answer: string;
}

/** Answers kept with earlier steps under these keys. Read after the rows are locked, so that none can be missed. */
export async function keptAnswers(c: PoolClient, marketplace: string, keys: readonly { contract: string; key: string }[]): Promise<Held[]> {
  if (keys.length === 0) return [];
  const { rows } = await c.query<Held>({
    name: 'kept_answers',
    text: `select j.contract, j.idem_key as key, j.body_hash as "bodyHash", j.answer
           from unnest($2::text[], $3::text[]) as k(contract, key)
           join journal j on j.marketplace = $1 and j.contract = k.contract and j.idem_key = k.key`,
    values: [marketplace, keys.map((k) => k.contract), keys.map((k) => k.key)],
  });
  return rows;
}

/** Balances of guarded accounts in minor units by "account currency"; those that never moved are missing. */
export async function readBalances(c: Pick<PoolClient, 'query'>, marketplace: string, accounts: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await c.query<{ account: string; currency: string; balance: number }>(
    'select account, currency, balance from balances where marketplace = $1 and account = any($2)',
    [marketplace, accounts],
  );
  return new Map(rows.map((r) => [`${r.account} ${r.currency}`, Number(r.balance)]));
}

export interface StepRow {
  readonly step: Step;
  /** The contract that it was made from; absent when it founds one. */
  readonly before?: Contract | undefined;
  readonly digest: string;
  readonly policy: string;
  readonly founded: boolean;
  readonly idemKey?: string;
  readonly bodyHash?: string;
  readonly answer?: string;
}

/** Accounts whose balance has a row and must not fall below zero; all others are sums over the journal. */
const GUARDED = /^(pending|available|credit|refunds|payouts):/;
const iso = (at: number): string => new Date(at).toISOString();

/** Writes all steps of a batch in one statement; outside a transaction it commits by itself. */
export async function writeSteps(
  c: Pick<PoolClient, 'query'>,
  marketplace: string,
  now: number,
  rows: readonly StepRow[],
  policy: (id: string) => Policy,
): Promise<void> {
  const last = new Map<string, StepRow>();
  const first = new Map<string, StepRow>();
  for (const r of rows) {
    last.set(r.step.contract.id, r);
    if (!first.has(r.step.contract.id)) first.set(r.step.contract.id, r);
  }
  const finals = [...last.values()].sort((a, b) => (a.step.contract.id < b.step.contract.id ? -1 : 1));
  const firstOf = (r: StepRow) => first.get(r.step.contract.id) as StepRow;
  const dueOf = (r: StepRow) => dueAt(r.step.contract, policy(r.policy));
  const moved = finals.filter((r) => firstOf(r).before === undefined || dueAt(firstOf(r).before as Contract, policy(r.policy)) !== dueOf(r));
  const changed = finals.filter((r) => !firstOf(r).founded);
  const balances = balanceChanges(rows);
  const values = [
    marketplace,
    iso(now),
    changed.map((r) => r.step.contract.id),
    changed.map((r) => firstOf(r).step.contract.seq - 1),
    changed.map((r) => r.step.contract.seq),
    changed.map((r) => r.step.contract.held),
    changed.map((r) => r.step.contract.arbitration),
    changed.map((r) => r.digest),
    JSON.stringify(changed.map((r) => (snapped(firstOf(r).step.contract.seq - 1, r.step.contract, dueOf(r)) ? r.step.contract : null))),
    ...journalColumns(rows),
    balances.map((b) => b.account),
    balances.map((b) => b.currency),
    balances.map((b) => b.delta),
    moved.map((r) => r.step.contract.id),
    moved.map((r) => isoOr(dueOf(r))),
    restOf(
      rows,
      finals,
      finals.filter((r) => firstOf(r).founded),
    ),
  ];
  await c.query({ name: 'write_steps', text: WRITE, values });
}
const WRITE = `select write_steps(${Array.from({ length: 36 }, (_, n) => `$${n + 1}`).join(', ')})`;
/** When something falls due on a contract next, ms: worked out once for each version of it, which two batches ask for. */
function dueAt(c: Contract, policy: Policy): number | undefined {
  if (!dues.has(c)) dues.set(c, nextDue(c, policy)?.at);
  return dues.get(c);
}
const dues = new WeakMap<Contract, number | undefined>();
const isoOr = (at: number | undefined): string | null => (at === undefined ? null : iso(at));

/** Steps between two snapshots of a contract. */
const SNAP_EVERY = 8;
/**
 * Whether the contract is written whole with this step (decision 0031): every eighth time, when nothing falls due on it any more, and
 * always while it has a case, which staff look for in the snapshots. Wallets are not kept in memory, so they are always written whole.
 */
const snapped = (before: number, c: Contract, due: number | undefined): boolean =>
  Math.floor(c.seq / SNAP_EVERY) > Math.floor(before / SNAP_EVERY) || due === undefined || c.instances['case1'] !== undefined || c.kind === 'wallet';

/** One array a column of the journal; documents travel together, each kind as one. */
function journalColumns(rows: readonly StepRow[]): unknown[] {
  const of = <T>(get: (r: StepRow) => T): T[] => rows.map(get);
  const documents = (get: (r: StepRow) => unknown) => JSON.stringify(rows.map(get));
  return [
    of((r) => r.step.contract.id),
    of((r) => r.step.contract.seq),
    of((r) => iso(r.step.at)),
    of((r) => r.step.act),
    of((r) => r.step.on),
    of((r) => r.step.process),
    of((r) => r.step.from),
    of((r) => r.step.to),
    of((r) => r.step.lapse),
    of((r) => r.step.rule),
    of((r) => r.policy),
    of((r) => r.step.actor.role),
    of((r) => r.step.actor.person ?? null),
    documents((r) => r.step.input),
    documents((r) => r.step.patch),
    documents((r) => (r.step.postings.length > 0 ? legsOf(r.step.postings) : null)),
    documents((r) => r.step.tells),
    of((r) => r.digest),
    of((r) => r.idemKey ?? null),
    of((r) => r.bodyHash ?? null),
    of((r) => r.answer ?? null),
  ];
}

/** What few batches have: contracts founded, wishes to the bank, work for the platform's people. Null when there is none of it. */
function restOf(rows: readonly StepRow[], finals: readonly StepRow[], founded: readonly StepRow[]): string | null {
  const effects = rows.flatMap((r) => r.step.outside.map((o) => ({ ...o, contract: r.step.contract.id, instance: o.id, at: iso(r.step.at) })));
  const cases = finals.map((r) => r.step.contract).filter((c) => c.instances['case1'] || c.instances['trace1']);
  if (founded.length + effects.length + cases.length === 0) return null;
  return JSON.stringify({
    founded: founded.map(columns),
    effects,
    listed: cases.flatMap((c) => worklistOf(c).map((i) => ({ ...i, contract: c.id, currency: c.currency }))),
    unlisted: cases.map((c) => c.id),
  });
}

/** What some steps need beside, in the same transaction. */
export async function writeMore(c: PoolClient, marketplace: string, rows: readonly StepRow[]): Promise<void> {
  await attach(c, marketplace, rows);
  await noteMediations(c, marketplace, rows);
  await noteHandedOver(c, marketplace, rows);
}
/** Whether a step needs more than the one statement, or takes from an account that may not have enough. */
export function takesMore({ step, founded, before }: StepRow): boolean {
  if (handedOverBy(step, before).length > 0) return true;
  if (founded || step.spawned || step.act === 'take' || filesOf(step).length > 0) return true;
  return step.actor.role !== 'bank' && step.postings.some((p) => /^(pending|available|credit):/.test(p.from));
}

const columns = (r: StepRow) => ({
  id: r.step.contract.id,
  kind: r.step.contract.kind,
  currency: r.step.contract.currency,
  client: r.step.contract.client,
  freelancer: r.step.contract.freelancer,
  seq: r.step.contract.seq,
  held: r.step.contract.held,
  arbitration: r.step.contract.arbitration,
  digest: r.digest,
  doc: r.step.contract,
});

/** What a batch changes on guarded accounts, summed, in a fixed order so that two batches never wait in a circle. */
function balanceChanges(rows: readonly StepRow[]): { account: string; currency: string; delta: number }[] {
  const sums = new Map<string, { account: string; currency: string; delta: number }>();
  for (const { step } of rows)
    for (const p of step.postings)
      for (const [account, delta] of [
        [p.from, -p.amount],
        [p.to, p.amount],
      ] as const) {
        if (!GUARDED.test(account)) continue;
        const key = `${account} ${step.contract.currency}`;
        const sum = sums.get(key) ?? { account, currency: step.contract.currency, delta: 0 };
        sum.delta += delta;
        sums.set(key, sum);
      }
  return [...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, v]) => (v.delta === 0 ? [] : [v]));
}

function filesOf(step: Step): string[] {
  const terms = step.input['terms'] as { files?: { id: string }[] } | undefined;
  const offered = step.act === 'sendOffer' ? step.contract.terms.files : terms?.files;
  return [...((step.input['files'] as { id: string }[] | undefined) ?? []), ...(offered ?? [])].map((f) => f.id);
}

/** Files that an act carries now belong to its contract: whoever may see the contract may read them. */
async function attach(c: PoolClient, marketplace: string, rows: readonly StepRow[]): Promise<void> {
  for (const { step } of rows) {
    const ids = filesOf(step);
    if (ids.length > 0 && (await attachFiles(c, marketplace, ids, step.contract.id)) < new Set(ids).size)
      throw new Error('a file was given to another contract meanwhile');
  }
}

/** A mediator who takes a case has mediated against both parties, for the rule on conflicts (MED-1). */
async function noteMediations(c: PoolClient, marketplace: string, rows: readonly StepRow[]): Promise<void> {
  for (const { step } of rows)
    if (step.act === 'take' && step.actor.person)
      await c.query(
        'insert into mediations (marketplace, mediator, party, contract, at) select $1, $2, unnest($3::text[]), $4, $5 on conflict do nothing',
        [marketplace, step.actor.person, [step.contract.client, step.contract.freelancer], step.contract.id, iso(step.at)],
      );
}

/** Cases that a step takes to the arbitrator (ARB-10). */
const handedOverBy = (step: Step, before: Contract | undefined): string[] =>
  Object.values(step.patch.instances).flatMap((i) =>
    i.process === 'case' && i.state === 'hearing' && before?.instances[i.id]?.state !== 'hearing' ? [i.id] : [],
  );
/** Written with the step, so that no case file is forgotten, whatever dies; a worker fixes it. */
async function noteHandedOver(c: PoolClient, marketplace: string, rows: readonly StepRow[]): Promise<void> {
  for (const { step, before } of rows)
    for (const id of handedOverBy(step, before))
      await c.query(
        'insert into handed_over (marketplace, contract, on_id, seq, at, next_at) values ($1, $2, $3, $4, $5, $5) on conflict do nothing',
        [marketplace, step.contract.id, id, step.contract.seq, iso(step.at)],
      );
}
