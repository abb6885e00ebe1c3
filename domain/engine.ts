/**
 * The engine: what may be done, what comes of an act, what comes of time. Pure; it is handed `now` and hands back data.
 * `advance` first, then `act`: late is late, whether or not anybody carried out the lapse yet (TIM-5).
 */
import {
  type Actor,
  type Contract,
  type Facts,
  type Instance,
  instance,
  isRefusal,
  type OpenWindow,
  type Party,
  type Refusal,
  type Role,
  refuse,
  type Step,
  type World,
} from './contract.ts';
import { changeWindow, type Draft, draftOf, enter, get, setFacts } from './draft.ts';
import { ANYWHERE_BACK, askTime, extend, moreTime } from './extension.ts';
import { checkInput, type Fields } from './fields.ts';
import { HOUSE } from './house.ts';
import { holidaysOf, type Policy } from './policy/schema.ts';
import { type ActRule, isAct, type LapseRule, type Look, type Process } from './process.ts';
import { stepOf } from './step.ts';
import { endOf, type Instant, type Period } from './time.ts';

export interface Act {
  readonly act: string;
  /** Instance id the act is done on. */
  readonly on: string;
  readonly input: unknown;
}

export interface Available {
  readonly act: string;
  readonly on: string;
  readonly process: string;
  readonly rule: string;
  readonly final: boolean;
  readonly role: Role;
  readonly takes: Fields;
  /** Its preview is shown first although it can be undone. */
  readonly look?: true;
  /** Done at an address of its own. */
  readonly apart?: true;
  /** Shown with its reason, cannot be done now. */
  readonly blocked?: Refusal;
}

const tableOf = (process: string): Process => {
  const table = HOUSE.processes[process];
  if (!table) throw new Error(`no process ${process}`);
  return table;
};
const byAct = new Map<string, readonly ActRule[]>();
/** The rules of an act, in the order of their table; looked for once. */
function rulesOf(process: string, act: string): readonly ActRule[] {
  const key = `${process}.${act}`;
  let rules = byAct.get(key);
  if (!rules) {
    rules = tableOf(process).rules.filter((r): r is ActRule => isAct(r) && r.act === act);
    // Names that no table has come from outside, and are not remembered.
    if (rules.length > 0) byAct.set(key, rules);
  }
  return rules;
}
const inState = new Map<Process, Map<string, readonly ActRule[]>>();
/** The acts of a table that a state knows, in its order; looked for once. */
function actsIn(table: Process, state: string): readonly ActRule[] {
  let states = inState.get(table);
  if (!states) {
    states = new Map();
    inState.set(table, states);
  }
  let rules = states.get(state);
  if (!rules) {
    rules = table.rules.filter((r): r is ActRule => isAct(r) && r.from.includes(state));
    states.set(state, rules);
  }
  return rules;
}
const partyOf = (role: Role | undefined): Party | undefined =>
  role === 'client' ? 'client' : role === 'freelancer' || role === 'member' ? 'freelancer' : undefined;
const roleFor = (rule: ActRule, actor: Actor): Role | undefined => rule.by.find((r) => actor.roles.includes(r));

function look(c: Contract, i: Instance, at: Instant, policy: Policy, world: World, actor?: Actor, role?: Role, input: Facts = {}): Look {
  const party = partyOf(role);
  return { c, i, at, policy, world, input, ...(actor && { actor }), ...(role && { role }), ...(party && { party }) };
}

// ── time ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Due {
  readonly at: Instant;
  readonly on: string;
  readonly window: OpenWindow;
  readonly reminder: boolean;
}

const lengthOf = (p: Period, policy: Policy): number => endOf(0, p, holidaysOf(policy));

/** The instant of a window's next reminder, if one is left: a period counted back from the end. */
function nextReminder(w: OpenWindow, policy: Policy): Instant | undefined {
  for (let n = w.reminded; n < policy.windows[w.name].reminders.length; n += 1) {
    const before = policy.windows[w.name].reminders[n] as Period;
    const at = w.dueAt - lengthOf(before, policy);
    if (at > w.opensAt) return at;
  }
  return undefined;
}

/** What falls due next: the earliest reminder or end of an open window; ties go by the order in which things came to be. */
export function nextDue(c: Contract, policy: Policy): Due | undefined {
  let best: Due | undefined;
  for (const id in c.instances) {
    const i = c.instances[id] as Instance;
    for (const window of i.windows) {
      const reminder = nextReminder(window, policy);
      const due: Due | undefined =
        reminder !== undefined
          ? { at: reminder, on: i.id, window, reminder: true }
          : window.target
            ? undefined
            : { at: window.dueAt, on: i.id, window, reminder: false };
      if (due && (!best || due.at < best.at)) best = due;
    }
  }
  return best;
}

/** The lapse rule of a window that is over: exactly one applies (checked for every table). */
function lapseRule(x: Look, window: string): LapseRule | undefined {
  return tableOf(x.i.process).rules.find(
    (r): r is LapseRule => !isAct(r) && r.after === window && (r.from as readonly string[]).includes(x.i.state) && (r.if?.(x) ?? true),
  );
}

function remind(c: Contract, due: Due, policy: Policy, world: World): Step {
  const d = draftOf(HOUSE, c, due.at, policy, world);
  const i = get(d, due.on);
  const all = policy.windows[due.window.name].reminders;
  const gone = all.findIndex((p, n) => n >= due.window.reminded && due.window.dueAt - lengthOf(p, policy) === due.at);
  changeWindow(d, i.id, due.window.name, (w) => ({ ...w, reminded: gone + 1 }));
  const actor = due.window.actor;
  const tells = actor === 'both' ? (['client', 'freelancer'] as const) : actor === 'bank' || actor === 'nobody' ? [] : ([actor] as const);
  return stepOf(d, c, {
    act: `remind.${due.window.name}`,
    on: i.id,
    process: i.process,
    from: i.state,
    lapse: true,
    rule: 'NOT-2',
    input: {},
    actor: { role: 'system' },
    tells,
    legal: false,
  });
}

/** Carries out the end of one window, dated at its deadline (TIM-6). */
export function lapse(c: Contract, on: string, window: OpenWindow, policy: Policy, world: World): Step {
  const d = draftOf(HOUSE, c, window.dueAt, policy, world);
  const i = get(d, on);
  const x = look(d.c as Contract, i, window.dueAt, policy, world);
  const rule = lapseRule(x, window.name);
  if (!rule) throw new Error(`${i.process}.${i.state}: nothing is said about the end of ${window.name}`);
  run(d, x, rule);
  // Remembered, so that an act that comes later is told that its time is over, not that the state is wrong (TIM-5).
  if (rule.to) setFacts(d, on, { lapsed: { from: i.state, window: window.name, at: window.dueAt } });
  return stepOf(d, c, {
    act: window.name,
    on,
    process: i.process,
    from: i.state,
    lapse: true,
    rule: rule.rule,
    input: {},
    actor: { role: 'system' },
    tells: heardBy(rule, i),
    legal: rule.legal === true,
  });
}

/** Everything that has fallen due by `now` (inclusive), in order of time. The last step's contract is the contract as it stands. */
export function advance(c: Contract, now: Instant, policy: Policy, world: World): Step[] {
  const steps: Step[] = [];
  for (let at = c, n = 0; n < 10_000; n += 1) {
    const due = nextDue(at, policy);
    if (!due || due.at > now) return steps;
    const step = due.reminder ? remind(at, due, policy, world) : lapse(at, due.on, due.window, policy, world);
    steps.push(step);
    at = step.contract;
  }
  throw new Error('time does not come to an end');
}

// ── acts ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Who hears of it, the owner of the instance by name. */
function heardBy(rule: ActRule | LapseRule, i: Instance) {
  const owner = i.facts['party'] === 'freelancer' ? ('freelancer' as const) : ('client' as const);
  return (rule.tells ?? (['client', 'freelancer'] as const)).map((t) => (t === 'owner' ? owner : t));
}

function run(d: Draft, x: Look, rule: ActRule | LapseRule): Refusal | undefined {
  d.rule = rule.rule;
  if (rule.to) enter(d, x.i.id, rule.to);
  const came = rule.does?.(d, x);
  return isRefusal(came) ? came : undefined;
}

/** Carries out an act on a contract that is up to date. Nothing changes when it is refused. */
export function act(c: Contract, actor: Actor, a: Act, now: Instant, policy: Policy, world: World): Step | Refusal {
  if (a.act === 'extend') return extend(c, actor, a, now, policy, world);
  if (a.act === 'askTime') return askTime(c, actor, a, now, policy, world);
  const i = instance(c, a.on);
  if (!i) return refuse('no_such_object', { on: a.on });
  const rules = rulesOf(i.process, a.act);
  if (rules.length === 0) return refuse('no_such_act', { act: a.act, on: a.on });
  const mine = rules.filter((r) => roleFor(r, actor));
  if (mine.length === 0) return refuse('not_your_part', { act: a.act, may: [...new Set(rules.flatMap((r) => r.by))] }, rules[0]?.rule);
  const here = mine.filter((r) => r.from.includes(i.state));
  if (here.length === 0) return notNow(c, i, mine);
  return choose(c, i, here, actor, a, now, policy, world);
}

function choose(
  c: Contract,
  i: Instance,
  rules: readonly ActRule[],
  actor: Actor,
  a: Act,
  now: Instant,
  policy: Policy,
  world: World,
): Step | Refusal {
  const d = draftOf(HOUSE, c, now, policy, world);
  const given = typeof a.input === 'object' && a.input !== null && !Array.isArray(a.input) ? (a.input as Facts) : {};
  // The raw input may choose between rules of one act; what is carried out sees checked input only.
  const rule = rules.find((r) => r.if?.(look(d.c as Contract, i, now, policy, world, actor, roleFor(r, actor), given)) ?? true);
  if (!rule) return refuse('wrong_state', { state: i.state, act: a.act, process: i.process }, rules[0]?.rule);
  const role = roleFor(rule, actor) as Role;
  const x = look(d.c as Contract, i, now, policy, world, actor, role, given);
  const no = rule.when?.(x);
  if (no) return no.rule ? no : { ...no, rule: rule.rule };
  const input = checkInput(rule.takes?.(x) ?? {}, a.input ?? {});
  if ('refused' in input) return { ...(input as unknown as Refusal), rule: rule.rule };
  const refused = run(d, { ...x, input }, rule);
  if (refused) return refused.rule ? refused : { ...refused, rule: rule.rule };
  return stepOf(d, c, {
    act: a.act,
    on: i.id,
    process: i.process,
    from: i.state,
    lapse: false,
    rule: rule.rule,
    input,
    actor: { role, person: actor.person },
    tells: heardBy(rule, i),
    legal: rule.legal === true,
  });
}

/** Why an act that exists cannot be done in this state: its time is over, or it never was possible here. */
function notNow(c: Contract, i: Instance, rules: readonly ActRule[]): Refusal {
  const gone = i.facts['lapsed'] as { from: string; window: string; at: Instant } | undefined;
  if (gone && rules.some((r) => r.from.includes(gone.from))) return refuse('deadline_passed', { window: gone.window, at: gone.at }, 'TIM-5');
  const state = tableOf(i.process).states[i.state];
  return refuse(state?.closed ? 'already_over' : 'wrong_state', { state: i.state, process: i.process, contract: c.id }, rules[0]?.rule);
}

/** The act that takes a step back, on what the step opened or else on what it was done on. */
export function takesBack(step: Step): Act | undefined {
  const rules = step.lapse ? [] : rulesOf(step.process, step.act);
  const back = ANYWHERE_BACK[step.act] ?? rules.find((r) => r.by.includes(step.actor.role) && r.from.includes(step.from))?.back;
  if (back === undefined) return undefined;
  const { act, input } = typeof back === 'string' ? { act: back, input: () => ({}) } : back;
  const opened = Object.values(step.patch.instances).filter((i) => i.id !== step.on && i.since === step.at);
  const on = [...opened, instance(step.contract, step.on)].find((i) => i && rulesOf(i.process, act).length > 0);
  return on && { act, on: on.id, input: input(step.contract.seq) };
}

/** Everything an actor may do now, with what it takes; in the order of the tables (API-2). */
export function available(c: Contract, actor: Actor, now: Instant, policy: Policy, world: World): Available[] {
  const out: Available[] = [];
  for (const id in c.instances) {
    const i = c.instances[id] as Instance;
    /** Of several rules of one act the first that holds counts. */
    const seen: string[] = [];
    for (const rule of actsIn(tableOf(i.process), i.state)) {
      const role = roleFor(rule, actor);
      if (!role || role === 'bank' || seen.includes(rule.act)) continue;
      const x = look(c, i, now, policy, world, actor, role);
      if (rule.if && !rule.if(x)) continue;
      seen.push(rule.act);
      const no = rule.when?.(x);
      if (no && !rule.shown) continue;
      out.push({
        act: rule.act,
        on: i.id,
        process: i.process,
        rule: rule.rule,
        final: rule.final === true,
        role,
        takes: rule.takes?.(x) ?? {},
        ...(rule.look && { look: true as const }),
        ...(rule.apart && { apart: true as const }),
        ...(no && { blocked: { ...no, rule: no.rule ?? rule.rule } }),
      });
    }
    out.push(...forOthers(i, actor, out), ...moreTime(c, i, actor, policy));
  }
  return out;
}

/** What is possible here and somebody else's to do: shown, with who can (END-11). */
function forOthers(i: Instance, actor: Actor, mine: readonly Available[]): Available[] {
  const rules = actsIn(tableOf(i.process), i.state).filter((r) => r.known && !mine.some((a) => a.on === i.id && a.act === r.act));
  return [...new Set(rules.map((r) => r.act))].flatMap((act): Available[] => {
    const may = [...new Set(rules.flatMap((r) => (r.act === act ? r.by : [])))];
    const [rule] = rules.filter((r) => r.act === act);
    const role = may[0];
    if (!rule || !role || actor.roles.includes('bank')) return [];
    const blocked = refuse('not_your_part', { act, may }, 'END-11');
    return [{ act, on: i.id, process: i.process, rule: rule.rule, final: rule.final === true, role, takes: {}, blocked }];
  });
}

/** Whether an act cannot be undone in the state it is in: then it needs the digest of a preview (END-2). */
export function isFinal(c: Contract, a: Act): boolean {
  if (a.act === 'extend') return true;
  const i = instance(c, a.on);
  return i ? rulesOf(i.process, a.act).some((r) => r.from.includes(i.state) && r.final === true) : false;
}
