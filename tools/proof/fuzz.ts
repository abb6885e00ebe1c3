/**
 * `npm run fuzz`: requests made from the API's description: valid ones, mutated ones, and bytes that are no HTTP. The process must live,
 * no answer may be over 499 but a deliberate 503, and every answer must fit what the description says of it (API-5).
 */
import { connect } from 'node:net';
import fc from 'fast-check';
import { type AuthzWorld, authzWorld, type Visitor } from './authz-world.ts';
import { ask, forAll, openGround, readRun, startServer } from './common.ts';
import { fits } from './fits.ts';
import { addressOf, type Operation, operationsOf, type Schema, valuesOf } from './openapi.ts';

const run = readRun('fuzz');
const many = run.number('requests', run.quick ? 1500 : 100_000);
const ground = await openGround();
const server = await startServer({ url: ground.db.url, folder: ground.folder, env: { FAIRHOLD_SEED: 'yes' } });
const world: AuthzWorld = await authzWorld(server.base, ground.db);
const document: Schema = (await ask(server.base, undefined, 'GET', '/openapi.json')).json;
// A stream does not end, and a session that is signed out is nobody's any more.
// Whoever looked with another's eyes would be refused everything else from then on.
const LEFT_OUT = ['GET /v1/events', 'DELETE /v1/sessions/:id', 'POST /v1/files', 'POST /v1/console/people/:id/view'];
const operations = operationsOf(document).filter((o) => !LEFT_OUT.includes(o.name));
const { port } = new URL(server.base);
let exits = 0;
server.child.once('exit', () => {
  exits += 1;
});

/** Values that exist, so that requests get further than the first look-up. */
const acts = [
  'say',
  'accept',
  'decline',
  'submit',
  'approve',
  'end',
  'dispute',
  'contest',
  'offerSettlement',
  'proposeBlind',
  'joinBlind',
  'bid',
  'take',
  'propose',
  'award',
  'extend',
  'askTime',
  'inviteWitness',
  'giveBack',
];
const KNOWN: Readonly<Record<string, readonly unknown[]>> = {
  id: [...world.contracts.map((c) => c.id), ...world.accounts, 'standard@1'],
  contract: world.contracts.map((c) => c.id),
  account: world.accounts,
  client: world.accounts,
  freelancer: world.accounts,
  person: world.visitors.flatMap((v) => v.person || []),
  act: acts,
  on: ['offer', 'contract', 'chat', 'm1', 'm2', 'case1', 'dormancy', 'wallet'],
  currency: ['USD', 'EUR', 'ZZZ'],
  key: [...Array(20)].map((_, n) => `key-${n}`),
  'input{}': [
    { text: 'Hello' },
    { witness: { name: 'Cleo Marsh', email: 'cleo@example.com' }, about: 'What the pages looked like on a phone.' },
    { amount: 1000 },
    { amount: -1 },
    { pay: 'nothing', reason: 'other' },
    { claim: 500, reason: 'workDone', statement: 'All of it is done.' },
  ],
  'terms{}': [
    { title: 'Work', scope: 'All', milestones: [{ title: 'One', amount: 20_000, criteria: [] }] },
    { title: '', milestones: [] },
  ],
};
const known = (field: string): readonly unknown[] => KNOWN[field] ?? [];

/** What nobody should send: put in place of any value, or of everything. */
const NONSENSE: readonly unknown[] = [
  null,
  '',
  '\u0000',
  '\ud800',
  -1,
  0.5,
  1e308,
  9_007_199_254_740_992,
  [],
  {},
  true,
  'x'.repeat(70_000),
  { __proto__: { a: 1 } },
  "'; drop table contracts; --",
  '%00',
  '../../etc/passwd',
  [[[[]]]],
];
function mutated(value: unknown, r: () => number): unknown {
  if (r() < 0.25) return NONSENSE[Math.floor(r() * NONSENSE.length)];
  if (Array.isArray(value)) return r() < 0.3 ? [...value, ...value, mutated(null, r)] : value.map((v) => mutated(v, r));
  if (typeof value !== 'object' || value === null) return r() < 0.5 ? value : NONSENSE[Math.floor(r() * NONSENSE.length)];
  const out: Record<string, unknown> = {};
  for (const [k, v] of Object.entries(value)) if (r() > 0.15) out[k] = r() < 0.4 ? mutated(v, r) : v;
  if (r() < 0.2) out[r() < 0.5 ? 'unexpected' : '__proto__x'] = 1;
  return out;
}

interface Request {
  readonly o: Operation;
  readonly v: Visitor;
  readonly path: string;
  readonly body: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}
/** One request of an operation; a third valid, a third mutated, a third with something of the envelope wrong as well. */
function requestOf(o: Operation): fc.Arbitrary<Request> {
  const params = fc.record(
    Object.fromEntries(o.params.filter((p) => p.in !== 'header').map((p) => [p.name, valuesOf(p.schema, document, known, p.name)])),
    {
      requiredKeys: o.params.filter((p) => p.required && p.in !== 'header').map((p) => p.name),
    },
  );
  const body = o.body ? valuesOf(o.body.schema, document, known) : fc.constant(undefined);
  return fc
    .tuple(
      params,
      body,
      fc.constantFrom(...world.visitors),
      fc.integer({ min: 0, max: 2 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })),
    )
    .map(([p, b, v, how, dice]) => {
      const r = () => dice.next().value as number;
      const given = how === 0 ? p : (mutated(p, r) as Record<string, unknown> | null);
      const sent = how === 0 || b === undefined ? b : mutated(b, r);
      let text = sent === undefined ? undefined : JSON.stringify(sent);
      if (how === 2 && text && r() < 0.3) text = text.slice(0, Math.floor(r() * text.length));
      const headers: Record<string, string> = {
        ...(text !== undefined && { 'content-type': how === 2 && r() < 0.1 ? 'text/plain' : 'application/json' }),
      };
      if (r() < 0.8) headers['idempotency-key'] = r() < 0.9 ? crypto.randomUUID() : 'same';
      if (how === 2 && r() < 0.2) headers['prefer'] = 'return=minimal';
      return { o, v, path: addressOf(o, typeof given === 'object' && given !== null ? given : {}), body: text, headers };
    });
}

let sent = 0;
const seen = new Map<string, number>();
async function send(q: Request): Promise<void> {
  sent += 1;
  const where = `${q.o.method} ${q.path.slice(0, 200)} by ${q.v.name} ${(q.body ?? '').slice(0, 300)}`;
  try {
    const res = await fetch(server.base + q.path, {
      method: q.o.method,
      headers: { ...q.v.headers, ...q.headers },
      redirect: 'manual',
      ...(q.body !== undefined && { body: q.body }),
    });
    const text = await res.text();
    seen.set(`${Math.floor(res.status / 100)}xx`, (seen.get(`${Math.floor(res.status / 100)}xx`) ?? 0) + 1);
    if (res.status > 499 && !(res.status === 503 && res.headers.has('retry-after')))
      run.broken.push(`${res.status} for ${where}: ${text.slice(0, 300)}`);
    for (const fault of fits(q.o, res.status, res.headers.get('content-type') ?? '', text, document))
      run.broken.push(`${q.o.name} answers ${res.status}: ${fault} (${where})`);
  } catch (error) {
    run.broken.push(`no answer (${error instanceof Error ? error.message : error}) for ${where}`);
  }
}

const RAW: readonly string[] = [
  '',
  '\r\n\r\n',
  'GET\r\n\r\n',
  'GET / HTTP/9.9\r\n\r\n',
  'GET /v1/me HTTP/1.1\r\n\r\n',
  'GET /v1/me HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n',
  `GET /${'a'.repeat(70_000)} HTTP/1.1\r\nhost: a\r\n\r\n`,
  `GET / HTTP/1.1\r\nhost: a\r\nx: ${'b'.repeat(90_000)}\r\n\r\n`,
  'POST /v1/contracts HTTP/1.1\r\nhost: a\r\ncontent-length: -5\r\n\r\n{}',
  'POST /v1/contracts HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
  'POST /v1/contracts HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n',
  'POST /v1/acts HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{"acts":[',
  'GET /v1/contracts/%ff%fe HTTP/1.1\r\nhost: a\r\n\r\n',
  'GET /v1/contracts/%zz HTTP/1.1\r\nhost: a\r\n\r\n',
  'GET //v1//me HTTP/1.1\r\nhost: a\r\n\r\n',
  'CONNECT a:1 HTTP/1.1\r\nhost: a\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nhost: a\r\n\r\n',
  'GET /v1/me HTTP/1.1\r\nhost: a\r\ncookie: \u0001\u0002\r\n\r\n',
  'GET /v1/me HTTP/1.1\r\nhost: a\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
];
/** Bytes on a bare connection; whatever comes back, it is no 5xx but a deliberate 503. */
const raw = (bytes: string): Promise<void> =>
  new Promise((ok) => {
    sent += 1;
    let out = '';
    const socket = connect({ port: Number(port), host: '127.0.0.1' }, () => socket.write(bytes, 'latin1'));
    const end = (): void => {
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(out)?.[1] ?? 0);
      if (status > 499 && status !== 503 && status !== 505) run.broken.push(`${status} for the bytes ${JSON.stringify(bytes.slice(0, 100))}`);
      socket.destroy();
      ok();
    };
    socket.setTimeout(500, end);
    socket.on('data', (d: Buffer) => {
      out += d.toString('latin1');
    });
    socket.on('error', end);
    socket.on('close', end);
  });

const each = Math.max(1, Math.floor(many / operations.length));
const batch = 200;
for (let done = 0; done < each && run.broken.length < 200; done += batch)
  for (const [n, o] of operations.entries()) {
    const requests = fc.sample(requestOf(o), { seed: run.seed * 100_003 + done * 131 + n, numRuns: Math.min(batch, each - done) });
    await forAll(requests, 16, send);
  }
const noise = fc.sample(fc.oneof(fc.constantFrom(...RAW), fc.string({ unit: 'binary', maxLength: 300 })), {
  seed: run.seed,
  numRuns: run.quick ? 60 : 2000,
});
await forAll([...RAW, ...noise], 32, raw);
const alive = await ask(server.base, undefined, 'GET', '/readyz').catch(() => undefined);
if (exits > 0 || alive?.status !== 200) run.broken.push(`the process did not live through it: ${server.said()}`);
await server.stop();
await ground.close();
run.end({ requests: sent, operations: operations.length, answers: Object.fromEntries(seen) });
