/** What one person does on one contract over HTTP: reads what the API offers, fills the form, looks first, and sends it in many ways. */
import type { Available, Field } from '@fairhold/domain';
import type { Json } from '@fairhold/server/testing/http';
import { KEEN, RARE, terms } from '../sim/life.ts';
import { inputFor } from '../sim/people.ts';
import type { Chance } from '../sim/random.ts';
import { ask, pause, type Reply } from './common.ts';
import type { House, Player } from './world-people.ts';

/** A contract that people live on, as they know it. */
export interface Place {
  readonly id: string;
  readonly client: House;
  readonly freelancer: House;
  /** How often somebody will still do something. */
  patience: number;
  /** What each person read last: it may be old. */
  readonly views: Map<string, Json>;
  /** Steps that were messages. */
  readonly said: number[];
}
/** A request as it can be sent once, twice, later, or to another server. */
export interface Wanted {
  readonly by: Player;
  readonly path: string;
  readonly body: Record<string, Json>;
  readonly key: string;
  readonly place?: Place;
  /** What is held after it, by the preview that was read. */
  readonly held?: number;
}
export interface World {
  readonly r: Chance;
  readonly broken: string[];
  servers(): readonly string[];
  /** Keys by whether something was done under them. */
  readonly sent: Map<string, boolean>;
  /** What came of requests, by what was answered. */
  readonly tally: Record<string, number>;
  /** Sent, but not yet arrived. */
  readonly mail: Wanted[];
}

/** The form of an action as the core describes it, read back from the API's schema. */
function fieldsOf(action: Json): Record<string, Field> {
  const required: readonly string[] = action.input.required ?? [];
  const fields = Object.entries(action.input.properties as Record<string, Json>).map(([name, p]) => [
    name,
    {
      kind: p['x-kind'],
      min: p.minimum ?? p.minLength ?? 0,
      max: p.maximum ?? p.maxLength ?? 0,
      most: p.maxItems ?? 0,
      options: p.enum ?? [],
      of: p['x-criteria'] ?? p['x-exhibits'] ?? [],
      ...(!required.includes(name) && !p['x-only-if'] && { optional: true }),
    },
  ]);
  return Object.fromEntries(fields);
}

/** What this person would do next by what they read; undefined when nothing is offered to them. */
function choose(w: World, place: Place, by: Player, view: Json): { action: Json; input: Record<string, Json> } | undefined {
  const { r } = w;
  const offered: Json[] = view.actions.filter((a: Json) => !a.blocked && (!RARE.has(a.act) || r.often(0.1)));
  if (offered.length === 0) return undefined;
  const action = (r.often(0.5) && offered.find((a) => KEEN.has(a.act))) || r.pick(offered);
  const takes = fieldsOf(action);
  const wish = { ...terms(r), ...(r.often(0.9) && { serviceFee: view.terms.serviceFee }) };
  const known: Record<string, Json> = { terms: wish, ...(place.said.length > 0 && { message: r.pick(place.said) }) };
  for (const [name, f] of Object.entries(takes)) {
    if (f.kind === 'card') known[name] = by.card;
    if (f.kind === 'digest') known[name] = view.terms.digest;
  }
  const input = inputFor({ act: action.act, takes } as unknown as Available, r, known) as Record<string, Json>;
  if (typeof input['card'] === 'object') input['card'] = by.card;
  return { action, input };
}

/** One turn of somebody on a contract. */
export async function turn(w: World, place: Place, by: Player): Promise<void> {
  const { r } = w;
  if (w.mail.length > 0 && r.often(0.3)) {
    const [late] = w.mail.splice(r.below(w.mail.length), 1);
    if (late) await deliver(w, late);
  }
  const read = r.often(0.5) ? place.views.get(by.id) : undefined;
  const view = read ?? (await look(w, place, by));
  const chosen = view && choose(w, place, by, view);
  if (!chosen) {
    place.views.delete(by.id);
    return;
  }
  const { action, input } = chosen;
  const path = `/v1/contracts/${place.id}/acts`;
  const body: Record<string, Json> = { act: action.act, on: action.on, input };
  let held: number | undefined;
  if (!action.undo || r.often(0.05)) {
    const seen = await ask(r.pick(w.servers()), by, 'POST', path, { ...body, preview: true });
    count(w, 'preview', seen);
    if (seen.status !== 200) return void place.views.delete(by.id);
    body['digest'] = seen.json.digest;
    // What can be undone is done on whatever has become of it meanwhile; and what a charge would bring, which is in the preview's sum, comes
    // when the bank has answered.
    // Of a number that nobody else reads it cannot be known whether it meets the other one (SET-3).
    held = action.undo || seen.json.money.charge || action.act === 'bid' ? undefined : seen.json.money.held;
  }
  const wanted: Wanted = { by, path, body, key: crypto.randomUUID(), place, ...(held !== undefined && { held }) };
  if (r.often(0.06)) w.mail.push(wanted);
  else await deliver(w, wanted);
}

async function look(w: World, place: Place, by: Player): Promise<Json | undefined> {
  const got = await ask(w.r.pick(w.servers()), by, 'GET', `/v1/contracts/${place.id}`);
  count(w, 'read', got);
  if (got.status !== 200) return undefined;
  place.views.set(by.id, got.json);
  return got.json;
}

/** Sends a request in one of the ways in which requests come, until it is answered. */
export async function deliver(w: World, wanted: Wanted): Promise<Reply> {
  const dice = w.r.next();
  const reply = dice < 0.12 ? await twice(w, wanted) : dice < 0.24 && wanted.place ? await inBulk(w, wanted) : await once(w, wanted);
  const done = reply.status < 300;
  w.sent.set(`${wanted.by.id}:${wanted.key}`, done);
  const { place } = wanted;
  if (!place) return reply;
  if (!done) place.views.delete(wanted.by.id);
  else if (wanted.held !== undefined && reply.json.heldMoney !== wanted.held)
    w.broken.push(`END-2: ${wanted.body['act']} on ${place.id}: ${wanted.held} would be held by the preview, ${reply.json.heldMoney} is`);
  if (done && wanted.body['act'] === 'say') place.said.push(reply.json.seq);
  if (done && reply.json.actions) place.views.set(wanted.by.id, reply.json);
  return reply;
}

const SHORT = { prefer: 'return=minimal' };
async function once(w: World, { by, path, body, key }: Wanted, base = w.r.pick(w.servers()), short = w.r.often(0.5)): Promise<Reply> {
  for (;;) {
    const reply = await ask(base, by, 'POST', path, body, key, short ? SHORT : undefined);
    if (reply.json?.code === 'request_running') {
      await pause(10);
      continue;
    }
    count(w, 'act', reply);
    return reply;
  }
}

/** The same request twice at once, to different processes: done once, and answered with the same bytes. */
async function twice(w: World, wanted: Wanted): Promise<Reply> {
  const short = w.r.often(0.5);
  const replies = await Promise.all(w.servers().map((base) => once(w, wanted, base, short)));
  const done = replies.find((x) => x.status < 300 && !x.replayed) ?? replies.find((x) => x.status < 300);
  if (!done) return replies[0] as Reply;
  for (const [n, reply] of replies.entries()) {
    // A "no" is not kept: what was refused to one may have been done for the other a moment later.
    const last = reply.status < 300 ? reply : await once(w, wanted, w.servers()[n], short);
    if (last.text !== done.text || (last !== done && !last.replayed))
      w.broken.push(`API-4: ${wanted.body['act'] ?? 'an offer'} under one key is answered ${done.text.slice(0, 120)} and ${last.text.slice(0, 120)}`);
  }
  return done;
}

/** In one request with others of the same person, some of them nonsense: each is answered on its own. */
async function inBulk(w: World, { by, body, key, place }: Wanted): Promise<Reply> {
  const mine = { ...body, contract: place?.id, key };
  const noise = { act: 'say', on: 'chat', contract: place?.id, input: { text: '' } };
  const at = w.r.below(3);
  const acts = [0, 1, 2].map((n) => (n === at ? mine : { ...noise, key: `${key}-${n}` }));
  const base = w.r.pick(w.servers());
  for (;;) {
    const reply = await ask(base, by, 'POST', '/v1/acts', { acts });
    if (reply.status !== 200) {
      count(w, 'bulk', reply);
      return reply;
    }
    const { status, receipt, problem } = reply.json.results[at];
    const json = receipt ?? problem;
    if (json.code === 'request_running') {
      await pause(10);
      continue;
    }
    const one = { status, text: JSON.stringify(json), replayed: false, json };
    count(w, 'bulk', one);
    return one;
  }
}

/** Counts an answer; one that is an error of the server's is a broken promise. */
export function count(w: World, what: string, reply: Reply): void {
  const name = `${what} ${reply.status < 300 ? 'done' : (reply.json?.code ?? reply.status)}`;
  w.tally[name] = (w.tally[name] ?? 0) + 1;
  if (reply.status >= 500) w.broken.push(`API-5: ${what} was answered ${reply.status} ${reply.text.slice(0, 300)}`);
}
