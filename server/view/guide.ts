/** The guide: what happens in each state, with the periods, amounts and words of an installation. Nothing in it is written twice. */
import { fill, money, percent, type Words } from '@fairhold/copy';
import { type Policy, policyKeys } from '@fairhold/domain';
import { GUIDED, type Guided, type GuideState, guideOf } from '@fairhold/domain/guide';
import { z } from 'zod';

export const Guide = z
  .object({
    policy: z.object({ id: z.string(), name: z.string() }).describe('The newest in force; a contract keeps the one it began with'),
    contact: z.string().nullable().describe('Mail address of whoever runs the installation'),
    client: z.string().describe('Name that stands for the client in the sentences'),
    freelancer: z.string(),
    sections: z.array(
      z.object({
        process: z.string(),
        title: z.string(),
        states: z.array(
          z.object({
            state: z.string(),
            title: z.string(),
            turn: z.string().optional().describe('Whose it is; missing where it depends on the contract'),
            clocks: z.array(
              z.object({
                window: z.string(),
                title: z.string(),
                waitsFor: z.string(),
                period: z.string(),
                reminders: z.string(),
                happens: z.string().optional().describe('What happens when it passes; missing: nothing does'),
                rules: z.array(z.string()),
              }),
            ),
            acts: z.array(z.object({ act: z.string(), title: z.string(), by: z.string() })),
          }),
        ),
      }),
    ),
    numbers: z.array(z.object({ key: z.string(), name: z.string(), value: z.string() })).describe('Amounts, rates, limits and what silence decides'),
  })
  .meta({ id: 'Guide' });
type GuideView = z.infer<typeof Guide>;

export function guideView(policy: Policy, words: Words, locale: string, contact: string | undefined): GuideView {
  const { client, freelancer, sections } = words.HELP;
  return {
    policy: { id: policy.id, name: policy.name },
    contact: contact ?? null,
    client,
    freelancer,
    sections: GUIDED.map((process) => ({
      process,
      title: sections[process],
      states: guideOf(process, policy).map((g) => stateView(process, g, words)),
    })),
    numbers: numbersOf(policy, words, locale),
  };
}

function stateView(process: Guided, g: GuideState, words: Words): GuideView['sections'][number]['states'][number] {
  const { client, freelancer, reminders, actors } = words.HELP;
  const spoken = (text: string) => fill(text, { client, freelancer });
  return {
    state: g.state,
    title: words.STATES[`${process}.${g.state}`] ?? g.state,
    ...(g.turn && { turn: actors[g.turn] }),
    clocks: g.windows.map((w) => {
      const said = words.LAPSES[`${process}.${g.state}.${w.name}`] ?? words.LAPSES[`${process}.${w.name}`];
      const before = w.reminders.map((p) => words.SAY.period(p));
      return {
        window: w.name,
        title: said?.title ?? words.POLICY_KEYS[`windows.${w.name}`] ?? w.name,
        waitsFor: actors[w.actor],
        period: words.SAY.period(w.period),
        reminders: before.length > 0 ? fill(reminders, { before: before.join(', ') }) : '',
        ...(w.rules.length > 0 && said && { happens: spoken(said.happened) }),
        rules: [...w.rules],
      };
    }),
    acts: g.acts.map((a) => ({
      act: a.act,
      title: words.ACTS[`${process}.${a.act}`]?.title ?? a.act,
      by: a.by.map((role) => words.ROLES[role] ?? role).join(', '),
    })),
  };
}

/** Windows stand with their states. */
function numbersOf(policy: Policy, words: Words, locale: string): GuideView['numbers'] {
  const value = (kind: string, x: unknown, currency?: string): string => {
    if (kind === 'amount') return money(x as number, currency ?? '', locale);
    if (kind === 'rate') return percent(x as number, locale);
    if (kind === 'silence') return x === 'even' ? words.HELP.actors.both : (words.ROLES[x as 'client'] ?? String(x));
    return String(x);
  };
  const byKey = new Map<string, { key: string; name: string; values: string[] }>();
  for (const k of policyKeys(policy)) {
    if (!['amount', 'rate', 'silence', 'limit'].includes(k.kind)) continue;
    // An amount has one value for each currency.
    const key = k.currency ? k.key.replace(`.${k.currency}.`, '.') : k.key;
    const known = byKey.get(key) ?? { key, name: words.POLICY_KEYS[key] ?? k.name, values: [] };
    known.values.push(value(k.kind, k.value, k.currency));
    byKey.set(key, known);
  }
  return [...byKey.values()].map(({ key, name, values }) => ({ key, name, value: values.join(', ') }));
}
