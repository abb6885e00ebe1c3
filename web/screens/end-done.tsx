/** After the end: the receipt, what happens next and until when, and what one can still do. */
import type { Contract } from '@fairhold/client';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Card, Page } from '../parts/basics.tsx';
import { Deadlines } from '../parts/deadline.tsx';
import { MoneyBar } from '../parts/money-bar.tsx';
import { w } from '../words.ts';

export function EndDone(p: { c: Contract; children: ReactNode }) {
  const { c } = p;
  return (
    <Page title={w.end.done} narrow>
      {p.children}
      <MoneyBar contract={c} />
      {c.case && c.case.state !== 'closed' && (
        <Card title={w.end.dueNext}>
          <Deadlines contract={c} only={(d) => d.on === c.case?.id} />
        </Card>
      )}
      <Card title={w.end.after}>
        <ul className="steps">
          {c.checklist.map((l) => (
            <li key={l}>{l}</li>
          ))}
        </ul>
      </Card>
      <div>
        <Link to="/contracts/$id" params={{ id: c.id }} className="btn main">
          {w.end.backTo}
        </Link>
      </div>
    </Page>
  );
}
