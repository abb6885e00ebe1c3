/** Sentences in English. */

import { plural } from '../plural.ts';
import type { Sentences, SilenceParts, Whose } from '../sentences.ts';

const n = plural('en');

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const join = (parts: readonly string[], word = 'and'): string =>
  parts.length > 1 ? `${parts.slice(0, -1).join(', ')} ${word} ${parts.at(-1) ?? ''}` : (parts[0] ?? '');
const either = (parts: readonly string[]): string => join(parts, 'or');

const inDays = (days?: number): string => (days ? ` (${n(days, { one: 'business day', other: 'business days' })})` : '');

const PARTS = {
  mediator: 'the mediator',
  secondReader: 'the second reader',
  arbitrator: 'the arbitrator',
  staff: 'our team',
  bank: 'the bank',
} as const;
function ifNothing(whose: Whose): string {
  if (whose === 'you') return 'If you do nothing';
  if (whose === 'both') return 'If nothing is done';
  if (whose === 'nobody') return 'Without anybody doing anything';
  return `If ${typeof whose === 'string' ? PARTS[whose] : whose.name} does nothing`;
}
function silence(p: SilenceParts): string {
  const parts: string[] = [];
  if (p.toClient) parts.push(`${p.toClient} goes back to ${p.client}`);
  if (p.released) parts.push(`${p.released.gross} ${p.toClient ? 'to' : 'is paid to'} ${p.freelancer} (${p.released.net} after the service fee)`);
  const fees = p.arbitrationBack ? `${p.arbitrationBack} in arbitration fees goes back to whoever paid it` : '';
  if (parts.length === 0 && fees) parts.push(fees);
  // A name keeps its capital letter.
  const follows = [p.client, p.freelancer].some((name) => p.follows.startsWith(name)) ? p.follows : lower(p.follows);
  const what = join(parts) || follows || 'it ends';
  return `${ifNothing(p.whose)}, ${what} on ${p.at}.${fees && what !== fees ? ` Also, ${fees}.` : ''}`;
}
function have(whose: Whose): string | undefined {
  if (whose === 'you') return 'You have';
  if (whose === 'both') return 'Both have';
  return typeof whose === 'string' ? undefined : `${whose.name} has`;
}

export const SAY: Sentences = {
  inner: lower,
  yourTurn: (what) => `Your turn: ${what}`,
  bothCanAct: (what) => `Both can act: ${what}`,
  waitingFor: (name, what) => `Waiting for ${name}: ${what}`,
  managersCan: (agency, managers) => `Only a manager of ${agency} can do this${managers.length > 0 ? `: ${either(managers)}` : ''}.`,
  theseCan: (who) => `Only ${either(who)} can do this.`,
  managerDecides: (agency, managers, what) => `A manager of ${agency} decides${managers.length > 0 ? ` (${either(managers)})` : ''}: ${what}`,
  youAnswered: (other) => `You have answered. What ${other} answers shows when both did, or when the time is over.`,
  proposalMeant: (who, at) =>
    `${who ? `${who} means to propose by ${at}` : `A proposal is meant to come by ${at}`}. If it takes longer, neither of you loses anything by it.`,
  youPaid: (other) => `You have paid. Waiting for ${other}.`,
  bankHasIt: (by) => `The money is with the bank until ${by} at the latest.`,
  bankIsLate: (by) => `The money should have arrived by ${by}.`,
  ifNotThere: (owner, late) =>
    late
      ? `If it has not, ${owner ?? 'you'} can report it missing now.`
      : `Nobody has to do anything. If it is not there by then, ${owner ?? 'you'} can report it missing.`,

  silence,
  next: (then) => then,

  preview: (you, clauses) => `${you}${clauses.length > 0 ? `: ${clauses.join('; ')}` : ''}.`,
  isCharged: (card, total) => `${card} is charged ${total}`,
  isPaid: (gross, freelancer, net) => `${gross} is paid to ${freelancer} (${net} after the service fee)`,
  givesBack: (freelancer, given, fee) => `${freelancer} gives ${given} and the platform its fee of ${fee} on it`,
  goesBack: (amount, client) => `${amount} goes back to ${client}`,
  isGivenBack: (amount, owner) => `${amount} is ${owner}’s again, to be paid out from the wallet`,
  feesGoBack: (amount) => `${amount} in arbitration fees goes back`,
  youAskBack: (amount) => `you ask for ${amount} back, and it stays held until that is decided`,
  staysHeld: (amount) => `${amount} stays held`,
  buttons: {
    end: 'End contract',
    endAndAsk: (amount) => `End contract and ask for ${amount} back`,
    endAndPay: (amount) => `End contract and pay ${amount}`,
    endAndGiveBack: (amount) => `End contract and give back ${amount}`,
    approveAndPay: (amount) => `Approve and pay ${amount}`,
    withSum: (button, amount) => `${button}: ${amount}`,
  },
  rows: {
    charged: (card) => `Charged to ${card}`,
    intoEscrow: 'To be held',
    gets: (freelancer) => `${freelancer} gets`,
    serviceFee: 'Service fee',
    gives: (freelancer) => `${freelancer} gives`,
    back: (client) => `Back to ${client}`,
    feesBack: (client) => `Fees back to ${client}`,
    held: 'Stays held',
    heldUnlessMet: 'Held, unless the numbers meet',
    heldAfter: 'Held afterwards',
    together: 'Together',
  },
  arrives: (amount, card, by, days) => `${amount} arrives at ${card} by ${by} at the latest${inDays(days)}.`,
  period: (p) => {
    if ('businessDays' in p) return n(p.businessDays, { one: 'business day', other: 'business days' });
    if ('hours' in p) return n(p.hours, { one: 'hour', other: 'hours' });
    if ('midnightAfterDays' in p) return `${n(p.midnightAfterDays, { one: 'day', other: 'days' })}, to midnight UTC`;
    return n(p.days, { one: 'day', other: 'days' });
  },
  onItsWay: (by, days, late) => (late ? `It should have arrived by ${by}.` : `It arrives by ${by} at the latest${inDays(days)}.`),
  goesToBank: (amount, account) => `${amount} goes to ${account}`,
  canPayOut: (freelancer, amount, from) => `${freelancer} can pay out ${amount} from ${from}.`,
  opened: (whose, until, title) => {
    const who = have(whose);
    return who ? `${who} until ${until} to ${lower(title)}.` : `${title} by ${until}.`;
  },
  final: {
    payment: (freelancer) => `The payment to ${freelancer} cannot be taken back.`,
    refund: (client) => `The refund to ${client} cannot be taken back.`,
    charge: (card) => `${card} is charged at once.`,
    ended: 'An ended contract never becomes active again.',
    statement: 'Your statement and its files cannot be changed later.',
    award: 'The award is final.',
    bid: 'Your number counts once you send it. You cannot change or withdraw it.',
  },
  effects: {
    flagged: (sentence, quote) => `${sentence} “${quote}”`,
    added: (title, amount) => `A milestone comes in addition: “${title}”, ${amount}. It is charged only when it is funded.`,
    changed: (terms) => `This changes: ${join(terms)}.`,
    cancelled: (n) => `${n === 1 ? 'One milestone that is not funded is' : `${n} milestones that are not funded are`} cancelled.`,
    unpaidGivenUp: (amount) => `You have submitted work that is not paid. You give up all of it: ${amount}.`,
    heldGivenUp: (amount) => `You give up all held money: ${amount}.`,
    reviewStops: 'The review of submitted work stops. Nothing is paid by silence any more.',
    feedback: 'Both can give feedback. It stays hidden until both did, or the time is over.',
    atRisk: (together, gap, fee) => `At the worst you lose ${together}: the ${gap} in dispute and the fee of ${fee}.`,
    askTime: (at, other, shared) => [
      `This moves nothing: the deadline stays ${at} unless our team says yes.`,
      `Our team may give fewer days. ${shared ? `${other} shares this deadline and gets the same days.` : `What you get, ${other} gets for the next deadline on that side.`}`,
    ],
    blind: ({ side, other, most, left }) => [
      `Each of you names one number in private: ${side === 'freelancer' ? `you the least you would take, ${other} the most to leave you` : `you the most you would leave, ${other} the least to take`}.`,
      'If the numbers meet, the case is settled at the middle. If not, both read only that, and the case goes on.',
      'Nobody reads the number of the other side: no mediator, no arbitrator, nobody of our team.',
      `In one case numbers are compared at most ${most === 1 ? 'once' : `${most} times`}, so that nobody can feel out a number${left < most ? `; ${left} left` : ''}.`,
    ],
    bid: ({ side, other, number, end, clauses, until }) => [
      side === 'freelancer'
        ? `If the most ${other} would leave is ${number} or more, you settle at the middle of the two numbers: between ${number} and ${end}.`
        : `If the least ${other} would take is ${number} or less, you settle at the middle of the two numbers: between ${end} and ${number}.`,
      `At ${number}: ${clauses.join('; ')}.`,
      `If it is ${side === 'freelancer' ? 'less' : 'more'}, nothing moves: both read only that the numbers did not meet. ${other} is not told yours.`,
      'If you settle, each of you can work out from the amount what the other named.',
      until
        ? `If ${other} names no number by ${until}, the round ends. Nothing moves, and nobody is told yours.`
        : `${other} has named a number. The two are compared as soon as you send yours.`,
    ],
    ifAccepted: (name, clauses, ends) => `If ${name} accepts: ${clauses.join('; ')}.${ends ? ' The contract ends.' : ''}`,
  },

  actsFor: (person, party) => `${person} for ${party}`,
  mediator: (person) => `${person || 'A mediator'} (mediator)`,
  arbitrator: (person) => `${person || 'An arbitrator'} (arbitrator)`,
  staff: (person) => `${person || 'Staff'} (staff)`,
  did: (name, they, more) => `${name} ${they}${more}.`,
  askedTime: (days, reason) => ` (${days === 1 ? 'one day' : `${days} days`}): ${reason}`,
  forReason: (reason) => `: ${reason}`,
  extended: (days, reason) => ` by ${days === 1 ? 'one day' : `${days} days`}: ${reason}`,
  because: (reason) => (reason ? ` (${lower(reason)})` : ''),
  asks: {
    back: (amount) => ` and asks for ${amount} back`,
    claims: (amount) => ` and claims ${amount}`,
    claim: (amount) => ` of ${amount}`,
    sum: (amount) => `: ${amount}`,
    offers: (amount, freelancer) => `: ${amount} for ${freelancer}`,
  },
  begunAgain: 'The contract was begun again with the same terms.',
  walletOpened: 'The account was opened.',
  notAgreed: 'There is no agreement: this is the Notice of Non-Resolution. The time for the arbitration fees begins.',
  moved: {
    held: (amount) => `${amount} is held.`,
    paid: (amount, freelancer) => `${amount} was paid to ${freelancer}.`,
    back: (amount, client) => `${amount} goes back to ${client}.`,
    feeHeld: (amount) => `${amount} arbitration fee is held.`,
  },

  formerMember: 'A former member',
  noMilestone: 'Held for no milestone yet',
  thePlatform: 'the platform',
  exhibit: (n, title, by) => `No. ${n}: ${title}, by ${by}`,
  milestone: (n) => `milestone ${n}`,
  ofMilestone: (term, n) => `${term} of milestone ${n}`,
  fees: {
    service: (freelancer) => `Service fee, taken from each payment to ${freelancer}`,
    client: (client) => `Client fee, on top of each charge to ${client}`,
    initiation: 'Contract initiation fee, once',
  },
  cheaper: ({ client, freelancer, gap, share }) => [
    'Settle: make or accept an offer. It costs nothing and closes the case at once.',
    `${client} can give in: ${gap} goes to ${freelancer}.`,
    `${freelancer} can withdraw: ${gap} goes back to ${client}.`,
    `Each fee is ${share} of the ${gap} in dispute.`,
  ],

  reminder: (title) => `Reminder: ${lower(title)}.`,
  aDeadline: 'a deadline',
  subject: (happened, answerBy) => `${happened}${answerBy ? `: answer by ${answerBy}` : ''}`,
  mail: {
    contract: 'Contract',
    yourAccount: 'Your account',
    when: 'When',
    heldNow: 'Held now',
    openContract: 'Open the contract',
    footer: 'You get this because you are part of this contract. Nothing happens by opening this mail or its link.',
    deadline: 'Deadline',
  },
  digest: {
    subject: (count, day) => `${n(count, { one: '# piece of news', other: '# pieces of news' })} from your contracts, ${day}`,
    lead: (count) =>
      n(count, {
        one: 'This happened in your contracts:',
        other: 'These # things happened in your contracts:',
      }),
    link: 'Open your notices',
    footer: 'You asked for your news in one mail; you can change that in the settings. Legal notices and what waits for you always come at once.',
  },
  verifyMail: {
    subject: 'Confirm your address for Fairhold',
    lead: 'Open this page to confirm that this address is yours.',
    link: 'Confirm my address',
    footer: 'If you did not ask for this, do nothing.',
  },
  webhookMail: {
    subject: 'A webhook was switched off',
    lead: 'Your address {url} has taken nothing for five days, or says that it is gone. Nothing is sent to it any more. What waits is kept for 30 days: switch it on again when it listens.',
    link: 'Open your webhooks',
    footer: 'Nothing happens by opening this mail or its link.',
  },
  passwordMail: {
    subject: 'Set a new password for Fairhold',
    lead: 'Open this page to set a new password.',
    link: 'Set a new password',
    footer: 'If you did not ask for this, do nothing.',
  },
  securityMail: {
    link: 'Open Settings',
    footer: 'If this was not you, open Settings: change your password and sign out everywhere else. Nothing happens by opening the link.',
  },
};
