/** Takes back what was just done; comes when somebody wants it. */
import type { Action, Contract } from '@fairhold/client';
import { queries, send } from '../api.ts';
import { w } from '../words.ts';
import { refocus } from './receipts.tsx';
import { toast } from './undo-toast.tsx';

/** `after`: as it stood when it was done; a message is known by the step that it is. */
export async function takeBack(after: Contract, { act, on, title }: Action): Promise<void> {
  const input = act === 'deleteMessage' ? { message: after.seq } : {};
  try {
    await send('POST', `/v1/contracts/${after.id}/acts`, { act, on, input }, { remember: title });
    toast(w.undo.done(title));
  } catch (error) {
    toast(error instanceof Error ? error.message : String(error));
  }
  await queries.invalidateQueries();
  refocus();
}
