/** The money of a preview in a few words, for choices beside each other: rows of nothing are left out, and the sum stays. */
import type { Preview } from '@fairhold/client';
import { cash } from '../words.ts';

export const MoneyBrief = (p: { money: Preview['money']; currency: string }) =>
  p.money.splits.map(({ of, rows, total }) => {
    const some = rows.filter((r) => r.amount !== 0);
    return (
      <span key={of} className="brief num">
        {some.map((r) => (
          <span key={r.label}>
            {r.label} <strong>{cash(r.amount, p.currency)}</strong>
          </span>
        ))}
        {some.length > 1 && (
          <span>
            {total.label} <strong>{cash(total.amount, p.currency)}</strong>
          </span>
        )}
      </span>
    );
  });
