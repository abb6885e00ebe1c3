import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readMails } from '../outside/mail-compose.ts';
import { call, type Json, type Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';
import { totp } from '../testing/totp.ts';

const t = await town();
let ben: Person;
let ana: Person;
let eve: Person;
let mia: Person;
let max: Person;
let oli: Person;
beforeAll(async () => {
  ben = await t.person('ben', { name: 'Ben Carter' });
  ana = await t.person('ana', { name: 'Ana Lind' });
  eve = await t.person('eve');
  mia = await t.person('mia', { staff: ['mediator'] });
  max = await t.person('max', { staff: ['mediator'] });
  oli = await t.person('oli', { staff: ['operator'] });
});
afterAll(() => t.stop());

const WORK = { message: 'Here is all of it, ready to look at.', criteria: 'met' };
async function atMediation(): Promise<string> {
  const id = await t.contract(ben, ana);
  await t.does(ana, id, 'submit', { input: WORK });
  await t.does(ben, id, 'offerSettlement').catch(() => undefined);
  await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
  await t.does(ana, id, 'dispute', { input: { claim: 20_000, reason: 'workDone', statement: 'Everything agreed is done.', criteria: 'met' } });
  await t.does(ben, id, 'offerSettlement', { input: { freelancer: 12_345, note: 'A secret number.' } });
  await t.does(ben, id, 'contest', { input: { statement: 'The pages do not load on phones.', criteria: 'not' } });
  return id;
}

describe('who sees what', () => {
  test('ACC-1: what is not theirs answers like what does not exist, on every page of a contract', async () => {
    const id = await t.contract(ben, ana);
    for (const who of [eve, mia])
      for (const path of ['', '/history', '/money']) {
        const theirs = await t.call(who, 'GET', `/v1/contracts/${id}${path}`);
        const none = await t.call(who, 'GET', `/v1/contracts/01900000-0000-7000-8000-000000000000${path}`);
        expect([theirs.status, none.status]).toEqual([404, 404]);
        const same = (j: Json) => ({ ...j, requestId: '', detail: j.detail.replaceAll(id, '') });
        expect(same(theirs.json)).toEqual(same({ ...none.json, detail: none.json.detail }));
      }
    expect((await t.call(eve, 'GET', `/v1/accounts/${ana.account}/money`)).status).toBe(404);
    expect((await t.call(eve, 'GET', '/v1/contracts')).json.items).toEqual([]);
    expect((await t.call(eve, 'GET', '/v1/queue')).status).toBe(404);
    expect((await t.call(ana, 'GET', '/v1/reconciliation')).status).toBe(404);
  });

  test('SET-4: neither mediator nor staff see settlement offers, in the case or in the record, until both disclosed them', async () => {
    const id = await atMediation();
    // Who takes this case takes no other of these two.
    const mia = await t.person('mia-offers', { staff: ['mediator'] });
    const everything = async (who: Person) =>
      JSON.stringify([
        (await t.call(who, 'GET', `/v1/contracts/${id}`)).json,
        (await t.call(who, 'GET', `/v1/contracts/${id}/history?limit=200`)).json,
        (await t.call(who, 'GET', '/v1/notices')).json.items.filter((n: Json) => n.contract === id),
        (await readMails(t.db, 'main', t.base, { contract: id })).filter((m) => m.person === who.id),
      ]);
    for (const who of [mia, oli]) expect(await everything(who)).not.toMatch(/12345|123\.45|A secret number/);
    await t.does(mia, id, 'take');
    expect(await everything(mia)).not.toMatch(/12345|123\.45|A secret number/);
    // The other side is told of the sum, by the notice and in the subject of the mail.
    for (const who of [ana, ben]) expect(await everything(who)).toMatch(/A secret number/);
    expect(await everything(ana)).toMatch(/"subject":"[^"]*\$123\.45/);
    const agreed = async (who: Person) => (await t.call(who, 'GET', `/v1/contracts/${id}`)).json.case.disclosed;
    expect(await agreed(ben)).toEqual({ client: false, freelancer: false });
    await t.does(ana, id, 'discloseOffers');
    for (const who of [ana, ben, mia]) expect(await agreed(who)).toEqual({ client: false, freelancer: true });
    expect(await everything(mia)).not.toContain('A secret number');
    await t.does(ben, id, 'discloseOffers');
    expect(await everything(mia)).toContain('A secret number');
  });

  test('MED-4: nobody sees the other’s answer before both have answered, by no page and no notice', async () => {
    const id = await atMediation();
    await t.does(mia, id, 'take');
    await t.does(mia, id, 'propose', { input: { freelancer: 10_000, reasons: 'Half of it is met, half is not.', criteria: 'partly' } });
    await t.does(ana, id, 'answerProposal', { input: { answer: 'accept' } });
    for (const who of [ben, oli, mia]) {
      const c = (await t.call(who, 'GET', `/v1/contracts/${id}`)).json;
      expect(c.case.answers).toMatchObject({ sealed: true });
      expect(c.case.answers).not.toHaveProperty('freelancer');
      if (who !== ben) expect([c.turn.who, c.turn.sentence]).toEqual(['both', expect.not.stringMatching(/Ben|Ana/)]);
      const history = (await t.call(who, 'GET', `/v1/contracts/${id}/history?limit=200`)).json.items as Json[];
      expect(history.some((h) => h.act === 'answerProposal')).toBe(false);
    }
    expect((await t.call(ana, 'GET', `/v1/contracts/${id}`)).json.case.answers).toMatchObject({ yours: 'accept' });
    // What silence would do reads the same whatever the other has answered.
    const told = (await t.call(ben, 'GET', `/v1/contracts/${id}`)).json.deadlines.find((d: Json) => d.window === 'proposalAnswer').silence;
    expect(JSON.stringify(told)).not.toMatch(/accept/);
    await t.does(ben, id, 'answerProposal', { input: { answer: 'reject' } });
    const after = (await t.call(ben, 'GET', `/v1/contracts/${id}`)).json.case.answers;
    expect(after).toMatchObject({ client: 'reject', freelancer: 'accept', sealed: false });
  });

  test('MED-1: a mediator who mediated for a party in the last 90 days, or works for one, is told why not', async () => {
    const first = await atMediation();
    await t.does(max, first, 'take');
    const second = await atMediation();
    const no = await t.act(max, second, 'take');
    expect([no.done.status, no.done.json.code]).toEqual([403, 'conflict']);
    expect(no.done.json.detail).toMatch(/mediated/);
    const queue = (await t.call(max, 'GET', '/v1/queue')).json.items as Json[];
    const row = queue.find((q) => q.contract === second);
    expect(row?.conflict).toMatch(/mediated/);
    // The languages both read and the reasons from the lists, without a name.
    expect([row?.languages, row?.reasons]).toEqual([['en'], ['The quality', 'The work was done as agreed']]);
  });

  test('MED-1: who has not taken the case reads of the two without their names, in the queue and on the case; other staff go on reading', async () => {
    const nia = await t.person('nia', { staff: ['mediator'] });
    const both = await t.person('both', { staff: ['mediator', 'operator'] });
    const id = await atMediation();
    // An offer between the two is out: it waits for one of them, by side.
    await t.does(ana, id, 'offerSettlement', { input: { freelancer: 5_000 } });
    const row = async (who: Person) => ((await t.call(who, 'GET', '/v1/queue')).json.items as Json[]).find((q) => q.contract === id);
    const page = async (who: Person) => (await t.call(who, 'GET', `/v1/contracts/${id}`)).json as Json;
    const named = /Ana Lind|Ben Carter/;
    expect(JSON.stringify([(await row(nia))?.waitsFor, (await row(nia))?.deadline ?? ''])).not.toMatch(named);
    const before = await page(nia);
    // In no answer, by no way: what people said is left out, and what says more than the choice needs is not theirs yet.
    expect(JSON.stringify(before)).not.toMatch(named);
    expect([before.terms.scope, before.case.text, before.case.statements.freelancer.text, before.case.statements.freelancer.criteria.length]).toEqual(
      [...['', '', ''], 1],
    );
    for (const rest of ['history', 'money', 'terms/1', 'case-file', 'handed-over', 'read']) {
      const no = await t.call(nia, 'GET', `/v1/contracts/${id}/${rest}`);
      expect([no.status, no.json.code], rest).toEqual([403, 'declare_first']);
      expect(no.text).not.toMatch(named);
    }
    const file = before.case.exhibits.find((e: Json) => e.kind === 'file');
    if (file) expect((await t.call(nia, 'GET', `/v1/files/${file.id}`)).status).toBe(404);
    await vi.waitFor(async () => {
      const told = ((await t.call(nia, 'GET', '/v1/notices')).json.items as Json[]).filter((x) => x.contract === id);
      expect(told).not.toEqual([]);
      expect(JSON.stringify(told)).not.toMatch(named);
      // Who stands at the beginning of a sentence without a name is written large.
      expect(told.filter((x) => !/^\p{Lu}/u.test(x.sentence))).toEqual([]);
    }, 10_000);
    expect([before.you.undeclared, before.client.name, before.freelancer.name]).toEqual([true, 'the client', 'the freelancer']);
    expect(JSON.stringify([before.turn, before.deadlines, before.actions, before.case.exhibits])).not.toMatch(named);
    const reads = await page(both);
    expect([reads.you.undeclared, reads.freelancer.name]).toEqual([undefined, 'Ana Lind']);
    // The answer of taking it has the names at once.
    expect((await t.does(nia, id, 'take')).freelancer.name).toBe('Ana Lind');
    const after = await page(nia);
    expect([after.you.undeclared, after.freelancer.name]).toEqual([undefined, 'Ana Lind']);
    const question = { to: 'freelancer', question: 'Which pages are missing, in your view?' };
    await t.does(nia, id, 'ask', { input: question });
    const other = await t.person('other', { staff: ['mediator'] });
    expect((await row(nia))?.waitsFor.sentence).toMatch(/Ana Lind/);
    expect((await row(other))?.waitsFor.sentence).toMatch(/^Waiting for the freelancer: /);
    expect((await row(other))?.deadline.silence.sentence).toMatch(/^If the freelancer does nothing, /);
  });

  test('MED-3: what waits for a second reader is free for everybody who can be one, and nobody reads that it is their turn who cannot act', async () => {
    const [writer, second] = [await t.person('writer', { staff: ['mediator'] }), await t.person('second', { staff: ['mediator'] })];
    const [support, stranger] = [await t.person('support2', { staff: ['support'] }), await t.person('auditor2', { staff: ['auditor'] })];
    const id = await t.contract(ben, ana, [{ title: 'A large thing', amount: 900_000, criteria: [] }]);
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality', text: 'Not as agreed.' } });
    await t.does(ana, id, 'dispute', { input: { claim: 900_000, reason: 'workDone', statement: 'Everything that was agreed is done.' } });
    await t.does(ben, id, 'contest', { input: { statement: 'Nothing of it works.' } });
    const row = async (who: Person) => {
      const x = ((await t.call(who, 'GET', '/v1/queue')).json.items as Json[]).find((q) => q.contract === id);
      return x && [x.mine, x.taken, x.waitsFor.sentence];
    };
    const told = async (who: Person) => (await t.call(who, 'GET', `/v1/contracts/${id}`)).json.turn.sentence;
    expect(await row(writer)).toEqual([false, false, 'Your turn: take the case and make a proposal']);
    for (const who of [ben, ana]) expect(await told(who)).toBe('Waiting for a mediator to take the case');
    await t.does(writer, id, 'take');
    for (const who of [ben, ana]) expect(await told(who)).toBe('Waiting for the mediator');
    expect(await row(writer)).toEqual([true, true, 'Your turn: make the proposal']);
    // A colleague has it.
    expect(await row(second)).toEqual([false, true, 'Waiting for the mediator']);
    await t.does(writer, id, 'propose', { input: { freelancer: 450_000, reasons: 'Half of what was agreed was delivered, and half was not.' } });
    expect(await row(writer)).toEqual([true, true, 'Waiting for a second reader']);
    for (const who of [second, support]) expect(await row(who)).toEqual([false, false, 'Your turn: read the proposal as second reader']);
    expect((await t.call(second, 'GET', `/v1/contracts/${id}`)).json.deadlines[0].silence.sentence).toMatch(/^If the second reader does nothing/);
    expect(await row(stranger)).toEqual([false, false, 'Waiting for a second reader']);
    // Who mediated for one of them before cannot, and reads why.
    expect(await row(max)).toEqual([false, false, 'Waiting for a second reader']);
    expect((await t.call(max, 'GET', `/v1/contracts/${id}`)).json.turn.next).toMatch(/mediated/);
    expect((await t.call(ana, 'GET', `/v1/contracts/${id}`)).json.turn.sentence).toBe('Waiting for our team');
  });

  test('STF-1: operator and auditor read every contract; mediators only while a case waits for one; nobody of the staff acts for a party', async () => {
    const plain = await t.contract(ben, ana);
    const auditor = await t.person('audrey', { staff: ['auditor'] });
    const arbitrator = await t.person('art', { staff: ['arbitrator'] });
    const disputed = await atMediation();
    const sees = async (who: Person, id: string) => (await t.call(who, 'GET', `/v1/contracts/${id}`)).status;
    expect([await sees(oli, plain), await sees(auditor, plain), await sees(mia, plain), await sees(arbitrator, plain)]).toEqual([200, 200, 404, 404]);
    expect([await sees(mia, disputed), await sees(arbitrator, disputed)]).toEqual([200, 404]);
    expect((await t.call(auditor, 'GET', `/v1/contracts/${disputed}`)).json.actions).toEqual([]);
    const listed = async (who: Person) => ((await t.call(who, 'GET', '/v1/contracts?limit=200')).json.items as Json[]).map((x) => x.id);
    for (const who of [oli, auditor]) expect(await listed(who)).toEqual(expect.arrayContaining([plain, disputed]));
    for (const who of [mia, arbitrator]) expect(await listed(who)).toEqual([]);
    const acts = ((await t.call(oli, 'GET', `/v1/contracts/${disputed}`)).json.actions as Json[]).map((a) => a.act);
    expect(acts.filter((a) => ['end', 'concede', 'propose', 'award', 'withdrawClaim'].includes(a))).toEqual([]);
  });
});

describe('accounts', () => {
  const mailTo = async (address: string) => {
    const { rows } = await t.db.pool.query<{ text: string }>('select text from mails where to_address = $1 order by created_at desc limit 1', [
      address,
    ]);
    return rows[0]?.text ?? '';
  };
  const cookie = (headers: Headers) =>
    headers
      .getSetCookie()
      .map((c) => c.split(';')[0])
      .join('; ');

  test('ACC-2: sign-up needs the mail confirmed before anybody is signed in', async () => {
    const body = { email: 'new@example.test', password: 'a long password', name: 'Nina New' };
    const up = await call(t.base, undefined, 'POST', '/auth/sign-up/email', body);
    expect(up.status).toBe(200);
    const early = await call(t.base, undefined, 'POST', '/auth/sign-in/email', body);
    expect(early.status).toBe(403);
    const token = decodeURIComponent(/token=([\w%.-]+)/.exec(await mailTo('new@example.test'))?.[1] ?? '');
    const confirmed = await call(t.base, undefined, 'GET', `/auth/verify-email?token=${encodeURIComponent(token)}`);
    expect(confirmed.status).toBeLessThan(400);
    const inside = await call(t.base, undefined, 'POST', '/auth/sign-in/email', body);
    expect(inside.status).toBe(200);
    const me = await call(t.base, { cookie: cookie(inside.headers) }, 'GET', '/v1/me');
    expect(me.json).toMatchObject({ name: 'Nina New', email: 'new@example.test', staff: [] });
    expect((await call(t.base, undefined, 'POST', '/auth/sign-in/email', { ...body, password: 'another password' })).status).toBe(401);
  });

  test('ACC-2: sessions are listed and can be revoked; a revoked one is nobody', async () => {
    const one = await t.person('sam');
    const { signIn } = await import('../testing/http.ts');
    const phone = { cookie: await signIn(t.base, one.id) };
    const all = (await t.call(one, 'GET', '/v1/sessions')).json.items as Json[];
    expect(all.length).toBe(2);
    const other = all.find((s) => !s.current);
    expect((await t.call(one, 'DELETE', `/v1/sessions/${other.id}`)).status).toBe(204);
    expect((await call(t.base, phone, 'GET', '/v1/me')).status).toBe(401);
    expect((await t.call(one, 'GET', '/v1/me')).status).toBe(200);
    expect((await t.call(eve, 'DELETE', `/v1/sessions/${all.find((s) => s.current).id}`)).status).toBe(404);
  });

  test('ACC-2, STF-1: staff without a second factor are refused; with TOTP they work; a key cannot get round it', async () => {
    const body = { email: 'staff@example.test', password: 'a long password', name: 'Stan Staff' };
    await call(t.base, undefined, 'POST', '/auth/sign-up/email', body);
    const token = /token=([\w%.-]+)/.exec(await mailTo('staff@example.test'))?.[1] ?? '';
    await call(t.base, undefined, 'GET', `/auth/verify-email?token=${token}`);
    await t.db.pool.query(`update accounts set staff = '{operator}' where email = 'staff@example.test'`);
    const inside = await call(t.base, undefined, 'POST', '/auth/sign-in/email', body);
    const stan = { cookie: cookie(inside.headers) };
    const first = await call(t.base, stan, 'GET', '/v1/queue');
    expect([first.status, first.json.code]).toEqual([403, 'second_factor_required']);
    const key = await call(t.base, stan, 'POST', '/v1/api-keys', { name: 'way round', scopes: ['read'] });
    expect([key.status, key.json.code]).toEqual([403, 'second_factor_required']);

    const enabled = await call(t.base, stan, 'POST', '/auth/two-factor/enable', { password: body.password });
    expect(enabled.status).toBe(200);
    const secret = new URL(enabled.json.totpURI).searchParams.get('secret') as string;
    const verified = await call(t.base, stan, 'POST', '/auth/two-factor/verify-totp', { code: totp(secret) });
    expect(verified.status).toBe(200);
    const again = await call(t.base, undefined, 'POST', '/auth/sign-in/email', body);
    expect(again.json).toMatchObject({ twoFactorRedirect: true });
    const half = { cookie: cookie(again.headers) };
    expect((await call(t.base, half, 'GET', '/v1/me')).status).toBe(401);
    const done = await call(t.base, half, 'POST', '/auth/two-factor/verify-totp', { code: totp(secret) });
    const whole = { cookie: cookie(done.headers) };
    expect((await call(t.base, whole, 'GET', '/v1/queue')).status).toBe(200);
    const made = await call(t.base, whole, 'POST', '/v1/api-keys', { name: 'mine', scopes: ['read'] });
    expect(made.status).toBe(201);
    const bearer = { headers: { authorization: `Bearer ${made.json.key}` } };
    expect((await call(t.base, undefined, 'GET', '/v1/queue', undefined, bearer)).status).toBe(200);
  });

  test('ACC-2: a key does what its scopes say, for its owner only, until it is revoked', async () => {
    const id = await t.contract(ben, ana);
    const make = async (scopes: string[]) => (await t.call(ben, 'POST', '/v1/api-keys', { name: 'till', scopes })).json as Json;
    const [read, write] = [await make(['read']), await make(['read', 'write'])];
    const as = (key: string) => ({ key: crypto.randomUUID(), headers: { authorization: `Bearer ${key}` } });
    const say = { act: 'say', on: 'chat', input: { text: 'From a program' } };
    expect((await call(t.base, undefined, 'GET', `/v1/contracts/${id}`, undefined, as(read.key))).status).toBe(200);
    const no = await call(t.base, undefined, 'POST', `/v1/contracts/${id}/acts`, say, as(read.key));
    expect([no.status, no.json.code]).toEqual([403, 'scope_missing']);
    expect((await call(t.base, undefined, 'POST', '/v1/notices/read', { ids: [] }, as(read.key))).status).toBe(403);
    expect((await call(t.base, undefined, 'POST', `/v1/contracts/${id}/acts`, say, as(write.key))).status).toBe(200);
    expect((await call(t.base, undefined, 'POST', '/v1/api-keys', { name: 'x', scopes: ['read'] }, as(write.key))).json.code).toBe('session_needed');
    expect((await t.call(ben, 'DELETE', `/v1/api-keys/${write.prefix}`)).status).toBe(204);
    expect((await call(t.base, undefined, 'GET', '/v1/me', undefined, as(write.key))).status).toBe(401);
    const wrong = `${read.key.slice(0, -1)}${read.key.endsWith('a') ? 'b' : 'a'}`;
    expect((await call(t.base, undefined, 'GET', '/v1/me', undefined, as(wrong))).status).toBe(401);
  });

  test('CON-1, ACC-2: an agency has managers and members; a manager acts for it, a member only submits; the last manager stays', async () => {
    const mara = await t.person('mara', { agency: 'Studio Nord' });
    const moe = await t.person('moe', { memberOf: mara.account });
    const id = await t.contract(ben, mara);
    await t.does(moe, id, 'submit', { on: 'm1', input: WORK });
    // END-11: what a member may not do is there with who can, in the workroom and in the list; in their language.
    const who = 'Only a manager of Studio Nord can do this';
    const end = async () => ((await t.call(moe, 'GET', `/v1/contracts/${id}`)).json.actions as Json[]).find((a) => a.act === 'end');
    expect((await end())?.blocked).toEqual({ sentence: `${who}: mara.` });
    const row = ((await t.call(moe, 'GET', '/v1/contracts')).json.items as Json[]).find((c) => c.id === id);
    expect(row?.menu.find((m: Json) => m.what === 'end').blocked).toEqual({ sentence: `${who}.` });
    await t.call(moe, 'PATCH', '/v1/me', { locale: 'de' });
    expect((await end())?.blocked.sentence).toBe('Das kann nur die Leitung von Studio Nord: mara.');
    await t.call(moe, 'PATCH', '/v1/me', { locale: 'en' });
    const tried = await t.act(moe, id, 'end', { input: { reason: 'other' } });
    expect([tried.done.status, tried.done.json.code]).toEqual([403, 'not_your_part']);
    const managed = ((await t.call(mara, 'GET', `/v1/contracts/${id}`)).json.actions as Json[]).find((a) => a.act === 'end');
    expect([managed?.act, managed?.blocked]).toEqual(['end', undefined]);
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'other' } });
    const offered = ((await t.call(moe, 'GET', `/v1/contracts/${id}`)).json.actions as Json[]).map((a) => a.act);
    expect(offered).not.toContain('approveRefund');
    const no = await t.act(moe, id, 'approveRefund', { on: 'case1' });
    expect([no.done.status, no.done.json.code]).toEqual([403, 'not_your_part']);
    await t.does(mara, id, 'approveRefund');
    const members = (await t.call(mara, 'GET', `/v1/agencies/${mara.account}/members`)).json.items as Json[];
    expect(members.map((m) => m.role).sort()).toEqual(['manager', 'member']);
    const last = await t.call(mara, 'DELETE', `/v1/agencies/${mara.account}/members/${mara.id}`);
    expect(last.status).toBeGreaterThanOrEqual(400);
    expect((await t.call(moe, 'POST', `/v1/agencies/${mara.account}/members`, { email: 'x@example.test', role: 'manager' })).status).toBe(403);
    expect((await t.call(eve, 'GET', `/v1/agencies/${mara.account}/members`)).status).toBe(404);
  });

  test('CON-1, TIM-9: work is a member’s turn; what only a manager can answer waits for a manager, by name, on the page and in the list', async () => {
    const mara = await t.person('mara', { agency: 'Studio Nord' });
    const moe = await t.person('moe', { memberOf: mara.account });
    const id = await t.contract(ben, mara);
    const page = async (who: Person) => (await t.call(who, 'GET', `/v1/contracts/${id}`)).json as Json;
    const group = async (who: Person) =>
      ((await t.call(who, 'GET', '/v1/contracts?group=needs_me')).json.items as Json[]).some((c) => c.id === id) ? 'needs_me' : 'waiting';
    expect((await page(moe)).turn).toEqual({ who: 'you', sentence: 'Your turn: do the work and submit it' });
    expect([await group(moe), await group(mara)]).toEqual(['needs_me', 'needs_me']);
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'other' } });
    const asked = await page(moe);
    expect(asked.turn).toEqual({
      who: 'freelancer',
      name: 'Studio Nord',
      sentence: 'A manager of Studio Nord decides (mara): answer the refund request',
    });
    expect(asked.deadline.yours).toBe(false);
    expect(asked.deadline.silence.sentence).toMatch(/^If Studio Nord does nothing, /);
    const managed = await page(mara);
    expect([managed.turn.who, managed.deadline.yours]).toEqual(['you', true]);
    expect(managed.deadline.silence.sentence).toMatch(/^If you do nothing, /);
    expect([await group(moe), await group(mara)]).toEqual(['waiting', 'needs_me']);
    const row = ((await t.call(moe, 'GET', '/v1/contracts?group=waiting')).json.items as Json[]).find((c) => c.id === id);
    expect(row?.turn.sentence).toBe('A manager of Studio Nord decides: answer the refund request');
  });
});
