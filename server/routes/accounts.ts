/** People: who I am, and finding somebody to work with (ACC-2). */
import { isZone, LOCALES, TEST_LOCALE } from '@fairhold/copy';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Accounts } from '../accounts.ts';
import type { Auth } from '../auth/auth.ts';
import type { Caller } from '../auth/caller.ts';
import type { Tell } from '../auth/mails.ts';
import type { Passkeys } from '../auth/passkeys.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Db } from '../store/db.ts';

export interface AccountDeps {
  readonly db: Db;
  readonly auth: Auth;
  readonly config: Config;
  readonly clock: Clock;
  readonly marketplace: string;
  readonly accounts: Pick<Accounts, 'forget'>;
  readonly tell: Tell;
  readonly passkeys: Passkeys;
  requireCaller(req: FastifyRequest): Promise<Caller>;
  /** What keeps the database from being written just now. */
  hindrance(): Promise<'database' | 'storage' | undefined>;
}

export const Seat = z.object({
  account: z.string(),
  kind: z.enum(['person', 'agency']),
  name: z.string(),
  role: z.enum(['self', 'manager', 'member']),
});
const Me = z
  .object({
    person: z.string(),
    name: z.string(),
    email: z.string(),
    zone: z.string(),
    locale: z.string(),
    seats: z.array(Seat),
    staff: z.array(z.string()),
    mode: z.enum(['sandbox', 'live']),
    unread: z.int(),
    twoFactor: z.boolean(),
    readOnly: z
      .enum(['database', 'storage'])
      .optional()
      .describe('Nothing can be written just now: the database takes no changes, or its disk has no room. Reading works'),
    viewedBy: z
      .object({ name: z.string(), until: z.string().describe('By the real time') })
      .optional()
      .describe('Staff that look at these pages as the person sees them; nothing can be changed'),
  })
  .meta({ id: 'Me' });
export const name = z.string().trim().min(1).max(100);
const zone = z.string().refine(isZone, 'is no time zone we know');

export function accountRoutes(app: FastifyInstance, deps: AccountDeps): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const { db, auth, config, marketplace } = deps;

  async function me(caller: Caller): Promise<z.infer<typeof Me>> {
    const [{ rows }, readOnly] = await Promise.all([
      db.pool.query<{ n: number }>('select count(*)::int as n from notices where marketplace = $1 and person = $2 and read_at is null', [
        marketplace,
        caller.person,
      ]),
      deps.hindrance(),
    ]);
    const { person, name, email, zone, locale, seats, staff, twoFactor, viewedBy } = caller;
    const about = { person, name, email, zone, locale, seats: [...seats], staff: [...staff], mode: config.mode, unread: rows[0]?.n ?? 0, twoFactor };
    return { ...about, ...(readOnly && { readOnly }), ...(viewedBy && { viewedBy: { name: viewedBy.name, until: viewedBy.until.toISOString() } }) };
  }

  r.get('/v1/me', { schema: { tags: ['people'], summary: 'Who you are', response: { 200: Me } } }, async (req) => me(await deps.requireCaller(req)));
  r.patch(
    '/v1/me',
    {
      schema: {
        tags: ['people'],
        summary: 'Change your name, zone or language',
        body: z.object({
          name: name.optional(),
          zone: zone.optional(),
          locale: z
            .enum([...LOCALES, TEST_LOCALE])
            .optional()
            .describe('Language of pages, answers and mails; qps is English stretched, for tests of layouts'),
        }),
        response: { 200: Me },
      },
    },
    async (req) => {
      const caller = await deps.requireCaller(req);
      const { name, zone, locale } = req.body;
      await db.pool.query(
        'update accounts set name = coalesce($3, name), zone = coalesce($4, zone), locale = coalesce($5, locale) where marketplace = $1 and id = $2',
        [marketplace, caller.person, name ?? null, zone ?? null, locale ?? null],
      );
      auth.forgetKeys();
      deps.accounts.forget(caller.person);
      return me({ ...caller, ...(name && { name }), ...(zone && { zone }), ...(locale && { locale }) });
    },
  );

  r.get(
    '/v1/people',
    {
      schema: {
        tags: ['people'],
        summary: 'Find people and agencies by name',
        querystring: z.object({ q: z.string().trim().min(1).max(100) }),
        response: { 200: z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), kind: z.enum(['person', 'agency']) })) }) },
      },
    },
    async (req) => {
      await deps.requireCaller(req);
      const { rows } = await db.pool.query<{ id: string; name: string; kind: 'person' | 'agency' }>(
        `select id, name, kind from accounts where marketplace = $1 and erased_at is null and staff = '{}' and (id = $3 or lower(name) like $2) order by name limit 20`,
        [marketplace, `%${req.query.q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`, req.query.q],
      );
      return { items: rows };
    },
  );
}
