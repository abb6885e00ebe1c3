/** Ending by agreement: what is offered, in money to both, until when, and what each can answer (END-10). */
import type { Contract } from '@fairhold/client';
import { ActButtons } from '../../parts/act-form.tsx';
import { Card } from '../../parts/basics.tsx';
import { Deadlines } from '../../parts/deadline.tsx';
import { MoneySplit } from '../../parts/money-split.tsx';
import { w, when } from '../../words.ts';

/** Open offers, and the newest of those that are over. All answers weigh the same. */
export function Partings(p: { c: Contract }) {
  const { c } = p;
  const open = c.partings.filter((x) => x.state === 'open');
  const last = c.partings.at(-1);
  const shown = open.length > 0 ? open : last ? [last] : [];
  return shown.map((x) => (
    <Card key={x.id} id={x.id} title={w.parting.title} tag={<span className="tag">{x.stateWords}</span>}>
      <p>
        {x.by === c.you.role
          ? w.parting.yours(when(x.madeAt))
          : w.parting.theirs(x.by === 'client' ? c.client.name : c.freelancer.name, when(x.madeAt))}
      </p>
      <MoneySplit
        rows={[
          { label: w.parting.gets(c.freelancer.name), amount: x.freelancer },
          { label: w.parting.back(c.client.name), amount: x.client },
        ]}
        currency={c.currency}
      />
      {x.note && <p className="quote">{x.note}</p>}
      <Deadlines now={c.now} of={c.deadlines.filter((d) => d.on === x.id)} />
      <ActButtons contract={c} actions={c.actions.filter((a) => a.on === x.id)} />
    </Card>
  ));
}
