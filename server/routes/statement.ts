/** Statements of money: any account, any period, as an answer, a table or a document (MNY-10). */
import { wordsFor } from '@fairhold/copy';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Server } from '../server.ts';
import { readMoved } from '../store/statement.ts';
import { dayAfter, dayOf, startOfDay } from '../view/days.ts';
import { Statement, type StatementView, statementView } from '../view/statement.ts';
import { statementCsv } from '../view/statement-csv.ts';
import { statementPdf } from '../view/statement-pdf.ts';
import { nameOf } from '../view/viewer.ts';

const day = z.iso.date();
const params = z.object({ id: z.string().max(100) });
const querystring = z
  .object({
    from: day.optional().describe('The first day, in your zone; the first of this month unless said otherwise'),
    to: day.optional().describe('The last day; today unless said otherwise'),
  })
  .refine((q) => !q.from || !q.to || q.from <= q.to, { path: ['to'], message: 'comes before the first day' });
const DESCRIPTION =
  'Of each currency: the opening balance, every movement with the balance after it, and the closing balance; of each book the same. ' +
  'Fees that a card was charged on top never were part of a balance and are listed beside it.';

export function statementRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  type Asked = { readonly id: string; readonly from?: string | undefined; readonly to?: string | undefined };

  async function make(req: FastifyRequest, q: Asked): Promise<{ view: StatementView; locale: string }> {
    const { zone, speaks: locale } = await s.requireCaller(req);
    const now = s.clock.now();
    const today = dayOf(now, zone);
    const to = q.to ?? (q.from && q.from > today ? q.from : today);
    const from = q.from ?? `${to.slice(0, 8)}01`;
    const moved = await readMoved(s.db, s.config.marketplace, q.id, startOfDay(from, zone), startOfDay(dayAfter(to), zone));
    const words = wordsFor(locale);
    const name = nameOf(await s.accounts.names([q.id]), q.id, words.SAY.formerMember);
    return { view: statementView({ account: q.id, name, zone, from, to, now, moved, words }), locale };
  }
  const attached = (reply: FastifyReply, view: StatementView, ending: string) =>
    reply
      .header('content-disposition', `attachment; filename="statement-${view.from}-${view.to}.${ending}"`)
      .header('cache-control', 'private, no-store');

  r.get(
    '/v1/accounts/:id/statement',
    { schema: { tags: ['money'], summary: 'A statement of a period', description: DESCRIPTION, params, querystring, response: { 200: Statement } } },
    async (req) => (await make(req, { ...req.params, ...req.query })).view,
  );
  r.get(
    '/v1/accounts/:id/statement.csv',
    {
      schema: {
        tags: ['money'],
        summary: 'The same as a table',
        description: 'RFC 4180, UTF-8. Amounts are decimals with a point; a row of opening and one of closing a currency.',
        params,
        querystring,
        response: { 200: { description: 'The table', content: { 'text/csv': { schema: z.string() } } } },
      },
    },
    async (req, reply) => {
      const { view, locale } = await make(req, { ...req.params, ...req.query });
      return attached(reply, view, 'csv')
        .type('text/csv; charset=utf-8')
        .send(statementCsv(view, wordsFor(locale), locale) as never);
    },
  );
  r.get(
    '/v1/accounts/:id/statement.pdf',
    {
      schema: {
        tags: ['money'],
        summary: 'The same as a document',
        description: 'PDF, A4, in your language. Letters of scripts that its font lacks become empty boxes; the table has them all.',
        params,
        querystring,
        response: { 200: { description: 'The document', content: { 'application/pdf': { schema: z.string().meta({ format: 'binary' }) } } } },
      },
    },
    async (req, reply) => {
      const { view, locale } = await make(req, { ...req.params, ...req.query });
      return attached(reply, view, 'pdf')
        .type('application/pdf')
        .send((await statementPdf(view, wordsFor(locale), locale)) as never);
    },
  );
}
