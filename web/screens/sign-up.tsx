/** Sign up. */
import { type FormEvent, useState } from 'react';
import { own } from '../account-words.ts';
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
              title: own.door.failed,
              detail: own.door.signUpWrong,
              fix: own.door.haveOne,
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
    <Page title={own.door.signUp} narrow>
      <Card>
        {done ? (
          <p role="status">{own.door.sentTo(form.email)}</p>
        ) : (
          <form className="stack" onSubmit={(e) => void submit(e)}>
            {error !== undefined && <ProblemBox key={String(error)} error={error} />}
            {field('name', own.door.yourName, 'text', 'name')}
            {field('email', own.door.mail, 'email', 'email')}
            {field('password', own.door.newPassword, 'password', 'new-password')}
            <div>
              <button type="submit" className="btn main">
                {own.door.signUp}
              </button>
            </div>
          </form>
        )}
      </Card>
    </Page>
  );
}
