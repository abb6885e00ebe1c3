/** Only in a sandbox: the clock, and who one is. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { get, send, useMe } from '../api.ts';
import { w, when } from '../words.ts';
import { ProblemBox, Sheet } from './basics.tsx';
import { useTestClock } from './test-clock.ts';

interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly about: string;
}
export const usePeople = () =>
  useQuery({ queryKey: ['demo people'], queryFn: () => get<{ items: Person[] }>('/v1/sandbox/people'), retry: false, staleTime: 60_000 });
export const become = (person: string) => send<{ name: string }>('POST', '/v1/sandbox/sign-in', { person });

const steps = (): readonly (readonly [string, { by: string } | { next: true }])[] => [
  [w.sandbox.hour, { by: 'PT1H' }],
  [w.sandbox.day, { by: 'P1D' }],
  [w.sandbox.week, { by: 'P7D' }],
  [w.sandbox.next, { next: true }],
];

export function SandboxBar() {
  const me = useMe();
  const people = usePeople();
  const client = useQueryClient();
  const clock = useQuery({ queryKey: ['clock'], queryFn: () => get<{ now: string }>('/v1/clock'), refetchInterval: 30_000 });
  const { moved, busy, error, move, forget } = useTestClock();
  return (
    <aside className="sandbox" aria-label={w.sandbox.label}>
      <details>
        <summary>
          <strong>{w.sandbox.label}</strong>
          <span className="num">{clock.data ? when(clock.data.now) : ''}</span>
        </summary>
        <div className="controls">
          <span>{w.sandbox.clock}</span>
          {steps().map(([name, body]) => (
            <button type="button" key={name} disabled={busy} onClick={() => void move(body)}>
              {name}
            </button>
          ))}
          <label>
            <span className="sr">{w.sandbox.be}</span>
            <select
              value={me.data?.person ?? ''}
              onChange={(e) =>
                void become(e.target.value).then(() => {
                  client.clear();
                  location.assign('/');
                })
              }
            >
              {!people.data?.items.some((p) => p.id === me.data?.person) && (
                <option value={me.data?.person ?? ''}>{me.data?.name ?? w.sandbox.nobody}</option>
              )}
              {people.data?.items.map((p) => (
                <option key={p.id} value={p.id}>
                  {w.sandbox.person(p.name, p.role)}
                </option>
              ))}
            </select>
          </label>
          <Link to="/sandbox/mails">{w.sandbox.mails}</Link>
        </div>
      </details>
      <Sheet open={moved !== undefined || error !== undefined} title={moved ? w.sandbox.itIs(when(moved.now)) : w.sandbox.still} onClose={forget}>
        {error !== undefined && <ProblemBox error={error} />}
        {moved && moved.happened.length === 0 && <p>{w.sandbox.nothing}</p>}
        <ul className="list plain">
          {moved?.happened.map((h) => (
            <li key={`${h.at} ${h.title} ${h.sentence}`}>
              <span className="small soft">{when(h.at)}</span> <strong>{h.title}</strong>: {h.sentence}
            </li>
          ))}
        </ul>
      </Sheet>
    </aside>
  );
}
