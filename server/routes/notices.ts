/** What one was told, and which of it comes by mail (NOT-1, NOT-4). */
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Server } from '../server.ts';
import { ofOffers, unreadOf } from '../store/told.ts';
import { OFFER_ACTS } from '../view/history.ts';
import * as S from '../view/schemas.ts';

export function noticeRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const market = s.config.marketplace;

  r.get(
    '/v1/notices',
    {
      schema: {
        tags: ['record'],
        summary: 'What you were told, newest first',
        querystring: z.object({ cursor: z.string().max(100).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
        response: { 200: S.NoticeList },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      const { rows } = await s.db.pool.query(
        `select n.id, n.contract, n.kind, n.title, n.sentence, n.at, n.read_at is not null as read, n.legal, n.href, n.deadline, coalesce(m.state, 'none') as mail, m.reason
       from notices n left join mails m on m.marketplace = n.marketplace and m.id = n.mail
       where n.marketplace = $1 and n.person = $2 and ($3::text is null or n.id < $3) and not ($5 and ${ofOffers('$6')})
       order by n.id desc limit $4`,
        // SET-4: offers are kept from staff that look at the person's pages.
        [market, caller.person, req.query.cursor ?? null, req.query.limit, caller.viewedBy !== undefined, OFFER_ACTS],
      );
      const items = rows.map((n) => ({
        ...n,
        at: n.at.toISOString(),
        deadline: n.deadline ?? undefined,
        mail: { state: n.mail, ...(n.reason && { reason: n.reason }) },
        reason: undefined,
      }));
      const next = rows.length === req.query.limit ? (rows.at(-1)?.id as string) : null;
      return { items, next, unread: await unreadOf(s.db, market, caller) };
    },
  );

  r.post(
    '/v1/notices/read',
    {
      schema: {
        tags: ['record'],
        summary: 'Mark notices as read',
        description: 'Those that are named, those about a contract, or all up to one: what came after it stays unread.',
        body: z
          .object({
            ids: z.array(z.string().max(100)).max(500).optional(),
            contract: z.string().max(100).optional(),
            until: z.string().max(100).optional().describe('The newest notice that was seen'),
          })
          .refine((b) => b.ids !== undefined || b.contract !== undefined || b.until !== undefined, { path: ['ids'], message: 'says of which' }),
        response: { 200: z.object({ unread: z.int() }) },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      const { ids, contract, until } = req.body;
      await s.db.pool.query(
        `update notices set read_at = $3 where marketplace = $1 and person = $2 and read_at is null
           and ($4::text[] is null or id = any($4)) and ($5::text is null or contract = $5) and ($6::text is null or id <= $6)`,
        [market, caller.person, new Date(s.clock.now()), ids ?? null, contract ?? null, until ?? null],
      );
      return { unread: await unreadOf(s.db, market, caller) };
    },
  );

  r.get(
    '/v1/mail-choices',
    {
      schema: {
        tags: ['record'],
        summary: 'Kinds of mail you do not want; legal notices are always sent',
        response: { 200: z.object({ unwanted: z.array(z.string()) }) },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      const { rows } = await s.db.pool.query<{ process: string }>(
        'select process from mail_choices where marketplace = $1 and person = $2 order by process',
        [market, caller.person],
      );
      return { unwanted: rows.map((x) => x.process) };
    },
  );
  r.put(
    '/v1/mail-choices',
    {
      schema: {
        tags: ['record'],
        summary: 'Choose which mail you want',
        body: z.object({ unwanted: z.array(z.string().max(60)).max(50) }),
        response: { 200: z.object({ unwanted: z.array(z.string()) }) },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      await s.db.pool.query(
        `with gone as (delete from mail_choices where marketplace = $1 and person = $2 and process <> all($3)) insert into mail_choices select $1, $2, unnest($3::text[]) on conflict do nothing`,
        [market, caller.person, [...new Set(req.body.unwanted)]],
      );
      return { unwanted: req.body.unwanted };
    },
  );
}
