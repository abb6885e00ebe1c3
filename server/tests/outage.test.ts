import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { startFairhold } from '../start.ts';
import { testDb } from '../store/testing.ts';
import { type Answer, call, invite, type Person } from '../testing/http.ts';
import { settings } from '../testing/running.ts';

/** A way to a database that can be cut, and that can swallow everything without a word. */
async function wayTo(url: string): Promise<{ url: string; cut(): void; mend(): void; swallow(): void; close(): void }> {
  const to = new URL(url);
  const sockets = new Set<Socket>();
  let state: 'open' | 'cut' | 'silent' = 'open';
  const server = createServer((near) => {
    near.on('error', () => undefined);
    if (state === 'cut') return void near.destroy();
    sockets.add(near);
    const far = connect(Number(to.port), to.hostname);
    sockets.add(far);
    far.on('error', () => near.destroy());
    near.on('data', (d) => state === 'open' && far.write(d));
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
    mend() {
      if (state === 'silent') drop();
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
