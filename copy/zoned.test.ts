import { expect, test } from 'vitest';
import { instantIn } from './zoned.ts';

test('TIM-9: a day and time that was typed is read in the zone that was asked for, whichever the machine is in', () => {
  expect(instantIn('Europe/Berlin', '2026-12-01T14:30')).toBe('2026-12-01T13:30:00.000Z');
  expect(instantIn('Europe/Berlin', '2026-07-01T14:30')).toBe('2026-07-01T12:30:00.000Z');
  expect(instantIn('America/New_York', '2026-12-01T23:59')).toBe('2026-12-02T04:59:00.000Z');
  expect(instantIn('Pacific/Kiritimati', '2026-12-01T00:00')).toBe('2026-11-30T10:00:00.000Z');
  expect(instantIn('Asia/Kathmandu', '2026-12-01T12:00:30')).toBe('2026-12-01T06:15:30.000Z');
});

test('TIM-9: what clocks show twice is the first of both, what they leap over comes after the leap, and half a date is none', () => {
  expect(instantIn('Europe/Berlin', '2026-10-25T02:30')).toBe('2026-10-25T00:30:00.000Z');
  expect(instantIn('Europe/Berlin', '2026-03-29T02:30')).toBe('2026-03-29T01:30:00.000Z');
  for (const typed of ['', '2026-12-01', 'tomorrow', '2026-13-01T10:00']) expect(instantIn('Europe/Berlin', typed)).toBeUndefined();
});
