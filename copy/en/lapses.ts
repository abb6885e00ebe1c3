/** What silence means, and what time did. Keyed by process, state and window, or by process and window. */
import type { LapseWords } from '../types.ts';

const lapse = (title: string, then: string, happened: string): LapseWords => ({ title, then, happened });

export const LAPSES = {
  'offer.open.offerLife': lapse('Answer the offer', 'The offer expires', 'The offer expired without an answer.'),
  'offer.countered.offerLife': lapse('Answer the proposed changes', 'The offer expires', 'The offer expired: the changes were not answered.'),
  'offer.charging.offerLife': lapse('The bank charges the deposit', 'The offer expires', 'The offer expired: the deposit was not paid.'),
  'offer.toppingUp.offerLife': lapse('The bank charges the difference', 'The offer expires', 'The offer expired: the difference was not paid.'),
  'offer.unpaid.offerLife': lapse('Pay the deposit', 'The offer expires', 'The offer expired: the deposit was not paid.'),
  'milestone.submitted.review': lapse(
    'Review the submitted work',
    'The milestone counts as approved',
    '{client} did not answer in time, so the milestone was paid in full.',
  ),
  'milestone.surplus.review': lapse(
    'Review the submitted work',
    'The milestone counts as approved',
    '{client} did not answer in time, so the milestone was paid in full.',
  ),
  'milestone.partly.partialDispute': lapse(
    'Dispute the rest of the milestone',
    'The rest stays held and counts towards the next milestone',
    'The rest of the milestone was not disputed. It stays held.',
  ),
  'case.requested.refundAnswer': lapse(
    'Answer the refund request',
    'The case is closed',
    '{freelancer} did not answer the refund request in time, so the money went back to {client}.',
  ),
  'case.disputed.disputeAnswer': lapse(
    'Answer the dispute',
    'The case is closed',
    '{client} did not answer the dispute in time, so the claim was paid to {freelancer}.',
  ),
  'case.queued.mediationWatchdog': lapse(
    'A mediator proposes',
    'Both may go on without a proposal',
    'No proposal came in time. Both may go on without one.',
  ),
  'case.mediating.mediationWatchdog': lapse(
    'The mediator proposes',
    'Both may go on without a proposal',
    'No proposal came in time. Both may go on without one.',
  ),
  'case.reviewing.mediationWatchdog': lapse(
    'The second reader answers',
    'Both may go on without a proposal',
    'No proposal came in time. Both may go on without one.',
  ),
  'case.overdue.mediationEnd': lapse(
    'Go on, or wait for the mediator',
    'The Notice of Non-Resolution goes to both, and the time for the arbitration fee begins',
    'No proposal came, so both got the Notice of Non-Resolution.',
  ),
  'case.proposed.proposalAnswer': lapse(
    'Answer the proposal',
    'The Notice of Non-Resolution goes to both, and the time for the arbitration fee begins',
    'The proposal was not accepted by both in time. Both got the Notice of Non-Resolution.',
  ),
  'case.unresolved.feePayment': lapse('Pay the arbitration fee, or give in', 'The case is closed', 'The time for the arbitration fees was over.'),
  'case.hearing.award': lapse(
    'The arbitrator makes the award',
    'Staff appoint another arbitrator',
    'No award was made in time. Staff appoint another arbitrator.',
  ),
  'case.hearing.furtherStatement': lapse('Add a further statement', 'The arbitrator decides without it', 'The time for further statements is over.'),
  'case.awardOverdue.furtherStatement': lapse(
    'Add a further statement',
    'The arbitrator decides without it',
    'The time for further statements is over.',
  ),
  'case.awardOverdue.awardFallback': lapse(
    'Another arbitrator makes the award',
    'The case is closed and the fees go back',
    'No award was made, so the case was closed by the policy and the fees went back.',
  ),
  'settlement.open.settlementOffer': lapse(
    'Answer the settlement offer',
    'The offer expires and the case goes on as it is',
    'The settlement offer expired.',
  ),
  'blind.proposed.blindRound': lapse(
    'Answer the proposal of blind bids',
    'The proposal expires and nothing else changes',
    'The proposal of blind bids is over.',
  ),
  'blind.bidding.blindRound': lapse('Name a number', 'The round ends and no number is shown', 'The round of blind bids is over.'),
  'blind.comparing.blindRound': lapse('The numbers are compared', 'Both are told whether the numbers met', 'The blind bids were compared.'),
  'question.asked.question': lapse(
    'Answer the mediator’s question',
    'The mediator goes on without the answer',
    'The mediator’s question was not answered in time.',
  ),
  'witness.invited.witnessStatement': lapse(
    'The witness may make a statement',
    'The case goes on without the statement',
    'The witness made no statement in time.',
  ),
  'parting.open.settlementOffer': lapse(
    'Answer the offer to end by agreement',
    'The offer expires and the contract goes on as it is',
    'The offer to end by agreement expired.',
  ),
  'change.proposed.changeAnswer': lapse(
    'Answer the proposed change',
    'The proposal is cancelled and the contract stays as it is',
    'The proposed change was not answered and is cancelled.',
  ),
  'change.unpaid.changeAnswer': lapse(
    'Pay the difference',
    'The change is cancelled and the contract stays as it is',
    'The difference was not paid, so the change is cancelled.',
  ),
  'reinstatement.proposed.reinstateAnswer': lapse(
    'Answer the offer to begin again',
    'The contract stays ended',
    'The offer to begin again was not answered.',
  ),
  'feedback.open.feedback': lapse('Give feedback', 'What was given is published', 'The time for feedback is over; what was given is published.'),
  'payment.pending.securityHold': lapse(
    'The security hold ends',
    'The money becomes available',
    'The security hold is over; the money is available.',
  ),
  'payoutChange.held.payoutChange': lapse(
    'The new bank account is used',
    'Payouts go to the new bank account',
    'Payouts now go to the new bank account.',
  ),
  'charge.wanted.bankAnswer': lapse('The bank answers', 'The charge is given up', 'The bank did not answer; the charge was given up.'),
  'charge.unknown.bankAnswer': lapse('The bank answers', 'The charge is given up', 'The bank did not answer; the charge was given up.'),
  'dormancy.counting.dormancy': lapse(
    'Take the next step',
    '{client} is asked about the held money',
    'Nothing happened for a long time. {client} is asked about the held money.',
  ),
  'dormancy.clientAsked.dormancyClient': lapse(
    'Act on the held money',
    '{freelancer} may ask for the held money',
    '{client} did not act. {freelancer} may ask for the held money.',
  ),
  'dormancy.freelancerMayAsk.dormancyFreelancer': lapse(
    'Ask for the held money',
    'The held money is settled',
    'Nobody acted, so the held money went back to {client}.',
  ),
  'dormancy.releaseAsked.dormancyRelease': lapse(
    'Answer the request for the held money',
    'The held money is settled',
    '{client} did not answer, so the held money was paid to {freelancer}.',
  ),
  'trace.open.traceAnswer': lapse(
    'Answer the report of missing money',
    'The bank’s book counts as the answer if it says that it was paid; if not, operators take over',
    'Finance did not answer the report of missing money in time.',
  ),
  'trace.overdue.traceFallback': lapse(
    'Answer the report of missing money',
    'It is closed without an answer, the money stays owed, and it can be reported again',
    'Nobody answered the report of missing money in time.',
  ),
} satisfies Readonly<Record<string, LapseWords>>;

/** What the bank did. Keyed by process and act. */
export const BANK = {
  'charge.settled': 'The bank charged the card.',
  'charge.declined': 'The bank declined the card.',
  'charge.unknown': 'The bank did not answer; it is asked again.',
  'refund.accepted': 'The bank took the refund; it is on its way.',
  'refund.settled': 'The refund arrived.',
  'refund.unknown': 'The bank did not answer; it is asked again.',
  'refund.declined': 'The card could not take the refund; it is kept as credit.',
  'refund.returned': 'The refund came back; it is kept as credit.',
  'payout.accepted': 'The bank took the payout; it is on its way.',
  'payout.settled': 'The payout arrived.',
  'payout.unknown': 'The bank did not answer; it is asked again.',
  'payout.declined': 'The bank refused the payout; the money is back.',
  'payout.returned': 'The payout came back; the money is back.',
  'trace.bookSays': 'The bank’s book was asked.',
} satisfies Readonly<Record<string, string>>;

/** Why money moved, for histories and statements (MNY-8). */
export const WHYS = {
  deposit: 'Deposit for the first milestone',
  funding: 'Milestone funded',
  difference: 'Difference charged',
  bonus: 'Bonus',
  approved: 'Work approved',
  ended: 'Paid at the end',
  reviewSilence: 'Review time over, paid in full',
  conceded: 'Conceded',
  released: 'Paid by the client',
  agreedEnd: 'Ended by agreement',
  settled: 'Settlement',
  proposal: 'Proposal accepted by both',
  award: 'Award',
  withdrawn: 'Claim withdrawn',
  givenBack: 'Given back by the freelancer',
  refundSilence: 'Refund request not answered',
  disputeSilence: 'Dispute not answered',
  notClaimed: 'Not claimed',
  freelancerEnded: 'The freelancer ended the contract',
  feeOnlyClient: 'Only the client paid the fee',
  feeOnlyFreelancer: 'Only the freelancer paid the fee',
  feeNobody: 'Nobody paid the fee',
  noAward: 'No award in time',
  offerOver: 'Offer over',
  depositAboveFirstMilestone: 'Deposit above the first milestone',
  notWantedAnyMore: 'Charge no longer needed',
  dormant: 'Nobody acted on held money',
  releaseSilence: 'Request for release not answered',
  serviceFee: 'Service fee',
  clientFee: 'Client fee',
  initiationFee: 'Contract initiation fee',
  arbitrationFee: 'Arbitration fee',
  arbitrationHeld: 'Arbitration held',
  cancellationFee: 'Cancellation fee',
  securityHoldOver: 'Security hold over',
  refundArrived: 'Refund arrived',
  sourceCannotTakeIt: 'Card could not take it: kept as credit',
  lateCharge: 'Charge that came late, sent back',
  payout: 'Payout',
  payoutArrived: 'Payout arrived',
  payoutReturned: 'Payout came back',
  creditAfterTrace: 'Missing money given back',
} satisfies Readonly<Record<string, string>>;

/** How a case ended. */
export const ENDINGS = {
  approved: '{freelancer} approved the refund.',
  refundSilence: '{freelancer} did not answer the refund request.',
  disputeSilence: '{client} did not answer the dispute.',
  withdrawn: '{freelancer} withdrew the claim.',
  conceded: '{client} conceded.',
  released: '{client} paid after all.',
  settled: 'Both settled.',
  proposal: 'Both accepted the proposal.',
  award: 'The arbitrator made the award.',
  feeOnlyClient: 'Only {client} paid the arbitration fee.',
  feeOnlyFreelancer: 'Only {freelancer} paid the arbitration fee.',
  feeNobody: 'Nobody paid the arbitration fee.',
  noAward: 'No award was made in time.',
  freelancerEnded: '{freelancer} ended the contract.',
} satisfies Readonly<Record<string, string>>;

/** The kinds of accounts, as a movement of money names them. */
export const ACCOUNTS = {
  world: 'Bank',
  escrow: 'Escrow',
  pending: 'pending',
  available: 'available',
  credit: 'credit',
  refunds: 'refund on its way',
  payouts: 'payout on its way',
  fees: 'Fees',
  'fees:service': 'Service fees',
  'fees:client': 'Client fees',
  'fees:initiation': 'Contract initiation fees',
  'fees:cancellation': 'Cancellation fees',
  'fees:arbitration': 'Arbitration fees earned',
  arbitration: 'Arbitration fees',
} satisfies Readonly<Record<string, string>>;
