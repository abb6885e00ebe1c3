/** The content of uploads, under a path or an origin of its own: strangers' bytes, never part of our pages (CFE-3). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { FileLinks } from '../outside/file-links.ts';
import { disposition } from '../outside/file-names.ts';
import { type FileRow, fileById } from '../outside/file-rows.ts';
import { downloadType, inlineType, isFramed } from '../outside/file-types.ts';
import type { FileStore } from '../outside/files.ts';
import { no, notFound } from '../problem.ts';
import type { Db } from '../store/db.ts';

export interface ContentDeps {
  readonly db: Db;
  readonly marketplace: string;
  readonly store: FileStore;
  readonly links: FileLinks;
}

/** What a browser that opens the file is told: run nothing, load nothing, believe the type, keep nothing. `by`: who may embed it. */
const contentPolicy = (by: string): string => `sandbox; default-src 'none'; frame-ancestors ${by}; base-uri 'none'; form-action 'none'`;
const protect = (reply: FastifyReply): FastifyReply =>
  reply
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', contentPolicy("'none'"))
    .header('cross-origin-resource-policy', 'same-origin')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'private, no-store');

/**
 * Whoever looks at a file does so on a page of ours, which may read what it shows and how; no other page may. Without cookies: the link
 * is the permission.
 */
const readable = (reply: FastifyReply, pages: string | undefined): FastifyReply =>
  pages === undefined
    ? reply
    : reply.header('access-control-allow-origin', pages).header('access-control-expose-headers', 'content-disposition').header('vary', 'origin');

/** What is shown in a frame, a page of ours may embed, and nobody else; the older header has no word for that. */
const framed = (reply: FastifyReply, pages: string | undefined): FastifyReply =>
  reply.header('content-security-policy', contentPolicy(pages ?? "'self'")).removeHeader('x-frame-options');

/** Content has an origin of its own: there is nothing else under it, and no content under ours. To be called before the routes. */
export function keepApart(app: FastifyInstance, links: FileLinks): void {
  if (links.host === undefined) return;
  app.addHook('onRequest', async (req: FastifyRequest) => {
    const content = req.url.startsWith('/files/');
    if (/^\/(healthz|readyz)$/.test(req.url)) return;
    if ((req.host === links.host) !== content) throw no('not_found.address', { address: req.url.split('?')[0]?.slice(0, 200) ?? '' });
  });
}

/** Mounts GET /files/{id}/{name}; whoever has the link has the file, until its time is over. */
export function contentRoutes(app: FastifyInstance, deps: ContentDeps): void {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: '/files/:id/:name',
    schema: {
      hide: true,
      params: z.object({ id: z.string().max(100), name: z.string() }),
      querystring: z.object({ inline: z.literal('1').optional(), until: z.string().max(20).default(''), signature: z.string().max(100).default('') }),
    },
    handler: async (req, reply) => {
      const inline = req.query.inline === '1';
      const link = deps.links.check({ ...req.params, inline }, req.query.until, req.query.signature, Date.now());
      if (link === 'over') throw no('file_link_over');
      const file = link === 'good' ? await fileById(deps.db.pool, deps.marketplace, req.params.id) : undefined;
      if (!file) throw notFound();
      const content = await deps.store.read(file.sha256);
      if (!content) throw no('file_unavailable', { id: file.id });
      const { pages } = deps.links;
      readable(protect(reply), pages);
      if (inline && isFramed(file.type)) framed(reply, pages);
      return describe(reply, file, inline).send(content);
    },
  });
}

function describe(reply: FastifyReply, file: FileRow, inline: boolean): FastifyReply {
  const shown = inline ? inlineType(file.type) : undefined;
  return reply
    .header('content-type', shown ?? downloadType(file.type))
    .header('content-length', file.size)
    .header('content-disposition', disposition(shown ? 'inline' : 'attachment', file.name))
    .header('etag', `"${file.sha256}"`);
}
