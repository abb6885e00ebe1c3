import { describe, expect, test } from 'vitest';
import { PLANTS } from './sim/plants.ts';
import { simulate } from './sim/run.ts';

describe('random people', () => {
  test('MNY-3, MNY-9, TIM-6, AUD-2: a hundred thousand acts break nothing that must always hold', () => {
    const r = simulate({ seed: 20_261, acts: 100_000 });
    expect(r.broken).toEqual([]);
    expect(r.acts).toBeGreaterThanOrEqual(100_000);
    // Lives go everywhere, or the number would say little.
    expect(r.ended['ended']).toBeGreaterThan(500);
    expect(r.ended['expired']).toBeGreaterThan(50);
  });

  test('the same seed lives the same lives', () => {
    const one = simulate({ seed: 7, acts: 3_000 });
    const two = simulate({ seed: 7, acts: 3_000 });
    expect([one.acts, one.lives, one.ended]).toEqual([two.acts, two.lives, two.ended]);
  });
});

describe('planted bugs', () => {
  test.each(PLANTS)('$name: caught', ({ engine, caught }) => {
    const r = simulate({ seed: 3, acts: 60_000, engine, stopAtFirst: true });
    expect(r.broken.map((b) => b.what).join('\n')).toMatch(caught);
  });
});
