/** Reports of missing money: finance's list, and its answers (RFR-4, RFR-5). Of a contract nothing else is shown here. */
import { type Actor, type Contract, instance } from '@fairhold/domain';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import { cashierRoles, isParty, openTraces, traceRow, tracesInput } from '../console/traces.ts';
import { sha256 } from '../ids.ts';
import { notFound } from '../problem.ts';
import type { Server } from '../server.ts';
import { readContract } from '../store/reads.ts';
import * as V from '../view/console-schemas.ts';
import * as S from '../view/schemas.ts';
import { previewOf, refusalOf, sendKept } from './acting.ts';
import { keyOf } from './contracts.ts';

const Body = z.object({
  act: z.enum(['askBook', 'answerFound', 'answerCredit']),
  on: z.string().max(120).describe('The report, from the list'),
  input: z.record(z.string(), z.unknown()).default({}),
  preview: z.boolean().optional().describe('Answer what would happen; nothing is changed'),
  digest: z.string().max(128).optional().describe('Digest of the preview that was read; needed for what cannot be undone'),
});

export function consoleTraceRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const isTrace = (c: Contract, on: string): boolean => instance(c, on)?.process === 'trace';
  const actor = (c: Contract, caller: Caller, on: string): Actor | undefined =>
    isTrace(c, on) && !isParty(c, caller) ? { roles: cashierRoles(caller), person: caller.person } : undefined;

  r.get(
    '/v1/console/traces',
    { schema: { tags: ['console'], summary: 'Reports of missing money, the most urgent first', response: { 200: V.ConsoleTraces } } },
    async (req) => {
      const caller = await s.requireCaller(req);
      return { now: new Date(s.clock.now()).toISOString(), items: await openTraces(s, caller) };
    },
  );

  r.post(
    '/v1/console/traces/:contract/acts',
    {
      config: { ownKey: true },
      schema: {
        tags: ['console'],
        summary: 'Ask the bank’s book again, or answer who misses the money',
        description: 'What is answered must rest on what the bank’s book said lately: `actions[]` says what is possible.',
        params: z.object({ contract: z.string().max(100) }),
        body: Body,
        response: { 200: z.union([V.ConsoleTrace, S.Preview]) },
      },
    },
    async (req, reply) => {
      const receivedAt = s.clock.now();
      const caller = await s.requireCaller(req);
      const { act, on, input, digest } = req.body;
      const stored = await readContract(s.db, s.config.marketplace, req.params.contract);
      const who = stored && actor(stored, caller, on);
      if (!stored || !who) throw notFound();
      const base = await tracesInput(s, caller, stored);
      if (req.body.preview) return previewOf(base, who, { act, on, input });
      const row = (c: Contract, now: number) => JSON.stringify(traceRow({ ...base, c, now }, caller, c.instances[on] as never));
      const outcome = await s.door.knock({
        contract: stored.id,
        receivedAt,
        who: (at) => actor(at, caller, on),
        act: { act, on, input },
        ...(digest && { digest }),
        key: { caller: caller.person, key: keyOf(req), bodyHash: sha256(JSON.stringify(req.body)) },
        render: row,
      });
      if (!outcome.done) throw refusalOf(base, { act, on }, outcome);
      return sendKept(reply, outcome) as never;
    },
  );
}
