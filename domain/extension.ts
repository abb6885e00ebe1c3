/** More time: staff extend an open window of a party (TIM-7), a party asks them to (TIM-10). Both are done on whatever has the window. */
import {
  type Actor,
  type Contract,
  type Instance,
  instance,
  type OpenWindow,
  type Party,
  type Refusal,
  refuse,
  type Step,
  type World,
} from './contract.ts';
import { changeWindow, draftOf } from './draft.ts';
import type { Act, Available } from './engine.ts';
import { checkInput, type Fields, longtext } from './fields.ts';
import { HOUSE } from './house.ts';
import { holidaysOf, type Policy } from './policy/schema.ts';
import { askFor, grant, requestsFor } from './processes/extension.ts';
import { stepOf } from './step.ts';
import { DAY, endOf, type Instant, type Period } from './time.ts';
import { waitsFor } from './waits.ts';

/** Acts that no table names: they can be done wherever a window is open. */
export const ANYWHERE = ['extend', 'askTime'] as const;
export const isAnywhere = (act: string): boolean => (ANYWHERE as readonly string[]).includes(act);

/** Which act takes such an act back, as `back` says it in a table. */
export const ANYWHERE_BACK: Readonly<Record<string, string>> = { askTime: 'withdrawTime' };

const OFFERS: readonly string[] = ['settlement', 'parting', 'blind'];
/** Windows of parties. How long an offer or a round of blind bids stands is not theirs to move, and inside a case never past the case's own deadline (SET-1, SET-3): not among them. */
const extendable = (i: Instance): OpenWindow[] =>
  OFFERS.includes(i.process) ? [] : i.windows.filter((w) => !w.target && ['client', 'freelancer', 'both'].includes(w.actor));
const mayExtend = (w: OpenWindow, policy: Policy): boolean => (w.extensions ?? 0) < policy.limits.extensionsPerWindow;

const lengthOf = (p: Period, policy: Policy): number => endOf(0, p, holidaysOf(policy));
const staffOf = (actor: Actor) => (['support', 'operator'] as const).find((r) => actor.roles.includes(r));
const partyOf = (actor: Actor): Party | undefined => (['client', 'freelancer'] as const).find((r) => actor.roles.includes(r));

/** TIM-7: staff extend an open window as often as the policy says (once), with a reason; the other party is owed the same on its next window. */
export function extend(c: Contract, actor: Actor, a: Act, now: Instant, policy: Policy, world: World): Step | Refusal {
  const role = staffOf(actor);
  if (!role) return refuse('not_your_part', { act: 'extend', may: ['support', 'operator'] }, 'TIM-7');
  const i = instance(c, a.on);
  const windows = i ? extendable(i) : [];
  if (!i || windows.length === 0) return refuse('no_open_window', { on: a.on }, 'TIM-7');
  const input = checkInput(extendFields(windows, policy), a.input);
  if ('refused' in input) return { ...(input as unknown as Refusal), rule: 'TIM-7' };
  const { window, days, reason } = input as { window: string; days: number; reason: string };
  const w = windows.find((one) => one.name === window) as OpenWindow;
  if (!mayExtend(w, policy)) return refuse('already_extended', { window }, 'TIM-7');
  const d = draftOf(HOUSE, c, now, policy, world);
  const dueAt = w.dueAt + days * DAY;
  // Reminders begin anew for the new end; one whose time is already past is not sent late.
  const reminded = policy.windows[w.name].reminders.filter((p) => dueAt - lengthOf(p, policy) <= now).length;
  changeWindow(d, i.id, w.name, (one) => ({
    ...one,
    dueAt,
    reminded,
    extended: { days, reason, at: now },
    extensions: (one.extensions ?? 0) + 1,
  }));
  if (w.actor !== 'both') d.c.owed = { party: w.actor === 'client' ? 'freelancer' : 'client', days, reason };
  grant(d, i, w, days, reason);
  return stepOf(d, c, {
    act: 'extend',
    on: i.id,
    process: i.process,
    from: i.state,
    lapse: false,
    rule: 'TIM-7',
    input,
    actor: { role, person: actor.person },
    tells: ['client', 'freelancer'],
    legal: true,
  });
}
const extendFields = (windows: readonly OpenWindow[], policy: Policy): Fields => ({
  window: { kind: 'choice', options: windows.map((w) => w.name) },
  days: { kind: 'whole', min: 1, max: policy.limits.longestExtension },
  reason: longtext(10, 2000),
});

/** TIM-10: a party asks for more time in a window that waits for it. The deadline stays where it is. */
export function askTime(c: Contract, actor: Actor, a: Act, now: Instant, policy: Policy, world: World): Step | Refusal {
  const party = partyOf(actor);
  if (!party) return refuse('not_your_part', { act: 'askTime', may: ['client', 'freelancer'] }, 'TIM-10');
  if (policy.limits.askTimePerWindow === 0) return refuse('asking_off', {}, 'TIM-10');
  const i = instance(c, a.on);
  const own = i ? extendable(i).filter((w) => waitsFor(i, w, party)) : [];
  if (!i || own.length === 0) return refuse('no_open_window', { on: a.on }, 'TIM-10');
  const free = own.filter((w) => mayExtend(w, policy));
  if (free.length === 0) return refuse('already_extended', { window: own[0]?.name }, 'TIM-10');
  const windows = free.filter((w) => mayAsk(c, i, w, party, policy));
  if (windows.length === 0) return refuse('already_asked', { window: free[0]?.name }, 'TIM-10');
  const input = checkInput(askFields(windows, policy), a.input ?? {});
  if ('refused' in input) return { ...(input as unknown as Refusal), rule: 'TIM-10' };
  const { window, days, reason } = input as { window?: string; days: number; reason: string };
  const w = (windows.find((one) => one.name === window) ?? windows[0]) as OpenWindow;
  const d = draftOf(HOUSE, c, now, policy, world);
  askFor(d, i, w, party, days, reason);
  return stepOf(d, c, {
    act: 'askTime',
    on: i.id,
    process: i.process,
    from: i.state,
    lapse: false,
    rule: 'TIM-10',
    input,
    actor: { role: party, person: actor.person },
    tells: ['staff', 'other'],
    legal: false,
    idle: true,
  });
}
const mayAsk = (c: Contract, i: Instance, w: OpenWindow, party: Party, policy: Policy): boolean =>
  requestsFor(c, i, w).filter((x) => x.facts['by'] === party).length < policy.limits.askTimePerWindow;
/** Which window is asked only where there are several. */
const askFields = (windows: readonly OpenWindow[], policy: Policy): Fields => ({
  ...(windows.length > 1 && { window: { kind: 'choice', options: windows.map((w) => w.name) } as const }),
  days: { kind: 'whole', min: 1, max: policy.limits.longestExtension },
  reason: longtext(10, 2000),
});

/** What of this an actor may do on an instance now. */
export function moreTime(c: Contract, i: Instance, actor: Actor, policy: Policy): Available[] {
  const out: Available[] = [];
  const open = extendable(i).filter((w) => mayExtend(w, policy));
  if (open.length === 0) return out;
  const staff = staffOf(actor);
  const party = partyOf(actor);
  if (staff) out.push({ act: 'extend', on: i.id, process: i.process, rule: 'TIM-7', final: true, role: staff, takes: extendFields(open, policy) });
  const windows = party ? open.filter((w) => waitsFor(i, w, party) && mayAsk(c, i, w, party, policy)) : [];
  if (party && windows.length > 0)
    out.push({
      act: 'askTime',
      on: i.id,
      process: i.process,
      rule: 'TIM-10',
      final: false,
      look: true,
      role: party,
      takes: askFields(windows, policy),
    });
  return out;
}
