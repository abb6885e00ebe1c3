/**
 * Towards a mediator or an arbitrator who has not taken the case, and so has declared nothing, people have no names and no words (MED-1):
 * what is left is what the choice to take it needs.
 */
import { wordsFor } from '@fairhold/copy';
import { type Contract, instancesOf } from '@fairhold/domain';
import { caseFacts } from '@fairhold/domain/processes/case';
import type { z } from 'zod';
import type { Named } from '../accounts.ts';
import type { Contract as Shape } from './schemas.ts';

type View = z.infer<typeof Shape>;
/** A name, and what stands in its place. */
export type Hidden = readonly (readonly [name: string, called: string])[];

/** The names that stay are those of who decided. `hidden`: where the others are written out, as in a title. */
export function withoutNames(c: Contract, names: ReadonlyMap<string, Named>, locale: string): { names: ReadonlyMap<string, Named>; hidden: Hidden } {
  const { client, freelancer, other } = wordsFor(locale).UNNAMED as { client: string; freelancer: string; other: string };
  const decided = new Set(instancesOf(c, 'case').flatMap((i) => [caseFacts(i).mediator, caseFacts(i).arbitrator]));
  const called = (id: string) => (id === c.client ? client : id === c.freelancer ? freelancer : other);
  return {
    names: new Map([...names].map(([id, n]) => [id, decided.has(id) ? n : { id, name: called(id), kind: 'person' as const }])),
    hidden: [...names].flatMap(([id, n]) => (decided.has(id) ? [] : spellings(n).map((name) => [name, called(id)] as const))),
  };
}

/** In full, and of a person each part of it; the words that an agency is called by are anybody's. */
const spellings = ({ name, kind }: Named): string[] => [name, ...(kind === 'person' ? name.split(/\s+/).filter((x) => x.length > 2) : [])];

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
export const hide = (text: string, hidden: Hidden): string =>
  hidden.reduce((t, [name, called]) => t.replaceAll(new RegExp(`(?<!\\p{L})${escaped(name)}(?!\\p{L})`, 'gu'), called), text);

/** What people are called stands in small letters; a sentence begins with a capital one. */
export const begun = (sentence: string): string => sentence.charAt(0).toLocaleUpperCase() + sentence.slice(1);

/** Where people's own words, and sentences with them, stand; what else is a string is a code, an id or an instant. */
const TEXTS: ReadonlySet<string> = new Set(['title', 'text', 'sentence', 'next', 'hint', 'button', 'description', 'reason', 'value']);

function hideIn<T>(value: T, hidden: Hidden, key = ''): T {
  if (typeof value === 'string') return (TEXTS.has(key) ? (key === 'sentence' ? begun : String)(hide(value, hidden)) : value) as T;
  if (Array.isArray(value)) return value.map((x) => hideIn(x, hidden, key)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, x]) => [k, hideIn(x, hidden, k)])) as T;
}

/** A contract before the declaration: title, money, time, and how many things are in question. */
export function beforeDeclared(view: View, hidden: Hidden): View {
  const { jobPost: _post, since: _since, files: _files, ...terms } = view.terms;
  const bare = {
    ...view,
    terms: {
      ...terms,
      scope: '',
      milestones: terms.milestones.map(({ title, amount }) => ({ title, amount, description: '', criteria: [] })),
      versions: [],
      flags: [],
    },
    milestones: view.milestones.map(({ wanted: _wanted, ...m }) => ({ ...m, description: '', criteria: [], submissions: [] })),
    ...(view.case && { case: caseBefore(view.case) }),
    ...{ changes: [], partings: [], extensions: [], payments: [], refunds: [], payouts: [] },
  };
  const { feedback: _feedback, ...rest } = bare;
  return { ...hideIn(rest, hidden), client: { ...view.client, id: 'client' }, freelancer: { ...view.freelancer, id: 'freelancer' } };
}

type CaseView = NonNullable<View['case']>;
const marksOnly = (x: CaseView['statements']['client']) =>
  x && { at: x.at, text: '', topics: [], files: [], criteria: x.criteria.map(({ id, text, mark }) => ({ id, text, mark, shownBy: [] })) };

function caseBefore(k: CaseView): CaseView {
  const { proposal: _proposal, award: _award, claimReason: _reason, ...rest } = k;
  const { client, freelancer } = { client: marksOnly(k.statements.client), freelancer: marksOnly(k.statements.freelancer) };
  return {
    ...rest,
    text: '',
    statements: { ...(client && { client }), ...(freelancer && { freelancer }) },
    ...{ addenda: {}, further: {}, witnesses: [], offers: [] },
    exhibits: k.exhibits.map(({ n, id, kind, at, side }) => ({ n, id, kind, at, side, title: '', by: '' })),
    questions: k.questions.map(({ id, to, state, askedAt, answer }) => ({
      id,
      to,
      state,
      askedAt,
      question: '',
      ...(answer !== undefined && { answer: '' }),
    })),
  };
}
