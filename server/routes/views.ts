/** Looking at somebody's pages as they see them, ending it, and reading who did (STF-2). */
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { beginView, endView, viewsOf } from '../auth/views.ts';
import type { Server } from '../server.ts';
import { reason } from './console-people.ts';

export function viewRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const market = s.config.marketplace;

  r.post(
    '/v1/console/people/:id/view',
    {
      schema: {
        tags: ['console'],
        summary: 'See the pages of a person as they see them, for half an hour, in this session',
        description: 'Nothing can be changed meanwhile: every other request but reading is refused. The person can read who looked, when and why.',
        params: z.object({ id: z.string().max(100) }),
        body: z.object({ reason }),
        response: { 200: z.object({ person: z.string(), name: z.string(), until: z.string().describe('By the real time') }) },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      const { name, until } = await beginView(s.db, market, s.clock.now(), caller, req.params.id, req.body.reason);
      return { person: req.params.id, name, until: until.toISOString() };
    },
  );
  r.delete(
    '/v1/view',
    { schema: { tags: ['console'], summary: 'Look with your own eyes again', response: { 200: z.object({ ended: z.boolean() }) } } },
    async (req) => ({ ended: await endView(s.db, market, s.clock.now(), (await s.requireCaller(req)).session) }),
  );
  r.get(
    '/v1/views',
    {
      schema: {
        tags: ['people'],
        summary: 'When staff looked at your pages as you see them, and why',
        response: { 200: z.object({ items: z.array(z.object({ at: z.string(), by: z.string(), reason: z.string() })) }) },
      },
    },
    async (req) => {
      const rows = await viewsOf(s.db, market, (await s.requireCaller(req)).person);
      const names = await s.accounts.names(rows.map((v) => v.by));
      return { items: rows.map((v) => ({ at: v.at.toISOString(), by: names.get(v.by)?.name ?? '', reason: v.reason })) };
    },
  );
}
