/** A contract that has ended: how, what to see to, and what one can still do about it. */
import type { Action, Contract } from '@fairhold/client';
import { Link } from '@tanstack/react-router';
import { wo } from '../../offer-words.ts';
import { ActButton } from '../../parts/act-form.tsx';
import { Card } from '../../parts/basics.tsx';
import { w } from '../../words.ts';

export function AfterEnd(p: { c: Contract; still: readonly Action[] }) {
  const { c, still } = p;
  return (
    <Card title={w.room.afterEnd} id="after-end">
      {c.endedBy && <p>{w.room.endedBy(nameOf(c, c.endedBy), c.endReason ?? '')}</p>}
      <h3>{wo.after.still}</h3>
      {still.length === 0 ? (
        <p className="soft">{wo.after.nothing}</p>
      ) : (
        <div className="stack tight">
          {still.map((a) => (
            <div key={`${a.on} ${a.act}`}>
              <ActButton contract={c} action={a} />
            </div>
          ))}
        </div>
      )}
      <p className="small soft">
        {wo.after.stays} <Link to="/money">{wo.after.statement}</Link>
      </p>
      <h3>{wo.after.seeTo}</h3>
      <ul className="steps">
        {c.checklist.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Card>
  );
}

const nameOf = (c: Contract, by: string): string =>
  by === 'client' ? c.client.name : by === 'freelancer' ? c.freelancer.name : by === 'both' ? w.parting.both : by;
