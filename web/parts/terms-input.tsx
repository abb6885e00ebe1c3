/** The terms of an offer as a form: title, scope, milestones. */
import { useState } from 'react';
import { wo } from '../offer-words.ts';
import { calendarDay, cash, w } from '../words.ts';
import { useAmountText } from './amount-text.ts';
import { isWrong } from './inputs.tsx';
import type { MilestoneDraft, TermsDraft } from './terms-draft.ts';

/** What was wrong with one of its fields stands beside it; a field has its name in the terms as its id. */
type Errors = readonly { readonly field: string; readonly message: string }[];
const Wrong = (p: { errors: Errors; field: string }) => {
  const e = p.errors.find((x) => x.field === p.field);
  return (
    e && (
      <span className="error" id={`${p.field}-wrong`}>
        {e.message}
      </span>
    )
  );
};
const asked = (errors: Errors, field: string) => ({
  id: `f-${field}`,
  ...isWrong(errors.some((x) => x.field === field) ? `${field}-wrong` : undefined),
});

function Amount(p: {
  field: string;
  errors: Errors;
  value: number | string | undefined;
  currency: string;
  onChange: (v: number | string | undefined) => void;
}) {
  const { text, read, type } = useAmountText(p.value);
  return (
    <div className="field">
      <label htmlFor={`f-${p.field}`}>{wo.terms.amount}</label>
      <Wrong errors={p.errors} field={p.field} />
      <input {...asked(p.errors, p.field)} type="text" inputMode="decimal" value={text} onChange={(e) => p.onChange(type(e.target.value))} />
      <span className="hint num">{text !== '' && (read === undefined ? w.fields.writeLike : cash(read, p.currency))}</span>
    </div>
  );
}

export function TermsInput(p: { value: TermsDraft; currency: string; first?: boolean; errors?: Errors; onChange: (v: TermsDraft) => void }) {
  const { value, errors = [] } = p;
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
        <label htmlFor="f-title">{wo.terms.about}</label>
        <Wrong errors={errors} field="title" />
        <input {...asked(errors, 'title')} type="text" value={value.title} onChange={(e) => set({ title: e.target.value })} />
      </div>
      <div className="field">
        <label htmlFor="f-scope">{wo.terms.scope}</label>
        <span className="hint">{wo.terms.scopeHint}</span>
        <Wrong errors={errors} field="scope" />
        <textarea {...asked(errors, 'scope')} value={value.scope} onChange={(e) => set({ scope: e.target.value })} />
      </div>
      {value.milestones.map((m, n) => {
        const at = `milestones.${n + 1}`;
        return (
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
              <label htmlFor={`f-${at}.title`}>{wo.terms.title}</label>
              <Wrong errors={errors} field={`${at}.title`} />
              <input {...asked(errors, `${at}.title`)} type="text" value={m.title} onChange={(e) => setMilestone(n, { title: e.target.value })} />
            </div>
            <div className="two">
              <Amount
                field={`${at}.amount`}
                errors={errors}
                value={m.amount}
                currency={p.currency}
                onChange={(amount) => setMilestone(n, { amount })}
              />
              <div className="field">
                <label htmlFor={`f-${at}.dueDate`}>{wo.terms.due}</label>
                <Wrong errors={errors} field={`${at}.dueDate`} />
                <input
                  {...asked(errors, `${at}.dueDate`)}
                  type="date"
                  value={m.dueDate ?? ''}
                  onChange={(e) => setMilestone(n, { dueDate: e.target.value || undefined })}
                />
              </div>
            </div>
            <div className="field">
              <label htmlFor={`f-${at}.criteria`}>{wo.terms.requirements}</label>
              <span className="hint">{wo.terms.requirementsHint}</span>
              <Wrong errors={errors} field={`${at}.criteria`} />
              <textarea
                {...asked(errors, `${at}.criteria`)}
                value={(m.criteria ?? []).join('\n')}
                onChange={(e) => setMilestone(n, { criteria: e.target.value.split('\n') })}
              />
              {m.dueDate && <span className="hint">{calendarDay(m.dueDate)}</span>}
            </div>
            <div className="field">
              <label htmlFor={`f-${at}.revisionLimit`}>{wo.terms.revisions}</label>
              <Wrong errors={errors} field={`${at}.revisionLimit`} />
              <input
                {...asked(errors, `${at}.revisionLimit`)}
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
        );
      })}
      <Wrong errors={errors} field="milestones" />
      <div id="f-milestones" tabIndex={-1}>
        <button type="button" className="btn" onClick={add}>
          {wo.terms.addMilestone}
        </button>
      </div>
      {p.first && (
        <div className="field">
          <label htmlFor="f-jobPost">{wo.terms.jobPost}</label>
          <span className="hint">{wo.terms.jobPostHint}</span>
          <Wrong errors={errors} field="jobPost" />
          <textarea {...asked(errors, 'jobPost')} value={value.jobPost ?? ''} onChange={(e) => set({ jobPost: e.target.value || undefined })} />
        </div>
      )}
    </div>
  );
}
