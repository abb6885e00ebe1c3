/** The test clock of a sandbox, in a red frame: what it does, it does to everybody. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { get } from '../../api.ts';
import { Card, Loaded, ProblemBox } from '../../parts/basics.tsx';
import { useTestClock } from '../../parts/test-clock.ts';
import { inBothZones, when } from '../../words.ts';
import { Ask, ConsolePage, instantOf } from './frame.tsx';
import { ws } from './words.ts';

export function Screen() {
  const clock = useQuery({ queryKey: ['clock'], queryFn: () => get<{ now: string; next: string | null }>('/v1/clock'), refetchInterval: 10_000 });
  const { moved, busy, error, move } = useTestClock();
  const [to, setTo] = useState('');
  return (
    <ConsolePage title={ws.clock.title} red>
      <p>
        <strong>{ws.clock.warning}</strong>
      </p>
      {error !== undefined && <ProblemBox key={String(error)} error={error} />}
      <Loaded of={clock}>
        {(c) => (
          <Card title={ws.clock.now}>
            <p className="sum num">{inBothZones(c.now)}</p>
            <p className="soft">{c.next ? ws.clock.next(inBothZones(c.next)) : ws.clock.noNext}</p>
            <div className="row">
              {Object.entries(ws.clock.steps).map(([by, name]) => (
                <button key={by} type="button" className="btn" disabled={busy} onClick={() => void move({ by })}>
                  {name}
                </button>
              ))}
              <button type="button" className="btn main" disabled={busy || c.next === null} onClick={() => void move({ next: true })}>
                {ws.clock.toNext}
              </button>
            </div>
            <form
              className="row"
              onSubmit={(e) => {
                e.preventDefault();
                const at = instantOf(to);
                if (at) void move({ to: at });
              }}
            >
              <Ask label={ws.clock.to} type="datetime-local" value={to} onChange={setTo} />
              <button type="submit" className="btn" disabled={busy || !to}>
                {ws.clock.move}
              </button>
            </form>
          </Card>
        )}
      </Loaded>
      {moved && (
        <Card title={moved.happened.length > 0 ? ws.clock.happened(moved.happened.length) : ws.clock.nothing}>
          <ol className="list plain">
            {moved.happened.map((h) => (
              <li key={`${h.contract} ${h.at} ${h.sentence}`}>
                <span className="small soft num">{when(h.at)}</span>{' '}
                <Link to="/contracts/$id" params={{ id: h.contract }}>
                  {h.title}
                </Link>
                : {h.sentence}
              </li>
            ))}
          </ol>
          {moved.others > 0 && <p className="soft">{ws.clock.others(moved.others)}</p>}
        </Card>
      )}
    </ConsolePage>
  );
}
