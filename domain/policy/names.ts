/** The keys of a policy with their names, their kind and where they stand in the document: what a console shows and edits (POL-1). */
import type { Period } from '../time.ts';
import { AMOUNT_NAMES, LIMIT_NAMES, type Policy, policyDifferences, RATE_NAMES, SILENCE_NAMES, WINDOW_NAMES } from './schema.ts';

export type KeyKind = 'window' | 'amount' | 'rate' | 'silence' | 'limit' | 'yesNo' | 'text';
export interface PolicyKey {
  /** Dotted path in the document. */
  readonly key: string;
  readonly name: string;
  readonly kind: KeyKind;
  /** Of an amount. */
  readonly currency?: string;
  readonly value: unknown;
}

const OWN: Readonly<Record<string, { name: string; kind: KeyKind }>> = {
  reinstate: { name: 'Whether an ended contract may be begun again', kind: 'yesNo' },
  name: { name: 'Name of the policy', kind: 'text' },
  calendar: { name: 'Name of the calendar of holidays', kind: 'text' },
};

/** Every key that an operator may change, in the order of the document. */
export function policyKeys(p: Policy): PolicyKey[] {
  const of = (group: string, names: Readonly<Record<string, string>>, kind: KeyKind, values: Readonly<Record<string, unknown>>, currency?: string) =>
    Object.entries(names).map(([key, name]) => ({ key: `${group}.${key}`, name, kind, value: values[key], ...(currency && { currency }) }));
  return [
    ...of('windows', WINDOW_NAMES, 'window', p.windows),
    ...Object.entries(p.amounts).flatMap(([currency, amounts]) => of(`amounts.${currency}`, AMOUNT_NAMES, 'amount', amounts, currency)),
    ...of('rates', RATE_NAMES, 'rate', p.rates),
    ...of('silence', SILENCE_NAMES, 'silence', p.silence),
    ...of('limits', LIMIT_NAMES, 'limit', p.limits),
    { key: 'reinstate', ...(OWN['reinstate'] as { name: string; kind: KeyKind }), value: p.reinstate },
    { key: 'name', ...(OWN['name'] as { name: string; kind: KeyKind }), value: p.name },
  ];
}

export interface NamedDifference {
  readonly key: string;
  readonly name: string;
  readonly kind: KeyKind;
  readonly currency?: string;
  readonly from: unknown;
  readonly to: unknown;
}

const GROUPS: Readonly<Record<string, { names: Readonly<Record<string, string>>; kind: KeyKind }>> = {
  windows: { names: WINDOW_NAMES, kind: 'window' },
  rates: { names: RATE_NAMES, kind: 'rate' },
  silence: { names: SILENCE_NAMES, kind: 'silence' },
  limits: { names: LIMIT_NAMES, kind: 'limit' },
};

const valueAt = (p: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((x, key) => (typeof x === 'object' && x !== null ? (x as Record<string, unknown>)[key] : undefined), p);

/** In what two policies differ, each key once, with its name; id and version are not differences of content (POL-2). */
export function namedDifferences(a: Policy, b: Policy): NamedDifference[] {
  const out = new Map<string, NamedDifference>();
  for (const { key } of policyDifferences(a, b)) {
    const [group = '', second = '', third = ''] = key.split('.');
    if (['id', 'version', 'pack'].includes(group)) continue;
    const amount = group === 'amounts';
    const path = amount ? [group, second, third].filter(Boolean) : GROUPS[group] ? [group, second] : [group];
    const kind = amount ? 'amount' : (GROUPS[group]?.kind ?? OWN[group]?.kind ?? 'text');
    const name = amount
      ? ((AMOUNT_NAMES as Readonly<Record<string, string>>)[third] ?? `Amounts in ${second}`)
      : (GROUPS[group]?.names[second] ?? OWN[group]?.name ?? group);
    const id = path.join('.');
    out.set(id, { key: id, name, kind, from: valueAt(a, path), to: valueAt(b, path), ...(amount && { currency: second }) });
  }
  return [...out.values()];
}

/** A period as a count and its unit. */
export function periodParts(p: Period): { readonly count: number; readonly unit: string } {
  const [unit, count] = Object.entries(p)[0] as [string, number];
  return { unit, count };
}
