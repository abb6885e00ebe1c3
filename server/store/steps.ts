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
    text: 'select id, seq, digest, doc from contracts where marketplace = $1 and id = any($2)',
    values: [marketplace, ids],
  });
  return rows;
}

/** Locks contracts in id order, so that two batches never wait for each other in a circle. */
export async function lockContracts(c: PoolClient, marketplace: string, ids: readonly string[]): Promise<Row[]> {
  const { rows } = await c.query<Row>({
    name: 'lock_contracts',
    text: 'select id, seq, digest, doc from contracts where marketplace = $1 and id = any($2) order by id for update',
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
  const isNew = (r: StepRow) => first.get(r.step.contract.id)?.founded === true;
  const dues = finals.map((r) => ({ contract: r.step.contract.id, due: nextDue(r.step.contract, policy(r.policy))?.at }));
  const lists = finals.map((r) => ({ contract: r.step.contract, items: worklistOf(r.step.contract) }));
  const batch = {
    founded: finals.filter(isNew).map((r) => ({
      ...columns(r),
      kind: r.step.contract.kind,
      currency: r.step.contract.currency,
      client: r.step.contract.client,
      freelancer: r.step.contract.freelancer,
    })),
    changed: finals
      .filter((r) => !isNew(r))
      .map((r) => ({ ...columns(r), expected: (first.get(r.step.contract.id) as StepRow).step.contract.seq - 1 })),
    journal: rows.map(journalRow),
    balances: balanceChanges(rows),
    effects: rows.flatMap((r) => r.step.outside.map((o) => ({ ...o, contract: r.step.contract.id, instance: o.id, at: iso(r.step.at) }))),
    due: dues.flatMap((d) => (d.due === undefined ? [] : [{ contract: d.contract, due_at: iso(d.due) }])),
    undue: dues.flatMap((d) => (d.due === undefined ? [d.contract] : [])),
    listed: lists.flatMap((l) => l.items.map((i) => ({ ...i, contract: l.contract.id, currency: l.contract.currency }))),
    unlisted: lists.filter((l) => l.contract.instances['case1']).map((l) => l.contract.id),
  };
  await c.query({ name: 'write_steps', text: 'select write_steps($1, $2, $3)', values: [marketplace, iso(now), JSON.stringify(batch)] });
}

/** What some steps need beside, in the same transaction. */
export async function writeMore(c: PoolClient, marketplace: string, rows: readonly StepRow[]): Promise<void> {
  await attach(c, marketplace, rows);
  await noteMediations(c, marketplace, rows);
}
/** Whether a step needs more than the one statement, or takes from an account that may not have enough. */
export function takesMore({ step, founded }: StepRow): boolean {
  if (founded || step.spawned || step.act === 'take' || filesOf(step).length > 0) return true;
  return step.actor.role !== 'bank' && step.postings.some((p) => /^(pending|available|credit):/.test(p.from));
}

const columns = (r: StepRow) => ({
  id: r.step.contract.id,
  seq: r.step.contract.seq,
  held: r.step.contract.held,
  arbitration: r.step.contract.arbitration,
  digest: r.digest,
  doc: r.step.contract,
});

function journalRow(r: StepRow, n: number) {
  const s = r.step;
  return {
    contract: s.contract.id,
    seq: s.contract.seq,
    n,
    happened_at: iso(s.at),
    act: s.act,
    on_id: s.on,
    process: s.process,
    from_state: s.from,
    to_state: s.to,
    lapse: s.lapse,
    rule: s.rule,
    policy: r.policy,
    role: s.actor.role,
    person: s.actor.person ?? null,
    input: s.input,
    patch: s.patch,
    ...legsOf(s.postings),
    tells: s.tells,
    digest: r.digest,
    idem_key: r.idemKey ?? null,
    body_hash: r.bodyHash ?? null,
    answer: r.answer ?? null,
  };
}

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
