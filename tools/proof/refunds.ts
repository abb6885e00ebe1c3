/**
 * `npm run refunds`: thousands of refunds and payouts through a provider at its worst (bad-bank.ts), with two outboxes at work at once.
 * Nothing is paid twice, nothing is lost, no unknown is silent, both books are equal; and reconciliation finds every difference that is
 * planted, and no other.
 */
import type { Contract, Instance } from '@fairhold/domain';
import { openWallet, sendOffer } from '@fairhold/domain';
import { openClock } from '@fairhold/server/clock';
import { type Knock, type Outcome, openDoor } from '@fairhold/server/commit';
import { openEffects } from '@fairhold/server/effects';
import { newId } from '@fairhold/server/ids';
import { reconcile } from '@fairhold/server/outside/reconcile';
import { openPolicies } from '@fairhold/server/policies';
import { ensurePartitions } from '@fairhold/server/store/partitions';
import { openSweeper } from '@fairhold/server/sweep';
import { chance } from '../sim/random.ts';
import { openBadBank } from './bad-bank.ts';
import { againstBank } from './books.ts';
import { alwaysTrue, forAll, MARKET, openGround, readRun } from './common.ts';
import { plantDifferences } from './differences.ts';

const run = readRun('refunds');
const r = chance(run.seed);
const { broken } = run;
const TARGET = run.number('many', run.quick ? 400 : 10_000);
const MUTE = run.quick ? 2 : 10;
const MINUTE = 60_000;
const DAY = 86_400_000;

const ground = await openGround({ connections: 20 });
const { db } = ground;
const clock = await openClock(db, MARKET);
await ensurePartitions(db, clock.now());
const policies = await openPolicies(db, MARKET, clock.now);
const bank = openBadBank(run.seed, clock, { mute: MUTE });
const METHOD = { id: 'bank1', label: 'DE •••• 3000', kind: 'iban', holder: 'Somebody', number: 'DE89370400440532013000' } as const;
// Two of everything, as two server processes would have it.
const halves = [0, 1].map(() => {
  const door = openDoor({ db, marketplace: MARKET, clock, policy: policies.get });
  return {
    door,
    effects: openEffects({ db, marketplace: MARKET, clock, provider: bank, door, destination: async () => METHOD }),
    sweeper: openSweeper({ db, marketplace: MARKET, clock, door }),
  };
});
const half = () => r.pick(halves);

// ── people act ──
const CARD = { id: 'card1', token: 'card_ok', label: 'Visa 4242' };
type Done = Extract<Outcome, { done: true }>;
async function knock(k: Omit<Knock, 'receivedAt'>): Promise<Done> {
  const { door } = half();
  let done = await door.knock({ ...k, receivedAt: clock.now() });
  // Somebody else may act on the same wallet between look and act: then one looks again.
  for (let n = 0; n < 50 && !done.done && done.digest; n += 1) done = await door.knock({ ...k, digest: done.digest, receivedAt: clock.now() });
  if (done.done) return done;
  // Nobody here asks for what they may not: money that went astray is why.
  broken.push(`${k.act?.act ?? 'the offer'} of ${k.contract} is refused: ${JSON.stringify(done.refusal)}`);
  return run.end({});
}
const does = (contract: string, role: 'client' | 'freelancer', person: string, act: string, on: string, input: unknown = {}) =>
  knock({ contract, who: () => ({ roles: [role], person }), act: { act, on, input } });
async function offer(client: string, freelancer: string, amounts: readonly number[]): Promise<string> {
  const id = newId(clock.now());
  const milestones = amounts.map((amount, n) => ({ title: `Part ${n + 1}`, amount }));
  await knock({
    contract: id,
    found: (now, policy, world) =>
      sendOffer(
        { id, marketplace: MARKET, currency: 'USD', client, freelancer, person: client, card: CARD, terms: { title: 'x', scope: 'y', milestones } },
        now,
        policy,
        world,
      ),
  });
  return id;
}
const docOf = async (id: string): Promise<Contract> =>
  (await db.pool.query<{ doc: Contract }>('select c.doc from contracts c where id = $1', [id])).rows[0]?.doc as Contract;

// ── time passes: the bank does what it means to, both outboxes work, lapses are carried out ──
let heard = 0;
async function pass(ms: number, hop = 10 * MINUTE): Promise<void> {
  const until = clock.now() + ms;
  for (;;) {
    await round();
    if (clock.now() >= until) return;
    const due = await Promise.all([halves[0]?.effects.nextDue(), halves[0]?.sweeper.nextDue(), bank.nextDue()]);
    const next = Math.min(until, ...due.filter((at) => at !== undefined));
    // A hop at once: what falls due in between is late by so much, as with a server that slept.
    await clock.moveTo(Math.min(until, Math.max(next, clock.now() + hop)));
  }
}
async function round(): Promise<void> {
  for (;;) {
    const notices = bank.tick(clock.now());
    await forAll(notices, 40, async (record) => {
      heard += 1;
      await half().effects.hear(record);
    });
    const did = await Promise.all(halves.map((h) => h.effects.run()));
    const lapsed = await Promise.all(halves.map((h) => h.sweeper.sweep(false)));
    if (notices.length + did.reduce((a, b) => a + b, 0) + lapsed.flat().length === 0) return;
  }
}

// ── refunds: offers declined, and contracts with two charges that are given back ──
const numbers = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const refunding: string[] = [];
await forAll(numbers(Math.ceil(TARGET * 0.4)), 100, async (n) => {
  const id = await offer(`ben${n % 50}`, `ana${n % 40}`, n % 4 === 0 ? [r.between(500, 50_000), r.between(500, 50_000)] : [r.between(500, 90_000)]);
  refunding.push(id);
});
const earners = numbers(run.quick ? 10 : 50).map((n) => `ana${n}`);
const earning: { id: string; earner: string }[] = [];
await forAll(earners, 20, async (earner) => void earning.push({ id: await offer('ben0', earner, [2_000_000]), earner }));
await pass(30 * MINUTE);
const accept = async (id: string, c: Contract): Promise<void> => {
  const versions = (c.instances['offer'] as Instance).facts['versions'] as { digest: string }[];
  await does(id, 'freelancer', c.freelancer, 'accept', 'offer', { seen: versions.at(-1)?.digest });
};
const WORK = { message: 'Here is all of it, ready to look at.' };
const twice: Contract[] = [];
await forAll(refunding, 60, async (id) => {
  const c = await docOf(id);
  // Some charges are without an answer for long.
  if (c.instances['offer']?.state !== 'open') return;
  if (c.terms.milestones.length === 1) return void (await does(id, 'freelancer', c.freelancer, 'decline', 'offer'));
  await accept(id, c);
  await does(id, 'freelancer', c.freelancer, 'submit', 'm1', WORK);
  await does(id, 'client', c.client, 'approve', 'm1', { amount: 100 });
  await does(id, 'client', c.client, 'fund', 'm2', { card: CARD });
  twice.push(c);
});
for (const { id, earner } of earning) {
  await accept(id, await docOf(id));
  await does(id, 'freelancer', earner, 'submit', 'm1', WORK);
  await does(id, 'client', 'ben0', 'approve', 'm1');
}
await pass(30 * MINUTE);
let given = 0;
await forAll(twice, 60, async ({ id, client, freelancer }) => {
  if ((await docOf(id)).instances['m2']?.state !== 'funded') return;
  await does(id, 'client', client, 'end', 'contract', { pay: 'nothing', reason: 'scopeChanged' });
  await does(id, 'freelancer', freelancer, 'approveRefund', 'case1');
  given += 1;
});
await pass(6 * DAY, DAY / 8);

// ── payouts, in waves over days, while refunds are still on their way ──
const wallets = new Map<string, string>();
for (const owner of earners) {
  const id = `wallet.${owner}.USD`;
  await knock({
    contract: id,
    found: (now, policy, world) => openWallet({ id, marketplace: MARKET, currency: 'USD', owner, method: METHOD }, now, policy, world),
  });
  wallets.set(owner, id);
}
const payouts = TARGET - Math.ceil(TARGET * 0.4);
const WAVES = 6;
for (let wave = 0; wave < WAVES; wave += 1) {
  const many = Math.ceil(payouts / WAVES);
  await forAll(numbers(many), 50, async (n) => {
    const owner = earners[n % earners.length] as string;
    await does(wallets.get(owner) as string, 'client', owner, 'payOut', 'wallet', { amount: r.between(100, 9_000) });
  });
  await pass(r.between(1, 30) * 60 * MINUTE);
}
// Everything that can come has come by then.
await pass(25 * DAY, DAY / 4);

// ── the bank's book against the record, and reconciliation: nothing but what is planted, and all of that ──
const tally = await againstBank(db, bank, await reconcile(db, MARKET, bank, clock.now()), broken);
const planted = await plantDifferences(db, bank, r, run.quick ? 40 : 200);
const found = await reconcile(db, MARKET, bank, clock.now());
const nameOf = (d: { reference: string; difference: string }): string => `${d.difference} ${d.reference}`;
const names = new Set(found.differences.map(nameOf));
for (const p of planted) if (!names.delete(nameOf(p))) broken.push(`MNY-9: not found: ${nameOf(p)}`);
for (const name of names) broken.push(`MNY-9: a false difference: ${name}`);
const all = await alwaysTrue(db).catch((error: unknown) => ({ broken: [String(error)], steps: 0 }));
broken.push(...all.broken.filter((b) => !planted.some((p) => b.includes(p.reference))));
await ground.close();
run.end({
  refundsAndPayouts: tally.moved,
  double: tally.double,
  lost: tally.lost,
  silentUnknown: tally.silent,
  neverAnswered: tally.mute,
  planted: planted.length,
  twoCharges: given,
  heard,
  bank: bank.did,
  steps: all.steps,
});
