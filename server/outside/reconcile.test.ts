import { expect, test } from 'vitest';
import type { ProviderRecord } from './payments.ts';
import { compareBooks, type OurEffect } from './reconcile.ts';

const at = Date.parse('2027-03-03T12:00:00.000Z');
const our = (reference: string, change: Partial<OurEffect> = {}): OurEffect => ({
  reference,
  kind: 'charge',
  amount: 10_000,
  currency: 'EUR',
  state: 'settled',
  at,
  ...change,
});
const their = (reference: string, change: Partial<ProviderRecord> = {}): ProviderRecord => ({
  reference,
  kind: 'charge',
  amount: 10_000,
  currency: 'EUR',
  state: 'settled',
  at: at + 300,
  ...change,
});
const found = (ours: OurEffect[], theirs: ProviderRecord[]) =>
  compareBooks(ours, theirs).map((d) => [d.difference, d.reference, ...(d.side ? [d.side] : [])].join(' '));

test('MNY-9: equal books have no difference, in any order and at any instants', () => {
  const states = ['accepted', 'settled', 'declined', 'returned'] as const;
  const ours = states.map((state) => our(state, { state }));
  const theirs = states.map((state) => their(state, { state })).reverse();
  expect(compareBooks(ours, theirs)).toEqual([]);
  expect(compareBooks([], [])).toEqual([]);
});

test('MNY-9: what has no effect on either side is no difference', () => {
  const nothing = ['wanted', 'sending', 'unknown', 'needs_person', 'declined', 'abandoned'].map((state) => our(state, { state }));
  expect(compareBooks(nothing, [])).toEqual([]);
  expect(compareBooks([], [their('x', { state: 'declined' })])).toEqual([]);
  expect(compareBooks([our('x', { state: 'abandoned' })], [their('x', { state: 'declined' })])).toEqual([]);
});

test('MNY-9: a movement only one book has is found', () => {
  for (const state of ['accepted', 'settled', 'returned'] as const) {
    expect(found([our('x', { state })], [])).toEqual(['missingAtProvider x']);
    expect(found([], [their('x', { state })])).toEqual(['missingWithUs x']);
  }
});

test('MNY-9: another amount, currency, kind or state is found, several at once too', () => {
  expect(found([our('x')], [their('x', { amount: 9_999 })])).toEqual(['amount x']);
  expect(found([our('x')], [their('x', { currency: 'USD' })])).toEqual(['currency x']);
  expect(found([our('x')], [their('x', { kind: 'payout' })])).toEqual(['kind x']);
  expect(found([our('x', { state: 'accepted' })], [their('x')])).toEqual(['state x']);
  expect(found([our('x', { state: 'unknown' })], [their('x')])).toEqual(['state x']);
  expect(found([our('x', { state: 'abandoned' })], [their('x')])).toEqual(['state x']);
  expect(found([our('x')], [their('x', { state: 'declined' })])).toEqual(['state x']);
  expect(found([our('x')], [their('x', { amount: 1, currency: 'USD' })])).toEqual(['amount x', 'currency x']);
});

test('MNY-9: a double entry is found on its side', () => {
  expect(found([our('x'), our('x')], [their('x')])).toEqual(['double x ours']);
  expect(found([our('x')], [their('x'), their('x')])).toEqual(['double x theirs']);
});

test('MNY-9: among many entries each planted difference is found and no other', () => {
  const ours = Array.from({ length: 500 }, (_, n) => our(`e${n}`, { amount: n + 1 }));
  const theirs = Array.from({ length: 500 }, (_, n) => their(`e${n}`, { amount: n + 1 }));
  theirs[100] = their('e100', { amount: 5 });
  theirs.splice(200, 1);
  ours.splice(300, 1);
  theirs.push(their('e7', { amount: 8 }));
  expect(found(ours, theirs).sort()).toEqual(['amount e100', 'double e7 theirs', 'missingAtProvider e200', 'missingWithUs e300']);
});

test('MNY-9: comparing changes neither book', () => {
  const ours = Object.freeze([Object.freeze(our('b')), Object.freeze(our('a'))]);
  const theirs = Object.freeze([Object.freeze(their('b', { amount: 1 }))]);
  expect(compareBooks(ours, theirs)).toHaveLength(2);
});
