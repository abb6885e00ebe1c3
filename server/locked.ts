/**
 * The door's careful half: acts that wait are taken together, their contracts locked in id order, their keys looked up, the core run
 * on what is there, one statement, one commit. A refused or failing act leaves its neighbours untouched; if the database objects, its
 * acts are tried one by one.
 */
import { type Contract, refuse, type Step } from '@fairhold/domain';
import type { PoolClient } from 'pg';
import type { DoorDeps, Knock, Waiting } from './commit.ts';
import { decide, keyOf, type Result, replay, type Standing } from './decide.ts';
import { inTransaction } from './store/db.ts';
import { keptAnswers, lockContracts, type Row, readBalances, readRows, type StepRow, writeMore, writeSteps } from './store/steps.ts';

interface Around {
  told(steps: readonly Step[]): void;
  /** Knocks again: nothing was decided yet. */
  again(w: Waiting): void;
  settled(ids: readonly string[]): Promise<void>;
  /** Its key is spent. */
  remember(k: Knock): void;
  /** How a contract stands after a commit; undefined: unknown. */
  became(id: string, s: Standing | undefined): void;
}
export interface Locked {
  take(w: Waiting): void;
  /** Whether acts on this contract wait here: those that come later must not overtake them. */
  has(contract: string): boolean;
  running(): Promise<void> | undefined;
}

const MOST_AT_ONCE = 512;

export function openLocked(deps: DoorDeps, around: Around): Locked {
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;
  const here = new Map<string, number>();

  async function work(): Promise<void> {
    await new Promise((r) => setImmediate(r));
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MOST_AT_ONCE);
      waiting = waiting.slice(MOST_AT_ONCE);
      const ids = [...new Set(batch.map((w) => w.k.contract))];
      await around.settled(ids);
      await together(batch.sort((a, b) => a.k.receivedAt - b.k.receivedAt));
    }
    running = undefined;
  }

  async function together(batch: Waiting[]): Promise<void> {
    try {
      const { results, standing } = await commitBatch(
        deps,
        batch.map((w) => w.k),
      );
      leave(batch);
      for (const [id, s] of standing) around.became(id, s);
      around.told(results.flatMap((r) => (r.outcome.done && !r.outcome.replayed ? r.outcome.steps : [])));
      for (const [n, w] of batch.entries()) settle(w, results[n] as Result);
    } catch (error) {
      if (batch.length > 1) for (const w of batch) await together([w]);
      else {
        leave(batch);
        around.became((batch[0] as Waiting).k.contract, undefined);
        await alone(batch[0] as Waiting, error);
      }
    }
  }

  function leave(batch: readonly Waiting[]): void {
    for (const { k } of batch) {
      const left = (here.get(k.contract) ?? 1) - 1;
      if (left > 0) here.set(k.contract, left);
      else here.delete(k.contract);
    }
  }

  /** A single knock that failed: an unknown COMMIT outcome is read back by its key before anything is said. */
  async function alone(w: Waiting, error: unknown): Promise<void> {
    if (isBalanceFloor(error)) return w.resolve({ done: false, refusal: refuse('balance_too_low', {}, 'MNY-3') });
    const { key } = w.k;
    try {
      const kept = key ? await inTransaction(deps.db, (c) => keptAnswers(c, deps.marketplace, [keyOf(w.k)])) : [];
      const found = kept[0];
      if (!found || !key) return w.reject(error);
      // What stands is only shown: a database that takes no writes would not let it be locked.
      const [row] = await readRows(deps.db.pool, deps.marketplace, [w.k.contract]);
      if (!row) return w.reject(error);
      const { outcome } = replay(found, key.bodyHash, row.doc, w.k);
      // What the database refused to write was written by another process; what broke off may well have been ours.
      w.resolve(outcome.done ? { ...outcome, replayed: wasRefused(error) } : outcome);
    } catch {
      w.reject(error);
    }
  }

  function settle(w: Waiting, r: Result): void {
    if (r.outcome.done && w.k.key) around.remember(w.k);
    if (r.later === undefined) w.resolve(r.outcome);
    // Somebody else's act may still be under way that arrived before the deadline: wait out the grace, then decide.
    else setTimeout(() => around.again(w), r.later).unref();
  }

  return {
    take(w) {
      waiting.push(w);
      here.set(w.k.contract, (here.get(w.k.contract) ?? 0) + 1);
      running ??= work();
    },
    has: (contract) => here.has(contract),
    running: () => running,
  };
}

/** Whether the database itself said no to the statement: it was not carried out. */
const wasRefused = (e: unknown): boolean => typeof e === 'object' && e !== null && 'code' in e && /^(23|40|FH)/.test(String(e.code));
const isBalanceFloor = (e: unknown): boolean => typeof e === 'object' && e !== null && 'constraint' in e && String(e.constraint).includes('floor');

async function commitBatch(deps: DoorDeps, knocks: readonly Knock[]): Promise<{ results: Result[]; standing: ReadonlyMap<string, Standing> }> {
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
    if (out.length > 0) {
      await writeSteps(c, deps.marketplace, now, out, deps.policy);
      await writeMore(c, deps.marketplace, out);
    }
    return { results, standing };
  });
}

/** Wallets ask for balances, and money given back may come out of what is available; the database's own check is the last word. */
async function balancesFor(c: PoolClient, marketplace: string, rows: ReadonlyMap<string, Row>): Promise<Map<string, number>> {
  const wallets = [...rows.values()].filter((r) => r.doc.kind === 'wallet');
  if (wallets.length === 0) return new Map();
  const accounts = wallets.flatMap((w) => [`available:${w.doc.client}`, `credit:${w.doc.client}`]);
  return readBalances(c, marketplace, accounts);
}
