/** What a side states in a case: as a whole, requirement by requirement, topic by topic if it likes, with its evidence (DSP-1, DSP-5, MED-9). */
import type { FileFact } from './contract.ts';
import type { Statement } from './exhibits.ts';
import { type Criterion, type Field, type Fields, longtext, type Marked, optional } from './fields.ts';
import type { Look } from './process.ts';
import { type OnTopic, TOPICS } from './topics.ts';

const byTopic: Field = { kind: 'topics', of: TOPICS, optional: true };
const evidence = (x: Look): Field => ({ kind: 'files', most: x.policy.limits.filesPerStatement, topics: TOPICS, optional: true });

/** The same fields for both sides; one text as a whole is enough. `of`: the requirements that the case is about. */
export const statementFields = (x: Look, of: readonly Criterion[]): Fields => ({
  statement: longtext(20),
  criteria: of.length > 0 ? { kind: 'marks', of } : optional({ kind: 'marks', of }),
  topics: byTopic,
  files: evidence(x),
});
/** What is added later, once (DSP-6, ARB-7). */
export const furtherFields = (x: Look): Fields => ({ statement: longtext(1), topics: byTopic, files: evidence(x) });

export function statementOf(x: Look): Statement {
  const given = x.input as { statement: string; criteria?: Marked[]; files?: FileFact[]; topics?: OnTopic[] };
  return {
    at: x.at,
    text: given.statement,
    criteria: given.criteria ?? [],
    files: given.files ?? [],
    ...(given.topics && given.topics.length > 0 && { topics: given.topics }),
  };
}
