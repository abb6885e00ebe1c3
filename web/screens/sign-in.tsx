/** Sign in, with the second factor where there is one. */
import { Link, useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { own } from '../account-words.ts';
import { ApiProblem, ask, queries, send } from '../api.ts';
import { backTo } from '../back.ts';
import { Card, Page, ProblemBox } from '../parts/basics.tsx';
import { hasPasskeys, showPasskey } from '../parts/passkey.ts';
import { become, usePeople } from '../parts/sandbox-bar.tsx';

/** Messages of the sign-in library in the shape that pages show; `link`: what is wrong where a link was used instead of a password. */
export function signInProblem(error: unknown, link?: { readonly detail: string; readonly fix: string }): unknown {
  if (error instanceof ApiProblem && error.problem.code === 'unknown')
    return new ApiProblem({
      ...error.problem,
      title: own.door.failed,
      detail: error.problem.status === 403 ? own.door.confirmFirst : own.door.wrong,
      fix: own.door.wrongFix,
      ...link,
    });
  return error;
}

export function Screen() {
  const router = useRouter();
  const people = usePeople();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [second, setSecond] = useState(false);
  const [recovery, setRecovery] = useState(false);
  const [error, setError] = useState<unknown>();
  async function enter() {
    queries.clear();
    router.history.push(backTo());
  }
  async function byPasskey() {
    setError(undefined);
    try {
      await ask('/v1/passkeys/sign-in', { passkey: await showPasskey('/v1/passkeys/sign-in/options') });
      await enter();
    } catch (x) {
      setError(x);
    }
  }
  async function submit(e: FormEvent) {
    e.preventDefault();
    setError(undefined);
    try {
      if (second) await send('POST', `/auth/two-factor/${recovery ? 'verify-backup-code' : 'verify-totp'}`, { code: code.trim() });
      else {
        const answer = await send<{ twoFactorRedirect?: boolean }>('POST', '/auth/sign-in/email', { email, password });
        if (answer.twoFactorRedirect) return setSecond(true);
      }
      await enter();
    } catch (x) {
      setError(signInProblem(x));
    }
  }
  return (
    <Page title={own.door.signIn} lead={<p className="lead">{own.door.promise}</p>}>
      <div className="two">
        <Card title={second ? own.door.secondFactor : own.door.withAddress}>
          <form className="stack" onSubmit={(e) => void submit(e)}>
            {error !== undefined && <ProblemBox key={String(error)} error={error} />}
            {second ? (
              <div className="field">
                <label htmlFor="code">{recovery ? own.door.recoveryCode : own.door.digits}</label>
                <input
                  id="code"
                  type="text"
                  inputMode={recovery ? 'text' : 'numeric'}
                  autoComplete="one-time-code"
                  value={code}
                  onChange={(e) => setCode(e.target.value)}
                />
                <button type="button" className="btn quiet" onClick={() => setRecovery(!recovery)}>
                  {recovery ? own.door.app : own.door.recovery}
                </button>
              </div>
            ) : (
              <>
                <div className="field">
                  <label htmlFor="email">{own.door.mail}</label>
                  <input id="email" type="email" autoComplete="email" value={email} onChange={(e) => setEmail(e.target.value)} />
                </div>
                <div className="field">
                  <label htmlFor="password">{own.door.password}</label>
                  <input
                    id="password"
                    type="password"
                    autoComplete="current-password"
                    value={password}
                    onChange={(e) => setPassword(e.target.value)}
                  />
                </div>
              </>
            )}
            <div className="row">
              <button type="submit" className="btn main">
                {own.door.signIn}
              </button>
              <Link to="/sign-up">{own.door.signUp}</Link>
              <Link to="/reset-password">{own.door.forgot}</Link>
            </div>
            {hasPasskeys() && (
              <div className="row">
                <span className="soft">{own.passkeys.or}</span>
                <button type="button" className="btn" onClick={() => void byPasskey()}>
                  {own.passkeys.enter}
                </button>
              </div>
            )}
          </form>
        </Card>
        {people.data && people.data.items.length > 0 && (
          <Card title={own.door.demo}>
            <p className="soft">{own.door.demoWhy}</p>
            <ul className="list">
              {people.data.items.map((p) => (
                <li key={p.id}>
                  <button type="button" className="btn person" onClick={() => void become(p.id).then(enter).catch(setError)}>
                    <span>
                      <strong>{p.name}</strong> <span className="soft small">{p.about}</span>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </Card>
        )}
      </div>
    </Page>
  );
}
