/** What can be read off a case before anything is written: what is agreed, what is not, what is missing. */
import type { Case, Contract } from '@fairhold/client';
import { w } from '../../words.ts';
import { ws } from './words.ts';

export interface Requirement {
  readonly id: string;
  readonly text: string;
  readonly client?: string;
  readonly freelancer?: string;
}

/** Each requirement once, with what either side says of it. */
export function requirementsOf(k: Case): Requirement[] {
  const all = new Map<string, Requirement>();
  for (const side of ['freelancer', 'client'] as const)
    for (const m of k.statements[side]?.criteria ?? []) all.set(m.id, { ...(all.get(m.id) ?? { id: m.id, text: m.text }), [side]: m.mark });
  return [...all.values()];
}
export const isAgreed = (t: Requirement): boolean => t.client !== undefined && t.client === t.freelancer;

export function missingIn(c: Contract, k: Case): string[] {
  const names = { client: c.client.name, freelancer: c.freelancer.name };
  return [
    ...(['client', 'freelancer'] as const).filter((side) => !k.statements[side]).map((side) => ws.desk.missingStatement(names[side])),
    ...k.questions.filter((q) => q.answer === undefined && q.state === 'asked').map((q) => ws.desk.missingAddendum(names[q.to])),
  ];
}

export const markOf = (mark: string | undefined): string =>
  mark === 'met' ? w.fields.met : mark === 'partly' ? w.fields.partly : mark === 'not' ? w.fields.notMet : (ws.desk.marks['none'] ?? '');
export const standOf = (stand: string | undefined): string | undefined =>
  stand === 'agreed' ? ws.desk.same : stand === 'disputed' ? ws.desk.differ : undefined;

/** A proposal or an award as far as it is written. */
export interface Written {
  readonly freelancer?: number | string;
  readonly reasons?: string;
  readonly considered?: readonly string[];
  readonly criteria?: readonly { readonly id: string; readonly mark?: string; readonly reason?: string; readonly shownBy?: readonly string[] }[];
  readonly topics?: readonly Finding[];
}
/** A reason on one topic, as far as it is written (MED-9). */
export interface Finding {
  readonly topic: string;
  readonly text?: string;
  readonly stand?: string;
  readonly shownBy?: readonly string[];
}
export interface WrittenDifference {
  readonly what: 'split' | 'reasons' | 'considered' | 'mark' | 'why' | 'shown' | 'stand' | 'topic';
  /** The requirement or the topic; empty for the whole. */
  readonly id: string;
  readonly before: string | number | undefined;
  readonly now: string | number | undefined;
}
/** What two states of a text differ in, part by part. */
export function differencesOf(before: Written, now: Written): WrittenDifference[] {
  const out: WrittenDifference[] = [];
  const compare = (what: WrittenDifference['what'], id: string, a: string | number | undefined, b: string | number | undefined) => {
    if ((a ?? '') !== (b ?? '')) out.push({ what, id, before: a, now: b });
  };
  compare('split', '', before.freelancer, now.freelancer);
  const marks = (w: Written) => new Map((w.criteria ?? []).map((m) => [m.id, m]));
  const [a, b] = [marks(before), marks(now)];
  for (const id of new Set([...a.keys(), ...b.keys()])) {
    compare('mark', id, a.get(id)?.mark, b.get(id)?.mark);
    compare('why', id, a.get(id)?.reason, b.get(id)?.reason);
    compare('shown', id, a.get(id)?.shownBy?.length || undefined, b.get(id)?.shownBy?.length || undefined);
  }
  const found = (w: Written) => new Map((w.topics ?? []).map((t) => [t.topic, t]));
  const [c, d] = [found(before), found(now)];
  for (const id of new Set([...c.keys(), ...d.keys()])) {
    compare('stand', id, c.get(id)?.stand, d.get(id)?.stand);
    compare('topic', id, c.get(id)?.text, d.get(id)?.text);
    compare('shown', id, c.get(id)?.shownBy?.length || undefined, d.get(id)?.shownBy?.length || undefined);
  }
  compare('considered', '', before.considered?.length || undefined, now.considered?.length || undefined);
  compare('reasons', '', before.reasons, now.reasons);
  return out;
}
