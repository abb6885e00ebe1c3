/** A case as a mediator, an arbitrator or other staff work on it: both sides beside each other, the exhibits, the proposal or the award. */
import type { Case, Contract } from '@fairhold/client';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useHistory, useMe } from '../../api.ts';
import { ActButtons } from '../../parts/act-form.tsx';
import { Card, Loaded, Page } from '../../parts/basics.tsx';
import { useNow } from '../../parts/clock.ts';
import { DeadlineLine } from '../../parts/deadline.tsx';
import { useDraft } from '../../parts/draft.ts';
import { DraftLine } from '../../parts/draft-line.tsx';
import { IfYouDoNothing } from '../../parts/if-you-do-nothing.tsx';
import { Older } from '../../parts/older.tsx';
import { SentOrNot } from '../../parts/sent-or-not.tsx';
import { cash } from '../../words.ts';
import { Award, Outcome, Proposal, Questions, Track } from '../case/file.tsx';
import { HandedOver } from '../case/handed-over.tsx';
import { Keep } from '../case/keep.tsx';
import { OffersSeen } from '../case/settlement.tsx';
import { Witnesses } from '../case/witnesses.tsx';
import { Entries } from '../record.tsx';
import { MoreTime } from '../room/more-time.tsx';
import { Declaration } from './declaration.tsx';
import { Editor } from './desk-editor.tsx';
import { ExhibitDesk } from './desk-exhibits.tsx';
import { type Finding, isAgreed, missingIn, requirementsOf } from './desk-facts.ts';
import { Messages } from './desk-messages.tsx';
import { Sides } from './desk-sides.tsx';
import { ws } from './words.ts';

const EDITED = ['propose', 'award'];
const TAKES = ['take', 'hear'];
const WEIGHTS = ['main', 'normal', 'danger', 'quiet'];

export function Desk(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  const history = useHistory(c.you.undeclared ? '' : c.id);
  const own = c.actions.filter((a) => a.on === k.id || k.questions.some((q) => q.id === a.on));
  const edited = own.find((a) => EDITED.includes(a.act) && !a.blocked);
  const taking = own.find((a) => TAKES.includes(a.act));
  // Where somebody asked for more time it is given beside what they asked.
  const asked = c.extensions.some((x) => x.state === 'open' && x.on === k.id);
  const others = own
    .filter((a) => !EDITED.includes(a.act) && !TAKES.includes(a.act) && !(a.act === 'extend' && asked))
    .sort((a, b) => WEIGHTS.indexOf(a.weight) - WEIGHTS.indexOf(b.weight));
  const draft = useDraft(`${c.id}/${edited?.act ?? 'read'}/${k.id}`, {}, true);
  const considered = (draft.values['considered'] as string[] | undefined) ?? [];
  const setConsidered = edited ? (ids: string[]) => draft.set({ ...draft.values, considered: ids }) : undefined;
  const marks = (draft.values['criteria'] as { id: string; shownBy?: string[] }[] | undefined) ?? [];
  const shown = new Map(marks.flatMap((m) => (m.shownBy && m.shownBy.length > 0 ? [[m.id, m.shownBy] as const] : [])));
  const found = (draft.values['topics'] as Finding[] | undefined) ?? [];
  const places = useDraft(`${c.id}/topics/${k.id}`);
  const [exhibit, setExhibit] = useState('');
  const evidence = useRef<HTMLDivElement>(null);
  const look = (id: string) => {
    setExhibit(id);
    evidence.current?.scrollIntoView({ block: 'nearest' });
  };
  // MED-1: nothing of the parties before the declaration.
  const before = c.you.undeclared || (taking !== undefined && !edited && ['mediator', 'arbitrator'].includes(c.you.role));
  return (
    <Page
      title={ws.desk.title(c.title)}
      actions={
        !c.you.undeclared && (
          <Link to="/contracts/$id" params={{ id: c.id }} className="btn only-wide">
            {ws.desk.toContract}
          </Link>
        )
      }
    >
      <SentOrNot contract={c} />
      <Head c={c} k={k} />
      {taking && !edited && <Declaration c={c} k={k} action={taking} />}
      {!before && (
        <>
          <MoreTime c={c} on={k.id} />
          <Outcome c={c} k={k} />
          {edited && k.fees?.track === 'documents' && <p className="silence">{ws.desk.documentsOnly}</p>}
          {others.length > 0 && <ActButtons contract={c} actions={others} />}
          {!edited && <Proposal c={c} k={k} />}
          <Award c={c} k={k} />
          <div className="desk">
            <Sides c={c} k={k} shown={shown} found={found} places={places} onExhibit={look} />
            <div className="evidence" ref={evidence}>
              <ExhibitDesk {...{ c, k, considered, at: exhibit, onAt: setExhibit }} {...(setConsidered && { onConsidered: setConsidered })} />
            </div>
            <div className="stack">
              <Questions c={c} k={k} />
              <Witnesses c={c} k={k} />
              <OffersSeen c={c} k={k} />
              {edited && <Editor c={c} k={k} action={edited} draft={draft} />}
              <Notes c={c} k={k} />
              <Messages c={c} />
            </div>
          </div>
          <Card title={ws.desk.happened}>
            <Loaded of={history}>
              {(h) => (
                <Entries
                  items={h.items.filter((e) => ['case', 'question', 'contract', 'milestone', 'extension', 'witness'].includes(e.process))}
                  currency={c.currency}
                />
              )}
            </Loaded>
            <Older of={history} />
          </Card>
          <HandedOver c={c} k={k} />
          <Keep c={c} k={k} />
        </>
      )}
      {!c.you.undeclared && (
        <div className="only-small">
          <Link to="/contracts/$id" params={{ id: c.id }} className="btn">
            {ws.desk.toContract}
          </Link>
        </div>
      )}
    </Page>
  );
}

/** What is agreed, what is not, the money, the time and what is missing: in the first view. */
function Head(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  const now = useNow(c.now);
  const topics = requirementsOf(k);
  const agreed = topics.filter(isAgreed);
  const differ = topics.filter((t) => !isAgreed(t));
  const missing = missingIn(c, k);
  const deadline = c.deadlines.find((d) => d.on === k.id);
  return (
    <section className="desk-head">
      <Track k={k} />
      <p className="small">
        {k.stateWords}
        {/* Nobody has it, as the state says. */}
        {k.state === 'queued' && c.turn.who === 'mediator' ? '.' : <>. {c.turn.sentence}</>}
      </p>
      {c.turn.next && !c.turn.name && <p className="small conflict">{ws.desk.conflict(c.turn.next)}</p>}
      <div className="figures">
        <div data-glance="mediation.amount">
          <span className="small soft">{ws.desk.atStake}</span>
          <strong className="num sum">{cash(k.gap, c.currency)}</strong>
        </div>
        <div data-glance="mediation.agreed">
          <span className="small soft">{ws.desk.agreed}</span>
          <strong>
            {agreed.length === 0 ? ws.desk.nothingAgreed : agreed.length === topics.length ? ws.desk.allAgreed : ws.desk.criteriaCount(agreed.length)}
          </strong>
        </div>
        <div data-glance="mediation.disputed">
          <span className="small soft">{ws.desk.disputed}</span>
          <strong>{ws.desk.criteriaCount(differ.length)}</strong>
        </div>
        <div data-glance="mediation.missing">
          <span className="small soft">{ws.desk.missing}</span>
          <strong>{missing.length > 0 ? missing.join(' ') : ws.desk.nothingMissing}</strong>
        </div>
      </div>
      {deadline && (
        <>
          <DeadlineLine deadline={deadline} now={now} after={c.turn.who === 'you' ? deadline.title : ''} glance="mediation.deadline" />
          <IfYouDoNothing deadline={deadline} />
        </>
      )}
    </section>
  );
}

/** Notes that only their writer reads: a draft like any other, kept with the server. */
function Notes(p: { c: Contract; k: Case }) {
  const me = useMe();
  const draft = useDraft(`${p.c.id}/notes/${p.k.id}`);
  if (!me.data) return null;
  return (
    <Card title={ws.desk.notes}>
      <div className="field">
        <label htmlFor="notes" className="hint">
          {ws.desk.notesHint}
        </label>
        <textarea
          id="notes"
          rows={4}
          value={(draft.values['notes'] as string | undefined) ?? ''}
          onChange={(e) => draft.set({ notes: e.target.value })}
        />
      </div>
      <DraftLine draft={draft} />
    </Card>
  );
}
