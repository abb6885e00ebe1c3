/** The demo world with everybody who may come to it: parties, agencies, offices, keys, strangers, and nobody. */
import type { Contract } from '@fairhold/domain';
import type { StaffRole } from '@fairhold/server/auth/caller';
import type { Db } from '@fairhold/server/store/db';
import { invite, type Json, type Person, signIn } from '@fairhold/server/testing/http';
import { ask, MARKET, settle } from './common.ts';
import { offerOf, prepare, sendOk, termsOf } from './people.ts';

export interface Visitor {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Nobody that the server knows: no session, a wrong key, a revoked one. */
  readonly unknown: boolean;
  readonly person: string;
  readonly seats: readonly { readonly account: string; readonly role: string }[];
  readonly staff: readonly string[];
  readonly twoFactor: boolean;
  readonly scopes: readonly string[];
  /** Staff that look at the pages of this person: they change nothing. */
  readonly looks?: true;
  /** Their sign-in no longer counts as having shown who they are. */
  readonly cameLongAgo?: true;
}
export interface AuthzWorld {
  readonly visitors: readonly Visitor[];
  readonly contracts: readonly Contract[];
  /** The names of the two of each contract. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  /** Accounts by what they are. */
  readonly accounts: readonly string[];
  readonly named: Named;
  /** What belongs to one person: its owner, its id. A file also names its contract. */
  readonly own: Readonly<Record<string, { readonly owner: string; readonly id: string; readonly contract?: string }>>;
}

/** A number that one party named in blind bids, as anybody might write it. */
export interface Named {
  readonly account: string;
  readonly spelled: RegExp;
}

/** Fills a server that was started with the demo people. */
export async function authzWorld(base: string, db: Db): Promise<AuthzWorld> {
  const demo = (await ask(base, undefined, 'GET', '/v1/sandbox/people')).json.items as Json[];
  const visitors: Visitor[] = [];
  const people = new Map<string, Person>();
  const bare = { unknown: false, seats: [], staff: [], twoFactor: true, scopes: ['read', 'write'] };

  async function add(name: string, person: Person, more: Partial<Visitor> = {}): Promise<void> {
    people.set(name, person);
    const me = await ask(base, person, 'GET', '/v1/me');
    visitors.push({ ...bare, name, person: person.id, headers: { cookie: person.cookie }, seats: me.json.seats, staff: me.json.staff, ...more });
  }
  for (const p of demo) {
    const name = p.name.split(' ')[0].toLowerCase();
    await add(name, { key: name, name: p.name, id: p.id, account: p.id, cookie: await signIn(base, p.id), card: '' });
  }
  const one = (key: string, p: Json = {}) => invite(base, key, { name: key, ...p }, 'authz');
  await add('stranger', await one('stranger'));
  const hana = await one('hana', { agency: 'House of clients' });
  await add('hana', hana);
  await add('hedda', await one('hedda', { memberOf: hana.account }));
  for (const office of ['operator', 'auditor', 'support', 'finance', 'arbitrator', 'mediator'] as const)
    await add(`another ${office}`, await one(office, { staff: [office] }));
  // Staff that work here themselves are a party first.
  const both = await one('both', { staff: ['mediator', 'operator'] });
  await add('a mediator who is a freelancer', both);
  for (const office of ['operator', 'mediator', 'finance'] as StaffRole[]) {
    const bareStaff = await one(`bare-${office}`, { staff: [office] });
    await add(`${office} without a second factor`, bareStaff, { twoFactor: false });
    // Demo people need no second factor; this one is no demo person any more.
    await db.pool.query('update accounts set about = null where id = $1', [bareStaff.id]);
  }
  const longAgo = await one('longago', { agency: 'House of old sessions' });
  await add('a manager who signed in long ago', longAgo, { cameLongAgo: true });
  // However long the walk takes, all others have just come.
  await db.pool.query(`update sign_ins set at = now() + interval '1 day'`);
  await db.pool.query(`delete from sign_ins where session in (select id from auth."session" where "userId" = $1)`, [longAgo.id]);
  const ana = people.get('ana') as Person;
  const hook = await ask(base, ana, 'POST', `/v1/webhooks?account=${ana.account}`, { url: 'https://hooks.invalid/' }, crypto.randomUUID());
  await sendOk(base, offerOf(hana, ana, termsOf(20_000)));
  await sendOk(base, offerOf(hana, both, termsOf(30_000)));
  await settle(base, people.get('stranger') as Person);
  const named = await bidding(base, people.get('ben') as Person, ana);

  for (const [scopes, revoked] of [
    [['read'], false],
    [['write'], false],
    [['read', 'write'], false],
    [['read', 'write'], true],
  ] as const) {
    const ben = visitors.find((v) => v.name === 'ben') as Visitor;
    const made = await ask(base, people.get('ben'), 'POST', '/v1/api-keys', { name: 'a key', scopes }, crypto.randomUUID());
    if (revoked) await ask(base, people.get('ben'), 'DELETE', `/v1/api-keys/${made.json.prefix}`, undefined, crypto.randomUUID());
    const name = `a ${revoked ? 'revoked ' : ''}key of ben to ${scopes.join(' and ')}`;
    visitors.push({ ...ben, name, scopes, unknown: revoked, headers: { authorization: `Bearer ${made.json.key}` } });
  }
  const looker = await one('looker', { staff: ['support'] });
  const seen = visitors.find((v) => v.name === 'ben') as Visitor;
  await ask(base, looker, 'POST', `/v1/console/people/${seen.person}/view`, { reason: 'To see what ben sees.' }, crypto.randomUUID());
  visitors.push({ ...seen, name: 'support that looks at ben', scopes: ['read'], looks: true, headers: { cookie: looker.cookie } });
  const nobody = { ...bare, unknown: true, person: '' };
  visitors.push({ ...nobody, name: 'nobody', headers: {} });
  visitors.push({ ...nobody, name: 'a made-up key', headers: { authorization: 'Bearer fh_nothing_of_this_kind' } });
  visitors.push({ ...nobody, name: 'a made-up session', headers: { cookie: 'fairhold.session_token=made.up' } });

  const { rows } = await db.pool.query<{ doc: Contract }>(`select c.doc from contracts c where marketplace = $1 and kind <> 'wallet' order by id`, [
    MARKET,
  ]);
  const contracts = rows.map((r) => r.doc);
  const called = await db.pool.query<{ id: string; name: string }>('select id, name from accounts where marketplace = $1', [MARKET]);
  const nameOf = new Map(called.rows.map((a) => [a.id, a.name]));
  const file = await attached(base, people, contracts);
  const key = await ask(base, ana, 'POST', '/v1/api-keys', { name: 'hers', scopes: ['read'] }, crypto.randomUUID());
  await db.pool.query(
    `insert into passkeys (marketplace, id, person, name, public_key, counter, created_at) values ($1, 'hers', $2, 'a phone', '\\x00', 0, now())`,
    [MARKET, ana.id],
  );
  await ask(base, ana, 'PUT', '/v1/drafts/hers', { value: { a: 1 }, version: 0 });
  const sessions = await ask(base, ana, 'GET', '/v1/sessions');
  const own = {
    file,
    key: { owner: ana.id, id: key.json.prefix as string },
    draft: { owner: ana.id, id: 'hers' },
    passkey: { owner: ana.id, id: 'hers' },
    webhook: { owner: ana.id, id: hook.json.id as string },
    delivery: { owner: ana.id, id: (await ask(base, ana, 'GET', `/v1/webhooks/${hook.json.id}/deliveries`)).json.items[0].id as string },
    session: { owner: ana.id, id: sessions.json.items[0].id as string },
    notice: { owner: ana.id, id: (await ask(base, ana, 'GET', '/v1/notices')).json.items[0].id as string },
  };
  const agencies = visitors.flatMap((v) => v.seats).map((s) => s.account);
  return {
    visitors,
    contracts,
    names: new Map(contracts.map((c) => [c.id, [c.client, c.freelancer].flatMap((id) => nameOf.get(id) ?? [])])),
    named,
    accounts: [...new Set([ana.id, hana.account, ...agencies.filter((a) => !demo.some((p) => p.id === a))])],
    own,
  };
}

/** A round of blind bids in a case at mediation, in which the freelancer has named a number (SET-3). */
async function bidding(base: string, ben: Person, ana: Person): Promise<Named> {
  const { items } = (await ask(base, ben, 'GET', '/v1/contracts?q=Menu%20design')).json as { items: { id: string }[] };
  const id = items[0]?.id as string;
  await sendOk(base, await prepare(base, ben, id, 'proposeBlind'));
  await sendOk(base, await prepare(base, ana, id, 'joinBlind'));
  await sendOk(base, await prepare(base, ana, id, 'bid', { input: { least: 61_237 } }));
  return { account: ana.account, spelled: /(?<![\w-])(61237|612[.,]37)(?![\w-])/ };
}

/** A file of the freelancer that is part of a contract: whoever may see the contract reads it. */
async function attached(base: string, people: ReadonlyMap<string, Person>, contracts: readonly Contract[]) {
  const raj = people.get('raj') as Person;
  const c = contracts.find((x) => x.freelancer === raj.id && x.instances['contract']?.state === 'active') as Contract;
  const form = new FormData();
  form.append('file', new Blob(['What was agreed.']), 'agreed.txt');
  const made = (await (await fetch(`${base}/v1/files`, { method: 'POST', body: form, headers: { cookie: raj.cookie } })).json()) as { id: string };
  const said = await ask(
    base,
    raj,
    'POST',
    `/v1/contracts/${c.id}/acts`,
    { act: 'say', on: 'chat', input: { text: 'See the file.', files: [made.id] } },
    crypto.randomUUID(),
  );
  if (said.status !== 200) throw new Error(`the file: ${said.text}`);
  return { owner: raj.id, id: made.id, contract: c.id };
}
