/**
 * The one door: nothing changes a contract, a balance or the journal anywhere else.
 *
 * An act on a contract that is in memory is decided at once, on top of what was decided before it; what was decided while the last
 * statements were under way is the next one: one statement, one commit. The statement changes a contract only if it is still at the
 * version the decision began from, so a decision on a stale copy is never written. Whatever is not a clean success — a refusal, a key
 * that was seen, money that may not suffice, a statement the database objected to — is decided again under locks (locked.ts), where
 * nothing is stale; so a "no" is always true, and one act never costs its neighbours theirs.
 */
import { type Act, type Actor, type Contract, type Policy, type Previewed, type Refusal, refuse, type Step, type World } from '@fairhold/domain';
import type { Clock } from './clock.ts';
import { decide, type Standing } from './decide.ts';
import { openLocked } from './locked.ts';
import type { Db } from './store/db.ts';
import { type Row, readRows, readSeq, type StepRow, takesMore, writeSteps } from './store/steps.ts';

export { chain, GRACE_MS, legsOf, worldOf } from './decide.ts';

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
  /** The answer, as it is kept with the step; called with the contract as it stands after it, and what the act became if one was done. */
  readonly render?: (c: Contract, now: number, recorded?: Recorded) => string;
  /** Founds a contract instead of acting on one. */
  readonly found?: (now: number, policy: Policy, world: World) => Step | Refusal;
  /** The preview of founding it; asked for when it comes with the digest of one that was read. */
  readonly foresee?: (now: number, policy: Policy, world: World) => Previewed | Refusal;
}

/** The step that an act became: others may follow it in the same instant. */
export interface Recorded {
  readonly step: Step;
  readonly seq: number;
  readonly digest: string;
}

export type Outcome =
  | { readonly done: true; readonly contract: Contract; readonly steps: readonly Step[]; readonly body: string; readonly replayed: boolean }
  | { readonly done: false; readonly refusal: Refusal; readonly contract?: Contract; readonly previewed?: Previewed; readonly digest?: string };

export interface Door {
  knock(k: Knock): Promise<Outcome>;
  /** The contract as this process knows it, read if need be; another process may have changed it since. */
  peek(contract: string): Promise<Contract | undefined>;
  /** The contract as it is committed now, whoever wrote it: what is in memory if the database says that it is the newest. */
  fresh(contract: string): Promise<Contract | undefined>;
  /** The contract as this process last saw it committed, if it remembers it. */
  committed(contract: string): Contract | undefined;
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
  /** Called after each commit with the steps that were written. */
  onCommit(listener: (steps: readonly Step[]) => void): void;
}

export interface Waiting {
  readonly k: Knock;
  readonly resolve: (o: Outcome) => void;
  readonly reject: (e: unknown) => void;
}
export interface DoorDeps {
  readonly db: Db;
  readonly marketplace: string;
  readonly clock: Clock;
  readonly policy: (id: string) => Policy;
}

const MOST_AT_ONCE = 512;
/** Statements under way at once: while one is being flushed to disk the next is carried out. */
const WRITERS = 2;
/** A further statement has to be worth a flush of its own. */
const WORTH = 8;
/** Contracts and keys that are remembered; what is older is read again. */
const CONTRACTS = 4000;
const KEYS = 20_000;
const NO_BALANCES: ReadonlyMap<string, number> = new Map();

/** Told what was read of a contract: undefined when there is none, the error when the database could not be asked. */
type Found = (row: Row | Error | undefined) => void;
/** A contract in memory: as it will be when everything decided so far is written. */
interface Hot extends Standing {
  contract: Contract;
  /** Without what is decided and not yet written. */
  committed: Contract;
  /** Decided acts whose statement is not back yet. */
  waiting: number;
  /** Whether a statement on it is under way: the next one waits for it. */
  flying: boolean;
}
interface Decided {
  readonly w: Waiting;
  readonly id: string;
  readonly hot: Hot;
  readonly rows: readonly StepRow[];
  readonly outcome: Extract<Outcome, { done: true }>;
}

export function openDoor(deps: DoorDeps): Door {
  const { db, marketplace, clock } = deps;
  const listeners: ((steps: readonly Step[]) => void)[] = [];
  const inFlight = new Set<string>();
  const hot = new Map<string, Hot>();
  const keys = new Set<string>();
  let decided: Decided[] = [];
  const flights = new Set<Promise<void>>();
  let soon = false;
  const loading = new Map<string, Found[]>();
  let reading: Promise<void> | undefined;
  const told = (steps: readonly Step[]) => {
    for (const listener of listeners) listener(steps);
  };
  const locked = openLocked(deps, {
    told,
    again: take,
    remember: (k) => remember(keyId(k)),
    /** Waits until no statement of ours on these contracts is under way. */
    async settled(ids) {
      while (ids.some((id) => (hot.get(id)?.waiting ?? 0) > 0))
        await (flights.size > 0 ? Promise.race(flights) : new Promise((r) => setImmediate(r)));
    },
    became(id, s) {
      hot.delete(id);
      if (s?.contract && s.contract.kind !== 'wallet') keep(id, s.contract, s.digest);
    },
  });

  /** What was read is kept, unless something newer is known or under way. */
  function remembered({ id, doc, digest }: Row): void {
    const known = hot.get(id);
    const newer = !known || (known.waiting === 0 && known.committed.seq < doc.seq);
    if (doc.kind !== 'wallet' && newer && !locked.has(id)) keep(id, doc, digest);
  }
  function keep(id: string, contract: Contract, digest: string): Hot {
    const fresh: Hot = { row: { seq: contract.seq }, contract, committed: contract, digest, founded: false, waiting: 0, flying: false };
    hot.set(id, fresh);
    if (hot.size > CONTRACTS)
      for (const [old, h] of hot)
        if (h.waiting === 0 && old !== id) {
          hot.delete(old);
          break;
        }
    return fresh;
  }

  /** Sends a knock to where it can be decided. */
  function take(w: Waiting): void {
    const { k } = w;
    if (!k.act || k.found || (k.key && keys.has(keyId(k))) || locked.has(k.contract)) return void locked.take(w);
    const h = hot.get(k.contract);
    if (h) return void decideNow(w, h);
    look(k.contract, () => {
      const found = hot.get(k.contract);
      if (found && !locked.has(k.contract)) decideNow(w, found);
      else locked.take(w);
    });
  }

  function look(id: string, found: Found): void {
    const others = loading.get(id);
    if (others) others.push(found);
    else loading.set(id, [found]);
    reading ??= read();
  }
  /** Contracts that are not in memory are read together, while the writer is at work. */
  async function read(): Promise<void> {
    await new Promise((r) => setImmediate(r));
    while (loading.size > 0) {
      const ids = [...loading.keys()].slice(0, MOST_AT_ONCE);
      const rows = await readRows(db.pool, marketplace, ids).catch((error: unknown) => error as Error);
      const by = rows instanceof Error ? undefined : new Map(rows.map((r) => [r.id, r]));
      for (const id of ids) {
        const waiting = loading.get(id) ?? [];
        loading.delete(id);
        const row = by?.get(id);
        if (row) remembered(row);
        for (const found of waiting) found(rows instanceof Error ? rows : row);
      }
    }
    reading = undefined;
  }

  function decideNow(w: Waiting, h: Hot): void {
    const { k } = w;
    const before = { contract: h.contract, digest: h.digest };
    const rows: StepRow[] = [];
    const now = clock.now();
    const outcome = tryTo(() => decide(deps, k, h, NO_BALANCES, rows, now))?.outcome;
    if (!outcome?.done || rows.length === 0 || rows.some(takesMore)) {
      Object.assign(h, before);
      return void locked.take(w);
    }
    hot.delete(k.contract);
    hot.set(k.contract, h);
    h.waiting += 1;
    decided.push({ w, id: k.contract, hot: h, rows, outcome });
    if (soon) return;
    soon = true;
    // What the requests of this turn of the event loop bring goes along.
    setImmediate(() => {
      soon = false;
      write();
    });
  }

  /** Starts statements while there is something to write. Two that are under way never touch the same contract, so neither waits for the other in a circle. */
  function write(): void {
    while (flights.size < WRITERS) {
      const batch = free();
      if (batch.length < (flights.size === 0 ? 1 : WORTH)) return;
      const taken = new Set(batch);
      decided = decided.filter((d) => !taken.has(d));
      for (const d of batch) d.hot.flying = true;
      const flight = commit(batch).finally(() => {
        flights.delete(flight);
        write();
      });
      flights.add(flight);
    }
  }
  /** The decided acts, in order, on contracts that no statement is under way for. */
  function free(): Decided[] {
    const out: Decided[] = [];
    for (const d of decided) if (!d.hot.flying && out.length < MOST_AT_ONCE) out.push(d);
    return out;
  }

  async function commit(batch: readonly Decided[]): Promise<void> {
    const failed = await writeSteps(
      db.pool,
      marketplace,
      clock.now(),
      batch.flatMap((d) => d.rows),
      deps.policy,
    ).then(
      () => false,
      () => true,
    );
    for (const d of batch) {
      d.hot.waiting -= 1;
      d.hot.flying = false;
    }
    if (failed) return giveUp(batch);
    told(batch.flatMap((d) => d.outcome.steps));
    for (const d of batch) {
      d.hot.committed = d.outcome.contract;
      if (d.w.k.key) remember(keyId(d.w.k));
      d.w.resolve(d.outcome);
    }
  }

  /** A statement that failed, or whose answer was lost: its acts, and those decided on top of them, are decided again under locks. */
  function giveUp(batch: readonly Decided[]): void {
    const ids = new Set(batch.map((d) => d.id));
    const onTop = decided.filter((d) => ids.has(d.id));
    decided = decided.filter((d) => !ids.has(d.id));
    for (const d of onTop) d.hot.waiting -= 1;
    for (const id of ids) hot.delete(id);
    for (const d of [...batch, ...onTop]) locked.take(d.w);
  }

  function remember(id: string): void {
    keys.add(id);
    if (keys.size > KEYS)
      for (const old of keys) {
        keys.delete(old);
        break;
      }
  }

  return {
    onCommit: (listener) => void listeners.push(listener),
    peek(id) {
      const h = hot.get(id);
      if (h) return Promise.resolve(h.contract);
      return new Promise((ok, no) => look(id, (row) => (row instanceof Error ? no(row) : ok(hot.get(id)?.contract ?? row?.doc))));
    },
    async fresh(id) {
      const known = hot.get(id)?.committed;
      if (known && known.seq >= ((await readSeq(db.pool, marketplace, id)) ?? Number.POSITIVE_INFINITY)) return known;
      const [row] = await readRows(db.pool, marketplace, [id]);
      if (row) remembered(row);
      return row?.doc;
    },
    committed: (id) => hot.get(id)?.committed,
    async idle() {
      for (;;) {
        const busy = reading ?? locked.running();
        if (busy) await busy;
        else if (flights.size > 0) await Promise.race(flights);
        else if (soon || decided.length > 0) await new Promise((r) => setImmediate(r));
        else return;
      }
    },
    knock(k) {
      const id = k.key && keyId(k);
      if (id) {
        // With another body too: which of the two counts is known only when the first one, here or in another process, is done.
        if (inFlight.has(id)) return Promise.resolve({ done: false, refusal: refuse('request_running', {}, 'API-4') });
        inFlight.add(id);
      }
      const answer = new Promise<Outcome>((resolve, reject) => take({ k, resolve, reject }));
      return id ? answer.finally(() => inFlight.delete(id)) : answer;
    },
  };
}

const keyId = (k: Knock): string => `${k.contract}\n${k.key?.caller}\n${k.key?.key}`;
/** The core's answer; undefined when it failed: whoever decides again under locks will say so. */
function tryTo<T>(fn: () => T): T | undefined {
  try {
    return fn();
  } catch {
    return undefined;
  }
}
