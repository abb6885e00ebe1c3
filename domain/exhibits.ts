/** What the platform itself lays before mediator and arbitrator, and what the parties filed, numbered in order of time (DSP-8). */
import { type Contract, type FileFact, type Instance, instancesOf, type Party } from './contract.ts';
import type { Criterion, Marked } from './fields.ts';
import { milestoneFacts, milestonesOf, type Part } from './milestones.ts';
import type { Instant } from './time.ts';

export interface Statement {
  readonly at: Instant;
  readonly text: string;
  readonly criteria: readonly Marked[];
  readonly files: readonly FileFact[];
}

export interface Exhibit {
  /** Stable within the contract. */
  readonly id: string;
  readonly kind: 'terms' | 'change' | 'submission' | 'release' | 'messages' | 'statement' | 'addendum' | 'evidence' | 'furtherStatement';
  readonly by: Party | 'platform';
  readonly at: Instant;
  readonly title: string;
  readonly file?: FileFact;
}

/** All exhibits of a case in order of time; their place in the list is their number. */
export function exhibitsOf(c: Contract, theCase: Instance): Exhibit[] {
  const out: Exhibit[] = [];
  const versions = (c.instances['offer']?.facts['versions'] ?? []) as { version: number; at: Instant; by: Party }[];
  for (const v of versions) out.push({ id: `terms${v.version}`, kind: 'terms', by: v.by, at: v.at, title: `${v.version}` });
  for (const i of instancesOf(c, 'change')) out.push({ id: i.id, kind: 'change', by: i.facts['by'] as Party, at: i.since, title: i.state });
  for (const m of milestonesOf(c))
    for (const s of milestoneFacts(m).submissions) {
      out.push({ id: `${m.id}.s${s.n}`, kind: 'submission', by: 'freelancer', at: s.at, title: milestoneFacts(m).title });
      for (const file of s.files)
        out.push({ id: `${m.id}.s${s.n}.${file.id}`, kind: 'evidence', by: 'freelancer', at: s.at, title: file.name, file });
    }
  for (const p of instancesOf(c, 'payment')) out.push({ id: p.id, kind: 'release', by: 'platform', at: p.since, title: String(p.facts['amount']) });
  out.push({ id: 'messages', kind: 'messages', by: 'platform', at: c.createdAt, title: '' });
  const f = theCase.facts;
  for (const [key, kind] of [
    ['statements', 'statement'],
    ['addenda', 'addendum'],
    ['further', 'furtherStatement'],
  ] as const)
    for (const [party, s] of Object.entries((f[key] ?? {}) as Record<Party, Statement>)) {
      out.push({ id: `${key}.${party}`, kind, by: party as Party, at: s.at, title: '' });
      for (const file of s.files)
        out.push({ id: `${key}.${party}.${file.id}`, kind: 'evidence', by: party as Party, at: s.at, title: file.name, file });
    }
  return out.sort((a, b) => a.at - b.at);
}

/** The acceptance criteria of all milestones that a case is about. */
export function criteriaOf(c: Contract, parts: readonly Part[]): Criterion[] {
  return parts.flatMap((p) => (c.instances[p.id] ? milestoneFacts(c.instances[p.id] as Instance).criteria : []));
}

/** Criteria on which the two statements do not both say "met": a proposal must give a reason for each (MED-3). */
export function contestedCriteria(c: Contract, theCase: Instance): Criterion[] {
  const s = (theCase.facts['statements'] ?? {}) as Partial<Record<Party, Statement>>;
  const says = (party: Party, id: string) => s[party]?.criteria.find((m) => m.id === id)?.mark;
  return criteriaOf(c, theCase.facts['parts'] as Part[]).filter((k) => says('client', k.id) !== 'met' || says('freelancer', k.id) !== 'met');
}
