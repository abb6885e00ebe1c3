/** The terms of an offer as a form: title, scope, milestones. */
import { useState } from 'react';
import { cash, w } from '../words.ts';
import { useAmountText } from './amount-text.ts';

export interface MilestoneDraft {
  title: string;
  description?: string;
  amount?: number | string | undefined;
  dueDate?: string | undefined;
  criteria?: string[];
  revisionLimit?: number | string | undefined;
}
export interface TermsDraft {
  title: string;
  scope: string;
  milestones: MilestoneDraft[];
  /** Given with the first version only. */
  jobPost?: string | undefined;
  /** Kept as they are from version to version. */
  budget?: number;
  files?: string[];
}

function Amount(p: { id: string; value: number | string | undefined; currency: string; onChange: (v: number | string | undefined) => void }) {
  const { text, read, type } = useAmountText(p.value);
  return (
    <div className="field">
      <label htmlFor={p.id}>{w.terms.amount}</label>
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
        <label htmlFor="t-title">{w.terms.about}</label>
        <input id="t-title" type="text" value={value.title} onChange={(e) => set({ title: e.target.value })} />
      </div>
      <div className="field">
        <label htmlFor="t-scope">{w.terms.scope}</label>
        <span className="hint">{w.terms.scopeHint}</span>
        <textarea id="t-scope" value={value.scope} onChange={(e) => set({ scope: e.target.value })} />
      </div>
      {value.milestones.map((m, n) => (
        <fieldset className="card" key={keys[n]}>
          <div className="row between">
            <h3>{w.terms.milestone(n + 1)}</h3>
            {value.milestones.length > 1 && (
              <button type="button" className="btn quiet" onClick={() => remove(n)}>
                {w.terms.removeMilestone(n + 1)}
              </button>
            )}
          </div>
          <div className="field">
            <label htmlFor={`m${n}-title`}>{w.terms.title}</label>
            <input id={`m${n}-title`} type="text" value={m.title} onChange={(e) => setMilestone(n, { title: e.target.value })} />
          </div>
          <div className="two">
            <Amount id={`m${n}-amount`} value={m.amount} currency={p.currency} onChange={(amount) => setMilestone(n, { amount })} />
            <div className="field">
              <label htmlFor={`m${n}-due`}>{w.terms.due}</label>
              <input
                id={`m${n}-due`}
                type="date"
                value={m.dueDate ?? ''}
                onChange={(e) => setMilestone(n, { dueDate: e.target.value || undefined })}
              />
            </div>
          </div>
          <div className="field">
            <label htmlFor={`m${n}-criteria`}>{w.terms.requirements}</label>
            <span className="hint">{w.terms.requirementsHint}</span>
            <textarea
              id={`m${n}-criteria`}
              value={(m.criteria ?? []).join('\n')}
              onChange={(e) => setMilestone(n, { criteria: e.target.value.split('\n') })}
            />
          </div>
          <div className="field">
            <label htmlFor={`m${n}-revisions`}>{w.terms.revisions}</label>
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
          {w.terms.addMilestone}
        </button>
      </div>
      {p.first && (
        <div className="field">
          <label htmlFor="t-post">{w.terms.jobPost}</label>
          <span className="hint">{w.terms.jobPostHint}</span>
          <textarea id="t-post" value={value.jobPost ?? ''} onChange={(e) => set({ jobPost: e.target.value || undefined })} />
        </div>
      )}
    </div>
  );
}

/** What is sent: lines without words are left out. */
export function termsOf(t: TermsDraft): unknown {
  return {
    title: t.title,
    scope: t.scope,
    ...(t.jobPost?.trim() && { jobPost: t.jobPost }),
    ...(t.budget !== undefined && { budget: t.budget }),
    ...(t.files && { files: t.files }),
    milestones: t.milestones.map((m) => ({
      title: m.title,
      description: m.description ?? '',
      amount: m.amount,
      ...(m.dueDate && { dueDate: m.dueDate }),
      ...(m.revisionLimit !== undefined && { revisionLimit: m.revisionLimit }),
      criteria: (m.criteria ?? []).map((c) => c.trim()).filter(Boolean),
    })),
  };
}
