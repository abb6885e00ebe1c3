import { describe, expect, test } from 'vitest';
import { tableFaults } from '../check.ts';
import { HOUSE } from '../house.ts';
import { standard } from '../policy/standard.ts';
import type { Process } from '../process.ts';

const good: Process = {
  name: 'good',
  group: 'contract',
  version: 1,
  initial: 'open',
  states: { open: { turn: 'client', windows: [{ name: 'review', actor: 'client' }] }, over: { turn: 'nobody', closed: true } },
  rules: [
    { rule: 'MIL-3', from: ['open'], act: 'approve', by: ['client'], to: 'over' },
    { rule: 'MIL-3', from: ['open'], after: 'review', to: 'over' },
  ],
};
const open = good.states['open']!;
const over = good.states['over']!;
const [approve, lapse] = good.rules as [Process['rules'][number], Process['rules'][number]];

describe('process tables', () => {
  test.each(Object.keys(HOUSE.processes))('TIM-9: %s can always be left, and every wait for a person has an end', (name) => {
    expect(tableFaults(HOUSE.processes[name]!, standard)).toEqual([]);
  });

  test('a sound table has no faults', () => expect(tableFaults(good, standard)).toEqual([]));

  test.each<[string, Process, string]>([
    ['a state without a way out', { ...good, states: { ...good.states, stuck: { turn: 'nobody' } } }, 'good.stuck cannot be left'],
    [
      'a wait without an end',
      { ...good, states: { open: { turn: 'client' }, over }, rules: [approve] },
      'good.open waits for client without a deadline',
    ],
    ['a window without a rule', { ...good, rules: [approve] }, 'good.open: nothing is said about the end of review'],
    ['two rules at one deadline', { ...good, rules: [approve, lapse, lapse] }, 'good.open: not exactly one rule applies at the end of review'],
    [
      'a deadline where no rule may apply',
      { ...good, rules: [approve, { ...lapse, if: () => false }] },
      'good.open: not exactly one rule applies at the end of review',
    ],
    [
      'a rule for a window that is not open',
      { ...good, states: { open: { ...open, windows: [] }, over } },
      'good.open: a rule waits for review, which is not open',
    ],
    [
      'a closed state with a deadline',
      { ...good, states: { open, over: { ...over, windows: open.windows! } } },
      'good.over is closed and has a deadline',
    ],
    ['a closed state that can be left', { ...good, rules: [...good.rules, { ...approve, from: ['over'] }] }, 'good.over is closed and can be left'],
    ['a rule to nowhere', { ...good, rules: [{ ...approve, to: 'gone' }, lapse] }, 'good: approve: there is no state gone'],
    ['a rule without an id', { ...good, rules: [{ ...approve, rule: '' }, lapse] }, 'good: approve names no rule'],
    [
      'a window of no policy',
      { ...good, states: { open: { ...open, windows: [{ name: 'nap' as 'review', actor: 'client' }] }, over } },
      'good.open: nobody knows the window nap',
    ],
  ])('a table with %s is caught', (_what, table, fault) => {
    expect(tableFaults(table, standard)).toContain(fault);
  });
});
