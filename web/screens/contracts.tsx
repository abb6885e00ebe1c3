/** My contracts: what needs me first, with the deadline and the money held. Filters live in the address. */
import type { ContractRow } from '@fairhold/client';
import { Link, useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { ApiProblem, useContracts, useMe } from '../api.ts';
import { lw } from '../list-words.ts';
import { Empty, Loaded, Page, ProblemBox, Shape, Skeleton } from '../parts/basics.tsx';
import { useInSight } from '../parts/in-sight.ts';
import { later } from '../parts/later.tsx';
import type { MenuAt } from '../parts/row-menu.tsx';
import { VirtualList } from '../parts/virtual-list.tsx';
import { cash, left, w } from '../words.ts';

/** Comes when the first menu is opened. */
const RowMenu = later(() => import('../parts/row-menu.tsx').then((m) => m.RowMenu));

interface Search {
  readonly group?: string;
  readonly q?: string;
  readonly state?: string;
  readonly person?: string;
  readonly kind?: string;
}
const FILTERS = ['q', 'state', 'person', 'kind'] as const;
const isFiltered = (s: Search): boolean => FILTERS.some((name) => s[name]);
const NO_SEARCH: Search = {};
const NONE: Search = { q: '', state: '', person: '', kind: '' };
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
  const filtered = isFiltered(search);
  const open = !(filtered || search.group || staff);
  // All of it is shown at once: a group that came later would push away the one below it. Without groups, what the top asks for is all.
  const of = (group: string) => queryOf(open ? group : 'needs_me', open ? search : NO_SEARCH);
  const all = useContracts(of('all'));
  const asked = [me, useContracts(of('needs_me')), useContracts(of('waiting')), all];
  // Nothing to choose from: but what is still there of a search is not known to be all.
  const none = open && !all.isPlaceholderData && all.data?.pages[0]?.items.length === 0;
  // Once it was there it stays: whoever empties the search goes on typing in it.
  const there = useRef(false);
  there.current ||= asked.every((x) => x.data || x.error);
  if (!there.current)
    return (
      <Page title={w.contracts.title}>
        <Skeleton>
          <Shape />
        </Skeleton>
      </Page>
    );
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
      {!none && <Filters search={search} change={change} staff={staff} />}
      {open ? (
        <Open search={search} />
      ) : filtered || search.group === 'all' || staff ? (
        <Group search={search} group={search.group ?? 'all'} clear={() => change(NONE)} />
      ) : (
        <Group search={search} group={search.group ?? ''} all={() => change({ group: 'all' })} />
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
  new URLSearchParams({ group, ...Object.fromEntries(FILTERS.flatMap((name) => (s[name] ? [[name, s[name]]] : []))), limit: '100' }).toString();

/** How much is held, how many need me, and what is new. */
function Top(p: { unread: number; staff: boolean }) {
  const needs = useContracts(queryOf('needs_me', {}));
  const first = needs.data?.pages[0];
  const count = first?.count ?? first?.items.length ?? 0;
  if (!first) return null;
  const held = [
    [first.held, w.contracts.heldBy],
    [first.heldForYou, w.contracts.heldForYou],
  ] as const;
  const some = held.filter(([sums]) => sums.length > 0);
  return (
    <div className="stack tight">
      <div data-glance="contracts.held">
        {some.length === 0 && <p className="soft">{p.staff ? w.contracts.heldStaff : w.contracts.heldNone}</p>}
        {some.map(([sums, words]) => (
          <p className="held-line" key={words}>
            {sums.map((h) => (
              <span className="sum" key={h.currency}>
                {cash(h.amount, h.currency)}
              </span>
            ))}
            <span className="soft">{words}</span>
          </p>
        ))}
      </div>
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

function Filters(p: { search: Search; change: (next: Search) => void; staff: boolean }) {
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
  const first = useContracts(queryOf('needs_me', {})).data?.pages[0];
  // What is searched is searched in all, unless somebody chose a group.
  const shown = search.group ?? (isFiltered(search) || p.staff ? 'all' : undefined);
  const row = useRef<HTMLElement>(null);
  useInSight(row, '[aria-pressed=true]', shown ?? '');
  const groups = [
    ...(p.staff ? [] : ([[undefined, w.contracts.groups.open]] as const)),
    ['needs_me', w.contracts.groups.needs_me],
    ['waiting', w.contracts.groups.waiting],
    ['all', w.contracts.groups.all],
  ] as const;
  return (
    <div className="stack tight">
      <nav className="tabs" ref={row} aria-label={w.contracts.groupsLabel}>
        {groups.map(([key, word]) => (
          <button key={word} type="button" className="as-tab" aria-pressed={shown === key} onClick={() => p.change({ group: key ?? '' })}>
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
        <Choice
          label={w.contracts.state}
          any={w.contracts.anyState}
          value={search.state}
          options={STATES.map((s) => [s, w.contracts.states[s]])}
          choose={(state) => p.change({ state })}
        />
        {first && first.people.length > 1 && (
          <Choice
            label={lw.rows.person}
            any={lw.rows.anyone}
            value={search.person}
            options={first.people.map((x) => [x.id, x.name])}
            choose={(person) => p.change({ person })}
          />
        )}
        {first && first.kinds.length > 1 && (
          <Choice
            label={lw.rows.kind}
            any={lw.rows.anyKind}
            value={search.kind}
            options={first.kinds.map((x) => [x.kind, x.words])}
            choose={(kind) => p.change({ kind })}
          />
        )}
      </div>
    </div>
  );
}

function Choice(p: {
  label: string;
  any: string;
  value: string | undefined;
  options: readonly (readonly [string, string])[];
  choose: (value: string) => void;
}) {
  return (
    <select aria-label={p.label} value={p.value ?? ''} onChange={(e) => p.choose(e.target.value)}>
      <option value="">{p.any}</option>
      {p.options.map(([value, word]) => (
        <option key={value} value={value}>
          {word}
        </option>
      ))}
    </select>
  );
}

const soonest = (a: ContractRow, b: ContractRow) => (a.deadline?.at ?? '9').localeCompare(b.deadline?.at ?? '9');

function Group(p: {
  search: Search;
  group: string;
  title?: string;
  /** Nothing is said when it is empty. */
  quiet?: boolean;
  only?: (c: ContractRow) => boolean;
  clear?: () => void;
  /** To all of them, where a group is empty. */
  all?: () => void;
}) {
  const contracts = useContracts(queryOf(p.group, p.search));
  const narrow = useNarrow();
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = contracts;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const empty = contracts.data?.pages.at(-1)?.items.length === 0;
  useEffect(() => {
    if (empty) more();
  }, [empty, more]);
  return (
    <Loaded of={contracts}>
      {(data) => {
        const all = data.pages.flatMap((x) => x.items);
        const items = p.group === 'needs_me' ? [...all].sort(soonest) : p.only ? all.filter(p.only) : all;
        const now = Date.parse(data.pages.at(-1)?.now ?? '');
        if (items.length === 0 && p.quiet) return null;
        // The search goes on over the pages in which nothing fitted.
        if (items.length === 0 && hasNextPage) return <Skeleton />;
        if (items.length === 0)
          return isFiltered(p.search) ? (
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
          ) : p.all ? (
            <NoneHere group={p.group} all={p.all} />
          ) : (
            <First />
          );
        return (
          <section className="stack tight" aria-label={p.title ?? w.contracts.titleStaff}>
            {p.title && <h2>{p.title}</h2>}
            <VirtualList items={items} rowHeight={narrow ? 255 : 120} keyOf={(c) => c.id} render={(c) => <Row c={c} now={now} />} onEnd={more} />
          </section>
        );
      }}
    </Loaded>
  );
}

/** A group with nothing in it is no first use, unless there is no contract at all. */
function NoneHere(p: { group: string; all: () => void }) {
  const any = useContracts(queryOf('all', {}));
  if (!any.data) return null;
  if (any.data.pages[0]?.items.length === 0) return <First />;
  return (
    <Empty
      title={p.group === 'needs_me' ? lw.rows.needsNone : lw.rows.waitingNone}
      action={
        <button type="button" className="btn" onClick={p.all}>
          {lw.rows.toAll}
        </button>
      }
    />
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

/** The row itself leads to its contract; what else leads on from it is beside that, in a menu of its own. */
function Row(p: { c: ContractRow; now: number }) {
  const { c } = p;
  const [menu, setMenu] = useState<MenuAt>();
  const close = useCallback(() => setMenu(undefined), []);
  return (
    <div className="row-box">
      <Link to="/contracts/$id" params={{ id: c.id }} className={`contract-row ${c.group === 'needs_me' ? 'needs' : ''}`}>
        <span className="title">{c.title}</span>
        <span className="held num">
          {cash(c.heldMoney, c.currency)} <span className="soft small">{w.contracts.held}</span>
        </span>
        <span className="wide whose">
          <span>
            {c.news > 0 && <span className="tag hot">{lw.rows.news(c.news)}</span>} {c.turn.sentence} <span className="tag">{c.stateWords}</span>{' '}
          </span>
          <span className="soft">
            {c.freelancer ? w.room.both(c.other.name, c.freelancer.name) : w.contracts.with(c.other.name)}
            <span className="only-wide"> · {c.kindWords}</span>
          </span>
        </span>
        {c.deadline && (
          <span className="wide clip small soft">
            <strong>{left(c.deadline.at, p.now)}.</strong> {c.deadline.silence.sentence}
          </span>
        )}
      </Link>
      <button
        type="button"
        className="row-more"
        aria-haspopup="menu"
        aria-expanded={menu !== undefined}
        aria-label={lw.rows.more(c.title)}
        onClick={(e) => setMenu(menu ? undefined : { by: e.currentTarget })}
        onKeyDown={(e) => {
          if (e.key !== 'ArrowDown' && e.key !== 'ArrowUp') return;
          e.preventDefault();
          setMenu({ by: e.currentTarget, last: e.key === 'ArrowUp' });
        }}
      >
        <span aria-hidden="true">⋯</span>
      </button>
      {menu && (
        <Suspense>
          <RowMenu label={lw.rows.more(c.title)} items={c.menu} at={menu} close={close} />
        </Suspense>
      )}
    </div>
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
