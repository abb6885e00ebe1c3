import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStatement, PDF_MOST, statementCsv, statementJson } from '../statement.ts';
import type { Json, Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';
import type { StatementView } from '../view/statement.ts';

const t = await town();
/** Enough that keeping them would show, and more than a document takes; ten times as many prove nothing more. */
const LINES = 20_000;
/** Of the n-th planted line, in minor units. */
const amountOf = (n: number) => (n % 3 === 0 ? -n : n * 2);
const TOTAL = Array.from({ length: LINES }, (_, n) => amountOf(n + 1)).reduce((sum, a) => sum + a, 0);
const PERIOD = 'from=2020-01-01&to=2020-12-31';
let ana: Person;
let id: string;
const path = (ending = '', query = '') => `/v1/accounts/${ana.account}/statement${ending}?${PERIOD}${query}`;
const usd = (s: StatementView) => s.currencies.find((c) => c.currency === 'USD') as StatementView['currencies'][number];

beforeAll(async () => {
  const ben = await t.person('ben', { name: 'Ben Long' });
  ana = await t.person('ana', { name: 'Ana Long' });
  id = await t.contract(ben, ana, [{ title: 'All', amount: 20_000, criteria: ['Complete'] }]);
  // What else a step changes does not matter to a statement.
  await t.db.pool.query(
    `insert into journal (marketplace, contract, seq, xid, n, happened_at, written_at, act, on_id, process, from_state, to_state, lapse, rule, policy, role,
       person, input, patch, accounts, amounts, whys, tells, digest)
     select marketplace, contract, 1000 + k.n, xid, 1000 + k.n, '2020-06-01'::timestamptz + k.n * interval '1 minute', written_at, act, on_id, process, from_state,
       to_state, lapse, rule, policy, role, person, '{}', '{}', array['fees:service', 'available:' || $2],
       array[-k.amount, k.amount], array[case when k.n % 10 = 0 then 'bonus' else 'release' end], '[]', digest
     from (select * from journal where contract = $1 and seq = 1) j,
       (select n, case when n % 3 = 0 then -n else n * 2 end as amount from generate_series(1, ${LINES}) n) k`,
    [id, ana.account],
  );
}, 120_000);
afterAll(() => t.stop());

test('MNY-10: more lines than any page or document takes, as a table and as an answer: every one, adding up to the cent, and never all in memory', async () => {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  const live = (): number => {
    gc();
    return process.memoryUsage().heapUsed;
  };
  const ask = { account: ana.account, zone: 'UTC', locale: 'en', from: '2020-01-01', to: '2020-12-31', filter: {} };
  for (const write of [(o: Awaited<ReturnType<typeof openStatement>>) => statementCsv(o, 'en'), statementJson]) {
    let lines = 0;
    let size = 0;
    const seen: number[] = [];
    for await (const piece of write(await openStatement(t.running.server, ask))) {
      size += piece.length;
      if (!piece.includes('2020-')) continue;
      lines += 1;
      if ([2_000, 10_000, 19_000].includes(lines)) seen.push(live());
    }
    expect(lines).toBeGreaterThanOrEqual(LINES);
    expect(size).toBeGreaterThan(3_000_000);
    // What is written is let go: between a tenth and the end there is no more of it than before.
    expect(Math.max(...seen) - (seen[0] as number)).toBeLessThan(3_000_000);
  }
  const csv = (await t.call(ana, 'GET', path('.csv'))).text.trimEnd().split('\r\n');
  const amounts = csv.flatMap((row) => /"2020-\d\d-\d\dT[^"]*",.*?,(-?\d+\.\d\d),-?\d+\.\d\d,"USD"/.exec(row)?.[1] ?? []);
  expect(amounts).toHaveLength(LINES);
  expect(Math.round(amounts.reduce((sum, a) => sum + Number(a) * 100, 0))).toBe(TOTAL);
  const whole = usd((await t.call(ana, 'GET', path())).json);
  expect(whole.lines).toHaveLength(LINES);
  expect([whole.opening, whole.closing, whole.count, whole.leftOut.count]).toEqual([0, TOTAL, LINES, 0]);
  expect(whole.lines.reduce((sum, l) => sum + l.amount, 0)).toBe(TOTAL);
  expect(whole.lines.at(-1)?.balance).toBe(TOTAL);
}, 120_000);

test('MNY-10: the page is paged, each line once and in its order; a reader who leaves in the middle leaves no connection behind', async () => {
  const first = (await t.call(ana, 'GET', path('', '&limit=500'))).json as StatementView;
  expect([usd(first).lines.length, usd(first).count, usd(first).next, usd(first).closing]).toEqual([500, LINES, '500', TOTAL]);
  const next = (await t.call(ana, 'GET', path('', '&limit=500&currency=USD&cursor=500'))).json as StatementView;
  const lines = [...usd(first).lines, ...usd(next).lines];
  let balance = 0;
  for (const [n, l] of lines.entries()) {
    balance += amountOf(n + 1);
    expect([l.amount, l.balance]).toEqual([amountOf(n + 1), balance]);
  }
  const last = usd((await t.call(ana, 'GET', path('', `&limit=500&currency=USD&cursor=${LINES - 3}`))).json);
  expect([last.lines.length, last.next]).toEqual([3, null]);
  for (let n = 0; n < 5; n += 1) {
    const left = new AbortController();
    const res = await fetch(t.base + path('.csv'), { headers: { cookie: ana.cookie }, signal: left.signal });
    await res.body?.getReader().read();
    left.abort();
  }
  await expect
    .poll(
      async () =>
        (await t.db.pool.query(`select 1 from pg_stat_activity where state = 'idle in transaction' and datname = current_database()`)).rowCount,
      {
        timeout: 10_000,
      },
    )
    .toBe(0);
  expect((await t.call(ana, 'GET', path('', '&limit=1'))).status).toBe(200);
}, 120_000);

test('MNY-10: what is filtered says so and still adds up to the cent: on the page, as JSON, as a table and as a document', async () => {
  for (const query of [`&contract=${id}&why=bonus`, '&why=release&q=WEBSITE']) {
    const one = usd((await t.call(ana, 'GET', path('', `&limit=5${query}`))).json);
    const all = (await t.call(ana, 'GET', path('', query))).json as StatementView;
    const whole = usd(all);
    expect([one.count, one.leftOut, one.closing], query).toEqual([whole.lines.length, whole.leftOut, TOTAL]);
    expect(whole.count + whole.leftOut.count).toBe(LINES);
    expect(whole.opening + whole.lines.reduce((sum, l) => sum + l.amount, 0) + whole.leftOut.in - whole.leftOut.out).toBe(whole.closing);
    expect(all.filter).toBeDefined();
    const csv = (await t.call(ana, 'GET', path('.csv', query))).text.trimEnd().split('\r\n');
    const out = csv.find((row) => row.includes('Left out by the filter')) ?? '';
    expect(Number(/,(-?\d+\.\d\d),,"USD"/.exec(out)?.[1])).toBe((whole.leftOut.in - whole.leftOut.out) / 100);
    expect(csv).toHaveLength(whole.lines.length + 4);
  }
  const none = (await t.call(ana, 'GET', path('', '&limit=5&currency=EUR'))).json as Json;
  expect(none.currencies).toEqual([]);
  const page = (await t.call(ana, 'GET', path('', '&limit=5'))).json as StatementView;
  expect(page.choices?.contracts).toEqual([{ id, title: 'Website' }]);
  expect(page.choices?.kinds.map((k) => k.why).sort()).toEqual(['bonus', 'release']);
  // Too long for a document: it says so and what to do; a filter that leaves less is one way out.
  const long = await t.call(ana, 'GET', path('.pdf'));
  expect([long.status, long.json.code]).toEqual([422, 'statement_too_long']);
  expect(long.json.detail).toContain(PDF_MOST.toLocaleString('en'));
  const short = await t.call(ana, 'GET', `/v1/accounts/${ana.account}/statement.pdf?from=2020-06-01&to=2020-06-01&why=bonus`);
  expect([short.status, short.text.slice(0, 5)]).toEqual([200, '%PDF-']);
}, 120_000);
