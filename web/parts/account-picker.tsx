/** Whose account: shown to whoever may spend the money of more than their own. */
import type { Me } from '@fairhold/client';

/** Accounts that somebody may spend from: their own, and agencies that they manage. */
export const payingSeats = (me: Pick<Me, 'seats'> | undefined): Me['seats'] => me?.seats.filter((s) => s.role !== 'member') ?? [];

/** Nothing where there is nothing to choose. */
export function AccountPicker(p: {
  id: string;
  label: string;
  me: Pick<Me, 'seats'> | undefined;
  value: string;
  onChange: (account: string) => void;
}) {
  const seats = payingSeats(p.me);
  if (seats.length < 2) return null;
  return (
    <div className="field">
      <label htmlFor={p.id}>{p.label}</label>
      <select id={p.id} value={p.value} onChange={(e) => p.onChange(e.target.value)}>
        {seats.map((s) => (
          <option key={s.account} value={s.account}>
            {s.name}
          </option>
        ))}
      </select>
    </div>
  );
}
