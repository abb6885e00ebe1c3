/** People: who I am, my sessions, keys, agencies; finding somebody to work with (ACC-2). */
import { isZone, LOCALES, TEST_LOCALE } from '@fairhold/copy';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Accounts } from '../accounts.ts';
import type { Auth } from '../auth/auth.ts';
import type { Caller } from '../auth/caller.ts';
import { keepConfirmed } from '../auth/confirm.ts';
import { listKeys, makeKey, revokeKey } from '../auth/keys.ts';
import type { Tell } from '../auth/mails.ts';
import type { Passkeys } from '../auth/passkeys.ts';
import { createAgency, type MemberRow, membersOf, removeMember, setMember } from '../auth/people.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { limit } from '../limits.ts';
import { no, secondFactorRequired } from '../problem.ts';
import type { Db } from '../store/db.ts';
import { notFound } from './contracts.ts';
import { Shown, shownBy } from './passkeys.ts';

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
}

const Seat = z.object({ account: z.string(), kind: z.enum(['person', 'agency']), name: z.string(), role: z.enum(['self', 'manager', 'member']) });
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
    viewedBy: z
      .object({ name: z.string(), until: z.string().describe('By the real time') })
      .optional()
      .describe('Staff that look at these pages as the person sees them; nothing can be changed'),
  })
  .meta({ id: 'Me' });
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
const Member = z.object({ person: z.string(), name: z.string(), role: z.enum(['manager', 'member']) }).meta({ id: 'Member' });
const id = z.object({ id: z.string().max(100) });
const name = z.string().trim().min(1).max(100);
const zone = z.string().refine(isZone, 'is no time zone we know');

export function accountRoutes(app: FastifyInstance, deps: AccountDeps): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const { db, auth, config, clock, marketplace } = deps;

  async function me(caller: Caller): Promise<z.infer<typeof Me>> {
    const { rows } = await db.pool.query<{ n: number }>(
      'select count(*)::int as n from notices where marketplace = $1 and person = $2 and read_at is null',
      [marketplace, caller.person],
    );
    const { person, name, email, zone, locale, seats, staff, twoFactor, viewedBy } = caller;
    const about = { person, name, email, zone, locale, seats: [...seats], staff: [...staff], mode: config.mode, unread: rows[0]?.n ?? 0, twoFactor };
    return { ...about, ...(viewedBy && { viewedBy: { name: viewedBy.name, until: viewedBy.until.toISOString() } }) };
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

  // ── sessions ───────────────────────────────────────────────────────────────────────────────────────────────────────
  const Session = z
    .object({ id: z.string(), current: z.boolean(), createdAt: z.string(), expiresAt: z.string(), address: z.string(), agent: z.string() })
    .meta({ id: 'Session' });
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
    { schema: { tags: ['people'], summary: 'Sign out somewhere', params: id, response: { 204: z.null() } } },
    async (req, reply) => {
      await deps.requireCaller(req);
      if (!(await auth.revokeSession(req, req.params.id))) throw notFound();
      return reply.code(204).send(null);
    },
  );

  // ── API keys ───────────────────────────────────────────────────────────────────────────────────────────────────────
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
    { schema: { tags: ['people'], summary: 'Revoke an API key', params: id, response: { 204: z.null() } } },
    async (req, reply) => {
      const caller = await deps.requireCaller(req);
      const was = await revokeKey(db, marketplace, caller.person, req.params.id, clock.now());
      if (!was) throw notFound();
      auth.forgetKeys();
      if (was.first) await deps.tell(caller.person, 'keyRevoked', { key: was.name });
      return reply.code(204).send(null);
    },
  );

  /** A change of who belongs to an agency is told to its managers, and to whom it is about. */
  async function teamTold(req: FastifyRequest, what: 'teamManager' | 'teamMember' | 'teamLeft', agency: string, who: MemberRow | undefined) {
    const by = (await deps.requireCaller(req)).name;
    if (who) await deps.tell(agency, what, { person: who.name, by }, who.person);
  }

  // ── agencies ───────────────────────────────────────────────────────────────────────────────────────────────────────
  r.get(
    '/v1/agencies',
    { schema: { tags: ['people'], summary: 'Agencies you belong to', response: { 200: z.object({ items: z.array(Seat) }) } } },
    async (req) => ({ items: (await deps.requireCaller(req)).seats.filter((s) => s.kind === 'agency').map((s) => ({ ...s })) }),
  );
  r.post(
    '/v1/agencies',
    { schema: { tags: ['people'], summary: 'Found an agency', body: z.object({ name }), response: { 201: z.object({ account: z.string() }) } } },
    async (req, reply) => {
      const caller = await deps.requireCaller(req);
      return reply
        .code(201)
        .send({ account: await createAgency(db, marketplace, { name: req.body.name, manager: caller.person, now: clock.now() }) });
    },
  );
  r.get(
    '/v1/agencies/:id/members',
    { schema: { tags: ['people'], summary: 'Who belongs to an agency', params: id, response: { 200: z.object({ items: z.array(Member) }) } } },
    async (req) => ({ items: await membersOf(db, marketplace, req.params.id) }),
  );
  r.post(
    '/v1/agencies/:id/members',
    {
      schema: {
        tags: ['people'],
        summary: 'Add a person by mail address, or change their role',
        params: id,
        body: z.object({ email: z.email().max(200), role: z.enum(['manager', 'member']) }),
        response: { 200: z.object({ items: z.array(Member) }) },
      },
    },
    async (req) => {
      const { rows } = await db.pool.query<{ id: string }>(`select id from accounts where marketplace = $1 and kind = 'person' and email = $2`, [
        marketplace,
        req.body.email.toLowerCase(),
      ]);
      const person = rows[0]?.id;
      if (!person) throw no('person_unknown');
      const before = await membersOf(db, marketplace, req.params.id);
      const managers = before.filter((m) => m.role === 'manager');
      const { role } = req.body;
      if (role === 'member' && managers.length === 1 && managers[0]?.person === person) throw lastManager();
      await setMember(db, marketplace, req.params.id, person, role);
      const items = await membersOf(db, marketplace, req.params.id);
      if (before.find((m) => m.person === person)?.role !== role)
        await teamTold(
          req,
          role === 'manager' ? 'teamManager' : 'teamMember',
          req.params.id,
          items.find((m) => m.person === person),
        );
      return { items };
    },
  );
  r.delete(
    '/v1/agencies/:id/members/:person',
    {
      schema: {
        tags: ['people'],
        summary: 'Remove a member',
        params: id.extend({ person: z.string().max(100) }),
        response: { 200: z.object({ items: z.array(Member) }) },
      },
    },
    async (req) => {
      const was = (await membersOf(db, marketplace, req.params.id)).find((m) => m.person === req.params.person);
      if (!was) throw notFound();
      if (!(await removeMember(db, marketplace, req.params.id, req.params.person))) throw lastManager();
      await teamTold(req, 'teamLeft', req.params.id, was);
      return { items: await membersOf(db, marketplace, req.params.id) };
    },
  );
}

const lastManager = () => no('last_manager');
