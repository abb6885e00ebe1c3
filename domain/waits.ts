/** Whom of the two an open window waits for. */
import { caseFacts } from './casefacts.ts';
import type { Instance, OpenWindow, Party } from './contract.ts';

/** Made by one of them and answered by the other. */
const PROPOSED: readonly string[] = ['change', 'reinstatement', 'settlement', 'parting'];

/** Whether a window waits for this party: one for both does not once they have done their part. */
export function waitsFor(i: Instance, w: OpenWindow, party: Party): boolean {
  if (w.actor !== 'both') return w.actor === party;
  if (w.name === 'furtherStatement') return !caseFacts(i).further?.[party];
  if (i.process === 'case') return !caseFacts(i).answers?.[party] && !caseFacts(i).fees?.[party];
  if (PROPOSED.includes(i.process)) return i.facts['by'] !== party;
  return !['feedback', 'dormancy'].includes(i.process);
}
