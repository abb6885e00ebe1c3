/** What happened, what moved, what one was told: history, money (MNY-8, MSG-1). */

import { type Contract, canonical, instance } from '@fairhold/domain';
import { versionsOf } from '@fairhold/domain/processes/offer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountMoney } from '../account-money.ts';
import type { Caller } from '../auth/caller.ts';
import { type Part, requirePart } from '../parts.ts';
import type { Server } from '../server.ts';
import { type JournalRow, readJournal, type StepFilter } from '../store/reads.ts';
import { AccountMoney } from '../view/account-schemas.ts';
import { historyView, type MessageEdit, moneyView } from '../view/history.ts';
import * as S from '../view/schemas.ts';
import { notFound, peopleIn, viewerOf } from './contracts.ts';

const page = z.object({
  cursor: z.coerce.number().int().positive().max(2_147_483_647).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** Parts of the record that are asked for by name. */
const ONLY: Readonly<Record<'messages' | 'files' | 'changes' | 'case', StepFilter>> = {
  messages: { acts: ['say'] },
  files: { withFiles: true },
  changes: { notProcesses: ['charge', 'payment', 'refund', 'conversation', 'question'] },
  case: { processes: ['case', 'settlement', 'blind', 'question', 'contract', 'extension', 'witness'] },
};
/** A case and what grew out of it; 404 for what is no case of the contract. */
function inCase(c: Contract, id: string): string[] {
  if (instance(c, id)?.process !== 'case') throw notFound();
  const out = new Set([id]);
  for (const i of Object.values(c.instances)) if (out.has(String(i.facts['case'] ?? i.facts['on']))) out.add(i.id);
  return [...out];
}

export function recordRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const market = s.config.marketplace;

  async function open(req: FastifyRequest, id: string): Promise<{ caller: Caller; c: Contract; part: Part }> {
    const caller = await s.requireCaller(req);
    const c = await s.door.fresh(id);
    const part = requirePart(c, caller);
    if (!c) throw notFound();
    return { caller, c, part };
  }
  const namesFor = (c: Contract, rows: readonly JournalRow[]) =>
    s.accounts.names([c.client, c.freelancer, ...peopleIn(c), ...rows.flatMap((row) => row.actor.person ?? [])]);

  r.get(
    '/v1/contracts/:id/history',
    {
      schema: {
        tags: ['record'],
        summary: 'Everything that happened, newest first',
        description: 'Page by page: `next` is the cursor of the page with what is older, null on the last one.',
        params: z.object({ id: z.string() }),
        querystring: page.extend({
          only: z
            .enum(['messages', 'files', 'changes', 'case'])
            .optional()
            .describe('Messages; steps with files; what changed the contract, without talk and bank; what belongs to a case'),
          case: z.string().max(100).optional().describe('Only what touched this case'),
        }),
        response: { 200: S.History },
      },
    },
    async (req) => {
      const { caller, c, part } = await open(req, req.params.id);
      const { limit, cursor, only, case: of } = req.query;
      const filter = { ...(only && ONLY[only]), ...(of !== undefined && { changed: inCase(c, of) }) };
      // One more than is shown says whether there is anything older.
      const found = await readJournal(s.db, market, c.id, { newest: true, limit: limit + 1, ...(cursor && { before: cursor }), ...filter });
      const rows = found.slice(0, limit);
      const edits = editsOf(await readJournal(s.db, market, c.id, { acts: ['editMessage', 'deleteMessage'] }));
      const names = await namesFor(c, rows);
      const items = rows.flatMap(
        (row) => historyView({ row, viewer: viewerOf(caller, part), names, c, edits, policy: s.policies.get(c.policy) }) ?? [],
      );
      return { items, next: found.length > limit ? String(rows.at(-1)?.seq) : null };
    },
  );

  r.get(
    '/v1/contracts/:id/terms/:version',
    {
      schema: {
        tags: ['record'],
        summary: 'A version of the terms, exactly as it was signed or is to be signed',
        description: 'The canonical text. The SHA-256 of these bytes is the digest that an acceptance names (CON-4).',
        params: z.object({ id: z.string(), version: z.coerce.number().int().min(1).max(10_000) }),
        response: { 200: { description: 'The terms', content: { 'application/json': { schema: z.record(z.string(), z.unknown()) } } } },
      },
    },
    async (req, reply) => {
      const { c } = await open(req, req.params.id);
      const one = versionsOf(c).find((v) => v.version === req.params.version);
      if (!one) throw notFound();
      reply.header('content-disposition', `attachment; filename="terms-${one.version}-${one.digest.slice(0, 16)}.json"`);
      return reply
        .type('application/json; charset=utf-8')
        .serializer((x) => x as string)
        .send(canonical(one.terms) as never);
    },
  );

  r.get(
    '/v1/contracts/:id/money',
    {
      schema: {
        tags: ['record'],
        summary: 'What moved on a contract, with the balance after each movement',
        params: z.object({ id: z.string() }),
        response: { 200: S.MoneyList },
      },
    },
    async (req) => {
      const { caller, c, part } = await open(req, req.params.id);
      const rows = (await readJournal(s.db, market, c.id)).filter((row) => row.postings.length > 0);
      return { items: moneyView({ rows, viewer: viewerOf(caller, part), names: await namesFor(c, rows), c, policy: s.policies.get(c.policy) }) };
    },
  );

  r.get(
    '/v1/accounts/:id/money',
    {
      schema: {
        tags: ['record'],
        summary: 'What an account has, what is held of it, and what is on its way until when',
        description: 'What moved, and why, is in its statement.',
        params: z.object({ id: z.string() }),
        response: { 200: AccountMoney },
      },
    },
    async (req) => accountMoney(s, await s.requireCaller(req), req.params.id),
  );

  r.get(
    '/v1/contracts/:id/read',
    {
      schema: {
        tags: ['record'],
        summary: 'How far you have read the conversation',
        params: z.object({ id: z.string() }),
        response: { 200: z.object({ seq: z.int().describe('The newest step you have said to have read; 0 for none') }) },
      },
    },
    async (req) => {
      const { caller, c } = await open(req, req.params.id);
      const { rows } = await s.db.pool.query<{ seq: number }>('select seq from read_marks where marketplace = $1 and person = $2 and contract = $3', [
        market,
        caller.person,
        c.id,
      ]);
      return { seq: rows[0]?.seq ?? 0 };
    },
  );

  r.post(
    '/v1/contracts/:id/read',
    {
      schema: {
        tags: ['record'],
        summary: 'Say how far you have read the conversation',
        params: z.object({ id: z.string() }),
        body: z.object({ seq: z.int().min(0).max(2_147_483_647) }),
        response: { 200: z.object({ seq: z.int() }) },
      },
    },
    async (req) => {
      const { caller, c } = await open(req, req.params.id);
      await s.db.pool.query(
        `insert into read_marks as r (marketplace, person, contract, seq) values ($1, $2, $3, $4) on conflict (marketplace, person, contract) do update set seq = greatest(r.seq, excluded.seq)`,
        [market, caller.person, c.id, Math.min(req.body.seq, c.seq)],
      );
      return { seq: Math.min(req.body.seq, c.seq) };
    },
  );
}

/** The latest edit or deletion of each message, by the message's seq (MSG-1). */
export function editsOf(rows: readonly JournalRow[]): Map<number, MessageEdit> {
  return new Map(
    rows.map((row) => [
      (row.input['message'] as { seq: number }).seq,
      row.act === 'deleteMessage' ? { deleted: true } : { text: row.input['text'] as string },
    ]),
  );
}
