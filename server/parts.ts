/** What part a caller has in a contract, by the table of access: asked by routes, door and queues (ACC-1). */
import { type Actor, type Contract, instancesOf, type Role } from '@fairhold/domain';
import { openCase } from '@fairhold/domain/milestones';
import { caseFacts } from '@fairhold/domain/processes/case';
import { type Access, PARTS, type PartRule, READS_ALL, type ViewerRole } from './access.ts';
import type { Caller } from './auth/caller.ts';
import { no, notFound, secondFactorRequired } from './problem.ts';

export { READS_ALL, type ViewerRole };

export interface Part {
  readonly roles: readonly Role[];
  readonly role: ViewerRole;
  readonly account: string;
  /** Decides such cases and has not taken this one: declared nothing, so of the two they know neither names nor words (MED-1). */
  readonly undeclared?: true | undefined;
}
type Asking = Pick<Caller, 'person' | 'seats' | 'staff'>;

/** The caller's part; undefined: for them the contract does not exist. A party is never staff in the same contract. */
export function partIn(c: Contract, caller: Asking): Part | undefined {
  const seated = seatIn(c, caller);
  if (seated) return seated;
  const belongs = caller.seats.some((s) => s.account === c.client || s.account === c.freelancer);
  if (c.kind === 'wallet' || belongs) return undefined;
  const fitting = PARTS.filter((rule) => 'staff' in rule && holds(rule, c, caller));
  const first = fitting[0];
  if (!first) return undefined;
  // Reading everything is an office of its own, so that its rules name it; deciding a case is the part itself.
  const roles = fitting.flatMap((rule): Role[] => (rule.as === 'staff' ? caller.staff.filter((x) => READS_ALL.includes(x)) : [rule.as as Role]));
  const undeclared = isUndeclared(c, first.as, roles, caller.person);
  return { roles, role: first.as, account: caller.person, ...(undeclared && { undeclared: true as const }) };
}

/** Whoever reads everything by another office, had a case of theirs in hand, or reads a proposal as its second reader, may know. */
export function isUndeclared(c: Contract, role: ViewerRole, roles: readonly Role[], person: string): boolean {
  if ((role !== 'mediator' && role !== 'arbitrator') || roles.some((r) => (READS_ALL as readonly string[]).includes(r))) return false;
  const had = role === 'mediator' ? 'mediators' : 'arbitrators';
  return (
    openCase(c)?.state !== 'reviewing' && !instancesOf(c, 'case').some((i) => caseFacts(i)[role] === person || caseFacts(i)[had]?.includes(person))
  );
}

/** The part that a caller has by a seat on one of the sides; it needs no more of a contract than who they are. */
export function seatIn(c: Pick<Contract, 'client' | 'freelancer'>, caller: Pick<Asking, 'seats'>): Part | undefined {
  for (const rule of PARTS) {
    if (!('party' in rule)) continue;
    const seat = caller.seats.find((s) => s.account === c[rule.party]);
    if (seat && rule.seats.includes(seat.role)) return { roles: [rule.as as Role], role: rule.as, account: seat.account };
  }
  return undefined;
}

function holds(rule: Extract<PartRule, { staff: unknown }>, c: Contract, caller: Asking): boolean {
  if (!caller.staff.some((x) => rule.staff.includes(x))) return false;
  const { during, judged } = rule;
  if (!during) return true;
  const cases = instancesOf(c, 'case');
  const open = cases.find((i) => i.state !== 'closed');
  return (
    (open !== undefined && during.includes(open.state)) || (judged !== undefined && cases.some((i) => caseFacts(i)[judged]?.includes(caller.person)))
  );
}

/**
 * The caller's part, or problem 404 where the contract is not theirs; staff have theirs with a second factor only (ACC-2). Who has not declared
 * anything gets no further (403), except where the route's entry in the table says that its answer knows of it.
 */
export function requirePart(c: Contract | undefined, caller: Asking & Pick<Caller, 'twoFactor'>, access?: Pick<Access, 'early'>): Part {
  const part = c && c.kind !== 'wallet' ? partIn(c, caller) : undefined;
  if (!part) throw notFound();
  requireSecondFactor(caller, part);
  if (part.undeclared && !access?.early) throw no('declare_first');
  return part;
}

/** Whether a part may be used: staff need a second factor, a party none (ACC-2). */
export const isUsable = (caller: Pick<Caller, 'twoFactor'>, { role }: Pick<Part, 'role'>): boolean =>
  role === 'client' || role === 'freelancer' || role === 'member' || caller.twoFactor;

/** Problem 403 for staff without a second factor. */
export function requireSecondFactor(caller: Pick<Caller, 'twoFactor'>, part: Pick<Part, 'role'>): void {
  if (!isUsable(caller, part)) throw secondFactorRequired();
}

/** The caller as an actor of the domain. */
export function actorIn(c: Contract, caller: Asking, conflict?: string): Actor | undefined {
  const part = partIn(c, caller);
  return part && { roles: part.roles, person: caller.person, ...(conflict && { conflict }) };
}
