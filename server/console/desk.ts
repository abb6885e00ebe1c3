/** Which office of the staff opens which part of the console (STF-1); the table of access holds the console's routes to it. */
import type { StaffRole } from '../auth/caller.ts';

export const DESK = {
  summary: ['operator', 'support', 'finance', 'auditor'],
  contracts: ['operator', 'support', 'auditor'],
  people: ['operator', 'support', 'auditor'],
  appoint: ['operator'],
  viewAs: ['support', 'operator'],
  cases: ['operator', 'support', 'auditor'],
  deadlines: ['operator', 'support', 'auditor'],
  ledger: ['finance', 'operator', 'auditor'],
  policy: ['operator', 'support', 'finance', 'auditor'],
  draftPolicy: ['operator'],
  deliveries: ['operator', 'support', 'finance', 'auditor'],
  retryMail: ['operator', 'support'],
  retryPayment: ['operator', 'finance'],
  askBank: ['finance', 'operator'],
  retryWebhook: ['operator', 'support'],
  traces: ['finance', 'operator', 'auditor'],
  answerTrace: ['finance', 'operator'],
  record: ['operator', 'support', 'auditor'],
  checkRecord: ['operator', 'auditor'],
  backups: ['operator', 'auditor'],
} as const satisfies Readonly<Record<string, readonly StaffRole[]>>;
export type DeskPart = keyof typeof DESK;

/** What of the console a person may open and do. */
export const partsFor = (staff: readonly StaffRole[]): DeskPart[] =>
  (Object.keys(DESK) as DeskPart[]).filter((part) => (DESK[part] as readonly StaffRole[]).some((role) => staff.includes(role)));
