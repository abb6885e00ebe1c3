/** What one was told, and which of it comes by mail (NOT-1, NOT-4). */
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Server } from '../server.ts';
import { ofOffers, unreadOf } from '../store/told.ts';
import { OFFER_ACTS } from '../view/history.ts';
import * as S from '../view/schemas.ts';

/** Kinds of news of which mail can be switched off, by the process that they are about; what is legal in them comes all the same (NOT-1). */
const MUTABLE: readonly string[] = ['conversation', 'milestone', 'payment', 'refund', 'change', 'charge'];
const Choices = z.object({
  unwanted: z.array(z.string()),
  digest: z.object({
    every: z.enum(['once', 'day', 'week']).describe('once: each as it happens'),
    at: z.string().describe('By your clock, like 08:00'),
    weekday: z.int().describe('1 is Monday; counts once a week'),
    next: z.iso.datetime().nullable().describe('When the next one comes, if there is news'),
  }),
});

export function noticeRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const market = s.config.marketplace;
  async function unwantedBy(person: string): Promise<string[]> {
    const { rows } = await s.db.pool.query<{ process: string }>(
      'select process from mail_choices where marketplace = $1 and person = $2 order by process',
      [market, person],
    );
    return rows.map((x) => x.process);
  }
  async function choicesOf(person: string): Promise<z.infer<typeof Choices>> {
    const { next, ...digest } = await s.digests.of(person);
    return { unwanted: await unwantedBy(person), digest: { ...digest, next: next === undefined ? null : new Date(next).toISOString() } };
  }

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
        `select n.id, n.contract, n.kind, n.title, n.sentence, n.at, n.read_at is not null as read, n.legal, n.href, n.deadline, n.held,
         c.currency, c.kind as contract_kind, coalesce(d.state, m.state, 'none') as mail, coalesce(d.reason, m.reason) as reason
       from notices n left join mails m on m.marketplace = n.marketplace and m.id = n.mail
       left join mails d on d.marketplace = m.marketplace and d.id = m.digest
       left join contracts c on c.marketplace = n.marketplace and c.id = n.contract
       where n.marketplace = $1 and n.person = $2 and ($3::text is null or n.id < $3) and not ($5 and ${ofOffers('$6')})
       order by n.id desc limit $4`,
        // SET-4: offers are kept from staff that look at the person's pages.
        [market, caller.person, req.query.cursor ?? null, req.query.limit, caller.viewedBy !== undefined, OFFER_ACTS],
      );
      const muted = new Set(await unwantedBy(caller.person));
      const items = rows.map(({ held, currency, contract_kind: kind, reason, ...n }) => {
        const process = String(n.kind).split('.')[0] ?? '';
        return {
          ...n,
          at: n.at.toISOString(),
          deadline: n.deadline ?? undefined,
          ...(held !== null && currency && kind !== 'wallet' && { held: { amount: Number(held), currency } }),
          mail: { state: n.mail, ...(reason && { reason }) },
          ...(!n.legal && MUTABLE.includes(process) && { mute: { process, muted: muted.has(process) } }),
        };
      });
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
        summary: 'Kinds of mail you do not want, and whether news comes in one mail; legal notices are always sent at once',
        response: { 200: Choices },
      },
    },
    async (req) => choicesOf((await s.requireCaller(req)).person),
  );
  r.put(
    '/v1/mail-choices',
    {
      schema: {
        tags: ['record'],
        summary: 'Choose which mail you want, and when',
        description:
          'What is left out stays as it is. News in one mail is what is neither a legal notice nor waits for you; choosing to have it at once sends what was gathered.',
        body: z.object({
          unwanted: z.array(z.string().max(60)).max(50).optional(),
          digest: z
            .object({
              every: z.enum(['once', 'day', 'week']),
              at: z
                .string()
                .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
                .default('08:00'),
              weekday: z.int().min(1).max(7).default(1),
            })
            .optional(),
        }),
        response: { 200: Choices },
      },
    },
    async (req) => {
      const { person } = await s.requireCaller(req);
      const { unwanted, digest } = req.body;
      if (unwanted)
        await s.db.pool.query(
          `with gone as (delete from mail_choices where marketplace = $1 and person = $2 and process <> all($3)) insert into mail_choices select $1, $2, unnest($3::text[]) on conflict do nothing`,
          [market, person, [...new Set(unwanted)]],
        );
      if (digest) await s.digests.choose(person, digest);
      return choicesOf(person);
    },
  );
}
