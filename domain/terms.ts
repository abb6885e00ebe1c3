/** The terms of an offer: checked and compared (CON-2, CON-4). */
import { type MilestoneTerms, type Refusal, refuse, type Terms } from './contract.ts';
import { checkInput, type Fields, longtext, money, optional, text } from './fields.ts';
import { isMinor, type Minor } from './money.ts';
import { amountsOf, type Policy } from './policy/schema.ts';

const milestoneFields = (policy: Policy, currency: string): Fields => ({
  title: text(1, 200),
  description: optional(longtext(0)),
  amount: money(amountsOf(policy, currency).smallestMilestone),
  dueDate: optional({ kind: 'date' }),
  criteria: optional({ kind: 'list', most: 20, max: 500 }),
  revisionLimit: optional({ kind: 'whole', min: 0, max: 100 }),
});

/** Checks terms as given; the fee is the policy's unless the offer names one (FEE-1). `fixed`: what a counter may not change. */
export function checkTerms(policy: Policy, currency: string, given: unknown, fixed?: Pick<Terms, 'serviceFee' | 'jobPost'>): Terms | Refusal {
  if (!policy.amounts[currency]) return refuse('currency_not_offered', { currency, offered: Object.keys(policy.amounts) }, 'POL-6');
  if (typeof given !== 'object' || given === null) return refuse('bad_input', { field: 'terms', problem: 'not_an_object' });
  const { milestones, ...rest } = given as Record<string, unknown>;
  const head = checkInput(
    {
      title: text(1, 200),
      scope: longtext(1, 20_000),
      jobPost: optional(longtext(1, 20_000)),
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
  if (fixed && terms.serviceFee !== undefined && terms.serviceFee !== fixed.serviceFee)
    return refuse('fee_is_fixed', { fee: fixed.serviceFee }, 'FEE-1');
  // What was advertised is what the offer is held against: nobody writes it anew on the way.
  if (fixed && terms.jobPost !== undefined && terms.jobPost !== fixed.jobPost) return refuse('job_post_is_fixed', {}, 'CON-9');
  const jobPost = fixed ? fixed.jobPost : terms.jobPost;
  return {
    ...terms,
    ...(jobPost !== undefined && { jobPost }),
    serviceFee: terms.serviceFee ?? fixed?.serviceFee ?? policy.rates.serviceFee,
    milestones: list,
  };
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
