/** Settlement offers and the mediator's questions: small processes that live inside a case (SET, MED-2). */
import { closeCase } from '../casework.ts';
import { type Party, refuse } from '../contract.ts';
import { setFacts } from '../draft.ts';
import { longtext } from '../fields.ts';
import type { Minor } from '../money.ts';
import type { Look, Process } from '../process.ts';
import { resume } from './asking.ts';
import { type OfferState, offerRules, offerStates, parties } from './between.ts';
import { caseFacts, makeOffer, offerFields, openOffers } from './case.ts';

const caseId = (x: Look) => x.i.facts['case'] as string;
const gapNow = (x: Look): Minor => {
  const c = x.c.instances[caseId(x)];
  return c ? caseFacts(c).gap : 0;
};

export const settlement = {
  name: 'settlement',
  group: 'case',
  version: 1,
  initial: 'open',
  states: offerStates,
  rules: offerRules({
    rule: 'SET-1',
    acts: { accept: 'acceptOffer', decline: 'declineOffer', counter: 'counterOffer', withdraw: 'withdrawOffer' },
    open: (x) => openOffers(x.c),
    // A gap that shrank since the offer was made (a part was conceded) makes the offer mean something else: it must be made again.
    stale: (x) => ((x.i.facts['freelancer'] as Minor) > gapNow(x) ? refuse('offer_above_gap', { gap: gapNow(x) }, 'SET-1') : undefined),
    takes: (x) => offerFields(gapNow(x), x),
    does: (d, x) => closeCase(d, caseId(x), x.i.facts['freelancer'] as Minor, 'settled'),
    counters: (d, x) => makeOffer(d, caseId(x), x.party as Party, x.input, x.i.id),
  }),
} as const satisfies Process<OfferState>;

export const question = {
  name: 'question',
  group: 'case',
  version: 1,
  initial: 'asked',
  states: {
    asked: { turn: (i) => i.facts['to'] as Party, windows: [{ name: 'question', actor: 'both' }] },
    answered: { turn: 'nobody', closed: true },
    lapsed: { turn: 'nobody', closed: true },
  },
  rules: [
    {
      rule: 'MED-2',
      from: ['asked'],
      act: 'answerQuestion',
      by: parties,
      to: 'answered',
      takes: () => ({ answer: longtext(1, 5000) }),
      when: (x) => (x.party === x.i.facts['to'] ? undefined : refuse('not_asked', {}, 'MED-2')),
      tells: ['client', 'freelancer', 'mediator'],
      does: (d, x) => {
        setFacts(d, x.i.id, { answer: x.input['answer'] });
        resume(d, x);
      },
    },
    { rule: 'MED-2', from: ['asked'], after: 'question', to: 'lapsed', tells: ['client', 'freelancer', 'mediator'], does: resume },
  ],
} as const satisfies Process<'asked' | 'answered' | 'lapsed'>;
