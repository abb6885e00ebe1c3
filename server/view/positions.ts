/** What each side wants, what is offered and what comes without an agreement, as shares of the same money. */
import type { z } from 'zod';
import type { DeadlineView } from './deadlines.ts';
import type { Position as PositionSchema } from './offer-schemas.ts';
import type * as S from './schemas.ts';

type Position = z.infer<typeof PositionSchema>;
type Known = Pick<z.infer<typeof S.Case>, 'id' | 'stage' | 'gap' | 'requested' | 'claim' | 'proposal' | 'offers'>;

/** Only of an open case. Silence is a row where it moves all of the money; where it only leads on, it is a sentence, not a share. */
export function positionsOf(deadlines: readonly Pick<DeadlineView, 'on' | 'at' | 'silence'>[], k: Known): Position[] {
  if (k.stage === 'closed') return [];
  const asShare = (freelancer: number) => ({ freelancer, client: k.gap - freelancer });
  // Each side may have one open at the same time; the latest comes first.
  const open = k.offers.filter((o) => o.state === 'open').reverse();
  const end = deadlines.find((d) => d.on === k.id);
  const back = end?.silence.client ?? 0;
  // What silence pays the freelancer is told after the service fee: the share is what does not go back.
  const moves = end !== undefined && back <= k.gap && (back === k.gap || end.silence.freelancer > 0);
  return [
    ...open.map((o) => ({ kind: 'offer' as const, by: o.by, freelancer: o.freelancer, client: o.client })),
    { kind: 'client', ...asShare(Math.max(0, k.gap - k.requested)) },
    ...(k.claim === undefined ? [] : [{ kind: 'freelancer' as const, ...asShare(Math.min(k.gap, k.claim)) }]),
    ...(k.proposal ? [{ kind: 'proposal' as const, freelancer: k.proposal.freelancer, client: k.proposal.client }] : []),
    ...(moves ? [{ kind: 'silence' as const, at: end.at, ...asShare(k.gap - back) }] : []),
  ];
}
