/**
 * `npm run paths`: writes every way through each process next to its table, as a golden file that is reviewed like code. Where money
 * is at stake the ways are really gone, by the engine, on a contract of 200.00, and each end says who got what. --check compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Contract, HOUSE, instancesOf, isRefusal, type Refusal, type Role, type Step } from '@fairhold/domain';
import { answersFor } from '@fairhold/domain/answers';
import { act, available, lapse } from '@fairhold/domain/engine';
import type { Process } from '@fairhold/domain/process';
import { isAct } from '@fairhold/domain/process';
import { CARD, CLAIM, DENIAL, disputed, type Play, PROPOSAL, play, termsWith, WORK, working } from '@fairhold/domain/testing/play';

const folder = join(import.meta.dirname, '../domain/processes');
const check = process.argv.includes('--check');

/** What each act is tried with; several inputs are several ways. */
const INPUTS: Readonly<Record<string, readonly Record<string, unknown>[]>> = {
  submit: [WORK],
  approve: [{}, { amount: 12_000 }, { amount: 25_000, card: 'own' }],
  requestChanges: [{ message: 'The footer is missing.' }],
  disputePartial: [{ claim: 8_000, ...CLAIM }],
  dispute: [{ claim: 15_000, ...CLAIM }],
  contest: [DENIAL, { ...DENIAL, concede: 5_000 }],
  recuse: [{ reason: 'I know a party.' }],
  propose: [{ freelancer: 7_500, ...PROPOSAL }],
  approveProposal: [{ reason: 'Well reasoned' }],
  returnProposal: [{ reason: 'Say more.' }],
  answerProposal: [{ answer: 'accept' }, { answer: 'reject' }],
  award: [{ freelancer: 10_500, reasons: 'Seven tenths of it are delivered.' }],
  proposeChanges: [{ terms: termsWith([25_000]) }],
  counterOffer: [{ freelancer: 15_000 }],
  bid: [{ least: 12_000 }, { least: 15_001 }, { most: 14_999 }, { most: 15_000 }],
  counterEnding: [{ freelancer: 15_000 }],
  counter: [{ terms: termsWith([20_000, 5_000]) }],
};
/** Acts that change no state and lead nowhere else are left out; these change who may do what next. */
const FACTS = ['answerProposal', 'bid', 'payFee', 'payBothFees', 'payOtherFee', 'hear'];
const WHO: readonly (readonly [string, Role])[] = [
  ['ben', 'client'],
  ['ana', 'freelancer'],
  ['mia', 'mediator'],
  ['art', 'arbitrator'],
  ['ada', 'arbitrator'],
  ['bank', 'bank'],
];

interface Way {
  readonly name: string;
  readonly rule: string;
  readonly step: Step;
}

/** Everything that can happen next to one instance: the acts of everybody, and nobody acting. */
function waysFrom(p: Play, c: Contract, on: string): Way[] {
  const i = c.instances[on];
  if (!i) return [];
  const out: Way[] = [];
  const seen = new Set<string>();
  const table = HOUSE.processes[i.process] as Process;
  for (const [person, role] of WHO) {
    const names =
      role === 'bank'
        ? bankActs(table, i.state)
        : available(c, { roles: [role], person }, c.lastAt, p.policy, p.world).flatMap((a) => (a.on === on && !a.blocked ? [a.act] : []));
    for (const name of names)
      for (const input of INPUTS[name] ?? [{}]) {
        const step = tried(p, c, person, role, name, on, input);
        const key = `${name} ${role} ${JSON.stringify(input)}`;
        if ('refused' in step || seen.has(key) || (same(step, c, on) && !FACTS.includes(name))) continue;
        seen.add(key);
        const detail =
          input['answer'] ??
          (input['amount'] !== undefined
            ? money(input['amount'] as number)
            : input['concede'] !== undefined
              ? `conceding ${money(input['concede'] as number)}`
              : (input['least'] ?? input['most']) !== undefined
                ? money((input['least'] ?? input['most']) as number)
                : '');
        out.push({ name: `${name}${detail ? ` (${detail})` : ''} by the ${role}`, rule: step.rule, step: answered(p, step) });
      }
  }
  for (const w of i.windows) {
    if (w.target) continue;
    const step = lapse(c, on, w, p.policy, p.world);
    out.push({ name: `silence: ${w.name}`, rule: step.rule, step });
  }
  return out;
}
const bankActs = (table: Process, state: string): string[] =>
  table.rules.flatMap((r) => (isAct(r) && r.by.includes('bank') && (r.from as readonly string[]).includes(state) ? [r.act] : []));

function tried(p: Play, c: Contract, person: string, role: Role, name: string, on: string, input: Record<string, unknown>): Step | Refusal {
  const takes = available(c, { roles: [role], person }, c.lastAt, p.policy, p.world).find((a) => a.act === name && a.on === on)?.takes ?? {};
  const versions = c.instances['offer']?.facts['versions'] as { digest: string }[] | undefined;
  const given = answersFor(takes, input, { card: CARD, ...(versions && { seen: versions.at(-1)?.digest as string }) });
  return act(c, { roles: [role], person }, { act: name, on, input: given }, c.lastAt, p.policy, p.world);
}

/** The bank says yes. */
function answered(p: Play, step: Step): Step {
  let last = step;
  for (const o of step.outside) {
    if (o.kind !== 'charge') continue;
    const paid = act(last.contract, { roles: ['bank'], person: 'bank' }, { act: 'settled', on: o.id, input: {} }, last.at, p.policy, p.world);
    if (!isRefusal(paid)) last = paid;
  }
  return last;
}

const same = (s: Step | Refusal, c: Contract, on: string): boolean => 'contract' in s && s.contract.instances[on]?.state === c.instances[on]?.state;
const money = (n: number): string => (n / 100).toFixed(2);

/** Where an instance stands, with the facts that decide who may do what. */
function standing(c: Contract, on: string): string {
  const i = c.instances[on];
  const f = i?.facts ?? {};
  const both = (facts: unknown, say: (v: never) => string) =>
    Object.entries((facts ?? {}) as Record<string, never>)
      .map(([k, v]) => `${k} ${say(v)}`)
      .sort();
  const notes =
    i?.state === 'proposed'
      ? both(f['answers'], (v: string) => `${v}s`)
      : i?.state === 'unresolved'
        ? Object.keys(f['fees'] ?? {}).map((k) => `${k} has paid`)
        : ['hearing', 'awardOverdue'].includes(i?.state ?? '')
          ? [f['arbitrator'] ? 'heard' : 'nobody hears it']
          : i?.process === 'blind' && i.state !== 'proposed'
            ? instancesOf(c, 'bid').map((b) => `${b.facts['by']} ${money(b.facts['number'] as number)}`)
            : [];
  return `${i?.state}${notes.length > 0 ? ` [${notes.join(', ')}]` : ''}`;
}
const isOver = (process?: string, state?: string): boolean => HOUSE.processes[process ?? '']?.states[state ?? '']?.closed === true;

/** All ways from a contract on, breadth first; each standing is told once. */
function told(p: Play, start: Contract, on: string): string[] {
  const lines: string[] = [];
  const known = new Map<string, Contract>([[standing(start, on), start]]);
  for (const [name, c] of known) {
    if (isOver(c.instances[on]?.process, c.instances[on]?.state)) continue;
    lines.push('', name);
    for (const way of waysFrom(p, c, on)) {
      const next = way.step.contract;
      const at = standing(next, on);
      const over = isOver(next.instances[on]?.process, next.instances[on]?.state);
      lines.push(`  ${way.name} → ${at}${over || next.held !== c.held ? `: ${ends(next)}` : ''}  ${way.rule}`);
      if (!over && !known.has(at)) known.set(at, next);
    }
  }
  return lines;
}
const ends = (c: Contract): string =>
  `freelancer ${money(c.released)}, client ${money(c.refunded)}${c.held > 0 ? `, held ${money(c.held)}` : ''}${c.arbitration > 0 ? `, fees held ${money(c.arbitration)}` : ''}`;

/** What a table says, where no money of the contract hangs on it. */
function plain(table: Process): string[] {
  const lines: string[] = [];
  for (const [state, s] of Object.entries(table.states)) {
    if (s.closed && !table.rules.some((r) => (r.from as readonly string[]).includes(state))) continue;
    lines.push('', `${state}${s.covered ? `  (${s.covered})` : ''}`);
    for (const r of table.rules) {
      if (!(r.from as readonly string[]).includes(state)) continue;
      lines.push(`  ${isAct(r) ? `${r.act} by ${r.by.join(', ')}` : `silence: ${r.after}`} → ${r.to ?? state}  ${r.rule}`);
    }
  }
  return lines;
}

const STAGES: Readonly<Record<string, () => { p: Play; on: string }>> = {
  offer: () => ({ p: play(), on: 'offer' }),
  milestone: () => ({ p: working(), on: 'm1' }),
  case: () => ({ p: requested(), on: 'case1' }),
  dormancy: () => ({ p: working(), on: 'dormancy' }),
  change: () => ({ p: changing(), on: 'change1' }),
  blind: () => ({ p: biddingBlind(), on: 'blind1' }),
  settlement: () => ({ p: offering(), on: 'settlement1' }),
  parting: () => ({ p: partingOffered(), on: 'parting1' }),
};
function requested(): Play {
  const p = working();
  p.does('ana', 'submit', 'm1', WORK);
  p.does('ben', 'end', 'contract', { pay: 'nothing', reason: 'quality' });
  return p;
}
function changing(): Play {
  const p = working();
  p.does('ana', 'proposeChange', 'contract', { milestone: 'm1', amount: 25_000 });
  return p;
}
function offering(): Play {
  const p = disputed();
  p.does('ben', 'offerSettlement', 'case1', { freelancer: 12_000 });
  return p;
}

/** Proposed only; the numbers follow. */
function biddingBlind(): Play {
  const p = disputed();
  p.does('ben', 'proposeBlind', 'case1');
  return p;
}

function partingOffered(): Play {
  const p = working();
  p.does('ben', 'offerEnding', 'contract', { freelancer: 12_000 });
  return p;
}

let stale = 0;
for (const table of Object.values(HOUSE.processes)) {
  const stage = STAGES[table.name]?.();
  const head = stage ? `# ${table.name}: every way through it, on a contract of 200.00` : `# ${table.name}: every way through it`;
  const text = `${[head, ...(stage ? told(stage.p, stage.p.c, stage.on) : plain(table))].join('\n')}\n`;
  const file = join(folder, `${table.name}.paths.txt`);
  if (!check) writeFileSync(file, text);
  else if (read(file) !== text) {
    stale += 1;
    console.error(`${table.name}.paths.txt is not what the table says; run "npm run paths" and read the difference.`);
  }
}
function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
if (stale > 0) process.exit(1);
console.log(check ? 'All ways are as written.' : 'Written.');
