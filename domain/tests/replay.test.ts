import { describe, expect, test } from 'vitest';
import { type Recorded, replayCase } from '../policy/replay.ts';
import type { Policy } from '../policy/schema.ts';
import { standard } from '../policy/standard.ts';
import { CLAIM, DENIAL, disputed, endedWith, hearing, notice, type Play, proposed } from '../testing/play.ts';
import { DAY } from '../time.ts';

const recorded = (p: Play): Recorded[] =>
  p.steps.map((s) => ({
    at: s.at,
    act: s.act,
    on: s.on,
    lapse: s.lapse,
    role: s.actor.role,
    ...(s.actor.person && { person: s.actor.person }),
    input: s.input,
    patch: s.patch,
  }));
const replay = (p: Play, after: Partial<Policy> = {}) => replayCase(recorded(p), 'case1', p.policy, { ...standard, ...after }, () => p.world);
const windows = (more: Partial<Policy['windows']>) => ({ windows: { ...standard.windows, ...more } });
const days = (n: number) => ({ period: { days: n }, reminders: [] });

describe('how a case would have ended', () => {
  const ways: readonly [string, () => Play][] = [
    ['the refund is approved', () => with_(endedWith(5_000), (p) => p.does('ana', 'approveRefund', 'case1'))],
    ['silence about the refund', () => with_(endedWith(5_000), (p) => p.wait(8 * DAY))],
    ['silence about the dispute', () => with_(disputed(12_000), (p) => p.wait(6 * DAY))],
    ['both accept the proposal', () => with_(proposed(7_000), (p) => both(p, 'accept'))],
    ['nobody pays the fee', () => with_(notice(), (p) => p.wait(8 * DAY))],
    [
      'an award',
      () => with_(hearing(), (p) => p.does('art', 'award', 'case1', { freelancer: 13_000, reasons: 'Most of it is met, the rest is not.' })),
    ],
  ];
  test.each(ways)('POL-7: %s: under the policy it had it ends as it did, to the cent', (_, make) => {
    const p = make();
    expect(p.state('case1')).toBe('closed');
    const r = replay(p);
    expect(r).toMatchObject({ kind: 'same', late: [], otherFee: false });
    expect(r?.after).toEqual(r?.before);
  });

  test('POL-7: another default of silence sends the money the other way', () => {
    const p = with_(notice(), (x) => x.wait(8 * DAY));
    expect(replay(p, { silence: { ...standard.silence, noFeePaid: 'even' } })).toMatchObject({
      kind: 'different',
      before: { freelancer: 0, client: 20_000 },
      after: { how: 'feeNobody', freelancer: 10_000, client: 10_000 },
    });
  });

  test('POL-7: a longer wait ends later with the same money; in a shorter one an answer comes too late, and that is said', () => {
    const silent = with_(endedWith(5_000), (p) => p.wait(8 * DAY));
    const later = replay(silent, windows({ refundAnswer: days(20) }));
    expect(later).toMatchObject({ kind: 'same' });
    expect((later?.after?.at ?? 0) - (later?.before.at ?? 0)).toBe(13 * DAY);
    const answered = with_(endedWith(0), (p) => {
      p.wait(3 * DAY);
      p.does('ana', 'dispute', 'case1', { claim: 20_000, ...CLAIM });
      p.does('ben', 'approveClaim', 'case1');
    });
    expect(replay(answered, windows({ refundAnswer: days(1) }))).toMatchObject({
      kind: 'different',
      before: { how: 'conceded', freelancer: 20_000 },
      after: { how: 'refundSilence', freelancer: 0, client: 20_000 },
    });
  });

  test('POL-7: another fee is said beside the result, for they might have decided otherwise', () => {
    const p = with_(notice(), (x) => x.wait(8 * DAY));
    const amounts = { ...standard.amounts, USD: { ...standard.amounts['USD'], arbitrationFee: 100 } } as Policy['amounts'];
    expect(replay(p, { amounts })).toMatchObject({ kind: 'same', otherFee: true });
  });

  test('POL-7: what cannot be known is not guessed: no such currency, no such case, a case that is not over', () => {
    const p = with_(disputed(12_000), (x) => x.wait(6 * DAY));
    expect(replay(p, { amounts: { EUR: standard.amounts['EUR'] } as Policy['amounts'] })).toMatchObject({ kind: 'unknown' });
    expect(replayCase(recorded(p), 'case9', standard, standard, () => p.world)).toBeUndefined();
    const open = with_(disputed(12_000), (x) => x.does('ben', 'contest', 'case1', DENIAL));
    expect(replay(open)).toBeUndefined();
  });
});

function with_(p: Play, more: (p: Play) => unknown): Play {
  more(p);
  return p;
}
function both(p: Play, answer: string): void {
  for (const who of ['ana', 'ben']) p.does(who, 'answerProposal', 'case1', { answer });
}
