/** The workroom: one contract with its milestones, messages and history, and everything that can be done now. */
import type { Action, Contract, Milestone } from '@fairhold/client';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useContract, useMoney } from '../api.ts';
import { ActButton, ActButtons } from '../parts/act-form.tsx';
import { Card, Loaded, Page } from '../parts/basics.tsx';
import { FileList } from '../parts/inputs.tsx';
import { MoneyBar, MoneyTable, Refunds } from '../parts/money.tsx';
import { Deadlines, TurnBanner } from '../parts/turn.tsx';
import { cash, day, when } from '../words.ts';
import { OfferReview, TermsCard } from './offer.tsx';
import { Conversation, Record } from './record.tsx';

const TABS = ['Overview', 'Messages', 'Money', 'Terms', 'History'] as const;

export function Screen() {
  const { id } = useParams({ strict: false }) as { id: string };
  const contract = useContract(id);
  return <Loaded of={contract}>{(c) => <Workroom c={c} key={c.id} />}</Loaded>;
}

const on = (c: Contract, ...ids: string[]) => c.actions.filter((a) => ids.includes(a.on));

function EndLink(p: { c: Contract; end: Action | undefined }) {
  if (p.c.case && p.c.case.state !== 'closed')
    return (
      <Link to="/contracts/$id/case/$case" params={{ id: p.c.id, case: p.c.case.id }} className="btn">
        Go to the case
      </Link>
    );
  if (!p.end) return null;
  return (
    <Link to="/contracts/$id/end" params={{ id: p.c.id }} className="btn">
      {p.end.title}
    </Link>
  );
}

function Workroom(p: { c: Contract }) {
  const { c } = p;
  const [tab, setTab] = useState<(typeof TABS)[number]>('Overview');
  const end = c.actions.find((a) => a.act === 'end');
  const other =
    c.you.role === 'client'
      ? c.freelancer.name
      : c.you.role === 'freelancer' || c.you.role === 'member'
        ? c.client.name
        : `${c.client.name} and ${c.freelancer.name}`;
  return (
    <Page
      title={c.title}
      lead={
        <p className="soft">
          With {other} · {c.stateWords} · policy {c.policy.name}
        </p>
      }
      actions={<EndLink c={c} end={end} />}
    >
      <TurnBanner contract={c} />
      {c.case && <CaseCard c={c} />}
      <div className="tabs" role="tablist">
        {TABS.map((t) => (
          <button key={t} type="button" role="tab" aria-selected={t === tab} onClick={() => setTab(t)}>
            {t}
          </button>
        ))}
      </div>
      {tab === 'Overview' && <Overview c={c} />}
      {tab === 'Messages' && <Conversation c={c} />}
      {tab === 'Money' && <MoneyTab c={c} />}
      {tab === 'Terms' && <TermsCard c={c} />}
      {tab === 'History' && <Record c={c} />}
      {end && (
        <div className="only-small">
          <EndLink c={c} end={end} />
        </div>
      )}
    </Page>
  );
}

function CaseCard(p: { c: Contract }) {
  const k = p.c.case;
  if (!k) return null;
  return (
    <Card
      title={k.state === 'closed' ? 'The case is closed' : `A case is open: ${k.stateWords}`}
      tag={
        <span className={`tag ${k.state === 'closed' ? '' : 'hot'}`}>
          {cash(k.state === 'closed' ? (k.outcome?.client ?? 0) + (k.outcome?.freelancer ?? 0) : k.gap, p.c.currency)}
        </span>
      }
    >
      {k.outcome && (
        <p>
          {k.outcome.sentence} {p.c.freelancer.name} got {cash(k.outcome.freelancer, p.c.currency)}, {p.c.client.name} got{' '}
          {cash(k.outcome.client, p.c.currency)} back.
        </p>
      )}
      <Deadlines contract={p.c} only={(d) => d.on === k.id} />
      <div>
        <Link to="/contracts/$id/case/$case" params={{ id: p.c.id, case: k.id }} className={`btn ${k.state === 'closed' ? '' : 'main'}`}>
          {k.state === 'closed' ? 'Look at the case' : 'Go to the case'}
        </Link>
      </div>
    </Card>
  );
}

function Overview(p: { c: Contract }) {
  const { c } = p;
  const offered = ['offered', 'countered', 'declined', 'withdrawn', 'expired'].includes(c.state);
  return (
    <div className="cols">
      <div className="stack">
        {offered && <OfferReview contract={c} />}
        {c.milestones.map((m) => (
          <MilestoneCard key={m.id} c={c} m={m} />
        ))}
        {c.changes.map((x) => (
          <Card key={x.id} title={x.kind === 'new' ? 'Proposed milestone' : 'Proposed change'} tag={<span className="tag">{x.stateWords}</span>}>
            <p className="soft">
              By {x.by === 'client' ? c.client.name : c.freelancer.name}, {when(x.at)}
            </p>
            <ul className="steps">
              {Object.entries(x.to).map(([key, value]) => (
                <li key={key}>
                  {key}: {key === 'amount' ? cash(Number(value), c.currency) : Array.isArray(value) ? value.join(', ') : String(value)}
                </li>
              ))}
            </ul>
            <Deadlines contract={c} only={(d) => d.on === x.id} />
            <ActButtons contract={c} actions={on(c, x.id)} main="approveChange" />
          </Card>
        ))}
        {c.actions.some((a) => a.on === 'contract' && a.act !== 'end') && (
          <Card title="More">
            <ActButtons contract={c} actions={on(c, 'contract', 'feedback', 'dormancy').filter((a) => a.act !== 'end')} />
          </Card>
        )}
      </div>
      <div className="stack">
        <Card title="The money">
          <MoneyBar contract={c} />
          <Refunds contract={c} />
        </Card>
        {c.deadlines.some((d) => d.on === 'dormancy' || d.on.startsWith('reinstatement')) && (
          <Card title="Open deadlines">
            <Deadlines contract={c} only={(d) => d.on === 'dormancy' || d.on.startsWith('reinstatement')} />
            <ActButtons contract={c} actions={c.actions.filter((a) => a.on.startsWith('reinstatement'))} main="acceptReinstatement" />
          </Card>
        )}
        {c.checklist.length > 0 && (
          <Card title="After the end">
            <ul className="steps">
              {c.checklist.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
            <Deadlines contract={c} only={(d) => d.on === 'feedback'} />
          </Card>
        )}
        {(c.links.reinstatedBy || c.links.reinstates) && (
          <Card title="Linked contract">
            <Link to="/contracts/$id" params={{ id: c.links.reinstatedBy ?? c.links.reinstates ?? '' }}>
              {c.links.reinstatedBy ? 'The contract that goes on from here' : 'The contract this one goes on from'}
            </Link>
          </Card>
        )}
      </div>
    </div>
  );
}

function MilestoneCard(p: { c: Contract; m: Milestone }) {
  const { c, m } = p;
  const main = c.you.role === 'client' ? (m.state === 'planned' ? 'fund' : 'approve') : 'submit';
  return (
    <Card title={m.title} tag={<span className={`tag ${m.state === 'submitted' ? 'hot' : ''}`}>{m.stateWords}</span>}>
      <p className="num">
        <strong>{cash(m.amount, c.currency)}</strong>
        {m.held > 0 && <span className="soft"> · {cash(m.held, c.currency)} held</span>}
        {m.released > 0 && <span className="soft"> · {cash(m.released, c.currency)} paid</span>}
        {m.dueDate && <span className="soft"> · due {day(m.dueDate)}</span>}
      </p>
      {m.description && <p className="soft">{m.description}</p>}
      {m.criteria.length > 0 && (
        <ul className="steps">
          {m.criteria.map((k) => (
            <li key={k.id}>{k.text}</li>
          ))}
        </ul>
      )}
      {m.wanted && (
        <div className="stack tight">
          <h3>Changes asked for</h3>
          <p className="quote">{m.wanted}</p>
        </div>
      )}
      {m.submissions.length > 0 && <Submissions m={m} />}
      {m.rights && (
        <p className="small soft">
          Rights in the work: {m.rights.reason} Since {when(m.rights.since)}.
        </p>
      )}
      <Deadlines contract={c} only={(d) => d.on === m.id} />
      <div className="row">
        {on(c, m.id).map((a) => (
          <ActButton key={a.act} contract={c} action={a} main={a.act === main && (m.state !== 'funded' || c.you.role !== 'client')} />
        ))}
      </div>
    </Card>
  );
}

function Submissions(p: { m: Milestone }) {
  const [last, ...before] = [...p.m.submissions].reverse();
  if (!last) return null;
  const one = (s: Milestone['submissions'][number]) => (
    <div className="stack tight" key={s.n}>
      <p className="small soft">
        Submission {s.n} by {s.by}, {when(s.at)}
      </p>
      <p className="quote">{s.message}</p>
      {s.links.map((l) => (
        <a key={l} href={l} rel="noreferrer noopener" target="_blank">
          {l}
        </a>
      ))}
      <FileList files={s.files} />
      {s.criteria.map((k) => (
        <p key={k.id} className="small">
          {k.text}: <strong>{k.mark === 'met' ? 'met' : k.mark === 'partly' ? 'met in part' : 'not met'}</strong>
        </p>
      ))}
    </div>
  );
  return (
    <>
      {one(last)}
      {before.length > 0 && (
        <details>
          <summary>{before.length} earlier</summary>
          <div className="stack">{before.map(one)}</div>
        </details>
      )}
    </>
  );
}

function MoneyTab(p: { c: Contract }) {
  const money = useMoney(p.c.id);
  return (
    <div className="stack">
      <Card title="Held for this contract">
        <MoneyBar contract={p.c} />
        <Loaded of={money}>{(m) => <MoneyTable items={m.items} />}</Loaded>
      </Card>
      {p.c.refunds.length > 0 && (
        <Card title="Refunds">
          <Refunds contract={p.c} />
        </Card>
      )}
      {p.c.payments.length > 0 && (
        <Card title={`Paid to ${p.c.freelancer.name}`}>
          <ul className="list plain">
            {p.c.payments.map((x) => (
              <li key={x.id} className="row between">
                <span>
                  {x.reason} <span className="small soft">{when(x.at)}</span>
                </span>
                <span className="num">
                  {cash(x.amount, p.c.currency)} − {cash(x.fee, p.c.currency)} fee = <strong>{cash(x.net, p.c.currency)}</strong>{' '}
                  <span className="soft small">{x.state === 'pending' && x.availableAt ? `available ${when(x.availableAt)}` : 'available'}</span>
                </span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}
