/** What belongs into a statement's evidence: what is there already, and what is left to add. */
import type { Case } from '@fairhold/client';
import { wc } from '../../case-words.ts';

/** What lies before mediator and arbitrator anyhow, so that nobody gathers it twice; the rest is for the one who writes. */
export function YourEvidence(p: { k: Case }) {
  const of = (kind: string) => p.k.exhibits.filter((e) => e.kind === kind).length;
  const rows = [
    [wc.roads.evidence.terms, of('terms')],
    [wc.roads.evidence.submission, of('submission')],
    [wc.roads.evidence.messages, of('messages')],
    [wc.roads.evidence.change, of('change')],
  ] as const;
  return (
    <section className="stack tight" aria-label={wc.roads.yourEvidence}>
      <h3>{wc.roads.yourEvidence}</h3>
      <ul className="steps small">
        {rows.map(([name, count]) => (
          <li key={name}>
            {name}: {count > 0 ? wc.roads.there(count) : wc.roads.noneThere}
          </li>
        ))}
        <li>
          <strong>{wc.roads.yours}</strong>
        </li>
      </ul>
    </section>
  );
}
