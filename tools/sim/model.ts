/**
 * A second opinion on the money. It knows the rules as sentences ("silence on a refund request: all of it to the client"), not the
 * postings, and computes fees with whole-number division of its own. After each step it says what should have moved.
 */
import { createHash } from 'node:crypto';
import { type Contract, type Instance, instancesOf, type Policy, type Step } from '@fairhold/domain';

/** What a step should have taken out of escrow for each side, in minor units; `back`: released money that was given back. */
interface Outcome {
  readonly toFreelancer: number;
  readonly toClient: number;
  readonly back?: number;
}
const NOTHING: Outcome = { toFreelancer: 0, toClient: 0 };
const pays = (toFreelancer: number): Outcome => ({ toFreelancer, toClient: 0 });
const returns = (toClient: number): Outcome => ({ toFreelancer: 0, toClient });

type Loose = Record<string, never> & { [key: string]: unknown };
const num = (v: unknown): number => (typeof v === 'number' ? v : 0);
const openCaseOf = (c: Contract): Instance | undefined => instancesOf(c, 'case').find((i) => i.state !== 'closed');
const gapIn = (i: Instance | undefined): number => num(i?.facts['gap']);
const byPolicy = (who: string, sum: number): Outcome =>
  who === 'client' ? returns(sum) : who === 'freelancer' ? pays(sum) : { toFreelancer: (sum - (sum % 2)) / 2, toClient: (sum + (sum % 2)) / 2 };

/** What the rules say comes of a step, told from the contract before it. */
function expected(before: Contract, s: Step, policy: Policy): Outcome {
  const i = before.instances[s.on] as Instance;
  const input = s.input as Loose;
  switch (s.process) {
    case 'offer':
      return offerOutcome(before, s);
    case 'milestone':
      return milestoneOutcome(i, s, input, before);
    case 'contract':
      return contractOutcome(before, s, input);
    case 'case':
      return caseOutcome(i, s, input, policy);
    case 'settlement':
      return s.act === 'acceptOffer' ? divided(gapIn(openCaseOf(before)), num(i.facts['freelancer'])) : NOTHING;
    case 'blind':
      return s.act === 'blindRound' && s.from === 'comparing' ? blindOutcome(before, i) : NOTHING;
    case 'parting':
      return s.act === 'acceptEnding' ? divided(before.held - gapIn(openCaseOf(before)), num(i.facts['freelancer'])) : NOTHING;
    case 'charge':
      return chargeOutcome(before, i, s, policy);
    case 'dormancy':
      if (s.act === 'dormancyFreelancer') return returns(before.held);
      return s.act === 'dormancyRelease' ? pays(before.held) : NOTHING;
    default:
      return NOTHING;
  }
}
const divided = (gap: number, freelancer: number): Outcome => ({ toFreelancer: freelancer, toClient: gap - freelancer });

/** SET-3: the least against the most; where they cross, the middle, the odd unit by the last digit of a digest nobody chose. */
function blindOutcome(before: Contract, round: Instance): Outcome {
  const said = (by: string) => num(instancesOf(before, 'bid').find((b) => b.facts['round'] === round.id && b.facts['by'] === by)?.facts['number']);
  const [least, most] = [said('freelancer'), said('client')];
  if (least > most) return NOTHING;
  const sum = least + most;
  const last = createHash('sha256').update(`${before.id} ${round.id}`).digest('hex').at(-1) as string;
  const up = sum % 2 === 1 && '13579bdf'.includes(last) ? 1 : 0;
  return divided(gapIn(openCaseOf(before)), (sum - (sum % 2)) / 2 + up);
}

function offerOutcome(before: Contract, s: Step): Outcome {
  if (['decline', 'withdraw', 'offerLife'].includes(s.act)) return returns(before.held);
  const accepted = s.to === 'accepted' && s.from !== 'accepted';
  return accepted ? returns(Math.max(0, before.held - num(before.terms.milestones[0]?.amount))) : NOTHING;
}

function milestoneOutcome(i: Instance, s: Step, input: Loose, before: Contract): Outcome {
  const held = num(i.facts['held']);
  if (s.act === 'review') return pays(held);
  if (s.act === 'approve') {
    const amount = input['amount'] === undefined ? num(i.facts['amount']) : num(input['amount']);
    return amount > held ? NOTHING : pays(amount);
  }
  if (s.act === 'disputePartial') {
    const bound = instancesOf(before, 'milestone').reduce((n, m) => n + num(m.facts['held']), 0);
    return returns(Math.min(num(i.facts['rest']), before.held - bound) - num(input['claim']));
  }
  return NOTHING;
}

function contractOutcome(before: Contract, s: Step, input: Loose): Outcome {
  if (s.act === 'giveBack') return { ...NOTHING, back: num(input['amount']) };
  if (s.act !== 'end') return NOTHING;
  if (s.actor.role === 'freelancer') return returns(before.held);
  const mine = before.held - gapIn(openCaseOf(before));
  return pays(input['pay'] === 'full' ? mine : input['pay'] === 'amount' ? num(input['amount']) : 0);
}

function caseOutcome(i: Instance, s: Step, input: Loose, policy: Policy): Outcome {
  const gap = gapIn(i);
  const fees = (i.facts['fees'] ?? {}) as Record<string, { state: string } | undefined>;
  switch (s.act) {
    case 'approveRefund':
    case 'refundAnswer':
    case 'withdrawClaim':
      return returns(gap);
    case 'withdrawRequest':
    case 'approveClaim':
    case 'disputeAnswer':
    case 'concede':
      return pays(gap);
    case 'lowerRequest':
      return pays(num(input['amount']));
    case 'dispute':
      return returns(gap - num(input['claim']));
    case 'contest':
      return pays(num(input['concede']));
    case 'award':
      return s.lapse ? NOTHING : divided(gap, num(input['freelancer']));
    case 'awardFallback':
      return byPolicy(policy.silence.noAward, gap);
    case 'answerProposal':
      return s.to === 'closed' ? divided(gap, num((i.facts['proposal'] as Loose)['freelancer'])) : NOTHING;
    case 'feePayment':
      return s.to === 'closed' ? afterFees(Boolean(fees['client']), Boolean(fees['freelancer']), gap, policy) : NOTHING;
    default:
      return NOTHING;
  }
}
const afterFees = (client: boolean, freelancer: boolean, gap: number, policy: Policy): Outcome =>
  client === freelancer ? (client ? NOTHING : byPolicy(policy.silence.noFeePaid, gap)) : client ? returns(gap) : pays(gap);

function chargeOutcome(before: Contract, i: Instance, s: Step, policy: Policy): Outcome {
  const purpose = i.facts['purpose'];
  const amount = num(i.facts['amount']);
  const on = before.instances[i.facts['on'] as string];
  if (purpose === 'arbitrationFee') return feeOutcome(i, on, s, policy);
  if (s.act !== 'settled' || i.state === 'abandoned') return NOTHING;
  switch (purpose) {
    case 'deposit':
      if (on?.state === 'charging') return NOTHING;
      return returns(on?.state === 'toppingUp' ? before.held + amount - num(before.terms.milestones[0]?.amount) : before.held + amount);
    case 'fund':
      return on?.state === 'funding' ? NOTHING : returns(amount);
    case 'surplus':
      return on?.state === 'surplus' ? pays(num(i.facts['release'])) : returns(amount);
    case 'difference':
      return on?.state === 'charging' ? NOTHING : returns(amount);
    case 'bonus':
      return pays(amount);
    default:
      return NOTHING;
  }
}

/** A case that waited for the bank is decided by who has paid once the last answer is in. */
function feeOutcome(charge: Instance, on: Instance | undefined, s: Step, policy: Policy): Outcome {
  if (on?.state !== 'clearing' || !['settled', 'declined', 'bankAnswer'].includes(s.act) || charge.state === 'abandoned') return NOTHING;
  const shares = charge.facts['share'] === 'both' ? ['client', 'freelancer'] : [charge.facts['share'] as string];
  const fees = { ...(on.facts['fees'] as Record<string, { state: string }>) };
  for (const share of shares) {
    if (s.act === 'settled') fees[share] = { state: 'paid' };
    else delete fees[share];
  }
  if (Object.values(fees).some((f) => f.state === 'inFlight')) return NOTHING;
  return afterFees(Boolean(fees['client']), Boolean(fees['freelancer']), gapIn(on), policy);
}

/** Half to even, by counting halves. */
export function rounded(product: bigint, divisor: bigint): number {
  const twice = 2n * product;
  let n = twice / (2n * divisor);
  const over = twice - n * 2n * divisor;
  if (over > divisor || (over === divisor && n % 2n !== 0n)) n += 1n;
  return Number(n);
}

/** Where the engine and the second opinion differ; empty when they agree. */
export function disagreements(before: Contract | undefined, s: Step, policy: Policy): string[] {
  const out: string[] = [];
  const c = s.contract;
  if (before) {
    const should = expected(before, s, policy);
    const back = should.back ?? 0;
    if (c.released - before.released !== should.toFreelancer - back)
      out.push(`released ${c.released - before.released}, should be ${should.toFreelancer - back}`);
    if (c.refunded - before.refunded !== should.toClient + back)
      out.push(`refunded ${c.refunded - before.refunded}, should be ${should.toClient + back}`);
  }
  for (const p of instancesOf(c, 'payment')) {
    if (before?.instances[p.id] === p) continue;
    const [amount, fee] = [num(p.facts['amount']), num(p.facts['fee'])];
    if (fee !== rounded(BigInt(amount) * BigInt(c.terms.serviceFee), 10_000n)) out.push(`service fee ${fee} of ${amount}`);
  }
  out.push(...chargesDiffer(before, c, policy), ...ledgerDiffers(before, s));
  return out.map((what) => `second opinion: ${what} (${s.act} on ${s.on}, step ${c.seq})`);
}

function chargesDiffer(before: Contract | undefined, c: Contract, policy: Policy): string[] {
  const out: string[] = [];
  const charges = instancesOf(c, 'charge').filter(
    (i) => i.state === 'settled' && !['arbitrationFee', 'cancellationFee'].includes(i.facts['purpose'] as string),
  );
  let came = 0;
  let went = 0;
  for (const i of charges) {
    const f = i.facts;
    const gone = num(f['returned']) + num(f['returnedReleased']);
    came += num(f['amount']);
    went += gone;
    if (gone > num(f['amount'])) out.push(`${gone} went back to a charge of ${num(f['amount'])}`);
    if (before?.instances[i.id] === i) continue;
    if (num(f['fee']) !== rounded(BigInt(num(f['amount'])) * BigInt(policy.rates.clientFee), 10_000n)) out.push(`client fee ${num(f['fee'])}`);
    if (num(f['returnedFee']) !== rounded(BigInt(num(f['fee'])) * BigInt(num(f['returned'])), BigInt(num(f['amount']))))
      out.push(`client fee returned ${num(f['returnedFee'])}`);
    out.push(...olderFirst(before, c, charges, i));
  }
  if (came !== c.held + c.released + c.refunded) out.push(`${came} came in, ${c.held} held + ${c.released} released + ${c.refunded} refunded`);
  if (went !== c.refunded) out.push(`${went} went back to charges, ${c.refunded} was refunded`);
  return out;
}

/** MNY-7: a charge gets something back only when every newer one that could take it has nothing left to take. */
function olderFirst(before: Contract | undefined, c: Contract, charges: readonly Instance[], i: Instance): string[] {
  const was = before?.instances[i.id];
  if (!was || num(was.facts['returned']) === num(i.facts['returned'])) return [];
  const newer = charges.slice(charges.indexOf(i) + 1).filter((o) => before?.instances[o.id]?.state === 'settled' && o.facts['purpose'] !== 'bonus');
  const left = newer.some((o) => num(o.facts['returned']) + num(o.facts['returnedReleased']) < num(o.facts['amount']));
  return left && c.refunded > 0 ? ['an older charge was refunded before a newer one'] : [];
}

/** The ledger's own words for what left escrow. */
function ledgerDiffers(before: Contract | undefined, s: Step): string[] {
  let held = before?.held ?? 0;
  for (const p of s.postings) {
    if (p.from === `escrow:${s.contract.id}`) held -= p.amount;
    if (p.to === `escrow:${s.contract.id}`) held += p.amount;
  }
  return held === s.contract.held ? [] : [`by its postings ${held} is held, not ${s.contract.held}`];
}
