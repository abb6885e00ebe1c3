/** The API's own description as requests: every operation, and values made from its schemas. */
import fc from 'fast-check';

// biome-ignore lint/suspicious/noExplicitAny: a JSON Schema, looked into by path
export type Schema = any;

export interface Operation {
  readonly method: string;
  /** As the description has it: /v1/contracts/{id} */
  readonly path: string;
  /** As the table of access has it: GET /v1/contracts/:id */
  readonly name: string;
  readonly params: readonly { readonly name: string; readonly in: string; readonly required: boolean; readonly schema: Schema }[];
  readonly body: { readonly type: string; readonly schema: Schema; readonly required: boolean } | undefined;
  /** By status; `default` for all others. Undefined content: no body. */
  readonly answers: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }>>;
}

/** Every operation of an OpenAPI document. */
export function operationsOf(document: Schema): Operation[] {
  return Object.entries(document.paths as Record<string, Record<string, Schema>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, o]) => {
      const [type, media] = Object.entries((o.requestBody?.content ?? {}) as Record<string, Schema>)[0] ?? [];
      return {
        method: method.toUpperCase(),
        path,
        name: `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
        params: (o.parameters ?? []).map((p: Schema) => ({ name: p.name, in: p.in, required: p.required === true, schema: p.schema ?? {} })),
        body: type ? { type, schema: media?.schema ?? {}, required: o.requestBody?.required === true } : undefined,
        answers: o.responses ?? {},
      };
    }),
  );
}

/** Looks up `#/components/…`. */
export function resolved(schema: Schema, document: Schema): Schema {
  const path = typeof schema?.$ref === 'string' ? schema.$ref.slice(2).split('/') : undefined;
  return path ? path.reduce((at: Schema, key: string) => at?.[key], document) : schema;
}

const text = (s: Schema): fc.Arbitrary<string> => {
  const [minLength, maxLength] = [s.minLength ?? 0, Math.min(s.maxLength ?? 60, 2000)];
  if (s.format === 'email') return fc.emailAddress();
  if (s.format === 'date-time')
    return fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }).map((d) => d.toISOString());
  if (s.format === 'date')
    return fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10));
  if (s.pattern) return patterned(s.pattern, minLength, maxLength);
  return fc.oneof(
    { weight: 4, arbitrary: fc.string({ minLength, maxLength, unit: 'grapheme-ascii' }) },
    { weight: 1, arbitrary: fc.string({ minLength, maxLength, unit: 'binary' }) },
  );
};
function patterned(pattern: string, minLength: number, maxLength: number): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern)).map((v) => v.slice(0, maxLength).padEnd(minLength, 'a'));
  } catch {
    return fc.string({ minLength, maxLength });
  }
}

/** Values that fit a schema. `known`: values that exist, by the name of the field they stand in. */
export function valuesOf(
  schema: Schema,
  document: Schema,
  known: (field: string) => readonly unknown[],
  field = '',
  depth = 0,
): fc.Arbitrary<unknown> {
  const s = resolved(schema, document);
  const real = known(field);
  const made = madeFrom(s, document, known, field, depth);
  return real.length === 0 || (s.type && s.type !== 'string')
    ? made
    : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...real) }, { weight: 1, arbitrary: made });
}
function madeFrom(s: Schema, document: Schema, known: (field: string) => readonly unknown[], field: string, depth: number): fc.Arbitrary<unknown> {
  const inner = (x: Schema, name = field) => valuesOf(x, document, known, name, depth + 1);
  if (!s || depth > 6) return fc.constant(null);
  if (s.const !== undefined) return fc.constant(s.const);
  if (s.enum) return fc.constantFrom(...s.enum);
  const choices = s.anyOf ?? s.oneOf;
  if (choices) return fc.oneof(...choices.map((x: Schema) => inner(x)));
  if (s.allOf) return inner(s.allOf[0]);
  switch (Array.isArray(s.type) ? s.type[0] : s.type) {
    case 'string':
      return text(s);
    case 'integer':
      return fc.integer({ min: Math.max(s.minimum ?? -1000, -2_147_483_648), max: Math.min(s.maximum ?? 2_000_000, 2_147_483_647) });
    case 'number':
      return fc.double({ min: s.minimum ?? -1e6, max: s.maximum ?? 1e6, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(inner(s.items ?? {}), { minLength: s.minItems ?? 0, maxLength: Math.min(s.maxItems ?? 4, Math.max(4, s.minItems ?? 0)) });
    case 'object': {
      const fields = Object.fromEntries(Object.entries((s.properties ?? {}) as Record<string, Schema>).map(([name, x]) => [name, inner(x, name)]));
      const fixed = fc.record(fields, { requiredKeys: (s.required ?? []).filter((k: string) => k in fields) });
      if (!s.additionalProperties || s.additionalProperties === true || Object.keys(fields).length > 0) return fixed;
      const real = known(`${field}{}`);
      const free = fc.dictionary(fc.string({ maxLength: 12 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });
      return real.length > 0 ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...real) }, { weight: 1, arbitrary: free }) : free;
    }
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

/** The address of an operation with its parameters filled in. */
export function addressOf(o: Operation, params: Readonly<Record<string, unknown>>): string {
  const path = o.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name] ?? 'none')));
  const query = o.params
    .filter((p) => p.in === 'query' && params[p.name] !== undefined)
    .map((p) => `${encodeURIComponent(p.name)}=${encodeURIComponent(String(params[p.name]))}`);
  return query.length > 0 ? `${path}?${query.join('&')}` : path;
}
