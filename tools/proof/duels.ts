/**
 * `npm run duels`: an act reaches one of two servers within five milliseconds of its own deadline, while somebody else acts on the same
 * contract at the other. There is exactly one outcome, and the answer names the one that is in the record (TIM-5, TIM-6).
 */
import type { Contract } from '@fairhold/domain';
import { iso } from '@fairhold/domain/time';
import { chance } from '../sim/random.ts';
import { alwaysTrue, ask, forAll, openGround, pause, type Reply, readRun, type ServerProcess, settle, startServer } from './common.ts';
import { castOf, contractOf, offerOf, prepare, SUBMITTED, send, sendOk, termsOf, type Wanted } from './people.ts';

const run = readRun('duels');
const r = chance(run.seed);
const { broken } = run;
const DUELS = run.number('duels', run.quick ? 60 : 2000);
/** Small ones first: the aim is taken by what became of those before. */
const BATCH = run.quick ? 20 : 200;
/** How many each side must have won; until it has, up to this many batches more are shot. */
const LEAST = Math.ceil(DUELS / 20);
const MORE = 8;

const ground = await openGround();
const servers: ServerProcess[] = [];
for (let n = 0; n < 2; n += 1) servers.push(await startServer({ url: ground.db.url, folder: `${ground.folder}/data` }));
const base = (servers[0] as ServerProcess).base;
const cast = await castOf(base);

interface Duel {
  readonly kind: 'offer' | 'review' | 'request';
  readonly contract: string;
  readonly wanted: Wanted;
  /** The window whose end the act runs against. */
  readonly window: string;
  readonly due: number;
  readonly key: string;
  sentAt: number;
  /** When the other party's message was sent; the record says when it was received. */
  saidAt: number;
  reply?: Reply;
}

// ── contracts that wait for somebody ──
const KINDS = ['offer', 'review', 'request'] as const;
async function challenge(n: number): Promise<Duel> {
  const kind = KINDS[n % KINDS.length] as Duel['kind'];
  if (kind === 'offer') {
    const sent = await sendOk(base, offerOf(cast.ben, cast.ana, termsOf(20_000)));
    const contract = sent.json.id as string;
    await settle(base, cast.clerk);
    return duel(n, kind, contract, await prepare(base, cast.ana, contract, 'accept'), 'offer', 'offerLife');
  }
  const contract = await contractOf(base, cast, 20_000);
  await sendOk(base, await prepare(base, cast.ana, contract, 'submit', { on: 'm1', input: SUBMITTED }));
  if (kind === 'review') {
    const no = await prepare(base, cast.ben, contract, 'requestChanges', { on: 'm1', input: { message: 'Please make the header smaller.' } });
    return duel(n, kind, contract, no, 'm1', 'review');
  }
  await sendOk(base, await prepare(base, cast.ben, contract, 'end', { on: 'contract', input: { pay: 'nothing', reason: 'quality' } }));
  const claim = { claim: 20_000, reason: 'workDone', statement: 'Everything that was agreed is done.', criteria: 'met' };
  return duel(n, kind, contract, await prepare(base, cast.ana, contract, 'dispute', { input: claim }), 'case1', 'refundAnswer');
}
async function duel(n: number, kind: Duel['kind'], contract: string, wanted: Wanted | undefined, on: string, window: string): Promise<Duel> {
  const due = await windowOf(contract, on, window);
  if (!wanted || !due) throw new Error(`${kind} ${contract}: there is nothing to run against`);
  return { kind, contract, wanted, window, due, key: `duel-${run.seed}-${n}`, sentAt: 0, saidAt: 0 };
}
async function windowOf(contract: string, on: string, name: string): Promise<number | undefined> {
  const { rows } = await ground.db.pool.query<{ doc: Contract }>('select c.doc from contracts c where id = $1', [contract]);
  return rows[0]?.doc.instances[on]?.windows.find((w) => w.name === name)?.dueAt;
}

// ── the shots ──
const ahead = async (): Promise<number> => {
  const { rows } = await ground.db.pool.query<{ ahead_ms: number }>('select ahead_ms from clock');
  return rows[0]?.ahead_ms ?? 0;
};
/** How long a request is on its way until the server looks at its clock, ms: the middle of what the record says of the batch before. */
let onItsWay = 1;
/** The aim is spread by so much around the deadline, ms. */
const SPREAD = 5;

async function shoot(d: Duel, clockAhead: number, n: number): Promise<void> {
  const other = servers[(n + 1) % 2] as ServerProcess;
  const mine = servers[n % 2] as ServerProcess;
  const disturber = d.wanted.by === cast.ana ? cast.ben : cast.ana;
  const at = (jitter: number) => d.due - clockAhead - onItsWay + jitter;
  await until(at(-40));
  const disturbance = until(at(r.between(-SPREAD, SPREAD))).then(() => {
    d.saidAt = Date.now() + clockAhead;
    return ask(
      other.base,
      disturber,
      'POST',
      `/v1/contracts/${d.contract}/acts`,
      { act: 'say', on: 'chat', input: { text: 'Now or never?' } },
      `${d.key}-d`,
    );
  });
  await until(at(r.between(-SPREAD, SPREAD)));
  d.sentAt = Date.now() + clockAhead;
  d.reply = await send(mine.base, d.wanted, d.key);
  const said = await disturbance;
  if (said.status !== 200) broken.push(`${d.kind} ${d.contract}: a message at the deadline was refused: ${said.status} ${said.text.slice(0, 200)}`);
}
/** Waits for an instant of this machine's clock, the last milliseconds without giving up the turn for long. */
async function until(at: number): Promise<void> {
  for (let left = at - Date.now(); left > 0; left = at - Date.now())
    if (left > 3) await pause(left - 2);
    else await new Promise((ok) => setImmediate(ok));
}

// ── the record ──
interface Row {
  readonly act: string;
  readonly lapse: boolean;
  readonly happened_at: Date;
  readonly idem_key: string | null;
}
const tally = { done: 0, lapsed: 0, close: 0 };
async function judge(d: Duel, delays: number[]): Promise<void> {
  const act = d.wanted.body['act'] as string;
  const { rows: all } = await ground.db.pool.query<Row>(
    `select act, lapse, happened_at, idem_key from journal where contract = $1 and ((act = $2 and not lapse) or (lapse and act = $3) or act = 'say')`,
    [d.contract, act, d.window],
  );
  const said = all.find((x) => x.idem_key?.endsWith(`:${d.key}-d`));
  if (said) delays.push(said.happened_at.getTime() - d.saidAt);
  const rows = all.filter((x) => x.act !== 'say');
  // A milestone's own submission opened the window: only what came at the end of it counts.
  const outcomes = rows.filter((x) => x.lapse || x.happened_at.getTime() > d.due - 60_000);
  const say = (what: string): void => void broken.push(`TIM-5: ${d.kind} ${d.contract} (${act}, due ${iso(d.due)}): ${what}`);
  const [one] = outcomes;
  if (outcomes.length !== 1 || !one) return say(`${outcomes.length} outcomes: ${outcomes.map((o) => o.act).join(', ')}`);
  const { reply } = d;
  if (!reply) return say('no answer');
  const at = one.happened_at.getTime();
  if (Math.abs((one.lapse ? d.sentAt + onItsWay : at) - d.due) <= SPREAD) tally.close += 1;
  if (one.lapse) {
    tally.lapsed += 1;
    if (at !== d.due) say(`the lapse is dated ${iso(at)}`);
    if (reply.status !== 409 || reply.json?.code !== 'deadline_passed')
      say(`the record says it lapsed, the answer ${reply.status} ${reply.text.slice(0, 200)}`);
  } else {
    tally.done += 1;
    if (at >= d.due) say(`done at ${iso(at)}, after its deadline`);
    if (reply.status !== 200) say(`the record says it was done, the answer ${reply.status} ${reply.text.slice(0, 200)}`);
  }
  // Whoever lost the answer and asks again is told the same by the other server.
  const again = await send((servers[r.below(2)] as ServerProcess).base, d.wanted, d.key);
  const same = one.lapse ? again.status === 409 && again.json?.code === reply.json?.code : again.text === reply.text && again.replayed;
  if (!same) say(`asked again it answers ${again.status} ${again.text.slice(0, 200)}`);
}

async function batch(from: number, many: number): Promise<void> {
  const duels: Duel[] = [];
  const numbers = Array.from({ length: many }, (_, n) => from + n);
  await forAll(numbers, 6, async (n) => void duels.push(await challenge(n)));
  // Those of one length fall due as far apart as they were made: seconds, in which the clock runs by itself.
  for (const days of [7, 14]) {
    const mine = duels.filter((d) => (d.window === 'review' ? 14 : 7) === days).sort((a, b) => a.due - b.due);
    const first = mine[0];
    if (!first) continue;
    await settle(base, cast.clerk);
    const to = first.due - 2500;
    const moved = await ask(base, cast.clerk, 'POST', '/v1/clock', { to: iso(to) }, crypto.randomUUID());
    if (moved.status !== 200) throw new Error(`the clock: ${moved.status} ${moved.text}`);
    // Both servers learn of the moved clock with their next request.
    for (const s of servers) await ask(s.base, cast.ben, 'GET', '/v1/me');
    const clockAhead = await ahead();
    await Promise.all(mine.map((d, n) => shoot(d, clockAhead, n)));
    const delays: number[] = [];
    await forAll(mine, 4, (d) => judge(d, delays));
    onItsWay = delays.sort((a, b) => a - b)[Math.floor(delays.length / 2)] ?? onItsWay;
  }
}
let shot = 0;
const bothWon = (): boolean => tally.done >= LEAST && tally.lapsed >= LEAST;
for (let n = 0; shot < DUELS || (!bothWon() && n < DUELS / BATCH + MORE); n += 1) {
  await batch(shot, BATCH);
  shot += BATCH;
}
await settle(base, cast.clerk);
if (!bothWon()) broken.push(`no duel: of ${shot} acts ${tally.done} were done and ${tally.lapsed} lapsed; ${LEAST} of each are needed`);
const all = await alwaysTrue(ground.db);
broken.push(...all.broken);
for (const s of servers) await s.stop();
await ground.close();
run.end({ duels: shot, done: tally.done, lapsed: tally.lapsed, withinFiveMs: tally.close, onItsWay, steps: all.steps });
