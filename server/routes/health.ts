/** Whether the process lives, and whether it can serve. */
import type { FastifyInstance } from 'fastify';
import type { Server } from '../server.ts';

export function healthRoutes(app: FastifyInstance, s: Server): void {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ ok: true }));
  app.get('/readyz', { schema: { hide: true } }, async (_req, reply) => {
    const ready = await s.db.pool.query('select 1').then(
      () => true,
      () => false,
    );
    return reply.code(ready ? 200 : 503).send({ ready });
  });
}
