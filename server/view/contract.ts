/** A contract as the API answers it: state, money, whose turn, deadlines, actions (API-2). */
import { percent, termName } from '@fairhold/copy';
import { type Contract, extensionFacts, type Instance, instancesOf, type Party, type Turn, turnOf } from '@fairhold/domain';
import type { ChargeFacts } from '@fairhold/domain/draft';
import { asksToEnd, gapOf, milestoneFacts, milestonesOf, openCase } from '@fairhold/domain/milestones';
import { caseFacts } from '@fairhold/domain/processes/case';
import { versionsOf } from '@fairhold/domain/processes/offer';
import { rightsOf } from '@fairhold/domain/rights';
import { termsDifferences } from '@fairhold/domain/terms';
import type { z } from 'zod';
import { actionsOf, canMove } from './actions.ts';
import { BETWEEN, caseView, offersHidden } from './case.ts';
import { deadlinesOf, isForReader, isForStaff, leading } from './deadlines.ts';
import { flagsView, lookedOver } from './flags.ts';
import type * as S from './schemas.ts';
import { beforeDeclared } from './undeclared.ts';
import { iso, partyOf, type Speech, sideOf, speech, type ViewInput } from './viewer.ts';
import { turnOfBank, waysView } from './ways.ts';

type ContractView = z.infer<typeof S.Contract>;
type SummaryView = z.infer<typeof S.ContractSummary>;

const OFFER_STATES: Readonly<Record<string, ContractView['state']>> = {
  charging: 'offered',
  unpaid: 'offered',
  open: 'offered',
  countered: 'countered',
  toppingUp: 'countered',
  declined: 'declined',
  withdrawn: 'withdrawn',
  expired: 'expired',
};

/** The contract's state as one word: of the offer until it is accepted; `closed` when it ended and nothing is held. */
export function stateOf(c: Contract): ContractView['state'] {
  const contract = c.instances['contract'];
  if (!contract) return OFFER_STATES[c.instances['offer']?.state ?? ''] ?? 'offered';
  if (contract.state === 'active') return 'active';
  return c.held === 0 && !openCase(c) ? 'closed' : 'ended';
}

/** Processes whose instances this viewer must not even know of. */
const NOTHING: ReadonlySet<string> = new Set();
export const hiddenFor = (v: ViewInput): ReadonlySet<string> => (offersHidden(v, instancesOf(v.c, 'case').at(-1)) ? BETWEEN : NOTHING);

/** To who has not taken the case yet, only what the choice to take it needs (MED-1). */
export const contractView = (v: ViewInput): ContractView => (v.viewer.undeclared ? beforeDeclared(wholeView(v), v.viewer.undeclared) : wholeView(v));

function wholeView(v: ViewInput): ContractView {
  const { c } = v;
  const s = speech(v);
  const state = stateOf(c);
  const shown = openCase(c) ?? instancesOf(c, 'case').at(-1);
  const ended = c.instances['contract']?.state === 'ended' ? c.instances['contract'] : undefined;
  const hidden = hiddenFor(v);
  const deadlines = deadlinesOf(v, hidden);
  const turn = turnView(v);
  const deadline = leading(deadlines, turn.until !== undefined);
  const side = sideOf(v.viewer);
  return {
    id: c.id,
    kind: c.kind,
    title: c.terms.title,
    state,
    stateWords: s.words.CONTRACT_STATES[state] ?? state,
    currency: c.currency,
    policy: { id: c.policy, name: v.policy.name },
    you: { role: v.viewer.role, account: v.viewer.account, ...(v.viewer.undeclared && { undeclared: true }) },
    client: partyOf(v.names, c.client, s),
    freelancer: partyOf(v.names, c.freelancer, s),
    heldMoney: c.held,
    money: moneyOf(c),
    turn,
    ...(deadline && { deadline }),
    deadlines,
    actions: actionsOf(v),
    terms: termsView(v),
    milestones: milestonesOf(c).map((m) => milestoneView(v, m)),
    ...(shown && { case: caseView(v, shown, deadlines) }),
    cases: instancesOf(c, 'case').map((i) => i.id),
    changes: instancesOf(c, 'change').map((i) => ({
      id: i.id,
      kind: String(i.facts['kind']),
      by: String(i.facts['by']),
      ...(i.facts['milestone'] !== undefined && { milestone: String(i.facts['milestone']) }),
      to: i.facts['to'] as Record<string, unknown>,
      state: i.state,
      stateWords: s.words.STATES[`change.${i.state}`] ?? i.state,
      at: iso(i.since),
    })),
    partings: instancesOf(c, 'parting').map((i) => partingView(i, s)),
    extensions: instancesOf(c, 'extension').map((i) => extensionView(v, i, s)),
    payments: instancesOf(c, 'payment').map((i) => paymentView(i, s.words.WHYS)),
    refunds: waysView(v, 'refund'),
    payouts: waysView(v, 'payout'),
    ...(c.instances['feedback'] && { feedback: feedbackView(v, c.instances['feedback']) }),
    checklist: ended && side ? s.words.CHECKLIST[side].map((line) => s.fill(line)) : [],
    links: { ...(c.reinstates && { reinstates: c.reinstates }), ...(c.reinstatedBy && { reinstatedBy: c.reinstatedBy }) },
    ...(ended && { endedBy: String(ended.facts['endedBy']), endReason: s.words.CHOICES[String(ended.facts['reason'])] ?? '' }),
    seq: c.seq,
    ...(v.recorded && { recorded: { seq: v.recorded.seq, digest: v.recorded.digest } }),
    now: iso(v.now),
  };
}

function moneyOf(c: Contract): ContractView['money'] {
  const charges = instancesOf(c, 'charge')
    .filter((i) => i.state === 'settled')
    .map((i) => i.facts as unknown as ChargeFacts)
    .filter((f) => f.purpose !== 'arbitrationFee' && f.purpose !== 'cancellationFee');
  const onTheWay = instancesOf(c, 'refund').filter((i) => ['wanted', 'unknown', 'sent'].includes(i.state));
  return {
    charged: charges.reduce((sum, f) => sum + f.amount, 0),
    held: c.held,
    inReview: milestonesOf(c)
      .filter((m) => m.state === 'submitted')
      .reduce((sum, m) => sum + milestoneFacts(m).held, 0),
    disputed: gapOf(openCase(c)),
    released: c.released,
    fees: instancesOf(c, 'payment').reduce((sum, i) => sum + (i.facts['fee'] as number), 0),
    refunded: c.refunded,
    onTheWay: onTheWay.reduce((sum, i) => sum + (i.facts['amount'] as number), 0),
  };
}

/** What is waited for: the title of the open window, what is to be done, or where it stands. */
function whatToDo(s: Speech, i: Instance): string {
  const w = i.windows.find((x) => !x.target);
  const title = w && s.words.LAPSES[`${i.process}.${i.state}.${w.name}`]?.title;
  const key = `${i.process}.${i.state}`;
  return s.say.inner(title ?? s.words.TURNS[key] ?? s.words.STATES[key] ?? '');
}

/** An offer or a mediator's question that waits for this side. */
const asked = (c: Contract, side: Party, hidden: ReadonlySet<string>): Instance | undefined =>
  Object.values(c.instances).find(
    (i) =>
      ['settlement', 'blind', 'question', 'parting'].includes(i.process) &&
      !hidden.has(i.process) &&
      i.windows.some((w) => w.actor === side || (w.actor === 'both' && i.process === 'blind')),
  );

export function turnView(v: ViewInput): ContractView['turn'] {
  const s = speech(v);
  const side = sideOf(v.viewer);
  const { who, on } = turnOf(v.c);
  const i = on ? v.c.instances[on] : undefined;
  const what = i ? whatToDo(s, i) : '';
  /** Turn of the reader's own side: theirs, or of an agency's members one of its managers'. */
  const own = (party: Party): ContractView['turn'] =>
    isForReader(v, on)
      ? { who: 'you', sentence: s.say.yourTurn(what) }
      : { who: party, name: s[party], sentence: s.say.managerDecides(s[party], v.managers ?? [], what) };
  // MED-4: whose answer is missing would tell that the other one has answered.
  if (i?.state === 'proposed' && i.process === 'case' && side && !v.viewer.watched) {
    const done = (i.facts['answers'] as Record<string, unknown> | undefined)?.[side];
    return done ? { who: 'them', sentence: s.say.youAnswered(side === 'client' ? s.freelancer : s.client) } : own(side);
  }
  // Nor does anybody else learn from whose move it is that one of them has answered.
  if (i?.state === 'proposed' && i.process === 'case') return { who: 'both', sentence: s.say.bothCanAct(what) };
  // An offer or a question to me is mine to answer, whoever the case itself waits for.
  const mine = side && asked(v.c, side, hiddenFor(v));
  if (mine && who !== side && isForReader(v, mine.id)) return { who: 'you', sentence: s.say.yourTurn(whatToDo(s, mine)) };
  if (who === 'nobody' && asksToEnd(v.c)) {
    const ask = s.words.TURNS['allPaid'] ?? '';
    return side === 'client' ? { who: 'you', sentence: ask } : { who: 'them', name: s.client, sentence: s.words.TURNS['allPaidOther'] ?? '' };
  }
  if (who === 'client' || who === 'freelancer') {
    const name = who === 'client' ? s.client : s.freelancer;
    if (who === side) return own(side);
    return side ? { who: 'them', name, sentence: s.say.waitingFor(name, what) } : { who, name, sentence: s.say.waitingFor(name, what) };
  }
  if (who === 'both' && side && i?.process === 'case')
    return (i.facts['fees'] as Record<string, unknown> | undefined)?.[side]
      ? { who: 'them', sentence: s.say.youPaid(side === 'client' ? s.freelancer : s.client) }
      : own(side);
  if (who === 'both') return { who: 'both', sentence: s.say.bothCanAct(what) };
  const others = s.words.TURNS[awaited(who, i, side !== undefined)] ?? '';
  if (v.viewer.conflict && who !== 'bank') return { who, sentence: others, next: s.words.CONFLICTS[v.viewer.conflict] ?? v.viewer.conflict };
  if (i && isForOffice(v, who, i)) {
    const duty = s.words.TURNS[`yours.${i.process}.${i.state}`];
    return { who: 'you', sentence: s.say.yourTurn(duty ? s.say.inner(duty) : what) };
  }
  return (who === 'bank' && turnOfBank(v)) || { who, sentence: others };
}

/** The sentence of who is waited for: the parties are told nothing of a second reader, and of a mediator or arbitrator as of somebody only when there is one. */
function awaited(who: Turn, i: Instance | undefined, party: boolean): string {
  if (i?.process !== 'case') return who;
  if (i.state === 'reviewing' && !party) return 'secondReader';
  const { mediator, arbitrator } = caseFacts(i);
  if (who === 'mediator' && mediator === undefined) return 'noMediator';
  return who === 'arbitrator' && arbitrator === undefined ? 'noArbitrator' : who;
}

/** Whether what waits for somebody of the platform waits for this reader: not for who sees that a colleague has it. */
function isForOffice(v: ViewInput, who: Turn, i: Instance): boolean {
  const { role, person } = v.viewer;
  const f = i.process === 'case' ? caseFacts(i) : undefined;
  // MED-3: a second reader is anybody but the one who wrote it, another mediator too.
  if (who === 'staff') return f?.mediator !== person && (isForStaff(v, i.id) || (role === 'mediator' && canMove(v, i.id)));
  const whose = who === 'mediator' ? f?.mediator : f?.arbitrator;
  return role === who && (whose === undefined || whose === person);
}

/** The milestones of the accepted terms as they stand now, and those that were added. One that was deleted leaves its place empty. */
function asTheyStand(c: Contract): Contract['terms']['milestones'] {
  const going = c.instances['contract']?.state === 'active';
  // In the order in which they came, which their names count: what is moved about is not other work.
  const came = instancesOf(c, 'milestone').sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
  return came.map((i) => {
    const { title, description, amount, dueDate, criteria, revisionLimit } = milestoneFacts(i);
    const terms = { title, description, amount, dueDate, criteria: criteria.map((x) => x.text), revisionLimit };
    // Nobody is there for whom an undefined place would be a milestone: it is compared with what was agreed, and shown as gone.
    return (going && i.state === 'cancelled' ? undefined : terms) as Contract['terms']['milestones'][number];
  });
}

function termsView(v: ViewInput): ContractView['terms'] {
  const s = speech(v);
  const versions = versionsOf(v.c);
  const { files, ...terms } = v.c.terms;
  const plain = (m: (typeof terms.milestones)[number]) => ({ ...m, criteria: [...m.criteria] });
  // Nobody has to look at anything any more once an offer is over.
  const offer = v.c.instances['offer'];
  const open = !v.c.instances['contract'] && !['declined', 'withdrawn', 'expired'].includes(stateOf(v.c));
  return {
    ...terms,
    milestones: terms.milestones.map(plain),
    ...(files && { files: [...files] }),
    digest: versions.at(-1)?.digest ?? '',
    versions: versions.map((x, n) => ({
      version: x.version,
      by: x.by,
      at: iso(x.at),
      digest: x.digest,
      scope: x.terms.scope,
      differences:
        n > 0 ? termsDifferences((versions[n - 1] as typeof x).terms, x.terms).map((d) => ({ ...d, name: termName(s.words, d.field) })) : [],
    })),
    ...(offer?.state === 'accepted' && {
      agreedAt: iso(offer.since),
      since: termsDifferences(v.c.terms, { ...v.c.terms, milestones: asTheyStand(v.c) }).map((d) => ({ ...d, name: termName(s.words, d.field) })),
    }),
    flags: open && v.c.kind === 'fixed' ? flagsView(v, s) : [],
    ...lookedOver(v, s, open),
    fees: [
      { label: s.say.fees.service(s.freelancer), value: percent(v.c.terms.serviceFee, v.viewer.locale) },
      { label: s.say.fees.client(s.client), value: percent(v.policy.rates.clientFee, v.viewer.locale) },
      { label: s.say.fees.initiation, value: s.amount(v.policy.amounts[v.c.currency]?.initiationFee ?? 0) },
    ],
  };
}

function milestoneView(v: ViewInput, m: Instance): ContractView['milestones'][number] {
  const s = speech(v);
  const f = milestoneFacts(m);
  const rights = rightsOf(m);
  const text = new Map(f.criteria.map((k) => [k.id, k.text]));
  return {
    id: m.id,
    title: f.title,
    description: f.description,
    amount: f.amount,
    ...(f.dueDate && { dueDate: f.dueDate }),
    criteria: f.criteria.map((k) => ({ ...k })),
    state: m.state,
    stateWords: s.words.STATES[`milestone.${m.state}`] ?? m.state,
    held: f.held,
    released: f.released,
    revisionsUsed: f.revisionsUsed,
    ...(f.revisionLimit !== undefined && { revisionLimit: f.revisionLimit }),
    ...(m.state === 'changes' && m.facts['wanted'] !== undefined && { wanted: String(m.facts['wanted']) }),
    submissions: f.submissions.map((x) => ({
      n: x.n,
      at: iso(x.at),
      by: s.name(x.by),
      message: x.message,
      files: [...x.files],
      links: [...x.links],
      criteria: x.criteria.map((k) => ({ id: k.id, text: text.get(k.id) ?? k.id, mark: k.mark })),
    })),
    ...(rights && {
      rights: {
        holder: rights.holder,
        share: rights.share,
        since: iso(rights.since),
        reason: s.fill(s.words.RIGHTS[rights.reason] ?? '', { share: percent(rights.share, v.viewer.locale) }),
      },
    }),
  };
}

/** TIM-10: who asked for more time in which window, and what came of it. */
function extensionView(v: ViewInput, i: Instance, s: Speech): ContractView['extensions'][number] {
  const f = extensionFacts(i);
  const title = s.words.LAPSES[`${v.c.instances[f.on]?.process}.${f.state}.${f.window}`]?.title ?? f.window;
  return {
    id: i.id,
    by: f.by,
    on: f.on,
    window: f.window,
    title,
    days: f.days,
    reason: f.reason,
    state: i.state,
    stateWords: s.words.STATES[`extension.${i.state}`] ?? i.state,
    askedAt: iso(f.askedAt),
    ...(f.answer && { answer: { ...(f.answer.days !== undefined && { days: f.answer.days }), reason: f.answer.reason, at: iso(f.answer.at) } }),
  };
}

function partingView(i: Instance, s: Speech): ContractView['partings'][number] {
  const f = i.facts as { by: 'client' | 'freelancer'; freelancer: number; sum: number; note?: string; madeAt: number };
  const w = i.windows[0];
  return {
    id: i.id,
    by: f.by,
    freelancer: f.freelancer,
    client: f.sum - f.freelancer,
    ...(f.note && { note: f.note }),
    state: i.state,
    stateWords: s.words.STATES[`parting.${i.state}`] ?? i.state,
    madeAt: iso(f.madeAt),
    ...(w && { until: iso(w.dueAt) }),
  };
}

function paymentView(i: Instance, whys: Readonly<Record<string, string>>): ContractView['payments'][number] {
  const f = i.facts as { amount: number; fee: number; net: number; why: string; rule: string };
  const w = i.windows[0];
  return {
    id: i.id,
    amount: f.amount,
    fee: f.fee,
    net: f.net,
    state: i.state,
    ...(w && { availableAt: iso(w.dueAt) }),
    reason: whys[f.why] ?? f.why,
    rule: f.rule,
    at: iso(w?.opensAt ?? i.since),
  };
}

/** FBK-1: hidden until both gave it or the window closed. */
function feedbackView(v: ViewInput, i: Instance): NonNullable<ContractView['feedback']> {
  const side = sideOf(v.viewer);
  type Given = { stars: number; comment?: string } | undefined;
  const of = (party: 'client' | 'freelancer') => {
    const g = i.facts[party] as Given;
    return g && { stars: g.stars, ...(g.comment && { comment: g.comment }) };
  };
  const yours = side && (!v.viewer.watched || i.state === 'published') ? of(side) : undefined;
  const theirs = i.state === 'published' ? of(side === 'client' ? 'freelancer' : 'client') : undefined;
  return { state: i.state, ...(yours && { yours }), ...(theirs && { theirs }) };
}

/** The contract's state; of an open case, where that stands. */
function stateWords(s: Speech, c: Contract, state: string): string {
  const k = openCase(c);
  return (k && s.words.STATES[`case.${k.state}`]) ?? s.words.CONTRACT_STATES[state] ?? state;
}

export function summaryView(v: ViewInput): SummaryView {
  const { c } = v;
  const s = speech(v);
  const state = stateOf(c);
  const side = sideOf(v.viewer);
  const other = side === 'client' ? c.freelancer : c.client;
  const turn = turnView(v);
  const deadlines = deadlinesOf(v, hiddenFor(v)).filter((d) => d.window !== 'feedback');
  const over = ['closed', 'declined', 'withdrawn', 'expired'].includes(state);
  const needs = turn.who === 'you' || deadlines.some((d) => d.yours);
  const deadline = leading(deadlines, turn.until !== undefined);
  return {
    id: c.id,
    title: c.terms.title,
    other: { id: other, name: s.name(other) },
    ...(!side && { freelancer: { id: c.freelancer, name: s.name(c.freelancer) } }),
    role: v.viewer.role,
    state,
    stateWords: stateWords(s, c, state),
    currency: c.currency,
    heldMoney: c.held,
    turn,
    ...(deadline && { deadline }),
    updatedAt: iso(c.lastAt),
    group: needs ? 'needs_me' : over ? 'all' : 'waiting',
  };
}
