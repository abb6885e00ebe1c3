/** A case read topic by topic: what each side said and filed on each, the requirements under it, what nobody touched (MED-9). */
import type { Case } from '@fairhold/client';
import { type Requirement, requirementsOf } from './desk-facts.ts';
import { ws } from './words.ts';

export type Side = 'client' | 'freelancer';
export type Exhibit = Case['exhibits'][number];
/** Where the reader has put what has no topic of its own, by id; '': in none. Their own mark, which nobody else sees. */
export type Moved = Readonly<Record<string, string>>;

/** Something a side said. */
export interface Piece {
  readonly id: string;
  readonly side: Side;
  readonly name: string;
  readonly text: string;
  readonly at?: string;
  /** Number of the exhibit that it is part of. */
  readonly n?: number | undefined;
  /** Its side did not say which topic it is about: the reader may. */
  readonly movable: boolean;
}
export interface Material {
  /** '' for what is about the whole, or has no topic yet. */
  readonly id: string;
  readonly title: string;
  readonly pieces: readonly Piece[];
  readonly requirements: readonly Requirement[];
  readonly exhibits: readonly Exhibit[];
  /** Whether either side said or filed anything on it. */
  readonly touched: boolean;
}

const TEXTS = ['statements', 'addenda', 'further'] as const;
const ARE_TEXTS = ['statement', 'addendum', 'furtherStatement'];

/** The whole first, then the topics in their order. */
export function materialOf(k: Case, moved: Moved): Material[] {
  const known = new Set<string>(k.topics.map((t) => t.id));
  const place = (id: string, own: string | undefined) => (known.has(moved[id] ?? '') || moved[id] === '' ? (moved[id] as string) : (own ?? ''));
  const numbers = new Map(k.exhibits.map((e) => [e.id, e.n]));
  const pieces: (Piece & { topic: string })[] = [];
  const reason = (id: 'request' | 'claim', side: Side, text: string) =>
    pieces.push({ id, side, name: ws.desk.reasonGiven, text, movable: true, topic: place(id, k.topicOf[id]) });
  reason('request', 'client', [k.reasonWords, k.text].filter(Boolean).join('. '));
  if (k.claimReason) reason('claim', 'freelancer', k.claimReason);
  const names = { statements: ws.desk.statement, addenda: ws.desk.addendum, further: ws.desk.further };
  for (const key of TEXTS)
    for (const side of ['freelancer', 'client'] as const) {
      const s = k[key][side];
      if (!s) continue;
      const id = `${key}.${side}`;
      const one = { side, name: names[key], n: numbers.get(id) };
      pieces.push({ ...one, id, at: s.at, text: s.text, movable: true, topic: place(id, undefined) });
      for (const t of s.topics) pieces.push({ ...one, id: `${id}.${t.topic}`, text: t.text, movable: false, topic: t.topic });
    }
  const requirements = requirementsOf(k);
  const exhibits = k.exhibits.filter((e) => !ARE_TEXTS.includes(e.kind));
  return [{ id: '', title: ws.desk.whole }, ...k.topics].map(({ id, title }) => {
    const mine = {
      pieces: pieces.filter((x) => x.topic === id),
      requirements: requirements.filter((r) => place(r.id, k.topicOf.requirements) === id),
      exhibits: exhibits.filter((e) => place(e.id, e.topic) === id),
    };
    const touched = mine.pieces.length + mine.requirements.length > 0 || mine.exhibits.some((e) => e.side !== 'platform' && e.kind !== 'terms');
    return { id, title, ...mine, touched };
  });
}
