import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCESS } from '../access.ts';
import type { Json, Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';
import { verify } from '../verify.ts';

const t = await town();
let ben: Person, ana: Person, sue: Person, mia: Person, both: Person;
let id: string;
const reason = 'She wrote that she cannot find her refund.';
const key = () => ({ key: crypto.randomUUID() });
beforeAll(async () => {
  [ben, ana] = [await t.person('ben'), await t.person('ana')];
  [sue, mia] = [await t.person('sue', { staff: ['support'] }), await t.person('mia', { staff: ['mediator'] })];
  both = await t.person('both', { staff: ['support', 'mediator'] });
  id = await t.contract(ben, ana, [{ title: 'Pages', amount: 20_000, criteria: ['five pages'] }]);
  await t.does(ana, id, 'submit', { input: { message: 'Here is the finished work, as we agreed.', criteria: 'met' } });
  await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
  await t.does(ana, id, 'dispute', { input: { claim: 20_000, reason: 'workDone', statement: 'All of it was delivered in time.', criteria: 'met' } });
  await t.does(ana, id, 'offerSettlement', { input: { freelancer: 15_000, days: 3 } });
});
afterAll(() => t.stop());

const look = (who: Person, person: Person, why = reason) => t.call(who, 'POST', `/v1/console/people/${person.id}/view`, { reason: why }, key());
const stop = (who: Person) => t.call(who, 'DELETE', '/v1/view', undefined, key());
const get = async (who: Person, path: string): Promise<Json> => (await t.call(who, 'GET', path)).json;

describe('staff that look with a person’s eyes', () => {
  test('STF-2: support sees what the person sees, with the office’s name on it, and then its own pages again', async () => {
    expect((await get(sue, '/v1/me')).viewedBy).toBeUndefined();
    expect((await look(sue, ben)).json).toMatchObject({ person: ben.id, name: 'ben' });
    expect(await get(sue, '/v1/me')).toMatchObject({ person: ben.id, name: 'ben', staff: [], viewedBy: { name: 'sue' } });
    const [his, hers] = [await get(ben, `/v1/contracts/${id}`), await get(sue, `/v1/contracts/${id}`)];
    expect([hers.you, hers.heldMoney, hers.money, hers.milestones]).toEqual([his.you, his.heldMoney, his.money, his.milestones]);
    expect((await t.call(sue, 'GET', '/v1/console')).status).toBe(404);
    expect((await stop(sue)).json).toEqual({ ended: true });
    expect((await stop(sue)).json).toEqual({ ended: false });
    expect(await get(sue, '/v1/me')).toMatchObject({ person: sue.id, staff: ['support'] });
  });

  test('STF-2: nothing can be changed meanwhile: every operation that is no reading is refused, and so is the sign-in library', async () => {
    await look(sue, ben);
    const before = (await t.db.pool.query('select count(*)::int as n from journal')).rows;
    const unsafe = Object.entries(ACCESS).filter(([name, a]) => !name.startsWith('GET ') && a.who !== 'anybody' && !a.looking);
    expect(unsafe.length).toBeGreaterThan(30);
    for (const [name] of unsafe) {
      const [method, path] = name.split(' ') as [string, string];
      const { status, json } = await t.call(sue, method, path.replaceAll(/:\w+/g, id), method === 'DELETE' ? undefined : {}, key());
      expect([name, status, json.code]).toEqual([name, 403, 'viewing_only']);
    }
    for (const [path, a] of Object.entries(ACCESS).filter(([, x]) => x.unseen)) {
      const { status, json } = await t.call(sue, 'GET', path.slice(4).replace(':key', 'x'));
      expect([path, a.unseen, status, json.code]).toEqual([path, true, 403, 'viewing_only']);
    }
    for (const path of ['change-password', 'update-user', 'two-factor/disable'])
      expect([path, (await t.call(sue, 'POST', `/auth/${path}`, {})).status]).toEqual([path, 403]);
    expect((await t.db.pool.query('select count(*)::int as n from journal')).rows).toEqual(before);
    await stop(sue);
  });

  test('SET-4: offers, sealed answers and drafts are kept from who looks', async () => {
    const text = async (who: Person, path: string) => (await t.call(who, 'GET', path)).text;
    expect((await get(ben, `/v1/contracts/${id}`)).case.offers).toHaveLength(1);
    await look(sue, ben);
    const seen = await get(sue, `/v1/contracts/${id}`);
    expect([seen.case.offersHidden, seen.case.offers ?? []]).toEqual([true, []]);
    expect(seen.actions.filter((a: Json) => String(a.on).startsWith('settlement'))).toEqual([]);
    expect(seen.deadlines.filter((d: Json) => d.on.startsWith('settlement'))).toEqual([]);
    for (const path of [`/v1/contracts/${id}/history`, '/v1/notices', '/v1/contracts']) {
      expect([path, /ettlement/.test(await text(sue, path))]).toEqual([path, false]);
      expect([path, (await text(sue, path)).includes('150.00')]).toEqual([path, false]);
    }
    await stop(sue);
  });

  test('STF-1, SET-4: not for who decides cases, not at staff, not without a reason, not by a key, not for the others', async () => {
    expect((await look(both, ben)).json.code).toBe('viewing_not_yours');
    expect((await look(mia, ben)).status).toBe(404);
    expect((await look(ana, ben)).status).toBe(404);
    expect((await look(sue, mia)).json.code).toBe('viewing_staff');
    expect((await look(sue, ben, '  ')).json.code).toBe('bad_request');
    expect((await t.call(sue, 'POST', '/v1/console/people/nobody/view', { reason }, key())).status).toBe(404);
    const made = (await t.call(sue, 'POST', '/v1/api-keys', { name: 'k', scopes: ['read', 'write'] }, key())).json.key as string;
    const byKey = await t.call(
      undefined,
      'POST',
      `/v1/console/people/${ben.id}/view`,
      { reason },
      { ...key(), headers: { authorization: `Bearer ${made}` } },
    );
    expect(byKey.json.code).toBe('session_needed');
    expect((await get(sue, '/v1/me')).person).toBe(sue.id);
  });

  test('STF-2, AUD-1: the person reads who looked, when and why; it ends by itself, and the record keeps when it began', async () => {
    await look(sue, ana);
    await stop(sue);
    const { items } = await get(ana, '/v1/views');
    expect(items).toMatchObject([{ by: 'sue', reason }]);
    expect(Date.parse(items[0].at)).toBeGreaterThan(0);
    expect((await get(ben, '/v1/views')).items.every((v: Json) => v.by === 'sue')).toBe(true);
    await look(sue, ana);
    await t.db.pool.query('update views set ends_at = now()');
    expect((await get(sue, '/v1/me')).person).toBe(sue.id);
    // Whoever became staff meanwhile is no longer looked at.
    await look(sue, ana);
    await t.db.pool.query(`update accounts set staff = '{finance}' where id = $1`, [ana.id]);
    expect((await get(sue, '/v1/me')).person).toBe(sue.id);
    await t.db.pool.query(`update accounts set staff = '{}' where id = $1`, [ana.id]);
    await stop(sue);
    const acts = (await get(sue, `/v1/console/record/staff?subject=${ana.id}`)).items.map((a: Json) => a.act);
    expect(acts).toEqual(['viewEnd', 'viewAs', 'viewAs', 'viewEnd', 'viewAs']);
    expect((await verify(t.db, 'main')).broken).toEqual([]);
  });
});
