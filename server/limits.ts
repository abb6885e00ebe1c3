/** How much one address, one account and one name at the sign-in may ask for. Counted in each process for itself. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { admitted } from './access.ts';
import { no, type ProblemKey } from './problem.ts';

/** Refuses with 429 and Retry-After when `key` came more than `max` times in the window. */
export type Limit = (req: FastifyRequest, reply: FastifyReply, key: string) => Promise<void>;

const MINUTE_MS = 60_000;
const SIGN_IN_MS = 15 * MINUTE_MS;
/** Wrong guesses may come from everywhere at once; the limit over all addresses is wider, so that one stranger locks nobody out. */
const FROM_EVERYWHERE = 10;

/** One counter, and the problem that it answers with. */
export function limit(app: FastifyInstance, o: { max: number; windowMs: number; says: ProblemKey }): Limit {
  const keys = new WeakMap<FastifyRequest, string>();
  const count = app.createRateLimit({ max: o.max, timeWindow: o.windowMs, keyGenerator: (req) => keys.get(req) ?? req.ip });
  return async (req, reply, key) => {
    keys.set(req, key);
    const found = await count(req);
    if (!('isExceeded' in found) || !found.isExceeded) return;
    reply.header('retry-after', String(found.ttlInSeconds));
    throw no(o.says, { most: o.max, seconds: found.ttlInSeconds });
  };
}

/** Holds every account to so many requests a minute, from however many addresses. To be called after the table of access. */
export function limitAccounts(app: FastifyInstance, perMinute: number): void {
  if (perMinute === 0) return;
  const one = limit(app, { max: perMinute, windowMs: MINUTE_MS, says: 'rate_limited.account' });
  app.addHook('onRequest', async (req, reply) => {
    const caller = admitted(req);
    const person = caller?.viewedBy?.person ?? caller?.person;
    if (person) await one(req, reply, person);
  });
}

/** For the forms that take a mail address: so many tries in 15 minutes for one address from one place, ten times as many from everywhere. */
export function signInLimit(app: FastifyInstance, tries: number): (req: FastifyRequest, reply: FastifyReply) => Promise<void> {
  if (tries === 0) return async () => {};
  const here = limit(app, { max: tries, windowMs: SIGN_IN_MS, says: 'rate_limited.signIn' });
  const everywhere = limit(app, { max: tries * FROM_EVERYWHERE, windowMs: SIGN_IN_MS, says: 'rate_limited.signIn' });
  return async (req, reply) => {
    const email = mailIn(req.body);
    if (req.method !== 'POST' || !email) return;
    await here(req, reply, `${req.ip} ${email}`);
    await everywhere(req, reply, email);
  };
}

function mailIn(body: unknown): string | undefined {
  if (typeof body !== 'string' || !body.startsWith('{')) return undefined;
  try {
    const { email } = JSON.parse(body) as { email?: unknown };
    return typeof email === 'string' ? email.trim().toLowerCase().slice(0, 200) : undefined;
  } catch {
    return undefined;
  }
}
