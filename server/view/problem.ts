/** A refusal of the core as a problem for the reader: what was wrong, how to mend it. */
import { bothZones, fill, money, type RefusalText, wordsFor } from '@fairhold/copy';
import type { Refusal } from '@fairhold/domain';
import { problem } from '../problem.ts';
import { type FieldError, fieldName } from './field-names.ts';
import type { Speech, ViewInput } from './viewer.ts';

interface Context {
  readonly c: Pick<ViewInput['c'], 'currency'>;
  readonly viewer: Pick<ViewInput['viewer'], 'locale' | 'zone'>;
  /** Whose fields were filled in. */
  readonly act?: string;
}
type Speaker = Pick<Speech, 'words' | 'amount' | 'when'>;

/** Title, detail and fix with the numbers of the refusal. */
export function refusalText(r: Refusal, s: Speaker, act = ''): RefusalText & { status: number; field?: FieldError } {
  const words = s.words.REFUSALS[r.refused] ?? s.words.REFUSALS['internal'];
  if (!words) throw new Error(`no words for ${r.refused}`);
  const values = readable(r, s);
  if (r.refused !== 'bad_input') return { ...words, detail: fill(words.detail, values), fix: fill(words.fix, values) };
  const field = String(r.data['field']);
  const problem = r.data['problem'] === 'not_whole' && isAmount(field) ? 'not_an_amount' : String(r.data['problem']);
  const message = fill(s.words.FIELD_PROBLEMS[problem] ?? '', values);
  const name = fieldName(s.words, field, act);
  return { ...words, detail: `${name}: ${message}`, field: { field, name, message } };
}

const AMOUNTS = new Set(['amount', 'gap', 'claim', 'concede', 'freelancer', 'budget', 'least', 'most']);
const isAmount = (field: string): boolean => AMOUNTS.has(field.split('.').at(-1) ?? '');
/** The data of a refusal as its reader says it: sums, instants, states, roles and choices in words. */
function readable(r: Refusal, s: Speaker): Record<string, unknown> {
  const { words } = s;
  const inWords: Readonly<Record<string, (value: string) => string | undefined>> = {
    state: (x) => words.STATES[`${String(r.data['process'])}.${x}`],
    why: (x) => words.CONFLICTS[x],
    may: (x) => words.ROLES[x],
  };
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(r.data)) {
    const say = (x: unknown) => inWords[key]?.(String(x)) ?? String(x);
    if (Array.isArray(value)) out[key] = value.map(say).join(', ');
    else if (key === 'at' && typeof value === 'number' && value > 1e11) out[key] = s.when(value);
    else if (typeof value === 'number' && (key === 'gap' || (isAmount(String(r.data['field'] ?? '')) && (key === 'min' || key === 'max'))))
      out[key] = s.amount(value);
    else out[key] = say(value);
  }
  return out;
}

/** The problem to throw for a refusal; `extra` members (the new preview) go with it. */
export function problemOf(r: Refusal, v: Context, extra?: Record<string, unknown>): Error {
  const { locale, zone } = v.viewer;
  const s = { words: wordsFor(locale), amount: (n: number) => money(n, v.c.currency, locale), when: (at: number) => bothZones(at, zone, locale) };
  const { status, field, ...words } = refusalText(r, s, v.act);
  return problem(r.refused, status, { ...words, ...(r.rule && { rule: r.rule }), extra: { ...extra, ...(field && { errors: [field] }) } });
}
