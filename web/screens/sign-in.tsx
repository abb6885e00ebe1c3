/** Sign in, with the second factor where there is one. */
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ApiProblem, queries, send } from '../api.ts';
import { Card, Page, ProblemBox } from '../parts/basics.tsx';
import { become, usePeople } from '../parts/sandbox-bar.tsx';

/** Messages of the sign-in library in the shape that pages show. */
export function signInProblem(error: unknown): unknown {
  if (error instanceof ApiProblem && error.problem.code === 'unknown')
    return new ApiProblem({
      ...error.problem,
      title: 'That did not work',
      detail:
        error.problem.status === 403 ? 'Confirm your mail address first: we have sent you a link again.' : 'Address, password or code do not fit.',
      fix: 'Check what you typed and try again.',
    });
  return error;
}

export function Screen() {
  const navigate = useNavigate();
  const people = usePeople();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [second, setSecond] = useState(false);
  const [error, setError] = useState<unknown>();
  async function enter() {
    queries.clear();
    await navigate({ to: '/' });
  }
  async function submit(e: FormEvent) {
    e.preventDefault();
    setError(undefined);
    try {
      if (second) await send('POST', '/auth/two-factor/verify-totp', { code });
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
    <Page title="Sign in">
      <div className="two">
        <Card title={second ? 'Your second factor' : 'With your address'}>
          <form className="stack" onSubmit={(e) => void submit(e)}>
            {error !== undefined && <ProblemBox key={String(error)} error={error} />}
            {second ? (
              <div className="field">
                <label htmlFor="code">Six digits from your app</label>
                <input
                  id="code"
                  type="text"
                  inputMode="numeric"
                  autoComplete="one-time-code"
                  value={code}
                  onChange={(e) => setCode(e.target.value)}
                />
              </div>
            ) : (
              <>
                <div className="field">
                  <label htmlFor="email">Mail address</label>
                  <input id="email" type="email" autoComplete="email" value={email} onChange={(e) => setEmail(e.target.value)} />
                </div>
                <div className="field">
                  <label htmlFor="password">Password</label>
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
                Sign in
              </button>
              <Link to="/sign-up">Sign up</Link>
              <Link to="/reset-password">I forgot my password</Link>
            </div>
          </form>
        </Card>
        {people.data && people.data.items.length > 0 && (
          <Card title="Or be one of the demo people">
            <p className="soft">This is a sandbox. The money is play money.</p>
            <ul className="list">
              {people.data.items.map((p) => (
                <li key={p.id}>
                  <button
                    type="button"
                    className="btn"
                    style={{ width: '100%', justifyContent: 'flex-start', textAlign: 'left' }}
                    onClick={() => void become(p.id).then(enter).catch(setError)}
                  >
                    <span>
                      {p.name} <span className="soft small">{p.about}</span>
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
