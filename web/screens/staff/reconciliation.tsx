/** Our book beside the bank's: what differs, and what has no answer for too long. */
import { useQuery } from '@tanstack/react-query';
import { get } from '../../api.ts';
import { Card, Loaded } from '../../parts/basics.tsx';
import { cash, when } from '../../words.ts';
import { ConsolePage, Facts, type Shapes } from './frame.tsx';
import { RemedyOf } from './remedy.tsx';
import { ws } from './words.ts';

interface Side {
  readonly kind: string;
  readonly amount: number;
  readonly currency: string;
  readonly state: string;
}
interface Books {
  readonly differences: { difference: string; queue: string; reference: string; ours?: Side; theirs?: Side; remedy?: Shapes['Remedy'] }[];
  readonly unanswered: {
    reference: string;
    kind: string;
    amount: number;
    currency: string;
    attempts: number;
    since: string;
    remedy?: Shapes['Remedy'];
  }[];
  readonly compared: number;
  readonly equal: boolean;
}
const told = (s: Side | undefined): string =>
  s ? `${ws.deliveries.kinds[s.kind] ?? s.kind}, ${cash(s.amount, s.currency)}, ${ws.books.states[s.state] ?? s.state}` : ws.books.nothing;

export function Screen() {
  const books = useQuery({ queryKey: ['books'], queryFn: () => get<Books>('/v1/reconciliation') });
  return (
    <ConsolePage title={ws.books.title} lead={<p className="soft">{ws.books.rule}</p>}>
      <Loaded of={books}>
        {(b) => (
          <>
            <Card
              title={b.equal ? ws.books.equal : ws.books.differ(b.differences.length)}
              tag={<span className={`tag ${b.equal ? 'ok' : 'bad'}`}>{b.equal ? ws.home.good : ws.home.look}</span>}
            >
              <p className="soft">{ws.books.compared(b.compared)}</p>
            </Card>
            {Object.entries(ws.books.queues).map(([queue, title]) => {
              const waiting = b.differences.filter((d) => d.queue === queue);
              return (
                <Card key={queue} title={title} tag={<span className={`tag ${waiting.length === 0 ? '' : 'bad'}`}>{waiting.length}</span>}>
                  {waiting.length === 0 && <p className="soft">{ws.books.queueEmpty}</p>}
                  {waiting.map((d) => (
                    <div key={`${d.reference} ${d.difference}`} className="stack tight boxed">
                      <h3>{ws.books.kinds[d.difference] ?? d.difference}</h3>
                      <Facts
                        rows={[
                          [ws.books.ours, told(d.ours)],
                          [ws.books.theirs, told(d.theirs)],
                        ]}
                      />
                      <code className="small">{d.reference}</code>
                      <RemedyOf of={d.remedy} reference={d.reference} />
                    </div>
                  ))}
                </Card>
              );
            })}
            <Card title={ws.books.unanswered} tag={<span className={`tag ${b.unanswered.length === 0 ? '' : 'bad'}`}>{b.unanswered.length}</span>}>
              {b.unanswered.length === 0 && <p className="soft">{ws.books.noUnanswered}</p>}
              {b.unanswered.map((u) => (
                <div key={u.reference} className="stack tight boxed">
                  <p>
                    <strong>
                      {ws.deliveries.kinds[u.kind] ?? u.kind}, {cash(u.amount, u.currency)}
                    </strong>
                    {' · '}
                    {ws.console.since(when(u.since))} · {ws.books.attempts(u.attempts)} <code className="small">{u.reference}</code>
                  </p>
                  <RemedyOf of={u.remedy} reference={u.reference} />
                </div>
              ))}
            </Card>
          </>
        )}
      </Loaded>
    </ConsolePage>
  );
}
