/** First on the page: whose turn it is, the one main thing to do, until when, and what silence does. */
import type { Contract } from '@fairhold/client';
import type { ReactNode } from 'react';
import type { GlancePage } from '../glance.ts';
import { left, w } from '../words.ts';
import { useNow } from './clock.ts';
import { DeadlineLine } from './deadline.tsx';
import { IfYouDoNothing } from './if-you-do-nothing.tsx';

/** `page`: under which its answers are found at a glance. */
export function TurnBanner(p: { contract: Contract; action?: ReactNode; page?: GlancePage }) {
  const { turn } = p.contract;
  const now = useNow(p.contract.now);
  const next = p.contract.deadline;
  const mark = (answer: string): { glance?: never } => (p.page ? { glance: `${p.page}.${answer}` as never } : {});
  const silence = mark(p.page === 'arbitration' ? 'unpaid' : 'silence');
  return (
    <section className={`turn ${turn.who === 'you' ? 'yours' : ''}`} aria-label={turn.sentence}>
      <div className="facing">
        <p className="who" {...(p.page && { 'data-glance': `${p.page}.turn` })}>
          {turn.until && !next ? <span data-glance={mark('deadline').glance}>{turn.sentence}</span> : turn.sentence}
        </p>
        {p.action && <span className="only-wide">{p.action}</span>}
      </div>
      {/* Who has answered or paid is not told again what to do. */}
      {next && (
        <DeadlineLine deadline={next} now={now} after={turn.who === 'them' && !turn.name ? next.title : turn.sentence} {...mark('deadline')} />
      )}
      {next && <IfYouDoNothing deadline={next} {...silence} />}
      {!next && turn.next && <IfYouDoNothing deadline={{ silence: { sentence: turn.next } }} {...silence} />}
    </section>
  );
}

/** On a phone: turn, time and main action stay in reach of the thumb. */
export function DueBar(p: { contract: Contract; action: ReactNode }) {
  const now = useNow(p.contract.now);
  const next = p.contract.deadline;
  return (
    <div className="due-bar">
      <span className="small">
        <strong>{p.contract.turn.who === 'both' ? w.turn.both : w.turn.yours}</strong> {next && left(next.at, now)}
      </span>
      {p.action}
    </div>
  );
}
