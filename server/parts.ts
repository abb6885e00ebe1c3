/** What part a caller has in a contract: the one table of access that routes, door and queues use (ACC-1). */
import { type Actor, type Contract, instancesOf, type Role } from '@fairhold/domain';
import { caseFacts } from '@fairhold/domain/processes/case';
import type { Caller, StaffRole } from './auth/caller.ts';

export type ViewerRole = 'client' | 'freelancer' | 'member' | 'mediator' | 'arbitrator' | 'staff';

export interface Part {
  readonly roles: readonly Role[];
  readonly role: ViewerRole;
  readonly account: string;
}

const MEDIATION = ['queued', 'mediating', 'reviewing', 'overdue', 'proposed'];
const HEARING = ['hearing', 'awardOverdue'];

/** The caller's part; undefined: for them the contract does not exist. A party is never staff in the same contract. */
export function partIn(c: Contract, caller: Pick<Caller, 'person' | 'seats' | 'staff'>): Part | undefined {
  const seat = (account: string) => caller.seats.find((s) => s.account === account);
  const client = seat(c.client);
  if (client && client.role !== 'member') return { roles: ['client'], role: 'client', account: c.client };
  const freelancer = seat(c.freelancer);
  if (freelancer) {
    const role = freelancer.role === 'member' ? 'member' : 'freelancer';
    return { roles: [role], role, account: c.freelancer };
  }
  if (c.kind === 'wallet' || client) return undefined;
  const roles = staffRoles(c, caller);
  if (roles.length === 0) return undefined;
  const role: ViewerRole = roles.includes('mediator') ? 'mediator' : roles.includes('arbitrator') ? 'arbitrator' : 'staff';
  return { roles, role, account: caller.person };
}

/** Staff that may read every contract, and find them by the list (STF-1). */
export const READS_ALL: readonly StaffRole[] = ['operator', 'support', 'auditor'];

/** Operator, support and auditor see every contract; mediators and arbitrators see a case while it is theirs to decide. */
function staffRoles(c: Contract, caller: Pick<Caller, 'person' | 'staff'>): Role[] {
  const roles: Role[] = caller.staff.filter((r) => READS_ALL.includes(r));
  const cases = instancesOf(c, 'case');
  const open = cases.find((i) => i.state !== 'closed');
  const judged = (key: 'mediators' | 'arbitrators') => cases.some((i) => caseFacts(i)[key]?.includes(caller.person));
  if (caller.staff.includes('mediator') && (judged('mediators') || (open && MEDIATION.includes(open.state)))) roles.push('mediator');
  if (caller.staff.includes('arbitrator') && (judged('arbitrators') || (open && HEARING.includes(open.state)))) roles.push('arbitrator');
  return roles;
}

/** The caller as an actor of the domain. */
export function actorIn(c: Contract, caller: Pick<Caller, 'person' | 'seats' | 'staff'>, conflict?: string): Actor | undefined {
  const part = partIn(c, caller);
  return part && { roles: part.roles, person: caller.person, ...(conflict && { conflict }) };
}
