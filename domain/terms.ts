/** The terms of an offer: checked, compared, and looked over for what a careful reader would want to be told (CON-4, CON-5). */
import { type Contract, type MilestoneTerms, type Refusal, refuse, type Terms, type TermsVersion } from './contract.ts';
import { checkInput, type Fields, longtext, money, optional, text } from './fields.ts';
import { isMinor, type Minor, proportion } from './money.ts';
import { amountsOf, type Policy } from './policy/schema.ts';
import { type Instant, startOf } from './time.ts';

const milestoneFields = (policy: Policy, currency: string): Fields => ({
  title: text(1, 200),
  description: optional(longtext(0)),
  amount: money(amountsOf(policy, currency).smallestMilestone),
  dueDate: optional({ kind: 'date' }),
  criteria: optional({ kind: 'list', most: 20, max: 500 }),
  revisionLimit: optional({ kind: 'whole', min: 0, max: 100 }),
});

/** Checks terms as given; the fee is the policy's unless the offer names one (FEE-1). `fixedFee`: a counter may not change it. */
export function checkTerms(policy: Policy, currency: string, given: unknown, fixedFee?: number): Terms | Refusal {
  if (!policy.amounts[currency]) return refuse('currency_not_offered', { currency, offered: Object.keys(policy.amounts) }, 'POL-6');
  if (typeof given !== 'object' || given === null) return refuse('bad_input', { field: 'terms', problem: 'not_an_object' });
  const { milestones, ...rest } = given as Record<string, unknown>;
  const head = checkInput(
    {
      title: text(1, 200),
      scope: longtext(1, 20_000),
      budget: optional(money(1)),
      serviceFee: optional({ kind: 'whole', min: 0, max: policy.rates.serviceFeeMost }),
      files: optional({ kind: 'files', most: policy.limits.filesPerStatement }),
    },
    rest,
  );
  if ('refused' in head) return head as unknown as Refusal;
  if (!Array.isArray(milestones) || milestones.length < 1 || milestones.length > 50)
    return refuse('bad_input', { field: 'milestones', problem: 'from_one_to', most: 50 }, 'CON-2');
  const list: MilestoneTerms[] = [];
  for (const [n, m] of milestones.entries()) {
    const one = checkInput(milestoneFields(policy, currency), m);
    if ('refused' in one) {
      const no = one as unknown as Refusal;
      return { ...no, data: { ...no.data, field: `milestones.${n + 1}.${String(no.data['field'])}` } };
    }
    const o = one as unknown as MilestoneTerms;
    list.push({ ...o, description: o.description ?? '', criteria: o.criteria ?? [] });
  }
  const total = list.reduce((a, m) => a + m.amount, 0);
  if (!isMinor(total)) return refuse('bad_input', { field: 'milestones', problem: 'not_whole' });
  const terms = head as unknown as Omit<Terms, 'milestones'>;
  if (fixedFee !== undefined && terms.serviceFee !== undefined && terms.serviceFee !== fixedFee)
    return refuse('fee_is_fixed', { fee: fixedFee }, 'FEE-1');
  return { ...terms, serviceFee: terms.serviceFee ?? fixedFee ?? policy.rates.serviceFee, milestones: list };
}

export const totalOf = (terms: Terms): Minor => terms.milestones.reduce((sum, m) => sum + m.amount, 0);

export interface TermsDifference {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** What changed between two versions, field by field, milestones by position (CON-4). */
export function termsDifferences(a: Terms, b: Terms): TermsDifference[] {
  const out: TermsDifference[] = [];
  const compare = (field: string, from: unknown, to: unknown) => {
    if (JSON.stringify(from ?? null) !== JSON.stringify(to ?? null)) out.push({ field, from, to });
  };
  compare('title', a.title, b.title);
  compare('scope', a.scope, b.scope);
  compare('budget', a.budget, b.budget);
  compare('serviceFee', a.serviceFee, b.serviceFee);
  compare(
    'files',
    a.files?.map((f) => f.name),
    b.files?.map((f) => f.name),
  );
  for (let n = 0; n < Math.max(a.milestones.length, b.milestones.length); n += 1) {
    const [x, y] = [a.milestones[n], b.milestones[n]];
    if (!x || !y) compare(`milestones.${n + 1}`, x, y);
    else
      for (const key of ['title', 'description', 'amount', 'dueDate', 'criteria', 'revisionLimit'] as const)
        compare(`milestones.${n + 1}.${key}`, x[key], y[key]);
  }
  return out;
}

export type FlagCode =
  | 'smallFirstMilestone'
  | 'firstNotFunded'
  | 'unfundedRemainder'
  | 'trialWork'
  | 'termsChanged'
  | 'noCriteria'
  | 'datePast'
  | 'clientUnverified';
export interface Flag {
  readonly code: FlagCode;
  readonly severity: 'high' | 'low';
  /** Milestone number, quoted words, amounts: what the sentence needs. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Attention flags on an offer (CON-5). `held` is the deposit, `clientVerified` whether the client's payment was ever confirmed. */
export function flagsOf(c: Contract, versions: readonly TermsVersion[], policy: Policy, now: Instant, clientVerified: boolean): Flag[] {
  const last = versions.at(-1);
  if (!last) return [];
  const t = last.terms;
  const total = Math.max(totalOf(t), t.budget ?? 0);
  const flags: Flag[] = [];
  const flag = (code: FlagCode, severity: 'high' | 'low', data: Record<string, unknown> = {}) => flags.push({ code, severity, data });
  const first = t.milestones[0];
  if (first && first.amount < proportion(total, policy.rates.firstMilestoneLeast, 10_000))
    flag('smallFirstMilestone', 'high', { amount: first.amount, total });
  if (first && c.held < first.amount) flag('firstNotFunded', 'high', { amount: first.amount, held: c.held });
  if (total > c.held && c.held > 0) flag('unfundedRemainder', 'low', { amount: total - c.held, total });
  for (const [n, m] of t.milestones.entries()) {
    const word = /\b(test|trial|sample)\b/i.exec(`${m.title} ${m.description}`);
    if (word) flag('trialWork', 'high', { milestone: n + 1, title: m.title, word: word[0] });
    if (m.criteria.length === 0) flag('noCriteria', 'low', { milestone: n + 1, title: m.title });
    const due = m.dueDate ? startOf(m.dueDate) : undefined;
    if (due !== undefined && due + 86_400_000 <= now) flag('datePast', 'high', { milestone: n + 1, title: m.title, date: m.dueDate });
  }
  const before = versions.at(-2);
  if (before) for (const d of termsDifferences(before.terms, t)) flag('termsChanged', 'high', { field: d.field, from: d.from, to: d.to });
  if (!clientVerified) flag('clientUnverified', 'low');
  return flags;
}
