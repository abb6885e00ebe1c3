/** Sets a new password from the link of a mail. */
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { own } from '../account-words.ts';
import { send } from '../api.ts';
import { Card, Page, ProblemBox } from '../parts/basics.tsx';
import { signInProblem } from './sign-in.tsx';

export function Screen() {
  const navigate = useNavigate();
  const token = new URLSearchParams(location.search).get('token');
  const [text, setText] = useState('');
  const [sent, setSent] = useState(false);
  const [error, setError] = useState<unknown>();
  async function submit(e: FormEvent) {
    e.preventDefault();
    try {
      if (token) {
        await send('POST', '/auth/reset-password', { token, newPassword: text });
        await navigate({ to: '/sign-in' });
      } else {
        await send('POST', '/auth/request-password-reset', { email: text });
        setSent(true);
      }
    } catch (x) {
      setError(signInProblem(x, token ? { detail: own.door.resetWrong, fix: own.door.resetFix } : undefined));
    }
  }
  return (
    <Page title={token ? own.door.reset : own.door.forgot} narrow>
      <Card>
        {sent ? (
          <p role="status">{own.door.resetSent}</p>
        ) : (
          <form className="stack" onSubmit={(e) => void submit(e)}>
            {error !== undefined && <ProblemBox key={String(error)} error={error} />}
            <div className="field">
              <label htmlFor="text">{token ? own.door.newPassword : own.door.mail}</label>
              <input
                id="text"
                type={token ? 'password' : 'email'}
                autoComplete={token ? 'new-password' : 'email'}
                value={text}
                onChange={(e) => setText(e.target.value)}
              />
            </div>
            <div>
              <button type="submit" className="btn main">
                {token ? own.door.resetSave : own.door.resetSend}
              </button>
            </div>
          </form>
        )}
      </Card>
    </Page>
  );
}
