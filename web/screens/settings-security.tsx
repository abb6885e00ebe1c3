/** Signing in safely: password, mail address, the second factor with its recovery codes, and where one is signed in. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { own } from '../account-words.ts';
import { get, send, useMe } from '../api.ts';
import { Card, Loaded, ProblemBox } from '../parts/basics.tsx';
import { useConfirmed } from '../parts/confirmed.tsx';
import { w, when } from '../words.ts';
import { signInProblem } from './sign-in.tsx';

/**
 * The library's own account of me: the house says of demo staff that they have a second factor. Of somebody whose pages are looked at it is the
 * house that knows; the library only knows who looks.
 */
export function useFactor() {
  const me = useMe().data;
  return useQuery({
    queryKey: ['factor', me?.person],
    enabled: me !== undefined,
    queryFn: async () =>
      me?.viewedBy
        ? me.twoFactor
        : (await get<{ user?: { twoFactorEnabled?: boolean } } | null>('/auth/get-session'))?.user?.twoFactorEnabled === true,
  });
}

export function SecondFactor() {
  const client = useQueryClient();
  const factor = useFactor();
  const [password, setPassword] = useState('');
  const [made, setMade] = useState<{ totpURI: string; backupCodes: string[] }>();
  const [fresh, setFresh] = useState<string[]>();
  const [code, setCode] = useState('');
  const [error, setError] = useState<unknown>();
  const on = factor.data === true;
  const run = (work: () => Promise<unknown>) => {
    setError(undefined);
    return work()
      .then(() => client.invalidateQueries({ queryKey: ['factor'] }))
      .then(() => client.invalidateQueries({ queryKey: ['me'] }))
      .catch((x: unknown) => setError(signInProblem(x)));
  };
  const asksPassword = (
    <div className="field">
      <label htmlFor="pw">{w.settings.password}</label>
      <input id="pw" type="password" autoComplete="current-password" value={password} onChange={(e) => setPassword(e.target.value)} />
    </div>
  );
  return (
    <Card title={w.settings.factor} tag={<span className={`tag ${on ? 'ok' : ''}`}>{on ? w.settings.on : w.settings.off}</span>}>
      {error !== undefined && <ProblemBox key={String(error)} error={error} />}
      {on && !made && (
        <div className="stack">
          <p>{w.settings.factorOn}</p>
          {asksPassword}
          <div className="row">
            <button
              type="button"
              className="btn"
              disabled={password === ''}
              onClick={() =>
                run(async () => {
                  setFresh((await send<{ backupCodes: string[] }>('POST', '/auth/two-factor/generate-backup-codes', { password })).backupCodes);
                  setPassword('');
                })
              }
            >
              {own.security.newCodes}
            </button>
            <button
              type="button"
              className="btn danger"
              disabled={password === ''}
              onClick={() =>
                run(async () => {
                  await send('POST', '/auth/two-factor/disable', { password });
                  setPassword('');
                  setFresh(undefined);
                })
              }
            >
              {own.security.factorOff}
            </button>
          </div>
        </div>
      )}
      {fresh && <Codes codes={fresh} />}
      {!on && !made && (
        <Step button={w.settings.setUp} onDone={() => run(async () => setMade(await send('POST', '/auth/two-factor/enable', { password })))}>
          <p className="soft">{w.settings.factorWhy}</p>
          {asksPassword}
        </Step>
      )}
      {made && (
        <Step
          main
          button={w.settings.switchOn}
          onDone={() =>
            run(async () => {
              await send('POST', '/auth/two-factor/verify-totp', { code });
              setFresh(made.backupCodes);
              setMade(undefined);
              setPassword('');
            })
          }
        >
          <p>{w.settings.secret}</p>
          <p className="quote breaks">{new URL(made.totpURI).searchParams.get('secret')}</p>
          <div className="field">
            <label htmlFor="totp">{w.settings.digits}</label>
            <input id="totp" type="text" inputMode="numeric" value={code} onChange={(e) => setCode(e.target.value)} />
          </div>
        </Step>
      )}
    </Card>
  );
}

/** Recovery codes, the only time that they are seen. */
function Codes(p: { codes: readonly string[] }) {
  return (
    <div className="stack tight" role="status">
      <h3>{own.security.codesTitle}</h3>
      <p className="small soft">{own.security.codesWhy}</p>
      <ul className="list plain">
        {p.codes.map((one) => (
          <li key={one}>
            <code className="num">{one}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Password() {
  const [now, setNow] = useState('');
  const [next, setNext] = useState('');
  const [done, setDone] = useState(false);
  const [error, setError] = useState<unknown>();
  const change = () => {
    setError(undefined);
    setDone(false);
    return send('POST', '/auth/change-password', { currentPassword: now, newPassword: next, revokeOtherSessions: true })
      .then(() => {
        setDone(true);
        setNow('');
        setNext('');
      })
      .catch((x: unknown) => setError(signInProblem(x)));
  };
  return (
    <Card title={own.security.password}>
      {error !== undefined && <ProblemBox key={String(error)} error={error} />}
      <Step button={own.security.change} off={now === '' || next.length < 10} onDone={change}>
        <div className="field">
          <label htmlFor="pw-now">{own.security.current}</label>
          <input id="pw-now" type="password" autoComplete="current-password" value={now} onChange={(e) => setNow(e.target.value)} />
        </div>
        <div className="field">
          <label htmlFor="pw-next">{own.security.next}</label>
          <input id="pw-next" type="password" autoComplete="new-password" value={next} onChange={(e) => setNext(e.target.value)} />
        </div>
      </Step>
      {done && <p role="status">{own.security.changed}</p>}
    </Card>
  );
}

export function MailAddress(p: { email: string }) {
  const [email, setEmail] = useState('');
  const [asked, setAsked] = useState('');
  const confirmed = useConfirmed();
  const change = () =>
    confirmed.does(async () => {
      const to = email.trim();
      await send('POST', '/auth/change-email', { newEmail: to, callbackURL: '/settings' });
      setAsked(to);
      setEmail('');
    });
  return (
    <Card title={own.security.mail}>
      {confirmed.error !== undefined && <ProblemBox key={String(confirmed.error)} error={confirmed.error} />}
      <p className="breaks">{own.security.mailNow(p.email)}</p>
      <Step button={own.security.changeMail} off={!email.includes('@')} onDone={change}>
        <div className="field">
          <label htmlFor="new-mail">{own.security.newMail}</label>
          <input id="new-mail" type="email" autoComplete="off" value={email} onChange={(e) => setEmail(e.target.value)} />
        </div>
      </Step>
      {asked && (
        <p role="status" className="breaks">
          {own.security.mailAsked(asked)}
        </p>
      )}
      {confirmed.sheet}
    </Card>
  );
}

/** One thing that is asked, and the button that goes on; pressed twice it is asked once. */
function Step(p: { button: string; main?: boolean; off?: boolean; onDone: () => Promise<unknown>; children: ReactNode }) {
  const [busy, setBusy] = useState(false);
  return (
    <form
      className="stack"
      onSubmit={(e) => {
        e.preventDefault();
        if (busy) return;
        setBusy(true);
        void p.onDone().finally(() => setBusy(false));
      }}
    >
      {p.children}
      <div>
        <button type="submit" className={`btn ${p.main ? 'main' : ''}`} disabled={p.off === true || busy}>
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
  readonly address: string;
}
export function Sessions() {
  const [alone, setAlone] = useState(false);
  const [error, setError] = useState<unknown>();
  const out = (address: string, then?: () => void) => {
    setError(undefined);
    void send('DELETE', address)
      .then(() => sessions.refetch())
      .then(then, setError);
  };
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => get<{ items: Session[] }>('/v1/sessions') });
  return (
    <Card title={w.settings.sessions}>
      {error !== undefined && <ProblemBox key={String(error)} error={error} />}
      <Loaded of={sessions}>
        {(s) => (
          <ul className="list plain">
            {s.items.map((x) => (
              <li key={x.id} className="row between">
                <span>
                  {x.agent.slice(0, 60) || w.settings.unknownAgent}{' '}
                  <span className="small soft">
                    {w.settings.since(when(x.createdAt))} {x.address}
                  </span>
                </span>
                {x.current ? (
                  <span className="tag">{w.settings.thisOne}</span>
                ) : (
                  <button type="button" className="btn" onClick={() => out(`/v1/sessions/${x.id}`)}>
                    {w.frame.signOut}
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {sessions.data && sessions.data.items.length > 1 && (
        <div>
          <button type="button" className="btn" onClick={() => out('/v1/sessions', () => setAlone(true))}>
            {own.security.othersOut}
          </button>
        </div>
      )}
      {alone && <p role="status">{own.security.othersGone}</p>}
    </Card>
  );
}
