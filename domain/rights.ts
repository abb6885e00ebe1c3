/** Who holds the rights in the work of a milestone: follows the money (WRK-1). */
import type { Instance } from './contract.ts';
import { milestoneFacts } from './milestones.ts';
import type { BasisPoints } from './money.ts';
import { proportion } from './money.ts';
import type { Instant } from './time.ts';

export interface Rights {
  readonly holder: 'freelancer' | 'client' | 'shared';
  /** The client's share in basis points. */
  readonly share: BasisPoints;
  readonly since: Instant;
  readonly reason: 'unpaid' | 'paidInFull' | 'paidInPart';
}

/** Rights of one milestone's submitted work; undefined while nothing was submitted. */
export function rightsOf(milestone: Instance): Rights | undefined {
  const f = milestoneFacts(milestone);
  const last = f.submissions.at(-1);
  if (!last && f.released === 0) return undefined;
  const since = f.releasedAt ?? last?.at ?? milestone.since;
  if (f.released === 0) return { holder: 'freelancer', share: 0, since, reason: 'unpaid' };
  if (f.released >= f.amount) return { holder: 'client', share: 10_000, since, reason: 'paidInFull' };
  return { holder: 'shared', share: proportion(10_000, f.released, f.amount), since, reason: 'paidInPart' };
}
