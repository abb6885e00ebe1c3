/** Ending a contract, step by step: talk first, choose, say why, check, done (END-1..3, MSG-2). */
import type { Action, Contract } from '@fairhold/client';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useActs, useContract } from '../api.ts';
import { ActForm } from '../parts/act-form.tsx';
import { Card, Loaded, Page } from '../parts/basics.tsx';
import { MoneyBar } from '../parts/money.tsx';
import { Deadlines } from '../parts/turn.tsx';
import { cash, when } from '../words.ts';

export function Screen() {
  const { id } = useParams({ strict: false }) as { id: string };
  const contract = useContract(id);
  return <Loaded of={contract}>{(c) => <Wizard c={c} key={c.id} />}</Loaded>;
}

function Wizard(p: { c: Contract }) {
  const [talked, setTalked] = useState(false);
  const [done, setDone] = useState<Contract>();
  const { c } = p;
  const end = c.actions.find((a) => a.act === 'end');
  if (done) return <Done c={done} />;
  if (!end)
    return (
      <Page title="End contract">
        <Card>
          <p>This contract cannot be ended now: {c.stateWords}.</p>
          <Link to="/contracts/$id" params={{ id: c.id }}>
            Back to the contract
          </Link>
        </Card>
      </Page>
    );
  return (
    <Page
      title={`End contract: ${c.title}`}
      lead={<p className="soft">Step {talked ? 2 : 1} of 3. Nothing happens before you confirm on the last step.</p>}
    >
      <Card title="The money now">
        <MoneyBar contract={c} />
      </Card>
      {talked ? <Choose c={c} end={end} onDone={setDone} /> : <Talk c={c} end={end} onNext={() => setTalked(true)} />}
    </Page>
  );
}

function Talk(p: { c: Contract; end: Action; onNext: () => void }) {
  const say = p.c.actions.find((a) => a.act === 'say');
  const acts = useActs(p.c);
  const [text, setText] = useState(p.end.talkFirst ?? '');
  return (
    <Card title="Talk first?">
      <p>Many questions end with one message. You can also go on without it.</p>
      {say && (
        <div className="field">
          <label htmlFor="talk">Message</label>
          <textarea id="talk" value={text} onChange={(e) => setText(e.target.value)} />
        </div>
      )}
      <div className="row">
        {say && (
          <button
            type="button"
            className="btn"
            disabled={acts.act.isPending || acts.act.isSuccess}
            onClick={() => acts.act.mutate({ action: say, input: { text } })}
          >
            {acts.act.isSuccess ? 'Sent' : 'Send message'}
          </button>
        )}
        <button type="button" className="btn main" onClick={p.onNext}>
          Go on to ending
        </button>
        <Link to="/contracts/$id" params={{ id: p.c.id }} className="btn">
          Keep the contract
        </Link>
      </div>
    </Card>
  );
}

function Choose(p: { c: Contract; end: Action; onDone: (c: Contract) => void }) {
  return (
    <Card title="Your decision">
      <Options c={p.c} end={p.end} />
      <ActForm contract={p.c} action={{ ...p.end, hint: '' }} onDone={p.onDone} />
    </Card>
  );
}

/** What each choice does, asked of the server with the same input. */
function Options(p: { c: Contract; end: Action }) {
  const acts = useActs(p.c);
  const [lines, setLines] = useState<string[]>([]);
  const pay = (p.end.input as { properties: Record<string, { enum?: string[] }> }).properties['pay'];
  const { mutateAsync } = acts.preview;
  const { end } = p;
  const key = `${p.c.id} ${p.c.heldMoney}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again only when the money changed
  useEffect(() => {
    const inputs = pay ? ['full', 'nothing'].map((x) => ({ pay: x, reason: 'other' })) : [{ reason: 'other' }];
    void Promise.all(inputs.map((input) => mutateAsync({ action: end, input }).catch(() => undefined))).then((all) =>
      setLines(all.flatMap((x) => (x ? [`${x.button}. ${x.sentence}`] : []))),
    );
  }, [key]);
  if (lines.length === 0) return null;
  return (
    <ul className="steps soft">
      {lines.map((l) => (
        <li key={l}>{l}</li>
      ))}
    </ul>
  );
}

function Done(p: { c: Contract }) {
  const { c } = p;
  return (
    <Page title="The contract has ended">
      <Card title="Receipt">
        <p>
          Recorded {when(c.now)}. Reference {c.id}, number {c.seq}.
        </p>
        <MoneyBar contract={c} />
        <p>
          {c.client.name} and {c.freelancer.name} have been told here and by mail.
        </p>
      </Card>
      {c.case && c.case.state !== 'closed' && (
        <Card title="What happens next">
          <p>
            {c.freelancer.name} answers your request for {cash(c.case.gap, c.currency)}.
          </p>
          <Deadlines contract={c} all only={(d) => d.on === c.case?.id} />
        </Card>
      )}
      <Card title="After the end">
        <ul className="steps">
          {c.checklist.map((l) => (
            <li key={l}>{l}</li>
          ))}
        </ul>
      </Card>
      <div>
        <Link to="/contracts/$id" params={{ id: c.id }} className="btn main">
          Back to the contract
        </Link>
      </div>
    </Page>
  );
}
