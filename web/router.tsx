/** Every page and its address; each is loaded when it is first opened. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { again } from './again.ts';
import { Layout } from './layout.tsx';
import { FailedPage } from './parts/later.tsx';
import { LoadingPage } from './parts/view-states.tsx';
import { w } from './words.ts';

const root = createRootRoute({
  component: Layout,
  notFoundComponent: () => (
    <main className="page" id="main" tabIndex={-1}>
      <h1>{w.frame.noPage}</h1>
      <p>{w.frame.noPageWhy}</p>
      <p>
        <a href="/">{w.frame.home}</a>
      </p>
    </main>
  ),
});
const page = <const P extends string>(path: P, load: () => Promise<{ Screen: () => React.ReactNode }>) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(() => again(load), 'Screen') });

const tree = root.addChildren([
  page('/', () => import('./screens/contracts.tsx')),
  page('/contracts', () => import('./screens/contracts.tsx')),
  page('/contracts/$id', () => import('./screens/workroom.tsx')),
  page('/contracts/$id/end', () => import('./screens/end.tsx')),
  page('/contracts/$id/case/$case', () => import('./screens/case.tsx')),
  page('/offers/new', () => import('./screens/offer-new.tsx')),
  page('/queue', () => import('./screens/staff/queue.tsx')),
  page('/console', () => import('./screens/staff/console.tsx')),
  page('/console/people', () => import('./screens/staff/people.tsx')),
  page('/console/people/$id', () => import('./screens/staff/person.tsx')),
  page('/console/cases', () => import('./screens/staff/cases.tsx')),
  page('/console/deadlines', () => import('./screens/staff/deadlines.tsx')),
  page('/console/ledger', () => import('./screens/staff/ledger.tsx')),
  page('/console/policy', () => import('./screens/staff/policy.tsx')),
  page('/console/policy/$draft', () => import('./screens/staff/policy-draft.tsx')),
  page('/console/traces', () => import('./screens/staff/traces.tsx')),
  page('/console/deliveries', () => import('./screens/staff/deliveries.tsx')),
  page('/console/record', () => import('./screens/staff/record.tsx')),
  page('/console/backups', () => import('./screens/staff/backups.tsx')),
  page('/console/clock', () => import('./screens/staff/clock.tsx')),
  page('/money', () => import('./screens/money.tsx')),
  page('/notices', () => import('./screens/notices.tsx')),
  page('/settings', () => import('./screens/settings.tsx')),
  page('/sign-in', () => import('./screens/sign-in.tsx')),
  page('/sign-up', () => import('./screens/sign-up.tsx')),
  page('/witness', () => import('./screens/witness.tsx')),
  page('/help', () => import('./screens/help.tsx')),
  page('/verify', () => import('./screens/verify.tsx')),
  page('/reset-password', () => import('./screens/reset-password.tsx')),
  page('/sandbox/mails', () => import('./screens/mails.tsx')),
  page('/_parts', () => import('./screens/gallery.tsx')),
  page('/reconciliation', () => import('./screens/staff/reconciliation.tsx')),
]);

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  defaultPendingComponent: LoadingPage,
  defaultErrorComponent: FailedPage,
  scrollRestoration: true,
});
declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
