/**
 * `npm run idempotency`: each key is sent by fifty senders at once, to two server processes, some with another body. One effect for
 * each key; whoever sent the same gets the same bytes, whoever sent something else is refused (API-4).
 */
import { createHash } from 'node:crypto';
import { chance } from '../sim/random.ts';
import { alwaysTrue, ask, forAll, openGround, pause, type Reply, readRun, type ServerProcess, settle, startServer } from './common.ts';
import { castOf, contractOf, offerOf, prepare, preparePayout, SUBMITTED, send, sendOk, termsOf, type Wanted } from './people.ts';

const run = readRun('idempotency');
const r = chance(run.seed);
const { broken } = run;
const KEYS = run.number('keys', run.quick ? 28 : 1000);
const SENDERS = run.number('senders', 50);
const AT_ONCE = 3;

const ground = await openGround();
const servers: ServerProcess[] = [];
for (let n = 0; n < 2; n += 1) servers.push(await startServer({ url: ground.db.url, folder: `${ground.folder}/data` }));
const base = (servers[0] as ServerProcess).base;
const cast = await castOf(base);

/** What one key stands for, and how often it happened by the books. */
interface Case {
  readonly what: string;
  readonly wanted: Wanted;
  /** The same request with another content, and as valid. */
  readonly other: Wanted;
  /** Counts effects of either. */
  readonly count: { readonly sql: string; readonly values: unknown[] };
}
const inJournal = (contract: string, act: string, where: string, values: readonly unknown[]) => ({
  sql: `select count(*)::int as n from journal where contract = $1 and act = $2 and (${where})`,
  values: [contract, act, ...values],
});

// ── what the keys are spent on: each case has a content of its own, by which its effect is counted ──
const MONEY = 100;
const shared = await Promise.all(Array.from({ length: 8 }, () => contractOf(base, cast, 20_000)));
const funds = await contractOf(base, cast, 500_000);
await sendOk(base, await prepare(base, cast.ana, funds, 'submit', { on: 'm1', input: SUBMITTED }));
await sendOk(base, await prepare(base, cast.ben, funds, 'approve', { on: 'm1' }));
const { json: time } = await ask(base, cast.clerk, 'GET', '/v1/clock');
await ask(base, cast.clerk, 'POST', '/v1/clock', { to: new Date(Date.parse(time.now) + 6 * 86_400_000).toISOString() }, crypto.randomUUID());

const MAKERS: Readonly<Record<string, (n: number) => Promise<Case>>> = {
  async message(n) {
    const contract = r.pick(shared);
    const say = (text: string): Wanted => ({
      by: cast.ben,
      path: `/v1/contracts/${contract}/acts`,
      body: { act: 'say', on: 'chat', input: { text } },
    });
    const [a, b] = [`Message ${n}`, `Message ${n}, another one`];
    return { what: 'message', wanted: say(a), other: say(b), count: inJournal(contract, 'say', `input->>'text' in ($3, $4)`, [a, b]) };
  },
  async bulk(n) {
    const contract = r.pick(shared);
    const [a, b] = [`Of many ${n}`, `Of many ${n}, another one`];
    const many = (text: string): Wanted => ({
      by: cast.ana,
      path: '/v1/acts',
      body: { acts: [{ contract, act: 'say', on: 'chat', input: { text }, key: `of-many-${n}` }] },
    });
    return { what: 'bulk', wanted: many(a), other: many(b), count: inJournal(contract, 'say', `input->>'text' in ($3, $4)`, [a, b]) };
  },
  async bonus(n) {
    const contract = r.pick(shared);
    // Whole even after 5 % of client fee.
    const [a, b] = [1_000_000 + 40 * n, 1_000_020 + 40 * n];
    const pay = async (amount: number) => (await prepare(base, cast.ben, contract, 'payBonus', { input: { amount } })) as Wanted;
    return {
      what: 'bonus',
      wanted: await pay(a),
      other: await pay(b),
      count: {
        sql: `select count(*)::int as n from sandbox_bank.movements where kind = 'charge' and amount in ($1, $2)`,
        values: [a, b].map(withFee),
      },
    };
  },
  async offer(n) {
    const [a, b] = [2_000_000 + 2 * n, 2_000_001 + 2 * n];
    const offer = (amount: number) => offerOf(cast.ben, cast.ana, termsOf(amount));
    const count = { sql: `select count(*)::int as n from contracts where held in ($1, $2)`, values: [a, b] };
    return { what: 'offer', wanted: offer(a), other: offer(b), count };
  },
  async payout(n) {
    const pay = (amount: number) => preparePayout(base, cast.ana, amount);
    const [a, b] = [MONEY + 2 * n, MONEY + 2 * n + 1];
    const count = { sql: `select count(*)::int as n from sandbox_bank.movements where kind = 'payout' and amount in ($1, $2)`, values: [a, b] };
    return { what: 'payout', wanted: await pay(a), other: await pay(b), count };
  },
  async approval() {
    const contract = await contractOf(base, cast, 20_000);
    await sendOk(base, await prepare(base, cast.ana, contract, 'submit', { on: 'm1', input: SUBMITTED }));
    const approve = async (message: string) => (await prepare(base, cast.ben, contract, 'approve', { on: 'm1', input: { message } })) as Wanted;
    const count = inJournal(contract, 'approve', `'release' = any(whys) or cardinality(amounts) > 0`, []);
    return { what: 'approval', wanted: await approve('Good.'), other: await approve('Very good.'), count };
  },
  async card(n) {
    const add = (token: string): Wanted => ({ by: cast.ben, path: `/v1/cards?account=${cast.ben.account}`, body: { token } });
    const count = { sql: `select count(*)::int as n from requests where caller = $1 and key = $2`, values: [cast.ben.id, keyOf(n)] };
    return { what: 'card', wanted: add('card_slow'), other: add('card_notifies_twice'), count };
  },
};
/** What a card is charged for an amount: 5 % of client fee come on top. */
const withFee = (amount: number): number => amount + amount / 20;
const keyOf = (n: number): string => `key-${run.seed}-${n}`;
const kinds = Object.keys(MAKERS);

// ── fifty at once ──
const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
let requests = 0;
let refused = 0;
let replays = 0;
const done: Record<string, number> = {};

/** Sends until the answer is more than "still under way". */
async function untilAnswered(to: ServerProcess, w: Wanted, key: string): Promise<Reply> {
  for (;;) {
    requests += 1;
    const reply = await send(to.base, w, key);
    const running = w.path === '/v1/acts' ? reply.json?.results?.[0]?.problem?.code : reply.json?.code;
    if (running !== 'request_running') return reply;
    await pause(250 + r.below(500));
  }
}

async function oneKey(n: number): Promise<void> {
  const c = await (MAKERS[kinds[n % kinds.length] as string] as (n: number) => Promise<Case>)(n);
  const key = keyOf(n);
  const senders = Array.from({ length: SENDERS }, (_, k) => ({ to: servers[(k + n) % 2] as ServerProcess, w: k % 10 === 7 ? c.other : c.wanted }));
  const replies = await Promise.all(senders.map(async (s) => ({ ...s, reply: await untilAnswered(s.to, s.w, key) })));
  const bulk = c.what === 'bulk';
  const statusOf = (x: Reply): number => (bulk ? (x.json?.results?.[0]?.status ?? x.status) : x.status);
  const bodyOf = (x: Reply): string => (bulk ? JSON.stringify(x.json.results[0].receipt) : x.text);
  const yes = replies.filter((x) => statusOf(x.reply) < 300);
  const no = replies.filter((x) => statusOf(x.reply) >= 300);
  const say = (what: string): void => void broken.push(`API-4: ${c.what}, key ${key}: ${what}`);
  if (yes.length === 0) return say(`nobody was answered: ${no[0]?.reply.text.slice(0, 200)}`);
  const winner = yes[0]?.w;
  if (yes.some((x) => x.w !== winner)) say('two bodies were both done');
  const bodies = new Set(yes.map((x) => bodyOf(x.reply)));
  if (bodies.size !== 1) say(`${bodies.size} different answers: ${[...bodies].map(digest).join(', ')}`);
  if (!bulk && new Set(yes.map((x) => x.reply.status)).size !== 1) say('answers of different status');
  for (const x of no)
    if (x.w === winner) say(`the same body was refused: ${statusOf(x.reply)} ${x.reply.text.slice(0, 160)}`);
    else if (statusOf(x.reply) !== 422 || !x.reply.text.includes('key_reused')) say(`another body got ${statusOf(x.reply)}, not 422 key_reused`);
  const first = yes.filter((x) => (bulk ? !x.reply.json.results[0].replayed : !x.reply.replayed)).length;
  if (first !== 1) say(`${first} answers say that they are the first`);
  refused += no.length;
  replays += yes.length - first;
  done[c.what] = (done[c.what] ?? 0) + 1;
  counted.push({ c, n });
}
const counted: { c: Case; n: number }[] = [];
await forAll(
  Array.from({ length: KEYS }, (_, n) => n),
  AT_ONCE,
  (n) => oneKey(n),
);

// ── the books: one effect a key, whatever the answers said ──
await settle(base, cast.clerk);
let effects = 0;
for (const { c, n } of counted) {
  const { rows } = await ground.db.pool.query<{ n: number }>(c.count.sql, c.count.values);
  const times = rows[0]?.n ?? 0;
  effects += times;
  if (times !== 1) broken.push(`API-4: ${c.what}, key ${keyOf(n)}: it happened ${times} times`);
}
const all = await alwaysTrue(ground.db);
broken.push(...all.broken);
for (const s of servers) await s.stop();
await ground.close();
run.end({ keys: KEYS, senders: SENDERS, requests, effects, replays, otherBodyRefused: refused, of: done, steps: all.steps });
