/** Everybody who lives in `npm run simulate -- --db`: people and agencies that are client here and freelancer there, and the platform's people. */
import { type Contract, instancesOf, turnOf } from '@fairhold/domain';
import { type Invited, invite, type Json, type Person } from '@fairhold/server/testing/http';
import type { Chance } from '../sim/random.ts';
import { POLICIES } from '../sim/town.ts';
import { ask, forAll } from './common.ts';

/** Somebody with an API key of their own. */
export interface Player extends Person {
  readonly apiKey: string;
}
/** An account and who acts for it: a person for themselves, or the manager and members of an agency. */
export interface House {
  readonly account: string;
  readonly manager: Player;
  readonly members: readonly Player[];
}
export interface Crowd {
  readonly clients: readonly House[];
  readonly freelancers: readonly House[];
  readonly office: Readonly<Record<'mediator' | 'arbitrator' | 'operator' | 'support' | 'auditor', readonly Player[]>>;
}
const numbers = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** `houses`: accounts on either side. A fifth are agencies, and a fifth are on both sides. */
export async function crowdOf(base: string, houses: number): Promise<Crowd> {
  async function player(key: string, p: Partial<Invited> = {}): Promise<Player> {
    const person = await invite(base, key, { name: key, ...p }, 'world');
    const made = await ask(base, person, 'POST', '/v1/api-keys', { name: 'world', scopes: ['read', 'write'] }, crypto.randomUUID());
    if (made.status !== 201) throw new Error(`no key for ${key}: ${made.status} ${made.text}`);
    return { ...person, apiKey: made.json.key };
  }
  async function house(key: string, n: number): Promise<House> {
    const manager = await player(`${key}${n}`, n % 5 === 0 ? { agency: `House ${key}${n}` } : {});
    const members = n % 5 === 0 ? [await player(`${key}${n}m`, { memberOf: manager.account })] : [];
    return { account: manager.account, manager, members };
  }
  const made: House[] = [];
  await forAll(numbers(houses * 2), 4, async (n) => {
    made[n] = await house(n < houses ? 'client' : 'freelancer', n);
  });
  const both = made.filter((_, n) => n % 5 === 1);
  const office: Record<string, Player[]> = {};
  const many = { mediator: Math.max(2, houses >> 1), arbitrator: 3, operator: 2, support: 1, auditor: 1 } as const;
  for (const [name, count] of Object.entries(many)) {
    const people: Player[] = [];
    await forAll(numbers(count), 4, async (n) => void people.push(await player(`${name}${n}`, { staff: [name] })));
    office[name] = people;
  }
  return {
    clients: [...made.slice(0, houses), ...both],
    freelancers: [...made.slice(houses), ...both],
    office: office as unknown as Crowd['office'],
  };
}

/** Somebody in their part of a contract: mostly whoever is waited for, by what the record last said of it. */
export function someone(crowd: Crowd, client: House, freelancer: House, c: Contract, r: Chance): Player {
  const { office } = crowd;
  const { who } = turnOf(c);
  if (r.often(0.6)) {
    if (who === 'client') return client.manager;
    if (who === 'freelancer') return freelancer.manager;
    if (who === 'mediator' || who === 'arbitrator') {
      const open = instancesOf(c, 'case').find((i) => i.state !== 'closed');
      return (r.often(0.9) && office[who].find((p) => p.id === open?.facts[who])) || r.pick(office[who]);
    }
  }
  const dice = r.next();
  // Mostly they have no part in it, and for them it does not exist.
  if (dice < 0.02) return r.pick([...office.mediator, ...office.operator, ...office.support, ...office.auditor]);
  if (dice < 0.1 && freelancer.members.length > 0) return r.pick(freelancer.members);
  return dice < 0.55 ? client.manager : freelancer.manager;
}

/** One operator drafts and proposes another policy, the second publishes it: offers from then on carry it (POL-2). */
export async function publishPolicy(base: string, crowd: Crowd, r: Chance): Promise<void> {
  const [first, second] = crowd.office.operator as readonly [Player, Player];
  const is = (reply: Awaited<ReturnType<typeof ask>>): Json => {
    if (reply.status >= 300) throw new Error(`a policy: ${reply.status} ${reply.text.slice(0, 300)}`);
    return reply.json;
  };
  const draft = is(await ask(base, first, 'POST', '/v1/console/policy/drafts', {}, crypto.randomUUID()));
  const path = `/v1/console/policy/drafts/${draft.draft.id}`;
  // The document in force is never the one that is picked, or there would be nothing to publish.
  const now = JSON.stringify({ ...draft.document, id: '', version: 0 });
  const others = POLICIES.filter((p) => JSON.stringify({ ...draft.document, ...p, id: '', version: 0 }) !== now);
  const document = { ...draft.document, ...r.pick(others), amounts: { ...draft.document.amounts, ...r.pick(others).amounts } };
  is(await ask(base, first, 'PUT', path, { document }, crypto.randomUUID()));
  const asked = await ask(base, first, 'POST', `${path}/propose`, { reason: 'As it was decided.' }, crypto.randomUUID());
  // Another one, published meanwhile, said the same.
  if (asked.json?.code === 'no_difference') return;
  const proposed = is(asked);
  is(
    await ask(
      base,
      second,
      'POST',
      `${path}/publish`,
      { reason: 'It was read.', digest: proposed.digest, typed: proposed.draft.name },
      crypto.randomUUID(),
    ),
  );
}
