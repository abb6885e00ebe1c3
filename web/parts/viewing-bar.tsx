/** Over every page while staff look with a person's eyes: whose, until when, and how to stop. */
import { useState } from 'react';
import { queries, send } from '../api.ts';
import { w, when } from '../words.ts';
import { ProblemBox } from './basics.tsx';

export function ViewingBar(p: { name: string; person: string; until: string }) {
  const [error, setError] = useState<unknown>();
  async function stop() {
    try {
      await send('DELETE', '/v1/view');
      queries.clear();
      location.assign(`/console/people/${p.person}`);
    } catch (e) {
      setError(e);
    }
  }
  return (
    <aside className="viewing" aria-label={w.viewing.label}>
      <p>
        <strong>{w.viewing.says(p.name, when(p.until))}</strong>
      </p>
      <button type="button" className="btn" onClick={() => void stop()}>
        {w.viewing.stop}
      </button>
      {error !== undefined && <ProblemBox error={error} />}
    </aside>
  );
}
