/** Money as rows that add up, and as one bar. */
import type { Contract, MoneyEntry, Preview } from '@fairhold/client';
import { cash, when } from '../words.ts';

export function MoneyBar(p: { contract: Contract }) {
  const { money: m, currency } = p.contract;
  const parts = [
    { label: 'Held', amount: m.held - m.inReview - m.disputed, color: 'var(--held)' },
    { label: 'In review', amount: m.inReview, color: 'var(--review)' },
    { label: 'In dispute', amount: m.disputed, color: 'var(--bad)' },
    { label: 'Paid', amount: m.released, color: 'var(--paid)' },
    { label: 'Refunded', amount: m.refunded, color: 'var(--back)' },
  ].filter((x) => x.amount > 0);
  const total = parts.reduce((sum, x) => sum + x.amount, 0);
  if (total === 0) return <p className="soft">No money is held.</p>;
  return (
    <div className="stack tight">
      <div className="bar" aria-hidden="true">
        {parts.map((x) => (
          <span key={x.label} style={{ width: `${(x.amount / total) * 100}%`, background: x.color }} />
        ))}
      </div>
      <div className="legend num">
        {parts.map((x) => (
          <span key={x.label}>
            <i style={{ background: x.color }} />
            {x.label} <strong>{cash(x.amount, currency)}</strong>
          </span>
        ))}
      </div>
    </div>
  );
}

export function MoneyRows(p: { money: Preview['money']; currency: string }) {
  return (
    <table>
      <caption className="sr">Where the money goes</caption>
      <tbody>
        {p.money.rows.map((row) => (
          <tr key={row.label}>
            <td>{row.label}</td>
            <td className="amount">{cash(row.amount, p.currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const BY: Readonly<Record<MoneyEntry['by'], string>> = {
  client: 'client',
  freelancer: 'freelancer',
  staff: 'staff',
  mediator: 'mediation',
  arbitrator: 'award',
  silence: 'silence',
  bank: 'bank',
  platform: 'platform',
};

export function MoneyTable(p: { items: readonly MoneyEntry[]; showAccount?: boolean }) {
  if (p.items.length === 0) return <p className="soft">Nothing has moved yet.</p>;
  return (
    <div className="scroll">
      <table>
        <thead>
          <tr>
            <th>When</th>
            <th>What</th>
            <th>Caused by</th>
            <th className="amount">Amount</th>
            <th className="amount">Balance after</th>
          </tr>
        </thead>
        <tbody>
          {p.items.map((m) => (
            <tr key={`${m.contract} ${m.seq} ${m.account} ${m.label} ${m.balance}`}>
              <td>{when(m.at)}</td>
              <td>
                {m.label}
                {p.showAccount && (
                  <div className="small soft">
                    {m.title ? `${m.title} · ` : ''}
                    {m.account}
                  </div>
                )}
              </td>
              <td>
                {BY[m.by]} <span className="small soft">{m.rule}</span>
              </td>
              <td className="amount">
                {m.amount < 0 ? '−' : '+'}
                {cash(Math.abs(m.amount), m.currency)}
              </td>
              <td className="amount">{cash(m.balance, m.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Where a refund is, who holds it, and the latest date (MNY-7). */
export function Refunds(p: { contract: Contract }) {
  if (p.contract.refunds.length === 0) return null;
  return (
    <ul className="list plain">
      {p.contract.refunds.map((r) => (
        <li key={r.id} className="stack tight">
          <div className="row between">
            <strong className="num">
              {cash(r.amount, p.contract.currency)} to {r.to}
            </strong>
            <span className="tag">{r.stateWords}</span>
          </div>
          <ol className="steps small">
            <li>Requested {when(r.requestedAt)}</li>
            <li>{r.sentAt ? `Sent ${when(r.sentAt)}. The bank has it; we cannot see further.` : 'Being sent'}</li>
            <li>
              {r.state === 'arrived'
                ? 'Arrived'
                : r.state === 'credited'
                  ? 'The card could not take it. It is kept as credit, and can be paid out.'
                  : `Arrives${r.card ? ` at ${r.card}` : ''} by ${r.arrivesBy ? when(r.arrivesBy) : 'soon'} at the latest`}
            </li>
          </ol>
        </li>
      ))}
    </ul>
  );
}
