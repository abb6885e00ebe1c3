/** The record for staff: finding steps and acts of staff, and proving the whole of it (AUD-1, AUD-2, STF-3). */
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import { beginCheck, goOn, listChecks } from '../console/checks.ts';
import { cursorOf, instantQuery, pageQuery, readCursor } from '../console/page.ts';
import { readStaffActs } from '../console/staff-acts.ts';
import { checkView } from '../console/summary.ts';
import { partIn } from '../parts.ts';
import type { Server } from '../server.ts';
import { type JournalRow, readContract } from '../store/reads.ts';
import { searchSteps } from '../store/search.ts';
import * as V from '../view/console-schemas.ts';
import { historyView } from '../view/history.ts';
import { staffActViews } from './console-people.ts';
import { peopleIn, viewerOf } from './contracts.ts';

const search = pageQuery.extend({
  person: z.string().max(100).optional().describe('Who did it'),
  act: z.string().max(60).optional(),
  from: instantQuery.optional(),
  to: instantQuery.optional(),
});
const dateOf = (text: string | undefined): Date | undefined => (text ? new Date(text) : undefined);

export function consoleRecordRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const market = s.config.marketplace;

  /** A step as this member of the staff may see it; undefined for what is sealed, and for contracts of their own (MED-4, SET-4). */
  async function stepView(caller: Caller, row: JournalRow): Promise<z.infer<typeof V.RecordStep> | undefined> {
    const c = await readContract(s.db, market, row.contract);
    const part = c && partIn(c, caller);
    if (!c || !part || ['client', 'freelancer', 'member'].includes(part.role)) return undefined;
    const names = await s.accounts.names([c.client, c.freelancer, ...peopleIn(c), ...(row.actor.person ? [row.actor.person] : [])]);
    const view = historyView({ row, viewer: viewerOf(caller, part), names, c, edits: new Map(), policy: s.policies.get(c.policy) });
    if (!view) return undefined;
    return {
      contract: row.contract,
      title: c.terms.title,
      seq: row.seq,
      at: view.at,
      writtenAt: view.writtenAt,
      act: row.act,
      on: row.on,
      process: row.process,
      lapse: row.lapse,
      sentence: view.sentence,
      actor: { role: row.actor.role, person: row.actor.person ?? null, name: view.actor.name ?? '' },
      rule: row.rule,
      policy: row.policy,
      digest: row.digest,
    };
  }

  r.get(
    '/v1/console/record',
    {
      schema: {
        tags: ['console'],
        summary: 'Steps of all contracts by contract, person, act, rule and time, the latest first',
        querystring: search.extend({ contract: z.string().max(100).optional(), rule: z.string().max(20).optional() }),
        response: { 200: V.RecordSteps },
      },
    },
    async (req) => {
      const caller = await s.requireCaller(req);
      const { cursor, limit, contract, person, act, rule, from, to } = req.query;
      const place = readCursor(cursor, ['string', 'number']);
      const { rows, next } = await searchSteps(s.db, market, {
        contract,
        person,
        act,
        rule,
        from: dateOf(from),
        to: dateOf(to),
        before: place && { xid: place[0], n: place[1] },
        limit,
      });
      const items = [];
      for (const row of rows) items.push(await stepView(caller, row));
      return { items: items.filter((x) => x !== undefined), next: next ? cursorOf([next.xid, next.n]) : null };
    },
  );

  r.get(
    '/v1/console/record/staff',
    {
      schema: {
        tags: ['console'],
        summary: 'What staff did outside contracts, the latest first',
        querystring: search.extend({ subject: z.string().max(200).optional() }),
        response: { 200: V.StaffActs },
      },
    },
    async (req) => {
      const { cursor, limit, subject, person, act, from, to } = req.query;
      const before = readCursor(cursor, ['number'])?.[0];
      const rows = await readStaffActs(s.db, market, { subject, person, act, from: dateOf(from), to: dateOf(to), before, limit });
      return { items: await staffActViews(s, rows), next: rows.length === limit ? cursorOf([rows.at(-1)?.seq ?? 0]) : null };
    },
  );

  r.get(
    '/v1/console/record/checks',
    {
      schema: {
        tags: ['console'],
        summary: 'Proofs of the record that were run from the console, the latest first',
        response: { 200: z.object({ items: z.array(V.RecordCheck) }) },
      },
    },
    async () => {
      const items = [];
      for (const row of await listChecks(s, 20)) items.push(await checkView(s, row));
      return { items };
    },
  );
  r.post(
    '/v1/console/record/checks',
    {
      schema: { tags: ['console'], summary: 'Begin a proof: chains, contracts, balances, acts of staff', response: { 201: V.RecordCheck } },
    },
    async (req, reply) => reply.code(201).send(await checkView(s, await beginCheck(s, await s.requireCaller(req)))),
  );
  r.post(
    '/v1/console/record/checks/:id',
    {
      schema: {
        tags: ['console'],
        summary: 'Go on with a proof for a moment',
        params: z.object({ id: z.string().max(100) }),
        response: { 200: V.RecordCheck },
      },
    },
    async (req) => {
      return checkView(s, await goOn(s, req.params.id));
    },
  );
}
