/** A button that opens the form of an action; one that is not possible now says why. */
import type { Action, Contract } from '@fairhold/client';
import { useState } from 'react';
import { w } from '../words.ts';
import { ActForm, type FormProps } from './act-form.tsx';
import { Sheet } from './basics.tsx';
import type { Recorded } from './receipt.tsx';
import { recorded, refocus } from './receipts.tsx';
import { toast } from './undo-toast.tsx';

export function ActButton(p: {
  contract: Contract;
  action: Action;
  path?: string;
  more?: Record<string, unknown>;
  main?: boolean;
  /** What its form begins with. */
  begin?: NonNullable<FormProps['begin']>;
  /** Where the answer is no contract, and no receipt can be made of it. */
  onDone?: () => void;
  /** Where the page shows the receipt itself. */
  onRecorded?: (of: Recorded) => void;
}) {
  const [open, setOpen] = useState(false);
  const look = p.main ? 'main' : p.action.weight === 'danger' ? 'danger' : p.action.weight === 'quiet' ? 'quiet' : '';
  if (p.action.blocked) return <p className="small soft" data-act={p.action.act}>{`${p.action.title}: ${p.action.blocked.sentence}`}</p>;
  return (
    <>
      <button type="button" className={`btn ${look}`} data-act={p.action.act} data-on={p.action.on} onClick={() => setOpen(true)}>
        {p.action.title}
      </button>
      <Sheet open={open} title={p.action.title} onClose={() => setOpen(false)}>
        <ActForm
          contract={p.contract}
          action={p.action}
          {...(p.path && { path: p.path })}
          {...(p.begin && { begin: p.begin })}
          {...(p.more && { more: p.more })}
          onDone={(after, preview) => {
            setOpen(false);
            if (p.onDone) {
              toast(w.undo.done(p.action.title));
              refocus();
              p.onDone();
            } else if (p.onRecorded) p.onRecorded({ after, preview });
            else recorded(p.action, after, preview);
          }}
        />
      </Sheet>
    </>
  );
}

export function ActButtons(p: { contract: Contract; actions: readonly Action[]; main?: string }) {
  if (p.actions.length === 0) return null;
  return (
    <div className="row acts">
      {p.actions.map((a) => (
        <ActButton key={`${a.on} ${a.act}`} contract={p.contract} action={a} main={a.act === p.main} />
      ))}
    </div>
  );
}
