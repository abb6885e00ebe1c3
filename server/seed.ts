/** The demo world of a sandbox: people of every role and contracts in every state, all made through the same door. */
import { wordsFor } from '@fairhold/copy';
import { type Act, type Contract, isFinal, isRefusal, preview, sendOffer } from '@fairhold/domain';
import { answersFor } from '@fairhold/domain/answers';
import { advance, available } from '@fairhold/domain/engine';
import { type Auth, DEMO_PASSWORD, type NewPerson } from './auth/auth.ts';
import { createAgency, setMember } from './auth/people.ts';
import { worldOf } from './commit.ts';
import { newId, sha256 } from './ids.ts';
import { actorIn } from './parts.ts';
import { giveAccounts } from './payouts/sandbox-accounts.ts';
import { addCard, type CardRow } from './routes/cards.ts';
import type { Server } from './server.ts';
import { readContract } from './store/reads.ts';
import { travel } from './travel.ts';

type Who = Pick<NewPerson, 'name' | 'zone' | 'staff'>;
const PEOPLE: Readonly<Record<string, Who>> = {
  ben: { name: 'Ben Carter', zone: 'America/New_York' },
  clara: { name: 'Clara Okafor', zone: 'Europe/London' },
  ana: { name: 'Ana Lindqvist', zone: 'Europe/Berlin' },
  raj: { name: 'Raj Mehta', zone: 'Asia/Kolkata' },
  mara: { name: 'Mara Weiss', zone: 'Europe/Vienna' },
  moe: { name: 'Moe Diallo', zone: 'Europe/Paris' },
  mia: { name: 'Mia Tanaka', zone: 'Europe/Berlin', staff: ['mediator'] },
  max: { name: 'Max Rossi', zone: 'Europe/Rome', staff: ['mediator'] },
  nia: { name: 'Nia Kone', zone: 'Africa/Abidjan', staff: ['mediator'] },
  art: { name: 'Art Novak', zone: 'Europe/Prague', staff: ['arbitrator'] },
  sue: { name: 'Sue Martin', zone: 'UTC', staff: ['support'] },
  finn: { name: 'Finn Berg', zone: 'UTC', staff: ['finance'] },
  olga: { name: 'Olga Silva', zone: 'UTC', staff: ['operator'] },
};

const aboutOf = (key: string): string => wordsFor('en').DEMO_PEOPLE[key] ?? '';

/** Makes the demo world unless it is there already. Returns lines that say where to begin. */
export async function seedDemo(s: Server, auth: Auth): Promise<string[]> {
  const { rows } = await s.db.pool.query(`select 1 from accounts where marketplace = $1 and email = 'ben@demo.example' limit 1`, [
    s.config.marketplace,
  ]);
  if (rows.length === 0) await makeWorld(s, auth);
  return [
    'This is a sandbox: the money is play money, and you can move the clock.',
    'Sign in as one of these, or use the switcher on the page:',
    ...Object.entries(PEOPLE).map(([key, p]) => `  ${`${key}@demo.example`.padEnd(20)} ${p.name.padEnd(15)} ${aboutOf(key)}`),
    `Every password is "${DEMO_PASSWORD}".`,
  ];
}

interface World {
  readonly s: Server;
  readonly ids: ReadonlyMap<string, string>;
  readonly cards: ReadonlyMap<string, CardRow>;
  readonly agency: string;
}

async function makeWorld(s: Server, auth: Auth): Promise<void> {
  const ids = new Map<string, string>();
  const cards = new Map<string, CardRow>();
  for (const [key, p] of Object.entries(PEOPLE)) {
    const id = await auth.createPerson({ ...p, about: aboutOf(key), email: `${key}@demo.example`, password: DEMO_PASSWORD });
    ids.set(key, id);
    if (p.staff) continue;
    await giveAccounts(s.methods, id, p.name, s.clock.now());
    cards.set(key, await addCard(s.db.pool, s.config.marketplace, { account: id, token: 'card_ok', at: s.clock.now() }));
  }
  const id = (key: string) => ids.get(key) as string;
  cards.set('clara, declined', await addCard(s.db.pool, s.config.marketplace, { account: id('clara'), token: 'card_declined', at: s.clock.now() }));
  const agency = await createAgency(s.db, s.config.marketplace, { name: 'Studio Nord', manager: id('mara'), now: s.clock.now() });
  await setMember(s.db, s.config.marketplace, agency, id('moe'), 'member');
  await giveAccounts(s.methods, agency, 'Studio Nord', s.clock.now());
  cards.set('agency', await addCard(s.db.pool, s.config.marketplace, { account: agency, token: 'card_ok', at: s.clock.now() }));
  const w: World = { s, ids, cards, agency };
  await fill(w);
}

const submission = { message: 'Here is the finished work, as we agreed. Tell me what you think.' };
const one = (title: string, amount: number, ...criteria: string[]) => ({
  title,
  scope: `${title}, as discussed.`,
  milestones: [{ title, description: '', amount, criteria }],
});

/** Contracts in every state. Some time passes in between, so that windows are open at different points. */
async function fill(w: World): Promise<void> {
  const award = await atHearing(w, 'Product film', 80_000);
  await deed(w, 'art', award, 'hear', 'case1');
  await deed(w, 'art', award, 'award', 'case1', { freelancer: 56_000, reasons: 'Seven tenths of the film is what was agreed and can be used.' });
  const paid = await begun(w, 'ben', 'raj', one('Five blog posts', 45_000, 'Five posts', 'Each over 800 words'));
  await deed(w, 'raj', paid, 'submit', 'm1', { ...submission, criteria: 'met' });
  await deed(w, 'ben', paid, 'approve', 'm1', {});
  await deed(w, 'ben', paid, 'end', 'contract', { reason: 'completed' });
  const silent = await begun(w, 'clara', 'ana', one('A set of icons', 24_000, 'Twelve icons'));
  await deed(w, 'ana', silent, 'submit', 'm1', { ...submission, criteria: 'met' });
  await offered(w, 'clara', 'ana', one('Business cards', 6_000, 'Print-ready'));
  await travel(w.s, w.s.clock.now() + 15 * 86_400_000);
  const declined = await offered(w, 'clara', 'ana', one('Shop window lettering', 15_000, 'Fits the window'));
  await deed(w, 'ana', declined, 'decline', 'offer', { note: 'I have no time this month, sorry.' });
  const withdrawn = await offered(w, 'clara', 'raj', one('Press release', 12_000, 'One page'));
  await deed(w, 'clara', withdrawn, 'withdraw', 'offer');
  await offered(w, 'clara', 'raj', one('Opening speech', 20_000, 'Ten minutes'), 'clara, declined');
  const partly = await begun(w, 'clara', 'raj', one('Product texts', 30_000, 'Thirty texts'));
  await deed(w, 'raj', partly, 'submit', 'm1', { ...submission, criteria: 'met' });
  await deed(w, 'clara', partly, 'approve', 'm1', { amount: 20_000 });

  await offered(w, 'clara', 'raj', {
    ...one('A test page for the shop', 9_000),
    scope: 'A shop with eight pages, looking like our shop window. Changes are made until we are happy. The second part is paid by PayPal.',
    jobPost: 'We look for somebody who builds our shop. Five pages, looking like our shop window. Budget: $800 to $1,200.',
    milestones: [
      { title: 'Test page', description: 'A small trial first', amount: 9_000, criteria: [] },
      { title: 'The rest', description: '', amount: 91_000, criteria: ['Works on phones'] },
    ],
  });
  const countered = await offered(w, 'ben', 'ana', one('Logo animation', 30_000, 'Five seconds', 'Loops'));
  await deed(w, 'ana', countered, 'proposeChanges', 'offer', {
    terms: one('Logo animation', 36_000, 'Five seconds', 'Loops', 'Two colour versions'),
    note: 'Two colour versions are more work.',
  });
  const working = await begun(w, 'ben', 'raj', {
    title: 'Shop website',
    scope: 'A shop in two parts.',
    milestones: [
      { title: 'Design', description: '', amount: 60_000, criteria: ['Three pages'] },
      { title: 'Build', description: '', amount: 140_000, criteria: ['Works on phones'] },
    ],
  });
  await deed(w, 'raj', working, 'say', 'chat', { text: 'Good morning Ben, I begin with the start page today.' });
  const review = await begun(w, 'ben', 'ana', one('Explainer video', 120_000, 'Ninety seconds', 'Voice-over'));
  await deed(w, 'ana', review, 'submit', 'm1', { ...submission, criteria: 'met' });
  const changes = await begun(w, 'clara', 'ana', one('Poster', 18_000, 'A2, ready to print'));
  await deed(w, 'ana', changes, 'submit', 'm1', { ...submission, criteria: 'met' });
  await deed(w, 'clara', changes, 'requestChanges', 'm1', { message: 'The date is wrong, please correct it.' });
  const byAgency = await begun(w, 'ben', 'agency', one('Brand book', 250_000, 'Forty pages'));
  await deed(w, 'moe', byAgency, 'submit', 'm1', { ...submission, criteria: 'met' });
  await deed(w, 'ben', byAgency, 'end', 'contract', { pay: 'amount', amount: 100_000, reason: 'quality', text: 'Half of the pages are missing.' });
  await atRequest(w, 'Newsletter template', 20_000);
  const disputed = await atRequest(w, 'Podcast jingle', 50_000);
  await dispute(w, disputed, 50_000);
  await deed(w, 'ben', disputed, 'offerSettlement', 'case1', { freelancer: 30_000, note: 'I would like to end this today.', days: 3 });
  await atMediation(w, 'Menu design', 70_000);
  const proposed = await atProposal(w, 'Packaging design', 195_000 / 10);
  await deed(w, 'ana', proposed, 'answerProposal', 'case1', { answer: 'accept' });
  const large = await atMediation(w, 'Company film', 900_000);
  await deed(w, 'mia', large, 'take', 'case1');
  await deed(w, 'mia', large, 'propose', 'case1', {
    freelancer: 600_000,
    criteria: 'partly',
    reasons: 'Two thirds of the film is as agreed; the rest has to be made again.',
  });
  const fees = await atNotice(w, 'Trade fair film', 150_000);
  await deed(w, 'ana', fees, 'payFee', 'case1', { card: 'own' });
  await atHearing(w, 'Image film', 200_000);
  await deed(w, 'ben', award, 'reportMissing', 'refund1', { note: 'I looked at my card statement today and do not see it.' });
  await travel(w.s, w.s.clock.now() + 86_400_000);
}

async function atRequest(w: World, title: string, amount: number): Promise<string> {
  const id = await begun(w, 'ben', 'ana', one(title, amount, 'Complete', 'In the agreed style'));
  await deed(w, 'ana', id, 'submit', 'm1', { ...submission, criteria: 'met' });
  await deed(w, 'ben', id, 'end', 'contract', { pay: 'nothing', reason: 'quality', text: 'This is not what we agreed on.' });
  return id;
}
const dispute = (w: World, id: string, claim: number) =>
  deed(w, 'ana', id, 'dispute', 'case1', {
    claim,
    reason: 'workDone',
    statement: 'Everything we agreed on was delivered, and in time.',
    criteria: 'met',
  });
async function atMediation(w: World, title: string, amount: number): Promise<string> {
  const id = await atRequest(w, title, amount);
  await dispute(w, id, amount);
  await deed(w, 'ben', id, 'contest', 'case1', { statement: 'The style is not the one we agreed on.', criteria: 'partly' });
  return id;
}
async function atProposal(w: World, title: string, amount: number): Promise<string> {
  const id = await atMediation(w, title, amount);
  const mediator = title.length % 2 === 0 ? 'mia' : 'max';
  await deed(w, mediator, id, 'take', 'case1');
  await deed(w, mediator, id, 'propose', 'case1', {
    freelancer: Math.floor(amount / 2),
    criteria: 'partly',
    reasons: 'The work is complete, the style is met in part. Half each.',
  });
  return id;
}
async function atNotice(w: World, title: string, amount: number): Promise<string> {
  const id = await atProposal(w, title, amount);
  await deed(w, 'ana', id, 'answerProposal', 'case1', { answer: 'accept' });
  await deed(w, 'ben', id, 'answerProposal', 'case1', { answer: 'reject' });
  return id;
}
async function atHearing(w: World, title: string, amount: number): Promise<string> {
  const id = await atNotice(w, title, amount);
  await deed(w, 'ana', id, 'payFee', 'case1', { card: 'own' });
  await deed(w, 'ben', id, 'payFee', 'case1', { card: 'own' });
  return id;
}

const cardFor = (w: World, key: string) => {
  const card = w.cards.get(key) as CardRow;
  return { id: card.id, token: card.token, label: card.label };
};

async function offered(w: World, client: string, freelancer: string, terms: unknown, card = client): Promise<string> {
  const { s } = w;
  const id = newId(s.clock.now());
  const freelancerId = freelancer === 'agency' ? w.agency : (w.ids.get(freelancer) as string);
  const outcome = await s.door.knock({
    contract: id,
    receivedAt: s.clock.now(),
    found: (now, policy, world) =>
      sendOffer(
        {
          id,
          marketplace: s.config.marketplace,
          currency: 'USD',
          client: w.ids.get(client) as string,
          freelancer: freelancerId,
          terms,
          card: cardFor(w, card),
          person: w.ids.get(client) as string,
        },
        now,
        policy,
        world,
      ),
  });
  if (!outcome.done) throw new Error(`seed: ${JSON.stringify(outcome.refusal)}`);
  await s.workers.drain();
  return id;
}

async function begun(w: World, client: string, freelancer: string, terms: unknown): Promise<string> {
  const id = await offered(w, client, freelancer, terms);
  await deed(w, freelancer === 'agency' ? 'mara' : freelancer, id, 'accept', 'offer');
  return id;
}

/** One act of a demo person: what needs a preview is previewed first, like anybody must. */
async function deed(w: World, who: string, id: string, act: string, on: string, given: Record<string, unknown> = {}): Promise<void> {
  const { s } = w;
  const person = w.ids.get(who) as string;
  const caller = { person, seats: seatsFor(w, who), staff: PEOPLE[who]?.staff ?? [] };
  const stored = (await readContract(s.db, s.config.marketplace, id)) as Contract;
  const now = s.clock.now();
  const policy = s.policies.get(stored.policy);
  const world = worldOf(new Map(), now, stored.currency);
  const c = advance(stored, now, policy, world).at(-1)?.contract ?? stored;
  const actor = actorIn(c, caller);
  const takes = actor ? available(c, actor, now, policy, world).find((a) => a.act === act && a.on === on)?.takes : undefined;
  const seen = ((c.instances['offer']?.facts['versions'] ?? []) as { digest: string }[]).at(-1)?.digest;
  const purse = who === 'mara' ? 'agency' : who;
  const own = { ...(w.cards.has(purse) && { card: cardFor(w, purse) }), ...(seen && { seen }) };
  const one: Act = { act, on, input: answersFor(takes ?? {}, given, own) };
  const previewed = actor && isFinal(c, one) ? preview(c, actor, one, now, policy, world) : undefined;
  const digest = previewed && !isRefusal(previewed) ? sha256(previewed.essence) : undefined;
  const outcome = await s.door.knock({ contract: id, receivedAt: now, who: (at) => actorIn(at, caller), act: one, ...(digest && { digest }) });
  if (!outcome.done) throw new Error(`seed: ${who} ${act} on ${c.terms.title}: ${JSON.stringify(outcome.refusal)}`);
  await s.workers.drain();
}

function seatsFor(w: World, who: string) {
  const person = w.ids.get(who) as string;
  const own = { account: person, kind: 'person' as const, name: who, role: 'self' as const };
  const role = who === 'mara' ? ('manager' as const) : who === 'moe' ? ('member' as const) : undefined;
  return role ? [own, { account: w.agency, kind: 'agency' as const, name: 'Studio Nord', role }] : [own];
}
