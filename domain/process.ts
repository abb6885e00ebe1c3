/** A process is a table of rules: from, what, by whom, to, money. This file is the shape of such a table. */
import type { Actor, Contract, Facts, Instance, Party, Refusal, Role, Turn, World } from './contract.ts';
import type { Draft } from './draft.ts';
import type { Fields } from './fields.ts';
import type { Policy, WindowName } from './policy/schema.ts';
import type { Instant } from './time.ts';

/** What a guard or a field list may look at. */
export interface Look {
  readonly c: Contract;
  readonly i: Instance;
  readonly at: Instant;
  readonly policy: Policy;
  readonly world: World;
  /** Absent when nobody acts: a lapse. */
  readonly actor?: Actor;
  /** The part in which the actor acts; absent for a lapse. */
  readonly role?: Role;
  readonly party?: Party;
  /** Checked input; empty while only asking what is possible. */
  readonly input: Facts;
}

export interface StateWindow {
  readonly name: WindowName;
  readonly actor: Turn;
  /** A promised time that only reminds. */
  readonly target?: true;
  /** Entering this state leaves the window running when it is already open. */
  readonly keep?: true;
}

export interface State {
  readonly turn: Turn | ((i: Instance, c: Contract) => Turn);
  readonly windows?: readonly StateWindow[];
  readonly closed?: true;
  /** Why this state needs no deadline of its own although somebody is waited for: another clock runs, or no money is held. */
  readonly covered?: string;
}

interface Common<S extends string> {
  /** Rulebook id. */
  readonly rule: string;
  readonly from: readonly S[];
  /** Where to; absent: the instance stays as it is and its clocks run on. */
  readonly to?: S;
  /** Chooses between rules of the same act or lapse; exactly one holds. */
  readonly if?: (x: Look) => boolean;
  readonly does?: (d: Draft, x: Look) => unknown;
  /** Who hears of it; both parties unless said otherwise. `owner`: the party whose money the instance is. */
  readonly tells?: readonly ('client' | 'freelancer' | 'mediator' | 'arbitrator' | 'staff' | 'finance' | 'other' | 'owner')[];
  /** A legal notice: mail cannot be switched off (NOT-1). */
  readonly legal?: true;
}

export interface ActRule<S extends string = string> extends Common<S> {
  readonly act: string;
  readonly by: readonly Role[];
  readonly takes?: (x: Look) => Fields;
  /** A "no" that depends on the contract, not on the input. */
  readonly when?: (x: Look) => Refusal | undefined;
  /** Cannot be undone: needs the digest of a preview (END-2). */
  readonly final?: true;
  /** Can be undone, and yet its preview is shown first: it says what the other side can make of it. */
  readonly look?: true;
  /** Stays visible with its reason while a guard refuses it. */
  readonly shown?: true;
  /** Whoever has a part sees it where it is possible; somebody whose part it is not reads who can (END-11). */
  readonly known?: true;
  /** Has a page and an address of its own, and is not among the acts that a contract offers. */
  readonly apart?: true;
  /** Does not count as something done on the contract (MIL-9). */
  readonly idle?: true;
  /** The act that takes it back, on what it opened or else on what it was done on; then everything is as if it had not been done. */
  readonly back?: string | { readonly act: string; readonly input: (seq: number) => Facts };
}

export interface LapseRule<S extends string = string> extends Common<S> {
  /** The state ends by itself at the end of this window. */
  readonly after: WindowName;
}

export type Rule<S extends string = string> = ActRule<S> | LapseRule<S>;
export const isAct = (r: Rule): r is ActRule => 'act' in r;

/** What a process is a part of, so that whoever shows acts and deadlines knows which belong together. */
export const GROUPS = ['contract', 'milestone', 'change', 'parting', 'reinstatement', 'time', 'case', 'messages', 'money'] as const;
export type Group = (typeof GROUPS)[number];

export interface Process<S extends string = string> {
  readonly name: string;
  readonly group: Group;
  readonly version: number;
  readonly initial: S;
  readonly states: Readonly<Record<S, State>>;
  readonly rules: readonly Rule<S>[];
}

/** What goes on when a charge was answered, by its purpose. */
export interface ChargePurpose {
  readonly settled: (d: Draft, charge: Instance) => void;
  readonly declined: (d: Draft, charge: Instance) => void;
}

/** Everything the engine runs on; handed to drafts so that tables need not import one another. */
export interface House {
  readonly processes: Readonly<Record<string, Process>>;
  readonly purposes: Readonly<Record<string, ChargePurpose>>;
  /** Run at the end of each step, in order. */
  readonly afterwards: readonly ((d: Draft, touched: boolean) => void)[];
}
