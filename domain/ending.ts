/** What every end of a contract does, whoever ends it: work stops, and what comes after begins (END). */
import { instancesOf } from './contract.ts';
import { type Draft, enter, isClosed, open, returnInitiation, setFacts } from './draft.ts';
import { milestonesOf } from './milestones.ts';

/** Ending stops every review in the same step; unfunded milestones are cancelled (END-3, END-4). */
export function stopWork(d: Draft): void {
  for (const m of milestonesOf(d.c)) {
    if (isClosed(d, m) || m.state === 'contested') continue;
    if (m.state === 'planned' || m.state === 'funding') enter(d, m.id, 'cancelled');
    else if (m.state === 'partly') enter(d, m.id, 'released');
    else enter(d, m.id, 'contested');
    setFacts(d, m.id, { held: 0 });
  }
  for (const change of instancesOf(d.c, 'change')) if (!isClosed(d, change)) enter(d, change.id, 'cancelled');
}

/** The initiation fee where nothing was ever released, and the time for feedback (FEE-3, FBK-1). */
export function afterEnd(d: Draft): void {
  returnInitiation(d);
  open(d, 'feedback', {}, { id: 'feedback' });
}
