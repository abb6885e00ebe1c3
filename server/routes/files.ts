/** Uploads and downloads (CFE-3). A file is its uploader's until an act cites it; then whoever may see the contract reads it. */
import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import { keyReused } from '../idempotent.ts';
import { newId } from '../ids.ts';
import { disposition } from '../outside/file-names.ts';
import { enterFile, type FileRow, fileById, fileByKey } from '../outside/file-rows.ts';
import { downloadType, inlineType } from '../outside/file-types.ts';
import { type FileStore, MOST_BYTES } from '../outside/files.ts';
import { no, notFound } from '../problem.ts';
import type { Db } from '../store/db.ts';

export interface FileRouteDeps {
  readonly db: Db;
  readonly marketplace: string;
  readonly clock: { now(): number };
  readonly store: FileStore;
  /** Throws problem 401 `not_signed_in`. */
  readonly requireCaller: (req: FastifyRequest) => Promise<Caller>;
  /** Whether a caller may see the contract a file is attached to; asked only about attached files of others. */
  readonly mayRead: (caller: Caller, file: FileRow) => Promise<boolean>;
}

const FileAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    size: z.int().min(1).max(MOST_BYTES).describe('Bytes.'),
    type: z.string().describe('Media type found by looking into the file.'),
    sha256: z.string(),
  })
  .meta({ id: 'UploadedFile' });

const answerOf = ({ id, name, size, type, sha256 }: FileRow) => ({ id, name, size, type, sha256 });

const noFile = (why: 'form' | 'unreadable' | 'none' | 'broken') => no(`file_missing.${why}`);

/** The one file of a form; whatever is wrong with the form becomes a problem that says what to send. */
async function fileOf(req: FastifyRequest): Promise<MultipartFile> {
  if (!req.isMultipart()) throw noFile('form');
  const part = await req.file().catch(() => {
    throw noFile('unreadable');
  });
  if (!part) throw noFile('none');
  if (part.fieldname !== 'file') {
    part.file.resume();
    throw no('file_missing.field', { field: part.fieldname.slice(0, 40) });
  }
  return part;
}

/**
 * Reads what is left of a body and drops it, so that the answer reaches a sender who is still sending; one who goes on for
 * ever is cut off.
 */
function drop(req: FastifyRequest): void {
  let left = 4 * MOST_BYTES;
  req.raw.unpipe();
  req.raw.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) req.raw.destroy();
  });
  req.raw.resume();
}

async function takeIn(req: FastifyRequest, store: FileStore) {
  const part = await fileOf(req);
  try {
    return await store.put(part.file, part.filename);
  } catch (error) {
    part.file.on('error', () => undefined);
    drop(req);
    if (req.raw.destroyed && !req.raw.complete) throw noFile('broken');
    throw error;
  }
}

/** What only a browser that shows the file must be told: run nothing, load nothing, believe the type. */
function protect(reply: FastifyReply): FastifyReply {
  return reply
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'")
    .header('cross-origin-resource-policy', 'same-origin')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'private, no-store');
}

function upload(app: FastifyInstance, deps: FileRouteDeps): void {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'POST',
    url: '/v1/files',
    config: { ownKey: true },
    schema: {
      operationId: 'uploadFile',
      summary: 'Upload a file',
      description: 'One file of at most 25 MB, to be given with an act later. The type is found by content; programs and scripts are refused.',
      tags: ['files'],
      consumes: ['multipart/form-data'],
      headers: z.object({ 'idempotency-key': z.string().min(1).max(200).optional() }),
      body: z.object({ file: z.file() }),
      response: { 201: FileAnswer },
    },
    // The body is a stream and is checked while it passes; the schema above is for the reader of the documentation.
    validatorCompiler:
      ({ httpPart, schema }) =>
      (value) => {
        if (httpPart === 'body') return { value };
        const parsed = (schema as unknown as z.ZodType).safeParse(value);
        return parsed.success ? { value: parsed.data } : { error: parsed.error };
      },
    handler: async (req, reply) => {
      const caller = await deps.requireCaller(req);
      const stored = await takeIn(req, deps.store);
      const key = req.headers['idempotency-key'];
      const now = deps.clock.now();
      const row = { ...stored, id: newId(now), owner: caller.person, createdAt: now };
      const made = await enterFile(deps.db.pool, deps.marketplace, row, key);
      if (made) return reply.code(201).send(answerOf(made));
      const before = await fileByKey(deps.db.pool, deps.marketplace, caller.person, key ?? '');
      if (before?.sha256 !== stored.sha256 || before.name !== stored.name) throw keyReused();
      return reply.code(201).header('idempotent-replayed', 'true').send(answerOf(before));
    },
  });
}

function download(app: FastifyInstance, deps: FileRouteDeps): void {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: '/v1/files/:id',
    schema: {
      operationId: 'downloadFile',
      summary: 'Download a file',
      description:
        'For its uploader and for whoever may see the contract it belongs to. Always an attachment, except pictures, PDF and plain text when asked for with `inline=1`.',
      tags: ['files'],
      params: z.object({ id: z.string().max(100) }),
      querystring: z.object({ inline: z.enum(['0', '1']).optional() }),
    },
    handler: async (req, reply) => {
      const caller = await deps.requireCaller(req);
      const file = await fileById(deps.db.pool, deps.marketplace, req.params.id);
      const mine = file?.owner === caller.person;
      if (!file || !(mine || (file.attachedTo !== null && (await deps.mayRead(caller, file))))) throw notFound();
      const content = await deps.store.read(file.sha256);
      if (!content) throw gone(file);
      const shown = req.query.inline === '1' ? inlineType(file.type) : undefined;
      return protect(reply)
        .header('content-type', shown ?? downloadType(file.type))
        .header('content-length', file.size)
        .header('content-disposition', disposition(shown ? 'inline' : 'attachment', file.name))
        .header('etag', `"${file.sha256}"`)
        .send(content);
    },
  });
}

const gone = (file: FileRow) => no('file_unavailable', { id: file.id });

/** Mounts POST /v1/files and GET /v1/files/{id}. */
export function fileRoutes(app: FastifyInstance, deps: FileRouteDeps): void {
  app.register(async (scope) => {
    // One byte over our own limit, so that ours speaks first; the parser drops what comes after.
    const limits = { files: 1, fields: 10, parts: 11, fileSize: MOST_BYTES + 1, fieldSize: 10_000, headerPairs: 50 };
    await scope.register(multipart, { throwFileSizeLimit: false, limits });
    upload(scope, deps);
    download(scope, deps);
  });
}
