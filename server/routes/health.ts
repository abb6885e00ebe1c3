/** Whether the process lives, and whether it can serve. Both answer within two seconds, whatever happens to the database. */
import type { FastifyInstance } from 'fastify';
import type { Server } from '../server.ts';

/** Less than the two seconds in which `/readyz` must have turned. */
const PATIENCE_MS = 1_200;

export function healthRoutes(
  app: FastifyInstance,
  s: Server,
  state: { begun(): boolean; draining(): boolean; full(): boolean; readOnly(): boolean },
): void {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ ok: true }));
  app.get('/readyz', { schema: { hide: true } }, async (_req, reply) => {
    const draining = state.draining();
    const database = !draining && (await answers(s.db.pool.query('select 1')));
    // Until the demo people are there nobody could sign in. A full disk leaves reading, so the server stays in service.
    const ready = database && state.begun();
    const answer = {
      ready,
      beginning: !state.begun(),
      database: draining ? undefined : database,
      draining,
      storageFull: state.full(),
      readOnly: state.readOnly(),
    };
    return reply.code(ready ? 200 : 503).send(answer);
  });
}

/** Whether a question is answered in time; a late answer is dropped. */
function answers(question: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((r) => {
    timer = setTimeout(() => r(false), PATIENCE_MS);
  });
  const asked = question.then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
