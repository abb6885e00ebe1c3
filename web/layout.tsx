/** The frame around every page: where one can go, who one is. */
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { Fragment, Suspense, useEffect } from 'react';
import { again } from './again.ts';
import { queries, send, useMe } from './api.ts';
import { follow } from './live.ts';
import { CommandMenu } from './parts/command-menu.tsx';
import { later } from './parts/later.tsx';
import { Receipts } from './parts/receipts.tsx';
import { SandboxBar } from './parts/sandbox-bar.tsx';
import { UndoToast } from './parts/undo-toast.tsx';
import { LoadingPage } from './parts/view-states.tsx';
import { sender } from './sending.ts';
import { w, zone } from './words.ts';

/** Few are ever looked at. */
const ViewingBar = later(() => import('./parts/viewing-bar.tsx').then((m) => m.ViewingBar));

const ReadOnlyBar = later(() => import('./parts/read-only-bar.tsx').then((m) => m.ReadOnlyBar));

let watched: Promise<typeof import('./back-in-field.ts')> | undefined;
const fields = () =>
  (watched ??= again(() => import('./back-in-field.ts')).then((m) => {
    m.watchFields();
    return m;
  }));

function Seal() {
  return (
    <svg width="26" height="26" viewBox="0 0 26 26" aria-hidden="true">
      <rect width="26" height="26" rx="6" fill="currentColor" />
      <path d="M8 20V6.5h10.5v3H11.3v3.2h6v3h-6V20z" fill="var(--card)" />
    </svg>
  );
}

export function Layout() {
  const me = useMe();
  const navigate = useNavigate();
  const path = useLocation({ select: (l) => l.pathname });
  const person = me.data?.person;
  const roles = me.data?.staff ?? [];
  const staff = roles.length > 0;
  const mode = me.data?.mode;
  // Its bar has its place on the next page before the answer says so.
  useEffect(() => {
    if (mode || me.error) localStorage.setItem('mode', mode ?? '');
  }, [mode, me.error]);
  useEffect(() => (person ? follow(queries) : undefined), [person]);
  // A new page begins at its own beginning, for those who read it by ear too.
  useEffect(() => {
    if (path && document.activeElement === document.body) document.getElementById('main')?.focus({ preventScroll: true });
  }, [path]);
  // Who had to sign in again goes on in the field they were in.
  useEffect(() => {
    if (person && path !== '/sign-in')
      void fields().then(
        (m) => m.goOn(),
        () => undefined,
      );
  }, [person, path]);
  async function signOut() {
    await send('POST', '/auth/sign-out', {});
    queries.clear();
    await navigate({ to: '/sign-in' });
  }
  return (
    <>
      <a href="#main" className="sr">
        {w.frame.skip}
      </a>
      {/* It scrolls with the page: on a phone it would hide a third of it. */}
      {me.data?.readOnly && (
        <Suspense>
          <ReadOnlyBar why={me.data.readOnly} />
        </Suspense>
      )}
      <header className="top">
        {me.data?.viewedBy && (
          <Suspense>
            <ViewingBar name={me.data.name} person={me.data.person} until={me.data.viewedBy.until} />
          </Suspense>
        )}
        <nav aria-label={w.frame.main}>
          <Link to="/" className="brand" activeProps={{ className: '' }}>
            <Seal />
            <span>{w.frame.product}</span>
          </Link>
          {me.data && (
            <>
              {roles.some((r) => r !== 'finance') && <Link to="/queue">{w.frame.queue}</Link>}
              {(!staff || roles.some((r) => ['operator', 'support', 'auditor'].includes(r))) && (
                <Link to={staff ? '/contracts' : '/'} className={staff ? 'only-wide' : ''} activeOptions={{ exact: true, includeSearch: false }}>
                  {w.frame.contracts}
                </Link>
              )}
              {!staff && <Link to="/money">{w.frame.money}</Link>}
              {roles.some((r) => ['operator', 'support', 'finance', 'auditor'].includes(r)) && <Link to="/console">{w.frame.console}</Link>}
              <Link to="/notices">
                {w.frame.notices}
                {me.data.unread > 0 && (
                  <span className="badge" role="img" aria-label={w.frame.unread(me.data.unread)}>
                    {me.data.unread}
                  </span>
                )}
              </Link>
              <CommandMenu />
              <Link to="/settings" className="me">
                <span className="only-wide">{me.data.name}</span>
                <span className="only-small">{w.frame.me}</span>
              </Link>
              <button type="button" className="btn quiet only-wide" onClick={() => void signOut()}>
                {w.frame.signOut}
              </button>
            </>
          )}
          {!me.data && me.error ? (
            <Link to="/sign-in" className="end">
              {w.frame.signIn}
            </Link>
          ) : null}
        </nav>
      </header>
      {mode === 'sandbox' ? <SandboxBar /> : me.isPending && localStorage.getItem('mode') === 'sandbox' && <div className="sandbox kept" />}
      {/* Another zone: every time on the page is written anew. Another person: the drafts are theirs, and on a new device they wait for a name. */}
      <Fragment key={`${person ?? sender} ${me.data?.zone ?? zone}`}>{!me.isFetched && !sender ? <LoadingPage /> : <Outlet />}</Fragment>
      <footer className="foot">
        <Link to="/help" className="foot-link">
          {w.frame.help}
        </Link>
      </footer>
      <Receipts />
      <UndoToast />
    </>
  );
}
