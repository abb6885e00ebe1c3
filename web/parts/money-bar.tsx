/** A contract's money as one bar: held, in review, in dispute, paid, refunded, on its way back. */
import type { Contract } from '@fairhold/client';
import type { Glance } from '../glance.ts';
import { cash, w } from '../words.ts';

export function MoneyBar(p: { contract: Pick<Contract, 'money' | 'currency'>; glance?: Glance }) {
  const { money: m, currency } = p.contract;
  // What is on its way to cards may hold fees too, so the part of it that is in the bar is no more than what was refunded.
  const way = Math.min(m.onTheWay, m.refunded);
  const parts = [
    { key: 'held', label: w.money.held, amount: m.held - m.inReview - m.disputed, color: 'var(--held)' },
    { key: 'review', label: w.money.inReview, amount: m.inReview, color: 'var(--review)' },
    { key: 'disputed', label: w.money.inDispute, amount: m.disputed, color: 'var(--disputed)' },
    { key: 'paid', label: w.money.paid, amount: m.released, color: 'var(--paid)' },
    { key: 'back', label: w.money.refunded, amount: m.refunded - way, color: 'var(--back)' },
    { key: 'way', label: w.money.onItsWay, amount: way, color: 'var(--way)' },
  ].filter((x) => x.amount > 0);
  const total = parts.reduce((sum, x) => sum + x.amount, 0);
  const mark = p.glance && { 'data-glance': p.glance };
  if (total === 0)
    return (
      <p className="soft" {...mark}>
        {w.money.none}
      </p>
    );
  return (
    <div className="stack tight" {...mark}>
      <div className="bar" aria-hidden="true">
        {parts.map((x) => (
          <span key={x.key} className={x.key} style={{ inlineSize: `${(x.amount / total) * 100}%`, backgroundColor: x.color }} />
        ))}
      </div>
      <ul className="legend num">
        {parts.map((x) => (
          <li key={x.key}>
            <i style={{ background: x.color }} aria-hidden="true" />
            <span>
              {x.label} <strong>{cash(x.amount, currency)}</strong>
              {x.key === 'way' && m.onTheWay > way && ` ${w.money.plusFees(cash(m.onTheWay - way, currency))}`}
            </span>
          </li>
        ))}
        {parts.length > 1 && <li className="soft">{w.money.whole(cash(total, currency))}</li>}
      </ul>
    </div>
  );
}
