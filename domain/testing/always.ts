/** What must hold after every step, whatever people, clocks and banks do. Used by the tests and by the simulator. */
import { type Contract, canonical, instancesOf, type Posting, type Step } from '../contract.ts';
import type { ChargeFacts } from '../draft.ts';
import { nextDue } from '../engine.ts';
import { HOUSE } from '../house.ts';
import { free, milestoneFacts, milestonesOf, openCase } from '../milestones.ts';
import type { Policy } from '../policy/schema.ts';
import { extensionFacts } from '../processes/extension.ts';
import { WITNESSES_HEARD, witnessFacts } from '../processes/witness.ts';
import { applyPatch } from '../step.ts';

/** Balances by account, in minor units. */
export type Balances = Map<string, number>;

export function book(balances: Balances, postings: readonly Posting[]): void {
  for (const p of postings) {
    balances.set(p.from, (balances.get(p.from) ?? 0) - p.amount);
    balances.set(p.to, (balances.get(p.to) ?? 0) + p.amount);
  }
}

const GUARDED = /^(escrow|pending|available|credit|refunds|payouts|arbitration):/;

/** The sentence of each broken promise of the ledger as a whole: all accounts sum to zero, and none that is guarded is below it. */
export function ledgerBroken(balances: Balances): string[] {
  const out: string[] = [];
  let sum = 0;
  for (const [account, amount] of balances) {
    sum += amount;
    if (amount < 0 && GUARDED.test(account)) out.push(`MNY-3: ${account} is ${amount}`);
  }
  if (sum !== 0) out.push(`MNY-2: the accounts sum to ${sum}`);
  return out;
}

/**
 * The sentence of each broken promise; empty when all hold. `balances` is the ledger after the step. Of the accounts those are looked at
 * that the step moved: no other can have changed by it, and what it takes from one it gives to another.
 */
export function broken(before: Contract | undefined, step: Step, balances: Balances, policy: Policy): string[] {
  const c = step.contract;
  const out: string[] = [];
  const say = (id: string, what: string) => out.push(`${id}: ${what} (${step.act} on ${step.on}, ${c.id} step ${c.seq})`);
  for (const p of step.postings) {
    if (!Number.isSafeInteger(p.amount) || p.amount <= 0) say('MNY-1', `a posting of ${p.amount}`);
    for (const account of [p.from, p.to]) {
      const balance = balances.get(account) ?? 0;
      if (balance < 0 && GUARDED.test(account)) say('MNY-3', `${account} is ${balance}`);
    }
  }
  if ((balances.get(`escrow:${c.id}`) ?? 0) !== c.held)
    say('MNY-9', `escrow holds ${balances.get(`escrow:${c.id}`) ?? 0}, the contract says ${c.held}`);
  if ((balances.get(`arbitration:${c.id}`) ?? 0) !== c.arbitration) say('MNY-9', 'arbitration fees differ from the ledger');
  if (free(c) < 0) say('MNY-3', `${-free(c)} is promised twice`);
  if (milestonesOf(c).some((m) => milestoneFacts(m).held < 0)) say('MNY-3', 'a milestone holds less than nothing');
  if (atRest(c) && c.held + c.arbitration !== 0) say('MNY-9', `a settled contract holds ${c.held + c.arbitration}`);
  if (before && step.at < before.lastAt && step.lapse) say('TIM-6', 'a lapse goes back in time');
  if (before && c.seq !== before.seq + 1) say('AUD-1', 'a step is missing or double');
  if (c.kind === 'fixed' && c.held > 0 && !hasEnd(c, policy)) say('MIL-9', 'money is held and nothing will ever end it');
  if (before && ['askTime', 'declineTime', 'withdrawTime'].includes(step.act) && !sameTime(before, step))
    say('TIM-10', 'asking for more time moved something');
  if (before && isWitnessing(step) && !sameTime(before, step)) say('DSP-11', 'a witness moved money or a deadline');
  for (const i of instancesOf(c, 'witness'))
    if (i.state === 'invited' && !(WITNESSES_HEARD as readonly string[]).includes(c.instances[witnessFacts(i).case]?.state ?? ''))
      say('DSP-11', `${i.id} is still asked although nobody is heard any more`);
  for (const i of instancesOf(c, 'extension')) {
    const f = extensionFacts(i);
    if (i.state === 'open' && !c.instances[f.on]?.windows.some((w) => w.name === f.window && w.opensAt === f.opensAt))
      say('TIM-10', `${i.id} waits for an answer about a window that is over`);
  }
  for (const i of Object.values(c.instances))
    if (isOver(i.process, i.state) && i.windows.some((w) => !w.target)) say('TIM-6', `${i.id} is over and has a deadline`);
  return out;
}

const isOver = (process: string, state: string): boolean => HOUSE.processes[process]?.states[state]?.closed === true;

/** Nothing can move escrow any more: the offer came to nothing, or the contract has ended and no case is open. */
export function atRest(c: Contract): boolean {
  const charging = instancesOf(c, 'charge').some((i) => !isOver('charge', i.state) && (i.facts as unknown as ChargeFacts).purpose !== 'bonus');
  if (charging) return false;
  const contract = c.instances['contract'];
  if (contract) return contract.state === 'ended' && !openCase(c);
  return isOver('offer', c.instances['offer']?.state ?? '');
}

/** A deadline that comes without anybody, or the bank is being waited for (which has a deadline of its own). */
const hasEnd = (c: Contract, policy: Policy): boolean => nextDue(c, policy) !== undefined;

/** AUD-2: folding the patches of all steps gives the contract. */
export function rebuilt(steps: readonly Step[]): boolean {
  let c: Contract | undefined;
  for (const s of steps) c = applyPatch(c, s.patch);
  return canonical(c ?? null) === canonical(steps.at(-1)?.contract ?? null);
}

const isWitnessing = (step: Step): boolean => step.process === 'witness' || step.act === 'inviteWitness';

/** Whether a step left all money, all deadlines but those of what it ended, and what is owed of days as they were. */
const sameTime = (before: Contract, step: Step): boolean =>
  step.postings.length === 0 &&
  canonical(before.owed ?? null) === canonical(step.contract.owed ?? null) &&
  Object.values(before.instances).every(
    (i) => (i.process === 'witness' && i.id === step.on) || canonical(i.windows) === canonical(step.contract.instances[i.id]?.windows ?? null),
  );
