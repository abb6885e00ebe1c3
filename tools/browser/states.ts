/** Every page in every state that people meet, by name: who is signed in, where, and what they have done there. */
import { fill, type ProblemWords, wordsFor } from '@fairhold/copy';
import type { Page, Route } from 'playwright-core';
import { EXTRA, type House } from './house.ts';
import { at, loading, type PageState, stuck } from './state.ts';
import { FILE_STATES } from './states-files.ts';
import { FRAME_STATES } from './states-frame.ts';
import { PAYOUT_STATES } from './states-payouts.ts';
import { STAFF } from './states-staff.ts';
import { TOPIC_STATES } from './states-topics.ts';
import { WEBHOOK_STATES } from './states-webhooks.ts';
import { WITNESS_STATES } from './states-witness.ts';
import { fillSample, openAct, ready, toPreview } from './steps.ts';

export type { PageState };

const slug = (title: string): string => title.slice(0, 24).toLowerCase().replace(/\W+/g, '-');
const room = (who: string, title: string, is: string, more: Partial<PageState> = {}, page = 'workroom'): PageState => ({
  name: `${page}, ${is}, as ${who}`,
  page,
  who,
  path: (h) => `/contracts/${h.id(title)}`,
  ...more,
});
const dispute = (who: string, title: string, is: string, page = 'case', more: Partial<PageState> = {}): PageState => ({
  ...room(who, title, is, { path: (h) => `/contracts/${h.id(title)}/case/case1`, ...more }, 'case'),
  page,
});

/** The form of an act, open. */
const form = (who: string, title: string, act: string, path?: PageState['path']): PageState =>
  room(who, title, `form ${act} (${slug(title)})`, {
    ...(path && { path }),
    enter: async (page, h) =>
      openAct(
        page,
        (await h.contract(who, title)).actions.find((a: { act: string }) => a.act === act),
      ),
  });
/** The same, filled in and previewed: the page on which one checks before one decides. */
const check = (who: string, title: string, act: string, path?: PageState['path']): PageState =>
  room(who, title, `check ${act} (${slug(title)})`, {
    ...(path && { path }),
    enter: async (page, h) => {
      const open = await openAct(
        page,
        (await h.contract(who, title)).actions.find((a: { act: string }) => a.act === act),
      );
      await fillSample(open);
      await toPreview(page, open);
    },
  });
const onCase = (title: string) => (h: House) => `/contracts/${h.id(title)}/case/case1`;
const onEnd = (title: string) => (h: House) => `/contracts/${h.id(title)}/end`;
/** So many steps into the ending: chosen, said why, and the fifth: confirmed. That is the only state that changes something. */
const wizard = (step: number) => async (page: Page) => {
  for (let n = 1; n < step; n += 1) {
    const form = page.locator('main form:has([type=submit])');
    const before = await page.locator('main').innerText();
    if (n === 4) await page.locator('main .btn.danger').last().click();
    else if (n > 1 && (await form.count())) {
      await fillSample(form.last());
      await form.last().locator('[type=submit]').click();
    } else await page.locator('main .btn.main').last().click();
    for (let wait = 0; wait < 100 && (await page.locator('main').innerText()) === before; wait += 1) await page.waitForTimeout(30);
    await ready(page);
  }
  if (step === 4) await page.locator('main .btn.danger').last().waitFor();
};
const tab = (n: number) => async (page: Page) => {
  await page.getByRole('tab').nth(n).click();
  await ready(page);
};
/** A proposal half written, with its earlier versions open. */
const written = async (page: Page) => {
  await page.locator('#f-freelancer').fill('120');
  await page.locator('select.cite').nth(1).selectOption({ index: 1 });
  await page.locator('#f-reasons').fill('The colours are wrong on two of the pages. The rest is as agreed.');
  await page
    .getByText('Draft saved.')
    .first()
    .waitFor({ timeout: 5000 })
    .catch(() => undefined);
  await page.locator('main form details summary').last().click();
  await ready(page);
};
const broken = (pattern: string) => (page: Page) => page.route(pattern, saying('internal', page));
const cut = (pattern: string) => (page: Page) => page.route(pattern, (route) => route.abort('connectionfailed'));
/** Answers with a "no", in the words that the product has for it in the language of the page. */
const saying = (code: string, page: Page) => async (route: Route) => {
  const lang = (await page.locator('html').getAttribute('lang')) ?? 'en';
  const values = { most: (1200).toLocaleString(lang), seconds: 40 };
  const { status, ...said } = wordsFor(lang).PROBLEMS[code] as ProblemWords;
  const words = { ...said, detail: fill(said.detail, values), fix: fill(said.fix, values) };
  const problem = { type: `/docs#problem-${code}`, ...words, status, code, requestId: '01a20eee-1680-79f9-a21e-f64572194c7e' };
  await route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify(problem) });
};
const tooMany = (page: Page) => page.route('**/v1/contracts?**', saying('rate_limited.account', page));
/** The page has given up asking and says so. */
const refused: PageState['enter'] = (page) => page.getByRole('alert').first().waitFor();

/** One of the parts takes the focus when it comes; nobody has looked for it here. */
const fromTop = async (page: Page) => {
  await page.locator('main h1').waitFor();
  await page.locator('main .problem').first().waitFor();
  // What comes late is there, and nothing moves any more.
  for (let [was, is] = [-1, 0]; was !== is; ) {
    was = is;
    await page.waitForTimeout(500);
    is = (await page.evaluate('document.body.scrollHeight')) as number;
  }
  await page.evaluate('scrollTo(0, 0)');
};
const statementOf = async (page: Page, period: string) => {
  await page.locator(`[data-preset=${period}]`).click();
  await ready(page);
};

const OUTSIDE: readonly PageState[] = [
  at('sign-in', 'sign in', undefined, '/sign-in'),
  at('sign-in', 'sign in, wrong password', undefined, '/sign-in', {
    enter: async (page) => {
      await page.locator('input[type=email]').fill('ben@demo.example');
      await page.locator('input[type=password]').fill('not-the-password');
      await page.locator('form button[type=submit]').click();
      await page.getByRole('alert').waitFor();
    },
  }),
  at('sign-up', 'sign up', undefined, '/sign-up'),
  at('reset-password', 'reset password', undefined, '/reset-password'),
  at('verify', 'confirm an address', undefined, '/verify?token=old'),
  at('verify', 'confirm an address, link too old', undefined, '/verify?token=old', {
    enter: async (page) => {
      await page.locator('main .btn.main').click();
      await page.getByRole('alert').waitFor();
    },
  }),
  at('not-found', 'no such page, nobody', undefined, '/nowhere'),
  at('not-found', 'no such page', 'ben', '/nowhere'),
  at('not-found', 'no such contract', 'ben', '/contracts/01a20eee-1680-79f9-a21e-f64572194c7e', { unready: true, enter: refused }),
];

const LISTS: readonly PageState[] = [
  at('contracts', 'contracts, client', 'ben', '/'),
  at('contracts', 'contracts, freelancer', 'ana', '/'),
  at('contracts', 'contracts, agency manager', 'mara', '/'),
  at('contracts', 'contracts, agency member', 'moe', '/'),
  at('contracts', 'contracts, first use', 'nora', '/'),
  at('contracts', 'contracts, need me', 'ben', '/?group=needs_me'),
  at('contracts', 'contracts, menu of a row', 'ben', '/', {
    enter: async (page) => {
      await page.locator('.row-more').first().click();
      await page.getByRole('menu').waitFor();
    },
  }),
  at('contracts', 'contracts, waiting', 'ben', '/?group=waiting'),
  at('contracts', 'contracts, found', 'ben', '/?q=film'),
  at('contracts', 'contracts, nothing found', 'ben', '/?q=zzzz'),
  at('contracts', 'contracts, long names', 'wolf', '/'),
  at('contracts', 'contracts, loading', 'ben', '/', { before: stuck('**/v1/contracts?**'), unready: true, enter: loading }),
  at('contracts', 'contracts, failed', 'ben', '/', { before: broken('**/v1/contracts?**'), unready: true, enter: refused }),
  at('contracts', 'contracts, no connection', 'ben', '/', { before: cut('**/v1/contracts?**'), unready: true, enter: refused }),
  at('contracts', 'contracts, support', 'sue', '/contracts'),
  at('contracts', 'contracts, auditor', 'audrey', '/contracts'),
  at('money', 'money, client', 'ben', '/money'),
  at('money', 'money, freelancer', 'ana', '/money'),
  at('money', 'money, paying out', 'ana', '/money', { enter: async (page) => openAct(page, { act: 'payOut', title: 'Pay out' }) }),
  at('money', 'money, agency', 'mara', '/money'),
  at('money', 'money, statement of the year', 'ben', '/money', { enter: async (page) => statementOf(page, 'thisYear') }),
  at('money', 'money, statement filtered', 'ben', '/money?from=2026-01-01&to=2027-12-31&q=film'),
  at('money', 'money, statement of an empty year', 'ana', '/money', { enter: async (page) => statementOf(page, 'lastYear') }),
  at('money', 'money, first use', 'nora', '/money'),
  at('notices', 'notices, client', 'ben', '/notices'),
  at('notices', 'notices, freelancer', 'ana', '/notices'),
  at('notices', 'notices, none', 'nora', '/notices'),
  at('notices', 'notices, mediator', 'mia', '/notices'),
  at('settings', 'settings, client', 'ben', '/settings'),
  ...WEBHOOK_STATES,
  ...PAYOUT_STATES,
  ...FRAME_STATES,
  at('contracts', 'contracts, too many requests', 'ben', '/', { before: tooMany, unready: true, enter: refused }),
  at('settings', 'settings, agency manager', 'mara', '/settings'),
  // One of its parts is a page that loads for ever.
  at('parts', 'every part in its states', 'ben', '/_parts', { unready: true, enter: fromTop }),
  at('mails', 'mails of the sandbox', 'ben', '/sandbox/mails'),
];

const ROOMS: readonly PageState[] = [
  at('offer-new', 'new offer', 'ben', '/offers/new'),
  at('offer-new', 'new offer, half written', 'wolf', '/offers/new', {
    enter: async (page) => {
      const kept = page.waitForResponse((r) => r.request().method() === 'PUT' && r.url().includes('/v1/drafts/') && r.ok());
      // Another language is another draft: the same words would not be saved anew.
      await page.locator('#f-title').fill(`Layout of a catalogue (${await page.locator('html').getAttribute('lang')})`);
      await page.locator('[id="f-milestones.1.amount"]').fill('1,250.50');
      await kept;
    },
  }),
  at('offer-new', 'new offer, session over', 'nora', '/offers/new', {
    before: (page) => page.route('**/v1/contracts', saying('not_signed_in', page)),
    enter: async (page) => {
      await page.locator('main form [type=submit]').click();
      await page.getByRole('alert').waitFor();
    },
  }),
  room('clara', 'Business cards', 'offer expired', {}, 'offer'),
  room('clara', EXTRA.yen, 'offer sent', {}, 'offer'),
  room('ana', EXTRA.yen, 'offer to answer', {}, 'offer'),
  room('raj', 'A test page for the shop', 'offer with flags', {}, 'offer'),
  room('raj', 'A test page for the shop', 'a flag becomes a message', { enter: (page) => page.locator('#look button').first().click() }, 'offer'),
  room('ben', 'Logo animation', 'offer countered', {}, 'offer'),
  room('ana', 'Logo animation', 'offer countered', {}, 'offer'),
  room('clara', 'Opening speech', 'card declined', {}, 'offer'),
  room('clara', 'Shop window lettering', 'offer declined', {}, 'offer'),
  room('clara', 'Press release', 'offer withdrawn', {}, 'offer'),
  room('ben', 'Shop website', 'active'),
  room('raj', 'Shop website', 'active'),
  room('ben', 'Explainer video', 'submitted'),
  room('ana', 'Explainer video', 'submitted'),
  room('clara', 'Product texts', 'paid in part'),
  room('clara', 'Poster', 'changes asked for'),
  room('ana', 'Poster', 'changes asked for'),
  room('clara', 'A set of icons', 'paid by silence'),
  room('ben', EXTRA.change, 'change proposed'),
  room('raj', EXTRA.change, 'change proposed'),
  room('ben', EXTRA.parting, 'end by agreement to answer'),
  room('ana', EXTRA.parting, 'end by agreement offered'),
  room('sue', EXTRA.time, 'more time asked for'),
  room('moe', EXTRA.agency, 'active, for a manager to end'),
  room('wolf', EXTRA.long, 'long names and large sums'),
  room('ben', 'Brand book', 'ended, refund asked for'),
  room('mara', 'Brand book', 'ended, refund asked for'),
  room('moe', 'Brand book', 'ended, refund asked for'),
  room('ben', 'Five blog posts', 'paid and ended'),
  room('raj', 'Five blog posts', 'paid and ended'),
  room('ben', 'Product film', 'closed by an award'),
  room('ben', EXTRA.settled, 'settled'),
  ...(['ben', 'ana'] as const).flatMap((who) => [
    room(who, EXTRA.back, 'money with the bank after an offer', {}, 'offer'),
    room(who, EXTRA.onItsWay, 'money with the bank after the end'),
  ]),
  room('sue', 'Explainer video', 'submitted'),
  room('ben', 'Shop website', 'messages', { enter: tab(1) }),
  room('ben', 'Shop website', 'third tab', { enter: tab(2) }),
  room('ben', 'Shop website', 'fourth tab', { enter: tab(3) }),
  room('ben', 'Shop website', 'last tab', { enter: async (page) => tab((await page.getByRole('tab').count()) - 1)(page) }),
  room('ben', 'Shop website', 'loading', { before: stuck('**/v1/contracts/**'), unready: true, enter: loading }),
  room('ben', 'Shop website', 'failed', { before: broken('**/v1/contracts/**'), unready: true, enter: refused }),
];

const ACTS: readonly PageState[] = [
  form('ben', 'Explainer video', 'approve'),
  check('ben', 'Explainer video', 'approve'),
  form('ben', 'Explainer video', 'requestChanges'),
  form('raj', 'Shop website', 'submit'),
  form('ben', 'Shop website', 'editMilestone'),
  form('ben', 'Shop website', 'addMilestone'),
  check('ben', 'Shop website', 'payBonus'),
  check('ben', 'Logo animation', 'approve'),
  check('raj', 'Five blog posts', 'giveBack'),
  check('raj', 'Product texts', 'disputePartial'),
  form('ben', EXTRA.settled, 'giveFeedback'),
  check('ben', 'Newsletter template', 'lowerRequest', onCase('Newsletter template')),
  check('ana', EXTRA.yen, 'accept'),
  check('ana', EXTRA.yen, 'decline'),
  form('ana', EXTRA.yen, 'proposeChanges'),
  check('ben', EXTRA.change, 'approveChange'),
  check('ben', EXTRA.parting, 'acceptEnding'),
  check('raj', 'Shop website', 'offerEnding'),
  check('ana', 'Newsletter template', 'askTime', onCase('Newsletter template')),
  form('sue', EXTRA.time, 'extend'),
  check('ana', 'Newsletter template', 'approveRefund', onCase('Newsletter template')),
  form('ana', 'Newsletter template', 'dispute', onCase('Newsletter template')),
  check('ana', 'Newsletter template', 'dispute', onCase('Newsletter template')),
  form('ana', 'Newsletter template', 'offerSettlement', onCase('Newsletter template')),
  check('ben', 'Podcast jingle', 'approveClaim', onCase('Podcast jingle')),
  check('ben', 'Podcast jingle', 'contest', onCase('Podcast jingle')),
  check('ana', 'Podcast jingle', 'acceptOffer', onCase('Podcast jingle')),
  form('ana', 'Podcast jingle', 'counterOffer', onCase('Podcast jingle')),
  check('ana', EXTRA.blind, 'joinBlind', onCase(EXTRA.blind)),
  form('ben', EXTRA.named, 'bid', onCase(EXTRA.named)),
  check('ben', EXTRA.named, 'bid', onCase(EXTRA.named)),
  check('ben', 'Packaging design', 'answerProposal', onCase('Packaging design')),
  check('ben', 'Trade fair film', 'payFee', onCase('Trade fair film')),
  form('ana', EXTRA.asked, 'answerQuestion', onCase(EXTRA.asked)),
];

const CASES: readonly PageState[] = [
  dispute('ben', 'Newsletter template', 'refund asked for', 'refund'),
  dispute('ana', 'Newsletter template', 'refund asked for', 'refund'),
  dispute('mara', 'Brand book', 'refund asked for', 'refund'),
  dispute('moe', 'Brand book', 'refund asked for', 'refund'),
  dispute('ben', 'Podcast jingle', 'disputed, offer open', 'case', { also: 'settlement' }),
  dispute('ana', 'Podcast jingle', 'disputed, offer open', 'case', { also: 'settlement' }),
  dispute('ben', 'Menu design', 'waits for a mediator'),
  dispute('nia', 'Menu design', 'before the declaration', 'mediation'),
  dispute('ben', EXTRA.asked, 'mediator asks'),
  dispute('ana', EXTRA.asked, 'mediator asks'),
  dispute('mila', EXTRA.asked, 'mediating', 'mediation'),
  dispute('mila', EXTRA.asked, 'a proposal is written', 'mediation', { enter: written }),
  dispute('max', 'Company film', 'second reader', 'mediation'),
  dispute('ben', 'Packaging design', 'proposal to answer'),
  dispute('ana', 'Packaging design', 'proposal answered'),
  dispute('ben', 'Trade fair film', 'fee to pay', 'arbitration'),
  dispute('ana', 'Trade fair film', 'fee paid', 'arbitration'),
  dispute('ben', 'Image film', 'at the hearing', 'arbitration'),
  dispute('art', 'Image film', 'at the hearing', 'mediation'),
  dispute('ben', 'Product film', 'closed by an award'),
  dispute('ana', EXTRA.settled, 'settled'),
  ...(['ben', 'ana'] as const).flatMap((who) => [
    dispute(who, EXTRA.blind, 'blind bids proposed'),
    dispute(who, EXTRA.named, 'blind bids, one number in'),
    dispute(who, EXTRA.notMet, 'blind bids, not met'),
    dispute(who, EXTRA.met, 'blind bids, met'),
  ]),
  dispute('ana', EXTRA.time, 'more time asked for', 'refund'),
  dispute('ben', EXTRA.time, 'more time asked for', 'refund'),
  dispute('sue', EXTRA.time, 'more time asked for', 'mediation'),
  dispute('sue', 'Menu design', 'support looks', 'mediation'),
];

const ENDING: readonly PageState[] = [
  room('ben', 'Shop website', 'first step', { path: onEnd('Shop website') }, 'ending'),
  room('raj', 'Shop website', 'first step', { path: onEnd('Shop website') }, 'ending'),
  room('ben', 'Shop website', 'choices', { path: (h) => `${onEnd('Shop website')(h)}?step=2` }, 'ending'),
  room('ben', 'Shop website', 'second step', { path: onEnd('Shop website'), enter: wizard(2) }, 'ending'),
  room('ben', 'Shop website', 'third step', { path: onEnd('Shop website'), enter: wizard(3) }, 'ending'),
  room('ben', 'Shop website', 'check', { path: onEnd('Shop website'), enter: wizard(4) }, 'ending'),
  room('raj', EXTRA.long, 'check', { path: onEnd(EXTRA.long), enter: wizard(4) }, 'ending'),
  room('ben', EXTRA.over, 'done', { path: onEnd(EXTRA.over), enter: wizard(5), once: true }, 'ending'),
  room(
    'raj',
    EXTRA.long,
    'offered by agreement',
    {
      path: onEnd(EXTRA.long),
      enter: async (page, h) => {
        const act = (await h.contract('raj', EXTRA.long)).actions.find((a: { act: string }) => a.act === 'offerEnding');
        const open = await openAct(page, act);
        await fillSample(open);
        await toPreview(page, open);
        await open.locator('.btn.main, .btn.danger').last().click();
        await page.locator('main .receipt').waitFor();
        await ready(page);
      },
      once: true,
    },
    'ending',
  ),
  room('ben', 'Brand book', 'not possible', { path: onEnd('Brand book') }, 'ending'),
];

export const STATES: readonly PageState[] = [
  ...OUTSIDE,
  ...LISTS,
  ...ROOMS,
  ...ACTS,
  ...CASES,
  ...ENDING,
  ...STAFF,
  ...WITNESS_STATES,
  ...TOPIC_STATES,
  ...FILE_STATES,
];

/** Opens a state in the window of its person. Throws when it cannot be reached. */
export async function enter(h: House, s: PageState): Promise<Page> {
  const page = await h.window(s.who);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  // Nothing typed in a state before may be found here.
  if (page.url().startsWith(h.base)) await page.evaluate('localStorage.clear()');
  await s.before?.(page);
  await page.goto(h.base + s.path(h), { waitUntil: 'domcontentloaded' });
  if (s.unready) await page.locator('main, [role=alert], [aria-busy=true]').first().waitFor();
  else await ready(page);
  await s.enter?.(page, h);
  return page;
}
