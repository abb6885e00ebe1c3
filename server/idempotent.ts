/** Keys of writes that are not a step of an existing contract (API-4). */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sha256 } from './ids.ts';
import { problem } from './problem.ts';
import type { Db } from './store/db.ts';

export const keyReused = () =>
  problem('key_reused', 422, {
    title: 'This Idempotency-Key was used for something else',
    rule: 'API-4',
    detail: 'The same key came before with another body.',
    fix: 'Use a new key for a new request; repeat the old body exactly to get the old answer.',
  });
export const requestRunning = () =>
  problem('request_running', 409, {
    title: 'The first request with this key is still under way',
    rule: 'API-4',
    detail: 'Nothing was done twice.',
    fix: 'Wait a moment and send the same request with the same key again.',
  });

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

/**
 * Wraps a write of an account: with an Idempotency-Key the second request gets the first one's answer. The answer is kept after the
 * work is done; a crash in between leaves the key in progress for a minute, after which the work, which is itself repeatable, runs again.
 */
export function idempotent<T>(
  deps: { db: Db; marketplace: string; now: () => number },
  work: (req: FastifyRequest, reply: FastifyReply, caller: string) => Promise<T>,
) {
  return async (req: FastifyRequest, reply: FastifyReply, caller: string): Promise<unknown> => {
    const key = req.headers['idempotency-key'];
    if (typeof key !== 'string') return work(req, reply, caller);
    const bodyHash = sha256(`${req.method} ${req.url}\n${JSON.stringify(req.body ?? null)}`);
    const { rows } = await deps.db.pool.query<{ mine: boolean; body_hash: string; status: number; answer: string }>(
      `insert into requests as r (marketplace, caller, key, body_hash, status, answer, created_at) values ($1, $2, $3, $4, 0, '', $5)
       on conflict (marketplace, caller, key) do update set created_at = case when r.status = 0 and r.created_at < $6 then $5 else r.created_at end
       returning (status = 0 and created_at = $5) as mine, body_hash, status, answer`,
      [deps.marketplace, caller, key, bodyHash, new Date(deps.now()), new Date(deps.now() - 60_000)],
    );
    const row = rows[0];
    if (!row || row.body_hash !== bodyHash) throw keyReused();
    if (row.status !== 0)
      return reply
        .code(row.status)
        .header('idempotent-replayed', 'true')
        .type('application/json; charset=utf-8')
        .serializer((x: unknown) => x as string)
        .send(row.answer as never);
    if (!row.mine) throw requestRunning();
    try {
      const result = await work(req, reply, caller);
      const answer = JSON.stringify(result ?? null);
      await deps.db.pool.query('update requests set status = $4, answer = $5 where marketplace = $1 and caller = $2 and key = $3', [
        deps.marketplace,
        caller,
        key,
        reply.statusCode,
        answer,
      ]);
      return result;
    } catch (error) {
      await deps.db.pool.query('delete from requests where marketplace = $1 and caller = $2 and key = $3 and status = 0', [
        deps.marketplace,
        caller,
        key,
      ]);
      throw error;
    }
  };
}
