/** Where receipts are shown: above the page, because the act that was done may have taken its own button away. */
import type { Action, Contract } from '@fairhold/client';
import { useEffect, useState } from 'react';
import { w } from '../words.ts';
import { Sheet } from './basics.tsx';
import { Receipt, type Recorded } from './receipt.tsx';
import { toast } from './undo-toast.tsx';

let show: ((of: Recorded) => void) | undefined;

/** The focus never falls out of the page: where what had it is gone, the page itself takes it. */
export const refocus = (): void =>
  void setTimeout(() => {
    if (document.activeElement === document.body || !document.activeElement) document.getElementById('main')?.focus({ preventScroll: true });
  });

/** What cannot be undone has a receipt; the rest is said in passing. */
export function recorded(action: Pick<Action, 'undo' | 'title'>, after: Contract, sentence: string): void {
  if (action.undo || !sentence) {
    toast(w.undo.done(action.title));
    refocus();
  } else show?.({ after, sentence });
}

export function Receipts() {
  const [now, setNow] = useState<Recorded>();
  useEffect(() => {
    show = setNow;
    return () => {
      show = undefined;
    };
  }, []);
  const close = () => {
    setNow(undefined);
    refocus();
  };
  return (
    <Sheet open={now !== undefined} title={w.receipt.title} onClose={close} bare>
      {now && (
        <Receipt of={now}>
          <button type="button" className="btn main" onClick={close}>
            {w.states.close}
          </button>
        </Receipt>
      )}
    </Sheet>
  );
}
