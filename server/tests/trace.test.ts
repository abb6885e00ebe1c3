import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json, Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';
import { verify } from '../verify.ts';

const t = await town();
const { provider } = t.running.server;
const own = { ...provider };
let ben: Person, ana: Person, finn: Person, sue: Person, olga: Person, ada: Person;
beforeAll(async () => {
  [ben, ana] = [await t.person('ben'), await t.person('ana')];
  [finn, sue] = [await t.person('finn', { staff: ['finance'] }), await t.person('sue', { staff: ['support'] })];
  [olga, ada] = [await t.person('olga', { staff: ['operator'] }), await t.person('ada', { staff: ['auditor'] })];
});
afterAll(() => t.stop());

const get = async (who: Person, path: string): Promise<Json> => {
  const a = await t.call(who, 'GET', path);
  if (a.status !== 200) throw new Error(`${who.name} ${path}: ${a.status} ${a.text}`);
  return a.json;
};
/** A refund of 214.95 that the bank has taken. */
async function refunding(): Promise<string> {
  const id = await t.offer(ben, ana);
  await t.does(ana, id, 'decline');
  return id;
}
const refundOf = async (id: string): Promise<Json> => (await get(ben, `/v1/contracts/${id}`)).refunds[0];
const listed = async (id: string): Promise<Json> => (await get(finn, '/v1/console/traces')).items.find((x: Json) => x.contract === id);
const effectOf = async (id: string): Promise<string> =>
  (await t.db.pool.query<{ state: string }>(`select state from effects where contract = $1 and kind = 'refund'`, [id])).rows[0]?.state ?? '';
/** As finance does it: looks at what would happen, then does it with the digest. */
async function answers(id: string, act: string, input: Json) {
  const path = `/v1/console/traces/${id}/acts`;
  const look = await t.call(finn, 'POST', path, { act, on: 'trace1', input, preview: true });
  const body = { act, on: 'trace1', input, ...(look.status === 200 && { digest: look.json.digest }) };
  const key = crypto.randomUUID();
  return { look, done: await t.call(finn, 'POST', path, body, { key }), again: await t.call(finn, 'POST', path, body, { key }) };
}
const MESSAGE = 'The bank paid it out to your card on Monday.';

test('RFR-4, RFR-5: reported from its latest date on, asked of the bank at once, answered by finance, and its owner told each time', async () => {
  const id = await refunding();
  const early = (await get(ben, `/v1/contracts/${id}`)).actions.find((a: Json) => a.act === 'reportMissing');
  expect(early.blocked.sentence).toContain('report it missing');
  expect((await t.act(ben, id, 'reportMissing', { on: 'refund1' })).done.json).toMatchObject({ code: 'not_late_yet', rule: 'RFR-4' });
  await t.wait('P14D');
  expect((await refundOf(id)).state).toBe('arrived');
  expect((await get(ana, `/v1/contracts/${id}`)).actions.map((a: Json) => a.act)).not.toContain('reportMissing');
  await t.does(ben, id, 'reportMissing', { on: 'refund1', input: { note: 'Not on my card.' } });
  expect((await refundOf(id)).trace).toMatchObject({ state: 'open', asked: 1, book: { state: 'settled' } });
  expect((await get(ana, `/v1/contracts/${id}`)).deadlines.map((d: Json) => d.on)).not.toContain('trace1');

  // It waits for whoever can answer it: an operator, not support, and an auditor acts on nothing.
  const rowOf = async (who: Person) => (await get(who, '/v1/contracts?limit=200')).items.find((c: Json) => c.id === id);
  expect(await rowOf(olga)).toMatchObject({ group: 'needs_me', turn: { who: 'you' }, deadline: { yours: true } });
  for (const who of [sue, ada]) {
    expect(await rowOf(who), who.name).toMatchObject({ turn: { who: 'staff' }, deadline: { yours: false } });
    expect((await get(who, '/v1/contracts?group=needs_me')).items, who.name).toEqual([]);
  }

  const row = await listed(id);
  expect(row).toMatchObject({ kind: 'refund', amount: 21_495, note: 'Not on my card.', reference: `${id}.refund1`, owner: { name: 'ben' } });
  expect(row.deadline.silence.sentence).toMatch(/bank/);
  expect(row.actions.map((a: Json) => [a.act, a.blocked !== undefined])).toEqual([
    ['askBook', false],
    ['answerFound', false],
    ['answerCredit', true],
  ]);
  expect((await t.call(finn, 'GET', `/v1/contracts/${id}`)).status).toBe(404);
  for (const who of [sue, ben, ana]) expect((await t.call(who, 'GET', '/v1/console/traces')).status).toBe(404);
  const { look, done, again } = await answers(id, 'answerFound', { reference: 'ARN 7481 2200', message: MESSAGE });
  expect([look.status, done.status, again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 200, 200, 'true']);
  await t.wait('PT0S');
  expect((await refundOf(id)).trace).toMatchObject({ state: 'found', answer: { reference: 'ARN 7481 2200', message: MESSAGE } });
  expect(await listed(id)).toBeUndefined();
  const told = (await get(ben, '/v1/notices')).items.filter((n: Json) => n.contract === id).map((n: Json) => n.kind);
  expect(told).toEqual(expect.arrayContaining(['refund.reportMissing', 'trace.answerFound']));
  const finance = (await get(finn, '/v1/notices')).items.find((n: Json) => n.contract === id);
  expect([finance.kind, finance.href]).toEqual(['refund.reportMissing', '/console/traces']);
  const anas = (await get(ana, `/v1/contracts/${id}/history`)).items.map((h: Json) => h.act);
  expect(anas).not.toContain('reportMissing');
  expect((await get(ben, `/v1/contracts/${id}/history`)).items.map((h: Json) => h.act)).toEqual(
    expect.arrayContaining(['reportMissing', 'bookSays', 'answerFound']),
  );
});

test('RFR-5: what the bank’s book does not know is credited once, never sent again, and a bank that then knows it is a difference', async () => {
  const id = await refunding();
  const reference = `${id}.refund1`;
  let sent = 0;
  provider.refund = async (r) => {
    if (r.reference === reference) sent += 1;
    return own.refund(r);
  };
  provider.lookUp = async (r) => (r === reference ? undefined : own.lookUp(r));
  await t.wait('P14D');
  expect([(await refundOf(id)).state, await effectOf(id)]).toEqual(['sent', 'accepted']);
  await t.does(ben, id, 'reportMissing', { on: 'refund1' });
  expect((await refundOf(id)).trace.book.state).toBe('missing');
  expect((await answers(id, 'answerFound', { reference: 'ARN 1234', message: MESSAGE })).done.json.code).toBe('book_has_it_not');
  const { look, done } = await answers(id, 'answerCredit', { message: 'The bank has no trace of it, so it is yours again.' });
  expect([done.status, look.json.sentence]).toEqual([200, expect.stringContaining('$214.95')]);
  await t.wait('P1D');
  expect([(await refundOf(id)).state, await effectOf(id), sent]).toEqual(['credited', 'declined', 0]);
  expect((await get(ben, `/v1/accounts/${ben.account}/money`)).balances.find((b: Json) => b.kind === 'credit').amount).toBe(21_495);
  provider.lookUp = own.lookUp;
  provider.refund = own.refund;
  await t.wait('P1D');
  expect((await refundOf(id)).state).toBe('credited');
  expect((await get(finn, '/v1/reconciliation')).differences).toMatchObject([{ difference: 'state', reference }]);
});

test('RFR-5, MNY-7: what the bank sent back after it had arrived is credit as soon as somebody asks for it', async () => {
  const id = await refunding();
  await t.wait('P14D');
  await t.db.pool.query(`update sandbox_bank.movements set state = 'returned', reason = 'account closed' where reference = $1`, [`${id}.refund1`]);
  await t.does(ben, id, 'reportMissing', { on: 'refund1' });
  expect([await refundOf(id), await effectOf(id)]).toMatchObject([{ state: 'credited', trace: { state: 'cameBack' } }, 'returned']);
  expect((await get(finn, '/v1/reconciliation')).differences.map((d: Json) => d.reference)).not.toContain(`${id}.refund1`);
});

test('RFR-4, RFR-6: a bank that cannot be asked is asked until it answers; silence of everybody ends the search, and the record holds', async () => {
  const id = await refunding();
  await t.wait('P14D');
  provider.lookUp = () => Promise.reject(new Error('the search is down'));
  await t.does(ben, id, 'reportMissing', { on: 'refund1' });
  expect((await refundOf(id)).trace.book).toBeUndefined();
  expect((await answers(id, 'answerCredit', { message: MESSAGE })).done.json.code).toBe('book_not_asked');
  await t.wait('P12D');
  expect((await refundOf(id)).trace.state).toBe('overdue');
  await t.wait('P12D');
  expect((await refundOf(id)).trace.state).toBe('unanswered');
  provider.lookUp = own.lookUp;
  await t.does(ben, id, 'reportMissing', { on: 'refund1' });
  expect((await refundOf(id)).trace).toMatchObject({ id: 'trace2', state: 'open', book: { state: 'settled' } });
  expect((await verify(t.db, 'main')).broken).toEqual([]);
});

test('RFR-4: a payout is reported in the wallet, by its owner only', async () => {
  const eli = await t.person('eli');
  const id = await t.contract(ben, eli);
  await t.does(ben, id, 'approve', { on: 'm1' });
  await t.wait('P5D');
  const path = `/v1/accounts/${eli.account}/acts`;
  const body = { act: 'payOut', currency: 'USD', input: { amount: 18_000 } };
  const look = await t.call(eli, 'POST', path, { ...body, preview: true });
  await t.call(eli, 'POST', path, { ...body, digest: look.json.digest }, { key: crypto.randomUUID() });
  await t.wait('P14D');
  const report = { act: 'reportMissing', on: 'payout1', currency: 'USD', input: {} };
  const done = await t.call(eli, 'POST', path, report, { key: crypto.randomUUID() });
  expect([done.status, done.json.payouts[0].trace.state]).toEqual([200, 'open']);
  await t.wait('PT0S');
  expect(await listed(`wallet.${eli.account}.USD`)).toMatchObject({ kind: 'payout', amount: 18_000, book: { state: 'settled' } });
});

test('MNY-7, RFR-4: the account says of every refund under way until when, of a missed one too, however many there are; held is its own', async () => {
  const cleo = await t.person('cleo');
  const moneyOf = () => get(cleo, `/v1/accounts/${cleo.account}/money`);
  const missed = await t.offer(cleo, ana);
  await t.does(ana, missed, 'decline');
  await t.wait('P14D');
  const arrived = await moneyOf();
  // It has arrived by the bank's own word, and can still be missed.
  expect(arrived.ways).toMatchObject([{ contract: missed, kind: 'refund', way: { state: 'arrived' }, report: { act: 'reportMissing' } }]);
  expect(arrived.ways[0].report.blocked).toBeUndefined();
  const ids: string[] = [];
  for (let n = 0; n < 12; n += 1) {
    const id = await t.offer(cleo, ana);
    await t.does(ana, id, 'decline');
    ids.push(id);
  }
  const held = await t.offer(cleo, ana);
  const m = await moneyOf();
  expect(m.ways.map((x: Json) => x.contract).sort()).toEqual([missed, ...ids].sort());
  const open = m.ways.filter((x: Json) => x.way.arrivesBy);
  expect(open).toHaveLength(12);
  for (const x of open) expect([x.report.blocked === undefined, x.way.reference]).toEqual([false, `${x.contract}.refund1`]);
  const refunds = m.balances.find((b: Json) => b.kind === 'refunds');
  expect(refunds.amount).toBe(open.reduce((sum: number, x: Json) => sum + x.way.amount, 0));
  expect(refunds.by).toBe(open.at(-1).way.arrivesBy);
  expect(m.held).toEqual([{ currency: 'USD', amount: (await get(cleo, `/v1/contracts/${held}`)).heldMoney }]);
  // Two months later nobody can say any more that the first did not come.
  await t.wait('P61D');
  expect((await moneyOf()).ways.map((x: Json) => x.contract)).not.toContain(missed);
});

test('MNY-6: what is pending says when the last hold is over', async () => {
  const dora = await t.person('dora');
  const moneyOf = async () => (await get(dora, `/v1/accounts/${dora.account}/money`)).balances;
  const pending = async () => (await moneyOf()).find((b: Json) => b.kind === 'pending');
  for (let n = 0; n < 2; n += 1) {
    const id = await t.contract(ben, dora);
    await t.does(ben, id, 'approve', { on: 'm1' });
    await t.wait('P1D');
  }
  const { amount, by } = await pending();
  expect(amount).toBe(36_000);
  await t.wait('P4D');
  const now = (await get(dora, `/v1/accounts/${dora.account}/money`)).now;
  expect([now >= by, (await pending()).amount, (await pending()).by]).toEqual([true, 0, undefined]);
});
