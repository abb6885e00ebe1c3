/** The frame around every page: where one can go, who one is. */
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { queries, send, useMe } from './api.ts';
import { SandboxBar } from './parts/sandbox-bar.tsx';

export function Layout() {
  const me = useMe();
  const navigate = useNavigate();
  const staff = (me.data?.staff.length ?? 0) > 0;
  async function signOut() {
    await send('POST', '/auth/sign-out', {});
    queries.clear();
    await navigate({ to: '/sign-in' });
  }
  return (
    <>
      <a href="#main" className="sr">
        Skip to the page
      </a>
      <header className="top">
        <nav aria-label="Main">
          <Link to="/" className="brand" activeProps={{ className: '' }}>
            Fairhold
          </Link>
          {me.data && (
            <>
              {staff && <Link to="/queue">Queue</Link>}
              {(!staff || me.data.staff.some((r) => ['operator', 'support', 'auditor'].includes(r))) && (
                <Link to={staff ? '/contracts' : '/'} activeOptions={{ exact: true }}>
                  Contracts
                </Link>
              )}
              {!staff && <Link to="/money">Money</Link>}
              {me.data.staff.some((r) => ['finance', 'operator', 'auditor'].includes(r)) && <Link to="/reconciliation">Books</Link>}
              <Link to="/notices">Notices{me.data.unread > 0 ? ` (${me.data.unread})` : ''}</Link>
              <Link to="/settings" className="end">
                <span className="only-wide">{me.data.name}</span>
                <span className="only-small">Me</span>
              </Link>
              <button type="button" className="btn quiet" onClick={() => void signOut()}>
                Sign out
              </button>
            </>
          )}
          {!me.data && me.error ? (
            <Link to="/sign-in" className="end">
              Sign in
            </Link>
          ) : null}
        </nav>
      </header>
      {me.data?.mode === 'sandbox' && <SandboxBar />}
      <Outlet />
    </>
  );
}
