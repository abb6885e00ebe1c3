/** Money on its way out, as each viewer may see it: where it is, and until when the bank has it at the latest (MNY-7). */
import { date } from '@fairhold/copy';
import { arrivalOf, type Between, holidaysOf, type Instance, type Instant, instancesOf, type PayoutMethod, type Policy } from '@fairhold/domain';
import { askedAtOf, ownerOf } from '@fairhold/domain/processes/trace';
import type { z } from 'zod';
import type { Contract, Turn } from './schemas.ts';
import { traceOf, traceView } from './trace.ts';
import { iso, sideOf, speech, type ViewInput } from './viewer.ts';

type WayView = z.infer<typeof Contract>['refunds'][number];

/** Of the other party's arbitration fee nothing but its own party is shown. */
const waysOf = (v: ViewInput, process: 'refund' | 'payout'): Instance[] => {
  const side = sideOf(v.viewer);
  return instancesOf(v.c, process).filter(
    (i) => side === undefined || process === 'payout' || i.facts['party'] === side || (i.facts['escrow'] as number) > 0,
  );
};

/** By when it arrives at the latest; undefined: it is over. */
const arrivesBy = (i: Instance): Instant | undefined => i.windows[0]?.dueAt;

/** It arrived, or came back. */
export const isOver = (way: Pick<WayView, 'overAt'>): boolean => way.overAt !== undefined;

const ARRIVALS = { refund: 'refundArrival', payout: 'payoutArrival' } as const;
/** How many business days it may take at the most; undefined: the policy counts it otherwise (POL-1). */
export function businessDaysOf(policy: Policy, process: 'refund' | 'payout'): number | undefined {
  const { period } = policy.windows[ARRIVALS[process]];
  return 'businessDays' in period ? period.businessDays : undefined;
}

const betweenView = (b: Between) => ({ ...(b.earliest !== undefined && { earliest: iso(b.earliest) }), latest: iso(b.latest) });
/** What is still ahead of it, each with its earliest and its latest date. */
function aheadOf(v: ViewInput, i: Instance): WayView['ahead'] {
  const arrival = arrivalOf(i, v.now, v.soonest, holidaysOf(v.policy));
  if (!arrival) return [];
  const { withBank, there } = arrival;
  return [...(withBank ? [{ stage: 'withBank' as const, ...betweenView(withBank) }] : []), { stage: 'there' as const, ...betweenView(there) }];
}

/** Refunds or payouts with where they are. */
export function waysView(v: ViewInput, process: 'refund' | 'payout'): WayView[] {
  const s = speech(v);
  const side = sideOf(v.viewer);
  return waysOf(v, process).map((i) => {
    const by = arrivesBy(i);
    const own = side === undefined || ownerOf(i) === side;
    const trace = own ? traceOf(v.c, i.id) : undefined;
    const days = businessDaysOf(v.policy, process);
    return {
      id: i.id,
      amount: i.facts['amount'] as number,
      state: i.state,
      stateWords: s.words.STATES[`${process}.${i.state}`] ?? i.state,
      reference: own ? String(i.facts['reference']) : '',
      requestedAt: iso(askedAtOf(i)),
      ...(i.facts['sentAt'] !== undefined && { sentAt: iso(i.facts['sentAt'] as number) }),
      ...(by !== undefined ? { arrivesBy: iso(by) } : { overAt: iso(i.since) }),
      ahead: aheadOf(v, i),
      ...(by !== undefined && v.now > by && { late: true as const }),
      ...(days !== undefined && { businessDays: days }),
      card: own ? String(i.facts['card'] ?? (i.facts['method'] as PayoutMethod | undefined)?.label ?? '') : '',
      to: s[ownerOf(i)],
      ...(trace && { trace: traceView(trace, s) }),
    };
  });
}

/**
 * The bank's turn while money is on its way: until when at the latest, of several the last to arrive; and what its owner can do
 * if it is not there by then (RFR-4). Undefined: nothing that this viewer may see is on its way.
 */
export function turnOfBank(v: ViewInput): z.infer<typeof Turn> | undefined {
  const s = speech(v);
  const last = [...waysOf(v, 'refund'), ...waysOf(v, 'payout')]
    .filter((i) => arrivesBy(i) !== undefined)
    .reduce<Instance | undefined>((a, i) => (a && (arrivesBy(a) ?? 0) >= (arrivesBy(i) ?? 0) ? a : i), undefined);
  const until = last && arrivesBy(last);
  if (!last || until === undefined) return undefined;
  const owner = ownerOf(last);
  const yours = owner === sideOf(v.viewer) && v.viewer.role !== 'member';
  const late = v.now > until;
  const by = date(until, v.viewer.zone, v.viewer.locale);
  return {
    who: 'bank',
    sentence: late ? s.say.bankIsLate(by) : s.say.bankHasIt(by),
    until: iso(until),
    next: s.say.ifNotThere(yours ? undefined : s[owner], late),
  };
}
