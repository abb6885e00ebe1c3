/** My contracts: what needs me first, with the deadline and the money held. */
import type { ContractSummary } from '@fairhold/client';
import { Link, useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ApiProblem, useContracts, useMe } from '../api.ts';
import { Empty, Loaded, Page } from '../parts/basics.tsx';
import { cash, left, when } from '../words.ts';

const GROUPS: readonly (readonly [string, string])[] = [
  ['all', 'All'],
  ['needs_me', 'Needs you'],
  ['waiting', 'Waiting for others'],
];

export function Screen() {
  const me = useMe();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { group?: string; q?: string };
  const query = new URLSearchParams({ ...(search.q && { q: search.q }), limit: '100' }).toString();
  const contracts = useContracts(query);
  const gone = me.error instanceof ApiProblem && me.error.problem.code === 'not_signed_in';
  const staff = (me.data?.staff.length ?? 0) > 0;
  const home = useLocation({ select: (l) => l.pathname === '/' });
  useEffect(() => {
    if (gone) void navigate({ to: '/sign-in' });
    // What waits for the staff is their first page; the contracts are one of the others.
    else if (staff && home) void navigate({ to: '/queue' });
  }, [gone, staff, home, navigate]);
  const group = search.group ?? 'all';
  const change = (next: { group?: string; q?: string }) =>
    void navigate({ to: home ? '/' : '/contracts', search: { ...search, ...next } as never, replace: true });
  return (
    <Page
      title={staff ? 'Contracts' : 'My contracts'}
      actions={
        staff ? undefined : (
          <Link to="/offers/new" className="btn main">
            Make an offer
          </Link>
        )
      }
    >
      <Loaded of={contracts}>
        {(data) => (
          <>
            {data.held.length > 0 && (
              <p className="num">
                You have <strong>{data.held.map((h) => cash(h.amount, h.currency)).join(' and ')}</strong> held in escrow.
              </p>
            )}
            <div className="row">
              <div className="tabs grow" role="tablist">
                {GROUPS.map(([key, word]) => (
                  <button key={key} type="button" role="tab" aria-selected={group === key} onClick={() => change({ group: key })}>
                    {word} ({data.items.filter((c) => key === 'all' || c.group === key).length})
                  </button>
                ))}
              </div>
              <input
                type="search"
                aria-label="Search by title or name"
                placeholder="Search"
                style={{ width: '12rem' }}
                value={search.q ?? ''}
                onChange={(e) => change({ q: e.target.value })}
              />
            </div>
            <Sections items={data.items} group={group} now={Date.parse(data.now)} />
            {data.items.length === 0 &&
              (search.q ? (
                <Empty title="Nothing fits your search">
                  <p>Clear the search to see all contracts.</p>
                </Empty>
              ) : (
                <First />
              ))}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function First() {
  return (
    <Empty title="No contracts yet">
      <ol className="steps">
        <li>A client makes an offer. The first milestone is charged and held.</li>
        <li>The freelancer accepts, works and submits.</li>
        <li>The client approves and the money is paid. Every step shows what follows before you take it.</li>
      </ol>
    </Empty>
  );
}

function Sections(p: { items: readonly ContractSummary[]; group: string; now: number }) {
  const by = (group: string) => p.items.filter((c) => c.group === group);
  const soonest = (items: ContractSummary[]) => [...items].sort((a, b) => (a.deadline?.at ?? '9').localeCompare(b.deadline?.at ?? '9'));
  const sections: (readonly [string, ContractSummary[]])[] = [
    ['Needs you', soonest(by('needs_me'))],
    ['Waiting for others', soonest(by('waiting'))],
    ['Over', by('all')],
  ];
  return (
    <>
      {sections
        .filter(
          ([name, items]) =>
            items.length > 0 && (p.group === 'all' || (p.group === 'needs_me' ? name === 'Needs you' : name === 'Waiting for others')),
        )
        .map(([name, items]) => (
          <section className="stack" key={name}>
            <h2>
              {name} <span className="soft">({items.length})</span>
            </h2>
            <ul className="list">
              {items.map((c) => (
                <li key={c.id}>
                  <Row c={c} now={p.now} />
                </li>
              ))}
            </ul>
          </section>
        ))}
    </>
  );
}

function Row(p: { c: ContractSummary; now: number }) {
  const { c } = p;
  return (
    <Link to="/contracts/$id" params={{ id: c.id }} className={`item ${c.group === 'needs_me' ? 'needs' : ''}`}>
      <div className="row between">
        <strong>{c.title}</strong>
        <span className="num">
          {cash(c.heldMoney, c.currency)} <span className="soft small">held</span>
        </span>
      </div>
      <div className="row between">
        <span>
          {c.turn.sentence} <span className="soft">· with {c.other.name}</span>
        </span>
        <span className="tag">{c.stateWords}</span>
      </div>
      {c.deadline && (
        <p className="small soft">
          {when(c.deadline.at)}, {left(c.deadline.at, p.now)}. {c.deadline.silence.sentence}
        </p>
      )}
    </Link>
  );
}
