/** Confirms a mail address from its link. */
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { own } from '../account-words.ts';
import { ApiProblem, get, queries } from '../api.ts';
import { Card, Page, ProblemBox } from '../parts/basics.tsx';
import { signInProblem } from './sign-in.tsx';

/** Opening the link does nothing by itself: programs that look at mails open links too. */
export function Screen() {
  const navigate = useNavigate();
  const [error, setError] = useState<unknown>();
  const token = new URLSearchParams(location.search).get('token') ?? '';
  return (
    <Page title={own.door.confirm} narrow>
      <Card>
        {!(error instanceof ApiProblem) && <p>{own.door.confirmWhy}</p>}
        {error !== undefined && (
          <ProblemBox key={String(error)} error={signInProblem(error, { detail: own.door.confirmOld, fix: own.door.confirmOldFix })} />
        )}
        <div>
          {error instanceof ApiProblem ? (
            <Link to="/sign-in" className="btn main">
              {own.door.signIn}
            </Link>
          ) : (
            <button
              type="button"
              className="btn main"
              onClick={() =>
                void get(`/auth/verify-email?token=${encodeURIComponent(token)}`)
                  .then(() => {
                    queries.clear();
                    return navigate({ to: '/' });
                  })
                  .catch(setError)
              }
            >
              {own.door.mine}
            </button>
          )}
        </div>
      </Card>
    </Page>
  );
}
