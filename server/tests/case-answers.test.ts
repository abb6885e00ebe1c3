import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json, Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';

const t = await town();
let ben: Person, ana: Person, mia: Person;
beforeAll(async () => {
  [ben, ana] = [await t.person('ben'), await t.person('ana')];
  mia = await t.person('mia', { staff: ['mediator'] });
});
afterAll(() => t.stop());
const get = async (who: Person, path: string): Promise<Json> => (await t.call(who, 'GET', path)).json;
const CLAIM = { claim: 20_000, reason: 'workDone', statement: 'Everything that was agreed is done.', criteria: 'met' };

async function asked(): Promise<string> {
  const id = await t.contract(ben, ana);
  await t.does(ana, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
  await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
  return id;
}

test('CFE-3: a file may carry a caption, which stays with it; one that is too long or no text is refused', async () => {
  const form = new FormData();
  form.append('file', new Blob(['As delivered.\n'], { type: 'text/plain' }), 'delivered.txt');
  const sent = await fetch(`${t.base}/v1/files`, { method: 'POST', headers: { cookie: ana.cookie }, body: form });
  const { id: file } = (await sent.json()) as { id: string };
  const id = await asked();
  for (const caption of ['x'.repeat(301), 7, { a: 1 }]) {
    const no = await t.act(ana, id, 'dispute', { input: { ...CLAIM, files: [{ id: file, caption }] } });
    expect([no.done.status, no.done.json.code]).toEqual([422, 'bad_input']);
  }
  await t.does(ana, id, 'dispute', { input: { ...CLAIM, files: [{ id: file, caption: 'The pages as of Monday.' }] } });
  for (const who of [ana, ben]) {
    const { exhibits, statements } = (await get(who, `/v1/contracts/${id}`)).case;
    expect(statements.freelancer.files[0]).toMatchObject({ id: file, caption: 'The pages as of Monday.' });
    expect(exhibits.find((e: Json) => e.file).file.caption).toBe('The pages as of Monday.');
  }
});

test('ARB-2, MNY-10: before the fee is paid the preview says all that can be lost; each finds their own fee in their statement', async () => {
  const id = await asked();
  await t.does(ana, id, 'dispute', { input: CLAIM });
  expect((await get(ana, `/v1/contracts/${id}`)).case.arbitrationFee).toBe(29_100);
  await t.does(ben, id, 'contest', { input: { statement: 'The pages do not load on a phone.', criteria: 'not' } });
  await t.does(mia, id, 'take');
  await t.does(mia, id, 'propose', { input: { freelancer: 10_000, reasons: 'Half of it is met, half is not.', criteria: 'partly' } });
  await t.does(ana, id, 'answerProposal', { input: { answer: 'reject' } });
  await t.does(ben, id, 'answerProposal', { input: { answer: 'reject' } });
  // ARB-4: what comes of it where only one pays is told to both before either does.
  for (const who of [ana, ben])
    expect((await get(who, `/v1/contracts/${id}`)).case.fees.onlyPaid).toEqual({
      client: { freelancer: 0, client: 20_000 },
      freelancer: { freelancer: 20_000, client: 0 },
    });
  const { preview } = await t.act(ana, id, 'payFee', { input: { card: 'own' } });
  // The fee is what the card is charged; what is held is not added to it.
  expect(preview.json.money.splits.map((s: Json) => s.rows.length)).toEqual([1, 1]);
  expect(preview.json.money.splits[0].total.amount).toBe(preview.json.money.charge.total);
  expect(preview.json.effects).toContain('At the worst you lose $491.00: the $200.00 in dispute and the fee of $291.00.');
  await t.wait('PT0S');
  await t.does(ben, id, 'payFee', { input: { card: 'own' } });
  for (const who of [ana, ben]) {
    const s = await get(who, `/v1/accounts/${who.account}/statement?from=2020-01-01`);
    const fees = s.currencies[0].fees.filter((f: Json) => f.contract === id && f.label === 'Arbitration fee');
    expect([who.key, fees.map((f: Json) => f.amount)]).toEqual([who.key, [29_100]]);
  }
});

test('MED-7: both read which exhibits show a finding; exhibits are told apart by side, also when two people have one name', async () => {
  const [first, second] = [await t.person('sam-pays', { name: 'Sam Same' }), await t.person('sam-works', { name: 'Sam Same' })];
  const med = await t.person('mo', { staff: ['mediator'] });
  const id = await t.contract(first, second);
  await t.does(second, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
  await t.does(first, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
  await t.does(second, id, 'dispute', { input: CLAIM });
  await t.does(first, id, 'contest', { input: { statement: 'Half of what was agreed is missing.', criteria: 'not' } });
  await t.does(med, id, 'take');
  const k = (await get(med, `/v1/contracts/${id}`)).case;
  const bySide = (side: string) => k.exhibits.filter((e: Json) => e.side === side).map((e: Json) => e.kind);
  expect(bySide('freelancer')).toEqual(['submission', 'statement']);
  expect(bySide('client')).toEqual(['terms', 'statement']);
  expect(bySide('platform')).toContain('messages');
  const submission = k.exhibits.find((e: Json) => e.kind === 'submission');
  const [criterion] = k.statements.client.criteria;
  const input = {
    freelancer: 10_000,
    reasons: 'Half of it is met, half is not.',
    criteria: [{ id: criterion.id, mark: 'partly', reason: 'Two pages are missing.', shownBy: [submission.id] }],
    considered: k.exhibits.map((e: Json) => e.id),
  };
  await t.does(med, id, 'propose', { input });
  for (const who of [first, second])
    expect((await get(who, `/v1/contracts/${id}`)).case.proposal.criteria).toEqual([
      {
        id: criterion.id,
        text: criterion.text,
        mark: 'partly',
        reason: 'Two pages are missing.',
        shownBy: [{ n: submission.n, title: submission.title, by: 'Sam Same', side: 'freelancer' }],
      },
    ]);
});

test('MED-9: what a side says by topic reaches all three; the proposal answers it, and both read the answer with its exhibits', async () => {
  const form = new FormData();
  form.append('file', new Blob(['As it was said.\n'], { type: 'text/plain' }), 'chat.txt');
  const sent = await fetch(`${t.base}/v1/files`, { method: 'POST', headers: { cookie: ana.cookie }, body: form });
  const { id: file } = (await sent.json()) as { id: string };
  const nia = await t.person('nia', { staff: ['mediator'] });
  const id = await asked();
  const dispute = (await get(ana, `/v1/contracts/${id}`)).actions.find((a: Json) => a.act === 'dispute');
  expect(dispute.input.properties.topics['x-topics'].map((x: Json) => x.title)).toEqual(['Scope', 'Delivery', 'Changes', 'Communication', 'Quality']);
  expect(dispute.input.required).not.toContain('topics');
  const no = await t.act(ana, id, 'dispute', { input: { ...CLAIM, files: [{ id: file, topic: 'money' }] } });
  expect([no.done.status, no.done.json.code]).toEqual([422, 'bad_input']);
  const changes = { topic: 'changes', text: 'The second page came later, and Ben agreed.' };
  await t.does(ana, id, 'dispute', { input: { ...CLAIM, topics: [changes], files: [{ id: file, topic: 'changes' }] } });
  await t.does(ben, id, 'contest', { input: { statement: 'The pages do not load on a phone.', criteria: 'not' } });
  await t.does(nia, id, 'take');
  for (const who of [ana, ben, nia]) {
    const k = (await get(who, `/v1/contracts/${id}`)).case;
    expect(k.statements.freelancer.topics).toEqual([{ ...changes, title: 'Changes' }]);
    expect(k.statements.client.topics).toEqual([]);
    expect(k.exhibits.find((e: Json) => e.file).topic).toBe('changes');
    expect(k.topicOf).toEqual({ requirements: 'quality', request: 'quality', claim: 'delivery' });
  }
  const proposal = { freelancer: 10_000, reasons: 'Half of it is met, half is not.', criteria: 'partly' };
  const passedOver = await t.act(nia, id, 'propose', { input: { ...proposal, topics: [] } });
  expect(passedOver.done.json.errors?.[0] ?? passedOver.done.json).toMatchObject({ field: 'topics' });
  const terms = (await get(nia, `/v1/contracts/${id}`)).case.exhibits.find((e: Json) => e.kind === 'terms');
  const reason = { topic: 'changes', stand: 'disputed', text: 'The terms were never changed.', shownBy: [terms.id] };
  await t.does(nia, id, 'propose', { input: { ...proposal, topics: [reason] } });
  const said = async (who: Person, locale: string) => (await get(who, `/v1/contracts/${id}?locale=${locale}`)).case.proposal.topics;
  const shownBy = [{ n: terms.n, title: terms.title, by: terms.by, side: 'client' }];
  for (const who of [ana, ben]) expect(await said(who, 'en')).toEqual([{ ...reason, title: 'Changes', standWords: 'in dispute', shownBy }]);
  expect((await said(ana, 'de'))[0]).toMatchObject({ title: 'Änderungen', standWords: 'strittig' });
});

test('CON-5: accepting repeats what was flagged with its sentence, and an offer that is over has nothing to look at any more', async () => {
  const jobPost = 'A shop with five pages.';
  const id = await t.offer(ben, ana, [{ title: 'A test page', description: 'Eight pages. Paid by PayPal.', amount: 20_000 }], { jobPost });
  const read = async (who: typeof ana) => (await get(who, `/v1/contracts/${id}`)).terms;
  const terms = await read(ana);
  const { flags } = terms;
  expect(flags.map((f: Json) => f.code)).toEqual(['newTrialWork', 'paymentOutside', 'moreThanPosted', 'noCriteria']);
  expect(flags.map((f: Json) => f.group)).toEqual(['unusual', 'unusual', 'post', 'unusual']);
  const outside = flags.find((f: Json) => f.code === 'paymentOutside');
  expect(outside).toMatchObject({ quote: 'Paid by PayPal.', where: 'description of milestone 1', severity: 'high' });
  expect(outside.ask).toContain('Paid by PayPal.');
  expect(terms.checked.length).toBeGreaterThan(10);
  expect(terms.besidePost.post).toEqual([{ text: jobPost, same: false }]);
  expect(terms.protection.doesNot.at(-1)).toMatch(/outside the platform/);
  // Who wrote the terms sees the same flags, and has nothing to ask.
  const own = (await read(ben)).flags;
  expect(own.map((f: Json) => [f.sentence, 'ask' in f])).toEqual(flags.map((f: Json) => [f.sentence, false]));
  const accept = (await get(ana, `/v1/contracts/${id}`)).actions.find((a: Json) => a.act === 'accept');
  const seen = terms.digest;
  const body = { act: 'accept', on: accept.on, input: { seen }, preview: true };
  const look = await t.call(ana, 'POST', `/v1/contracts/${id}/acts`, body);
  expect(look.json.effects).toEqual(expect.arrayContaining(flags.map((f: Json) => (f.quote ? `${f.sentence} “${f.quote}”` : f.sentence))));
  // The signer's copy is the text that the digest was made from; nobody else gets it.
  const copy = await fetch(`${t.base}/v1/contracts/${id}/terms/1`, { headers: { cookie: ana.cookie } });
  expect(
    createHash('sha256')
      .update(await copy.text())
      .digest('hex'),
  ).toBe(seen);
  expect((await t.call(ana, 'GET', `/v1/contracts/${id}/terms/2`)).status).toBe(404);
  expect((await t.call(mia, 'GET', `/v1/contracts/${id}/terms/1`)).status).toBe(404);
  // What a counter changed is a group of its own, to the client who reads it.
  const { title, scope } = terms;
  const milestones = terms.milestones.map((m: Json) => ({ title: m.title, description: m.description, amount: 25_000, criteria: ['Loads'] }));
  await t.does(ana, id, 'proposeChanges', { input: { terms: { title, scope, milestones } } });
  const { flags: countered } = await read(ben);
  const changed = countered.filter((f: Json) => f.group === 'changed');
  expect(changed.length).toBeGreaterThan(0);
  expect(countered.filter((f: Json) => f.code === 'termsChanged')).toEqual(changed);
  // What is missing of the first milestone is nothing that the client asks the freelancer, and it is charged with the yes.
  const missing = countered.find((f: Json) => f.code === 'firstNotFunded');
  expect([missing !== undefined, 'ask' in missing, changed.every((f: Json) => 'ask' in f)]).toEqual([true, false, true]);
  const { terms: next, actions } = await get(ben, `/v1/contracts/${id}`);
  const approve = {
    act: 'approve',
    on: actions.find((a: Json) => a.act === 'approve').on,
    input: { seen: next.digest, card: 'card_ok' },
    preview: true,
  };
  const agreed = (await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, approve)).json;
  expect(agreed.effects).toEqual(expect.arrayContaining(changed.map((f: Json) => f.sentence)));
  expect(agreed.effects).not.toContain(missing.sentence);
  await t.does(ben, id, 'withdraw');
  const over = await read(ana);
  expect([over.flags, over.checked, over.protection]).toEqual([[], [], { does: [], doesNot: [] }]);
});

test('REF-1, DSP-4, MNY-4: the roads of who has to answer are what each answer then does, to the cent; nobody else is told of roads', async () => {
  const roads = async (who: Person, id: string): Promise<Json[]> => (await get(who, `/v1/contracts/${id}`)).case.roads;
  const id = await asked();
  const hers = await roads(ana, id);
  expect(hers.map((r) => [r.road, r.act, r.client, r.freelancer, r.fees, r.held])).toEqual([
    ['now', undefined, 0, 0, 0, 20_000],
    ['yes', 'approveRefund', 21_495, 0, 0, 0],
    ['offer', 'offerSettlement', 0, 0, 0, 20_000],
    ['no', 'dispute', 0, 0, 0, 20_000],
  ]);
  expect(hers.at(-1)?.next).toMatch(/^ben .*answer|answer.* ben/i);
  expect(await roads(ben, id)).toEqual([]);
  const of = (all: readonly Json[], road: string) => all.find((r) => r.road === road) as Json;
  const money = (p: Json) => ({ client: p.client, freelancer: p.freelancer, fees: p.fees, held: p.held });
  expect((await t.act(ana, id, 'approveRefund', { input: {} })).preview.json.money).toMatchObject(money(of(hers, 'yes')));
  const other = await asked();
  const { preview } = await t.act(ana, other, 'dispute', { input: CLAIM });
  expect([preview.json.money, preview.json.next[0].sentence]).toEqual([expect.objectContaining(money(of(hers, 'no'))), of(hers, 'no').next]);
  const his = await roads(ben, other);
  expect([of(his, 'yes'), of(his, 'no')].map((r) => [r.act, money(r)])).toEqual([
    ['approveClaim', { client: 0, freelancer: 18_000, fees: 2_000, held: 0 }],
    ['contest', { client: 0, freelancer: 0, fees: 0, held: 20_000 }],
  ]);
  expect(await roads(ana, other)).toEqual([]);
  await t.does(ben, other, 'contest', { input: { statement: 'The pages do not load on a phone.', criteria: 'not' } });
  for (const who of [ana, ben, mia]) expect(await roads(who, other)).toEqual([]);
});
