/** Acts of a contract that no part of a page draws beside what they are done on. */
import type { Action, Contract } from '@fairhold/client';

/** Of the contract itself; its end has a page of its own. */
export const looseActions = (c: Contract): Action[] =>
  c.actions.filter((a) => ['contract', 'reinstatement'].includes(a.group) && !(a.group === 'contract' && a.act === 'end'));
