import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { call, type Json } from '../testing/http.ts';
import { town } from '../testing/running.ts';
import { verify } from '../verify.ts';

const t = await town();
const second = await t.another();
const ben = await t.person('ben');
const ana = await t.person('ana');
afterAll(() => t.stop());

describe('two servers on one database', () => {
  test('TIM-6, NOT-3: acts and lapses on the same contracts from both at once: each happens once, and is told once', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => t.contract(ben, ana)));
    for (const id of ids) await t.does(ana, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
    // Both approve, on both servers, while the clock passes the review's end: one release each, whoever is first.
    const shot = async (id: string, base: string) => {
      const look = await call(base, ben, 'POST', `/v1/contracts/${id}/acts`, { act: 'approve', on: 'm1', input: {}, preview: true });
      return call(
        base,
        ben,
        'POST',
        `/v1/contracts/${id}/acts`,
        { act: 'approve', on: 'm1', input: {}, digest: look.json.digest ?? 'x' },
        { key: crypto.randomUUID() },
      );
    };
    const clock = t.wait('P14D');
    const answers = await Promise.all(ids.flatMap((id) => [shot(id, t.base), shot(id, second.url)]));
    await clock;
    await t.wait('PT0S');
    for (const a of answers) expect([200, 409]).toContain(a.status);
    for (const id of ids) {
      const c = (await t.call(ben, 'GET', `/v1/contracts/${id}`)).json;
      expect([c.money.held, c.money.released]).toEqual([0, 20_000]);
      const { rows } = await t.db.pool.query<{ n: number }>(
        `select count(*)::int as n from journal where contract = $1 and to_state = 'released' and from_state = 'submitted'`,
        [id],
      );
      expect(rows[0]?.n).toBe(1);
    }
    const { rows: twice } = await t.db.pool.query('select person, contract, seq from notices group by 1, 2, 3 having count(*) > 1');
    expect(twice).toEqual([]);
    const { rows: charged } = await t.db.pool.query(`select reference from effects where kind = 'charge' group by reference having count(*) > 1`);
    expect(charged).toEqual([]);
    expect((await verify(t.db, 'main')).broken).toEqual([]);
  });

  test('what one server has in memory is never shown for the newest after the other has written', async () => {
    const id = await t.contract(ben, ana);
    const at = async (base: string) => (await call(base, ana, 'GET', `/v1/contracts/${id}`)).json.seq;
    const began = await at(t.base);
    expect(await at(second.url)).toBe(began);
    for (const [n, base] of [t.base, second.url, t.base, second.url].entries()) {
      const said = await call(
        base,
        ben,
        'POST',
        `/v1/contracts/${id}/acts`,
        { act: 'say', on: 'chat', input: { text: `Nr. ${n}` } },
        { key: `s${n}` },
      );
      expect(said.status).toBe(200);
      expect([await at(t.base), await at(second.url)]).toEqual([began + n + 1, began + n + 1]);
    }
  });

  test('a refused or failing act leaves its neighbours in the batch untouched', async () => {
    const id = await t.contract(ben, ana);
    const say = (n: number) => ({ act: 'say', on: 'chat', input: { text: `Message ${n}` } });
    const bad = { act: 'end', on: 'contract', input: { pay: 'amount', amount: -1, reason: 'other' } };
    const all = await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        call(n % 2 ? t.base : second.url, ben, 'POST', `/v1/contracts/${id}/acts`, n % 3 === 0 ? bad : say(n), { key: `n${n}` }),
      ),
    );
    expect(all.map((a) => a.status)).toEqual(all.map((_, n) => (n % 3 === 0 ? 422 : 200)));
    const { rows } = await t.db.pool.query<{ n: number }>(`select count(*)::int as n from journal where contract = $1 and act = 'say'`, [id]);
    expect(rows[0]?.n).toBe(40);
  });
});

describe('a server that is killed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fairhold-killed-'));
  let child: ChildProcess | undefined;
  afterAll(() => {
    child?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  const freePort = () =>
    new Promise<number>((ok) => {
      const probe = createServer().listen(0, '127.0.0.1', () => {
        const { port } = probe.address() as { port: number };
        probe.close(() => ok(port));
      });
    });
  async function start(env: Record<string, string>): Promise<ChildProcess> {
    const one = spawn(process.execPath, [join(import.meta.dirname, '..', 'main.ts')], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    await new Promise<void>((ok, no) => {
      const hear = (d: Buffer) => {
        said += d.toString();
        if (said.includes('is open at')) ok();
      };
      one.stdout?.on('data', hear);
      one.stderr?.on('data', hear);
      one.once('exit', () => no(new Error(said)));
    });
    return one;
  }
  const killed = (one: ChildProcess) =>
    new Promise<void>((ok) => {
      one.once('exit', () => ok());
      one.kill('SIGKILL');
    });

  test('kill -9 in the middle of a story on the embedded database: it goes on, nothing acknowledged is missing, nothing is doubled', async () => {
    const port = await freePort();
    const env = { PORT: String(port), FAIRHOLD_DATA: folder, FAIRHOLD_SEED: 'no', DATABASE_URL: '' };
    const base = `http://127.0.0.1:${port}`;
    child = await start(env);

    // A second process on the same folder is refused.
    const other = spawn(process.execPath, [join(import.meta.dirname, '..', 'main.ts')], {
      env: { ...process.env, ...env, PORT: String(await freePort()) },
      stdio: 'pipe',
    });
    let said = '';
    other.stderr.on('data', (d: Buffer) => {
      said += d.toString();
    });
    expect(await new Promise((ok) => other.once('exit', ok))).toBe(1);
    expect(said).toMatch(/in use by process \d+/);

    const { invite, act } = await import('../testing/http.ts');
    const [bea, abe] = [await invite(base, 'bea', { name: 'Bea' }, 'kill'), await invite(base, 'abe', { name: 'Abe' }, 'kill')];
    const settle = () => call(base, bea, 'POST', '/v1/clock', { by: 'PT0S' });
    const body = {
      freelancer: abe.account,
      currency: 'USD',
      card: bea.card,
      terms: { title: 'Killed', scope: 'x', milestones: [{ title: 'a', amount: 20_000, criteria: ['k'] }] },
    };
    const sent = await call(base, bea, 'POST', '/v1/contracts', body, { key: 'offer' });
    const id = sent.json.id as string;

    // Killed right after the answer, with the charge still on its way.
    await killed(child);
    child = await start(env);
    expect((await call(base, bea, 'POST', '/v1/contracts', body, { key: 'offer' })).headers.get('idempotent-replayed')).toBe('true');
    await settle();
    expect((await call(base, bea, 'GET', `/v1/contracts/${id}`)).json.money.held).toBe(20_000);
    await act(base, abe, id, 'accept');

    // Killed while many acts are under way: each that was acknowledged is there, each is there at most once.
    const shots = Array.from({ length: 40 }, (_, n) =>
      call(base, bea, 'POST', `/v1/contracts/${id}/acts`, { act: 'say', on: 'chat', input: { text: `No ${n}` } }, { key: `say${n}` }).then(
        (r) => r.status === 200,
        () => false,
      ),
    );
    await new Promise((r) => setTimeout(r, 15));
    await killed(child);
    const acknowledged = (await Promise.all(shots)).flatMap((ok, n) => (ok ? [`No ${n}`] : []));
    child = await start(env);
    const again = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        call(base, bea, 'POST', `/v1/contracts/${id}/acts`, { act: 'say', on: 'chat', input: { text: `No ${n}` } }, { key: `say${n}` }),
      ),
    );
    expect(again.every((r) => r.status === 200)).toBe(true);
    const texts = (await call(base, bea, 'GET', `/v1/contracts/${id}/history?limit=200`)).json.items.flatMap((h: Json) =>
      h.data?.text?.startsWith('No ') ? [h.data.text] : [],
    ) as string[];
    expect(texts.length).toBe(40);
    expect(new Set(texts).size).toBe(40);
    for (const text of acknowledged) expect(texts).toContain(text);

    // And the story goes on to its end.
    await act(base, bea, id, 'approve');
    await settle();
    expect((await call(base, bea, 'GET', `/v1/contracts/${id}`)).json.money).toMatchObject({ held: 0, released: 20_000 });
    child.kill('SIGTERM');
    await new Promise((r) => child?.once('exit', r));
  });
});
