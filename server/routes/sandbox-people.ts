/** A sandbox lets anybody be anybody: the demo people, and a switch between them. */
import { wordsFor } from '@fairhold/copy';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { DEMO_PASSWORD } from '../auth/auth.ts';
import { STAFF_ROLES, type StaffRole } from '../auth/caller.ts';
import { createAgency, personById, setMember } from '../auth/people.ts';
import { languageOf } from '../language.ts';
import type { Methods } from '../payouts/methods.ts';
import { giveAccounts } from '../payouts/sandbox-accounts.ts';
import type { AccountDeps } from './accounts.ts';
import { notFound } from './contracts.ts';

const Person = z.object({ id: z.string(), name: z.string(), email: z.string(), role: z.string(), about: z.string() }).meta({ id: 'DemoPerson' });

export function sandboxPeopleRoutes(app: FastifyInstance, deps: AccountDeps & { readonly methods: Methods }): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const { db, auth, marketplace, clock } = deps;

  r.get(
    '/v1/sandbox/people',
    { schema: { tags: ['sandbox'], summary: 'Demo people one can sign in as', response: { 200: z.object({ items: z.array(Person) }) } } },
    async (req) => {
      // Whom the seed made is told of in the language of who asks; whom somebody made, in their own words.
      const [en, here] = [wordsFor('en').DEMO_PEOPLE, wordsFor(languageOf(req)).DEMO_PEOPLE];
      const told = (about: string): string => {
        const key = Object.keys(en).find((k) => en[k] === about);
        return (key && here[key]) ?? about;
      };
      const { rows } = await db.pool.query<{ id: string; name: string; email: string; staff: string[]; about: string; agency: string | null }>(
        `select a.id, a.name, a.email, a.staff, a.about, (select max(m.role) from members m where m.marketplace = a.marketplace and m.person = a.id) as agency
       from accounts a where a.marketplace = $1 and a.about is not null and a.about <> '' order by a.created_at, a.id limit 200`,
        [marketplace],
      );
      return {
        items: rows.map((p) => ({
          id: p.id,
          name: p.name,
          email: p.email,
          about: told(p.about),
          role: p.staff[0] ?? (p.agency ? `agency ${p.agency}` : 'client or freelancer'),
        })),
      };
    },
  );

  r.post(
    '/v1/sandbox/people',
    {
      schema: {
        tags: ['sandbox'],
        summary: 'Make a demo person, with an agency of their own or as a member of one',
        response: { 201: z.object({ person: z.string(), agency: z.string().optional() }) },
        body: z.object({
          name: z.string().trim().min(1).max(100),
          email: z.email().max(200),
          zone: z.string().max(60).optional(),
          staff: z
            .array(z.enum(STAFF_ROLES as [StaffRole, ...StaffRole[]]))
            .max(6)
            .default([]),
          about: z.string().max(300).default(''),
          agency: z.string().max(100).optional(),
          memberOf: z.string().max(100).optional(),
        }),
      },
    },
    async (req, reply) => {
      const { name, email, staff, about, agency, memberOf, zone } = req.body;
      const person = await auth.createPerson({ name, email, password: DEMO_PASSWORD, staff, about, ...(zone && { zone }) });
      const account = agency ? await createAgency(db, marketplace, { name: agency, manager: person, now: clock.now() }) : memberOf;
      if (staff.length === 0) await giveAccounts(deps.methods, person, name, clock.now());
      if (agency && account) await giveAccounts(deps.methods, account, agency, clock.now());
      if (memberOf) await setMember(db, marketplace, memberOf, person, 'member');
      return reply.code(201).send({ person, ...(account && { agency: account }) });
    },
  );

  r.post(
    '/v1/sandbox/sign-in',
    {
      schema: {
        tags: ['sandbox'],
        summary: 'Become a demo person',
        body: z.object({ person: z.string().max(100) }),
        response: { 200: z.object({ person: z.string(), name: z.string() }) },
      },
    },
    async (req, reply) => {
      const row = await personById(db, marketplace, req.body.person);
      if (!row || row.about === null) throw notFound();
      for (const cookie of await auth.signInAs(row.id)) reply.header('set-cookie', cookie);
      return { person: row.id, name: row.name };
    },
  );
}
