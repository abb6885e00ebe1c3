/**
 * Money that should be there and is not: its owner reports it, the bank's book is asked, finance answers, and silence has an end
 * (RFR-4 to RFR-6). Nothing is paid a second time on anybody's word: only what the bank's book does not know becomes credit.
 */
import { type Contract, type Instance, instancesOf, type Party, type Refusal, refuse } from '../contract.ts';
import { type Draft, enter, get, open, post, setFacts } from '../draft.ts';
import { type Fields, longtext, optional, text } from '../fields.ts';
import type { Minor } from '../money.ts';
import { holidaysOf } from '../policy/schema.ts';
import type { Look, Process } from '../process.ts';
import { endOf, HOUR, type Instant } from '../time.ts';

/** What the bank's book says of one of our references; `missing`: it has no such entry. */
export const BOOK_STATES = ['accepted', 'settled', 'declined', 'returned', 'missing'] as const;
export type BookState = (typeof BOOK_STATES)[number];

export interface TraceFacts {
  /** The refund or payout that is looked for. */
  readonly of: string;
  readonly kind: 'refund' | 'payout';
  readonly amount: Minor;
  readonly party: Party;
  readonly reference: string;
  /** The date by which it should have arrived. */
  readonly latest: Instant;
  readonly reportedAt: Instant;
  readonly note?: string;
  /** How often the bank's book was asked. */
  readonly asked: number;
  readonly book?: { readonly state: BookState; readonly at: Instant };
  readonly answer?: { readonly reference?: string; readonly message?: string; readonly at: Instant };
}
export const traceFacts = (i: Instance): TraceFacts => i.facts as unknown as TraceFacts;

/** Whether it still looks for its money. */
export const isOpenTrace = (i: Instance): boolean => i.state === 'open' || i.state === 'overdue';
/** The trace that looks for this refund or payout now. */
export const openTrace = (c: Contract, of: string): Instance | undefined =>
  instancesOf(c, 'trace').find((t) => isOpenTrace(t) && traceFacts(t).of === of);

interface OnItsWay {
  readonly amount: Minor;
  readonly reference: string;
  readonly party?: Party;
  /** Of a payout: the account it came from. */
  readonly from?: string;
  /** Both kept when it is over, because its window is gone then. */
  readonly latest?: Instant;
  readonly askedAt?: Instant;
}
const wayFacts = (i: Instance): OnItsWay => i.facts as unknown as OnItsWay;
export const ownerOf = (i: Instance): Party => wayFacts(i).party ?? 'client';
const accountOf = (c: Pick<Contract, 'client' | 'freelancer'>, i: Instance): string => c[ownerOf(i)];

/** The instant by which a refund or payout should have arrived. */
export const latestOf = (i: Instance): Instant | undefined => i.windows.find((w) => w.target)?.dueAt ?? wayFacts(i).latest;

/** When it was asked of the bank. */
export const askedAtOf = (i: Instance): Instant => i.windows.find((w) => w.target)?.opensAt ?? wayFacts(i).askedAt ?? i.since;
/** What its window said, for when the window is gone. `was`: the instance before it came to its end. */
export const keepDates = (d: Draft, was: Instance): void => setFacts(d, was.id, { latest: latestOf(was), askedAt: askedAtOf(was) });

/** Why a refund or payout cannot be reported missing now: it is not late yet, it is being looked for, or it is too long ago. */
export function notMissing(x: Look): Refusal | undefined {
  const latest = latestOf(x.i);
  if (latest === undefined) return refuse('not_late_yet', {});
  if (x.at <= latest) return refuse('not_late_yet', { at: latest });
  const running = openTrace(x.c, x.i.id);
  if (running) return refuse('already_traced', { at: running.windows[0]?.dueAt ?? x.at });
  if (x.i.state !== 'arrived') return undefined;
  const until = endOf(latest, x.policy.windows.traceReport.period, holidaysOf(x.policy));
  return x.at > until ? refuse('report_too_late', { at: until }) : undefined;
}
export const reportFields = (): Fields => ({ note: optional(longtext(0, 2000)) });
export const isOwners = (x: Look): boolean => x.party === ownerOf(x.i);

/** Opens the trace, and asks the bank's book at once. */
export function report(d: Draft, x: Look): void {
  const { amount, reference } = wayFacts(x.i);
  const made = open(d, 'trace', {
    of: x.i.id,
    kind: x.i.process,
    amount,
    party: ownerOf(x.i),
    reference,
    latest: latestOf(x.i) ?? d.at,
    reportedAt: d.at,
    asked: 0,
    ...(x.input['note'] !== undefined && { note: x.input['note'] }),
  });
  askBook(d, made.id);
}

function askBook(d: Draft, id: string): void {
  const f = traceFacts(get(d, id));
  const asked = f.asked + 1;
  setFacts(d, id, { asked });
  d.outside.push({
    id,
    kind: 'trace',
    reference: `${f.reference}.${id}.${asked}`,
    amount: f.amount,
    currency: d.c.currency,
    account: accountOf(d.c, get(d, f.of)),
    source: f.reference,
  });
}

/** What the bank itself says of the money ends the search for it. */
export function endTrace(d: Draft, of: string, state: 'found' | 'cameBack'): void {
  const t = openTrace(d.c as Contract, of);
  if (!t) return;
  setFacts(d, t.id, { answer: { at: d.at, ...(state === 'found' && { reference: traceFacts(t).reference }) } });
  enter(d, t.id, state);
}

/** Where the money of a refund is kept when no card has it; of a payout, the account it came from. */
const keptIn = (c: Pick<Contract, 'client' | 'freelancer'>, i: Instance): string =>
  `${i.process === 'payout' ? (wayFacts(i).from ?? 'available') : 'credit'}:${accountOf(c, i)}`;
/** It was with the bank, or had arrived by the bank's own word, and is its owner's again. */
export function comeBack(d: Draft, i: Instance, why: string): void {
  const way = i.state === 'arrived' ? 'world' : `${i.process === 'payout' ? 'payouts' : 'refunds'}:${accountOf(d.c, i)}`;
  post(d, way, keptIn(d.c, i), wayFacts(i).amount, why);
}

const CASHIERS = ['finance', 'operator'] as const;
const answered = (x: Look) => (d: Draft) => setFacts(d, x.i.id, { answer: { ...x.input, at: d.at } });

/** Refused unless the bank's book was asked lately, and says one of these. */
function bookSays(x: Look, ...states: readonly BookState[]): Refusal | undefined {
  const { book } = traceFacts(x.i);
  if (!book || x.at - book.at > x.policy.limits.bookFreshHours * HOUR) return refuse('book_not_asked', {});
  return states.includes(book.state) ? undefined : refuse(states.includes('missing') ? 'book_has_it' : 'book_has_it_not', {});
}
/** What was never handed to the bank goes to it by itself; it cannot be credited beside. */
function lostThere(x: Look): Refusal | undefined {
  const no = bookSays(x, 'missing');
  if (no) return no;
  return ['sent', 'unknown'].includes(x.c.instances[traceFacts(x.i).of]?.state ?? '') ? undefined : refuse('book_has_it', {});
}

function creditInstead(d: Draft, x: Look): void {
  const of = get(d, traceFacts(x.i).of);
  comeBack(d, of, 'creditAfterTrace');
  keepDates(d, of);
  enter(d, of.id, of.process === 'payout' ? 'returned' : 'credited');
  answered(x)(d);
}
const bookIsAnswer = (x: Look): boolean => traceFacts(x.i).book?.state === 'settled';
const foundInBook = (d: Draft, x: Look): void => setFacts(d, x.i.id, { answer: { reference: traceFacts(x.i).reference, at: d.at } });

type TraceState = 'open' | 'overdue' | 'found' | 'credited' | 'cameBack' | 'unanswered';
export const trace = {
  name: 'trace',
  group: 'money',
  version: 1,
  initial: 'open',
  states: {
    open: { turn: 'staff', windows: [{ name: 'traceAnswer', actor: 'staff' }] },
    overdue: { turn: 'staff', windows: [{ name: 'traceFallback', actor: 'staff' }] },
    found: { turn: 'nobody', closed: true },
    credited: { turn: 'nobody', closed: true },
    cameBack: { turn: 'nobody', closed: true },
    unanswered: { turn: 'nobody', closed: true },
  },
  rules: [
    {
      rule: 'RFR-4',
      from: ['open', 'overdue'],
      act: 'bookSays',
      by: ['bank'],
      tells: [],
      takes: () => ({ state: { kind: 'choice', options: BOOK_STATES } }),
      does: (d, x) => setFacts(d, x.i.id, { book: { state: x.input['state'], at: d.at } }),
    },
    {
      rule: 'RFR-5',
      from: ['open', 'overdue'],
      act: 'askBook',
      by: CASHIERS,
      idle: true,
      tells: [],
      does: (d, x) => askBook(d, x.i.id),
    },
    {
      rule: 'RFR-5',
      from: ['open', 'overdue'],
      act: 'answerFound',
      by: CASHIERS,
      to: 'found',
      final: true,
      legal: true,
      shown: true,
      tells: ['owner'],
      when: (x) => bookSays(x, 'accepted', 'settled'),
      takes: () => ({ reference: text(4, 100), message: longtext(10, 2000) }),
      does: (d, x) => answered(x)(d),
    },
    {
      rule: 'RFR-5',
      from: ['open', 'overdue'],
      act: 'answerCredit',
      by: CASHIERS,
      to: 'credited',
      final: true,
      legal: true,
      shown: true,
      tells: ['owner'],
      when: lostThere,
      takes: () => ({ message: longtext(10, 2000) }),
      does: creditInstead,
    },
    { rule: 'RFR-6', from: ['open'], after: 'traceAnswer', if: bookIsAnswer, to: 'found', tells: ['owner'], does: foundInBook },
    { rule: 'RFR-6', from: ['open'], after: 'traceAnswer', to: 'overdue', tells: ['owner', 'finance', 'staff'] },
    { rule: 'RFR-6', from: ['overdue'], after: 'traceFallback', if: bookIsAnswer, to: 'found', tells: ['owner'], does: foundInBook },
    { rule: 'RFR-6', from: ['overdue'], after: 'traceFallback', to: 'unanswered', tells: ['owner', 'finance', 'staff'] },
  ],
} as const satisfies Process<TraceState>;
