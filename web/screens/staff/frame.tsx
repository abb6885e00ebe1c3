/** What the pages of the console share: their navigation, lists that go on, facts in rows, and acts with a reason. */

import type { components } from '@fairhold/client';
import { instantIn } from '@fairhold/copy/zoned';
import { type QueryKey, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useId, useRef, useState } from 'react';
import { get, useMe } from '../../api.ts';
import { Empty, Page, ProblemBox } from '../../parts/basics.tsx';
import { useInSight } from '../../parts/in-sight.ts';
import { calendarDay, inBothZones, zone } from '../../words.ts';
import { ws } from './words.ts';

export type Shapes = components['schemas'];
export type Summary = Shapes['ConsoleSummary'];

export const useSummary = () =>
  useQuery({ queryKey: ['console'], queryFn: () => get<Summary>('/v1/console'), refetchInterval: 15_000, retry: false });

const PARTS = [
  ['summary', '/console', 'home'],
  ['cases', '/console/cases', 'cases'],
  ['deadlines', '/console/deadlines', 'deadlines'],
  ['people', '/console/people', 'people'],
  ['ledger', '/console/ledger', 'ledger'],
  ['ledger', '/reconciliation', 'reconciliation'],
  ['policy', '/console/policy', 'policy'],
  ['traces', '/console/traces', 'traces'],
  ['deliveries', '/console/deliveries', 'deliveries'],
  ['record', '/console/record', 'record'],
  ['backups', '/console/backups', 'backups'],
] as const;

/** A page of the console. In a sandbox it says so at its top, in another colour than a live one. */
export function ConsolePage(p: { title: string; actions?: ReactNode; lead?: ReactNode; red?: boolean; children: ReactNode }) {
  const summary = useSummary();
  const me = useMe();
  const may = summary.data?.may ?? [];
  const sandbox = me.data?.mode === 'sandbox';
  const nav = useRef<HTMLElement>(null);
  const path = useLocation({ select: (l) => l.pathname });
  // On a phone the parts stand in one long row: where one is must be seen.
  useInSight(nav, '[aria-current]', may.length > 0 ? `${path} ${may.length}` : undefined);
  return (
    <Page title={p.title} lead={p.lead} {...(p.actions !== undefined && { actions: p.actions })}>
      <p className={`mode ${sandbox ? 'sandbox-mode' : 'live-mode'}`}>
        <strong>{sandbox ? ws.console.sandbox : ws.console.live}</strong> <span className="soft">{location.host}</span>
        {sandbox && <span className="only-wide"> {ws.console.sandboxMeans}</span>}
      </p>
      <nav className="console-nav" ref={nav} aria-label={ws.console.nav}>
        {PARTS.filter(([part]) => may.includes(part)).map(([_part, to, name]) => (
          <Link key={to} to={to} activeOptions={{ exact: to === '/console', includeSearch: false }}>
            {ws.console[name]}
          </Link>
        ))}
        {sandbox && may.length > 0 && <Link to="/console/clock">{ws.console.clock}</Link>}
      </nav>
      <div className={p.red ? 'stack red-frame' : 'stack'}>{p.children}</div>
    </Page>
  );
}

export interface Paged<T> {
  readonly items: T[];
  readonly next: string | null;
}
/** A list of the console, page after page. `path` has its filters, without the cursor. */
export function usePages<P extends Paged<unknown>>(key: QueryKey, path: string, every: number | false = 30_000) {
  return useInfiniteQuery({
    queryKey: [...key, path],
    queryFn: ({ pageParam }) => get<P>(`${path}${pageParam ? `${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(pageParam)}` : ''}`),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: (before) => before,
    refetchInterval: every,
  });
}
export function More(p: { of: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }; words?: string }) {
  if (!p.of.hasNextPage) return null;
  return (
    <div>
      <button type="button" className="btn" disabled={p.of.isFetchingNextPage} onClick={() => void p.of.fetchNextPage()}>
        {p.words ?? ws.console.more}
      </button>
    </div>
  );
}

/** A contract by its title, as a link for those who may read it: finance may not. */
export function ToContract(p: { id: string; children: ReactNode }) {
  const may = useSummary().data?.may.includes('contracts');
  return may ? (
    <Link to="/contracts/$id" params={{ id: p.id }}>
      {p.children}
    </Link>
  ) : (
    <span>{p.children}</span>
  );
}

/** A list with nothing in it; where a filter is the reason, it can be cleared. */
export function NoneFit(p: { title: string; hint: string; search: object }) {
  const navigate = useNavigate();
  const filtered = Object.values(p.search).some(Boolean);
  const clear = () => void navigate({ to: '.', search: {} as never, replace: true, resetScroll: false });
  return (
    <Empty
      title={p.title}
      action={
        filtered && (
          <button type="button" className="btn" onClick={clear}>
            {ws.console.clearFilter}
          </button>
        )
      }
    >
      <p>{p.hint}</p>
    </Empty>
  );
}

/** Names and values, as rows. */
export function Facts(p: { rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="fact-rows">
      {p.rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** One act that takes a reason: it is asked for when the button is pressed, and sent with it. */
export function WithReason(p: {
  button: string;
  hint?: string;
  danger?: boolean;
  main?: boolean;
  children?: ReactNode;
  ready?: boolean;
  does: (reason: string) => Promise<unknown>;
}) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const id = useId();
  async function go() {
    setBusy(true);
    setError(undefined);
    try {
      await p.does(reason);
      setOpen(false);
      setReason('');
    } catch (e) {
      setError(e);
    } finally {
      setBusy(false);
    }
  }
  if (!open)
    return (
      <div>
        <button type="button" className={`btn ${p.main ? 'main' : ''}`} onClick={() => setOpen(true)}>
          {p.button}
        </button>
      </div>
    );
  return (
    <form
      className="stack tight boxed"
      onSubmit={(e) => {
        e.preventDefault();
        if (!busy) void go();
      }}
    >
      {error !== undefined && <ProblemBox key={String(error)} error={error} />}
      {p.hint && <p className="soft">{p.hint}</p>}
      {p.children}
      <div className="field">
        <label htmlFor={id}>{ws.console.reason}</label>
        <span className="hint">{ws.console.reasonHint}</span>
        <textarea id={id} required minLength={5} rows={2} value={reason} onChange={(e) => setReason(e.target.value)} />
      </div>
      <div className="row">
        <button type="submit" className={`btn ${p.danger ? 'danger' : 'main'}`} disabled={busy || reason.trim().length < 5 || p.ready === false}>
          {p.button}
        </button>
        <button type="button" className="btn quiet" onClick={() => setOpen(false)}>
          {ws.console.cancel}
        </button>
      </div>
    </form>
  );
}

/** Day and time as they were typed, in the zone that the page is read in: the browser would take the device's. */
export const instantOf = (typed: string): string | undefined => instantIn(zone, typed);
/** What was chosen of a calendar, said as the rest of the page says it: the browser writes its days in figures. */
function inWords(type: string | undefined, value: string): string {
  if (type === 'datetime-local') return instantOf(value) ? inBothZones(instantOf(value) ?? '') : '';
  return type === 'date' && value ? calendarDay(value) : '';
}

/** A field of a filter. */
export function Choose(p: { label: string; value: string; options: readonly (readonly [string, string])[]; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{p.label}</label>
      <select id={id} value={p.value} onChange={(e) => p.onChange(e.target.value)}>
        {p.options.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
export function Ask(p: { label: string; value: string; type?: string; onChange: (value: string) => void }) {
  const id = useId();
  const said = inWords(p.type, p.value);
  return (
    <div className="field">
      <label htmlFor={id}>{p.label}</label>
      <input id={id} type={p.type ?? 'text'} value={p.value} onChange={(e) => p.onChange(e.target.value)} />
      {said && <span className="hint">{said}</span>}
    </div>
  );
}
export const query = (values: Readonly<Record<string, string | undefined>>): string =>
  new URLSearchParams(Object.entries(values).flatMap(([k, v]) => (v ? [[k, v]] : []))).toString();
