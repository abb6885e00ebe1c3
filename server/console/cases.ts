/** Open cases and open deadlines of the whole installation, in the order in which they fall due (STF-3). */
import { wordsFor } from '@fairhold/copy';
import { type Contract, extensionFacts, HOUSE, instancesOf, nextDue } from '@fairhold/domain';
import { caseFacts } from '@fairhold/domain/casefacts';
import { openCase } from '@fairhold/domain/milestones';
import type { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import type { Server } from '../server.ts';
import { STAGES } from '../view/case.ts';
import type * as V from '../view/console-schemas.ts';
import { hiddenFor, turnView } from '../view/contract.ts';
import { type DeadlineView, deadlinesOf } from '../view/deadlines.ts';
import { iso, type ViewInput } from '../view/viewer.ts';
import { lookAt, partyFor } from './look.ts';

export type CaseView = z.infer<typeof V.ConsoleCase>;
export type DueView = z.infer<typeof V.ConsoleDeadline>;
type Stage = CaseView['stage'];

/** Where in the order of due instants a page begins. */
export interface DuePlace {
  readonly at: number;
  readonly contract: string;
}
interface DueRow {
  readonly contract: string;
  readonly dueAt: Date;
  readonly doc: Contract;
}

/** Contracts on which something falls due, soonest first; `states` keeps those with a case in one of them. */
async function dueRows(s: Server, after: DuePlace | undefined, limit: number, states?: readonly string[]): Promise<DueRow[]> {
  const path = `$.instances.* ? (@.process == "case" && (${(states ?? []).map((x) => `@.state == "${x}"`).join(' || ')}))`;
  const { rows } = await s.db.pool.query<DueRow>(
    `select d.contract, d.due_at as "dueAt", c.doc from due d join contracts c on c.marketplace = d.marketplace and c.id = d.contract
     where d.marketplace = $1 and c.kind <> 'wallet' and ($2::timestamptz is null or (d.due_at, d.contract) > ($2, $3))
       and ($5::jsonpath is null or c.snapshot @? $5::jsonpath)
     order by d.due_at, d.contract limit $4`,
    [s.config.marketplace, after ? new Date(after.at) : null, after?.contract ?? null, limit, states ? path : null],
  );
  return rows;
}

/** Windows that staff see; offers and blind bids stay between the parties (SET-4). */
function windowsFor(v: ViewInput): DeadlineView[] {
  return deadlinesOf(v, hiddenFor(v));
}

const statesOf = (stage: Stage | undefined): string[] =>
  Object.entries(STAGES)
    .filter(([state, of]) => state !== 'closed' && (stage === undefined || of === stage))
    .map(([state]) => state);

async function caseOf(s: Server, caller: Caller, doc: Contract): Promise<CaseView | undefined> {
  const v = await lookAt(s, caller, doc);
  const i = v && openCase(v.c);
  if (!v || !i) return undefined;
  const f = caseFacts(i);
  const stage = STAGES[i.state] as Stage;
  const target = i.windows.find((w) => w.target);
  const assignee = stage === 'arbitration' ? f.arbitrator : f.mediator;
  const names = await s.accounts.names(assignee ? [assignee] : []);
  const turn = turnView(v);
  const deadline = windowsFor(v).find((d) => d.on === i.id);
  const begun = [i.since, ...i.windows.map((w) => w.opensAt), f.statements?.freelancer?.at ?? i.since];
  return {
    contract: v.c.id,
    on: i.id,
    title: v.c.terms.title,
    client: partyFor(v.names, v.c.client, caller),
    freelancer: partyFor(v.names, v.c.freelancer, caller),
    stage,
    state: i.state,
    stateWords: wordsFor(caller.speaks).STATES[`case.${i.state}`] ?? i.state,
    gap: f.gap,
    currency: v.c.currency,
    since: iso(i.since),
    openedAt: iso(Math.min(...begun)),
    turn: { who: turn.who, sentence: turn.sentence },
    ...(deadline && { deadline }),
    targetAt: target ? iso(target.dueAt) : null,
    overdue: (target !== undefined && target.dueAt <= v.now) || LATE.has(i.state),
    assignee: assignee ? partyFor(names, assignee, caller) : null,
    undelivered: 0,
  };
}
const LATE: ReadonlySet<string> = new Set(['overdue', 'awardOverdue']);

export interface CaseFilter {
  readonly stage?: Stage | undefined;
  /** Person who mediates or arbitrates; '' for none. */
  readonly assignee?: string | undefined;
  /** Part of the title. */
  readonly q?: string | undefined;
  readonly overdue?: boolean | undefined;
}
const fits = (k: CaseView, f: CaseFilter): boolean =>
  (f.stage === undefined || k.stage === f.stage) &&
  (f.assignee === undefined || (k.assignee?.id ?? '') === f.assignee) &&
  (!f.q || k.title.toLowerCase().includes(f.q.toLowerCase())) &&
  (!f.overdue || k.overdue);

/** Cases past a promised time first, on the first page; then all others in the order in which something falls due on them. */
export async function openCases(s: Server, caller: Caller, f: CaseFilter, after: DuePlace | undefined, limit: number) {
  const late = after ? [] : (await lateCases(s, caller)).filter((k) => fits(k, f));
  const items: CaseView[] = [...late];
  let place = after;
  if (!f.overdue)
    for (;;) {
      const rows = await dueRows(s, place, limit, statesOf(f.stage));
      for (const row of rows) {
        place = { at: row.dueAt.getTime(), contract: row.contract };
        const k = await caseOf(s, caller, row.doc);
        if (k && fits(k, f) && !k.overdue) items.push(k);
        if (items.length >= limit + late.length) break;
      }
      if (items.length >= limit + late.length) break;
      if (rows.length < limit) {
        place = undefined;
        break;
      }
    }
  const undelivered = await undeliveredOn(
    s,
    items.map((k) => k.contract),
  );
  return { items: items.map((k) => ({ ...k, undelivered: undelivered.get(k.contract) ?? 0 })), next: f.overdue ? undefined : place };
}

/** Cases whose promised time is over, the longest first. */
async function lateCases(s: Server, caller: Caller): Promise<CaseView[]> {
  const { rows } = await s.db.pool.query<{ doc: Contract }>(
    `select c.doc from worklist w join contracts c on c.marketplace = w.marketplace and c.id = w.contract
     where w.marketplace = $1 and (w.target_at <= $2 or w.kind = 'awardOverdue') order by w.target_at, w.contract limit 500`,
    [s.config.marketplace, new Date(s.clock.now())],
  );
  const all = await Promise.all(rows.map((r) => caseOf(s, caller, r.doc)));
  return all.filter((k) => k?.overdue) as CaseView[];
}

async function undeliveredOn(s: Server, contracts: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await s.db.pool.query<{ contract: string; n: number }>(
    `select contract, count(*)::int as n from mails where marketplace = $1 and contract = any($2) and state = 'failed' group by 1`,
    [s.config.marketplace, contracts],
  );
  return new Map(rows.map((r) => [r.contract, r.n]));
}

// ── deadlines ────────────────────────────────────────────────────────────────────────────────────────────────────────

const isAbout = (f: { on: string; window: string }, d: { on: string; window: string }): boolean => f.on === d.on && f.window === d.window;

async function dueOf(s: Server, caller: Caller, row: DueRow): Promise<DueView | undefined> {
  const v = await lookAt(s, caller, row.doc);
  if (!v) return undefined;
  const all = windowsFor(v);
  const next = nextDue(v.c, v.policy);
  const first = all.find((d) => d.on === next?.on && d.window === next.window.name) ?? all[0];
  if (!first || HOUSE.processes[v.c.instances[first.on]?.process ?? '']?.name === 'payment') return undefined;
  return {
    contract: v.c.id,
    title: v.c.terms.title,
    client: partyFor(v.names, v.c.client, caller),
    freelancer: partyFor(v.names, v.c.freelancer, caller),
    currency: v.c.currency,
    held: v.c.held,
    at: row.dueAt.toISOString(),
    kind: next?.reminder ? 'reminder' : 'deadline',
    overdue: row.dueAt.getTime() <= v.now,
    deadline: first,
    others: all.length - 1,
    asked: instancesOf(v.c, 'extension').some((i) => i.state === 'open' && isAbout(extensionFacts(i), first)),
  };
}

/** What falls due next on each contract, soonest first; contracts on which only the bank or a security hold runs are left out. */
export async function openDeadlines(
  s: Server,
  caller: Caller,
  f: { actor?: string | undefined; until?: number | undefined },
  after: DuePlace | undefined,
  limit: number,
) {
  const items: DueView[] = [];
  let place = after;
  for (;;) {
    const rows = await dueRows(s, place, limit);
    for (const row of rows) {
      if (f.until !== undefined && row.dueAt.getTime() > f.until) return { items, next: undefined };
      place = { at: row.dueAt.getTime(), contract: row.contract };
      const d = await dueOf(s, caller, row);
      if (d && (f.actor === undefined || d.deadline.actor === f.actor)) items.push(d);
      if (items.length >= limit) return { items, next: place };
    }
    if (rows.length < limit) return { items, next: undefined };
  }
}

/** Deadlines that should have been carried out more than a moment ago: the sweep is behind. Also the oldest, and the next one. */
export async function sweepState(s: Server): Promise<{ behind: number; oldest: Date | null; next: Date | null }> {
  const now = s.clock.now();
  const { rows } = await s.db.pool.query<{ behind: number; oldest: Date | null; next: Date | null }>(
    `select count(*) filter (where due_at < $2)::int as behind, min(due_at) filter (where due_at < $2) as oldest, min(due_at) filter (where due_at >= $3) as next
     from (select due_at from due where marketplace = $1 order by due_at limit 10000) d`,
    [s.config.marketplace, new Date(now - BEHIND_MS), new Date(now)],
  );
  return rows[0] as { behind: number; oldest: Date | null; next: Date | null };
}
const BEHIND_MS = 10_000;
