/** Witnesses of a case: as both sides and the mediator see them, and what a witness sees who has a link and no account. */
import { call, type Json, type Person } from '@fairhold/server/testing/http';
import type { Page } from 'playwright-core';
import type { House } from './house.ts';
import type { PageState } from './state.ts';
import { fillSample, openAct, ready, toPreview } from './steps.ts';

export const WITNESSED = 'Garden calendar';
type Does = (by: string, id: string, name: string, input?: Record<string, unknown>) => Promise<void>;

const SAW =
  'I opened the calendar on my own phone on 3 November, with Ben beside me. Every month loaded, and the colours were the ones from the draft.';
const named = (name: string) => `${name.toLowerCase().replace(/\W+/g, '.')}@witness.example`;

/** Makes them, in a case that is being mediated: one is asked, one said something, one declined, one is asked by the other side. Returns what opens their pages. */
export async function withWitnesses(base: string, ben: Person, does: Does, id: string): Promise<ReadonlyMap<string, string>> {
  const links = new Map<string, string>();
  const invites = async (by: string, name: string, about: string) => {
    await does(by, id, 'inviteWitness', { witness: { name, email: named(name) }, about });
    await call(base, ben, 'POST', '/v1/clock', { by: 'PT0S' });
    const { items } = (await call(base, undefined, 'GET', `/v1/sandbox/mails?to=${named(name)}`)).json as { items: Json[] };
    links.set(name, /\/witness#[\w-]+/.exec(items[0].text)?.[0] ?? '');
  };
  const answers = async (name: string, act: string, input: Json) => {
    const body = { token: links.get(name)?.split('#')[1], act, input };
    const { digest } = (await call(base, undefined, 'POST', '/v1/witness/acts', { ...body, preview: true })).json;
    const done = await call(base, undefined, 'POST', '/v1/witness/acts', { ...body, digest }, { key: crypto.randomUUID() });
    if (done.status !== 200) throw new Error(`${name} ${act}: ${done.text}`);
  };
  await invites('ben', 'Dora Lindgren', 'Whether the calendar loaded when we opened it together on your phone.');
  await answers('Dora Lindgren', 'giveStatement', { statement: SAW, ownKnowledge: true });
  await invites('ben', 'Cleo Marsh', 'Which colours the agency before had been asked for, and what it delivered.');
  await invites('ana', 'Emil Wirth', 'Whether the client changed the list of plants after the first draft.');
  await answers('Emil Wirth', 'declineStatement', { reason: 'I had left the project by then.' });
  await invites('ana', 'Fritz Baumgartner', 'Whether you saw the printed proof, and what was said about it.');
  return links;
}

const inCase = (who: string, page: string, name = `case, with witnesses, as ${who}`, more: Partial<PageState> = {}): PageState => ({
  name,
  page,
  who,
  path: (h) => `/contracts/${h.id(WITNESSED)}/case/case1`,
  ...more,
});
/** The same link once more is no new page, and what was typed stays in the window. */
const anew = async (page: Page): Promise<void> => {
  if (page.url().startsWith('http')) await page.evaluate('sessionStorage.clear()');
  await page.goto('about:blank');
};
const link = (is: string, witness: string, enter?: PageState['enter'], more: Partial<PageState> = {}): PageState => ({
  name: `witness, ${is}`,
  page: 'witness',
  path: (h) => h.link(witness),
  before: anew,
  ...(enter && { enter }),
  ...more,
});
const inviting = async (page: Page, h: House) =>
  openAct(
    page,
    (await h.contract('ana', WITNESSED)).actions.find((a: Json) => a.act === 'inviteWitness'),
  );
const written: PageState['enter'] = async (page) => {
  await page
    .locator('#f-statement')
    .fill('I saw the printed proof on Friday. Ben said that the green was too dark, and Ana said that she would print it again.');
  await page.locator('#f-ownKnowledge').check();
  await page.locator('main form').first().locator('[type=submit]').click();
  await page.locator('main .steps').first().waitFor();
};

export const WITNESS_STATES: readonly PageState[] = [
  inCase('ben', 'case'),
  inCase('ana', 'case'),
  inCase('milo', 'mediation'),
  inCase('ana', 'case', 'case, form inviteWitness', { enter: (page, h) => inviting(page, h) }),
  inCase('ana', 'case', 'case, check inviteWitness', {
    enter: async (page, h) => {
      const form = await inviting(page, h);
      await fillSample(form);
      await toPreview(page, form);
    },
  }),
  inCase('ana', 'case', 'case, check withdrawInvitation', {
    enter: async (page, h) => {
      await openAct(
        page,
        (await h.contract('ana', WITNESSED)).actions.find((a: Json) => a.act === 'withdrawInvitation'),
      );
    },
  }),
  link('asked', 'Fritz Baumgartner'),
  link('a mistake', 'Fritz Baumgartner', async (page) => {
    await page.locator('#f-statement').fill('Yes.');
    await page.locator('main form').first().locator('[type=submit]').click();
    await page.getByRole('alert').waitFor();
  }),
  link('declining', 'Fritz Baumgartner', async (page) => {
    await page.locator('main details').last().locator('summary').click();
  }),
  link('check', 'Fritz Baumgartner', written),
  // It uses up its invitation: one that no other state needs.
  link(
    'receipt',
    'Cleo Marsh',
    async (page, h) => {
      await written(page, h);
      await page.locator('main .btn.main').click();
      await page.getByRole('heading', { level: 2 }).first().waitFor();
      await ready(page);
    },
    { once: true },
  ),
  link('link used', 'Dora Lindgren', async (page) => {
    await page.getByRole('alert').waitFor();
  }),
];
