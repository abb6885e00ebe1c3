/** What to look at in an offer, in words; what was looked for; what protects whoever accepts it (CON-5, CON-9). */
import { percent, termName } from '@fairhold/copy';
import { type FlagCode, flagsOf } from '@fairhold/domain/flags/flags';
import { besideJobPost } from '@fairhold/domain/flags/text';
import { versionsOf } from '@fairhold/domain/processes/offer';
import type { z } from 'zod';
import type * as S from './schemas.ts';
import { type Speech, sideOf, type ViewInput } from './viewer.ts';

type TermsView = z.infer<typeof S.Contract>['terms'];

/** The client’s own money and card: nothing that a client asks a freelancer. */
const OF_ITS_MONEY: ReadonlySet<FlagCode> = new Set([
  'smallFirstMilestone',
  'firstNotFunded',
  'unfundedRemainder',
  'workBeforeFunding',
  'clientUnverified',
  'clientNoCard',
]);

export function flagsView(v: ViewInput, s: Speech): TermsView['flags'] {
  const versions = versionsOf(v.c);
  // Who wrote the terms does not ask the other side why they are so.
  const side = sideOf(v.viewer);
  const asks = side !== undefined && versions.at(-1)?.by !== side && v.viewer.role !== 'member';
  return flagsOf(v.c, versions, v.policy, v.now, v.payer).map((f) => {
    const field = typeof f.data['field'] === 'string' ? { field: termName(s.words, f.data['field']) } : {};
    const worded = (values: Readonly<Record<string, number>> | undefined, as: (n: number) => string) =>
      Object.fromEntries(Object.entries(values ?? {}).map(([k, n]) => [k, as(n)]));
    const data = {
      ...f.data,
      ...field,
      ...worded(f.amounts, s.amount),
      ...worded(f.rates, (n) => percent(n, v.viewer.locale)),
      ...(f.said && { quote: f.said.quote }),
    };
    const words = s.words.FLAGS[f.code];
    return {
      code: f.code,
      group: groupOf(f),
      severity: f.severity,
      sentence: s.fill(words?.sentence ?? '', data),
      why: s.fill(words?.why ?? '', data),
      ...(f.said && { quote: f.said.quote, where: termName(s.words, f.said.field) }),
      ...(asks && !(side === 'client' && OF_ITS_MONEY.has(f.code)) && { ask: s.fill(words?.ask ?? '', data) }),
    };
  });
}

const BESIDE_POST: readonly string[] = ['moreThanPosted', 'otherThanPosted'];
/** What a flag is about: the version before, the job post, or the terms by themselves. */
const groupOf = (f: ReturnType<typeof flagsOf>[number]): TermsView['flags'][number]['group'] =>
  f.code === 'termsChanged' ? 'changed' : BESIDE_POST.includes(f.code) || f.said?.field === 'jobPost' ? 'post' : 'unusual';

/** The list of what was looked for, the protection card and the job post beside the offer; `open`: somebody may still accept. */
export function lookedOver(v: ViewInput, s: Speech, open: boolean): Pick<TermsView, 'checked' | 'protection' | 'besidePost'> {
  const beside = open ? besideJobPost(v.c.terms) : undefined;
  return {
    checked: open ? [...s.words.FLAGS_CHECKED] : [],
    protection: open ? protection(v, s) : { does: [], doesNot: [] },
    ...(beside && { besidePost: beside }),
  };
}

function protection(v: ViewInput, s: Speech): TermsView['protection'] {
  const { c } = v;
  const say = s.words.PROTECTION;
  const later = c.terms.milestones.slice(1).reduce((sum, m) => sum + m.amount, 0);
  const free = c.terms.milestones.flatMap((m, n) => (m.revisionLimit === undefined ? [n + 1] : []));
  return {
    does: [...(c.held > 0 ? [s.fill(say.held, { held: s.amount(c.held) })] : []), say.silence, say.record, s.fill(say.rights)],
    doesNot: [
      ...(c.held === 0 ? [say.nothingHeld] : []),
      ...(later > 0 ? [s.fill(say.later, { amount: s.amount(later) })] : []),
      ...(free.length > 0 ? [s.fill(say.noLimit, { milestones: free.join(', ') })] : []),
      say.outside,
    ],
  };
}
