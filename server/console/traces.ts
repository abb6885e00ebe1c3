/** Money that somebody misses, for finance: what the bank's book says of it, and what can be answered (RFR-4, RFR-5). */
import { advance, type Contract, type Instance, instancesOf } from '@fairhold/domain';
import { traceFacts } from '@fairhold/domain/processes/trace';
import type { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import { worldOf } from '../commit.ts';
import type { Server } from '../server.ts';
import { actionsOf } from '../view/actions.ts';
import type * as V from '../view/console-schemas.ts';
import { deadlineView } from '../view/deadlines.ts';
import { traceView } from '../view/trace.ts';
import { KNOWN_PAYER, speech, type ViewInput } from '../view/viewer.ts';
import { DESK } from './desk.ts';
import { partyFor } from './look.ts';

export type TraceRow = z.infer<typeof V.ConsoleTrace>;

/** The offices in which the caller answers such a report; those who only read have none. */
export const cashierRoles = (caller: Pick<Caller, 'staff'>) => DESK.answerTrace.filter((x) => caller.staff.includes(x));

/** Whether the money is the caller's own: nobody answers themselves. */
export const isParty = (c: Contract, caller: Pick<Caller, 'seats'>): boolean =>
  caller.seats.some((seat) => seat.account === c.client || seat.account === c.freelancer);

/** What a contract's traces are shown from; of the rest of the contract finance sees nothing but its title. */
export async function tracesInput(s: Server, caller: Caller, stored: Contract): Promise<ViewInput> {
  const now = s.clock.now();
  const policy = s.policies.get(stored.policy);
  const world = worldOf(new Map(), now, stored.currency);
  return {
    c: advance(stored, now, policy, world).at(-1)?.contract ?? stored,
    now,
    policy,
    world,
    viewer: { person: caller.person, roles: cashierRoles(caller), role: 'staff', account: caller.person, zone: caller.zone, locale: caller.speaks },
    names: await s.accounts.names([stored.client, stored.freelancer]),
    payer: KNOWN_PAYER,
  };
}

export function traceRow(v: ViewInput, caller: Caller, i: Instance): TraceRow {
  const f = traceFacts(i);
  const w = i.windows[0];
  return {
    contract: v.c.id,
    on: i.id,
    kind: f.kind,
    title: v.c.terms.title,
    owner: partyFor(v.names, v.c[f.party], caller),
    amount: f.amount,
    currency: v.c.currency,
    reference: f.reference,
    latest: new Date(f.latest).toISOString(),
    ...(f.note && { note: f.note }),
    ...traceView(i, speech(v)),
    deadline: w ? deadlineView(v, i, w) : null,
    actions: actionsOf(v).filter((a) => a.on === i.id && a.act !== 'extend'),
  };
}

/** Reports that wait for an answer, the most urgent first. */
export async function openTraces(s: Server, caller: Caller): Promise<TraceRow[]> {
  const { rows } = await s.db.pool.query<{ doc: Contract }>(
    `select c.doc from contracts c join (select contract, min(target_at) as at from worklist where marketplace = $1 and kind = 'trace' group by 1) w on w.contract = c.id
     where c.marketplace = $1 order by w.at, c.id limit 200`,
    [s.config.marketplace],
  );
  const out: TraceRow[] = [];
  for (const { doc } of rows) {
    if (isParty(doc, caller)) continue;
    const v = await tracesInput(s, caller, doc);
    out.push(...instancesOf(v.c, 'trace').flatMap((i) => (i.windows.length > 0 ? [traceRow(v, caller, i)] : [])));
  }
  return out;
}
