/** Ending a contract in four steps: talk first, choose, say why, check (END-1..3, MSG-2). Back keeps what was answered. */
import type { Action, Contract } from '@fairhold/client';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Suspense, useEffect, useState } from 'react';
import { useActs, useContract } from '../api.ts';
import { wc } from '../case-words.ts';
import { complete } from '../parts/act-form.tsx';
import { Card, Page, ProblemBox } from '../parts/basics.tsx';
import { CheckAnswers } from '../parts/check-answers.tsx';
import { useChecked } from '../parts/checked.ts';
import { type Draft, useDraft, type Values } from '../parts/draft.ts';
import { later } from '../parts/later.tsx';
import { Receipt, type Recorded } from '../parts/receipt.tsx';
import { SentOrNot } from '../parts/sent-or-not.tsx';
import { LoadedPage, LoadingPage } from '../parts/view-states.tsx';
import { cash, w } from '../words.ts';
import { useOptions } from './end-previews.ts';
import { Choose, Reason, Talk } from './end-steps.tsx';

export const STEPS = 4;

/** What stands here when it is done comes right after the page: it is there before anything can be done. */
const done = () => import('./end-done.tsx');
const EndDone = later(() => done().then((m) => m.EndDone));
const EndOffered = later(() => done().then((m) => m.EndOffered));

export function Screen() {
  const { id } = useParams({ strict: false }) as { id: string };
  const contract = useContract(id);
  return <LoadedPage of={contract}>{(c) => <Wizard c={c} key={c.id} />}</LoadedPage>;
}

function Wizard(p: { c: Contract }) {
  const { c } = p;
  const [ended, setEnded] = useState<Recorded>();
  useEffect(() => void done().catch(() => undefined), []);
  // What is done on the last page, like feedback, has no part in the receipt.
  const [later, setLater] = useState<Contract>();
  const [offered, setOffered] = useState<Recorded>();
  const draft = useDraft(`${c.id}/end/contract`);
  const end = c.actions.find((a) => a.act === 'end');
  const running = c.case !== undefined && c.case.state !== 'closed';
  if (ended)
    return (
      <Suspense fallback={<LoadingPage />}>
        <EndDone c={later ?? ended.after} onChange={setLater}>
          <Receipt of={ended} />
        </EndDone>
      </Suspense>
    );
  if (offered)
    return (
      <Suspense fallback={<LoadingPage />}>
        <EndOffered c={c}>
          <Receipt of={offered} />
        </EndOffered>
      </Suspense>
    );
  if (!end || end.blocked)
    return (
      <Page title={wc.end.notNow} narrow>
        <SentOrNot contract={c} />
        <Card>
          <p>{end?.blocked?.sentence ?? (['ended', 'closed'].includes(c.state) ? wc.end.already(running) : wc.end.notNowWhy(c.stateWords))}</p>
          <p className="num" data-glance="ending.escrow">
            {wc.end.inEscrow(cash(c.heldMoney, c.currency))}
          </p>
          <div className="row">
            {running && c.case && (
              <Link to="/contracts/$id/case/$case" params={{ id: c.id, case: c.case.id }} className="btn main">
                {w.room.toCase}
              </Link>
            )}
            <Link to="/contracts/$id" params={{ id: c.id }} className="btn">
              {wc.end.backTo}
            </Link>
          </div>
        </Card>
      </Page>
    );
  return <Steps c={c} end={end} draft={draft} onDone={setEnded} onOffered={setOffered} />;
}

function Steps(p: { c: Contract; end: Action; draft: Draft; onDone: (of: Recorded) => void; onOffered: (of: Recorded) => void }) {
  const { c, end, draft } = p;
  const search = useSearch({ strict: false }) as { step?: number | string; change?: string };
  const navigate = useNavigate();
  const wanted = Math.min(STEPS, Math.max(1, Number(search.step ?? 1)));
  // Nobody is led past a question that is still open.
  const chosen = end.input && needsChoice(end) ? draft.values['pay'] !== undefined : true;
  const reasoned = draft.values['reason'] !== undefined;
  const step = wanted > 2 && !chosen ? 2 : wanted > 3 && !reasoned ? 3 : wanted;
  const go = (to: number, change?: string) =>
    void navigate({ to: '/contracts/$id/end', params: { id: c.id }, search: { step: to, ...(change && { change }) } as never });
  const next = () => go(search.change ? STEPS : step + 1);
  return (
    <Page
      title={wc.end.title(c.title)}
      narrow
      lead={
        <p>
          <span data-glance="ending.step">
            <strong>{wc.end.step(step, STEPS, wc.end.steps[step - 1] ?? '')}</strong>
          </span>
          <br />
          <span data-glance="ending.escrow" className="num">
            {wc.end.inEscrow(cash(c.heldMoney, c.currency))}
          </span>{' '}
          {step !== 2 && <span className="soft">{wc.end.promise}</span>}
        </p>
      }
    >
      <SentOrNot contract={c} />
      {step !== 2 && <Options c={c} end={end} values={draft.values} />}
      {step === 1 && <Talk c={c} end={end} onNext={next} onOffered={p.onOffered} />}
      {step === 2 && <Choose c={c} end={end} draft={draft} change={search.change} onNext={next} onBack={() => go(1)} />}
      {step === 3 && <Reason c={c} end={end} draft={draft} change={search.change} onNext={next} onBack={() => go(2)} />}
      {step === 4 && <Check {...p} onChange={go} onBack={() => go(3)} />}
    </Page>
  );
}

export const needsChoice = (end: Action): boolean => 'pay' in ((end.input as { properties?: object }).properties ?? {});

/** What each choice does, in a line each; the chosen one is marked. */
function Options(p: { c: Contract; end: Action; values: Values }) {
  const options = useOptions(p.c, p.end, p.values);
  return (
    <ul className="steps num" data-glance="ending.choices" aria-label={wc.end.choices}>
      {options.map((o) => (
        <li key={o.key}>
          <strong>{o.label}</strong>
          {`: ${o.preview?.button ?? (o.key === 'amount' ? wc.end.nameSum : wc.end.asking)}`}
          {p.values['pay'] === o.key ? '\u00a0✓' : ''}
        </li>
      ))}
    </ul>
  );
}

function Check(p: {
  c: Contract;
  end: Action;
  draft: Draft;
  onDone: (of: Recorded) => void;
  onChange: (step: number, field: string) => void;
  onBack: () => void;
}) {
  const { c, end, draft } = p;
  const acts = useActs(c);
  const input = complete(end.input as never, draft.values, c);
  const check = useChecked<Values, Contract>({
    look: (read) => acts.preview.mutateAsync({ action: end, input: read }),
    send: (read, how) => acts.act.mutateAsync({ action: end, input: read, ...how }),
    follows: c.seq,
    onDone: (after, read) => {
      draft.forget();
      p.onDone({ after, preview: read });
    },
  });
  const { look, shown } = check;
  const asked = JSON.stringify(input);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the last step looks by itself, once for what is answered
  useEffect(() => look(input), [asked]);
  if (!shown) return check.error ? <ProblemBox error={check.error} retry={() => look(input)} /> : <p role="status">{wc.end.asking}</p>;
  const schema = end.input as { properties: Record<string, { title?: string; 'x-labels'?: Record<string, string> }> };
  const answers = (['pay', 'amount', 'reason', 'text'] as const).flatMap((name) => {
    const value = input[name];
    const field = schema.properties[name];
    if (value === undefined || value === '' || !field) return [];
    const text = typeof value === 'number' ? cash(value, c.currency) : (field['x-labels']?.[String(value)] ?? String(value));
    return [
      {
        id: name,
        label: field.title ?? name,
        value: text,
        change: () => p.onChange(name === 'pay' || name === 'amount' ? 2 : 3, name),
      },
    ];
  });
  return (
    <Card>
      <CheckAnswers
        {...shown}
        contract={c}
        lost={check.lost}
        busy={check.busy}
        error={check.error}
        danger
        answers={answers}
        onBack={p.onBack}
        onConfirm={check.confirm}
      />
    </Card>
  );
}
