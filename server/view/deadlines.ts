/** Open windows with whose turn it is and what silence does, to the cent (TIM-9). */
import { bothZones } from '@fairhold/copy';
import { type Consequence, type Contract, HOUSE, type Instance, type OpenWindow, silence } from '@fairhold/domain';
import { caseFacts } from '@fairhold/domain/processes/case';
import type { z } from 'zod';
import type { Deadline } from './schemas.ts';
import { iso, type Speech, sideOf, speech, type ViewInput } from './viewer.ts';

export type DeadlineView = z.infer<typeof Deadline>;

/** Windows that are nobody's business on a page: they end by themselves and nothing is decided. */
const SILENT = new Set(['payment', 'charge']);

/** Whether this window waits for the viewer: in a window for both, not once they have done their part. */
function isYours(v: ViewInput, i: Instance, w: OpenWindow): boolean {
  const side = sideOf(v.viewer);
  if (w.actor === 'mediator') return v.viewer.role === 'mediator' && (!i.facts['mediator'] || i.facts['mediator'] === v.viewer.person);
  if (w.actor === 'arbitrator') return v.viewer.role === 'arbitrator' && (!i.facts['arbitrator'] || i.facts['arbitrator'] === v.viewer.person);
  if (w.actor === 'staff') return v.viewer.role === 'staff';
  if (!side) return false;
  if (w.actor !== 'both') return w.actor === side;
  if (w.name === 'furtherStatement') return !caseFacts(i).further?.[side];
  if (i.process === 'case') return !caseFacts(i).answers?.[side] && !caseFacts(i).fees?.[side];
  if (i.process === 'feedback') return false;
  if (['change', 'reinstatement', 'settlement'].includes(i.process)) return i.facts['by'] !== side;
  return i.process !== 'dormancy';
}

/** What nobody acting would do, as a sentence: the consequence's amounts, the names, the instant. */
export function silenceSentence(s: Speech, i: Instance, w: OpenWindow, consequence: Consequence, v: Pick<ViewInput, 'viewer'>): string {
  const then = s.say(s.words.LAPSES[`${i.process}.${i.state}.${w.name}`]?.then ?? '');
  const { toClient, released, toFreelancer, arbitrationBack } = consequence.moved;
  const parts: string[] = [];
  if (toClient > 0) parts.push(`${s.amount(toClient)} goes back to ${s.client}`);
  if (released > 0) parts.push(`${s.amount(released)} is paid to ${s.freelancer} (${s.amount(toFreelancer)} after the service fee)`);
  if (arbitrationBack > 0) parts.push(`${s.amount(arbitrationBack)} in arbitration fees goes back to who paid it`);
  if (parts.length === 0 && then) parts.push(then.charAt(0).toLowerCase() + then.slice(1));
  const side = sideOf(v.viewer);
  const name = {
    client: s.client,
    freelancer: s.freelancer,
    both: 'nobody',
    mediator: 'the mediator',
    arbitrator: 'the arbitrator',
    staff: 'our staff',
    bank: 'the bank',
    nobody: 'nobody',
  }[w.actor];
  const who = w.actor === side ? 'If you do nothing' : w.actor === 'both' ? 'If nothing is done' : `If ${name} does nothing`;
  const what = parts.length > 0 ? parts.join(' and ') : 'it ends';
  return `${w.actor === 'nobody' ? 'Without anybody doing anything' : who}, ${what} on ${bothZones(w.dueAt, v.viewer.zone, v.viewer.locale)}.`;
}

export function deadlineView(v: ViewInput, i: Instance, w: OpenWindow): DeadlineView {
  const s = speech(v);
  const { step, consequence } = silence(hideSealed(v.c, i), i.id, w, v.policy, v.world);
  const words = s.words.LAPSES[`${i.process}.${i.state}.${w.name}`];
  return {
    at: iso(w.dueAt),
    window: w.name,
    on: i.id,
    title: words?.title ?? w.name,
    actor: w.actor,
    yours: isYours(v, i, w),
    silence: {
      sentence: silenceSentence(s, i, w, consequence, v),
      rule: step.rule,
      client: consequence.moved.toClient,
      freelancer: consequence.moved.toFreelancer,
      ...(words?.then && { next: s.say(words.then) }),
    },
    ...(w.extended && { extended: { days: w.extended.days, reason: w.extended.reason, owed: w.extended.owed === true } }),
  };
}

/** MED-4: what silence would do must not tell what the other side answered. */
const hideSealed = (c: Contract, i: Instance): Contract =>
  i.state === 'proposed' ? { ...c, instances: { ...c.instances, [i.id]: { ...i, facts: { ...i.facts, answers: {} } } } } : c;

/** Open windows that the viewer may see, soonest first. */
export function deadlinesOf(v: ViewInput, hidden: ReadonlySet<string>): DeadlineView[] {
  return Object.values(v.c.instances)
    .filter((i) => !SILENT.has(i.process) && !hidden.has(i.process) && !HOUSE.processes[i.process]?.states[i.state]?.closed)
    .flatMap((i) => i.windows.filter((w) => !w.target).map((w) => deadlineView(v, i, w)))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}
