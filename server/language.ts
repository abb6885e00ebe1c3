/**
 * In which language an answer is: of the account for people on our pages, of the request for keys and for those we do not know.
 * `?locale=` goes before everything.
 */
import { bestOf, type Locale, localeFrom } from '@fairhold/copy';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller } from './auth/caller.ts';

const spoken = new WeakMap<FastifyRequest, Locale>();

const headerOf = (req: FastifyRequest): Locale | undefined => bestOf(req.headers['accept-language']);
function asked(req: FastifyRequest): Locale | undefined {
  const { locale } = (req.query ?? {}) as Record<string, unknown>;
  return typeof locale === 'string' ? localeFrom(locale) : undefined;
}

/** The caller with the language that this request is answered in. A browser sends its language always, a program only on purpose. */
export function speakTo(req: FastifyRequest, caller: Caller): Caller {
  const own = localeFrom(caller.locale);
  const locale = asked(req) ?? (caller.via === 'key' ? (headerOf(req) ?? own) : own) ?? 'en';
  spoken.set(req, locale);
  return { ...caller, speaks: locale };
}

/** The language of this request's answer: what the caller got, or what somebody unknown asks for. */
export const languageOf = (req: FastifyRequest): Locale => spoken.get(req) ?? asked(req) ?? headerOf(req) ?? 'en';

/** Every answer of the API says its language; one that was kept is in the language of its day, and says none. */
export function sayLanguage(app: FastifyInstance): void {
  app.addHook('onSend', async (req, reply) => {
    if (!req.url.startsWith('/v1/') || reply.statusCode === 204) return;
    reply.header('vary', 'Accept-Language, Cookie, Authorization');
    if (!reply.getHeader('idempotent-replayed') && String(reply.getHeader('content-type')).includes('json'))
      reply.header('content-language', languageOf(req));
  });
}
