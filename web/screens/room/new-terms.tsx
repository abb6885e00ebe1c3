/** What a proposed or agreed change makes of the terms, field by field. */
import type { Contract } from '@fairhold/client';
import { cash, w } from '../../words.ts';

export function NewTerms(p: { of: Contract['changes'][number]; currency: string }) {
  return (
    <dl className="facts">
      {Object.entries(p.of.to).map(([key, value]) => (
        <div key={key} style={{ display: 'contents' }}>
          <dt>{termWord(key)}</dt>
          <dd>{key === 'amount' ? cash(Number(value), p.currency) : Array.isArray(value) ? value.join(', ') : String(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

const termWord = (key: string): string => (w.room.termWords as Readonly<Record<string, string>>)[key] ?? key;
