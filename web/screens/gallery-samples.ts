/** What the gallery shows its components with: shapes of the API, of a contract that nobody has. */
import type { Action, Case, Contract, Deadline, FileFact, HistoryEntry, Me, MenuItem, MoneyEntry, Preview, Problem } from '@fairhold/client';
import type { Schema } from '../parts/act-form.tsx';
import type { FieldSchema } from '../parts/inputs.tsx';

export const NOW = Date.parse('2026-11-24T12:00:00Z');
const now = new Date(NOW).toISOString();

const deadline = (at: string, yours: boolean): Deadline => ({
  at,
  window: 'review',
  on: 'm1',
  group: 'milestone',
  title: 'Review the submitted work',
  actor: 'client',
  yours,
  silence: {
    sentence: 'If you do nothing, $1,200.00 is paid to Ana Lindqvist ($1,080.00 after the service fee).',
    rule: 'MIL-3',
    client: 0,
    freelancer: 108_000,
  },
});
export const DEADLINES: readonly Deadline[] = [
  deadline('2026-12-03T14:05:00Z', true),
  deadline('2026-11-25T02:00:00Z', true),
  deadline('2026-11-24T12:08:00Z', true),
  { ...deadline('2026-11-24T11:00:00Z', false), extended: { days: 3, reason: 'The files could not be opened.', owed: false } },
];

const money = (change: Partial<Contract['money']>): Contract['money'] => ({
  charged: 0,
  held: 0,
  inReview: 0,
  disputed: 0,
  released: 0,
  fees: 0,
  refunded: 0,
  onTheWay: 0,
  ...change,
});
export const MONEY: readonly Contract['money'][] = [
  money({}),
  money({ held: 60_000 }),
  money({ held: 120_000, inReview: 40_000, released: 30_000 }),
  money({ held: 50_000, disputed: 50_000, released: 20_000, refunded: 30_000, onTheWay: 10_000 }),
];

export const CONTRACT: Contract = {
  id: '01a25c40-98d8-7f4c-b48c-7ef2c8d466b4',
  kind: 'fixed',
  title: 'Explainer video',
  state: 'active',
  stateWords: 'Active',
  currency: 'USD',
  policy: { id: 'standard', name: 'standard' },
  you: { role: 'client', account: 'ben' },
  client: { id: 'ben', name: 'Ben Carter', kind: 'person' },
  freelancer: { id: 'ana', name: 'Ana Lindqvist', kind: 'person' },
  heldMoney: 120_000,
  money: MONEY[2] as Contract['money'],
  turn: { who: 'you', sentence: 'Your turn: review the submitted work' },
  deadline: deadline('2026-12-03T14:05:00Z', true),
  deadlines: [deadline('2026-12-03T14:05:00Z', true)],
  partings: [],
  extensions: [],
  actions: [],
  terms: {
    title: 'Explainer video',
    scope: '',
    milestones: [],
    serviceFee: 1000,
    digest: '',
    versions: [],
    flags: [],
    checked: [],
    protection: { does: [], doesNot: [] },
    fees: [],
  },
  milestones: [],
  cases: [],
  changes: [],
  payments: [],
  refunds: [],
  payouts: [],
  checklist: [],
  links: {},
  seq: 12,
  now,
};
/** Nothing runs: it waits for nobody, or for the bank. */
const { deadline: _first, ...calm } = CONTRACT;
export const QUIET: Contract = { ...calm, deadlines: [] };
export const TURNS: readonly Contract['turn'][] = [
  { who: 'you', sentence: 'Your turn: review the submitted work' },
  { who: 'them', name: 'Ana Lindqvist', sentence: 'Waiting for Ana Lindqvist: answer the refund request' },
  { who: 'bank', sentence: 'Waiting for the bank' },
  {
    who: 'bank',
    sentence: 'The money is with the bank until Fri, 4 Dec 2026 at the latest.',
    until: '2026-12-04T23:59:59Z',
    next: 'Nobody has to do anything. If it is not there by then, you can report it missing.',
  },
  { who: 'nobody', sentence: 'Nothing to do' },
];
export const ROWS = [
  { label: 'Ana Lindqvist gets', amount: 54_000 },
  { label: 'Service fee', amount: 6_000 },
  { label: 'Stays held', amount: 60_000 },
];
export const FILES: FileFact[] = [
  {
    id: 'f1',
    name: 'start page.png',
    size: 182_000,
    type: 'image/png',
    sha256: 'c0ffee'.repeat(11).slice(0, 64),
    caption: 'The start page on a phone.',
  },
  { id: 'f2', name: 'notes.zip', size: 9_400, type: 'application/zip', sha256: 'decade'.repeat(11).slice(0, 64) },
];

const refund = (id: string, state: string, stateWords: string, more: Partial<Contract['refunds'][number]>): Contract['refunds'][number] => ({
  id,
  reference: `${CONTRACT.id}.${id}`,
  amount: 21_495,
  state,
  stateWords,
  requestedAt: '2026-11-20T09:00:00Z',
  card: 'Visa •••• 4242',
  to: 'Ben Carter',
  businessDays: 5,
  ahead: [],
  ...more,
});
export const REFUNDS: readonly Contract['refunds'][number][] = [
  refund('refund1', 'wanted', 'Being sent', {
    arrivesBy: '2026-11-27T23:59:59Z',
    ahead: [
      { stage: 'withBank', earliest: '2026-11-20T09:00:00Z', latest: '2026-11-24T23:59:59Z' },
      { stage: 'there', earliest: '2026-11-25T00:00:00Z', latest: '2026-11-27T23:59:59Z' },
    ],
  }),
  refund('refund2', 'sent', 'With the bank', {
    sentAt: '2026-11-20T09:02:00Z',
    arrivesBy: '2026-11-27T23:59:59Z',
    ahead: [{ stage: 'there', earliest: '2026-11-25T00:00:00Z', latest: '2026-11-27T23:59:59Z' }],
  }),
  refund('refund5', 'sent', 'With the bank', {
    sentAt: '2026-11-10T09:02:00Z',
    arrivesBy: '2026-11-17T23:59:59Z',
    ahead: [{ stage: 'there', latest: '2026-11-17T23:59:59Z' }],
    late: true,
    trace: {
      id: 'trace1',
      state: 'open',
      stateWords: 'Being looked for',
      reportedAt: '2026-11-18T08:00:00Z',
      answerBy: '2026-11-25T23:59:59Z',
      asked: 1,
      book: { state: 'accepted', words: 'The bank has it', at: '2026-11-18T08:00:02Z' },
    },
  }),
  refund('refund3', 'arrived', 'Arrived', { sentAt: '2026-11-20T09:02:00Z' }),
  refund('refund4', 'credited', 'Kept as credit', { sentAt: '2026-11-20T09:02:00Z' }),
];
const entry = (seq: number, sentence: string): HistoryEntry => ({
  seq,
  at: '2026-11-20T09:00:00Z',
  writtenAt: '2026-11-20T09:00:00Z',
  act: 'accept',
  on: 'offer',
  process: 'contract',
  lapse: false,
  actor: { role: 'client', you: true },
  sentence,
  rule: 'CON-3',
  money: [],
  told: [{ to: 'client', name: 'Ben Carter', mail: 'always' }],
  digest: '6a98e124ef66d47a6fb5919065590b21',
});
export const HISTORY: readonly HistoryEntry[] = [
  entry(3, 'Ana Lindqvist submitted work.'),
  entry(2, 'Ana Lindqvist accepted the offer.'),
  entry(1, 'Ben Carter sent the offer.'),
];
const offer = (id: string, by: 'client' | 'freelancer', freelancer: number, state: string): Case['offers'][number] => ({
  id,
  by,
  freelancer,
  client: 50_000 - freelancer,
  state,
  stateWords: state === 'open' ? 'Open' : 'Answered with another offer',
  madeAt: '2026-11-20T09:00:00Z',
});
export const OFFERS: readonly Case['offers'][number][] = [
  offer('s1', 'client', 10_000, 'countered'),
  offer('s2', 'freelancer', 40_000, 'countered'),
  offer('s3', 'client', 27_500, 'open'),
];
export const PREVIEW: Preview = {
  digest: 'b',
  act: 'end',
  on: 'contract',
  sentence: 'You end the contract: $100.00 is paid to Ana Lindqvist ($90.00 after the service fee); you ask for $500.00 back.',
  button: 'End contract and ask for $500.00 back',
  money: {
    splits: [
      {
        of: 'held',
        rows: [
          { label: 'Ana Lindqvist gets', amount: 9_000, to: 'them' },
          { label: 'Service fee', amount: 1_000, to: 'platform' },
          { label: 'Stays held', amount: 50_000, to: 'held' },
        ],
        total: { label: 'Together', amount: 60_000 },
      },
    ],
    client: 0,
    freelancer: 9_000,
    fees: 1_000,
    held: 50_000,
    refunds: [],
  },
  next: [
    { at: '2026-12-01T12:00:00Z', actor: 'freelancer', sentence: 'Ana Lindqvist has until Tue, 1 Dec 2026: answer the refund request.' },
    { at: '2026-12-15T12:00:00Z', actor: 'nobody', sentence: 'Ana Lindqvist can pay out $90.00 from Tue, 15 Dec 2026.' },
  ],
  cannotBeUndone: ['The payment to Ana Lindqvist cannot be taken back.', 'An ended contract never becomes active again.'],
  effects: ['One milestone that is not funded is cancelled.'],
  falls: [
    { id: 'm1', title: 'Storyboard', paid: 10_000, back: 0, asked: 20_000 },
    { id: 'm2', title: 'Animation', paid: 0, back: 0, asked: 30_000 },
  ],
  rule: 'END-3',
};
export const BEFORE: Preview = {
  ...PREVIEW,
  digest: 'a',
  sentence: 'You end the contract: you ask for $600.00 back, and it stays held until that is decided.',
  money: {
    ...PREVIEW.money,
    splits: [{ of: 'held', rows: [{ label: 'Stays held', amount: 60_000, to: 'held' }], total: { label: 'Together', amount: 60_000 } }],
  },
};
export const PROBLEM: Problem = {
  title: 'The card was declined',
  status: 422,
  code: 'card_declined',
  detail: 'The bank did not take $291.00 from the card ending in 0002. Nothing was charged.',
  fix: 'Choose another card, or ask your bank.',
  requestId: '01a20eee-1680-79f9-a21e-f64572194c7e',
};
export const ACTION: Action = {
  act: 'sample',
  on: 'contract',
  group: 'contract',
  title: 'Ask for changes',
  button: 'Ask for changes',
  hint: 'Say what is missing; the time for the work begins again.',
  weight: 'normal',
  undo: true,
  input: {
    properties: { text: { title: 'What should be different?', 'x-kind': 'longtext', minLength: 1 } },
    required: ['text'],
  },
  rule: 'MIL-4',
};
export const FEW: FieldSchema = { title: 'Stars', 'x-kind': 'whole', 'x-labels': { 1: '1 of 3 stars', 2: '2 of 3 stars', 3: '3 of 3 stars' } };
/** One field of each kind that an action can ask for. */
export const ALL_FIELDS: Schema = {
  properties: {
    pay: { title: 'Choice', 'x-kind': 'choice', enum: ['nothing', 'amount'], 'x-labels': { nothing: 'Pay nothing', amount: 'Pay another amount' } },
    amount: { title: 'Money', 'x-kind': 'money', minimum: 100, maximum: 60_000, 'x-only-if': { field: 'pay', is: 'amount' } },
    card: { title: 'Card', 'x-kind': 'card' },
    day: { title: 'Date', 'x-kind': 'date' },
    days: { title: 'Whole number', 'x-kind': 'whole' },
    agree: { title: 'Yes or no', 'x-kind': 'yesno' },
    words: { title: 'Text', description: 'With a hint.', 'x-kind': 'text' },
    links: { title: 'Links', 'x-kind': 'links' },
    marks: { title: 'Marks', 'x-kind': 'marks', 'x-criteria': [{ id: 'c1', text: 'Ninety seconds long' }], 'x-reasons': true },
    topics: {
      title: 'By topic',
      'x-kind': 'topics',
      'x-topics': [
        { id: 'scope', title: 'Scope', about: 'What was to be done, and what was not.' },
        { id: 'quality', title: 'Quality', about: 'Whether it is as good as agreed.' },
      ],
    },
    considered: { title: 'Exhibits', 'x-kind': 'considered', 'x-exhibits': [{ id: 'e1', title: 'Terms, version 2' }] },
    files: { title: 'Files', 'x-kind': 'files' },
  },
  required: ['pay', 'amount'],
};
/** A field that is asked for in two parts. */
export const WITNESS: FieldSchema = {
  title: 'Witness',
  'x-kind': 'witness',
  properties: { name: { title: 'Full name' }, email: { title: 'Mail address', description: 'With a hint.' } },
};
const moved = (seq: number, amount: number, balance: number, by: MoneyEntry['by'], label: string): MoneyEntry => ({
  seq,
  at: now,
  contract: CONTRACT.id,
  title: CONTRACT.title,
  label,
  amount,
  account: 'escrow',
  by,
  rule: 'MIL-3',
  balance,
  currency: 'USD',
});
export const MOVED: readonly MoneyEntry[] = [
  moved(9, -54_000, 60_000, 'silence', 'Review time over, paid in full'),
  moved(9, -6_000, 114_000, 'silence', 'Service fee'),
  moved(2, 120_000, 120_000, 'bank', 'Milestone funded'),
];

/** Somebody who may spend an agency's money beside their own. */
export const MANAGER: Pick<Me, 'seats'> = {
  seats: [
    { account: 'ana', kind: 'person', name: 'Ana Lindqvist', role: 'self' },
    { account: 'loft', kind: 'agency', name: 'Loft Studio', role: 'manager' },
  ],
};

/** What leads on from a row; one of it does not now. */
export const MENU: readonly MenuItem[] = [
  { what: 'message', title: 'Write a message', href: '/contracts/c?tab=messages' },
  { what: 'download', title: 'Save the contract as JSON', href: '/v1/contracts/c' },
  { what: 'end', title: 'End contract', href: '/contracts/c/end', blocked: { sentence: 'It can be ended from Thu, 3 Dec 2026 on.' } },
];

export const ASKED = [
  { id: 'scope', topic: 'scope', there: 1, title: 'What was agreed', about: 'The terms, as both accepted them.' },
  { id: 'result', topic: 'quality', there: 0, title: 'That it works as agreed', about: 'Pictures, a recording, or test results.' },
  {
    id: 'elsewhere',
    topic: 'communication',
    there: 0,
    title: 'What you said elsewhere',
    about: 'Mails, chats or notes of calls outside this contract.',
  },
];
export const PICKED = [{ id: 'f9', name: 'pages.png', size: 20_480, asked: 'result', topic: 'quality' }];
