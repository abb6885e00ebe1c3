/** What waits for a mediator, an arbitrator or the staff. */
import { Link } from '@tanstack/react-router';
import { useQueue } from '../api.ts';
import { Empty, Loaded, Page } from '../parts/basics.tsx';
import { cash, left, when } from '../words.ts';

const KINDS: Readonly<Record<string, string>> = {
  mediation: 'Mediation',
  secondReader: 'Second reader',
  arbitration: 'Arbitration',
  awardOverdue: 'Award is late',
};

export function Screen() {
  const queue = useQueue();
  return (
    <Page title="Waiting for us" lead={<p className="soft">The most urgent first.</p>}>
      <Loaded of={queue}>
        {(q) =>
          q.items.length === 0 ? (
            <Empty title="Nothing waits">
              <p>New cases show here by themselves.</p>
            </Empty>
          ) : (
            <ul className="list">
              {q.items.map((i) => (
                <li key={`${i.contract} ${i.on}`}>
                  <Link
                    to="/contracts/$id/case/$case"
                    params={{ id: i.contract, case: i.on }}
                    className={`item ${i.mine || !i.taken ? 'needs' : ''}`}
                  >
                    <div className="row between">
                      <strong>{i.title}</strong>
                      <span className="num">{cash(i.amount, i.currency)}</span>
                    </div>
                    <div className="row">
                      <span className="tag">{KINDS[i.kind] ?? i.kind}</span>
                      <span className="tag">{i.stateWords}</span>
                      {i.mine && <span className="tag hot">Yours</span>}
                      {i.overdue && <span className="tag hot">Late</span>}
                      {i.conflict && <span className="tag">{i.conflict}</span>}
                    </div>
                    <p className="small soft">
                      Since {when(i.since)}. {i.targetAt ? `Promised by ${when(i.targetAt)}, ${left(i.targetAt, Date.parse(q.now))}.` : ''}
                    </p>
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}
