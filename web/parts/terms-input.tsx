/** The terms of an offer as a form: title, scope, milestones. */
import { useState } from 'react';
import { wo } from '../offer-words.ts';
import { cash, w } from '../words.ts';
import { useAmountText } from './amount-text.ts';
import type { MilestoneDraft, TermsDraft } from './terms-draft.ts';

function Amount(p: { id: string; value: number | string | undefined; currency: string; onChange: (v: number | string | undefined) => void }) {
  const { text, read, type } = useAmountText(p.value);
  return (
    <div className="field">
      <label htmlFor={p.id}>{wo.terms.amount}</label>
      <input id={p.id} type="text" inputMode="decimal" value={text} onChange={(e) => p.onChange(type(e.target.value))} />
      <span className="hint num">{text !== '' && (read === undefined ? w.fields.writeLike : cash(read, p.currency))}</span>
    </div>
  );
}

export function TermsInput(p: { value: TermsDraft; currency: string; first?: boolean; onChange: (v: TermsDraft) => void }) {
  const { value } = p;
  const set = (change: Partial<TermsDraft>) => p.onChange({ ...value, ...change });
  // A milestone keeps its fields when one before it is removed.
  const [own, setKeys] = useState<readonly string[]>([]);
  const keys = value.milestones.map((_, n) => own[n] ?? `${own.length > 0 ? 'later' : 'm'}${n}`);
  const remove = (n: number) => {
    setKeys(keys.filter((_, k) => k !== n));
    set({ milestones: value.milestones.filter((_, k) => k !== n) });
  };
  const add = () => {
    setKeys([...keys, crypto.randomUUID()]);
    set({ milestones: [...value.milestones, { title: '' }] });
  };
  const setMilestone = (n: number, change: Partial<MilestoneDraft>) =>
    set({ milestones: value.milestones.map((m, k) => (k === n ? { ...m, ...change } : m)) });
  return (
    <div className="stack">
      <div className="field">
        <label htmlFor="t-title">{wo.terms.about}</label>
        <input id="t-title" type="text" value={value.title} onChange={(e) => set({ title: e.target.value })} />
      </div>
      <div className="field">
        <label htmlFor="t-scope">{wo.terms.scope}</label>
        <span className="hint">{wo.terms.scopeHint}</span>
        <textarea id="t-scope" value={value.scope} onChange={(e) => set({ scope: e.target.value })} />
      </div>
      {value.milestones.map((m, n) => (
        <fieldset className="card" key={keys[n]}>
          <div className="row between">
            <h3>{wo.terms.milestone(n + 1)}</h3>
            {value.milestones.length > 1 && (
              <button type="button" className="btn quiet" onClick={() => remove(n)}>
                {wo.terms.removeMilestone(n + 1)}
              </button>
            )}
          </div>
          <div className="field">
            <label htmlFor={`m${n}-title`}>{wo.terms.title}</label>
            <input id={`m${n}-title`} type="text" value={m.title} onChange={(e) => setMilestone(n, { title: e.target.value })} />
          </div>
          <div className="two">
            <Amount id={`m${n}-amount`} value={m.amount} currency={p.currency} onChange={(amount) => setMilestone(n, { amount })} />
            <div className="field">
              <label htmlFor={`m${n}-due`}>{wo.terms.due}</label>
              <input
                id={`m${n}-due`}
                type="date"
                value={m.dueDate ?? ''}
                onChange={(e) => setMilestone(n, { dueDate: e.target.value || undefined })}
              />
            </div>
          </div>
          <div className="field">
            <label htmlFor={`m${n}-criteria`}>{wo.terms.requirements}</label>
            <span className="hint">{wo.terms.requirementsHint}</span>
            <textarea
              id={`m${n}-criteria`}
              value={(m.criteria ?? []).join('\n')}
              onChange={(e) => setMilestone(n, { criteria: e.target.value.split('\n') })}
            />
          </div>
          <div className="field">
            <label htmlFor={`m${n}-revisions`}>{wo.terms.revisions}</label>
            <input
              id={`m${n}-revisions`}
              type="text"
              inputMode="numeric"
              className="short"
              value={m.revisionLimit ?? ''}
              onChange={(e) =>
                setMilestone(n, { revisionLimit: /^\d+$/.test(e.target.value) ? Number(e.target.value) : e.target.value || undefined })
              }
            />
          </div>
        </fieldset>
      ))}
      <div>
        <button type="button" className="btn" onClick={add}>
          {wo.terms.addMilestone}
        </button>
      </div>
      {p.first && (
        <div className="field">
          <label htmlFor="t-post">{wo.terms.jobPost}</label>
          <span className="hint">{wo.terms.jobPostHint}</span>
          <textarea id="t-post" value={value.jobPost ?? ''} onChange={(e) => set({ jobPost: e.target.value || undefined })} />
        </div>
      )}
    </div>
  );
}
