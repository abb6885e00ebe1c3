/** What can be said of a table without running it: every state can be left, every wait has an end, every window has a rule. */
import { type Policy, WINDOW_NAMES } from './policy/schema.ts';
import { isAct, type LapseRule, type Process, type Rule, type State } from './process.ts';

/** What is wrong with a table, in sentences; empty when it may be used. */
export function tableFaults(table: Process, policy: Policy): string[] {
  const states = Object.entries(table.states);
  return [...states.flatMap(([name, state]) => stateFaults(table, name, state, policy)), ...table.rules.flatMap((rule) => ruleFaults(table, rule))];
}

const from = (table: Process, state: string): Rule[] => table.rules.filter((r) => (r.from as readonly string[]).includes(state));
const lapses = (table: Process, state: string, window: string): LapseRule[] =>
  from(table, state).filter((r): r is LapseRule => !isAct(r) && r.after === window);

function stateFaults(table: Process, name: string, state: State, policy: Policy): string[] {
  const at = `${table.name}.${name}`;
  const windows = state.windows ?? [];
  const out: string[] = [];
  if (state.closed) {
    if (windows.length > 0) out.push(`${at} is closed and has a deadline`);
    // What the bank says late still has to be heard, and asking after something leaves it where it is.
    if (from(table, name).some((r) => !isAct(r) || (r.to && r.by.some((role) => role !== 'bank')))) out.push(`${at} is closed and can be left`);
    return out;
  }
  if (from(table, name).length === 0 && !state.covered) out.push(`${at} cannot be left`);
  const ends = windows.filter((w) => !w.target);
  if (typeof state.turn === 'string' && state.turn !== 'nobody' && ends.length === 0 && !state.covered)
    out.push(`${at} waits for ${state.turn} without a deadline`);
  if (typeof state.turn === 'function' && ends.length === 0 && !state.covered) out.push(`${at} waits for somebody without a deadline`);
  for (const w of windows) {
    if (!policy.windows[w.name] || !WINDOW_NAMES[w.name]) out.push(`${at}: nobody knows the window ${w.name}`);
    if (w.target) continue;
    const ways = lapses(table, name, w.name);
    if (ways.length === 0) out.push(`${at}: nothing is said about the end of ${w.name}`);
    // The first rule whose condition holds applies, so exactly one does when the last has none and no earlier one lacks it.
    else if (ways.findIndex((r) => !r.if) !== ways.length - 1) out.push(`${at}: not exactly one rule applies at the end of ${w.name}`);
  }
  // One that leads nowhere ends a window which an act has opened.
  for (const r of from(table, name))
    if (!isAct(r) && r.to && !ends.some((w) => w.name === r.after)) out.push(`${at}: a rule waits for ${r.after}, which is not open`);
  return out;
}

function ruleFaults(table: Process, rule: Rule): string[] {
  const what = `${table.name}: ${isAct(rule) ? rule.act : `end of ${rule.after}`}`;
  const out: string[] = [];
  if (!/^[A-Z]{3}-\d+$/.test(rule.rule)) out.push(`${what} names no rule`);
  for (const s of [...rule.from, ...(rule.to ? [rule.to] : [])]) if (!table.states[s]) out.push(`${what}: there is no state ${s}`);
  if (!isAct(rule) && !rule.to && !rule.does) out.push(`${what} does nothing`);
  if (isAct(rule) && rule.by.length === 0) out.push(`${what} is for nobody`);
  return out;
}
