/** What would happen, for somebody about to decide: money to each side, what comes next, what cannot be undone (END-2, API-3). */
import { bothZones, date } from '@fairhold/copy';
import type { Opened, Previewed } from '@fairhold/domain';
import type { z } from 'zod';
import type { Preview } from './schemas.ts';
import { iso, type Speech, sideOf, speech, type ViewInput } from './viewer.ts';

type PreviewView = z.infer<typeof Preview>;

export function previewView(v: ViewInput & { previewed: Previewed; digest: string; act: string; on: string }): PreviewView {
  const s = speech(v);
  const { consequence: k, step } = v.previewed;
  const words = s.words.ACTS[v.act === 'extend' ? 'any.extend' : `${step.process}.${v.act}`];
  const { moved } = k;
  const clauses = moneyClauses(s, v);
  const lead = words?.you ?? v.act;
  return {
    digest: v.digest,
    act: v.act,
    on: v.on,
    rule: k.rule,
    sentence: `${lead}${clauses.length > 0 ? `: ${clauses.join('; ')}` : ''}.`,
    button: buttonOf(s, v, words?.button ?? v.act),
    money: {
      rows: rowsOf(s, v),
      client: moved.toClient,
      freelancer: moved.toFreelancer,
      fees: moved.serviceFee,
      held: k.heldAfter,
      ...(k.charge && { charge: k.charge }),
      refunds: k.refunds.map((r) => ({ amount: r.amount, card: r.card, by: iso(r.by) })),
    },
    next: nextOf(s, v),
    cannotBeUndone: cannotBeUndone(s, v),
    effects: effectsOf(s, v),
  };
}

function moneyClauses(s: Speech, v: ViewInput & { previewed: Previewed }): string[] {
  const { moved, charge, heldAfter, heldBefore } = v.previewed.consequence;
  const out: string[] = [];
  if (charge) out.push(`${charge.card} is charged ${s.amount(charge.total)}`);
  if (moved.released > 0) out.push(`${s.amount(moved.released)} is paid to ${s.freelancer} (${s.amount(moved.toFreelancer)} after the service fee)`);
  if (moved.givenBack > 0)
    out.push(`${s.freelancer} gives ${s.amount(moved.givenBack)} and the platform its fee of ${s.amount(moved.feesBack)} on it`);
  if (moved.toClient > 0) out.push(`${s.amount(moved.toClient)} goes back to ${s.client}`);
  if (moved.arbitrationBack > 0) out.push(`${s.amount(moved.arbitrationBack)} in arbitration fees goes back`);
  if (v.previewed.step.act === 'end' && heldAfter > 0) out.push(`you ask for ${s.amount(heldAfter)} back, and it stays held until that is decided`);
  else if (heldAfter > 0 && heldAfter !== heldBefore) out.push(`${s.amount(heldAfter)} stays held`);
  return out;
}

/** "End contract and ask for $120.00 back": the button names the thing. */
function buttonOf(s: Speech, v: ViewInput & { previewed: Previewed; act: string }, plain: string): string {
  const { moved, charge, heldAfter } = v.previewed.consequence;
  if (v.act === 'end' && v.viewer.role === 'client')
    return heldAfter > 0
      ? `End contract and ask for ${s.amount(heldAfter)} back`
      : moved.released > 0
        ? `End contract and pay ${s.amount(moved.released)}`
        : 'End contract';
  if (v.act === 'end' && moved.refunded > 0) return `End contract and give back ${s.amount(moved.refunded)}`;
  if (v.act === 'approve' && v.previewed.step.process === 'milestone') return `Approve and pay ${s.amount(moved.released)}`;
  if (charge) return `${plain}: ${s.amount(charge.total)}`;
  return plain;
}

type Row = PreviewView['money']['rows'][number];
function rowsOf(s: Speech, v: ViewInput & { previewed: Previewed }): Row[] {
  const { moved, charge, heldAfter } = v.previewed.consequence;
  const side = sideOf(v.viewer);
  const to = (party: 'client' | 'freelancer'): Row['to'] => (side === undefined ? party : side === party ? 'you' : 'them');
  const rows: Row[] = [];
  if (charge) {
    rows.push({ label: `Charged to ${charge.card}`, amount: charge.total, to: 'outside' });
    if (charge.fee > 0) rows.push({ label: 'of it client fee', amount: charge.fee, to: 'platform' });
    if (charge.initiation > 0) rows.push({ label: 'of it contract initiation fee', amount: charge.initiation, to: 'platform' });
  }
  if (moved.toFreelancer > 0) rows.push({ label: `${s.freelancer} gets`, amount: moved.toFreelancer, to: to('freelancer') });
  if (moved.serviceFee > 0) rows.push({ label: 'Service fee', amount: moved.serviceFee, to: 'platform' });
  if (moved.givenBack > 0) rows.push({ label: `${s.freelancer} gives`, amount: moved.givenBack, to: to('client') });
  if (moved.refunded > 0) rows.push({ label: `Back to ${s.client}`, amount: moved.refunded, to: to('client') });
  if (moved.feesBack > 0) rows.push({ label: `Fees back to ${s.client}`, amount: moved.feesBack, to: to('client') });
  rows.push({ label: 'Stays held', amount: heldAfter, to: 'held' });
  return rows;
}

function nextOf(s: Speech, v: ViewInput & { previewed: Previewed }): PreviewView['next'] {
  const { refunds, opens, moved } = v.previewed.consequence;
  const out: PreviewView['next'] = [];
  for (const o of opens) if (o.process !== 'charge' && o.process !== 'payment') out.push(openedView(s, v, o));
  for (const r of refunds)
    out.push({
      at: iso(r.by),
      actor: 'bank',
      sentence: `${s.amount(r.amount)} arrives at ${r.card} by ${date(r.by, v.viewer.zone, v.viewer.locale)} at the latest.`,
    });
  if (moved.toFreelancer > 0) {
    const hold = opens.find((o) => o.process === 'payment');
    if (hold)
      out.push({
        at: iso(hold.dueAt),
        actor: 'nobody',
        sentence: `${s.freelancer} can pay out ${s.amount(moved.toFreelancer)} from ${date(hold.dueAt, v.viewer.zone, v.viewer.locale)}.`,
      });
  }
  return out;
}

function openedView(s: Speech, v: ViewInput, o: Opened): PreviewView['next'][number] {
  const side = sideOf(v.viewer);
  const title = s.words.LAPSES[`${o.process}.${o.state}.${o.window}`]?.title ?? o.window;
  const who =
    o.actor === side
      ? 'You have'
      : o.actor === 'client'
        ? `${s.client} has`
        : o.actor === 'freelancer'
          ? `${s.freelancer} has`
          : o.actor === 'both'
            ? 'Both have'
            : 'There is';
  return {
    at: iso(o.dueAt),
    actor: o.actor,
    sentence: `${who} until ${bothZones(o.dueAt, v.viewer.zone, v.viewer.locale)}: ${title.charAt(0).toLowerCase()}${title.slice(1)}.`,
  };
}

function cannotBeUndone(s: Speech, v: ViewInput & { previewed: Previewed; act: string }): string[] {
  const { moved, charge, changes } = v.previewed.consequence;
  const out: string[] = [];
  if (moved.released > 0) out.push(`The payment to ${s.freelancer} cannot be taken back.`);
  if (moved.refunded + moved.givenBack > 0) out.push(`The refund to ${s.client} cannot be taken back.`);
  if (charge) out.push(`${charge.card} is charged at once.`);
  if (changes.some((c) => c.process === 'contract' && c.to === 'ended')) out.push('An ended contract never becomes active again.');
  if (['dispute', 'contest', 'addendum', 'stateFurther', 'disputePartial'].includes(v.act))
    out.push('Your statement and its files cannot be changed later.');
  if (v.act === 'award') out.push('The award is final.');
  return out;
}

/** What else changes: milestones cancelled, unpaid work given up, what may still be done about feedback (END-5). */
function effectsOf(s: Speech, v: ViewInput & { previewed: Previewed; act: string }): string[] {
  const { changes, moved } = v.previewed.consequence;
  const out: string[] = [];
  const cancelled = changes.filter((c) => c.process === 'milestone' && c.to === 'cancelled').length;
  if (cancelled > 0)
    out.push(`${cancelled === 1 ? 'One milestone that is not funded is' : `${cancelled} milestones that are not funded are`} cancelled.`);
  const unpaid = changes.filter((c) => c.process === 'milestone' && c.from === 'submitted').length;
  if (v.act === 'end' && v.viewer.role === 'freelancer' && moved.refunded > 0) {
    if (unpaid > 0) out.push(`You have submitted work that is not paid. You give up all of it: ${s.amount(moved.refunded)}.`);
    else out.push(`You give up all held money: ${s.amount(moved.refunded)}.`);
  } else if (unpaid > 0 && v.act === 'end') out.push('The review of submitted work stops. Nothing is paid by silence any more.');
  if (changes.some((c) => c.process === 'feedback')) out.push('Both can give feedback. It stays hidden until both did, or the time is over.');
  return out;
}
