/** The policy: every window, amount, rate and default-on-silence of the product, in one versioned document (POL-1). */
import { type BasisPoints, type Minor, rateOf } from '../money.ts';
import type { Period } from '../time.ts';

/** Every window by name, with the words that an operator sees. */
export const WINDOW_NAMES = {
  offerLife: 'How long an offer can be answered',
  changeAnswer: 'How long a proposed change can be answered',
  review: 'How long the client has to review submitted work',
  partialDispute: 'How long the freelancer can dispute a partial release',
  refundAnswer: 'How long the freelancer has to answer a refund request',
  disputeAnswer: 'How long the client has to answer a dispute',
  mediationTarget: 'When a mediator should have made a proposal',
  mediationWatchdog: 'When the parties may go on without a proposal',
  mediationEnd: 'When the Notice of Non-Resolution is issued if nobody went on',
  question: "How long a party has to answer a mediator's question",
  proposalAnswer: 'How long both have to answer a proposal',
  feePayment: 'How long both have to pay the arbitration fee',
  furtherStatement: 'How long a party has for a further statement to the arbitrator',
  award: 'When the arbitrator must have made the award',
  awardFallback: 'How long staff then have to see that an award is made',
  securityHold: 'How long released money is pending',
  refundArrival: 'When a refund should have arrived',
  payoutArrival: 'When a payout should have arrived',
  payoutChange: 'How long a change of where payouts go is held',
  bankAnswer: 'How long a charge may stay without an answer of the bank',
  dormancy: 'How long nothing may happen before held money is asked about',
  dormancyClient: 'How long the client then has to act',
  dormancyFreelancer: 'How long the freelancer then has to ask for release',
  dormancyRelease: 'How long the client has to answer that request',
  settlementOffer: 'How long a settlement offer, or one to end by agreement, stays open when its maker names no other day',
  blindRound: 'How long a round of blind bids can be agreed to, and then how long both can name their number',
  reinstateAnswer: 'How long an offer to reinstate a contract can be answered',
  feedback: 'How long feedback can be given after the end',
  bonus: 'How long after the end a bonus can be paid',
  giveBack: 'How long after a payment the freelancer can give it back',
  witnessStatement: 'How long a witness who was invited has to make a statement',
  traceReport: 'How long after its latest date money can be reported missing although the bank says that it arrived',
  traceAnswer: 'How long finance has to answer a report of missing money',
  traceFallback: 'How long operators then have to see that it is answered',
} as const;
export type WindowName = keyof typeof WINDOW_NAMES;

export interface WindowRule {
  readonly period: Period;
  /** Reminders go out this long before the end, the earliest first (NOT-2). */
  readonly reminders: readonly Period[];
}

export const AMOUNT_NAMES = {
  smallestMilestone: 'The smallest milestone',
  initiationFee: 'Contract initiation fee',
  arbitrationFee: 'Arbitration fee of each party',
  documentsOnlyUpTo: 'Largest sum in dispute that is arbitrated on the documents only; 0: every case has a hearing',
  documentsOnlyFeeLeast: 'The least fee of each party for arbitration on the documents only',
  cancellationFee: 'Fee for ending a contract, paid by the party that ends it',
  secondReaderAbove: 'Sum in dispute above which a second reader must approve a proposal',
} as const;
export type AmountName = keyof typeof AMOUNT_NAMES;

export const RATE_NAMES = {
  serviceFee: "Platform's share of each payment to the freelancer, unless the offer says otherwise",
  serviceFeeMost: 'The highest service fee an offer may carry',
  clientFee: 'Added to each charge of the client',
  firstMilestoneLeast: 'An offer is flagged when its first milestone is a smaller part of the total',
  documentsOnlyFee: 'Fee of each party for arbitration on the documents only, as a part of the sum in dispute',
} as const;
export type RateName = keyof typeof RATE_NAMES;

/** Who gets the money when nobody who had to act did; `even` gives the odd minor unit to the client (POL-4). */
export type Default = 'client' | 'freelancer' | 'even';
export const SILENCE_NAMES = {
  noFeePaid: 'Who gets the sum in dispute when nobody pays the arbitration fee',
  noAward: 'Who gets the sum in dispute when no award was made in time',
} as const;

export const LIMIT_NAMES = {
  fundedAtOnce: 'Milestones that may be funded at the same time',
  extensionsPerWindow: 'How often staff may extend one window',
  askTimePerWindow: 'How often a party may ask for more time in one window; 0: not at all',
  witnessesPerSide: 'Witnesses that each side may have in a case; 0: none',
  longestExtension: 'Most days that one extension may add',
  blindRounds: 'How often blind bids may be compared in one case; 0: no blind bids',
  longestOffer: 'Most days that a settlement offer, or one to end by agreement, may stay open',
  filesPerStatement: 'Files that may come with one statement',
  bookFreshHours: "Hours for which the bank's book counts as just asked",
} as const;

export interface Policy {
  readonly id: string;
  readonly pack: string;
  readonly version: number;
  readonly name: string;
  readonly calendar: string;
  readonly holidays: readonly string[];
  readonly windows: Readonly<Record<WindowName, WindowRule>>;
  /** Per currency, in its minor units; a currency that is not here is refused in an offer (POL-6). */
  readonly amounts: Readonly<Record<string, Readonly<Record<AmountName, Minor>>>>;
  readonly rates: Readonly<Record<RateName, BasisPoints>>;
  readonly silence: Readonly<Record<keyof typeof SILENCE_NAMES, Default>>;
  readonly limits: Readonly<Record<keyof typeof LIMIT_NAMES, number>>;
  readonly reinstate: boolean;
}

/** The windows of a search for missing money: documents that know nothing of it get these. */
export const TRACE_WINDOWS = {
  traceReport: { period: { days: 60 }, reminders: [] },
  traceAnswer: { period: { businessDays: 5 }, reminders: [{ days: 1 }] },
  traceFallback: { period: { businessDays: 5 }, reminders: [{ days: 1 }] },
} as const satisfies Partial<Record<WindowName, WindowRule>>;
/** What a key that came later means in a document without it: nothing changes for whoever was promised that document. */
const LATER = {
  amounts: { documentsOnlyUpTo: 0, documentsOnlyFeeLeast: 0 },
  rates: { documentsOnlyFee: 0 },
  windows: {
    ...TRACE_WINDOWS,
    payoutChange: { period: { days: 3 }, reminders: [] },
    witnessStatement: { period: { days: 5 }, reminders: [] },
    blindRound: { period: { days: 2 }, reminders: [{ days: 1 }] },
  },
  limits: { bookFreshHours: 24, askTimePerWindow: 1, witnessesPerSide: 0, blindRounds: 0 },
} as const;

/** A stored document with the keys that did not exist when it was published, at the value that keeps its meaning (POL-2). */
export function completed(p: Policy): Policy {
  return {
    ...p,
    amounts: Object.fromEntries(Object.entries(p.amounts ?? {}).map(([currency, amounts]) => [currency, { ...LATER.amounts, ...amounts }])),
    rates: { ...LATER.rates, ...p.rates },
    windows: { ...LATER.windows, ...p.windows },
    limits: { ...LATER.limits, ...p.limits },
  };
}

/** ARB-9: up to a stake the case is decided on its documents, for a fee that grows with the stake; above, there is a hearing. */
export type ArbitrationTrack = 'documents' | 'hearing';
export const trackOf = (policy: Policy, currency: string, stake: Minor): ArbitrationTrack =>
  stake <= amountsOf(policy, currency).documentsOnlyUpTo ? 'documents' : 'hearing';

/** ARB-9: what each party pays for arbitration of this stake. Whole minor units, rounded half to even. */
export function arbitrationFeeOf(policy: Policy, currency: string, stake: Minor): Minor {
  const amounts = amountsOf(policy, currency);
  if (trackOf(policy, currency, stake) === 'hearing') return amounts.arbitrationFee;
  return Math.max(amounts.documentsOnlyFeeLeast, rateOf(stake, policy.rates.documentsOnlyFee));
}

/** Amounts of a contract's currency; the caller has checked that the policy has it. */
export function amountsOf(policy: Policy, currency: string): Readonly<Record<AmountName, Minor>> {
  const amounts = policy.amounts[currency];
  if (!amounts) throw new Error(`policy ${policy.id} has no amounts in ${currency}`);
  return amounts;
}

const sets = new WeakMap<Policy, ReadonlySet<string>>();
/** The holidays of a policy as a set, made once. */
export function holidaysOf(policy: Policy): ReadonlySet<string> {
  let set = sets.get(policy);
  if (!set) {
    set = new Set(policy.holidays);
    sets.set(policy, set);
  }
  return set;
}

/** What is wrong with one key of a policy; its words are in `copy/`, in every language. */
export interface PolicyFault {
  readonly key: string;
  readonly why: 'missing' | 'whole' | 'currency' | 'side';
  /** What a whole number may be. */
  readonly least?: number;
  readonly most?: number;
}

/** SET-3: with more comparisons one could find the other side's number by halving. */
const MOST_BLIND_ROUNDS = 3;

/** What is wrong with a policy document; empty when it may be used (POL-1). */
export function policyFaults(p: Policy): PolicyFault[] {
  const faults: PolicyFault[] = [];
  const whole = (key: string, n: unknown, least: number, most: number) => {
    if (typeof n !== 'number' || !Number.isSafeInteger(n) || n < least || n > most) faults.push({ key, why: 'whole', least, most });
  };
  for (const key of Object.keys(WINDOW_NAMES) as WindowName[]) {
    const window = p.windows?.[key];
    if (!window) faults.push({ key: `windows.${key}`, why: 'missing' });
    else for (const period of [window.period, ...window.reminders]) whole(`windows.${key}`, Object.values(period)[0], 1, 3650);
  }
  for (const [currency, amounts] of Object.entries(p.amounts ?? {})) {
    if (!/^[A-Z]{3}$/.test(currency)) faults.push({ key: `amounts.${currency}`, why: 'currency' });
    for (const key of Object.keys(AMOUNT_NAMES) as AmountName[]) whole(`amounts.${currency}.${key}`, amounts[key], 0, 1_000_000_000);
  }
  for (const key of Object.keys(RATE_NAMES) as RateName[]) whole(`rates.${key}`, p.rates?.[key], 0, 10_000);
  for (const key of Object.keys(SILENCE_NAMES) as (keyof typeof SILENCE_NAMES)[])
    if (!['client', 'freelancer', 'even'].includes(p.silence?.[key])) faults.push({ key: `silence.${key}`, why: 'side' });
  for (const key of Object.keys(LIMIT_NAMES) as (keyof typeof LIMIT_NAMES)[])
    whole(`limits.${key}`, p.limits?.[key], 0, key === 'blindRounds' ? MOST_BLIND_ROUNDS : 1000);
  return faults;
}

/** The keys in which two policies differ, as dotted paths with both values (POL-2). */
export function policyDifferences(a: unknown, b: unknown, path = ''): { key: string; from: unknown; to: unknown }[] {
  if (a === b) return [];
  const plain = (x: unknown): x is Record<string, unknown> => typeof x === 'object' && x !== null;
  if (!plain(a) || !plain(b)) return [{ key: path, from: a, to: b }];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap((k) => policyDifferences(a[k], b[k], path ? `${path}.${k}` : k));
}
