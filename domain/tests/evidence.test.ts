import { describe, expect, test } from 'vitest';
import { type EvidenceId, evidenceAsked } from '../evidence.ts';
import { CLAIM_REASONS } from '../processes/case.ts';
import { END_REASONS } from '../processes/contract.ts';
import { disputed, endedWith, type Play } from '../testing/play.ts';

/** As it is asked for when the reasons are these. */
function asked(p: Play, reason: string, claimReason?: string) {
  const one = p.c.instances['case1'];
  if (!one) throw new Error('no case');
  return evidenceAsked(p.c, { ...one, facts: { ...one.facts, reason, ...(claimReason && { claimReason }) } });
}
const ids = (list: readonly { id: EvidenceId }[]): EvidenceId[] => list.map((x) => x.id);

describe('what helps as evidence', () => {
  test('DSP-1: it depends on why the money is asked back, and is never nothing', () => {
    const p = endedWith(0);
    for (const reason of END_REASONS) expect([reason, asked(p, reason).length >= 3]).toEqual([reason, true]);
    expect(ids(asked(p, 'quality'))).toEqual(['scope', 'deliveries', 'result']);
    expect(ids(asked(p, 'unresponsive'))).toEqual(['deliveries', 'messages', 'elsewhere']);
    expect(ids(asked(p, 'missedDate'))).toContain('waiting');
    expect(ids(asked(p, 'quality'))).not.toEqual(ids(asked(p, 'scopeChanged')));
  });

  test('DSP-5: whoever answers a claim is asked for what its reason turns on as well, each thing once', () => {
    const p = disputed();
    for (const claim of CLAIM_REASONS) {
      const both = ids(asked(p, 'quality', claim));
      expect([claim, new Set(both).size]).toEqual([claim, both.length]);
      expect(both).toEqual(expect.arrayContaining(['scope', 'deliveries', 'result']));
    }
    expect(ids(asked(p, 'quality', 'delayedByClient'))).toContain('waiting');
  });

  test('DSP-8: what the platform lays out by itself is counted as there; what only a side has is not', () => {
    const there = Object.fromEntries(asked(disputed(), 'other').map((x) => [x.id, x.there]));
    expect(there).toEqual({ scope: 1, deliveries: 1, messages: 1, elsewhere: 0, result: 0, progress: 0 });
  });

  test('DSP-2: before a case about a partial release there is one to be asked for already', () => {
    const p = endedWith(0);
    const m1 = p.c.instances['m1'];
    expect(m1 && ids(evidenceAsked(p.c, m1))).toEqual(['scope', 'deliveries', 'result']);
  });
});
