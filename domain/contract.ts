/** The contract: one document, the unit of consistency. Everything that runs inside it is an instance of a process. */
import type { BasisPoints, Currency, Minor } from './money.ts';
import type { WindowName } from './policy/schema.ts';
import type { Instant } from './time.ts';
import type { Topic } from './topics.ts';

export type Party = 'client' | 'freelancer';
export type StaffRole = 'operator' | 'mediator' | 'support' | 'finance' | 'arbitrator' | 'auditor';
/** The part somebody plays in a contract; `member` is a member of the agency that is the freelancer (CON-1), `witness` has an invitation and no account (DSP-11). */
export type Role = Party | 'member' | StaffRole | 'witness' | 'bank' | 'system';
/** Whose move it is: a party, both in any order, somebody of the platform, the bank, or nobody. */
export type Turn = Party | 'both' | 'mediator' | 'arbitrator' | 'staff' | 'bank' | 'nobody';

export const other = (party: Party): Party => (party === 'client' ? 'freelancer' : 'client');

/** Who acts. `roles` is what the server found this person may be in this contract; `conflict` why they may not judge it. */
export interface Actor {
  readonly roles: readonly Role[];
  readonly person: string;
  readonly conflict?: string;
}

export interface OpenWindow {
  readonly name: WindowName;
  readonly actor: Turn;
  readonly opensAt: Instant;
  readonly dueAt: Instant;
  /** A target promises and reminds; nothing lapses. */
  readonly target?: true;
  /** How many of the policy's reminders have gone out. */
  readonly reminded: number;
  readonly extended?: { readonly days: number; readonly reason: string; readonly at: Instant; readonly owed?: true };
  /** How often staff have extended it (TIM-7). */
  readonly extensions?: number;
}

export type Facts = Readonly<Record<string, unknown>>;

export interface Instance<F = Facts> {
  readonly id: string;
  readonly process: string;
  readonly state: string;
  readonly since: Instant;
  readonly windows: readonly OpenWindow[];
  readonly facts: F;
}

export interface FileFact {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly type: string;
  readonly sha256: string;
  /** What it shows, in the words of who gave it. */
  readonly caption?: string;
  /** As evidence: what it is about, said by who gave it (MED-9). */
  readonly topic?: Topic;
}

export interface MilestoneTerms {
  readonly title: string;
  readonly description: string;
  readonly amount: Minor;
  /** UTC date, YYYY-MM-DD. */
  readonly dueDate?: string;
  readonly criteria: readonly string[];
  readonly revisionLimit?: number;
}

export interface Terms {
  readonly title: string;
  readonly scope: string;
  /** The words with which the job was advertised, as the client gave them with the offer; no version changes them (CON-9). */
  readonly jobPost?: string;
  /** The agreed price when it is more than the milestones named so far. */
  readonly budget?: Minor;
  readonly milestones: readonly MilestoneTerms[];
  /** The service fee of this contract (FEE-1). */
  readonly serviceFee: BasisPoints;
  readonly files?: readonly FileFact[];
}

export interface TermsVersion {
  readonly version: number;
  readonly by: Party;
  readonly at: Instant;
  readonly terms: Terms;
  /** SHA-256 of the canonical terms; acceptance names it (CON-4). */
  readonly digest: string;
}

export interface Contract {
  readonly id: string;
  readonly marketplace: string;
  readonly kind: 'fixed' | 'wallet';
  readonly currency: Currency;
  /** Account ids: a person or an agency. In a wallet both are the owner. */
  readonly client: string;
  readonly freelancer: string;
  /** The policy version this contract is pinned to (POL-2). */
  readonly policy: string;
  readonly createdAt: Instant;
  /** The instant of the last step; steps never go back in time. */
  readonly lastAt: Instant;
  /** Number of steps so far. */
  readonly seq: number;
  readonly terms: Terms;
  /** Money in escrow; never below zero (MNY-3). */
  readonly held: Minor;
  /** Arbitration fees held. */
  readonly arbitration: Minor;
  readonly released: Minor;
  readonly refunded: Minor;
  /** Days granted to one party that the other is owed on its next window (TIM-7). */
  readonly owed?: { readonly party: Party; readonly days: number; readonly reason: string };
  readonly reinstates?: string;
  readonly reinstatedBy?: string;
  readonly instances: Readonly<Record<string, Instance>>;
}

/** One movement: a posting names both its ends. */
export interface Posting {
  readonly from: string;
  readonly to: string;
  readonly amount: Minor;
  readonly why: string;
}

/** Something to be done at the payment provider, by a stable reference. */
export interface Outside {
  readonly id: string;
  /** `trace` moves nothing: it asks what became of `source`. */
  readonly kind: 'charge' | 'refund' | 'payout' | 'trace';
  readonly reference: string;
  readonly amount: Minor;
  readonly currency: Currency;
  /** Account that pays or is paid. */
  readonly account: string;
  /** The card of a charge; the reference of the charge that a refund returns to. */
  readonly source: string;
}

/** The part of a contract that a step changed; folding all of them gives the contract again (AUD-2). */
export interface Patch {
  readonly fields: Partial<Omit<Contract, 'instances'>>;
  readonly instances: Readonly<Record<string, Instance>>;
}

/** What came of an act or of time. `rules` are the rulebook ids it happened under. */
export interface Step {
  readonly contract: Contract;
  readonly at: Instant;
  readonly act: string;
  readonly on: string;
  readonly process: string;
  readonly from: string;
  readonly to: string;
  readonly lapse: boolean;
  readonly actor: { readonly role: Role; readonly person?: string };
  readonly input: Facts;
  readonly rule: string;
  readonly patch: Patch;
  readonly postings: readonly Posting[];
  readonly outside: readonly Outside[];
  readonly tells: readonly Tell[];
  readonly spawned?: Contract;
}

/** Who is to hear of a step, and whether the law of the house says they must (NOT-1). */
export interface Tell {
  readonly to: Party | 'mediator' | 'arbitrator' | 'staff' | 'finance';
  readonly kind: string;
  readonly legal: boolean;
}

/** What the outside world lends to a pure step. */
export interface World {
  /** SHA-256 of a text, hex. */
  digest(text: string): string;
  /** A text that nobody can guess, hex: another one for each step. */
  readonly salt: string;
  /** Id for a contract that this step may found. */
  readonly spawnId: string;
  /** Balance of a guarded account in minor units; 0 when it never moved. */
  balance(account: string): Minor;
}

/** An expected "no": a code of refusals.ts and its numbers. Not an error. */
export interface Refusal {
  readonly refused: string;
  readonly rule?: string;
  readonly data: Facts;
}

export const refuse = (refused: string, data: Facts = {}, rule?: string): Refusal => ({ refused, data, ...(rule && { rule }) });
export const isRefusal = (x: unknown): x is Refusal => typeof x === 'object' && x !== null && 'refused' in x;

/** The instance of that id; undefined also for names that every object has. */
export const instance = (c: Contract, id: string): Instance | undefined => (Object.hasOwn(c.instances, id) ? c.instances[id] : undefined);
/** Asked several times in every step, so it makes no list of all instances first: with `for in` the core does a seventh more acts. */
export function instancesOf(c: Contract, process: string): Instance[] {
  const out: Instance[] = [];
  for (const id in c.instances) {
    const i = c.instances[id] as Instance;
    if (i.process === process) out.push(i);
  }
  return out;
}

/** JSON with sorted keys and no blanks: the form that digests are made of. What is undefined is not there, as in JSON. */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) {
    let out = '[';
    for (let n = 0; n < value.length; n += 1) out += `${n > 0 ? ',' : ''}${canonical(value[n] ?? null)}`;
    return `${out}]`;
  }
  const facts = value as Facts;
  let out = '{';
  for (const k of Object.keys(facts).sort()) {
    const v = facts[k];
    if (v !== undefined) out += `${out.length > 1 ? ',' : ''}${JSON.stringify(k)}:${canonical(v)}`;
  }
  return `${out}}`;
}
