/** After the end, or after an offer to end by agreement: the receipt, what happens next and until when, and what one can still do. */
import type { Contract } from '@fairhold/client';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { wc } from '../case-words.ts';
import { ActForm } from '../parts/act-form.tsx';
import { Card, Page } from '../parts/basics.tsx';
import { Deadlines } from '../parts/deadline.tsx';
import { MoneyBar } from '../parts/money-bar.tsx';
import { otherName } from '../parts/other-name.ts';
import { Partings } from './room/parting.tsx';

export function EndDone(p: { c: Contract; children: ReactNode; onChange: (after: Contract) => void }) {
  const { c } = p;
  const feedback = c.actions.find((a) => a.act === 'giveFeedback' && !a.blocked);
  return (
    <Page title={wc.end.done} narrow>
      {p.children}
      <MoneyBar contract={c} />
      {c.case && c.case.state !== 'closed' && (
        <Card title={wc.end.dueNext}>
          <Deadlines now={c.now} of={c.deadlines.filter((d) => d.on === c.case?.id)} />
        </Card>
      )}
      <Card title={wc.end.after}>
        <ul className="steps">
          {c.checklist.map((l) => (
            <li key={l}>{l}</li>
          ))}
        </ul>
      </Card>
      {feedback && (
        <Card title={wc.end.feedback}>
          <ActForm contract={c} action={feedback} onDone={p.onChange} />
        </Card>
      )}
      <BackTo c={c} />
    </Page>
  );
}

/** The offer was made: nothing has ended, and until when the other side answers. `c`: as it stands now, also when it was answered meanwhile. */
export function EndOffered(p: { c: Contract; children: ReactNode }) {
  return (
    <Page title={wc.end.offered} narrow lead={<p>{wc.end.offeredMeans(otherName(p.c))}</p>}>
      {p.children}
      <MoneyBar contract={p.c} />
      <Partings c={p.c} />
      <BackTo c={p.c} />
    </Page>
  );
}

const BackTo = (p: { c: Contract }) => (
  <div>
    <Link to="/contracts/$id" params={{ id: p.c.id }} className="btn main">
      {wc.end.backTo}
    </Link>
  </div>
);
