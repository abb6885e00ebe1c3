/** Where somebody is signed in, and showing again who one is (ACC-3). */
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { keepConfirmed } from '../auth/confirm.ts';
import { limit } from '../limits.ts';
import { no } from '../problem.ts';
import type { AccountDeps } from './accounts.ts';
import { notFound } from './contracts.ts';
import { Shown, shownBy } from './passkeys.ts';

const Session = z
  .object({ id: z.string(), current: z.boolean(), createdAt: z.string(), expiresAt: z.string(), address: z.string(), agent: z.string() })
  .meta({ id: 'Session' });

export function sessionRoutes(app: FastifyInstance, deps: AccountDeps): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const { db, auth, config, clock } = deps;
  r.get(
    '/v1/sessions',
    { schema: { tags: ['people'], summary: 'Where you are signed in', response: { 200: z.object({ items: z.array(Session) }) } } },
    async (req) => {
      const all = await auth.sessions(req);
      return { items: all.map((s) => ({ ...s, createdAt: s.createdAt.toISOString(), expiresAt: s.expiresAt.toISOString() })) };
    },
  );
  r.delete('/v1/sessions', { schema: { tags: ['people'], summary: 'Sign out everywhere else', response: { 204: z.null() } } }, async (req, reply) => {
    await auth.revokeOthers(req);
    return reply.code(204).send(null);
  });
  const tries = limit(app, { max: config.signInTries || 1000, windowMs: 15 * 60_000, says: 'rate_limited.signIn' });
  r.post(
    '/v1/sessions/confirm',
    {
      // No key is kept of it, since a password would be part of what is kept.
      config: { ownKey: true },
      schema: {
        tags: ['people'],
        summary: 'Show again who you are',
        description: 'Needed before what could take money or data away; it counts for ten minutes, for this session only.',
        body: z.union([
          z.strictObject({
            password: z.string().min(1).max(200),
            code: z.string().max(40).optional().describe('With a second factor: from the app, or a recovery code'),
          }),
          z.strictObject({ passkey: Shown }).describe('Instead of both: what POST /v1/sessions/confirm/options asked a passkey for'),
        ]),
        response: { 200: z.object({ until: z.string() }) },
      },
    },
    async (req, reply) => {
      const { person, session } = await deps.requireCaller(req);
      await tries(req, reply, `confirm ${person}`);
      const { body } = req;
      if (!('passkey' in body)) return { until: new Date(await auth.confirm(req, body)).toISOString() };
      if (!session) throw no('session_needed');
      await deps.passkeys.confirm(req, { person, session }, shownBy(body.passkey));
      return { until: new Date(await keepConfirmed(db, session, clock.now())).toISOString() };
    },
  );
  r.delete(
    '/v1/sessions/:id',
    { schema: { tags: ['people'], summary: 'Sign out somewhere', params: z.object({ id: z.string().max(100) }), response: { 204: z.null() } } },
    async (req, reply) => {
      await deps.requireCaller(req);
      if (!(await auth.revokeSession(req, req.params.id))) throw notFound();
      return reply.code(204).send(null);
    },
  );
}
