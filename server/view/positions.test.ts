import { describe, expect, test } from 'vitest';
import { positionsOf } from './positions.ts';

type Known = Parameters<typeof positionsOf>[1];
const GAP = 50_000;
const offer = (state: string, by: 'client' | 'freelancer', freelancer: number) =>
  ({
    id: `${by}${freelancer}`,
    by,
    freelancer,
    client: GAP - freelancer,
    state,
    stateWords: state,
    madeAt: '2026-11-20T09:00:00Z',
  }) as Known['offers'][number];
const k = (more: Partial<Known>): Known => ({ id: 'case1', stage: 'answer', gap: GAP, requested: GAP, offers: [], ...more });
const until = (client: number, freelancer: number) =>
  [{ on: 'case1', at: '2026-12-03T14:05:00Z', silence: { client, freelancer, sentence: '' } }] as unknown as Parameters<typeof positionsOf>[0];

describe('positions side by side', () => {
  test('SET-1: the open offer, what each wants, what silence does: each row makes up what the case is about', () => {
    const rows = positionsOf(
      until(GAP, 0),
      k({ claim: 42_000, offers: [offer('countered', 'client', 10_000), offer('open', 'freelancer', 30_000)] }),
    );
    expect(rows.map((r) => [r.kind, r.freelancer, r.client])).toEqual([
      ['offer', 30_000, 20_000],
      ['client', 0, 50_000],
      ['freelancer', 42_000, 8_000],
      ['silence', 0, 50_000],
    ]);
    for (const r of rows) expect(r.freelancer + r.client).toBe(GAP);
  });

  test('SET-1: where both have an offer open, each is a row, the latest first', () => {
    const rows = positionsOf(
      [],
      k({ offers: [offer('open', 'client', 10_000), offer('declined', 'freelancer', 45_000), offer('open', 'freelancer', 30_000)] }),
    );
    expect(rows.filter((r) => r.kind === 'offer').map((r) => [r.by, r.freelancer, r.client])).toEqual([
      ['freelancer', 30_000, 20_000],
      ['client', 10_000, 40_000],
    ]);
  });

  test('what silence pays the freelancer counts before the service fee, as the offers do', () => {
    expect(positionsOf(until(8_000, 37_800), k({ claim: 42_000 })).at(-1)).toMatchObject({ kind: 'silence', freelancer: 42_000, client: 8_000 });
  });

  test('silence that moves nothing only leads on, and is no share; a closed case has no positions', () => {
    expect(positionsOf(until(0, 0), k({})).map((r) => r.kind)).toEqual(['client']);
    expect(positionsOf(until(GAP, 0), k({ stage: 'closed' }))).toEqual([]);
  });
});
