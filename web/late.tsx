/**
 * Parts of a page whose script comes when they are needed. The first time, a page is shown with all of them, so that nothing moves under
 * the finger or out from under the focus; what joins it later does not take away what stands.
 */
import { createContext, type ReactNode, Suspense, useContext, useEffect, useRef, useState } from 'react';
import { LoadingPage } from './parts/view-states.tsx';

const Stands = createContext({ now: false });

/** A page with parts that come late; until all of the first ones are there, its shape. */
export function Whole(p: { children: ReactNode }) {
  const stands = useRef({ now: false });
  return (
    <Stands value={stands.current}>
      <Suspense fallback={<LoadingPage />}>
        {p.children}
        <Stand />
      </Suspense>
    </Stands>
  );
}

/** Its effect runs once everything beside it is there. */
function Stand() {
  const stands = useContext(Stands);
  useEffect(() => {
    stands.now = true;
  }, [stands]);
  return null;
}

/** One of those parts. To be left out where it has nothing to show: one that was empty at first may not bring a script later. */
export function Late(p: { children: ReactNode }) {
  const stands = useContext(Stands);
  const [joins] = useState(stands.now);
  return joins ? <Suspense>{p.children}</Suspense> : p.children;
}
