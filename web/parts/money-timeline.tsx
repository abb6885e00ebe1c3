/** Where a refund is: asked for, with the bank, arrived; who holds it, and the latest date (MNY-7). */
import type { Contract } from '@fairhold/client';
import { cash, w, when } from '../words.ts';

type Refund = Contract['refunds'][number];

const STAGE: Readonly<Record<string, number>> = { wanted: 0, unknown: 0, sent: 1, arrived: 3, credited: 3 };

export function MoneyTimeline(p: { refund: Refund; currency: string }) {
  const { refund: r } = p;
  const at = STAGE[r.state] ?? (r.sentAt ? 1 : 0);
  const look = (n: number) => (n < at ? 'done' : n === at ? 'now' : '');
  const latest = r.arrivesBy ? w.refund.byLatest(when(r.arrivesBy)) : '';
  const stages = [
    { title: w.refund.requested, text: when(r.requestedAt), more: at === 0 ? w.refund.sending : '' },
    { title: w.refund.sent, text: r.sentAt ? when(r.sentAt) : '', more: at === 1 ? w.refund.bankHasIt : '' },
    {
      title: r.state === 'credited' ? w.refund.cameBack : w.refund.arrived,
      text: at < 3 ? latest : '',
      more: r.state === 'arrived' ? w.refund.arrivedWords : r.state === 'credited' ? w.refund.credited : r.card ? w.refund.atCard(r.card) : '',
    },
  ];
  return (
    <div className="stack tight">
      <div className="row between baseline">
        <strong className="num">{w.refund.to(cash(r.amount, p.currency), r.to)}</strong>
        <span className="tag">{r.stateWords}</span>
      </div>
      <ol className="stages small">
        {stages.map((s, n) => (
          <li key={s.title} className={look(n)} aria-current={n === at ? 'step' : undefined}>
            <strong>{s.title}</strong>
            {s.text && <span className="num">{s.text}</span>}
            {s.more && <span className="soft">{s.more}</span>}
          </li>
        ))}
      </ol>
      <p className="small soft">{w.refund.reference(r.id)}</p>
    </div>
  );
}

export function Refunds(p: { contract: Contract }) {
  if (p.contract.refunds.length === 0) return null;
  return (
    <ul className="list plain">
      {p.contract.refunds.map((r) => (
        <li key={r.id}>
          <MoneyTimeline refund={r} currency={p.contract.currency} />
        </li>
      ))}
    </ul>
  );
}
