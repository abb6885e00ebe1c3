/** What another policy would mean for a contract that is open now; nothing is changed by asking (POL-3). */
import { caseFacts } from '../casefacts.ts';
import { type Contract, type Instance, instancesOf, type OpenWindow, type World } from '../contract.ts';
import { HOUSE } from '../house.ts';
import type { Minor } from '../money.ts';
import { silence } from '../preview.ts';
import { endOf, type Instant } from '../time.ts';
import { amountsOf, arbitrationFeeOf, holidaysOf, type Policy, type WindowName } from './schema.ts';

export interface WindowEffect {
  readonly on: string;
  readonly window: WindowName;
  readonly dueAt: Instant;
  /** When it would end, had it opened under the other policy; staff's extensions count the same. */
  readonly wouldBeDueAt: Instant;
}
/** How a sum ends when nobody does anything more, under either policy. Minor units, before the service fee. */
export interface SilenceEffect {
  readonly on: string;
  readonly window: WindowName;
  readonly before: { readonly client: Minor; readonly freelancer: Minor };
  readonly after: { readonly client: Minor; readonly freelancer: Minor };
}
export interface FeeEffect {
  readonly on: string;
  readonly stake: Minor;
  readonly before: Minor;
  readonly after: Minor;
}
export interface PolicyEffect {
  readonly windows: readonly WindowEffect[];
  readonly silences: readonly SilenceEffect[];
  readonly fees: readonly FeeEffect[];
  /** Cases whose proposal would need a second reader under one policy and not under the other (MED-3). */
  readonly secondReaders: readonly { readonly on: string; readonly before: boolean; readonly after: boolean }[];
}

const DAY_MS = 86_400_000;

function windowEffect(i: Instance, w: OpenWindow, before: Policy, after: Policy): WindowEffect | undefined {
  const own = before.windows[w.name];
  const other = after.windows[w.name];
  if (!own || !other || JSON.stringify(own.period) === JSON.stringify(other.period)) return undefined;
  const added = (w.extended?.days ?? 0) * DAY_MS;
  return { on: i.id, window: w.name, dueAt: w.dueAt, wouldBeDueAt: endOf(w.opensAt, other.period, holidaysOf(after)) + added };
}

/** Held money that reaches either side when this window ends with nobody acting. */
function given(c: Contract, i: Instance, w: OpenWindow, policy: Policy, world: World): SilenceEffect['before'] {
  const { moved } = silence(c, i.id, w, policy, world).consequence;
  return { client: moved.refunded, freelancer: moved.released };
}

/**
 * Every open window, silence and fee of the contract that would differ under `after`. The contract keeps its own policy (POL-2).
 * It must be up to date (`advance`). A currency that `after` does not have counts as no difference in amounts: the contract would
 * not have been made.
 */
export function effectOf(c: Contract, before: Policy, after: Policy, world: World): PolicyEffect {
  const open = Object.values(c.instances).filter((i) => !HOUSE.processes[i.process]?.states[i.state]?.closed);
  const windows = open.flatMap((i) => i.windows.flatMap((w) => windowEffect(i, w, before, after) ?? []));
  if (!after.amounts[c.currency]) return { windows, silences: [], fees: [], secondReaders: [] };
  const lapsing = open.flatMap((i) => i.windows.filter((w) => !w.target).map((w) => ({ i, w })));
  const silences = lapsing.flatMap(({ i, w }) => {
    const one = { on: i.id, window: w.name, before: given(c, i, w, before, world), after: given(c, i, w, after, world) };
    return one.before.client === one.after.client && one.before.freelancer === one.after.freelancer ? [] : [one];
  });
  const cases = instancesOf(c, 'case').filter((i) => i.state !== 'closed' && Object.keys(caseFacts(i).fees ?? {}).length === 0);
  const fees = cases.flatMap((i) => {
    const stake = caseFacts(i).gap;
    const one = {
      on: i.id,
      stake,
      before: arbitrationFeeOf(before, c.currency, stake),
      after: arbitrationFeeOf(after, c.currency, stake),
    };
    return one.before === one.after ? [] : [one];
  });
  const secondReaders = cases.flatMap((i) => {
    const above = (policy: Policy) => caseFacts(i).gap > amountsOf(policy, c.currency).secondReaderAbove;
    return above(before) === above(after) ? [] : [{ on: i.id, before: above(before), after: above(after) }];
  });
  return { windows, silences, fees, secondReaders };
}
