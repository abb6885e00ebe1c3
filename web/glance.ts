/**
 * What each page answers at a glance: readable in the first view on a phone and on a desk, without scrolling. The element that
 * answers carries `data-glance="page.answer"`; `npm run glance` looks for each, and whether it can be seen.
 */
export const GLANCE = {
  /** Which contracts need me, how much of my money is held, what changed since I was here last. */
  contracts: ['needs', 'held', 'changed'],
  /** Whose turn it is, where the money is, what comes next and what silence does, and the state in plain words. */
  workroom: ['turn', 'money', 'deadline', 'silence', 'state'],
  /** What is paid, when, for what, who holds the money, and what to look at. */
  offer: ['pay', 'when', 'what', 'holder', 'flags'],
  /** Which step of how many, how much is in escrow, what each choice does to both. */
  ending: ['step', 'escrow', 'choices'],
  /** How much is asked back and by whom, what would be kept, until when, what silence does, and why. */
  refund: ['asked', 'kept', 'deadline', 'silence', 'reason'],
  /** Where the case is, whose turn it is, what is in dispute, what each side wants, the deadline, and what happened last. */
  case: ['stage', 'turn', 'amount', 'positions', 'deadline', 'silence', 'last'],
  /** The latest offer in money for both, by whom, until when, and what accepting ends. */
  settlement: ['latest', 'by', 'until', 'ends'],
  /** The fee, by when, who has paid, what happens if one or the other does not, that the decision is final, and that fees stay paid. */
  arbitration: ['meaning', 'fee', 'deadline', 'paid', 'unpaid', 'onlyOne', 'final', 'stays'],
  /** The cases by time left: how much, how old, waiting for whom, conflicts. */
  queue: ['left', 'amount', 'age', 'waiting'],
  /** What is agreed and what is not, the money at stake, the deadline, what is missing. */
  mediation: ['agreed', 'disputed', 'amount', 'deadline', 'missing'],
  /** What I have, what is held, what is on its way and until when at the latest, and where my refund is. */
  money: ['available', 'held', 'onItsWay', 'latest', 'refund'],
  /** What needs me, then the news. */
  notices: ['needs', 'news'],
  /** Whether my payouts are safe, how I am told, and in which time zone. */
  settings: ['payout', 'told', 'zone'],
  /** Whom to ask. */
  help: ['contact'],
  /** Whether money, time, delivery and the record are right, and who waits for the operator. */
  console: ['money', 'time', 'delivery', 'record', 'waiting'],
} as const satisfies Record<string, readonly string[]>;

export type GlancePage = keyof typeof GLANCE;
/** The value of `data-glance`. */
export type Glance = { [P in GlancePage]: `${P}.${(typeof GLANCE)[P][number]}` }[GlancePage];
