import { describe, expect, test } from 'vitest';
import { instancesOf } from '../contract.ts';
import { available } from '../engine.ts';
import { completed } from '../policy/schema.ts';
import { standard } from '../policy/standard.ts';
import { DENIAL, disputed, endedWith, proposed, working } from '../testing/play.ts';
import { DAY } from '../time.ts';

const ASK = { days: 3, reason: 'I am in hospital until Friday.' };
const EXTEND = { window: 'refundAnswer', days: 2, reason: 'They are in hospital.' };

describe('asking for more time', () => {
  test('TIM-10: a party asks staff in a window of its own; nothing moves, staff and the other side hear of it', () => {
    const p = endedWith(0);
    const due = p.due('case1');
    const { held } = p.c;
    const step = p.does('ana', 'askTime', 'case1', ASK);
    expect([p.due('case1'), p.c.held, p.c.owed, step.postings]).toEqual([due, held, undefined, []]);
    expect(step.tells.map((t) => t.to)).toEqual(['staff', 'client']);
    expect(p.facts('extension1')).toMatchObject({ by: 'freelancer', on: 'case1', window: 'refundAnswer', ...ASK, askedAt: p.now });
    expect(p.no('ana', 'askTime', 'case1', ASK).refused).toBe('already_asked');
    expect(p.no('ben', 'askTime', 'case1', ASK).refused).toBe('no_open_window');
    for (const who of ['moe', 'mia', 'sue', 'oli']) expect(p.no(who, 'askTime', 'case1', ASK).refused).toBe('not_your_part');
  });

  test('TIM-10: it needs days that one extension may add, and a reason', () => {
    const p = endedWith(0);
    expect(p.no('ana', 'askTime', 'case1', { ...ASK, days: 8 }).data).toMatchObject({ field: 'days' });
    expect(p.no('ana', 'askTime', 'case1', { ...ASK, days: 0 }).data).toMatchObject({ field: 'days' });
    expect(p.no('ana', 'askTime', 'case1', { days: 3, reason: 'ill' }).data).toMatchObject({ field: 'reason' });
  });

  test('TIM-10, TIM-7: an extension answers it, with the days that staff give', () => {
    const p = endedWith(0);
    const due = p.due('case1');
    p.does('ana', 'askTime', 'case1', ASK);
    p.does('sue', 'extend', 'case1', EXTEND);
    expect([p.state('extension1'), p.due('case1'), p.c.owed]).toMatchObject(['granted', due + 2 * DAY, { party: 'client', days: 2 }]);
    expect(p.facts('extension1')['answer']).toEqual({ days: 2, reason: EXTEND.reason, at: p.now });
    expect(p.no('ana', 'askTime', 'case1', ASK).refused).toBe('already_extended');
    expect(p.no('sue', 'declineTime', 'extension1', { reason: 'Too late to say no.' }).refused).toBe('already_over');
  });

  test('TIM-10: support and operators decline with a reason that both hear; the time runs on', () => {
    for (const who of ['sue', 'oli']) {
      const p = endedWith(0);
      const due = p.due('case1');
      p.does('ana', 'askTime', 'case1', ASK);
      for (const not of ['ana', 'ben', 'moe'])
        expect(p.no(not, 'declineTime', 'extension1', { reason: 'Seven days are enough.' }).refused).toBe('not_your_part');
      const step = p.does(who, 'declineTime', 'extension1', { reason: 'Seven days are enough.' });
      expect([p.state('extension1'), p.due('case1'), step.tells.map((t) => t.to)]).toEqual(['declined', due, ['client', 'freelancer']]);
      expect(p.no('ana', 'askTime', 'case1', ASK).refused).toBe('already_asked');
    }
  });

  test('TIM-10: who asked withdraws the request; nothing moves, staff and the other side hear of it, and it gives no second one', () => {
    const p = endedWith(0);
    const due = p.due('case1');
    p.does('ana', 'askTime', 'case1', ASK);
    expect(p.offered('ana', 'withdrawTime')?.on).toBe('extension1');
    expect([p.offered('ben', 'withdrawTime'), p.offered('sue', 'withdrawTime')]).toEqual([undefined, undefined]);
    expect(p.no('ben', 'withdrawTime', 'extension1').refused).toBe('not_yours_to_withdraw');
    for (const who of ['moe', 'mia', 'sue']) expect(p.no(who, 'withdrawTime', 'extension1').refused).toBe('not_your_part');
    const step = p.does('ana', 'withdrawTime', 'extension1');
    expect([p.state('extension1'), p.due('case1'), p.c.owed, step.postings]).toEqual(['withdrawn', due, undefined, []]);
    expect(step.tells.map((t) => t.to)).toEqual(['staff', 'client']);
    expect(p.no('ana', 'askTime', 'case1', ASK).refused).toBe('already_asked');
    expect(p.no('sue', 'declineTime', 'extension1', { reason: 'It was withdrawn.' }).refused).toBe('already_over');
    // Staff need no request to extend, and the withdrawn one is not answered by it.
    p.does('sue', 'extend', 'case1', EXTEND);
    expect([p.state('extension1'), p.due('case1')]).toEqual(['withdrawn', due + 2 * DAY]);
  });

  test('TIM-10: when nobody answers, the window lapses as it always does, and the request is over', () => {
    const p = endedWith(0);
    p.does('ana', 'askTime', 'case1', ASK);
    p.to(p.due('case1'));
    expect([p.state('extension1'), p.state('case1'), p.c.refunded]).toEqual(['over', 'closed', 20_000]);
  });

  test('TIM-10: whoever acts instead needs no answer; the next window is another one', () => {
    const p = disputed();
    p.does('ben', 'askTime', 'case1', ASK);
    p.does('ben', 'contest', 'case1', DENIAL);
    expect(p.state('extension1')).toBe('over');
    expect(p.no('sue', 'declineTime', 'extension1', { reason: 'Too late to say no.' }).refused).toBe('already_over');
  });

  test('TIM-10, MED-4: in a window for both each may ask, not who has answered, and the request does not tell of an answer', () => {
    const p = proposed();
    p.does('ana', 'askTime', 'case1', ASK);
    p.does('ben', 'askTime', 'case1', ASK);
    p.does('ana', 'answerProposal', 'case1', { answer: 'reject' });
    expect([p.state('extension1'), p.state('extension2')]).toEqual(['open', 'open']);
    p.does('sue', 'extend', 'case1', { ...EXTEND, window: 'proposalAnswer' });
    expect([p.state('extension1'), p.state('extension2')]).toEqual(['granted', 'granted']);
    const q = proposed();
    q.does('ana', 'answerProposal', 'case1', { answer: 'reject' });
    expect(q.no('ana', 'askTime', 'case1', ASK).refused).toBe('no_open_window');
  });

  test('TIM-10: how often it may be asked is the policy’s, never when it says 0, and once where a stored policy says nothing', () => {
    const off = endedWith(0, undefined, { policy: { limits: { ...standard.limits, askTimePerWindow: 0 } } });
    expect(off.no('ana', 'askTime', 'case1', ASK).refused).toBe('asking_off');
    const acts = (p: typeof off) => available(p.c, { roles: ['freelancer'], person: 'ana' }, p.now, p.policy, p.world).map((a) => a.act);
    expect([acts(off).includes('askTime'), acts(endedWith(0)).includes('askTime')]).toEqual([false, true]);
    const { askTimePerWindow: _gone, ...limits } = standard.limits;
    expect(completed({ ...standard, limits: limits as typeof standard.limits }).limits.askTimePerWindow).toBe(1);
  });

  test('TIM-10, MIL-9: asking is no activity; a dormant contract does not wake from it', () => {
    const p = working();
    p.to(p.due('dormancy'));
    expect(p.state('dormancy')).not.toBe('counting');
    const [state, due] = [p.state('dormancy'), p.due('dormancy')];
    p.does('ben', 'askTime', 'dormancy', ASK);
    expect([p.state('dormancy'), p.due('dormancy'), instancesOf(p.c, 'extension').length]).toEqual([state, due, 1]);
  });
});
