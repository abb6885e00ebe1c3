/**
 * Who is looking hears at once what changed, whichever process changed it. After a commit a process says over NOTIFY which contracts
 * moved and whom a notice awaits; every process hears all of it and passes on to each listener only what they have a part in (ACC-1).
 * What is said is a reason to read again, never the news itself: a message that is lost costs nothing but time, and after every gap
 * all listeners are told to read everything again.
 */
import type { Contract, Step } from '@fairhold/domain';
import type { Caller } from './auth/caller.ts';
import { openLine } from './line.ts';
import { isUsable, partIn } from './parts.ts';
import type { Db } from './store/db.ts';
import { readRows } from './store/steps.ts';

/** What a listener is told. `hello`: from here on nothing is missed; what is on the page should be read again. */
export type News =
  | { readonly event: 'hello' }
  | { readonly event: 'contract'; readonly data: { readonly id: string; readonly seq: number } }
  | { readonly event: 'notice'; readonly data: { readonly count: number } };

export interface Listener {
  /** As it was found at most half a minute ago. */
  caller: Caller;
  tell(news: News): void;
}

export interface Events {
  /** Steps that were committed. */
  changed(steps: readonly Step[]): void;
  /** People for whom notices were written, one entry a notice. */
  noticed(people: readonly string[]): void;
  /** Tells all who listen to this process to read everything again. */
  greet(): void;
  /** Tells `hello` as soon as nothing can be missed any more. The answer ends it. */
  listen(listener: Listener): () => void;
  close(): Promise<void>;
}

/** Contract, its newest step, its two accounts. */
type Change = readonly [id: string, seq: number, client: string, freelancer: string];
interface Message {
  readonly m: string;
  readonly c?: readonly Change[];
  /** People and how many notices each. */
  readonly n?: readonly (readonly [person: string, count: number])[];
  /** So much changed that it was not listed. */
  readonly all?: true;
}

const TOGETHER_MS = 30;
const MOST_WAITING = 5_000;
/** NOTIFY takes less than 8000 bytes. */
const MOST_BYTES = 7_900;

/** Opens one listening connection, kept open and opened again by itself. */
export async function openEvents(deps: { readonly db: Db; readonly marketplace: string }): Promise<Events> {
  const { db, marketplace } = deps;
  const listeners = new Set<Listener>();
  let changes = new Map<string, Change>();
  let notices = new Map<string, number>();
  let tooMany = false;
  let timer: NodeJS.Timeout | undefined;
  let heard: Promise<void> = Promise.resolve();
  const line = openLine(db.url, 'events', {
    hear: (text) => {
      const message = JSON.parse(text) as Message;
      if (message.m === marketplace && listeners.size > 0) heard = heard.then(() => deliver(message)).catch(() => greet());
    },
    // What was said while the line was down is lost: everybody reads again.
    open: () => {
      greet();
      say();
    },
  });
  await line.opened;

  function greet(): void {
    for (const l of listeners) l.tell({ event: 'hello' });
  }

  function later(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      say();
    }, TOGETHER_MS);
  }

  /** Says what waits, in one statement; what could not be said waits for the line to open again. */
  function say(): void {
    if (!line.isOpen() || (changes.size === 0 && notices.size === 0 && !tooMany)) return;
    const messages = tooMany ? [JSON.stringify({ m: marketplace, all: true })] : pack(marketplace, [...changes.values()], [...notices]);
    const before = { changes, notices, tooMany };
    changes = new Map();
    notices = new Map();
    tooMany = false;
    line.say(messages).catch(() => {
      tooMany ||= before.tooMany;
      for (const c of before.changes.values()) note(c);
      for (const [person, n] of before.notices) notices.set(person, (notices.get(person) ?? 0) + n);
      if (line.isOpen()) later();
    });
  }

  function note(c: Change): void {
    const known = changes.get(c[0]);
    if (!known || known[1] < c[1]) changes.set(c[0], c);
    if (changes.size <= MOST_WAITING) return;
    changes = new Map();
    tooMany = true;
  }

  async function deliver(message: Message): Promise<void> {
    if (message.all) return greet();
    for (const l of listeners) {
      const mine = message.n?.find(([person]) => person === l.caller.person);
      if (mine) l.tell({ event: 'notice', data: { count: mine[1] } });
    }
    // Contracts of nobody who listens are not read.
    const wanted = (message.c ?? []).filter((c) => [...listeners].some((l) => mayConcern(l.caller, c)));
    if (wanted.length === 0) return;
    const docs = new Map(
      (
        await readRows(
          db.pool,
          marketplace,
          wanted.map(([id]) => id),
        )
      ).map((r) => [r.id, r.doc]),
    );
    for (const change of wanted) tellOf(docs.get(change[0]), change);
  }

  function tellOf(c: Contract | undefined, [id, seq]: Change): void {
    if (!c) return;
    for (const l of listeners) {
      const part = partIn(c, l.caller);
      if (part && isUsable(l.caller, part)) l.tell({ event: 'contract', data: { id, seq: Math.max(seq, c.seq) } });
    }
  }

  return {
    changed(steps) {
      for (const { contract: c, spawned } of steps)
        for (const one of spawned ? [c, spawned] : [c]) note([one.id, one.seq, one.client, one.freelancer]);
      later();
    },
    noticed(people) {
      for (const person of people) notices.set(person, (notices.get(person) ?? 0) + 1);
      if (people.length > 0) later();
    },
    greet,
    listen(listener) {
      listeners.add(listener);
      if (line.isOpen()) listener.tell({ event: 'hello' });
      return () => void listeners.delete(listener);
    },
    async close() {
      clearTimeout(timer);
      say();
      await line.close();
      await heard.catch(() => undefined);
    },
  };
}

/** A cheap look before the contract is read; partIn decides. */
const mayConcern = (caller: Caller, [, , client, freelancer]: Change): boolean =>
  caller.staff.length > 0 || caller.seats.some((s) => s.account === client || s.account === freelancer);

/** Messages that each fit into a NOTIFY. */
function pack(m: string, c: readonly Change[], n: readonly (readonly [string, number])[]): string[] {
  const text = JSON.stringify({ m, ...(c.length > 0 && { c }), ...(n.length > 0 && { n }) });
  if (Buffer.byteLength(text) < MOST_BYTES) return [text];
  // One thing alone that is too long is not listed.
  if (c.length + n.length <= 1) return [JSON.stringify({ m, all: true })];
  const half = <T>(list: readonly T[]) => [list.slice(0, list.length >> 1), list.slice(list.length >> 1)] as const;
  const [c1, c2] = c.length > 1 ? half(c) : [c, []];
  const [n1, n2] = n.length > 1 ? half(n) : c.length > 1 ? [n, []] : [[], n];
  return [...pack(m, c1, n1), ...pack(m, c2, n2)].filter((part) => part !== JSON.stringify({ m }));
}
