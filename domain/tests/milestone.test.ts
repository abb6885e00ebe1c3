import { describe, expect, test } from 'vitest';
import { asksToEnd } from '../milestones.ts';
import { rightsOf } from '../rights.ts';
import { CARD, type play, WORK, working } from '../testing/play.ts';
import { DAY, startOf } from '../time.ts';

describe('milestones', () => {
  test('MIL-1: one funded milestone at a time, or as many as the policy says; the smallest is 5.00', () => {
    const p = working([20_000, 10_000]);
    expect(p.no('ben', 'fund', 'm2')).toMatchObject({ refused: 'one_funded_at_a_time', rule: 'MIL-1' });
    const two = working([20_000, 10_000], { policy: { limits: { ...p.policy.limits, fundedAtOnce: 2 } } });
    two.does('ben', 'fund', 'm2');
    expect(two.c.held).toBe(30_000);
    expect(p.no('ben', 'addMilestone', 'contract', { title: 'Tiny', amount: 499 }).data).toMatchObject({ field: 'amount', min: 500 });
  });

  test('MIL-2: an empty submission is refused; a file, a link or twenty characters are one; each criterion is marked', () => {
    const p = working();
    expect(p.no('ana', 'submit', 'm1', { message: 'done', criteria: 'met' }).refused).toBe('empty_submission');
    expect(p.no('ana', 'submit', 'm1', { message: WORK.message, criteria: [] }).data).toMatchObject({ problem: 'criterion_missing' });
    expect(p.no('ana', 'submit', 'm1', { message: WORK.message, links: ['javascript:alert(1)'], criteria: 'met' }).refused).toBe('bad_input');
    p.does('ana', 'submit', 'm1', { message: 'done', links: ['https://example.org/site'], criteria: 'met' });
    expect(p.state('m1')).toBe('submitted');
  });

  test('MIL-3: silence for 14 days from the latest submission releases in full', () => {
    const p = working();
    p.does('ana', 'submit', 'm1', WORK);
    p.wait(10 * DAY);
    p.does('ana', 'submit', 'm1', WORK);
    p.wait(14 * DAY - 1);
    expect([p.state('m1'), p.c.held]).toEqual(['submitted', 20_000]);
    p.wait(1);
    expect([p.state('m1'), p.c.released, p.balance('pending:ana')]).toEqual(['released', 20_000, 18_000]);
  });

  test('MIL-4: requesting changes stops the clock until the next submission; a chat message does not', () => {
    const p = working();
    p.does('ana', 'submit', 'm1', WORK);
    const due = p.due('m1');
    p.does('ben', 'say', 'chat', { text: 'One moment please.' });
    expect(p.due('m1')).toBe(due);
    p.does('ben', 'requestChanges', 'm1', { message: 'The footer is missing.' });
    expect(p.c.instances['m1']?.windows).toEqual([]);
    p.wait(20 * DAY);
    p.does('ana', 'submit', 'm1', WORK);
    expect(p.due('m1')).toBe(p.now + 14 * DAY);
  });

  test('MIL-4: beyond the agreed number of revisions a change request is refused', () => {
    const p = working([{ amount: 20_000, revisionLimit: 1 }]);
    p.does('ana', 'submit', 'm1', WORK);
    p.does('ben', 'requestChanges', 'm1', { message: 'The footer is missing.' });
    p.does('ana', 'submit', 'm1', WORK);
    expect(p.no('ben', 'requestChanges', 'm1', { message: 'And the header too.' })).toMatchObject({
      refused: 'revisions_used_up',
      data: { limit: 1 },
    });
  });

  test('MIL-5: what a partial release leaves counts towards the next milestone, which is charged only the difference', () => {
    const p = working([30_000, 20_000]);
    p.does('ana', 'submit', 'm1', WORK);
    p.does('ben', 'approve', 'm1', { amount: 12_000 });
    expect([p.c.released, p.c.held]).toEqual([12_000, 18_000]);
    expect(p.preview('ben', 'fund', 'm2').consequence.charge).toMatchObject({ amount: 2_000, fee: 100, total: 2_100 });
    p.does('ben', 'fund', 'm2');
    expect([p.state('m2'), p.c.held]).toEqual(['funded', 20_000]);
  });

  test('MIL-5: a rest that covers the next milestone charges nothing', () => {
    const p = working([30_000, 10_000]);
    p.does('ana', 'submit', 'm1', WORK);
    p.does('ben', 'approve', 'm1', { amount: 20_000 });
    p.does('ben', 'fund', 'm2');
    expect([p.state('m2'), p.all('charge').length, p.c.held]).toEqual(['funded', 1, 10_000]);
  });

  test('MIL-6: releasing more than the milestone charges the surplus first; without a submission is fine', () => {
    const p = working();
    p.does('ben', 'approve', 'm1', { amount: 25_000, card: CARD });
    expect([p.state('m1'), p.c.released, p.facts('charge2')]).toMatchObject(['released', 25_000, { amount: 5_000, purpose: 'surplus' }]);
  });

  test('MIL-6: a surplus that the bank declines leaves the review as it was, its clock too', () => {
    const p = working();
    p.does('ana', 'submit', 'm1', WORK);
    const due = p.due('m1');
    p.answers(false);
    p.does('ben', 'approve', 'm1', { amount: 25_000, card: CARD });
    expect([p.state('m1'), p.due('m1')]).toEqual(['surplus', due]);
    p.does('bank', 'declined', 'charge2');
    expect([p.state('m1'), p.due('m1'), p.c.released]).toEqual(['submitted', due, 0]);
  });

  test('MIL-6: a surplus without a submission opens no review: when the bank declines, nothing runs that silence could end', () => {
    const p = working();
    p.answers(false);
    p.does('ben', 'approve', 'm1', { amount: 25_000, card: CARD });
    expect(p.c.instances['m1']?.windows).toEqual([]);
    p.does('bank', 'declined', 'charge2');
    p.wait(60 * DAY);
    expect([p.state('m1'), p.c.released, p.c.held]).toEqual(['funded', 0, 20_000]);
  });

  test('MIL-6: silence releases what is held while the bank still thinks; a surplus that comes later goes back', () => {
    const p = working();
    p.does('ana', 'submit', 'm1', WORK);
    p.wait(13 * DAY);
    p.answers(false);
    p.does('ben', 'approve', 'm1', { amount: 25_000, card: CARD });
    p.wait(DAY);
    expect([p.state('m1'), p.c.released]).toEqual(['released', 20_000]);
    p.does('bank', 'settled', 'charge2');
    expect([p.c.held, p.c.refunded, p.c.released]).toEqual([0, 5_000, 20_000]);
  });

  test('MIL-7: a bonus may be paid while active and for 365 days after the end', () => {
    const p = working();
    p.does('ben', 'payBonus', 'contract', { amount: 1_000, message: 'Thank you' });
    expect([p.c.released, p.balance('pending:ana'), p.balance('fees:client')]).toEqual([1_000, 900, 1_050]);
    p.does('ana', 'end', 'contract', { reason: 'completed' });
    p.wait(365 * DAY - 1);
    p.does('ben', 'payBonus', 'contract', { amount: 1_000 });
    p.wait(1);
    expect(p.no('ben', 'payBonus', 'contract', { amount: 1_000 }).refused).toBe('deadline_passed');
  });

  test('MIL-8: after the last milestone the client is asked to end the contract or keep it open; kept, it is asked again after the next payment', () => {
    const p = working([20_000, 10_000]);
    p.does('ben', 'approve', 'm1');
    expect([asksToEnd(p.c), p.may('ben').includes('keepOpen')]).toEqual([false, false]);
    p.does('ben', 'fund', 'm2');
    p.does('ben', 'approve', 'm2');
    expect([asksToEnd(p.c), p.state('contract'), p.c.held]).toEqual([true, 'active', 0]);
    expect(p.may('ben')).toEqual(expect.arrayContaining(['end', 'keepOpen', 'addMilestone']));
    expect(p.may('ana')).not.toContain('keepOpen');
    p.does('ben', 'keepOpen', 'contract');
    expect([asksToEnd(p.c), p.no('ben', 'keepOpen', 'contract').refused]).toEqual([false, 'nothing_to_keep']);
    p.does('ben', 'addMilestone', 'contract', { title: 'More', amount: 700 });
    p.does('ben', 'fund', 'm3');
    p.does('ben', 'approve', 'm3');
    expect(asksToEnd(p.c)).toBe(true);
  });

  test('MIL-9: nothing done for 90 days after the last date: notices on day 76 and 83, then the client, then the freelancer is asked, then it goes back', () => {
    const p = working([{ amount: 20_000, dueDate: '2026-11-30' }]);
    const start = (startOf('2026-11-30') as number) + DAY;
    p.to(start + 90 * DAY - 1);
    expect(p.steps.filter((s) => s.act === 'remind.dormancy').map((s) => (s.at - start) / DAY)).toEqual([76, 83]);
    p.wait(1);
    expect(p.state('dormancy')).toBe('clientAsked');
    p.wait(7 * DAY);
    expect(p.state('dormancy')).toBe('freelancerMayAsk');
    p.wait(7 * DAY);
    expect([p.c.held, p.c.refunded, p.state('m1')]).toEqual([0, 20_000, 'refunded']);
  });

  test('MIL-9: the freelancer asks for release, the client is silent for 14 days: it is released', () => {
    const p = working();
    p.wait(97 * DAY);
    p.does('ana', 'askForRelease', 'dormancy');
    p.wait(14 * DAY);
    expect([p.c.held, p.c.released, p.state('m1')]).toEqual([0, 20_000, 'released']);
  });

  test('MIL-9: a submission restarts the count, a message does not', () => {
    const p = working();
    const first = p.due('dormancy');
    p.wait(50 * DAY);
    p.does('ana', 'say', 'chat', { text: 'Still here.' });
    expect(p.due('dormancy')).toBe(first);
    p.does('ana', 'submit', 'm1', WORK);
    p.does('ben', 'requestChanges', 'm1', { message: 'The footer is missing.' });
    expect(p.due('dormancy')).toBe(p.now + 90 * DAY);
  });
});

describe('rights and messages', () => {
  const rights = (p: ReturnType<typeof play>) => rightsOf(p.c.instances['m1']!);

  test('WRK-1: rights stay with the freelancer until paid, pass with full release, and are shared in part', () => {
    const p = working();
    expect(rights(p)).toBeUndefined();
    p.does('ana', 'submit', 'm1', WORK);
    expect(rights(p)).toMatchObject({ holder: 'freelancer', share: 0, reason: 'unpaid' });
    p.does('ben', 'approve', 'm1', { amount: 5_000 });
    expect(rights(p)).toMatchObject({ holder: 'shared', share: 2_500, reason: 'paidInPart' });
    const full = working();
    full.does('ana', 'submit', 'm1', WORK);
    full.does('ben', 'approve', 'm1');
    expect(rights(full)).toMatchObject({ holder: 'client', share: 10_000, reason: 'paidInFull', since: full.now });
  });

  test('WRK-1: a refund of released money returns that share', () => {
    const p = working();
    p.does('ana', 'submit', 'm1', WORK);
    p.does('ben', 'approve', 'm1');
    p.wait(DAY);
    p.does('ana', 'giveBack', 'contract', { amount: 5_000 });
    expect(rights(p)).toMatchObject({ holder: 'shared', share: 7_500, since: p.now });
  });

  test('WRK-2: the state of the rights has a date and a reason', () => {
    const p = working();
    p.does('ana', 'submit', 'm1', WORK);
    p.wait(14 * DAY);
    expect(rights(p)).toEqual({ holder: 'client', share: 10_000, since: p.now, reason: 'paidInFull' });
  });

  test('MSG-1: own messages can be edited for five minutes, deleted only while no case is open; they move no clock', () => {
    const p = working();
    const message = { seq: p.c.seq, by: 'ben', at: p.now };
    expect(p.no('ana', 'editMessage', 'chat', { message, text: 'Mine now' }).refused).toBe('not_your_message');
    p.wait(300_000);
    p.does('ben', 'editMessage', 'chat', { message, text: 'Better' });
    p.wait(1);
    expect(p.no('ben', 'editMessage', 'chat', { message, text: 'Too late' }).refused).toBe('too_late_to_edit');
    p.does('ben', 'end', 'contract', { pay: 'nothing', reason: 'other' });
    expect(p.no('ben', 'deleteMessage', 'chat', { message })).toMatchObject({ refused: 'case_open', rule: 'MSG-1' });
  });

  test('FBK-1: feedback is hidden until both gave it or the window closed, and is given once', () => {
    const p = working();
    p.does('ben', 'end', 'contract', { pay: 'full', reason: 'completed' });
    p.does('ben', 'giveFeedback', 'feedback', { stars: 5, comment: 'Great' });
    expect([p.state('feedback'), p.no('ben', 'giveFeedback', 'feedback', { stars: 1 }).refused]).toEqual(['open', 'already_given']);
    p.does('ana', 'giveFeedback', 'feedback', { stars: 4 });
    expect(p.state('feedback')).toBe('published');
  });
});
