/** Our book beside the bank's, and what is held beside what is owed. */
import { useQuery } from '@tanstack/react-query';
import { get } from '../api.ts';
import { Card, Loaded, Page } from '../parts/basics.tsx';
import { cash } from '../words.ts';

interface Books {
  readonly differences: Record<string, unknown>[];
  readonly unanswered: { reference: string; kind: string; amount: number; currency: string; state: string; since: string; attempts: number }[];
  readonly compared: number;
  readonly equal: boolean;
}
interface Solvency {
  readonly totals: { currency: string; kind: string; balance: number }[];
  readonly contractsOff: { id: string; held: number; booked: number }[];
  readonly sumsToZero: boolean;
}

export function Screen() {
  const books = useQuery({ queryKey: ['books'], queryFn: () => get<Books>('/v1/reconciliation') });
  const solvency = useQuery({ queryKey: ['solvency'], queryFn: () => get<Solvency>('/v1/solvency') });
  return (
    <Page title="The books" lead={<p className="soft">What is held equals what is owed, and what the bank reports.</p>}>
      <Card title="Our book and the bank's">
        <Loaded of={books}>
          {(b) => (
            <>
              <p>
                {b.compared} movements compared. <strong>{b.equal ? 'Both books are equal.' : `${b.differences.length} differences.`}</strong>
              </p>
              {b.unanswered.length > 0 && (
                <>
                  <p>
                    <strong>{b.unanswered.length} without an answer of the bank.</strong> It is asked on and on.
                  </p>
                  <ul>
                    {b.unanswered.map((u) => (
                      <li key={u.reference}>
                        {u.kind} of {cash(u.amount, u.currency)}, {u.state}, asked {u.attempts} times since {u.since}: {u.reference}
                      </li>
                    ))}
                  </ul>
                </>
              )}
              {b.differences.map((d) => (
                <pre key={JSON.stringify(d)} className="quote small">
                  {JSON.stringify(d, null, 1)}
                </pre>
              ))}
            </>
          )}
        </Loaded>
      </Card>
      <Card title="All accounts">
        <Loaded of={solvency}>
          {(s) => (
            <>
              <p>
                <strong>{s.sumsToZero ? 'All accounts sum to zero.' : 'The accounts do not sum to zero.'}</strong>{' '}
                {s.contractsOff.length === 0
                  ? 'Every contract holds exactly what its journal says.'
                  : `${s.contractsOff.length} contracts do not hold what their journal says.`}
              </p>
              <table>
                <caption className="sr">Accounts</caption>
                <tbody>
                  {s.totals.map((t) => (
                    <tr key={`${t.currency} ${t.kind}`}>
                      <td>{t.kind}</td>
                      <td className="amount">{cash(t.balance, t.currency)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </>
          )}
        </Loaded>
      </Card>
    </Page>
  );
}
