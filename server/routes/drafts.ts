/** Drafts: what somebody is typing, kept for them and for nobody else, on every device they sign in on. */
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { no } from '../problem.ts';
import type { Server } from '../server.ts';
import { keepVersion, listVersions } from '../store/draft-versions.ts';
import { type DraftRow, dropDraft, listDrafts, readDraft, writeDraft } from '../store/drafts.ts';

const MOST = 500;
const MOST_BYTES = 65_536;

const Key = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\w.~:/ -]+$/)
  .describe('Like {contract}/{act}/{on}, or a name of your own; a slash is sent as %2F');
export const Draft = z
  .object({
    key: z.string(),
    value: z.unknown().describe('What was saved, as it was'),
    version: z.int().min(1).describe('Counts the writes; name it when you write again'),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Draft' });
export const DraftVersion = z
  .object({ version: z.int(), value: z.unknown().describe('What was saved, as it was'), savedAt: z.iso.datetime() })
  .meta({ id: 'DraftVersion' });
const Params = z.object({ key: Key });

const view = (d: DraftRow): z.infer<typeof Draft> => ({
  key: d.key,
  value: JSON.parse(d.value),
  version: d.version,
  updatedAt: d.updated_at.toISOString(),
});

const noDraft = () => no('not_found.draft');
const stale = (stored: DraftRow) => no('draft_changed', { version: stored.version }, { draft: view(stored) });

/** Drafts are private to a person; `GET`, `PUT` by version, `DELETE`. */
export function draftRoutes(app: FastifyInstance, s: Server): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const of = (caller: { person: string }) => ({ marketplace: s.config.marketplace, person: caller.person });

  r.get(
    '/v1/drafts',
    { schema: { tags: ['drafts'], summary: 'Your drafts, the newest first', response: { 200: z.object({ items: z.array(Draft) }) } } },
    async (req) => ({ items: (await listDrafts(s.db, of(await s.requireCaller(req)), MOST)).map(view) }),
  );

  r.get('/v1/drafts/:key', { schema: { tags: ['drafts'], summary: 'One draft', params: Params, response: { 200: Draft } } }, async (req) => {
    const draft = await readDraft(s.db, of(await s.requireCaller(req)), req.params.key);
    if (!draft) throw noDraft();
    return view(draft);
  });

  r.put(
    '/v1/drafts/:key',
    {
      // Repeating a write is answered like the first one: the version says which it was.
      config: { ownKey: true },
      bodyLimit: 2 * MOST_BYTES,
      schema: {
        tags: ['drafts'],
        summary: 'Save a draft',
        description:
          'Over the version that you read; 0 when there was none. A stale version answers 409 `draft_changed` with the stored draft, and nothing is overwritten. Drafts that nobody touched for 90 days are forgotten.',
        params: Params,
        body: z.object({
          value: z.unknown().describe('Any JSON of at most 64 kB'),
          version: z.int().min(0).max(1_000_000_000),
          history: z.boolean().optional().describe('Keep what it said before, by the minute; see `versions`'),
        }),
        response: { 200: Draft },
      },
    },
    async (req) => {
      const owner = of(await s.requireCaller(req));
      const { key } = req.params;
      const { version } = req.body;
      const value = JSON.stringify(req.body.value ?? null);
      if (Buffer.byteLength(value) > MOST_BYTES) throw no('too_large.draft');
      const saved = await writeDraft(s.db, owner, { key, value, version, now: s.clock.now(), most: MOST });
      if (saved && req.body.history) await keepVersion(s.db, owner, saved);
      if (saved) return view(saved);
      const stored = await readDraft(s.db, owner, key);
      if (stored?.version === version + 1 && stored.value === value) return view(stored);
      if (stored) throw stale(stored);
      if (version > 0) throw noDraft();
      throw no('too_many_drafts', { most: MOST });
    },
  );

  r.get(
    '/v1/drafts/:key/versions',
    {
      schema: {
        tags: ['drafts'],
        summary: 'What a draft said before, the newest first',
        description:
          'Of drafts that are saved with `history`: one version for each minute in which something was saved, the newest 60. They are forgotten with the draft.',
        params: Params,
        response: { 200: z.object({ items: z.array(DraftVersion) }) },
      },
    },
    async (req) => {
      const owner = of(await s.requireCaller(req));
      if (!(await readDraft(s.db, owner, req.params.key))) throw noDraft();
      const items = await listVersions(s.db, owner, req.params.key);
      return { items: items.map((v) => ({ version: v.version, value: JSON.parse(v.value), savedAt: v.saved_at.toISOString() })) };
    },
  );

  r.delete(
    '/v1/drafts/:key',
    { config: { ownKey: true }, schema: { tags: ['drafts'], summary: 'Forget a draft', params: Params, response: { 204: z.null() } } },
    async (req, reply) => {
      await dropDraft(s.db, of(await s.requireCaller(req)), req.params.key);
      return reply.code(204).send(null);
    },
  );
}
