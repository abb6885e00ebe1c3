/** A contract's life: what changed it, where it stands, and both ways on from the next deadline. */
import type { Contract, HistoryEntry } from '@fairhold/client';
import { day, inBothZones, w } from '../words.ts';

export function LifeTimeline(p: { contract: Contract; history: readonly HistoryEntry[]; most?: number }) {
  const { contract: c } = p;
  const shown = p.history.slice(0, p.most ?? 6).reverse();
  const next = c.deadline;
  // What the reader can do is no part of what somebody else does; of their own it is only what answers.
  const own = c.turn.who === 'you' || c.turn.who === 'both';
  const acts = c.actions.filter((a) => !a.blocked && a.on === next?.on && !(own && a.weight === 'quiet'));
  const can = acts.length > 0 && <p className="small soft">{(own ? w.life.canDo : w.life.meanwhile)(acts.map((a) => a.title).join(', '))}</p>;
  const after = c.turn.next ?? (c.turn.who === 'nobody' && w.life.over);
  return (
    <ol className="life" aria-label={w.life.title}>
      {shown.map((e) => (
        <li key={e.seq}>
          <div>
            <time className="small soft" dateTime={e.at}>
              {day(e.at)}
            </time>
            <p>{e.sentence}</p>
          </div>
        </li>
      ))}
      <li className="now" aria-current="step">
        <div>
          <span className="small soft">{w.life.now}</span>
          <p>
            <strong>{c.turn.sentence}</strong>
          </p>
        </div>
      </li>
      {(next || after) && (
        <li className="ahead">
          {next ? (
            <div className="branches">
              <div>
                <strong>{c.turn.who === 'you' ? w.life.ifYouAct : c.turn.name ? w.life.ifActed(c.turn.name) : w.life.ifInTime}</strong>
                <p className="small">
                  {next.title}. {w.life.until(inBothZones(next.at))}
                </p>
                {own && can}
              </div>
              <div className="quiet-way">
                <strong>{w.life.ifSilent}</strong>
                <p className="small">{next.silence.sentence}</p>
              </div>
              {!own && can}
            </div>
          ) : (
            <p className="soft">{after}</p>
          )}
        </li>
      )}
    </ol>
  );
}
