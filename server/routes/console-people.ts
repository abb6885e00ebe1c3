/** People and agencies for staff, and who is staff (STF-1, STF-2). */
import { wordsFor } from '@fairhold/copy';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { STAFF_ROLES } from '../auth/caller.ts';
import { membersOf } from '../auth/people.ts';
import { partyFor } from '../console/look.ts';
import { cursorOf, pageQuery, readCursor } from '../console/page.ts';
import { type AccountRow, accountById, balancesOf, changeStaff, factsOf, findAccounts } from '../console/people.ts';
import { readStaffActs, type StaffActRow } from '../console/staff-acts.ts';
import { no } from '../problem.ts';
import type { Server } from '../server.ts';
import { listContracts } from '../store/reads.ts';
import * as V from '../view/console-schemas.ts';
import { stateOf } from '../view/contract.ts';
import { notFound } from './contracts.ts';

const id = z.object({ id: z.string().max(100) });
export const reason = z.string().trim().min(5).max(2000).describe('Why; it stays in the record');

const accountView = (a: AccountRow): z.infer<typeof V.ConsoleAccount> => ({
  id: a.id,
  kind: a.kind,
  name: a.name,
  email: a.email,
  staff: [...a.staff],
  since: a.createdAt.toISOString(),
});

/** Acts of staff with names of who did them, and of the account they were done to. */
export async function staffActViews(s: Server, rows: readonly StaffActRow[]): Promise<z.infer<typeof V.StaffAct>[]> {
  const names = await s.accounts.names(rows.flatMap((row) => [row.person, row.subject]));
  return rows.map((row) => {
    const subject = names.get(row.subject)?.name;
    return {
      seq: row.seq,
      at: row.at.toISOString(),
      person: row.person,
      name: names.get(row.person)?.name ?? '',
      act: row.act,
      subject: row.subject,
      ...(subject && { subjectName: subject }),
      reason: row.reason,
      data: { ...row.data },
      digest: row.digest,
    };
  });
}

export function consolePeopleRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const market = s.config.marketplace;

  r.get(
    '/v1/console/people',
    {
      schema: {
        tags: ['console'],
        summary: 'People and agencies by name, mail address or id',
        querystring: pageQuery.extend({
          q: z.string().trim().max(100).default(''),
          staff: z
            .enum([...STAFF_ROLES, 'any'])
            .optional()
            .describe('Only staff with this part, or with any'),
        }),
        response: { 200: V.ConsolePeople },
      },
    },
    async (req) => {
      const after = readCursor(req.query.cursor, ['string', 'string']);
      const staff = req.query.staff === 'any' ? '*' : req.query.staff;
      const rows = await findAccounts(s, { q: req.query.q, staff, after, limit: req.query.limit });
      const last = rows.at(-1);
      return { items: rows.map(accountView), next: rows.length === req.query.limit && last ? cursorOf([last.name.toLowerCase(), last.id]) : null };
    },
  );

  r.get(
    '/v1/console/people/:id',
    { schema: { tags: ['console'], summary: 'What is known of a person or an agency', params: id, response: { 200: V.ConsolePerson } } },
    async (req) => {
      return personView(req.params.id);
    },
  );

  r.get(
    '/v1/console/people/:id/contracts',
    {
      schema: {
        tags: ['console'],
        summary: 'Contracts in which the account is a party, newest first',
        params: id,
        querystring: pageQuery,
        response: { 200: V.ConsoleContracts },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      const after = readCursor(req.query.cursor, ['string']);
      const list = await listContracts(s.db, market, { accounts: [req.params.id], limit: req.query.limit, ...(after && { before: after[0] }) });
      const names = await s.accounts.names(list.flatMap((c) => [c.client, c.freelancer]));
      const last = list.at(-1);
      return {
        items: list.map((c) => ({
          id: c.id,
          title: c.terms.title,
          client: partyFor(names, c.client, caller),
          freelancer: partyFor(names, c.freelancer, caller),
          role: c.client === req.params.id ? ('client' as const) : ('freelancer' as const),
          state: stateOf(c),
          stateWords: wordsFor(caller.speaks).CONTRACT_STATES[stateOf(c)] ?? stateOf(c),
          currency: c.currency,
          held: c.held,
          changedAt: new Date(c.lastAt).toISOString(),
        })),
        next: list.length === req.query.limit && last ? cursorOf([last.id]) : null,
      };
    },
  );

  r.post(
    '/v1/console/people/:id/staff',
    {
      schema: {
        tags: ['console'],
        summary: 'Give a person a part as staff, or take it back',
        params: id,
        body: z.object({ role: z.enum(STAFF_ROLES as readonly ['operator', ...string[]]), change: z.enum(['appoint', 'withdraw']), reason }),
        response: { 200: V.ConsolePerson },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      if (caller.person === req.params.id) throw no('not_yourself');
      await changeStaff(s, caller.person, req.params.id, { ...req.body, role: req.body.role as (typeof STAFF_ROLES)[number] });
      return personView(req.params.id);
    },
  );

  async function personView(account: string): Promise<z.infer<typeof V.ConsolePerson>> {
    const a = await accountById(s, account);
    if (!a) throw notFound();
    const { rows: seats } = await s.db.pool.query<{ account: string; name: string; role: 'manager' | 'member' }>(
      `select m.agency as account, a.name, m.role from members m join accounts a on a.marketplace = m.marketplace and a.id = m.agency
       where m.marketplace = $1 and m.person = $2 order by a.name`,
      [market, account],
    );
    const acts = await readStaffActs(s.db, market, { subject: account, limit: 20 });
    return {
      account: accountView(a),
      zone: a.zone,
      locale: a.locale,
      ...(await factsOf(s, account)),
      seats,
      members: a.kind === 'agency' ? await membersOf(s.db, market, account) : [],
      balances: await balancesOf(s, account),
      acts: await staffActViews(s, acts),
    };
  }
}
