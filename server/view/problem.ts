/** A refusal of the core as a problem for the reader: what was wrong, how to mend it. */
import { fill, money, wordsFor } from '@fairhold/copy';
import type { Refusal } from '@fairhold/domain';
import { problem } from '../problem.ts';
import type { Speech, ViewInput } from './viewer.ts';

type Context = Pick<ViewInput, 'c'> & { viewer: Pick<ViewInput['viewer'], 'locale'> };

/** Title, detail and fix with the numbers of the refusal. */
export function refusalText(
  r: Refusal,
  s: Pick<Speech, 'words' | 'amount'>,
): { title: string; detail: string; fix: string; status: number; field?: { field: string; message: string } } {
  const words = s.words.REFUSALS[r.refused] ?? s.words.REFUSALS['internal'];
  if (!words) throw new Error(`no words for ${r.refused}`);
  const values = readable(r, s);
  if (r.refused !== 'bad_input')
    return { status: words.status, title: words.title, detail: fill(words.detail, values), fix: fill(words.fix, values) };
  const message = fill(s.words.FIELD_PROBLEMS[String(r.data['problem'])] ?? '', values);
  const field = String(r.data['field']);
  const label = s.words.FIELDS[field]?.label ?? field;
  return { status: words.status, title: words.title, detail: `${label}: ${message}`, fix: words.fix, field: { field, message } };
}

const AMOUNTS = new Set(['amount', 'gap', 'claim', 'concede', 'freelancer']);
function readable(r: Refusal, s: Pick<Speech, 'amount'>): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  const isMoney = AMOUNTS.has(
    String(r.data['field'] ?? '')
      .split('.')
      .at(-1) ?? '',
  );
  for (const [key, value] of Object.entries(r.data)) {
    if (Array.isArray(value)) out[key] = value.join(', ');
    else if (key === 'at' && typeof value === 'number' && value > 1e11) out[key] = new Date(value).toISOString();
    else if (typeof value === 'number' && (key === 'gap' || (isMoney && (key === 'min' || key === 'max')))) out[key] = s.amount(value);
    else out[key] = value;
  }
  return out;
}

/** The problem to throw for a refusal; `extra` members (the new preview) go with it. */
export function problemOf(r: Refusal, v: Context | undefined, extra?: Record<string, unknown>): Error {
  const s = { words: wordsFor(v?.viewer.locale ?? 'en'), amount: (n: number) => (v ? money(n, v.c.currency, v.viewer.locale) : String(n)) };
  const { status, title, detail, fix, field } = refusalText(r, s);
  return problem(r.refused, status, { title, detail, fix, ...(r.rule && { rule: r.rule }), extra: { ...extra, ...(field && { errors: [field] }) } });
}
