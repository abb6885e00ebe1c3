/** Open cases and open deadlines for staff (STF-3). */
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type DuePlace, openCases, openDeadlines, sweepState } from '../console/cases.ts';
import { cursorOf, instantQuery, pageQuery, readCursor } from '../console/page.ts';
import type { Server } from '../server.ts';
import * as V from '../view/console-schemas.ts';

const placeOf = (cursor: string | undefined): DuePlace | undefined => {
  const parts = readCursor(cursor, ['number', 'string']);
  return parts && { at: parts[0], contract: parts[1] };
};
const nextOf = (p: DuePlace | undefined): string | null => (p ? cursorOf([p.at, p.contract]) : null);

export function consoleCaseRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();

  r.get(
    '/v1/console/cases',
    {
      schema: {
        tags: ['console'],
        summary: 'Open cases: those past a promised time first, then by what falls due next',
        querystring: pageQuery.extend({
          stage: z.enum(['request', 'answer', 'mediation', 'fees', 'arbitration']).optional(),
          assignee: z.string().max(100).optional().describe('Who mediates or arbitrates; "none": nobody yet'),
          q: z.string().trim().max(100).optional().describe('Part of the title'),
          overdue: z.enum(['yes']).optional(),
        }),
        response: { 200: V.ConsoleCases },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      const { cursor, limit, stage, assignee, q, overdue } = req.query;
      const filter = { stage, q, assignee: assignee === 'none' ? '' : assignee, overdue: overdue === 'yes' };
      const { items, next } = await openCases(s, caller, filter, placeOf(cursor), limit);
      return { now: new Date(s.clock.now()).toISOString(), items, next: nextOf(next) };
    },
  );

  r.get(
    '/v1/console/deadlines',
    {
      schema: {
        tags: ['console'],
        summary: 'What falls due next on each contract, with what silence does',
        querystring: pageQuery.extend({
          actor: z
            .enum(['client', 'freelancer', 'both', 'mediator', 'arbitrator', 'staff', 'bank', 'nobody'])
            .optional()
            .describe('Whose deadline it is'),
          until: instantQuery.optional(),
        }),
        response: { 200: V.ConsoleDeadlines },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      const { cursor, limit, actor, until } = req.query;
      const { items, next } = await openDeadlines(s, caller, { actor, until: until ? Date.parse(until) : undefined }, placeOf(cursor), limit);
      const { behind } = await sweepState(s);
      return { now: new Date(s.clock.now()).toISOString(), behind, items, next: nextOf(next) };
    },
  );
}
