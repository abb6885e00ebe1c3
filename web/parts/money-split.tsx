/** Rows of money that add up to a total that is shown. */
import type { Preview } from '@fairhold/client';
import { cash, w } from '../words.ts';

export interface SplitRow {
  readonly label: string;
  /** Minor units. */
  readonly amount: number;
}

export function MoneySplit(p: { rows: readonly SplitRow[]; currency: string; caption?: string; total?: string | false }) {
  const total = p.rows.reduce((sum, r) => sum + r.amount, 0);
  return (
    <table className="split">
      <caption className="sr">{p.caption ?? w.money.whereItGoes}</caption>
      <tbody>
        {p.rows.map((row) => (
          <tr key={row.label}>
            <td>{row.label}</td>
            <td className="amount">{cash(row.amount, p.currency)}</td>
          </tr>
        ))}
        {p.total !== false && (p.total || p.rows.length > 1) && (
          <tr className="total">
            <th scope="row">{p.total ?? w.money.sum}</th>
            <td className="amount">{cash(total, p.currency)}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

/** The money of a preview: what a card is charged, and where what was held is; each with its own sum. */
export const MoneyRows = (p: { money: Preview['money']; currency: string }) =>
  p.money.splits.map(({ of, rows, total }) => (
    <MoneySplit key={of} rows={rows} currency={p.currency} total={(of === 'charge' || rows.length > 1) && total.label} />
  ));
