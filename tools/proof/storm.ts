/** People at work while the server, or the database, is killed again and again; then everything that was acknowledged is looked for. */
import { join } from 'node:path';
import type { Chance } from '../sim/random.ts';
import { alwaysTrue, ask, forAll, freePort, type Ground, pause, type Reply, type ServerProcess, settle, startServer } from './common.ts';
import { type Cast, castOf, contractOf, offerOf, prepare, SUBMITTED, send, termsOf, type Wanted } from './people.ts';

interface Sent {
  readonly wanted: Wanted;
  readonly key: string;
  /** What was acknowledged; undefined when it was refused. */
  readonly reply: Reply | undefined;
}
export interface Killed {
  readonly broken: string[];
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
  readonly steps: number;
  /** From the kill to the first answer, or to the first write that was acknowledged, ms. */
  readonly ready: number[];
  /** Of a server, the processor's time until then, ms. */
  readonly readyCpu: number[];
}

export async function killed(
  ground: Ground,
  what: 'server' | 'database',
  r: Chance,
  o: { times: number; senders: number; pause: number },
): Promise<Killed> {
  const db = await ground.another();
  const broken: string[] = [];
  const ready: number[] = [];
  const readyCpu: number[] = [];
  const port = await freePort();
  const folder = join(ground.folder, `storm-${what}`);
  const start = (): Promise<ServerProcess> => startServer({ url: db.url, folder, port, env: { NODE_COMPILE_CACHE: join(folder, 'compiled') } });
  let server = await start();
  const { base } = server;
  const cast = await castOf(base);
  const contracts: string[] = [];
  for (let n = 0; n < o.senders; n += 1) contracts.push(await contractOf(base, cast, 20_000));

  // ── people who go on whatever happens: each repeats a request under its key until it is answered ──
  let over = false;
  let lastWrite = 0;
  const sent: Sent[] = [];
  async function untilAnswered<T>(work: () => Promise<T>, isAnswer: (x: T) => boolean): Promise<T> {
    for (;;) {
      const got = await work().catch(() => undefined);
      if (got !== undefined && isAnswer(got)) return got;
      await pause(20 + r.below(40));
    }
  }
  const answered = (x: Reply): boolean => x.status < 500 && x.json?.code !== 'request_running';
  async function sender(n: number): Promise<void> {
    const contract = contracts[n] as string;
    for (let k = 0; !over; k += 1) {
      const key = `${what}-${n}-${k}`;
      const wanted = await untilAnswered(
        () => request(contract, n, k),
        () => true,
      );
      if (!wanted) continue;
      const reply = await untilAnswered(() => send(base, wanted, key), answered);
      const done = reply.status < 300;
      if (done) lastWrite = performance.now();
      else if (reply.status !== 409) broken.push(`${wanted.body['act'] ?? 'offer'}: ${reply.status} ${reply.text.slice(0, 200)}`);
      sent.push({ wanted, key, reply: done ? reply : undefined });
    }
  }
  async function request(contract: string, n: number, k: number): Promise<Wanted | undefined> {
    const says = (text: string): Wanted => ({
      by: cast.ben,
      path: `/v1/contracts/${contract}/acts`,
      body: { act: 'say', on: 'chat', input: { text } },
    });
    const kind = k % 5;
    if (kind === 0) return offerOf(cast.ben, cast.ana, termsOf(20_000 + n));
    if (kind === 1) return prepare(base, cast.ben, contract, 'payBonus', { on: 'contract', input: { amount: 1_000 + k } });
    if (kind === 2) return prepare(base, cast.ana, contract, 'submit', { on: 'm1', input: SUBMITTED });
    if (kind === 3) return prepare(base, cast.ben, contract, 'requestChanges', { on: 'm1', input: { message: 'Please make the header smaller.' } });
    return says(`Message ${k}`);
  }
  const senders = contracts.map((_, n) => sender(n));

  // ── the kills ──
  for (let n = 0; n < o.times; n += 1) {
    await pause(r.between(200, o.pause));
    const before = sent.length;
    if (what === 'server') {
      await server.kill();
      server = await start();
      ready.push(server.readyMs);
      readyCpu.push(server.readyCpuMs);
    } else {
      const { embedded } = ground as { embedded: { readonly pid: number } };
      const { pid } = embedded;
      process.kill(pid, 'SIGKILL');
      const at = performance.now();
      // What it had begun it may still finish; what counts is a write to the database that came after it.
      while (embedded.pid === pid && performance.now() - at < 60_000) await pause(5);
      const since = performance.now();
      while (lastWrite < since && performance.now() - at < 60_000) await pause(10);
      if (lastWrite < since) broken.push('no write was acknowledged for a minute after the database was killed');
      ready.push(lastWrite - at);
      if (server.child.exitCode !== null || server.child.signalCode !== null) {
        broken.push(`the server ended with the database: ${server.said()}`);
        server = await start();
      }
    }
    for (let tries = 0; sent.length === before && tries < 500; tries += 1) await pause(10);
  }
  over = true;
  await Promise.all(senders);

  // ── everything acknowledged is there, once, and is answered as it was ──
  await settle(base, cast.clerk);
  await ask(base, cast.clerk, 'POST', '/v1/clock', { by: 'PT31S' }, crypto.randomUUID());
  let lost = 0;
  let doubled = 0;
  await forAll(sent, 8, async ({ wanted, key, reply }) => {
    const name = `${wanted.body['act'] ?? 'offer'} ${key}`;
    const { rows } = await db.pool.query<{ n: number }>('select count(*)::int as n from journal where idem_key = $1', [`${wanted.by.id}:${key}`]);
    const times = rows[0]?.n ?? 0;
    if (times > 1) doubled += 1;
    if (times > 1 || (times === 1 && !reply)) broken.push(`${name} is in the record ${times} times, and was ${reply ? 'done' : 'refused'}`);
    if (!reply) return;
    if (times === 0) lost += 1;
    if (times === 0) broken.push(`${name} was acknowledged and is lost`);
    const again = await send(base, wanted, key);
    if (again.text !== reply.text || !again.replayed) broken.push(`${name} is answered otherwise now: ${again.status} ${again.text.slice(0, 160)}`);
  });
  const all = await alwaysTrue(db);
  broken.push(...all.broken, ...(await bankTwice(db, cast)));
  await server.stop();
  return { broken, acknowledged: sent.filter((s) => s.reply).length, lost, doubled, steps: all.steps, ready, readyCpu };
}

/** The bank was asked once for each charge that the record wants. */
async function bankTwice(db: Ground['db'], cast: Cast): Promise<string[]> {
  const { rows } = await db.pool.query<{ wanted: number; moved: number; open: number }>(
    `select (select count(*)::int from effects where account = $1 and kind = 'charge') as wanted,
            (select count(*)::int from sandbox_bank.movements where kind = 'charge' and state = 'settled') as moved,
            (select count(*)::int from effects where state <> 'settled' and kind = 'charge') as open`,
    [cast.ben.account],
  );
  const row = rows[0];
  if (!row || (row.wanted === row.moved && row.open === 0)) return [];
  return [`MNY-5: ${row.wanted} charges are wanted, ${row.moved} were made, ${row.open} are open`];
}
