/** My contracts: what needs me first, with the deadline and the money held. Filters live in the address. */
import type { ContractSummary } from '@fairhold/client';
import { Link, useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { ApiProblem, useContracts, useMe } from '../api.ts';
import { Empty, Loaded, Page, ProblemBox } from '../parts/basics.tsx';
import { VirtualList } from '../parts/virtual-list.tsx';
import { cash, left, w } from '../words.ts';

interface Search {
  readonly group?: string;
  readonly q?: string;
  readonly state?: string;
}
const STATES = ['offered', 'countered', 'active', 'ended', 'closed', 'declined', 'withdrawn', 'expired'] as const;

export function Screen() {
  const me = useMe();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Search;
  const home = useLocation({ select: (l) => l.pathname === '/' });
  const gone = me.error instanceof ApiProblem && me.error.problem.code === 'not_signed_in';
  const roles = me.data?.staff ?? [];
  const staff = roles.length > 0;
  const judges = roles.some((r) => r === 'mediator' || r === 'arbitrator');
  useEffect(() => {
    if (gone) void navigate({ to: '/sign-in' });
    // What waits for the staff is their first page; the contracts are one of the others.
    else if (staff && home) void navigate({ to: judges ? '/queue' : '/console' });
  }, [gone, staff, judges, home, navigate]);
  const change = (next: Search) => void navigate({ to: home ? '/' : '/contracts', search: clean({ ...search, ...next }) as never, replace: true });
  const filtered = Boolean(search.q || search.state);
  return (
    <Page
      title={staff ? w.contracts.titleStaff : w.contracts.title}
      lead={<Top unread={me.data?.unread ?? 0} staff={staff} />}
      actions={
        staff ? undefined : (
          <Link to="/offers/new" className="btn main">
            {w.contracts.makeOffer}
          </Link>
        )
      }
    >
      <Filters search={search} change={change} />
      {filtered || search.group === 'all' || staff ? (
        <Group search={search} group={search.group ?? 'all'} clear={() => change({ q: '', state: '' })} />
      ) : search.group ? (
        <Group search={search} group={search.group} />
      ) : (
        <Open search={search} />
      )}
    </Page>
  );
}

/** All groups, one below the other. What keeps one of them from coming is said once. */
function Open(p: { search: Search }) {
  const { search } = p;
  const groups = [useContracts(queryOf('needs_me', search)), useContracts(queryOf('waiting', search)), useContracts(queryOf('all', search))];
  const failed = groups.find((g) => g.error && !g.data);
  if (failed) return <ProblemBox error={failed.error} retry={() => void Promise.all(groups.map((g) => g.refetch()))} />;
  return (
    <>
      <Group search={search} group="needs_me" title={w.contracts.groups.needs_me} quiet />
      <Group search={search} group="waiting" title={w.contracts.groups.waiting} quiet />
      <Group search={search} group="all" title={w.contracts.over} quiet only={(c) => c.group === 'all'} />
      <FirstUse />
    </>
  );
}

const clean = (s: Search): Search => Object.fromEntries(Object.entries(s).filter(([, v]) => v)) as Search;
const queryOf = (group: string, s: Search): string =>
  new URLSearchParams({ group, ...(s.q && { q: s.q }), ...(s.state && { state: s.state }), limit: '100' }).toString();

/** How much is held, how many need me, and what is new. */
function Top(p: { unread: number; staff: boolean }) {
  const needs = useContracts(queryOf('needs_me', {}));
  const first = needs.data?.pages[0];
  const count = needs.data?.pages.reduce((sum, x) => sum + x.items.length, 0) ?? 0;
  if (!first) return needs.error ? null : <p className="soft">{w.states.loading}</p>;
  return (
    <div className="stack tight">
      <p className="held-line" data-glance="contracts.held">
        {first.held.filter((h) => h.amount > 0).length === 0 ? (
          <span className="soft">{p.staff ? w.contracts.heldStaff : w.contracts.heldNone}</span>
        ) : (
          <>
            {first.held
              .filter((h) => h.amount > 0)
              .map((h) => (
                <span className="sum" key={h.currency}>
                  {cash(h.amount, h.currency)}
                </span>
              ))}
            <span className="soft">{w.contracts.heldBy}</span>
          </>
        )}
      </p>
      <p>
        <span data-glance="contracts.needs">
          <strong>{w.contracts.needs(count)}</strong>
        </span>{' '}
        <Link to="/notices" className="soft" data-glance="contracts.changed">
          {w.contracts.changed(p.unread)}
        </Link>
      </p>
    </div>
  );
}

function Filters(p: { search: Search; change: (next: Search) => void }) {
  const { search } = p;
  const [text, setText] = useState(search.q ?? '');
  useEffect(() => setText(search.q ?? ''), [search.q]);
  // The address follows what is typed, a moment later.
  const { change } = p;
  const typed = useCallback((q: string) => change({ q }), [change]);
  useEffect(() => {
    if (text === (search.q ?? '')) return;
    const timer = setTimeout(() => typed(text), 200);
    return () => clearTimeout(timer);
  }, [text, search.q, typed]);
  const groups = [
    [undefined, w.contracts.groups.open],
    ['needs_me', w.contracts.groups.needs_me],
    ['waiting', w.contracts.groups.waiting],
    ['all', w.contracts.groups.all],
  ] as const;
  return (
    <div className="stack tight">
      <nav className="tabs" aria-label={w.contracts.groupsLabel}>
        {groups.map(([key, word]) => (
          <button key={word} type="button" className="as-tab" aria-pressed={search.group === key} onClick={() => p.change({ group: key ?? '' })}>
            {word}
          </button>
        ))}
      </nav>
      <div className="filters">
        <input
          type="search"
          aria-label={w.contracts.search}
          placeholder={w.contracts.search}
          value={text}
          onChange={(e) => setText(e.target.value)}
        />
        <select aria-label={w.contracts.state} value={search.state ?? ''} onChange={(e) => p.change({ state: e.target.value })}>
          <option value="">{w.contracts.anyState}</option>
          {STATES.map((s) => (
            <option key={s} value={s}>
              {w.contracts.states[s]}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

const soonest = (a: ContractSummary, b: ContractSummary) => (a.deadline?.at ?? '9').localeCompare(b.deadline?.at ?? '9');

function Group(p: {
  search: Search;
  group: string;
  title?: string;
  /** Nothing is said when it is empty. */
  quiet?: boolean;
  only?: (c: ContractSummary) => boolean;
  clear?: () => void;
}) {
  const contracts = useContracts(queryOf(p.group, p.search));
  const narrow = useNarrow();
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = contracts;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return (
    <Loaded of={contracts}>
      {(data) => {
        const all = data.pages.flatMap((x) => x.items);
        const items = p.group === 'needs_me' ? [...all].sort(soonest) : p.only ? all.filter(p.only) : all;
        const now = Date.parse(data.pages.at(-1)?.now ?? '');
        if (items.length === 0 && p.quiet) return null;
        if (items.length === 0)
          return p.search.q || p.search.state ? (
            <Empty
              title={w.contracts.filteredTitle}
              action={
                <button type="button" className="btn" onClick={p.clear}>
                  {w.contracts.clear}
                </button>
              }
            >
              <p>{w.contracts.filteredText}</p>
            </Empty>
          ) : (
            <First />
          );
        return (
          <section className="stack tight" aria-label={p.title ?? w.contracts.titleStaff}>
            {p.title && <h2>{p.title}</h2>}
            <VirtualList items={items} rowHeight={narrow ? 146 : 102} keyOf={(c) => c.id} render={(c) => <Row c={c} now={now} />} onEnd={more} />
          </section>
        );
      }}
    </Loaded>
  );
}

function FirstUse() {
  const any = useContracts(queryOf('all', {}));
  return any.data?.pages[0]?.items.length === 0 ? <First /> : null;
}
function First() {
  return (
    <Empty title={w.contracts.firstTitle}>
      <ol className="steps">
        {w.contracts.first.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
    </Empty>
  );
}

function Row(p: { c: ContractSummary; now: number }) {
  const { c } = p;
  return (
    <Link to="/contracts/$id" params={{ id: c.id }} className={`contract-row ${c.group === 'needs_me' ? 'needs' : ''}`}>
      <span className="title">{c.title}</span>
      <span className="held num">
        {cash(c.heldMoney, c.currency)} <span className="soft small">{w.contracts.held}</span>
      </span>
      <span className="wide clip">
        {c.turn.sentence} <span className="soft">· {w.contracts.with(c.other.name)}</span> <span className="tag">{c.stateWords}</span>
      </span>
      {c.deadline && (
        <span className="wide clip small soft">
          <strong>{left(c.deadline.at, p.now)}.</strong> {c.deadline.silence.sentence}
        </span>
      )}
    </Link>
  );
}

function useNarrow(): boolean {
  const query = '(max-width: 40rem)';
  const [narrow, setNarrow] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const m = matchMedia(query);
    const hear = () => setNarrow(m.matches);
    m.addEventListener('change', hear);
    return () => m.removeEventListener('change', hear);
  }, []);
  return narrow;
}
