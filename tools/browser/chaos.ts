/**
 * Somebody ends a contract, or answers with a dispute, and at one step the network is cut, the server is killed, or the answer is
 * lost. They go on as people do; nothing may have to be typed again, and in the end it happened once, with their words.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { act, call, invite, type Json, type Person } from '@fairhold/server/testing/http';
import type { Browser, Locator, Page } from 'playwright-core';
import { freePort, type Ground, openGround, type ServerProcess, startServer } from '../proof/common.ts';
import { windowOf } from './browser.ts';
import { openAct, unfold } from './steps.ts';

export type Trouble = 'cut' | 'killed' | 'lost' | 'reloaded';
export const TROUBLES: readonly Trouble[] = ['cut', 'killed', 'lost', 'reloaded'];
export type Journey = 'ending' | 'dispute';
/** Steps before which trouble comes: the page is open, something is chosen, the words are typed, the preview is there, it is confirmed. */
export const STEPS = ['opened', 'chosen', 'typed', 'previewed', 'confirmed'] as const;
type Step = (typeof STEPS)[number];

const WORDS = {
  ending: 'The style is not the one on the third page of our brief.',
  dispute: 'All of it was delivered on the ninth, as the brief says.',
};

export interface Shaky {
  /** Goes through a journey with trouble before one step. Returns what is wrong; nothing: []. */
  go(journey: Journey, trouble: Trouble, step: Step): Promise<string[]>;
  close(): Promise<void>;
}

export async function openShaky(browser: Browser): Promise<Shaky> {
  const ground: Ground = await openGround();
  const folder = join(ground.folder, 'data');
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const env = { FAIRHOLD_URL: `http://127.0.0.1:${port}` };
  let server: ServerProcess = await startServer({ url: ground.db.url, folder, port, env });
  const { base } = server;
  const ben = await invite(base, 'ben', { name: 'Ben Shaky' }, 'shaky');
  const ana = await invite(base, 'ana', { name: 'Ana Shaky' }, 'shaky');
  let made = 0;

  async function contract(journey: Journey): Promise<string> {
    made += 1;
    const terms = { title: `Brief ${made}`, scope: 'All.', milestones: [{ title: 'All', amount: 30_000 + made, criteria: ['Complete'] }] };
    const body = { freelancer: ana.account, client: ben.account, currency: 'USD', card: ben.card, terms };
    const sent = await call(base, ben, 'POST', '/v1/contracts', body, { key: crypto.randomUUID() });
    const id = sent.json.id as string;
    await call(base, ben, 'POST', '/v1/clock', { by: 'PT0S' });
    await act(base, ana, id, 'accept');
    if (journey === 'dispute') await act(base, ben, id, 'end', { input: { pay: 'nothing', reason: 'quality' } });
    return id;
  }

  /** Begins the trouble; returns what ends it. */
  async function strike(page: Page, trouble: Trouble): Promise<() => Promise<unknown>> {
    if (trouble === 'cut') {
      await page.context().setOffline(true);
      return () => page.context().setOffline(false);
    }
    if (trouble === 'killed') {
      await server.kill();
      return async () => {
        server = await startServer({ url: ground.db.url, folder, port, env });
      };
    }
    if (trouble === 'reloaded') {
      await page.reload({ waitUntil: 'domcontentloaded' });
      return async () => {};
    }
    // The server gets the next act and does it; the page never hears.
    let once = true;
    await page.route('**/acts', async (route) => {
      if (!once || (route.request().postData() ?? '').includes('"preview":true')) return route.fallback();
      once = false;
      await route.fetch().catch(() => undefined);
      await route.abort('connectionreset');
    });
    return async () => {};
  }

  async function go(journey: Journey, trouble: Trouble, step: Step): Promise<string[]> {
    const id = await contract(journey);
    const by: Person = journey === 'ending' ? ben : ana;
    const w = await windowOf(browser, base, by);
    w.page.setDefaultTimeout(2_000);
    w.page.setDefaultNavigationTimeout(30_000);
    const wrong: string[] = [];
    let ending: Promise<unknown> = Promise.resolve();
    let struck = false;
    const reach = async (s: Step): Promise<void> => {
      if (s !== step || struck) return;
      struck = true;
      const end = await strike(w.page, trouble);
      // It lasts while the person tries to go on.
      ending = new Promise((ok) => setTimeout(ok, 700)).then(end);
    };
    const steps = async () =>
      (
        await ground.db.pool.query<{ input: Json }>('select input from journal where contract = $1 and act = $2', [
          id,
          journey === 'ending' ? 'end' : 'dispute',
        ])
      ).rows;
    try {
      const c = (await call(base, by, 'GET', `/v1/contracts/${id}`)).json;
      const action = (c.actions as Json[]).find((one) => one.act === (journey === 'ending' ? 'end' : 'dispute'));
      await w.page.goto(`${base}/contracts/${id}${journey === 'ending' ? '/end' : `/case/${c.case.id}`}`);
      await w.page.locator('main h1').waitFor({ timeout: 15_000 });
      const person = somebody(w.page, journey, action, reach, wrong);
      const until = Date.now() + 40_000;
      while ((await steps()).length === 0 && Date.now() < until) await person.next().catch(() => w.page.waitForTimeout(150));
      await ending;
      // The page comes to know of it by itself: nothing is left to confirm.
      while ((await person.confirming()) && Date.now() < until) await w.page.waitForTimeout(100);
      if (await person.confirming()) wrong.push('the page still wants it confirmed');
      const rows = await steps();
      if (rows.length !== 1) wrong.push(`it happened ${rows.length} times`);
      if (rows[0] && !JSON.stringify(rows[0].input).includes(WORDS[journey])) wrong.push(`the words are lost: ${JSON.stringify(rows[0].input)}`);
      if (!struck) wrong.push('the trouble never came');
    } finally {
      await ending;
      await w.context.close();
    }
    return [...wrong, ...w.faults].map((x) => `${journey}, ${trouble}, ${step}: ${x}`);
  }

  return {
    go,
    async close() {
      await server.stop();
      await ground.close();
    },
  };
}

/** A person at the page: looks at what is there, does the next thing, and types nothing twice. */
function somebody(page: Page, journey: Journey, action: Json, reach: (s: Step) => Promise<void>, wrong: string[]) {
  const previews = new Set<string>();
  // The page may ask for previews of its own, of what else could be done.
  const mine = `"act":"${journey === 'ending' ? 'end' : 'dispute'}"`;
  page.on('response', (r) => {
    const asked = r.request().postData() ?? '';
    if (asked.includes('"preview":true') && asked.includes(mine))
      void r
        .json()
        .then((p: Json) => p.button && previews.add(p.button))
        .catch(() => undefined);
  });
  const name = journey === 'ending' ? 'text' : 'statement';
  const words = page.locator(`[data-field="${name}"] textarea:visible, textarea#f-${name}:visible`);
  let typed = false;
  let opened = false;
  const chosen = new Set<string>();

  async function confirming(): Promise<Locator | undefined> {
    for (const text of previews) {
      const button = page.getByRole('button', { name: text, exact: true }).last();
      if (await button.isVisible().catch(() => false)) return button;
    }
    return undefined;
  }

  async function fill(form: Locator): Promise<void> {
    await unfold(form);
    const groups = new Set<string>();
    for (const radio of await form.locator('input[type=radio]').all()) groups.add((await radio.getAttribute('name')) ?? '');
    for (const group of groups) {
      const own = form.locator(`input[type=radio][name="${group}"]`);
      if (await form.locator(`input[type=radio][name="${group}"]:checked`).count()) continue;
      if (chosen.has(group)) wrong.push(`what was chosen is gone: ${group}`);
      await own.first().check({ force: true });
      chosen.add(group);
    }
    const amounts = form.locator('input[inputmode=decimal]:visible');
    for (const one of await amounts.all()) if (!(await one.inputValue())) await one.fill('100.00');
    await reach('chosen');
    if ((await words.count()) === 0) return;
    const has = await words.first().inputValue();
    if (has.includes(WORDS[journey])) return;
    if (typed) wrong.push(`what was typed is gone: "${has}"`);
    await words.first().fill(WORDS[journey]);
    typed = true;
    await reach('typed');
  }

  return {
    confirming,
    async next(): Promise<void> {
      if (!opened) await reach('opened');
      opened = true;
      const confirm = await confirming();
      if (confirm) {
        await reach('previewed');
        // The moment after the click: what was sent may have arrived, or not.
        if (await confirm.isEnabled()) await Promise.all([confirm.click(), reach('confirmed')]);
        return page.waitForTimeout(250);
      }
      const again = page.locator('[role=alert] button:visible');
      if (await again.count()) await again.first().click();
      const form = page.locator('main form:visible, dialog[open] form:visible').filter({ has: page.locator('[type=submit]') });
      if (await form.count()) {
        await fill(form.last());
        const submit = form.last().locator('[type=submit]:visible');
        if (await submit.isEnabled()) await submit.click();
      } else if (journey === 'dispute') await openAct(page, action);
      else await page.locator('main .btn.main:visible').last().click();
      await page.waitForTimeout(150);
    },
  };
}
