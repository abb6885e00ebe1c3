/** Who is asking. */
export type StaffRole = 'operator' | 'mediator' | 'support' | 'finance' | 'arbitrator' | 'auditor';
export const STAFF_ROLES: readonly StaffRole[] = ['operator', 'mediator', 'support', 'finance', 'arbitrator', 'auditor'];

/** An account that a person may stand in for. */
export interface Seat {
  readonly account: string;
  readonly kind: 'person' | 'agency';
  readonly name: string;
  readonly role: 'self' | 'manager' | 'member';
}

export interface Caller {
  readonly person: string;
  readonly name: string;
  readonly email: string;
  readonly zone: string;
  /** Of the account. */
  readonly locale: string;
  /** The language of this answer (language.ts). */
  readonly speaks: string;
  readonly seats: readonly Seat[];
  readonly staff: readonly StaffRole[];
  readonly scopes: readonly ('read' | 'write')[];
  readonly via: 'session' | 'key';
  /** Whether a second factor is set up; staff cannot act without one (ACC-2). */
  readonly twoFactor: boolean;
  /** Id of the session they come by. */
  readonly session?: string;
  /** Staff that look at this person's pages as the person sees them: nothing can be changed (auth/views.ts). */
  readonly viewedBy?: { readonly person: string; readonly name: string; readonly until: Date };
}
