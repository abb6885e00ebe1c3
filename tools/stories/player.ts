/** Plays a story through the HTTP API: people, acts, silences; compares the money after each step. */
import { act, call, invite, type Json, type Person } from '@fairhold/server/testing/http';

export interface StoryStep {
  /** Who acts. Without an act: only time or expectations. */
  readonly by?: string;
  readonly act?: string;
  /** Instance id; default: where the act is offered. */
  readonly on?: string;
  readonly input?: Readonly<Record<string, unknown>>;
  /** Sends an offer to somebody. */
  readonly offer?: { readonly to: string; readonly currency?: string; readonly terms: unknown };
  /** Lets time pass: an ISO duration, an instant, or "next deadline". */
  readonly wait?: string;
  /** Money on the contract in minor units, and what people have: `ana.pending`, `ana.available`, `ben.refunds` … */
  readonly money?: Readonly<Record<string, number>>;
  /** Other things the contract must say, by path: `state`, `turn.who`, `case.state`, `milestones.0.state` … */
  readonly says?: Readonly<Record<string, unknown>>;
  /** The act must be refused with this code. */
  readonly refused?: string;
  /** Notices that these people must have got since the step before. */
  readonly told?: readonly string[];
  readonly tell?: string;
}

export interface Story {
  readonly name: string;
  /** Rule ids that it shows. */
  readonly rules: readonly string[];
  readonly about: string;
  readonly people: Readonly<
    Record<
      string,
      { readonly name: string; readonly staff?: readonly string[]; readonly agency?: string; readonly memberOf?: string; readonly card?: string }
    >
  >;
  readonly steps: readonly StoryStep[];
}

export interface Teller {
  line(text: string): void;
}

/** A failed expectation, with the step it belongs to. */
export class StoryBroken extends Error {}

export interface StoryRun {
  readonly steps: number;
  readonly contract: string;
}

/** How a run may be disturbed: called between steps, e.g. to kill and restart the server. */
export type Between = (n: number) => Promise<void>;

/** Plays a story against a sandbox server. Throws StoryBroken at the first thing that is not as told. */
export async function playStory(base: () => string, story: Story, teller: Teller = { line: () => {} }, between?: Between): Promise<StoryRun> {
  const run = `${story.name.replace(/\W+/g, '-')}-${Math.random().toString(36).slice(2, 8)}`;
  const people = await invited(base, story, run);
  let contract = '';
  let n = 0;

  for (const step of story.steps) {
    n += 1;
    const where = `${story.name}, step ${n}`;
    const key = `${run}-${n}`;
    await between?.(n);
    if (step.wait) await wait(base, people, step.wait, teller);
    if (step.offer) contract = await offer(base, people, step, key, where, teller);
    if (step.act) await carryOut(base, people, contract, step, key, where, teller);
    await settle(base, people);
    if (step.tell) teller.line(`  ${step.tell}`);
    await compare(base, people, contract, step, where, teller);
  }
  return { steps: n, contract };
}

/** The people of a story, made and signed in; `run` keeps their addresses apart. */
export async function invited(base: () => string, story: Story, run: string): Promise<Map<string, Person>> {
  const people = new Map<string, Person>();
  const agencies = new Map<string, string>();
  for (const [key, p] of Object.entries(story.people)) {
    const memberOf = p.memberOf && (agencies.get(p.memberOf) as string);
    const person = await invite(base(), key, { ...p, ...(memberOf && { memberOf }) }, run);
    if (p.agency) agencies.set(p.agency, person.account);
    people.set(key, person);
  }
  return people;
}

const personOf = (people: Map<string, Person>, key: string | undefined): Person => {
  const p = key ? people.get(key) : [...people.values()][0];
  if (!p) throw new StoryBroken(`nobody is called ${key}`);
  return p;
};

/** Lets the bank answer what it was asked: moving the clock by nothing carries out everything that is due. */
export async function settle(base: () => string, people: Map<string, Person>): Promise<void> {
  await call(base(), personOf(people, undefined), 'POST', '/v1/clock', { by: 'PT0S' }, { key: `settle-${Math.random()}` });
}

/** Lets time pass: an ISO duration, an instant, or "next deadline". */
export async function wait(base: () => string, people: Map<string, Person>, how: string, teller: Teller): Promise<void> {
  const body = how === 'next deadline' ? { next: true } : how.startsWith('P') ? { by: how } : { to: how };
  const moved = await call(base(), personOf(people, undefined), 'POST', '/v1/clock', body, { key: `wait-${Math.random()}` });
  if (moved.status !== 200) throw new StoryBroken(`the clock: ${JSON.stringify(moved.json)}`);
  teller.line(`… ${how === 'next deadline' ? 'until the next deadline' : how}: it is ${moved.json.now}`);
  for (const h of moved.json.happened as { at: string; sentence: string }[]) teller.line(`    ${h.at}  ${h.sentence}`);
}

async function offer(base: () => string, people: Map<string, Person>, step: StoryStep, key: string, where: string, teller: Teller): Promise<string> {
  const by = personOf(people, step.by);
  const to = personOf(people, step.offer?.to);
  const body = { freelancer: to.account, client: by.account, currency: step.offer?.currency ?? 'USD', terms: step.offer?.terms, card: by.card };
  const res = await call(base(), by, 'POST', '/v1/contracts', body, { key });
  if (res.status !== 201) throw new StoryBroken(`${where}: the offer was refused: ${JSON.stringify(res.json)}`);
  teller.line(`${by.name} offers ${to.name} "${res.json.title}"`);
  return res.json.id as string;
}

async function carryOut(
  base: () => string,
  people: Map<string, Person>,
  contract: string,
  step: StoryStep,
  key: string,
  where: string,
  teller: Teller,
): Promise<void> {
  const by = personOf(people, step.by);
  const { preview, done } = await act(base(), by, contract, step.act as string, { ...(step.on && { on: step.on }), input: step.input ?? {}, key });
  if (preview.status === 200) teller.line(`${by.name}: ${preview.json.sentence}`);
  if (step.refused) {
    if (done.status < 400 || done.json.code !== step.refused)
      throw new StoryBroken(`${where}: expected "${step.refused}", got ${done.status} ${done.json?.code ?? 'done'}`);
    teller.line(`${by.name}: ${step.act} — no: ${done.json.detail}`);
    return;
  }
  if (done.status !== 200) throw new StoryBroken(`${where}: ${by.name} ${step.act}: ${done.status} ${JSON.stringify(done.json)}`);
  // What was shown before is what happened; a charge has yet to be answered by the bank.
  const shown = preview.json?.money;
  if (shown && !shown.charge && shown.held !== done.json.heldMoney)
    throw new StoryBroken(`${where}: the preview said ${shown.held} would be held, and ${done.json.heldMoney} is`);
}

const at = (json: Json, path: string): unknown => path.split('.').reduce((o: Json, k) => (o === undefined || o === null ? undefined : o[k]), json);

/** Compares the money, and what else a step tells, with the API. */
export async function compare(
  base: () => string,
  people: Map<string, Person>,
  contract: string,
  step: StoryStep,
  where: string,
  teller: Teller,
): Promise<void> {
  if (!step.money && !step.says && !step.told) return;
  const now = await call(base(), personOf(people, undefined), 'GET', `/v1/contracts/${contract}`);
  for (const [path, wanted] of Object.entries(step.says ?? {})) {
    const is = at(now.json, path);
    if (JSON.stringify(is) !== JSON.stringify(wanted))
      throw new StoryBroken(`${where}: ${path} is ${JSON.stringify(is)}, not ${JSON.stringify(wanted)}`);
  }
  for (const [path, wanted] of Object.entries(step.money ?? {})) {
    const is = path.includes('.') ? await balance(base, people, path, contract) : now.json.money[path];
    if (is !== wanted) throw new StoryBroken(`${where}: ${path} is ${is}, not ${wanted}`);
  }
  if (step.money)
    teller.line(
      `    money: ${Object.entries(step.money)
        .map(([k, v]) => `${k} ${(v / 100).toFixed(2)}`)
        .join(', ')}`,
    );
  for (const key of step.told ?? []) {
    const notices = await call(base(), personOf(people, key), 'GET', '/v1/notices');
    const about = (notices.json.items as Json[]).filter((x) => x.contract === contract);
    if (about.length === 0) throw new StoryBroken(`${where}: ${key} was told nothing`);
    teller.line(`    ${personOf(people, key).name} is told: ${about[0].sentence}`);
  }
}

async function balance(base: () => string, people: Map<string, Person>, path: string, _contract: string): Promise<number> {
  const [key, kind] = path.split('.') as [string, string];
  const p = personOf(people, key);
  const money = await call(base(), p, 'GET', `/v1/accounts/${p.account}/money`);
  const of = (money.json.balances as Json[]).filter((b) => b.kind === kind);
  return of.reduce((sum, b) => sum + b.amount, 0);
}
