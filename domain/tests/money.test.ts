import { describe, expect, test } from 'vitest';
import { arrivalOf } from '../arrival.ts';
import { refundFromGap } from '../casework.ts';
import { draftOf, post, release } from '../draft.ts';
import { act } from '../engine.ts';
import { HOUSE } from '../house.ts';
import { isMinor, MOST, proportion, rateOf, split } from '../money.ts';
import { amountsOf, holidaysOf } from '../policy/schema.ts';
import { standard } from '../policy/standard.ts';
import { CARD, DENIAL, disputed, endedWith, hearing, notice, play, WORK, walletOf, working } from '../testing/play.ts';
import { DAY, iso } from '../time.ts';

const OTHER_BANK = { id: 'bank-2', label: 'GB •••• 1111' };
/** One payment is available. */
function paidOnce() {
  const p = working();
  p.does('ben', 'approve', 'm1');
  p.wait(5 * DAY);
  return p;
}

describe('amounts', () => {
  test('MNY-1: an amount is a whole number of minor units; fractions, texts and more than 2^53 are none', () => {
    expect([0, 1, -1, MOST].map(isMinor)).toEqual([true, true, true, true]);
    expect([0.5, Number.NaN, 2 ** 53, 1e20, '1', null].map(isMinor)).toEqual([false, false, false, false, false, false]);
    const p = working();
    for (const amount of [0, -1, 0.5, 1e20, '100', Number.NaN]) expect(p.no('ben', 'payBonus', 'contract', { amount }).refused).toBe('bad_input');
  });

  test('MNY-1: a product of the largest amount and a rate is exact', () => {
    expect(proportion(MOST, 9_999, 10_000)).toBe(999_900_000_000);
    expect(proportion(9_007_199_254_740_991, 9_999, 10_000)).toBe(Number((9_007_199_254_740_991n * 9_999n + 5_000n) / 10_000n));
  });

  test('MNY-4: a split sums to the whole for every share, also for shares out of range', () => {
    for (const total of [0, 1, 3, 19_500, MOST])
      for (const share of [-5, 0, 1, Math.floor(total / 3), total, total + 1]) {
        const s = split(total, share);
        expect(s.share + s.rest).toBe(total);
        expect(Math.min(s.share, s.rest)).toBeGreaterThanOrEqual(0);
      }
  });

  test('FEE-1: the service fee is rounded half to even', () => {
    expect([5, 15, 25, 35, 45, 14, 16].map((n) => rateOf(n, 1_000))).toEqual([0, 2, 2, 4, 4, 1, 2]);
  });
});

describe('the ledger', () => {
  test('MNY-2: every movement names both its ends, and all accounts sum to zero after every step of a whole dispute', () => {
    const p = hearing();
    p.does('art', 'award', 'case1', { freelancer: 14_000, reasons: 'Seven tenths of it are delivered.' });
    p.wait(10 * DAY);
    expect([...p.balances.values()].reduce((a, b) => a + b, 0)).toBe(0);
    for (const s of p.steps) for (const one of s.postings) expect(one.from).not.toBe(one.to);
  });

  test('MNY-3: escrow cannot go below zero: releasing or refunding more than is held throws before anything is written', () => {
    const p = disputed();
    const d = draftOf(HOUSE, p.c, p.now, p.policy, p.world);
    expect(() => release(d, 20_001, { why: 'x' })).toThrow();
    expect(() => refundFromGap(d, 'case1', 20_001, 'x')).toThrow();
    expect(() => post(d, 'escrow:c1', 'pending:ana', -1, 'x')).toThrow();
  });

  test('MNY-4: preview, settlement, proposal and award of the same number move the same money', () => {
    const settled = disputed();
    const offer = settled.does('ben', 'offerSettlement', 'case1', { freelancer: 13_333 });
    const seen = settled.preview('ana', 'acceptOffer', offer.contract.instances['settlement1']?.id as string).consequence.moved;
    settled.does('ana', 'acceptOffer', 'settlement1');
    const awarded = hearing();
    const shown = awarded.preview('art', 'award', 'case1', { freelancer: 13_333, reasons: 'Two thirds are delivered as agreed.' }).consequence.moved;
    expect(seen).toEqual({
      released: 13_333,
      serviceFee: 1_333,
      toFreelancer: 12_000,
      refunded: 6_667,
      givenBack: 0,
      feesBack: 333,
      toClient: 7_000,
      arbitrationBack: 0,
    });
    expect(shown).toEqual(seen);
    expect(settled.c).toMatchObject({ held: 0, released: 13_333, refunded: 6_667 });
  });

  test('MNY-5: a decision stands while the bank is unreachable; the refund stays wanted until it has answered', () => {
    const p = endedWith(0, undefined, { bank: true });
    p.answers(false);
    p.does('ana', 'approveRefund', 'case1');
    expect(p.state('case1')).toBe('closed');
    expect(p.state('refund1')).toBe('wanted');
    expect(p.balance('refunds:ben')).toBe(21_495);
    p.does('bank', 'unknown', 'refund1');
    expect(p.state('refund1')).toBe('unknown');
    p.wait(30 * DAY);
    expect(p.state('refund1')).toBe('unknown');
    p.does('bank', 'settled', 'refund1');
    expect([p.state('refund1'), p.balance('refunds:ben')]).toEqual(['arrived', 0]);
  });

  test('MNY-5: a charge the bank never answers is given up after five days; if it comes in later, it goes straight back', () => {
    const p = play(undefined, { bank: false });
    p.wait(5 * DAY);
    expect([p.state('charge1'), p.state('offer')]).toEqual(['abandoned', 'unpaid']);
    p.does('bank', 'settled', 'charge1');
    expect([p.state('charge1'), p.balance('refunds:ben'), p.c.held]).toEqual(['returned', 21_495, 0]);
  });

  test('MNY-6: released money is pending for five days to the millisecond, then available; only that can be paid out', () => {
    const p = working();
    p.does('ben', 'approve', 'm1');
    expect([p.balance('pending:ana'), p.balance('available:ana')]).toEqual([18_000, 0]);
    expect(walletOf(p).tries('payOut', { amount: 1 })).toMatchObject({ refused: 'nothing_available' });
    p.wait(5 * DAY - 1);
    expect(p.balance('available:ana')).toBe(0);
    p.wait(1);
    expect([p.balance('pending:ana'), p.balance('available:ana')]).toEqual([0, 18_000]);
    expect(walletOf(p).tries('payOut', { amount: 18_001 })).toMatchObject({ refused: 'bad_input' });
    expect(walletOf(p).tries('payOut', { amount: 18_000 })).toMatchObject({ act: 'payOut', outside: [{ kind: 'payout', amount: 18_000 }] });
  });

  test('MNY-11: a change of where payouts go is held for 72 hours to the millisecond; meanwhile they go where they went', () => {
    const p = paidOnce();
    const w = walletOf(p);
    w.does('choosePayoutMethod', { method: OTHER_BANK });
    expect(w.does('payOut', { amount: 100 }).outside[0]?.source).toBe('bank-1');
    w.wait(3 * DAY - 1);
    expect(w.does('payOut', { amount: 100 }).outside[0]?.source).toBe('bank-1');
    w.wait(1);
    const out = w.does('payOut', { amount: 100 });
    expect(out.outside[0]?.source).toBe('bank-2');
    expect(out.contract.instances['payout3']?.facts['method']).toEqual(OTHER_BANK);
  });

  test('MNY-11: without an account in use nothing is paid out; the first one is held too, and says from when it counts', () => {
    const p = paidOnce();
    const w = walletOf(p, 'ana', null);
    expect(w.tries('payOut', { amount: 100 })).toMatchObject({ refused: 'payout_method_missing' });
    const at = w.does('choosePayoutMethod', { method: OTHER_BANK }).at;
    expect(w.tries('payOut', { amount: 100 })).toMatchObject({ refused: 'payout_method_held', data: { at: at + 3 * DAY } });
    w.wait(3 * DAY);
    expect(w.does('payOut', { amount: 100 }).outside[0]?.source).toBe('bank-2');
  });

  test('MNY-11: a held change is stopped, replaced by a newer one, or gone with its account; only one is ever held', () => {
    const w = walletOf(paidOnce());
    w.does('choosePayoutMethod', { method: OTHER_BANK });
    expect(w.tries('choosePayoutMethod', { method: OTHER_BANK })).toMatchObject({ refused: 'payout_method_chosen' });
    w.does('choosePayoutMethod', { method: { id: 'bank-3', label: 'FR •••• 3333' } });
    expect(['payoutChange1', 'payoutChange2'].map((id) => w.c.instances[id]?.state)).toEqual(['dropped', 'held']);
    w.does('removePayoutMethod', { method: { id: 'bank-3', label: 'FR •••• 3333' } });
    expect(w.c.instances['payoutChange2']?.state).toBe('dropped');
    w.does('choosePayoutMethod', { method: OTHER_BANK });
    w.does('dropChange', {}, 'payoutChange3');
    w.wait(10 * DAY);
    expect(w.does('payOut', { amount: 100 }).outside[0]?.source).toBe('bank-1');
    w.does('removePayoutMethod', { method: { id: 'bank-1', label: 'DE •••• 3000' } });
    expect(w.tries('payOut', { amount: 100 })).toMatchObject({ refused: 'payout_method_missing' });
  });

  test('MNY-7: a refund goes to the newest charge first, never more than was charged, and names its latest arrival', () => {
    const p = working([10_000, 20_000]);
    p.does('ana', 'submit', 'm1', WORK);
    p.does('ben', 'approve', 'm1', { amount: 4_000, card: CARD });
    p.does('ben', 'fund', 'm2');
    // 6,000 left from the first charge, 14,000 charged for the second.
    p.does('ana', 'end', 'contract', { reason: 'other' });
    const refunds = p.all('refund').map((i) => [i.facts['charge'], i.facts['escrow'], i.facts['fee'], iso(i.windows[0]?.dueAt as number)]);
    expect(refunds).toEqual([
      ['charge2', 14_000, 700, '2026-11-09T23:59:59.999Z'],
      ['charge1', 6_000, 300, '2026-11-09T23:59:59.999Z'],
    ]);
  });

  test('MNY-7: what is ahead of a refund has an earliest date by the provider and a latest one by the policy, in business days', () => {
    const p = endedWith(0);
    p.answers(false);
    p.does('ana', 'approveRefund', 'case1');
    const soonest = { refund: { businessDays: 3 }, payout: { businessDays: 1 } };
    const seen = (now: number, says: typeof soonest | false = soonest) => {
      const [i] = p.all('refund');
      const a = i && arrivalOf(i, now, says || undefined, holidaysOf(standard));
      const dates = (b: { earliest?: number; latest: number } | undefined) => b && [b.earliest, b.latest].map((at) => at && iso(at));
      return a && { withBank: dates(a.withBank), there: dates(a.there) };
    };
    const asked = p.now;
    // A Monday: the fifth business day after it is the next Monday; three before that the bank must have it.
    expect(seen(asked)).toEqual({
      withBank: ['2026-11-02T10:00:00.000Z', '2026-11-04T23:59:59.999Z'],
      there: ['2026-11-05T00:00:00.000Z', '2026-11-09T23:59:59.999Z'],
    });
    expect(seen(asked, false)).toEqual({
      withBank: ['2026-11-02T10:00:00.000Z', '2026-11-09T23:59:59.999Z'],
      there: [undefined, '2026-11-09T23:59:59.999Z'],
    });
    // The bank is slow to take it: the earliest moves with it, and never behind the latest.
    expect(seen(asked + 4 * DAY)?.there).toEqual(['2026-11-09T23:59:59.999Z', '2026-11-09T23:59:59.999Z']);
    p.does('bank', 'accepted', 'refund1');
    expect(seen(asked + DAY)).toEqual({ withBank: undefined, there: ['2026-11-05T00:00:00.000Z', '2026-11-09T23:59:59.999Z'] });
    // It is not said to come in the past; what is late has no earliest date any more.
    expect(seen(asked + 5 * DAY)?.there?.[0]).toBe(iso(asked + 5 * DAY));
    expect(seen(asked + 8 * DAY)?.there).toEqual([undefined, '2026-11-09T23:59:59.999Z']);
    p.does('bank', 'settled', 'refund1');
    expect(seen(asked + DAY)).toBeUndefined();
  });

  test('MNY-7: a source that cannot take its money becomes credit of the client, who is told', () => {
    const p = endedWith(0);
    p.answers(false);
    p.does('ana', 'approveRefund', 'case1');
    p.does('bank', 'accepted', 'refund1');
    const back = p.does('bank', 'returned', 'refund1');
    expect([p.state('refund1'), p.balance('credit:ben'), p.balance('refunds:ben')]).toEqual(['credited', 21_495, 0]);
    expect(back.tells.map((t) => t.to)).toEqual(['client']);
    expect(walletOf(p, 'ben').tries('payOutCredit', { amount: 21_495 })).toMatchObject({ act: 'payOutCredit' });
  });

  test('MNY-8: every movement says why and who caused it; silence is never called a person', () => {
    const p = endedWith(5_000);
    p.wait(7 * DAY);
    const moves = p.steps
      .filter((s) => s.postings.length > 0)
      .map((s) => [s.lapse ? 'silence' : s.actor.role, s.rule, s.postings.map((one) => one.why)]);
    expect(moves).toContainEqual(['client', 'END-3', ['ended', 'serviceFee']]);
    expect(moves).toContainEqual(['silence', 'REF-3', ['refundSilence', 'clientFee']]);
    for (const s of p.steps) for (const one of s.postings) expect(one.why).not.toBe('');
  });

  test('MNY-9: what the ledger holds for a contract is what the contract says it holds, after every step', () => {
    const p = notice();
    expect(p.balance('escrow:c1')).toBe(p.c.held);
    p.does('ben', 'payFee', 'case1');
    expect([p.balance('arbitration:c1'), p.c.arbitration]).toEqual([29_100, 29_100]);
    p.wait(7 * DAY);
    expect([p.balance('escrow:c1'), p.balance('arbitration:c1'), p.c.held, p.c.arbitration]).toEqual([0, 0, 0, 0]);
  });
});

describe('fees', () => {
  test('FEE-1: ten percent of each payment, taken at release; fixed by the offer from 0 to 15 percent', () => {
    const p = working();
    p.does('ben', 'approve', 'm1');
    expect(p.balance('fees:service')).toBe(2_000);
    const fair = working([20_000], { terms: { serviceFee: 1_500 } });
    fair.does('ben', 'approve', 'm1');
    expect([fair.balance('fees:service'), fair.balance('pending:ana')]).toEqual([3_000, 17_000]);
    expect(() => play([20_000], { terms: { serviceFee: 1_501 } })).toThrow(/out_of_range/);
  });

  test('FEE-1: a counter-offer cannot change the service fee', () => {
    const p = play();
    const terms = { title: 'Website', scope: 'Five', serviceFee: 0, milestones: [{ title: 'All', amount: 20_000 }] };
    expect(p.no('ana', 'proposeChanges', 'offer', { terms }).refused).toBe('fee_is_fixed');
  });

  test('FEE-2: five percent on top of each charge; the part on refunded escrow goes back, to the cent', () => {
    const p = endedWith(10_001);
    expect(p.balance('fees:client')).toBe(1_000);
    p.does('ana', 'approveRefund', 'case1');
    // 9,999 of 20,000 go back, and with them 500 of the 1,000 fee (499.95 rounded).
    expect([p.balance('fees:client'), p.facts('refund1')]).toMatchObject([500, { escrow: 9_999, fee: 500, initiation: 0 }]);
  });

  test('FEE-2: parts refunded one after another return the same fee as the whole at once', () => {
    const p = disputed(6_667);
    p.does('ben', 'contest', 'case1', DENIAL);
    p.does('ana', 'withdrawClaim', 'case1');
    expect(p.balance('fees:client')).toBe(0);
  });

  test('FEE-3: the initiation fee comes with the first funding only, and back when nothing was ever released', () => {
    const p = working([10_000, 10_000]);
    expect(p.balance('fees:initiation')).toBe(495);
    p.does('ben', 'approve', 'm1');
    p.does('ben', 'fund', 'm2');
    expect(p.balance('fees:initiation')).toBe(495);
    p.does('ana', 'end', 'contract', { reason: 'other' });
    expect(p.balance('fees:initiation')).toBe(495);
    const none = working();
    none.does('ana', 'end', 'contract', { reason: 'other' });
    expect([none.balance('fees:initiation'), none.balance('fees:client'), none.balance('world')]).toEqual([0, 0, -21_495]);
    expect(none.balance('refunds:ben')).toBe(21_495);
  });

  test('FEE-4: 100.00 of released money refunded at 10 % costs the freelancer 90.00 and the platform 10.00', () => {
    const p = working([20_000]);
    p.does('ben', 'approve', 'm1');
    const shown = p.preview('ana', 'giveBack', 'contract', { amount: 10_000 }).consequence.moved;
    expect(shown).toMatchObject({ givenBack: 9_000, feesBack: 1_000, toClient: 10_000 });
    p.does('ana', 'giveBack', 'contract', { amount: 10_000 });
    expect([p.balance('pending:ana'), p.balance('fees:service'), p.balance('refunds:ben')]).toEqual([9_000, 1_000, 10_000]);
    p.wait(5 * DAY);
    expect([p.balance('pending:ana'), p.balance('available:ana')]).toEqual([0, 9_000]);
    // What is left may be given back too, now out of what is available; the fees of charge and contract stay.
    p.does('ana', 'giveBack', 'contract', { amount: 10_000 });
    expect([p.balance('available:ana'), p.balance('fees:service'), p.balance('fees:client'), p.balance('fees:initiation')]).toEqual([
      0, 0, 1_000, 495,
    ]);
    expect(p.no('ana', 'giveBack', 'contract', { amount: 1 }).refused).toBe('nothing_to_give_back');
  });

  test('RFR-1: money can be given back up to 180 days after its payment, never more than was paid, bonuses included', () => {
    const p = working([20_000]);
    p.does('ben', 'approve', 'm1');
    p.wait(10 * DAY);
    p.does('ben', 'payBonus', 'contract', { amount: 1_000 });
    expect(p.no('ana', 'giveBack', 'contract', { amount: 21_001 }).refused).toBe('bad_input');
    p.wait(170 * DAY);
    expect(p.no('ana', 'giveBack', 'contract', { amount: 1_001 }).data).toMatchObject({ max: 1_000 });
    p.does('ana', 'giveBack', 'contract', { amount: 1_000 });
    expect(p.all('refund').map((r) => [r.facts['charge'], r.facts['amount']])).toEqual([['charge2', 1_000]]);
    expect(p.may('ben')).not.toContain('giveBack');
  });

  test('RFR-1: a bonus that is given back goes to the card that paid it; what is held keeps its own charges', () => {
    const p = working([20_000, 10_000], { policy: { limits: { ...working().policy.limits, fundedAtOnce: 2 } } });
    p.does('ben', 'payBonus', 'contract', { amount: 1_000 });
    p.does('ben', 'fund', 'm2');
    p.does('ana', 'giveBack', 'contract', { amount: 1_000 });
    expect(p.all('refund').map((r) => r.facts['charge'])).toEqual(['charge2']);
    p.does('ana', 'end', 'contract', { reason: 'other' });
    expect([p.c.held, p.c.refunded]).toEqual([0, 31_000]);
  });

  test('FEE-5: no cancellation fee by default; a policy’s fee is charged to the one who ends, shown before, and stays', () => {
    expect(Object.keys(working().offered('ben', 'end')?.takes ?? {})).not.toContain('card');
    const amounts = { USD: { ...amountsOf(standard, 'USD'), cancellationFee: 1_000 } };
    const p = working(undefined, { policy: { amounts } });
    const shown = p.preview('ana', 'end', 'contract', { reason: 'other' }).consequence.charge;
    expect(shown).toMatchObject({ amount: 1_000, total: 1_000 });
    p.does('ana', 'end', 'contract', { reason: 'other' });
    expect([p.balance('fees:cancellation'), p.c.held]).toEqual([1_000, 0]);
  });

  test('FEE-6: the preview of a funding names the client fee and the initiation fee before anything is charged', () => {
    const p = working([10_000, 20_000]);
    p.does('ben', 'approve', 'm1');
    expect(p.preview('ben', 'fund', 'm2').consequence.charge).toEqual({
      amount: 20_000,
      fee: 1_000,
      initiation: 0,
      total: 21_000,
      card: 'Visa 4242',
    });
  });
});

test('MNY-4: an act on one contract leaves the document it was given untouched', () => {
  const p = disputed();
  const before = JSON.stringify(p.c);
  act(p.c, { roles: ['client'], person: 'ben' }, { act: 'approveClaim', on: 'case1', input: {} }, p.now, p.policy, p.world);
  expect(JSON.stringify(p.c)).toBe(before);
});
