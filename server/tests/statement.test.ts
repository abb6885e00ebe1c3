import { dateTime, decimal, money, wordsFor } from '@fairhold/copy';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json, Person } from '../testing/http.ts';
import { pdfTexts } from '../testing/pdf-text.ts';
import { town } from '../testing/running.ts';
import { dayAfter, dayOf, startOfDay } from '../view/days.ts';
import type { StatementView } from '../view/statement.ts';
import { statementPdf } from '../view/statement-pdf.ts';

const t = await town();
let ben: Person;
let ana: Person;
/** A title that a spreadsheet would take for a formula, with letters of several scripts. */
const TITLE = '=A1 "x" Łódź Кіно';

const at = async (who: Person, query = ''): Promise<StatementView> =>
  (await t.call(who, 'GET', `/v1/accounts/${who.account}/statement${query}`)).json;
const today = async (): Promise<string> => dayOf(Date.parse((await t.call(ben, 'GET', '/v1/clock')).json.now), 'UTC');
const total = (list: readonly { amount: number }[]) => list.reduce((sum, l) => sum + l.amount, 0);

beforeAll(async () => {
  ben = await t.person('ben', { name: 'Ben Statement' });
  ana = await t.person('ana', { name: 'Ana Statement' });
  // Paid, paid out, asked back in part, declined: over more than two months, in two currencies.
  const films = await t.contract(ben, ana, [
    { title: 'One', amount: 33_333, criteria: ['complete'] },
    { title: 'Two', amount: 20_001 },
  ]);
  await t.does(ana, films, 'submit', { on: 'm1', input: { message: 'All of the first part, as we agreed.', criteria: 'met' } });
  await t.does(ben, films, 'approve', { on: 'm1' });
  await t.wait('P7D');
  const out = { act: 'payOut', currency: 'USD', input: { amount: 10_007 } };
  const wallet = `/v1/accounts/${ana.account}/acts`;
  const { digest } = (await t.call(ana, 'POST', wallet, { ...out, preview: true })).json;
  expect((await t.call(ana, 'POST', wallet, { ...out, digest }, { key: 'out' })).status).toBe(200);
  await t.wait('P30D');
  const sent = await t.call(
    ben,
    'POST',
    '/v1/contracts',
    {
      freelancer: ana.account,
      currency: 'EUR',
      card: ben.card,
      terms: { title: TITLE, scope: 'All', milestones: [{ title: 'One', amount: 50_050, criteria: ['complete'] }] },
    },
    { key: 'euros' },
  );
  const euros = sent.json.id as string;
  await t.wait('PT0S');
  await t.does(ana, euros, 'accept');
  await t.does(ben, euros, 'end', { input: { pay: 'amount', amount: 12_345, reason: 'quality' } });
  await t.does(ana, euros, 'approveRefund');
  await t.wait('P20D');
  const declined = await t.offer(ben, ana, [{ title: 'One', amount: 7_700 }]);
  await t.does(ana, declined, 'decline');
}, 60_000);
afterAll(() => t.stop());

describe('MNY-10', () => {
  test('MNY-10: opening and lines make the closing balance, of all books and of each, in every period and from one to the next', async () => {
    for (const who of [ben, ana]) {
      const whole = await at(who, `?from=2020-01-01&to=${await today()}`);
      const usd = whole.currencies.find((c) => c.currency === 'USD') as StatementView['currencies'][number];
      expect(usd.opening).toBe(0);
      expect(usd.lines.length).toBeGreaterThan(2);
      const first = dayOf(Date.parse(usd.lines[0]?.at ?? ''), 'UTC');
      let before = 0;
      let seen = 0;
      for (let day = first; day <= whole.to; day = dayAfter(dayAfter(dayAfter(day)))) {
        const to = dayAfter(dayAfter(day));
        const part = (await at(who, `?from=${day}&to=${to}`)).currencies.find((c) => c.currency === 'USD');
        if (!part) continue;
        expect(part.opening).toBe(before);
        expect(part.closing).toBe(part.opening + total(part.lines));
        let running = part.opening;
        for (const l of part.lines) {
          running += l.amount;
          expect(l.balance).toBe(running);
          expect(dayOf(Date.parse(l.at), 'UTC') >= day && dayOf(Date.parse(l.at), 'UTC') <= to).toBe(true);
        }
        for (const b of part.books) {
          const own = part.lines.filter((l) => l.book === b.book);
          expect(b.closing).toBe(b.opening + total(own));
          expect([b.in, b.out]).toEqual([total(own.filter((l) => l.amount > 0)), Math.abs(total(own.filter((l) => l.amount < 0)))]);
        }
        expect(part.books.reduce((sum, b) => sum + b.closing, 0)).toBe(part.closing);
        seen += part.lines.length;
        before = part.closing;
      }
      expect([seen, before]).toEqual([usd.lines.length, usd.closing]);
    }
  });

  test('MNY-10: what it closes with is what the ledger has: each book, and escrow of what one pays for', async () => {
    for (const who of [ben, ana]) {
      const s = (await at(who)).currencies.find((c) => c.currency === 'USD') as StatementView['currencies'][number];
      const { balances, held, ways } = (await t.call(who, 'GET', `/v1/accounts/${who.account}/money`)).json;
      for (const b of (balances as Json[]).filter((one) => one.currency === 'USD'))
        expect([b.kind, s.books.find((x) => x.book === b.kind)?.closing ?? 0]).toEqual([b.kind, b.amount]);
      const { rows } = await t.db.pool.query<{ held: string }>(
        `select coalesce(sum(held), 0) as held from contracts where client = $1 and kind <> 'wallet'`,
        [who.account],
      );
      expect(s.books.find((b) => b.book === 'escrow')?.closing ?? 0).toBe(Number(rows[0]?.held));
      expect((held as Json[]).find((h) => h.currency === 'USD')?.amount ?? 0).toBe(Number(rows[0]?.held));
      for (const kind of ['refund', 'payout']) {
        const under = (ways as Json[]).filter((x) => x.kind === kind && x.currency === 'USD' && !x.way.overAt);
        expect([kind, total(under.map((x) => x.way))]).toEqual([
          kind,
          (balances as Json[]).find((b) => b.kind === `${kind}s` && b.currency === 'USD')?.amount ?? 0,
        ]);
      }
      const card = (await at(who, '?from=2020-01-01')).currencies.find((c) => c.currency === 'USD')?.fees ?? [];
      expect(card.length > 0).toBe(who === ben);
    }
  });

  test('MNY-10: the table and the document have the figures of the answer, to the cent', async () => {
    const period = `?from=2020-01-01&to=${await today()}`;
    for (const who of [ben, ana]) {
      const s = await at(who, period);
      const csv = await t.call(who, 'GET', `/v1/accounts/${who.account}/statement.csv${period}`);
      expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(csv.headers.get('content-disposition')).toContain(`statement-${s.from}-${s.to}.csv`);
      const rows = csv.text
        .replace(/^\ufeff/, '')
        .trimEnd()
        .split('\r\n')
        .slice(1);
      const figures = rows.map((r) => [...r.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map((m) => m[1]?.replaceAll('""', '"') ?? m[2] ?? ''));
      const expected = s.currencies.flatMap((c) => [
        ['', decimal(c.opening, c.currency)],
        ...c.lines.map((l) => [decimal(l.amount, c.currency), decimal(l.balance, c.currency)]),
        ['', decimal(c.closing, c.currency)],
        ...(s.onItsWay ?? []).filter((x) => x.currency === c.currency).map((x) => ['', decimal(x.amount, c.currency)]),
        ...c.fees.map((l) => [decimal(l.amount, c.currency), '']),
      ]);
      expect(figures.map((f) => [f[8], f[9]])).toEqual(expected);
      // No cell of somebody else's words is a formula.
      expect(figures.flat().filter((cell) => /^[=+@]/.test(cell))).toEqual([]);
      expect(csv.text).toContain(`"'=A1 ""x"" Łódź`);

      const pdf = await statementPdf(s, wordsFor('en'), 'en', { compress: false });
      const texts = pdfTexts(pdf);
      // Nothing is missing, and all is in order.
      let from = 0;
      const next = (what: string) => {
        const found = texts.indexOf(what, from);
        expect(found, `${what} after ${texts.slice(from - 6, from + 12).join(' | ')}`).toBeGreaterThanOrEqual(from);
        from = found + 1;
      };
      for (const c of s.currencies) {
        const cash = (n: number) => money(n, c.currency, 'en');
        next(c.currency);
        for (const b of c.books) for (const text of [b.label, cash(b.opening), cash(b.in), cash(-b.out), cash(b.closing)]) next(text);
        for (const text of ['Opening balance', cash(c.opening)]) next(text);
        for (const l of c.lines) for (const text of [dateTime(Date.parse(l.at), s.zone), cash(l.amount), cash(l.balance)]) next(text);
        for (const text of ['Closing balance', cash(c.closing)]) next(text);
        for (const f of c.fees) next(cash(f.amount));
      }
      expect(texts.join('')).toContain('Łódź');
      expect(texts.join('')).toContain('Кіно');
      const served = await fetch(`${t.base}/v1/accounts/${who.account}/statement.pdf${period}`, { headers: { cookie: who.cookie } });
      expect([served.status, served.headers.get('content-type')]).toEqual([200, 'application/pdf']);
      expect(
        Buffer.from(await served.arrayBuffer())
          .subarray(0, 5)
          .toString(),
      ).toBe('%PDF-');
    }
  });

  test('MNY-10, ACC-2: a statement is for whoever may spend the account’s money; a period that ends before it begins is refused', async () => {
    for (const ending of ['', '.csv', '.pdf'])
      expect((await t.call(ana, 'GET', `/v1/accounts/${ben.account}/statement${ending}`)).status, ending).toBe(404);
    const wrong = await t.call(ben, 'GET', `/v1/accounts/${ben.account}/statement?from=2026-02-02&to=2026-02-01`);
    expect([wrong.status, wrong.json.errors?.[0]?.field]).toEqual([422, 'to']);
    expect((await at(ben, '?from=2001-01-01&to=2001-02-01')).currencies).toEqual([]);
  });

  test('MNY-7, MNY-10: of what is on its way the answer, the table and the document say the same sum and the same latest date; an older one says none', async () => {
    const wallet = `/v1/accounts/${ana.account}/acts`;
    const out = { act: 'payOut', currency: 'USD', input: { amount: 5_003 } };
    const { digest } = (await t.call(ana, 'POST', wallet, { ...out, preview: true })).json;
    const paid = await t.call(ana, 'POST', wallet, { ...out, digest }, { key: 'out-again' });
    expect([paid.status, paid.json.code]).toEqual([200, undefined]);
    await t.wait('PT0S');
    const to = await today();
    const s = await at(ana, `?from=2020-01-01&to=${to}&limit=500`);
    expect(s.onItsWay?.map((x) => [x.book, x.currency, x.amount])).toEqual([['payouts', 'USD', 5_003]]);
    const [way] = s.onItsWay as [NonNullable<StatementView['onItsWay']>[number]];
    expect(way.sentence).toContain(' at the latest');
    const tableOf = async (query: string, headers = {}) =>
      (await (await fetch(`${t.base}/v1/accounts/${ana.account}/statement.csv${query}`, { headers: { cookie: ana.cookie, ...headers } })).text())
        .trimEnd()
        .split('\r\n');
    const rows = await tableOf(`?from=2020-01-01&to=${to}`);
    const row = `"${to}",,"${way.sentence}",,"Payouts on their way",,,,,50.03,"USD",`;
    const closing = rows.findIndex((r) => r.includes('"Closing balance"') && r.includes('"USD"'));
    expect(rows[closing + 1]).toBe(row);
    expect(rows.filter((r) => r.includes(' at the latest'))).toEqual([row]);
    expect(pdfTexts(await statementPdf(s, wordsFor('en'), 'en', { compress: false }))).toContain(way.sentence);
    // Of another currency, and of a period that is over, nothing is waited for.
    for (const query of [`?from=2020-01-01&to=${to}&currency=EUR`, '?from=2020-01-01&to=2020-02-01'])
      expect((await tableOf(query)).filter((r) => r.includes('latest'))).toEqual([]);
    const german = await tableOf(`?from=2020-01-01&to=${to}&locale=de`);
    expect(german.filter((r) => r.includes('spätestens')).map((r) => r.split(',').slice(-4))).toEqual([['', '50.03', '"USD"', '']]);
  });

  test('MNY-10: a day is a day of the reader’s zone, also where clocks change', () => {
    const iso = (day: string, zone: string) => new Date(startOfDay(day, zone)).toISOString();
    expect(iso('2026-11-01', 'UTC')).toBe('2026-11-01T00:00:00.000Z');
    expect(iso('2026-03-29', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z');
    expect(iso('2026-03-30', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z');
    expect(iso('2026-10-26', 'Europe/Berlin')).toBe('2026-10-25T23:00:00.000Z');
    expect(iso('2026-11-01', 'America/New_York')).toBe('2026-11-01T04:00:00.000Z');
    expect(iso('2026-11-02', 'America/New_York')).toBe('2026-11-02T05:00:00.000Z');
    expect(iso('2026-01-01', 'Pacific/Kiritimati')).toBe('2025-12-31T10:00:00.000Z');
    expect(iso('2026-01-01', 'Pacific/Marquesas')).toBe('2026-01-01T09:30:00.000Z');
    // Midnight does not exist there on this day: clocks go from 23:59 to 01:00.
    expect(iso('2024-04-26', 'Africa/Cairo')).toBe('2024-04-25T22:00:00.000Z');
    expect(dayAfter('2024-02-28')).toBe('2024-02-29');
    expect(dayOf(Date.parse('2026-10-31T23:30:00Z'), 'Europe/Berlin')).toBe('2026-11-01');
  });
});
