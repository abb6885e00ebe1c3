/** The HTTP edge: parsing, problems, headers, documentation, the web app's files. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordsFor } from '@fairhold/copy';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import scalar from '@scalar/fastify-api-reference';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { API_POLICY, docsPolicy, newNonce, pagePolicy, withNonce } from './csp.ts';
import { newId } from './ids.ts';
import { languageOf } from './language.ts';
import { documentOf, isProblem, no, type Problem, worded } from './problem.ts';
import { withProblems } from './problem-answers.ts';
import { fieldErrors } from './view/field-names.ts';

export interface AppOptions {
  readonly baseUrl: string;
  readonly now: () => number;
  /** Folder of the built web app; absent: only the API is served. */
  readonly web?: string;
  readonly trustProxy: boolean | string;
  /** From one address; 0: no limit. */
  readonly requestsPerMinute: number;
  /** Where uploads are served, if not under the own origin. */
  readonly filesOrigin?: string;
}

/** Makes the server without routes: problems, limits, documentation. Routes are added by the caller, then `finish`. */
export async function makeApp(o: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    bodyLimit: 1_048_576,
    requestTimeout: 60_000,
    // While it closes the drain answers, as a problem like any other.
    return503OnClosing: false,
    genReqId: () => newId(Date.now()),
    // A key of 200 characters, each slash of it sent as three.
    routerOptions: { maxParamLength: 600 },
    trustProxy: o.trustProxy,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (req, body: string, done) =>
    tooDeep(body) ? done(Object.assign(new Error('The JSON is nested too deep.'), { statusCode: 400 })) : parse(req, body, done),
  );
  app.setErrorHandler((error, req, reply) => sendProblem(error as FastifyError, req, reply));
  app.setNotFoundHandler((req, reply) => missing(o, req, reply));
  app.addHook('onSend', async (req, reply) => {
    reply.header('x-request-id', req.id);
  });
  app.addHook('onRequest', async (_req, reply) => {
    reply.header('content-security-policy', API_POLICY);
  });
  await app.register(helmet, {
    contentSecurityPolicy: false,
    crossOriginResourcePolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
    strictTransportSecurity: isHttps(o) && { maxAge: 63_072_000, includeSubDomains: false },
  });
  await app.register(rateLimit, {
    global: o.requestsPerMinute > 0,
    max: o.requestsPerMinute,
    timeWindow: '1 minute',
    cache: 50_000,
    errorResponseBuilder: (_req, context) => no('rate_limited', { most: context.max, seconds: Math.ceil(context.ttl / 1000) }),
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Fairhold',
        version: '1',
        description:
          'Freelance work contracts with money in escrow. Amounts are whole minor units with a currency; instants are UTC. Every write takes an Idempotency-Key. Problems follow RFC 9457.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: o.baseUrl }],
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'session' }, key: { type: 'http', scheme: 'bearer' } } },
      security: [{ session: [] }, { key: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => withProblems(withoutInputs(jsonSchemaTransformObject(document))),
  });
  return app;
}

const DEEPEST = 32;
/** Whether JSON is nested deeper than anything we take; looked at before it is parsed, because deep JSON is dear to walk. */
function tooDeep(json: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let n = 0; n < json.length; n += 1) {
    const c = json[n];
    if (quoted) {
      if (c === '\\') n += 1;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === '{' || c === '[') {
      depth += 1;
      if (depth > DEEPEST) return true;
    } else if (c === '}' || c === ']') depth -= 1;
  }
  return false;
}

/** The library describes each answer twice, once as if it were sent in; those that no request uses only make noise. */
function withoutInputs(document: ReturnType<typeof jsonSchemaTransformObject>): ReturnType<typeof jsonSchemaTransformObject> {
  const schemas = 'components' in document ? (document.components?.schemas as Record<string, unknown> | undefined) : undefined;
  const paths = JSON.stringify('paths' in document ? document.paths : {});
  for (const name of Object.keys(schemas ?? {})) if (schemas && name.endsWith('Input') && !paths.includes(`schemas/${name}"`)) delete schemas[name];
  return document;
}

/** Adds what comes after the routes: the description, its reference page, the web app. */
export async function finish(app: FastifyInstance, o: AppOptions): Promise<void> {
  const nonces = new WeakMap<FastifyRequest, string>();
  app.addHook('onSend', async (req, reply, payload: unknown) => {
    const nonce = nonces.get(req);
    if (!nonce || typeof payload !== 'string' || !String(reply.getHeader('content-type')).startsWith('text/html')) return payload;
    reply.header('cache-control', 'no-store').removeHeader('content-length');
    return withNonce(payload, nonce);
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  await app.register(scalar, {
    routePrefix: '/docs',
    configuration: {
      url: '/openapi.json',
      telemetry: false,
      withDefaultFonts: false,
      showDeveloperTools: 'never',
      agent: { disabled: true },
    } as never,
    hooks: {
      onRequest: (req: FastifyRequest, reply: FastifyReply, done: () => void) => {
        const nonce = newNonce();
        nonces.set(req, nonce);
        reply.header('content-security-policy', docsPolicy(nonce, isHttps(o)));
        done();
      },
    },
  });
  if (o.web && existsSync(join(o.web, 'index.html')))
    await app.register(fastifyStatic, { root: o.web, wildcard: false, maxAge: '1y', immutable: true, index: false });
}

/** Addresses of the web app answer with its page; anything else that is not there is a problem. */
function missing(o: AppOptions, req: FastifyRequest, reply: FastifyReply): FastifyReply | Promise<void> {
  const page =
    (req.method === 'GET' || req.method === 'HEAD') &&
    o.web &&
    !/^\/(v1|auth|docs|openapi|assets|files|healthz|readyz)/.test(req.url) &&
    (req.url === '/' || (req.headers.accept ?? '').includes('text/html'));
  if (page && existsSync(join(o.web as string, 'index.html'))) return webApp(o, o.web as string, reply);
  return sendProblem(no('not_found.address', { address: req.url.slice(0, 200) }), req, reply);
}

/** The web app's page, with a nonce of its own in its policy and on its scripts; so it is never kept. */
function webApp(o: AppOptions, web: string, reply: FastifyReply): FastifyReply {
  const nonce = newNonce();
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', pagePolicy(nonce, isHttps(o), o.filesOrigin))
    .header('cache-control', 'no-store')
    .send(withNonce(readFileSync(join(web, 'index.html'), 'utf8'), nonce));
}
const isHttps = (o: AppOptions): boolean => o.baseUrl.startsWith('https:');

/** What does not pass within seconds. */
const SLOW = new Set(['storage_full', 'read_only']);

/** Every "no" leaves here, as a problem document (RFC 9457). What nobody foresaw is logged with its request id and says so. */
export function sendProblem(error: FastifyError | (Error & Problem), req: FastifyRequest, reply: FastifyReply): FastifyReply {
  const locale = languageOf(req);
  const foreseen = isProblem(error) ? error : known(error as FastifyError, locale);
  if (!foreseen) console.error(`request ${req.id} ${req.method} ${req.url.split('?')[0]} failed:`, error);
  const said = worded(foreseen ?? no('internal'), locale);
  if (said.status === 503) reply.header('retry-after', SLOW.has(said.code) ? '30' : '2');
  return reply
    .code(said.status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send({ ...documentOf(said), requestId: req.id });
}

function known(error: FastifyError, locale: string): Problem | undefined {
  if (error.validation) {
    const errors = fieldErrors(wordsFor(locale), error.validation);
    const problems = errors.map((e) => `${e.name}: ${e.message}`).join(' ');
    const raw = error.validation.map((v, n) => `${errors[n]?.field}: ${v.message ?? ''}.`).join(' ');
    return no('bad_request', { problems: problems.slice(0, 1000), raw: raw.slice(0, 1000) }, { errors });
  }
  if (FULL.has(error.code)) return no('storage_full');
  if (error.code === READ_ONLY) return no('read_only');
  if (error.statusCode === 413) return no('too_large');
  if (error.statusCode && error.statusCode < 500)
    return { ...no('bad_request.unreadable', { problem: error.message.slice(0, 300) }), status: error.statusCode };
  // PostgreSQL keeps no NUL in a text; where one is looked for, nothing can be found, and that is the asker's to mend.
  if (error.code === NUL_IN_TEXT)
    return no('bad_request', { problems: wordsFor(locale).FIELD_PROBLEMS['control_characters'] ?? '', raw: 'A text holds the character U+0000.' });
  return isDatabaseGone(error) ? no('database_away') : undefined;
}
const NUL_IN_TEXT = '22021';
/** A standby, or a database that was set to take no changes: it can be read. */
const READ_ONLY = '25006';

/** The database or the disk of the files has no room. */
const FULL = new Set(['53100', 'ENOSPC', 'EDQUOT']);
const GONE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08001',
  '08003',
  '53300',
  '57014',
  '25P03',
]);
const isDatabaseGone = (e: { code?: string; message?: string }): boolean =>
  GONE.has(e.code ?? '') || /Connection terminated|timeout exceeded when trying to connect/i.test(e.message ?? '');
