/** What a case remembers: amounts, statements, who mediated, who paid, how it ended. */
import type { Ending } from './casework.ts';
import type { Instance, Party } from './contract.ts';
import type { Statement } from './exhibits.ts';
import type { Marked } from './fields.ts';
import type { Part } from './milestones.ts';
import type { Minor } from './money.ts';
import type { Instant } from './time.ts';
import type { TopicFinding } from './topics.ts';

export interface CaseFacts {
  /** Still in dispute, minor units. */
  readonly gap: Minor;
  readonly requested: Minor;
  readonly paid: Minor;
  readonly reason: string;
  readonly text: string;
  readonly by: Party;
  readonly parts: readonly Part[];
  readonly claim?: Minor;
  readonly claimReason?: string;
  readonly statements?: Partial<Record<Party, Statement>>;
  readonly addenda?: Partial<Record<Party, Statement>>;
  readonly addendumUntil?: Partial<Record<Party, Instant>>;
  readonly mediator?: string;
  readonly mediators?: readonly string[];
  readonly proposal?: {
    readonly freelancer: Minor;
    readonly reasons: string;
    readonly criteria: readonly Marked[];
    readonly topics?: readonly TopicFinding[];
    readonly at: Instant;
    readonly secondReader?: string;
  };
  readonly answers?: Partial<Record<Party, 'accept' | 'reject'>>;
  /** Since when a mediator's question has been open; kept once it is answered. */
  readonly askingSince?: Instant;
  readonly fees?: Partial<Record<Party, Fee>>;
  readonly hearing?: boolean;
  readonly arbitrator?: string;
  readonly arbitrators?: readonly string[];
  readonly invited?: Partial<Record<Party, Instant>>;
  readonly further?: Partial<Record<Party, Statement>>;
  readonly award?: { readonly freelancer: Minor; readonly reasons: string; readonly topics?: readonly TopicFinding[]; readonly at: Instant };
  readonly withPrejudice?: Partial<Record<Party, boolean>>;
  readonly outcome?: { readonly how: Ending; readonly freelancer: Minor; readonly client: Minor; readonly at: Instant };
}
/** One party's share of the arbitration fee. */
export interface Fee {
  readonly state: 'inFlight' | 'paid';
  readonly by: Party;
  readonly at: Instant;
}

export const caseFacts = (i: Instance): CaseFacts => i.facts as unknown as CaseFacts;
