/** What an act takes: named fields with their bounds. The same record checks the input and tells a form how to ask for it. */
import { type Facts, type FileFact, type Refusal, refuse } from './contract.ts';
import { isMinor, type Minor, MOST } from './money.ts';
import { startOf } from './time.ts';
import { isTopic, STANDS, type Topic, type TopicFinding } from './topics.ts';

export type Field = {
  readonly optional?: true;
  /** Asked for only when another field has this value; then it is needed, else it is left out. */
  readonly onlyIf?: { readonly field: string; readonly is: string };
  /** As it stands, where an act changes what is there: a form begins from it. Left out, it stays; `null` empties it, if it is optional. */
  readonly now?: unknown;
} & (
  | { readonly kind: 'money'; readonly min: Minor; readonly max: Minor }
  | { readonly kind: 'whole'; readonly min: number; readonly max: number }
  | { readonly kind: 'text' | 'longtext'; readonly min: number; readonly max: number }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'links'; readonly most: number }
  /** `topics`: each file may say what it is about. */
  | { readonly kind: 'files'; readonly most: number; readonly topics?: readonly Topic[] }
  /** Texts by topic; `shown`: findings that name exhibits; `needed`: topics that must not be passed over. */
  | { readonly kind: 'topics'; readonly of: readonly Topic[]; readonly shown?: readonly string[]; readonly needed?: readonly Topic[] }
  | { readonly kind: 'marks'; readonly of: readonly Criterion[]; readonly reasons?: true; readonly shown?: readonly string[] }
  | { readonly kind: 'considered'; readonly of: readonly { id: string; title: string }[] }
  | { readonly kind: 'list'; readonly most: number; readonly max: number }
  | { readonly kind: 'yesno'; readonly must?: true }
  | { readonly kind: 'date' | 'card' | 'digest' | 'message' | 'terms' | 'payoutMethod' | 'witness' }
);
export type Fields = Readonly<Record<string, Field>>;

/** An acceptance criterion of a milestone; `id` is stable within the contract. */
export interface Criterion {
  readonly id: string;
  readonly text: string;
}
export const MARKS = ['met', 'partly', 'not'] as const;
export type Mark = (typeof MARKS)[number];
/** One party's or the mediator's word on one criterion. */
export interface Marked {
  readonly id: string;
  readonly mark: Mark;
  readonly reason?: string;
  /** Exhibits that show it, by id. */
  readonly shownBy?: readonly string[];
}

export const text = (min: number, max: number): Field => ({ kind: 'text', min, max });
export const longtext = (min: number, max = 10_000): Field => ({ kind: 'longtext', min, max });
export const money = (min: Minor, max: Minor = MOST): Field => ({ kind: 'money', min, max });
export const optional = <F extends Field>(field: F): F & { optional: true } => ({ ...field, optional: true });

type Fault = { readonly problem: string } & Facts;

/** Checks an input against its fields. Unknown keys are refused, so that a misspelt field is never silently dropped. */
export function checkInput(fields: Fields, input: unknown): Facts | Refusal {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return bad('input', { problem: 'not_an_object' });
  const given = input as Record<string, unknown>;
  for (const name of Object.keys(given)) if (!Object.hasOwn(fields, name)) return bad(name, { problem: 'unknown_field' });
  const out: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = given[name];
    if (field.onlyIf && given[field.onlyIf.field] !== field.onlyIf.is) continue;
    if (value === undefined || value === null || (value === '' && field.optional)) {
      if (field.optional && value !== undefined && 'now' in field) out[name] = null;
      if (field.optional) continue;
      return bad(name, { problem: 'missing' });
    }
    const fault = faultOf(field, value);
    if (fault) return bad(name, fault);
    out[name] = typeof value === 'string' ? value.trim() : value;
  }
  return out;
}

const bad = (field: string, fault: Fault): Refusal => refuse('bad_input', { field, ...fault });

function faultOf(f: Field, v: unknown): Fault | undefined {
  switch (f.kind) {
    case 'money':
    case 'whole':
      if (!isMinor(v)) return { problem: 'not_whole' };
      return v < f.min || v > f.max ? { problem: 'out_of_range', min: f.min, max: f.max } : undefined;
    case 'text':
    case 'longtext':
      return textFault(v, f.min, f.max);
    case 'choice':
      return f.options.includes(v as string) ? undefined : { problem: 'not_a_choice', options: f.options };
    case 'yesno':
      if (typeof v !== 'boolean') return { problem: 'not_yes_or_no' };
      return f.must && !v ? { problem: 'must_be_yes' } : undefined;
    case 'date':
      return typeof v === 'string' && startOf(v) !== undefined ? undefined : { problem: 'not_a_date' };
    case 'files':
      return listFault(v, f.most, (x) => isFile(x) && (x.topic === undefined || f.topics?.includes(x.topic) === true));
    case 'links':
      return listFault(v, f.most, (x) => typeof x === 'string' && x.length <= 2000 && /^https?:\/\/[^\s<>"]+$/i.test(x));
    case 'list':
      return listFault(v, f.most, (x) => !textFault(x, 1, f.max));
    case 'marks':
      return marksFault(v, f.of, f.reasons === true, f.shown ?? []);
    case 'topics':
      return topicsFault(v, f.shown, f.needed ?? []);
    case 'considered':
      return consideredFault(v, f.of);
    case 'payoutMethod':
      return typeof v === 'object' && v !== null && 'id' in v && 'label' in v ? undefined : { problem: 'not_found' };
    case 'witness':
      return witnessFault(v);
    case 'card':
    case 'message':
    case 'terms':
      return typeof v === 'object' && v !== null ? undefined : { problem: 'not_found' };
    case 'digest':
      return typeof v === 'string' && v.length <= 128 ? undefined : { problem: 'not_a_digest' };
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

function textFault(v: unknown, min: number, max: number): Fault | undefined {
  if (typeof v !== 'string') return { problem: 'not_text' };
  const length = v.trim().length;
  if (length < min) return length === 0 ? { problem: 'missing' } : { problem: 'too_short', min, length };
  if (v.length > max) return { problem: 'too_long', max, length: v.length };
  return CONTROL.test(v) || !v.isWellFormed() ? { problem: 'control_characters' } : undefined;
}

/** Where a witness can be reached: one address, as mail programs take it. */
const ADDRESS = /^[^\s@<>",;:()[\]\\]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,186}[a-z0-9])?\.[a-z]{2,}$/i;
const NAME = { min: 2, max: 120 } as const;
const WITNESS = {
  name: { type: 'string', minLength: NAME.min, maxLength: NAME.max },
  email: { type: 'string', format: 'email', maxLength: 254 },
} as const;

/** Name and mail address in bounds, as they come from outside; or what the server put in their place, an id. */
function witnessFault(v: unknown): Fault | undefined {
  if (typeof v !== 'object' || v === null) return { problem: 'not_found' };
  const { id, name, email } = v as { id?: unknown; name?: unknown; email?: unknown };
  if (typeof id === 'string') return undefined;
  if (typeof name !== 'string' || name.trim().length < NAME.min || name.length > NAME.max || CONTROL.test(name) || !name.isWellFormed())
    return { problem: 'not_a_name', ...NAME };
  return { problem: typeof email === 'string' && isMailAddress(email) ? 'not_found' : 'not_a_mail_address' };
}
/** Whether something is one mail address; surrounding blanks do not count. */
export const isMailAddress = (text: string): boolean => text.length <= 254 && ADDRESS.test(text.trim());
/** Whether a witness was named as an invitation needs it (DSP-10): then its fault is only that nobody knows it yet. */
export const isNamedWitness = (v: unknown): v is { name: string; email: string } =>
  typeof v === 'object' && v !== null && !('id' in v) && witnessFault(v)?.problem === 'not_found';

function listFault(v: unknown, most: number, ok: (x: unknown) => boolean): Fault | undefined {
  if (!Array.isArray(v)) return { problem: 'not_a_list' };
  if (v.length > most) return { problem: 'too_many', most };
  const at = v.findIndex((x) => !ok(x));
  return at < 0 ? undefined : { problem: 'bad_item', at: at + 1 };
}

const isFile = (x: unknown): x is FileFact =>
  typeof x === 'object' &&
  x !== null &&
  'sha256' in x &&
  'name' in x &&
  'id' in x &&
  'size' in x &&
  (!('caption' in x) || !textFault(x.caption, 1, MOST_CAPTION));
/** The most characters of a caption. */
const MOST_CAPTION = 300;
const captioned = (topics: readonly Topic[] | undefined) => ({
  type: 'object',
  properties: { id: { type: 'string' }, caption: { type: 'string', maxLength: MOST_CAPTION }, ...(topics && { topic: { enum: topics } }) },
  required: ['id'],
});

function marksFault(v: unknown, of: readonly Criterion[], reasons: boolean, shown: readonly string[]): Fault | undefined {
  if (!Array.isArray(v)) return { problem: 'not_a_list' };
  const ids = new Set(of.map((c) => c.id));
  const seen = new Set<string>();
  for (const m of v as Partial<Marked>[]) {
    if (typeof m !== 'object' || m === null || !ids.has(m.id ?? '') || seen.has(m.id ?? '')) return { problem: 'unknown_criterion' };
    if (!MARKS.includes(m.mark as Mark)) return { problem: 'not_a_mark' };
    if (m.reason !== undefined && textFault(m.reason, 0, 5000)) return { problem: 'too_long', max: 5000 };
    if (reasons && !m.reason?.trim()) return { problem: 'reason_missing', criterion: m.id };
    if (m.shownBy !== undefined && listFault(m.shownBy, shown.length, (x) => shown.includes(x as string))) return { problem: 'unknown_exhibit' };
    seen.add(m.id as string);
  }
  const missing = of.find((c) => !seen.has(c.id));
  return missing ? { problem: 'criterion_missing', criterion: missing.text } : undefined;
}

/** The most characters on one topic. */
const MOST_ON_TOPIC = 5000;

function topicsFault(v: unknown, shown: readonly string[] | undefined, needed: readonly Topic[]): Fault | undefined {
  if (!Array.isArray(v)) return { problem: 'not_a_list' };
  const seen = new Set<Topic>();
  for (const t of v as Partial<TopicFinding>[]) {
    if (typeof t !== 'object' || t === null || !isTopic(t.topic) || seen.has(t.topic)) return { problem: 'not_a_topic' };
    const known = shown ? ['topic', 'text', 'stand', 'shownBy'] : ['topic', 'text'];
    if (Object.keys(t).some((name) => !known.includes(name))) return { problem: 'unknown_field' };
    const fault = textFault(t.text, 1, MOST_ON_TOPIC);
    if (fault) return fault;
    if (t.stand !== undefined && !STANDS.includes(t.stand)) return { problem: 'not_a_choice', options: STANDS };
    if (t.shownBy !== undefined && listFault(t.shownBy, shown?.length ?? 0, (x) => shown?.includes(x as string) === true))
      return { problem: 'unknown_exhibit' };
    seen.add(t.topic);
  }
  return needed.every((t) => seen.has(t)) ? undefined : { problem: 'topic_missing' };
}

function consideredFault(v: unknown, of: readonly { id: string; title: string }[]): Fault | undefined {
  if (!Array.isArray(v)) return { problem: 'not_a_list' };
  const missing = of.find((x) => !v.includes(x.id));
  return missing ? { problem: 'not_considered', exhibit: missing.title } : undefined;
}

/** The fields as JSON Schema, property order = order in the form; `x-kind` says how to ask. */
export function schemaOf(fields: Fields): Record<string, unknown> {
  const properties = Object.fromEntries(
    Object.entries(fields).map(([name, f]) => [
      name,
      {
        ...propertyOf(f),
        ...('now' in f && f.optional && { type: [propertyOf(f)['type'], 'null'] }),
        ...(f.onlyIf && { 'x-only-if': f.onlyIf }),
        ...(f.now !== undefined && { default: f.now }),
      },
    ]),
  );
  const required = Object.entries(fields).flatMap(([name, f]) => (f.optional || f.onlyIf ? [] : [name]));
  return { type: 'object', properties, required, additionalProperties: false };
}

function propertyOf(f: Field): Record<string, unknown> {
  const kind = { 'x-kind': f.kind };
  switch (f.kind) {
    case 'money':
    case 'whole':
      return { ...kind, type: 'integer', minimum: f.min, maximum: f.max };
    case 'text':
    case 'longtext':
      return { ...kind, type: 'string', minLength: f.min, maxLength: f.max };
    case 'choice':
      return { ...kind, type: 'string', enum: f.options };
    case 'yesno':
      return { ...kind, type: 'boolean', ...(f.must && { const: true }) };
    case 'date':
      return { ...kind, type: 'string', format: 'date' };
    case 'files':
      return {
        ...kind,
        type: 'array',
        maxItems: f.most,
        ...(f.topics && { 'x-topics': f.topics }),
        items: { anyOf: [{ type: 'string' }, captioned(f.topics)] },
      };
    case 'links':
      return { ...kind, type: 'array', maxItems: f.most, items: { type: 'string' } };
    case 'list':
      return { ...kind, type: 'array', maxItems: f.most, items: { type: 'string', maxLength: f.max } };
    case 'marks':
      return {
        ...kind,
        type: 'array',
        'x-criteria': f.of,
        'x-marks': MARKS,
        ...(f.reasons && { 'x-reasons': true }),
        ...(f.shown && { 'x-shown': f.shown }),
        items: { type: 'object' },
      };
    case 'topics':
      return {
        ...kind,
        type: 'array',
        'x-topics': f.of,
        ...(f.shown && { 'x-shown': f.shown }),
        ...(f.needed && { 'x-needed': f.needed }),
        items: {
          type: 'object',
          properties: {
            topic: { enum: f.of },
            text: { type: 'string', minLength: 1, maxLength: MOST_ON_TOPIC },
            ...(f.shown && { stand: { enum: STANDS }, shownBy: { type: 'array', items: { type: 'string' } } }),
          },
          required: ['topic', 'text'],
        },
      };
    case 'considered':
      return { ...kind, type: 'array', 'x-exhibits': f.of, items: { type: 'string' } };
    case 'terms':
      return { ...kind, type: 'object' };
    case 'witness':
      return { ...kind, type: 'object', properties: WITNESS, required: ['name', 'email'], additionalProperties: false };
    case 'message':
      return { ...kind, type: 'integer', minimum: 1 };
    case 'card':
    case 'payoutMethod':
    case 'digest':
      return { ...kind, type: 'string' };
  }
}
