/** What did not arrive, for staff: mails and payments, and trying them once more with a reason (NOT-3, MNY-5). */
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { sweepState } from '../console/cases.ts';
import { lagOf, retryMail, retryPayment, troubledMails, troubledPayments } from '../console/deliveries.ts';
import { partyFor } from '../console/look.ts';
import { cursorOf, pageQuery, readCursor } from '../console/page.ts';
import type { Server } from '../server.ts';
import * as V from '../view/console-schemas.ts';
import { reason } from './console-people.ts';

const Done = z.object({ again: z.literal(true).describe('It is tried again by the usual way, within a moment') });

export function consoleDeliveryRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();

  r.get(
    '/v1/console/deliveries',
    { schema: { tags: ['console'], summary: 'How far everything that is sent lies behind', response: { 200: V.Lag } } },
    async () => {
      return lagOf(s, await sweepState(s));
    },
  );
  r.get(
    '/v1/console/deliveries/mails',
    {
      schema: { tags: ['console'], summary: 'Mails that failed, the latest first', querystring: pageQuery, response: { 200: V.ConsoleMails } },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      const rows = await troubledMails(s, readCursor(req.query.cursor, ['string'])?.[0], req.query.limit);
      const names = await s.accounts.names(rows.flatMap((m) => m.person ?? []));
      const items = rows.map((m) => ({
        ...m,
        person: m.person ? partyFor(names, m.person, caller) : null,
        nextAt: m.state === 'queued' ? m.nextAt.toISOString() : null,
        at: m.at.toISOString(),
      }));
      return { items, next: rows.length === req.query.limit ? cursorOf([rows.at(-1)?.id ?? '']) : null };
    },
  );
  r.post(
    '/v1/console/deliveries/mails/:id/retry',
    {
      schema: {
        tags: ['console'],
        summary: 'Send a mail that was given up once more',
        params: z.object({ id: z.string().max(100) }),
        body: z.object({ reason }),
        response: { 200: Done },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      await retryMail(s, caller, req.params.id, req.body.reason);
      return { again: true as const };
    },
  );
  r.get(
    '/v1/console/deliveries/payments',
    {
      schema: {
        tags: ['console'],
        summary: 'Payments whose answer is missing, and others that take too long',
        querystring: pageQuery,
        response: { 200: V.ConsolePayments },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      const rows = await troubledPayments(s, readCursor(req.query.cursor, ['number', 'string']), req.query.limit);
      const names = await s.accounts.names(rows.map((p) => p.account));
      const last = rows.at(-1);
      return {
        items: rows.map(({ rank: _, ...p }) => ({
          ...p,
          account: partyFor(names, p.account, caller),
          nextAt: p.nextAt.toISOString(),
          since: p.since.toISOString(),
        })),
        next: rows.length === req.query.limit && last ? cursorOf([last.rank, last.reference]) : null,
      };
    },
  );
  r.post(
    '/v1/console/deliveries/payments/:reference/retry',
    {
      schema: {
        tags: ['console'],
        summary: 'Have the bank asked about a payment again; nothing that it has is sent twice',
        params: z.object({ reference: z.string().max(200) }),
        body: z.object({ reason }),
        response: { 200: Done },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      await retryPayment(s, caller, req.params.reference, req.body.reason);
      return { again: true as const };
    },
  );
}
