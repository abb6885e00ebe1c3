import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readMails } from '../outside/mail-compose.ts';
import type { Json, Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';
import { verify } from '../verify.ts';

const t = await town();
let ben: Person, ana: Person, mia: Person, art: Person, eve: Person;
let staff: Readonly<Record<string, Person>>;
/** A long life: not met, disclosed, mediated, handed over, heard. */
let id: string;
/** A round in which only the freelancer has named a number. */
let half: string;
const LEAST = 312_347;
const MOST = 211_193;

/** A number as anybody might write it; not as a piece of an id or a digest. */
const spelled = (n: number): RegExp => {
  const [whole, cents] = [String(Math.floor(n / 100)), String(n % 100).padStart(2, '0')];
  const thousands = `${whole.slice(0, -3)}[.,'’\\s\\u00a0\\u202f]?${whole.slice(-3)}`;
  return new RegExp(`(?<![0-9A-Za-z+/_-])(${n}|${thousands}[.,]${cents})(?![0-9A-Za-z+/_-])`);
};

async function unanswered(amount: number): Promise<string> {
  const of = await t.contract(ben, ana, [{ title: 'Pages', amount, criteria: ['five pages'] }]);
  await t.does(ana, of, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
  await t.does(ben, of, 'end', { input: { pay: 'nothing', reason: 'quality' } });
  await t.does(ana, of, 'dispute', {
    input: { claim: amount, reason: 'workDone', statement: 'Everything that was agreed is done.', criteria: 'met' },
  });
  return of;
}
async function inDispute(amount: number): Promise<string> {
  const of = await unanswered(amount);
  await t.does(ben, of, 'contest', { input: { statement: 'The pages do not load on a phone.', criteria: 'not' } });
  return of;
}
async function round(of: string): Promise<void> {
  await t.does(ben, of, 'proposeBlind');
  await t.does(ana, of, 'joinBlind');
}
const seen = async (who: Person, of: string): Promise<Json> => (await t.call(who, 'GET', `/v1/contracts/${of}`)).json;
const blindOf = async (who: Person, of: string): Promise<Json> => (await seen(who, of)).case.blind;

beforeAll(async () => {
  [ben, ana, eve] = [await t.person('ben'), await t.person('ana'), await t.person('eve')];
  [mia, art] = [await t.person('mia', { staff: ['mediator'] }), await t.person('art', { staff: ['arbitrator'] })];
  const offices = ['support', 'operator', 'finance', 'auditor'] as const;
  staff = Object.fromEntries(await Promise.all(offices.map(async (o) => [o, await t.person(o, { staff: [o] })] as const)));
  for (const who of [ben, ana]) {
    const made = await t.call(who, 'POST', `/v1/webhooks?account=${who.account}`, { url: 'https://hooks.invalid/' }, { key: crypto.randomUUID() });
    expect(made.status).toBe(201);
  }
  id = await inDispute(400_000);
  half = await inDispute(400_000);
}, 60_000);
afterAll(() => t.stop());

test('SET-3: each side reads its own number and that the other’s is in; when they do not meet, nothing more', async () => {
  await round(id);
  await t.does(ana, id, 'bid', { input: { least: LEAST } });
  expect((await blindOf(ana, id)).rounds).toMatchObject([{ state: 'bidding', yours: LEAST, entered: { client: false, freelancer: true } }]);
  const his = (await blindOf(ben, id)).rounds[0];
  expect([his.entered, his.yours]).toEqual([{ client: false, freelancer: true }, undefined]);
  expect((await seen(ben, id)).turn).toMatchObject({ who: 'you' });
  const { body, done } = await t.act(ben, id, 'bid', { input: { most: MOST }, key: 'once' });
  // What came of it is in the very answer, and the same once more to whoever asks again.
  expect(done.json.case.blind).toMatchObject({ left: 1, rounds: [{ state: 'notMet', yours: MOST }] });
  // The answer names the step that the act became, whatever followed it in the same instant.
  const { recorded, seq } = done.json;
  expect(seq).toBeGreaterThan(recorded.seq);
  const [own] = (await t.call(ben, 'GET', `/v1/contracts/${id}/history?limit=1&cursor=${recorded.seq + 1}`)).json.items;
  expect(own).toMatchObject({ seq: recorded.seq, act: 'bid', digest: recorded.digest, actor: { you: true } });
  expect((await seen(ben, id)).recorded).toBeUndefined();
  const again = await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, body, { key: 'once' });
  expect([again.status, again.text]).toEqual([done.status, done.text]);
  expect((await t.call(ben, 'POST', `/v1/contracts/${id}/acts`, body, { key: 'twice' })).json.code).toBe('already_over');
  await t.wait('PT0S');
  expect(await blindOf(ana, id)).toMatchObject({ most: 2, left: 1, rounds: [{ state: 'notMet', yours: LEAST }] });
  await round(half);
  await t.does(ana, half, 'bid', { input: { least: LEAST } });
});

test('TIM-9, SET-3: the list and the contract say the same deadline first, and a round that may pass is not in front of what must be answered', async () => {
  const of = await unanswered(40_000);
  await t.does(ana, of, 'proposeBlind');
  const page = await seen(ben, of);
  expect(page.deadlines.slice(0, 2).map((d: Json) => d.window)).toEqual(['blindRound', page.deadline.window]);
  expect([page.deadline.on, page.deadline.yours]).toEqual(['case1', true]);
  for (const who of [ben, ana]) {
    const row = (await t.call(who, 'GET', '/v1/contracts?limit=100')).json.items.find((c: Json) => c.id === of);
    expect(row.deadline).toEqual((await seen(who, of)).deadline);
  }
});

test('SET-3: before a number is sent both read what it does in either case, to the cent; not a word hangs on what the other named', async () => {
  const ask = (who: Person, input: Json) => t.call(who, 'POST', `/v1/contracts/${half}/acts`, { act: 'bid', on: 'blind1', input, preview: true });
  const preview = (await ask(ben, { most: 320_000 })).json;
  expect(preview.effects).toEqual([
    'If the least ana would take is $3,200.00 or less, you settle at the middle of the two numbers: between $1,600.00 and $3,200.00.',
    'At $3,200.00: $3,200.00 is paid to ana ($2,880.00 after the service fee); $840.00 goes back to ben.',
    'If it is more, nothing moves: both read only that the numbers did not meet. ana is not told yours.',
    'If you settle, each of you can work out from the amount what the other named.',
    'ana has named a number. The two are compared as soon as you send yours.',
  ]);
  expect(preview.cannotBeUndone).toEqual(['Your number counts once you send it. You cannot change or withdraw it.']);
  expect(preview.money).toMatchObject({ client: 0, freelancer: 0, held: 400_000 });
  expect(preview.money.splits.at(-1).rows).toEqual([{ label: 'Held, unless the numbers meet', amount: 400_000, to: 'held' }]);
  // Below, at and above the other's number it says the same of its own.
  const shapes = await Promise.all(
    [LEAST - 1, LEAST, LEAST + 1].map(async (most) => {
      const { digest, effects, ...rest } = (await ask(ben, { most })).json;
      return [{ ...rest, sentence: '' }, effects.map((x: string) => x.replaceAll(/[\d.,]+/g, '#')), typeof digest];
    }),
  );
  for (const one of shapes) expect(one).toEqual(shapes[0]);
  const named = await t.call(ben, 'POST', `/v1/contracts/${half}/acts`, { act: 'bid', on: 'blind1', input: { most: 400_001 }, preview: true });
  expect(named.json).toMatchObject({ code: 'bad_input' });
  expect(named.text).not.toMatch(spelled(LEAST));
});

test('SET-4: rounds are kept from staff until both disclosed their offers, and numbers are kept from them for ever', async () => {
  await t.does(mia, id, 'take');
  for (const who of [mia, staff['operator'] as Person, staff['support'] as Person]) {
    const c = await seen(who, id);
    expect([c.case.blind.rounds, c.deadlines.filter((d: Json) => d.on.startsWith('blind'))]).toEqual([[], []]);
    expect((await t.call(who, 'GET', `/v1/contracts/${id}/history?limit=200`)).text).not.toMatch(/lind/);
  }
  for (const who of [ben, ana]) await t.does(who, id, 'discloseOffers');
  const shown = (await blindOf(mia, id)).rounds[0];
  expect([shown.state, 'yours' in shown]).toEqual(['notMet', false]);
});

test('SET-3: the case goes its way; its file is handed over without a number', async () => {
  await t.does(mia, id, 'propose', { input: { freelancer: 200_000, reasons: 'Half of it is met, half is not.', criteria: 'partly' } });
  for (const who of [ben, ana]) await t.does(who, id, 'answerProposal', { input: { answer: 'reject' } });
  for (const who of [ben, ana]) await t.does(who, id, 'payFee', { input: { card: 'own' } });
  await t.does(art, id, 'hear');
  await t.wait('PT1M');
  expect((await t.call(ben, 'GET', `/v1/contracts/${id}/handed-over`)).json.items).toHaveLength(1);
}, 60_000);

/** Everything that can be read: every GET of the description, about everything that has a name here. */
async function readings(): Promise<string[]> {
  const { paths } = (await t.call(undefined, 'GET', '/openapi.json')).json as { paths: Record<string, Json> };
  const things: Readonly<Record<string, readonly string[]>> = {
    contracts: [id, half],
    accounts: [ben.account, ana.account],
    people: [ben.id, ana.id, mia.id],
    policies: ['standard@1'],
  };
  const query: Readonly<Record<string, readonly string[]>> = {
    q: ['a', '312347'],
    account: [`escrow:${id}`, `pending:${ana.account}`],
    currency: ['USD'],
    kind: ['escrow'],
    from: ['standard@1'],
    to: ['standard@1'],
    limit: ['200'],
    group: ['all'],
  };
  return Object.entries(paths).flatMap(([path, of]) => {
    if (!of.get || path === '/v1/events') return [];
    const asked = (of.get.parameters ?? []) as Json[];
    const inPath = asked.filter((p) => p.in === 'path').map((p) => p.name as string);
    const wants = asked.filter((p) => p.in === 'query' && (p.required || ['limit', 'group', 'q'].includes(p.name)));
    const strings = wants.reduce<string[]>(
      (all, p) => all.flatMap((s) => (query[p.name] ?? ['x']).map((x) => `${s}${s ? '&' : '?'}${p.name}=${encodeURIComponent(x)}`)),
      [''],
    );
    const named = things[path.split('/').find((x) => x in things) ?? ''] ?? ['once'];
    const filled =
      inPath.length === 0
        ? [path]
        : named.map((x) =>
            path
              .replace('{version}', '1')
              .replace('{key}', 'once')
              .replaceAll(/\{\w+\}/g, encodeURIComponent(x)),
          );
    return filled.flatMap((p) => strings.map((s) => p + s));
  });
}
async function textOf(who: Person | undefined, path: string): Promise<string> {
  const res = await fetch(t.base + path, who ? { headers: { cookie: who.cookie } } : {});
  const content = Buffer.from(await res.arrayBuffer());
  if (!res.headers.get('content-type')?.includes('zip')) return content.toString('utf8');
  return Object.values(unzipSync(new Uint8Array(content)))
    .map((x) => Buffer.from(x).toString('utf8'))
    .join('\n');
}

test('SET-3: whatever anybody reads, the number of one side is nowhere in it but for that side', async () => {
  const salts = (
    await t.db.pool.query<{ salt: string }>(`select patch->'instances'->key->'facts'->>'salt' as salt
     from journal, jsonb_object_keys(patch->'instances') key where patch->'instances'->key->'facts' ? 'salt'`)
  ).rows.map((r) => r.salt);
  expect(new Set(salts).size).toBe(3);
  for (const salt of salts) expect(salt).toMatch(/^[0-9a-f]{32}$/);
  const looker = staff['support'] as Person;
  const paths = await readings();
  expect(paths.length).toBeGreaterThan(80);
  const readers: [string, Person | undefined, readonly RegExp[]][] = [
    ['the client', ben, [spelled(LEAST)]],
    ['the freelancer', ana, [spelled(MOST)]],
    ...([mia, art, eve, undefined, ...Object.values(staff)] as (Person | undefined)[]).map((p): [string, Person | undefined, readonly RegExp[]] => [
      p?.name ?? 'nobody',
      p,
      [spelled(LEAST), spelled(MOST)],
    ]),
  ];
  const found: string[] = [];
  let read = 0;
  async function walk(name: string, who: Person | undefined, hidden: readonly RegExp[]): Promise<void> {
    const left = [...paths];
    async function some(): Promise<void> {
      for (let path = left.shift(); path; path = left.shift()) {
        const text = await textOf(who, path);
        read += text.length;
        // What was asked for may come back in a refusal.
        const said = hidden.some((h) => h.test(decodeURIComponent(path as string))) ? '' : text;
        if (hidden.some((h) => h.test(said))) found.push(`${name} reads a number at ${path}`);
        if (salts.some((x) => text.includes(x)) && who !== ben && who !== ana) found.push(`${name} reads a salt at ${path}`);
      }
    }
    await Promise.all([some(), some(), some(), some()]);
  }
  for (const [name, who, hidden] of readers) await walk(name, who, hidden);
  for (const person of [ben, ana]) {
    const opened = await t.call(
      looker,
      'POST',
      `/v1/console/people/${person.id}/view`,
      { reason: 'To see what this person sees.' },
      { key: crypto.randomUUID() },
    );
    expect(opened.status).toBe(200);
    await walk(`support that looks at ${person.name}`, looker, [spelled(LEAST), spelled(MOST)]);
    await t.call(looker, 'DELETE', '/v1/view', undefined, { key: crypto.randomUUID() });
  }
  expect(found).toEqual([]);
  expect(read).toBeGreaterThan(1_000_000);
  // The search would have found them: each side does read its own.
  expect(await textOf(ana, `/v1/contracts/${id}`)).toMatch(spelled(LEAST));
  expect(await textOf(ben, `/v1/contracts/${id}/history?limit=200`)).toMatch(spelled(MOST));
}, 300_000);

test('SET-3: no notice, mail or webhook carries a number; both are told that the numbers did not meet', async () => {
  const tables = ['notices', 'mails', 'webhook_deliveries', 'worklist', 'due', 'effects', 'drafts', 'draft_versions', 'handed_over'];
  for (const table of tables) {
    const { rows } = await t.db.pool.query<{ x: string }>(`select to_jsonb(x)::text as x from ${table} x`);
    for (const n of [LEAST, MOST]) expect([table, rows.filter((r) => spelled(n).test(r.x))]).toEqual([table, []]);
  }
  const { rows } = await t.db.pool.query<{ n: number }>('select count(*)::int as n from webhook_deliveries');
  expect(rows[0]?.n).toBeGreaterThan(10);
  const mails = await readMails(t.db, 'main', t.base);
  for (const n of [LEAST, MOST]) expect(mails.filter((m) => spelled(n).test(m.text + m.html + m.subject))).toEqual([]);
  for (const who of [ben, ana]) {
    const told = mails.filter((m) => m.person === who.id && m.text.includes('The blind bids were compared. The numbers did not meet.'));
    expect(told).toHaveLength(1);
  }
});

test('SET-3: where they meet the case is settled in the answer itself, both read the middle, and the record holds', async () => {
  const { done } = await t.act(ben, half, 'bid', { input: { most: 320_000 } });
  const middle = Math.floor((LEAST + 320_000) / 2);
  const got = done.json.case.outcome.freelancer as number;
  expect([middle, middle + 1]).toContain(got);
  expect(done.json.case).toMatchObject({ state: 'closed', outcome: { how: 'settled', client: 400_000 - got } });
  await t.wait('PT0S');
  expect((await seen(ana, half)).case.blind.rounds[0]).toMatchObject({ state: 'met', yours: LEAST });
  expect((await seen(ben, half)).case.blind.rounds[0]).toMatchObject({ state: 'met', yours: 320_000 });
  const money = (await t.call(ana, 'GET', `/v1/contracts/${half}/money`)).json.items.filter((x: Json) => x.rule === 'SET-3');
  expect(new Set(money.map((x: Json) => x.by))).toEqual(new Set(['platform']));
  expect((await verify(t.db, 'main')).broken).toEqual([]);
});
