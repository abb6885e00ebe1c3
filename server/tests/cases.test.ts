import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json, Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';

const t = await town();
let ben: Person, ana: Person, zoe: Person;
beforeAll(async () => {
  [ben, ana, zoe] = [await t.person('ben'), await t.person('ana'), await t.person('zoe')];
});
afterAll(() => t.stop());
/** A new one each time: who mediated for the two does not do it again. */
let mediators = 0;
const mediator = () => t.person(`mia${++mediators}`, { staff: ['mediator'] });
const get = async (who: Person, path: string): Promise<Json> => (await t.call(who, 'GET', path)).json;
const CLAIM = { reason: 'workDone', statement: 'Everything that was agreed is done.', criteria: 'met' };

/** A first case that is closed by a settlement, and a second one that a mediator waits for. */
async function twoCases(): Promise<string> {
  const id = await t.contract(ben, ana, [
    { title: 'Pages', amount: 20_000, criteria: ['five pages'] },
    { title: 'Shop', amount: 10_000, criteria: ['a shop'] },
  ]);
  await t.does(ana, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
  await t.does(ben, id, 'approve', { input: { amount: 12_000 } });
  await t.does(ana, id, 'disputePartial', { input: { ...CLAIM, claim: 8_000 } });
  await t.does(ana, id, 'offerSettlement', { input: { freelancer: 5_000, note: 'Only for the two of us.' } });
  await t.does(ben, id, 'acceptOffer');
  await t.does(ben, id, 'fund', { on: 'm2', input: { card: 'own' } });
  await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
  await t.does(ana, id, 'dispute', { input: { ...CLAIM, claim: 10_000 } });
  await t.does(ben, id, 'contest', { input: { statement: 'There is no shop to be seen.', criteria: 'not' } });
  return id;
}

test('a case is found by its name, also one that was closed before the latest began; what is no case is not there', async () => {
  const id = await twoCases();
  const c = await get(ben, `/v1/contracts/${id}`);
  expect([c.cases, c.case.id, c.case.state]).toEqual([['case1', 'case2'], 'case2', 'queued']);
  const now = await get(ben, `/v1/contracts/${id}/cases/case2`);
  expect({ ...now, positions: [] }).toEqual({ ...c.case, positions: [] });
  for (const who of [ben, ana]) {
    const first = await get(who, `/v1/contracts/${id}/cases/case1`);
    expect(first).toMatchObject({ id: 'case1', state: 'closed', stage: 'closed', claim: 8_000, offersHidden: false });
    expect(first.outcome).toMatchObject({ freelancer: 5_000, client: 3_000 });
    expect(first.offers).toHaveLength(1);
  }
  // MED-1, SET-4: whoever has taken the second case reads the first one too, without the offers that were made in it.
  const first = await mediator();
  expect((await get(first, `/v1/contracts/${id}/cases/case1`)).code).toBe('declare_first');
  await t.does(first, id, 'take');
  const seen = await get(first, `/v1/contracts/${id}/cases/case1`);
  expect(seen).toMatchObject({ id: 'case1', offersHidden: true, offers: [] });
  for (const wrong of ['case3', 'm1', 'offer', '__proto__', 'constructor'])
    expect([wrong, (await t.call(ben, 'GET', `/v1/contracts/${id}/cases/${wrong}`)).json.code]).toEqual([wrong, 'not_found']);
  expect((await t.call(zoe, 'GET', `/v1/contracts/${id}/cases/case1`)).json.code).toBe('not_found');
});

test('MED-2: the two read until when a proposal is meant to come, and by whom once there is one; to nobody else is it said', async () => {
  const id = await twoCases();
  const mia = await mediator();
  const { items } = await get(mia, '/v1/queue');
  const aim = items.find((q: Json) => q.contract === id).targetAt;
  const read = async (who: Person) => (await get(who, `/v1/contracts/${id}`)).case.target;
  for (const who of [ben, ana])
    expect(await read(who)).toMatchObject({ at: aim, sentence: expect.stringMatching(/^A proposal is meant to come by /) });
  await t.does(mia, id, 'take');
  for (const who of [ben, ana]) expect(await read(who)).toMatchObject({ at: aim, sentence: expect.stringMatching(/^mia\d means to propose by /i) });
  expect(await read(mia)).toBeUndefined();
  await t.does(mia, id, 'propose', { input: { freelancer: 5_000, reasons: 'Half of it is there, half is not.', criteria: 'partly' } });
  expect(await read(ben)).toBeUndefined();
});

test('SET-4: agreeing to show the offers of one case shows none of another', async () => {
  const id = await twoCases();
  await t.does(ana, id, 'offerSettlement', { input: { freelancer: 6_000, note: 'This one may be seen.' } });
  for (const who of [ben, ana]) await t.does(who, id, 'discloseOffers');
  const mia = await mediator();
  await t.does(mia, id, 'take');
  const { items } = await get(mia, `/v1/contracts/${id}/history?limit=500`);
  const notes = items.flatMap((e: Json) => e.data?.note ?? []);
  expect(notes).toEqual(['This one may be seen.']);
  expect((await get(mia, `/v1/contracts/${id}/cases/case1`)).offers).toEqual([]);
});

test('API-5: a record of more than 500 steps is read to its beginning page by page; messages, files and cases apart too', async () => {
  const id = await twoCases();
  const form = new FormData();
  form.append('file', new Blob(['As it was said.\n'], { type: 'text/plain' }), 'first.txt');
  const sent = await fetch(`${t.base}/v1/files`, { method: 'POST', headers: { cookie: ana.cookie }, body: form });
  const { id: file } = (await sent.json()) as { id: string };
  await t.does(ana, id, 'say', { input: { text: 'The oldest message, with a file.', files: [file] } });
  const said = Array.from({ length: 499 }, (_, n) => ({
    contract: id,
    act: 'say',
    on: 'chat',
    input: { text: `Message ${n}` },
    key: `say-${id}-${n}`,
  }));
  for (let n = 0; n < said.length; n += 50) {
    const { json } = await t.call(ben, 'POST', '/v1/acts', { acts: said.slice(n, n + 50) }, { key: crypto.randomUUID() });
    expect(json.results.map((r: Json) => r.status)).toEqual(json.results.map(() => 200));
  }
  const read = async (query: string): Promise<Json[][]> => {
    const pages: Json[][] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Json = await get(ben, `/v1/contracts/${id}/history?${query}${cursor ? `&cursor=${cursor}` : ''}`);
      pages.push(page.items);
      cursor = page.next;
    }
    return pages;
  };
  const all = (await read('limit=200')).flat();
  const { seq } = await get(ben, `/v1/contracts/${id}`);
  expect(all.map((e) => e.seq)).toEqual([...new Set(all.map((e) => e.seq))].sort((a, b) => b - a));
  expect([all.length > 500, all[0]?.seq, all.at(-1)?.seq]).toEqual([true, seq, 1]);
  // A page that ends with the last one says so: nobody asks for an empty one.
  const messages = await read('limit=100&only=messages');
  expect(messages.map((p) => p.length)).toEqual([100, 100, 100, 100, 100]);
  expect(messages.flat().at(-1)?.data.text).toBe('The oldest message, with a file.');
  expect((await read('only=files')).flat().map((e) => e.data.files[0].name)).toEqual(['first.txt']);
  const first = (await read('case=case1')).flat();
  expect(first.map((e) => e.act)).toEqual(['acceptOffer', 'offerSettlement', 'disputePartial']);
  const changes = (await read('only=changes')).flat();
  expect(changes.map((e) => e.act)).toContain('disputePartial');
  expect(changes.filter((e) => e.act === 'say')).toEqual([]);
  expect((await t.call(ben, 'GET', `/v1/contracts/${id}/history?case=case9`)).json.code).toBe('not_found');
});
