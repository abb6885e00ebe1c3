import { afterAll, expect, test } from 'vitest';
import type { Json, Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';

const t = await town();
afterAll(() => t.stop());

test('CON-5: a client has paid before once the bank took a charge of theirs on another contract; what they paid as a freelancer is none', async () => {
  const [cleo, finn, otto] = [await t.person('cleo'), await t.person('finn'), await t.person('otto')];
  const unverified = async (who: Person, id: string) =>
    (await t.call(who, 'GET', `/v1/contracts/${id}`)).json.terms.flags.some((f: Json) => f.code === 'clientUnverified');
  const first = await t.offer(cleo, finn);
  // Its own charge says nothing of another.
  expect(await unverified(finn, first)).toBe(true);
  const second = await t.offer(cleo, finn);
  expect([await unverified(finn, first), await unverified(finn, second)]).toEqual([false, false]);
  // Finn has had dealings, and paid for nothing as a client yet.
  await t.does(finn, second, 'accept');
  expect(await unverified(otto, await t.offer(finn, otto))).toBe(true);
});
