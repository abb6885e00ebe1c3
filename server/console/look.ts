/** A contract as staff look at it in a list: brought up to date, with names and words; nothing where they are a party (ACC-1). */
import { wordsFor } from '@fairhold/copy';
import { advance, type Contract } from '@fairhold/domain';
import type { Named } from '../accounts.ts';
import type { Caller } from '../auth/caller.ts';
import { worldOf } from '../commit.ts';
import { partIn } from '../parts.ts';
import type { Server } from '../server.ts';
import { KNOWN_PAYER, nameOf, type ViewInput } from '../view/viewer.ts';

/** What views are made from; undefined when the caller is a party, or may not read it. */
export async function lookAt(s: Server, caller: Caller, stored: Contract): Promise<ViewInput | undefined> {
  const part = partIn(stored, caller);
  if (!part || ['client', 'freelancer', 'member'].includes(part.role)) return undefined;
  const now = s.clock.now();
  const policy = s.policies.get(stored.policy);
  const world = worldOf(new Map(), now, stored.currency);
  const c = advance(stored, now, policy, world).at(-1)?.contract ?? stored;
  return {
    c,
    now,
    policy,
    world,
    viewer: { person: caller.person, roles: part.roles, role: 'staff', account: caller.person, zone: caller.zone, locale: caller.speaks },
    names: await s.accounts.names([c.client, c.freelancer]),
    payer: KNOWN_PAYER,
  };
}

/** An account by name, also one that is not there any more. */
export const partyFor = (names: ReadonlyMap<string, Named>, id: string, caller: Pick<Caller, 'speaks'>) => ({
  id,
  name: nameOf(names, id, wordsFor(caller.speaks).SAY.formerMember),
  kind: names.get(id)?.kind ?? ('person' as const),
});
