/** What would happen, for somebody about to decide: money to each side, what comes next, what cannot be undone (END-2, API-3). */
import { bothZones, date, termName } from '@fairhold/copy';
import {
  extensionFacts,
  type Instance,
  instance,
  isAnywhere,
  isRefusal,
  type Opened,
  other,
  type Party,
  type Previewed,
  preview,
  silence,
  witnessFacts,
} from '@fairhold/domain';
import { caseFacts } from '@fairhold/domain/casefacts';
import { milestonesOf } from '@fairhold/domain/milestones';
import type { z } from 'zod';
import { deadlineView, silenceSentence, whoseIs } from './deadlines.ts';
import { flagsView } from './flags.ts';
import { blindSays } from './preview-blind.ts';
import type { Preview } from './schemas.ts';
import { iso, type Speech, sideOf, speech, toldTo, type ViewInput } from './viewer.ts';
import { businessDaysOf } from './ways.ts';

type PreviewView = z.infer<typeof Preview>;

export function previewView(v: ViewInput & { previewed: Previewed; digest: string; act: string; on: string }): PreviewView {
  const s = speech(v);
  const { consequence: k, step } = v.previewed;
  const words = s.words.ACTS[isAnywhere(v.act) ? `any.${v.act}` : `${step.process}.${v.act}`];
  const { moved } = k;
  const clauses = moneyClauses(s, v);
  return {
    digest: v.digest,
    act: v.act,
    on: v.on,
    rule: k.rule,
    sentence: s.say.preview(words ? toldTo(s, sideOf(v.viewer), words.you) : v.act, clauses),
    button: buttonOf(s, v, words?.button ?? v.act),
    money: {
      splits: splitsOf(s, v),
      client: moved.toClient,
      freelancer: moved.toFreelancer,
      fees: moved.serviceFee,
      held: k.heldAfter,
      ...(k.charge && { charge: k.charge }),
      refunds: k.refunds.map((r) => ({ amount: r.amount, card: r.card, by: iso(r.by) })),
    },
    next: nextOf(s, v),
    cannotBeUndone: cannotBeUndone(s, v),
    falls: fallsOf(s, v),
    effects: effectsOf(s, v),
  };
}

function moneyClauses(s: Speech, v: ViewInput & { previewed: Previewed }): string[] {
  const { moved, charge, heldAfter, heldBefore } = v.previewed.consequence;
  const out: string[] = [];
  if (charge) out.push(s.say.isCharged(charge.card, s.amount(charge.total)));
  if (moved.released > 0) out.push(s.say.isPaid(s.amount(moved.released), s.freelancer, s.amount(moved.toFreelancer)));
  if (moved.givenBack > 0) out.push(s.say.givesBack(s.freelancer, s.amount(moved.givenBack), s.amount(moved.feesBack)));
  if (moved.toClient > 0) out.push(s.say.goesBack(s.amount(moved.toClient), s.client));
  const { step } = v.previewed;
  if (step.process === 'trace')
    for (const p of step.postings) out.push(s.say.isGivenBack(s.amount(p.amount), p.to.endsWith(v.c.client) ? s.client : s.freelancer));
  for (const p of v.previewed.consequence.payouts) out.push(s.say.goesToBank(s.amount(p.amount), p.to));
  if (moved.arbitrationBack > 0) out.push(s.say.feesGoBack(s.amount(moved.arbitrationBack)));
  if (v.previewed.step.act === 'end' && heldAfter > 0) out.push(s.say.youAskBack(s.amount(heldAfter)));
  else if (heldAfter > 0 && heldAfter !== heldBefore) out.push(s.say.staysHeld(s.amount(heldAfter)));
  return out;
}

/** "End contract and ask for $120.00 back": the button names the thing. */
function buttonOf(s: Speech, v: ViewInput & { previewed: Previewed; act: string }, plain: string): string {
  const { moved, charge, heldAfter } = v.previewed.consequence;
  if (v.act === 'end' && v.viewer.role === 'client')
    return heldAfter > 0
      ? s.say.buttons.endAndAsk(s.amount(heldAfter))
      : moved.released > 0
        ? s.say.buttons.endAndPay(s.amount(moved.released))
        : s.say.buttons.end;
  if (v.act === 'end' && moved.refunded > 0) return s.say.buttons.endAndGiveBack(s.amount(moved.refunded));
  if (v.act === 'approve' && v.previewed.step.process === 'milestone') return s.say.buttons.approveAndPay(s.amount(moved.released));
  if (charge) return s.say.buttons.withSum(plain, s.amount(charge.total));
  return plain;
}

/** Where several milestones are touched: how it falls on each (END-3). */
function fallsOf(s: Speech, v: ViewInput & { previewed: Previewed }): PreviewView['falls'] {
  const { falls } = v.previewed;
  if (falls.length < 2) return [];
  return falls.map((f) => ({ ...f, title: String(v.c.instances[f.id]?.facts['title'] ?? s.say.noMilestone) }));
}

/** The act by which the other side would accept what such an offer proposes. */
const ACCEPTS: Readonly<Record<string, string>> = { settlement: 'acceptOffer', parting: 'acceptEnding' };

/** What an offer would do if the other side accepted it as it stands: done by the engine on the contract that the offer would leave. */
function ifAccepted(s: Speech, v: ViewInput & { previewed: Previewed }): string[] {
  const after = v.previewed.step.contract;
  const offer = Object.values(after.instances).find((i: Instance) => ACCEPTS[i.process] && i.state === 'open' && !v.c.instances[i.id]);
  if (!offer) return [];
  const to = other(offer.facts['by'] as Party);
  const accepted = preview(
    after,
    { roles: [to], person: '' },
    { act: ACCEPTS[offer.process] as string, on: offer.id, input: {} },
    v.now,
    v.policy,
    v.world,
  );
  if (isRefusal(accepted)) return [];
  const ends = accepted.consequence.changes.some((c) => c.process === 'contract' && c.to === 'ended');
  return [s.say.effects.ifAccepted(s[to], moneyClauses(s, { ...v, previewed: accepted }), ends)];
}

type Split = PreviewView['money']['splits'][number];
type Row = Split['rows'][number];
const summed = (of: Split['of'], label: string, rows: Row[]): Split => ({
  of,
  rows,
  total: { label, amount: rows.reduce((n, r) => n + r.amount, 0) },
});

/** What a card is charged, by its parts; and apart from it where the money is that was held. No posting stands in both. */
function splitsOf(s: Speech, v: ViewInput & { previewed: Previewed }): Split[] {
  const { moved, charge, intoEscrow, intoArbitration, heldBefore, heldAfter } = v.previewed.consequence;
  const { rows: say } = s.say;
  const side = sideOf(v.viewer);
  const to = (party: 'client' | 'freelancer'): Row['to'] => (side === undefined ? party : side === party ? 'you' : 'them');
  const row = (label: string, amount: number, whose: Row['to']): Row[] => (amount > 0 ? [{ label, amount, to: whose }] : []);
  const fee = (why: string, amount: number) => row(s.words.WHYS[why] ?? why, amount, 'platform');
  const paid = [...row(say.gets(s.freelancer), moved.toFreelancer, to('freelancer')), ...row(say.serviceFee, moved.serviceFee, 'platform')];
  // What is only passed on, like a bonus, was never among the held money.
  const passes = charge !== undefined && moved.released === intoEscrow && heldAfter === heldBefore;
  const charged = charge && [
    ...(passes ? paid : row(say.intoEscrow, intoEscrow, 'held')),
    ...fee('arbitrationFee', intoArbitration),
    ...fee('cancellationFee', charge.amount - intoEscrow - intoArbitration),
    ...fee('clientFee', charge.fee),
    ...fee('initiationFee', charge.initiation),
  ];
  const held: Row[] = [
    ...(passes ? [] : paid),
    ...row(say.gives(s.freelancer), moved.givenBack, to('client')),
    ...row(say.back(s.client), moved.refunded, to('client')),
    ...row(say.feesBack(s.client), moved.feesBack, to('client')),
    { label: v.previewed.step.act === 'bid' ? say.heldUnlessMet : charge ? say.heldAfter : say.held, amount: heldAfter, to: 'held' },
  ];
  return [...(charge && charged ? [summed('charge', say.charged(charge.card), charged)] : []), summed('held', say.together, held)];
}

function nextOf(s: Speech, v: ViewInput & { previewed: Previewed }): PreviewView['next'] {
  const { refunds, payouts, opens, moved } = v.previewed.consequence;
  const out: PreviewView['next'] = [];
  // What is due in the same instant is no wait.
  const waits = opens.filter((o) => !['charge', 'payment', 'witness'].includes(o.process) && o.dueAt > v.previewed.step.at);
  for (const o of waits) out.push(openedView(s, v, o), ...silenceOf(s, v, o));
  for (const r of refunds) out.push(arrival(s, v, r));
  for (const p of payouts) out.push(arrival(s, v, { amount: p.amount, card: p.to, by: p.by }, 'payout'));
  if (moved.toFreelancer > 0) {
    const hold = opens.find((o) => o.process === 'payment');
    if (hold)
      out.push({
        at: iso(hold.dueAt),
        actor: 'nobody',
        sentence: s.say.canPayOut(s.freelancer, s.amount(moved.toFreelancer), date(hold.dueAt, v.viewer.zone, v.viewer.locale)),
      });
  }
  return out;
}

type Next = PreviewView['next'][number];
/** When money is at its card or bank: the date, and the business days that the bank may take (MNY-7). */
const arrival = (s: Speech, v: ViewInput, r: { amount: number; card: string; by: number }, process: 'refund' | 'payout' = 'refund'): Next => ({
  at: iso(r.by),
  actor: 'bank',
  sentence: s.say.arrives(s.amount(r.amount), r.card, date(r.by, v.viewer.zone, v.viewer.locale), businessDaysOf(v.policy, process)),
});

/** Where silence on what an act opens moves money: what it does, to whom, and when the bank has it (TIM-9). */
function silenceOf(s: Speech, v: ViewInput & { previewed: Previewed }, o: Opened): Next[] {
  const after = v.previewed.step.contract;
  const i = instance(after, o.on);
  const w = i?.windows.find((x) => x.name === o.window);
  if (!i || !w || !['client', 'freelancer', 'both'].includes(w.actor)) return [];
  const { consequence } = silence(after, o.on, w, v.policy, v.world);
  if (consequence.moved.toClient + consequence.moved.released === 0) return [];
  return [
    { at: iso(w.dueAt), actor: 'nobody', sentence: silenceSentence(s, i, w, consequence, { ...v, c: after }) },
    ...consequence.refunds.map((r) => arrival(s, v, r)),
  ];
}

function openedView(s: Speech, v: ViewInput & { previewed: Previewed }, o: Opened): PreviewView['next'][number] {
  const title = s.words.LAPSES[`${o.process}.${o.state}.${o.window}`]?.title ?? o.window;
  return {
    at: iso(o.dueAt),
    actor: o.actor,
    sentence: s.say.opened(
      whoseIs(s, o.actor, { ...v, c: v.previewed.step.contract }, o.on),
      bothZones(o.dueAt, v.viewer.zone, v.viewer.locale),
      title,
    ),
  };
}

function cannotBeUndone(s: Speech, v: ViewInput & { previewed: Previewed; act: string }): string[] {
  const { moved, charge, changes } = v.previewed.consequence;
  const out: string[] = [];
  if (moved.released > 0) out.push(s.say.final.payment(s.freelancer));
  if (moved.refunded + moved.givenBack > 0) out.push(s.say.final.refund(s.client));
  if (charge) out.push(s.say.final.charge(charge.card));
  if (changes.some((c) => c.process === 'contract' && c.to === 'ended')) out.push(s.say.final.ended);
  if (['dispute', 'contest', 'addendum', 'stateFurther', 'disputePartial'].includes(v.act)) out.push(s.say.final.statement);
  if (v.act === 'award') out.push(s.say.final.award);
  if (v.act === 'bid') out.push(s.say.final.bid);
  return out;
}

/** What else changes: milestones cancelled, unpaid work given up, what may still be done about feedback (END-5). */
function effectsOf(s: Speech, v: ViewInput & { previewed: Previewed; act: string; on: string }): string[] {
  const { changes, moved } = v.previewed.consequence;
  const out: string[] = [...ifAccepted(s, v), ...blindSays(s, v, (previewed) => moneyClauses(s, { ...v, previewed }))];
  const cancelled = changes.filter((c) => c.process === 'milestone' && c.to === 'cancelled').length;
  if (cancelled > 0) out.push(s.say.effects.cancelled(cancelled));
  const unpaid = changes.filter((c) => c.process === 'milestone' && c.from === 'submitted').length;
  if (v.act === 'end' && v.viewer.role === 'freelancer' && moved.refunded > 0) {
    if (unpaid > 0) out.push(s.say.effects.unpaidGivenUp(s.amount(moved.refunded)));
    else out.push(s.say.effects.heldGivenUp(s.amount(moved.refunded)));
  } else if (unpaid > 0 && ['end', 'acceptEnding'].includes(v.act)) out.push(s.say.effects.reviewStops);
  if (changes.some((c) => c.process === 'feedback')) out.push(s.say.effects.feedback);
  const { charge } = v.previewed.consequence;
  // What was flagged is still true when one says yes to it (CON-5); what is missing of the first milestone is charged with the yes.
  if (v.previewed.step.process === 'offer' && ['accept', 'approve'].includes(v.act))
    out.push(
      ...flagsView(v, s)
        .filter((f) => !charge || f.code !== 'firstNotFunded')
        .map((f) => (f.quote ? s.say.effects.flagged(f.sentence, f.quote) : f.sentence)),
    );
  const change = instance(v.c, v.on);
  if (change?.process === 'change' && v.act === 'approveChange') out.push(changeSays(s, v, change.facts));
  if (v.act === 'askTime') out.push(...askTimeSays(s, v));
  if (v.act === 'inviteWitness') out.push(...invitationSays(s, v));
  const theCase = v.previewed.step.process === 'case' ? instance(v.c, v.on) : undefined;
  if (charge && theCase && ['payFee', 'payOtherFee', 'payBothFees'].includes(v.act)) {
    const { gap } = caseFacts(theCase);
    out.push(s.say.effects.atRisk(s.amount(gap + charge.amount), s.amount(gap), s.amount(charge.amount)));
  }
  return out;
}

/** CHG-2: what one says yes to: a milestone more, or which of its terms become others. */
function changeSays(s: Speech, v: ViewInput, facts: Instance['facts']): string {
  const { kind, milestone, to } = facts as { kind: string; milestone?: string; to: Record<string, unknown> };
  if (kind === 'new') return s.say.effects.added(String(to['title']), s.amount(Number(to['amount'])));
  const n = milestonesOf(v.c).findIndex((m) => m.id === milestone) + 1;
  const terms = Object.keys(to).filter((name) => name !== 'note');
  return s.say.effects.changed(terms.map((name) => termName(s.words, `milestones.${n}.${name}`)));
}

/** DSP-10: what the other side sees, what silence does, and that they may do the same. */
function invitationSays(s: Speech, v: ViewInput & { previewed: Previewed }): string[] {
  const i = Object.values(v.previewed.step.contract.instances).find((one) => one.process === 'witness' && !v.c.instances[one.id]);
  if (!i) return [];
  const { by, until } = witnessFacts(i);
  const values = { other: s[other(by)], at: s.when(until), most: v.policy.limits.witnessesPerSide };
  const { sees, waits, stays, alike } = s.words.WITNESS;
  return [sees, waits, stays, alike].map((text) => s.fill(text, values));
}

/** TIM-10: asking moves nothing. What silence does stays said, and what the other side gets if it is granted. */
function askTimeSays(s: Speech, v: ViewInput & { previewed: Previewed }): string[] {
  const asked = Object.values(v.previewed.step.contract.instances).find((i) => i.process === 'extension' && !v.c.instances[i.id]);
  if (!asked) return [];
  const { on, window, dueAt, by } = extensionFacts(asked);
  const i = instance(v.c, on);
  const w = i?.windows.find((x) => x.name === window);
  if (!i || !w) return [];
  const [stays, ...more] = s.say.effects.askTime(bothZones(dueAt, v.viewer.zone, v.viewer.locale), s[other(by)], w.actor === 'both');
  return [stays as string, deadlineView(v, i, w).silence.sentence, ...more];
}
