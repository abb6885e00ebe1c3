/** People who use a sandbox server over HTTP, for stories and tests. */
import assert from 'node:assert/strict';

// biome-ignore lint/suspicious/noExplicitAny: an answer of the API, looked into by path
export type Json = any;

export interface Person {
  readonly key: string;
  readonly name: string;
  readonly id: string;
  /** The account they act for: their own or their agency's. */
  readonly account: string;
  readonly cookie: string;
  readonly card: string;
}
export interface Invited {
  readonly name: string;
  readonly staff?: readonly string[];
  /** Manager of a new agency of this name. */
  readonly agency?: string;
  /** Account of the agency they become a member of. */
  readonly memberOf?: string;
  /** Token of the sandbox bank's card; "card_ok" unless said otherwise. */
  readonly card?: string;
}
export interface Answer {
  readonly status: number;
  readonly json: Json;
  readonly text: string;
  readonly headers: Headers;
}

/** One request. `who` undefined: nobody is signed in. The body is sent as JSON; a string is sent as it is. */
export async function call(
  base: string,
  who: Pick<Person, 'cookie'> | undefined,
  method: string,
  path: string,
  body?: unknown,
  o: { key?: string; headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer> {
  const headers: Record<string, string> = {
    ...(who && { cookie: who.cookie }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(o.key && { 'idempotency-key': o.key }),
    ...o.headers,
  };
  const res = await fetch(base + path, {
    method,
    headers,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await res.text();
  let json: Json;
  try {
    json = text ? JSON.parse(text) : undefined;
  } catch {
    json = undefined;
  }
  return { status: res.status, json, text, headers: res.headers };
}

const cookiesOf = (res: Response): string =>
  res.headers
    .getSetCookie()
    .map((c) => c.split(';')[0])
    .join('; ');

export async function signIn(base: string, person: string): Promise<string> {
  const res = await fetch(`${base}/v1/sandbox/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person }),
  });
  if (!res.ok) throw new Error(`sign-in failed: ${res.status} ${await res.text()}`);
  return cookiesOf(res);
}

/** Makes a person, signs them in and gives them a card. `tag` keeps the mail addresses of runs apart. */
export async function invite(base: string, key: string, p: Invited, tag: string): Promise<Person> {
  const made = await call(base, undefined, 'POST', '/v1/sandbox/people', {
    name: p.name,
    email: `${key}.${tag}@example.test`.toLowerCase(),
    staff: p.staff ?? [],
    ...(p.agency && { agency: p.agency }),
    ...(p.memberOf && { memberOf: p.memberOf }),
  });
  if (made.status !== 201) throw new Error(`${p.name} could not be invited: ${made.text}`);
  const id = made.json.person as string;
  const account = (made.json.agency as string | undefined) ?? id;
  const bare = { key, name: p.name, id, account, cookie: await signIn(base, id), card: '' };
  if (p.memberOf || p.staff?.length) return bare;
  const added = await call(base, bare, 'POST', `/v1/cards?account=${account}`, { token: p.card ?? 'card_ok' });
  if (added.status >= 300) throw new Error(`no card for ${p.name}: ${added.text}`);
  return { ...bare, card: added.json.id as string };
}

/** What a person would pick on the page: one mark for all criteria, every exhibit, their card, the version they read. */
export function picked(input: Readonly<Record<string, unknown>>, action: Json, contract: Json, by: Pick<Person, 'card'>): Record<string, unknown> {
  const out: Record<string, unknown> = { ...input };
  for (const [name, schema] of Object.entries((action?.input?.properties ?? {}) as Record<string, Json>)) {
    const given = out[name];
    if (schema['x-kind'] === 'marks' && typeof given === 'string')
      out[name] = schema['x-criteria'].map((c: Json) => ({ id: c.id, mark: given, ...(schema['x-reasons'] && { reason: `${c.text}: ${given}.` }) }));
    if (schema['x-kind'] === 'considered' && given === undefined) out[name] = schema['x-exhibits'].map((e: Json) => e.id);
    if (schema['x-kind'] === 'digest' && given === undefined) out[name] = contract.terms.digest;
    if (schema['x-kind'] === 'card' && (given === 'own' || (given === undefined && action.input.required?.includes(name)))) out[name] = by.card;
  }
  return out;
}

/** The splits of a preview as a reader adds them up: each to its total, the charge to what the card pays, and each other sum once among them. */
export function splitsAddUp({ money }: Json): void {
  const splits = money.splits as { of: string; rows: { amount: number; to: string }[]; total: { amount: number } }[];
  const sum = (rows: readonly { amount: number }[]) => rows.reduce((n, r) => n + r.amount, 0);
  for (const s of splits) assert.equal(sum(s.rows), s.total.amount, `the split "${s.of}" does not add up`);
  const [held, charge] = [splits.at(-1), splits.find((s) => s.of === 'charge')];
  assert.deepEqual([splits.length, held?.of, charge?.total.amount], [charge ? 2 : 1, 'held', money.charge?.total]);
  const onTheCard = money.charge ? money.charge.fee + money.charge.initiation : 0;
  const parts = charge?.rows.filter((r) => r.to !== 'held') ?? [];
  // What the fees of the charge are beside, is either held afterwards, paid on, or a fee for its own sake.
  const own = sum(parts.filter((r) => r.to === 'platform')) - onTheCard;
  const paidOn = sum(parts.filter((r) => r.to !== 'platform'));
  const service = paidOn > 0 ? own : 0;
  assert.equal(sum(held?.rows ?? []) + paidOn + service, money.freelancer + money.fees + money.client + money.held, 'an amount is counted twice');
}

/** Does one act as a careful person does: looks at what is offered, previews it, then does it with the digest. */
export async function act(
  base: string,
  by: Person,
  contract: string,
  name: string,
  o: { on?: string; input?: Readonly<Record<string, unknown>>; key?: string } = {},
): Promise<{ preview: Answer; done: Answer; body: Json }> {
  const now = await call(base, by, 'GET', `/v1/contracts/${contract}`);
  const action = ((now.json?.actions ?? []) as Json[]).find((a) => a.act === name && (!o.on || a.on === o.on));
  const body: Json = { act: name, on: o.on ?? action?.on ?? 'contract', input: picked(o.input ?? {}, action, now.json, by) };
  const preview = await call(base, by, 'POST', `/v1/contracts/${contract}/acts`, { ...body, preview: true });
  if (preview.status === 200) {
    splitsAddUp(preview.json);
    body.digest = preview.json.digest;
  }
  const done = await call(base, by, 'POST', `/v1/contracts/${contract}/acts`, body, { key: o.key ?? crypto.randomUUID() });
  return { preview, done, body };
}
