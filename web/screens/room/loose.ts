/** Acts of a contract that no part of a page draws beside what they are done on. */
import type { Action, Contract } from '@fairhold/client';

/** Acts that have a place of their own. */
const ELSEWHERE = ['say', 'editMessage', 'deleteMessage', 'end', 'reportMissing'];

/** Whether something belongs to a milestone, a proposed change, an offer to end, a request for more time, the case or its offers. */
export function belongs(c: Contract): (on: string) => boolean {
  const parts = new Set([...c.milestones, ...c.changes, ...c.partings, ...c.extensions].map((x) => x.id));
  return (on) => parts.has(on) || on === c.case?.id || on.startsWith('settlement') || on.startsWith('blind');
}

export function looseActions(c: Contract): Action[] {
  const elsewhere = belongs(c);
  return c.actions.filter((a) => !elsewhere(a.on) && !ELSEWHERE.includes(a.act));
}
