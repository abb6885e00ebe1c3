/** Labels and hints of what an act asks for. Keyed by act and field, or by field alone. */
export interface FieldWords {
  readonly label: string;
  readonly hint?: string;
}
export const FIELDS: Readonly<Record<string, FieldWords>> = {
  pay: { label: 'What do you want to pay of the held money?' },
  'end.amount': { label: 'Amount you pay', hint: 'Of the money that is held.' },
  'approve.amount': { label: 'Another amount (leave empty to pay in full)', hint: 'More than the milestone is charged to your card first.' },
  'lowerRequest.amount': { label: 'Amount you pay now' },
  amount: { label: 'Amount' },
  reason: { label: 'Reason' },
  text: { label: 'In your words' },
  message: { label: 'Message' },
  files: { label: 'Files', hint: 'Up to 20 files of 25 MB each.' },
  links: { label: 'Links', hint: 'One address per line.' },
  criteria: { label: 'Requirements, one by one' },
  card: { label: 'Pay with' },
  note: { label: 'Note' },
  claim: { label: 'What you are owed', hint: 'What you do not claim goes back at once.' },
  statement: { label: 'Your statement', hint: 'It cannot be changed later. You may add to it once.' },
  concede: { label: 'Part you accept (paid at once)' },
  freelancer: { label: 'The freelancer gets' },
  'award.freelancer': { label: 'The freelancer gets' },
  days: { label: 'Open for how many days' },
  'extend.days': { label: 'How many days more' },
  window: { label: 'Which deadline' },
  to: { label: 'Ask whom' },
  question: { label: 'Question' },
  answer: { label: 'Your answer' },
  reasons: { label: 'Reasons' },
  considered: { label: 'I have considered each of these' },
  terms: { label: 'Terms' },
  seen: { label: 'Version you read' },
  milestone: { label: 'Which milestone' },
  title: { label: 'Title' },
  description: { label: 'Description' },
  dueDate: { label: 'Date it is due' },
  revisionLimit: { label: 'How often changes may be asked for' },
  order: { label: 'Order' },
  stars: { label: 'Stars, 1 to 5' },
  comment: { label: 'Comment' },
};

/** Choices by their value. */
export const CHOICES: Readonly<Record<string, string>> = {
  full: 'Pay in full', nothing: 'Pay nothing', amount: 'Pay another amount',
  completed: 'The work is done', noLongerNeeded: 'No longer needed', scopeChanged: 'The scope changed', unresponsive: 'No answers from the other side', missedDate: 'The date was missed', quality: 'The quality', other: 'Another reason',
  workDone: 'The work was done as agreed', scopeGrew: 'The work grew beyond what was agreed', delayedByClient: 'The client caused the delay', agreedOtherwise: 'We agreed on something else', partialRelease: 'Only a part was paid',
  accept: 'Accept', reject: 'Reject', client: 'Client', freelancer: 'Freelancer', met: 'Met', partly: 'Met in part', not: 'Not met',
};
