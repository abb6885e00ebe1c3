/**
 * `npm run authz`: every operation of the API's description for everybody who may come, on contracts in every state, against the one
 * table of access. The table is read here by other code than the server's; what is refused must look like what does not exist.
 */
import { type Contract, HOUSE, instancesOf } from '@fairhold/domain';
import { isAct } from '@fairhold/domain/process';
import { ACCESS, type Access, PARTS, READS_ALL } from '@fairhold/server/access';
import { type AuthzWorld, authzWorld, type Visitor } from './authz-world.ts';
import { ask, forAll, openGround, readRun, startServer } from './common.ts';
import { addressOf, type Operation, operationsOf } from './openapi.ts';

const run = readRun('authz');
const ground = await openGround();
const server = await startServer({ url: ground.db.url, folder: ground.folder, env: { FAIRHOLD_SEED: 'yes' } });
const world: AuthzWorld = await authzWorld(server.base, ground.db);
const document = (await ask(server.base, undefined, 'GET', '/openapi.json')).json;
const NONE = '01900000-0000-7000-8000-000000000000';
let cells = 0;
/** Answers to who had not taken a case, looked through for names. */
let undeclared = 0;

interface Seen {
  readonly status: number;
  readonly code: string;
  readonly text: string;
  readonly headers: string;
  // biome-ignore lint/suspicious/noExplicitAny: an answer of the API, looked into by path
  readonly json: any;
}
/** What somebody gets to see; a stream is left after its headers. `hide`: what the asker put in, which may come back in the answer. */
async function look(v: Visitor, method: string, path: string, body: unknown, hide: readonly string[]): Promise<Seen> {
  const away = new AbortController();
  const res = await fetch(server.base + path, {
    method,
    headers: { ...v.headers, ...(body !== undefined && { 'content-type': 'application/json' }), 'idempotency-key': crypto.randomUUID() },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: away.signal,
  });
  const stream = res.headers.get('content-type')?.includes('event-stream');
  const raw = stream ? '' : await res.text();
  if (stream) away.abort();
  const json = raw.startsWith('{') || raw.startsWith('[') ? JSON.parse(raw) : undefined;
  let text = raw.replace(/"requestId":"[^"]*"/, '"requestId":""');
  for (const h of hide) text = text.replaceAll(h, '…').replaceAll(encodeURIComponent(h), '…');
  // What one party named in private is in no answer to anybody else, whatever was asked (SET-3).
  const theirs = !v.looks && v.seats.some((s) => s.account === world.named.account);
  if (!theirs && world.named.spelled.test(raw)) run.broken.push(`${method} ${path} shows ${v.name} a number of blind bids (LEAK)`);
  const headers = [...res.headers].filter(
    ([name]) => !['date', 'x-request-id', 'content-length', 'retry-after'].includes(name) && !name.startsWith('x-ratelimit'),
  );
  return { status: res.status, code: json?.code ?? '', text, json, headers: JSON.stringify(headers) };
}

type Verdict =
  | 'in'
  | 'not_signed_in'
  | 'not_found'
  | 'scope_missing'
  | 'session_needed'
  | 'second_factor_required'
  | 'managers_only'
  | 'viewing_only'
  | 'confirmation_needed'
  | 'declare_first';
const REFUSALS: readonly string[] = [
  'not_signed_in',
  'not_found',
  'scope_missing',
  'session_needed',
  'second_factor_required',
  'managers_only',
  'viewing_only',
  'confirmation_needed',
  'declare_first',
];

// ── the table, read by other code than the server's ──────────────────────────────────────────────────────────────────

/** The names under which somebody is in a contract; empty: it does not exist for them. */
function partsOf(c: Contract, v: Visitor): string[] {
  const roleAt = (account: string) => v.seats.find((s) => s.account === account)?.role;
  const party = PARTS.flatMap((p) => ('party' in p && (p.seats as readonly string[]).includes(roleAt(c[p.party]) ?? '') ? [p.as] : []));
  if (party.length > 0) return party.slice(0, 1);
  if (roleAt(c.client) || roleAt(c.freelancer)) return [];
  const cases = instancesOf(c, 'case');
  return PARTS.flatMap((p) => {
    if (!('staff' in p) || !p.staff.some((s) => v.staff.includes(s))) return [];
    if (!p.during) return p.as === 'staff' ? v.staff.filter((s) => (READS_ALL as readonly string[]).includes(s)) : [p.as];
    const theirs = cases.some((i) => ((i.facts[p.judged ?? ''] ?? []) as string[]).includes(v.person));
    return theirs || cases.some((i) => p.during?.includes(i.state)) ? [p.as] : [];
  });
}
const isParty = (parts: readonly string[]): boolean => ['client', 'freelancer', 'member'].includes(parts[0] ?? '');

/** What the table says of a request, before the thing it names is looked at. */
function admission(a: Access, v: Visitor, method: string, preview: boolean): Verdict {
  if (a.who === 'anybody') return 'in';
  if (v.unknown) return 'not_signed_in';
  if (v.looks && (method === 'GET' ? a.unseen : !a.looking)) return 'viewing_only';
  if (a.who !== 'people') {
    if (!a.who.some((office) => v.staff.includes(office))) return 'not_found';
    if (!v.twoFactor) return 'second_factor_required';
  }
  const scope = a.scope === 'acting' ? (preview ? 'read' : 'write') : (a.scope ?? (method === 'GET' ? 'read' : 'write'));
  if (!v.scopes.includes(scope)) return 'scope_missing';
  if (a.session && v.headers['authorization']) return 'session_needed';
  return a.account ? 'in' : shown(a, v);
}
/** Nobody here has shown again who they are: what takes that is closed to all of them, and what a sign-in is enough for to who came long ago. */
const shown = (a: Access, v: Visitor): Verdict =>
  a.confirmed === true || (a.confirmed === 'lately' && v.cameLongAgo) ? 'confirmation_needed' : 'in';
function onContract(v: Visitor, c: Contract | undefined, early = false): Verdict {
  const parts = c ? partsOf(c, v) : [];
  if (!c || parts.length === 0) return 'not_found';
  if (!isParty(parts) && !v.twoFactor) return 'second_factor_required';
  return !early && isUndeclared(c, v, parts) ? 'declare_first' : 'in';
}
/** Decides such cases, and took none of this contract; a second reader of a proposal is told whose it is (MED-1). */
function isUndeclared(c: Contract, v: Visitor, parts: readonly string[]): boolean {
  if (parts.length !== 1 || !['mediator', 'arbitrator'].includes(parts[0] ?? '')) return false;
  const cases = instancesOf(c, 'case');
  const had = cases.some((i) => i.facts[parts[0] ?? ''] === v.person || ((i.facts[`${parts[0]}s`] ?? []) as string[]).includes(v.person));
  return !had && !cases.some((i) => i.state === 'reviewing');
}
function onAccount(v: Visitor, account: string, a: Access): Verdict {
  const role = v.seats.find((s) => s.account === account)?.role;
  if (role && (a.seats as readonly string[]).includes(role)) return shown(a, v);
  return role === 'member' ? 'managers_only' : 'not_found';
}

// ── the cells ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Bodies that are good enough to get past the form; where a cell lets in, what follows may refuse for a reason of its own. */
const BODIES: Readonly<Record<string, (thing: string) => unknown>> = {
  'PATCH /v1/me': () => ({}),
  'POST /v1/api-keys': () => ({ name: 'x', scopes: ['read'] }),
  'POST /v1/passkeys': () => ({
    name: 'a phone',
    passkey: { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: { clientDataJSON: 'AAAA', attestationObject: 'AAAA' } },
  }),
  'PATCH /v1/passkeys/:id': () => ({ name: 'another name' }),
  'POST /v1/agencies': () => ({ name: 'An agency' }),
  'POST /v1/agencies/:id/members': () => ({ email: 'nobody@example.test', role: 'member' }),
  'POST /v1/cards': () => ({ token: 'card_ok' }),
  'POST /v1/contracts': (client) => ({ freelancer: NONE, client, currency: 'USD', terms: {}, card: 'none', preview: true }),
  'POST /v1/contracts/:id/acts': () => ({ act: 'nothing', on: 'nothing' }),
  'POST /v1/acts': (contract) => ({ acts: [{ contract, act: 'nothing', on: 'nothing', key: crypto.randomUUID() }] }),
  'POST /v1/contracts/:id/read': () => ({ seq: 0 }),
  'POST /v1/accounts/:id/payout-methods': () => ({ currency: 'USD', holder: 'Somebody', routing: '021000021', number: '12345678' }),
  'POST /v1/accounts/:id/payout-methods/:method/use': () => ({}),
  'POST /v1/accounts/:id/payout-methods/:method/keep': () => ({}),
  'POST /v1/accounts/:id/acts': () => ({ act: 'payOut', input: { amount: -1 }, preview: true }),
  'POST /v1/console/traces/:contract/acts': () => ({ act: 'askBook', on: 'trace1', preview: true }),
  'POST /v1/notices/read': () => ({ ids: [NONE] }),
  'PUT /v1/mail-choices': () => ({ unwanted: [] }),
  'PUT /v1/drafts/:key': () => ({ value: 1, version: 0 }),
  'POST /v1/webhooks': () => ({ url: 'https://hooks.invalid/' }),
  'POST /v1/clock': () => ({ by: 'PT0S' }),
  'POST /v1/sandbox/people': () => ({ name: 'Demo', email: 'demo.person@example.test' }),
  'POST /v1/sandbox/sign-in': () => ({ person: world.visitors[0]?.person }),
};

const bodyOf = (o: Operation, thing: string): unknown => BODIES[o.name]?.(thing) ?? (o.body?.type === 'application/json' ? {} : undefined);

/** What does not exist, as each visitor sees it. */
const absent = new Map<string, Promise<Seen>>();

/** Compares one answer with what the table says; what does not exist must look the same. */
async function cell(
  o: Operation,
  v: Visitor,
  expected: Verdict,
  what: string,
  params: Readonly<Record<string, unknown>>,
  thing: string,
  none?: Readonly<Record<string, unknown>>,
): Promise<Seen> {
  cells += 1;
  const body = bodyOf(o, thing);
  const seen = await look(v, o.method, addressOf(o, params), body, [thing]);
  const refused = REFUSALS.includes(seen.code) && [401, 403, 404].includes(seen.status);
  // Beside the account a bank account is named that nobody has: whoever may ask is told that it is not there.
  const named = (typeof ACCESS[o.name]?.who !== 'string' && o.path.includes('{')) || o.path.includes('{method}');
  const where = `${o.name} by ${v.name} on ${what}`;
  if (seen.status === 422 && expected !== 'in' && seen.code === 'bad_request')
    run.broken.push(`${where}: undecided, the form was refused first: ${seen.text.slice(0, 200)}`);
  // An office may ask about things that are not there; that they may ask shows where no thing is named.
  else if (expected === 'in' && seen.code === 'not_found' && named) return seen;
  else if (expected === 'in' ? refused : seen.code !== expected)
    run.broken.push(`${where}: should be ${expected}, is ${seen.status} ${seen.code}${expected !== 'in' && seen.status < 300 ? ' (LEAK)' : ''}`);
  if (seen.status >= 500) run.broken.push(`${where}: ${seen.status} ${seen.text.slice(0, 200)}`);
  if (expected === 'not_found' && none) {
    const key = `${o.name} ${v.name}`;
    const asked = absent.get(key) ?? look(v, o.method, addressOf(o, none), bodyOf(o, NONE), [NONE]);
    absent.set(key, asked);
    const nothing = await asked;
    if (nothing.status !== seen.status || nothing.text !== seen.text || nothing.headers !== seen.headers)
      run.broken.push(`${where}: what is not theirs answers ${seen.status} ${seen.text}, what does not exist ${nothing.status} ${nothing.text}`);
  }
  return seen;
}

/** What shows whose a contract is: asked by everybody about each, in the quick form too. */
const WHOLE: readonly string[] = ['GET /v1/contracts', 'GET /v1/contracts/:id'];
/** Of everything else the quick form takes one in `share`, others for another operation, visitor and seed. */
const isLeftOut = (o: Operation, v: Visitor, n: number, share: number): boolean =>
  run.quick && !WHOLE.includes(o.name) && (n + operations.indexOf(o) + world.visitors.indexOf(v) + run.seed) % share !== 0;

/** Everything an operation is asked about, by what it names. */
async function walk(o: Operation, a: Access, v: Visitor): Promise<void> {
  const body = BODIES[o.name]?.('') as { preview?: boolean } | undefined;
  // They would stop looking.
  if (v.looks && a.looking) return;
  const first = admission(a, v, o.method, body?.preview === true);
  const id = o.params.find((p) => p.in === 'path')?.name ?? 'id';
  if (a.contract) {
    for (const [n, c] of world.contracts.entries()) {
      if (isLeftOut(o, v, n, 6)) continue;
      const state = stateOf(c);
      const expected = first === 'in' ? onContract(v, c, a.early) : first;
      // What names a case as well is asked only where there is one.
      const ofCase = o.params.some((p) => p.in === 'path' && p.name === 'case');
      const named = ofCase ? { case: instancesOf(c, 'case')[0]?.id } : {};
      if (ofCase && !named.case) continue;
      const seen = await cell(
        o,
        v,
        a.contract === 'body' && first === 'in' ? 'in' : expected,
        `${state} (${c.terms.title})`,
        { [id]: c.id, version: 1, ...named },
        c.id,
        { [id]: NONE, version: 1, ...named },
      );
      const parts = partsOf(c, v);
      if (isUndeclared(c, v, parts)) {
        undeclared += 1;
        for (const name of world.names.get(c.id) ?? [])
          if (seen.text.includes(name)) run.broken.push(`${o.name} by ${v.name} on ${state}: names ${name} to who has not taken the case (LEAK)`);
      }
      if (a.contract !== 'body' || first !== 'in') continue;
      const code = seen.json?.results?.[0]?.problem?.code;
      if (expected === 'in' ? REFUSALS.includes(code) : code !== expected)
        run.broken.push(`${o.name} by ${v.name} on ${state}: the act should be ${expected}, is ${code}`);
    }
    return;
  }
  if (a.account) {
    for (const [n, account] of world.accounts.entries()) {
      if (isLeftOut(o, v, n, 3)) continue;
      const expected = first === 'in' ? onAccount(v, account, a) : first;
      // The last manager cannot be removed: asked about themselves, whoever may is told so and nothing changes.
      const params = { [id]: account, account, person: v.person || NONE, method: NONE };
      await cell(o, v, expected, 'an account', params, account, { [id]: NONE, account: NONE, person: v.person || NONE, method: NONE });
    }
    return;
  }
  const theirs = a.own && id && o.path.includes('{') ? world.own[a.own] : undefined;
  if (!theirs) {
    // Somebody of the platform sees every contract in the list, so the list takes what reading one takes.
    const all = o.name === 'GET /v1/contracts' && v.staff.some((s) => (READS_ALL as readonly string[]).includes(s)) && !v.twoFactor;
    const keys = o.name === 'POST /v1/api-keys' && v.staff.length > 0 && !v.twoFactor;
    const seen = await cell(
      o,
      v,
      first === 'in' && (all || keys) ? 'second_factor_required' : first,
      'itself',
      { q: 'a', ...(o.name === 'GET /v1/contracts' && { q: undefined, group: 'all', limit: 200 }), [id]: 'standard@1' },
      'standard@1',
    );
    if (o.name === 'GET /v1/contracts' && seen.status === 200) listed(v, seen);
    return;
  }
  if (a.own === 'draft') return draft(o, v, first, theirs);
  if (theirs.owner === v.person && o.method !== 'GET') return;
  const c = world.contracts.find((x) => x.id === theirs.contract);
  const may = theirs.owner === v.person || onContract(v, c) === 'in' ? 'in' : 'not_found';
  await cell(o, v, first === 'in' ? may : first, `${a.own} of somebody`, { [id]: theirs.id }, theirs.id, { [id]: NONE });
}

/** A draft's key is everybody's own to choose: under the same key each finds only what is theirs. */
async function draft(o: Operation, v: Visitor, first: Verdict, theirs: { readonly owner: string; readonly id: string }): Promise<void> {
  if (theirs.owner === v.person && o.method !== 'GET') return;
  const expected = first === 'in' && o.method === 'GET' && theirs.owner !== v.person ? 'not_found' : first;
  const key = o.method === 'GET' ? theirs.id : 'another';
  await cell(o, v, expected, 'draft of somebody', { key }, key, { key: 'none' });
}
const stateOf = (c: Contract): string =>
  [c.instances['offer'], c.instances['contract'], ...instancesOf(c, 'case')]
    .map((i) => (i ? `${i.process} ${i.state}` : ''))
    .filter(Boolean)
    .join(', ');

/** A list shows only what its reader could open. */
function listed(v: Visitor, seen: Seen): void {
  const ids = new Set<string>((seen.json.items as { id: string }[]).map((i) => i.id));
  for (const c of world.contracts) {
    const parts = partsOf(c, v);
    if (ids.has(c.id) && parts.length === 0) run.broken.push(`GET /v1/contracts shows ${v.name} ${stateOf(c)} (LEAK)`);
    if (!ids.has(c.id) && isParty(parts)) run.broken.push(`GET /v1/contracts keeps ${stateOf(c)} from ${v.name}`);
  }
}

/** Every act of the tables on everything in a contract, for whoever has a part in it: the core's tables say who may. */
async function acts(v: Visitor, c: Contract, keep: (n: number) => boolean): Promise<void> {
  const parts = partsOf(c, v);
  if (v.unknown || onContract(v, c, true) !== 'in' || !v.scopes.includes('read')) return;
  let n = 0;
  for (const i of Object.values(c.instances))
    for (const act of new Set((HOUSE.processes[i.process]?.rules ?? []).flatMap((r) => (isAct(r) ? [r.act] : [])))) {
      n += 1;
      if (!keep(n)) continue;
      cells += 1;
      const by = new Set((HOUSE.processes[i.process]?.rules ?? []).flatMap((r) => (isAct(r) && r.act === act ? r.by : [])) as readonly string[]);
      const may = parts.some((p) => by.has(p));
      const seen = await look(v, 'POST', `/v1/contracts/${c.id}/acts`, { act, on: i.id, input: {}, preview: true }, []);
      if (v.looks) {
        if (seen.code !== 'viewing_only')
          run.broken.push(`${act} on ${i.process} by ${v.name}: should be viewing_only, is ${seen.status} ${seen.code} (LEAK)`);
        continue;
      }
      if ((seen.code === 'not_your_part') === may)
        run.broken.push(
          `${act} on ${i.process} ${i.state} by ${v.name} (${parts.join(', ')}): should ${may ? '' : 'not '}be theirs, is ${seen.status} ${seen.code}`,
        );
      if (REFUSALS.includes(seen.code) || seen.status >= 500) run.broken.push(`${act} on ${i.process} by ${v.name}: ${seen.status} ${seen.code}`);
    }
}

const operations = operationsOf(document);
for (const o of operations) {
  if (!ACCESS[o.name]) run.broken.push(`${o.name} has no entry in the table of access`);
  // Where who asks and how is all that counts, it is decided before a body is read; where a thing is named in it, or looked up after it, not.
  const a = ACCESS[o.name];
  const late = a?.contract !== undefined || a?.account !== undefined || a?.scope === 'acting';
  if (late && o.method !== 'GET' && o.method !== 'DELETE' && !BODIES[o.name])
    run.broken.push(`${o.name}: no body is known here, so its cells are undecided`);
}
for (const name of Object.keys(ACCESS))
  if (!operations.some((o) => o.name === name) && name !== 'POST /v1/provider/notifications')
    run.broken.push(`the table names ${name}, which the API does not describe`);
const walks = operations.flatMap((o) => world.visitors.map((v) => ({ o, v, a: ACCESS[o.name] })));
await forAll(walks, 24, async ({ o, v, a }) => {
  if (a && !isLeftOut(o, v, 0, 4)) await walk(o, a, v);
});
// The quick form asks about some contracts and acts, about others with another seed.
const every = run.quick ? 101 : 1;
const pairs = world.visitors.flatMap((v) => world.contracts.map((c) => ({ v, c })));
await forAll(pairs, 24, ({ v, c }, n) => acts(v, c, (k) => (k + n + run.seed) % every === 0));

// What they are told, and what waits for them, speaks of many contracts at once: those they have not taken are without names there too.
for (const v of world.visitors.filter((x) => x.staff.includes('mediator') || x.staff.includes('arbitrator')))
  for (const path of ['/v1/queue', '/v1/notices?limit=100'])
    for (const item of (await look(v, 'GET', path, undefined, [])).json?.items ?? []) {
      const c = world.contracts.find((x) => x.id === item.contract);
      if (!c || !isUndeclared(c, v, partsOf(c, v))) continue;
      undeclared += 1;
      for (const name of world.names.get(c.id) ?? [])
        if (JSON.stringify(item).includes(name)) run.broken.push(`GET ${path} names ${name} to ${v.name}, who has not taken ${stateOf(c)} (LEAK)`);
    }

const states = new Set(world.contracts.map(stateOf)).size;
await server.stop();
await ground.close();
if (undeclared === 0) run.broken.push('nobody asked before taking a case: names were not looked for');
run.end({ cells, undeclared, operations: operations.length, visitors: world.visitors.length, contracts: world.contracts.length, states });
