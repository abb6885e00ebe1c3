/** Signing in safely: the second factor, and where one is signed in. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { get, send } from '../api.ts';
import { Card, Loaded, ProblemBox } from '../parts/basics.tsx';
import { w, when } from '../words.ts';
import { signInProblem } from './sign-in.tsx';

export function SecondFactor(p: { on: boolean }) {
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const [made, setMade] = useState<{ totpURI: string; backupCodes: string[] }>();
  const [code, setCode] = useState('');
  const [error, setError] = useState<unknown>();
  const run = (work: () => Promise<unknown>) => {
    setError(undefined);
    void work().catch((x: unknown) => setError(signInProblem(x)));
  };
  return (
    <Card title={w.settings.factor} tag={<span className={`tag ${p.on ? 'ok' : ''}`}>{p.on ? w.settings.on : w.settings.off}</span>}>
      {error !== undefined && <ProblemBox key={String(error)} error={error} />}
      {p.on && !made && <p>{w.settings.factorOn}</p>}
      {!p.on && !made && (
        <Step button={w.settings.setUp} onDone={() => run(async () => setMade(await send('POST', '/auth/two-factor/enable', { password })))}>
          <div className="field">
            <label htmlFor="pw">{w.settings.password}</label>
            <input id="pw" type="password" autoComplete="current-password" value={password} onChange={(e) => setPassword(e.target.value)} />
          </div>
        </Step>
      )}
      {made && (
        <Step
          main
          button={w.settings.switchOn}
          onDone={() =>
            run(async () => {
              await send('POST', '/auth/two-factor/verify-totp', { code });
              setMade(undefined);
              await client.invalidateQueries({ queryKey: ['me'] });
            })
          }
        >
          <p>{w.settings.secret}</p>
          <p className="quote">{new URL(made.totpURI).searchParams.get('secret')}</p>
          <p className="small soft">{w.settings.codes(made.backupCodes.join(', '))}</p>
          <div className="field">
            <label htmlFor="totp">{w.settings.digits}</label>
            <input id="totp" type="text" inputMode="numeric" value={code} onChange={(e) => setCode(e.target.value)} />
          </div>
        </Step>
      )}
    </Card>
  );
}

/** One thing that is asked, and the button that goes on. */
function Step(p: { button: string; main?: boolean; onDone: () => void; children: ReactNode }) {
  return (
    <form
      className="stack"
      onSubmit={(e) => {
        e.preventDefault();
        p.onDone();
      }}
    >
      {p.children}
      <div>
        <button type="submit" className={`btn ${p.main ? 'main' : ''}`}>
          {p.button}
        </button>
      </div>
    </form>
  );
}

interface Session {
  readonly id: string;
  readonly current: boolean;
  readonly createdAt: string;
  readonly agent: string;
}
export function Sessions() {
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => get<{ items: Session[] }>('/v1/sessions') });
  return (
    <Card title={w.settings.sessions}>
      <Loaded of={sessions}>
        {(s) => (
          <ul className="list plain">
            {s.items.map((x) => (
              <li key={x.id} className="row between">
                <span>
                  {x.agent.slice(0, 60) || w.settings.unknownAgent} <span className="small soft">{w.settings.since(when(x.createdAt))}</span>
                </span>
                {x.current ? (
                  <span className="tag">{w.settings.thisOne}</span>
                ) : (
                  <button type="button" className="btn" onClick={() => void send('DELETE', `/v1/sessions/${x.id}`).then(() => sessions.refetch())}>
                    {w.frame.signOut}
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}
