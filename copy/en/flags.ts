/** What to look at in an offer: what was found, why it matters, and a first draft of a message that asks about it (CON-5). */
export const FLAGS = {
  smallFirstMilestone: {
    sentence: 'The first milestone is {amount} of {total}.',
    why: 'A small first part leaves most of the work without money held for it.',
    ask: 'The first milestone is {amount} of {total}. Could we make it bigger, so that more of the work is covered from the start?',
  },
  firstNotFunded: {
    sentence: 'The first milestone is not funded: {held} of {amount} is held.',
    why: 'Work that is not funded is not protected.',
    ask: 'For the first milestone {held} of {amount} is held. Could you fund it in full before I begin?',
  },
  unfundedRemainder: {
    sentence: '{amount} of {total} is not funded yet.',
    why: 'Begin a milestone only when its money is held.',
    ask: '{amount} of {total} is not funded yet. When would you fund the later milestones?',
  },
  trialWork: {
    sentence: 'Milestone {milestone}, “{title}”, says “{word}”.',
    why: 'A trial is work too. Check that it is paid.',
    ask: 'Milestone {milestone}, “{title}”, says “{word}”. Is it paid like the other work, whatever comes of it?',
  },
  newTrialWork: {
    sentence: 'Milestone {milestone}, “{title}”, is new and says “{word}”.',
    why: 'It was not part of what was advertised or offered before. A trial is work too. Check that it is paid.',
    ask: 'Milestone {milestone}, “{title}”, is new and says “{word}”. What is it for, and is it paid like the other work?',
  },
  termsChanged: {
    sentence: 'Changed since the last version: {field}.',
    why: 'Read it again before you agree.',
    ask: 'You changed this: {field}. Could you tell me why?',
  },
  noCriteria: {
    sentence: 'Milestone {milestone}, “{title}”, names no requirements.',
    why: 'Without them it is hard to show that the work was done.',
    ask: 'Milestone {milestone}, “{title}”, names no requirements. How will we both see that it is done?',
  },
  datePast: {
    sentence: 'Milestone {milestone}, “{title}”, is due on {date}, which is over.',
    why: 'You would be late from the start.',
    ask: 'Milestone {milestone}, “{title}”, is due on {date}, which is over. Can we agree on a later date?',
  },
  dateSoon: {
    sentence: 'Milestone {milestone}, “{title}”, is due on {date}: less than 24 hours are left.',
    why: 'You would have hardly any time. The day ends at midnight UTC.',
    ask: 'Milestone {milestone}, “{title}”, is due on {date}, in less than a day. Can we agree on a later date?',
  },
  workBeforeFunding: {
    sentence: 'This may mean work before its money is held.',
    why: 'What you do before a milestone is funded is not protected.',
    ask: 'You write: “{quote}” I would like to begin once the milestone is funded. Could we change that?',
  },
  unlimitedRevisions: {
    sentence: 'This may mean changes without a limit.',
    why: 'Without a limit the work can go on after the money is used up.',
    ask: 'You write: “{quote}” Could we name a number of rounds of changes?',
  },
  paymentOutside: {
    sentence: 'This may mean payment outside the platform.',
    why: 'What is paid elsewhere is not held here. Nobody here can pay it out, give it back or decide about it.',
    ask: 'You write: “{quote}” I would like all payments to go through the contract here. Is that fine with you?',
  },
  contactOutside: {
    sentence: 'This may mean talking elsewhere.',
    why: 'What you agree elsewhere is not on the record, and a mediator cannot see it.',
    ask: 'You write: “{quote}” Could we keep our messages here, so that both of us can look them up?',
  },
  link: {
    sentence: 'A link leads outside.',
    why: 'What is behind it can change and is not part of the contract. Open it only if you trust it.',
    ask: 'You write: “{quote}” Could you add what is behind the link as text or as a file?',
  },
  rightsBeforePayment: {
    sentence: 'This may mean that rights pass before payment.',
    why: 'Here the rights in the work go to the client with the payment, not before.',
    ask: 'You write: “{quote}” I would like the rights to pass with the payment. Could we change that?',
  },
  endingClause: {
    sentence: 'This speaks of how the contract may end.',
    why: 'Held money follows the rules of the platform, whatever the terms say. The sentence can still cause a dispute.',
    ask: 'You write: “{quote}” What does that mean for money that is held? I would rather leave it to the rules here.',
  },
  moreThanPosted: {
    sentence: 'This is more than the job post said: “{posted}”',
    why: 'More work for the same price is easy to miss.',
    ask: 'The job post said: “{posted}” The offer says: “{quote}” Which of them is meant, and does the price fit it?',
  },
  feeHigher: {
    sentence: 'The service fee is {fee}; usual is {usual}.',
    why: 'It is taken from each payment to the freelancer.',
    ask: 'The service fee of this offer is {fee}; usual is {usual}. Why is it different?',
  },
  feeLower: {
    sentence: 'The service fee is {fee}; usual is {usual}.',
    why: 'It is lower than usual. It is taken from each payment to the freelancer.',
    ask: 'The service fee of this offer is {fee}; usual is {usual}. Why is it different?',
  },
  otherCurrency: {
    sentence: 'This names {other}. The contract is in {currency}.',
    why: 'Only the amounts of the milestones are paid, in {currency}.',
    ask: 'You write: “{quote}” The contract is in {currency}. Which amount is meant?',
  },
  otherThanPosted: {
    sentence: 'The offer comes to {total}. The job post said something else.',
    why: 'Check which price you had in mind.',
    ask: 'The job post said: “{quote}” The offer comes to {total}. Which of them is meant?',
  },
  otherAmount: {
    sentence: '{amount} stands here, and no milestone has this amount.',
    why: 'Only the amounts of the milestones are held and paid.',
    ask: 'You write: “{quote}” No milestone is {amount}. Is something missing in the milestones?',
  },
  clientUnverified: {
    sentence: 'The client’s payment was never confirmed before.',
    why: 'It is the first contract this client pays for.',
    ask: 'This is the first contract you pay for here. Could you tell me a little about you and the work?',
  },
  clientNoCard: {
    sentence: 'The client has no card that the bank vouches for.',
    why: 'Later milestones could not be funded. Begin each one only when its money is held.',
    ask: 'The bank does not vouch for your card at the moment. Could you add another one, so that later milestones can be funded?',
  },
} satisfies Readonly<Record<string, { readonly sentence: string; readonly why: string; readonly ask: string }>>;
/** What every offer is looked over for. It is said even when nothing was found. */
export const FLAGS_CHECKED = [
  'Size and funding of the first milestone, and money for the later ones',
  'Tests and trials, also new ones',
  'Dates that are over or less than 24 hours away',
  'Requirements of each milestone',
  'Work before its money is held',
  'Changes without a limit',
  'Payment or talk outside the platform, and links',
  'Rights that pass before payment',
  'The service fee',
  'Sentences on how the contract ends',
  'Other currencies and other amounts',
  'More work or another price than the job post said, where one was given',
  'What changed since the version before',
  'Whether the client paid here before and has a card',
] as const;
/** What protects a freelancer on this contract, and what does not. */
export const PROTECTION = {
  held: '{held} is held for the first milestone until the work is approved, or a rule says otherwise.',
  silence: 'Every deadline says beforehand what silence does.',
  record: 'Messages, files and versions of the terms are kept as they were, and a mediator can see them.',
  rights: 'Rights in the work go to {client} with the payment.',
  nothingHeld: 'Nothing is held yet: work now would not be protected.',
  later: '{amount} for later milestones is not held. Work on them is protected only once they are funded.',
  noLimit: 'Milestones without a limit of changes: {milestones}. {client} can ask for changes there as often as needed.',
  outside: 'What you pay, agree or send outside the platform is not protected.',
} satisfies Readonly<Record<string, string>>;
