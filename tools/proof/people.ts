/** People of a proof and what they do over HTTP, with requests that may fail in the middle. */
import { type Invited, invite, type Person, picked } from '@fairhold/server/testing/http';
import { ask, type Reply, settle } from './common.ts';

export interface Cast {
  readonly ben: Person;
  readonly ana: Person;
  readonly mia: Person;
  readonly art: Person;
  /** Moves the clock. */
  readonly clerk: Person;
}

let casts = 0;
/** A client, a freelancer, a mediator, an arbitrator and somebody for the clock. */
export async function castOf(base: string, more: { card?: string } = {}): Promise<Cast> {
  casts += 1;
  const tag = `${process.pid}-${casts}`;
  const one = (key: string, p: Partial<Invited> = {}) => invite(base, key, { name: key[0]?.toUpperCase() + key.slice(1), ...p }, tag);
  return {
    ben: await one('ben', more),
    ana: await one('ana', more),
    mia: await one('mia', { staff: ['mediator'] }),
    art: await one('art', { staff: ['arbitrator'] }),
    clerk: await one('clerk', { staff: ['auditor'] }),
  };
}

/** What is asked of the API when somebody does something: the same body each time it is sent. */
export interface Wanted {
  readonly by: Person;
  readonly path: string;
  readonly body: Record<string, unknown>;
}

/** An offer of one person to another. */
export const offerOf = (by: Person, to: Person, terms: Readonly<Record<string, unknown>>): Wanted => ({
  by,
  path: '/v1/contracts',
  body: { freelancer: to.account, client: by.account, currency: 'USD', card: by.card, terms },
});
export const termsOf = (...amounts: readonly number[]) => ({
  title: 'Website',
  scope: 'Five pages',
  milestones: amounts.map((amount, n) => ({ title: `Part ${n + 1}`, amount, criteria: ['as agreed'] })),
});

/** An act as a careful person sends it: with what is to be picked, and the digest of its preview. Undefined when it is not offered. */
export async function prepare(
  base: string,
  by: Person,
  contract: string,
  act: string,
  o: { on?: string; input?: Readonly<Record<string, unknown>> } = {},
): Promise<Wanted | undefined> {
  const now = await ask(base, by, 'GET', `/v1/contracts/${contract}`);
  const offered = (now.json?.actions ?? []) as { act: string; on: string }[];
  const action = offered.find((a) => a.act === act && (!o.on || a.on === o.on));
  if (!action) return undefined;
  const path = `/v1/contracts/${contract}/acts`;
  const body = { act, on: action.on, input: picked(o.input ?? {}, action, now.json, by) };
  const seen = await ask(base, by, 'POST', path, { ...body, preview: true });
  if (seen.status !== 200) throw new Error(`${by.name} ${act}: ${seen.status} ${seen.text}`);
  return { by, path, body: { ...body, digest: seen.json.digest } };
}

/** A payout of what an account has, with the digest of its preview. */
export async function preparePayout(base: string, by: Person, amount: number, act: 'payOut' | 'payOutCredit' = 'payOut'): Promise<Wanted> {
  const path = `/v1/accounts/${by.account}/acts`;
  const body = { act, currency: 'USD', input: { amount } };
  const seen = await ask(base, by, 'POST', path, { ...body, preview: true });
  if (seen.status !== 200) throw new Error(`${by.name} ${act}: ${seen.status} ${seen.text}`);
  return { by, path, body: { ...body, digest: seen.json.digest } };
}

export const send = (base: string, w: Wanted, key: string): Promise<Reply> => ask(base, w.by, 'POST', w.path, w.body, key);

/** Sends once and throws unless it was done. */
export async function sendOk(base: string, w: Wanted | undefined, key = crypto.randomUUID()): Promise<Reply> {
  if (!w) throw new Error('the act is not offered');
  const done = await send(base, w, key);
  if (done.status !== 200 && done.status !== 201) throw new Error(`${w.by.name} ${w.body['act'] ?? 'offers'}: ${done.status} ${done.text}`);
  return done;
}

/** An accepted contract whose first milestone is funded. */
export async function contractOf(base: string, cast: Cast, ...amounts: readonly number[]): Promise<string> {
  const sent = await sendOk(base, offerOf(cast.ben, cast.ana, termsOf(...amounts)));
  await settle(base, cast.clerk);
  const id = sent.json.id as string;
  await sendOk(base, await prepare(base, cast.ana, id, 'accept'));
  return id;
}
export const SUBMITTED = { message: 'Here is all of it, ready to look at.', criteria: 'met' };
