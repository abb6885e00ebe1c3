import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json, Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';

const t = await town();
let ben: Person;
let ana: Person;
let raj: Person;
const made: Record<string, string> = {};
const PART = [{ title: 'All', amount: 40_000, criteria: ['Complete'] }];
const list = async (who: Person, query = ''): Promise<Json> => (await t.call(who, 'GET', `/v1/contracts?${query}`)).json;
const item = async (who: Person, id: string): Promise<Json> => (await list(who, 'limit=200')).items.find((c: Json) => c.id === id);
const submit = (who: Person, id: string) => t.does(who, id, 'submit', { input: { message: 'Here it is, all of it.', criteria: 'met' } });

beforeAll(async () => {
  ben = await t.person('ben', { name: 'Ben List' });
  ana = await t.person('ana', { name: 'Ana List' });
  raj = await t.person('raj', { name: 'Raj List' });
  made['late'] = await t.contract(ben, raj, PART);
  await submit(raj, made['late']);
  await t.wait('P1D');
  made['early'] = await t.contract(ben, ana, PART);
  await submit(ana, made['early']);
  made['working'] = await t.contract(ben, ana, PART);
  made['offer'] = await t.offer(ben, ana, PART);
  made['asked'] = await t.contract(ben, raj, PART);
  await t.does(ben, made['asked'], 'end', { input: { pay: 'nothing', reason: 'quality' } });
  made['over'] = await t.contract(ben, ana, PART);
  await t.does(ana, made['over'], 'end', { input: { reason: 'other' } });
  await t.wait('PT0S');
}, 60_000);
afterAll(() => t.stop());

test('API-7: what needs somebody comes by its deadline, a page at a time and each once; the groups are those of the whole list', async () => {
  for (const who of [ben, ana, raj]) {
    const all = (await list(who, 'limit=200')).items as Json[];
    for (const group of ['needs_me', 'waiting']) {
      const items = (await list(who, `group=${group}&limit=200`)).items as Json[];
      expect(items.map((c) => c.id).sort(), `${who.name} ${group}`).toEqual(
        all
          .filter((c) => c.group === group)
          .map((c) => c.id)
          .sort(),
      );
    }
    const first = await list(who, 'group=needs_me&limit=200');
    expect(first.count).toBe(first.items.length);
    const at = (first.items as Json[]).map((c) => c.deadline?.at ?? '9');
    expect(at).toEqual([...at].sort());
    const paged: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await list(who, `group=needs_me&limit=1${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      paged.push(...page.items.map((c: Json) => c.id));
      if (!page.next) break;
      cursor = page.next;
    }
    expect(paged).toEqual((first.items as Json[]).map((c) => c.id));
  }
  // The older one has the earlier deadline, so it is before the newer one.
  const ids = (await list(ben, 'group=needs_me')).items.map((c: Json) => c.id);
  expect(ids.indexOf(made['late'])).toBeLessThan(ids.indexOf(made['early']));
});

test('API-7: filters by person, kind, state and text; the people and the sums are of all', async () => {
  const whole = await list(ben);
  expect(whole.people.map((p: Json) => p.name)).toEqual(['Ana List', 'Raj List']);
  expect(whole.kinds).toEqual([{ kind: 'fixed', words: 'Milestones' }]);
  const of = async (query: string) => (await list(ben, query)).items.map((c: Json) => c.id).sort();
  expect(await of(`person=${raj.account}`)).toEqual([made['late'], made['asked']].sort());
  expect(await of(`person=${raj.account}&q=ana`)).toEqual([]);
  expect(await of('kind=hourly')).toEqual([]);
  expect(await of('state=closed')).toEqual([made['over']]);
  const { rows } = await t.db.pool.query<{ held: string }>(`select sum(held) as held from contracts where client = $1 and kind <> 'wallet'`, [
    ben.account,
  ]);
  expect(whole.held).toEqual([{ currency: 'USD', amount: Number(rows[0]?.held) }]);
  const forAna = await t.db.pool.query<{ held: string }>(`select sum(held) as held from contracts where freelancer = $1`, [ana.account]);
  expect(await list(ana)).toMatchObject({ held: [], heldForYou: [{ currency: 'USD', amount: Number(forAna.rows[0]?.held) }] });
  expect((await list(ana, `person=${raj.account}`)).items).toEqual([]);
});

test('API-7: who is neither of the two reads both names, and finds a contract by either; none of the money is theirs', async () => {
  const ada = await t.person('ada', { staff: ['auditor'] });
  expect(await item(ada, made['late'] as string)).toMatchObject({ other: { name: 'Ben List' }, freelancer: { name: 'Raj List' } });
  expect((await item(ben, made['late'] as string)).freelancer).toBeUndefined();
  expect((await list(ada, 'q=raj')).items.map((c: Json) => c.id)).toContain(made['late']);
  expect(await list(ada)).toMatchObject({ held: [], heldForYou: [] });
});

test('API-7: a filter leaves out of a group what does not fit, page by page, in the same order', async () => {
  for (const query of ['q=ana', 'state=active', 'q=nobody at all']) {
    const all = (await list(ben, 'group=needs_me&limit=200')).items as Json[];
    const fits = all.filter((c) => (query === 'state=active' ? c.state === 'active' : query === 'q=ana' && c.other.name === 'Ana List'));
    const paged: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await list(ben, `group=needs_me&limit=1&${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      paged.push(...page.items.map((c: Json) => c.id));
      if (!page.next) break;
      cursor = page.next;
    }
    expect(paged, query).toEqual(fits.map((c) => c.id));
  }
});

test('END-8: the menu of a row leads to the ending in the words of the workroom, only where the server offers it; once a case runs, to the case', async () => {
  const what = (c: Json) => c.menu.map((m: Json) => m.what);
  const working = await item(ben, made['working'] as string);
  expect(what(working)).toEqual(['message', 'download', 'end']);
  const room = (await t.call(ben, 'GET', `/v1/contracts/${made['working']}`)).json;
  const title = (name: string) => room.actions.find((a: Json) => a.act === name).title;
  expect(working.menu[2]).toEqual({ what: 'end', title: title('end'), href: `/contracts/${made['working']}/end` });
  expect(working.menu[0]).toEqual({ what: 'message', title: title('say'), href: `/contracts/${made['working']}?tab=messages` });
  const asked = await item(ben, made['asked'] as string);
  expect(what(asked)).toEqual(['message', 'download', 'caseFile', 'case']);
  expect(asked.menu[3].href).toBe(`/contracts/${made['asked']}/case/case1`);
  expect(what(await item(ben, made['offer'] as string))).toContain('withdraw');
  expect(what(await item(ana, made['offer'] as string))).not.toContain('withdraw');
  expect(what(await item(ben, made['over'] as string))).not.toContain('end');
  // What can be saved is there.
  for (const m of asked.menu.filter((x: Json) => x.href.startsWith('/v1/'))) expect((await t.call(ben, 'GET', m.href)).status).toBe(200);
});

test('API-7: a row says how much of it is news, until it was read', async () => {
  const before = await item(ben, made['early'] as string);
  expect(before.news).toBeGreaterThan(0);
  const { unread } = (await t.call(ben, 'GET', '/v1/me')).json;
  const read = await t.call(ben, 'POST', '/v1/notices/read', { contract: made['early'] }, { key: 'r1' });
  expect([read.status, read.json.unread]).toEqual([200, unread - before.news]);
  expect((await item(ben, made['early'] as string)).news).toBe(0);
  expect((await item(ben, made['late'] as string)).news).toBeGreaterThan(0);
});

test('API-7: a contract changes its group in the list with the act or the silence that changes whose turn it is', async () => {
  const groups = async (who: Person, id: string) => {
    const whole = (await item(who, id)).group;
    const own: string[] = [];
    for (const group of ['needs_me', 'waiting'])
      if ((await list(who, `group=${group}&limit=200`)).items.some((c: Json) => c.id === id)) own.push(group);
    expect(own, 'each group says what the whole list says').toEqual(whole === 'all' ? [] : [whole]);
    return whole;
  };
  const id = made['working'] as string;
  const asked = made['asked'] as string;
  const now = async () => [await groups(ben, id), await groups(ana, id), await groups(ben, asked), await groups(raj, asked)];
  // Each asked twice, so that the second answer comes from what the first one left behind.
  const twice = async (...as: string[]) => {
    expect(await now()).toEqual(as);
    expect(await now()).toEqual(as);
  };
  await twice('waiting', 'needs_me', 'waiting', 'needs_me');
  await submit(ana, id);
  await twice('needs_me', 'waiting', 'waiting', 'needs_me');
  // Nobody answers what was asked back: it is over, and with it the contract.
  await t.wait('P8D');
  await t.wait('PT0S');
  await twice('needs_me', 'waiting', 'all', 'all');
});
