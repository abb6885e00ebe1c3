/** Parts of a page whose scripts come later: waited for while the network is away, and what cannot come says so in its place, not in that of the page. */
import { CatchBoundary } from '@tanstack/react-router';
import { type ComponentProps, type ComponentType, lazy } from 'react';
import { again } from '../again.ts';
import { ApiProblem } from '../api.ts';
import { w } from '../words.ts';
import { ProblemBox } from './view-states.tsx';

/** What is said of a part that failed, or of a whole page that did. What was typed is in its draft, so the page can be loaded anew. */
export const NotShown = (p: { bare?: boolean }) => (
  <ProblemBox
    {...p}
    error={new ApiProblem({ title: w.states.wrong, status: 0, code: 'not_shown', detail: w.states.notShown, fix: w.states.notShownFix })}
    retry={() => location.reload()}
  />
);
export const FailedPage = () => (
  <main className="page" id="main" tabIndex={-1}>
    <h1>{w.states.wrong}</h1>
    <NotShown bare />
  </main>
);

/** A part by the way to it. It suspends until it is there. */
// biome-ignore lint/suspicious/noExplicitAny: of whatever properties; they are those of the part
export function later<C extends ComponentType<any>>(load: () => Promise<C>): ComponentType<ComponentProps<C>> {
  const Part = lazy(async () => ({ default: await again(load) }));
  return (p: ComponentProps<C>) => (
    <CatchBoundary getResetKey={() => 0} errorComponent={() => <NotShown />}>
      <Part {...p} />
    </CatchBoundary>
  );
}
