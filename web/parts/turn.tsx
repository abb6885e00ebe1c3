/** Whose turn it is, until when, and what silence does. */
import type { Contract, Deadline } from '@fairhold/client';
import { type ReactNode, useEffect, useState } from 'react';
import { left, utc, when } from '../words.ts';

/** The server's clock as seen from here: the answer's `now`, moved on by the time since it came. */
export function useNow(serverNow: string): number {
  const [offset, setOffset] = useState(() => Date.parse(serverNow) - Date.now());
  const [, tick] = useState(0);
  useEffect(() => setOffset(Date.parse(serverNow) - Date.now()), [serverNow]);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 10_000);
    return () => clearInterval(timer);
  }, []);
  return Date.now() + offset;
}

/** The deadline at the top of the page: mine first. */
const nextDeadline = (deadlines: readonly Deadline[]): Deadline | undefined =>
  deadlines.find((d) => d.yours) ?? deadlines.find((d) => d.window !== 'feedback');

export function TurnBanner(p: { contract: Contract; action?: ReactNode }) {
  const { turn, deadlines } = p.contract;
  const now = useNow(p.contract.now);
  const next = nextDeadline(deadlines);
  return (
    <div className={`turn ${turn.who === 'you' ? 'yours' : ''}`}>
      <div className="row between">
        <strong>{turn.sentence}</strong>
        {p.action}
      </div>
      {next && <DeadlineLine deadline={next} now={now} />}
      {next && <p>{next.silence.sentence}</p>}
    </div>
  );
}

export function DeadlineLine(p: { deadline: Deadline; now: number }) {
  const { deadline } = p;
  return (
    <p>
      <strong>{deadline.title}</strong> by{' '}
      <time dateTime={deadline.at} title={utc(deadline.at)}>
        {when(deadline.at)}
      </time>
      . <span className="num">{left(deadline.at, p.now)}.</span>
      {deadline.extended && (
        <span className="soft">
          {' '}
          {deadline.extended.days} days were added: {deadline.extended.reason}
        </span>
      )}
    </p>
  );
}

/** Obligatory next to each open deadline; the sentence comes from the server. */
export function IfYouDoNothing(p: { deadline: Deadline }) {
  return <p className="silence">{p.deadline.silence.sentence}</p>;
}

/** The other open deadlines; the one at the top of the page is not said twice. `all`: the page has no such top. */
export function Deadlines(p: { contract: Contract; all?: true; only?: (d: Deadline) => boolean }) {
  const now = useNow(p.contract.now);
  const top = nextDeadline(p.contract.deadlines);
  const shown = p.contract.deadlines.filter((d) => (p.all || d !== top) && (p.only?.(d) ?? true));
  if (shown.length === 0) return null;
  return (
    <ul className="list plain">
      {shown.map((d) => (
        <li key={`${d.on} ${d.window}`} className="stack tight">
          <DeadlineLine deadline={d} now={now} />
          <IfYouDoNothing deadline={d} />
        </li>
      ))}
    </ul>
  );
}
