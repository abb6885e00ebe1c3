/** Showing again who one is, where an act takes it: the password is asked for when the server wants it, then the act goes on (ACC-3). */

import type { Problem } from '@fairhold/client';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { own } from '../account-words.ts';
import { ApiProblem, ask, get, send, useMe } from '../api.ts';
import { w } from '../words.ts';
import { ProblemBox, Sheet } from './basics.tsx';
import { hasPasskeys, showPasskey } from './passkey.ts';

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
  const [waits, setWaits] = useState<{ readonly work: Work; readonly why: Problem }>();
  const [error, setError] = useState<unknown>();
  const does = (work: Work) => {
    setError(undefined);
    return work().then(noop, (x: unknown) => {
      if (x instanceof ApiProblem && x.problem.code === 'confirmation_needed') setWaits({ work, why: x.problem });
      else setError(x);
    });
  };
  const sheet = (
    <Sheet open={waits !== undefined} title={own.confirm.title} onClose={() => setWaits(undefined)}>
      <AskAgain
        why={waits?.why}
        onDone={() => {
          setWaits(undefined);
          if (waits) void does(waits.work);
        }}
      />
    </Sheet>
  );
  return { does, error, sheet };
}

/** The password, and a code where there is a second factor; or one of one's passkeys. */
function AskAgain(p: { why: Problem | undefined; onDone: () => void }) {
  const me = useMe();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [asksCode, setAsksCode] = useState(false);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const passkeys = useQuery({ queryKey: ['passkeys'], queryFn: () => get<{ items: unknown[] }>('/v1/passkeys'), enabled: hasPasskeys() });
  const byPasskey = () =>
    showPasskey('/v1/sessions/confirm/options')
      .then((passkey) => ask('/v1/sessions/confirm', { passkey }))
      .then(p.onDone)
      .catch(setError);
  const once = (work: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    void work().finally(() => setBusy(false));
  };
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
        once(confirm);
      }}
    >
      {error !== undefined && <ProblemBox key={String(error)} error={error} />}
      {p.why && (
        <p className="soft">
          {p.why.detail} {p.why.fix}
        </p>
      )}
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
      <div className="row">
        <button type="submit" className="btn main" disabled={password === '' || busy}>
          {own.confirm.go}
        </button>
        {(passkeys.data?.items.length ?? 0) > 0 && (
          <button type="button" className="btn" disabled={busy} onClick={() => once(byPasskey)}>
            {own.passkeys.show}
          </button>
        )}
      </div>
    </form>
  );
}
