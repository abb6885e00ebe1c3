import { date } from '@fairhold/copy';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json, Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';

const t = await town();
const { provider } = t.running.server;
const own = { ...provider };
let ben: Person, ana: Person;
beforeAll(async () => {
  [ben, ana] = [await t.person('ben'), await t.person('ana')];
});
afterAll(() => t.stop());

const seen = async (who: Person, id: string): Promise<Json> => (await t.call(who, 'GET', `/v1/contracts/${id}`)).json;
/** The day as the turn names it: read from the refund that it is about. */
const dayOf = (at: string, locale = 'en'): string => date(Date.parse(at), 'UTC', locale);

test('MNY-7, TIM-9: while a deposit goes back both are told until when the bank has it, by the date of the refund itself, and then that it is late', async () => {
  const id = await t.offer(ben, ana);
  await t.does(ana, id, 'decline');
  const reference = `${id}.refund1`;
  provider.lookUp = async (r) => (r === reference ? undefined : own.lookUp(r));
  const [his, hers] = [await seen(ben, id), await seen(ana, id)];
  const by = his.refunds[0].arrivesBy;
  const sentence = `The money is with the bank until ${dayOf(by)} at the latest.`;
  expect(his.turn).toEqual({
    who: 'bank',
    sentence,
    until: by,
    next: 'Nobody has to do anything. If it is not there by then, you can report it missing.',
  });
  expect(hers.turn).toEqual({ ...his.turn, next: 'Nobody has to do anything. If it is not there by then, ben can report it missing.' });
  await t.call(ana, 'PATCH', '/v1/me', { locale: 'de' });
  expect((await seen(ana, id)).turn.sentence).toBe(`Das Geld ist bei der Bank, bis spätestens ${dayOf(by, 'de')}.`);
  // The list says the same as the page.
  const row = (await t.call(ben, 'GET', '/v1/contracts')).json.items.find((x: Json) => x.id === id);
  expect(row.turn).toEqual(his.turn);

  await t.wait(new Date(Date.parse(by) - 60_000).toISOString());
  expect((await seen(ben, id)).turn.sentence).toBe(sentence);
  await t.wait('PT1M');
  const late = await seen(ben, id);
  expect([late.refunds[0].state, late.turn.sentence, late.turn.next]).toEqual([
    'sent',
    `The money should have arrived by ${dayOf(by)}.`,
    'If it has not, you can report it missing now.',
  ]);
  // It can be done from the very instant at which the page says so.
  expect(late.actions.find((a: Json) => a.act === 'reportMissing').blocked).toBeUndefined();
  provider.lookUp = own.lookUp;
  await t.wait('P1D');
  expect((await seen(ben, id)).turn).toEqual({ who: 'nobody', sentence: 'Nothing to do' });
});

test('MNY-7: of an ended contract the bank has the last refund until its own date; the time for feedback stays a deadline beside it', async () => {
  const id = await t.contract(ben, ana);
  await t.does(ana, id, 'end', { input: { reason: 'noLongerNeeded' } });
  const c = await seen(ben, id);
  const dates = c.refunds.flatMap((r: Json) => (r.arrivesBy ? [r.arrivesBy] : []));
  expect(dates.length).toBeGreaterThan(0);
  expect([c.turn.who, c.turn.until]).toEqual(['bank', dates.sort().at(-1)]);
  const feedback = c.deadlines.find((d: Json) => d.window === 'feedback');
  expect(feedback.at).not.toBe(c.turn.until);
});
