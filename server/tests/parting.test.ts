import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json, Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';

const t = await town();
let ben: Person, ana: Person, sue: Person;
beforeAll(async () => {
  [ben, ana] = [await t.person('ben'), await t.person('ana')];
  sue = await t.person('sue', { staff: ['support'] });
});
afterAll(() => t.stop());
const get = async (who: Person, path: string): Promise<Json> => (await t.call(who, 'GET', path)).json;
const look = async (who: Person, id: string, act: string, on: string, input: Json = {}, locale = '') =>
  (await t.call(who, 'POST', `/v1/contracts/${id}/acts${locale}`, { act, on, input, preview: true })).json;

describe('ending by agreement over HTTP', () => {
  test('END-10: what it does if it is accepted is shown before it is made, and accepting does exactly that', async () => {
    const id = await t.contract(ben, ana, [{ title: 'Pages', amount: 20_000, criteria: ['five pages'] }]);
    const offered = (await get(ana, `/v1/contracts/${id}`)).actions.find((a: Json) => a.act === 'offerEnding');
    expect(offered).toMatchObject({ undo: true, look: true, rule: 'END-10' });
    const before = await look(ana, id, 'offerEnding', 'contract', { freelancer: 8_000 });
    expect(before.effects).toEqual([
      'If ben accepts: $80.00 is paid to ana ($72.00 after the service fee); $126.00 goes back to ben. The contract ends.',
    ]);
    const german = await look(ana, id, 'offerEnding', 'contract', { freelancer: 8_000 }, '?locale=de');
    expect(german.effects[0]).toMatch(/^Wenn ben annimmt: .*Der Vertrag endet\.$/);
    await t.does(ana, id, 'offerEnding', { input: { freelancer: 8_000, note: 'Half is done.', days: 2 } });
    const his = await get(ben, `/v1/contracts/${id}`);
    expect(his.turn).toEqual({ who: 'you', sentence: 'Your turn: answer the offer to end by agreement' });
    expect(his.partings).toMatchObject([
      { id: 'parting1', by: 'freelancer', freelancer: 8_000, client: 12_000, note: 'Half is done.', state: 'open' },
    ]);
    expect(his.deadlines.find((d: Json) => d.on === 'parting1')).toMatchObject({ yours: true, silence: { client: 0, freelancer: 0 } });
    expect(his.deadlines.find((d: Json) => d.on === 'parting1').silence.sentence).toContain('the offer expires and the contract goes on as it is');
    const accept = await look(ben, id, 'acceptEnding', 'parting1');
    expect(accept.money).toMatchObject({ client: 12_600, freelancer: 7_200, fees: 800, held: 0 });
    expect(accept.cannotBeUndone).toContain('An ended contract never becomes active again.');
    const unread = await t.call(
      ben,
      'POST',
      `/v1/contracts/${id}/acts`,
      { act: 'acceptEnding', on: 'parting1', input: {} },
      { key: crypto.randomUUID() },
    );
    expect(unread.json.code).toBe('preview_needed');
    await t.does(ben, id, 'acceptEnding');
    const after = await get(ana, `/v1/contracts/${id}`);
    expect([after.state, after.heldMoney, after.endedBy, after.case, after.partings[0].state]).toEqual(['closed', 0, 'both', undefined, 'accepted']);
    expect((await get(sue, `/v1/contracts/${id}`)).partings).toHaveLength(1);
  });

  test('SET-1: an offer of a settlement says what it does if it is accepted, too', async () => {
    const id = await t.contract(ben, ana, [{ title: 'Pages', amount: 20_000, criteria: ['five pages'] }]);
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    const before = await look(ben, id, 'offerSettlement', 'case1', { freelancer: 5_000 });
    expect(before.effects).toEqual(['If ana accepts: $50.00 is paid to ana ($45.00 after the service fee); $157.50 goes back to ben.']);
  });

  test('END-2, TIM-9: what an ending opens comes with what silence on it does, and when the bank has it', async () => {
    const id = await t.contract(ben, ana, [{ title: 'Pages', amount: 20_000, criteria: ['five pages'] }]);
    const end = await look(ben, id, 'end', 'contract', { pay: 'amount', amount: 5_000, reason: 'quality' });
    const said = end.next.map((n: Json) => n.sentence);
    expect(said.filter((x: string) => x.startsWith('If ana does nothing, $157.50 goes back to ben'))).toHaveLength(1);
    expect(said.filter((x: string) => /^\$157\.50 arrives at .* by \w{3}, \d+ \w+ \d{4} at the latest \(5 business days\)\.$/.test(x))).toHaveLength(
      1,
    );
    expect(end.falls).toEqual([]);
    await t.does(ben, id, 'end', { input: { pay: 'amount', amount: 5_000, reason: 'quality' } });
    const deadline = (await get(ben, `/v1/contracts/${id}`)).deadlines.find((d: Json) => d.window === 'refundAnswer');
    expect(said).toContain(deadline.silence.sentence);
  });

  test('MSG-1: how far somebody has read is theirs to ask', async () => {
    const id = await t.contract(ben, ana);
    await t.does(ana, id, 'say', { input: { text: 'Did you see the draft?' } });
    const { seq } = (await get(ben, `/v1/contracts/${id}/history?limit=1`)).items[0];
    expect(await get(ben, `/v1/contracts/${id}/read`)).toEqual({ seq: 0 });
    await t.call(ben, 'POST', `/v1/contracts/${id}/read`, { seq });
    expect(await get(ben, `/v1/contracts/${id}/read`)).toEqual({ seq });
    expect(await get(ana, `/v1/contracts/${id}/read`)).toEqual({ seq: 0 });
    expect((await t.call(await t.person('eve'), 'GET', `/v1/contracts/${id}/read`)).status).toBe(404);
  });
});
