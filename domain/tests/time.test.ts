import { describe, expect, test } from 'vitest';
import { isRefusal } from '../contract.ts';
import { act, advance, nextDue } from '../engine.ts';
import { sendOffer } from '../house.ts';
import { policyDifferences, policyFaults, WINDOW_NAMES } from '../policy/schema.ts';
import { standard } from '../policy/standard.ts';
import { silence } from '../preview.ts';
import { CARD, disputed, endedWith, MONDAY, notice, play, termsWith, WORK, working } from '../testing/play.ts';
import { DAY, endOf, endOfBusinessDay, isBusinessDay, iso, startOf } from '../time.ts';

const NONE = new Set<string>();

describe('time', () => {
  test('TIM-1: every instant of a contract comes from the one clock that is handed in, in UTC', () => {
    const p = disputed();
    expect(p.steps.every((s) => s.at === MONDAY)).toBe(true);
    expect(iso(p.c.createdAt)).toBe('2026-11-02T10:00:00.000Z');
  });

  test('TIM-2: n days are n times 24 hours from the event, whatever the clocks of the parties do', () => {
    const dst = Date.UTC(2026, 2, 28, 23, 30); // the night before Europe goes to summer time
    expect(endOf(dst, { days: 7 }, NONE) - dst).toBe(7 * 24 * 3_600_000);
  });

  test('TIM-3: n business days are the end of the n-th day after, without weekends and holidays', () => {
    const friday = startOf('2026-11-06') as number;
    expect(iso(endOfBusinessDay(friday + 1, 1, NONE))).toBe('2026-11-09T23:59:59.999Z');
    expect(iso(endOfBusinessDay(friday, 5, new Set(['2026-11-11'])))).toBe('2026-11-16T23:59:59.999Z');
    expect(isBusinessDay(startOf('2026-12-25') as number, new Set(standard.holidays))).toBe(false);
  });

  test('TIM-3: the own calendar agrees with an independent one for every day of 200 years', () => {
    for (let day = -36_525; day < 36_525; day += 1) {
      const at = day * DAY;
      expect(iso(at)).toBe(new Date(at).toISOString());
      const weekday = new Date(at).getUTCDay();
      expect(isBusinessDay(at, NONE)).toBe(weekday !== 0 && weekday !== 6);
    }
  });

  test('TIM-4: the feedback window ends at midnight UTC of the fourteenth day', () => {
    const p = endedWith(20_000);
    expect(iso(p.due('feedback'))).toBe('2026-11-16T23:59:59.999Z');
  });

  test('TIM-5: an act one millisecond before the deadline counts, at the deadline it is refused, also before the lapse was carried out', () => {
    const p = endedWith(0);
    const due = p.due('case1');
    const late = (now: number) =>
      act(p.c, { roles: ['freelancer'], person: 'ana' }, { act: 'approveRefund', on: 'case1', input: {} }, now, p.policy, p.world);
    expect(isRefusal(late(due - 1))).toBe(false);
    p.to(due);
    expect(p.no('ana', 'approveRefund', 'case1')).toMatchObject({
      refused: 'deadline_passed',
      rule: 'TIM-5',
      data: { window: 'refundAnswer', at: due },
    });
  });

  test('TIM-6: a lapse happens once, never early, dated at its deadline, however late it is carried out', () => {
    const p = endedWith(0);
    const due = p.due('case1');
    expect(advance(p.c, due - 1, p.policy, p.world).filter((s) => s.act === 'refundAnswer')).toEqual([]);
    p.to(due + 40 * DAY);
    const lapses = p.steps.filter((s) => s.act === 'refundAnswer');
    expect(lapses.map((s) => s.at)).toEqual([due]);
    expect(p.facts('case1')['outcome']).toMatchObject({ at: due });
  });

  test('TIM-6: what falls due together is carried out in order of the deadlines', () => {
    const p = notice();
    p.to(p.now + 60 * DAY);
    const times = p.steps.map((s) => s.at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test('TIM-7: staff extend an open window once, with a reason; the other side is owed the same on its next window', () => {
    const p = endedWith(0);
    const due = p.due('case1');
    expect(p.no('sue', 'extend', 'case1', { window: 'refundAnswer', days: 2, reason: 'ill' }).refused).toBe('bad_input');
    expect(p.no('ben', 'extend', 'case1', { window: 'refundAnswer', days: 2, reason: 'I would like more time' }).refused).toBe('not_your_part');
    const step = p.does('sue', 'extend', 'case1', { window: 'refundAnswer', days: 2, reason: 'Ana is in hospital.' });
    expect(p.due('case1')).toBe(due + 2 * DAY);
    expect(step.tells.map((t) => t.to)).toEqual(['client', 'freelancer']);
    expect(p.no('sue', 'extend', 'case1', { window: 'refundAnswer', days: 1, reason: 'And one more day.' }).refused).toBe('already_extended');
    p.does('ana', 'dispute', 'case1', { claim: 20_000, reason: 'workDone', statement: 'Everything that was agreed is done.', criteria: 'met' });
    expect(p.due('case1')).toBe(p.now + 7 * DAY);
  });

  test('TIM-7: how often a window may be extended is the policy’s: twice, when it says two', () => {
    const p = endedWith(0, undefined, { policy: { limits: { ...standard.limits, extensionsPerWindow: 2 } } });
    const due = p.due('case1');
    for (let n = 0; n < 2; n += 1) p.does('sue', 'extend', 'case1', { window: 'refundAnswer', days: 1, reason: 'Ana is in hospital.' });
    expect(p.due('case1')).toBe(due + 2 * DAY);
    expect(p.no('sue', 'extend', 'case1', { window: 'refundAnswer', days: 1, reason: 'And once more, please.' }).refused).toBe('already_extended');
  });

  test('SET-1: an offer that names no days stays open as long as the policy says', () => {
    const windows = { ...standard.windows, settlementOffer: { period: { days: 2 }, reminders: [] } };
    const p = endedWith(0, undefined, { policy: { windows } });
    p.does('ben', 'offerSettlement', 'case1', { freelancer: 1_000 });
    expect(p.due('settlement1')).toBe(p.now + 2 * DAY);
  });

  test('TIM-7: the days owed to the other side wait for a window of its own; an offer or a question does not use them up', () => {
    const p = endedWith(0);
    p.does('sue', 'extend', 'case1', { window: 'refundAnswer', days: 5, reason: 'Ana is in hospital.' });
    p.does('ben', 'offerSettlement', 'case1', { freelancer: 1_000 });
    p.does('ana', 'dispute', 'case1', { claim: 20_000, reason: 'workDone', statement: 'Everything that was agreed is done.', criteria: 'met' });
    expect(p.due('case1')).toBe(p.now + 10 * DAY);
  });

  test('SET-1, TIM-7: an offer inside a case cannot be extended past the case', () => {
    const p = endedWith(0);
    p.does('ben', 'offerSettlement', 'case1', { freelancer: 1_000 });
    expect(p.no('sue', 'extend', 'settlement1', { window: 'settlementOffer', days: 5, reason: 'They are close.' }).refused).toBe('no_open_window');
  });

  test('TIM-7: an extension reminds again before the new end, and never of a time that is past', () => {
    const p = endedWith(0);
    const due = p.due('case1');
    p.to(due - DAY / 2);
    p.does('sue', 'extend', 'case1', { window: 'refundAnswer', days: 1, reason: 'Ana is in hospital.' });
    p.to(due + DAY);
    const reminders = p.steps.filter((s) => s.act === 'remind.refundAnswer').map((s) => s.at - due);
    expect(reminders).toEqual([-3 * DAY, -DAY, 0]);
  });

  test('TIM-8: time only moves forward on a contract: steps never go back, whatever order lapses are found in', () => {
    const p = disputed();
    p.wait(3 * DAY);
    p.wait(30 * DAY);
    for (let n = 1; n < p.steps.length; n += 1) expect(p.steps[n]!.at).toBeGreaterThanOrEqual(p.steps[n - 1]!.at);
  });

  test('TIM-9: for every open window it can be said what silence does, to whom and how much, by the code that does it', () => {
    const p = endedWith(0);
    const w = p.c.instances['case1']!.windows[0]!;
    const told = silence(p.c, 'case1', w, p.policy, p.world).consequence.moved;
    p.to(w.dueAt);
    expect(told).toMatchObject({ refunded: 20_000, feesBack: 1_495, toClient: 21_495, released: 0 });
    expect(p.c.refunded).toBe(told.refunded);
  });

  test('NOT-2: the actor is reminded 72 and 24 hours before the end, once each', () => {
    const p = endedWith(0);
    const due = p.due('case1');
    p.to(due - 1);
    const reminders = p.steps.filter((s) => s.act === 'remind.refundAnswer');
    expect(reminders.map((s) => due - s.at)).toEqual([3 * DAY, DAY]);
    expect(reminders.flatMap((s) => s.tells.map((t) => t.to))).toEqual(['freelancer', 'freelancer']);
  });

  test('MIL-3: the client is reminded 7 days, 3 days and 24 hours before silence releases', () => {
    const p = working();
    p.does('ana', 'submit', 'm1', WORK);
    const due = p.due('m1');
    p.to(due - 1);
    expect(p.steps.filter((s) => s.act === 'remind.review').map((s) => due - s.at)).toEqual([7 * DAY, 3 * DAY, DAY]);
  });
});

describe('policy', () => {
  test('POL-1: every key of the standard policy is there, in range, and has a name for people', () => {
    expect(policyFaults(standard)).toEqual([]);
    for (const key of Object.keys(standard.windows)) expect(WINDOW_NAMES[key as keyof typeof WINDOW_NAMES]).toMatch(/\w{3}/);
    const { review: _gone, ...windows } = standard.windows;
    expect(policyFaults({ ...standard, windows } as unknown as typeof standard)).toEqual([{ key: 'windows.review', why: 'missing' }]);
    expect(policyFaults({ ...standard, rates: { ...standard.rates, clientFee: -1 } })).toHaveLength(1);
    expect(policyFaults({ ...standard, rates: { ...standard.rates, clientFee: 0.5 } })).toHaveLength(1);
  });

  test('POL-2: a contract names its policy version, and the differences of two versions are listed key by key', () => {
    expect(working().c.policy).toBe('standard@1');
    const newer = { ...standard, id: 'standard@2', version: 2, rates: { ...standard.rates, clientFee: 300 } };
    expect(policyDifferences(standard, newer)).toEqual([
      { key: 'id', from: 'standard@1', to: 'standard@2' },
      { key: 'version', from: 1, to: 2 },
      { key: 'rates.clientFee', from: 500, to: 300 },
    ]);
  });

  test('POL-3: the standard pack carries the numbers of the rulebook', () => {
    const days = (w: keyof typeof standard.windows) => (standard.windows[w].period as { days: number }).days;
    expect([days('offerLife'), days('review'), days('refundAnswer'), days('disputeAnswer'), days('proposalAnswer'), days('feePayment')]).toEqual([
      7, 14, 7, 5, 2, 7,
    ]);
    expect(standard.windows.mediationTarget.period).toEqual({ businessDays: 2 });
    expect(standard.windows.mediationWatchdog.period).toEqual({ businessDays: 5 });
    expect(standard.amounts['USD']).toEqual({
      smallestMilestone: 500,
      initiationFee: 495,
      arbitrationFee: 29_100,
      documentsOnlyUpTo: 0,
      documentsOnlyFeeLeast: 0,
      cancellationFee: 0,
      secondReaderAbove: 500_000,
    });
    expect(standard.rates).toMatchObject({ serviceFee: 1000, serviceFeeMost: 1500, clientFee: 500 });
  });

  test('POL-4: what silence gives when nobody pays the fee is a choice of policy', () => {
    const outcome = (noFeePaid: 'client' | 'freelancer' | 'even') => {
      const p = notice([20_001], { policy: { silence: { ...standard.silence, noFeePaid } } });
      p.wait(8 * DAY);
      return [p.c.released, p.c.refunded];
    };
    expect(outcome('client')).toEqual([0, 20_001]);
    expect(outcome('freelancer')).toEqual([20_001, 0]);
    expect(outcome('even')).toEqual([10_000, 10_001]);
  });

  test('POL-6: an offer in a currency that the policy has no amounts for is refused', () => {
    const p = play();
    const base = { id: 'c9', marketplace: 'main', client: 'ben', freelancer: 'ana', person: 'ben', card: CARD, terms: termsWith([20_000]) };
    const r = sendOffer({ ...base, currency: 'JPY' }, MONDAY, standard, p.world);
    expect(r).toMatchObject({ refused: 'currency_not_offered', rule: 'POL-6', data: { offered: ['USD', 'EUR', 'GBP'] } });
  });

  test('TIM-2: the next thing due is a matter of the contract alone', () => {
    const p = working();
    p.does('ana', 'submit', 'm1', WORK);
    expect(nextDue(p.c, p.policy)).toMatchObject({ at: MONDAY + 7 * DAY, reminder: true });
  });
});
