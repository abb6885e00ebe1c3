/** Moving the test clock of a sandbox: it moves for everybody, and everything that is shown is asked for again. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../api.ts';

export interface Moved {
  readonly now: string;
  readonly happened: { at: string; contract: string; title: string; sentence: string }[];
  /** Things that happened in contracts of others. */
  readonly others: number;
}

export function useTestClock() {
  const client = useQueryClient();
  const [moved, setMoved] = useState<Moved>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  /** `body`: `{ by }` an ISO duration, `{ to }` an instant, or `{ next: true }` for the next deadline. */
  async function move(body: { by: string } | { to: string } | { next: true }): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      setMoved(await send<Moved>('POST', '/v1/clock', body));
      await client.invalidateQueries();
    } catch (e) {
      setError(e);
    } finally {
      setBusy(false);
    }
  }
  const forget = () => {
    setMoved(undefined);
    setError(undefined);
  };
  return { moved, busy, error, move, forget };
}
