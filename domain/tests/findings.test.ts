import { expect, test } from 'vitest';
import type { Instance } from '../contract.ts';
import { exhibitsOf } from '../exhibits.ts';
import { PROPOSAL, queued } from '../testing/play.ts';

test('MED-7: a finding names the exhibits that show it; only exhibits of the case, each once', () => {
  const p = queued();
  p.does('mia', 'take', 'case1');
  const considered = exhibitsOf(p.c, p.c.instances['case1'] as Instance).map((e) => e.id);
  const given = (shownBy: unknown) => ({
    freelancer: 1,
    reasons: PROPOSAL.reasons,
    considered,
    criteria: [{ id: 'm1.1', mark: 'met', reason: 'Seen.', shownBy }],
  });
  for (const wrong of [['nothing'], 'terms1', [7], Array(considered.length + 1).fill('terms1')])
    expect(p.no('mia', 'propose', 'case1', given(wrong)).data).toMatchObject({ field: 'criteria', problem: 'unknown_exhibit' });
  p.does('mia', 'propose', 'case1', given(['terms1', 'statements.freelancer']));
  expect(p.facts('case1')['proposal']).toMatchObject({ criteria: [{ id: 'm1.1', shownBy: ['terms1', 'statements.freelancer'] }] });
});
