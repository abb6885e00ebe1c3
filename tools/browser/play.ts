/** Plays a story of stories/ on the pages of the web app: every person in a window of their own, every step by their hands. */
import { call, type Json, type Person, picked, splitsAddUp } from '@fairhold/server/testing/http';
import type { Town } from '@fairhold/server/testing/running';
import type { Browser, Locator, Page, Response } from 'playwright-core';
import { compare, invited, type Story, type StoryStep, settle, wait } from '../stories/player.ts';
import { type Window, windowOf } from './browser.ts';
import { openAct, ready, unfold } from './steps.ts';

export interface Played {
  readonly contract: string;
  readonly people: ReadonlyMap<string, Person>;
  readonly windows: ReadonlyMap<string, Window>;
  /** How many amounts on pages were compared with the API. */
  readonly amounts: number;
}

const cash = (amount: number, currency = 'USD'): string => new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(amount / 100);
const written = (amount: number): string => (amount / 100).toFixed(2);

/** Throws at the first page, amount or answer that is not as told. `sizes`: who looks at it on a phone. */
export async function playOnPages(t: Town, browser: Browser, story: Story, phone: readonly string[] = []): Promise<Played> {
  const base = () => t.base;
  const people = await invited(base, story, `pages-${Math.random().toString(36).slice(2, 8)}`);
  const windows = new Map<string, Window>();
  for (const [key, p] of people)
    windows.set(key, await windowOf(browser, t.base, p, phone.includes(key) ? { width: 360, height: 800 } : { width: 1280, height: 800 }));
  const page = (key: string) => (windows.get(key) as Window).page;
  const person = (key: string) => people.get(key) as Person;
  let contract = '';
  let amounts = 0;
  for (const [n, step] of story.steps.entries()) {
    const where = `${story.name} on the pages, step ${n + 1}`;
    try {
      if (step.wait) await wait(base, new Map(people), step.wait, { line: () => {} });
      if (step.offer) contract = await sendOffer(page(step.by as string), t.base, person(step.offer.to), step.offer);
      if (step.act) await doAct(page(step.by as string), t.base, person(step.by as string), contract, step);
      await settle(base, new Map(people));
      await compare(base, new Map(people), contract, step, where, { line: () => {} });
      if (!contract) continue;
      const balances = Object.keys(step.money ?? {}).some((m) => m.includes('.'));
      const parties = [...people].filter(([key]) => !story.people[key]?.staff);
      const compared = await Promise.all(parties.map(([key, p]) => agree(page(key), t.base, p, contract, balances)));
      amounts += compared.reduce((sum, x) => sum + x, 0);
    } catch (error) {
      const shots = process.env['FAIRHOLD_SHOTS'];
      if (shots) for (const [key, w] of windows) await w.page.screenshot({ path: `${shots}/${key}.png`, fullPage: true });
      throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
  return { contract, people, windows, amounts };
}

async function go(page: Page, address: string): Promise<void> {
  await page.goto(address, { waitUntil: 'domcontentloaded' });
  await ready(page);
}

// ── filling in ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** The field of this name, with its label: told by the page, or found by its title. */
async function fieldOf(form: Locator, name: string, schema: Json): Promise<Locator> {
  const told = form.locator(`[data-field="${name}"]`);
  if (await told.count()) return told.first();
  const byId = form.locator(`.field:has([id="f-${name}"])`);
  if (await byId.count()) return byId.last();
  return form.locator('fieldset', { has: form.page().locator('legend', { hasText: schema.title }) }).first();
}

/** Gives what the story gives; `values` are what the API takes. */
export async function fillIn(form: Locator, action: Json, values: Readonly<Record<string, unknown>>): Promise<void> {
  await unfold(form);
  for (const [name, value] of Object.entries(values)) {
    const schema = action.input.properties[name] as Json;
    if (!schema || schema['x-kind'] === 'digest') continue;
    const field = await fieldOf(form, name, schema);
    if ((await field.count()) === 0) continue;
    const kind = schema['x-kind'] as string;
    if (kind === 'choice') await field.getByText(schema['x-labels']?.[value as string] ?? value, { exact: true }).click();
    else if (kind === 'marks') await mark(field, schema, value as Json[]);
    else if (kind === 'considered') for (const box of await field.locator('input[type=checkbox]').all()) await box.check({ force: true });
    else if (kind === 'card')
      await field
        .locator('select')
        .first()
        .selectOption(value as string);
    else if (kind === 'witness') {
      const { name: who, email } = value as { name: string; email: string };
      await form.locator(`[id="f-${name}"]`).fill(who);
      await form.locator(`[id="f-${name}-email"]`).fill(email);
    } else if (kind === 'yesno') await field.locator('input[type=checkbox]').setChecked(value === true);
    else
      await field
        .locator('input, textarea')
        .first()
        .fill(kind === 'money' ? written(value as number) : String(value));
  }
}
async function mark(field: Locator, schema: Json, marks: readonly Json[]): Promise<void> {
  const order = ['met', 'partly', 'not'];
  const criteria = schema['x-criteria'] as Json[];
  for (const [n, c] of criteria.entries()) {
    const one = field.locator('fieldset, [role=radiogroup]').filter({ hasText: c.text }).first();
    const given = marks.find((m) => m.id === c.id) ?? marks[n];
    await one.locator('input[type=radio]').nth(order.indexOf(given?.mark)).check({ force: true });
    if (given?.reason) await one.locator('textarea').fill(given.reason);
  }
}

// ── acting ───────────────────────────────────────────────────────────────────────────────────────────────────────────

async function sendOffer(page: Page, base: string, to: Person, offer: NonNullable<StoryStep['offer']>): Promise<string> {
  const terms = offer.terms as Json;
  await go(page, `${base}/offers/new`);
  const main = page.locator('main');
  await main.locator('input[type=search]').fill(to.name);
  // Others may be of the same name: this very one.
  const found = page.waitForResponse((r) => r.url().includes('/v1/people'));
  await main.locator('input[type=search]').press('End');
  await found.catch(() => undefined);
  await main.getByRole('button', { name: to.name, exact: true }).first().click();
  const put = async (told: string, otherwise: string, value: string) => {
    const there = main.locator(`[data-field="${told}"]`).locator('input, textarea, select');
    await ((await there.count()) ? there.first() : main.locator(otherwise)).fill(value);
  };
  await put('title', '#f-title', terms.title);
  await put('scope', '#f-scope', terms.scope);
  for (const [n, m] of (terms.milestones as Json[]).entries()) {
    if (n > 0) await main.getByRole('button', { name: /add a milestone/i }).click();
    await put(`m${n}.title`, `[id="f-milestones.${n + 1}.title"]`, m.title);
    await put(`m${n}.amount`, `[id="f-milestones.${n + 1}.amount"]`, written(m.amount));
    if (m.criteria?.length) await put(`m${n}.criteria`, `[id="f-milestones.${n + 1}.criteria"]`, m.criteria.join('\n'));
  }
  const card = main.locator('#f-card');
  await card.locator('option').nth(1).waitFor({ state: 'attached' });
  await card.selectOption({ index: 1 });
  await confirm(page, () => main.locator('form button[type=submit]:visible').last().click(), true);
  await page.waitForURL(/\/contracts\/[0-9a-f-]{36}/);
  // A card was charged: that has a receipt.
  await page.locator('dialog section.receipt').waitFor();
  return /\/contracts\/([0-9a-f-]{36})/.exec(page.url())?.[1] as string;
}

const isWrite = (url: string): boolean => /\/v1\/contracts(\/[^/]+\/acts)?(\?|$)/.test(url);

/** Adds up what is written in each split on the page, to the cent. */
async function tablesAddUp(page: Page): Promise<void> {
  const tables = await page.locator('table.split:visible').evaluateAll((all) =>
    all.map((table) =>
      [...table.querySelectorAll('tr')].map((tr) => ({
        total: tr.classList.contains('total'),
        minor: Number((tr.querySelector('.amount')?.textContent ?? '').replace(/[^0-9]/g, '')),
      })),
    ),
  );
  for (const rows of tables) {
    const total = rows.find((r) => r.total);
    const sum = rows.filter((r) => !r.total).reduce((n, r) => n + r.minor, 0);
    if (total && total.minor !== sum) throw new Error(`a split on the page adds up to ${sum}, not ${total.minor}`);
  }
}

/** Does what leads to a preview; returns the one whose button is on the page now. */
async function shownBy(page: Page, submit: () => Promise<unknown>): Promise<Json> {
  // A page may ask for previews of what could be chosen, too: the one that counts has its button on the page.
  const previews: Json[] = [];
  const keep = async (r: Response) => {
    if (r.request().method() === 'POST' && (r.request().postData() ?? '').includes('"preview":true')) previews.push(await r.json());
  };
  page.on('response', keep);
  await submit();
  const until = Date.now() + 10_000;
  for (;;) {
    for (const one of previews)
      if (one.button && (await page.getByRole('button', { name: one.button, exact: true }).last().isVisible())) {
        page.off('response', keep);
        return one;
      }
    if (Date.now() > until) throw new Error(`no preview on the page: ${JSON.stringify(previews).slice(0, 1000)}`);
    await page.waitForTimeout(25);
  }
}

/** Sends what is filled in, reads the preview, confirms with a double click; one key was used, and one answer is the effect. */
export async function confirm(page: Page, submit: () => Promise<unknown>, previewed: boolean): Promise<{ preview: Json; done: Json }> {
  let shown: Json;
  const keys = new Set<string>();
  const watch = (r: { method(): string; url(): string; postData(): string | null; headers(): Record<string, string> }) => {
    if (r.method() === 'POST' && isWrite(r.url()) && !(r.postData() ?? '').includes('"preview":true'))
      keys.add(r.headers()['idempotency-key'] ?? 'none');
  };
  page.on('request', watch);
  // The second of a double click may be told that the first is under way; the page asks again by itself.
  const answered = page.waitForResponse(
    (r) =>
      r.request().method() === 'POST' &&
      isWrite(r.url()) &&
      !(r.request().postData() ?? '').includes('"preview":true') &&
      ![409, 503].includes(r.status()),
  );
  // Where the preview does not come, its error is told instead of this one's.
  answered.catch(() => undefined);
  if (previewed) {
    shown = await shownBy(page, submit);
    const p = shown;
    const button = page.getByRole('button', { name: p.button, exact: true }).last();
    // What is shown before is the sentence and the money of the preview, to the cent.
    const text = await page.locator('body').innerText();
    if (!text.includes(p.sentence)) throw new Error(`the page does not say: ${p.sentence}`);
    splitsAddUp(p);
    for (const { rows, total } of p.money.splits as { rows: { amount: number }[]; total: { amount: number } }[])
      for (const { amount: a } of [...rows, total]) if (!text.includes(cash(a))) throw new Error(`the page does not show ${cash(a)} of the preview`);
    await tablesAddUp(page);
    await button.dblclick();
  } else await submit();
  const done = await answered;
  const json = await done.json().catch(() => undefined);
  if (!done.ok()) throw new Error(`not done: ${JSON.stringify(json)}`);
  page.off('request', watch);
  if (keys.size !== 1) throw new Error(`sent under ${keys.size} keys`);
  return { preview: shown, done: json };
}

async function doAct(page: Page, base: string, by: Person, contract: string, step: StoryStep): Promise<void> {
  if (step.act === 'take') await findInQueue(page, base, by, contract);
  const c = (await call(base, by, 'GET', `/v1/contracts/${contract}`)).json;
  const action = (c.actions as Json[]).find((a) => a.act === step.act && (!step.on || a.on === step.on));
  if (!action) throw new Error(`${step.act} is not offered`);
  const values = picked(step.input ?? {}, action, c, by);
  const place = action.act === 'end' ? '/end' : /^(case|settlement|question)/.test(action.on) ? `/case/${c.case.id}` : '';
  await go(page, `${base}/contracts/${contract}${place}`);
  if (action.act === 'end') return void (await endByWizard(page, action, values));
  const form = await openAct(page, action);
  await fillIn(form, action, values);
  await confirm(page, () => form.locator('button[type=submit]:visible').last().click(), !action.undo || action.look === true);
}

/** Step by step: fills in what each step asks for, and goes on until the preview is there. */
export async function endByWizard(page: Page, action: Json, values: Readonly<Record<string, unknown>>, toTheEnd = true): Promise<Json> {
  const main = page.locator('main');
  const onwards = async () => {
    for (let steps = 0; steps < 6; steps += 1) {
      if (await main.locator('form').count()) await fillIn(main, action, values);
      const submit = main.locator('form button[type=submit]:visible');
      const last = (await submit.count()) > 0 ? submit.last() : main.locator('.btn.main:visible, [data-next]:visible').last();
      const before = await main.innerText();
      await last.click();
      const deadline = Date.now() + 5000;
      while (Date.now() < deadline && (await main.innerText()) === before) await page.waitForTimeout(30);
      if ((await main.locator('[data-confirm]').count()) || !(await main.locator('form, .btn.main:visible').count())) return;
      if (await main.getByRole('heading', { name: /check/i }).count()) return;
    }
  };
  return toTheEnd ? (await confirm(page, onwards, true)).preview : shownBy(page, onwards);
}

async function findInQueue(page: Page, base: string, by: Person, contract: string): Promise<void> {
  await go(page, `${base}/queue`);
  const { items } = (await call(base, by, 'GET', '/v1/queue')).json as { items: Json[] };
  const item = items.find((i) => (i.contract?.id ?? i.contract ?? i.id) === contract);
  if (!item) throw new Error('the case is not in the queue');
  await page.locator('main').getByText(item.title).first().click();
  await page.waitForURL(/\/contracts\//);
}

// ── comparing ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Every number that an answer has, in minor units, and every amount that its sentences tell. */
function amountsIn(json: unknown, into: Set<string> = new Set()): Set<string> {
  if (typeof json === 'number') into.add(cash(json)).add(cash(Math.abs(json)));
  else if (typeof json === 'string') for (const a of json.match(/\$[\d,]+\.\d\d/g) ?? []) into.add(a);
  else if (json && typeof json === 'object') for (const v of Object.values(json)) amountsIn(v, into);
  return into;
}

/**
 * The page says what the API says: what is held, what silence does, whose turn it is; and no page shows an amount that the API does
 * not know. Nothing is wider than the screen. Returns how many amounts were compared.
 */
async function agree(page: Page, base: string, p: Person, contract: string, balances: boolean): Promise<number> {
  let compared = 0;
  const api = async (path: string): Promise<Json> => (await call(base, p, 'GET', path)).json;
  const c = await api(`/v1/contracts/${contract}`);
  // While a case is open it is the page one looks at; at the ends of a story both are.
  const room = `/contracts/${contract}`;
  const pages = [...(c.case && !balances ? [] : [room]), ...(c.case ? [`${room}/case/${c.case.id}`] : []), ...(balances ? ['/money'] : [])];
  for (const path of pages) {
    await go(page, base + path);
    const text = (await page.locator('main').innerText()).replace(/\u00a0/g, ' ').replace(/\s+/g, ' ');
    const says = (what: string) => {
      if (!text.includes(what.replace(/\s+/g, ' '))) throw new Error(`${path} of ${p.name} does not say "${what}"`);
    };
    const money = await api(`/v1/accounts/${p.account}/money`);
    if (path === '/money') for (const b of money.balances as Json[]) b.amount && says(cash(b.amount));
    else {
      says(c.turn.sentence);
      const mine = c.deadlines.find((d: Json) => d.yours);
      if (mine) says(mine.silence.sentence);
    }
    if (path === room && c.heldMoney > 0) says(cash(c.heldMoney));
    if (path.includes('/case/') && c.case.state !== 'closed') says(cash(c.case.gap));
    const statement = await api(`/v1/accounts/${p.account}/statement`);
    const known = amountsIn([
      c,
      money,
      statement,
      await api(`/v1/contracts/${contract}/money`),
      await api(`/v1/contracts/${contract}/history?limit=500`),
    ]);
    for (const shown of text.match(/\$[\d,]+\.\d\d/g) ?? []) {
      compared += 1;
      if (!known.has(shown)) throw new Error(`${path} of ${p.name} shows ${shown}, which the API does not know`);
    }
    const wide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
    if (wide) throw new Error(`${path} of ${p.name} is wider than the screen`);
  }
  return compared;
}
