import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readMails } from '../outside/mail-compose.ts';
import { type Json, type Person, splitsAddUp } from '../testing/http.ts';
import { town } from '../testing/running.ts';
import * as S from '../view/schemas.ts';

const t = await town();
let ben: Person;
let ana: Person;
beforeAll(async () => {
  ben = await t.person('ben', { name: 'Ben Carter' });
  ana = await t.person('ana', { name: 'Ana Lind' });
});
afterAll(() => t.stop());
const WORK = { message: 'Here is all of it, ready to look at.', criteria: 'met' };
const PROBLEM = { $ref: '#/components/responses/Problem' };
const get = async (who: Person, path: string) => (await t.call(who, 'GET', path)).json as Json;

describe('the interface', () => {
  test('API-1: the description is OpenAPI 3.1, names every address of the API with its answers, and has a page to read', async () => {
    const doc = await get(ben, '/openapi.json');
    expect(doc.openapi).toMatch(/^3\.1/);
    const folder = join(import.meta.dirname, '../routes');
    const source = readdirSync(folder)
      .filter((f) => !f.endsWith('.test.ts') && f !== 'provider.ts')
      .map((f) => readFileSync(join(folder, f), 'utf8'))
      .join('\n');
    const written = [...new Set([...source.matchAll(/'(\/v1\/[\w/:-]+)'/g)].map((m) => (m[1] as string).replaceAll(/:(\w+)/g, '{$1}')))];
    expect(written.length).toBeGreaterThan(25);
    expect(written.filter((path) => !doc.paths[path])).toEqual([]);
    for (const [path, methods] of Object.entries(doc.paths as Record<string, Record<string, Json>>))
      for (const [method, one] of Object.entries(methods)) {
        expect([path, method, typeof one.summary]).toEqual([path, method, 'string']);
        expect(Object.keys(one.responses).some((s) => /^[23]\d\d$/.test(s))).toBe(true);
        expect([path, method, one.responses['4XX'], one.responses['5XX']]).toEqual([path, method, PROBLEM, PROBLEM]);
      }
    const { schema } = doc.components.responses.Problem.content['application/problem+json'];
    expect(schema).toEqual({ $ref: '#/components/schemas/Problem' });
    const { required, properties } = doc.components.schemas.Problem;
    expect(required).toEqual(['type', 'title', 'status', 'code', 'detail', 'fix', 'requestId']);
    const no = await t.call(undefined, 'GET', '/v1/me');
    expect([no.json.code, properties.code.enum]).toEqual(['not_signed_in', expect.arrayContaining(['not_signed_in', 'wrong_state', 'not_found'])]);
    const page = await fetch(`${t.base}/docs`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
  });

  test('API-2: a contract says state, held money, whose turn, deadlines with their silence, and what the caller may do', async () => {
    const id = await t.contract(ben, ana);
    await t.does(ana, id, 'submit', { input: WORK });
    const his = S.Contract.parse(await get(ben, `/v1/contracts/${id}`));
    const hers = S.Contract.parse(await get(ana, `/v1/contracts/${id}`));
    expect([his.state, his.heldMoney, his.turn.who, hers.turn.who]).toEqual(['active', 20_000, 'you', 'them']);
    const review = his.deadlines.find((d) => d.window === 'review') as Json;
    expect(Date.parse(review.at) - Date.parse(his.now)).toBeGreaterThan(13 * 86_400_000);
    expect(review.silence.sentence ?? review.silence).toMatch(/\$200\.00/);
    expect(review.silence.sentence ?? review.silence).toMatch(/Ana Lind/);
    const names = (c: typeof his) => c.actions.map((a) => a.act);
    expect(names(his)).toEqual(expect.arrayContaining(['approve', 'requestChanges', 'end']));
    expect(names(hers)).not.toContain('approve');
    // What is offered is what is taken: every action offered without a block can be previewed or asks for more input, never "not your part".
    for (const a of his.actions.filter((one) => !one.blocked)) {
      const look = await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, { act: a.act, on: a.on, input: {}, preview: true });
      expect([200, 422]).toContain(look.status);
    }
  });

  test('API-3: a preview changes nothing, and the act then does what it said, to the cent', async () => {
    const id = await t.contract(ben, ana);
    const before = (await get(ben, `/v1/contracts/${id}`)).seq;
    const body = { act: 'end', on: 'contract', input: { pay: 'amount', amount: 12_345, reason: 'quality' } };
    const look = S.Preview.parse((await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, { ...body, preview: true })).json);
    expect((await get(ben, `/v1/contracts/${id}`)).seq).toBe(before);
    expect([look.money.freelancer, look.money.fees, look.money.held]).toEqual([11_111, 1_234, 7_655]);
    expect(look.sentence).toMatch(/\$123\.45/);
    const done = await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, { ...body, digest: look.digest }, { key: crypto.randomUUID() });
    const after = S.Contract.parse(done.json);
    expect([after.money.released, after.heldMoney, after.case?.gap]).toEqual([12_345, 7_655, 7_655]);
  });

  test('API-3, FEE-6: an offer is previewed too: the charge with its fees, what follows, and nothing is sent', async () => {
    const body = {
      freelancer: ana.account,
      currency: 'USD',
      card: ben.card,
      terms: { title: 'Look', scope: 'Only', milestones: [{ title: 'a', amount: 20_000 }] },
    };
    const look = await t.call(ben, 'POST', '/v1/contracts', { ...body, preview: true });
    expect(look.status).toBe(200);
    const p = S.Preview.parse(look.json);
    splitsAddUp(look.json);
    expect(p.money.splits[0]?.rows.map((r) => r.amount)).toEqual([20_000, 1_000, 495]);
    expect(p.money.charge).toMatchObject({ amount: 20_000, fee: 1_000, initiation: 495, total: 21_495 });
    expect(p.sentence).toMatch(/\$214\.95/);
    expect(p.next[0]?.sentence).toMatch(/Ana Lind/);
    const { rows } = await t.db.pool.query<{ n: number }>(`select count(*)::int as n from contracts c where c.doc->'terms'->>'title' = 'Look'`);
    expect(rows[0]?.n).toBe(0);
    const wrong = await t.call(ben, 'POST', '/v1/contracts', {
      ...body,
      preview: true,
      terms: { ...body.terms, milestones: [{ title: 'a', amount: 1 }] },
    });
    expect([wrong.status, wrong.json.code]).toEqual([422, 'bad_input']);
  });

  test('MNY-4, FEE-2: whatever charges a card says what it is for, by parts that add up; what is held stands apart from it', async () => {
    const id = await t.contract(ben, ana, [
      { title: 'One', amount: 60_000, criteria: ['done'] },
      { title: 'Two', amount: 30_000, criteria: ['done'] },
    ]);
    const look = async (act: string, on: string, input: Json) => {
      const { json } = await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, { act, on, input, preview: true });
      splitsAddUp(json);
      return json.money.splits.map((s: Json) => [s.of, s.total.amount, ...s.rows.map((r: Json) => [r.label, r.amount])]);
    };
    const { card } = ben;
    expect(await look('payBonus', 'contract', { amount: 1_000, message: 'Thank you.', card })).toEqual([
      ['charge', 1_050, ['Ana Lind gets', 900], ['Service fee', 100], ['Client fee', 50]],
      ['held', 60_000, ['Held afterwards', 60_000]],
    ]);
    expect(await look('approve', 'm1', { amount: 70_000, card })).toEqual([
      ['charge', 10_500, ['To be held', 10_000], ['Client fee', 500]],
      ['held', 70_000, ['Ana Lind gets', 63_000], ['Service fee', 7_000], ['Held afterwards', 0]],
    ]);
    await t.does(ana, id, 'proposeChange', { input: { milestone: 'm1', amount: 80_000 } });
    expect(await look('approveChange', 'change1', { card })).toEqual([
      ['charge', 21_000, ['To be held', 20_000], ['Client fee', 1_000]],
      ['held', 80_000, ['Held afterwards', 80_000]],
    ]);
    await t.does(ben, id, 'approve', { on: 'm1' });
    expect(await look('fund', 'm2', { card })).toEqual([
      ['charge', 31_500, ['To be held', 30_000], ['Client fee', 1_500]],
      ['held', 30_000, ['Held afterwards', 30_000]],
    ]);
  });

  test('API-5: lists are paged by cursor: every item once, in order, whatever the page size', async () => {
    const many = await t.person('many');
    const ids = [];
    for (let n = 0; n < 7; n += 1) ids.push(await t.offer(many, ana, [{ title: `No ${n}`, amount: 500 }]));
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Json = await get(many, `/v1/contracts?limit=3${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...page.items.map((x: Json) => x.id));
      cursor = page.next;
    }
    expect(seen).toEqual([...ids].reverse());
    const history: number[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Json = await get(many, `/v1/contracts/${ids[0]}/history?limit=1${cursor ? `&cursor=${cursor}` : ''}`);
      history.push(...page.items.map((x: Json) => x.seq));
      cursor = page.next;
    }
    expect(history).toEqual([...history].sort((a, b) => b - a));
    expect(new Set(history).size).toBe(history.length);
  });

  test('API-5: every answer has a request id; a problem repeats it', async () => {
    const ok = await t.call(ben, 'GET', '/v1/me');
    expect(ok.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    const no = await t.call(ben, 'GET', '/v1/contracts/none');
    expect(no.json.requestId).toBe(no.headers.get('x-request-id'));
  });

  test('MSG-2: an act that ends something comes with a draft to write to the other side first', async () => {
    const id = await t.contract(ben, ana);
    const action = (await get(ben, `/v1/contracts/${id}`)).actions.find((a: Json) => a.act === 'end');
    expect(action.talkFirst).toMatch(/\w{3,}/);
    expect(action.undo).toBe(false);
  });

  test('CHG-1: an act that changes a milestone comes with what it says now, so that nobody types it again and nothing is lost', async () => {
    const id = await t.contract(ben, ana, [
      { title: 'Start', amount: 20_000 },
      { title: 'Second', amount: 30_000, description: 'Both pages.', dueDate: '2031-05-05', criteria: ['On phones', 'On desks'], revisionLimit: 2 },
    ]);
    const edit = (await get(ben, `/v1/contracts/${id}`)).actions.find((a: Json) => a.act === 'editMilestone');
    const now = Object.fromEntries(Object.entries<Json>(edit.input.properties).map(([name, p]) => [name, p.default]));
    expect(now).toEqual({
      title: 'Second',
      amount: 30_000,
      description: 'Both pages.',
      dueDate: '2031-05-05',
      criteria: ['On phones', 'On desks'],
      revisionLimit: 2,
    });
    expect(edit.input.properties.dueDate.type).toEqual(['string', 'null']);
    expect(edit.input.properties.title.type).toBe('string');
    await t.does(ben, id, 'editMilestone', { on: edit.on, input: { title: 'Second', amount: 30_000, dueDate: null, criteria: ['On phones'] } });
    const after = (await get(ben, `/v1/contracts/${id}`)).milestones[1];
    expect([after.dueDate, after.description, after.criteria.length, after.revisionLimit]).toEqual([undefined, 'Both pages.', 1, 2]);
    const add = (await get(ben, `/v1/contracts/${id}`)).actions.find((a: Json) => a.act === 'addMilestone');
    expect(Object.values<Json>(add.input.properties).some((p) => 'default' in p)).toBe(false);
  });
});

describe('time, notices, money over HTTP', () => {
  test('TIM-8: the clock moves to the next deadline, by a duration, to an instant; never back; it lists what happened in order', async () => {
    const id = await t.offer(ben, ana);
    const due = (await get(ana, `/v1/contracts/${id}`)).deadlines[0].at;
    const now = Date.parse((await get(ben, '/v1/clock')).now);
    const moved = await t.wait(due);
    expect(Date.parse(moved.now)).toBeGreaterThanOrEqual(Date.parse(due));
    const times = moved.happened.map((h: Json) => Date.parse(h.at));
    expect(times).toEqual([...times].sort((a: number, b: number) => a - b));
    expect((await get(ben, `/v1/contracts/${id}`)).state).toBe('expired');
    const back = await t.call(ben, 'POST', '/v1/clock', { to: new Date(now).toISOString() });
    expect([back.status, back.json.code]).toEqual([422, 'clock_never_back']);
    for (const body of [{}, { by: '-P1D' }, { by: 'P1D', next: true }, { to: 'yesterday' }, { by: 'P9999999D' }])
      expect((await t.call(ben, 'POST', '/v1/clock', body)).status).toBe(422);
  });

  test('TIM-9, NOT-1, NOT-3: the silence sentence of the page is the one in the notice and in the mail, with the deadline in both zones and one link', async () => {
    const id = await t.contract(ben, ana);
    await t.does(ana, id, 'submit', { input: WORK });
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    const deadline = (await get(ana, `/v1/contracts/${id}`)).deadlines.find((d: Json) => d.window === 'refundAnswer');
    const sentence = deadline.silence.sentence ?? deadline.silence;
    const rows = (await readMails(t.db, 'main', t.base, { contract: id })).filter((m) => m.person === ana.id && m.kind === 'contract.end');
    expect(rows).toHaveLength(1);
    expect(rows[0]?.text.replaceAll(/\s+/g, ' ')).toContain(sentence);
    expect(rows[0]?.text).toMatch(/UTC/);
    expect(rows[0]?.text.match(/https?:\/\/\S+/g)).toHaveLength(1);
    const told = (await get(ana, '/v1/notices')).items.filter((n: Json) => n.contract === id && n.kind === 'contract.end');
    expect(told).toHaveLength(1);
  });

  test('NOT-1: a mail’s subject says who did what, about which sum, and until when one answers', async () => {
    const id = await t.contract(ben, ana);
    const subject = async (who: Person, kind: string) =>
      (await readMails(t.db, 'main', t.base, { contract: id })).find((m) => m.person === who.id && m.kind === kind)?.subject;
    await t.does(ben, id, 'end', { input: { pay: 'amount', amount: 8_000, reason: 'quality' } });
    expect(await subject(ana, 'contract.end')).toMatch(/^Ben Carter ended the contract \(.+\) and asks for \$120\.00 back\. .+: answer by .+\d{4}/);
    await t.does(ana, id, 'dispute', {
      input: { claim: 9_000, reason: 'workDone', statement: 'All five pages are there and work.', criteria: 'met' },
    });
    expect(await subject(ben, 'case.dispute')).toMatch(/^Ana Lind disputed the refund request and claims \$90\.00\. .+: answer by /);
    // What the bank did asks for no answer, though a deadline runs beside it.
    expect(await subject(ben, 'refund.accepted')).toBe('The bank took the refund; it is on its way');
    await t.does(ben, id, 'offerSettlement', { input: { freelancer: 4_200, note: 'Let us settle.', days: 2 } });
    expect(await subject(ana, 'case.offerSettlement')).toMatch(/^Ben Carter made a settlement offer: \$42\.00 for Ana Lind: answer by /);
    await t.does(ben, id, 'contest', { input: { statement: 'The pages do not load on a phone.', criteria: 'not' } });
    expect(await subject(ana, 'case.contest')).toMatch(/^Ben Carter declined the claim of \$90\.00/);
    const told = (await get(ana, `/v1/contracts/${id}/history`)).items.find((e: Json) => e.act === 'end');
    expect(told.sentence).toContain('and asks for $120.00 back.');
  });

  test('NOT-1: the record says who is told of a step: each account once, and by mail in any case where the law of the house asks for it', async () => {
    const id = await t.contract(ben, ana);
    await t.does(ben, id, 'say', { input: { text: 'Hello' } });
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    const { items } = await get(ana, `/v1/contracts/${id}/history`);
    const told = (act: string) => items.find((e: Json) => e.act === act).told.map((x: Json) => [x.name, x.mail]);
    expect(told('say')).toEqual([['Ana Lind', 'wanted']]);
    expect(told('end')).toEqual([
      ['Ben Carter', 'always'],
      ['Ana Lind', 'always'],
    ]);
    // As it was told, to the people who were.
    const { rows } = await t.db.pool.query<{ person: string }>('select distinct person from notices where contract = $1 and kind = $2', [
      id,
      'contract.end',
    ]);
    expect(rows.map((r) => r.person).sort()).toEqual([ana.id, ben.id].sort());
  });

  test('NOT-1: mail of a kind can be switched off, legal notices cannot', async () => {
    const cara = await t.person('cara');
    await t.call(cara, 'PUT', '/v1/mail-choices', { unwanted: ['conversation', 'contract', 'case', 'milestone', 'offer', 'charge'] });
    const id = await t.contract(ben, cara);
    await t.does(ben, id, 'say', { input: { text: 'Hello' } });
    await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    const { rows } = await t.db.pool.query<{ kind: string }>('select kind from mails where to_person = $1', [cara.id]);
    expect(rows.map((r) => r.kind)).toEqual(['contract.end']);
  });

  test('MNY-8: the account’s history says what moved, why and through whom, with the balance after it', async () => {
    const dan = await t.person('dan');
    const id = await t.contract(ben, dan);
    await t.does(ben, id, 'approve', { on: 'm1' });
    await t.wait('P5D');
    const money = await get(dan, `/v1/accounts/${dan.account}/money`);
    expect(money.balances.find((b: Json) => b.kind === 'available')?.amount).toBe(18_000);
    const statement = await get(dan, `/v1/accounts/${dan.account}/statement?from=2020-01-01`);
    const { lines } = statement.currencies[0];
    expect(lines.length).toBeGreaterThan(0);
    for (const l of lines) expect(l).toMatchObject({ label: expect.any(String), by: expect.any(String), balance: expect.any(Number) });
    const contract = await get(dan, `/v1/contracts/${id}/money`);
    expect(contract.items.at(0).balance).toBe(0);
  });

  test('MNY-3, MNY-6, MNY-7: a payout leaves the wallet and arrives; the bank’s book and ours agree', async () => {
    const eli = await t.person('eli');
    const id = await t.contract(ben, eli);
    await t.does(ben, id, 'approve', { on: 'm1' });
    await t.wait('P5D');
    const path = `/v1/accounts/${eli.account}/acts`;
    const body = { act: 'payOut', currency: 'USD', input: { amount: 18_000 } };
    const look = await t.call(eli, 'POST', path, { ...body, preview: true });
    expect(look.status).toBe(200);
    const key = crypto.randomUUID();
    const done = await t.call(eli, 'POST', path, { ...body, digest: look.json.digest }, { key });
    expect(done.status).toBe(200);
    const again = await t.call(eli, 'POST', path, { ...body, digest: look.json.digest }, { key });
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
    await t.wait('P10D');
    // MNY-3: what has been paid out cannot be given back too; the database has the last word, and the refusal says what to do.
    const back = await t.act(eli, id, 'giveBack', { input: { amount: 1_000 } });
    expect([back.done.status, back.done.json.code, back.done.json.rule]).toEqual([409, 'balance_too_low', 'MNY-3']);
    const { rows } = await t.db.pool.query<{ state: string }>(`select state from effects where kind = 'payout' and account = $1`, [eli.account]);
    expect(rows).toEqual([{ state: 'settled' }]);
    const fin = await t.person('fin', { staff: ['finance'] });
    expect(await get(fin, '/v1/reconciliation')).toMatchObject({ equal: true, differences: [] });
    expect(await get(fin, '/v1/solvency')).toMatchObject({ sumsToZero: true, contractsOff: [] });
  });

  test('MNY-9: reconciliation finds a charge that only one of the books knows, and heals nothing', async () => {
    const fin = await t.person('fin2', { staff: ['finance'] });
    await t.db.pool.query(
      `update effects set amount = amount + 1 where reference = (select reference from effects where state = 'settled' order by reference limit 1)`,
    );
    const found = await get(fin, '/v1/reconciliation');
    expect([found.equal, found.differences.length]).toEqual([false, 1]);
    expect((await get(fin, '/v1/reconciliation')).differences).toHaveLength(1);
    const { reference } = found.differences[0];
    await t.db.pool.query(`update effects set amount = amount - 1 where reference = $1`, [reference]);
    expect((await get(fin, '/v1/reconciliation')).equal).toBe(true);
    // Each difference waits in one queue: in both and not the same, or in one of the books only.
    expect(found.differences.map((d: Json) => [d.difference, d.queue])).toEqual([['amount', 'differs']]);
    await t.db.pool.query(`update effects set reference = 'lost.' || reference where reference = $1`, [reference]);
    const apart = (await get(fin, '/v1/reconciliation')).differences;
    expect(apart.map((d: Json) => [d.difference, d.queue]).sort()).toEqual([
      ['missingAtProvider', 'oursOnly'],
      ['missingWithUs', 'bankOnly'],
    ]);
    await t.db.pool.query(`update effects set reference = $1 where reference = 'lost.' || $1`, [reference]);
    expect((await get(fin, '/v1/reconciliation')).equal).toBe(true);
  });

  test.each([
    ['card_ok', 20_000],
    ['card_declined', 0],
    ['card_insufficient', 0],
    ['card_slow', 20_000],
    ['card_timeout_before', 20_000],
    ['card_timeout_after', 20_000],
    ['card_notifies_twice', 20_000],
    ['card_never_notifies', 20_000],
  ])('MNY-5: %s: charged once or not at all, and the contract knows which', async (token, held) => {
    const odd = await t.person(`odd.${token}`, { card: token });
    const id = await t.offer(odd, ana);
    await t.wait('P6D');
    expect((await get(odd, `/v1/contracts/${id}`)).heldMoney).toBe(held);
    const { rows } = await t.db.pool.query<{ n: number }>(
      `select count(*)::int as n from sandbox_bank.movements where reference like $1 and kind = 'charge' and state = 'settled'`,
      [`${id}%`],
    );
    expect(rows[0]?.n).toBe(held > 0 ? 1 : 0);
  });

  test.each(['card_refund_returns', 'card_refund_fails'])('MNY-7: %s: the refund becomes credit, and credit is paid out', async (token) => {
    const odd = await t.person(`odd.${token}`, { card: token });
    const id = await t.offer(odd, ana);
    await t.does(ana, id, 'decline');
    await t.wait('P15D');
    const c = await get(odd, `/v1/contracts/${id}`);
    expect(c.refunds.map((r: Json) => r.state)).toEqual(['credited']);
    const money = await get(odd, `/v1/accounts/${odd.account}/money`);
    expect(money.balances.find((b: Json) => b.kind === 'credit')?.amount).toBe(21_495);
    const told = (await get(odd, '/v1/notices')).items.find((n: Json) => n.contract === id && n.kind.startsWith('refund.'));
    expect(told.sentence).toMatch(/credit/);
  });
});
