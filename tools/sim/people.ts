/** What random people write into forms: mostly sense, sometimes edges, sometimes nonsense. */
import type { Available, Facts, Field } from '@fairhold/domain';
import { STANDS } from '@fairhold/domain/topics';
import type { Chance } from './random.ts';

export const CARD = { id: 'card1', token: 'card_ok', label: 'Visa 4242' };
export const BANKS = ['3000', '4000', '5000'].map((n) => ({ id: `bank${n}`, label: `DE •••• ${n}` }));
export const WITNESSES = ['wit_cleo', 'wit_dora', 'wit_emil'];
const WORDS = 'A sentence that is long enough to be one.';
const NONSENSE: readonly unknown[] = [-1, 0.5, 1e20, Number.NaN, '', null, [], {}, true, '<b>x</b>', '\u0000'];

function value(f: Field, r: Chance): unknown {
  switch (f.kind) {
    case 'money':
    case 'whole':
      return r.pick([f.min, Math.min(f.max, 1_000_000), r.between(f.min, Math.min(f.max, 1_000_000)), Math.min(f.max, f.min + 1)]);
    case 'text':
      return WORDS.slice(0, f.max);
    case 'longtext':
      return WORDS.repeat(1 + Math.floor(f.min / WORDS.length));
    case 'choice':
      return f.options.length > 0 ? r.pick(f.options) : '';
    case 'yesno':
      return r.often(0.5);
    case 'date':
      return r.pick(['2026-11-20', '2027-01-31', '2028-02-29']);
    case 'marks':
      return f.of.map((k) => ({ id: k.id, mark: r.pick(['met', 'partly', 'not']), reason: WORDS }));
    case 'topics':
      return f.of
        .filter((topic) => f.needed?.includes(topic) || r.often(0.4))
        .map((topic) => ({ topic, text: WORDS, ...(f.shown?.length && { stand: r.pick(STANDS), shownBy: [r.pick(f.shown)] }) }));
    case 'considered':
      return f.of.map((e) => e.id);
    case 'files':
    case 'links':
      return [];
    case 'list':
      return [];
    case 'card':
      return CARD;
    case 'witness':
      return { id: r.pick(WITNESSES) };
    case 'payoutMethod':
      return r.pick(BANKS);
    case 'digest':
    case 'message':
    case 'terms':
      return undefined;
  }
}

/** An input for an act, from the fields it takes. `known` fills what only the contract can say: the version read, terms, a message. */
export function inputFor(a: Available, r: Chance, known: Facts): Facts {
  const out: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(a.takes)) {
    if (field.optional && r.often(0.5)) continue;
    out[name] = name in known ? known[name] : value(field, r);
  }
  if (a.act === 'end' && out['pay'] === 'amount' && out['amount'] === undefined) out['pay'] = 'nothing';
  if (a.act === 'approve' && out['amount'] !== undefined) out['card'] = CARD;
  if (r.often(0.03)) {
    const names = Object.keys(out);
    if (names.length > 0) out[r.pick(names)] = r.pick(NONSENSE);
  }
  return out;
}
