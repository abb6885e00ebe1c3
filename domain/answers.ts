/** Fills in what a person would pick on a form without thinking: their card, the version they read, one mark for every criterion. */
import type { Facts } from './contract.ts';
import type { Card } from './draft.ts';
import type { Fields } from './fields.ts';

export interface Own {
  readonly card?: Card;
  /** Digest of the version of the terms that was read. */
  readonly seen?: string;
}

/**
 * `given` with the gaps filled for an act that takes `fields`: a mark as text becomes that mark for every criterion, exhibits are
 * all considered, topics that must be answered are, a card that is asked for is the own one (`card: 'own'` where it is optional). For demo data, stories and tests.
 */
export function answersFor(fields: Fields, given: Facts, own: Own): Facts {
  const out: Record<string, unknown> = { ...given };
  for (const [name, field] of Object.entries(fields)) {
    const value = given[name];
    if (field.kind === 'marks' && typeof value === 'string')
      out[name] = field.of.map((k) => ({ id: k.id, mark: value, ...(field.reasons && { reason: 'Both sides describe it so.' }) }));
    if (field.kind === 'topics' && value === undefined && field.needed && field.needed.length > 0)
      out[name] = field.needed.map((topic) => ({ topic, text: `Both described it; this is what was found on ${topic}.` }));
    if (field.kind === 'considered' && value === undefined) out[name] = field.of.map((e) => e.id);
    if (field.kind === 'digest' && value === undefined) out[name] = own.seen;
    if (field.kind === 'card' && (value === 'own' || (value === undefined && !field.optional))) out[name] = own.card;
  }
  return out;
}
