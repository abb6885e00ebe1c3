/** What somebody reads and writes who was invited as a witness, without an account: the link's page (DSP-11). Opening it changes nothing. */
import type { Contract, WitnessInvitation, WitnessPreview, WitnessReceipt } from '@fairhold/client';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { ask, send } from '../api.ts';
import { wc } from '../case-words.ts';
import { Fields, type Schema } from '../parts/act-form.tsx';
import { Card, Loaded, Page, ProblemBox } from '../parts/basics.tsx';
import { Change } from '../parts/check-answers.tsx';
import { Copy } from '../parts/copy.tsx';
import type { Values } from '../parts/draft.ts';
import { Asking } from '../parts/sent-or-not.tsx';
import { locale, w, when } from '../words.ts';

/** The fields of a witness ask nothing of a contract. */
const NO_CONTRACT = {} as Contract;
const ACTS = `/v1/witness/acts?locale=${locale}`;

/** What was typed stays in this window, by link; it is gone with the window, for the device may be anybody's. */
function useTyped(token: string) {
  const key = `witness ${token}`;
  const [values, set] = useState<Values>(() => JSON.parse(sessionStorage.getItem(key) ?? '{}') as Values);
  return {
    values,
    change(next: Values) {
      sessionStorage.setItem(key, JSON.stringify(next));
      set(next);
    },
    forget: () => sessionStorage.removeItem(key),
  };
}

export function Screen() {
  // Behind the #, so that no server's log has it.
  const token = useLocation({ select: (l) => l.hash });
  return <Link key={token} token={token} />;
}

function Link(p: { token: string }) {
  const [receipt, setReceipt] = useState<WitnessReceipt>();
  const invitation = useQuery({
    queryKey: ['witness', p.token],
    queryFn: () => ask<WitnessInvitation>(`/v1/witness/invitation?locale=${locale}`, { token: p.token || '-' }),
    enabled: receipt === undefined,
    retry: false,
    refetchOnWindowFocus: false,
  });
  if (receipt) return <Done receipt={receipt} />;
  if (invitation.error)
    return (
      <Page title={wc.witness.page} narrow>
        <ProblemBox error={invitation.error} />
      </Page>
    );
  return (
    <Page title={invitation.data ? wc.witness.asks(invitation.data.by) : wc.witness.page} narrow>
      <Loaded of={invitation}>{(x) => <Invitation token={p.token} x={x} onDone={setReceipt} />}</Loaded>
    </Page>
  );
}

function Invitation(p: { token: string; x: WitnessInvitation; onDone: (receipt: WitnessReceipt) => void }) {
  const { x, token } = p;
  const typed = useTyped(token);
  const [preview, setPreview] = useState<WitnessPreview>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [lost, setLost] = useState(false);
  const [change, setChange] = useState<string>();
  const back = (field?: string) => {
    setChange(field);
    setPreview(undefined);
  };
  const [state, decline] = ['giveStatement', 'declineStatement'].map((act) => x.actions.find((a) => a.act === act));
  /** A box that is not ticked is a "no", not a field that was left out. */
  const of = ({ properties }: Schema) =>
    Object.fromEntries(
      Object.entries(properties).map(([name, f]) => [name, f['x-kind'] === 'yesno' ? typed.values[name] === true : typed.values[name]]),
    );

  /** One thing at a time; what went wrong is said where it went wrong. */
  async function once(what: () => Promise<void>): Promise<void> {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    await what().catch(setError);
    setBusy(false);
    setLost(false);
  }
  const body = (act: WitnessInvitation['actions'][number]) => ({ token, act: act.act, input: of(act.input as unknown as Schema) });
  const look = (act: WitnessInvitation['actions'][number]) => async () =>
    setPreview(await ask<WitnessPreview>(ACTS, { ...body(act), preview: true }));
  const does = (act: WitnessInvitation['actions'][number], digest?: string) => async () => {
    const receipt = await send<WitnessReceipt>('POST', ACTS, { ...body(act), ...(digest && { digest }) }, { onLost: () => setLost(true) });
    typed.forget();
    p.onDone(receipt);
  };
  if (preview && state)
    return (
      <Card>
        <Heading>{w.check.title}</Heading>
        {error !== undefined && <ProblemBox key={String(error)} error={error} />}
        <p className="lead">
          <strong>{preview.sentence}</strong>
        </p>
        <p className="quote">{String(typed.values['statement'] ?? '').trim()}</p>
        <div>
          <Change what={titleOf(state, 'statement')} onClick={() => back('statement')} />
        </div>
        <ul className="steps">
          {preview.effects.map((e) => (
            <li key={e}>{e}</li>
          ))}
        </ul>
        {lost && <Asking />}
        <div className="row">
          <button type="button" className="btn main" disabled={busy} onClick={() => void once(does(state, preview.digest))}>
            {state.button}
          </button>
          <button type="button" className="btn" disabled={busy} onClick={() => back()}>
            {w.states.back}
          </button>
        </div>
      </Card>
    );
  return (
    <>
      <p className="lead">{wc.witness.about(x.title, x.by, x.other)}</p>
      <Card title={wc.witness.asked}>
        <p className="quote">{x.about}</p>
        <p>
          <strong>{wc.witness.until(when(x.until))}</strong> {x.says.silence} {x.says.ends}
        </p>
      </Card>
      <Card title={wc.witness.reads}>
        <p>{x.says.reads}</p>
        <p>{x.says.record}</p>
        <details>
          <summary>{wc.witness.keeps}</summary>
          <ul className="steps">
            {x.says.keeps.map((k) => (
              <li key={k}>{k}</li>
            ))}
          </ul>
        </details>
      </Card>
      {error !== undefined && <ProblemBox key={String(error)} error={error} />}
      {state && (
        <Card title={wc.witness.yours(x.name)}>
          <Asked
            act={state}
            typed={typed}
            error={error}
            change={change}
            busy={busy}
            button={w.check.show}
            main
            onSend={() => void once(look(state))}
          />
        </Card>
      )}
      {decline && (
        <Card>
          <details>
            <summary>{wc.witness.nothing}</summary>
            {lost && <Asking />}
            <Asked act={decline} typed={typed} error={undefined} busy={busy} button={decline.button} onSend={() => void once(does(decline))} />
          </details>
        </Card>
      )}
    </>
  );
}

const titleOf = (act: WitnessInvitation['actions'][number], field: string): string =>
  (act.input as unknown as Schema).properties[field]?.title ?? field;

/** The form of one act. */
function Asked(p: {
  act: WitnessInvitation['actions'][number];
  typed: ReturnType<typeof useTyped>;
  error: unknown;
  busy: boolean;
  button: string;
  main?: boolean;
  /** The field to go to, coming back from the check. */
  change?: string | undefined;
  onSend: () => void;
}) {
  const { typed } = p;
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(e: FormEvent) => {
        e.preventDefault();
        p.onSend();
      }}
    >
      <p className="soft">{p.act.hint}</p>
      <Fields
        schema={p.act.input as unknown as Schema}
        values={typed.values}
        fixed={{}}
        contract={NO_CONTRACT}
        error={p.error}
        change={p.change}
        onChange={(name, v) => typed.change({ ...typed.values, [name]: v })}
      />
      <div>
        <button type="submit" className={`btn ${p.main ? 'main' : ''}`} disabled={p.busy}>
          {p.button}
        </button>
      </div>
    </form>
  );
}

/** What was done, to keep: the mail has the same. */
function Done(p: { receipt: WitnessReceipt }) {
  const { receipt } = p;
  const { statement } = receipt;
  return (
    <Page title={statement ? wc.witness.recorded : wc.witness.declined} narrow>
      <Card>
        <Heading>{receipt.sentence}</Heading>
        <p>{wc.witness.inContract(receipt.title, when(receipt.at))}</p>
        {statement && (
          <>
            <p>{wc.witness.number(statement.exhibit)}</p>
            <p className="quote">{statement.text}</p>
            <p className="small">
              SHA-256 <code className="digest">{statement.sha256}</code> <Copy text={statement.sha256} what="SHA-256" />
            </p>
          </>
        )}
        <p>{statement ? wc.witness.thanks : wc.witness.noMore}</p>
        {statement && (
          <div>
            <button type="button" className="btn" onClick={() => window.print()}>
              {w.case.print}
            </button>
          </div>
        )}
      </Card>
    </Page>
  );
}

/** A heading that takes the focus: what is below it is new. */
function Heading(p: { children: ReactNode }) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  return (
    <h2 ref={head} tabIndex={-1}>
      {p.children}
    </h2>
  );
}
