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

const parties = ['client', 'freelancer'] as const;
const toOther = (x: Look): Refusal | undefined => (x.i.facts['by'] === x.party ? refuse('own_proposal', {}, 'END-10') : undefined);
const own = (x: Look): Refusal | undefined => (x.i.facts['by'] === x.party ? undefined : refuse('not_yours_to_withdraw', {}, 'END-10'));

export const parting = {
  name: 'parting',
  version: 1,
  initial: 'open',
  states: {
    open: { turn: (i) => other(i.facts['by'] as Party), windows: [{ name: 'settlementOffer', actor: 'both' }] },
    accepted: { turn: 'nobody', closed: true },
    declined: { turn: 'nobody', closed: true },
    countered: { turn: 'nobody', closed: true },
    withdrawn: { turn: 'nobody', closed: true },
    expired: { turn: 'nobody', closed: true },
    over: { turn: 'nobody', closed: true },
  },
  rules: [
    { rule: 'END-10', from: ['open'], act: 'acceptEnding', by: parties, to: 'accepted', when: toOther, final: true, legal: true, does: endTogether },
    { rule: 'END-10', from: ['open'], act: 'declineEnding', by: parties, to: 'declined', when: toOther, tells: ['other'], idle: true },
    {
      rule: 'END-10',
      from: ['open'],
      act: 'counterEnding',
      by: parties,
      to: 'countered',
      takes: partingFields,
      tells: ['other'],
      idle: true,
      look: true,
      when: (x) => toOther(x) ?? (openPartings(x.c).some((i) => i.facts['by'] === x.party) ? refuse('offer_open', {}, 'END-10') : undefined),
      does: (d, x) => makeEndingOffer(d, x.party as Party, x.input, x.i.id),
    },
    { rule: 'END-10', from: ['open'], act: 'withdrawEnding', by: parties, to: 'withdrawn', when: own, tells: ['other'], idle: true },
    { rule: 'END-10', from: ['open'], after: 'settlementOffer', to: 'expired' },
  ],
} as const satisfies Process<'open' | 'accepted' | 'declined' | 'countered' | 'withdrawn' | 'expired' | 'over'>;
