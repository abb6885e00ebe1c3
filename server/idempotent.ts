/**
 * Keys of writes that are not a step of an existing contract (API-4). Every such route gets them by two hooks: the second request
 * with a key gets the first one's answer. Steps of contracts keep their answer in the journal, in the transaction of the step.
 */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sha256 } from './ids.ts';
import { no } from './problem.ts';
import { openSealer } from './sealed.ts';
import type { Db } from './store/db.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route keeps its answers itself. */
    readonly ownKey?: true;
  }
}

export const keyReused = () => no('key_reused');
const requestRunning = () => no('request_running');
export const noKey = () => no('no_idempotency_key');
export const KEY = /^[\x21-\x7e]{1,200}$/;

interface Key {
  readonly caller: string;
  readonly key: string;
  readonly bodyHash: string;
}

/** Gives the same id to every request with the same key; another body is refused with 422. */
export async function reserve(db: Db, marketplace: string, k: Key, id: string, now: number): Promise<string> {
  await db.pool.query(
    `insert into requests (marketplace, caller, key, body_hash, status, answer, created_at) values ($1, $2, $3, $4, 201, $5, $6) on conflict do nothing`,
    [marketplace, k.caller, k.key, k.bodyHash, id, new Date(now)],
  );
  const { rows } = await db.pool.query<{ body_hash: string; answer: string }>(
    'select body_hash, answer from requests where marketplace = $1 and caller = $2 and key = $3',
    [marketplace, k.caller, k.key],
  );
  const row = rows[0];
  if (!row || row.body_hash !== k.bodyHash) throw keyReused();
  return row.answer;
}

/** The id that a caller's key was given; undefined: none, or the key is another route's. */
export async function reserved(db: Db, marketplace: string, k: Pick<Key, 'caller' | 'key'>): Promise<string | undefined> {
  const { rows } = await db.pool.query<{ answer: string }>(
    'select answer from requests where marketplace = $1 and caller = $2 and key = $3 and status = 201',
    [marketplace, k.caller, k.key],
  );
  return rows[0]?.answer;
}

/** Gives a key back whose request was refused: what was wrong may be put right under it. */
export async function release(db: Db, marketplace: string, k: Key, id: string): Promise<void> {
  await db.pool.query('delete from requests where marketplace = $1 and caller = $2 and key = $3 and answer = $4', [marketplace, k.caller, k.key, id]);
}

export interface KeepDeps {
  readonly db: Db;
  readonly marketplace: string;
  /** Answers are kept sealed with it: one of them shows the secret of an API key. */
  readonly secret: string;
  now(): number;
  /** Who asks; undefined: the route will refuse them itself. */
  identify(req: FastifyRequest): Promise<{ person: string } | undefined>;
}

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** A request that died in the middle leaves its key taken for this long; its work is repeatable, and runs again. */
const TAKEN_MS = 60_000;

/** Adds the hooks. To be called before the routes. */
export function keepAnswers(app: FastifyInstance, deps: KeepDeps): void {
  const { db, marketplace } = deps;
  const sealer = openSealer(deps.secret, 'answers');
  const claims = new WeakMap<FastifyRequest, { caller: string; key: string }>();

  app.addHook('preHandler', async (req, reply) => {
    const key = req.headers['idempotency-key'];
    if (typeof key !== 'string' || !UNSAFE.has(req.method) || !req.url.startsWith('/v1/') || req.routeOptions.config.ownKey) return undefined;
    if (!KEY.test(key)) throw noKey();
    const caller = (await deps.identify(req))?.person;
    if (caller === undefined) return undefined;
    const bodyHash = sha256(`${req.method} ${req.url}\n${JSON.stringify(req.body ?? null)}`);
    const { rows } = await db.pool.query<{ mine: boolean; body_hash: string; status: number; answer: string }>(
      // Whose turn it is says a mark of its own, not the instant: two requests may come in the same millisecond.
      `insert into requests as r (marketplace, caller, key, body_hash, status, answer, created_at) values ($1, $2, $3, $4, 0, $7, $5)
       on conflict (marketplace, caller, key) do update set
         created_at = case when r.status = 0 and r.created_at < $6 then $5 else r.created_at end,
         answer = case when r.status = 0 and r.created_at < $6 then $7 else r.answer end
       returning (status = 0 and answer = $7) as mine, body_hash, status, answer`,
      [marketplace, caller, key, bodyHash, new Date(deps.now()), new Date(deps.now() - TAKEN_MS), randomBytes(12).toString('hex')],
    );
    const row = rows[0];
    if (!row || row.body_hash !== bodyHash) throw keyReused();
    if (row.status !== 0) return again(reply, row.status, sealer.unseal(row.answer));
    if (!row.mine) throw requestRunning();
    claims.set(req, { caller, key });
    return undefined;
  });

  app.addHook('onSend', async (req, reply, payload: unknown) => {
    const claim = claims.get(req);
    if (!claim) return payload;
    claims.delete(req);
    const whose = [marketplace, claim.caller, claim.key];
    // A refusal is not kept: what was wrong may be put right under the same key.
    if (reply.statusCode >= 300)
      await db.pool.query('delete from requests where marketplace = $1 and caller = $2 and key = $3 and status = 0', whose);
    else
      await db.pool.query('update requests set status = $4, answer = $5 where marketplace = $1 and caller = $2 and key = $3', [
        ...whose,
        reply.statusCode,
        sealer.seal(typeof payload === 'string' ? payload : ''),
      ]);
    return payload;
  });
}

/** The answer that was kept, byte for byte. */
function again(reply: FastifyReply, status: number, body: string): FastifyReply {
  reply.code(status).header('idempotent-replayed', 'true');
  if (body === '') return reply.send(null);
  return reply
    .type('application/json; charset=utf-8')
    .serializer((x: unknown) => x as string)
    .send(body);
}
