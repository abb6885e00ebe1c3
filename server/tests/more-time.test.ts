import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json, Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';

const t = await town();
let ben: Person, ana: Person, sue: Person, olga: Person, max: Person;
beforeAll(async () => {
  [ben, ana] = [await t.person('ben'), await t.person('ana')];
  [sue, olga] = [await t.person('sue', { staff: ['support'] }), await t.person('olga', { staff: ['operator'] })];
  max = await t.person('max', { staff: ['mediator'] });
});
afterAll(() => t.stop());
const get = async (who: Person, path: string): Promise<Json> => (await t.call(who, 'GET', path)).json;
const look = async (who: Person, id: string, act: string, input: Json, locale = '') =>
  (await t.call(who, 'POST', `/v1/contracts/${id}/acts${locale}`, { act, on: 'case1', input, preview: true })).json;
const ASK = { days: 3, reason: 'I am in hospital until Friday.' };
const queued = async (who: Person, id: string): Promise<Json[]> => (await get(who, '/v1/queue')).items.filter((x: Json) => x.contract === id);

async function asked(title: string): Promise<{ id: string; due: string }> {
  const id = await t.contract(ben, ana, [{ title, amount: 20_000, criteria: ['five pages'] }]);
  await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
  const due = (await get(ana, `/v1/contracts/${id}`)).deadlines.find((d: Json) => d.on === 'case1').at;
  return { id, due };
}

describe('more time over HTTP', () => {
  test('TIM-10: it says beforehand that nothing moves; both read who asked and why; support grants it in one step', async () => {
    const { id, due } = await asked('Pages');
    const mine = await get(ana, `/v1/contracts/${id}`);
    expect(mine.actions.find((a: Json) => a.act === 'askTime')).toMatchObject({ on: 'case1', undo: true, look: true, rule: 'TIM-10' });
    expect((await get(ben, `/v1/contracts/${id}`)).actions.some((a: Json) => a.act === 'askTime')).toBe(false);
    const before = await look(ana, id, 'askTime', ASK);
    expect(before.effects[0]).toMatch(/^This moves nothing: the deadline stays .* unless our team says yes\.$/);
    expect(before.effects[1]).toBe(mine.deadlines.find((d: Json) => d.on === 'case1').silence.sentence);
    expect(before.effects[2]).toContain('ben gets for the next deadline');
    expect(before.money).toMatchObject({ client: 0, freelancer: 0, held: 20_000 });
    expect((await look(ana, id, 'askTime', ASK, '?locale=de')).effects[0]).toMatch(/^Damit verschiebt sich nichts: /);

    await t.does(ana, id, 'askTime', { input: ASK });
    for (const who of [ben, ana, sue]) {
      const seen = await get(who, `/v1/contracts/${id}`);
      expect(seen.extensions).toMatchObject([{ by: 'freelancer', on: 'case1', title: 'Answer the refund request', ...ASK, state: 'open' }]);
      expect(seen.deadlines.find((d: Json) => d.on === 'case1').at).toBe(due);
    }
    // The console's list of deadlines marks it, for as long as nobody has answered.
    const marked = async () => (await get(sue, '/v1/console/deadlines')).items.find((d: Json) => d.contract === id)?.asked;
    expect(await marked()).toBe(true);
    const again = await t.call(ana, 'POST', `/v1/contracts/${id}/acts`, { act: 'askTime', on: 'case1', input: ASK }, { key: crypto.randomUUID() });
    expect([again.status, again.json.code]).toEqual([409, 'already_asked']);
    for (const who of [sue, olga])
      expect(await queued(who, id)).toMatchObject([{ on: 'extension1', kind: 'moreTime', reasons: [ASK.reason], targetAt: due }]);
    expect(await queued(max, id)).toEqual([]);
    for (const who of [sue, ben]) {
      const notices: Json[] = (await get(who, '/v1/notices')).items.filter((n: Json) => n.contract === id);
      expect(notices.some((n) => n.sentence.includes('asked for more time (3 days): I am in hospital until Friday.'))).toBe(true);
    }

    const extend = (await get(sue, `/v1/contracts/${id}`)).actions.find((a: Json) => a.act === 'extend' && a.on === 'case1');
    expect(extend.input.properties.window['x-labels']).toEqual({ refundAnswer: 'Answer the refund request' });
    await t.does(sue, id, 'extend', { on: 'case1', input: { window: 'refundAnswer', days: 2, reason: 'They are in hospital.' } });
    const after = await get(ben, `/v1/contracts/${id}`);
    expect(after.extensions).toMatchObject([{ state: 'granted', answer: { days: 2, reason: 'They are in hospital.' } }]);
    expect(Date.parse(after.deadlines.find((d: Json) => d.on === 'case1').at) - Date.parse(due)).toBe(2 * 86_400_000);
    expect(await queued(sue, id)).toEqual([]);
    expect(await marked()).toBe(false);
  });

  test('TIM-10: support declines with a reason that both read, and the deadline stays', async () => {
    const { id, due } = await asked('Text');
    await t.does(ana, id, 'askTime', { input: ASK });
    const taken = await t.call(
      ben,
      'POST',
      `/v1/contracts/${id}/acts`,
      { act: 'declineTime', on: 'extension1', input: { reason: 'I do not want it.' } },
      { key: crypto.randomUUID() },
    );
    expect([taken.status, taken.json.code]).toEqual([403, 'not_your_part']);
    await t.does(sue, id, 'declineTime', { input: { reason: 'Seven days are enough for this.' } });
    for (const who of [ben, ana]) {
      const seen = await get(who, `/v1/contracts/${id}`);
      expect(seen.extensions).toMatchObject([{ state: 'declined', answer: { reason: 'Seven days are enough for this.' } }]);
      expect(seen.extensions[0].answer.days).toBeUndefined();
      expect(seen.deadlines.find((d: Json) => d.on === 'case1').at).toBe(due);
      const told: Json[] = (await get(who, `/v1/contracts/${id}/history?limit=5`)).items;
      expect(told.map((h) => h.sentence).join(' ')).toContain('declined the request for more time: Seven days are enough for this.');
    }
    expect(await queued(sue, id)).toEqual([]);
  });

  test('TIM-10: who asked withdraws the request: it leaves the queue, the deadline stays, and the other side reads it in the record', async () => {
    const { id, due } = await asked('Logo');
    await t.does(ana, id, 'askTime', { input: ASK });
    expect((await get(ben, `/v1/contracts/${id}`)).actions.some((a: Json) => a.act === 'withdrawTime')).toBe(false);
    expect(await queued(sue, id)).toMatchObject([{ on: 'extension1' }]);
    await t.does(ana, id, 'withdrawTime');
    expect(await queued(sue, id)).toEqual([]);
    const seen = await get(ben, `/v1/contracts/${id}`);
    expect([seen.extensions[0].state, seen.extensions[0].stateWords, seen.deadlines.find((d: Json) => d.on === 'case1').at]).toEqual([
      'withdrawn',
      'Withdrawn',
      due,
    ]);
    const told: Json[] = (await get(ben, `/v1/contracts/${id}/history?limit=5`)).items;
    expect(told.map((h) => h.sentence).join(' ')).toContain('withdrew the request for more time');
  });
});
