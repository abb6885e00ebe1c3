/** The first three steps of ending: a message before, what is paid, and why. */
import type { Action, Contract, Preview } from '@fairhold/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, Suspense, useEffect, useState } from 'react';
import { get, useActs, useHistory } from '../api.ts';
import { wc } from '../case-words.ts';
import { ActButton, Fields, type Schema } from '../parts/act-form.tsx';
import { Card, ProblemBox } from '../parts/basics.tsx';
import { type Draft, useDraft } from '../parts/draft.ts';
import { DraftLine } from '../parts/draft-line.tsx';
import { Falls } from '../parts/falls.tsx';
import { later } from '../parts/later.tsx';
import { MoneyBrief } from '../parts/money-brief.tsx';
import { MoneyRows } from '../parts/money-split.tsx';
import { otherName } from '../parts/other-name.ts';
import type { Recorded } from '../parts/receipt.tsx';
import { Asking } from '../parts/sent-or-not.tsx';
import { w, when } from '../words.ts';
import { useOptions } from './end-previews.ts';

/** Below everything else, and only where an offer is open: its script comes then. */
const Partings = later(() => import('./room/parting.tsx').then((m) => m.Partings));

/** What the other side wrote and I have not read, oldest first; without any, the last that they wrote. */
function useUnread(c: Contract) {
  const history = useHistory(c.id, 'only=messages');
  // As it was when the page was opened: what is shown here does not vanish while it is read.
  const mark = useQuery({
    queryKey: ['read', c.id],
    queryFn: () => get<{ seq: number }>(`/v1/contracts/${c.id}/read`),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const theirs = (history.data?.items ?? []).filter((e) => !e.actor.you && !e.data?.['deleted']);
  const unread = mark.data ? theirs.filter((e) => e.seq > mark.data.seq).reverse() : [];
  return { unread: unread.length > 0, shown: unread.length > 0 ? unread : theirs.slice(0, 1) };
}

export function Talk(p: { c: Contract; end: Action; onNext: () => void; onOffered: (of: Recorded) => void }) {
  const { c } = p;
  const say = c.actions.find((a) => a.act === 'say');
  const acts = useActs(c);
  const theirs = useUnread(c);
  const offer = c.actions.find((a) => a.act === 'offerEnding' && !a.blocked);
  const draft = useDraft(`${c.id}/end/talk`, { text: p.end.talkFirst ?? '' });
  const text = String(draft.values['text'] ?? '');
  const [lost, setLost] = useState(false);
  const send = (action: Action) => {
    if (acts.act.isPending) return;
    acts.act.mutate({ action, input: { text }, onLost: () => setLost(true) }, { onSuccess: draft.forget, onSettled: () => setLost(false) });
  };
  return (
    <>
      <Card title={wc.end.talk}>
        <p>{wc.end.talkWhy}</p>
        {theirs.shown.length > 0 && (
          <div className="stack tight">
            <h3>{theirs.unread ? wc.end.unread : wc.end.allRead}</h3>
            {theirs.shown.map((e) => (
              <div key={e.seq} className="stack tight">
                <p className="small soft">{w.record.by(e.actor.name ?? '', when(e.at))}</p>
                <p className="quote">{String(e.data?.['text'] ?? '')}</p>
              </div>
            ))}
          </div>
        )}
        {say && (
          <div className="field">
            <label htmlFor="talk">{wc.end.message}</label>
            <textarea id="talk" rows={3} value={text} onChange={(e) => draft.set({ text: e.target.value })} />
          </div>
        )}
        {acts.act.error !== null && <ProblemBox key={String(acts.act.error)} error={acts.act.error} />}
        {lost && <Asking />}
        {say && <DraftLine draft={draft} />}
        <div className="row">
          <button type="button" className="btn main" onClick={p.onNext}>
            {wc.end.goOn}
          </button>
          {say && (
            <button type="button" className="btn" disabled={acts.act.isPending || !text.trim()} onClick={() => send(say)}>
              {acts.act.isSuccess && !text ? wc.end.sentMessage : wc.end.send}
            </button>
          )}
          <Link to="/contracts/$id" params={{ id: c.id }} className="btn">
            {wc.end.keep}
          </Link>
        </div>
      </Card>
      {offer && (
        <Card title={w.parting.talk}>
          <p className="soft">{w.parting.talkWhy(otherName(c))}</p>
          <div>
            <ActButton contract={c} action={offer} onRecorded={p.onOffered} />
          </div>
        </Card>
      )}
      {c.partings.some((x) => x.state === 'open') && (
        <Suspense>
          <Partings c={c} />
        </Suspense>
      )}
    </>
  );
}

interface StepProps {
  readonly c: Contract;
  readonly end: Action;
  readonly draft: Draft;
  /** The field that is to be changed, coming back from the check. */
  readonly change: string | undefined;
  readonly onNext: () => void;
  readonly onBack: () => void;
}

function Buttons(p: { missing: string | undefined; onBack: () => void }) {
  return (
    <>
      {p.missing && (
        <p className="error" role="alert">
          {p.missing}
        </p>
      )}
      <div className="row">
        <button type="submit" className="btn main">
          {wc.end.next}
        </button>
        <button type="button" className="btn" onClick={p.onBack}>
          {w.states.back}
        </button>
      </div>
    </>
  );
}

/** Radios, none of them chosen beforehand, each with the money it moves. */
export function Choose(p: StepProps) {
  const { c, end, draft } = p;
  const options = useOptions(c, end, draft.values);
  const schema = end.input as unknown as Schema;
  const choice = schema.properties['pay'];
  const [missing, setMissing] = useState('');
  useEffect(() => {
    if (p.change === 'pay') document.querySelector<HTMLElement>('[name=pay]:checked')?.focus();
  }, [p.change]);
  const ready = !choice || (draft.values['pay'] !== undefined && (draft.values['pay'] !== 'amount' || typeof draft.values['amount'] === 'number'));
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (ready) {
      // All of it, or nothing, is said as such.
      const same = draft.values['pay'] === 'amount' && nameOfAmount(schema, draft.values['amount']);
      if (same) draft.set({ ...draft.values, pay: same });
      return p.onNext();
    }
    setMissing(draft.values['pay'] === 'amount' ? w.fields.writeLike : wc.end.chooseFirst);
  };
  const set = (name: string, value: unknown) => draft.set({ ...draft.values, [name]: value });
  return (
    <form className="stack" noValidate onSubmit={submit}>
      <fieldset className="field">
        <legend>{choice?.title ?? wc.end.freelancerEnds}</legend>
        <div className="options" data-glance="ending.choices">
          {options.map((o) => (
            <div className={choice ? 'option' : 'card'} key={o.key}>
              {choice && (
                <label>
                  <input type="radio" name="pay" checked={draft.values['pay'] === o.key} onChange={() => set('pay', o.key)} />
                  <span>
                    <strong>{o.label}</strong>
                  </span>
                  <span className="small">
                    {!o.preview && (o.key === 'amount' ? wc.end.nameIt : wc.end.asking)}
                    {o.preview && (draft.values['pay'] === o.key ? o.preview.sentence : <Brief preview={o.preview} c={c} />)}
                  </span>
                </label>
              )}
              {!choice && <p>{o.preview?.sentence ?? wc.end.asking}</p>}
              {(!choice || draft.values['pay'] === o.key) && (
                <div className={choice ? 'inside stack tight' : 'stack tight'}>
                  {o.key === 'amount' && (
                    <Fields
                      schema={{ properties: pick(schema, 'amount'), required: ['amount'] }}
                      values={draft.values}
                      fixed={{}}
                      contract={c}
                      error={undefined}
                      change={p.change}
                      onChange={set}
                    />
                  )}
                  {o.preview && <MoneyRows money={o.preview.money} currency={c.currency} />}
                  {o.preview && <Falls falls={o.preview.falls} currency={c.currency} />}
                  {o.preview?.next[0] && <p className="small soft">{o.preview.next[0].sentence}</p>}
                </div>
              )}
            </div>
          ))}
        </div>
      </fieldset>
      <DraftLine draft={draft} />
      <Buttons missing={ready ? undefined : missing || undefined} onBack={p.onBack} />
    </form>
  );
}

/** What a choice leads to before it is chosen: every row of its money and their sum, and what comes next with what stays held. */
const Brief = (p: { preview: Preview; c: Contract }) => (
  <>
    <MoneyBrief money={p.preview.money} currency={p.c.currency} />
    {p.preview.money.held > 0 && p.preview.next[0] && <span className="soft">{p.preview.next[0].sentence}</span>}
  </>
);

/** The choice that an amount comes to when it is the least or the most that may be named. */
const nameOfAmount = (schema: Schema, amount: unknown): string | undefined => {
  const { pay, amount: field } = schema.properties;
  const name = amount === 0 ? 'nothing' : amount === field?.maximum ? 'full' : '';
  return pay?.enum?.includes(name) ? name : undefined;
};
const pick = (schema: Schema, ...names: string[]) => Object.fromEntries(Object.entries(schema.properties).filter(([name]) => names.includes(name)));

export function Reason(p: StepProps) {
  const { c, end, draft } = p;
  const schema = end.input as unknown as Schema;
  const [missing, setMissing] = useState('');
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (draft.values['reason'] !== undefined) return p.onNext();
    setMissing(wc.end.reasonFirst);
  };
  const properties = Object.fromEntries(Object.entries(schema.properties).filter(([name]) => !['pay', 'amount'].includes(name)));
  return (
    <form className="stack" noValidate onSubmit={submit}>
      <Fields
        schema={{ properties, required: schema.required }}
        values={draft.values}
        fixed={{}}
        contract={c}
        error={undefined}
        change={p.change}
        onChange={(name, value) => draft.set({ ...draft.values, [name]: value })}
      />
      <p className="soft">{wc.end.reasonFeedback}</p>
      <DraftLine draft={draft} />
      <Buttons missing={draft.values['reason'] === undefined ? missing || undefined : undefined} onBack={p.onBack} />
    </form>
  );
}
