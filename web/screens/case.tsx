/** A case: stage, turn, clock, both statements side by side, offers, evidence, what comes next. */
import type { Action, Case, Contract } from '@fairhold/client';
import { Link, useParams } from '@tanstack/react-router';
import { useContract, useHistory } from '../api.ts';
import { ActButton, ActButtons, ActForm } from '../parts/act-form.tsx';
import { Card, Loaded, Page } from '../parts/basics.tsx';
import { FileList } from '../parts/inputs.tsx';
import { Refunds } from '../parts/money.tsx';
import { Deadlines, TurnBanner } from '../parts/turn.tsx';
import { cash, when } from '../words.ts';
import { Entries } from './record.tsx';

const STAGES: readonly (readonly [Case['stage'], string])[] = [
  ['request', 'Refund request'],
  ['answer', 'Dispute'],
  ['mediation', 'Mediation'],
  ['fees', 'Arbitration fees'],
  ['arbitration', 'Arbitration'],
];
const WEIGHTS = ['main', 'normal', 'danger', 'quiet'];
const WIDE = ['propose', 'award', 'dispute', 'contest'];

export function Screen() {
  const { id } = useParams({ strict: false }) as { id: string };
  const contract = useContract(id);
  return <Loaded of={contract}>{(c) => (c.case ? <CasePage c={c} k={c.case} /> : <Page title={c.title}>There is no case.</Page>)}</Loaded>;
}

function CasePage(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  const history = useHistory(c.id);
  const own = c.actions.filter((a) => a.on === k.id || k.questions.some((q) => q.id === a.on));
  const side = own
    .filter((a) => a.act !== 'offerSettlement' && !WIDE.includes(a.act))
    .sort((a, b) => WEIGHTS.indexOf(a.weight) - WEIGHTS.indexOf(b.weight));
  const wide = own.filter((a) => WIDE.includes(a.act));
  // An offer that waits for my answer stands where I look first.
  const toAnswer = c.actions.some((a) => a.act === 'acceptOffer');
  return (
    <Page
      title={`Case: ${c.title}`}
      lead={
        <p className="soft">
          {c.client.name} (client) and {c.freelancer.name} (freelancer)
        </p>
      }
      actions={
        <Link to="/contracts/$id" params={{ id: c.id }} className="btn">
          To the contract
        </Link>
      }
    >
      <TurnBanner contract={c} />
      <Card title={k.stateWords} tag={<span className="tag hot num">{cash(k.gap, c.currency)} in dispute</span>}>
        <Stages k={k} />
        <Positions c={c} k={k} />
        {k.outcome && (
          <p>
            <strong>{k.outcome.sentence}</strong> {c.freelancer.name} got {cash(k.outcome.freelancer, c.currency)}, {c.client.name} got{' '}
            {cash(k.outcome.client, c.currency)} back.
          </p>
        )}
        <ActButtons contract={c} actions={side} {...(side[0]?.weight === 'main' && { main: side[0].act })} />
      </Card>
      {toAnswer && <Offers c={c} k={k} />}
      {wide.map((a) => (
        <Wide key={a.act} c={c} a={a} />
      ))}
      {k.proposal && <Proposal c={c} k={k} />}
      {k.award && (
        <Card title="The award">
          <p>
            {c.freelancer.name} gets <strong>{cash(k.award.freelancer, c.currency)}</strong>, {c.client.name} gets{' '}
            <strong>{cash(k.award.client, c.currency)}</strong> back. It is final.
          </p>
          <p className="quote">{k.award.reasons}</p>
        </Card>
      )}
      <div className="cols">
        <div className="stack">
          <Statements c={c} k={k} />
          <Card title="Exhibits">
            <ol className="list plain">
              {k.exhibits.map((e) => (
                <li key={e.id}>
                  No. {e.n}: {e.title}, by {e.by} <span className="small soft">{when(e.at)}</span>
                  {e.file && <FileList files={[e.file]} />}
                </li>
              ))}
            </ol>
          </Card>
        </div>
        <div className="stack">
          {!k.offersHidden && !toAnswer && <Offers c={c} k={k} />}
          {k.fees && <Fees c={c} k={k} />}
          {k.questions.length > 0 && (
            <Card title="Questions of the mediator">
              {k.questions.map((q) => (
                <div key={q.id} className="stack tight">
                  <p className="small soft">
                    To {q.to === 'client' ? c.client.name : c.freelancer.name}, {when(q.askedAt)}
                  </p>
                  <p className="quote">{q.question}</p>
                  <p>{q.answer ?? (q.state === 'asked' ? 'No answer yet.' : 'It was not answered in time.')}</p>
                </div>
              ))}
            </Card>
          )}
          {c.refunds.length > 0 && (
            <Card title="Where the refund is">
              <Refunds contract={c} />
            </Card>
          )}
        </div>
      </div>
      <Card title="What happened">
        <Loaded of={history}>
          {(h) => <Entries items={h.items.filter((e) => ['case', 'settlement', 'question', 'contract'].includes(e.process))} currency={c.currency} />}
        </Loaded>
      </Card>
    </Page>
  );
}

/** Long forms stand on the page itself, beside what they are about. */
function Wide(p: { c: Contract; a: Action }) {
  return (
    <Card title={p.a.title}>
      <p className="soft">{p.a.hint}</p>
      <details open={p.a.act === 'propose' || p.a.act === 'award'}>
        <summary className="btn">{p.a.button} …</summary>
        <div style={{ paddingTop: '1rem' }}>
          <ActForm contract={p.c} action={{ ...p.a, hint: '' }} />
        </div>
      </details>
    </Card>
  );
}

function Stages(p: { k: Case }) {
  const at = STAGES.findIndex(([key]) => key === p.k.stage);
  return (
    <ol className="row small" style={{ listStyle: 'none', padding: 0, margin: 0 }} aria-label="Stages">
      {STAGES.map(([key, word], n) => (
        <li key={key} aria-current={n === at ? 'step' : undefined}>
          <span className={`tag ${n === at ? 'hot' : ''}`}>
            {at < 0 || n < at ? '✓ ' : ''}
            {word}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Positions(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  return (
    <ul className="steps">
      <li>
        {c.client.name} asked for {cash(k.requested, c.currency)} back{k.paid > 0 ? `, after paying ${cash(k.paid, c.currency)}` : ''}.{' '}
        {k.reasonWords}. {k.text && <em>“{k.text}”</em>}
      </li>
      {k.claim !== undefined && (
        <li>
          {c.freelancer.name} claims {cash(k.claim, c.currency)}. {k.claimReason}.
        </li>
      )}
    </ul>
  );
}

function Statements(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  const column = (who: 'client' | 'freelancer') => {
    const list = [
      [k.statements[who], 'Statement'],
      [k.addenda[who], 'Added later'],
      [k.further[who], 'Further statement'],
    ] as const;
    return (
      <Card title={who === 'client' ? c.client.name : c.freelancer.name}>
        {!list.some(([s]) => s) && <p className="soft">No statement yet.</p>}
        {list.map(
          ([s, name]) =>
            s && (
              <div className="stack tight" key={name}>
                <p className="small soft">
                  {name}, {when(s.at)}
                </p>
                <p className="quote">{s.text}</p>
                {s.criteria.map((m) => (
                  <p key={m.id} className="small">
                    {m.text}: <strong>{m.mark === 'met' ? 'met' : m.mark === 'partly' ? 'met in part' : 'not met'}</strong>
                  </p>
                ))}
                <FileList files={s.files} />
              </div>
            ),
        )}
      </Card>
    );
  };
  return (
    <div className="two">
      {column('client')}
      {column('freelancer')}
    </div>
  );
}

function Proposal(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  if (!k.proposal) return null;
  const { proposal } = k;
  return (
    <Card title="The mediator's proposal" tag={<span className="tag">Not binding: it counts only if both accept</span>}>
      <p className="num">
        {c.freelancer.name} gets <strong>{cash(proposal.freelancer, c.currency)}</strong>, {c.client.name} gets{' '}
        <strong>{cash(proposal.client, c.currency)}</strong> back.
      </p>
      <p className="quote">{proposal.reasons}</p>
      {proposal.criteria.map((m) => (
        <p key={m.id} className="small">
          {m.text}: <strong>{m.mark === 'met' ? 'met' : m.mark === 'partly' ? 'met in part' : 'not met'}</strong>. {m.reason}
        </p>
      ))}
      {k.answers.sealed ? (
        <p className="soft">
          {k.answers.yours ? `You chose: ${k.answers.yours}. ` : ''}Nobody sees the other answer before both have answered, or the time is over.
        </p>
      ) : (
        <p>
          {c.client.name}: {k.answers.client ?? 'no answer'}. {c.freelancer.name}: {k.answers.freelancer ?? 'no answer'}.
        </p>
      )}
    </Card>
  );
}

/** Offers on a line from nothing to everything; each with what both would get. */
function Offers(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  const total = Math.max(1, ...k.offers.map((o) => o.freelancer + o.client), k.gap);
  const make = c.actions.find((a) => a.act === 'offerSettlement');
  return (
    <Card title="Settle it yourselves">
      <p className="small soft">Neither mediator nor arbitrator sees offers. An offer does not stop the clock.</p>
      {k.offers.length > 0 && (
        <svg viewBox="0 0 320 46" role="img" aria-label={`Offers from 0 to ${cash(total, c.currency)}`} style={{ width: '100%' }}>
          <line x1="10" x2="310" y1="22" y2="22" stroke="var(--line)" strokeWidth="4" strokeLinecap="round" />
          {k.offers.map((o) => (
            <circle
              key={o.id}
              cx={10 + (300 * o.freelancer) / total}
              cy="22"
              r={o.state === 'open' ? 8 : 5}
              fill={o.by === 'client' ? 'var(--paid)' : 'var(--held)'}
              opacity={o.state === 'open' ? 1 : 0.5}
            />
          ))}
          <text x="10" y="43" fontSize="11" fill="var(--soft)">
            0
          </text>
          <text x="310" y="43" fontSize="11" textAnchor="end" fill="var(--soft)">
            {cash(total, c.currency)} to {c.freelancer.name}
          </text>
        </svg>
      )}
      <ul className="list plain">
        {[...k.offers].reverse().map((o) => (
          <li key={o.id} className="stack tight">
            <div className="row between">
              <strong>{o.by === 'client' ? c.client.name : c.freelancer.name} offers</strong>
              <span className="tag">{o.stateWords}</span>
            </div>
            <p className="num">
              {c.freelancer.name} gets {cash(o.freelancer, c.currency)}, {c.client.name} gets {cash(o.client, c.currency)} back.
            </p>
            {o.note && <p className="quote">{o.note}</p>}
            {o.state === 'open' && <Deadlines contract={c} only={(d) => d.on === o.id} />}
            <ActButtons contract={c} actions={c.actions.filter((a) => a.on === o.id)} main="acceptOffer" />
          </li>
        ))}
      </ul>
      {make && (
        <div>
          <ActButton contract={c} action={make} />
        </div>
      )}
    </Card>
  );
}

function Fees(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  if (!k.fees) return null;
  const share = (f: NonNullable<Case['fees']>['client']) =>
    f.state === 'unpaid'
      ? 'not paid'
      : `${f.state === 'paid' ? 'paid' : 'being charged'}${f.by ? ` by ${f.by}` : ''}${f.at ? `, ${when(f.at)}` : ''}`;
  return (
    <Card title="Arbitration fees">
      <p>
        Each fee is <strong className="num">{cash(k.fees.amount, c.currency)}</strong>.
      </p>
      <ul className="steps">
        <li>
          {c.client.name}: {share(k.fees.client)}
        </li>
        <li>
          {c.freelancer.name}: {share(k.fees.freelancer)}
        </li>
      </ul>
      {k.breakEven && (
        <>
          <h3>Is it worth it?</h3>
          <div className="scroll">
            <table>
              <caption className="small soft" style={{ textAlign: 'left' }}>
                What is left for each after fees
              </caption>
              <thead>
                <tr>
                  <th>Award</th>
                  <th className="amount">{c.freelancer.name}</th>
                  <th className="amount">{c.client.name}</th>
                </tr>
              </thead>
              <tbody>
                {k.breakEven.grid.map((g) => (
                  <tr key={g.percent}>
                    <td>{g.percent} %</td>
                    <td className="amount">{cash(g.freelancerNet, c.currency)}</td>
                    <td className="amount">{cash(g.clientNet, c.currency)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <ul className="steps small">
            {k.breakEven.cheaper.map((x) => (
              <li key={x}>{x}</li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}
