/** Uploads and downloads (CFE-3). A file is its uploader's until an act cites it; then whoever may see the contract reads it. */
import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import { KEY, keyReused, noKey } from '../idempotent.ts';
import { newId } from '../ids.ts';
import type { FileLinks } from '../outside/file-links.ts';
import { endingOf } from '../outside/file-names.ts';
import { enterShelved, type FileRow, fileById, fileByKey } from '../outside/file-rows.ts';
import { type FileStore, MOST_BYTES } from '../outside/files.ts';
import { no, notFound } from '../problem.ts';
import type { Db } from '../store/db.ts';
import { contentRoutes } from './file-content.ts';

export interface FileRouteDeps {
  readonly db: Db;
  readonly marketplace: string;
  readonly clock: { now(): number };
  readonly store: FileStore;
  readonly links: FileLinks;
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

/** Leads the one file of a form through `into`. */
async function read<T>(req: FastifyRequest, into: (content: AsyncIterable<Buffer>, name: string | undefined) => Promise<T>): Promise<T> {
  const part = await fileOf(req);
  try {
    return await into(part.file, part.filename);
  } catch (error) {
    part.file.on('error', () => undefined);
    drop(req);
    if (req.raw.destroyed && !req.raw.complete) throw noFile('broken');
    throw error;
  }
}

function upload(app: FastifyInstance, deps: FileRouteDeps): void {
  const underWay = new Set<string>();
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
      const key = req.headers['idempotency-key'];
      if (key === undefined) return reply.code(201).send(answerOf(await keep(req, deps, caller.person, undefined)));
      // Before the body: a key that is wrong, spent or in use lets nothing onto the disk.
      if (!KEY.test(key)) throw noKey();
      const name = `${caller.person}\n${key}`;
      if (underWay.has(name)) throw no('request_running');
      underWay.add(name);
      try {
        const before = await fileByKey(deps.db.pool, deps.marketplace, caller.person, key);
        if (!before) return reply.code(201).send(answerOf(await keep(req, deps, caller.person, key)));
        const sent = await read(req, deps.store.look);
        if (before.sha256 !== sent.sha256 || before.name !== sent.name) throw keyReused();
        return reply.code(201).header('idempotent-replayed', 'true').send(answerOf(before));
      } finally {
        underWay.delete(name);
      }
    },
  });
}

/** Takes a file in and enters it. Another process may have spent the key meanwhile; then nothing stays and the sender is asked to come again. */
async function keep(req: FastifyRequest, deps: FileRouteDeps, owner: string, key: string | undefined): Promise<FileRow> {
  const now = deps.clock.now();
  const made = await read(req, (content, name) =>
    deps.store.put(content, name, (file, shelve) => {
      const row = { ...file, id: newId(now), owner, createdAt: now };
      return enterShelved(deps.db, deps.marketplace, row, key, shelve);
    }),
  );
  if (!made) throw no('request_running');
  return made;
}

function download(app: FastifyInstance, deps: FileRouteDeps): void {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'GET',
    url: '/v1/files/:id',
    schema: {
      operationId: 'downloadFile',
      summary: 'Download a file',
      description:
        'For its uploader and for whoever may see the contract it belongs to. The answer leads to a link that anybody can follow for two minutes. Always an attachment, except pictures, plain text and PDFs when asked for with `inline=1`.',
      tags: ['files'],
      params: z.object({ id: z.string().max(100) }),
      querystring: z.object({ inline: z.enum(['0', '1']).optional() }),
      response: { 302: z.undefined().describe('Its content is at `Location`.') },
    },
    handler: async (req, reply) => {
      const caller = await deps.requireCaller(req);
      const file = await fileById(deps.db.pool, deps.marketplace, req.params.id);
      const mine = file?.owner === caller.person;
      if (!file || !(mine || (file.attachedTo !== null && (await deps.mayRead(caller, file))))) throw notFound();
      const to = { id: file.id, name: inAddress(file.name), inline: req.query.inline === '1' };
      reply.header('cache-control', 'no-store').header('location', deps.links.link(to, Date.now()));
      return reply.code(302).send();
    },
  });
}

/** A name for the end of an address: letters of some scripts take nine signs each there. */
const inAddress = (name: string): string => (encodeURIComponent(name.toWellFormed()).length <= 500 ? name : `file.${endingOf(name)}`);

/** Mounts POST /v1/files, GET /v1/files/{id} and, apart from the API, the content (file-content.ts). */
export function fileRoutes(app: FastifyInstance, deps: FileRouteDeps): void {
  app.register(async (scope) => {
    // One byte over our own limit, so that ours speaks first; the parser drops what comes after.
    const limits = { files: 1, fields: 10, parts: 11, fileSize: MOST_BYTES + 1, fieldSize: 10_000, headerPairs: 50 };
    await scope.register(multipart, { throwFileSizeLimit: false, limits });
    upload(scope, deps);
    download(scope, deps);
    contentRoutes(scope, deps);
  });
}
