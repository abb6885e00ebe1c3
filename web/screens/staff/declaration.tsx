/** Before a case is taken: what its taker declares. Nothing of the parties is shown before (MED-1). */
import type { Action, Case, Contract } from '@fairhold/client';
import { useState } from 'react';
import { useActs, useQueue } from '../../api.ts';
import { Card, Loaded, ProblemBox } from '../../parts/basics.tsx';
import { recorded } from '../../parts/receipts.tsx';
import { cash } from '../../words.ts';
import { ws } from './words.ts';

export function Declaration(p: { c: Contract; k: Case; action: Action }) {
  const { action, c, k } = p;
  const acts = useActs(c);
  const queue = useQueue();
  const [error, setError] = useState<unknown>();
  if (action.blocked) return <p className="silence">{ws.desk.conflict(action.blocked.sentence)}</p>;
  async function take() {
    setError(undefined);
    try {
      recorded(action, await acts.act.mutateAsync({ action, input: {} }));
    } catch (e) {
      setError(e);
    }
  }
  return (
    <Card title={ws.queue.declare}>
      {error !== undefined && <ProblemBox key={String(error)} error={error} />}
      <p>
        {cash(k.gap, c.currency)}, {ws.queue.size(new Set(k.statements.freelancer?.criteria.map((m) => m.id) ?? []).size, k.exhibits.length)}
      </p>
      {/* What is declared is read before it is declared. */}
      <Loaded of={queue}>
        {({ impartialDays }) => (
          <>
            <p>{ws.queue.declareText(impartialDays)}</p>
            <form
              onSubmit={(e) => {
                e.preventDefault();
                if (!acts.act.isPending) void take();
              }}
            >
              <button type="submit" className="btn main" disabled={acts.act.isPending}>
                {ws.queue.declareYes}
              </button>
            </form>
          </>
        )}
      </Loaded>
    </Card>
  );
}
