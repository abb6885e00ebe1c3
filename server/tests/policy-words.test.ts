import { policyFaults, standard } from '@fairhold/domain';
import { expect, test } from 'vitest';
import { faultsSaid } from '../view/policy.ts';

test('POL-1: what is wrong with a policy is said in the language of whoever reads it', () => {
  const { review: _, ...windows } = standard.windows;
  const wrong = { ...standard, windows, amounts: { USD: { ...standard.amounts['USD'], smallestMilestone: -1 } } } as unknown as typeof standard;
  const faults = policyFaults(wrong);
  expect(faultsSaid(faults, 'en')[0]).toBe('“How long the client has to review submitted work” is missing');
  const german = faultsSaid(faults, 'de');
  expect(german[0]).toMatch(/^„.+“ fehlt$/);
  expect(german.at(-1)).toContain('(USD)');
  // No key is left without its words.
  expect(german.filter((f) => /windows\.|amounts\./.test(f))).toEqual([]);
});
