/** The `standard` pack (POL-3). */
import { TARGET_HOLIDAYS } from './calendar.ts';
import { type Policy, TRACE_WINDOWS, type WindowRule } from './schema.ts';

const days = (n: number, ...reminders: number[]): WindowRule => ({ period: { days: n }, reminders: reminders.map((d) => ({ days: d })) });
const businessDays = (n: number): WindowRule => ({ period: { businessDays: n }, reminders: [] });

const AMOUNTS = {
  smallestMilestone: 500,
  initiationFee: 495,
  arbitrationFee: 29_100,
  documentsOnlyUpTo: 0,
  documentsOnlyFeeLeast: 0,
  cancellationFee: 0,
  secondReaderAbove: 500_000,
};

export const standard: Policy = {
  id: 'standard@1',
  pack: 'standard',
  version: 1,
  name: 'Standard',
  calendar: 'TARGET',
  holidays: TARGET_HOLIDAYS,
  windows: {
    offerLife: days(7, 3, 1),
    changeAnswer: days(7, 3, 1),
    review: days(14, 7, 3, 1),
    partialDispute: days(7, 3, 1),
    refundAnswer: days(7, 3, 1),
    disputeAnswer: days(5, 3, 1),
    mediationTarget: businessDays(2),
    mediationWatchdog: businessDays(5),
    mediationEnd: businessDays(10),
    question: days(1),
    proposalAnswer: days(2, 1),
    feePayment: days(7, 3, 1),
    furtherStatement: days(3, 1),
    award: days(30),
    awardFallback: days(30),
    securityHold: days(5),
    refundArrival: businessDays(5),
    payoutArrival: businessDays(3),
    payoutChange: days(3),
    bankAnswer: days(5),
    dormancy: days(90, 14, 7),
    dormancyClient: days(7, 3, 1),
    dormancyFreelancer: days(7, 3, 1),
    dormancyRelease: days(14, 3, 1),
    settlementOffer: days(7),
    blindRound: days(2, 1),
    witnessStatement: days(5, 1),
    reinstateAnswer: days(7, 3, 1),
    feedback: { period: { midnightAfterDays: 14 }, reminders: [] },
    bonus: days(365),
    giveBack: days(180),
    ...TRACE_WINDOWS,
  },
  amounts: { USD: AMOUNTS, EUR: AMOUNTS, GBP: AMOUNTS },
  rates: { serviceFee: 1000, serviceFeeMost: 1500, clientFee: 500, firstMilestoneLeast: 2000, documentsOnlyFee: 0 },
  silence: { noFeePaid: 'client', noAward: 'even' },
  limits: {
    fundedAtOnce: 1,
    extensionsPerWindow: 1,
    askTimePerWindow: 1,
    witnessesPerSide: 2,
    longestExtension: 7,
    longestOffer: 7,
    blindRounds: 2,
    filesPerStatement: 20,
    bookFreshHours: 24,
  },
  reinstate: true,
};
