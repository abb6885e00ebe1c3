/** An offer: sent with its deposit, answered within its life, changed by versions until both hold the same one (CON-2..4). */
import { type Contract, canonical, isRefusal, type Party, type Refusal, refuse, type Terms, type TermsVersion } from '../contract.ts';
import { cardOf, charge, type Draft, enter, get, hold, open, put, refund, returnInitiation, setFacts } from '../draft.ts';
import { type Fields, longtext, optional } from '../fields.ts';
import type { ChargePurpose, Look, Process } from '../process.ts';
import { checkTerms } from '../terms.ts';
import { milestoneInput } from './milestone.ts';

type S = 'charging' | 'unpaid' | 'open' | 'countered' | 'toppingUp' | 'accepted' | 'declined' | 'withdrawn' | 'expired';

export const versionsOf = (c: Contract): readonly TermsVersion[] => (c.instances['offer']?.facts['versions'] as TermsVersion[] | undefined) ?? [];
const latest = (x: Look): TermsVersion => versionsOf(x.c).at(-1) as TermsVersion;
const firstAmount = (t: Terms): number => t.milestones[0]?.amount ?? 0;

/** Adds a version of the terms to the draft's offer. */
export function addVersion(d: Draft, by: Party, terms: Terms): void {
  const versions = versionsOf(d.c as Contract);
  const one: TermsVersion = { version: versions.length + 1, by, at: d.at, terms, digest: d.world.digest(canonical(terms)) };
  setFacts(d, 'offer', { versions: [...versions, one] });
  d.c.terms = terms;
}

/** An acceptance names the version it read (CON-4). */
const stale = (x: Look): Refusal | undefined =>
  x.input['seen'] === latest(x).digest ? undefined : refuse('stale_version', { version: latest(x).version, digest: latest(x).digest }, 'CON-4');

function newVersion(by: Party) {
  return (d: Draft, x: Look): Refusal | undefined => {
    const terms = checkTerms(d.policy, d.c.currency, x.input['terms'], d.c.terms);
    if (isRefusal(terms)) return terms;
    addVersion(d, by, terms);
    setFacts(d, 'offer', { note: x.input['note'] });
    return undefined;
  };
}

/** Both hold the same version: the contract begins. What the deposit is more than the first milestone goes back at once. */
export function begin(d: Draft): void {
  const { terms } = d.c;
  enter(d, 'offer', 'accepted');
  open(d, 'contract', {}, { id: 'contract' });
  for (const [n, m] of terms.milestones.entries()) {
    const id = `m${n + 1}`;
    const funded = n === 0 && d.c.held >= m.amount;
    open(
      d,
      'milestone',
      { ...milestoneInput(id, { ...m }), order: n + 1, held: funded ? m.amount : 0, released: 0, submissions: [], revisionsUsed: 0 },
      { id, state: funded ? 'funded' : 'planned' },
    );
  }
  if (d.c.held > firstAmount(terms)) refund(d, d.c.held - firstAmount(terms), 'depositAboveFirstMilestone');
}

const chargeShort = (d: Draft, x: Look): void =>
  charge(d, { purpose: 'deposit', on: 'offer', amount: firstAmount(d.c.terms) - d.c.held, card: cardOf(x) });

function accept(d: Draft, x: Look): Refusal | undefined {
  const no = stale(x);
  if (no) return no;
  if (get(d, 'offer').state === 'toppingUp') chargeShort(d, x);
  else begin(d);
  return undefined;
}

/** Everything that was charged for the offer goes back: deposit, client fee, initiation fee (CON-3). */
function giveBack(d: Draft): void {
  refund(d, d.c.held, 'offerOver');
  returnInitiation(d);
}

/** A counter of the client that is approved by nobody yet goes back to the version before. */
function reject(d: Draft): void {
  const before = versionsOf(d.c as Contract).findLast((v) => v.by === 'client');
  if (before) addVersion(d, 'client', before.terms);
}

export const offerPurposes: Record<string, ChargePurpose> = {
  deposit: {
    settled: (d, c) => {
      hold(d, c.facts['amount'] as number, 'deposit');
      const state = get(d, 'offer').state;
      if (state === 'charging') enter(d, 'offer', 'open');
      else if (state === 'toppingUp') begin(d);
      else giveBack(d);
    },
    declined: (d) => {
      const state = get(d, 'offer').state;
      const { windows } = get(d, 'offer');
      if (state === 'charging') enter(d, 'offer', 'unpaid');
      if (state === 'toppingUp') enter(d, 'offer', 'countered');
      if (state === 'charging' || state === 'toppingUp') put(d, { ...get(d, 'offer'), windows });
    },
  },
};

/** The client's counter wants a higher first milestone than the deposit covers: the difference is charged first (CHG-2). */
function asksMore(x: Look): boolean {
  const first = (x.input['terms'] as { milestones?: { amount?: unknown }[] } | undefined)?.milestones?.[0]?.amount;
  return typeof first === 'number' && first > x.c.held;
}

const noted: Fields = { note: optional(longtext(0, 2000)) };
const withTerms: Fields = { terms: { kind: 'terms' }, ...noted };
const seen: Fields = { seen: { kind: 'digest' } };
const needsCard = (x: Look): Fields => (firstAmount(latest(x).terms) > x.c.held ? { ...seen, card: { kind: 'card' } } : seen);
/** While the bank is asked the client's time runs on: trying another card buys no days. */
const asked = { name: 'offerLife', actor: 'client', keep: true } as const;
const open7 = { name: 'offerLife', actor: 'freelancer' } as const;

export const offer = {
  name: 'offer',
  group: 'contract',
  version: 1,
  initial: 'charging',
  states: {
    charging: { turn: 'bank', windows: [asked] },
    unpaid: { turn: 'client', windows: [{ name: 'offerLife', actor: 'client' }] },
    open: { turn: 'freelancer', windows: [open7] },
    countered: { turn: 'client', windows: [{ name: 'offerLife', actor: 'client' }] },
    toppingUp: { turn: 'bank', windows: [asked] },
    accepted: { turn: 'nobody', closed: true },
    declined: { turn: 'nobody', closed: true },
    withdrawn: { turn: 'nobody', closed: true },
    expired: { turn: 'nobody', closed: true },
  },
  rules: [
    {
      rule: 'CON-2',
      from: ['unpaid'],
      act: 'payDeposit',
      by: ['client'],
      to: 'charging',
      takes: () => ({ card: { kind: 'card' } }),
      tells: ['client'],
      does: chargeShort,
    },
    { rule: 'CON-4', from: ['open'], act: 'accept', by: ['freelancer'], to: 'accepted', takes: () => seen, does: accept, final: true },
    { rule: 'CON-4', from: ['open'], act: 'decline', by: ['freelancer'], to: 'declined', takes: () => noted, does: giveBack, final: true },
    {
      rule: 'CON-4',
      from: ['open'],
      act: 'proposeChanges',
      by: ['freelancer'],
      to: 'countered',
      takes: () => withTerms,
      does: newVersion('freelancer'),
    },
    {
      rule: 'CON-4',
      from: ['countered'],
      act: 'approve',
      by: ['client'],
      to: 'accepted',
      if: (x) => firstAmount(latest(x).terms) <= x.c.held,
      takes: needsCard,
      does: accept,
      final: true,
    },
    { rule: 'CON-4', from: ['countered'], act: 'approve', by: ['client'], to: 'toppingUp', takes: needsCard, does: accept, final: true },
    { rule: 'CON-4', from: ['countered'], act: 'reject', by: ['client'], to: 'open', takes: () => noted, does: reject },
    {
      rule: 'CON-4',
      from: ['countered', 'open'],
      act: 'counter',
      by: ['client'],
      to: 'charging',
      if: asksMore,
      final: true,
      takes: () => ({ ...withTerms, card: { kind: 'card' } }),
      does: (d, x) => {
        const no = newVersion('client')(d, x);
        if (!no) chargeShort(d, x);
        return no;
      },
    },
    {
      rule: 'CON-4',
      from: ['countered', 'open'],
      act: 'counter',
      by: ['client'],
      to: 'open',
      takes: () => ({ ...withTerms, card: optional({ kind: 'card' }) }),
      does: newVersion('client'),
      final: true,
    },
    { rule: 'CON-3', from: ['open', 'countered', 'unpaid'], act: 'withdraw', by: ['client'], to: 'withdrawn', does: giveBack, final: true },
    { rule: 'CON-3', from: ['open', 'countered', 'unpaid', 'charging', 'toppingUp'], after: 'offerLife', to: 'expired', does: giveBack },
  ],
} as const satisfies Process<S>;
