import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEffects } from '../effects.ts';
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

test('MNY-5: while a charge is on its way to the bank nobody sends it again: no moved clock, no notification, no wish of staff ends that', async () => {
  let sent = 0;
  let called: () => void = () => undefined;
  let goOn: () => void = () => undefined;
  const onItsWay = new Promise<void>((ok) => {
    called = ok;
  });
  const gate = new Promise<void>((ok) => {
    goOn = ok;
  });
  provider.charge = async (r) => {
    sent += 1;
    called();
    if (sent === 1) await gate;
    return own.charge(r);
  };
  const offered = t.offer(ben, ana);
  await onItsWay;
  const { rows } = await t.db.pool.query<{ reference: string; amount: number; kind: 'charge' }>(
    `select reference, amount, kind from effects where held_until is not null and kind = 'charge'`,
  );
  expect(rows).toHaveLength(1);
  const record = { ...(rows[0] as (typeof rows)[number]), currency: 'USD', state: 'settled', at: 0 } as const;
  const { clock } = t.running.server;
  await clock.moveTo(clock.now() + 86_400_000);
  await effects.hear(record);
  await t.db.pool.query('update effects set next_at = created_at where reference = $1', [record.reference]);
  await clock.moveTo(clock.now() + 60_000);
  expect([await effects.run(), await effects.inFlight(), sent]).toEqual([0, 1, 1]);
  goOn();
  const id = await offered;
  await t.wait('PT1M');
  expect([(await t.call(ben, 'GET', `/v1/contracts/${id}`)).json.money.held, await effects.inFlight(), sent]).toEqual([20_000, 0, 1]);
  Object.assign(provider, own);
});

test('MNY-5: what a process that died was sending is taken over when its half minute is over, and looked for first', async () => {
  let asked: () => void = () => undefined;
  const taken = new Promise<void>((ok) => {
    asked = ok;
  });
  let dies: () => void = () => undefined;
  let sent = 0;
  provider.charge = async (r) => {
    sent += 1;
    const answer = await own.charge(r);
    if (sent > 1) return answer;
    asked();
    return new Promise((ok) => {
      dies = () => ok({ state: 'unknown', reason: 'far too late' });
    });
  };
  const offered = t.offer(ben, ana);
  await taken;
  const { rows } = await t.db.pool.query<{ reference: string }>(
    `update effects set held_until = clock_timestamp() where held_until is not null and kind = 'charge' returning reference`,
  );
  const charge = async () =>
    (
      await t.db.pool.query<{ state: string; held: Date | null }>('select state, held_until as held from effects where reference = $1', [
        rows[0]?.reference,
      ])
    ).rows;
  expect([await effects.run(), await charge(), sent]).toEqual([1, [{ state: 'settled', held: null }], 1]);
  // Whoever was taken for dead and still comes with an answer changes nothing by it.
  dies();
  await offered;
  await t.wait('PT1M');
  expect([await charge(), sent]).toEqual([[{ state: 'settled', held: null }], 1]);
  Object.assign(provider, own);
});

test('MNY-5: a look at the bank counts for a moment: who slept between looking and sending looks again before anything is sent', async () => {
  const { clock } = t.running.server;
  let sent = 0;
  provider.charge = async () => ({ state: 'unknown', reason: 'no answer in time' });
  const id = await t.offer(ben, ana);
  provider.charge = async (r) => {
    sent += 1;
    return own.charge(r);
  };
  let slept = 0;
  provider.lookUp = async (reference) => {
    if (slept === 0) {
      slept += 1;
      await clock.moveTo(clock.now() + 26 * 3_600_000);
      expect(sent).toBe(0);
      return undefined;
    }
    return own.lookUp(reference);
  };
  await t.db.pool.query('update effects set next_at = created_at where contract = $1', [id]);
  await effects.run();
  const state = async () =>
    (await t.db.pool.query<{ state: string; reason: string }>('select state, reason from effects where contract = $1', [id])).rows;
  expect([await state(), sent, slept]).toEqual([[{ state: 'unknown', reason: 'looked for too long ago' }], 0, 1]);
  await t.wait('P1D');
  expect([(await state()).map((r) => r.state), sent]).toEqual([['settled'], 1]);
  Object.assign(provider, own);
});

test('MNY-5: a bank that never answers keeps nobody waiting: it counts as unknown, and the bank is asked by our reference', async () => {
  const { db, config, clock, door } = t.running.server;
  provider.charge = async () => ({ state: 'unknown', reason: 'no answer in time' });
  const id = await t.offer(ben, ana);
  await t.db.pool.query('update effects set next_at = created_at where contract = $1', [id]);
  const never = () => new Promise<never>(() => undefined);
  const deaf = { ...own, charge: never, lookUp: never };
  const impatient = openEffects({
    db,
    marketplace: config.marketplace,
    clock,
    provider: deaf,
    door,
    destination: async () => undefined,
    patienceMs: 50,
  });
  expect([await impatient.run(), await impatient.inFlight()]).toEqual([1, 0]);
  const { rows } = await t.db.pool.query('select state, reason from effects where contract = $1', [id]);
  expect(rows).toEqual([{ state: 'unknown', reason: 'Error: no answer in time' }]);
  Object.assign(provider, own);
  await t.wait('P1D');
  expect((await t.call(ben, 'GET', `/v1/contracts/${id}`)).json.money.held).toBe(20_000);
});

/** MNY-9: what reconciliation proposes, by the reference, and what the journal booked for it afterwards. */
const finance = () => t.person(`fin${crypto.randomUUID().slice(0, 8)}`, { staff: ['finance'] });
type Books = { differences: Found[]; unanswered: Found[]; equal: boolean };
type Found = { reference: string; difference?: string; queue?: string; remedy: Remedy };
type Remedy = { why: string; contract?: { id: string }; confirm?: { says: string; rule: string; books: { label: string; amount: number }[] } };
const booksOf = async (fin: Person): Promise<Books> => (await t.call(fin, 'GET', '/v1/reconciliation')).json;
const refOf = async (id: string, kind: string) => {
  const { rows } = await t.db.pool.query<{ reference: string }>('select reference from effects where contract = $1 and kind = $2', [id, kind]);
  return rows[0]?.reference as string;
};
const ask = (fin: Person, reference: string) => t.call(fin, 'POST', `/v1/reconciliation/${encodeURIComponent(reference)}/ask`, {});
const bookedIn = async (id: string, act: string) => {
  const { rows } = await t.db.pool.query<{ amounts: number[] }>(
    'select amounts from journal where contract = $1 and act = $2 order by seq desc limit 1',
    [id, act],
  );
  return (rows[0]?.amounts ?? [])
    .map(Number)
    .filter((a) => a > 0)
    .sort((a, b) => a - b);
};
const amounts = (books: { amount: number }[] | undefined) => (books ?? []).map((b) => b.amount).sort((a, b) => a - b);

test('MNY-9: a charge that the bank has done and whose answer was lost: proposed is what is booked once the bank is asked, to the cent', async () => {
  const fin = await finance();
  provider.charge = async (r) => {
    await own.charge(r);
    return { state: 'unknown', reason: 'no answer in time' };
  };
  provider.lookUp = () => Promise.reject(new Error('the search is down'));
  const id = await t.offer(ben, ana);
  await t.wait('PT15M');
  const reference = await refOf(id, 'charge');
  const found = (await booksOf(fin)).differences.find((d) => d.reference === reference);
  expect(found).toMatchObject({
    difference: 'state',
    queue: 'differs',
    remedy: { why: 'confirm', contract: { id }, confirm: { says: 'settled', rule: 'CON-2' } },
  });
  // The deposit with its client fee and the initiation fee, each with both its ends.
  expect(amounts(found?.remedy.confirm?.books)).toEqual([495, 1_000, 20_000]);
  const waiting = (await booksOf(fin)).unanswered.find((d) => d.reference === reference);
  expect(waiting?.remedy).toMatchObject({ why: 'confirm', confirm: { says: 'settled' } });
  expect(amounts(waiting?.remedy.confirm?.books)).toEqual([495, 1_000, 20_000]);
  // Looking proposes and books nothing; asking while the bank is away changes nothing and leaves no trace.
  expect((await t.call(ben, 'GET', `/v1/contracts/${id}`)).json.heldMoney).toBe(0);
  expect((await ask(fin, reference)).json).toMatchObject({ code: 'bank_away' });
  Object.assign(provider, own);
  const asked = await ask(fin, reference);
  expect([asked.status, asked.json.says]).toEqual([200, 'settled']);
  expect(asked.json.books).toEqual(found?.remedy.confirm?.books);
  expect(await bookedIn(id, 'settled')).toEqual([495, 1_000, 20_000]);
  expect((await t.call(ben, 'GET', `/v1/contracts/${id}`)).json.heldMoney).toBe(20_000);
  expect((await ask(fin, reference)).json).toEqual({ says: 'settled', books: [] });
  const after = await booksOf(fin);
  expect([...after.differences, ...after.unanswered].map((d) => d.reference)).not.toContain(reference);
  const { rows } = await t.db.pool.query(`select act, person, data->>'says' as says from staff_acts where subject = $1 order by seq`, [reference]);
  expect(rows).toEqual(Array(2).fill({ act: 'askBank', person: fin.id, says: 'settled' }));
});

test('MNY-9: a refund of which our book lacks the end, in each queue: what is proposed is what is booked; what cannot be booked says so', async () => {
  const fin = await finance();
  // Only in ours: the bank took it and does not find it. Nothing may be booked until it says how it ended.
  const { id, record } = await refunding();
  const list = async (from: number, to: number) => (await own.list(from, to)).filter((r) => r.reference !== record.reference);
  provider.list = list;
  const lost = (await booksOf(fin)).differences.find((d) => d.reference === record.reference);
  expect(lost).toMatchObject({ queue: 'oursOnly', remedy: { why: 'confirm', confirm: { says: 'settled', rule: 'MNY-7' } } });
  expect(amounts(lost?.remedy.confirm?.books)).toEqual([21_495]);
  provider.lookUp = async () => undefined;
  expect((await ask(fin, record.reference)).json).toEqual({ says: null, books: [] });
  Object.assign(provider, own);
  // In both: the bank has sent it back, and nobody told us.
  await t.db.pool.query(`update sandbox_bank.movements set state = 'returned', reason = 'account closed' where reference = $1`, [record.reference]);
  const back = (await booksOf(fin)).differences.find((d) => d.reference === record.reference);
  expect(back).toMatchObject({ difference: 'state', remedy: { why: 'confirm', confirm: { says: 'returned' } } });
  const asked = await ask(fin, record.reference);
  expect(asked.json).toEqual({ says: 'returned', books: back?.remedy.confirm?.books });
  expect([amounts(asked.json.books), await bookedIn(id, 'returned'), await stateOf(id)]).toEqual([[21_495], [21_495], ['credited', 'returned']]);
  // Now the bank says that it arrived after all: its owner has it back, so nobody books it a second time.
  await t.db.pool.query(`update sandbox_bank.movements set state = 'settled' where reference = $1`, [record.reference]);
  const over = (await booksOf(fin)).differences.find((d) => d.reference === record.reference);
  expect(over?.remedy).toEqual({ why: 'over', contract: expect.objectContaining({ id }) });
  expect((await ask(fin, record.reference)).json.books).toEqual([]);
  await t.db.pool.query(`update sandbox_bank.movements set state = 'returned' where reference = $1`, [record.reference]);
});

test('MNY-9: what is not like ours, twice, or nobody’s is booked by no asking, and says who must act', async () => {
  const fin = await finance();
  const id = await t.offer(ben, ana);
  const reference = await refOf(id, 'charge');
  const whys = async () => (await booksOf(fin)).differences.map((d) => [d.difference, d.remedy.why]).sort();
  const one = (await own.list(0, Date.now() * 2)).find((r) => r.reference === reference) as ProviderRecord;
  const others = async (from: number, to: number) => (await own.list(from, to)).filter((r) => r.reference !== reference);
  const before = await whys();
  expect(before).toEqual([]);
  provider.list = async (from, to) => [...(await others(from, to)), { ...one, amount: one.amount - 1 }];
  provider.lookUp = async () => ({ ...one, amount: one.amount - 1 });
  expect(await whys()).toEqual([['amount', 'disagrees']]);
  expect((await ask(fin, reference)).json).toMatchObject({ code: 'book_disagrees', rule: 'MNY-9' });
  provider.list = async (from, to) => [...(await others(from, to)), one, one];
  expect(await whys()).toEqual([['double', 'twice']]);
  provider.list = async (from, to) => [...(await own.list(from, to)), { ...one, reference: 'nobody.charge1' }];
  expect(await whys()).toEqual([['missingWithUs', 'notOurs']]);
  expect((await ask(fin, 'nobody.charge1')).status).toBe(404);
  provider.list = others;
  expect(await whys()).toEqual([['missingAtProvider', 'gone']]);
  Object.assign(provider, own);
  const auditor = await t.person('aud', { staff: ['auditor'] });
  expect((await booksOf(auditor)).equal).toBe(true);
  expect((await ask(auditor, reference)).status).toBe(404);
  expect((await ask(ben, reference)).status).toBe(404);
});
