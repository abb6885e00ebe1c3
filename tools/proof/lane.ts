/** A server that is made to die, a mail server beside it, and lives lived through its deaths, compared with a life undisturbed. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Db } from '@fairhold/server/store/db';
import { SMTPServer } from 'smtp-server';
import type { Counted, Order } from './boundaries.ts';
import { type Reply, type ServerProcess, startServer } from './common.ts';
import { labelOf, moveTo, nowOf, requestOf, type Stage, type Story } from './lives.ts';
import { type Cast, castOf, send, type Wanted } from './people.ts';

export interface Death {
  readonly story: string;
  readonly stage: number;
  readonly boundary: number;
}
export interface Lane {
  readonly db: Db;
  /** Milliseconds from the start of a process to its first answer, for each start after a death. */
  readonly ready: number[];
  deaths: number;
  /** Lives a story. `dieAt` says for a stage at which boundary the server dies (0: nowhere, it is counted). Returns what happened. */
  live(story: Story, dieAt: (stage: number) => number | undefined): Promise<Lived>;
  /** Mails that the mail server took, by Message-ID. */
  readonly mails: Map<string, number>;
  stop(): Promise<void>;
}
export interface Lived {
  readonly contract: string;
  /** What the life came to: money, movements at the bank, notices. Equal for equal lives. */
  readonly sum: string;
  /** How many boundaries each stage passed without dying; undefined where it died. */
  readonly passed: readonly (number | undefined)[];
  readonly broken: string[];
}

export async function openLane(db: Db, folder: string, o: { every: boolean }): Promise<Lane> {
  mkdirSync(folder, { recursive: true });
  const mails = new Map<string, number>();
  const post = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, _session, done) {
      let raw = '';
      stream.on('data', (d: Buffer) => {
        raw += d.toString();
      });
      stream.on('end', () => {
        const id = /^message-id: (\S+)/im.exec(raw)?.[1] ?? raw;
        mails.set(id, (mails.get(id) ?? 0) + 1);
        done();
      });
    },
  });
  // A client that dies in the middle of a mail is no news here.
  post.on('error', () => undefined);
  const mailPort = await new Promise<number>((ok) => {
    const listening = post.listen(0, '127.0.0.1', () => ok((listening.address() as { port: number }).port));
  });
  const note = join(folder, 'death-note');
  const start = (): Promise<ServerProcess> =>
    startServer({
      url: db.url,
      folder,
      preload: [join(import.meta.dirname, 'boundaries.ts')],
      env: {
        SMTP_URL: `smtp://127.0.0.1:${mailPort}`,
        PROOF_MAIL_PORT: String(mailPort),
        PROOF_DEATH_NOTE: note,
        NODE_COMPILE_CACHE: join(folder, 'compiled'),
        ...(o.every && { PROOF_EVERY: 'yes' }),
      },
    });
  let server = await start();
  let cast: Cast;
  let life = 0;

  const order = (dieAt: number): Promise<number> =>
    new Promise((ok, no) => {
      const { child } = server;
      const heard = (m: unknown): void => {
        child.off('exit', gone);
        ok((m as Counted).counted);
      };
      const gone = (): void => {
        child.off('message', heard);
        no(new Error('dead'));
      };
      if (!child.connected) return no(new Error('dead'));
      child.once('message', heard).once('exit', gone);
      child.send({ dieAt } satisfies Order);
    });
  const isDead = (): boolean => server.child.exitCode !== null || server.child.signalCode !== null;
  async function raise(): Promise<string> {
    lane.deaths += 1;
    const where = existsSync(note) ? readFileSync(note, 'utf8') : 'somewhere';
    rmSync(note, { force: true });
    server = await start();
    // It is known to be dead: half a minute of this machine's time is not waited at each death for what it held.
    await db.pool.query('update effects set held_until = null');
    lane.ready.push(server.readyMs);
    return where;
  }

  /** Sends, and lets everything that follows happen, with the server dying where it is told; then again, as whoever lost the answer does. */
  async function stage(
    s: Stage,
    contract: string,
    key: string,
    dieAt: number | undefined,
    broken: string[],
  ): Promise<{ reply?: Reply; passed?: number }> {
    const wanted = await requestOf(server.base, cast, contract, s);
    const to = s.silence === undefined ? undefined : (await nowOf(server.base, cast)) + s.silence * 86_400_000;
    if (dieAt !== undefined) await order(dieAt);
    const first = await carryOut(wanted, key, to, false);
    const alive = dieAt === undefined ? 0 : await order(0).catch(() => undefined);
    if (alive !== undefined && !isDead()) {
      if (wanted && (first?.status ?? 500) > 201) throw new Error(`${labelOf(s)}: ${first?.status} ${first?.text}`);
      return { ...(first && { reply: first }), passed: alive };
    }
    const where = await raise();
    const say = (what: string): void => void broken.push(`${labelOf(s)}, dead ${where} (boundary ${dieAt}): ${what}`);
    const again = await carryOut(wanted, key, to, true);
    if (wanted) {
      if ((again?.status ?? 500) > 201) say(`sent again it answers ${again?.status} ${again?.text.slice(0, 200)}`);
      if (first && again && first.status <= 201 && again.text !== first.text) say('the acknowledged answer is another one now');
      if (first && first.status <= 201 && again && !again.replayed) say('what was acknowledged was done again');
      const { rows } = await db.pool.query<{ n: number }>('select count(*)::int as n from journal where idem_key = $1', [`${wanted.by.id}:${key}`]);
      if (rows[0]?.n !== 1) say(`it is in the record ${rows[0]?.n} times`);
    }
    return again ? { reply: again } : {};
  }
  async function carryOut(wanted: Wanted | undefined, key: string, to: number | undefined, lease: boolean): Promise<Reply | undefined> {
    let reply: Reply | undefined;
    try {
      if (wanted) reply = await send(server.base, wanted, key);
      await moveTo(server.base, cast, to, lease);
      return reply;
    } catch (error) {
      // The connection broke because the server is dead; anything else is news.
      for (let n = 0; n < 40 && !isDead(); n += 1) await new Promise((ok) => setTimeout(ok, 25));
      if (!isDead()) throw error;
      return reply;
    }
  }

  const lane: Lane = {
    db,
    ready: [],
    deaths: 0,
    mails,
    async live(story, dieAt) {
      life += 1;
      // People of its own: who mediated for somebody may not do so again.
      cast = await castOf(server.base);
      const broken: string[] = [];
      const passed: (number | undefined)[] = [];
      let contract = '';
      for (const [n, s] of story.stages.entries()) {
        const done = await stage(s, contract, `life-${life}-${n}`, s.money ? dieAt(n) : undefined, broken);
        passed.push(done.passed);
        if (s.offer) contract = done.reply?.json?.id as string;
        if (s.offer && !contract) throw new Error(`the offer: ${done.reply?.text}`);
      }
      return { contract, passed, broken: broken.map((b) => `${story.name}: ${b}`), sum: await sumOf(db, cast, contract) };
    },
    async stop() {
      await server.stop();
      await new Promise<void>((ok) => post.close(() => ok()));
    },
  };
  return lane;
}

/** What a life came to, without ids and instants. */
async function sumOf(db: Db, cast: Cast, contract: string): Promise<string> {
  const names = new Map([cast.ben, cast.ana, cast.mia, cast.art].map((p) => [p.id, p.key]));
  const wallet = `wallet.${cast.ana.account}.USD`;
  const rows = async (text: string, more: unknown[] = []): Promise<string[]> => {
    const { rows: all } = await db.pool.query<{ line: string }>(text, [contract, ...more]);
    const named = all.map((r) => [...names].reduce((line, [id, key]) => line.replaceAll(id, key), r.line.replaceAll(contract, 'it')));
    return named.sort();
  };
  const money = await rows(
    `select leg.account || ' ' || sum(leg.amount) as line from journal j, unnest(j.accounts, j.amounts) as leg(account, amount) where j.contract = $1 group by leg.account`,
  );
  const moved = await rows(
    `select m.kind || ' ' || m.amount || ' ' || m.state || ' ' || count(*) as line from sandbox_bank.movements m where m.reference like $1 || '.%' group by m.kind, m.amount, m.state`,
  );
  const told = await rows(
    `select person || ' ' || kind || ' ' || count(*) as line from notices where contract = $1 and person = any($2) group by person, kind`,
    [[...names.keys()]],
  );
  const mailed = await rows(
    `select to_person || ' ' || kind || ' ' || count(*) as line from mails where contract = $1 and to_person = any($2) group by to_person, kind`,
    [[...names.keys()]],
  );
  const { rows: open } = await db.pool.query<{ n: number }>(
    `select count(*)::int as n from effects where contract in ($1, $2) and state in ('wanted', 'sending', 'unknown')`,
    [contract, wallet],
  );
  return JSON.stringify({ money, moved, told, mailed, open: open[0]?.n });
}
