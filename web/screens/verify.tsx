/** Confirms a mail address from its link. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { get, queries } from '../api.ts';
import { Card, Page, ProblemBox } from '../parts/basics.tsx';
import { w } from '../words.ts';
import { signInProblem } from './sign-in.tsx';

/** Opening the link does nothing by itself: programs that look at mails open links too. */
export function Screen() {
  const navigate = useNavigate();
  const [error, setError] = useState<unknown>();
  const token = new URLSearchParams(location.search).get('token') ?? '';
  return (
    <Page title={w.door.confirm} narrow>
      <Card>
        <p>{w.door.confirmWhy}</p>
        {error !== undefined && <ProblemBox error={signInProblem(error)} />}
        <div>
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
            {w.door.mine}
          </button>
        </div>
      </Card>
    </Page>
  );
}
