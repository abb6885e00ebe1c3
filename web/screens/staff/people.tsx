/** Everybody of the installation, found by name, address or id. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Loaded } from '../../parts/basics.tsx';
import { Ask, Choose, ConsolePage, More, NoneFit, type Paged, query, type Shapes, usePages } from './frame.tsx';
import { ws } from './words.ts';

const OFFICES = ['operator', 'mediator', 'support', 'finance', 'arbitrator', 'auditor'];

export function Screen() {
  const search = useSearch({ strict: false }) as { q?: string; staff?: string };
  const navigate = useNavigate();
  const set = (more: Record<string, string>) =>
    void navigate({ to: '.', search: { ...search, ...more } as never, replace: true, resetScroll: false });
  const found = usePages<Paged<Shapes['ConsoleAccount']>>(['people'], `/v1/console/people?${query(search)}`);
  return (
    <ConsolePage title={ws.console.people}>
      <div className="filters">
        <Ask label={ws.people.search} type="search" value={search.q ?? ''} onChange={(q) => set({ q })} />
        <Choose
          label={ws.people.which}
          value={search.staff ?? ''}
          options={[['', ws.people.everybody], ['any', ws.people.staff], ...OFFICES.map((r) => [r, ws.roles[r] ?? r] as const)]}
          onChange={(staff) => set({ staff })}
        />
      </div>
      <Loaded of={found}>
        {(pages) => {
          const items = pages.pages.flatMap((x) => x.items);
          if (items.length === 0) return <NoneFit title={ws.people.none} hint={ws.people.noneHint} search={search} />;
          return (
            <>
              <ul className="list">
                {items.map((a) => (
                  <li key={a.id}>
                    <Link to="/console/people/$id" params={{ id: a.id }} className="contract-row">
                      <span className="title">{a.name}</span>
                      <span className="row">
                        {a.kind === 'agency' && <span className="tag">{ws.people.agency}</span>}
                        {a.staff.map((r) => (
                          <span key={r} className="tag ok">
                            {ws.roles[r] ?? r}
                          </span>
                        ))}
                      </span>
                      {a.email && <span className="small soft wide">{a.email}</span>}
                    </Link>
                  </li>
                ))}
              </ul>
              <More of={found} />
            </>
          );
        }}
      </Loaded>
    </ConsolePage>
  );
}
