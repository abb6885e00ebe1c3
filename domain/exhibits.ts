/** What the platform itself lays before mediator and arbitrator, and what the parties filed, numbered in order of time (DSP-8). */
import { type Contract, type FileFact, type Instance, instancesOf, type Party } from './contract.ts';
import type { Criterion, Field, Marked } from './fields.ts';
import { milestoneFacts, milestonesOf, type Part } from './milestones.ts';
import { witnessesIn, witnessFacts } from './processes/witness.ts';
import type { Instant } from './time.ts';
import { type OnTopic, TOPICS, type Topic, topicOfExhibit } from './topics.ts';

export interface Statement {
  readonly at: Instant;
  readonly text: string;
  readonly criteria: readonly Marked[];
  readonly files: readonly FileFact[];
  /** What was said topic by topic; statements of old have none (MED-9). */
  readonly topics?: readonly OnTopic[];
}

export interface Exhibit {
  /** Stable within the contract. */
  readonly id: string;
  readonly kind: 'terms' | 'change' | 'submission' | 'release' | 'messages' | 'statement' | 'addendum' | 'evidence' | 'furtherStatement' | 'witness';
  readonly by: Party | 'platform';
  readonly at: Instant;
  readonly title: string;
  readonly file?: FileFact;
  /** What it is about: said by who gave it, else by its kind; undefined: by neither (MED-9). */
  readonly topic?: Topic;
  /** Who says it, when it is neither a party nor the platform. */
  readonly person?: string;
  /** What it says, where it is laid before nobody else. */
  readonly text?: string;
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
        out.push({ id: `${m.id}.s${s.n}.${file.id}`, kind: 'evidence', by: 'freelancer', at: s.at, title: file.name, file, topic: 'delivery' });
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
        out.push({
          id: `${key}.${party}.${file.id}`,
          kind: 'evidence',
          by: party as Party,
          at: s.at,
          title: file.name,
          file,
          ...(file.topic && { topic: file.topic }),
        });
    }
  for (const i of witnessesIn(c, theCase.id)) {
    const { by, person, statement } = witnessFacts(i);
    if (statement) out.push({ id: i.id, kind: 'witness', by, at: statement.at, title: '', person, text: statement.text });
  }
  return out
    .map((e) => {
      const topic = e.topic ?? topicOfExhibit(e.kind);
      return topic ? { ...e, topic } : e;
    })
    .sort((a, b) => a.at - b.at);
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

/** MED-9: reasons by topic, each with the exhibits that show it; a topic on which a side has filed something is not passed over. */
export function reasonsByTopic(c: Contract, theCase: Instance): Field {
  const of = (key: string) => Object.values((theCase.facts[key] ?? {}) as Partial<Record<Party, Statement>>);
  const raised = new Set(['statements', 'addenda', 'further'].flatMap(of).flatMap((s) => (s.topics ?? []).map((t) => t.topic)));
  const needed = TOPICS.filter((t) => raised.has(t));
  const field: Field = { kind: 'topics', of: TOPICS, shown: exhibitsOf(c, theCase).map((e) => e.id), needed };
  return needed.length > 0 ? field : { ...field, optional: true };
}
