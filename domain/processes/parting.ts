/** Ending by agreement: one side offers how held money is divided, and nothing happens unless the other agrees (END-10). */
import { payParts, settleMilestones } from '../casework.ts';
import { type Contract, type Instance, instancesOf, other, type Party, type Refusal, refuse } from '../contract.ts';
import { changeWindow, type Draft, enter, isClosed, open, refund, setFacts } from '../draft.ts';
import { afterEnd, stopWork } from '../ending.ts';
import { type Fields, longtext, money, optional } from '../fields.ts';
import { contested, decidable, openCase } from '../milestones.ts';
import type { Minor } from '../money.ts';
import type { Look, Process } from '../process.ts';
import { DAY } from '../time.ts';
import { type OfferState, offerRules, offerStates } from './between.ts';

const openPartings = (c: Contract): Instance[] => instancesOf(c, 'parting').filter((i) => i.state === 'open');

/** With an open case the offer is made there; with nothing held there is nothing to agree on, and either side may just end. */
export function mayOfferEnding(x: Look): Refusal | undefined {
  if (openCase(x.c)) return refuse('case_open', {}, 'REF-5');
  if (decidable(x.c) === 0) return refuse('nothing_to_divide', {}, 'END-10');
  return openPartings(x.c).some((i) => i.facts['by'] === x.party) ? refuse('offer_open', {}, 'END-10') : undefined;
}

export const partingFields = (x: Look): Fields => ({
  freelancer: money(0, decidable(x.c)),
  note: optional(longtext(0, 2000)),
  days: optional({ kind: 'whole', min: 1, max: x.policy.limits.longestOffer }),
});

export function makeEndingOffer(d: Draft, by: Party, input: Look['input'], answers?: string): void {
  const sum = decidable(d.c);
  const offer = open(d, 'parting', { by, freelancer: input['freelancer'], sum, madeAt: d.at, note: input['note'], ...(answers && { answers }) });
  const days = input['days'] as number | undefined;
  changeWindow(d, offer.id, 'settlementOffer', (w) => ({ ...w, actor: other(by), ...(days !== undefined && { dueAt: d.at + days * DAY }) }));
}

/** Both have agreed: the named sum is released, the rest goes back, and the contract has ended. Nobody is asked anything after that. */
function endTogether(d: Draft, x: Look): void {
  const freelancer = x.i.facts['freelancer'] as Minor;
  const sum = decidable(d.c);
  const parts = contested(d.c);
  enter(d, 'contract', 'ended');
  stopWork(d);
  setFacts(d, 'contract', { endedBy: 'both', reason: 'agreed', text: x.i.facts['note'], paid: freelancer });
  payParts(d, parts, freelancer, 'agreedEnd');
  refund(d, sum - freelancer, 'agreedEnd');
  settleMilestones(d);
  afterEnd(d);
}

/** An offer divides a sum. When another sum is held, a case took it up, or the contract has ended, it would divide something else. */
export function cancelStaleEndings(d: Draft): void {
  for (const i of instancesOf(d.c, 'parting')) {
    if (isClosed(d, i)) continue;
    if (d.c.instances['contract']?.state !== 'active' || openCase(d.c) || decidable(d.c) !== i.facts['sum']) enter(d, i.id, 'over');
  }
}

export const parting = {
  name: 'parting',
  group: 'parting',
  version: 1,
  initial: 'open',
  states: offerStates,
  rules: offerRules({
    rule: 'END-10',
    acts: { accept: 'acceptEnding', decline: 'declineEnding', counter: 'counterEnding', withdraw: 'withdrawEnding' },
    open: (x) => openPartings(x.c),
    takes: partingFields,
    does: endTogether,
    counters: (d, x) => makeEndingOffer(d, x.party as Party, x.input, x.i.id),
    idle: true,
  }),
} as const satisfies Process<OfferState>;
