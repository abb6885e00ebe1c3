/** Whether an answer fits what the API's description says of it. */
import { type Operation, resolved, type Schema } from './openapi.ts';

/** What does not fit, in words; empty when all does. */
export function fits(o: Operation, status: number, type: string, text: string, document: Schema): string[] {
  const answer = resolved(o.answers[status] ?? o.answers[`${Math.floor(status / 100)}XX`], document);
  if (!answer) return [`the description knows no ${status}`];
  const media = Object.entries((answer.content ?? {}) as Record<string, { schema?: Schema }>);
  if (media.length === 0) return text === '' || !type.includes('json') ? [] : ['a body where the description has none'];
  const schema = media.find(([name]) => type.startsWith(name.split(';')[0] as string))?.[1]?.schema;
  if (!schema) return [`it is ${type}, described as ${media.map(([name]) => name).join(' or ')}: ${text.slice(0, 100)}`];
  if (!type.includes('json')) return [];
  try {
    const value = JSON.parse(text);
    const wrong = faults(value, schema, document, '').slice(0, 3);
    // Every "no" says its own status, and nothing in it is empty.
    if (status < 400) return wrong;
    if (value.status !== status) wrong.push(`the problem says ${value.status}`);
    for (const key of ['title', 'detail', 'fix']) if (!value[key]) wrong.push(`the problem has no ${key}`);
    return wrong;
  } catch {
    return ['it is no JSON'];
  }
}

function typeOf(v: unknown): string {
  if (v === null) return 'null';
  if (Array.isArray(v)) return 'array';
  return Number.isInteger(v) ? 'integer' : typeof v;
}

/** The parts of a value that a JSON Schema does not allow. */
function faults(v: unknown, schema: Schema, document: Schema, path: string): string[] {
  const s = resolved(schema, document);
  if (!s || s === true) return [];
  const choices = s.anyOf ?? s.oneOf;
  if (choices) {
    const all = choices.map((x: Schema) => faults(v, x, document, path)) as string[][];
    return all.some((f) => f.length === 0) ? [] : (all.sort((a, b) => a.length - b.length)[0] ?? []);
  }
  const nested = (s.allOf ?? []).flatMap((x: Schema) => faults(v, x, document, path));
  if (s.const !== undefined && v !== s.const) return [`${path || 'it'} is not ${s.const}`];
  if (s.enum && !s.enum.includes(v)) return [`${path || 'it'} is ${JSON.stringify(v)}, none of ${s.enum.join(', ')}`];
  const type = typeOf(v);
  const wanted = s.type === undefined ? [] : [s.type].flat();
  if (wanted.length > 0 && !wanted.includes(type) && !(type === 'integer' && wanted.includes('number')))
    return [`${path || 'it'} is ${type}, described as ${wanted.join(' or ')}`];
  if (type === 'array') return [...nested, ...(v as unknown[]).flatMap((x, n) => faults(x, s.items, document, `${path}[${n}]`))];
  if (type !== 'object') return nested;
  const object = v as Record<string, unknown>;
  const missing = (s.required ?? []).filter((k: string) => !(k in object)).map((k: string) => `${path}.${k} is missing`);
  const known = s.properties ?? {};
  return [
    ...nested,
    ...missing,
    ...Object.entries(object).flatMap(([k, x]) => {
      if (known[k]) return faults(x, known[k], document, `${path}.${k}`);
      if (s.additionalProperties === false) return [`${path}.${k} is not described`];
      return typeof s.additionalProperties === 'object' ? faults(x, s.additionalProperties, document, `${path}.${k}`) : [];
    }),
  ];
}
