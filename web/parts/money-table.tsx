/** Everything that moved: when, what, by whose doing and under which rule, and the balance after it (MNY-8). */
import type { MoneyEntry } from '@fairhold/client';
import { cash, w, when } from '../words.ts';

export const signed = (amount: number, currency: string): string =>
  amount < 0 ? w.money.taken(cash(-amount, currency)) : w.money.given(cash(amount, currency));

export function MoneyTable(p: { items: readonly MoneyEntry[]; showAccount?: boolean }) {
  if (p.items.length === 0) return <p className="soft">{w.money.nothingMoved}</p>;
  return (
    <table className="cards-on-small">
      <thead>
        <tr>
          <th>{w.money.when}</th>
          <th>{w.money.what}</th>
          <th>{w.money.why}</th>
          <th className="amount">{w.money.amount}</th>
          <th className="amount">{w.money.after}</th>
        </tr>
      </thead>
      <tbody>
        {p.items.map((m) => (
          <tr key={`${m.contract} ${m.seq} ${m.account} ${m.label} ${m.balance}`}>
            <td className="small soft">{when(m.at)}</td>
            <td>
              {m.title && p.showAccount ? <a href={`/contracts/${m.contract}`}>{m.title}</a> : null} {m.label}
              {p.showAccount && <span className="small soft"> {m.account}</span>}
            </td>
            <td className="capital">
              {w.money.by[m.by]} <span className="small soft">{m.rule}</span>
            </td>
            <td className="amount first">{signed(m.amount, m.currency)}</td>
            <td className="amount soft">{cash(m.balance, m.currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
