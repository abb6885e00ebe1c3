import { describe, expect, test } from 'vitest';
import { longest, worstHold } from '../policy/bound.ts';
import { standard } from '../policy/standard.ts';
import { DAY } from '../time.ts';

describe('how long money can stay held in silence', () => {
  test('MIL-9, POL-5: the way is read off the tables, wait by wait', () => {
    const { path, ms } = worstHold(standard);
    expect(path.map((w) => `${w.state} ${w.window}`)).toEqual([
      'wanted bankAnswer',
      'submitted review',
      'queued mediationWatchdog',
      'overdue mediationEnd',
      'unresolved feePayment',
      'wanted bankAnswer',
      'hearing award',
      'awardOverdue awardFallback',
      'counting dormancy',
      'clientAsked dormancyClient',
      'freelancerMayAsk dormancyFreelancer',
    ]);
    expect(ms).toBeGreaterThan(path.reduce((sum, w) => sum + w.ms, 0));
  });

  test('POL-5: a longer window makes it as much longer; one that is on no silent way does not', () => {
    const with_ = (name: 'award' | 'giveBack', days: number) =>
      worstHold({ ...standard, windows: { ...standard.windows, [name]: { period: { days }, reminders: [] } } }).ms;
    expect(with_('award', 40) - worstHold(standard).ms).toBe(10 * DAY);
    expect(with_('giveBack', 400)).toBe(worstHold(standard).ms);
  });

  test('TIM-3: business days count for as long as holidays and weekends can stretch them', () => {
    expect(longest({ days: 3 }, standard)).toBe(3 * DAY);
    // From Maundy Thursday: Good Friday, the weekend, Easter Monday, then two business days to their end.
    expect(longest({ businessDays: 2 }, standard)).toBeGreaterThan(6 * DAY);
    expect(longest({ businessDays: 2 }, standard)).toBeLessThan(8 * DAY);
  });
});
