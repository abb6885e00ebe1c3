import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeBooks, readBooks } from '../console/books.ts';
import { startFairhold } from '../start.ts';
import { inTransaction } from '../store/db.ts';
import { testDb } from '../store/testing.ts';
import { call, type Person } from '../testing/http.ts';
import { settings, town } from '../testing/running.ts';
import { verify } from '../verify.ts';

const t = await town();
let ben: Person;
let ana: Person;
let finn: Person;
beforeAll(async () => {
  [ben, ana, finn] = [await t.person('ben'), await t.person('ana'), await t.person('finn', { staff: ['finance'] })];
});
afterAll(() => t.stop());

const sql = (text: string, values: unknown[] = []) => t.db.pool.query(text, values);
const close = () => closeBooks(t.db, 'main', t.running.server.clock.now());
const broken = async () => (await verify(t.db, 'main')).broken;
/** What the whole journal comes to, summed here. */
async function whole() {
  const { rows } = await sql(
    `select currency, account, sum(balance)::bigint as balance, count(*) filter (where balance <> 0)::int as accounts from (
       select c.currency, case when leg.account ~ '^(world|fees)' then leg.account else split_part(leg.account, ':', 1) end as account, sum(leg.amount) as balance
       from journal j join contracts c on c.id = j.contract, unnest(j.accounts, j.amounts) as leg(account, amount) group by c.currency, leg.account, 2) a
     group by 1, 2 order by 1, 2`,
  );
  return rows;
}
async function paid(): Promise<string> {
  const id = await t.contract(ben, ana);
  await t.does(ana, id, 'submit', { on: 'm1', input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
  await t.does(ben, id, 'approve', { on: 'm1', input: { amount: 15_000 } });
  return id;
}

describe('the closed books', () => {
  test('MNY-9: what was closed and what came since is what the whole journal comes to, however often it is closed', async () => {
    for (let n = 0; n < 3; n += 1) {
      await paid();
      expect((await readBooks(t.db, 'main')).sums).toEqual(await whole());
      expect(await close()).toBe(true);
      await t.contract(ben, ana);
      expect((await readBooks(t.db, 'main')).sums).toEqual(await whole());
      expect(await broken()).toEqual([]);
    }
    // Accounts that came to be and became zero again are counted, and no longer.
    await t.wait('P6D');
    expect((await readBooks(t.db, 'main')).sums).toEqual(await whole());
    await close();
    expect(await broken()).toEqual([]);
    const shown = (await t.call(finn, 'GET', '/v1/console/ledger')).json;
    expect(shown.closedAt).toMatch(/^\d{4}-/);
    expect(shown.currencies[0]).toMatchObject({ sum: 0, solvent: true });
  });

  test('MNY-9: a step whose transaction is still running is not closed over, and counts once it is there', async () => {
    const id = await t.contract(ben, ana);
    await t.does(ana, id, 'submit', { on: 'm1', input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
    await close();
    await inTransaction(t.db, async (c) => {
      // It has its number, so later ones have to wait.
      await c.query('select pg_current_xact_id()');
      expect((await t.act(ben, id, 'approve', { on: 'm1', input: {} })).done.status).toBe(200);
      const before = (await sql('select xid::text as xid from closed_books')).rows;
      await close();
      expect((await sql('select xid::text as xid from closed_books')).rows).toEqual(before);
      expect((await readBooks(t.db, 'main')).sums).toEqual(await whole());
    });
    await close();
    expect((await readBooks(t.db, 'main')).sums).toEqual(await whole());
    expect(await broken()).toEqual([]);
  });

  test('MNY-9: several that close at once do it once', async () => {
    await paid();
    await Promise.all(Array.from({ length: 8 }, close));
    expect((await readBooks(t.db, 'main')).sums).toEqual(await whole());
    expect(await broken()).toEqual([]);
  });

  test('MNY-9, AUD-1: a sum, a count or a step that was changed after closing is named', async () => {
    await paid();
    await close();
    for (const [change, back, says] of [
      ['balance = balance + 1', 'balance = balance - 1', 'closed books: fees:service is '],
      ['accounts = accounts + 1', 'accounts = accounts - 1', 'accounts of fees:service in USD are not zero'],
    ] as const) {
      await sql(`update closed_sums set ${change} where account = 'fees:service'`);
      expect((await broken()).join()).toContain(says);
      await sql(`update closed_sums set ${back} where account = 'fees:service'`);
    }
    await sql('update closed_books set n = n + 1000');
    expect((await broken()).join()).toContain('the step that the books were closed up to is gone');
    await sql('update closed_books set n = n - 1000');
    expect(await broken()).toEqual([]);
  });

  test('MNY-9: held money that is not what the journal says is shown, also of a contract that nothing moves on any more', async () => {
    const id = await paid();
    await close();
    await sql('update contracts set held = held + 7 where id = $1', [id]);
    expect((await readBooks(t.db, 'main')).off).toEqual([{ id, currency: 'USD', held: 5_007, booked: 5_000 }]);
    await close();
    await close();
    expect((await t.call(finn, 'GET', '/v1/solvency')).json.contractsOff).toEqual([{ id, held: 5_007, booked: 5_000 }]);
    await sql('update contracts set held = held - 7 where id = $1', [id]);
    expect((await readBooks(t.db, 'main')).off).toEqual([]);
  });
});

test('API-5: the server is ready when the demo people can sign in, and says that it begins until then', async () => {
  const free = createServer().listen(0, '127.0.0.1');
  await new Promise((r) => free.once('listening', r));
  const { port } = free.address() as AddressInfo;
  await new Promise((r) => free.close(r));
  const db = await testDb();
  const folder = mkdtempSync(join(tmpdir(), 'fairhold-ready-'));
  const seen: { status: number; beginning: boolean; signsIn: number }[] = [];
  const begun = startFairhold(settings(folder, { databaseUrl: db.url, port, seed: true }));
  let over = false;
  const watching = (async () => {
    while (!over) {
      const base = `http://127.0.0.1:${port}`;
      const ready = await call(base, undefined, 'GET', '/readyz').catch(() => undefined);
      if (ready) {
        const signsIn =
          ready.status === 200
            ? (await call(base, undefined, 'POST', '/auth/sign-in/email', { email: 'olga@demo.example', password: 'fairhold-demo' })).status
            : 0;
        seen.push({ status: ready.status, beginning: ready.json.beginning, signsIn });
      }
      await new Promise((r) => setTimeout(r, 20));
    }
  })();
  const running = await begun;
  const last = await call(running.url, undefined, 'GET', '/readyz');
  over = true;
  await watching;
  expect(last).toMatchObject({ status: 200, json: { ready: true, beginning: false } });
  expect(seen.some((s) => s.status === 503 && s.beginning)).toBe(true);
  for (const s of seen) expect([s.status, s.beginning, s.signsIn]).toEqual(s.status === 200 ? [200, false, 200] : [503, true, 0]);
  await running.stop();
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});
