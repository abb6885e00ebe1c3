/** A server of its own with the demo world and a few states more, and a window for each person: what a11y, glance and screenshots walk through. */
import { act, call, invite, type Json, type Person, signIn } from '@fairhold/server/testing/http';
import type { Browser, Page } from 'playwright-core';
import { buildWeb } from '../build-web.ts';
import { type Ground, openGround, type ServerProcess, startServer } from '../proof/common.ts';
import { findBrowser, launch } from './browser.ts';
import { casesByTopic, casesTwice } from './house-topics.ts';
import { WITNESSED, withWitnesses } from './states-witness.ts';

export interface House {
  readonly base: string;
  readonly browser: Browser;
  readonly people: Readonly<Record<string, Person>>;
  /** Id of the contract with this title. */
  id(title: string): string;
  /** The page behind the link that a witness got by mail. */
  link(witness: string): string;
  /** The contract as this person is answered. */
  contract(who: string, title: string): Promise<Json>;
  /** The window of a person, or of nobody; one each, in the size and theme it was left in. */
  window(who?: string): Promise<Page>;
  /** From now on everybody reads this language, in windows that are opened from now on. */
  speak(tag: string): Promise<void>;
  /** Closes the window of a person: an open page goes on asking. */
  leave(who?: string): Promise<void>;
  /** What went wrong in pages' scripts since the last call. */
  faults(): string[];
  close(): Promise<void>;
}

export const EXTRA = {
  asked: 'Catalogue of tiles',
  settled: 'Ringing tones',
  change: 'Mobile app screens',
  long: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsbroschüre',
  yen: 'Manga pages',
  ready: 'Book cover',
  over: 'Flyer',
  parting: 'Beer mats',
  time: 'Trail map',
  agency: 'House signs',
  blind: 'Tram map',
  named: 'Street signs',
  notMet: 'Wall calendar',
  met: 'Season ticket',
  back: 'Tea towels',
  onItsWay: 'Drink coasters',
} as const;

/**
 * Starts everything. Where no browser is found the process ends with a sentence: as a failure in continuous integration and for
 * whoever asked for all of it, else as skipped.
 */
export async function openHouse(): Promise<House> {
  const found = findBrowser();
  if (!found) {
    console.log('No Chromium was found. Install one (Debian: apt-get install chromium), or say where it is in CHROMIUM.');
    const needed = process.env['CI'] !== undefined || !process.argv.includes('--quick');
    console.log(JSON.stringify({ broken: needed ? 1 : 0, skipped: 'no Chromium' }));
    process.exit(needed ? 1 : 0);
  }
  if (!buildWeb()) throw new Error('the web app could not be built');
  const ground: Ground = await openGround();
  const server: ServerProcess = await startServer({ url: ground.db.url, folder: ground.folder, env: { FAIRHOLD_SEED: 'yes' } });
  const { base } = server;
  const browser = await launch(found);
  const people = await peopleOf(base);
  const links = await moreStates(base, people);
  const ids = await idsOf(base, people);
  const windows = new Map<string, Page>();
  let faults: string[] = [];
  let locale = 'en-US';
  let spoken = false;
  const id = (title: string): string => {
    const is = ids.get(title);
    if (!is) throw new Error(`there is no contract "${title}"`);
    return is;
  };
  return {
    base,
    browser,
    people,
    id,
    link: (witness) => links.get(witness) ?? '/witness',
    contract: async (who, title) => (await call(base, people[who], 'GET', `/v1/contracts/${id(title)}`)).json,
    async window(who = 'nobody') {
      const known = windows.get(who);
      if (known) return known;
      const context = await browser.newContext({ locale, timezoneId: 'UTC', reducedMotion: 'reduce' });
      const cookies = (people[who]?.cookie ?? '').split('; ').filter(Boolean);
      await context.addCookies(cookies.map((c) => ({ name: c.slice(0, c.indexOf('=')), value: c.slice(c.indexOf('=') + 1), url: base })));
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      page.on('pageerror', (e) => faults.push(`${new URL(page.url()).pathname} (${who}): ${e.message}`));
      windows.set(who, page);
      return page;
    },
    async speak(tag) {
      for (const person of Object.values(people)) {
        await call(base, person, 'PATCH', '/v1/me', { locale: tag });
        // What was typed in the first language is not there in the second: each state is entered as it was then.
        if (spoken)
          for (const { key } of (await call(base, person, 'GET', '/v1/drafts')).json.items ?? [])
            await call(base, person, 'DELETE', `/v1/drafts/${encodeURIComponent(key)}`);
      }
      locale = tag;
      spoken = true;
    },
    async leave(who = 'nobody') {
      const page = windows.get(who);
      windows.delete(who);
      // An answer that is being changed on its way would find its page gone.
      await page?.unrouteAll({ behavior: 'ignoreErrors' });
      await page?.context().close();
    },
    faults() {
      const was = faults;
      faults = [];
      return was;
    },
    async close() {
      await browser.close();
      await server.stop();
      await ground.close();
    },
  };
}

/** The demo people, signed in, with their cards, and some who are not: nobody's client yet, a mediator, an auditor, a long name. */
async function peopleOf(base: string): Promise<Record<string, Person>> {
  const out: Record<string, Person> = {};
  const { json } = await call(base, undefined, 'GET', '/v1/sandbox/people');
  for (const p of json.items as { id: string; name: string; email: string }[]) {
    const key = p.email.slice(0, p.email.indexOf('@'));
    const bare = { key, name: p.name, id: p.id, account: p.id, cookie: await signIn(base, p.id), card: '' };
    const me = await call(base, bare, 'GET', '/v1/me');
    const account = (me.json.seats as Json[]).find((s) => s.role === 'manager')?.account ?? p.id;
    const cards = await call(base, bare, 'GET', `/v1/cards?account=${account}`);
    out[key] = { ...bare, account, card: cards.json?.items?.[0]?.id ?? '' };
  }
  out['nora'] = await invite(base, 'nora', { name: 'Nora New' }, 'house');
  out['mila'] = await invite(base, 'mila', { name: 'Mila Mediator', staff: ['mediator'] }, 'house');
  out['nils'] = await invite(base, 'nils', { name: 'Nils Mediator', staff: ['mediator'] }, 'house');
  out['milo'] = await invite(base, 'milo', { name: 'Milo Mediator', staff: ['mediator'] }, 'house');
  out['audrey'] = await invite(base, 'audrey', { name: 'Audrey Auditor', staff: ['auditor'] }, 'house');
  out['wolf'] = await invite(base, 'wolf', { name: 'Wolfeschlegelsteinhausenbergerdorff von und zu Hohenberg' }, 'house');
  return out;
}

async function idsOf(base: string, people: Readonly<Record<string, Person>>): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const who of ['ben', 'clara', 'wolf']) {
    const { json } = await call(base, people[who], 'GET', '/v1/contracts?limit=100');
    for (const c of json.items as { id: string; title: string }[]) ids.set(c.title, c.id);
  }
  return ids;
}

/** States that the demo world lacks. */
async function moreStates(base: string, people: Readonly<Record<string, Person>>): Promise<ReadonlyMap<string, string>> {
  const p = (key: string) => people[key] as Person;
  const settle = () => call(base, p('ben'), 'POST', '/v1/clock', { by: 'PT0S' });
  const does = async (by: string, id: string, name: string, input: Record<string, unknown> = {}) => {
    const { done } = await act(base, p(by), id, name, { input });
    if (done.status !== 200) throw new Error(`${by} ${name}: ${done.text}`);
    await settle();
  };
  const offer = async (client: string, freelancer: string, title: string, amount: number, currency = 'USD') => {
    const milestones = [
      { title: 'First part', description: '', amount, criteria: ['Complete', 'In the agreed style'] },
      { title: 'Second part', description: '', amount: amount * 2, criteria: ['Complete'] },
    ];
    const body = {
      client: p(client).account,
      freelancer: p(freelancer).account,
      currency,
      card: p(client).card,
      terms: { title, scope: 'All of it, as discussed.', milestones },
    };
    const sent = await call(base, p(client), 'POST', '/v1/contracts', body, { key: crypto.randomUUID() });
    if (sent.status !== 201) throw new Error(`${title}: ${sent.text}`);
    await settle();
    return sent.json.id as string;
  };
  const dispute = async (id: string) => {
    await does('ben', id, 'end', { pay: 'nothing', reason: 'quality' });
    const statement = 'Everything we agreed on was delivered, and in time.';
    await does('ana', id, 'dispute', { claim: 10_000, reason: 'workDone', statement, criteria: 'met' });
  };
  const asked = await offer('ben', 'ana', EXTRA.asked, 20_000);
  await does('ana', asked, 'accept');
  await dispute(asked);
  await does('ben', asked, 'contest', { statement: 'The style is not the one we agreed on.', criteria: 'partly' });
  await does('mila', asked, 'take');
  await does('mila', asked, 'ask', { to: 'freelancer', question: 'Which of the tiles were photographed by you yourself?' });

  const settled = await offer('ben', 'ana', EXTRA.settled, 30_000);
  await does('ana', settled, 'accept');
  await dispute(settled);
  await does('ben', settled, 'offerSettlement', { freelancer: 5_000, note: 'Half of what you claim.', days: 3 });
  await does('ana', settled, 'counterOffer', { freelancer: 7_500, note: 'Three quarters.' });
  await does('ben', settled, 'acceptOffer');

  const change = await offer('ben', 'raj', EXTRA.change, 40_000);
  await does('raj', change, 'accept');
  await does('raj', change, 'proposeMilestone', { title: 'Dark theme', amount: 12_000, description: 'All screens in dark.' });

  await does('ana', await offer('ben', 'ana', EXTRA.back, 18_000), 'decline');
  const onItsWay = await offer('ben', 'ana', EXTRA.onItsWay, 22_000);
  await does('ana', onItsWay, 'accept');
  await does('ana', onItsWay, 'end', { reason: 'noLongerNeeded' });

  const long = await offer('wolf', 'raj', EXTRA.long, 999_999_00);
  await does('raj', long, 'accept');
  await offer('clara', 'ana', EXTRA.yen, 450_000, 'EUR');
  await does('raj', await offer('ben', 'raj', EXTRA.over, 7_000), 'accept');
  const ready = await offer('ben', 'ana', EXTRA.ready, 25_000);
  await does('ana', ready, 'accept');
  await does('ana', ready, 'submit', { message: 'Here is the cover, in print quality.', criteria: 'met' });
  await does('ana', ready, 'say', { text: 'Please look at the spine, too.' });
  const parting = await offer('ben', 'ana', EXTRA.parting, 30_000);
  await does('ana', parting, 'accept');
  await does('ana', parting, 'offerEnding', { freelancer: 12_000, note: 'Half is done. Shall we leave it at that?', days: 3 });
  await does('mara', await offer('ben', 'mara', EXTRA.agency, 28_000), 'accept');
  await blindBids(async (title) => {
    const id = await offer('ben', 'ana', title, 30_000);
    await does('ana', id, 'accept');
    await dispute(id);
    return (by, name, input) => does(by, id, name, input);
  });
  const time = await offer('ben', 'ana', EXTRA.time, 15_000);
  await does('ana', time, 'accept');
  await does('ben', time, 'end', { pay: 'nothing', reason: 'quality' });
  await casesByTopic({ base, person: p, offer, does });
  await casesTwice({ base, person: p, offer, does });
  await does('ana', time, 'askTime', { days: 3, reason: 'I am in hospital until Friday and cannot reach my files.' });
  const witnessed = await offer('ben', 'ana', WITNESSED, 18_000);
  await does('ana', witnessed, 'accept');
  await dispute(witnessed);
  await does('ben', witnessed, 'contest', { statement: 'The colours are not those of the draft.', criteria: 'partly' });
  await does('milo', witnessed, 'take');
  return withWitnesses(base, p('ben'), does, witnessed);
}

/** Rounds of blind bids about 100.00: proposed, with one number in, not met, met. `disputed`: a case, and who does something in it. */
async function blindBids(disputed: (title: string) => Promise<(by: string, name: string, input?: Record<string, unknown>) => Promise<void>>) {
  for (const title of [EXTRA.blind, EXTRA.named, EXTRA.notMet, EXTRA.met]) {
    const does = await disputed(title);
    await does('ben', 'proposeBlind');
    if (title === EXTRA.blind) continue;
    await does('ana', 'joinBlind');
    await does('ana', 'bid', { least: 6_237 });
    if (title !== EXTRA.named) await does('ben', 'bid', { most: title === EXTRA.met ? 7_500 : 5_000 });
  }
}
