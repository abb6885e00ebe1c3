/** A deadline: what, until when in both zones, and how much time is left, rounded down. */
import type { Contract, Deadline } from '@fairhold/client';
import type { Glance } from '../glance.ts';
import { inBothZones, left, w, when } from '../words.ts';
import { useNow } from './clock.ts';
import { IfYouDoNothing } from './if-you-do-nothing.tsx';

const HOUR = 3_600_000;
/** Read out once as each of these passes, not with every tick. */
const SPOKEN = [24 * HOUR, HOUR, HOUR / 6, 0];

/** `after`: a sentence just above that may already name what is due; then only the time is said. */
export function DeadlineLine(p: { deadline: Deadline; now: number; glance?: Glance; after?: string }) {
  const { deadline } = p;
  const named = p.after?.toLowerCase().includes(deadline.title.toLowerCase()) && Date.parse(deadline.at) > p.now;
  const ms = Date.parse(deadline.at) - p.now;
  const passed = SPOKEN.filter((mark) => ms <= mark).length;
  return (
    <p className={`deadline ${ms < 24 * HOUR ? 'soon' : ''}`} {...(p.glance && { 'data-glance': p.glance })}>
      {named ? w.time.until : <strong>{ms > 0 ? deadline.title : `${deadline.title}.`}</strong>} {ms <= 0 ? w.time.ranOut : named ? '' : w.time.by}{' '}
      <time dateTime={deadline.at} title={inBothZones(deadline.at)}>
        {when(deadline.at)}
      </time>
      . {ms > 0 && <span className="left nowrap">{left(deadline.at, p.now)}.</span>}
      {deadline.extended && <span className="soft"> {w.time.added(deadline.extended.days, deadline.extended.reason)}</span>}
      <span className="sr" role="status">
        {passed > 0 && deadline.yours ? w.time.onlyNow(deadline.title, left(deadline.at, Date.parse(deadline.at) - (SPOKEN[passed - 1] ?? 0))) : ''}
      </span>
    </p>
  );
}

/** Open deadlines of a contract without the one that stands at the top of its page. */
export const below = (c: Contract): Deadline[] => c.deadlines.filter((d) => d.on !== c.deadline?.on || d.window !== c.deadline.window);

/** Open deadlines, each with what silence does. */
export function Deadlines(p: { now: string; of: readonly Deadline[] }) {
  const now = useNow(p.now);
  if (p.of.length === 0) return null;
  return (
    <ul className="list plain">
      {p.of.map((d) => (
        <li key={`${d.on} ${d.window}`} className="stack tight">
          <DeadlineLine deadline={d} now={now} />
          <IfYouDoNothing deadline={d} />
        </li>
      ))}
    </ul>
  );
}
