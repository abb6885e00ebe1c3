import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PASSWORD } from '../auth/auth.ts';
import { awarded, handedTo } from '../testing/case.ts';
import type { Json, Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';
import { verify } from '../verify.ts';

const t = await town();
let ben: Person;
let ana: Person;
beforeAll(async () => {
  ben = await t.person('ben', { name: 'Ben Carter' });
  ana = await t.person('ana', { name: 'Ana Lind' });
});
afterAll(() => t.stop());

const confirm = (who: Person) => t.call(who, 'POST', '/v1/sessions/confirm', { password: DEMO_PASSWORD });
const mailsTo = async (who: string): Promise<string[]> =>
  (await t.call(ben, 'GET', '/v1/sandbox/mails?limit=200')).json.items.filter((m: Json) => m.to.startsWith(`${who}.`)).map((m: Json) => m.subject);
/** Work that was paid, ended and paid out: nothing of the freelancer's is left. */
async function worked(who: Person): Promise<string> {
  const id = await t.contract(ben, who);
  await t.does(who, id, 'say', { on: 'chat', input: { text: 'A word that only a contract keeps.' } });
  await t.does(who, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
  await t.does(ben, id, 'approve');
  await t.does(ben, id, 'end', { input: { reason: 'completed' } });
  await t.wait('P20D');
  return id;
}
async function payOutAll(who: Person): Promise<void> {
  const acts = `/v1/accounts/${who.account}/acts`;
  const { balances } = (await t.call(who, 'GET', `/v1/accounts/${who.account}/money`)).json;
  const amount = balances.find((b: Json) => b.kind === 'available').amount;
  const body = { act: 'payOut', currency: 'USD', input: { amount } };
  const { digest } = (await t.call(who, 'POST', acts, { ...body, preview: true })).json;
  expect((await t.call(who, 'POST', acts, { ...body, digest }, { key: crypto.randomUUID() })).status).toBe(200);
  await t.wait('P6D');
}

describe('taking one’s data along', () => {
  test('AUD-3: the export is whole and one’s own: profile, contracts with history, statement, notices, files; nothing that is secret', async () => {
    const id = await t.contract(ben, ana);
    await t.does(ana, id, 'say', { on: 'chat', input: { text: 'A word of hers.' } });
    await t.wait('PT1M');
    expect((await t.call(ana, 'GET', '/v1/me/export')).json.code).toBe('confirmation_needed');
    await confirm(ana);
    const got = await t.call(ana, 'GET', '/v1/me/export');
    expect([got.status, got.headers.get('content-disposition')]).toEqual([
      200,
      expect.stringMatching(/^attachment; filename="fairhold-2026-\d\d-\d\d\.json"$/),
    ]);
    expect(got.json).toMatchObject({ format: 'fairhold-export/1', profile: { person: ana.id, name: 'Ana Lind' } });
    const listed = (await t.call(ana, 'GET', '/v1/contracts?limit=200')).json.items.map((c: Json) => c.id);
    expect(got.json.contracts.map((c: Json) => c.contract.id).sort()).toEqual(listed.sort());
    const mine = got.json.contracts.find((c: Json) => c.contract.id === id);
    const shown = (await t.call(ana, 'GET', `/v1/contracts/${id}/history?limit=500`)).json.items;
    expect(mine.history).toEqual([...shown].reverse());
    expect(got.text).toContain('A word of hers.');
    expect(got.json.notices.length).toBeGreaterThan(0);
    expect(got.json.payoutMethods.map((m: Json) => m.label).every((label: string) => label.includes('••••'))).toBe(true);
    expect(got.text).not.toMatch(/"sealed"|secret_hash|"token"|"password"/);
    expect(Object.keys(got.json)).toEqual(
      expect.arrayContaining(['files', 'statement', 'drafts', 'draftVersions', 'sessions', 'cards', 'agencies', 'webhooks', 'mails']),
    );
  });

  test('AUD-3: what others sealed from a reader is not in their export either', async () => {
    const id = await t.contract(ben, ana);
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    await t.does(ana, id, 'dispute', { input: { claim: 20_000, reason: 'workDone', statement: 'Everything agreed is done.', criteria: 'met' } });
    await t.does(ben, id, 'offerSettlement', { input: { freelancer: 12_345, note: 'Between us.' } });
    const exported = async (who: Person) => {
      await confirm(who);
      return (await t.call(who, 'GET', '/v1/me/export')).text;
    };
    expect(await exported(ana)).toContain('Between us.');
    // Feedback is sealed until both gave theirs.
    const text = 'Said before the other side has spoken.';
    await t.does(ben, id, 'giveFeedback', { input: { stars: 2, comment: text } });
    expect(await exported(ben)).toContain(text);
    expect(await exported(ana)).not.toContain(text);
  });
});

describe('being erased', () => {
  test('ACC-4: refused while money is here or a contract is open, and it says which', async () => {
    const eve = await t.person('eve', { name: 'Eve Stone' });
    const id = await t.contract(ben, eve, [{ title: 'A wall', amount: 10_000, criteria: [] }]);
    await confirm(eve);
    const refused = await t.call(eve, 'POST', '/v1/me/erasure');
    expect([refused.status, refused.json.code]).toEqual([409, 'erasure_blocked']);
    const { json } = await t.call(eve, 'GET', '/v1/me/erasure');
    expect(json.blockers).toEqual([{ kind: 'contract', sentence: expect.stringContaining('is still open'), href: `/contracts/${id}` }]);
    await t.does(eve, id, 'submit', { input: { message: 'Here is all of it, ready to look at.' } });
    await t.does(ben, id, 'approve');
    await t.does(ben, id, 'end', { input: { reason: 'completed' } });
    await t.wait('P20D');
    const then = (await t.call(eve, 'GET', '/v1/me/erasure')).json;
    expect(then.blockers).toEqual([{ kind: 'money', sentence: 'USD 90.00 is here (available).'.replace('USD 90.00', '$90.00'), href: '/money' }]);
  });

  test('ACC-4: an office, and an agency that nobody else manages, are in the way too', async () => {
    const sue = await t.person('sue', { staff: ['support'] });
    expect((await t.call(sue, 'GET', '/v1/me/erasure')).json.blockers.map((b: Json) => b.kind)).toEqual(['office']);
    const mara = await t.person('mara', { agency: 'Studio Nord' });
    expect((await t.call(mara, 'GET', '/v1/me/erasure')).json.blockers).toEqual([]);
    await t.person('moe', { memberOf: mara.account });
    expect((await t.call(mara, 'GET', '/v1/me/erasure')).json.blockers.map((b: Json) => b.kind)).toEqual(['agency']);
  });

  test('ACC-4: it happens after two weeks, at its instant; until then it can be stopped; then only what others need is left, under no name', async () => {
    const raj = await t.person('raj', { name: 'Raj Mehta' });
    const id = await worked(raj);
    await payOutAll(raj);
    await confirm(raj);
    const asked = await t.call(raj, 'POST', '/v1/me/erasure');
    expect([asked.status, asked.json.state]).toEqual([200, 'waiting']);
    expect((await t.call(raj, 'POST', '/v1/me/erasure')).json.at).toBe(asked.json.at);
    await t.wait('P13D');
    expect((await t.call(raj, 'DELETE', '/v1/me/erasure')).json.state).toBe('none');
    expect((await t.call(raj, 'DELETE', '/v1/me/erasure')).json.code).toBe('erasure_not_asked');
    await t.wait('P5D');
    expect((await t.call(raj, 'GET', '/v1/me')).status).toBe(200);

    await confirm(raj);
    const again = (await t.call(raj, 'POST', '/v1/me/erasure')).json;
    expect((await mailsTo('raj')).filter((subject) => subject.startsWith('Your account will be erased on'))).toHaveLength(2);
    const before = (await t.call(ben, 'GET', `/v1/contracts/${id}/history?limit=500`)).json.items.map((h: Json) => h.digest);
    await t.wait('P14D');
    expect((await t.call(raj, 'GET', '/v1/me')).status).toBe(401);
    expect((await t.call(undefined, 'POST', '/v1/sandbox/sign-in', { person: raj.id })).status).toBe(404);
    const { rows } = await t.db.pool.query('select name, email, erased_at from accounts where id = $1', [raj.id]);
    expect(rows).toMatchObject([{ name: '', email: null }]);
    // When the clock gets there, and not before.
    expect(rows[0].erased_at.getTime() - Date.parse(again.at)).toBeGreaterThanOrEqual(0);
    expect(rows[0].erased_at.getTime() - Date.parse(again.at)).toBeLessThan(5_000);
    await t.wait('PT10S');
    const seen = (await t.call(ben, 'GET', `/v1/contracts/${id}`)).json;
    expect(seen.freelancer.name).toBe('A former member');
    const history = (await t.call(ben, 'GET', `/v1/contracts/${id}/history?limit=500`)).json;
    expect(history.items.map((h: Json) => h.digest)).toEqual(before);
    expect(JSON.stringify([seen, history])).not.toContain('Raj');
    expect(JSON.stringify(history)).toContain('A word that only a contract keeps.');
    expect((await t.call(ben, 'GET', '/v1/people?q=raj')).json.items).toEqual([]);
    for (const table of ['notices', 'drafts', 'draft_versions', 'api_keys', 'read_marks', 'mail_choices'])
      expect((await t.db.pool.query(`select count(*)::int as n from ${table} where person = $1`, [raj.id])).rows).toEqual([{ n: 0 }]);
    expect(
      (await t.db.pool.query('select sealed, label from payout_methods where account = $1', [raj.id])).rows.every(
        (r: Json) => r.sealed === null && r.label === '••••',
      ),
    ).toBe(true);
    expect((await t.db.pool.query(`select kind from mails where to_address like 'raj.%'`)).rows).toEqual([{ kind: 'farewell' }]);
    expect((await t.db.pool.query(`select count(*)::int as n from auth."user" where id = $1`, [raj.id])).rows).toEqual([{ n: 0 }]);
  });

  test('ACC-4, ARB-10: what an arbitrator was handed stays the same bytes, with the name in it; what is made later has none', async () => {
    const noor = await t.person('noor', { name: 'Noor Haddad' });
    const [mediator, arbitrator] = [await t.person('mia', { staff: ['mediator'] }), await t.person('art', { staff: ['arbitrator'] })];
    const id = await t.contract(ben, noor);
    const handed = await awarded(t, { client: ben, freelancer: noor, mediator, arbitrator }, id, 0);
    await t.wait('P20D');
    const text = (zip: Uint8Array) =>
      Object.values(unzipSync(zip))
        .map((x) => Buffer.from(x).toString('utf8'))
        .join('\n');
    const before = await handedTo(t.base, ben, id);
    expect([before.sha256, text(before.content).includes('Noor Haddad')]).toEqual([handed, true]);
    await confirm(noor);
    expect((await t.call(noor, 'POST', '/v1/me/erasure')).json.state).toBe('waiting');
    await t.wait('P14D');
    await t.wait('PT10S');
    expect((await t.db.pool.query('select name from accounts where id = $1', [noor.id])).rows).toEqual([{ name: '' }]);
    for (const who of [ben, arbitrator]) expect((await handedTo(t.base, who, id)).content.equals(before.content)).toBe(true);
    expect((await handedTo(t.base, noor, id)).status).toBe(401);
    const res = await fetch(`${t.base}/v1/contracts/${id}/case-file`, { headers: { cookie: ben.cookie } });
    const later = text(new Uint8Array(await res.arrayBuffer()));
    expect([res.status, later.includes('Noor'), later.includes('A former member')]).toEqual([200, false, true]);
    expect((await verify(t.db, 'main', { files: join(t.running.server.config.dataFolder, 'files') })).broken).toEqual([]);
  });

  test('ACC-4: what came up meanwhile ends first; the erasure waits for it', async () => {
    const late = await t.person('late', { name: 'Late Comer' });
    await confirm(late);
    await t.call(late, 'POST', '/v1/me/erasure');
    const id = await t.offer(ben, late, [{ title: 'One more', amount: 10_000, criteria: [] }]);
    await t.wait('P6D');
    await t.does(late, id, 'accept');
    await t.wait('P9D');
    expect((await t.call(late, 'GET', '/v1/me/erasure')).json).toMatchObject({ state: 'waiting', blockers: [{ kind: 'contract' }] });
    await t.does(late, id, 'end', { input: { reason: 'other' } });
    await t.wait('P20D');
    expect((await t.call(late, 'GET', '/v1/me')).status).toBe(401);
  });
});
