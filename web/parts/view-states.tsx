/** The states of everything that is loaded: first use, empty by filter, loading, stale, failed. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { ApiProblem } from '../api.ts';
import { signInFromHere } from '../back.ts';
import { w } from '../words.ts';

/** Where a field is asked for in the same form or card, or what it is a part of: "milestones.2.amount", else "milestones.2", else "milestones". */
function placeOf(box: Element | null, field: string): HTMLElement | null | undefined {
  const at = box?.closest('form,.card,main')?.querySelector<HTMLElement>(`[id="f-${field}"],[name="${field}"]`);
  const end = field.lastIndexOf('.');
  return at || end < 0 ? at : placeOf(box, field.slice(0, end));
}

/** Says what went wrong, what it means and what to do; takes the focus, so that nobody has to look for it. Wrong fields are led to. */
export function ProblemBox(p: {
  error: unknown;
  retry?: (() => void) | undefined;
  /** The page has its title already. */
  bare?: boolean;
}) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  if (!p.error) return null;
  const problem =
    p.error instanceof ApiProblem
      ? p.error.problem
      : { title: w.states.wrong, code: '', detail: String(p.error), fix: w.states.wrongFix, requestId: undefined, errors: undefined };
  const { errors } = problem;
  return (
    <div className="problem" role="alert" tabIndex={-1} ref={box}>
      {!p.bare && <h2>{errors ? w.fields.problems : problem.title}</h2>}
      {errors ? (
        <ul className="steps">
          {errors.map((e) => (
            <li key={e.field}>
              <a
                href={`#f-${e.field}`}
                onClick={(click) => {
                  click.preventDefault();
                  placeOf(box.current, e.field)?.focus();
                }}
              >
                {e.name}: {e.message}
              </a>
            </li>
          ))}
        </ul>
      ) : (
        <p>{problem.detail}</p>
      )}
      <p>{problem.fix}</p>
      {problem.code === 'not_signed_in' && (
        <div>
          <a className="btn main" href={signInFromHere()}>
            {w.frame.signIn}
          </a>
        </div>
      )}
      {problem.requestId && <p className="small">{w.states.reference(problem.requestId)}</p>}
      {p.retry && (
        <div>
          <button type="button" className="btn" onClick={p.retry}>
            {w.states.retry}
          </button>
        </div>
      )}
    </div>
  );
}

interface Asked<T> {
  readonly data?: T | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
  readonly dataUpdatedAt?: number;
  readonly isRefetchError?: boolean;
  readonly errorUpdateCount?: number;
}

/** What went wrong, also while it is asked again: a page does not flicker between its problem and its shape. */
function useProblem(of: Asked<unknown>): unknown {
  const last = useRef<unknown>(undefined);
  // Nothing has failed yet of what is asked now: it may be about something else than before.
  if (of.error || of.data !== undefined || !of.errorUpdateCount) last.current = of.error;
  return of.error ?? last.current;
}

/** Nothing for a moment, then the page's shape; what was there before stays, and says how old it is when a new look failed. */
export function Loaded<T>(p: { of: Asked<T>; skeleton?: ReactNode; children: (data: T) => ReactNode }) {
  const problem = useProblem(p.of);
  if (p.of.data !== undefined)
    return (
      <>
        {p.of.isRefetchError && <Stale at={p.of.dataUpdatedAt ?? 0} retry={() => void p.of.refetch()} />}
        {p.children(p.of.data)}
      </>
    );
  if (problem) return <ProblemBox error={problem} retry={() => void p.of.refetch()} />;
  return <Skeleton>{p.skeleton}</Skeleton>;
}

/** The same as a whole page: a heading and the problem, or its shape. */
export function LoadedPage<T>(p: { of: Asked<T>; children: (data: T) => ReactNode }) {
  const problem = useProblem(p.of);
  if (p.of.data !== undefined) return <Loaded of={p.of}>{p.children}</Loaded>;
  if (!problem) return <LoadingPage />;
  const said = problem instanceof ApiProblem ? problem.problem : undefined;
  // What is not there is not there the next time either: there is a way on instead.
  const gone = said?.code === 'not_found';
  return (
    <main className="page" id="main" tabIndex={-1}>
      <h1>{said?.title ?? w.states.wrong}</h1>
      <ProblemBox error={problem} retry={gone ? undefined : () => void p.of.refetch()} bare />
      {gone && (
        <p>
          <a href="/">{w.frame.home}</a>
        </p>
      )}
    </main>
  );
}

/** A page of which nothing is there yet, its own script included: still one with a heading, where the skip link leads. */
export function LoadingPage() {
  return (
    <main className="page" id="main" tabIndex={-1}>
      <h1 className="sr">{w.states.loading}</h1>
      <Skeleton>
        <div className="skeleton line" />
        <Shape />
      </Skeleton>
    </main>
  );
}

/** Blocks where this page will have its parts: how large they are, its address says (styles/shapes.css). */
export const Shape = () => (
  <div className="shape" data-at={location.pathname}>
    {[...'1234567'].map((n) => (
      <i className="skeleton" key={n} />
    ))}
  </div>
);

let showing = 0;
/** Keeps its place from the beginning, and is seen only when loading takes longer than a blink; at once where another one is seen already. */
export function Skeleton(p: { children?: ReactNode }) {
  const [shown, setShown] = useState(showing > 0);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 150);
    if (shown) showing++;
    return () => {
      clearTimeout(timer);
      if (shown) showing--;
    };
  }, [shown]);
  return (
    <div className={shown ? 'stack' : 'stack unseen'} aria-busy="true">
      <span className="sr" role="status">
        {shown ? w.states.loading : ''}
      </span>
      {p.children ?? (
        <>
          <div className="skeleton line" />
          <div className="skeleton" />
          <div className="skeleton" />
        </>
      )}
    </div>
  );
}

export function Stale(p: { at: number; retry: () => void }) {
  const minutes = Math.max(0, Math.floor((Date.now() - p.at) / 60_000));
  return (
    <div className="stale" role="status">
      <span>{w.states.stale(w.time.minutesAgo(minutes))}</span>
      <button type="button" className="btn quiet" onClick={p.retry}>
        {w.states.retry}
      </button>
    </div>
  );
}

/** First use says what this is and the one thing to do; empty by a filter clears it. */
export function Empty(p: { title: string; action?: ReactNode; children?: ReactNode }) {
  return (
    <div className="card">
      <h2>{p.title}</h2>
      <div className="stack tight">{p.children}</div>
      {p.action && <div>{p.action}</div>}
    </div>
  );
}
