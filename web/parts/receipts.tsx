/** Where receipts are shown: above the page, because the act that was done may have taken its own button away. */
import type { Action, Contract, Preview } from '@fairhold/client';
import { Suspense, useEffect, useState } from 'react';
import { w } from '../words.ts';
import { Sheet } from './basics.tsx';
import { later } from './later.tsx';
import type { Recorded } from './receipt.tsx';
import { toast } from './undo-toast.tsx';

// It comes with the first act that has one.
const Receipt = later(() => import('./receipt.tsx').then((m) => m.Receipt));

let show: ((of: Recorded) => void) | undefined;

/** The focus never falls out of the page: where what had it is gone, the page itself takes it. */
export const refocus = (): void =>
  void setTimeout(() => {
    if (document.activeElement === document.body || !document.activeElement) document.getElementById('main')?.focus({ preventScroll: true });
  });

/** What cannot be undone has a receipt; the rest is said in passing, with the way back that the answer names. */
export function recorded(action: Pick<Action, 'undo' | 'title'>, after: Contract, preview?: Preview): void {
  if (action.undo || !preview) {
    const back = after.takeBack;
    toast(w.undo.done(action.title), back && (() => import('./take-back.ts').then((x) => x.takeBack(after.id, back))));
    refocus();
  } else show?.({ after, preview });
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
        <Suspense>
          <Receipt of={now}>
            <button type="button" className="btn main" onClick={close}>
              {w.states.close}
            </button>
          </Receipt>
        </Suspense>
      )}
    </Sheet>
  );
}
