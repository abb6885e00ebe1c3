/** One quiet line under a form: whether what is typed is kept, and the choice when two devices differ. */
import { w } from '../words.ts';
import type { Draft } from './draft.ts';

export function DraftLine(p: { draft: Draft }) {
  const { state } = p.draft;
  if (state === 'elsewhere')
    return (
      <div className="asking" role="status">
        <span className="grow">{w.draft.elsewhere}</span>
        <button type="button" className="btn" onClick={() => p.draft.resolve(true)}>
          {w.draft.takeTheirs}
        </button>
        <button type="button" className="btn" onClick={() => p.draft.resolve(false)}>
          {w.draft.keepMine}
        </button>
      </div>
    );
  const text = { none: '', saving: w.draft.saving, saved: w.draft.saved, local: w.draft.local }[state];
  return <p className="saved">{text}</p>;
}
