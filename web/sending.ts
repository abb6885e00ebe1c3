/**
 * Honest sending. The key of a write is kept on this device before it goes out, and until its answer is known: the same content
 * sent again is done once, and a page that died in between can find out what became of it.
 */
import { ApiProblem, answered, CANNOT_WRITE } from './problem.ts';
import { w } from './words.ts';

export const newKey = (): string =>
  typeof crypto.randomUUID === 'function'
    ? crypto.randomUUID()
    : Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');

/** A write whose answer is not known yet. */
export interface Sent {
  readonly name: string;
  readonly key: string;
  /** Person who sent it: on a shared device it is nobody else's. */
  readonly by: string;
  readonly path: string;
  /** What it was, in words; empty for writes that nobody needs to hear about again. */
  readonly title: string;
  readonly body: unknown;
  /** This device's clock, ISO 8601. */
  readonly at: string;
}
const PREFIX = 'sent ';

/** Who sends from this device: drafts and unanswered writes of others are not theirs. */
export let sender = localStorage.getItem('person') ?? '';
export function sendAs(person: string): void {
  sender = person;
  localStorage.setItem('person', person);
}

/** A short name of the content: the same content has the same name. */
function fingerprint(text: string): string {
  let h = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i += 1) h = ((h ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n) & 0xffffffffffffffffn;
  return h.toString(16);
}

/** Writes under this path whose answers were never heard, newest first. */
export function unanswered(path: string): Sent[] {
  const out: Sent[] = [];
  for (let i = 0; i < localStorage.length; i += 1) {
    const name = localStorage.key(i);
    if (!name?.startsWith(`${PREFIX}POST ${path} `)) continue;
    const one = JSON.parse(localStorage.getItem(name) ?? 'null') as Sent | null;
    if (one?.title && one.by === sender) out.push(one);
  }
  return out.sort((a, b) => b.at.localeCompare(a.at));
}
export const forgetSent = (sent: Pick<Sent, 'name'>): void => localStorage.removeItem(sent.name);

/** What carries a password or the number of a bank account. */
const SECRET = /^\/auth\/|\/sessions\/confirm$|\/payout-methods$/;
const pause = (ms: number) => new Promise((r) => setTimeout(r, ms));

export interface Sending {
  /** Called when the answer got lost and is being asked for again. */
  readonly onLost?: (() => void) | undefined;
  /** What it is, for the page that finds it unanswered. */
  readonly remember?: string;
}

const underWay = new Map<string, Promise<unknown>>();

/** A write. A lost answer is asked for again under the same key; a second click on what is under way gets the answer of the first. */
export function send<T>(method: string, path: string, body?: unknown, how: Sending = {}): Promise<T> {
  const content = JSON.stringify(body ?? null);
  const name = `${PREFIX}${method} ${path} ${fingerprint(`${sender} ${content}`)}`;
  const answer = underWay.get(name) ?? deliver(name, method, path, body, content, how).finally(() => underWay.delete(name));
  underWay.set(name, answer);
  return answer as Promise<T>;
}

async function deliver(name: string, method: string, path: string, body: unknown, content: string, how: Sending): Promise<unknown> {
  const kept = JSON.parse(localStorage.getItem(name) ?? 'null') as Sent | null;
  const key = kept?.key ?? newKey();
  // Passwords and account numbers are not for keeping; everything else is found again after a crash.
  const secret = SECRET.test(path);
  if (!kept && !secret)
    localStorage.setItem(
      name,
      JSON.stringify({ name, key, by: sender, path, title: how.remember ?? '', body: how.remember ? body : undefined, at: new Date().toISOString() }),
    );
  for (let tries = 0; ; tries += 1) {
    const res = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: {
        'idempotency-key': key,
        accept: 'application/json',
        ...(path.startsWith('/auth/') && { 'time-zone': browserZone() }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: content }),
    }).catch(() => undefined);
    const said = res && (res.status === 503 || res.status === 409) ? await codeOf(res) : '';
    // Of an attempt before, whose answer got lost, it knows nothing: that one is asked after later.
    const unsure = kept || tries > 0;
    if (res && CANNOT_WRITE.includes(said)) {
      if (!unsure) localStorage.removeItem(name);
      return answered(res);
    }
    if (res && !stillOpen(res.status, said)) {
      localStorage.removeItem(name);
      return answered(res);
    }
    if (tries >= 20)
      throw new ApiProblem({ title: w.states.unknownFate, status: 0, code: 'offline', detail: w.states.unknownWhy, fix: w.states.unknownFix });
    how.onLost?.();
    await pause(Math.min(500 * (tries + 1), 3000));
  }
}

/** Whoever signs up has deadlines in their own time from the first mail on. */
const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Whether this answer leaves open what happened: the server is away, or the first attempt is still running. */
const stillOpen = (status: number, said: string): boolean =>
  status === 502 || status === 503 || status === 504 || (status === 409 && said === 'request_running');
async function codeOf(res: Response): Promise<string> {
  const body = (await res
    .clone()
    .json()
    .catch(() => ({}))) as { code?: string };
  return body.code ?? '';
}
