/** What falls due next on every contract, with what silence does. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Loaded } from '../../parts/basics.tsx';
import { DeadlineLine } from '../../parts/deadline.tsx';
import { IfYouDoNothing } from '../../parts/if-you-do-nothing.tsx';
import { cash, when } from '../../words.ts';
import { Choose, ConsolePage, More, NoneFit, type Paged, query, type Shapes, usePages } from './frame.tsx';
import { ws } from './words.ts';

const ACTORS = ['client', 'freelancer', 'both', 'mediator', 'arbitrator', 'staff', 'bank', 'nobody'];

export function Screen() {
  const search = useSearch({ strict: false }) as { actor?: string };
  const navigate = useNavigate();
  const list = usePages<Paged<Shapes['ConsoleDeadline']> & { now: string; behind: number }>(
    ['console deadlines'],
    `/v1/console/deadlines?${query(search)}`,
  );
  return (
    <ConsolePage title={ws.deadlines.title} lead={<p className="soft">{ws.deadlines.lead}</p>}>
      <Loaded of={list}>
        {(pages) => {
          const first = pages.pages[0];
          const items = pages.pages.flatMap((x) => x.items);
          return (
            <>
              <p className={first && first.behind > 0 ? 'silence' : 'soft'}>
                {first && first.behind > 0 ? ws.deadlines.behind(first.behind) : ws.deadlines.good}
              </p>
              <div className="filters">
                <Choose
                  label={ws.deadlines.whose}
                  value={search.actor ?? ''}
                  options={[['', ws.console.all], ...ACTORS.map((a) => [a, ws.roles[a] ?? a] as const)]}
                  onChange={(actor) => void navigate({ to: '.', search: { actor } as never, replace: true, resetScroll: false })}
                />
              </div>
              {items.length === 0 && <NoneFit title={ws.deadlines.none} hint={ws.deadlines.noneHint} search={search} />}
              <ul className="list">
                {items.map((d) => (
                  <li key={d.contract} className="card">
                    <div className="row between">
                      <h2>
                        <Link to="/contracts/$id" params={{ id: d.contract }}>
                          {d.title}
                        </Link>
                      </h2>
                      <span className="row">
                        {d.asked && <span className="tag">{ws.deadlines.asked}</span>}
                        {d.overdue && <span className="tag bad">{ws.deadlines.late}</span>}
                        <span className="tag">{ws.roles[d.deadline.actor] ?? d.deadline.actor}</span>
                        <span className="num">{ws.deadlines.held(cash(d.held, d.currency))}</span>
                      </span>
                    </div>
                    {d.kind === 'reminder' && <p className="small">{ws.deadlines.reminder(when(d.at))}</p>}
                    <DeadlineLine deadline={d.deadline} now={Date.parse(first?.now ?? '')} />
                    <IfYouDoNothing deadline={d.deadline} />
                    <p className="small soft">
                      {ws.cases.between(d.client.name, d.freelancer.name)}
                      {d.others > 0 ? ` · ${ws.deadlines.others(d.others)}` : ''}
                    </p>
                  </li>
                ))}
              </ul>
              <More of={list} />
            </>
          );
        }}
      </Loaded>
    </ConsolePage>
  );
}
