/**
 * Look, then do: the one way from what is filled in to what is done (END-2, API-3). What was read is confirmed by its digest. If the
 * facts move while it is read, or between reading and saying yes, it is asked for anew and held against what was read first.
 */
import type { Preview } from '@fairhold/client';
import { useEffect, useRef, useState } from 'react';
import { ApiProblem } from '../problem.ts';

export interface Steps<I, T> {
  readonly look: (input: I) => Promise<Preview>;
  /** `digest`: of the preview that was read; none where nothing has to be read first. */
  readonly send: (input: I, how: { readonly digest?: string; readonly onLost: () => void }) => Promise<T>;
  /** `read`: the preview that was said yes to. */
  readonly onDone: (after: T, read: Preview | undefined) => unknown;
  /** What the preview was made from, like the number of the contract's last step: when it moves, the preview is asked for again. */
  readonly follows?: number | undefined;
}

interface Read<I> {
  /** Stays what it was when it was looked at: what the page shows meanwhile is not what was read. */
  readonly input: I;
  readonly preview: Preview;
  /** What was read first, where that is no longer true. */
  readonly before?: Preview | undefined;
  readonly at: number | undefined;
}

export interface Checked<I> {
  /** What the check page is drawn from; none: there is nothing to check yet. */
  readonly shown: { readonly preview: Preview; readonly before: Preview | undefined } | undefined;
  /** The answer got lost and is being asked for. */
  readonly lost: boolean;
  /** Something is under way: a second click does nothing. */
  readonly busy: boolean;
  readonly error: unknown;
  look(input: I): void;
  /** Says yes to what is shown; or does at once what needs no look. */
  confirm(input?: I): void;
  back(): void;
}

/** The newer of two previews: what is different is different from the one that was read first. */
function newer<I>(was: Read<I>, preview: Preview, at: number | undefined): Read<I> {
  const first = was.before ?? was.preview;
  if (was.preview.digest === preview.digest) return { ...was, at };
  return { ...was, at, preview, before: first.digest === preview.digest ? undefined : first };
}

export function useChecked<I, T>(p: Steps<I, T>): Checked<I> {
  const [read, setRead] = useState<Read<I>>();
  const [work, setWork] = useState<'look' | 'send'>();
  const [lost, setLost] = useState(false);
  const [error, setError] = useState<unknown>(null);
  // Two clicks can come before anything is drawn anew.
  const sending = useRef(false);
  const turn = useRef(0);
  const { follows } = p;

  async function ask(input: I, then: (preview: Preview) => void, failed: (e: unknown) => void): Promise<void> {
    turn.current += 1;
    const mine = turn.current;
    const preview = await p.look(input).catch((e: unknown) => {
      if (mine === turn.current) failed(e);
    });
    // Only the last question counts, and none once it has been said yes.
    if (preview && mine === turn.current && !sending.current) then(preview);
  }
  async function look(input: I): Promise<void> {
    if (sending.current) return;
    setWork('look');
    setError(null);
    const done = (then: () => void) => {
      setWork(undefined);
      then();
    };
    await ask(
      input,
      (preview) => done(() => setRead({ input, preview, at: follows })),
      (e) => done(() => setError(e)),
    );
  }
  async function confirm(input: I, seen?: Preview): Promise<void> {
    if (sending.current) return;
    sending.current = true;
    setWork('send');
    setError(null);
    try {
      const after = await p.send(input, { ...(seen && { digest: seen.digest }), onLost: () => setLost(true) });
      await p.onDone(after, seen);
      setRead(undefined);
    } catch (e) {
      const now = e instanceof ApiProblem ? e.problem.preview : undefined;
      if (now) setRead((was) => (was ? newer(was, now, follows) : { input, preview: now, at: follows }));
      else setError(e);
    } finally {
      sending.current = false;
      setLost(false);
      setWork(undefined);
    }
  }

  const behind = read !== undefined && read.at !== follows && work === undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each move of what it follows
  useEffect(() => {
    if (!behind || !read) return;
    void ask(
      read.input,
      (preview) => {
        setError(null);
        setRead((was) => was && newer(was, preview, follows));
      },
      (e) => {
        // It cannot be done any more as it was read. Who is only cut off is told so when they say yes.
        if (e instanceof ApiProblem && e.problem.status >= 400 && e.problem.status < 500) setError(e);
        setRead((was) => was && { ...was, at: follows });
      },
    );
  }, [behind, follows]);

  return {
    shown: read && { preview: read.preview, before: read.before },
    lost,
    busy: work !== undefined,
    error,
    look: (input) => void look(input),
    confirm: (input) => void (read ? confirm(read.input, read.preview) : input !== undefined && confirm(input)),
    back: () => {
      turn.current += 1;
      setRead(undefined);
    },
  };
}
