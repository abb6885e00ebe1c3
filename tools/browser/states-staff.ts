/** The pages of staff in their states, and what staff leave on the pages of others. */
import type { Page } from 'playwright-core';
import { at, loading, type PageState, stuck } from './state.ts';

/** As written by the commands on some day: one that held, one that was not tried, one that did not hold. */
const withBackups = async (page: Page) => {
  const one = (n: number, more: object) => ({
    ...{
      id: `b${n}`,
      begunAt: `2026-11-0${n}T03:00:00.000Z`,
      finishedAt: `2026-11-0${n}T03:00:09.000Z`,
      folder: `/var/backups/fairhold/2026-11-0${n}`,
    },
    ...{ rows: 18_204, files: 31, bytes: 7_340_032, broken: [], restored: null },
    ...more,
  });
  const tried = (broken: string[]) => ({
    ...{ id: 'r', begunAt: '2026-11-04T04:00:00.000Z', finishedAt: '2026-11-04T04:00:21.000Z', contracts: 402, steps: 9_120, files: 31, broken },
  });
  const damaged = 'file 01a2106f-41c6-7b2e-9d7e-0f5f0a9a4c11: its stored content is not what was uploaded';
  const items = [one(4, {}), one(3, { restored: tried([]) }), one(2, { restored: tried([damaged]) })];
  await page.route('**/v1/console/backups', (route) => route.fulfill({ json: { items } }));
};
/** The page as staff see it that look with the person's eyes. */
const seenByStaff = async (page: Page) => {
  await page.route('**/v1/me', async (route) => {
    const res = await route.fetch();
    await route.fulfill({ response: res, json: { ...(await res.json()), viewedBy: { name: 'Sue Martin', until: '2026-11-25T14:30:00.000Z' } } });
  });
};
const seenBefore = async (page: Page) => {
  const items = [{ at: '2026-11-03T09:00:00.000Z', by: 'Sue Martin', reason: 'You wrote that you cannot find the refund of "Shop website".' }];
  await page.route('**/v1/views', (route) => route.fulfill({ json: { items } }));
};

/** An evening on which the bank and the mail server were away. */
const muchFailed = async (page: Page) => {
  const party = { id: 'a', name: 'Raj Patel', kind: 'person' };
  const at = '2026-11-03T09:00:00.000Z';
  const mail = (n: number) => ({
    ...{ id: `m${n}`, to: `person${n}@demo.example`, person: null, subject: 'Shop website: answer by 12 November', kind: 'notice', contract: null },
    ...{ state: 'failed', attempts: 6, nextAt: null, reason: '451 4.3.0 temporary failure', at },
  });
  const payment = (n: number) => ({
    ...{ reference: `c0ffee-charge${n}`, kind: 'charge', state: 'unknown', amount: 123_450 * n, currency: 'EUR', account: party, contract: 'c' },
    ...{ title: 'Shop website', attempts: 7, nextAt: at, reason: null, since: at },
  });
  const waiting = (n: number, of: object) => ({
    ...{ id: `${n}`, kind: 'notice', title: `person${n}@demo.example`, amount: null, currency: null, at },
    ...of,
  });
  const look = (count: number, left: number, sums: object[], of: (n: number) => object) => ({
    ...{ ids: Array.from({ length: count }, (_, n) => `x${n}`), count, left, sums },
    sample: [1, 2, 3].map((n) => waiting(n, { note: '451 4.3.0 temporary failure', ...of(n) })),
  });
  const answers = {
    mails: { items: [mail(1), mail(2)], next: null },
    payments: { items: [payment(1), payment(2)], next: null },
    'mails/again': look(200, 137, [], () => ({})),
    'payments/again': look(3, 0, [{ currency: 'EUR', amount: 740_700 }], (n) => ({
      kind: 'charge',
      title: 'Raj Patel',
      note: '',
      amount: 123_450 * n,
      currency: 'EUR',
    })),
    'webhooks/again': look(3, 0, [], (n) => ({ kind: '503', title: 'till.example', note: `Studio Nord ${n}` })),
  };
  for (const [what, json] of Object.entries(answers))
    await page.route(
      (url) => url.pathname === `/v1/console/deliveries/${what}`,
      (route) =>
        route.fulfill({
          json: route.request().method() === 'POST' ? { items: [...Array(199).keys()].map((n) => ({ id: `x${n}`, again: true })).concat(NOT) } : json,
        }),
    );
};
const NOT = [{ id: 'x199', again: false, sentence: 'This mail was delivered, or is being tried again already.' } as never];
const tryMany = (what: string) => async (page: Page) => {
  await page.locator(`button[data-again=${what}]`).click();
  await page.locator(`div[data-again=${what}] .boxed button, div[data-again=${what}] div > button.btn`).last().click();
};

/** A difference in each queue, those that asking mends and those that it does not. */
const booksDiffer = async (page: Page) => {
  const side = (state: string, amount = 21_495) => ({ kind: 'charge', amount, currency: 'USD', state });
  const contract = { id: 'c0ffee', title: 'Shop website' };
  const [bank, escrow] = ['Bank: the other side', 'Escrow: Shop website'];
  const book = (label: string, amount: number, to: string) => ({ label, amount, currency: 'USD', from: bank, to });
  const books = [book('Deposit', 20_000, escrow), book('Client fee', 1_000, 'Fees: client'), book('Initiation fee', 495, 'Fees: initiation')];
  const confirm = { why: 'confirm', contract, confirm: { says: 'settled', rule: 'CON-2', books } };
  const one = (difference: string, queue: string, n: number, more: object) => ({ difference, queue, reference: `c0ffee-charge${n}`, ...more });
  const differences = [
    one('missingWithUs', 'bankOnly', 1, { theirs: side('settled'), remedy: { why: 'notOurs' } }),
    one('missingAtProvider', 'oursOnly', 2, { ours: side('settled'), remedy: { why: 'gone', contract } }),
    one('state', 'differs', 3, { ours: side('unknown'), theirs: side('settled'), remedy: confirm }),
    one('amount', 'differs', 4, { ours: side('settled'), theirs: side('settled', 21_500), remedy: { why: 'disagrees', contract } }),
  ];
  const late = { reference: 'c0ffee-charge3', kind: 'charge', amount: 21_495, currency: 'USD', attempts: 7, since: '2026-11-03T09:00:00.000Z' };
  await page.route('**/v1/reconciliation', (route) =>
    route.fulfill({ json: { differences, unanswered: [{ ...late, remedy: confirm }], compared: 204, equal: false } }),
  );
  await page.route('**/v1/reconciliation/*/ask', (route) => route.fulfill({ json: { says: 'settled', books } }));
};

export const STAFF: readonly PageState[] = [
  at('viewing', 'contracts, seen by staff', 'ben', '/', { before: seenByStaff }),
  at('console-person', 'console, a person', 'sue', '', { path: (h) => `/console/people/${h.people['raj']?.id}` }),
  at('console-person', 'console, one of the staff', 'olga', '', { path: (h) => `/console/people/${h.people['mia']?.id}` }),
  at('console-person', 'console, asking for a reason to look', 'sue', '', {
    path: (h) => `/console/people/${h.people['raj']?.id}`,
    enter: async (page) => page.locator('main .cols > .stack:last-child button.btn').first().click(),
  }),
  at('console-deliveries', 'console, much failed', 'olga', '/console/deliveries', { before: muchFailed }),
  at('console-deliveries', 'console, many payments tried again', 'olga', '/console/deliveries', { before: muchFailed, enter: tryMany('payments') }),
  at('console-deliveries', 'console, many mails tried again', 'olga', '/console/deliveries', {
    before: muchFailed,
    enter: async (page) => {
      await tryMany('mails')(page);
      const form = page.locator('div[data-again=mails]');
      await form.locator('input').last().fill('200');
      await form.locator('textarea').fill('The mail server is back.');
      await form.locator('button[type=submit]').click();
      await page.getByRole('status').filter({ hasText: 'x199' }).waitFor();
    },
  }),
  at('settings', 'settings, pages were seen by staff', 'ben', '/settings', { before: seenBefore }),
  at('console-backups', 'console, backups that were written', 'olga', '/console/backups', { before: withBackups }),
  at('queue', 'queue, mediator', 'mia', '/queue'),
  at('queue', 'queue, mediator with nothing to do with anybody', 'nia', '/queue'),
  at('queue', 'queue, arbitrator', 'art', '/queue'),
  at('queue', 'queue, support', 'sue', '/queue'),
  at('queue', 'queue, operator', 'olga', '/queue'),
  at('queue', 'queue, loading', 'mia', '/queue', { before: stuck('**/v1/queue**'), unready: true, enter: loading }),
  ...['olga', 'sue', 'finn', 'audrey'].map((who) => at('console', `console, ${who}`, who, '/console')),
  ...['people', 'cases', 'ledger', 'policy', 'deadlines', 'deliveries', 'traces', 'record', 'backups', 'clock'].map((one) =>
    at(`console-${one}`, `console, ${one}`, 'olga', `/console/${one}`),
  ),
  ...['people', 'cases', 'deadlines'].map((one) => at(`console-${one}`, `console, ${one}, support`, 'sue', `/console/${one}`)),
  ...['ledger', 'deliveries', 'traces'].map((one) => at(`console-${one}`, `console, ${one}, finance`, 'finn', `/console/${one}`)),
  ...['record', 'policy'].map((one) => at(`console-${one}`, `console, ${one}, auditor`, 'audrey', `/console/${one}`)),
  at('reconciliation', 'books, finance', 'finn', '/reconciliation'),
  at('reconciliation', 'books, operator', 'olga', '/reconciliation'),
  at('reconciliation', 'books, differences with what mends them', 'finn', '/reconciliation', {
    before: booksDiffer,
    enter: async (page) => {
      await page.locator('[data-remedy=confirm] button').first().click();
      await page.locator('[data-remedy=confirm] [role=status] li').first().waitFor();
    },
  }),
  at('reconciliation', 'books, auditor', 'audrey', '/reconciliation'),
  at('console-cases', 'console, cases, none fits', 'olga', '/console/cases?q=zzz'),
  at('console-ledger', 'console, ledger, accounts', 'finn', '/console/ledger?kind=escrow&currency=USD'),
  at('console-ledger', 'console, ledger, entries', 'finn', '/console/ledger?account=fees:service&currency=USD'),
];
