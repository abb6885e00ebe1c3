/** Sign up. */
import { type FormEvent, useState } from 'react';
import { ApiProblem, send } from '../api.ts';
import { Card, Page, ProblemBox } from '../parts/basics.tsx';

export function Screen() {
  const [form, setForm] = useState({ name: '', email: '', password: '' });
  const [done, setDone] = useState(false);
  const [error, setError] = useState<unknown>();
  async function submit(e: FormEvent) {
    e.preventDefault();
    setError(undefined);
    try {
      await send('POST', '/auth/sign-up/email', form);
      setDone(true);
    } catch (x) {
      setError(
        x instanceof ApiProblem && x.problem.code === 'unknown'
          ? new ApiProblem({
              ...x.problem,
              title: 'That did not work',
              detail: 'Give a name, a mail address, and a password of at least ten characters.',
              fix: 'If you have an account already, sign in.',
            })
          : x,
      );
    }
  }
  const field = (name: keyof typeof form, label: string, type: string, complete: string) => (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input id={name} type={type} autoComplete={complete} value={form[name]} onChange={(e) => setForm({ ...form, [name]: e.target.value })} />
    </div>
  );
  return (
    <Page title="Sign up">
      <Card>
        {done ? (
          <p role="status">We have sent a mail to {form.email}. Open its link to confirm the address. In a sandbox you find it under Mails.</p>
        ) : (
          <form className="stack" onSubmit={(e) => void submit(e)}>
            {error !== undefined && <ProblemBox key={String(error)} error={error} />}
            {field('name', 'Your name', 'text', 'name')}
            {field('email', 'Mail address', 'email', 'email')}
            {field('password', 'Password, at least ten characters', 'password', 'new-password')}
            <div>
              <button type="submit" className="btn main">
                Sign up
              </button>
            </div>
          </form>
        )}
      </Card>
    </Page>
  );
}
