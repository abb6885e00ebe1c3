/** What comes of one knock on a contract whose state is known: time first, then the act. Pure but for ids; nothing is written here. */
import { randomBytes } from 'node:crypto';
import {
  type Act,
  type Actor,
  act,
  advance,
  type Contract,
  canonical,
  foundingStep,
  isFinal,
  isRefusal,
  nextDue,
  type Policy,
  type Previewed,
  preview,
  type Refusal,
  refuse,
  type Step,
  type World,
} from '@fairhold/domain';
import type { Clock } from './clock.ts';
import type { Knock, Outcome, Recorded } from './commit.ts';
import { newId, sha256 } from './ids.ts';
import type { Held, Row, StepRow } from './store/steps.ts';

/** TIM-5: a lapse leaves this long for acts that arrived in time and still wait somewhere. */
export const GRACE_MS = 2000;

export interface Deciding {
  readonly clock: Clock;
  readonly policy: (id: string) => Policy;
}
export interface Result {
  readonly outcome: Outcome;
  /** Try again after so many milliseconds; nothing was decided yet. */
  readonly later?: number;
}

/** Where a contract stands in the middle of a batch. */
export interface Standing {
  /** The version in the database that was read or locked. */
  row: Pick<Row, 'seq'> | undefined;
  contract: Contract | undefined;
  digest: string;
  readonly founded: boolean;
}

export const keyOf = (k: Knock) => ({ contract: k.contract, key: `${k.key?.caller}:${k.key?.key}` });

export function replay(answered: Held, bodyHash: string, contract: Contract, k: Knock): Result {
  if (answered.bodyHash !== bodyHash) return { outcome: { done: false, refusal: refuse('key_reused', {}, 'API-4') } };
  // The kept answer is shown only to whoever may still see the contract.
  if (k.who && contract && !k.who(contract)) return { outcome: { done: false, refusal: refuse('not_found') } };
  return { outcome: { done: true, contract, steps: [], body: answered.answer, replayed: true } };
}

/** One knock on a contract that is locked: what has lapsed lapses first, then the act is decided. */
export function decide(deps: Deciding, k: Knock, s: Standing, balances: ReadonlyMap<string, number>, out: StepRow[], now: number): Result {
  const world = worldOf(balances, now, s.contract?.currency ?? '');
  if (k.found) return found(deps, k, s, world, out);
  if (!s.contract) return no(refuse('not_found'));
  const actor = k.who?.(s.contract);
  if (k.who && !actor) return no(refuse('not_found'));
  const policy = deps.policy(s.contract.policy);
  const at = Math.max(k.receivedAt, s.contract.lastAt);
  const due = nextDue(s.contract, policy);
  if (k.act && due && !due.reminder && due.at <= k.receivedAt && deps.clock.now() < due.at + GRACE_MS)
    return { ...no(refuse('later')), later: due.at + GRACE_MS - deps.clock.now() };
  const lapsed = advance(s.contract, at, policy, world);
  for (const step of lapsed) note(s, step, out, policy.id);
  if (!k.act || !actor) return { outcome: { done: true, contract: s.contract, steps: lapsed, body: '', replayed: false } };
  const refusal = checkPreview(k, k.act, s.contract, actor, at, policy, world);
  if (refusal) return { outcome: refusal };
  const step = act(s.contract, actor, k.act, at, policy, world);
  if (isRefusal(step)) return { outcome: { done: false, refusal: step, contract: s.contract } };
  const row = note(s, step, out, policy.id);
  // What an act makes due at once happens with it: two numbers that were put away are compared (SET-3).
  const atOnce = advance(step.contract, step.at, policy, world);
  for (const next of atOnce) note(s, next, out, policy.id);
  if (step.spawned) spawn(step, out, policy.id);
  const body = k.render?.(s.contract, at, recordedIn(row)) ?? '';
  if (k.key) Object.assign(row, { idemKey: keyOf(k).key, bodyHash: k.key.bodyHash, answer: body });
  return { outcome: { done: true, contract: s.contract, steps: [...lapsed, step, ...atOnce], body, replayed: false } };
}

const no = (refusal: Refusal): Result => ({ outcome: { done: false, refusal } });

function found(deps: Deciding, k: Knock, s: Standing, world: World, out: StepRow[]): Result {
  if (s.contract)
    return { outcome: { done: true, contract: s.contract, steps: [], body: k.render?.(s.contract, s.contract.lastAt) ?? '', replayed: true } };
  const policy = deps.policy('');
  const step = k.found?.(k.receivedAt, policy, world);
  if (!step) return no(refuse('not_found'));
  if (isRefusal(step)) return no(step);
  // An offer may be sent unread; what was read must still be true.
  const previewed = k.digest === undefined ? undefined : k.foresee?.(k.receivedAt, policy, world);
  if (previewed && !isRefusal(previewed)) {
    const stale = staleness(k, previewed, previewed.step.contract);
    if (stale) return { outcome: stale };
  }
  const row = note(s, step, out, step.contract.policy);
  const body = k.render?.(step.contract, k.receivedAt, recordedIn(row)) ?? '';
  if (k.key) Object.assign(row, { idemKey: keyOf(k).key, bodyHash: k.key.bodyHash, answer: body });
  return { outcome: { done: true, contract: step.contract, steps: [step], body, replayed: false } };
}

/** END-2: what cannot be undone needs the digest of the preview that was read; if anything changed since, it is refused with the new one. */
function checkPreview(k: Knock, a: Act, c: Contract, actor: Actor, at: number, policy: Policy, world: World): Outcome | undefined {
  if (actor.roles.includes('bank') || !isFinal(c, a)) return undefined;
  const previewed = preview(c, actor, a, at, policy, world);
  return isRefusal(previewed) ? { done: false, refusal: previewed, contract: c } : staleness(k, previewed, c);
}

function staleness(k: Knock, previewed: Previewed, c: Contract): Outcome | undefined {
  const digest = sha256(previewed.essence);
  if (k.digest === digest) return undefined;
  return { done: false, refusal: refuse(k.digest ? 'stale_preview' : 'preview_needed', {}, 'END-2'), contract: c, previewed, digest };
}

/** Adds a step to what is written: the next link of the contract's chain (AUD-1). */
function note(s: Standing, step: Step, out: StepRow[], policy: string): StepRow {
  const before = s.contract;
  s.contract = step.contract;
  s.digest = chain(s.digest, step, policy);
  const row: StepRow = { step, before, digest: s.digest, policy, founded: s.founded && step.contract.seq === 1 };
  out.push(row);
  return row;
}

/** The step of a row, as the answer of its act names it. */
const recordedIn = (row: StepRow): Recorded => ({ step: row.step, seq: row.step.contract.seq, digest: row.digest });

function spawn(step: Step, out: StepRow[], policy: string): void {
  const first = foundingStep(step.spawned as Contract, step.at, step.actor);
  out.push({ step: first, digest: chain('', first, policy), policy, founded: true });
}

type Linked = Pick<Step, 'at' | 'act' | 'on' | 'process' | 'from' | 'to' | 'lapse' | 'rule' | 'actor' | 'input' | 'patch' | 'postings' | 'tells'>;

/** Digest of a step and of everything before it: what the verifier recomputes from the journal row (AUD-1). */
export function chain(before: string, step: Linked & { contract: { id: string; seq: number } }, policy: string): string {
  return sha256(`${before}\n${canonical(linkOf(step, policy))}`);
}

/** What a step's digest is made of, beside the digest before it. */
export function linkOf(step: Linked & { contract: { id: string; seq: number } }, policy: string) {
  const { at, act: what, on, process, from, to, lapse, rule, actor, input, patch, postings, tells, contract } = step;
  return {
    contract: contract.id,
    seq: contract.seq,
    at,
    act: what,
    on,
    process,
    from,
    to,
    lapse,
    rule,
    policy,
    role: actor.role,
    person: actor.person ?? null,
    input,
    patch,
    legs: legsOf(postings),
    tells,
  };
}

/** Postings as balanced legs: each takes its amount from one account and gives it to another. */
export function legsOf(postings: Step['postings']): { accounts: string[]; amounts: number[]; whys: string[] } {
  return {
    accounts: postings.flatMap((p) => [p.from, p.to]),
    amounts: postings.flatMap((p) => [-p.amount, p.amount]),
    whys: postings.map((p) => p.why),
  };
}

/** What the outside lends to a step: `balances` by account and currency, in minor units. */
export function worldOf(balances: ReadonlyMap<string, number>, now: number, currency: string): World {
  let id: string | undefined;
  let salt: string | undefined;
  return {
    digest: sha256,
    // Made when it is asked for: hardly any step founds a contract.
    get spawnId() {
      id ??= newId(now);
      return id;
    },
    get salt() {
      salt ??= randomBytes(16).toString('hex');
      return salt;
    },
    balance: (account) => balances.get(`${account} ${currency}`) ?? 0,
  };
}
