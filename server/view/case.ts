/** A case as one of its readers may see it. */
import { bothZones, percent } from '@fairhold/copy';
import { type Contract, type Instance, instancesOf } from '@fairhold/domain';
import { whereOnlyPaid } from '@fairhold/domain/casework';
import { criteriaOf, exhibitsOf, type Statement } from '@fairhold/domain/exhibits';
import type { Marked } from '@fairhold/domain/fields';
import { proportion } from '@fairhold/domain/money';
import { arbitrationFeeOf, trackOf } from '@fairhold/domain/policy/schema';
import { type CaseFacts, caseFacts } from '@fairhold/domain/processes/case';
import { TOPIC_OF_REQUIREMENTS, TOPICS, type TopicFinding, topicOfReason } from '@fairhold/domain/topics';
import type { z } from 'zod';
import { blindView } from './blind.ts';
import type { DeadlineView } from './deadlines.ts';
import type { Offer } from './offer-schemas.ts';
import { positionsOf } from './positions.ts';
import { roadsView } from './roads.ts';
import type { Case } from './schemas.ts';
import { iso, type Speech, sideOf, speech, type ViewInput } from './viewer.ts';
import { witnessesView } from './witness.ts';

type CaseView = z.infer<typeof Case>;
export const STAGES: Readonly<Record<string, CaseView['stage']>> = {
  requested: 'request',
  disputed: 'answer',
  queued: 'mediation',
  mediating: 'mediation',
  reviewing: 'mediation',
  overdue: 'mediation',
  proposed: 'mediation',
  unresolved: 'fees',
  clearing: 'fees',
  hearing: 'arbitration',
  awardOverdue: 'arbitration',
  closed: 'closed',
};

/** What passes between the two alone: offers, rounds of blind bids, and the numbers named in them (SET-3, SET-4). */
export const BETWEEN: ReadonlySet<string> = new Set(['settlement', 'blind', 'bid']);

/** SET-4: offers are without prejudice; only the parties see them, unless both agreed to show them. */
export const offersHidden = (v: Pick<ViewInput, 'viewer'>, i: Instance | undefined): boolean =>
  (sideOf(v.viewer) === undefined || v.viewer.watched === true) &&
  !(i && caseFacts(i).withPrejudice?.client && caseFacts(i).withPrejudice?.freelancer);

/** MED-3: while a mediator writes, and while a second reader has it, a proposal is not the sides' to read. `i`: the case, now or as a step left it. */
export const isPutToSides = (i: Instance): boolean => ['proposed', 'unresolved', 'clearing', 'hearing', 'awardOverdue', 'closed'].includes(i.state);

export function caseView(v: ViewInput, i: Instance, deadlines: readonly DeadlineView[]): CaseView {
  const f = caseFacts(i);
  const s = speech(v);
  const exhibits = exhibitsView(v.c, i, s);
  const shown = (ids: readonly string[]) => exhibits.flatMap((e) => (ids.includes(e.id) ? [{ n: e.n, title: e.title, by: e.by, side: e.side }] : []));
  const criteria = new Map(criteriaOf(v.c, f.parts).map((k) => [k.id, k.text]));
  const hidden = offersHidden(v, i);
  const marked = (list: readonly Marked[]) =>
    list.map((m) => ({
      id: m.id,
      text: criteria.get(m.id) ?? textOf(v.c, m.id),
      mark: m.mark,
      ...(m.reason && { reason: m.reason }),
      ...(m.shownBy && m.shownBy.length > 0 && { shownBy: shown(m.shownBy) }),
    }));
  const onTopics = <T extends TopicFinding>(list: readonly T[] | undefined) =>
    TOPICS.flatMap((topic) => (list ?? []).filter((t) => t.topic === topic)).map(({ topic, text, stand, shownBy }) => ({
      ...{ topic, text, title: s.words.TOPICS[topic] ?? topic },
      ...(stand && { stand, standWords: s.words.TOPIC_STANDS[stand] ?? stand }),
      ...(shownBy && shownBy.length > 0 && { shownBy: shown(shownBy) }),
    }));
  const statement = (x: Statement | undefined) =>
    x ? { at: iso(x.at), text: x.text, criteria: marked(x.criteria), topics: onTopics(x.topics), files: [...x.files] } : undefined;
  const both = (x: Partial<Record<'client' | 'freelancer', Statement>> | undefined) => ({
    client: statement(x?.client),
    freelancer: statement(x?.freelancer),
  });
  const p = f.proposal;
  const mediatorSees = v.viewer.role !== 'client' && v.viewer.role !== 'freelancer' && v.viewer.role !== 'member';
  const proposalShown = p && (mediatorSees || isPutToSides(i));
  const view: Omit<CaseView, 'positions' | 'roads'> = {
    id: i.id,
    state: i.state,
    stage: STAGES[i.state] ?? 'closed',
    stateWords: s.words.STATES[`case.${i.state}`] ?? i.state,
    gap: f.gap,
    requested: f.requested,
    parts: f.parts.map((x) => ({ ...x, title: String(v.c.instances[x.id]?.facts['title'] ?? '') })),
    paid: f.paid,
    ...(f.claim !== undefined && { claim: f.claim }),
    reason: f.reason,
    reasonWords: s.words.CHOICES[f.reason] ?? f.reason,
    text: f.text,
    ...(f.claimReason && { claimReason: s.words.CHOICES[f.claimReason] ?? f.claimReason }),
    topics: topicsInWords(s),
    topicOf: topicOf(f),
    statements: both(f.statements),
    addenda: both(f.addenda),
    further: both(f.further),
    exhibits,
    questions: instancesOf(v.c, 'question')
      .filter((q) => q.facts['case'] === i.id)
      .map((q) => ({
        id: q.id,
        to: q.facts['to'] as 'client',
        question: String(q.facts['question']),
        ...(q.facts['answer'] !== undefined && { answer: String(q.facts['answer']) }),
        state: q.state,
        askedAt: iso(q.windows[0]?.opensAt ?? q.since),
      })),
    witnesses: witnessesView(v, i, s),
    witnessesMost: v.policy.limits.witnessesPerSide,
    ...(f.mediator && { mediator: s.name(f.mediator) }),
    ...targetFor(v, i, f),
    ...(f.arbitrator && { arbitrator: s.name(f.arbitrator) }),
    ...(proposalShown && {
      proposal: {
        freelancer: p.freelancer,
        client: gapAtProposal(f) - p.freelancer,
        reasons: p.reasons,
        criteria: marked(p.criteria),
        topics: onTopics(p.topics),
        at: iso(p.at),
        ...(p.secondReader && { secondReader: s.name(p.secondReader) }),
      },
    }),
    answers: answersFor(v, i, f),
    arbitrationFee: arbitrationFeeOf(v.policy, v.c.currency, gapAtProposal(f)),
    ...feesFor(v, i, f),
    ...(f.award && {
      award: {
        ...{ freelancer: f.award.freelancer, client: f.outcome?.client ?? 0, reasons: f.award.reasons },
        topics: onTopics(f.award.topics),
        at: iso(f.award.at),
      },
    }),
    offers: hidden
      ? []
      : instancesOf(v.c, 'settlement')
          .filter((o) => o.facts['case'] === i.id)
          .map((o) => offerView(v, o, f)),
    disclosed: { client: f.withPrejudice?.client === true, freelancer: f.withPrejudice?.freelancer === true },
    offersHidden: hidden,
    blind: blindView(v, i, hidden),
    ...(f.outcome && {
      outcome: {
        how: f.outcome.how,
        sentence: s.fill(s.words.ENDINGS[f.outcome.how] ?? ''),
        freelancer: f.outcome.freelancer,
        client: f.outcome.client,
        at: iso(f.outcome.at),
      },
    }),
  };
  return { ...view, positions: positionsOf(deadlines, view), roads: roadsView(v, i) };
}

const textOf = (c: Contract, id: string): string => {
  const m = c.instances[id.split('.')[0] ?? ''];
  return ((m?.facts['criteria'] ?? []) as { id: string; text: string }[]).find((k) => k.id === id)?.text ?? id;
};
const gapAtProposal = (f: CaseFacts): number => (f.outcome ? f.outcome.freelancer + f.outcome.client : f.gap);

/** The exhibits of a case, numbered and in words. */
export const exhibitsView = (c: Contract, i: Instance, s: Speech): CaseView['exhibits'] =>
  exhibitsOf(c, i).map((e, n) => ({
    n: n + 1,
    id: e.id,
    kind: e.kind,
    title: s.fill(s.words.EXHIBITS[e.kind] ?? e.kind, { title: e.person ? s.name(e.person) : e.title, by: e.by === 'platform' ? '' : s[e.by] }),
    at: iso(e.at),
    by: e.by === 'platform' ? s.say.thePlatform : s[e.by],
    side: e.by,
    ...(e.file && { file: e.file }),
    ...(e.topic && { topic: e.topic }),
    ...(e.text !== undefined && { text: e.text }),
  }));

/** The topics with their names, in their order (MED-9). */
export const topicsInWords = (s: Speech): CaseView['topics'] =>
  TOPICS.map((id) => ({ id, title: s.words.TOPICS[id] ?? id, about: s.words.TOPICS_ABOUT[id] ?? '' }));
function topicOf(f: CaseFacts): CaseView['topicOf'] {
  const [request, claim] = [topicOfReason(f.reason), topicOfReason(f.claimReason)];
  return { requirements: TOPIC_OF_REQUIREMENTS, ...(request && { request }), ...(claim && { claim }) };
}

/** MED-2: what mediators aim at, said to who waits for it while it is still ahead. */
function targetFor(v: ViewInput, i: Instance, f: CaseFacts): Pick<CaseView, 'target'> {
  const aim = i.windows.find((w) => w.name === 'mediationTarget');
  if (!aim || !sideOf(v.viewer) || aim.dueAt <= v.now) return {};
  const s = speech(v);
  const who = f.mediator && s.name(f.mediator);
  return { target: { at: iso(aim.dueAt), sentence: s.say.proposalMeant(who, bothZones(aim.dueAt, v.viewer.zone, v.viewer.locale)) } };
}

/** MED-4: nobody sees the other's answer until both have answered or the window is over. */
function answersFor(v: ViewInput, i: Instance, f: CaseFacts): CaseView['answers'] {
  const side = v.viewer.watched ? undefined : sideOf(v.viewer);
  const sealed = i.state === 'proposed';
  const yours = side && f.answers?.[side];
  if (sealed) return { ...(yours && { yours }), sealed };
  return {
    ...(yours && { yours }),
    ...(f.answers?.client && { client: f.answers.client }),
    ...(f.answers?.freelancer && { freelancer: f.answers.freelancer }),
    sealed,
  };
}

/** What each has paid and when, and what it would bring to go on (ARB-1, ARB-2). */
function feesFor(v: ViewInput, i: Instance, f: CaseFacts): Pick<CaseView, 'fees' | 'breakEven'> {
  if (!['unresolved', 'clearing', 'hearing', 'awardOverdue'].includes(i.state) && !f.fees) return {};
  const amount = arbitrationFeeOf(v.policy, v.c.currency, gapAtProposal(f));
  const s = speech(v);
  const paid = (party: 'client' | 'freelancer') => {
    const fee = f.fees?.[party];
    return fee ? { state: fee.state, by: s.name(fee.by === 'client' ? v.c.client : v.c.freelancer), at: iso(fee.at) } : { state: 'unpaid' as const };
  };
  const track = trackOf(v.policy, v.c.currency, gapAtProposal(f));
  const now = { amount, track, client: paid('client'), freelancer: paid('freelancer') };
  if (i.state !== 'unresolved') return { fees: now };
  const only = (payer: 'client' | 'freelancer') => {
    const freelancer = whereOnlyPaid(payer, f.gap);
    return { freelancer, client: f.gap - freelancer };
  };
  const fees = { ...now, onlyPaid: { client: only('client'), freelancer: only('freelancer') } };
  const grid = [0, 25, 50, 75, 100].map((step) => {
    const freelancer = proportion(f.gap, step, 100);
    const fee = proportion(freelancer, v.c.terms.serviceFee, 10_000);
    return {
      percent: step,
      freelancer,
      client: f.gap - freelancer,
      freelancerNet: freelancer - fee - amount,
      clientNet: f.gap - freelancer - amount,
    };
  });
  const feeShare = proportion(10_000, amount, Math.max(1, f.gap));
  const share = percent(feeShare, v.viewer.locale);
  const cheaper = s.say.cheaper({ client: s.client, freelancer: s.freelancer, gap: s.amount(f.gap), share });
  return { fees, breakEven: { stake: f.gap, fee: amount, feeShare, grid, cheaper } };
}

function offerView(v: ViewInput, o: Instance, f: CaseFacts): z.infer<typeof Offer> {
  const freelancer = o.facts['freelancer'] as number;
  const s = speech(v);
  return {
    id: o.id,
    by: o.facts['by'] as 'client',
    freelancer,
    client: Math.max(0, gapAtProposal(f) - freelancer),
    ...(o.facts['note'] !== undefined && { note: String(o.facts['note']) }),
    state: o.state,
    stateWords: s.words.STATES[`settlement.${o.state}`] ?? o.state,
    madeAt: iso(o.windows[0]?.opensAt ?? o.since),
    ...(o.windows[0] && o.state === 'open' && { until: iso(o.windows[0].dueAt) }),
    ...(o.facts['answers'] !== undefined && { answers: String(o.facts['answers']) }),
  };
}
