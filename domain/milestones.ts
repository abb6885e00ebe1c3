/** What held money is for: which part belongs to which milestone, what is free for the next one, and how an outcome falls on them. */
import { type Contract, type FileFact, type Instance, instancesOf } from './contract.ts';
import { type Draft, get, setFacts } from './draft.ts';
import type { Criterion, Marked } from './fields.ts';
import type { Minor } from './money.ts';
import type { Instant } from './time.ts';

export interface Submission {
  readonly n: number;
  readonly at: Instant;
  readonly by: string;
  readonly message: string;
  readonly files: readonly FileFact[];
  readonly links: readonly string[];
  readonly criteria: readonly Marked[];
}

export interface MilestoneFacts {
  readonly title: string;
  readonly description: string;
  readonly amount: Minor;
  readonly dueDate?: string;
  readonly criteria: readonly Criterion[];
  readonly revisionLimit?: number;
  readonly order: number;
  /** Held for this milestone now. */
  readonly held: Minor;
  readonly released: Minor;
  readonly releasedAt?: Instant;
  readonly submissions: readonly Submission[];
  readonly revisionsUsed: number;
  /** Left over from a partial release while it may still be disputed (DSP-2). */
  readonly rest?: Minor;
}

export const milestoneFacts = (i: Instance): MilestoneFacts => i.facts as unknown as MilestoneFacts;
export const milestonesOf = (c: Contract): Instance[] =>
  instancesOf(c, 'milestone').sort((a, b) => milestoneFacts(a).order - milestoneFacts(b).order);

/** The open case, if there is one (REF-5). */
export const openCase = (c: Contract): Instance | undefined => instancesOf(c, 'case').find((i) => i.state !== 'closed');
export const gapOf = (i: Instance | undefined): Minor => (i ? (i.facts as { gap: Minor }).gap : 0);

/** Held, but neither for a milestone nor in dispute: it counts towards the next milestone funded (MIL-5). */
export function free(c: Contract): Minor {
  const bound = milestonesOf(c).reduce((sum, m) => sum + milestoneFacts(m).held, 0);
  return c.held - bound - gapOf(openCase(c));
}

/** Held money outside the open case: what an ending decides about. */
export const decidable = (c: Contract): Minor => c.held - gapOf(openCase(c));

/** A part of held money and the milestone it is for; no id: for none in particular. */
export interface Part {
  readonly id: string;
  readonly amount: Minor;
}

/** Milestones that money is held for, oldest first, with free money added to the last partly released one. */
export function contested(c: Contract): Part[] {
  const parts = milestonesOf(c).flatMap((m) => (milestoneFacts(m).held > 0 ? [{ id: m.id, amount: milestoneFacts(m).held }] : []));
  const rest = free(c);
  if (rest <= 0) return parts;
  const partly = milestonesOf(c).findLast((m) => milestoneFacts(m).released > 0 && milestoneFacts(m).released < milestoneFacts(m).amount);
  return [...(partly ? [{ id: partly.id, amount: rest }] : [{ id: '', amount: rest }]), ...parts];
}

/** Notes an amount as released for a milestone, for the rights in its work (WRK-1). */
export function creditMilestone(d: Draft, id: string, amount: Minor): void {
  const f = milestoneFacts(get(d, id));
  setFacts(d, id, { released: f.released + amount, releasedAt: d.at });
}

const WORK_LEFT: readonly string[] = ['planned', 'funding', 'funded', 'submitted', 'changes', 'surplus', 'partly', 'contested'];
const paymentsOf = (c: Contract): number => instancesOf(c, 'payment').length;

/** MIL-8: everything is paid and nothing is planned: the client is asked to end the contract or to keep it open. */
export function asksToEnd(c: Contract): boolean {
  const contract = c.instances['contract'];
  const all = milestonesOf(c);
  if (contract?.state !== 'active' || c.held > 0 || all.some((m) => WORK_LEFT.includes(m.state))) return false;
  return all.some((m) => m.state === 'released') && contract.facts['keptOpenAfter'] !== paymentsOf(c);
}

/** The client keeps it open: it is asked again after the next payment. */
export const keepOpen = (d: Draft): void => setFacts(d, 'contract', { keptOpenAfter: paymentsOf(d.c as Contract) });
