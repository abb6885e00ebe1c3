/** All process tables together, and how a contract is founded. */
import { type Contract, isRefusal, type Refusal, type Step, type World } from './contract.ts';
import { type Card, charge, draftOf, open } from './draft.ts';
import type { Policy } from './policy/schema.ts';
import type { ChargePurpose, House, Process } from './process.ts';
import { charge as chargeProcess, payment, refundProcess } from './processes/bank.ts';
import { bid, blind, endStaleRounds } from './processes/blind.ts';
import { caseProcess, casePurposes } from './processes/case.ts';
import { cancelStaleChanges, change, contract, contractPurposes, conversation, feedback, reinstatement } from './processes/contract.ts';
import { dormancy, settleDormancy } from './processes/dormancy.ts';
import { dropOverdueRequests, extension } from './processes/extension.ts';
import { milestone, milestonePurposes } from './processes/milestone.ts';
import { addVersion, offer, offerPurposes } from './processes/offer.ts';
import { cancelStaleEndings, parting } from './processes/parting.ts';
import { question, settlement } from './processes/settlement.ts';
import { trace } from './processes/trace.ts';
import { type PayoutMethod, payout, payoutChange, wallet } from './processes/wallet.ts';
import { closeInvitations, witness } from './processes/witness.ts';
import { stepOf } from './step.ts';
import { checkTerms } from './terms.ts';
import type { Instant } from './time.ts';

const tables: readonly Process[] = [
  offer,
  contract,
  milestone,
  caseProcess,
  settlement,
  blind,
  bid,
  question,
  parting,
  extension,
  witness,
  change,
  conversation,
  feedback,
  reinstatement,
  dormancy,
  chargeProcess,
  refundProcess,
  payment,
  payout,
  trace,
  payoutChange,
  wallet,
] as unknown as readonly Process[];

const purposes: Record<string, ChargePurpose> = { ...offerPurposes, ...milestonePurposes, ...contractPurposes, ...casePurposes };

export const HOUSE: House = {
  processes: Object.fromEntries(tables.map((t) => [t.name, t])),
  purposes,
  afterwards: [
    (d) => {
      if (d.c.instances['contract'] && !d.c.instances['dormancy']) open(d, 'dormancy', {}, { id: 'dormancy' });
    },
    cancelStaleChanges,
    cancelStaleEndings,
    endStaleRounds,
    settleDormancy,
    dropOverdueRequests,
    closeInvitations,
  ],
};

export interface OfferInput {
  readonly id: string;
  readonly marketplace: string;
  readonly currency: string;
  readonly client: string;
  readonly freelancer: string;
  readonly terms: unknown;
  readonly card: Card;
  /** The person who sends it. */
  readonly person: string;
}

/**
 * A client sends an offer: a contract comes into being with its first version of the terms, and the first milestone's
 * deposit is charged (CON-2). Refusals: bad_input, currency_not_offered, same_party.
 */
export function sendOffer(o: OfferInput, now: Instant, policy: Policy, world: World): Step | Refusal {
  const terms = checkTerms(policy, o.currency, o.terms);
  if (isRefusal(terms)) return terms;
  if (o.client === o.freelancer) return { refused: 'same_party', rule: 'CON-2', data: {} };
  const bare: Contract = {
    id: o.id,
    marketplace: o.marketplace,
    kind: 'fixed',
    currency: o.currency,
    client: o.client,
    freelancer: o.freelancer,
    policy: policy.id,
    createdAt: now,
    lastAt: now,
    seq: 0,
    terms,
    held: 0,
    arbitration: 0,
    released: 0,
    refunded: 0,
    instances: {},
  };
  const d = draftOf(HOUSE, bare, now, policy, world);
  d.rule = 'CON-2';
  open(d, 'offer', { versions: [] }, { id: 'offer' });
  addVersion(d, 'client', terms);
  open(d, 'conversation', {}, { id: 'chat' });
  charge(d, { purpose: 'deposit', on: 'offer', amount: terms.milestones[0]?.amount ?? 0, card: o.card });
  return stepOf(d, bare, {
    act: 'sendOffer',
    on: 'offer',
    process: 'offer',
    from: '',
    lapse: false,
    rule: 'CON-2',
    input: { card: o.card.label },
    actor: { role: 'client', person: o.person },
    tells: ['client', 'freelancer'],
    legal: false,
    founded: true,
  });
}

/**
 * An account's wallet: what is available can be paid out from it (MNY-6). `id` is `wallet.<account>.<currency>`. `method`: where payouts
 * go from the first day, for people whom a sandbox makes.
 */
export function openWallet(
  o: { id: string; marketplace: string; currency: string; owner: string; method?: PayoutMethod | undefined },
  now: Instant,
  policy: Policy,
  world: World,
): Step {
  const bare: Contract = {
    id: o.id,
    marketplace: o.marketplace,
    kind: 'wallet',
    currency: o.currency,
    client: o.owner,
    freelancer: o.owner,
    policy: policy.id,
    createdAt: now,
    lastAt: now,
    seq: 0,
    terms: { title: '', scope: '', milestones: [], serviceFee: 0 },
    held: 0,
    arbitration: 0,
    released: 0,
    refunded: 0,
    instances: {},
  };
  const d = draftOf(HOUSE, bare, now, policy, world);
  open(d, 'wallet', o.method ? { method: o.method } : {}, { id: 'wallet' });
  return stepOf(d, bare, {
    act: 'openWallet',
    on: 'wallet',
    process: 'wallet',
    from: '',
    lapse: false,
    rule: 'MNY-6',
    input: {},
    actor: { role: 'system' },
    tells: [],
    legal: false,
    founded: true,
  });
}
