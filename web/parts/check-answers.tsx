/** Everything that follows, before it does; the button names the thing (END-2). What changed since is shown, and asked again. */
import type { Contract, Preview } from '@fairhold/client';
import { useEffect, useRef, useState } from 'react';
import { cash, w } from '../words.ts';
import { Falls, fallWords } from './falls.tsx';
import { MoneyRows } from './money-split.tsx';
import { Asking } from './sent-or-not.tsx';
import { ProblemBox } from './view-states.tsx';
import { WhatHappensNext } from './what-happens-next.tsx';

export interface Answer {
  /** The field it answers, or the file it names: two files may have one name. */
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** Leads back to where it is answered. */
  readonly change?: () => void;
}

export function CheckAnswers(p: {
  preview: Preview;
  contract: Pick<Contract, 'currency'>;
  /** The preview that was read before this one, when it no longer holds. */
  before?: Preview | undefined;
  lost: boolean;
  busy: boolean;
  error: unknown;
  danger: boolean;
  answers?: readonly Answer[];
  onBack: () => void;
  onConfirm: () => void;
}) {
  const head = useRef<HTMLHeadingElement>(null);
  const { preview, before } = p;
  // Also when a newer preview has taken its place: it has to be read again.
  useEffect(() => {
    if (preview.digest) head.current?.focus();
  }, [preview.digest]);
  // A click that was meant for the one before does not say yes to this one.
  const [seen, setSeen] = useState(preview.digest);
  useEffect(() => {
    const timer = setTimeout(() => setSeen(preview.digest), 1000);
    return () => clearTimeout(timer);
  }, [preview.digest]);
  return (
    <div className="stack">
      <h2 ref={head} tabIndex={-1}>
        {before ? w.check.stale : w.check.title}
      </h2>
      {p.error !== null && p.error !== undefined && <ProblemBox key={String(p.error)} error={p.error} />}
      {before && <Difference before={before} now={preview} currency={p.contract.currency} />}
      <p className="lead">
        <strong>{preview.sentence}</strong>
      </p>
      <MoneyRows money={preview.money} currency={p.contract.currency} />
      <Falls falls={preview.falls} currency={p.contract.currency} />
      {preview.effects.map((e) => (
        <p key={e} className="silence">
          {e}
        </p>
      ))}
      <WhatHappensNext next={preview.next} />
      {preview.cannotBeUndone.length > 0 && (
        <div className="stack tight">
          <h3>{w.next.cannot}</h3>
          <ul className="steps">
            {preview.cannotBeUndone.map((n) => (
              <li key={n}>{n}</li>
            ))}
          </ul>
        </div>
      )}
      {p.answers && p.answers.length > 0 && (
        <div className="stack tight">
          <h3>{w.check.answers}</h3>
          <dl style={{ margin: 0 }}>
            {p.answers.map((a) => (
              <div className="change-row" key={a.id}>
                <dt>{a.label}</dt>
                <dd>{a.value}</dd>
                {a.change && (
                  <dd className="change">
                    <Change what={a.label} onClick={a.change} />
                  </dd>
                )}
              </div>
            ))}
          </dl>
        </div>
      )}
      {p.lost && <Asking />}
      <div className="row">
        <button type="button" className={`btn ${p.danger ? 'danger' : 'main'}`} disabled={p.busy || seen !== preview.digest} onClick={p.onConfirm}>
          {preview.button}
        </button>
        <button type="button" className="btn" disabled={p.busy} onClick={p.onBack}>
          {w.states.back}
        </button>
      </div>
    </div>
  );
}

/** The way back from the check to what was answered. */
export const Change = (p: { what: string; onClick: () => void }) => (
  <button type="button" className="btn quiet" aria-label={w.states.changeWhat(p.what)} onClick={p.onClick}>
    {w.states.change}
  </button>
);

/** What is not as it was: the sentence, each row of money that differs, and what else it does. */
function Difference(p: { before: Preview; now: Preview; currency: string }) {
  const all = (x: Preview) => x.money.splits.flatMap((s) => s.rows);
  const rows = [...new Set([...all(p.before), ...all(p.now)].map((r) => r.label))].flatMap((label) => {
    const of = (x: Preview) => all(x).find((r) => r.label === label)?.amount;
    const [was, is] = [of(p.before), of(p.now)];
    const say = (n: number | undefined) => (n === undefined ? w.states.nothing : cash(n, p.currency));
    return was === is ? [] : [{ label, was: say(was), is: say(is) }];
  });
  const lines = (x: Preview) => [...x.falls.map((f) => fallWords(f, p.currency)), ...x.effects, ...x.cannotBeUndone];
  const without = (x: Preview, y: Preview) => lines(x).filter((l) => !lines(y).includes(l));
  return (
    <div className="difference" role="status">
      <p>{w.check.staleWhy}</p>
      {p.before.sentence !== p.now.sentence && (
        <p>
          <del>{p.before.sentence}</del> <ins>{p.now.sentence}</ins>
        </p>
      )}
      {rows.map((r) => (
        <p key={r.label} className="num">
          {r.label}: <del>{r.was}</del> <ins>{r.is}</ins>
        </p>
      ))}
      {without(p.before, p.now).map((l) => (
        <p key={l}>
          <del>{l}</del>
        </p>
      ))}
      {without(p.now, p.before).map((l) => (
        <p key={l}>
          <ins>{l}</ins>
        </p>
      ))}
    </div>
  );
}
