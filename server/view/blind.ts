/** Blind bids as one of their readers may see them: that a number is in, never which, but for whoever named it (SET-3). */
import type { Contract, Instance, Party } from '@fairhold/domain';
import { type BidFacts, bidFacts, bidOf, comparedIn, NUMBER, roundFacts, roundsOf } from '@fairhold/domain/processes/blind';
import type { z } from 'zod';
import type { ToldStep } from '../store/reads.ts';
import type { BlindBids } from './blind-schemas.ts';
import { iso, sideOf, speech, type Viewer, type ViewInput } from './viewer.ts';

type BlindView = z.infer<typeof BlindBids>;

/** The one place that says whose number somebody may read: their own side's, and not through the eyes of staff that look with theirs. */
const readerOf = (viewer: Pick<Viewer, 'role' | 'watched'>): Party | undefined => (viewer.watched ? undefined : sideOf(viewer));

/** `hidden`: the rounds are kept from this reader altogether (SET-4). */
export function blindView(v: ViewInput, i: Instance, hidden: boolean): BlindView {
  const most = v.policy.limits.blindRounds;
  return {
    most,
    left: Math.max(0, most - (hidden ? 0 : comparedIn(v.c, i.id))),
    rounds: hidden ? [] : roundsOf(v.c, i.id).map((round) => roundView(v, round)),
  };
}

function roundView(v: ViewInput, round: Instance): BlindView['rounds'][number] {
  const f = roundFacts(round);
  const w = round.windows[0];
  const yours = numberOf(v.c, round.id, readerOf(v.viewer));
  return {
    id: round.id,
    by: f.by,
    state: round.state,
    stateWords: speech(v).words.STATES[`blind.${round.state}`] ?? round.state,
    gap: f.gap,
    entered: { client: f.entered.includes('client'), freelancer: f.entered.includes('freelancer') },
    ...(yours !== undefined && { yours }),
    since: iso(round.since),
    ...(w && { until: iso(w.dueAt) }),
  };
}

function numberOf(c: Contract, round: string, party: Party | undefined): BidFacts['number'] | undefined {
  const bid = party && bidOf(c, round, party);
  return bid && bidFacts(bid).number;
}

/** What an entry of the record says of a bid: the number to the side that named it, and nothing to anybody else. */
export function ownNumber(row: Pick<ToldStep, 'actor' | 'input'>, viewer: Viewer): { data?: Record<string, unknown> } {
  const side = readerOf(viewer);
  return side !== undefined && row.actor.role === side ? { data: { amount: row.input[NUMBER[side]] } } : {};
}
