/** The proposal or the award as it is written: a split that adds up, a finding for each requirement, reasons by topic and for the whole, and what each side will read. */
import type { Action, Case, Contract } from '@fairhold/client';
import { useEffect, useState } from 'react';
import { useActs } from '../../api.ts';
import { complete, type Schema } from '../../parts/act-form.tsx';
import { Card, ProblemBox } from '../../parts/basics.tsx';
import { type Answer, CheckAnswers } from '../../parts/check-answers.tsx';
import { useChecked } from '../../parts/checked.ts';
import type { Draft, Values } from '../../parts/draft.ts';
import { DraftLine } from '../../parts/draft-line.tsx';
import { recorded } from '../../parts/receipts.tsx';
import { cash, w } from '../../words.ts';
import { type Finding, markOf } from './desk-facts.ts';
import { openTopics, ReasonsByTopic } from './desk-reasons.tsx';
import { Split, splitOf } from './desk-split.tsx';
import { AsRead, type Mark, ShownBy, Text } from './desk-text.tsx';
import { Versions } from './desk-versions.tsx';
import { ws } from './words.ts';

const MARKS = ['met', 'partly', 'not'] as const;

export function Editor(p: { c: Contract; k: Case; action: Action; draft: Draft }) {
  const { c, k, action, draft } = p;
  const schema = action.input as unknown as Schema;
  const { values } = draft;
  const acts = useActs(c);
  const award = action.act === 'award';
  const { freelancer, sum } = splitOf(k, values);
  const marks = (values['criteria'] as Mark[] | undefined) ?? [];
  const criteria = schema.properties['criteria']?.['x-criteria'] ?? [];
  const exhibits = schema.properties['considered']?.['x-exhibits'] ?? [];
  const considered = (values['considered'] as string[] | undefined) ?? [];
  const found = (values['topics'] as Finding[] | undefined) ?? [];
  const reasons = String(values['reasons'] ?? '');
  const open = {
    marks: criteria.filter((x) => !marks.some((m) => m.id === x.id && m.mark && (m.reason ?? '').trim())).length,
    exhibits: exhibits.filter((e) => !considered.includes(e.id)).length,
    topics: openTopics(schema.properties['topics'], found),
    reasons: reasons.trim().length < (schema.properties['reasons']?.minLength ?? 1),
    split: freelancer === undefined || (sum !== undefined && sum !== freelancer),
  };
  const ready = open.marks === 0 && open.exhibits === 0 && open.topics === 0 && !open.reasons && !open.split;
  const set = (more: Record<string, unknown>) => draft.set({ ...values, ...more });
  const setMark = (id: string, change: Partial<Mark>) =>
    set({ criteria: [...marks.filter((m) => m.id !== id), { ...(marks.find((m) => m.id === id) ?? { id }), ...change }] });
  const input = complete(schema, Object.fromEntries(Object.entries(values).filter(([name]) => name in schema.properties)), c);

  const check = useChecked<Values, Contract>({
    look: (read) => acts.preview.mutateAsync({ action, input: read }),
    send: (read, how) => acts.act.mutateAsync({ action, input: read, ...how }),
    follows: c.seq,
    onDone: (after, read) => {
      draft.forget();
      recorded(action, after, read);
    },
  });
  // The part to go back to from the check.
  const [change, setChange] = useState<string>();
  useEffect(() => {
    if (!check.shown && change) toPart(change);
  }, [check.shown, change]);
  const back = (to?: string) => {
    setChange(to);
    check.back();
  };
  if (check.shown)
    return (
      <Card>
        <CheckAnswers
          {...check.shown}
          contract={c}
          lost={check.lost}
          busy={check.busy}
          error={check.error}
          danger={false}
          answers={partsWritten(schema, c, k, values, back)}
          onBack={() => back()}
          onConfirm={check.confirm}
        />
      </Card>
    );
  return (
    <Card title={award ? ws.desk.award : ws.desk.proposal}>
      {check.error !== null && <ProblemBox key={String(check.error)} error={check.error} />}
      <form
        className="stack"
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          if (ready) check.look(input);
        }}
      >
        <Split c={c} k={k} schema={schema} values={values} set={set} />
        <div className="stack" data-field="criteria">
          {criteria.map((x) => {
            const m = marks.find((one) => one.id === x.id);
            return (
              <fieldset key={x.id} className="field boxed">
                <legend>{x.text}</legend>
                <div className="row">
                  {MARKS.map((mark) => (
                    <label key={mark} className="choice">
                      <input type="radio" name={`mark-${x.id}`} checked={m?.mark === mark} onChange={() => setMark(x.id, { mark })} />
                      {markOf(mark)}
                    </label>
                  ))}
                </div>
                <Text
                  id={`reason-${x.id}`}
                  label={w.fields.reasonFor(x.text)}
                  value={m?.reason ?? ''}
                  k={k}
                  rows={2}
                  onChange={(reason) => setMark(x.id, { reason })}
                />
                {schema.properties['criteria']?.['x-shown'] && (
                  <ShownBy k={k} value={m?.shownBy ?? []} onChange={(ids) => setMark(x.id, { shownBy: ids })} />
                )}
              </fieldset>
            );
          })}
        </div>
        {exhibits.length > 0 && (
          <fieldset className="field" data-field="considered">
            <legend>{schema.properties['considered']?.title}</legend>
            {k.exhibits
              .filter((e) => exhibits.some((x) => x.id === e.id))
              .map((e) => (
                <label className="check" key={e.id}>
                  <input
                    type="checkbox"
                    checked={considered.includes(e.id)}
                    onChange={(x) => set({ considered: x.target.checked ? [...considered, e.id] : considered.filter((id) => id !== e.id) })}
                  />
                  <span>
                    {e.n}. {e.title} <span className="small soft">{e.by}</span>
                  </span>
                </label>
              ))}
          </fieldset>
        )}
        {schema.properties['topics'] && (
          <ReasonsByTopic schema={schema.properties['topics']} k={k} value={found} onChange={(topics) => set({ topics })} />
        )}
        <div className="field" data-field="reasons">
          <label htmlFor="f-reasons">{schema.properties['reasons']?.title ?? ws.desk.reasons}</label>
          <span className="hint">{ws.desk.reasonsHint}</span>
          <Text id="f-reasons" value={reasons} k={k} rows={6} onChange={(text) => set({ reasons: text })} />
        </div>
        <DraftLine draft={draft} />
        <Versions path={`${c.id}/${action.act}/${k.id}`} draft={draft} currency={c.currency} k={k} />
        {freelancer !== undefined && reasons && (
          <details>
            <summary>{ws.desk.preview}</summary>
            <div className="two">
              {(['freelancer', 'client'] as const).map((side) => (
                <AsRead
                  key={side}
                  c={c}
                  k={k}
                  side={side}
                  freelancer={freelancer}
                  reasons={reasons}
                  marks={marks}
                  criteria={criteria}
                  found={found}
                  award={award}
                />
              ))}
            </div>
          </details>
        )}
        {!ready && (
          <div className="small">
            <strong>{ws.desk.notYet}</strong>
            <ul className="steps">
              {open.split && <li>{ws.desk.openSplit}</li>}
              {open.marks > 0 && <li>{ws.desk.openMarks(open.marks)}</li>}
              {open.exhibits > 0 && <li>{ws.desk.openExhibits(open.exhibits)}</li>}
              {open.topics > 0 && <li>{ws.desk.openTopics(open.topics)}</li>}
              {open.reasons && <li>{ws.desk.openReasons}</li>}
            </ul>
          </div>
        )}
        <div>
          <button type="submit" className="btn main" disabled={!ready || check.busy}>
            {ws.desk.check}
          </button>
        </div>
      </form>
    </Card>
  );
}

/** Where a part of the text is written; the focus goes into it, and what is folded opens. */
function toPart(field: string): void {
  const part = document.querySelector<HTMLElement>(`[data-field="${field}"]`);
  const folded = part?.querySelector('details');
  if (folded && !part?.querySelector('details[open]')) folded.open = true;
  part?.querySelector<HTMLElement>('input, textarea')?.focus();
}

/** What was written, part by part, each with the way back to it. */
function partsWritten(schema: Schema, c: Contract, k: Case, values: Record<string, unknown>, back: (field: string) => void): Answer[] {
  const marks = (values['criteria'] as Mark[] | undefined) ?? [];
  const found = ((values['topics'] as Finding[] | undefined) ?? []).filter((f) => f.text?.trim());
  const considered = (values['considered'] as string[] | undefined) ?? [];
  const criteria = schema.properties['criteria']?.['x-criteria'] ?? [];
  const said: Readonly<Record<string, string>> = {
    freelancer: cash(splitOf(k, values).freelancer ?? 0, c.currency),
    criteria: criteria.map((x) => `${x.text}: ${markOf(marks.find((m) => m.id === x.id)?.mark)}`).join('; '),
    considered: ws.desk.exhibitCount(considered.length),
    topics: k.topics.flatMap((t) => (found.some((f) => f.topic === t.id) ? [t.title] : [])).join(', '),
    reasons: String(values['reasons'] ?? ''),
  };
  return Object.entries(schema.properties).flatMap(([id, { title }]) => {
    const value = said[id];
    return value ? [{ id, label: title ?? id, value, change: () => back(id) }] : [];
  });
}
