/** What is said before blind bids: in either case, to the cent, and of silence. Nothing here knows what the other side named (SET-3). */
import { bothZones } from '@fairhold/copy';
import { instance, other, type Party, type Previewed, silence } from '@fairhold/domain';
import { asIfNamed, comparedIn, digestOf, meeting, NUMBER, roundFacts } from '@fairhold/domain/processes/blind';
import { type Speech, sideOf, type ViewInput } from './viewer.ts';

type Asked = ViewInput & { previewed: Previewed; act: string; on: string };

/** `clauses`: where the money of a consequence goes, in words. */
export function blindSays(s: Speech, v: Asked, clauses: (p: Previewed) => string[]): readonly string[] {
  const side = sideOf(v.viewer);
  if (!side) return [];
  const them = s[other(side)];
  if (v.act === 'bid') return ofBid(s, v, side, clauses);
  if (v.act !== 'proposeBlind' && v.act !== 'joinBlind') return [];
  const on = instance(v.c, v.on);
  const theCase = on?.process === 'blind' ? roundFacts(on).case : v.on;
  const most = v.policy.limits.blindRounds;
  return s.say.effects.blind({ side, other: them, most, left: most - comparedIn(v.c, theCase) });
}

function ofBid(s: Speech, v: Asked, side: Party, clauses: (p: Previewed) => string[]): readonly string[] {
  const after = v.previewed.step.contract;
  const round = instance(after, v.on);
  if (!round) return [];
  const number = v.previewed.step.input[NUMBER[side]] as number;
  const digest = digestOf(after, v.on, v.world);
  // The far end of where it can be settled: the other side would leave all of it, or take nothing.
  const end = side === 'freelancer' ? meeting(number, roundFacts(round).gap, digest) : meeting(0, number, digest);
  const met = asIfNamed(after, v.on, { client: number, freelancer: number });
  const window = { name: 'blindRound', actor: 'nobody', opensAt: v.now, dueAt: v.now, reminded: 0 } as const;
  const { step, consequence } = silence(met, v.on, window, v.policy, v.world);
  const waits = round.state === 'bidding' ? round.windows[0]?.dueAt : undefined;
  return s.say.effects.bid({
    side,
    other: s[other(side)],
    number: s.amount(number),
    end: s.amount(end as number),
    clauses: clauses({ ...v.previewed, step, consequence }),
    ...(waits !== undefined && { until: bothZones(waits, v.viewer.zone, v.viewer.locale) }),
  });
}
