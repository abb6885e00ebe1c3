/** Agencies and who belongs to them (ACC-2). */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { createAgency, type MemberRow, membersOf, removeMember, setMember } from '../auth/people.ts';
import { no } from '../problem.ts';
import { type AccountDeps, name, Seat } from './accounts.ts';
import { notFound } from './contracts.ts';

const Member = z.object({ person: z.string(), name: z.string(), role: z.enum(['manager', 'member']) }).meta({ id: 'Member' });

export function agencyRoutes(app: FastifyInstance, deps: AccountDeps): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const { db, clock, marketplace } = deps;

  /** A change of who belongs to an agency is told to its managers, and to whom it is about. */
  async function teamTold(req: FastifyRequest, what: 'teamManager' | 'teamMember' | 'teamLeft', agency: string, who: MemberRow | undefined) {
    const by = (await deps.requireCaller(req)).name;
    if (who) await deps.tell(agency, what, { person: who.name, by }, who.person);
  }

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
    {
      schema: {
        tags: ['people'],
        summary: 'Who belongs to an agency',
        params: z.object({ id: z.string().max(100) }),
        response: { 200: z.object({ items: z.array(Member) }) },
      },
    },
    async (req) => ({ items: await membersOf(db, marketplace, req.params.id) }),
  );
  r.post(
    '/v1/agencies/:id/members',
    {
      schema: {
        tags: ['people'],
        summary: 'Add a person by mail address, or change their role',
        params: z.object({ id: z.string().max(100) }),
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
        params: z.object({ id: z.string().max(100), person: z.string().max(100) }),
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
