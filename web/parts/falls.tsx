/** How a sum falls on several milestones, as the server's preview says. */
import type { Preview } from '@fairhold/client';
import { cash, w } from '../words.ts';

export function Falls(p: { falls: Preview['falls']; currency: string }) {
  if (p.falls.length === 0) return null;
  const sum = (n: number) => cash(n, p.currency);
  return (
    <div className="stack tight">
      <h3>{w.parting.falls}</h3>
      <ul className="steps num">
        {p.falls.map((f) => (
          <li key={f.id}>
            {`${f.title}: ${[f.paid > 0 && w.parting.fall.paid(sum(f.paid)), f.asked > 0 && w.parting.fall.asked(sum(f.asked)), f.back > 0 && w.parting.fall.back(sum(f.back))].filter(Boolean).join(', ')}`}
          </li>
        ))}
      </ul>
    </div>
  );
}
