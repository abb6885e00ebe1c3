import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProviderRecord } from '../outside/payments.ts';
import type { Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';

const t = await town();
const { effects, provider } = t.running.server;
const own = { ...provider };
let ben: Person;
let ana: Person;
beforeAll(async () => {
  ben = await t.person('ben');
  ana = await t.person('ana');
});
afterAll(() => t.stop());

/** A refund that the bank has taken and not yet paid. */
async function refunding(): Promise<{ id: string; record: ProviderRecord }> {
  const id = await t.offer(ben, ana);
  await t.does(ana, id, 'decline');
  const { rows } = await t.db.pool.query<{ reference: string }>(`select reference from effects where contract = $1 and kind = 'refund'`, [id]);
  const record = await own.lookUp(rows[0]?.reference as string);
  expect(record?.state).toBe('accepted');
  return { id, record: record as ProviderRecord };
}
const stateOf = async (id: string) => {
  const { rows } = await t.db.pool.query<{ state: string; effect: string }>(
    `select c.doc->'instances'->e.instance->>'state' as state, e.state as effect from contracts c join effects e on e.contract = c.id
     where c.id = $1 and e.kind = 'refund'`,
    [id],
  );
  return [rows[0]?.state, rows[0]?.effect];
};

test('MNY-5: a notification is a reason to look, not the truth: one that contradicts the bank’s own book gives nobody credit', async () => {
  const { id, record } = await refunding();
  for (const state of ['declined', 'returned', 'settled'] as const) await effects.hear({ ...record, state });
  expect(await stateOf(id)).toEqual(['sent', 'accepted']);
  await t.wait('P9D');
  expect(await stateOf(id)).toEqual(['arrived', 'settled']);
  await effects.hear({ ...record, state: 'declined' });
  expect(await stateOf(id)).toEqual(['arrived', 'settled']);
});

test('MNY-5: a notification that comes while nothing can be looked up changes nothing, and is looked up later', async () => {
  const { id, record } = await refunding();
  provider.lookUp = () => Promise.reject(new Error('the search is down'));
  await effects.hear({ ...record, state: 'declined' });
  provider.lookUp = own.lookUp;
  await t.wait('PT5S');
  expect(await stateOf(id)).toEqual(['sent', 'accepted']);
});

test('MNY-5: what the bank has taken and does not find for a while is neither credited nor sent again', async () => {
  const { id, record } = await refunding();
  let sent = 0;
  provider.lookUp = async () => undefined;
  provider.refund = async (r) => {
    sent += 1;
    return own.refund(r);
  };
  await t.db.pool.query('update effects set next_at = created_at where reference = $1', [record.reference]);
  await t.wait('PT1M');
  expect([await stateOf(id), sent]).toEqual([['sent', 'accepted'], 0]);
  Object.assign(provider, own);
  await t.wait('P9D');
  expect(await stateOf(id)).toEqual(['arrived', 'settled']);
});

test('MNY-5, MNY-9: no unknown is silent: the bank is asked on and on, and reconciliation shows what has no answer', async () => {
  const finance = await t.person('fin', { staff: ['finance'] });
  const id = await t.offer(ben, ana);
  provider.refund = async () => ({ state: 'unknown', reason: 'no answer in time' });
  await t.does(ana, id, 'decline');
  await t.wait('P4D');
  const { json } = await t.call(finance, 'GET', '/v1/reconciliation');
  expect([json.equal, json.unanswered.length]).toEqual([true, 1]);
  expect(json.unanswered[0]).toMatchObject({ contract: id, kind: 'refund', state: 'unknown', reason: 'no answer in time' });
  expect(json.unanswered[0].attempts).toBeGreaterThan(12);
  Object.assign(provider, own);
  await t.wait('P9D');
  expect(await stateOf(id)).toEqual(['arrived', 'settled']);
  expect((await t.call(finance, 'GET', '/v1/reconciliation')).json.unanswered).toEqual([]);
});

test('MNY-5: a charge that was given up and is found only later is paid back, not forgotten', async () => {
  let found = false;
  provider.charge = async (r) => {
    await own.charge(r);
    return { state: 'unknown', reason: 'no answer in time' };
  };
  provider.lookUp = async (reference) => {
    if (!found) throw new Error('the search is down');
    return own.lookUp(reference);
  };
  const id = await t.offer(ben, ana);
  await t.wait('P5DT1H');
  // The contract waits no longer, and for a while the bank's search finds nothing.
  provider.lookUp = async () => undefined;
  await t.wait('PT12H');
  const charge = async () => {
    const { rows } = await t.db.pool.query<{ state: string }>(`select state from effects where contract = $1 and kind = 'charge'`, [id]);
    return rows[0]?.state;
  };
  expect(await charge()).toBe('unknown');
  found = true;
  Object.assign(provider, own);
  await t.wait('PT13H');
  expect(await charge()).toBe('settled');
  await t.wait('P9D');
  expect(await stateOf(id)).toEqual(['arrived', 'settled']);
});

test('MNY-5: what was given up and is never found counts as never done', async () => {
  provider.charge = async () => ({ state: 'unknown', reason: 'no answer in time' });
  const id = await t.offer(ben, ana);
  await t.wait('P5DT1H');
  await t.wait('P3D');
  const { rows } = await t.db.pool.query<{ state: string; reason: string }>(`select state, reason from effects where contract = $1`, [id]);
  expect(rows).toEqual([{ state: 'declined', reason: 'given up' }]);
  Object.assign(provider, own);
});

test('MNY-5: a charge that was not sent before its contract gave it up is never sent', async () => {
  provider.charge = async () => ({ state: 'unknown', reason: 'no answer in time' });
  const id = await t.offer(ben, ana);
  await t.wait('P5DT1H');
  await t.wait('P3D');
  let sent = 0;
  provider.charge = async (r) => {
    sent += 1;
    return own.charge(r);
  };
  // As it stands when every server was down from the offer to its end.
  await t.db.pool.query(`update effects set state = 'wanted', attempts = 0, reason = null, next_at = created_at where contract = $1`, [id]);
  await t.wait('PT1M');
  const { rows } = await t.db.pool.query<{ state: string }>(`select state from effects where contract = $1`, [id]);
  expect([rows, sent]).toEqual([[{ state: 'declined' }], 0]);
  Object.assign(provider, own);
});
