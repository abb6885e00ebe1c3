/** Page, card, button, states: the furniture. */
import { type ReactNode, useEffect, useRef } from 'react';
import { ApiProblem } from '../api.ts';

export function Page(p: { title: string; actions?: ReactNode; lead?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${p.title} · Fairhold`;
  }, [p.title]);
  return (
    <main className="page" id="main">
      <div className="page-head">
        <div className="stack tight grow">
          <h1>{p.title}</h1>
          {p.lead}
        </div>
        {p.actions && <div className="row">{p.actions}</div>}
      </div>
      {p.children}
    </main>
  );
}

export function Card(p: { title?: string; tag?: ReactNode; children: ReactNode; id?: string }) {
  return (
    <section className="card" id={p.id}>
      {p.title && (
        <div className="row between">
          <h2>{p.title}</h2>
          {p.tag}
        </div>
      )}
      {p.children}
    </section>
  );
}

/** Says what went wrong, what it means and what to do; takes the focus, so that nobody has to look for it. */
export function ProblemBox(p: { error: unknown; retry?: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  if (!p.error) return null;
  const problem =
    p.error instanceof ApiProblem
      ? p.error.problem
      : { title: 'Something went wrong', detail: String(p.error), fix: 'Load the page again.', requestId: undefined, errors: undefined };
  return (
    <div className="problem" role="alert" tabIndex={-1} ref={box}>
      <h2>{problem.title}</h2>
      <p>{problem.detail}</p>
      <p className="soft">{problem.fix}</p>
      {problem.requestId && <p className="small soft">Reference: {problem.requestId}</p>}
      {p.retry && (
        <div>
          <button type="button" className="btn" onClick={p.retry}>
            Try again
          </button>
        </div>
      )}
    </div>
  );
}

/** The five states of something that is loaded: nothing yet, failed, or there. */
export function Loaded<T>(p: { of: { data?: T | undefined; error: unknown; refetch: () => unknown }; children: (data: T) => ReactNode }) {
  if (p.of.data !== undefined) return <>{p.children(p.of.data)}</>;
  if (p.of.error) return <ProblemBox error={p.of.error} retry={() => void p.of.refetch()} />;
  return (
    <div className="stack" aria-busy="true">
      <div className="skeleton" />
      <div className="skeleton" />
    </div>
  );
}

export function Empty(p: { title: string; children?: ReactNode }) {
  return (
    <div className="card">
      <h2>{p.title}</h2>
      <div className="soft stack tight">{p.children}</div>
    </div>
  );
}

/** A modal sheet; Escape closes it, and the focus goes back to where it came from. */
export function Sheet(p: { open: boolean; title: string; onClose: () => void; children: ReactNode }) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (p.open && !dialog?.open) dialog?.showModal();
    if (!p.open && dialog?.open) dialog.close();
  }, [p.open]);
  return (
    <dialog ref={ref} onClose={p.onClose} aria-label={p.title}>
      {p.open && (
        <div className="sheet">
          <div className="row between">
            <h2>{p.title}</h2>
            <button type="button" className="btn quiet" onClick={p.onClose}>
              Close
            </button>
          </div>
          {p.children}
        </div>
      )}
    </dialog>
  );
}
