import { describe, expect, test } from 'vitest';
import type { Instance } from '../contract.ts';
import { policyFaults } from '../policy/schema.ts';
import { standard } from '../policy/standard.ts';
import { meeting } from '../processes/blind.ts';
import { DENIAL, disputed, endedWith, type Options, type Play, queued } from '../testing/play.ts';
import { DAY } from '../time.ts';

/** A round that both agreed to, in a dispute about 200.00. */
function bidding(o?: Options): Play {
  const p = disputed(20_000, undefined, o);
  p.does('ben', 'proposeBlind', 'case1');
  p.does('ana', 'joinBlind', 'blind1');
  return p;
}
function bids(p: Play, least: number, most: number, round = 'blind1'): void {
  p.does('ana', 'bid', round, { least });
  p.does('ben', 'bid', round, { most });
  p.wait(0);
}
function again(p: Play, round: string): void {
  p.does('ana', 'proposeBlind', 'case1');
  p.does('ben', 'joinBlind', round);
}
const limits = (blindRounds: number) => ({ policy: { limits: { ...standard.limits, blindRounds } } });

describe('blind bids', () => {
  test('SET-3: it begins only when the other side agrees; the round lasts two days then, never past the case’s own deadline', () => {
    const p = disputed();
    p.wait(DAY);
    p.does('ben', 'proposeBlind', 'case1');
    expect(p.no('ben', 'joinBlind', 'blind1').refused).toBe('own_proposal');
    expect(p.no('ana', 'withdrawBlind', 'blind1').refused).toBe('not_yours_to_withdraw');
    expect(p.no('ana', 'bid', 'blind1', { least: 1 }).refused).toBe('wrong_state');
    expect(p.no('ana', 'proposeBlind', 'case1').refused).toBe('round_open');
    expect(p.due('blind1')).toBe(p.now + 2 * DAY);
    p.wait(DAY);
    const due = p.due('case1');
    p.does('ana', 'joinBlind', 'blind1');
    expect([p.due('blind1'), p.due('case1')]).toEqual([p.now + 2 * DAY, due]);
    p.to(due - DAY);
    expect(p.state('blind1')).toBe('expired');
    p.does('ana', 'proposeBlind', 'case1');
    expect(p.due('blind2')).toBe(due);
    p.does('ben', 'joinBlind', 'blind2');
    expect(p.due('blind2')).toBe(due);
  });

  test('SET-3: the numbers meet: the case is settled at the middle at once, like an accepted offer', () => {
    const p = bidding();
    bids(p, 12_000, 15_000);
    expect([p.c.released, p.c.refunded, p.state('case1'), p.state('blind1')]).toEqual([13_500, 6_500, 'closed', 'met']);
    expect(p.facts('case1')['outcome']).toMatchObject({ how: 'settled', freelancer: 13_500, client: 6_500, at: p.now });
  });

  test('SET-3: equal numbers meet there; all and nothing may be named', () => {
    const same = bidding();
    bids(same, 12_347, 12_347);
    expect([same.c.released, same.c.refunded]).toEqual([12_347, 7_653]);
    const generous = bidding();
    bids(generous, 0, 20_000);
    expect([generous.c.released, generous.c.refunded]).toEqual([10_000, 10_000]);
    const none = bidding();
    bids(none, 0, 0);
    expect([none.c.released, none.c.refunded, none.state('case1')]).toEqual([0, 20_000, 'closed']);
  });

  test('SET-3: the numbers do not meet: nothing moves and the case goes on', () => {
    const p = bidding();
    const due = p.due('case1');
    bids(p, 12_001, 12_000);
    expect([p.c.released, p.c.refunded, p.c.held, p.state('case1'), p.state('blind1')]).toEqual([0, 0, 20_000, 'disputed', 'notMet']);
    expect(p.due('case1')).toBe(due);
    expect(p.last().tells.map((t) => [t.to, t.legal])).toEqual([
      ['client', true],
      ['freelancer', true],
    ]);
  });

  test('SET-3: the odd unit goes to either side as often, by a digest that nobody chose', () => {
    expect([meeting(100, 101, 'a0'), meeting(100, 101, 'a1'), meeting(100, 102, 'a0'), meeting(100, 102, 'a1')]).toEqual([100, 101, 101, 101]);
    expect(meeting(101, 100, 'a1')).toBeUndefined();
    const p = bidding();
    bids(p, 12_000, 12_001);
    const up = Number.parseInt(p.world.digest('c1 blind1').slice(-1), 16) % 2;
    expect([p.c.released, p.c.refunded]).toEqual([12_000 + up, 8_000 - up]);
    const ups = Array.from({ length: 2000 }, (_, n) => meeting(0, 1, p.world.digest(`c${n} blind1`)) as number).reduce((a, b) => a + b, 0);
    expect(ups).toBeGreaterThan(900);
    expect(ups).toBeLessThan(1100);
  });

  test('SET-3: a number is final: it cannot be changed, withdrawn, or named outside what is in dispute', () => {
    const p = bidding();
    for (const least of [-1, 20_001, 1.5]) expect(p.no('ana', 'bid', 'blind1', { least }).data).toMatchObject({ field: 'least' });
    expect(p.no('ana', 'bid', 'blind1', { most: 1 }).refused).toBe('bad_input');
    p.does('ana', 'bid', 'blind1', { least: 12_000 });
    expect(p.no('ana', 'bid', 'blind1', { least: 11_000 }).refused).toBe('already_given');
    expect(p.may('ana')).not.toEqual(expect.arrayContaining(['bid']));
    expect(p.may('ben')).toEqual(expect.arrayContaining(['bid']));
    for (const act of ['withdrawBlind', 'declineBlind'])
      for (const who of ['ana', 'ben']) expect(p.no(who, act, 'blind1').refused).toBe('wrong_state');
  });

  test('SET-3: silence ends the round: nothing moves, no number counts, and the round is not one of the two', () => {
    const p = bidding(limits(1));
    p.does('ana', 'bid', 'blind1', { least: 12_000 });
    p.to(p.due('blind1'));
    expect([p.state('blind1'), p.state('case1'), p.c.held]).toEqual(['expired', 'disputed', 20_000]);
    expect(p.no('ben', 'bid', 'blind1', { most: 15_000 }).refused).toBe('deadline_passed');
    again(p, 'blind2');
    bids(p, 12_000, 11_000, 'blind2');
    expect(p.no('ben', 'proposeBlind', 'case1')).toMatchObject({ refused: 'no_rounds_left', data: { most: 1 } });
  });

  test('SET-3: numbers are compared at most twice in a case; a policy can say less, none, and at most three times', () => {
    const p = bidding();
    bids(p, 12_000, 11_000);
    again(p, 'blind2');
    bids(p, 11_500, 11_400, 'blind2');
    for (const who of ['ana', 'ben']) expect(p.no(who, 'proposeBlind', 'case1')).toMatchObject({ refused: 'no_rounds_left', data: { most: 2 } });
    expect(disputed(20_000, undefined, limits(0)).no('ben', 'proposeBlind', 'case1').refused).toBe('blind_off');
    expect(policyFaults({ ...standard, limits: { ...standard.limits, blindRounds: 3 } })).toEqual([]);
    expect(policyFaults({ ...standard, limits: { ...standard.limits, blindRounds: 4 } })).toMatchObject([{ key: 'limits.blindRounds', most: 3 }]);
  });

  test('SET-3: whoever proposed may take it back, the other may decline, and either may propose again', () => {
    const p = endedWith(0);
    p.does('ana', 'proposeBlind', 'case1');
    p.does('ana', 'withdrawBlind', 'blind1');
    p.does('ben', 'proposeBlind', 'case1');
    p.does('ana', 'declineBlind', 'blind2');
    p.does('ana', 'proposeBlind', 'case1');
    expect([1, 2, 3].map((n) => p.state(`blind${n}`))).toEqual(['withdrawn', 'declined', 'proposed']);
  });

  test('SET-3: another sum in dispute ends the round at once, and both are told; its numbers count for nothing', () => {
    for (const before of ['proposed', 'bidding'] as const) {
      const p = disputed();
      p.does('ana', 'proposeBlind', 'case1');
      if (before === 'bidding') {
        p.does('ben', 'joinBlind', 'blind1');
        p.does('ana', 'bid', 'blind1', { least: 12_000 });
        // Nobody is reminded of a round that has ended.
        p.wait(2 * DAY - 1000);
      }
      p.does('ben', 'contest', 'case1', { ...DENIAL, concede: 5_000 });
      p.wait(0);
      expect([p.state('blind1'), p.state('case1'), p.c.held]).toEqual(['over', 'queued', 15_000]);
      expect(p.last()).toMatchObject({ act: 'blindRound', on: 'blind1', from: before, at: p.now, tells: [{ to: 'client' }, { to: 'freelancer' }] });
      expect(p.no('ben', before === 'bidding' ? 'bid' : 'joinBlind', 'blind1', { most: 12_000 }).refused).toBe('deadline_passed');
      p.does('ben', 'proposeBlind', 'case1');
      expect(p.facts('blind2')['gap']).toBe(15_000);
    }
  });

  test('SET-3: a case that closes in any other way ends the round', () => {
    const p = bidding();
    p.does('ana', 'bid', 'blind1', { least: 12_000 });
    p.does('ben', 'approveClaim', 'case1');
    expect([p.state('blind1'), p.c.released]).toEqual(['over', 20_000]);
    expect(p.no('ben', 'bid', 'blind1', { most: 12_000 }).refused).toBe('already_over');
  });

  test('SET-3: at the very deadline of the case its silence counts, a moment before it the numbers', () => {
    for (const early of [0, 1]) {
      const p = disputed();
      p.to(p.due('case1') - DAY);
      p.does('ben', 'proposeBlind', 'case1');
      p.does('ana', 'joinBlind', 'blind1');
      p.does('ana', 'bid', 'blind1', { least: 1_000 });
      p.to(p.due('blind1') - early);
      if (early) p.does('ben', 'bid', 'blind1', { most: 3_000 });
      else expect(p.no('ben', 'bid', 'blind1', { most: 3_000 }).refused).toMatch(/already_over|deadline_passed/);
      p.wait(1);
      expect([p.state('case1'), p.c.released, p.state('blind1')]).toEqual(early ? ['closed', 2_000, 'met'] : ['closed', 20_000, 'over']);
    }
  });

  test('SET-3: a preview is the same whatever the other side named, and so is its digest', () => {
    const seen = [0, 11_999, 12_000, 20_000].map((least) => {
      const p = bidding();
      p.does('ana', 'bid', 'blind1', { least });
      const { consequence, essence } = p.preview('ben', 'bid', 'blind1', { most: 12_000 });
      return { consequence, essence };
    });
    for (const one of seen) expect(one).toEqual(seen[0]);
    expect(seen[0]?.consequence.moved).toMatchObject({ released: 0, toClient: 0 });
  });

  test('SET-3: each number is kept apart from the other, with a salt, and no step of one side carries the other’s', () => {
    const p = bidding();
    bids(p, 12_347, 12_346);
    const steps = p.steps.filter((s) => s.act === 'bid');
    expect(steps.map((s) => [JSON.stringify(s.patch).includes('12347'), JSON.stringify(s.patch).includes('12346')])).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(JSON.stringify(p.last().patch)).not.toMatch(/1234[67]/);
    for (const b of p.all('bid') as Instance[]) expect(b.facts['salt']).toBe(p.world.salt);
  });

  test('SET-3: it can be done in every state in which offers can be made', () => {
    const p = queued();
    p.does('mia', 'take', 'case1');
    p.does('ana', 'proposeBlind', 'case1');
    p.does('ben', 'joinBlind', 'blind1');
    bids(p, 5_000, 5_000);
    expect([p.state('case1'), p.c.released]).toEqual(['closed', 5_000]);
  });
});
