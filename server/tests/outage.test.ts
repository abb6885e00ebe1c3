import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { startFairhold } from '../start.ts';
import { openDb, takeTurn } from '../store/db.ts';
import { testDb } from '../store/testing.ts';
import { type Answer, call, invite, type Person } from '../testing/http.ts';
import { settings, town } from '../testing/running.ts';

/** A way to a database that can be cut, and that can swallow everything without a word: what is asked, or only what is answered. */
async function wayTo(url: string): Promise<{ url: string; cut(): void; mend(): void; swallow(): void; swallowAnswers(): void; close(): void }> {
  const to = new URL(url);
  const sockets = new Set<Socket>();
  let state: 'open' | 'cut' | 'silent' | 'mute' = 'open';
  const server = createServer((near) => {
    near.on('error', () => undefined);
    if (state === 'cut') return void near.destroy();
    sockets.add(near);
    const far = connect(Number(to.port), to.hostname);
    sockets.add(far);
    far.on('error', () => near.destroy());
    near.on('data', (d) => (state === 'open' || state === 'mute') && far.write(d));
    far.on('data', (d) => state === 'open' && near.write(d));
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((r) => server.listen(0, '127.0.0.1', r));
  const mine = new URL(url);
  mine.port = String((server.address() as { port: number }).port);
  const drop = () => {
    for (const s of sockets) s.destroy();
    sockets.clear();
  };
  return {
    url: mine.toString(),
    cut() {
      state = 'cut';
      drop();
    },
    swallow() {
      state = 'silent';
    },
    swallowAnswers() {
      state = 'mute';
    },
    mend() {
      if (state !== 'open') drop();
      state = 'open';
    },
    close() {
      drop();
      server.close();
    },
  };
}

const folders: string[] = [];
const mounted: string[] = [];
const folder = () => {
  const one = mkdtempSync(join(tmpdir(), 'fairhold-outage-'));
  folders.push(one);
  return one;
};
afterAll(() => {
  for (const f of mounted) execFileSync('umount', ['-l', f]);
  for (const f of folders) rmSync(f, { recursive: true, force: true });
});
async function within(ms: number, yes: () => Promise<boolean>): Promise<number> {
  const begun = Date.now();
  while (!(await yes())) {
    if (Date.now() - begun > ms) throw new Error(`not within ${ms} ms`);
    await new Promise((r) => setTimeout(r, 20));
  }
  return Date.now() - begun;
}

describe('a database that goes away', () => {
  test('API-5: 503 with Retry-After on reading, writing and signing in; /readyz turns within two seconds both ways; nothing ends', async () => {
    const db = await testDb();
    const way = await wayTo(db.url);
    const running = await startFairhold(settings(folder(), { databaseUrl: way.url }));
    const base = running.url;
    const ready = async () => (await call(base, undefined, 'GET', '/readyz')).status === 200;
    const alive = async () => (await call(base, undefined, 'GET', '/healthz')).status === 200;
    const ben = await invite(base, 'ben', { name: 'Ben' }, 'out');
    const key = (await call(base, ben, 'POST', '/v1/api-keys', { name: 'k', scopes: ['read', 'write'] })).json.key as string;
    const found = (n: string, who: Pick<Person, 'cookie'> | undefined = ben, headers: Record<string, string> = {}) =>
      call(base, who, 'POST', '/v1/agencies', { name: n }, { key: n, headers });
    expect([await ready(), (await found('before')).status]).toEqual([true, 201]);

    for (let round = 0; round < 3; round += 1) {
      way.cut();
      expect(await within(2000, async () => !(await ready()))).toBeLessThan(2000);
      const no: Answer[] = await Promise.all([
        call(base, ben, 'GET', '/v1/me'),
        call(base, ben, 'GET', '/v1/contracts'),
        call(base, undefined, 'GET', '/v1/contracts', undefined, { headers: { authorization: `Bearer ${key}x` } }),
        found(`during${round}`),
        found(`byKey${round}`, undefined, { authorization: `Bearer ${key}` }),
        call(base, undefined, 'POST', '/auth/sign-in/email', { email: 'ben.out@example.test', password: 'fairhold-demo' }),
        call(base, ben, 'GET', '/auth/get-session'),
      ]);
      expect(no.map((a) => [a.status, Number(a.headers.get('retry-after')) > 0, a.json?.code])).toEqual(no.map(() => [503, true, 'database_away']));
      expect(await alive()).toBe(true);
      way.mend();
      expect(await within(2000, ready)).toBeLessThan(2000);
      expect((await found(`during${round}`)).status).toBe(201);
    }

    // A database that takes everything and says nothing.
    way.swallow();
    expect(await within(2000, async () => !(await ready()))).toBeLessThan(2000);
    expect(await alive()).toBe(true);
    way.mend();
    await within(5000, ready);
    expect((await found('after')).status).toBe(201);
    await running.stop();
    way.close();
    await db.close();
  });

  test('API-5: one that falls silent in the middle: who waits gets 503 with Retry-After, and a write whose answer was lost is done once', async () => {
    const t = await town();
    const way = await wayTo(t.db.url);
    const running = await startFairhold(settings(folder(), { databaseUrl: way.url, databasePatience: 1500 }));
    const ready = async () => (await call(running.url, undefined, 'GET', '/readyz')).status === 200;
    const [ben, ana] = [await t.person('ben'), await t.person('ana')];
    const id = await t.contract(ben, ana);
    const say = (text: string) =>
      call(running.url, ben, 'POST', `/v1/contracts/${id}/acts`, { act: 'say', on: 'chat', input: { text } }, { key: text.replaceAll(' ', '-') });
    const key = (await call(running.url, ben, 'POST', '/v1/api-keys', { name: 'k', scopes: ['read', 'write'] })).json.key as string;
    const byKey = { headers: { authorization: `Bearer ${key}` } };
    const said = async () =>
      (await t.call(ben, 'GET', `/v1/contracts/${id}/history`)).json.items.filter((i: { act: string }) => i.act === 'say').length as number;
    const waiting = () => [
      call(running.url, ben, 'GET', '/v1/me'),
      call(running.url, undefined, 'GET', `/v1/contracts/${id}`, undefined, byKey),
      call(running.url, ben, 'GET', '/auth/get-session'),
      call(running.url, ben, 'POST', '/v1/agencies', { name: 'Silence' }, { key: 'agency' }),
      ...Array.from({ length: 20 }, () => call(running.url, undefined, 'GET', '/v1/contracts', undefined, byKey)),
    ];
    const away = (answers: readonly Answer[]) =>
      expect(answers.map((a) => [a.status, Number(a.headers.get('retry-after')) > 0, a.json?.code])).toEqual(
        answers.map(() => [503, true, 'database_away']),
      );

    expect((await say('before')).status).toBe(200);
    for (const fallSilent of [way.swallow, way.swallowAnswers]) {
      fallSilent();
      const begun = Date.now();
      const asked = Promise.all([say(`during ${fallSilent.name}`), ...waiting()]);
      expect(await within(2000, async () => !(await ready()))).toBeLessThan(2000);
      away(await asked);
      // Each question waits at most its patience, and a request asks a few.
      expect(Date.now() - begun).toBeLessThan(20_000);
      way.mend();
      expect(await within(2000, ready)).toBeLessThan(2000);
      expect((await say(`during ${fallSilent.name}`)).status).toBe(200);
      expect((await Promise.all(waiting())).map((a) => a.status)).not.toContain(503);
    }
    expect(await said()).toBe(3);
    expect(await t.call(await t.person('auditor', { staff: ['auditor'] }), 'GET', '/v1/solvency')).toMatchObject({
      json: { sumsToZero: true, contractsOff: [] },
    });
    await running.stop();
    way.close();
    await t.stop();
  });

  test('API-5: a process that falls silent while it holds a contract is let go of by the database', async () => {
    const db = await testDb();
    const way = await wayTo(db.url);
    const silent = openDb(way.url, { patienceMs: 1500 });
    const other = openDb(db.url, { patienceMs: 5000 });
    const held = await silent.pool.connect();
    await held.query('begin');
    await held.query("insert into clock (marketplace) values ('held')");
    way.swallow();
    expect((await other.pool.query("insert into clock (marketplace) values ('held') on conflict do nothing")).rowCount).toBe(1);
    held.release(true);
    way.close();
    await silent.close();
    await other.close();
    await db.close();
  });

  test('API-5: a connection that breaks in somebody’s hand between two questions ends nothing', async () => {
    const db = await testDb();
    const way = await wayTo(db.url);
    const mine = openDb(way.url);
    const held = await mine.pool.connect();
    await held.query('select 1');
    way.cut();
    // An error that nobody listens to would fail the run.
    await expect.poll(() => held.query('select 1').then(String, (e: Error) => e.message)).toMatch(/not queryable|terminated/);
    held.release();
    way.mend();
    expect((await mine.pool.query('select 1')).rowCount).toBe(1);
    way.close();
    await mine.close();
    await db.close();
  });

  test('API-5: a question that takes too long is ended, on both sides; a turn may be waited for longer', async () => {
    const db = await testDb();
    const hasty = openDb(db.url, { patienceMs: 500 });
    await expect(hasty.pool.query('select pg_sleep(5)')).rejects.toMatchObject({ code: '57014' });
    const first = await db.pool.connect();
    await takeTurn(first, 7);
    const second = await hasty.pool.connect();
    const turn = takeTurn(second, 7);
    await new Promise((r) => setTimeout(r, 1200));
    await first.query('select pg_advisory_unlock(7)');
    await turn;
    first.release();
    second.release();
    await hasty.close();
    await db.close();
  });
});

/** A small disk of one's own; undefined where that is not allowed. */
function smallDisk(megabytes: number): string | undefined {
  const at = folder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', at], { stdio: 'ignore' });
    mounted.push(at);
    return at;
  } catch {
    return undefined;
  }
}

async function readsOn(base: string, ben: Person): Promise<void> {
  for (const path of ['/v1/me', '/v1/contracts', '/v1/notices', '/v1/policies'])
    expect([path, (await call(base, ben, 'GET', path)).status]).toEqual([path, 200]);
  expect((await call(base, undefined, 'GET', '/readyz')).status).toBe(200);
}
const writing = (base: string, ben: Person, n: string) => call(base, ben, 'POST', '/v1/agencies', { name: n }, { key: n });
const refused = (a: Answer) => expect([a.status, a.json.code, Number(a.headers.get('retry-after')) > 0]).toEqual([503, 'storage_full', true]);

describe('a full disk', () => {
  const disk = smallDisk(420);

  (disk ? test : () => undefined)(
    'API-5: the embedded database on a disk that is filled to the last byte: reading goes on, writes answer 503, and go on when there is room',
    async () => {
      const at = disk as string;
      const running = await startFairhold(settings(at, { keepFree: 80 * 2 ** 20 }));
      const base = running.url;
      const ben = await invite(base, 'ben', { name: 'Ben' }, 'full');
      expect((await writing(base, ben, 'before')).status).toBe(201);
      expect(existsSync(join(at, 'ballast'))).toBe(true);
      const filler = join(at, 'filler');
      const filled = () => call(base, undefined, 'GET', '/readyz').then((a) => a.json.storageFull === true);
      try {
        execFileSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1M'], { stdio: 'ignore' });
      } catch {
        // It ends when there is no room left.
      }
      await within(5000, filled);
      refused(await writing(base, ben, 'during'));
      await readsOn(base, ben);
      // Looking ahead changes nothing, and signing in is let through.
      expect((await call(base, undefined, 'POST', '/v1/sandbox/sign-in', { person: ben.id })).status).toBe(200);
      expect(existsSync(join(at, 'ballast'))).toBe(false);
      await readsOn(base, ben);

      // Stopped and started on the full disk: it can still be read.
      await running.stop();
      const again = await startFairhold(settings(at, { keepFree: 80 * 2 ** 20 }));
      await readsOn(again.url, ben);
      refused(await writing(again.url, ben, 'during'));
      rmSync(filler);
      await within(5000, async () => (await writing(again.url, ben, 'after')).status === 201);
      await within(5000, async () => existsSync(join(at, 'ballast')));
      await again.stop();
    },
  );

  test('API-5: the same by the reserve alone, on any machine; and what the database itself says of a full disk', async () => {
    const db = await testDb();
    const data = folder();
    const running = await startFairhold(settings(data, { databaseUrl: db.url }));
    const ben = await invite(running.url, 'ben', { name: 'Ben' }, 'low');
    const tight = await startFairhold(settings(data, { databaseUrl: db.url, keepFree: Number.MAX_SAFE_INTEGER }));
    refused(await writing(tight.url, ben, 'tight'));
    await readsOn(tight.url, ben);
    expect((await writing(running.url, ben, 'loose')).status).toBe(201);
    await tight.stop();
    await db.pool.query(
      `create function no_room() returns trigger language plpgsql as $$ begin raise exception 'no space left' using errcode = '53100'; end $$`,
    );
    await db.pool.query('create trigger no_room before insert on members for each row execute function no_room()');
    refused(await writing(running.url, ben, 'database'));
    await readsOn(running.url, ben);
    await running.stop();
    await db.close();
  });
});
