/** Attention flags on an offer: what a careful reader would want to be told, with the sentence it stands in (CON-5, CON-9). */
import type { Contract, Terms, TermsVersion } from '../contract.ts';
import { proportion } from '../money.ts';
import type { Policy } from '../policy/schema.ts';
import { termsDifferences, totalOf } from '../terms.ts';
import { DAY, type Instant, startOf } from '../time.ts';
import { quantitiesIn, quoted, type Said, sentencesIn, sentencesOf, sumsIn } from './text.ts';
import { WATCHED, type WordFlag } from './words.ts';

export type FlagCode =
  | 'smallFirstMilestone'
  | 'firstNotFunded'
  | 'unfundedRemainder'
  | 'trialWork'
  | 'newTrialWork'
  | 'termsChanged'
  | 'noCriteria'
  | 'datePast'
  | 'dateSoon'
  | 'moreThanPosted'
  | 'feeHigher'
  | 'feeLower'
  | 'otherCurrency'
  | 'otherThanPosted'
  | 'otherAmount'
  | 'clientUnverified'
  | 'clientNoCard'
  | WordFlag;
export interface Flag {
  readonly code: FlagCode;
  readonly severity: 'high' | 'low';
  /** What the sentence needs: milestone numbers, words, and under `amounts` and `rates` what is worded as such. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly amounts?: Readonly<Record<string, number>>;
  readonly rates?: Readonly<Record<string, number>>;
  /** The sentence that was stopped at, in the words of whoever wrote it. */
  readonly said?: Said;
}
/** How the client stands as a payer: paid on another contract before; has a card that the bank vouches for. */
export interface Payer {
  readonly paidBefore: boolean;
  readonly hasCard: boolean;
}

/** Sentences named for one reason, at most: after these one has seen what is meant. */
const MOST_OF_A_KIND = 4;
const TRIAL = /\b(?:test|trial|sample|probe(?:arbeit|auftrag|seite|text)?|test(?:arbeit|auftrag|seite|text))\b/i;

/** All flags, what matters most first. */
export function flagsOf(c: Contract, versions: readonly TermsVersion[], policy: Policy, now: Instant, payer: Payer): Flag[] {
  const last = versions.at(-1);
  if (!last) return [];
  const before = versions.at(-2)?.terms;
  const flags = [
    ...moneyFlags(c, last.terms, policy),
    ...milestoneFlags(last.terms, before, now),
    ...wordFlags(last.terms),
    ...postFlags(c, last.terms),
    ...(before ? termsDifferences(before, last.terms) : []).map((d): Flag => ({ code: 'termsChanged', severity: 'high', data: { ...d } })),
    ...(payer.paidBefore ? [] : [{ code: 'clientUnverified', severity: 'low', data: {} } as const]),
    ...(payer.hasCard ? [] : [{ code: 'clientNoCard', severity: 'high', data: {} } as const]),
  ];
  return [...flags.filter((f) => f.severity === 'high'), ...flags.filter((f) => f.severity === 'low')];
}

function moneyFlags(c: Contract, t: Terms, policy: Policy): Flag[] {
  const out: Flag[] = [];
  const total = Math.max(totalOf(t), t.budget ?? 0);
  const first = t.milestones[0];
  if (first && first.amount < proportion(total, policy.rates.firstMilestoneLeast, 10_000))
    out.push({ code: 'smallFirstMilestone', severity: 'high', data: {}, amounts: { amount: first.amount, total } });
  if (first && c.held < first.amount)
    out.push({ code: 'firstNotFunded', severity: 'high', data: {}, amounts: { amount: first.amount, held: c.held } });
  // What is missing of the first was said with it.
  if (total > Math.max(c.held, first?.amount ?? 0) && c.held > 0)
    out.push({ code: 'unfundedRemainder', severity: 'low', data: {}, amounts: { amount: total - c.held, total } });
  const usual = policy.rates.serviceFee;
  if (t.serviceFee !== usual)
    out.push({
      code: t.serviceFee > usual ? 'feeHigher' : 'feeLower',
      severity: t.serviceFee > usual ? 'high' : 'low',
      data: {},
      rates: { fee: t.serviceFee, usual },
    });
  return out;
}

function milestoneFlags(t: Terms, before: Terms | undefined, now: Instant): Flag[] {
  const out: Flag[] = [];
  const known = new Set(before?.milestones.map((m) => m.title));
  for (const [n, m] of t.milestones.entries()) {
    const data = { milestone: n + 1, title: m.title };
    const field = `milestones.${n + 1}.`;
    const texts: [string, string][] = [
      [`${field}title`, m.title],
      [`${field}description`, m.description],
    ];
    const said = texts.flatMap(([at, text]) => sentencesIn(text).map((quote) => ({ field: at, quote }))).find((s) => TRIAL.test(s.quote));
    const word = said && TRIAL.exec(said.quote)?.[0];
    // New: neither the version before nor the job post speaks of it.
    const fresh = before ? !known.has(m.title) : t.jobPost !== undefined && !TRIAL.test(t.jobPost);
    // A title that says it is named in the sentence already.
    const quote = said && said.quote !== m.title ? { said: quoted(said) } : {};
    if (said) out.push({ code: fresh ? 'newTrialWork' : 'trialWork', severity: 'high', data: { ...data, word }, ...quote });
    if (m.criteria.length === 0) out.push({ code: 'noCriteria', severity: 'low', data });
    const due = m.dueDate ? startOf(m.dueDate) : undefined;
    // A date lasts until the end of its day, in UTC.
    if (due !== undefined && due + DAY <= now) out.push({ code: 'datePast', severity: 'high', data: { ...data, date: m.dueDate } });
    else if (due !== undefined && due + DAY - now < DAY) out.push({ code: 'dateSoon', severity: 'high', data: { ...data, date: m.dueDate } });
  }
  return out;
}

function wordFlags(t: Terms): Flag[] {
  const all = sentencesOf(t);
  return WATCHED.flatMap((watch) =>
    all
      .filter((s) => watch.any.some((p) => p.test(s.quote)) && !watch.but?.some((p) => p.test(s.quote)))
      .slice(0, MOST_OF_A_KIND)
      .map((s): Flag => ({ code: watch.code, severity: watch.severity, data: {}, said: quoted(s) })),
  );
}

/** Against the job post, and against the offer's own numbers (CON-9). */
function postFlags(c: Contract, t: Terms): Flag[] {
  const out: Flag[] = [];
  const own = sentencesOf(t);
  const total = Math.max(totalOf(t), t.budget ?? 0);
  const posted = sentencesIn(t.jobPost ?? '').map((quote) => ({ field: 'jobPost', quote }));
  const most = (list: ReturnType<typeof quantitiesIn>, unit: string) =>
    list.filter((q) => q.unit === unit).reduce<(typeof list)[number] | undefined>((a, q) => (a && a.n >= q.n ? a : q), undefined);
  const [before, now] = [quantitiesIn(posted), quantitiesIn(own)];
  for (const unit of new Set(before.map((q) => q.unit))) {
    const [was, is] = [most(before, unit), most(now, unit)];
    if (was && is && is.n > was.n)
      out.push({ code: 'moreThanPosted', severity: 'high', data: { posted: quoted(was.said).quote }, said: quoted(is.said) });
  }
  const sums = sumsIn(own);
  const postedSums = sumsIn(posted);
  for (const s of [...postedSums, ...sums].filter((x) => x.currency !== c.currency).slice(0, MOST_OF_A_KIND))
    out.push({ code: 'otherCurrency', severity: 'high', data: { currency: c.currency, other: s.currency }, said: quoted(s.said) });
  // A range that was posted is kept by any price within it.
  const inPost = postedSums.filter((s) => s.currency === c.currency);
  const amounts = inPost.map((s) => s.amount);
  const [low, high] = [Math.min(...amounts), Math.max(...amounts)];
  const first = inPost[0];
  if (first && (total < low || total > high))
    out.push({ code: 'otherThanPosted', severity: total < low ? 'high' : 'low', data: {}, amounts: { total }, said: quoted(first.said) });
  const known = new Set([total, totalOf(t), ...t.milestones.map((m) => m.amount)]);
  for (const s of sums.filter((x) => x.currency === c.currency && !known.has(x.amount)).slice(0, MOST_OF_A_KIND))
    out.push({ code: 'otherAmount', severity: 'low', data: {}, amounts: { amount: s.amount }, said: quoted(s.said) });
  return out;
}
