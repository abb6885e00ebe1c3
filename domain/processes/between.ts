/** Offers between two parties: made by one, answered by the other, open until a day. One shape, whatever is offered (SET-1, END-10). */
import { type Instance, other, type Party, type Refusal, refuse } from '../contract.ts';
import type { Draft } from '../draft.ts';
import type { Fields } from '../fields.ts';
import type { Look, Rule, State } from '../process.ts';

export const parties = ['client', 'freelancer'] as const;

/** Guards, by the rule that says no. What one has made is the other's to answer, and one's own to take back. */
export const toOther =
  (rule: string) =>
  (x: Look): Refusal | undefined =>
    x.i.facts['by'] === x.party ? refuse('own_proposal', {}, rule) : undefined;
export const own =
  (rule: string) =>
  (x: Look): Refusal | undefined =>
    x.i.facts['by'] === x.party ? undefined : refuse('not_yours_to_withdraw', {}, rule);

export type OfferState = 'open' | 'accepted' | 'declined' | 'countered' | 'withdrawn' | 'expired' | 'over';
const closed = { turn: 'nobody', closed: true } as const;
export const offerStates: Readonly<Record<OfferState, State>> = {
  open: { turn: (i: Instance) => other(i.facts['by'] as Party), windows: [{ name: 'settlementOffer', actor: 'both' }] },
  accepted: closed,
  declined: closed,
  countered: closed,
  withdrawn: closed,
  expired: closed,
  over: closed,
};

interface Offered {
  readonly rule: string;
  /** The names of the four acts, which the words are keyed by. */
  readonly acts: { readonly accept: string; readonly decline: string; readonly counter: string; readonly withdraw: string };
  readonly open: (x: Look) => readonly Instance[];
  /** A "no" to accepting an offer that means something else by now. */
  readonly stale?: (x: Look) => Refusal | undefined;
  readonly takes: (x: Look) => Fields;
  readonly does: (d: Draft, x: Look) => void;
  readonly counters: (d: Draft, x: Look) => void;
  /** Answers that are no yes do not wake a dormant contract (MIL-9). */
  readonly idle?: true;
}

export function offerRules(o: Offered): Rule<OfferState>[] {
  const { rule, acts } = o;
  const theirs = toOther(rule);
  const idle = o.idle && { idle: o.idle };
  const haveOpen = (x: Look) => (o.open(x).some((i) => i.facts['by'] === x.party) ? refuse('offer_open', {}, rule) : undefined);
  const answer = { rule, from: ['open'], by: parties } as const;
  return [
    { ...answer, act: acts.accept, to: 'accepted', when: (x) => theirs(x) ?? o.stale?.(x), final: true, legal: true, does: o.does },
    { ...answer, act: acts.decline, to: 'declined', when: theirs, tells: ['other'], ...idle },
    {
      ...answer,
      act: acts.counter,
      to: 'countered',
      takes: o.takes,
      tells: ['other'],
      look: true,
      when: (x) => theirs(x) ?? haveOpen(x),
      does: o.counters,
      ...idle,
    },
    { ...answer, act: acts.withdraw, to: 'withdrawn', when: own(rule), tells: ['other'], ...idle },
    { rule, from: ['open'], after: 'settlementOffer', to: 'expired' },
  ];
}
