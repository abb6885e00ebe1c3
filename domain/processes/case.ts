/** A case: a refund request and whatever grows out of it — dispute, mediation, arbitration (REF, DSP, MED, ARB). */
import { caseFacts, type Fee } from '../casefacts.ts';
import { closeCase, type Ending, notPastTheCase, payFromGap, refundFromGap, whereOnlyPaid } from '../casework.ts';
import { type Contract, type Instance, instancesOf, other, type Party, type Refusal, refuse } from '../contract.ts';
import { cardOf, changeWindow, charge, type Draft, dueOf, enter, get, open, put, returnArbitrationFee, setFacts } from '../draft.ts';
import { contestedCriteria, criteriaOf, exhibitsOf, reasonsByTopic } from '../exhibits.ts';
import { type Fields, longtext, type Marked, money, optional } from '../fields.ts';
import { type Minor, split } from '../money.ts';
import { amountsOf, arbitrationFeeOf, type Default, holidaysOf, trackOf } from '../policy/schema.ts';
import type { ChargePurpose, Look, Process } from '../process.ts';
import { furtherFields, statementFields, statementOf } from '../statements.ts';
import { DAY, endOf, type Instant } from '../time.ts';
import type { TopicFinding } from '../topics.ts';
import { ask, questionFields } from './asking.ts';
import { mayProposeRound, proposeRound } from './blind.ts';
import { inviteFields, inviteWitness, mayInviteWitness, WITNESSES_HEARD } from './witness.ts';

export { type CaseFacts, caseFacts } from '../casefacts.ts';

type S =
  | 'requested'
  | 'disputed'
  | 'queued'
  | 'mediating'
  | 'reviewing'
  | 'overdue'
  | 'proposed'
  | 'unresolved'
  | 'clearing'
  | 'hearing'
  | 'awardOverdue'
  | 'closed';

const f = (x: Look) => caseFacts(x.i);
const gap = (x: Look) => f(x).gap;

// ── what an act gives ────────────────────────────────────────────────────────────────────────────────────────────────

const close = (how: Ending, share: (x: Look) => Minor) => (d: Draft, x: Look) => closeCase(d, x.i.id, share(x), how);
const nothing = () => 0;
const all = gap;

export const CLAIM_REASONS = ['workDone', 'scopeGrew', 'delayedByClient', 'agreedOtherwise', 'other'] as const;

/** DSP-1, DSP-3: what is not claimed goes back at once; only the gap stays held. */
function dispute(d: Draft, x: Look): void {
  const claim = x.input['claim'] as Minor;
  const until = dueOf(x.i, 'refundAnswer') ?? x.at;
  setFacts(d, x.i.id, { claim, claimReason: x.input['reason'], statements: { freelancer: statementOf(x) }, addendumUntil: { freelancer: until } });
  refundFromGap(d, x.i.id, gap(x) - claim, 'notClaimed');
}

/** DSP-5: a no, criterion by criterion; a conceded part is released at once. */
function contest(d: Draft, x: Look): void {
  const until = dueOf(x.i, 'disputeAnswer') ?? x.at;
  setFacts(d, x.i.id, {
    statements: { ...f(x).statements, client: statementOf(x) },
    addendumUntil: { ...f(x).addendumUntil, client: until },
  });
  payFromGap(d, x.i.id, (x.input['concede'] as Minor | undefined) ?? 0, 'conceded');
}

/** DSP-6: one addendum, within the window in which the statement was made; the original stays. */
function addendumOpen(x: Look): Refusal | undefined {
  const party = x.party as Party;
  if (!f(x).statements?.[party]) return refuse('no_statement', {}, 'DSP-6');
  if (f(x).addenda?.[party]) return refuse('already_given', {}, 'DSP-6');
  const until = f(x).addendumUntil?.[party] ?? 0;
  return x.at < until ? undefined : refuse('deadline_passed', { window: 'addendum', at: until }, 'DSP-6');
}

// ── settlement offers inside a case (SET) ────────────────────────────────────────────────────────────────────────────

/** SET-1: 1 to 7 days, never past the case's own next deadline. */
function offerUntil(d: Draft, id: string, days: number | undefined): Instant {
  const own = days === undefined ? endOf(d.at, d.policy.windows.settlementOffer.period, holidaysOf(d.policy)) : d.at + days * DAY;
  return notPastTheCase(d, id, own);
}
export const openOffers = (c: Contract): Instance[] => instancesOf(c, 'settlement').filter((i) => i.state === 'open');

export function makeOffer(d: Draft, id: string, by: Party, input: Look['input'], answers?: string): void {
  const offer = open(d, 'settlement', { by, freelancer: input['freelancer'], note: input['note'], case: id, ...(answers && { answers }) });
  const dueAt = offerUntil(d, id, input['days'] as number | undefined);
  changeWindow(d, offer.id, 'settlementOffer', (w) => ({ ...w, actor: other(by), dueAt }));
}
export const offerFields = (gap: Minor, x: Look): Fields => ({
  freelancer: money(0, gap),
  note: optional(longtext(0, 2000)),
  days: optional({ kind: 'whole', min: 1, max: x.policy.limits.longestOffer }),
});
const oneOffer = (x: Look): Refusal | undefined =>
  openOffers(x.c).some((i) => i.facts['by'] === x.party) ? refuse('offer_open', {}, 'SET-1') : undefined;

// ── mediation (MED) ──────────────────────────────────────────────────────────────────────────────────────────────────

const mine = (x: Look): Refusal | undefined => (f(x).mediator === x.actor?.person ? undefined : refuse('not_assigned', {}, 'MED-1'));
function mayTake(x: Look): Refusal | undefined {
  if (x.actor?.conflict) return refuse('conflict', { why: x.actor.conflict }, 'MED-1');
  return f(x).mediators?.includes(x.actor?.person ?? '') ? refuse('recused', {}, 'MED-1') : undefined;
}
const needsSecondReader = (x: Look) => gap(x) > amountsOf(x.policy, x.c.currency).secondReaderAbove;

/** MED-3: every exhibit considered, every contested criterion with its reason. */
function proposalFields(x: Look): Fields {
  const criteria = contestedCriteria(x.c, x.i);
  const shown = exhibitsOf(x.c, x.i).map((e) => e.id);
  return {
    freelancer: money(0, gap(x)),
    criteria: criteria.length > 0 ? { kind: 'marks', of: criteria, reasons: true, shown } : { kind: 'marks', of: [], optional: true },
    considered: { kind: 'considered', of: exhibitsOf(x.c, x.i).map((e) => ({ id: e.id, title: `${e.kind} ${e.title}`.trim() })) },
    topics: reasonsByTopic(x.c, x.i),
    reasons: longtext(20),
  };
}
function propose(d: Draft, x: Look): void {
  const { freelancer, reasons, criteria = [], topics } = x.input as Decided & { criteria?: Marked[] };
  setFacts(d, x.i.id, { proposal: { freelancer, reasons, criteria, ...(topics?.length && { topics }), at: d.at }, answers: {} });
}
/** MED-9: a proposal and an award give their reasons as a whole, and by topic. */
type Decided = { freelancer: Minor; reasons: string; topics?: TopicFinding[] };
const answered = (x: Look, who: Party) => (x.party === who ? x.input['answer'] : f(x).answers?.[who]);
const bothAnswered = (x: Look) => Boolean(answered(x, 'client') && answered(x, 'freelancer'));
const bothAccept = (x: Look) => answered(x, 'client') === 'accept' && answered(x, 'freelancer') === 'accept';
const noteAnswer = (d: Draft, x: Look) => setFacts(d, x.i.id, { answers: { ...f(x).answers, [x.party as Party]: x.input['answer'] } });
const unanswered = (x: Look): Refusal | undefined => (x.party && f(x).answers?.[x.party] ? refuse('already_given', {}, 'MED-4') : undefined);
const answerFields = (): Fields => ({ answer: { kind: 'choice', options: ['accept', 'reject'] } });

// ── arbitration fees (ARB-1..6) ──────────────────────────────────────────────────────────────────────────────────────

export const feeOf = (x: Look): Minor => arbitrationFeeOf(x.policy, x.c.currency, gap(x));
const paid = (x: Look, party: Party) => f(x).fees?.[party]?.state === 'paid';
const inFlight = (x: Look) => Object.values(f(x).fees ?? {}).some((fee) => fee.state === 'inFlight');
const only = (party: Party) => (x: Look) => paid(x, party) && !paid(x, other(party));

function payFee(share: (x: Look) => Party | 'both') {
  return (d: Draft, x: Look): void => {
    const of = share(x);
    const by = x.party as Party;
    const fee: Fee = { state: 'inFlight', by, at: d.at };
    const fees = of === 'both' ? { client: fee, freelancer: fee } : { ...f(x).fees, [of]: fee };
    setFacts(d, x.i.id, { fees });
    charge(d, {
      purpose: 'arbitrationFee',
      on: x.i.id,
      party: by,
      amount: of === 'both' ? 2 * feeOf(x) : feeOf(x),
      card: cardOf(x),
      extra: { share: of },
    });
  };
}
const ownUnpaid = (x: Look): Refusal | undefined => (f(x).fees?.[x.party as Party] ? refuse('fee_already_paid', {}, 'ARB-1') : undefined);
const bothUnpaid = (x: Look): Refusal | undefined =>
  f(x).fees?.client || f(x).fees?.freelancer ? refuse('fee_already_paid', {}, 'ARB-6') : undefined;
const otherUnpaid = (x: Look): Refusal | undefined => {
  const party = x.party as Party;
  if (f(x).fees?.[party]?.state !== 'paid') return refuse('pay_your_own_first', {}, 'ARB-6');
  return f(x).fees?.[other(party)] ? refuse('fee_already_paid', {}, 'ARB-6') : undefined;
};

/** What a default gives the freelancer of a sum; the odd minor unit of an even split is the client's (POL-4). */
export const byDefault = (who: Default, sum: Minor): Minor =>
  who === 'freelancer' ? sum : who === 'even' ? split(sum, Math.floor(sum / 2)).share : 0;

/** The window is over and every charge has been answered: what was paid decides (ARB-3..5). */
function settleFees(d: Draft, id: string): void {
  const { fees, gap } = caseFacts(get(d, id));
  if (fees?.client && fees.freelancer) begin(d, id);
  else if (fees?.client) closeCase(d, id, whereOnlyPaid('client', gap), 'feeOnlyClient');
  else if (fees?.freelancer) closeCase(d, id, whereOnlyPaid('freelancer', gap), 'feeOnlyFreelancer');
  else closeCase(d, id, byDefault(d.policy.silence.noFeePaid, gap), 'feeNobody');
}
function begin(d: Draft, id: string): void {
  setFacts(d, id, { hearing: true });
  enter(d, id, 'hearing');
}

export const casePurposes: Record<string, ChargePurpose> = {
  arbitrationFee: {
    settled: (d, c) => {
      const { on, share, amount, party } = c.facts as { on: string; share: Party | 'both'; amount: Minor; party: Party };
      d.postings.push({ from: 'world', to: `arbitration:${d.c.id}`, amount, why: 'arbitrationFee' });
      d.c.arbitration += amount;
      const now = caseFacts(get(d, on));
      const shares: Party[] = share === 'both' ? ['client', 'freelancer'] : [share];
      const fees = { ...now.fees };
      for (const s of shares) fees[s] = { state: 'paid', by: party, at: fees[s]?.at ?? d.at };
      setFacts(d, on, { fees });
      const state = get(d, on).state;
      const complete = fees.client?.state === 'paid' && fees.freelancer?.state === 'paid';
      if (state === 'closed') returnArbitrationFee(d, get(d, c.id));
      else if (complete) begin(d, on);
      else if (state === 'clearing' && !Object.values(fees).some((x) => x.state === 'inFlight')) settleFees(d, on);
    },
    declined: (d, c) => {
      const { on, share } = c.facts as { on: string; share: Party | 'both' };
      const now = get(d, on);
      const fees = { ...caseFacts(now).fees };
      for (const s of share === 'both' ? (['client', 'freelancer'] as const) : [share]) delete fees[s];
      setFacts(d, on, { fees });
      if (now.state === 'clearing' && !Object.values(fees).some((x) => x.state === 'inFlight')) settleFees(d, on);
    },
  },
};

// ── arbitration (ARB-7) ──────────────────────────────────────────────────────────────────────────────────────────────

const myHearing = (x: Look): Refusal | undefined => (f(x).arbitrator === x.actor?.person ? undefined : refuse('not_assigned', {}, 'ARB-3'));
function mayHear(x: Look): Refusal | undefined {
  if (x.actor?.conflict) return refuse('conflict', { why: x.actor.conflict }, 'ARB-3');
  if (f(x).mediators?.includes(x.actor?.person ?? '')) return refuse('conflict', { why: 'thisCase' }, 'ARB-3');
  if (f(x).arbitrator) return refuse('already_assigned', {}, 'ARB-3');
  return f(x).arbitrators?.includes(x.actor?.person ?? '') ? refuse('recused', {}, 'ARB-7') : undefined;
}
function hear(d: Draft, x: Look): void {
  const person = x.actor?.person;
  setFacts(d, x.i.id, { arbitrator: person, arbitrators: [...(f(x).arbitrators ?? []), person], hearing: true });
}
/** Once, and not where the documents alone decide (ARB-9). */
function mayInvite(x: Look): Refusal | undefined {
  if (trackOf(x.policy, x.c.currency, gap(x)) === 'documents') return refuse('documents_only', {}, 'ARB-9');
  return f(x).invited ? refuse('already_given', {}, 'ARB-7') : undefined;
}
/** Both may state once more: a window beside the one for the award, shown and reminded of like any other (ARB-7). */
function invite(d: Draft, x: Look): void {
  const until = endOf(d.at, d.policy.windows.furtherStatement.period, holidaysOf(d.policy));
  setFacts(d, x.i.id, { invited: { client: until, freelancer: until } });
  const i = get(d, x.i.id);
  put(d, { ...i, windows: [...i.windows, { name: 'furtherStatement', actor: 'both', opensAt: d.at, dueAt: until, reminded: 0 }] });
}
/** When both have stated, or the time is over. */
const closeInvitation = (d: Draft, x: Look): void => {
  const i = get(d, x.i.id);
  put(d, { ...i, windows: i.windows.filter((w) => w.name !== 'furtherStatement') });
};

function furtherOpen(x: Look): Refusal | undefined {
  const until = f(x).invited?.[x.party as Party];
  if (until === undefined) return refuse('not_invited', {}, 'ARB-7');
  if (f(x).further?.[x.party as Party]) return refuse('already_given', {}, 'ARB-7');
  return x.at < until ? undefined : refuse('deadline_passed', { window: 'furtherStatement', at: until }, 'ARB-7');
}

// ── the table ────────────────────────────────────────────────────────────────────────────────────────────────────────

const parties = ['client', 'freelancer'] as const;
const open_ = ['requested', 'disputed', 'queued', 'mediating', 'reviewing', 'overdue', 'proposed', 'unresolved', 'hearing', 'awardOverdue'] as const;
const afterDispute: readonly S[] = [...open_.slice(1), 'clearing'];
const watched = [
  { name: 'mediationTarget', actor: 'mediator', target: true, keep: true },
  { name: 'mediationWatchdog', actor: 'mediator', keep: true },
] as const;
const withMessage = (x: Look): Fields => (x ? { message: optional(longtext(0, 2000)) } : {});
const legal = true as const;
const final = true as const;

export const caseProcess = {
  name: 'case',
  group: 'case',
  version: 1,
  initial: 'requested',
  states: {
    requested: { turn: 'freelancer', windows: [{ name: 'refundAnswer', actor: 'freelancer' }] },
    disputed: { turn: 'client', windows: [{ name: 'disputeAnswer', actor: 'client' }] },
    queued: { turn: 'mediator', windows: watched },
    mediating: { turn: 'mediator', windows: watched },
    reviewing: { turn: 'staff', windows: watched },
    overdue: { turn: 'mediator', windows: [{ name: 'mediationEnd', actor: 'mediator', keep: true }] },
    proposed: {
      turn: (i) => {
        const a = caseFacts(i).answers ?? {};
        return a.client ? 'freelancer' : a.freelancer ? 'client' : 'both';
      },
      windows: [{ name: 'proposalAnswer', actor: 'both' }],
    },
    unresolved: { turn: 'both', windows: [{ name: 'feePayment', actor: 'both' }] },
    clearing: { turn: 'bank', covered: 'the charges have their own end' },
    hearing: { turn: 'arbitrator', windows: [{ name: 'award', actor: 'arbitrator', keep: true }] },
    awardOverdue: { turn: 'staff', windows: [{ name: 'awardFallback', actor: 'staff', keep: true }] },
    closed: { turn: 'nobody', closed: true },
  },
  rules: [
    {
      rule: 'REF-2',
      from: ['requested'],
      act: 'approveRefund',
      by: ['freelancer'],
      to: 'closed',
      takes: withMessage,
      does: close('approved', nothing),
      final,
      legal,
    },
    {
      rule: 'DSP-1',
      from: ['requested'],
      act: 'dispute',
      by: ['freelancer'],
      to: 'disputed',
      does: dispute,
      final,
      legal,
      takes: (x) => ({
        claim: money(1, gap(x)),
        reason: { kind: 'choice', options: CLAIM_REASONS },
        ...statementFields(x, criteriaOf(x.c, f(x).parts)),
      }),
    },
    {
      rule: 'REF-4',
      from: ['requested'],
      act: 'withdrawRequest',
      by: ['client'],
      to: 'closed',
      takes: withMessage,
      does: close('released', all),
      final,
      legal,
    },
    {
      rule: 'REF-4',
      from: ['requested'],
      act: 'lowerRequest',
      by: ['client'],
      final,
      takes: (x) => ({ amount: money(1, Math.max(1, gap(x) - 1)) }),
      when: (x) => (gap(x) > 1 ? undefined : refuse('nothing_to_lower', {}, 'REF-4')),
      does: (d, x) => payFromGap(d, x.i.id, x.input['amount'] as Minor, 'released'),
    },
    { rule: 'REF-3', from: ['requested'], after: 'refundAnswer', to: 'closed', does: close('refundSilence', nothing), legal },

    {
      rule: 'DSP-4',
      from: ['disputed'],
      act: 'approveClaim',
      by: ['client'],
      to: 'closed',
      takes: withMessage,
      does: close('conceded', all),
      final,
      legal,
    },
    {
      rule: 'DSP-5',
      from: ['disputed'],
      act: 'contest',
      by: ['client'],
      to: 'queued',
      does: contest,
      final,
      legal,
      tells: ['client', 'freelancer', 'mediator'],
      takes: (x) => ({ ...statementFields(x, criteriaOf(x.c, f(x).parts)), concede: optional(money(0, Math.max(0, gap(x) - 1))) }),
    },
    { rule: 'DSP-4', from: ['disputed'], after: 'disputeAnswer', to: 'closed', does: close('disputeSilence', all), legal },
    {
      rule: 'DSP-6',
      from: afterDispute,
      act: 'addendum',
      by: parties,
      when: addendumOpen,
      final,
      takes: furtherFields,
      does: (d, x) => setFacts(d, x.i.id, { addenda: { ...f(x).addenda, [x.party as Party]: statementOf(x) } }),
    },
    {
      rule: 'DSP-10',
      from: WITNESSES_HEARD,
      act: 'inviteWitness',
      by: parties,
      when: mayInviteWitness,
      takes: inviteFields,
      look: true,
      back: 'withdrawInvitation',
      does: inviteWitness,
    },
    {
      rule: 'DSP-7',
      from: afterDispute,
      act: 'withdrawClaim',
      by: ['freelancer'],
      to: 'closed',
      takes: withMessage,
      does: close('withdrawn', nothing),
      final,
      legal,
    },
    {
      rule: 'DSP-7',
      from: ['queued', 'mediating', 'reviewing', 'overdue', 'proposed', 'unresolved', 'clearing', 'hearing', 'awardOverdue'],
      act: 'concede',
      by: ['client'],
      to: 'closed',
      takes: withMessage,
      does: close('conceded', all),
      final,
      legal,
    },
    {
      rule: 'SET-1',
      from: open_,
      act: 'offerSettlement',
      by: parties,
      takes: (x) => offerFields(gap(x), x),
      when: oneOffer,
      tells: ['other'],
      look: true,
      back: 'withdrawOffer',
      does: (d, x) => makeOffer(d, x.i.id, x.party as Party, x.input),
    },
    {
      rule: 'SET-3',
      from: open_,
      act: 'proposeBlind',
      by: parties,
      when: mayProposeRound,
      tells: ['other'],
      look: true,
      back: 'withdrawBlind',
      does: proposeRound,
    },
    {
      rule: 'SET-4',
      from: open_,
      act: 'discloseOffers',
      by: parties,
      tells: ['other'],
      when: (x) => (f(x).withPrejudice?.[x.party as Party] ? refuse('already_given', {}, 'SET-4') : undefined),
      does: (d, x) => setFacts(d, x.i.id, { withPrejudice: { ...f(x).withPrejudice, [x.party as Party]: true } }),
    },

    {
      rule: 'MED-1',
      from: ['queued', 'overdue'],
      act: 'take',
      by: ['mediator'],
      to: 'mediating',
      if: (x) => x.i.state === 'queued',
      when: mayTake,
      shown: true,
      does: (d, x) => setFacts(d, x.i.id, { mediator: x.actor?.person, mediators: [...(f(x).mediators ?? []), x.actor?.person] }),
    },
    {
      rule: 'MED-1',
      from: ['overdue'],
      act: 'take',
      by: ['mediator'],
      when: (x) => mayTake(x) ?? (f(x).mediator ? refuse('already_assigned', {}, 'MED-1') : undefined),
      does: (d, x) => setFacts(d, x.i.id, { mediator: x.actor?.person, mediators: [...(f(x).mediators ?? []), x.actor?.person] }),
    },
    {
      rule: 'MED-1',
      from: ['mediating'],
      act: 'recuse',
      by: ['mediator'],
      to: 'queued',
      when: mine,
      takes: () => ({ reason: longtext(5, 2000) }),
      does: (d, x) => setFacts(d, x.i.id, { mediator: undefined }),
    },
    {
      rule: 'MED-1',
      from: ['overdue'],
      act: 'recuse',
      by: ['mediator'],
      when: mine,
      takes: () => ({ reason: longtext(5, 2000) }),
      does: (d, x) => setFacts(d, x.i.id, { mediator: undefined }),
    },
    {
      rule: 'MED-2',
      from: ['mediating', 'overdue'],
      act: 'ask',
      by: ['mediator'],
      when: mine,
      does: ask,
      takes: questionFields,
    },
    {
      rule: 'MED-3',
      from: ['mediating', 'overdue'],
      act: 'propose',
      by: ['mediator'],
      to: 'reviewing',
      if: (x) => needsSecondReader(x) && x.i.state === 'mediating',
      when: mine,
      takes: proposalFields,
      does: propose,
      final,
      tells: ['staff'],
    },
    {
      rule: 'MED-3',
      from: ['overdue'],
      act: 'propose',
      by: ['mediator'],
      if: needsSecondReader,
      when: mine,
      takes: proposalFields,
      does: propose,
      final,
      tells: ['staff'],
    },
    {
      rule: 'MED-3',
      from: ['mediating', 'overdue'],
      act: 'propose',
      by: ['mediator'],
      to: 'proposed',
      when: mine,
      takes: proposalFields,
      does: propose,
      final,
      legal,
    },
    {
      rule: 'MED-3',
      from: ['reviewing', 'overdue'],
      act: 'approveProposal',
      by: ['mediator', 'support', 'operator'],
      to: 'proposed',
      final,
      legal,
      when: secondReader,
      takes: () => ({ reason: longtext(5, 2000) }),
      does: (d, x) => setFacts(d, x.i.id, { proposal: { ...f(x).proposal, secondReader: x.actor?.person, at: d.at } }),
    },
    {
      rule: 'MED-3',
      from: ['reviewing'],
      act: 'returnProposal',
      by: ['mediator', 'support', 'operator'],
      to: 'mediating',
      when: secondReader,
      takes: () => ({ reason: longtext(5, 2000) }),
      tells: ['mediator'],
      does: (d, x) => setFacts(d, x.i.id, { proposal: undefined, returned: x.input['reason'] }),
    },
    {
      rule: 'MED-6',
      from: ['queued', 'mediating', 'reviewing'],
      after: 'mediationWatchdog',
      to: 'overdue',
      legal,
      tells: ['client', 'freelancer', 'staff'],
    },
    { rule: 'MED-6', from: ['overdue'], act: 'goOn', by: parties, to: 'unresolved', final, legal },
    { rule: 'MED-6', from: ['overdue'], after: 'mediationEnd', to: 'unresolved', legal },

    {
      rule: 'MED-5',
      from: ['proposed'],
      act: 'answerProposal',
      by: parties,
      to: 'closed',
      if: bothAccept,
      when: unanswered,
      takes: answerFields,
      final,
      legal,
      does: (d, x) => {
        noteAnswer(d, x);
        closeCase(d, x.i.id, f(x).proposal?.freelancer ?? 0, 'proposal');
      },
    },
    {
      rule: 'MED-5',
      from: ['proposed'],
      act: 'answerProposal',
      by: parties,
      to: 'unresolved',
      if: bothAnswered,
      when: unanswered,
      takes: answerFields,
      does: noteAnswer,
      final,
      legal,
    },
    {
      rule: 'MED-4',
      from: ['proposed'],
      act: 'answerProposal',
      by: parties,
      when: unanswered,
      takes: answerFields,
      does: noteAnswer,
      final,
      tells: [],
    },
    { rule: 'MED-5', from: ['proposed'], after: 'proposalAnswer', to: 'unresolved', legal },

    {
      rule: 'ARB-1',
      from: ['unresolved'],
      act: 'payFee',
      by: parties,
      when: ownUnpaid,
      takes: () => ({ card: { kind: 'card' } }),
      does: payFee((x) => x.party as Party),
      final,
      legal,
    },
    {
      rule: 'ARB-6',
      from: ['unresolved'],
      act: 'payBothFees',
      by: parties,
      when: bothUnpaid,
      takes: () => ({ card: { kind: 'card' } }),
      does: payFee(() => 'both'),
      final,
      legal,
    },
    {
      rule: 'ARB-6',
      from: ['unresolved'],
      act: 'payOtherFee',
      by: parties,
      when: otherUnpaid,
      takes: () => ({ card: { kind: 'card' } }),
      does: payFee((x) => other(x.party as Party)),
      final,
      legal,
    },
    { rule: 'ARB-1', from: ['unresolved'], after: 'feePayment', to: 'clearing', if: inFlight, tells: [] },
    { rule: 'ARB-4', from: ['unresolved'], after: 'feePayment', to: 'closed', if: only('client'), does: close('feeOnlyClient', nothing), legal },
    { rule: 'ARB-4', from: ['unresolved'], after: 'feePayment', to: 'closed', if: only('freelancer'), does: close('feeOnlyFreelancer', all), legal },
    {
      rule: 'ARB-5',
      from: ['unresolved'],
      after: 'feePayment',
      to: 'closed',
      does: close('feeNobody', (x) => byDefault(x.policy.silence.noFeePaid, gap(x))),
      legal,
    },

    { rule: 'ARB-3', from: ['hearing'], act: 'hear', by: ['arbitrator'], when: mayHear, shown: true, does: hear },
    { rule: 'ARB-7', from: ['awardOverdue'], act: 'hear', by: ['arbitrator'], when: mayHear, does: hear },
    {
      rule: 'ARB-7',
      from: ['hearing', 'awardOverdue'],
      act: 'replaceArbitrator',
      by: ['operator', 'support'],
      takes: () => ({ reason: longtext(5, 2000) }),
      when: (x) => (f(x).arbitrator ? undefined : refuse('not_assigned', {}, 'ARB-7')),
      does: (d, x) => setFacts(d, x.i.id, { arbitrator: undefined }),
    },
    {
      rule: 'ARB-7',
      from: ['hearing', 'awardOverdue'],
      act: 'invite',
      by: ['arbitrator'],
      when: (x) => myHearing(x) ?? mayInvite(x),
      does: invite,
    },
    {
      rule: 'ARB-7',
      from: ['hearing', 'awardOverdue'],
      act: 'stateFurther',
      by: parties,
      when: furtherOpen,
      final,
      takes: furtherFields,
      does: (d, x) => {
        const further = { ...f(x).further, [x.party as Party]: statementOf(x) };
        setFacts(d, x.i.id, { further });
        if (further.client && further.freelancer) closeInvitation(d, x);
      },
    },
    { rule: 'ARB-7', from: ['hearing', 'awardOverdue'], after: 'furtherStatement', does: closeInvitation, tells: ['arbitrator'] },
    {
      rule: 'ARB-7',
      from: ['hearing', 'awardOverdue'],
      act: 'award',
      by: ['arbitrator'],
      to: 'closed',
      when: myHearing,
      final,
      legal,
      takes: (x) => ({ freelancer: money(0, gap(x)), topics: reasonsByTopic(x.c, x.i), reasons: longtext(20, 50_000) }),
      does: (d, x) => {
        const { freelancer, reasons, topics } = x.input as Decided;
        setFacts(d, x.i.id, { award: { freelancer, reasons, ...(topics?.length && { topics }), at: d.at } });
        closeCase(d, x.i.id, freelancer, 'award');
      },
    },
    {
      rule: 'ARB-7',
      from: ['hearing'],
      after: 'award',
      to: 'awardOverdue',
      legal,
      tells: ['client', 'freelancer', 'staff'],
      does: (d, x) => setFacts(d, x.i.id, { arbitrator: undefined }),
    },
    {
      rule: 'ARB-7',
      from: ['awardOverdue'],
      after: 'awardFallback',
      to: 'closed',
      does: close('noAward', (x) => byDefault(x.policy.silence.noAward, gap(x))),
      legal,
    },
  ],
} as const satisfies Process<S>;

function secondReader(x: Look): Refusal | undefined {
  if (!f(x).proposal) return refuse('no_proposal', {}, 'MED-3');
  if (f(x).mediator === x.actor?.person) return refuse('needs_second_person', {}, 'MED-3');
  return x.actor?.conflict ? refuse('conflict', { why: x.actor.conflict }, 'MED-3') : undefined;
}
