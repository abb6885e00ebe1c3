/** What helps in a dispute of a kind, for whoever gathers evidence: asked for by why the money is asked back, and why it is claimed (DSP-1, DSP-5). */
import { caseFacts } from './casefacts.ts';
import type { Contract, Instance } from './contract.ts';
import { type Exhibit, exhibitsOf } from './exhibits.ts';
import type { Topic } from './topics.ts';

interface Item {
  /** What a file for it is about (MED-9). */
  readonly topic: Topic;
  /** Exhibits that the platform lays out by itself and that show it; none: only the side has it. */
  readonly shownBy: readonly Exhibit['kind'][];
}
/** In the order in which they are asked for. */
export const EVIDENCE = {
  scope: { topic: 'scope', shownBy: ['terms'] },
  deliveries: { topic: 'delivery', shownBy: ['submission'] },
  changes: { topic: 'changes', shownBy: ['change'] },
  messages: { topic: 'communication', shownBy: ['messages'] },
  elsewhere: { topic: 'communication', shownBy: [] },
  result: { topic: 'quality', shownBy: [] },
  progress: { topic: 'delivery', shownBy: [] },
  waiting: { topic: 'delivery', shownBy: [] },
} as const satisfies Readonly<Record<string, Item>>;
export type EvidenceId = keyof typeof EVIDENCE;

/** By reason of a request or a claim. Of a reason that says nothing, what every dispute turns on. */
const ALWAYS: readonly EvidenceId[] = ['scope', 'deliveries', 'messages', 'elsewhere'];
const FOR: Readonly<Record<string, readonly EvidenceId[]>> = {
  completed: ['scope', 'deliveries', 'result'],
  noLongerNeeded: ['deliveries', 'messages', 'progress'],
  scopeChanged: ['scope', 'changes', 'messages', 'elsewhere'],
  unresponsive: ['messages', 'elsewhere', 'deliveries'],
  missedDate: ['scope', 'deliveries', 'changes', 'waiting'],
  quality: ['scope', 'deliveries', 'result'],
  partialRelease: ['scope', 'deliveries', 'result'],
  workDone: ['deliveries', 'result', 'progress'],
  scopeGrew: ['scope', 'changes', 'elsewhere'],
  delayedByClient: ['messages', 'elsewhere', 'waiting'],
  agreedOtherwise: ['changes', 'messages', 'elsewhere'],
};

export interface Asked {
  readonly id: EvidenceId;
  readonly topic: Topic;
  /** How much of it is on the record, where mediator and arbitrator read it. */
  readonly there: number;
}

/** What helps in this case, or, on a milestone of which only a part was paid, in the one that would be opened (DSP-2). */
export function evidenceAsked(c: Contract, on: Instance): Asked[] {
  const f = on.process === 'case' ? caseFacts(on) : undefined;
  const of = (reason: string | undefined) => (reason === undefined ? [] : (FOR[reason] ?? ALWAYS));
  const wanted = new Set(f ? [...of(f.reason), ...of(f.claimReason)] : of('partialRelease'));
  const kinds = exhibitsOf(c, on).map((e) => e.kind);
  return (Object.keys(EVIDENCE) as EvidenceId[])
    .filter((id) => wanted.has(id))
    .map((id) => {
      const { topic, shownBy }: Item = EVIDENCE[id];
      return { id, topic, there: kinds.filter((k) => shownBy.includes(k)).length };
    });
}
