/** The ways to answer a refund request or a claim beside what holds now, each as far as it goes at once: done by the engine, not reckoned (REF-1, DSP-4, MNY-4). */
import { type Act, available, type Instance, isRefusal, preview } from '@fairhold/domain';
import type { Fields } from '@fairhold/domain/fields';
import type { z } from 'zod';
import type { Road as RoadSchema } from './offer-schemas.ts';
import { previewView } from './preview.ts';
import type { ViewInput } from './viewer.ts';

type Road = z.infer<typeof RoadSchema>;

/** What says yes and what says no, by the state in which one is asked. */
const ANSWERS: Readonly<Record<string, { readonly yes: string; readonly no: string }>> = {
  requested: { yes: 'approveRefund', no: 'dispute' },
  disputed: { yes: 'approveClaim', no: 'contest' },
};

/** Only for who may answer now. */
export function roadsView(v: ViewInput, i: Instance): Road[] {
  const answers = ANSWERS[i.state];
  if (!answers) return [];
  const actor = { roles: v.viewer.roles, person: v.viewer.person };
  const may = available(v.c, actor, v.now, v.policy, v.world).filter((a) => a.on === i.id && !a.blocked);
  const [yes, no] = [answers.yes, answers.no].map((act) => may.find((a) => a.act === act));
  if (!yes || !no) return [];
  const now = { client: 0, freelancer: 0, fees: 0, held: v.c.held };
  const road = (kind: 'yes' | 'no', act: string, input: Act['input']): Road[] => {
    const a = { act, on: i.id, input };
    const previewed = preview(v.c, actor, a, v.now, v.policy, v.world);
    if (isRefusal(previewed)) return [];
    const seen = previewView({ ...v, previewed, digest: '', ...a });
    const { client, freelancer, fees, held } = seen.money;
    return [{ road: kind, act, client, freelancer, fees, held, ...(seen.next[0] && { next: seen.next[0].sentence }) }];
  };
  return [
    { road: 'now', ...now },
    ...road('yes', yes.act, {}),
    // An offer moves nothing before it is accepted.
    ...(may.some((a) => a.act === 'offerSettlement') ? [{ road: 'offer' as const, act: 'offerSettlement', ...now }] : []),
    ...road('no', no.act, outright(no.takes)),
  ];
}

/** The whole of it is said no to: all that may be claimed is claimed, and no requirement is conceded. What is said moves no money. */
const outright = (fields: Fields): Act['input'] =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, f]): [string, unknown][] => {
      if (f.optional) return [];
      switch (f.kind) {
        case 'money':
          return [[name, f.max]];
        case 'choice':
          return [[name, f.options[0]]];
        case 'text':
        case 'longtext':
          return [[name, '.'.repeat(Math.max(1, f.min))]];
        case 'marks':
          return [[name, f.of.map(({ id }) => ({ id, mark: 'not', reason: '.' }))]];
        default:
          return [];
      }
    }),
  );
