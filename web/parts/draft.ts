/** The draft keeper: what is typed is kept on this device at once, and on the server shortly after typing stops. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { sender } from '../sending.ts';

export type Values = Record<string, unknown>;
interface Stored {
  readonly value: Values;
  readonly version: number;
  readonly updatedAt: string;
}
interface Local {
  readonly value: Values;
  /** The server's version that it was typed over; `dirty`: not there yet. */
  readonly version: number;
  readonly dirty: boolean;
}
export type DraftState = 'none' | 'saving' | 'saved' | 'local' | 'elsewhere';

export interface Draft {
  readonly values: Values;
  readonly state: DraftState;
  set(values: Values): void;
  /** After it has been sent. */
  forget(): void;
  /** The other version's values, or keep one's own. */
  resolve(theirs: boolean): void;
}

const SETTLE_MS = 1200;
const address = (key: string) => `/v1/drafts/${encodeURIComponent(key)}`;

async function call(method: string, key: string, body?: unknown): Promise<Response | undefined> {
  writes += 1;
  return fetch(address(key), {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      'idempotency-key': crypto.randomUUID(),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
    .catch(() => undefined)
    .finally(() => {
      writes += 1;
    });
}

/** Counts each write where it begins and where it ends: what was listed before is not what is kept. */
let writes = 0;
/** All drafts in one request: a form that has none does not have to be told so. */
let list: { at: number; writes: number; drafts: Promise<readonly (Stored & { key: string })[] | undefined> } | undefined;
async function storedDrafts(): Promise<readonly (Stored & { key: string })[] | undefined> {
  const before = writes;
  if (list?.writes !== before || Date.now() - list.at > 3000)
    list = {
      at: Date.now(),
      writes: before,
      drafts: fetch('/v1/drafts', { credentials: 'same-origin', headers: { accept: 'application/json' } })
        .then(async (res) => (res.ok ? ((await res.json()) as { items: (Stored & { key: string })[] }).items : undefined))
        .catch(() => undefined),
    };
  const drafts = await list.drafts;
  return before === writes ? drafts : storedDrafts();
}

const same = (a: Values, b: Values): boolean => JSON.stringify(a) === JSON.stringify(b);
const readLocal = (name: string): Local | undefined => {
  const text = localStorage.getItem(name);
  return text ? (JSON.parse(text) as Local) : undefined;
};

/**
 * `key`: like "contract/act/on". Files and money are ids and numbers, so a draft is plain data. `history`: the server keeps what it said
 * before, by the minute.
 */
export function useDraft(key: string, initial: Values = {}, history = false): Draft {
  const name = `draft ${sender} ${key}`;
  const [values, show] = useState<Values>(() => readLocal(name)?.value ?? initial);
  const [state, setState] = useState<DraftState>('none');
  const begun = useRef(initial);
  const touched = useRef(false);
  const version = useRef(0);
  const theirs = useRef<Stored>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef<Values>(values);

  const saving = useRef<Promise<unknown>>(Promise.resolve());
  const forgotten = useRef(false);
  const keep = useCallback(
    (value: Values, dirty: boolean) => localStorage.setItem(name, JSON.stringify({ value, version: version.current, dirty } satisfies Local)),
    [name],
  );

  // What another device has kept, unless typing has begun here.
  useEffect(() => {
    let gone = false;
    saving.current = storedDrafts().then((drafts) => {
      const local = readLocal(name);
      if (gone || touched.current || !drafts) return;
      const stored = drafts.find((d) => d.key === key);
      // Sent already, as has just turned out: it is only to be known which version is forgotten.
      if (forgotten.current) {
        version.current = stored?.version ?? 0;
        return;
      }
      // Sent from another device: nothing is left to go on with.
      if (!stored && local && !local.dirty && local.version > 0) {
        localStorage.removeItem(name);
        latest.current = begun.current;
        show(begun.current);
        return;
      }
      if (!stored) return;
      version.current = stored.version;
      theirs.current = stored;
      if (local?.dirty) return setState(stored.version > local.version && !same(stored.value, local.value) ? 'elsewhere' : 'local');
      latest.current = stored.value;
      show(stored.value);
      setState('saved');
    });
    return () => {
      gone = true;
    };
  }, [key, name]);

  const save = useCallback(async () => {
    setState('saving');
    const sent = latest.current;
    const res = await call('PUT', key, { value: sent, version: version.current, ...(history && { history }) });
    if (res?.ok) {
      version.current = ((await res.json()) as Stored).version;
      if (same(sent, latest.current)) keep(sent, false);
      return setState('saved');
    }
    if (res?.status !== 409) return setState('local');
    const problem = (await res.json()) as { draft?: Stored };
    theirs.current = problem.draft;
    // The same words twice are no conflict.
    if (problem.draft && same(problem.draft.value, sent)) {
      version.current = problem.draft.version;
      keep(sent, false);
      setState('saved');
    } else setState(problem.draft ? 'elsewhere' : 'local');
  }, [key, keep, history]);

  const set = useCallback(
    (next: Values) => {
      touched.current = true;
      forgotten.current = false;
      latest.current = next;
      show(next);
      keep(next, true);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        saving.current = save();
      }, SETTLE_MS);
    },
    [keep, save],
  );
  const forget = useCallback(() => {
    clearTimeout(timer.current);
    localStorage.removeItem(name);
    forgotten.current = true;
    latest.current = {};
    show({});
    setState('none');
    // What is still on its way to the server must not come back after it.
    void saving.current
      .then(() => (version.current > 0 ? call('DELETE', key) : undefined))
      .then(() => {
        version.current = 0;
      });
    touched.current = false;
  }, [key, name]);
  const resolve = useCallback(
    (useTheirs: boolean) => {
      const other = theirs.current;
      if (!other) return;
      version.current = other.version;
      set(useTheirs ? other.value : latest.current);
    },
    [set],
  );
  return { values, state, set, forget, resolve };
}
