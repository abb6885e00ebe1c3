/** Flags of an offer, rights, checklists and other small texts. */
export const FLAGS: Readonly<Record<string, { readonly sentence: string; readonly why: string }>> = {
  smallFirstMilestone: {
    sentence: 'The first milestone is {amount} of {total}.',
    why: 'A small first part leaves most of the work without money held for it.',
  },
  firstNotFunded: { sentence: 'The first milestone is not funded: {held} of {amount} is held.', why: 'Work that is not funded is not protected.' },
  unfundedRemainder: { sentence: '{amount} of {total} is not funded yet.', why: 'Begin a milestone only when its money is held.' },
  trialWork: { sentence: 'Milestone {milestone}, "{title}", says "{word}".', why: 'A trial is work too. Check that it is paid.' },
  termsChanged: { sentence: 'Changed since the last version: {field}.', why: 'Read it again before you agree.' },
  noCriteria: {
    sentence: 'Milestone {milestone}, "{title}", names no requirements.',
    why: 'Without them it is hard to show that the work was done.',
  },
  datePast: { sentence: 'Milestone {milestone}, "{title}", is due on {date}, which is over.', why: 'You would be late from the start.' },
  clientUnverified: { sentence: "The client's payment was never confirmed before.", why: 'It is the first contract this client pays for.' },
};
export const RIGHTS: Readonly<Record<string, string>> = {
  unpaid: 'With {freelancer} until it is paid.',
  paidInFull: 'With {client}: it is paid in full.',
  paidInPart: 'With {client} for {share}, the part that is paid; the rest with {freelancer}.',
};
export const CHECKLIST: Readonly<Record<'client' | 'freelancer', readonly string[]>> = {
  client: [
    'Take back access you gave: accounts, servers, documents.',
    'Return or delete material that is not yours.',
    'Save what you need from messages and files.',
  ],
  freelancer: ['Hand over what was paid for.', 'Give back accounts, keys and material of {client}.', 'Save what you need from messages and files.'],
};
export const TALK_FIRST: Readonly<Record<'client' | 'freelancer', string>> = {
  client: 'Hello {freelancer}, I am thinking about ending our contract "{title}". Can we talk about it first?',
  freelancer: 'Hello {client}, I am thinking about ending our contract "{title}". Can we talk about it first?',
};
export const EXHIBITS: Readonly<Record<string, string>> = {
  terms: 'Terms, version {title}',
  change: 'Proposed change ({title})',
  submission: 'Submission: {title}',
  release: 'Payment',
  messages: 'All messages',
  statement: 'Statement',
  addendum: 'Addition to the statement',
  evidence: 'File: {title}',
  furtherStatement: 'Further statement',
};
/** Names of the terms, for what changed between versions. */
export const TERM_NAMES: Readonly<Record<string, string>> = {
  title: 'title',
  scope: 'scope',
  budget: 'agreed price',
  serviceFee: 'service fee',
  files: 'files',
  description: 'description',
  amount: 'amount',
  dueDate: 'date',
  criteria: 'requirements',
  revisionLimit: 'number of changes',
  milestones: 'milestone',
};
export const TURNS: Readonly<Record<string, string>> = {
  mediator: 'Waiting for the mediator',
  arbitrator: 'Waiting for the arbitrator',
  staff: 'Waiting for our staff',
  bank: 'Waiting for the bank',
  nobody: 'Nothing to do',
  allPaid: 'Everything is paid. End the contract, or keep it open and add a milestone.',
  allPaidOther: 'Everything is paid. The client may end the contract, keep it open, or add a milestone.',
};
export const CONTRACT_STATES: Readonly<Record<string, string>> = {
  offered: 'Offer open',
  countered: 'Changes proposed',
  declined: 'Offer declined',
  withdrawn: 'Offer withdrawn',
  expired: 'Offer expired',
  active: 'Active',
  ended: 'Ended',
  closed: 'Closed',
};
