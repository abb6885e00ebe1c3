/** A party asks staff for more time in a window of its own. It moves nothing: the window runs on until staff extend it (TIM-10). */
import { type Instance, instancesOf, type OpenWindow, type Party, refuse } from '../contract.ts';
import { type Draft, enter, isClosed, open, setFacts } from '../draft.ts';
import { longtext } from '../fields.ts';
import type { Process } from '../process.ts';
import type { Instant } from '../time.ts';

export interface ExtensionFacts {
  readonly by: Party;
  /** The instance that has the window. */
  readonly on: string;
  readonly window: OpenWindow['name'];
  /** The state that the instance was in. */
  readonly state: string;
  /** Tells this window from one of the same name before or after it. */
  readonly opensAt: Instant;
  readonly dueAt: Instant;
  readonly days: number;
  readonly reason: string;
  readonly askedAt: Instant;
  /** What staff said: with days when they extended the window. */
  readonly answer?: { readonly days?: number; readonly reason: string; readonly at: Instant };
}
export const extensionFacts = (i: Instance): ExtensionFacts => i.facts as unknown as ExtensionFacts;

/** Requests for this very window, whoever asked. */
export const requestsFor = (c: Draft['c'], i: Instance, w: OpenWindow): Instance[] =>
  instancesOf(c, 'extension').filter((x) => {
    const f = extensionFacts(x);
    return f.on === i.id && f.window === w.name && f.opensAt === w.opensAt;
  });

export function askFor(d: Draft, i: Instance, w: OpenWindow, by: Party, days: number, reason: string): void {
  const facts: ExtensionFacts = { by, on: i.id, window: w.name, state: i.state, opensAt: w.opensAt, dueAt: w.dueAt, days, reason, askedAt: d.at };
  open(d, 'extension', { ...facts });
}

/** Staff extended the window: that answers whoever asked for it. */
export function grant(d: Draft, i: Instance, w: OpenWindow, days: number, reason: string): void {
  for (const x of requestsFor(d.c, i, w)) {
    if (isClosed(d, x)) continue;
    enter(d, x.id, 'granted');
    setFacts(d, x.id, { answer: { days, reason, at: d.at } });
  }
}

/** The window is over: there is nothing left to extend. One that both share stays until then, so that it does not tell who has answered (MED-4). */
export function dropOverdueRequests(d: Draft): void {
  for (const x of instancesOf(d.c, 'extension')) {
    if (isClosed(d, x)) continue;
    const f = extensionFacts(x);
    if (!d.c.instances[f.on]?.windows.some((w) => w.name === f.window && w.opensAt === f.opensAt)) enter(d, x.id, 'over');
  }
}

export const extension = {
  name: 'extension',
  group: 'time',
  version: 1,
  initial: 'open',
  states: {
    open: { turn: 'staff', covered: 'the window that it is about runs on' },
    granted: { turn: 'nobody', closed: true },
    declined: { turn: 'nobody', closed: true },
    withdrawn: { turn: 'nobody', closed: true },
    over: { turn: 'nobody', closed: true },
  },
  rules: [
    {
      rule: 'TIM-10',
      from: ['open'],
      act: 'declineTime',
      by: ['support', 'operator'],
      to: 'declined',
      takes: () => ({ reason: longtext(10, 2000) }),
      tells: ['client', 'freelancer'],
      does: (d, x) => setFacts(d, x.i.id, { answer: { reason: x.input['reason'], at: d.at } }),
    },
    {
      rule: 'TIM-10',
      from: ['open'],
      act: 'withdrawTime',
      by: ['client', 'freelancer'],
      to: 'withdrawn',
      when: (x) => (x.i.facts['by'] === x.party ? undefined : refuse('not_yours_to_withdraw', {}, 'TIM-10')),
      tells: ['staff', 'other'],
      idle: true,
    },
  ],
} as const satisfies Process<'open' | 'granted' | 'declined' | 'withdrawn' | 'over'>;
