/** One milestone: its money, what was agreed, what was submitted, and what can be done with it now. */
import type { Action, Contract, Milestone } from '@fairhold/client';
import { ActButton } from '../../parts/act-form.tsx';
import { Card } from '../../parts/basics.tsx';
import { below, Deadlines } from '../../parts/deadline.tsx';
import { FileList } from '../../parts/file-list.tsx';
import { calendarDay, cash, w, when } from '../../words.ts';

export function MilestoneCard(p: { c: Contract; m: Milestone; due: Action | undefined }) {
  const { c, m } = p;
  const actions = Object.groupBy(
    c.actions.filter((a) => a.on === m.id && a !== p.due),
    (a) => (a.blocked ? 'not' : 'now'),
  );
  return (
    <Card title={m.title} tag={<span className={`tag ${m.state === 'submitted' ? 'hot' : ''}`}>{m.stateWords}</span>}>
      <p className="num">
        <strong>{cash(m.amount, c.currency)}</strong>
        {m.held > 0 && <span className="soft"> · {w.room.heldOf(cash(m.held, c.currency))}</span>}
        {m.released > 0 && <span className="soft"> · {w.room.paidOf(cash(m.released, c.currency))}</span>}
        {m.dueDate && <span className="soft"> · {w.room.due(calendarDay(m.dueDate))}</span>}
        {m.revisionLimit !== undefined && <span className="soft"> · {w.room.revisions(m.revisionsUsed, m.revisionLimit)}</span>}
      </p>
      {m.description && <p>{m.description}</p>}
      {m.criteria.length > 0 && (
        <ul className="steps">
          {m.criteria.map((k) => (
            <li key={k.id}>{k.text}</li>
          ))}
        </ul>
      )}
      {m.wanted && (
        <div className="stack tight">
          <h3>{w.room.changesAsked}</h3>
          <p className="quote">{m.wanted}</p>
        </div>
      )}
      {m.submissions.length > 0 && <Submissions m={m} />}
      {m.rights && <p className="small soft">{w.room.rights(m.rights.reason, when(m.rights.since))}</p>}
      <Deadlines now={c.now} of={below(c).filter((d) => d.on === m.id)} />
      {actions.now && (
        <div className="row">
          {actions.now.map((a) => (
            <ActButton key={a.act} contract={c} action={a} />
          ))}
        </div>
      )}
      {actions.not?.map((a) => (
        <ActButton key={a.act} contract={c} action={a} />
      ))}
    </Card>
  );
}

export const markWord = (mark: string): string => (w.fields.marks as Readonly<Record<string, string>>)[mark] ?? mark;

function Submissions(p: { m: Milestone }) {
  const [last, ...before] = [...p.m.submissions].reverse();
  if (!last) return null;
  const one = (s: Milestone['submissions'][number]) => (
    <div className="stack tight" key={s.n}>
      <p className="small soft">{w.room.submission(s.n, s.by, when(s.at))}</p>
      <p className="quote">{s.message}</p>
      {s.links.map((l) => (
        <a key={l} href={l} rel="noreferrer noopener" target="_blank">
          {l}
        </a>
      ))}
      <FileList files={s.files} />
      {s.criteria.map((k) => (
        <p key={k.id} className="small">
          {w.case.marked(k.text, markWord(k.mark))}
        </p>
      ))}
    </div>
  );
  return (
    <>
      {one(last)}
      {before.length > 0 && (
        <details>
          <summary>{w.room.earlier(before.length)}</summary>
          <div className="stack">{before.map(one)}</div>
        </details>
      )}
    </>
  );
}
