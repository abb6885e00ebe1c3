import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json, Person } from '../testing/http.ts';
import { type Town, town } from '../testing/running.ts';
import { verify } from '../verify.ts';

let t: Town;
let ben: Person, ana: Person, mia: Person, art: Person, olga: Person, otto: Person, sue: Person, finn: Person, ada: Person;
const WORK = { message: 'Here is the finished work, as we agreed on it.', criteria: 'met' };
const CLAIM = { reason: 'workDone', statement: 'All of it was delivered in time.', criteria: 'met' };
const DENIAL = { statement: 'It is not what we agreed on at all.', criteria: 'not' };
const key = () => ({ key: crypto.randomUUID() });

beforeAll(async () => {
  t = await town();
  [ben, ana] = [await t.person('ben'), await t.person('ana')];
  [mia, art] = [await t.person('mia', { staff: ['mediator'] }), await t.person('art', { staff: ['arbitrator'] })];
  [olga, otto] = [await t.person('olga', { staff: ['operator'] }), await t.person('otto', { staff: ['operator'] })];
  [sue, finn] = [await t.person('sue', { staff: ['support'] }), await t.person('finn', { staff: ['finance'] })];
  ada = await t.person('ada', { staff: ['auditor'] });
});
afterAll(() => t.stop());

const get = async (who: Person, path: string): Promise<Json> => {
  const a = await t.call(who, 'GET', path);
  if (a.status !== 200) throw new Error(`${who.name} ${path}: ${a.status} ${a.text}`);
  return a.json;
};
const post = (who: Person, path: string, body: unknown = {}, method = 'POST') => t.call(who, method, path, body, key());

/** A contract about this sum whose client has declined the freelancer's claim. */
async function queued(amount = 20_000): Promise<string> {
  const id = await t.contract(ben, ana, [{ title: 'Pages', amount, criteria: ['five pages'] }]);
  await t.does(ana, id, 'submit', { input: WORK });
  await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
  await t.does(ana, id, 'dispute', { input: { claim: amount, ...CLAIM } });
  await t.does(ben, id, 'contest', { input: DENIAL });
  return id;
}

describe('who may open what', () => {
  const PATHS: Readonly<Record<string, readonly string[]>> = {
    '/v1/console': ['operator', 'support', 'finance', 'auditor'],
    '/v1/console/people': ['operator', 'support', 'auditor'],
    '/v1/console/cases': ['operator', 'support', 'auditor'],
    '/v1/console/deadlines': ['operator', 'support', 'auditor'],
    '/v1/console/ledger': ['operator', 'finance', 'auditor'],
    '/v1/console/policy': ['operator', 'support', 'finance', 'auditor'],
    '/v1/console/deliveries': ['operator', 'support', 'finance', 'auditor'],
    '/v1/console/deliveries/mails': ['operator', 'support', 'finance', 'auditor'],
    '/v1/console/deliveries/payments': ['operator', 'support', 'finance', 'auditor'],
    '/v1/console/traces': ['operator', 'finance', 'auditor'],
    '/v1/console/record': ['operator', 'support', 'auditor'],
    '/v1/console/record/staff': ['operator', 'support', 'auditor'],
    '/v1/console/record/checks': ['operator', 'support', 'auditor'],
  };
  test('STF-1: each part of the console is open to its roles and does not exist for anybody else', async () => {
    const people = { operator: olga, support: sue, finance: finn, auditor: ada, mediator: mia, arbitrator: art, client: ben };
    for (const [path, roles] of Object.entries(PATHS))
      for (const [role, who] of Object.entries(people)) {
        const { status } = await t.call(who, 'GET', path);
        expect([path, role, status]).toEqual([path, role, roles.includes(role) ? 200 : 404]);
      }
    expect((await t.call(undefined, 'GET', '/v1/console')).status).toBe(401);
  });

  test('STF-1: an auditor reads and changes nothing', async () => {
    const reason = 'I would like to try this.';
    for (const [path, body] of [
      [`/v1/console/people/${ben.id}/staff`, { role: 'support', change: 'appoint', reason }],
      ['/v1/console/policy/drafts', {}],
      ['/v1/console/deliveries/mails/x/retry', { reason }],
      ['/v1/console/deliveries/payments/x/retry', { reason }],
    ] as const)
      expect([path, (await post(ada, path, body)).status]).toEqual([path, 404]);
  });
});

describe('people', () => {
  test('STF-3: staff find people by name, address and id, page by page, and see their contracts', async () => {
    const id = await t.contract(ben, ana);
    const by = async (q: string) => (await get(sue, `/v1/console/people?q=${encodeURIComponent(q)}`)).items.map((x: Json) => x.name);
    expect([await by('BE'), await by('ana.'), await by(ben.id)]).toEqual([['ben'], ['ana'], ['ben']]);
    const first = await get(olga, '/v1/console/people?limit=2');
    const second = await get(olga, `/v1/console/people?limit=2&cursor=${first.next}`);
    expect([...first.items, ...second.items].map((x: Json) => x.name)).toEqual(['ada', 'ana', 'art', 'ben']);
    expect((await t.call(olga, 'GET', '/v1/console/people?cursor=abc')).json).toMatchObject({ status: 422, code: 'bad_cursor' });
    const person = await get(ada, `/v1/console/people/${ben.id}`);
    expect(person).toMatchObject({ account: { name: 'ben', staff: [] }, twoFactor: false, sessions: 1, cards: 1 });
    const contracts = await get(ada, `/v1/console/people/${ben.id}/contracts`);
    expect(contracts.items[0]).toMatchObject({ id, role: 'client', held: 20_000, freelancer: { name: 'ana' }, state: 'active' });
    expect((await t.call(olga, 'GET', '/v1/console/people/nobody')).status).toBe(404);
  });

  test('STF-2: an operator gives and takes parts of the staff with a reason that stays in the record; the last operator stays', async () => {
    const eva = await t.person('eva');
    const staff = (who: Person, person: Person, body: Record<string, unknown>) => post(who, `/v1/console/people/${person.id}/staff`, body);
    const reason = 'She passed the course for mediators.';
    expect((await staff(olga, eva, { role: 'mediator', change: 'appoint', reason: '  ' })).json.code).toBe('bad_request');
    const made = await staff(olga, eva, { role: 'mediator', change: 'appoint', reason });
    expect(made.json).toMatchObject({
      account: { staff: ['mediator'] },
      acts: [{ act: 'appoint', name: 'olga', reason, data: { role: 'mediator' } }],
    });
    expect((await staff(olga, eva, { role: 'mediator', change: 'appoint', reason })).json.code).toBe('already_so');
    expect((await t.call(eva, 'GET', '/v1/queue')).status).toBe(200);
    expect((await staff(otto, eva, { role: 'mediator', change: 'withdraw', reason: 'She moved on.' })).json.account.staff).toEqual([]);
    expect((await t.call(eva, 'GET', '/v1/queue')).status).toBe(404);
    expect((await staff(olga, olga, { role: 'finance', change: 'appoint', reason })).json.code).toBe('not_yourself');
    expect((await staff(olga, otto, { role: 'operator', change: 'withdraw', reason })).status).toBe(200);
    // Otto is none any more; alone, Olga cannot take her own part away either.
    expect((await staff(otto, olga, { role: 'operator', change: 'withdraw', reason })).status).toBe(404);
    expect((await staff(olga, otto, { role: 'operator', change: 'appoint', reason: 'He comes back to us.' })).status).toBe(200);
    const acts = await get(ada, `/v1/console/record/staff?subject=${eva.id}`);
    expect(acts.items.map((a: Json) => [a.act, a.name, a.subjectName])).toEqual([
      ['withdraw', 'otto', 'eva'],
      ['appoint', 'olga', 'eva'],
    ]);
  });

  test('AUD-1: acts of staff cannot be changed, and the proof names one that was', async () => {
    const found = await get(ada, '/v1/console/record/staff?limit=1');
    const seq = found.items[0].seq as number;
    await expect(t.db.pool.query(`update staff_acts set reason = 'other' where seq = $1`, [seq])).rejects.toThrow(/only added to/);
    expect((await verify(t.db, 'main')).broken).toEqual([]);
    await t.db.pool.query('alter table staff_acts disable trigger staff_acts_stay');
    await t.db.pool.query(`update staff_acts set reason = reason || '.' where seq = $1`, [seq]);
    expect((await verify(t.db, 'main')).broken).toEqual([`staff act ${seq} (${found.items[0].act}) is not as it was written`]);
    await t.db.pool.query(`update staff_acts set reason = left(reason, -1) where seq = $1`, [seq]);
    await t.db.pool.query('alter table staff_acts enable trigger staff_acts_stay');
    expect((await verify(t.db, 'main')).broken).toEqual([]);
  });
});

describe('cases and deadlines', () => {
  test('STF-3: open cases show stage, sum, whose turn, deadline and mediator; the late ones come first', async () => {
    const late = await queued(30_000);
    await t.does(mia, late, 'take');
    await t.wait('P5D');
    const fresh = await queued(40_000);
    const { items } = await get(olga, '/v1/console/cases');
    const mine = items.filter((k: Json) => [late, fresh].includes(k.contract));
    expect(mine[0]).toMatchObject({
      contract: late,
      stage: 'mediation',
      gap: 30_000,
      overdue: true,
      assignee: { name: 'mia' },
      client: { name: 'ben' },
    });
    expect(mine[1]).toMatchObject({
      contract: fresh,
      state: 'queued',
      gap: 40_000,
      overdue: false,
      assignee: null,
      deadline: { window: 'mediationWatchdog' },
    });
    const some = async (query: string) => (await get(ada, `/v1/console/cases?${query}`)).items.map((k: Json) => k.contract);
    expect(await some('overdue=yes')).toEqual([late]);
    expect(await some(`assignee=${mia.id}`)).toEqual([late]);
    expect(await some('assignee=none&stage=mediation')).toEqual([fresh]);
    expect(await some('stage=fees')).toEqual([]);
    const first = await get(olga, '/v1/console/cases?limit=1');
    const rest = await get(olga, `/v1/console/cases?limit=50&cursor=${first.next}`);
    const all = [...first.items, ...rest.items].map((k: Json) => k.contract);
    expect(all).toEqual([...new Set(all)]);
    expect(all).toEqual(expect.arrayContaining([late, fresh]));
  });

  test('TIM-9: the board shows what falls due next on every contract, in order, with what silence does', async () => {
    const id = await t.contract(ben, ana);
    await t.does(ana, id, 'submit', { input: WORK });
    const board = await get(sue, '/v1/console/deadlines?limit=200');
    const one = board.items.find((d: Json) => d.contract === id);
    expect(one).toMatchObject({ kind: 'reminder', overdue: false, held: 20_000, deadline: { window: 'review', actor: 'client' } });
    expect(one.deadline.silence.sentence).toContain('$200.00 is paid to ana');
    const at = board.items.map((d: Json) => Date.parse(d.at));
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(board.behind).toBe(0);
    const client = await get(sue, '/v1/console/deadlines?actor=client');
    expect(client.items.every((d: Json) => d.deadline.actor === 'client')).toBe(true);
    expect((await get(sue, `/v1/console/deadlines?until=${board.now}`)).items).toEqual([]);
  });
});

describe('ledger', () => {
  test('MNY-9: the trial balance sums to 0, what is held is owed and earned, and each account opens down to its cause', async () => {
    const id = await t.contract(ben, ana, [{ title: 'Logo', amount: 50_000, criteria: [] }]);
    await t.does(ana, id, 'submit', { input: { message: WORK.message } });
    await t.does(ben, id, 'approve', { input: { amount: 20_000 } });
    const ledger = await get(finn, '/v1/console/ledger');
    const usd = ledger.currencies.find((c: Json) => c.currency === 'USD');
    expect([usd.sum, usd.solvent, usd.held - usd.owed - usd.earned, ledger.contractsOff]).toEqual([0, true, 0, []]);
    const escrow = usd.rows.find((r: Json) => r.kind === 'escrow');
    const accounts = await get(finn, '/v1/console/ledger/accounts?kind=escrow&currency=USD&limit=200');
    expect(accounts.items.reduce((n: number, a: Json) => n + a.balance, 0)).toBe(escrow.balance);
    expect(accounts.items.find((a: Json) => a.account === `escrow:${id}`)).toMatchObject({ balance: 30_000, contract: id });
    const entries = await get(finn, `/v1/console/ledger/entries?account=escrow:${id}&currency=USD`);
    expect(entries.items.map((e: Json) => [e.amount, e.balance])).toEqual([
      [-2_000, 30_000],
      [-18_000, 32_000],
      [50_000, 50_000],
    ]);
    expect(entries.items[1]).toMatchObject({ rule: 'MIL-5', by: { role: 'client', name: 'ben' }, contract: id });
  });

  test('MNY-8: every account reads back to zero over its pages, with the balance after each entry', async () => {
    const usd = (await get(ada, '/v1/console/ledger')).currencies.find((c: Json) => c.currency === 'USD');
    for (const { kind, balance } of usd.rows) {
      const { items } = await get(ada, `/v1/console/ledger/accounts?kind=${kind}&currency=USD&limit=200`);
      expect([kind, items.reduce((n: number, a: Json) => n + a.balance, 0)]).toEqual([kind, balance]);
      const account = items[0]?.account as string | undefined;
      if (!account) continue;
      let cursor = '';
      const all: Json[] = [];
      do {
        const page = await get(ada, `/v1/console/ledger/entries?account=${account}&currency=USD&limit=7${cursor && `&cursor=${cursor}`}`);
        all.push(...page.items);
        cursor = page.next ?? '';
      } while (cursor);
      expect([account, all[0].balance]).toEqual([account, items[0].balance]);
      expect([account, all.at(-1).balance - all.at(-1).amount]).toEqual([account, 0]);
      for (const [n, e] of all.entries()) if (all[n + 1]) expect(all[n + 1].balance).toBe(e.balance - e.amount);
    }
  });
});

describe('policy', () => {
  const drafts = '/v1/console/policy/drafts';
  const reason = 'Small cases should not cost more than they are worth.';

  test('POL-3, STF-2, STF-6: a version is drafted from a pack, compared, simulated, proposed, and published by a second operator', async () => {
    const open = await queued(20_000);
    await t.wait('P9D');
    await t.does(ben, open, 'goOn');
    const draft = (await post(olga, drafts, { from: 'proportional' })).json;
    expect(draft).toMatchObject({ faults: [], draft: { state: 'draft', pack: 'proportional', madeBy: 'olga' } });
    expect(draft.differences.find((d: Json) => d.key === 'silence.noFeePaid')).toMatchObject({
      from: 'client',
      to: 'even',
      name: 'Who gets the sum in dispute when nobody pays the arbitration fee',
    });
    const id = draft.draft.id as string;
    const effect = await get(ada, `${drafts}/${id}/effect`);
    expect(effect.looked.all).toBe(true);
    expect(effect.fees.find((f: Json) => f.currency === 'USD').cases).toBeGreaterThan(0);
    expect(effect.silences.find((x: Json) => x.window === 'feePayment')).toMatchObject({
      contracts: 1,
      clientBefore: 20_000,
      clientAfter: 10_000,
      freelancerBefore: 0,
      freelancerAfter: 10_000,
    });
    await t.call(ada, 'PATCH', '/v1/me', { locale: 'de' });
    expect((await get(ada, `${drafts}/${id}/effect`)).silences[0].name).toMatch(/^Wie lange/);
    await t.call(ada, 'PATCH', '/v1/me', { locale: 'en' });
    expect(effect.sample.find((x: Json) => x.contract === open).fees).toEqual([{ stake: 20_000, before: 29_100, after: 1_000 }]);
    expect((await post(olga, `${drafts}/${id}/publish`, { reason, digest: draft.digest, typed: draft.draft.name })).json.code).toBe('wrong_state');
    expect((await post(olga, `${drafts}/${id}/propose`, { reason })).json.draft).toMatchObject({ state: 'proposed', reason });
    expect((await post(olga, `${drafts}/${id}`, { document: {} }, 'PUT')).json.code).toBe('wrong_state');
    expect((await post(olga, `${drafts}/${id}/publish`, { reason, digest: draft.digest, typed: draft.draft.name })).json).toMatchObject({
      code: 'needs_second_person',
      rule: 'STF-2',
    });
    expect((await post(otto, `${drafts}/${id}/publish`, { reason, digest: 'other', typed: draft.draft.name })).json.code).toBe('stale_document');
    expect((await get(otto, '/v1/console')).waiting.mine).toBe(1);
    // STF-6: the name is typed; the API wants it, not only the page.
    for (const typed of ['', 'publish', `${draft.draft.name}.`])
      expect((await post(otto, `${drafts}/${id}/publish`, { reason, digest: draft.digest, typed })).json).toMatchObject({
        code: 'not_typed',
        rule: 'STF-6',
      });
    expect((await post(otto, `${drafts}/${id}/publish`, { reason, digest: draft.digest })).status).toBe(422);
    const typed = draft.draft.name;
    expect((await post(otto, `${drafts}/${id}/publish`, { reason: 'Read and agreed.', digest: draft.digest, typed })).json).toEqual({
      id: 'proportional@1',
    });
    const before = (await get(ada, '/v1/console/policy')).versions;
    expect(before[0]).toMatchObject({ id: 'proportional@1', publishedBy: 'otto', proposedBy: 'olga', reason, inForce: false });

    // It counts for offers sent from then on; contracts keep theirs.
    await t.wait('PT6S');
    const after = await t.offer(ben, ana);
    expect((await get(ben, `/v1/contracts/${after}`)).policy.id).toBe('proportional@1');
    expect((await get(ben, `/v1/contracts/${open}`)).policy.id).toBe('standard@1');
    expect((await get(ada, '/v1/console/policy')).versions.map((v: Json) => [v.id, v.inForce])).toEqual([
      ['proportional@1', true],
      ['standard@1', false],
    ]);
    expect((await get(ada, `/v1/console/record/staff?subject=${id}`)).items.map((a: Json) => a.act)).toEqual([
      'publishPolicy',
      'proposePolicy',
      'draftPolicy',
    ]);
    const other = await t.another();
    expect(other.server.policies.get('').id).toBe('proportional@1');
    const shown = await get(ben, `/v1/contracts/${open}`);
    expect(shown.case.fees).toMatchObject({ amount: 29_100, track: 'hearing' });
  });

  test('POL-5: a policy that can hold money longer than the provider allows is refused, with the longest way', async () => {
    const draft = (await post(olga, drafts, {})).json;
    expect(draft.hold.days).toBeLessThanOrEqual(draft.hold.limitDays);
    const document = structuredClone(draft.document);
    document.windows.dormancy = { period: { days: 900 }, reminders: [] };
    const long = (await post(olga, `${drafts}/${draft.draft.id}`, { document }, 'PUT')).json;
    expect(long.hold.days).toBe(draft.hold.days + 810);
    const refused = (await post(olga, `${drafts}/${draft.draft.id}/propose`, { reason })).json;
    expect(refused).toMatchObject({ status: 422, code: 'holds_too_long', rule: 'POL-5' });
    expect(refused.detail).toContain('How long nothing may happen before held money is asked about (900)');
    expect((await get(olga, `${drafts}/${draft.draft.id}`)).draft.state).toBe('draft');
  });

  test('POL-1: a fault in a draft is named, kept, and keeps it from being proposed; id and version are nobody’s to choose', async () => {
    const draft = (await post(olga, drafts, {})).json;
    const document = structuredClone(draft.document);
    document.windows.review.period = { days: 0 };
    document.id = 'mine@9';
    const changed = (await post(olga, `${drafts}/${draft.draft.id}`, { document }, 'PUT')).json;
    expect(changed.faults).toEqual(['“How long the client has to review submitted work” must be a whole number from 1 to 3650']);
    expect(changed.document.id).toBe(draft.document.id);
    expect((await post(olga, `${drafts}/${draft.draft.id}/propose`, { reason })).json).toMatchObject({
      code: 'policy_faults',
      faults: changed.faults,
    });
    delete document.windows;
    const holed = await post(olga, `${drafts}/${draft.draft.id}`, { document }, 'PUT');
    expect([holed.status, holed.json.faults.length > 20, holed.json.keys]).toEqual([200, true, []]);
    const same = (await post(olga, drafts, {})).json;
    expect((await post(olga, `${drafts}/${same.draft.id}/propose`, { reason })).json.code).toBe('no_difference');
    expect((await post(olga, `${drafts}/${same.draft.id}/withdraw`, { to: 'withdrawn', reason })).json.draft.state).toBe('withdrawn');
    expect((await post(olga, drafts, { from: 'nothing' })).json.code).toBe('policy_unknown');
    const compared = await get(ada, '/v1/console/policy/compare?from=standard@1&to=proportional');
    expect(compared.differences.map((d: Json) => d.key)).toContain('rates.documentsOnlyFee');
  });

  test('POL-7: the cases of the last month are replayed under a draft: counted, summed, and what cannot be known is said', async () => {
    const open = await queued(20_000);
    await t.wait('P9D');
    await t.does(ben, open, 'goOn');
    await t.wait('P8D');
    const draft = (await post(olga, drafts, { from: 'standard@1' })).json;
    const id = draft.draft.id as string;
    // POL-7: in a case in which nobody paid the fee each had half; under the draft the client gets all.
    const past = await get(ada, `${drafts}/${id}/past`);
    expect(past.looked.all).toBe(true);
    expect(past.same + past.different + past.unknown).toBe(past.looked.cases);
    const changed = past.sample.find((x: Json) => x.contract === open);
    expect(changed).toMatchObject({
      kind: 'different',
      currency: 'USD',
      otherFee: true,
      before: { how: 'Nobody paid the arbitration fee.', client: 10_000, freelancer: 10_000 },
      after: { client: 20_000, freelancer: 0 },
    });
    const usd = past.sums.find((x: Json) => x.currency === 'USD');
    expect(usd.clientBefore + usd.freelancerBefore).toBe(usd.clientAfter + usd.freelancerAfter);
    // Under what counts now it ends as it did.
    const same = (await post(olga, drafts, {})).json.draft.id;
    const now = await get(ada, `${drafts}/${same}/past`);
    expect(now.sample.find((x: Json) => x.contract === open)).toBeUndefined();
    expect([now.looked.cases, now.unknown]).toEqual([past.looked.cases, 0]);
  });
});

describe('deliveries', () => {
  test('NOT-3, MNY-5: mails that failed and payments without an answer are shown, and tried again with a reason', async () => {
    const reason = 'The address was put right.';
    await t.contract(ben, ana);
    const { rows } = await t.db.pool.query<{ id: string; contract: string }>(
      `update mails set state = 'failed', attempts = 6, reason = 'mailbox full' where id = (select id from mails where contract is not null order by id desc limit 1) returning id, contract`,
    );
    const mail = rows[0] as (typeof rows)[number];
    const mails = await get(sue, '/v1/console/deliveries/mails');
    expect(mails.items[0]).toMatchObject({ id: mail.id, state: 'failed', reason: 'mailbox full', contract: mail.contract });
    expect((await get(ada, '/v1/console')).delivery).toMatchObject({ ok: false, failedMails: 1 });
    const path = `/v1/console/deliveries/mails/${mail.id}/retry`;
    expect((await post(finn, path, { reason })).status).toBe(404);
    expect((await post(sue, path, { reason })).json).toEqual({ again: true });
    await t.wait('PT0S');
    expect((await t.db.pool.query('select state from mails where id = $1', [mail.id])).rows).toEqual([{ state: 'sent' }]);
    expect((await post(sue, path, { reason })).json.code).toBe('not_waiting');

    const { rows: effects } = await t.db.pool.query<{ reference: string }>(
      `update effects set state = 'unknown', attempts = 12, next_at = '2099-01-01' where reference = (select reference from effects where state = 'settled' limit 1) returning reference`,
    );
    const reference = effects[0]?.reference as string;
    expect((await get(finn, '/v1/console/deliveries/payments')).items[0]).toMatchObject({ reference, state: 'unknown', kind: 'charge' });
    expect((await post(sue, `/v1/console/deliveries/payments/${encodeURIComponent(reference)}/retry`, { reason })).status).toBe(404);
    const moved = async () => (await t.db.pool.query('select count(*)::int as n from sandbox_bank.movements')).rows[0].n;
    const before = await moved();
    expect((await post(finn, `/v1/console/deliveries/payments/${encodeURIComponent(reference)}/retry`, { reason })).status).toBe(200);
    await t.wait('PT0S');
    expect((await t.db.pool.query('select state from effects where reference = $1', [reference])).rows).toEqual([{ state: 'settled' }]);
    expect(await moved()).toBe(before);
    const acts = await get(ada, '/v1/console/record/staff?limit=2');
    expect(acts.items.map((a: Json) => [a.act, a.name, a.subject])).toEqual([
      ['retryPayment', 'finn', reference],
      ['retryMail', 'sue', mail.id],
    ]);
  });
});

describe('record', () => {
  test('STF-3: steps are found by contract, person, act, rule and time; what is sealed stays sealed', async () => {
    const id = await queued(25_000);
    await t.does(ben, id, 'offerSettlement', { input: { freelancer: 10_000 } });
    const of = async (query: string) => (await get(ada, `/v1/console/record?${query}`)).items;
    const mine = await of(`contract=${id}`);
    expect(mine.map((x: Json) => x.act)).toContain('contest');
    expect(mine.map((x: Json) => x.act)).not.toContain('offerSettlement');
    expect(mine[0]).toMatchObject({ contract: id, title: 'Website' });
    expect((await of(`person=${ben.id}&act=contest`))[0]).toMatchObject({ contract: id, rule: 'DSP-5', actor: { role: 'client', name: 'ben' } });
    expect((await of(`rule=DSP-5&contract=${id}`)).length).toBe(1);
    expect(await of(`contract=${id}&to=2020-01-01T00:00:00Z`)).toEqual([]);
    const first = await get(ada, '/v1/console/record?limit=3');
    const second = await get(ada, `/v1/console/record?limit=3&cursor=${first.next}`);
    const seen = [...first.items, ...second.items].map((x: Json) => `${x.contract} ${x.seq}`);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('AUD-2: a proof is begun from the console, goes on in pieces, and names what was altered', async () => {
    const run = async (who: Person) => {
      let check = (await post(who, '/v1/console/record/checks')).json;
      for (let n = 0; !check.done && n < 100; n += 1) check = (await post(who, `/v1/console/record/checks/${check.id}`)).json;
      return check;
    };
    expect((await post(sue, '/v1/console/record/checks')).status).toBe(404);
    const good = await run(ada);
    const whole = await verify(t.db, 'main');
    expect(good).toMatchObject({ done: true, broken: [], contracts: whole.contracts, startedBy: 'ada' });
    const id = await t.contract(ben, ana);
    await t.db.pool.query(`update journal set rule = 'MIL-9' where contract = $1 and seq = 2`, [id]);
    const bad = await run(olga);
    expect(bad.broken).toEqual([expect.stringContaining(`contract ${id}: step 2`)]);
    expect((await get(sue, '/v1/console')).history).toMatchObject({ ok: false, last: { id: bad.id } });
  });
});

describe('the first page', () => {
  test('STF-3: it says whether money, time, delivery and history are right, and who waits', async () => {
    const s = await get(finn, '/v1/console');
    expect(s).toMatchObject({ mode: 'sandbox', money: { ok: true, sumsToZero: true, solvent: true, differences: 0, unanswered: 0 } });
    expect(s.may).toEqual(['summary', 'ledger', 'policy', 'deliveries', 'retryPayment', 'askBank', 'traces', 'answerTrace']);
    expect(s.waiting.queue.find((q: Json) => q.kind === 'mediation').open).toBeGreaterThan(0);
    expect(s.time.behind).toBe(0);
    expect(s.delivery.lag.waiting.deadlines).toBe(0);
  });
});
