/** Rights, checklists and other small texts. */
export const RIGHTS = {
  unpaid: 'With {freelancer} until it is paid.',
  paidInFull: 'With {client}: it is paid in full.',
  paidInPart: 'With {client} for {share}, the part that is paid; the rest with {freelancer}.',
} satisfies Readonly<Record<string, string>>;
export const CHECKLIST: Readonly<Record<'client' | 'freelancer', readonly string[]>> = {
  client: [
    'Take back access you gave: accounts, servers, documents.',
    'Return or delete material that is not yours.',
    'Save what you need from messages and files.',
  ],
  freelancer: ['Hand over what was paid for.', 'Give back accounts, keys and material of {client}.', 'Save what you need from messages and files.'],
};
export const TALK_FIRST: Readonly<Record<'client' | 'freelancer', string>> = {
  client: 'Hello {freelancer}, I am thinking about ending our contract “{title}”. Can we talk about it first?',
  freelancer: 'Hello {client}, I am thinking about ending our contract “{title}”. Can we talk about it first?',
};
export const EXHIBITS = {
  terms: 'Terms, version {title}',
  change: 'Proposed change ({title})',
  submission: 'Submission: {title}',
  release: 'Payment',
  messages: 'All messages',
  statement: 'Statement',
  addendum: 'Addition to the statement',
  evidence: 'File: {title}',
  furtherStatement: 'Further statement',
  witness: 'Statement of {title}, a witness invited by {by}, not checked',
} satisfies Readonly<Record<string, string>>;
/** What a case is about, topic by topic (MED-9). */
export const TOPICS = {
  scope: 'Scope',
  delivery: 'Delivery',
  changes: 'Changes',
  communication: 'Communication',
  quality: 'Quality',
} satisfies Readonly<Record<string, string>>;
export const TOPICS_ABOUT = {
  scope: 'What was to be done, and what was not.',
  delivery: 'What was handed over, and when.',
  changes: 'What changed on the way, and who agreed to it.',
  communication: 'What was said and answered, and when.',
  quality: 'Whether it is as good as agreed.',
} satisfies Readonly<Record<string, string>>;
/** What helps in a dispute, for who gathers evidence; where the two sides have different things, by side. */
export const EVIDENCE = {
  scope: 'What was agreed',
  deliveries: 'What was delivered',
  changes: 'Changes that were agreed',
  messages: 'Messages here',
  elsewhere: 'What you said elsewhere',
  'result.client': 'What is missing or does not work',
  'result.freelancer': 'That it works as agreed',
  'progress.client': 'What you got of the work',
  'progress.freelancer': 'The work you did',
  'waiting.client': 'When you gave what was needed',
  'waiting.freelancer': 'What you waited for',
} satisfies Readonly<Record<string, string>>;
export const EVIDENCE_ABOUT = {
  scope: 'The terms, as both accepted them.',
  deliveries: 'Submissions with their files, each with its date.',
  changes: 'Changes of the contract, and who accepted them.',
  messages: 'The whole conversation of this contract.',
  elsewhere: 'Mails, chats or notes of calls outside this contract.',
  'result.client': 'Pictures, a recording, or a list of faults with how to see them.',
  'result.freelancer': 'Pictures, a recording, or test results.',
  'progress.client': 'Drafts, accounts or files that you were given.',
  'progress.freelancer': 'Drafts, time sheets or receipts of what you spent.',
  'waiting.client': 'When {freelancer} had access, texts or answers from you.',
  'waiting.freelancer': 'What you needed from {client}, when you asked, and when it came.',
} satisfies Readonly<Record<string, string>>;
export const TOPIC_STANDS = { agreed: 'agreed', disputed: 'in dispute' } satisfies Readonly<Record<string, string>>;
/** Names of the terms, for what changed between versions. */
export const TERM_NAMES = {
  title: 'title',
  scope: 'scope',
  jobPost: 'job post',
  budget: 'agreed price',
  serviceFee: 'service fee',
  files: 'files',
  description: 'description',
  amount: 'amount',
  dueDate: 'date',
  criteria: 'requirements',
  revisionLimit: 'number of changes',
  milestones: 'milestone',
} satisfies Readonly<Record<string, string>>;
export const TURNS = {
  mediator: 'Waiting for the mediator',
  noMediator: 'Waiting for a mediator to take the case',
  arbitrator: 'Waiting for the arbitrator',
  noArbitrator: 'Waiting for an arbitrator to take the case',
  staff: 'Waiting for our team',
  bank: 'Waiting for the bank',
  nobody: 'Nothing to do',
  // What is to be done where no deadline of its own says it.
  'milestone.planned': 'Fund the milestone',
  'milestone.funded': 'Do the work and submit it',
  'milestone.changes': 'Make the changes and submit again',
  secondReader: 'Waiting for a second reader',
  // The same as a deadline's title, said to whoever of the platform has to do it.
  'yours.case.queued': 'Take the case and make a proposal',
  'yours.case.mediating': 'Make the proposal',
  'yours.case.reviewing': 'Read the proposal as second reader',
  'yours.case.overdue': 'Make the proposal, its time is over',
  'yours.case.hearing': 'Make the award',
  'yours.case.awardOverdue': 'Appoint another arbitrator',
  allPaid: 'Everything is paid. End the contract, or keep it open and add a milestone.',
  allPaidOther: 'Everything is paid. The client may end the contract, keep it open, or add a milestone.',
} satisfies Readonly<Record<string, string>>;
export const CONTRACT_STATES = {
  offered: 'Offer open',
  countered: 'Changes proposed',
  declined: 'Offer declined',
  withdrawn: 'Offer withdrawn',
  expired: 'Offer expired',
  active: 'Active',
  ended: 'Ended',
  closed: 'Closed',
} satisfies Readonly<Record<string, string>>;
/** What leads on from a contract in a list. Acts have their own titles. */
export const MENU = {
  download: 'Save the contract as JSON',
  caseFile: 'Save the case file',
  case: 'Go to the case',
} satisfies Readonly<Record<string, string>>;
/** How a contract is paid. */
export const KINDS = { fixed: 'Milestones' } satisfies Readonly<Record<string, string>>;
/** The statement of money; the books that it is about, by the ledger's kinds of accounts. */
export const STATEMENT = {
  statement: 'Statement of money',
  period: '{from} to {to}',
  zone: 'Days and times are in {zone}.',
  filtered: 'Only lines of: {filter}. Balances are of the whole account.',
  leftOut: 'Left out by the filter ({filter}), lines: {count}',
  madeAt: 'Made {at}.',
  nothing: 'Nothing was held and nothing moved until the end of this period.',
  opening: 'Opening balance',
  closing: 'Closing balance',
  in: 'Came in',
  out: 'Went out',
  total: 'All together',
  fees: 'Fees charged to the card on top',
  cameFrom: '{book}, from {counter} ({rule})',
  wentTo: '{book}, to {counter} ({rule})',
  page: 'Page {n} of {of}',
  escrow: 'Held in escrow',
  available: 'Available',
  pending: 'Pending (security hold)',
  credit: 'Credit',
  refunds: 'Refunds on their way',
  payouts: 'Payouts on their way',
  at: 'Time (UTC)',
  when: 'Time',
  what: 'What',
  title: 'Contract',
  book: 'Where',
  counter: 'From or to',
  by: 'Because of',
  rule: 'Rule',
  amount: 'Amount',
  balance: 'Balance after',
  currency: 'Currency',
  contract: 'Contract number',
  silence: 'silence',
  platform: 'the platform',
  staff: 'staff',
} satisfies Readonly<Record<string, string>>;
/** Who may do something. */
/** What people are called towards who has not yet declared that nothing ties them to these (MED-1). */
export const UNNAMED = {
  client: 'the client',
  freelancer: 'the freelancer',
  other: 'somebody',
  otherSide: 'the other side',
} satisfies Readonly<Record<string, string>>;
export const ROLES = {
  client: 'client',
  freelancer: 'freelancer',
  member: 'member of the agency',
  mediator: 'mediator',
  arbitrator: 'arbitrator',
  support: 'support',
  finance: 'finance',
  operator: 'operator',
  auditor: 'auditor',
  witness: 'a witness',
  bank: 'bank',
} satisfies Readonly<Record<string, string>>;
/** Why somebody may not judge a case (MED-1, ARB-3). */
export const CONFLICTS = {
  party: 'You are a party of this contract.',
  agency: 'You belong to an agency that is a party of this contract.',
  before: 'You mediated a case of one of the parties in the last 90 days.',
  thisCase: 'You mediated this case.',
} satisfies Readonly<Record<string, string>>;
/** What each card of the sandbox bank does. */
/** The demo people of a sandbox, by the first part of their address. */
export const DEMO_PEOPLE = {
  ben: 'A client with contracts in every state.',
  clara: 'A client whose card sometimes declines.',
  ana: 'A freelancer: animation and design.',
  raj: 'A freelancer: texts and websites.',
  mara: 'Manages the agency Studio Nord.',
  moe: 'A member of Studio Nord: submits work, decides nothing.',
  mia: 'A mediator.',
  max: 'Another mediator, second reader of large proposals.',
  nia: 'A mediator with no case yet: nothing ties her to anybody.',
  art: 'An arbitrator.',
  sue: 'Support: may give more time, with a reason.',
  finn: 'Finance: whether the money is right.',
  olga: 'Operator of this installation.',
} satisfies Readonly<Record<string, string>>;
export const SANDBOX_CARDS = {
  card_ok: 'works',
  card_declined: 'is declined',
  card_insufficient: 'not enough money',
  card_slow: 'answers 10 seconds late',
  card_timeout_before: 'first call is lost',
  card_timeout_after: 'charged, but the answer is lost',
  card_notifies_twice: 'notifies twice',
  card_never_notifies: 'settles without a word',
  card_refund_returns: 'refunds come back',
  card_refund_fails: 'refunds are declined',
} satisfies Readonly<Record<string, string>>;
/** What is told of a change to how somebody signs in, and to who acts for an account, to the address they had before it. */
export const SECURITY = {
  passwordChanged: { subject: 'Your password was changed', lead: 'The password of your account was changed.' },
  factorOn: { subject: 'Sign-in now takes a code', lead: 'Two-factor sign-in was switched on for your account.' },
  factorOff: { subject: 'Sign-in takes no code any more', lead: 'Two-factor sign-in was switched off for your account.' },
  codesMade: { subject: 'New recovery codes were made', lead: 'New recovery codes were made. The old ones no longer work.' },
  mailAsked: {
    subject: 'Somebody wants to change your mail address',
    lead: 'Your account is to use the address {to}. It changes when that address is confirmed.',
  },
  mailChanged: {
    subject: 'Your mail address was changed',
    lead: 'Your account now uses the address {to}. Mails no longer come to this one.',
  },
  erasureAsked: {
    subject: 'Your account will be erased on {at}',
    lead: 'You asked us to erase your account. It happens on {at}. Until then you can stop it in Settings.',
  },
  keyMade: {
    subject: 'An API key was made: {key}',
    lead: 'The API key “{key}” was made for your account. A program that has it acts in your name until you revoke it.',
  },
  readKeyMade: {
    subject: 'An API key was made: {key}',
    lead: 'The API key “{key}” was made for your account. A program that has it reads what you can read until you revoke it.',
  },
  keyRevoked: {
    subject: 'An API key was revoked: {key}',
    lead: 'The API key “{key}” of your account was revoked. Programs that have it are let in no more.',
  },
  webhookMade: {
    subject: 'A webhook was added for {account}',
    lead: '{by} had the steps of contracts of {account} sent to {url}.',
  },
  webhookDropped: { subject: 'A webhook of {account} was deleted', lead: '{by} deleted the webhook to {url}. Nothing is sent there any more.' },
  secretRotated: {
    subject: 'A webhook of {account} got a new secret',
    lead: '{by} gave the webhook to {url} a new secret. For 24 hours the one before signs as well.',
  },
  rotationEnded: {
    subject: 'An old webhook secret of {account} signs no more',
    lead: '{by} ended the rotation for {url}. Only the new secret signs.',
  },
  teamManager: {
    subject: '{person} manages {account} now',
    lead: '{by} made {person} a manager of {account}. Managers decide about its contracts and money.',
  },
  teamMember: {
    subject: '{person} is a member of {account} now',
    lead: '{by} made {person} a member of {account}. Members submit work and decide nothing.',
  },
  teamLeft: { subject: '{person} left {account}', lead: '{by} took {person} out of {account}.' },
  passkeyAdded: {
    subject: 'A passkey was added: {key}',
    lead: 'The passkey “{key}” was added to your account. Whoever holds it can sign in as you.',
  },
  passkeyRemoved: {
    subject: 'A passkey was removed: {key}',
    lead: 'The passkey “{key}” was removed from your account. It signs nobody in any more.',
  },
  erased: { subject: 'Your account was erased', lead: 'Your account was erased, as you asked. This is our last mail to you.' },
} satisfies Readonly<Record<string, { readonly subject: string; readonly lead: string }>>;
export type SecurityNews = keyof typeof SECURITY;
/** What becomes of somebody who asks to be erased (ACC-4). */
export const ERASURE = {
  goes: {
    profile: 'Your name, mail address, time zone and language',
    signIn: 'Your password, passkeys, second factor, sessions and API keys',
    banks: 'Your bank accounts and cards',
    words: 'Your drafts, notices and mails, and files that no contract names',
    rest: 'Your webhooks, and your places in agencies',
  },
  stays: {
    contracts: { what: 'Your contracts, messages and files in them', why: 'The other side needs them as proof of what was agreed and done.' },
    books: { what: 'Every movement of money', why: 'The books must add up, and the law asks to keep them.' },
    record: { what: 'The record of what was done, chained', why: 'Taking a step out would make the rest unprovable. Your name is in none of them.' },
  },
  blockers: {
    money: '{amount} is here ({book}).',
    contract: '“{title}” is still open.',
    agency: '{agency} has nobody else who manages it.',
    office: 'You hold an office of the platform.',
  },
} satisfies Readonly<Record<'goes' | 'stays' | 'blockers', object>>;
