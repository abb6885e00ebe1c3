/** Showing again who one is, where an act takes it: the password is asked for when the server wants it, then the act goes on (ACC-3). */

import { type ReactNode, useState } from 'react';
import { own } from '../account-words.ts';
import { ApiProblem, send, useMe } from '../api.ts';
import { w } from '../words.ts';
import { ProblemBox, Sheet } from './basics.tsx';

type Work = () => Promise<unknown>;

export interface Confirmed {
  /** Does it; asks for the password first where that is wanted. */
  readonly does: (work: Work) => Promise<void>;
  /** What went wrong with it. */
  readonly error: unknown;
  /** To be put on the page once. */
  readonly sheet: ReactNode;
}

const noop = () => undefined;

export function useConfirmed(): Confirmed {
  const [waits, setWaits] = useState<Work>();
  const [error, setError] = useState<unknown>();
  const does = (work: Work) => {
    setError(undefined);
    return work().then(noop, (x: unknown) => {
      if (x instanceof ApiProblem && x.problem.code === 'confirmation_needed') setWaits(() => work);
      else setError(x);
    });
  };
  const sheet = (
    <Sheet open={waits !== undefined} title={own.confirm.title} onClose={() => setWaits(undefined)}>
      <AskAgain
        onDone={() => {
          const work = waits;
          setWaits(undefined);
          if (work) void does(work);
        }}
      />
    </Sheet>
  );
  return { does, error, sheet };
}

/** The password, and a code where there is a second factor. */
function AskAgain(p: { onDone: () => void }) {
  const me = useMe();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [asksCode, setAsksCode] = useState(false);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const confirm = () =>
    send('POST', '/v1/sessions/confirm', { password, ...(code.trim() && { code: code.trim() }) })
      .then(p.onDone)
      .catch((x: unknown) => {
        const needsCode = x instanceof ApiProblem && x.problem.code === 'confirmation_code';
        if (needsCode) setAsksCode(true);
        setError(needsCode && !asksCode ? undefined : x);
      });
  return (
    <form
      className="stack"
      onSubmit={(e) => {
        e.preventDefault();
        if (busy) return;
        setBusy(true);
        void confirm().finally(() => setBusy(false));
      }}
    >
      {error !== undefined && <ProblemBox key={String(error)} error={error} />}
      <p className="soft">{own.confirm.why}</p>
      <input type="text" name="username" autoComplete="username" value={me.data?.email ?? ''} readOnly hidden />
      <div className="field">
        <label htmlFor="confirm-password">{w.settings.password}</label>
        <input
          id="confirm-password"
          type="password"
          autoComplete="current-password"
          data-first
          value={password}
          onChange={(e) => setPassword(e.target.value)}
        />
      </div>
      {asksCode && (
        <div className="field">
          <label htmlFor="confirm-code">{own.confirm.code}</label>
          <input id="confirm-code" type="text" autoComplete="one-time-code" value={code} onChange={(e) => setCode(e.target.value)} />
        </div>
      )}
      <div>
        <button type="submit" className="btn main" disabled={password === '' || busy}>
          {own.confirm.go}
        </button>
      </div>
    </form>
  );
}
