import { describe, expect, test } from 'vitest';
import { standard } from '../policy/standard.ts';
import { CLAIM, endedWith, WORK, working } from '../testing/play.ts';
import { DAY } from '../time.ts';

/** 200.00 held, and Ben offers that Ana gets 120.00 of it. */
function offered(freelancer = 12_000) {
  const p = working();
  p.does('ben', 'offerEnding', 'contract', { freelancer, note: 'Let us part as friends.', days: 3 });
  return p;
}

describe('ending by agreement', () => {
  test.each([
    [0, 0, 20_000],
    [12_345, 12_345, 7_655],
    [20_000, 20_000, 0],
  ])('END-10: accepted at %i, that is paid, the rest goes back, the contract has ended and no request follows', (freelancer, paid, back) => {
    const p = offered(freelancer);
    p.does('ana', 'acceptEnding', 'parting1');
    expect([p.c.released, p.c.refunded, p.c.held]).toEqual([paid, back, 0]);
    expect([p.state('contract'), p.state('parting1'), p.c.instances['case1']]).toEqual(['ended', 'accepted', undefined]);
    expect(p.facts('contract')).toMatchObject({ endedBy: 'both', reason: 'agreed' });
    expect(p.state('feedback')).toBe('open');
  });

  test('END-10: either side may offer, the other answers; the maker withdraws and does not answer', () => {
    const p = working();
    p.does('ana', 'submit', 'm1', WORK);
    p.does('ana', 'offerEnding', 'contract', { freelancer: 15_000 });
    expect(p.no('ana', 'acceptEnding', 'parting1').refused).toBe('own_proposal');
    expect(p.no('ben', 'withdrawEnding', 'parting1').refused).toBe('not_yours_to_withdraw');
    expect(p.no('ana', 'offerEnding', 'contract', { freelancer: 1 }).refused).toBe('offer_open');
    for (const who of ['moe', 'mia', 'sue', 'oli']) expect(p.no(who, 'acceptEnding', 'parting1').refused).toBe('not_your_part');
    p.does('ben', 'counterEnding', 'parting1', { freelancer: 14_000 });
    expect([p.state('parting1'), p.state('parting2')]).toEqual(['countered', 'open']);
    p.does('ana', 'acceptEnding', 'parting2');
    expect([p.c.released, p.c.refunded]).toEqual([14_000, 6_000]);
  });

  test('END-10: declined, withdrawn or left alone it changes nothing; the named day counts', () => {
    for (const [who, act] of [
      ['ana', 'declineEnding'],
      ['ben', 'withdrawEnding'],
    ] as const) {
      const p = offered();
      p.does(who, act, 'parting1');
      expect([p.state('contract'), p.c.held, p.c.released]).toEqual(['active', 20_000, 0]);
    }
    const p = offered();
    p.wait(3 * DAY - 1);
    expect(p.state('parting1')).toBe('open');
    p.wait(1);
    expect([p.state('parting1'), p.state('contract'), p.c.held]).toEqual(['expired', 'active', 20_000]);
    expect(p.no('ana', 'acceptEnding', 'parting1').refused).toBe('deadline_passed');
  });

  test('END-10: it divides what was held; when another sum is held, it is over', () => {
    const p = offered();
    p.does('ana', 'submit', 'm1', WORK);
    expect(p.state('parting1')).toBe('open');
    p.does('ben', 'approve', 'm1', { amount: 5_000 });
    expect(p.state('parting1')).toBe('over');
    expect(p.no('ana', 'acceptEnding', 'parting1').refused).toBe('already_over');
    expect(p.offered('ben', 'offerEnding')?.takes['freelancer']).toMatchObject({ min: 0, max: 15_000 });
  });

  test('END-10: an end by one side, or a case, takes its place', () => {
    const p = offered();
    p.does('ana', 'end', 'contract', { reason: 'other' });
    expect(p.state('parting1')).toBe('over');
    const q = working();
    q.does('ana', 'submit', 'm1', WORK);
    q.does('ben', 'approve', 'm1', { amount: 5_000 });
    q.does('ben', 'offerEnding', 'contract', { freelancer: 5_000 });
    q.does('ana', 'disputePartial', 'm1', { claim: 15_000, ...CLAIM });
    expect(q.state('parting1')).toBe('over');
    expect(q.no('ben', 'offerEnding', 'contract', { freelancer: 1 }).refused).toBe('case_open');
    expect(endedWith(5_000).may('ben')).not.toContain('offerEnding');
  });

  test('END-10: with nothing held there is nothing to agree on; more than is held cannot be named', () => {
    const p = working();
    for (const freelancer of [-1, 20_001, 0.5])
      expect(p.no('ben', 'offerEnding', 'contract', { freelancer }).data).toMatchObject({ field: 'freelancer' });
    for (const days of [0, 8]) expect(p.no('ben', 'offerEnding', 'contract', { freelancer: 1, days }).data).toMatchObject({ field: 'days' });
    p.does('ben', 'approve', 'm1');
    expect(p.no('ben', 'offerEnding', 'contract', { freelancer: 0 }).refused).toBe('nothing_to_divide');
  });

  test('END-10, TIM-7: staff cannot extend such an offer, and it does not wake a dormant contract', () => {
    const p = offered();
    expect(p.no('sue', 'extend', 'parting1', { window: 'settlementOffer', days: 1, reason: 'Because they asked.' }).refused).toBe('no_open_window');
    const quiet = working();
    quiet.wait(80 * DAY);
    const due = quiet.due('dormancy');
    quiet.does('ben', 'offerEnding', 'contract', { freelancer: 1 });
    expect(quiet.due('dormancy')).toBe(due);
  });

  test('END-3, END-10: the preview says how it falls on several milestones', () => {
    const p = working([20_000, 10_000], { policy: { limits: { ...standard.limits, fundedAtOnce: 5 } } });
    p.does('ben', 'fund', 'm2');
    const end = p.preview('ben', 'end', 'contract', { pay: 'amount', amount: 22_000, reason: 'quality' });
    expect(end.falls).toEqual([
      { id: 'm1', paid: 20_000, back: 0, asked: 0 },
      { id: 'm2', paid: 2_000, back: 0, asked: 8_000 },
    ]);
    p.does('ben', 'offerEnding', 'contract', { freelancer: 22_000 });
    expect(p.preview('ana', 'acceptEnding', 'parting1').falls).toEqual([
      { id: 'm1', paid: 20_000, back: 0, asked: 0 },
      { id: 'm2', paid: 2_000, back: 8_000, asked: 0 },
    ]);
    expect(p.preview('ana', 'end', 'contract', { reason: 'other' }).falls).toEqual([
      { id: 'm1', paid: 0, back: 20_000, asked: 0 },
      { id: 'm2', paid: 0, back: 10_000, asked: 0 },
    ]);
  });
});
