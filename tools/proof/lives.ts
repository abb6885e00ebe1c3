/** Lives of contracts in which all money acts occur, told as steps; each step can be prepared, sent under a key, and sent again. */
import { ask } from './common.ts';
import { type Cast, offerOf, prepare, preparePayout, SUBMITTED, termsOf, type Wanted } from './people.ts';

type Who = 'ben' | 'ana' | 'mia' | 'art';
export interface Stage {
  readonly by?: Who;
  readonly act?: string;
  readonly on?: string;
  readonly input?: Readonly<Record<string, unknown>>;
  /** Sends an offer with milestones of these amounts. */
  readonly offer?: readonly number[];
  /** Pays out this much of what is available. */
  readonly payOut?: number;
  /** Days of silence; what falls due happens. */
  readonly silence?: number;
  /** Money moves, or is asked of the bank: a server may die in it. */
  readonly money?: true;
}
export interface Story {
  readonly name: string;
  readonly stages: readonly Stage[];
}

const submit = (on: string): Stage => ({ by: 'ana', act: 'submit', on, input: SUBMITTED });
const offer = (...amounts: number[]): Stage => ({ by: 'ben', offer: amounts, money: true });
const accept: Stage = { by: 'ana', act: 'accept' };
const end = (pay: unknown, amount?: number): Stage => ({
  by: 'ben',
  act: 'end',
  on: 'contract',
  input: { pay, ...(amount && { amount }), reason: 'quality' },
  money: true,
});
const dispute: Stage = {
  by: 'ana',
  act: 'dispute',
  input: { claim: 19_500, reason: 'workDone', statement: 'Everything that was agreed is done.', criteria: 'met' },
  money: true,
};
const contest = (concede?: number): Stage => ({
  by: 'ben',
  act: 'contest',
  input: { statement: 'The pages do not load on a phone.', criteria: 'not', ...(concede && { concede }) },
  money: true,
});

/** The end of a window of so many days: the server may die while what silence means is carried out, not in the days before. */
const until = (days: number): Stage[] => [{ silence: days - 0.5 }, { silence: 1, money: true }];

export const STORIES: readonly Story[] = [
  {
    name: 'award',
    stages: [
      offer(19_500),
      accept,
      submit('m1'),
      end('nothing'),
      dispute,
      contest(),
      { by: 'mia', act: 'take' },
      { by: 'mia', act: 'propose', input: { freelancer: 9_750, criteria: 'partly', reasons: 'Half of it is met, half is not.' } },
      { by: 'ana', act: 'answerProposal', input: { answer: 'accept' } },
      { by: 'ben', act: 'answerProposal', input: { answer: 'reject' } },
      { by: 'ana', act: 'payFee', money: true },
      { by: 'ben', act: 'payFee', money: true },
      { by: 'art', act: 'hear' },
      { by: 'art', act: 'award', input: { freelancer: 13_650, reasons: 'Seven tenths of what was agreed was delivered.' }, money: true },
      ...until(5),
      { by: 'ana', payOut: 12_000, money: true },
      { silence: 9, money: true },
    ],
  },
  {
    name: 'parts',
    stages: [
      offer(30_000, 40_000),
      accept,
      submit('m1'),
      { by: 'ben', act: 'approve', on: 'm1', input: { amount: 12_000 }, money: true },
      { by: 'ben', act: 'fund', on: 'm2', input: { card: 'own' }, money: true },
      submit('m2'),
      { by: 'ben', act: 'approve', on: 'm2', money: true },
      { by: 'ben', act: 'payBonus', on: 'contract', input: { amount: 5_000, card: 'own' }, money: true },
      { by: 'ana', act: 'giveBack', on: 'contract', input: { amount: 3_000 }, money: true },
    ],
  },
  {
    name: 'settled',
    stages: [
      offer(50_000),
      accept,
      submit('m1'),
      end('amount', 10_000),
      { ...dispute, input: { ...dispute.input, claim: 40_000 } },
      contest(5_000),
      { by: 'ben', act: 'offerSettlement', input: { freelancer: 20_000 } },
      { by: 'ana', act: 'acceptOffer', money: true },
    ],
  },
  {
    name: 'refund',
    stages: [offer(20_000), accept, submit('m1'), end('nothing'), { by: 'ana', act: 'approveRefund', money: true }],
  },
  {
    name: 'conceded',
    stages: [
      offer(20_000),
      accept,
      submit('m1'),
      end('nothing'),
      { ...dispute, input: { ...dispute.input, claim: 20_000 } },
      { by: 'ben', act: 'approveClaim', money: true },
    ],
  },
  { name: 'declined', stages: [offer(20_000), { by: 'ana', act: 'decline', money: true }, { silence: 9, money: true }] },
  { name: 'silent', stages: [offer(20_000), accept, submit('m1'), ...until(14), ...until(5)] },
  { name: 'unanswered', stages: [offer(20_000), accept, submit('m1'), end('nothing'), ...until(7)] },
  { name: 'expired', stages: [offer(20_000), ...until(7)] },
];

/** The request of a stage as it stands now; undefined for silence. */
export async function requestOf(base: string, cast: Cast, contract: string, s: Stage): Promise<Wanted | undefined> {
  const by = s.by && cast[s.by];
  if (!by) return undefined;
  if (s.offer) return offerOf(by, cast.ana, termsOf(...s.offer));
  if (s.payOut) return preparePayout(base, by, s.payOut);
  const wanted = await prepare(base, by, contract, s.act as string, { ...(s.on && { on: s.on }), input: s.input ?? {} });
  if (!wanted) throw new Error(`${s.act} is not offered to ${by.name}`);
  return wanted;
}
export const labelOf = (s: Stage): string => (s.offer ? 'offer' : s.payOut ? 'payOut' : s.silence ? `silence of ${s.silence} days` : `${s.act}`);

/**
 * Moves the clock to an instant, or lets finish what is due now; being there already is as good. `lease`: on until the leases of a
 * process that died have run out, so that what it was at work on is taken over.
 */
export async function moveTo(base: string, cast: Cast, to: number | undefined, lease: boolean): Promise<void> {
  const move = async (body: Record<string, string>): Promise<void> => {
    const moved = await ask(base, cast.clerk, 'POST', '/v1/clock', body);
    if (moved.status !== 200 && moved.json?.code !== 'clock_never_back') throw new Error(`the clock: ${moved.status} ${moved.text}`);
  };
  if (to !== undefined) await move({ to: new Date(to).toISOString() });
  if (lease || to === undefined) await move({ by: lease ? 'PT31S' : 'PT0S' });
}
export const nowOf = async (base: string, cast: Cast): Promise<number> => Date.parse((await ask(base, cast.clerk, 'GET', '/v1/clock')).json.now);
