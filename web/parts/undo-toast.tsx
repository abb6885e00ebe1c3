/** What can be undone is done at once; for ten seconds it can be taken back here, and later where it is. */
import { useEffect, useState } from 'react';
import { w } from '../words.ts';

interface Toast {
  readonly text: string;
  readonly undo?: () => unknown;
}
let show: ((toast: Toast | undefined) => void) | undefined;
/** Says what was done; `undo` takes it back. */
export const toast = (text: string, undo?: () => unknown): void => show?.({ text, ...(undo && { undo }) });

export function UndoToast() {
  const [now, setNow] = useState<Toast>();
  useEffect(() => {
    show = setNow;
    return () => {
      show = undefined;
    };
  }, []);
  useEffect(() => {
    if (!now) return;
    const timer = setTimeout(() => setNow(undefined), 10_000);
    return () => clearTimeout(timer);
  }, [now]);
  return (
    <div role="status" aria-live="polite">
      {now && (
        <div className="toast">
          <span>{now.text}</span>
          {now.undo && (
            <button
              type="button"
              className="btn"
              onClick={() => {
                void now.undo?.();
                setNow(undefined);
              }}
            >
              {w.undo.undo}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
