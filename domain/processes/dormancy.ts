/** MIL-9: held money about which nothing happens is asked about, and in the end goes back to the client. */

import { payParts, settleMilestones } from '../casework.ts';
import { type Draft, enter, refund, setFacts } from '../draft.ts';
import { contested, decidable, milestoneFacts, milestonesOf, openCase } from '../milestones.ts';
import type { Process } from '../process.ts';
import { DAY, startOf } from '../time.ts';

/** Money is held, no case and no review is running: the count runs. */
export function settleDormancy(d: Draft, touched: boolean): void {
  const i = d.c.instances['dormancy'];
  if (!i) return;
  const contract = d.c.instances['contract'];
  const busy = milestonesOf(d.c).some((m) => m.state === 'submitted' || m.state === 'surplus' || m.state === 'funding');
  const runs = contract?.state === 'active' && decidable(d.c) > 0 && !openCase(d.c) && !busy;
  if (!runs && i.state !== 'asleep') enter(d, i.id, 'asleep');
  if (runs && (touched || i.state === 'asleep')) enter(d, i.id, 'counting', Math.max(d.at, lastDue(d)));
}

const lastDue = (d: Draft): number => Math.max(0, ...milestonesOf(d.c).map((m) => (startOf(milestoneFacts(m).dueDate ?? '') ?? -DAY) + DAY));

/** The held money is settled one way; the contract stays open, and can be ended or funded again. */
function give(to: 'client' | 'freelancer', why: string) {
  return (d: Draft): void => {
    const parts = contested(d.c);
    for (const m of milestonesOf(d.c)) if (milestoneFacts(m).held > 0) enter(d, m.id, 'contested');
    for (const m of milestonesOf(d.c)) if (m.state === 'partly') enter(d, m.id, 'released');
    clearHeld(d);
    if (to === 'client') refund(d, d.c.held, why);
    else payParts(d, parts, d.c.held, why);
    settleMilestones(d);
  };
}
function clearHeld(d: Draft): void {
  for (const m of milestonesOf(d.c)) if (milestoneFacts(m).held > 0) setFacts(d, m.id, { held: 0 });
}

export const dormancy = {
  name: 'dormancy',
  group: 'contract',
  version: 1,
  initial: 'asleep',
  states: {
    asleep: { turn: 'nobody', covered: 'nothing is held, or another clock runs' },
    counting: { turn: 'both', windows: [{ name: 'dormancy', actor: 'both' }] },
    clientAsked: { turn: 'client', windows: [{ name: 'dormancyClient', actor: 'client' }] },
    freelancerMayAsk: { turn: 'freelancer', windows: [{ name: 'dormancyFreelancer', actor: 'freelancer' }] },
    releaseAsked: { turn: 'client', windows: [{ name: 'dormancyRelease', actor: 'client' }] },
  },
  rules: [
    { rule: 'MIL-9', from: ['counting'], after: 'dormancy', to: 'clientAsked' },
    { rule: 'MIL-9', from: ['clientAsked'], after: 'dormancyClient', to: 'freelancerMayAsk' },
    { rule: 'MIL-9', from: ['freelancerMayAsk'], act: 'askForRelease', by: ['freelancer'], to: 'releaseAsked', idle: true },
    { rule: 'MIL-9', from: ['freelancerMayAsk'], after: 'dormancyFreelancer', to: 'asleep', does: give('client', 'dormant') },
    { rule: 'MIL-9', from: ['releaseAsked'], after: 'dormancyRelease', to: 'asleep', does: give('freelancer', 'releaseSilence') },
  ],
} as const satisfies Process<'asleep' | 'counting' | 'clientAsked' | 'freelancerMayAsk' | 'releaseAsked'>;
