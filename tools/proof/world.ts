/**
 * `npm run simulate -- --db`: thousands of contracts are lived through the real door: two server processes on one PostgreSQL, people of
 * every role and agencies with API keys, a bank at its worst in a process's place of its own, policies that change, a clock that jumps.
 * Then all fall silent, and each contract must hold nothing within the computed bound of its policy. A second book (second-book.ts) reads
 * the journal beside and checks every step; at the end the bank's book, reconciliation and the verifier are asked too.
 * `--lives N`: how many; `--at-once N`: how many are lived side by side.
 */

import { join } from 'node:path';
import { type Contract, instancesOf } from '@fairhold/domain';
import { worstHold } from '@fairhold/domain/policy/bound';
import { atRest } from '@fairhold/domain/testing/always';
import { startOf } from '@fairhold/domain/time';
import { openClock } from '@fairhold/server/clock';
import { terms } from '../sim/life.ts';
import { chance } from '../sim/random.ts';
import { openBankHouse } from './bank-house.ts';
import { againstBank } from './books.ts';
import { alwaysTrue, ask, forAll, MARKET, openGround, readRun, type ServerProcess, startServer } from './common.ts';
import { openSecondBook } from './second-book.ts';
import { count, deliver, type Place, turn, type Wanted, type World } from './world-acts.ts';
import { crowdOf, publishPolicy, someone } from './world-people.ts';

const run = readRun('simulate', 20, '--db ');
const r = chance(run.seed);
const { broken } = run;
const LIVES = run.number('lives', run.quick ? 60 : 5_000);
const AT_ONCE = run.number('at-once', run.quick ? 40 : 500);
const SENDERS = 24;
/** With more than so much broken nobody acts any more. */
const ENOUGH = 5;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

// ── the ground: a database, a bank, two servers ──
const ground = await openGround({ connections: 6 });
const { db } = ground;
const servers: ServerProcess[] = [];
const bases = (): string[] => servers.map((s) => s.base);
const house = await openBankHouse(r, run.seed, run.quick ? 2 : 20, bases);
const open = (): Promise<ServerProcess> =>
  startServer({
    url: db.url,
    folder: join(ground.folder, 'data'),
    preload: [join(import.meta.dirname, 'far-bank.ts')],
    env: { PROOF_BANK: house.url },
  });
servers.push(await open(), await open());
const crowd = await crowdOf(bases()[0] as string, run.quick ? 4 : 30);
const clerk = crowd.office.auditor[0] as (typeof crowd.office.auditor)[number];
const clock = await openClock(db, MARKET);
const book = openSecondBook(db);
const w: World = { r, broken, servers: bases, sent: new Map(), tally: {}, mail: [] };
const places = new Map<string, Place>();
const houses = new Map([...crowd.clients, ...crowd.freelancers].map((h) => [h.account, h]));
const say = (what: string): void => console.error(`${Math.round(performance.now() / 1000)} s: ${what}`);

// ── people live ──
let founded = 0;
async function found(): Promise<void> {
  founded += 1;
  const client = r.pick(crowd.clients);
  const freelancer = r.pick(crowd.freelancers.filter((f) => f.account !== client.account));
  const by = client.manager;
  const body = { freelancer: freelancer.account, client: client.account, currency: 'USD', card: by.card, terms: terms(r) };
  const reply = await deliver(w, { by, path: '/v1/contracts', body, key: crypto.randomUUID() });
  if (reply.status >= 300) broken.push(`an offer was refused: ${reply.status} ${reply.text.slice(0, 200)}`);
}
/** Contracts of the record that nobody lives on yet: sent offers, and those that others reinstated. */
function discover(): void {
  for (const c of book.contracts.values()) {
    const [client, freelancer] = [houses.get(c.client), houses.get(c.freelancer)];
    if (places.has(c.id) || c.kind === 'wallet' || !client || !freelancer) continue;
    places.set(c.id, { id: c.id, client, freelancer, patience: r.pick([3, 15, 25, 40]), views: new Map(), said: [] });
  }
}
const alive = (p: Place): boolean => {
  const c = book.contracts.get(p.id);
  return p.patience > 0 && c !== undefined && !atRest(c);
};
/** Somebody takes money out of what they have. */
async function payOut(): Promise<void> {
  const { account, manager } = r.pick(crowd.freelancers);
  const path = `/v1/accounts/${account}/acts`;
  const amount = r.pick([book.balances.get(`available:${account}`) ?? 0, r.between(100, 20_000)]);
  const body = { act: r.often(0.8) ? 'payOut' : 'payOutCredit', currency: 'USD', input: { amount } };
  const seen = await ask(r.pick(bases()), manager, 'POST', path, { ...body, preview: true });
  count(w, 'payout', seen);
  if (seen.status !== 200) return;
  const wanted: Wanted = { by: manager, path, body: { ...body, digest: seen.json.digest }, key: crypto.randomUUID() };
  if (r.often(0.1)) w.mail.push(wanted);
  else await deliver(w, wanted);
}

/** Time goes on: through everything that falls due, in order; or all at once, as for servers that slept. */
async function passTime(): Promise<void> {
  const dice = r.next();
  if (dice < 0.3) {
    const by = r.pick(['PT1M', 'PT10M', 'PT2H']);
    const moved = await ask(r.pick(bases()), clerk, 'POST', '/v1/clock', { by }, crypto.randomUUID());
    count(w, 'clock', moved);
  } else await clock.moveTo(clock.now() + (dice < 0.95 ? r.between(MINUTE, DAY) : r.between(DAY, 40 * DAY)));
}

let rounds = 0;
for (;;) {
  await book.read();
  discover();
  const active = [...places.values()].filter(alive);
  const room = Math.min(LIVES - founded, AT_ONCE - active.length, Math.ceil(AT_ONCE / 4));
  if ((active.length === 0 && founded === LIVES) || broken.length + book.broken.length > ENOUGH) break;
  const work: (() => Promise<void>)[] = Array.from({ length: Math.max(0, room) }, () => found);
  for (const place of active) {
    const n = r.between(0, 4);
    place.patience -= Math.max(1, n);
    const c = book.contracts.get(place.id) as Contract;
    for (let k = 0; k < n; k += 1) work.push(() => turn(w, place, someone(crowd, place.client, place.freelancer, c, r)));
  }
  for (let n = 0; n < active.length / 20; n += 1) work.push(payOut);
  if (r.often(0.05)) work.push(() => publishPolicy(r.pick(bases()), crowd, r));
  work.sort(() => r.next() - 0.5);
  // Sometimes while people act, sometimes between.
  const during = r.often(0.5);
  await Promise.all([forAll(work, SENDERS, (one) => one()), during ? passTime() : undefined]);
  if (!during) await passTime();
  if (rounds === 12) {
    // A server goes, and another comes, while its neighbour goes on.
    await servers.shift()?.stop();
    servers.push(await open());
  }
  rounds += 1;
  if (rounds % 10 === 0) say(`${founded} contracts founded, ${active.length} lived on, ${book.steps()} steps, ${w.sent.size} requests under keys`);
}
say(`all fall silent: ${founded} contracts, ${book.steps()} steps`);

// ── what was still on its way arrives; then everybody is silent ──
for (const late of w.mail.splice(0)) await deliver(w, late);
const silentAt = clock.now();
const base = bases()[0] as string;
async function settled(): Promise<void> {
  const moved = await ask(base, clerk, 'POST', '/v1/clock', { by: 'PT0S' }, crypto.randomUUID());
  if (moved.status !== 200) throw new Error(`the clock: ${moved.status} ${moved.text}`);
}
const holding = async (): Promise<number> => {
  const { rows } = await db.pool.query<{ n: number }>('select count(*)::int as n from contracts where held + arbitration > 0');
  return rows[0]?.n ?? 0;
};
const longest = Math.max(...[...new Set([...book.contracts.values()].map((c) => c.policy))].map((p) => worstHold(book.policy(p)).ms));
await settled();
for (let n = 0; ; n += 1) {
  const left = await holding();
  if (n % 10 === 0) say(`${left} contracts still hold money ${Math.round((clock.now() - silentAt) / DAY)} days into the silence`);
  const { rows } = await db.pool.query<{ at: Date | null }>('select min(due_at) as at from due where marketplace = $1', [MARKET]);
  if (left === 0 || clock.now() > silentAt + 2 * longest + 400 * DAY) break;
  await clock.moveTo(Math.max(clock.now() + (n < 20 ? DAY : 4 * DAY), rows[0]?.at?.getTime() ?? 0));
  await settled();
}
// What is on its way at the bank comes to its end, and the bank is asked for the last time about what it never answers.
for (let n = 0; n < 8; n += 1) {
  await clock.moveTo(clock.now() + 4 * DAY);
  await settled();
  await house.quiet();
}
await book.read();

// ── within the bound, nothing held ──
const ends: Record<string, number> = {};
const lived: Record<string, number> = {};
for (const c of book.contracts.values()) {
  if (c.kind === 'wallet') continue;
  for (const i of Object.values(c.instances)) if (i.process !== 'contract' && i.process !== 'offer') lived[i.process] = (lived[i.process] ?? 0) + 1;
  const end = c.instances['contract']?.state ?? c.instances['offer']?.state ?? 'none';
  ends[end] = (ends[end] ?? 0) + 1;
  const dates = [...c.terms.milestones.map((m) => m.dueDate), ...instancesOf(c, 'milestone').map((m) => m.facts['dueDate'])];
  const lastDate = Math.max(silentAt, ...dates.map((date) => (startOf(String(date ?? '')) ?? -DAY) + DAY));
  const limit = lastDate + worstHold(book.policy(c.policy)).ms;
  const freeAt = book.freeAt.get(c.id);
  if (freeAt === undefined) broken.push(`MIL-9: everybody was silent, and ${c.id} still holds ${c.held} + ${c.arbitration}`);
  else if (freeAt > limit) broken.push(`MIL-9: ${c.id} held money ${Math.ceil((freeAt - limit) / DAY)} days longer than its policy's bound`);
  if (instancesOf(c, 'payment').some((p) => p.state === 'pending')) broken.push(`MNY-6: a payment of ${c.id} stays pending`);
}

// ── what was acknowledged is there once, and nothing else is ──
const { rows: keys } = await db.pool.query<{ idem_key: string; n: number }>(
  'select idem_key, count(*)::int as n from journal where idem_key is not null group by 1',
);
const recorded = new Map(keys.map((k) => [k.idem_key, k.n]));
for (const [key, done] of w.sent) {
  const n = recorded.get(key) ?? 0;
  if (n !== (done ? 1 : 0)) broken.push(`API-4: a request that was ${done ? 'done' : 'refused'} is in the record ${n} times (${key})`);
  recorded.delete(key);
}
for (const key of recorded.keys()) broken.push(`API-4: ${key} is in the record, and nobody was told that it was done`);

// ── what the API says of accounts is what the second book says ──
await forAll([...houses.values()].slice(0, run.quick ? 10 : 60), 8, async (h) => {
  const said = await ask(r.pick(bases()), h.manager, 'GET', `/v1/accounts/${h.account}/money`);
  count(w, 'balances', said);
  for (const { kind, amount } of said.json?.balances ?? []) {
    const ours = book.balances.get(`${kind}:${h.account}`) ?? 0;
    if (ours !== amount) broken.push(`MNY-9: ${kind} of ${h.account} is ${amount} by the API, ${ours} by the steps`);
  }
});

// ── the bank's book, reconciliation, the verifier ──
const books = await ask(base, crowd.office.auditor[0], 'GET', '/v1/reconciliation');
if (books.status !== 200) broken.push(`reconciliation: ${books.status} ${books.text.slice(0, 200)}`);
else {
  const at = await againstBank(db, house.bank, books.json, broken);
  Object.assign(w.tally, { neverAnswered: at.mute, refundsAndPayouts: at.moved });
}
const proof = await alwaysTrue(db);
broken.push(...book.broken, ...proof.broken, ...house.refused);
for (const s of servers) {
  if (s.child.exitCode !== null) broken.push(`a server ended: ${s.said()}`);
  await s.stop();
}
house.close();
await ground.close();
const did = Object.entries(w.tally).sort(([, a], [, b]) => b - a);
console.log(did.map(([k, n]) => `${n} ${k}`).join(', '));
run.end({ contracts: places.size, ends, lived, steps: proof.steps, rounds, underKeys: w.sent.size, heard: house.delivered(), bank: house.bank.did });
