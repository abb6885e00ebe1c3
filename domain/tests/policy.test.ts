import { describe, expect, test } from 'vitest';
import { effectOf } from '../policy/effect.ts';
import { namedDifferences, policyKeys } from '../policy/names.ts';
import { PACKS, proportional } from '../policy/proportional.ts';
import { arbitrationFeeOf, completed, type Policy, policyDifferences, policyFaults } from '../policy/schema.ts';
import { standard } from '../policy/standard.ts';
import { CARD, hearing, type Options, play } from '../testing/play.ts';
import { DAY } from '../time.ts';

const CLAIM = { reason: 'workDone', statement: 'All of it was delivered in time.', criteria: 'met' };
const DENIAL = { statement: 'It is not what we agreed on at all.', criteria: 'not' };

/** A case at the Notice of Non-Resolution about the whole sum. */
function noticed(amount: number, o: Options) {
  const p = play([amount], o);
  p.does('ana', 'accept', 'offer');
  p.does('ana', 'submit', 'm1', { message: 'Here is the finished work, as agreed.', criteria: 'met' });
  p.does('ben', 'end', 'contract', { pay: 'nothing', reason: 'quality' });
  p.does('ana', 'dispute', 'case1', { claim: amount, ...CLAIM });
  p.does('ben', 'contest', 'case1', DENIAL);
  p.wait(20 * DAY);
  p.does('ben', 'goOn', 'case1');
  return p;
}

describe('policy packs', () => {
  test('POL-3: standard and proportional ship, both without faults, and differ in arbitration fees and one silence only', () => {
    expect(Object.keys(PACKS)).toEqual(['standard', 'proportional']);
    for (const pack of Object.values(PACKS)) expect(policyFaults(pack)).toEqual([]);
    const differ = policyDifferences(standard, proportional).map((d) => d.key);
    expect(differ.filter((key) => !/^(id|pack|name)$/.test(key)).sort()).toEqual(
      [
        ...['USD', 'EUR', 'GBP'].flatMap((c) => [`amounts.${c}.documentsOnlyUpTo`, `amounts.${c}.documentsOnlyFeeLeast`]),
        'rates.documentsOnlyFee',
        'silence.noFeePaid',
      ].sort(),
    );
  });

  test('ARB-9: up to 500.00 the fee is 5 % of the stake and at least 5.00, above it is 291.00; in standard there is one track', () => {
    const fee = (stake: number) => arbitrationFeeOf(proportional, 'USD', stake);
    expect([1, 9_999, 10_000, 10_001, 30_000, 50_000, 50_001, 900_000].map(fee)).toEqual([500, 500, 500, 500, 1_500, 2_500, 29_100, 29_100]);
    expect(fee(10_010)).toBe(500);
    expect(fee(10_030)).toBe(502);
    expect([1, 50_000, 900_000].map((stake) => arbitrationFeeOf(standard, 'USD', stake))).toEqual([29_100, 29_100, 29_100]);
  });

  test('ARB-9: a small case under proportional costs each party its share, and the documents alone decide', () => {
    const p = noticed(20_000, { policy: proportional });
    p.does('ana', 'payFee', 'case1', { card: CARD });
    p.does('ben', 'payFee', 'case1', { card: CARD });
    expect([p.c.arbitration, p.state('case1')]).toEqual([2_000, 'hearing']);
    p.does('art', 'hear', 'case1');
    expect(p.no('art', 'invite', 'case1')).toMatchObject({ refused: 'documents_only', rule: 'ARB-9' });
    p.does('art', 'award', 'case1', { freelancer: 15_000, reasons: 'Three quarters of the pages are as agreed.' });
    expect([p.c.released, p.c.refunded, p.c.held, p.c.arbitration]).toEqual([15_000, 5_000, 0, 0]);
    const heard = hearing();
    heard.does('art', 'invite', 'case1');
    expect(heard.facts('case1')['invited']).toBeDefined();
  });

  test('POL-4: when nobody pays, the policy says who gets the sum: the client in standard, half each in proportional, the odd cent to the client', () => {
    const ends = (policy: Policy) => {
      const p = noticed(20_001, { policy });
      p.wait(8 * DAY);
      return [p.state('case1'), p.c.released, p.c.refunded];
    };
    expect(ends(standard)).toEqual(['closed', 0, 20_001]);
    expect(ends(proportional)).toEqual(['closed', 10_000, 10_001]);
    expect(ends({ ...standard, silence: { ...standard.silence, noFeePaid: 'freelancer' } })).toEqual(['closed', 20_001, 0]);
  });

  test('POL-2: a document from before a key existed keeps its meaning', () => {
    const { documentsOnlyUpTo: _a, documentsOnlyFeeLeast: _b, ...usd } = standard.amounts['USD'] as Record<string, number>;
    const { documentsOnlyFee: _c, ...rates } = standard.rates;
    const old = { ...standard, amounts: { USD: usd }, rates } as unknown as Policy;
    expect(policyFaults(old)).not.toEqual([]);
    expect(policyFaults(completed(old))).toEqual([]);
    expect(arbitrationFeeOf(completed(old), 'USD', 100)).toBe(29_100);
  });
});

describe('another policy', () => {
  test('POL-3: what it would mean for an open case is computed and changes nothing', () => {
    const p = noticed(20_000, { policy: standard });
    const longer = { ...proportional, windows: { ...proportional.windows, feePayment: { period: { days: 10 }, reminders: [] } } };
    const before = JSON.stringify(p.c);
    const e = effectOf(p.c, standard, longer, p.world);
    expect(e.fees).toEqual([{ on: 'case1', stake: 20_000, before: 29_100, after: 1_000 }]);
    expect(e.windows).toEqual([{ on: 'case1', window: 'feePayment', dueAt: p.due('case1'), wouldBeDueAt: (p.due('case1') ?? 0) + 3 * DAY }]);
    expect(e.silences).toEqual([
      { on: 'case1', window: 'feePayment', before: { client: 20_000, freelancer: 0 }, after: { client: 10_000, freelancer: 10_000 } },
    ]);
    expect(JSON.stringify(p.c)).toBe(before);
    expect(effectOf(p.c, standard, standard, p.world)).toEqual({ windows: [], silences: [], fees: [], secondReaders: [] });
  });

  test('POL-1: every key that differs is named once, a window as a whole', () => {
    const other = {
      ...standard,
      id: 'standard@2',
      version: 2,
      windows: { ...standard.windows, review: { period: { businessDays: 10 }, reminders: [{ days: 2 }] } },
      rates: { ...standard.rates, clientFee: 300 },
    };
    expect(namedDifferences(standard, other).map((d) => [d.key, d.kind, d.name])).toEqual([
      ['windows.review', 'window', 'How long the client has to review submitted work'],
      ['rates.clientFee', 'rate', 'Added to each charge of the client'],
    ]);
    expect(policyKeys(standard).every((k) => k.name.length > 5 && k.value !== undefined)).toBe(true);
  });
});
