import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PASSWORD } from '../auth/auth.ts';
import { readBankAccount } from '../payouts/bank-account.ts';
import { sandboxAccounts } from '../payouts/sandbox-accounts.ts';
import type { Json, Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';

const t = await town();
let ben: Person;
let ana: Person;
let eve: Person;
beforeAll(async () => {
  ben = await t.person('ben');
  ana = await t.person('ana');
  eve = await t.person('eve');
});
afterAll(() => t.stop());

const path = (who: Person) => `/v1/accounts/${who.account}/payout-methods`;
const US = { currency: 'USD', holder: 'Ana Lind', routing: '021000021', number: '7700 1234' };
const confirm = (who: Person) => t.call(who, 'POST', '/v1/sessions/confirm', { password: DEMO_PASSWORD });
const methods = async (who: Person): Promise<Json[]> =>
  (await t.call(who, 'GET', path(who))).json.items.filter((m: Json) => m.currency === 'USD').map((m: Json) => ({ label: m.label, state: m.state }));
async function add(who: Person, more: Record<string, unknown> = {}): Promise<Json> {
  await confirm(who);
  const added = await t.call(who, 'POST', path(who), { ...US, ...more });
  expect(added.status, added.text).toBe(201);
  return added.json.items.find((m: Json) => m.currency === 'USD' && m.state === 'held');
}
/** Pays out; the facts that the wallet keeps of it. */
async function payOut(who: Person, amount: number): Promise<Json> {
  const acts = `/v1/accounts/${who.account}/acts`;
  const body = { act: 'payOut', currency: 'USD', input: { amount } };
  const seen = await t.call(who, 'POST', acts, { ...body, preview: true });
  if (seen.status !== 200) return seen.json;
  const done = await t.call(who, 'POST', acts, { ...body, digest: seen.json.digest }, { key: crypto.randomUUID() });
  expect(done.status, done.text).toBe(200);
  return { sentence: seen.json.sentence, payout: done.json.payouts.at(-1) };
}
async function earns(who: Person): Promise<void> {
  const id = await t.contract(ben, who);
  await t.does(who, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
  await t.does(ben, id, 'approve');
  await t.wait('P5D');
}

describe('where payouts go', () => {
  test('ACC-3: a bank account is added, chosen and removed only by a session whose person has just shown who they are', async () => {
    const refused = await t.call(eve, 'POST', path(eve), US);
    expect([refused.status, refused.json.code]).toEqual([403, 'confirmation_needed']);
    const wrong = await t.call(eve, 'POST', '/v1/sessions/confirm', { password: 'not my password' });
    expect([wrong.status, wrong.json.code]).toEqual([403, 'confirmation_wrong']);
    expect((await t.call(eve, 'POST', path(eve), US)).json.code).toBe('confirmation_needed');
    expect((await confirm(eve)).status).toBe(200);
    expect((await t.call(eve, 'POST', path(eve), US)).status).toBe(201);
    await t.wait('PT11M');
    expect((await t.call(eve, 'POST', path(eve), { ...US, number: '88112233' })).json.code).toBe('confirmation_needed');
    const key = (await t.call(eve, 'POST', '/v1/api-keys', { name: 'k', scopes: ['read', 'write'] })).json.key;
    const byKey = await t.call(undefined, 'POST', path(eve), US, { headers: { authorization: `Bearer ${key}` } });
    expect(byKey.json.code).toBe('session_needed');
    expect((await t.call(eve, 'GET', path(ana))).status).toBe(404);
  });

  test('MNY-11: a new account is held for 72 hours, is shown with its instant, mailed, and payouts go to the old one meanwhile', async () => {
    await earns(ana);
    const [given] = await methods(ana);
    expect(given).toMatchObject({ state: 'inUse' });
    const held = await add(ana);
    const now = Date.parse((await t.call(ana, 'GET', '/v1/clock')).json.now);
    expect(held.label).toBe('US •••• 1234');
    expect(Math.abs(Date.parse(held.inUseFrom) - now - 72 * 3_600_000)).toBeLessThan(60_000);
    const before = await payOut(ana, 1_000);
    expect(before.payout).toMatchObject({ amount: 1_000, card: given.label });
    expect(before.sentence).toContain(given.label);
    await t.wait('P3D');
    const mails = (await t.call(ana, 'GET', `/v1/sandbox/mails?limit=100`)).json.items.filter((m: Json) => m.to.startsWith('ana.'));
    expect(mails.map((m: Json) => m.subject).join('\n')).toContain('US •••• 1234');
    expect(await methods(ana)).toEqual([
      { label: given.label, state: 'spare' },
      { label: 'US •••• 1234', state: 'inUse' },
    ]);
    expect((await payOut(ana, 1_000)).payout).toMatchObject({ card: 'US •••• 1234' });
    // The bank hears of it a moment after the act.
    await t.wait('PT1M');
    const { rows } = await t.db.pool.query(`select other from sandbox_bank.movements where kind = 'payout' order by asked_at`);
    expect(rows.map((r: Json) => r.other)).toEqual([`01...${given.label.slice(-4)}`, '02...1234']);
  });

  test('MNY-11: the number is kept sealed, and neither the record nor an answer says it', async () => {
    const { rows } = await t.db.pool.query(`select sealed, label from payout_methods where account = $1 and label = 'US •••• 1234'`, [ana.account]);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('77001234');
    const { rows: record } = await t.db.pool.query(`select j::text as row from journal j`);
    expect(record.some((r: Json) => r.row.includes('77001234'))).toBe(false);
    expect(record.some((r: Json) => r.row.includes('1234'))).toBe(true);
    expect((await t.call(ana, 'GET', path(ana))).text).not.toContain('77001234');
  });

  test('MNY-11: a change that was not mine is stopped without a password; what was removed is forgotten, and payouts wait', async () => {
    const held = await add(ana, { number: '99887766' });
    await t.wait('PT20M');
    expect((await t.call(ana, 'POST', `${path(ana)}/${held.id}/keep`)).status).toBe(200);
    expect((await t.call(ana, 'POST', `${path(ana)}/${held.id}/keep`)).json.code).toBe('payout_change_over');
    await t.wait('P4D');
    expect((await payOut(ana, 500)).payout).toMatchObject({ card: 'US •••• 1234' });
    await confirm(ana);
    for (const m of (await t.call(ana, 'GET', path(ana))).json.items.filter((x: Json) => x.currency === 'USD'))
      expect((await t.call(ana, 'DELETE', `${path(ana)}/${m.id}`)).status).toBe(200);
    expect(await methods(ana)).toEqual([]);
    expect(await payOut(ana, 500)).toMatchObject({ code: 'payout_method_missing' });
    const { rows } = await t.db.pool.query(
      `select count(*)::int as n from payout_methods where account = $1 and currency = 'USD' and sealed is not null`,
      [ana.account],
    );
    expect(rows[0]).toEqual({ n: 0 });
    await add(ana);
    expect(await payOut(ana, 500)).toMatchObject({ code: 'payout_method_held' });
  });

  test('MNY-11: the same number twice is one account; two at once are one change', async () => {
    await confirm(eve);
    const both = await Promise.all([0, 1].map(() => t.call(eve, 'POST', path(eve), { ...US, number: '5555666' })));
    expect(both.map((b) => b.status)).toEqual([201, 201]);
    expect((await methods(eve)).filter((m) => m.label === 'US •••• 5666')).toEqual([{ label: 'US •••• 5666', state: 'held' }]);
  });

  test('MNY-6: a payout that the account cannot take comes back, and is available again', async () => {
    const raj = await t.person('raj');
    await earns(raj);
    await add(raj, { number: '12349999' });
    await t.wait('P3D');
    const available = async () =>
      (await t.call(raj, 'GET', `/v1/accounts/${raj.account}/money`)).json.balances.find((b: Json) => b.kind === 'available').amount;
    const had = await available();
    expect((await payOut(raj, 700)).payout).toMatchObject({ state: expect.stringMatching(/wanted|sent/), card: 'US •••• 9999' });
    expect(await available()).toBe(had - 700);
    await t.wait('P5D');
    expect(await available()).toBe(had);
    const { json } = await t.call(raj, 'GET', `/v1/accounts/${raj.account}/wallet`);
    expect(json.payouts).toMatchObject([{ amount: 700, state: 'returned', card: 'US •••• 9999' }]);
  });

  test.each([
    ['an IBAN', { iban: 'DE89 3704 0044 0532 0130 00' }, 'DE •••• 3000'],
    ['an IBAN with a wrong digit', { iban: 'DE89 3704 0044 0532 0130 01' }, 'bank_account_mistyped.iban'],
    ['an IBAN with two digits swapped', { iban: 'DE89 3704 0044 0532 0103 00' }, 'bank_account_mistyped.iban'],
    ['no IBAN at all', { iban: 'hello' }, 'bank_account_mistyped.iban'],
    ['an account in the USA', { routing: '021000021', number: '123456789' }, 'US •••• 6789'],
    ['a routing number with a wrong digit', { routing: '021000022', number: '123456789' }, 'bank_account_mistyped.routing'],
    ['an account number that is too short', { routing: '021000021', number: '12' }, 'bank_account_mistyped.number'],
  ])('MNY-11: %s', (_what, typed, want) => {
    const read = readBankAccount({ holder: 'Ana', ...typed });
    expect(typeof read === 'string' ? read : read.label).toBe(want);
  });

  test('the accounts that a sandbox gives its people are well formed', () => {
    const { EUR, GBP, USD } = sandboxAccounts('Ana', '12345678') as Record<string, Json>;
    for (const bank of [EUR, GBP]) expect(readBankAccount({ holder: 'Ana', iban: bank.number })).toEqual(bank);
    const [routing, number] = USD.number.split('/');
    expect(readBankAccount({ holder: 'Ana', routing, number })).toEqual(USD);
  });
});
