/** What a policy would mean for what is open: counted, summed, with examples. Nothing is changed by asking (POL-3). */
import { wordsFor } from '@fairhold/copy';
import { advance, type Contract, effectOf, type Policy, type PolicyEffect, type WINDOW_NAMES } from '@fairhold/domain';
import { openCase } from '@fairhold/domain/milestones';
import type { z } from 'zod';
import { worldOf } from '../commit.ts';
import type { Server } from '../server.ts';
import type * as V from '../view/console-schemas.ts';

type EffectView = z.infer<typeof V.PolicyEffect>;
type Name = keyof typeof WINDOW_NAMES;
/** What a window is called, in the reader's language. */
type Called = (window: Name) => string;

/** Contracts that are looked at: those that fall due next. */
export const MOST_LOOKED_AT = 2_000;
const AT_ONCE = 200;
const SAMPLE = 8;

/** What `after` would mean for the contracts that are open, beside the policy each of them is pinned to and keeps. */
export async function simulate(s: Server, after: Policy, speaks: string): Promise<EffectView> {
  const called: Called = (window) => wordsFor(speaks).POLICY_KEYS[`windows.${window}`] ?? window;
  const now = s.clock.now();
  const all: { c: Contract; e: PolicyEffect }[] = [];
  let place: { at: Date; contract: string } | undefined;
  let more = true;
  while (more && all.length < MOST_LOOKED_AT) {
    const { rows } = await s.db.pool.query<{ doc: Contract; at: Date; contract: string }>(
      `select c.doc, d.due_at as at, d.contract from due d join contracts c on c.marketplace = d.marketplace and c.id = d.contract
       where d.marketplace = $1 and c.kind <> 'wallet' and ($2::timestamptz is null or (d.due_at, d.contract) > ($2, $3))
       order by d.due_at, d.contract limit $4`,
      [s.config.marketplace, place?.at ?? null, place?.contract ?? null, AT_ONCE],
    );
    for (const { doc } of rows) {
      const before = s.policies.get(doc.policy);
      const world = worldOf(new Map(), now, doc.currency);
      const c = advance(doc, now, before, world).at(-1)?.contract ?? doc;
      all.push({ c, e: effectOf(c, before, after, world) });
    }
    const last = rows.at(-1);
    more = rows.length === AT_ONCE && last !== undefined;
    if (last) place = { at: last.at, contract: last.contract };
  }
  return {
    looked: { contracts: all.length, cases: all.filter(({ c }) => openCase(c)).length, all: !more },
    windows: windowTally(all, now, called),
    silences: silenceTally(all, called),
    fees: feeTally(all),
    secondReaders: {
      more: count(all, (e) => e.secondReaders.filter((x) => x.after).length),
      fewer: count(all, (e) => e.secondReaders.filter((x) => x.before).length),
    },
    sample: all
      .filter(({ e }) => e.windows.length + e.silences.length + e.fees.length > 0)
      // Money first: what would end differently tells more than what would end later.
      .sort((a, b) => weight(b.e) - weight(a.e))
      .slice(0, SAMPLE)
      .map(({ c, e }) => ({
        contract: c.id,
        title: c.terms.title,
        currency: c.currency,
        windows: e.windows.map((w) => ({ name: called(w.window), dueAt: instant(w.dueAt), wouldBeDueAt: instant(w.wouldBeDueAt) })),
        silences: e.silences.map((x) => ({ name: called(x.window), before: x.before, after: x.after })),
        fees: e.fees.map(({ stake, before, after: then }) => ({ stake, before, after: then })),
      })),
  };
}
type Looked = readonly { readonly c: Contract; readonly e: PolicyEffect }[];
const instant = (at: number): string => new Date(at).toISOString();
const count = (all: Looked, of: (e: PolicyEffect) => number): number => all.reduce((n, { e }) => n + of(e), 0);
const weight = (e: PolicyEffect): number => e.silences.length * 100 + e.fees.length * 10 + e.windows.length;

function windowTally(all: Looked, now: number, called: Called): EffectView['windows'] {
  const flat = all.flatMap(({ e }) => e.windows);
  return [...new Set(flat.map((w) => w.window))].map((window: Name) => {
    const own = flat.filter((w) => w.window === window);
    return {
      window,
      name: called(window),
      open: own.length,
      longer: own.filter((w) => w.wouldBeDueAt > w.dueAt).length,
      shorter: own.filter((w) => w.wouldBeDueAt < w.dueAt).length,
      over: own.filter((w) => w.wouldBeDueAt <= now).length,
    };
  });
}

function silenceTally(all: Looked, called: Called): EffectView['silences'] {
  const flat = all.flatMap(({ c, e }) => e.silences.map((x) => ({ ...x, currency: c.currency })));
  const groups = Map.groupBy(flat, (x) => `${x.window} ${x.currency}`);
  return [...groups.values()].flatMap((own) => {
    const first = own[0];
    if (!first) return [];
    const sum = (of: (x: (typeof own)[number]) => number) => own.reduce((n, x) => n + of(x), 0);
    return [
      {
        window: first.window,
        name: called(first.window),
        currency: first.currency,
        contracts: own.length,
        clientBefore: sum((x) => x.before.client),
        clientAfter: sum((x) => x.after.client),
        freelancerBefore: sum((x) => x.before.freelancer),
        freelancerAfter: sum((x) => x.after.freelancer),
      },
    ];
  });
}

function feeTally(all: Looked): EffectView['fees'] {
  const flat = all.flatMap(({ c, e }) => e.fees.map((x) => ({ ...x, currency: c.currency })));
  return [...Map.groupBy(flat, (x) => x.currency)].map(([currency, own]) => ({
    currency,
    cases: own.length,
    before: own.reduce((n, x) => n + x.before, 0),
    after: own.reduce((n, x) => n + x.after, 0),
  }));
}
