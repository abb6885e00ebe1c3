/** On top of a contract while something about it is not agreed, and afterwards how it came out. */
import type { Contract } from '@fairhold/client';
import { Link } from '@tanstack/react-router';
import { Card } from '../../parts/basics.tsx';
import { cash, w } from '../../words.ts';

export function CaseCard(p: { c: Contract }) {
  const { c } = p;
  const k = c.case;
  if (!k) return null;
  const closed = k.state === 'closed';
  return (
    <Card
      title={closed ? w.room.caseClosed : w.room.caseOpen(k.stateWords)}
      tag={
        <span className={`tag num ${closed ? '' : 'hot'}`}>
          {cash(closed ? (k.outcome?.client ?? 0) + (k.outcome?.freelancer ?? 0) : k.gap, c.currency)}
        </span>
      }
    >
      {k.outcome && (
        <p>
          {k.outcome.sentence}{' '}
          {w.case.got(c.freelancer.name, cash(k.outcome.freelancer, c.currency), c.client.name, cash(k.outcome.client, c.currency))}
        </p>
      )}
      <div>
        <Link to="/contracts/$id/case/$case" params={{ id: c.id, case: k.id }} className="btn">
          {closed ? w.room.lookCase : w.room.toCase}
        </Link>
      </div>
    </Card>
  );
}
