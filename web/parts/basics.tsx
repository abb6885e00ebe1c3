/** The furniture of a page: page, card, sheet. */
import { type ReactNode, useEffect, useRef } from 'react';
import { w } from '../words.ts';

export { Empty, Loaded, ProblemBox, Shape, Skeleton } from './view-states.tsx';

export function Page(p: { title: string; actions?: ReactNode; lead?: ReactNode; narrow?: boolean; bar?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${p.title} · ${w.frame.product}`;
  }, [p.title]);
  return (
    <main className={`page ${p.narrow ? 'narrow' : ''} ${p.bar ? 'with-bar' : ''}`} id="main" tabIndex={-1}>
      <div className="page-head">
        <div className="stack tight grow">
          <h1 className={p.title.length > 48 ? 'long' : undefined}>{p.title}</h1>
          {p.lead}
        </div>
        {p.actions && <div className="row">{p.actions}</div>}
      </div>
      {p.children}
      {p.bar}
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

/** A modal sheet; Escape closes it, and the focus goes back to where it came from. */
export function Sheet(p: { open: boolean; title: string; onClose: () => void; bare?: boolean; children: ReactNode }) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (p.open && !dialog?.open) {
      dialog?.showModal();
      // What one came for, before the button that closes.
      dialog?.querySelector<HTMLElement>('[data-first]')?.focus();
    }
    if (!p.open && dialog?.open) dialog.close();
  }, [p.open]);
  return (
    <dialog
      ref={ref}
      // The browser says `close` some time after it is gone; by then it may have been opened again.
      onClose={() => !ref.current?.open && p.onClose()}
      // So Escape closes it as we close it, or a key pressed meanwhile would count for one that is still open. A file's picker that is left
      // says `cancel` too.
      onCancel={(e) => {
        if (e.target !== e.currentTarget) return;
        e.preventDefault();
        p.onClose();
      }}
      aria-label={p.title}
    >
      {p.open && (
        <div className="sheet">
          {!p.bare && (
            <div className="row between">
              <h2>{p.title}</h2>
              <button type="button" className="btn quiet" onClick={p.onClose}>
                {w.states.close}
              </button>
            </div>
          )}
          {p.children}
        </div>
      )}
    </dialog>
  );
}
