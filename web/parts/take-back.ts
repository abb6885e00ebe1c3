/** Takes back what was just done; comes when somebody wants it. */
import type { Contract } from '@fairhold/client';
import { queries, send } from '../api.ts';
import { w } from '../words.ts';
import { refocus } from './receipts.tsx';
import { toast } from './undo-toast.tsx';

export async function takeBack(contract: string, { title, ...act }: NonNullable<Contract['takeBack']>): Promise<void> {
  try {
    await send('POST', `/v1/contracts/${contract}/acts`, act, { remember: title });
    toast(w.undo.done(title));
  } catch (error) {
    toast(error instanceof Error ? error.message : String(error));
  }
  await queries.invalidateQueries();
  refocus();
}
