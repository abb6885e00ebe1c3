/**
 * The one door: nothing changes a contract, a balance or the journal anywhere else. Acts that wait are taken together: rows locked
 * in id order, the pure core run on each, one statement, one commit. A refused or failing act leaves its neighbours untouched.
 */
import {
  type Act,
  type Actor,
  act,
  advance,
  type Contract,
  canonical,
  foundingStep,
  isFinal,
  isRefusal,
  nextDue,
  type Policy,
  type Previewed,
  preview,
  type Refusal,
  refuse,
  type Step,
  type World,
} from '@fairhold/domain';
import type { PoolClient } from 'pg';
import type { Clock } from './clock.ts';
import { newId, sha256 } from './ids.ts';
import { type Db, inTransaction } from './store/db.ts';
import { type Held, keptAnswers, lockContracts, type Row, readBalances, type StepRow, writeSteps } from './store/steps.ts';

export interface Knock {
  readonly contract: string;
  /** The actor in this contract; undefined: it does not exist for them (ACC-1). Absent: only time is brought up to date. */
  readonly who?: (c: Contract) => Actor | undefined;
  readonly act?: Act;
  /** Caller's key, and the digest of what was sent with it. */
  readonly key?: { readonly caller: string; readonly key: string; readonly bodyHash: string };
  /** Digest of the preview that was read; needed for what cannot be undone (END-2). */
  readonly digest?: string;
  /** When the server received it, on the database's clock (TIM-5). */
  readonly receivedAt: number;
  /** The answer, as it is kept with the step; called with the contract as it stands after it. */
  readonly render?: (c: Contract, now: number) => string;
  /** Founds a contract instead of acting on one. */
  readonly found?: (now: number, policy: Policy, world: World) => Step | Refusal;
}

export type Outcome =
  | { readonly done: true; readonly contract: Contract; readonly steps: readonly Step[]; readonly body: string; readonly replayed: boolean }
  | { readonly done: false; readonly refusal: Refusal; readonly contract?: Contract; readonly previewed?: Previewed; readonly digest?: string };

export interface Door {
  knock(k: Knock): Promise<Outcome>;
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
  /** Called after each commit with the steps that were written. */
  onCommit(listener: (steps: readonly Step[]) => void): void;
}

interface Waiting {
  readonly k: Knock;
  readonly resolve: (o: Outcome) => void;
  readonly reject: (e: unknown) => void;
}
interface DoorDeps {
  readonly db: Db;
  readonly marketplace: string;
  readonly clock: Clock;
  readonly policy: (id: string) => Policy;
}

const MOST_AT_ONCE = 512;
/** TIM-5: a lapse leaves this long for acts that arrived in time and still wait somewhere. */
export const GRACE_MS = 2000;

export function openDoor(deps: DoorDeps): Door {
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;
  const inFlight = new Map<string, string>();
  const listeners: ((steps: readonly Step[]) => void)[] = [];

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MOST_AT_ONCE);
      waiting = waiting.slice(MOST_AT_ONCE);
      await together(batch);
    }
    running = undefined;
  }

  /** Commits a batch together; when the database objects, one by one, so that only the culprit suffers. */
  async function together(batch: Waiting[]): Promise<void> {
    batch.sort((a, b) => a.k.receivedAt - b.k.receivedAt);
    try {
      const results = await commitBatch(
        deps,
        batch.map((w) => w.k),
      );
      const steps = results.flatMap((r) => (r.outcome.done && !r.outcome.replayed ? r.outcome.steps : []));
      for (const listener of listeners) listener(steps);
      for (const [n, w] of batch.entries()) settle(w, results[n] as Result);
    } catch (error) {
      if (batch.length === 1) await alone(batch[0] as Waiting, error);
      else for (const w of batch) await together([w]);
    }
  }

  /** A single knock that failed: an unknown COMMIT outcome is read back by its key before anything is said. */
  async function alone(w: Waiting, error: unknown): Promise<void> {
    if (isBalanceFloor(error)) return w.resolve({ done: false, refusal: refuse('balance_too_low', {}, 'MNY-3') });
    try {
      const kept = w.k.key ? await inTransaction(deps.db, (c) => keptAnswers(c, deps.marketplace, [keyOf(w.k)])) : [];
      const found = kept[0];
      if (!found) return w.reject(error);
      const [row] = await inTransaction(deps.db, (c) => lockContracts(c, deps.marketplace, [w.k.contract]));
      if (!row) return w.reject(error);
      w.resolve({ done: true, contract: row.doc, steps: [], body: found.answer, replayed: false });
    } catch {
      w.reject(error);
    }
  }

  function settle(w: Waiting, r: Result): void {
    if (r.later === undefined) w.resolve(r.outcome);
    // Somebody else's act may still be under way that arrived before the deadline: wait out the grace, then decide.
    else setTimeout(() => enqueue(w), r.later).unref();
  }

  function enqueue(w: Waiting): void {
    waiting.push(w);
    running ??= Promise.resolve().then(work);
  }

  return {
    onCommit: (listener) => void listeners.push(listener),
    async idle() {
      while (running) await running;
    },
    knock(k) {
      const id = k.key && `${k.contract}\n${k.key.caller}\n${k.key.key}`;
      if (id) {
        const other = inFlight.get(id);
        if (other !== undefined)
          return Promise.resolve({ done: false, refusal: refuse(other === k.key?.bodyHash ? 'request_running' : 'key_reused', {}, 'API-4') });
        inFlight.set(id, k.key?.bodyHash ?? '');
      }
      const answer = new Promise<Outcome>((resolve, reject) => enqueue({ k, resolve, reject }));
      return id ? answer.finally(() => inFlight.delete(id)) : answer;
    },
  };
}

const keyOf = (k: Knock) => ({ contract: k.contract, key: `${k.key?.caller}:${k.key?.key}` });
const isBalanceFloor = (e: unknown): boolean => typeof e === 'object' && e !== null && 'constraint' in e && String(e.constraint).includes('floor');

interface Result {
  readonly outcome: Outcome;
  /** Try again after so many milliseconds; nothing was decided yet. */
  readonly later?: number;
}

/** Where a contract stands in the middle of a batch. */
interface Standing {
  readonly row: Row | undefined;
  contract: Contract | undefined;
  digest: string;
  readonly founded: boolean;
}

async function commitBatch(deps: DoorDeps, knocks: readonly Knock[]): Promise<Result[]> {
  return inTransaction(deps.db, async (c) => {
    const ids = [...new Set(knocks.map((k) => k.contract))].sort();
    const rows = new Map((await lockContracts(c, deps.marketplace, ids)).map((r) => [r.id, r]));
    const kept = new Map(
      (
        await keptAnswers(
          c,
          deps.marketplace,
          knocks.flatMap((k) => (k.key ? [keyOf(k)] : [])),
        )
      ).map((a) => [`${a.contract}\n${a.key}`, a]),
    );
    const balances = await balancesFor(c, deps.marketplace, rows);
    const standing = new Map<string, Standing>();
    for (const id of ids) {
      const row = rows.get(id);
      standing.set(id, { row, contract: row?.doc, digest: row?.digest ?? '', founded: !row });
    }
    const now = deps.clock.now();
    const out: StepRow[] = [];
    const results = knocks.map((k) => {
      const before = out.length;
      const s = standing.get(k.contract) as Standing;
      const saved = { ...s };
      const key = k.key && keyOf(k);
      const answered = key && kept.get(`${key.contract}\n${key.key}`);
      if (answered && k.key) return replay(answered, k.key.bodyHash, s.contract as Contract, k);
      try {
        const r = decide(deps, k, s, balances, out, now);
        if (r.outcome.done && key && k.key) kept.set(`${key.contract}\n${key.key}`, { ...key, bodyHash: k.key.bodyHash, answer: r.outcome.body });
        return r;
      } catch (error) {
        // A bug of the core in one act must not cost its neighbours theirs.
        Object.assign(s, saved);
        out.length = before;
        console.error(`door: ${k.act?.act ?? 'time'} on ${k.contract} failed:`, error);
        return { outcome: { done: false as const, refusal: refuse('internal', {}) } };
      }
    });
    if (out.length > 0) await writeSteps(c, deps.marketplace, now, out, deps.policy);
    return results;
  });
}

function replay(answered: Held, bodyHash: string, contract: Contract, k: Knock): Result {
  if (answered.bodyHash !== bodyHash) return { outcome: { done: false, refusal: refuse('key_reused', {}, 'API-4') } };
  // The kept answer is shown only to whoever may still see the contract.
  if (k.who && contract && !k.who(contract)) return { outcome: { done: false, refusal: refuse('not_found') } };
  return { outcome: { done: true, contract, steps: [], body: answered.answer, replayed: true } };
}

/** One knock on a contract that is locked: what has lapsed lapses first, then the act is decided. */
function decide(deps: DoorDeps, k: Knock, s: Standing, balances: ReadonlyMap<string, number>, out: StepRow[], now: number): Result {
  const world = worldOf(balances, now, s.contract?.currency ?? '');
  if (k.found) return found(deps, k, s, world, out);
  if (!s.contract) return no(refuse('not_found'));
  const actor = k.who?.(s.contract);
  if (k.who && !actor) return no(refuse('not_found'));
  const policy = deps.policy(s.contract.policy);
  const at = Math.max(k.receivedAt, s.contract.lastAt);
  const due = nextDue(s.contract, policy);
  if (k.act && due && !due.reminder && due.at <= k.receivedAt && deps.clock.now() < due.at + GRACE_MS)
    return { ...no(refuse('later')), later: due.at + GRACE_MS - deps.clock.now() };
  const lapsed = advance(s.contract, at, policy, world);
  for (const step of lapsed) note(s, step, out, policy.id);
  if (!k.act || !actor) return { outcome: { done: true, contract: s.contract, steps: lapsed, body: '', replayed: false } };
  const refusal = checkPreview(k, k.act, s.contract, actor, at, policy, world);
  if (refusal) return { outcome: refusal };
  const step = act(s.contract, actor, k.act, at, policy, world);
  if (isRefusal(step)) return { outcome: { done: false, refusal: step, contract: s.contract } };
  const row = note(s, step, out, policy.id);
  if (step.spawned) spawn(step, out, policy.id);
  const body = k.render?.(s.contract, at) ?? '';
  if (k.key) Object.assign(row, { idemKey: keyOf(k).key, bodyHash: k.key.bodyHash, answer: body });
  return { outcome: { done: true, contract: s.contract, steps: [...lapsed, step], body, replayed: false } };
}

const no = (refusal: Refusal): Result => ({ outcome: { done: false, refusal } });

function found(deps: DoorDeps, k: Knock, s: Standing, world: World, out: StepRow[]): Result {
  if (s.contract)
    return { outcome: { done: true, contract: s.contract, steps: [], body: k.render?.(s.contract, s.contract.lastAt) ?? '', replayed: true } };
  const step = k.found?.(k.receivedAt, deps.policy(''), world);
  if (!step) return no(refuse('not_found'));
  if (isRefusal(step)) return no(step);
  const row = note(s, step, out, step.contract.policy);
  const body = k.render?.(step.contract, k.receivedAt) ?? '';
  if (k.key) Object.assign(row, { idemKey: keyOf(k).key, bodyHash: k.key.bodyHash, answer: body });
  return { outcome: { done: true, contract: step.contract, steps: [step], body, replayed: false } };
}

/** END-2: what cannot be undone needs the digest of the preview that was read; if anything changed since, it is refused with the new one. */
function checkPreview(k: Knock, a: Act, c: Contract, actor: Actor, at: number, policy: Policy, world: World): Outcome | undefined {
  if (actor.roles.includes('bank') || !isFinal(c, a)) return undefined;
  const previewed = preview(c, actor, a, at, policy, world);
  if (isRefusal(previewed)) return { done: false, refusal: previewed, contract: c };
  const digest = sha256(previewed.essence);
  if (k.digest === digest) return undefined;
  return { done: false, refusal: refuse(k.digest ? 'stale_preview' : 'preview_needed', {}, 'END-2'), contract: c, previewed, digest };
}

/** Adds a step to what is written: the next link of the contract's chain (AUD-1). */
function note(s: Standing, step: Step, out: StepRow[], policy: string): StepRow {
  s.contract = step.contract;
  s.digest = chain(s.digest, step, policy);
  const row: StepRow = { step, digest: s.digest, policy, founded: s.founded && step.contract.seq === 1, expected: s.row?.seq ?? 0 };
  out.push(row);
  return row;
}

function spawn(step: Step, out: StepRow[], policy: string): void {
  const first = foundingStep(step.spawned as Contract, step.at, step.actor);
  out.push({ step: first, digest: chain('', first, policy), policy, founded: true, expected: 0 });
}

type Linked = Pick<Step, 'at' | 'act' | 'on' | 'process' | 'from' | 'to' | 'lapse' | 'rule' | 'actor' | 'input' | 'patch' | 'postings' | 'tells'>;

/** Digest of a step and of everything before it: what the verifier recomputes from the journal row (AUD-1). */
export function chain(before: string, step: Linked & { contract: { id: string; seq: number } }, policy: string): string {
  const { at, act: what, on, process, from, to, lapse, rule, actor, input, patch, postings, tells, contract } = step;
  const link = {
    contract: contract.id,
    seq: contract.seq,
    at,
    act: what,
    on,
    process,
    from,
    to,
    lapse,
    rule,
    policy,
    role: actor.role,
    person: actor.person ?? null,
    input,
    patch,
    legs: legsOf(postings),
    tells,
  };
  // Through JSON, as the journal keeps it: what is undefined here is not there later.
  return sha256(`${before}\n${canonical(JSON.parse(JSON.stringify(link)))}`);
}

/** Postings as balanced legs: each takes its amount from one account and gives it to another. */
export function legsOf(postings: Step['postings']): { accounts: string[]; amounts: number[]; whys: string[] } {
  return {
    accounts: postings.flatMap((p) => [p.from, p.to]),
    amounts: postings.flatMap((p) => [-p.amount, p.amount]),
    whys: postings.map((p) => p.why),
  };
}

/** What the outside lends to a step: `balances` by account and currency, in minor units. */
export function worldOf(balances: ReadonlyMap<string, number>, now: number, currency: string): World {
  return { digest: sha256, spawnId: newId(now), balance: (account) => balances.get(`${account} ${currency}`) ?? 0 };
}

/** Wallets ask for balances, and money given back may come out of what is available; the database's own check is the last word. */
async function balancesFor(c: PoolClient, marketplace: string, rows: ReadonlyMap<string, Row>): Promise<Map<string, number>> {
  const wallets = [...rows.values()].filter((r) => r.doc.kind === 'wallet');
  if (wallets.length === 0) return new Map();
  const accounts = wallets.flatMap((w) => [`available:${w.doc.client}`, `credit:${w.doc.client}`]);
  return readBalances(c, marketplace, accounts);
}
