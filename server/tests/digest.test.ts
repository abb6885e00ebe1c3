import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDigests } from '../digest.ts';
import { readMails } from '../outside/mail-compose.ts';
import type { Json, Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';
import { dayOf, nextAtClock } from '../view/days.ts';

const t = await town();
let ben: Person;
let cara: Person;
let id: string;
const ZONE = 'America/New_York';
const choose = (digest: Json, key = crypto.randomUUID()) => t.call(cara, 'PUT', '/v1/mail-choices', { digest }, { key });
const say = (text: string) => t.does(ben, id, 'say', { on: 'chat', input: { text } });
const mails = async () => (await readMails(t.db, 'main', t.base)).filter((m) => m.person === cara.id).reverse();
const rows = async (where: string) =>
  (await t.db.pool.query<Json>(`select * from mails where to_person = $1 and ${where} order by id`, [cara.id])).rows as Json[];
const now = async (): Promise<number> => Date.parse((await t.call(ben, 'GET', '/v1/clock')).json.now);
const notices = async (): Promise<Json[]> => (await t.call(cara, 'GET', '/v1/notices?limit=200')).json.items;

beforeAll(async () => {
  ben = await t.person('ben', { name: 'Ben Digest' });
  cara = await t.person('cara', { name: 'Cara Digest' });
  await t.call(cara, 'PATCH', '/v1/me', { zone: ZONE });
  id = await t.contract(ben, cara, [{ title: 'All', amount: 40_000, criteria: ['Complete'] }]);
}, 60_000);
afterAll(() => t.stop());

test('NOT-4: news is gathered and comes in one mail a day by the reader’s clock, each thing once; what is legal or waits for one comes at once', async () => {
  const chosen = await choose({ every: 'day', at: '07:30' });
  expect(chosen.json.digest).toMatchObject({ every: 'day', at: '07:30' });
  const due = nextAtClock(await now(), ZONE, 450);
  expect(Date.parse(chosen.json.digest.next)).toBe(due);
  const before = (await mails()).length;
  await say('The first of <two> messages.');
  await say('The second of two messages.');
  expect((await mails()).length).toBe(before);
  expect((await rows(`state = 'gathered'`)).length).toBe(2);
  const told = (await notices()).filter((n) => n.kind === 'conversation.say');
  expect(told.map((n) => n.mail.state)).toEqual(['gathered', 'gathered']);
  // What asks for something, and what is legal.
  await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
  expect((await mails()).at(-1)?.kind).toBe('contract.end');
  expect((await t.running.server.digests.nextDue()) as number).toBe(due);

  await t.wait(new Date(due + 1000).toISOString());
  const digests = (await mails()).filter((m) => m.kind === 'digest');
  expect(digests).toHaveLength(1);
  const mail = digests[0] as (typeof digests)[number];
  // The clock goes on while it is written.
  expect(mail.at.getTime() - due).toBeLessThan(60_000);
  expect(mail.at.getTime()).toBeGreaterThanOrEqual(due);
  expect([mail.state, mail.subject]).toEqual(['sent', expect.stringContaining('2 pieces of news')]);
  for (const n of told) for (const twin of [mail.text, mail.html.replaceAll('&lt;', '<').replaceAll('&gt;', '>')]) expect(twin).toContain(n.sentence);
  expect(mail.html).not.toContain('<two>');
  expect(mail.text.match(/https?:\/\/\S+/g)).toEqual([`${t.running.server.config.baseUrl}/notices`]);
  expect((await notices()).filter((n) => n.kind === 'conversation.say').map((n) => n.mail.state)).toEqual(['sent', 'sent']);
  // Nothing new: none the next day.
  await t.wait('P2D');
  expect((await rows(`kind = 'digest'`)).length).toBe(1);
});

test('NOT-4: however many processes write it, and wherever one dies, there is one, and nothing gathered is lost', async () => {
  const other = await t.another();
  await say('Written once, whoever writes it.');
  const [{ id: gathered } = { id: '' }] = await rows(`state = 'gathered' and digest is null`);
  await t.db.pool.query(`update digests set next_at = $2 where person = $1`, [cara.id, new Date(await now())]);
  const all = Array.from({ length: 6 }, (_, n) => (n % 2 ? other : t.running).server.digests.run());
  await Promise.all(all);
  expect((await rows(`kind = 'digest'`)).length).toBe(2);
  const [one] = await rows(`id = '${gathered}'`);
  expect(one.digest).toBe((await rows(`kind = 'digest'`)).at(-1)?.id);

  // It dies when the mail is written and before it is marked: nothing of it stays, and the next one has all.
  await say('Not lost when it dies.');
  await t.db.pool.query(`create function die() returns trigger language plpgsql as $$ begin raise exception 'died here'; end $$`);
  await t.db.pool.query(`create trigger die before update of digest on mails for each row when (new.digest is not null) execute function die()`);
  const { db, config, clock, accounts } = t.running.server;
  const dying = openDigests({ db, marketplace: config.marketplace, clock, accounts, baseUrl: config.baseUrl });
  await t.db.pool.query(`update digests set next_at = $2 where person = $1`, [cara.id, new Date(await now())]);
  // The server's own worker dies of it as well; while that one has it in hand there is nothing to do here.
  await expect.poll(() => dying.run().catch((e: Error) => e.message)).toMatch(/died here/);
  expect((await rows(`kind = 'digest'`)).length).toBe(2);
  await t.db.pool.query('drop trigger die on mails');
  await t.wait('PT0S');
  const digests = (await mails()).filter((m) => m.kind === 'digest');
  expect(digests).toHaveLength(3);
  const told = (await notices()).find((n) => n.kind === 'conversation.say');
  expect([told?.mail.state, digests.at(-1)?.text.includes(told?.sentence)]).toEqual(['sent', true]);
  expect(await rows(`state = 'gathered' and digest is null`)).toEqual([]);
});

test('NOT-4: once a week, in German; choosing to be told at once sends what was gathered; the choice is exported and stands by itself', async () => {
  await t.call(cara, 'PATCH', '/v1/me', { locale: 'de' });
  const weekly = await choose({ every: 'week', at: '18:00', weekday: 5 });
  const next = Date.parse(weekly.json.digest.next);
  expect(new Date(`${dayOf(next, ZONE)}T00:00:00Z`).getUTCDay()).toBe(5);
  await say('Kommt am Freitag.');
  await t.call(cara, 'PUT', '/v1/mail-choices', { unwanted: ['change'] });
  expect((await t.call(cara, 'GET', '/v1/mail-choices')).json).toMatchObject({
    unwanted: ['change'],
    digest: { every: 'week', at: '18:00', weekday: 5 },
  });
  const before = (await rows(`kind = 'digest'`)).length;
  const back = await choose({ every: 'once' });
  expect(back.json).toMatchObject({ unwanted: ['change'], digest: { every: 'once', next: null } });
  const last = (await mails()).filter((m) => m.kind === 'digest');
  expect([last.length, last.at(-1)?.subject]).toEqual([before + 1, expect.stringContaining('1 Neuigkeit aus Ihren Verträgen')]);
  await say('Kommt sofort.');
  expect((await mails()).at(-1)?.kind).toBe('conversation.say');
  expect((await choose({ every: 'day', at: '25:00' })).status).toBe(422);
});

test('NOT-4: a time of day is the reader’s, also where clocks change', () => {
  const at = (now: string, minute: number, weekday?: number) =>
    new Date(nextAtClock(Date.parse(now), 'Europe/Berlin', minute, weekday)).toISOString();
  expect(at('2026-10-24T10:00:00Z', 480)).toBe('2026-10-25T07:00:00.000Z');
  expect(at('2026-10-25T07:00:00Z', 480)).toBe('2026-10-26T07:00:00.000Z');
  // 02:30 does not exist on this day: the first instant after the leap. On the other it exists twice: the first time.
  expect(at('2027-03-27T10:00:00Z', 150)).toBe('2027-03-28T01:30:00.000Z');
  expect(at('2026-10-24T10:00:00Z', 150)).toBe('2026-10-25T00:30:00.000Z');
  expect(at('2026-10-24T10:00:00Z', 480, 3)).toBe('2026-10-28T07:00:00.000Z');
});
