/** The local outbox of a sandbox: mails as they would have been sent. */
import { useQuery } from '@tanstack/react-query';
import { get } from '../api.ts';
import { Loaded, Page } from '../parts/basics.tsx';
import { w, when } from '../words.ts';

interface Mail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly state: string;
  readonly at: string;
}

export function Screen() {
  const mails = useQuery({ queryKey: ['mails'], queryFn: () => get<{ items: Mail[] }>('/v1/sandbox/mails'), refetchInterval: 5000 });
  return (
    <Page title={w.sandbox.mails} lead={<p className="soft">{w.sandbox.mailsWhy}</p>}>
      <Loaded of={mails}>
        {(m) => (
          <ul className="list">
            {m.items.map((x) => (
              <li key={x.id} className="card">
                <details>
                  <summary>
                    <span className="stack tight">
                      <strong>{x.subject}</strong>
                      <span className="soft small">{w.sandbox.mailTo(x.to, when(x.at))}</span>
                    </span>
                  </summary>
                  <p className="quote">{x.text}</p>
                </details>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Page>
  );
}
