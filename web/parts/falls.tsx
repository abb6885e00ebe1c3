/** How a sum falls on several milestones, as the server's preview says. */
import type { Preview } from '@fairhold/client';
import { cash, w } from '../words.ts';

export function fallWords(f: Preview['falls'][number], currency: string): string {
  const { fall } = w.parting;
  const parts = (['paid', 'asked', 'back'] as const).flatMap((part) => (f[part] > 0 ? [fall[part](cash(f[part], currency))] : []));
  return `${f.title}: ${parts.join(', ')}`;
}

export function Falls(p: { falls: Preview['falls']; currency: string }) {
  if (p.falls.length === 0) return null;
  return (
    <div className="stack tight">
      <h3>{w.parting.falls}</h3>
      <ul className="steps num">
        {p.falls.map((f) => (
          <li key={f.id}>{fallWords(f, p.currency)}</li>
        ))}
      </ul>
    </div>
  );
}
