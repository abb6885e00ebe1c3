/**
 * How a case that is over would have ended under another policy (POL-3): what was done is done again, by the same engine, at the same
 * instants, under that policy; time does the rest. What people would have done otherwise nobody knows, so an act that fits no more is
 * said and not guessed at.
 */
import { caseFacts } from '../casefacts.ts';
import { type Contract, isRefusal, type Patch, type Role, type World } from '../contract.ts';
import { act, advance } from '../engine.ts';
import type { Minor } from '../money.ts';
import { applyPatch } from '../step.ts';
import { DAY, type Instant } from '../time.ts';
import { arbitrationFeeOf, type Policy } from './schema.ts';

/** A step of the record, as far as it takes to do it again. */
export interface Recorded {
  readonly at: Instant;
  readonly act: string;
  readonly on: string;
  readonly lapse: boolean;
  readonly role: Role;
  readonly person?: string;
  readonly input: unknown;
  readonly patch: Patch;
}
export interface Ended {
  readonly how: string;
  readonly freelancer: Minor;
  readonly client: Minor;
  readonly at: Instant;
}
export interface Replayed {
  readonly before: Ended;
  /** Absent: it cannot be known. */
  readonly after?: Ended;
  /**
   * `same`: to the cent. `different`: the money goes another way. `unknown`: the policy lacks the currency, something that was done fits
   * no more for another reason than its time, or nothing ended it.
   */
  readonly kind: 'same' | 'different' | 'unknown';
  /** Acts of people that would have come too late. */
  readonly late: readonly string[];
  /** The fee for a hearing would have been another one while it could be paid: they might have decided otherwise. */
  readonly otherFee: boolean;
}

/** Later than any wait of a policy that may be published: what is not over by then does not end by itself. */
const LONGEST_WAIT = 1_500 * DAY;
const LATE: readonly string[] = ['deadline_passed', 'already_over', 'wrong_state'];
/** Acts of time itself, which happen again by themselves. */
const byItself = (r: Recorded): boolean => r.lapse || r.role === 'system';

/** Undefined: the record holds no such case, or it is not over. `world` is the one at an instant. */
export function replayCase(
  steps: readonly Recorded[],
  caseId: string,
  before: Policy,
  after: Policy,
  world: (at: Instant) => World,
): Replayed | undefined {
  const opened = steps.findIndex((s) => s.patch.instances[caseId] !== undefined);
  if (opened < 1) return undefined;
  let c = steps.slice(0, opened).reduce<Contract | undefined>((doc, s) => applyPatch(doc, s.patch), undefined) as Contract;
  const last = steps.slice(opened).findLast((s) => s.patch.instances[caseId] !== undefined)?.patch.instances[caseId];
  const really = last && caseFacts(last).outcome;
  if (!last || !really) return undefined;
  const { at, how, freelancer, client } = really;
  const was: Ended = { how, freelancer, client, at };
  const unknown: Replayed = { before: was, kind: 'unknown', late: [], otherFee: false };
  if (!after.amounts[c.currency]) return unknown;
  const late: string[] = [];
  let puzzled = false;
  let otherFee = false;
  const endedIn = (doc: Contract): Ended | undefined => {
    const i = doc.instances[caseId];
    const o = i && caseFacts(i).outcome;
    return o && { how: o.how, freelancer: o.freelancer, client: o.client, at: o.at };
  };
  const feeDiffers = (doc: Contract): boolean => {
    const i = doc.instances[caseId];
    return (
      i?.state === 'unresolved' &&
      [before, after].map((p) => arbitrationFeeOf(p, doc.currency, caseFacts(i).gap)).reduce((a, b) => (a === b ? 0 : 1)) === 1
    );
  };
  const pass = (until: Instant): void => {
    for (const step of advance(c, until, after, world(until))) {
      c = step.contract;
      otherFee ||= feeDiffers(c);
      if (endedIn(c)) return;
    }
  };
  for (const r of steps.slice(opened)) {
    pass(r.at);
    if (endedIn(c) || puzzled) break;
    if (byItself(r)) continue;
    const came = act(c, { roles: [r.role], person: r.person ?? '' }, { act: r.act, on: r.on, input: r.input }, r.at, after, world(r.at));
    if (!isRefusal(came)) c = came.contract;
    else if (r.role === 'bank') continue;
    else if (LATE.includes(came.refused)) late.push(r.act);
    else puzzled = true;
    otherFee ||= feeDiffers(c);
  }
  if (puzzled) return { ...unknown, late, otherFee };
  if (!endedIn(c)) pass(was.at + LONGEST_WAIT);
  const ended = endedIn(c);
  if (!ended) return { ...unknown, late, otherFee };
  const same = ended.freelancer === was.freelancer && ended.client === was.client;
  return { before: was, after: ended, kind: same ? 'same' : 'different', late, otherFee };
}
