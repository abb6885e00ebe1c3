/** Money on its way through the bank: charges and refunds; and the security hold on released money. */
import { type ChargeFacts, type Draft, get, open, post, setFacts } from '../draft.ts';
import { text } from '../fields.ts';
import type { ActRule, Look, Process } from '../process.ts';
import { comeBack, endTrace, isOwners, keepDates, notMissing, report, reportFields } from './trace.ts';

const facts = (x: Look) => x.i.facts as unknown as ChargeFacts;
export const note = { reason: { ...text(0, 500), optional: true as const } };

function purposeOf(d: Draft, name: string) {
  const purpose = d.house.purposes[name];
  if (!purpose) throw new Error(`no purpose ${name}`);
  return purpose;
}

/** The money has come in: book the fees, then what it was for (FEE-2, FEE-3). */
function settle(d: Draft, x: Look): void {
  const f = facts(x);
  post(d, 'world', 'fees:client', f.fee, 'clientFee');
  post(d, 'world', 'fees:initiation', f.initiation, 'initiationFee');
  purposeOf(d, f.purpose).settled(d, get(d, x.i.id));
}
const decline = (d: Draft, x: Look): void => purposeOf(d, facts(x).purpose).declined(d, get(d, x.i.id));

/** A charge that was given up and then came in after all goes straight back. */
function returnLate(d: Draft, x: Look): void {
  const f = facts(x);
  const payer = f.party === 'client' ? d.c.client : d.c.freelancer;
  post(d, 'world', `refunds:${payer}`, f.total, 'lateCharge');
  const reference = `${d.c.id}.late.${x.i.id}`;
  const made = open(d, 'refund', {
    amount: f.total,
    escrow: 0,
    fee: 0,
    initiation: 0,
    arbitration: 0,
    charge: x.i.id,
    card: f.card.label,
    party: f.party,
    reference,
    rule: 'MNY-5',
  });
  d.outside.push({ id: made.id, kind: 'refund', reference, amount: f.total, currency: d.c.currency, account: payer, source: f.reference });
}

type ChargeState = 'wanted' | 'unknown' | 'settled' | 'declined' | 'abandoned' | 'returned';
export const charge = {
  name: 'charge',
  group: 'money',
  version: 1,
  initial: 'wanted',
  states: {
    wanted: { turn: 'bank', windows: [{ name: 'bankAnswer', actor: 'bank' }] },
    unknown: { turn: 'bank', windows: [{ name: 'bankAnswer', actor: 'bank', keep: true }] },
    settled: { turn: 'nobody', closed: true },
    declined: { turn: 'nobody', closed: true },
    abandoned: { turn: 'nobody', closed: true },
    returned: { turn: 'nobody', closed: true },
  },
  rules: [
    { rule: 'CON-2', from: ['wanted', 'unknown'], act: 'settled', by: ['bank'], to: 'settled', does: settle },
    { rule: 'CON-2', from: ['wanted', 'unknown'], act: 'declined', by: ['bank'], to: 'declined', takes: () => note, does: decline },
    { rule: 'MNY-5', from: ['wanted'], act: 'unknown', by: ['bank'], to: 'unknown', tells: [] },
    { rule: 'MNY-5', from: ['wanted', 'unknown'], after: 'bankAnswer', to: 'abandoned', does: decline },
    { rule: 'MNY-5', from: ['abandoned'], act: 'settled', by: ['bank'], to: 'returned', does: returnLate },
  ],
} as const satisfies Process<ChargeState>;

interface RefundFacts {
  readonly amount: number;
  readonly party: 'client' | 'freelancer';
}
const refundee = (d: Draft, x: Look) => ((x.i.facts as unknown as RefundFacts).party === 'client' ? d.c.client : d.c.freelancer);

/** A source that cannot take its money back: it becomes credit, and the owner is told (MNY-7). */
function credit(d: Draft, x: Look): void {
  comeBack(d, x.i, 'sourceCannotTakeIt');
  keepDates(d, x.i);
  endTrace(d, x.i.id, 'cameBack');
}
function arrive(d: Draft, x: Look): void {
  post(d, `refunds:${refundee(d, x)}`, 'world', (x.i.facts as unknown as RefundFacts).amount, 'refundArrived');
  arrived(d, x);
}
/** Its window is gone now, and its owner may still miss it. */
export function arrived(d: Draft, x: Look): void {
  keepDates(d, x.i);
  endTrace(d, x.i.id, 'found');
}

/** RFR-4: the owner reports what is past its latest date, also when the bank says that it arrived. */
export const missing = {
  rule: 'RFR-4',
  act: 'reportMissing',
  by: ['client', 'freelancer'],
  idle: true,
  if: isOwners,
} as const satisfies Partial<ActRule>;
export const reporting = { when: notMissing, takes: reportFields, does: report, tells: ['owner', 'finance'] } as const satisfies Partial<ActRule>;

type RefundState = 'wanted' | 'unknown' | 'sent' | 'arrived' | 'credited';
export const refundProcess = {
  name: 'refund',
  group: 'money',
  version: 1,
  initial: 'wanted',
  states: {
    wanted: {
      turn: 'bank',
      windows: [{ name: 'refundArrival', actor: 'bank', target: true }],
      covered: 'the outbox retries until the bank has answered',
    },
    unknown: {
      turn: 'bank',
      windows: [{ name: 'refundArrival', actor: 'bank', target: true, keep: true }],
      covered: 'the bank is asked by reference before anything is sent again',
    },
    sent: {
      turn: 'bank',
      windows: [{ name: 'refundArrival', actor: 'bank', target: true, keep: true }],
      covered: 'the bank has it; reconciliation shows what is late',
    },
    arrived: { turn: 'nobody', closed: true },
    credited: { turn: 'nobody', closed: true },
  },
  rules: [
    {
      rule: 'MNY-7',
      from: ['wanted', 'unknown'],
      act: 'accepted',
      by: ['bank'],
      to: 'sent',
      tells: ['owner'],
      does: (d, x) => setFacts(d, x.i.id, { sentAt: d.at }),
    },
    { rule: 'MNY-5', from: ['wanted'], act: 'unknown', by: ['bank'], to: 'unknown', tells: [] },
    { rule: 'MNY-7', from: ['wanted', 'unknown', 'sent'], act: 'settled', by: ['bank'], to: 'arrived', tells: ['owner'], does: arrive },
    {
      rule: 'MNY-7',
      from: ['wanted', 'unknown', 'sent'],
      act: 'declined',
      by: ['bank'],
      to: 'credited',
      tells: ['owner'],
      takes: () => note,
      does: credit,
    },
    {
      rule: 'MNY-7',
      from: ['wanted', 'unknown', 'sent'],
      act: 'returned',
      by: ['bank'],
      to: 'credited',
      tells: ['owner'],
      takes: () => note,
      does: credit,
    },
    // The bank had it delivered, and the card sent it back afterwards.
    { rule: 'MNY-7', from: ['arrived'], act: 'returned', by: ['bank'], to: 'credited', tells: ['owner'], takes: () => note, does: credit },
    { ...missing, ...reporting, from: ['wanted', 'unknown', 'sent'], shown: true },
    { ...missing, ...reporting, from: ['arrived'] },
  ],
} as const satisfies Process<RefundState>;

/** Released money is pending for the security hold, then available (MNY-6). */
export const payment = {
  name: 'payment',
  group: 'money',
  version: 1,
  initial: 'pending',
  states: {
    pending: { turn: 'nobody', windows: [{ name: 'securityHold', actor: 'nobody' }] },
    available: { turn: 'nobody', closed: true },
  },
  rules: [
    {
      rule: 'MNY-6',
      from: ['pending'],
      after: 'securityHold',
      to: 'available',
      tells: ['freelancer'],
      does: (d, x) => post(d, `pending:${d.c.freelancer}`, `available:${d.c.freelancer}`, (x.i.facts as { net: number }).net, 'securityHoldOver'),
    },
  ],
} as const satisfies Process<'pending' | 'available'>;
