/** Open windows with whose turn it is and what silence does, to the cent (TIM-9). */
import { bothZones, type Whose } from '@fairhold/copy';
import { type Consequence, type Contract, HOUSE, type Instance, type OpenWindow, silence, waitsFor } from '@fairhold/domain';
import { traceFacts } from '@fairhold/domain/processes/trace';
import type { z } from 'zod';
import { actionsOf, canMove, groupOf } from './actions.ts';
import type { Deadline } from './schemas.ts';
import { iso, type Speech, sideOf, speech, type ViewInput } from './viewer.ts';

export type DeadlineView = z.infer<typeof Deadline>;

/** Windows that are no deadline of anybody's: they end by themselves and nothing is decided. That of a witness is shown with the witness. */
const SILENT = new Set(['payment', 'charge', 'witness']);

/**
 * Whether what waits for the reader's side waits for the reader: of an agency's members only where the main thing to do there is theirs
 * too; the rest its managers decide (CON-1).
 */
export const isForReader = (v: ViewInput, on: string | undefined): boolean =>
  v.viewer.role !== 'member' || actionsOf(v).some((a) => a.on === on && a.weight === 'main' && !a.blocked);

/** Whether what waits for our staff waits for this one of them: an auditor acts on nothing, and each office on its own part only. */
export const isForStaff = (v: ViewInput, on: string | undefined): boolean => v.viewer.role === 'staff' && canMove(v, on);

/** Whether this window waits for the viewer: in a window for both, not once they have done their part. */
function isYours(v: ViewInput, i: Instance, w: OpenWindow): boolean {
  const side = sideOf(v.viewer);
  if (w.actor === 'mediator') return v.viewer.role === 'mediator' && (!i.facts['mediator'] || i.facts['mediator'] === v.viewer.person);
  if (w.actor === 'arbitrator') return v.viewer.role === 'arbitrator' && (!i.facts['arbitrator'] || i.facts['arbitrator'] === v.viewer.person);
  if (w.actor === 'staff') return isForStaff(v, i.id);
  return side !== undefined && waitsFor(i, w, side) && isForReader(v, i.id);
}

/** What nobody acting would do, as a sentence: the consequence's amounts, the names, the instant. */
export function silenceSentence(s: Speech, i: Instance, w: OpenWindow, consequence: Consequence, v: ViewInput): string {
  const { toClient, released, toFreelancer, arbitrationBack } = consequence.moved;
  return s.say.silence({
    whose: whoseIs(s, w.actor, v, i.id),
    client: s.client,
    freelancer: s.freelancer,
    ...(toClient > 0 && { toClient: s.amount(toClient) }),
    ...(released > 0 && { released: { gross: s.amount(released), net: s.amount(toFreelancer) } }),
    ...(arbitrationBack > 0 && { arbitrationBack: s.amount(arbitrationBack) }),
    follows: s.fill(s.words.LAPSES[`${i.process}.${i.state}.${w.name}`]?.then ?? ''),
    at: bothZones(w.dueAt, v.viewer.zone, v.viewer.locale),
  });
}

/** Whose deadline it is, towards this reader. */
export function whoseIs(s: Speech, actor: OpenWindow['actor'], v: ViewInput, on: string): Whose {
  if (actor === sideOf(v.viewer) && isForReader(v, on)) return 'you';
  if (actor === 'client' || actor === 'freelancer') return { name: s[actor] };
  // Among us; to the parties it is the mediator's all the time.
  return actor === 'mediator' && sideOf(v.viewer) === undefined && v.c.instances[on]?.state === 'reviewing' ? 'secondReader' : actor;
}

export function deadlineView(v: ViewInput, i: Instance, w: OpenWindow): DeadlineView {
  const s = speech(v);
  const { step, consequence } = silence(hideSealed(v.c, i), i.id, w, v.policy, v.world);
  const words = s.words.LAPSES[`${i.process}.${i.state}.${w.name}`];
  return {
    at: iso(w.dueAt),
    window: w.name,
    on: i.id,
    group: groupOf(i.process),
    title: words?.title ?? w.name,
    actor: w.actor,
    yours: isYours(v, i, w),
    silence: {
      sentence: silenceSentence(s, i, w, consequence, v),
      rule: step.rule,
      client: consequence.moved.toClient,
      freelancer: consequence.moved.toFreelancer,
      ...(words?.then && { next: s.say.next(s.fill(words.then)) }),
    },
    ...(w.extended && { extended: { days: w.extended.days, reason: w.extended.reason, owed: w.extended.owed === true } }),
  };
}

/** MED-4: what silence would do must not tell what the other side answered. */
const hideSealed = (c: Contract, i: Instance): Contract =>
  i.state === 'proposed' ? { ...c, instances: { ...c.instances, [i.id]: { ...i, facts: { ...i.facts, answers: {} } } } } : c;

/** Where somebody's own money is, is nobody else's business. */
export const isOthersTrace = (v: Pick<ViewInput, 'viewer'>, i: Instance): boolean =>
  i.process === 'trace' && sideOf(v.viewer) !== undefined && traceFacts(i).party !== sideOf(v.viewer);

/** What may pass without an answer: shown in its place, and never in front of what must be answered. */
const MAY_PASS = new Set(['settlementOffer', 'blindRound']);

/** The one to say first: the reader's own, then another's; the time for feedback when nothing else runs and no money is on its way (TIM-9). */
export function leading(all: readonly DeadlineView[], moneyOnItsWay: boolean): DeadlineView | undefined {
  const first = (of: readonly DeadlineView[]) => of.find((d) => !MAY_PASS.has(d.window)) ?? of[0];
  return first(all.filter((d) => d.yours)) ?? first(all.filter((d) => d.window !== 'feedback')) ?? (moneyOnItsWay ? undefined : all[0]);
}

/** Open windows that the viewer may see, soonest first. */
export function deadlinesOf(v: ViewInput, hidden: ReadonlySet<string>): DeadlineView[] {
  return Object.values(v.c.instances)
    .filter((i) => !SILENT.has(i.process) && !isOthersTrace(v, i) && !hidden.has(i.process) && !HOUSE.processes[i.process]?.states[i.state]?.closed)
    .flatMap((i) => i.windows.filter((w) => !w.target).map((w) => deadlineView(v, i, w)))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}
