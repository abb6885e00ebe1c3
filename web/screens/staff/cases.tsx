/** All open cases: the late ones first, then by what falls due next. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Loaded } from '../../parts/basics.tsx';
import { cash, day, inBothZones, left, when } from '../../words.ts';
import { Ask, Choose, ConsolePage, More, NoneFit, type Paged, query, type Shapes, usePages } from './frame.tsx';
import { ws } from './words.ts';

type Row = Shapes['ConsoleCase'];

export function Screen() {
  const search = useSearch({ strict: false }) as { stage?: string; q?: string; assignee?: string; overdue?: string };
  const navigate = useNavigate();
  const set = (more: Record<string, string>) =>
    void navigate({ to: '.', search: { ...search, ...more } as never, replace: true, resetScroll: false });
  const list = usePages<Paged<Row> & { now: string }>(['console cases'], `/v1/console/cases?${query(search)}`);
  return (
    <ConsolePage title={ws.cases.title} lead={<p className="soft">{ws.cases.lead}</p>}>
      <div className="filters four">
        <Ask label={ws.cases.words} type="search" value={search.q ?? ''} onChange={(q) => set({ q })} />
        <Choose
          label={ws.cases.stage}
          value={search.stage ?? ''}
          options={[['', ws.console.all], ...Object.entries(ws.cases.stages)]}
          onChange={(stage) => set({ stage })}
        />
        <Choose
          label={ws.cases.whose}
          value={search.assignee ?? ''}
          options={[
            ['', ws.console.any],
            ['none', ws.console.none],
          ]}
          onChange={(assignee) => set({ assignee })}
        />
        <Choose
          label={ws.cases.late}
          value={search.overdue ?? ''}
          options={[
            ['', ws.console.all],
            ['yes', ws.cases.onlyLate],
          ]}
          onChange={(overdue) => set({ overdue })}
        />
      </div>
      <Loaded of={list}>
        {(pages) => {
          const items = pages.pages.flatMap((x) => x.items);
          const now = Date.parse(pages.pages[0]?.now ?? '');
          if (items.length === 0) return <NoneFit title={ws.cases.none} hint={ws.cases.noneHint} search={search} />;
          return (
            <>
              <ul className="list">
                {items.map((k) => (
                  <li key={k.contract}>
                    <CaseRow k={k} now={now} />
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

function CaseRow({ k, now }: { k: Row; now: number }) {
  return (
    <Link to="/contracts/$id/case/$case" params={{ id: k.contract, case: k.on }} className={`contract-row ${k.overdue ? 'needs' : ''}`}>
      <span className="title">{k.title}</span>
      <span className="held num">{cash(k.gap, k.currency)}</span>
      <span className="row wide">
        {k.overdue && <span className="tag bad">{ws.cases.late}</span>}
        <span className="tag">{k.stateWords}</span>
        {k.undelivered > 0 && <span className="tag bad">{ws.cases.undelivered(k.undelivered)}</span>}
      </span>
      <span className="small wide">
        {k.turn.sentence}
        {k.deadline ? ` · ${inBothZones(k.deadline.at)} · ${left(k.deadline.at, now)}` : ''}
      </span>
      <span className="small soft wide">
        {ws.cases.between(k.client.name, k.freelancer.name)} · {ws.cases.age(day(k.openedAt))} ·{' '}
        {k.assignee ? ws.cases.has(k.assignee.name) : ws.console.none}
        {k.targetAt ? ` · ${ws.cases.promised(when(k.targetAt))}` : ''}
      </span>
    </Link>
  );
}
