/** Statements of money: any account, any period, as an answer, a table or a document (MNY-10). */
import { Readable } from 'node:stream';
import { date, wordsFor } from '@fairhold/copy';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountMoney } from '../account-money.ts';
import type { Server } from '../server.ts';
import { filterOf, gathered, type Opened, openStatement, statementCsv, statementJson, statementPage, statementWhole } from '../statement.ts';
import { dayOf } from '../view/days.ts';
import { type Filter, Statement, StatementFilter } from '../view/statement.ts';
import { statementPdf } from '../view/statement-pdf.ts';

const day = z.iso.date();
const params = z.object({ id: z.string().max(100) });
const backwards = (q: { from?: string | undefined; to?: string | undefined }) => !q.from || !q.to || q.from <= q.to;
const SAYS = { path: ['to'], message: 'comes before the first day' };
const period = StatementFilter.extend({
  from: day.optional().describe('The first day, in your zone; the first of this month unless said otherwise'),
  to: day.optional().describe('The last day; today unless said otherwise'),
});
const querystring = period.refine(backwards, SAYS);
const paged = period
  .extend({
    limit: z.coerce.number().int().min(1).max(500).optional().describe('So many lines of each currency; without it all of them'),
    cursor: z.coerce.number().int().min(0).max(2_147_483_647).optional().describe('From `next` of a currency; with a limit, and with that currency'),
  })
  .refine(backwards, SAYS);
const DESCRIPTION =
  'Of each currency: the opening balance, every movement with the balance after it, and the closing balance; of each book the same. ' +
  'Fees that a card was charged on top never were part of a balance and are listed beside it. Lines can be filtered: balances stay those of the ' +
  'whole account, and what is left out is summed, so that it still adds up. It is written as it is read, of any length; with a limit it is paged.';

export function statementRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  type Asked = {
    readonly id: string;
    readonly from?: string | undefined;
    readonly to?: string | undefined;
    readonly cursor?: number | undefined;
  } & Filter;

  async function open(req: FastifyRequest, q: Asked): Promise<{ opened: Opened; locale: string }> {
    const caller = await s.requireCaller(req);
    const { zone, speaks: locale } = caller;
    const today = dayOf(s.clock.now(), zone);
    const to = q.to ?? (q.from && q.from > today ? q.from : today);
    const from = q.from ?? `${to.slice(0, 8)}01`;
    const { contract, why, currency } = q;
    const text = q.q?.trim();
    const filter = { ...(contract && { contract }), ...(why && { why }), ...(text && { q: text }), ...(currency && { currency }) };
    const opened = await openStatement(s, { account: q.id, zone, locale, from, to, filter });
    // A page further on says it no second time.
    if (to < today || q.cursor !== undefined) return { opened, locale };
    const onItsWay = waitedFor(await accountMoney(s, caller, q.id), opened, zone, locale).filter((x) => !currency || x.currency === currency);
    return { opened: { ...opened, head: { ...opened.head, ...(onItsWay.length > 0 && { onItsWay }) } }, locale };
  }
  /** What is under way to its bank, and until when all of it is there at the latest (MNY-7). */
  function waitedFor({ balances, now }: Awaited<ReturnType<typeof accountMoney>>, { words }: Opened, zone: string, locale: string) {
    return balances.flatMap(({ kind: book, currency, amount, by, businessDays }) =>
      by && (book === 'refunds' || book === 'payouts')
        ? [{ book, currency, amount, by, sentence: words.SAY.onItsWay(date(Date.parse(by), zone, locale), businessDays, by < now) }]
        : [],
    );
  }
  const attached = (reply: FastifyReply, { head }: Opened, ending: string) =>
    reply
      .header('content-disposition', `attachment; filename="statement-${head.from}-${head.to}${head.filter ? '-filtered' : ''}.${ending}"`)
      .header('cache-control', 'private, no-store');
  const stream = (pieces: AsyncIterable<string>): Readable => Readable.from(gathered(pieces));

  r.get(
    '/v1/accounts/:id/statement',
    {
      schema: {
        tags: ['money'],
        summary: 'A statement of a period',
        description: DESCRIPTION,
        params,
        querystring: paged,
        response: { 200: Statement },
      },
    },
    async (req, reply) => {
      const { opened } = await open(req, { ...req.params, ...req.query });
      const { limit, cursor } = req.query;
      if (limit !== undefined) return statementPage(opened, limit, cursor);
      return reply
        .type('application/json; charset=utf-8')
        .header('cache-control', 'private, no-store')
        .send(stream(statementJson(opened)) as never);
    },
  );
  r.get(
    '/v1/accounts/:id/statement.csv',
    {
      schema: {
        tags: ['money'],
        summary: 'The same as a table',
        description:
          'RFC 4180, UTF-8. Amounts are decimals with a point; a row of opening and one of closing a currency, one of what a filter left out, and after the closing one of each book that is on its way, with the latest date.',
        params,
        querystring,
        response: { 200: { description: 'The table', content: { 'text/csv': { schema: z.string() } } } },
      },
    },
    async (req, reply) => {
      const { opened, locale } = await open(req, { ...req.params, ...req.query });
      return attached(reply, opened, 'csv')
        .type('text/csv; charset=utf-8')
        .send(stream(statementCsv(opened, locale)) as never);
    },
  );
  r.get(
    '/v1/accounts/:id/statement.pdf',
    {
      schema: {
        tags: ['money'],
        summary: 'The same as a document',
        description:
          'PDF, A4, in your language, of at most 5,000 lines; of more, choose a shorter period or a filter, or take the table. Letters of scripts that its font lacks become empty boxes; the table has them all.',
        params,
        querystring,
        response: { 200: { description: 'The document', content: { 'application/pdf': { schema: z.string().meta({ format: 'binary' }) } } } },
      },
    },
    async (req, reply) => {
      const { opened, locale } = await open(req, { ...req.params, ...req.query });
      const view = await statementWhole(opened);
      return attached(reply, opened, 'pdf')
        .type('application/pdf')
        .send((await statementPdf(view, wordsFor(locale), locale, { filter: filterOf(opened) })) as never);
    },
  );
}
