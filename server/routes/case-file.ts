/** The whole of a case as one download, with proof: for both sides alike, and for who mediates or decides (CFE-1, CFE-2). */
import { wordsFor } from '@fairhold/copy';
import { advance, instance, instancesOf } from '@fairhold/domain';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { caseFile } from '../casefile/build.ts';
import { handedOver } from '../casefile/handed-over.ts';
import { openSigner } from '../casefile/key.ts';
import { recordOf } from '../casefile/record.ts';
import { worldOf } from '../commit.ts';
import { requirePart } from '../parts.ts';
import { no } from '../problem.ts';
import type { Server } from '../server.ts';
import { readJournal } from '../store/reads.ts';
import { caseView } from '../view/case.ts';
import { contractView } from '../view/contract.ts';
import { deadlinesOf } from '../view/deadlines.ts';
import { notFound, peopleIn, viewInputOf } from './contracts.ts';
import { editsOf } from './record.ts';

export function caseFileRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const signer = openSigner(s.config.secret);

  r.get(
    '/v1/case-file-key',
    {
      schema: {
        tags: ['record'],
        summary: 'The key that signs case files here',
        response: {
          200: z.object({ key: z.string().describe('Ed25519, SPKI in base64'), fingerprint: z.string().describe('SHA-256 of it, in hex') }),
        },
      },
    },
    async () => ({ key: signer.key, fingerprint: signer.fingerprint }),
  );

  r.get(
    '/v1/contracts/:id/case-file',
    {
      schema: {
        tags: ['record'],
        summary: 'Everything about a case that you may see, with its evidence, as a signed ZIP',
        description:
          'case.html to read and print, case.json, record.json with the chained digests, the evidence, a signed manifest, and check.ts, which verifies all of it offline.',
        params: z.object({ id: z.string() }),
        querystring: z.object({ case: z.string().max(100).optional().describe('The latest unless said otherwise') }),
        response: { 200: { description: 'The file', content: { 'application/zip': { schema: z.string().meta({ format: 'binary' }) } } } },
      },
    },
    async (req, reply) => {
      const now = s.clock.now();
      const caller = await s.requireCaller(req);
      const stored = await s.door.fresh(req.params.id);
      const part = requirePart(stored, caller);
      if (!stored) throw notFound();
      const c = advance(stored, now, s.policies.get(stored.policy), worldOf(new Map(), now, stored.currency)).at(-1)?.contract ?? stored;
      const k = req.query.case ? instance(c, req.query.case) : instancesOf(c, 'case').at(-1);
      if (!k && !req.query.case) throw no('no_case');
      if (k?.process !== 'case') throw notFound();
      const v = await viewInputOf(s, c, caller, part, now, await s.conflict(caller, c));
      const rows = await readJournal(s.db, s.config.marketplace, c.id);
      const names = await s.accounts.names([c.client, c.freelancer, ...peopleIn(c), ...rows.flatMap((row) => row.actor.person ?? []), caller.person]);
      const edits = editsOf(rows.filter((row) => ['editMessage', 'deleteMessage'].includes(row.act)));
      const contract = contractView({ ...v, names });
      const content = await caseFile({
        c: contract,
        k: caseView({ ...v, names }, k, deadlinesOf({ ...v, names }, new Set())),
        steps: recordOf(rows, { viewer: v.viewer, names, c, edits, policy: v.policy }),
        words: wordsFor(v.viewer.locale),
        locale: v.viewer.locale,
        zone: v.viewer.zone,
        madeFor: names.get(caller.person)?.name ?? '',
        madeAt: new Date(now).toISOString(),
        keyAddress: `${s.config.baseUrl}/v1/case-file-key`,
        installation: s.config.baseUrl,
        files: s.files,
        signer,
      });
      return reply
        .header('content-disposition', `attachment; filename="case-${c.id}-${k.id}.zip"`)
        .header('cache-control', 'private, no-store')
        .type('application/zip')
        .send(content as never);
    },
  );

  r.get(
    '/v1/contracts/:id/handed-over',
    {
      schema: {
        tags: ['record'],
        summary: 'The case files that arbitrators were handed, as they were fixed then',
        params: z.object({ id: z.string() }),
        response: {
          200: z.object({
            items: z.array(
              z.object({
                case: z.string(),
                at: z.string().describe('When it was handed over'),
                seq: z.int().describe('The last step of the record that is in it'),
                file: z
                  .object({ sha256: z.string(), size: z.int(), href: z.string() })
                  .optional()
                  .describe('Missing for the moment in which it is being fixed'),
              }),
            ),
          }),
        },
      },
    },
    async (req) => {
      const { id } = req.params;
      requirePart(await s.door.fresh(id), await s.requireCaller(req));
      const rows = await handedOver(s.db, s.config.marketplace, id);
      return {
        items: rows.map(({ sha256, size, at, ...x }) => ({
          ...x,
          at: at.toISOString(),
          ...(sha256 !== null &&
            size !== null && { file: { sha256, size, href: `/v1/contracts/${id}/case-file/handed-over?case=${encodeURIComponent(x.case)}` } }),
        })),
      };
    },
  );

  r.get(
    '/v1/contracts/:id/case-file/handed-over',
    {
      schema: {
        tags: ['record'],
        summary: 'The case file as it was when the case went to arbitration: the same bytes for both sides and the arbitrator, for good',
        description: 'The ETag is the SHA-256 of the file. 404 while no case has gone to arbitration, or its file is being fixed.',
        params: z.object({ id: z.string() }),
        querystring: z.object({ case: z.string().max(100).optional().describe('The latest unless said otherwise') }),
        response: { 200: { description: 'The file', content: { 'application/zip': { schema: z.string().meta({ format: 'binary' }) } } } },
      },
    },
    async (req, reply) => {
      const { id } = req.params;
      requirePart(await s.door.fresh(id), await s.requireCaller(req));
      const row = (await handedOver(s.db, s.config.marketplace, id)).filter((x) => !req.query.case || x.case === req.query.case).at(-1);
      const content = row?.sha256 ? await s.files.read(row.sha256) : undefined;
      if (!row && req.query.case) throw notFound();
      if (!row?.sha256 || !content) throw no('not_handed_over');
      return reply
        .header('content-disposition', `attachment; filename="handed-over-${id}-${row.case}.zip"`)
        .header('cache-control', 'private, no-store')
        .header('etag', `"${row.sha256}"`)
        .header('repr-digest', `sha-256=:${Buffer.from(row.sha256, 'hex').toString('base64')}:`)
        .type('application/zip')
        .send(content as never);
    },
  );
}
