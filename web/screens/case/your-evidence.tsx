/** What belongs into a statement's evidence: what is there already, and what is left to add. */
import type { Case } from '@fairhold/client';
import { w } from '../../words.ts';

/** What lies before mediator and arbitrator anyhow, so that nobody gathers it twice; the rest is for the one who writes. */
export function YourEvidence(p: { k: Case }) {
  const of = (kind: string) => p.k.exhibits.filter((e) => e.kind === kind).length;
  const rows = [
    [w.roads.evidence.terms, of('terms')],
    [w.roads.evidence.submission, of('submission')],
    [w.roads.evidence.messages, of('messages')],
    [w.roads.evidence.change, of('change')],
  ] as const;
  return (
    <section className="stack tight" aria-label={w.roads.yourEvidence}>
      <h3>{w.roads.yourEvidence}</h3>
      <ul className="steps small">
        {rows.map(([name, count]) => (
          <li key={name}>
            {name}: {count > 0 ? w.roads.there(count) : w.roads.noneThere}
          </li>
        ))}
        <li>
          <strong>{w.roads.yours}</strong>
        </li>
      </ul>
    </section>
  );
}
