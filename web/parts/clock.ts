/** The server's clock, as seen from here. */
import type { Contract, Deadline } from '@fairhold/client';
import { useEffect, useState } from 'react';

/** The answer's `now`, moved on by the time since it came. */
export function useNow(serverNow: string): number {
  const [offset, setOffset] = useState(() => Date.parse(serverNow) - Date.now());
  const [, tick] = useState(0);
  useEffect(() => setOffset(Date.parse(serverNow) - Date.now()), [serverNow]);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 10_000);
    return () => clearInterval(timer);
  }, []);
  return Date.now() + offset;
}

/** What may pass without an answer: it has a place of its own, and does not hide what must be answered. */
const MAY_PASS: readonly string[] = ['settlementOffer', 'blindRound'];
const first = (all: readonly Deadline[]): Deadline | undefined => all.find((d) => !MAY_PASS.includes(d.window)) ?? all[0];

/** The deadline at the top of the page: mine first, then another's; the time for feedback when nothing else runs and no money is on its way. */
export const nextDeadline = (c: Pick<Contract, 'deadlines' | 'turn'>): Deadline | undefined =>
  first(c.deadlines.filter((d) => d.yours)) ??
  first(c.deadlines.filter((d) => d.window !== 'feedback')) ??
  (c.turn.until ? undefined : c.deadlines[0]);
