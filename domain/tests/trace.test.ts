import { describe, expect, test } from 'vitest';
import { isRefusal, type Role, type Step } from '../contract.ts';
import { act } from '../engine.ts';
import { openWallet } from '../house.ts';
import { completed, type Policy } from '../policy/schema.ts';
import { standard } from '../policy/standard.ts';
import { endedWith, type Play, working } from '../testing/play.ts';
import { DAY, HOUR, iso } from '../time.ts';

/** A refund of 214.95 that the bank took and that is past its latest date, Monday 9 November, 23:59:59.999 UTC. */
function late(): Play {
  const p = endedWith(0, undefined, { bank: true });
  p.answers(false);
  p.does('ana', 'approveRefund', 'case1');
  p.does('bank', 'accepted', 'refund1');
  p.wait(10 * DAY);
  return p;
}
function reported(): Play {
  const p = late();
  p.does('ben', 'reportMissing', 'refund1', { note: 'Nothing on my statement until Friday.' });
  return p;
}
const SAID = { message: 'We asked the bank about it today.' };

describe('missing money', () => {
  test('RFR-4: a refund can be reported from just after its latest date, and before that it says from when', () => {
    const p = endedWith(0, undefined, { bank: true });
    p.answers(false);
    p.does('ana', 'approveRefund', 'case1');
    p.does('bank', 'accepted', 'refund1');
    const latest = p.c.instances['refund1']?.windows[0]?.dueAt as number;
    expect(p.offered('ben', 'reportMissing')?.blocked).toMatchObject({ refused: 'not_late_yet', data: { at: latest } });
    p.wait(latest - p.now);
    expect(p.no('ben', 'reportMissing', 'refund1')).toMatchObject({ refused: 'not_late_yet', rule: 'RFR-4' });
    p.wait(1);
    const step = p.does('ben', 'reportMissing', 'refund1');
    expect(step.outside).toMatchObject([{ kind: 'trace', source: 'c1.refund1', reference: 'c1.refund1.trace1.1' }]);
    expect(step.tells.map((t) => t.to)).toEqual(['client', 'finance']);
    expect([p.state('trace1'), iso(p.c.instances['trace1']?.windows[0]?.dueAt as number)]).toEqual(['open', '2026-11-17T23:59:59.999Z']);
    expect(p.no('ben', 'reportMissing', 'refund1').refused).toBe('already_traced');
  });

  test('RFR-4: only its owner reports it; what arrived by the bank’s word can be missed for 60 days more', () => {
    const p = late();
    expect(p.may('ana')).not.toContain('reportMissing');
    expect(p.no('ana', 'reportMissing', 'refund1')).toHaveProperty('refused');
    p.does('bank', 'settled', 'refund1');
    expect([p.state('refund1'), p.balance('refunds:ben')]).toEqual(['arrived', 0]);
    p.wait(56 * DAY);
    p.does('ben', 'reportMissing', 'refund1');
    p.does('bank', 'bookSays', 'trace1', { state: 'settled' });
    p.does('finn', 'answerFound', 'trace1', { reference: 'ARN 7481 22', ...SAID });
    expect(p.facts('trace1')).toMatchObject({ answer: { reference: 'ARN 7481 22' } });
    p.wait(2 * DAY);
    expect(p.may('ben')).not.toContain('reportMissing');
    expect(p.no('ben', 'reportMissing', 'refund1').refused).toBe('report_too_late');
  });

  test('RFR-5: finance answers only what the bank’s book said within a day: nothing before, nothing against it', () => {
    const p = reported();
    expect(p.no('finn', 'answerFound', 'trace1', { reference: 'ARN 1', ...SAID }).refused).toBe('book_not_asked');
    p.does('bank', 'bookSays', 'trace1', { state: 'accepted' });
    expect(p.no('finn', 'answerCredit', 'trace1', SAID).refused).toBe('book_has_it');
    p.wait(24 * HOUR + 1);
    expect(p.no('finn', 'answerFound', 'trace1', { reference: 'ARN 1', ...SAID }).refused).toBe('book_not_asked');
    expect(p.does('finn', 'askBook', 'trace1').outside).toMatchObject([{ reference: 'c1.refund1.trace1.2' }]);
    p.does('bank', 'bookSays', 'trace1', { state: 'missing' });
    expect(p.no('finn', 'answerFound', 'trace1', { reference: 'ARN 1', ...SAID }).refused).toBe('book_has_it_not');
    for (const who of ['ben', 'ana', 'sue', 'mia']) expect(p.no(who, 'answerCredit', 'trace1', SAID)).toHaveProperty('refused');
  });

  test('RFR-5: what the book does not know becomes credit once; whatever the bank says later moves nothing', () => {
    const p = reported();
    p.does('bank', 'bookSays', 'trace1', { state: 'missing' });
    const step = p.does('finn', 'answerCredit', 'trace1', SAID);
    expect(step.postings).toEqual([{ from: 'refunds:ben', to: 'credit:ben', amount: 21_495, why: 'creditAfterTrace' }]);
    expect([p.state('trace1'), p.state('refund1'), p.balance('credit:ben')]).toEqual(['credited', 'credited', 21_495]);
    for (const late of ['settled', 'returned', 'declined', 'accepted']) expect(p.no('bank', late, 'refund1')).toHaveProperty('refused');
    expect(p.no('finn', 'answerCredit', 'trace1', SAID)).toHaveProperty('refused');
    expect(p.no('ben', 'reportMissing', 'refund1')).toHaveProperty('refused');
  });

  test('RFR-5: what was never handed to the bank is not credited beside: it goes out by itself', () => {
    const p = endedWith(0, undefined, { bank: true });
    p.answers(false);
    p.does('ana', 'approveRefund', 'case1');
    p.wait(10 * DAY);
    expect(p.state('refund1')).toBe('wanted');
    p.does('ben', 'reportMissing', 'refund1');
    p.does('bank', 'bookSays', 'trace1', { state: 'missing' });
    expect(p.no('finn', 'answerCredit', 'trace1', SAID).refused).toBe('book_has_it');
  });

  test('RFR-5: what the bank sent back, even after it had arrived, is credit, and ends the search by itself', () => {
    const p = late();
    p.does('bank', 'settled', 'refund1');
    p.does('ben', 'reportMissing', 'refund1');
    const back = p.does('bank', 'returned', 'refund1', { reason: 'account closed' });
    expect(back.postings).toEqual([{ from: 'world', to: 'credit:ben', amount: 21_495, why: 'sourceCannotTakeIt' }]);
    expect([p.state('trace1'), p.state('refund1'), p.balance('credit:ben')]).toEqual(['cameBack', 'credited', 21_495]);
  });

  test('RFR-6: silence of finance takes the book’s word, else operators have it, else it ends and can be reported again', () => {
    const told = reported();
    told.does('bank', 'bookSays', 'trace1', { state: 'settled' });
    told.wait(8 * DAY);
    expect([told.state('trace1'), told.facts('trace1')]).toMatchObject(['found', { answer: { reference: 'c1.refund1' } }]);
    const p = reported();
    p.does('bank', 'bookSays', 'trace1', { state: 'accepted' });
    p.wait(8 * DAY);
    expect(p.state('trace1')).toBe('overdue');
    expect(p.steps.at(-1)?.tells.map((t) => t.to)).toEqual(['client', 'finance', 'staff']);
    p.wait(8 * DAY);
    expect([p.state('trace1'), p.balance('refunds:ben')]).toEqual(['unanswered', 21_495]);
    p.does('ben', 'reportMissing', 'refund1');
    expect(p.state('trace2')).toBe('open');
  });

  test('RFR-4: a payout is reported in the same way, and goes back to the account it came from', () => {
    const p = working();
    p.does('ben', 'approve', 'm1');
    p.wait(5 * DAY);
    let c = openWallet(
      { id: 'wallet.ana.USD', marketplace: 'main', currency: 'USD', owner: 'ana', method: { id: 'bank-1', label: 'DE •••• 3000' } },
      p.now,
      standard,
      p.world,
    ).contract;
    const does = (role: Role, name: string, on: string, at: number, input: Record<string, unknown> = {}): Step => {
      const step = act(c, { roles: [role], person: role }, { act: name, on, input }, at, standard, p.world);
      if (isRefusal(step)) throw new Error(JSON.stringify(step));
      c = step.contract;
      return step;
    };
    does('client', 'payOut', 'wallet', p.now, { amount: 18_000 });
    does('bank', 'accepted', 'payout1', p.now);
    const late = p.now + 6 * DAY;
    does('client', 'reportMissing', 'payout1', late);
    does('bank', 'bookSays', 'trace1', late, { state: 'missing' });
    expect(does('finance', 'answerCredit', 'trace1', late, SAID).postings).toEqual([
      { from: 'payouts:ana', to: 'available:ana', amount: 18_000, why: 'creditAfterTrace' },
    ]);
    expect([c.instances['payout1']?.state, c.instances['trace1']?.state]).toEqual(['returned', 'credited']);
  });

  test('POL-2: a policy published before the search existed gets its windows, and keeps all of its own', () => {
    const { traceReport: _r, traceAnswer: _a, traceFallback: _f, ...windows } = standard.windows;
    const { bookFreshHours: _b, ...limits } = standard.limits;
    const old = { ...standard, windows: { ...windows, review: { period: { days: 9 }, reminders: [] } }, limits } as unknown as Policy;
    expect(completed(old)).toMatchObject({ windows: { traceAnswer: standard.windows.traceAnswer, review: { period: { days: 9 } } } });
    expect(completed(old).limits.bookFreshHours).toBe(24);
  });
});
