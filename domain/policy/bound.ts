/** How long money can stay held when everybody falls silent: read off the tables and the windows of a policy (MIL-9, POL-5). */
import { HOUSE } from '../house.ts';
import { isAct } from '../process.ts';
import { DAY, endOf, type Period, startOf } from '../time.ts';
import { holidaysOf, type Policy, type WindowName } from './schema.ts';

/** One wait on the way: in this state of this process, until this window is over. `ms` is the most it can take. */
export interface Wait {
  readonly process: string;
  readonly state: string;
  readonly window: WindowName;
  readonly ms: number;
}
export interface Bound {
  readonly ms: number;
  readonly path: readonly Wait[];
}

/** Where a state goes that waits for charges, once the bank has answered: no rule of the table says it, the charges' purposes do. */
const AFTER_BANK: Readonly<Record<string, readonly string[]>> = { 'case.clearing': ['hearing', 'closed'] };
/** Parts of a contract that can follow one another in silence: a charge comes in, work is reviewed, a case decided, the rest is asked about. */
const CHAIN = ['charge', 'milestone', 'case', 'dormancy'] as const;

/** The most a period can last from any moment: business days are tried from each day on which the policy knows its holidays. */
export function longest(period: Period, policy: Policy): number {
  if ('days' in period || 'hours' in period) return endOf(0, period, holidaysOf(policy));
  if ('midnightAfterDays' in period) return (period.midnightAfterDays + 1) * DAY;
  const known = policy.holidays.map((date) => startOf(date) ?? 0);
  const [from, to] = known.length > 0 ? [Math.min(...known), Math.max(...known)] : [0, 0];
  let most = 0;
  for (let day = from - 31 * DAY; day <= to + 31 * DAY; day += DAY) most = Math.max(most, endOf(day, period, holidaysOf(policy)) - day);
  return most;
}

const total = (path: readonly Wait[]): number => path.reduce((sum, w) => sum + w.ms, 0);
const longer = (a: readonly Wait[], b: readonly Wait[]): readonly Wait[] => (total(b) > total(a) ? b : a);

/** The longest way through one process from a state when nobody acts. Lapses never lead back: the tables are checked for it here. */
function silentWay(process: string, state: string, length: (w: WindowName) => number, seen: readonly string[] = []): readonly Wait[] {
  if (seen.includes(state)) throw new Error(`silence goes round in circles: ${process}, ${[...seen, state].join(' → ')}`);
  const table = HOUSE.processes[process];
  const further = (to: string) => silentWay(process, to, length, [...seen, state]);
  let best: readonly Wait[] = [];
  for (const w of table?.states[state]?.windows ?? []) {
    if (w.target) continue;
    const wait: Wait = { process, state, window: w.name, ms: length(w.name) };
    const next = (table?.rules ?? []).flatMap((r) => (!isAct(r) && r.after === w.name && r.from.includes(state) && r.to ? [r.to] : []));
    for (const to of next) best = longer(best, [wait, ...further(to)]);
  }
  for (const to of AFTER_BANK[`${process}.${state}`] ?? [])
    best = longer(best, [{ process: 'charge', state: 'wanted', window: 'bankAnswer', ms: length('bankAnswer') }, ...further(to)]);
  return best;
}

/**
 * The longest that a contract can hold money after the last act of anybody, counted from that act or from the day after its last due
 * date, and the waits it is made of. A window that staff had extended, and the days owed in return, may come on top of each part.
 */
export function worstHold(policy: Policy): Bound {
  const lengths = new Map<WindowName, number>();
  const length = (name: WindowName): number => {
    const known = lengths.get(name) ?? longest(policy.windows[name].period, policy);
    lengths.set(name, known);
    return known;
  };
  const worst = (process: string): readonly Wait[] =>
    Object.keys(HOUSE.processes[process]?.states ?? {}).reduce<readonly Wait[]>((best, state) => longer(best, silentWay(process, state, length)), []);
  const path = longer(worst('offer'), CHAIN.flatMap(worst));
  const { extensionsPerWindow, longestExtension } = policy.limits;
  const extended = (CHAIN.length * extensionsPerWindow + 1) * longestExtension * DAY;
  return { ms: total(path) + extended, path };
}
