/** The money of one contract: what moved and why, refunds on their way, what was paid out. */
import type { Contract } from '@fairhold/client';
import { useMoney } from '../../api.ts';
import { Card, Loaded } from '../../parts/basics.tsx';
import { DeveloperView } from '../../parts/developer-view.tsx';
import { MoneyTable } from '../../parts/money-table.tsx';
import { Refunds } from '../../parts/money-timeline.tsx';
import { cash, w, when } from '../../words.ts';

export function MoneyTab(p: { c: Contract }) {
  const money = useMoney(p.c.id);
  const ways = [...p.c.payments, ...p.c.refunds].map((x) => x.id);
  return (
    <>
      {p.c.refunds.length > 0 && (
        <Card title={w.room.refunds}>
          <Refunds contract={p.c} />
        </Card>
      )}
      {p.c.payments.length > 0 && (
        <Card title={w.room.paidTo(p.c.freelancer.name)}>
          <ul className="list plain">
            {p.c.payments.map((x) => (
              <li key={x.id} className="row between">
                <span>
                  {x.reason} <span className="small soft">{when(x.at)}</span>
                </span>
                <span className="num">
                  {w.room.net(cash(x.amount, p.c.currency), cash(x.fee, p.c.currency))} = <strong>{cash(x.net, p.c.currency)}</strong>{' '}
                  <span className="soft small">
                    {x.state === 'pending' && x.availableAt ? w.room.availableFrom(when(x.availableAt)) : w.room.available}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card title={w.room.heldHere}>
        <Loaded of={money}>{(m) => <MoneyTable items={m.items} />}</Loaded>
        <DeveloperView contract={p.c.id} on={ways} pick={({ payments, refunds }) => ({ payments, refunds })} />
      </Card>
    </>
  );
}
