/** What the tables say of a process to somebody who has no contract open: each state, its clocks, what ends it, who may do what. */
import type { Role, Turn } from './contract.ts';
import { HOUSE } from './house.ts';
import type { Policy, WindowName, WindowRule } from './policy/schema.ts';
import { isAct, type Process } from './process.ts';

export interface GuideWindow extends WindowRule {
  readonly name: WindowName;
  readonly actor: Turn;
  /** Rules by which the state ends with it; none: a promised time that ends nothing. */
  readonly rules: readonly string[];
}
export interface GuideAct {
  readonly act: string;
  readonly by: readonly Role[];
}
export interface GuideState {
  readonly state: string;
  /** Undefined where it depends on the contract. */
  readonly turn?: Turn;
  readonly windows: readonly GuideWindow[];
  readonly acts: readonly GuideAct[];
}

/** Processes that stand for themselves, in the order in which people come across them. */
export const GUIDED = [
  'offer',
  'milestone',
  'contract',
  'change',
  'case',
  'settlement',
  'blind',
  'question',
  'witness',
  'extension',
  'parting',
  'dormancy',
  'feedback',
  'reinstatement',
  'payment',
  'refund',
  'payout',
  'trace',
  'payoutChange',
] as const;
export type Guided = (typeof GUIDED)[number];

const PEOPLE = (role: Role): boolean => role !== 'bank' && role !== 'system';

/** The states of a process in which somebody can do something, or a clock runs, with the periods of a policy. */
export function guideOf(process: Guided, policy: Policy): GuideState[] {
  const table = HOUSE.processes[process] as Process;
  return Object.entries(table.states).flatMap(([state, { turn, windows = [], closed }]) => {
    const here = table.rules.filter((r) => r.from.includes(state));
    const byAct = new Map<string, Set<Role>>();
    for (const r of here) {
      if (!isAct(r) || r.apart) continue;
      const by = r.by.filter(PEOPLE);
      if (by.length > 0) byAct.set(r.act, new Set([...(byAct.get(r.act) ?? []), ...by]));
    }
    const clocks = windows.map((w) => ({
      ...policy.windows[w.name],
      name: w.name,
      actor: w.actor,
      rules: [...new Set(here.flatMap((r) => (!isAct(r) && r.after === w.name ? [r.rule] : [])))],
    }));
    if (closed || (clocks.length === 0 && byAct.size === 0)) return [];
    return [
      {
        state,
        ...(typeof turn === 'string' && { turn }),
        windows: clocks,
        acts: [...byAct].map(([act, by]) => ({ act, by: [...by] })),
      },
    ];
  });
}
