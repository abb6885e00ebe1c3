import { describe, expect, test } from 'vitest';
import { CLAIM, disputed, endedWith, play, WORK, working } from '../testing/play.ts';
import { DAY, iso } from '../time.ts';

describe('ending', () => {
  test('END-1: either party may end at any time without the other, and is asked for a reason', () => {
    for (const [who, input] of [
      ['ben', { pay: 'nothing', reason: 'noLongerNeeded' }],
      ['ana', { reason: 'unresponsive' }],
    ] as const) {
      const p = working();
      p.does('ana', 'submit', 'm1', WORK);
      expect(p.no(who, 'end', 'contract', { ...input, reason: 'mood' }).data).toMatchObject({ field: 'reason' });
      p.does(who, 'end', 'contract', input);
      expect([p.state('contract'), p.facts('contract')['reason'], p.state('feedback')]).toEqual(['ended', input.reason, 'open']);
    }
  });

  test('END-1: only parties end a contract', () => {
    const p = working();
    for (const who of ['moe', 'mia', 'art', 'sue', 'oli', 'bank'])
      expect(p.no(who, 'end', 'contract', { reason: 'other' }).refused).toBe('not_your_part');
  });

  test('END-11: whoever has a part sees the end while it is possible; somebody whose part it is not reads who can, the parties see no block', () => {
    const p = working();
    for (const who of ['moe', 'mia', 'art', 'sue', 'oli'])
      expect(p.offered(who, 'end')?.blocked).toEqual({
        refused: 'not_your_part',
        data: { act: 'end', may: ['client', 'freelancer'] },
        rule: 'END-11',
      });
    for (const who of ['ben', 'ana']) expect(p.offered(who, 'end')?.blocked).toBeUndefined();
    expect(p.offered('bank', 'end')).toBeUndefined();
    p.does('ana', 'end', 'contract', { reason: 'other' });
    for (const who of ['moe', 'sue', 'ben']) expect(p.offered(who, 'end')).toBeUndefined();
  });

  test('END-2: the preview says the money to each side, the fees, the refund’s destination and date and the next window; the act then does exactly that', () => {
    const p = working();
    p.does('ana', 'submit', 'm1', WORK);
    const { consequence } = p.preview('ben', 'end', 'contract', { pay: 'amount', amount: 5_000, reason: 'quality' });
    expect(consequence.moved).toMatchObject({ released: 5_000, serviceFee: 500, toFreelancer: 4_500, refunded: 0 });
    expect(consequence.opens.find((o) => o.process === 'case')).toMatchObject({
      window: 'refundAnswer',
      actor: 'freelancer',
      dueAt: p.now + 7 * DAY,
    });
    const step = p.does('ben', 'end', 'contract', { pay: 'amount', amount: 5_000, reason: 'quality' });
    expect([step.contract.released, step.contract.held]).toEqual([5_000, consequence.heldAfter]);
    const give = working().preview('ana', 'end', 'contract', { reason: 'other' }).consequence;
    expect(give.refunds.map((r) => [r.amount, r.card, iso(r.by)])).toEqual([[21_495, 'Visa 4242', '2026-11-09T23:59:59.999Z']]);
  });

  test('END-2: the digest of a preview changes when the numbers do, and not because time passes', () => {
    const p = working();
    p.does('ana', 'submit', 'm1', WORK);
    const look = () => p.preview('ben', 'end', 'contract', { pay: 'nothing', reason: 'quality' }).essence;
    const first = look();
    p.wait(1_000);
    expect(look()).toBe(first);
    p.does('ben', 'payBonus', 'contract', { amount: 1_000 });
    expect(look()).toBe(first);
    p.does('ben', 'approve', 'm1', { amount: 1_000 });
    expect(look()).not.toBe(first);
  });

  test.each([
    ['full', undefined, 20_000, 0],
    ['amount', 12_345, 12_345, 7_655],
    ['nothing', undefined, 0, 20_000],
  ])('END-3: the client pays %s: that is released and the rest is asked back', (pay, amount, released, rest) => {
    const p = working();
    p.does('ben', 'end', 'contract', { pay, reason: 'completed', ...(amount !== undefined && { amount }) });
    expect([p.c.released, p.c.held, p.state('case1')]).toEqual([released, rest, rest > 0 ? 'requested' : undefined]);
  });

  test('END-3: an amount over the held sum is refused; without an amount too', () => {
    const p = working();
    expect(p.no('ben', 'end', 'contract', { pay: 'amount', amount: 20_001, reason: 'other' }).data).toMatchObject({ field: 'amount', max: 20_000 });
    expect(p.no('ben', 'end', 'contract', { pay: 'amount', reason: 'other' }).data).toMatchObject({ field: 'amount', problem: 'missing' });
  });

  test('END-3: without held money the contract just ends; unfunded milestones are cancelled', () => {
    const p = working([20_000, 10_000]);
    p.does('ben', 'approve', 'm1');
    p.does('ben', 'end', 'contract', { reason: 'completed' });
    expect([p.state('contract'), p.state('m2'), p.all('case')]).toEqual(['ended', 'cancelled', []]);
  });

  test('END-4: ending stops a running review in the same step: nothing can be released by silence after it', () => {
    const p = working();
    p.does('ana', 'submit', 'm1', WORK);
    p.wait(14 * DAY - 1);
    p.does('ben', 'end', 'contract', { pay: 'nothing', reason: 'quality' });
    expect([p.state('m1'), p.c.instances['m1']?.windows]).toEqual(['contested', []]);
    p.wait(DAY);
    expect(p.c.released).toBe(0);
  });

  test('END-5: the freelancer who ends gives up all held money at once, also submitted and unpaid work', () => {
    const p = working();
    p.does('ana', 'submit', 'm1', WORK);
    const { consequence } = p.preview('ana', 'end', 'contract', { reason: 'other' });
    expect(consequence.moved).toMatchObject({ refunded: 20_000, toClient: 21_495, released: 0 });
    expect(consequence.changes).toContainEqual({ on: 'm1', process: 'milestone', from: 'submitted', to: 'refunded' });
    p.does('ana', 'end', 'contract', { reason: 'other' });
    expect([p.c.held, p.c.refunded, p.state('m1')]).toEqual([0, 20_000, 'refunded']);
  });

  test('END-5: with a case about another part open, the freelancer’s end closes it for the client too', () => {
    const p = partly();
    p.does('ana', 'disputePartial', 'm1', { claim: 8_000, ...CLAIM });
    p.does('ana', 'end', 'contract', { reason: 'other' });
    expect([p.state('case1'), p.c.held, p.c.released]).toEqual(['closed', 0, 12_000]);
  });

  test('END-7: the end opens the feedback window, which both are shown with its date', () => {
    const p = endedWith(20_000);
    expect(iso(p.due('feedback'))).toBe('2026-11-16T23:59:59.999Z');
  });

  test('END-2: ending is final for both sides: it needs the digest of a preview', () => {
    const p = working();
    expect(p.offered('ben', 'end')).toMatchObject({ final: true });
    expect(p.offered('ana', 'end')).toMatchObject({ final: true });
  });
});

/** 200.00 submitted, 120.00 released: 80.00 left over, on an active contract. */
function partly() {
  const p = working();
  p.does('ana', 'submit', 'm1', WORK);
  p.does('ben', 'approve', 'm1', { amount: 12_000 });
  return p;
}

describe('refund requests', () => {
  test('REF-1: the rest opens a request; the freelancer has seven days to approve, dispute or offer', () => {
    const p = endedWith(5_000);
    expect(p.facts('case1')).toMatchObject({ gap: 15_000, requested: 15_000, paid: 5_000 });
    expect(p.due('case1')).toBe(p.now + 7 * DAY);
    expect(p.may('ana')).toEqual(expect.arrayContaining(['approveRefund', 'dispute', 'offerSettlement']));
    expect(p.may('moe')).not.toContain('approveRefund');
  });

  test('REF-2: approved, the rest goes to the client with its fees', () => {
    const p = endedWith(5_000);
    p.does('ana', 'approveRefund', 'case1', { message: 'Fine.' });
    expect([p.c.held, p.c.refunded, p.balance('refunds:ben')]).toEqual([0, 15_000, 15_750]);
  });

  test('REF-3: silence for seven days refunds the client', () => {
    const p = endedWith(5_000);
    p.wait(7 * DAY);
    expect([p.state('case1'), p.c.refunded, p.facts('case1')['outcome']]).toMatchObject(['closed', 15_000, { how: 'refundSilence', client: 15_000 }]);
  });

  test('REF-4: the client withdraws by releasing everything, or lowers the request by releasing a part', () => {
    const p = endedWith(5_000);
    p.does('ben', 'lowerRequest', 'case1', { amount: 4_000 });
    expect([p.facts('case1')['gap'], p.c.released, p.state('case1')]).toEqual([11_000, 9_000, 'requested']);
    expect(p.no('ben', 'lowerRequest', 'case1', { amount: 11_000 }).refused).toBe('bad_input');
    p.does('ben', 'withdrawRequest', 'case1');
    expect([p.c.held, p.c.released]).toEqual([0, 20_000]);
  });

  test('REF-5: one case at a time: while one is open the rest of an ending waits, and opens when it is over', () => {
    const p = play([20_000, 10_000], { policy: {} });
    p.does('ana', 'accept', 'offer');
    p.does('ana', 'submit', 'm1', WORK);
    p.does('ben', 'approve', 'm1', { amount: 12_000 });
    p.does('ana', 'disputePartial', 'm1', { claim: 8_000, ...CLAIM });
    p.does('ben', 'fund', 'm2');
    p.does('ben', 'end', 'contract', { pay: 'nothing', reason: 'other' });
    expect(p.all('case').map((i) => i.state)).toEqual(['disputed']);
    p.does('ben', 'approveClaim', 'case1');
    expect(p.all('case').map((i) => [i.state, i.facts['gap']])).toEqual([
      ['closed', 0],
      ['requested', 10_000],
    ]);
    p.wait(7 * DAY);
    expect([p.c.held, p.c.refunded]).toEqual([0, 10_000]);
  });

  test('DSP-2: a partial release of submitted work may be disputed for seven days, for at most the rest', () => {
    const p = partly();
    expect(p.offered('ana', 'disputePartial')?.takes['claim']).toMatchObject({ max: 8_000 });
    p.wait(7 * DAY - 1);
    p.does('ana', 'disputePartial', 'm1', { claim: 6_000, ...CLAIM });
    expect([p.state('case1'), p.facts('case1')['gap'], p.c.refunded]).toEqual(['disputed', 6_000, 2_000]);
    const late = partly();
    late.wait(7 * DAY);
    expect(late.no('ana', 'disputePartial', 'm1', { claim: 6_000, ...CLAIM }).refused).toBe('deadline_passed');
  });

  test('DSP-2: what the next milestone took up cannot be disputed any more', () => {
    const p = working([20_000, 5_000]);
    p.does('ana', 'submit', 'm1', WORK);
    p.does('ben', 'approve', 'm1', { amount: 12_000 });
    p.does('ben', 'fund', 'm2');
    expect(p.offered('ana', 'disputePartial')?.takes['claim']).toMatchObject({ max: 3_000 });
  });

  test('DSP-1: the claim is more than nothing and at most what is held, with a statement and a mark for each criterion', () => {
    const p = endedWith(5_000);
    for (const claim of [0, -1, 15_001, 0.5]) expect(p.no('ana', 'dispute', 'case1', { claim, ...CLAIM }).data).toMatchObject({ field: 'claim' });
    expect(p.no('ana', 'dispute', 'case1', { claim: 1, ...CLAIM, statement: 'Too short' }).data).toMatchObject({ field: 'statement' });
    expect(p.no('ana', 'dispute', 'case1', { claim: 1, ...CLAIM, criteria: [] }).data).toMatchObject({ field: 'criteria' });
    p.does('ana', 'dispute', 'case1', { claim: 15_000, ...CLAIM });
    expect(p.state('case1')).toBe('disputed');
  });

  test('DSP-3: what is not claimed goes back at once; only the gap stays held', () => {
    const p = disputed(13_000);
    expect([p.c.held, p.facts('case1')['gap'], p.c.refunded, p.balance('refunds:ben')]).toEqual([13_000, 13_000, 7_000, 7_350]);
  });
});
