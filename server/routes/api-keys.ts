/** Keys with which programs act for a person (ACC-2). */
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { listKeys, makeKey, revokeKey } from '../auth/keys.ts';
import { secondFactorRequired } from '../problem.ts';
import { type AccountDeps, name } from './accounts.ts';
import { notFound } from './contracts.ts';

const Key = z
  .object({
    prefix: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(['read', 'write'])),
    createdAt: z.string(),
    lastUsedAt: z.string().nullable(),
    revokedAt: z.string().nullable(),
  })
  .meta({ id: 'ApiKey' });

export function keyRoutes(app: FastifyInstance, deps: AccountDeps): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const { db, auth, clock, marketplace } = deps;
  r.get(
    '/v1/api-keys',
    { schema: { tags: ['people'], summary: 'Your API keys', response: { 200: z.object({ items: z.array(Key) }) } } },
    async (req) => {
      const caller = await deps.requireCaller(req);
      const rows = await listKeys(db, marketplace, caller.person);
      return {
        items: rows.map((k) => ({
          prefix: k.prefix,
          name: k.name,
          scopes: k.scopes,
          createdAt: k.created_at.toISOString(),
          lastUsedAt: k.last_used_at?.toISOString() ?? null,
          revokedAt: k.revoked_at?.toISOString() ?? null,
        })),
      };
    },
  );
  r.post(
    '/v1/api-keys',
    {
      schema: {
        tags: ['people'],
        summary: 'Make an API key; its secret is shown only now',
        body: z.object({
          name,
          scopes: z
            .array(z.enum(['read', 'write']))
            .min(1)
            .max(2),
        }),
        response: { 201: z.object({ prefix: z.string(), key: z.string() }) },
      },
    },
    async (req, reply) => {
      const caller = await deps.requireCaller(req);
      // What a key may do, it may do without a second factor: staff make one only with theirs.
      if (caller.staff.length > 0 && !caller.twoFactor) throw secondFactorRequired();
      const scopes = [...new Set(req.body.scopes)];
      const made = await makeKey(db, marketplace, { person: caller.person, name: req.body.name, scopes, now: clock.now() });
      await deps.tell(caller.person, scopes.includes('write') ? 'keyMade' : 'readKeyMade', { key: req.body.name });
      return reply.code(201).send(made);
    },
  );
  r.delete(
    '/v1/api-keys/:id',
    { schema: { tags: ['people'], summary: 'Revoke an API key', params: z.object({ id: z.string().max(100) }), response: { 204: z.null() } } },
    async (req, reply) => {
      const caller = await deps.requireCaller(req);
      const was = await revokeKey(db, marketplace, caller.person, req.params.id, clock.now());
      if (!was) throw notFound();
      auth.forgetKeys();
      if (was.first) await deps.tell(caller.person, 'keyRevoked', { key: was.name });
      return reply.code(204).send(null);
    },
  );
}
