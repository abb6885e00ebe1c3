/** Opening and closing a refund request, and paying out what was decided, for all who do either (REF, DSP, END). */
import { instancesOf, type Party } from './contract.ts';
import {
  type ChargeFacts,
  type Draft,
  dueOf,
  enter,
  get,
  isClosed,
  open,
  post,
  refund,
  release,
  returnArbitrationFee,
  returnInitiation,
  setFacts,
} from './draft.ts';
import { contested, decidable, gapOf, milestonesOf, openCase, type Part } from './milestones.ts';
import type { Minor } from './money.ts';
import type { Look } from './process.ts';
import { statementOf } from './statements.ts';
import type { Instant } from './time.ts';

/** Contested milestones come to rest once nothing is held for them. */
export function settleMilestones(d: Draft): void {
  for (const m of milestonesOf(d.c)) if (m.state === 'contested') enter(d, m.id, (m.facts['released'] as Minor) > 0 ? 'released' : 'refunded');
}

/** Releases an amount for several milestones in order, one payment for each. */
export function payParts(d: Draft, parts: readonly Part[], amount: Minor, why: string): Part[] {
  let left = amount;
  const rest: Part[] = [];
  for (const part of parts) {
    const take = Math.min(left, part.amount);
    left -= take;
    if (take > 0) {
      release(d, take, { why, ...(part.id && { milestone: part.id }) });
      if (part.id) setFacts(d, part.id, { released: (get(d, part.id).facts['released'] as Minor) + take, releasedAt: d.at });
    }
    if (take < part.amount) rest.push({ id: part.id, amount: part.amount - take });
  }
  return rest;
}

/** REF-1: opens the refund request with what is still held; while another case is open it waits for that one (REF-5). */
export function requestRefund(d: Draft, parts: readonly Part[], paid: Minor, reason: string, text: string): void {
  if (openCase(d.c)) {
    setFacts(d, 'contract', { waitingRequest: { reason, text, paid } });
    return;
  }
  let skip = paid;
  const rest = parts.flatMap((p) => {
    const cut = Math.min(skip, p.amount);
    skip -= cut;
    return p.amount > cut ? [{ id: p.id, amount: p.amount - cut }] : [];
  });
  open(d, 'case', { gap: d.c.held, requested: d.c.held, paid, reason, text, parts: rest, by: 'client' }, { prefix: 'case' });
}

/** DSP-2: a dispute about the rest of a partial release, on an active contract; what is not claimed goes back at once (DSP-3). */
export function openPartialDispute(d: Draft, milestone: string, rest: Minor, x: Look): void {
  const g = x.input as { claim: Minor; reason: string };
  const until = dueOf(x.i, 'partialDispute') ?? d.at;
  const facts = {
    gap: rest,
    requested: rest,
    paid: get(d, milestone).facts['released'],
    reason: 'partialRelease',
    text: '',
    by: 'client',
    parts: [{ id: milestone, amount: rest }],
    claim: g.claim,
    claimReason: g.reason,
    statements: { freelancer: statementOf(x) },
    addendumUntil: { freelancer: until },
  };
  const opened = open(d, 'case', facts, { prefix: 'case', state: 'disputed' });
  refundFromGap(d, opened.id, rest - g.claim, 'notClaimed');
}

/** The earlier of an instant and the case's own next deadline: what is settled inside a case never outlives it (SET-1, SET-3). */
export const notPastTheCase = (d: Draft, id: string, until: Instant): Instant =>
  Math.min(until, ...get(d, id).windows.flatMap((w) => (w.target ? [] : [w.dueAt])));

/** How a case came to its end; the words for it are in `copy`. */
export type Ending =
  | 'approved'
  | 'refundSilence'
  | 'disputeSilence'
  | 'withdrawn'
  | 'conceded'
  | 'released'
  | 'settled'
  | 'proposal'
  | 'award'
  | 'feeOnlyClient'
  | 'feeOnlyFreelancer'
  | 'feeNobody'
  | 'noAward'
  | 'freelancerEnded';

/** Pays a part of the gap to the freelancer while the case goes on (DSP-5, REF-4). */
export function payFromGap(d: Draft, id: string, amount: Minor, why: string): void {
  const f = get(d, id).facts as { gap: Minor; parts: Part[] };
  setFacts(d, id, { gap: f.gap - amount, parts: payParts(d, f.parts, amount, why) });
}

/** Gives a part of the gap back to the client while the case goes on; it comes off the last parts first (DSP-3). */
export function refundFromGap(d: Draft, id: string, amount: Minor, why: string): void {
  const f = get(d, id).facts as { gap: Minor; parts: Part[] };
  refund(d, amount, why);
  let keep = f.gap - amount;
  const parts = f.parts.flatMap((p) => {
    const left = Math.min(keep, p.amount);
    keep -= left;
    return left > 0 ? [{ id: p.id, amount: left }] : [];
  });
  setFacts(d, id, { gap: f.gap - amount, parts });
}

/**
 * Closes a case with one number, what the freelancer gets of the gap; the client gets the rest. Held arbitration fees go
 * back to their payers unless the hearing had begun (ARB-4, ARB-8).
 */
export function closeCase(d: Draft, id: string, freelancer: Minor, how: Ending): void {
  const gap = gapOf(get(d, id));
  payFromGap(d, id, freelancer, how);
  refundFromGap(d, id, gap - freelancer, how);
  const f = get(d, id).facts as { hearing?: boolean };
  endFees(d, f.hearing === true && how !== 'noAward');
  for (const i of [...instancesOf(d.c, 'settlement'), ...instancesOf(d.c, 'blind'), ...instancesOf(d.c, 'question')])
    if (!isClosed(d, i)) enter(d, i.id, i.process === 'question' ? 'lapsed' : 'over');
  setFacts(d, id, { outcome: { how, freelancer, client: gap - freelancer, at: d.at } });
  enter(d, id, 'closed');
  afterCase(d);
}

/** ARB-4: what the freelancer gets of the gap where only one side has paid. */
export const whereOnlyPaid = (payer: Party, sum: Minor): Minor => (payer === 'freelancer' ? sum : 0);

function endFees(d: Draft, spent: boolean): void {
  for (const charge of instancesOf(d.c, 'charge')) {
    const f = charge.facts as unknown as ChargeFacts;
    if (f.purpose !== 'arbitrationFee' || charge.state !== 'settled' || f.spent || f.returned > 0) continue;
    if (!spent) {
      returnArbitrationFee(d, charge);
      continue;
    }
    post(d, `arbitration:${d.c.id}`, 'fees:arbitration', f.amount, 'arbitrationHeld');
    d.c.arbitration -= f.amount;
    setFacts(d, charge.id, { spent: true });
  }
}

/** After a case: a request that waited for it opens (REF-5), or the ended contract comes to rest. */
function afterCase(d: Draft): void {
  const contract = d.c.instances['contract'];
  if (contract?.state !== 'ended') {
    for (const m of milestonesOf(d.c)) if (m.state === 'contested') enter(d, m.id, 'released');
    return;
  }
  const waiting = contract.facts['waitingRequest'] as { reason: string; text: string } | undefined;
  if (waiting && decidable(d.c) > 0) {
    setFacts(d, 'contract', { waitingRequest: undefined });
    requestRefund(d, contested(d.c), 0, waiting.reason, waiting.text);
    return;
  }
  settleMilestones(d);
  returnInitiation(d);
}
