/** Sign-in: passwords, mail verification, sessions and second factors by better-auth; API keys by ourselves (ACC-2). */
import { betterAuth } from 'better-auth';
import { fromNodeHeaders } from 'better-auth/node';
import { twoFactor } from 'better-auth/plugins';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { signInLimit } from '../limits.ts';
import { no } from '../problem.ts';
import { type Db, openDb } from '../store/db.ts';
import type { Caller, StaffRole } from './caller.ts';
import { hasJustSignedIn, isConfirmed, isWholeSignIn, keepConfirmed, keepSignIn, wrongOnly } from './confirm.ts';
import { houseDoor } from './enter.ts';
import { findKey } from './keys.ts';
import { type AccountMail, type AccountMails, browserOf, openAccountMails } from './mails.ts';
import { sameOrigin } from './origin.ts';
import { enterPerson, personById, seatsOf } from './people.ts';
import { mayLook, viewOf } from './views.ts';
import { openWatch } from './watch.ts';

export interface AuthDeps {
  readonly db: Db;
  readonly config: Config;
  readonly clock: Clock;
  sendMail(m: AccountMail): Promise<void>;
}

export interface NewPerson {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly zone?: string;
  readonly locale?: string;
  readonly staff?: readonly StaffRole[];
  readonly about?: string;
}

export interface Auth {
  mount(app: FastifyInstance): Promise<void>;
  /** Who asks; undefined: nobody we know. `quietly`: looked up afresh, and a session does not last longer for it. */
  identify(req: FastifyRequest, how?: { readonly quietly?: true }): Promise<Caller | undefined>;
  /** Problem 401 `not_signed_in` when nobody is. */
  requireCaller(req: FastifyRequest): Promise<Caller>;
  /** A person whose mail counts as verified: for the demo world and tests. Returns the id; the same mail twice is one person. */
  createPerson(p: NewPerson): Promise<string>;
  /** Cookies of a new session of a demo person. */
  signInAs(person: string): Promise<string[]>;
  /** Cookies of a new session of somebody who has just shown all that signing in takes; undefined: there is no such person any more. */
  enter(req: FastifyRequest, person: string): Promise<string[] | undefined>;
  sessions(req: FastifyRequest): Promise<{ id: string; current: boolean; createdAt: Date; expiresAt: Date; address: string; agent: string }[]>;
  revokeSession(req: FastifyRequest, id: string): Promise<boolean>;
  /** All but the one that asks. */
  revokeOthers(req: FastifyRequest): Promise<void>;
  /** The person of the session shows again who they are; until when that counts, ms. Problems `confirmation_wrong`, `confirmation_code`. */
  confirm(req: FastifyRequest, shown: { readonly password: string; readonly code?: string | undefined }): Promise<number>;
  /** Whether the person of the session has shown again who they are. `lately`: having signed in within ten minutes counts as well. */
  confirmed(req: FastifyRequest, how?: true | 'lately'): Promise<boolean>;
  readonly mails: AccountMails;
  /** Keys are looked up again at once; in other processes within five seconds. */
  forgetKeys(): void;
  close(): Promise<void>;
}

/** The password of every demo person of a sandbox; a live installation has no demo people. */
export const DEMO_PASSWORD = 'fairhold-demo';
const FRESH_MS = 5_000;

const notSignedIn = () => no('not_signed_in');

export async function openAuth(deps: AuthDeps): Promise<Auth> {
  const { db, config, clock } = deps;
  const market = config.marketplace;
  const own = openDb(db.url, { searchPath: 'auth', max: 5, patienceMs: config.databasePatience });
  const mails = openAccountMails({ db, marketplace: market, baseUrl: config.baseUrl, now: clock.now, sendMail: deps.sendMail });

  const https = config.baseUrl.startsWith('https:');
  const library = betterAuth({
    database: own.pool,
    secret: config.secret,
    baseURL: config.baseUrl,
    basePath: '/auth',
    // A sandbox is reached by whatever name and port it was started under; a live installation by its own address only.
    trustedOrigins: (request) => [config.baseUrl, ...(config.mode === 'sandbox' && request ? [`http://${request.headers.get('host')}`] : [])],
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      minPasswordLength: 10,
      maxPasswordLength: 200,
      sendResetPassword: async ({ user, token }) => mails.link(user, 'passwordMail', 'reset-password', token),
      onPasswordReset: async ({ user }) => mails.news(user.id, 'passwordChanged'),
      revokeSessionsOnPasswordReset: true,
    },
    emailVerification: {
      sendOnSignUp: true,
      sendOnSignIn: true,
      autoSignInAfterVerification: true,
      sendVerificationEmail: async ({ user, token }, request) => mails.link(user, 'verifyMail', 'verify', token, request?.headers),
    },
    user: { changeEmail: { enabled: true } },
    databaseHooks: {
      session: {
        create: {
          after: async (session, ctx) => {
            if (isWholeSignIn(ctx?.path, await hasSecondFactor(session.userId))) await keepSignIn(db, session.id);
          },
        },
      },
      user: {
        update: { after: async (user) => followMail(user) },
        create: {
          after: async (user, ctx) =>
            enterPerson(db, market, { id: user.id, name: user.name, email: user.email, ...browserOf(ctx?.headers), now: clock.now() }),
        },
      },
    },
    plugins: [twoFactor({ issuer: 'Fairhold' }), houseDoor()],
    advanced: {
      // Under https: bound to this host and path "/", never set by a neighbouring domain. The library's own switch would say __Secure-.
      cookiePrefix: https ? '__Host-fairhold' : 'fairhold',
      useSecureCookies: false,
      defaultCookieAttributes: { secure: https, httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: ['x-fairhold-address'] },
    },
    rateLimit: { enabled: config.mode === 'live', storage: 'memory' },
    telemetry: { enabled: false },
    logger: { level: 'error' },
  });

  /** The address was confirmed: the house uses it from now on, and the one before hears of it. */
  async function followMail(user: { id: string; email: string }): Promise<void> {
    const before = (await personById(db, market, user.id))?.email;
    if (!before || before === user.email) return;
    await db.pool.query('update accounts set email = $3 where marketplace = $1 and id = $2', [market, user.id, user.email]);
    cache.clear();
    await mails.news(user.id, 'mailChanged', { to: before, values: { to: user.email } });
  }

  function headersOf(req: FastifyRequest): Headers {
    const headers = fromNodeHeaders(req.raw.headers);
    // The library counts attempts by this header; it is always ours, never the visitor's.
    headers.set('x-fairhold-address', req.ip);
    return headers;
  }

  const cache = new Map<string, { caller: Caller; until: number }>();
  async function callerOf(person: string, how: Pick<Caller, 'via' | 'scopes' | 'twoFactor'>): Promise<Caller | undefined> {
    const row = await personById(db, market, person);
    if (!row) return undefined;
    const twoFactor = how.twoFactor || (config.mode === 'sandbox' && row.about !== null);
    return {
      person,
      name: row.name,
      email: row.email ?? '',
      zone: row.zone,
      locale: row.locale,
      speaks: row.locale,
      staff: row.staff,
      seats: await seatsOf(db, market, row),
      ...how,
      twoFactor,
    };
  }

  async function hasSecondFactor(person: string): Promise<boolean> {
    const { rows } = await own.pool.query<{ on: boolean | null }>('select "twoFactorEnabled" as on from "user" where id = $1', [person]);
    return rows[0]?.on === true;
  }

  const looking = new Map<string, Promise<Caller | undefined>>();
  async function byKey(key: string, fresh: boolean): Promise<Caller | undefined> {
    if (fresh) return lookUp(key);
    const known = cache.get(key);
    if (known && known.until > Date.now()) return known.caller;
    // Whoever comes with the same key meanwhile waits for the same look.
    const under = looking.get(key) ?? lookUp(key).finally(() => looking.delete(key));
    looking.set(key, under);
    return under;
  }
  async function lookUp(key: string): Promise<Caller | undefined> {
    const found = await findKey(db, market, key, clock.now());
    const caller = found && (await callerOf(found.person, { via: 'key', scopes: found.scopes, twoFactor: await hasSecondFactor(found.person) }));
    if (cache.size > 10_000) cache.clear();
    if (caller) cache.set(key, { caller, until: Date.now() + FRESH_MS });
    else cache.delete(key);
    return caller;
  }

  /** The library calls a database that is away its own failure, without a cause; asked again here, it says what it is. */
  async function orAway<T>(answer: Promise<T>): Promise<T> {
    return answer.catch(async (error: unknown) => {
      if ((error as { statusCode?: number }).statusCode === 500) await own.pool.query('select 1');
      throw error;
    });
  }

  async function identify(req: FastifyRequest, o: { readonly quietly?: true } = {}): Promise<Caller | undefined> {
    const bearer = req.headers.authorization;
    if (bearer?.startsWith('Bearer ')) return byKey(bearer.slice(7), o.quietly === true);
    if (!req.headers.cookie) return undefined;
    const session = await orAway(library.api.getSession({ headers: headersOf(req), ...(o.quietly && { query: { disableRefresh: true } }) }));
    if (!session) return undefined;
    const { user } = session;
    const how = { via: 'session' as const, scopes: ['read', 'write'] as const, twoFactor: user.twoFactorEnabled === true };
    const caller = await callerOf(user.id, how);
    if (caller) return withTheirEyes(session.session.id, caller);
    // The process died between signing up and writing the account row.
    await enterPerson(db, market, { id: user.id, name: user.name, email: user.email, now: clock.now() });
    return callerOf(user.id, how);
  }

  /** The caller, or whom they look at. */
  async function withTheirEyes(session: string, caller: Caller): Promise<Caller> {
    const view = mayLook(caller) ? await viewOf(db, market, session) : undefined;
    const seen = view && (await callerOf(view.person, { via: 'session', scopes: ['read'], twoFactor: await hasSecondFactor(view.person) }));
    if (!view || !seen) return { ...caller, session };
    return { ...seen, session, viewedBy: { person: caller.person, name: caller.name, until: view.until } };
  }

  const sessionOf = (req: FastifyRequest) => library.api.getSession({ headers: headersOf(req), query: { disableRefresh: true } });

  const watch = openWatch({ hasSecondFactor, confirmed, mails, changed: () => cache.clear() });

  async function confirmed(req: FastifyRequest, how: true | 'lately' = true): Promise<boolean> {
    const session = (await sessionOf(req))?.session.id;
    if (!session) return false;
    return (await isConfirmed(db, session, clock.now())) || (how === 'lately' && hasJustSignedIn(db, session));
  }

  async function forward(req: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const url = new URL(req.url, config.baseUrl);
    // Whoever looks with another's eyes changes nothing of their own either; they may sign out, or in as somebody else.
    if (req.method !== 'GET' && !/^\/auth\/sign-(out|in)/.test(url.pathname) && (await identify(req))?.viewedBy) throw no('viewing_only');
    const body = typeof req.body === 'string' && req.body !== '' ? req.body : undefined;
    const watched =
      req.method === 'POST' && watch.on(url.pathname) ? await watch.begin(req, url.pathname, (await sessionOf(req))?.user.id) : undefined;
    const answer = await library.handler(new Request(url, { method: req.method, headers: headersOf(req), ...(body !== undefined && { body }) }));
    if (answer.status >= 500) {
      await own.pool.query('select 1');
      throw new Error(`the sign-in library answered ${answer.status}`);
    }
    if (watched && answer.ok) await watched(body);
    reply.code(answer.status);
    answer.headers.forEach((value, name) => {
      if (name !== 'set-cookie') reply.header(name, value);
    });
    for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie);
    return reply.send(answer.body ? await answer.text() : null);
  }

  return {
    async mount(app) {
      const home = config.mode === 'live' ? new URL(config.baseUrl).origin : undefined;
      app.addHook('onRequest', async (req) => sameOrigin(req, home));
      await app.register(async (scope) => {
        scope.removeAllContentTypeParsers();
        scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 65_536 }, (_req, body, done) => done(null, body));
        scope.route({
          method: ['GET', 'POST'],
          url: '/auth/*',
          schema: { hide: true },
          preHandler: signInLimit(app, config.signInTries),
          handler: forward,
        });
      });
    },
    identify,
    async requireCaller(req) {
      const caller = await identify(req);
      if (!caller) throw notSignedIn();
      return caller;
    },
    async createPerson(p) {
      const email = p.email.toLowerCase();
      const known = async () => (await own.pool.query<{ id: string }>('select id from "user" where email = $1', [email])).rows[0]?.id;
      let id = await known();
      if (!id) {
        const ctx = await library.$context;
        const made = { email, name: p.name, emailVerified: true };
        const user = await ctx.internalAdapter.createUser(made, { method: 'email-password' }).catch(async (error: unknown) => {
          // Somebody else made the same person in the same moment: the same mail twice is one person.
          id = await known();
          if (!id) throw error;
          return undefined;
        });
        if (user) {
          id = user.id;
          const password = await ctx.password.hash(p.password);
          await ctx.internalAdapter.linkAccount({ userId: id, providerId: 'credential', accountId: id, password });
        }
      }
      if (!id) throw new Error('a person just made is not there');
      await enterPerson(db, market, { ...p, id, email: p.email.toLowerCase(), now: clock.now() });
      return id;
    },
    async signInAs(person) {
      const row = await personById(db, market, person);
      const made = await library.api.signInEmail({ body: { email: row?.email ?? '', password: DEMO_PASSWORD }, returnHeaders: true });
      return made.headers.getSetCookie();
    },
    async enter(req, person) {
      const made = await orAway(library.api.enterAs({ body: { person }, headers: headersOf(req), returnHeaders: true }));
      if (!made.response.session) return undefined;
      await keepSignIn(db, made.response.session);
      return made.headers.getSetCookie();
    },
    async sessions(req) {
      const session = await library.api.getSession({ headers: headersOf(req) });
      if (!session) throw notSignedIn();
      const all = await library.api.listSessions({ headers: headersOf(req) });
      return all.map((s) => ({
        id: s.id,
        current: s.id === session.session.id,
        createdAt: s.createdAt,
        expiresAt: s.expiresAt,
        address: s.ipAddress ?? '',
        agent: s.userAgent ?? '',
      }));
    },
    async revokeSession(req, id) {
      const all = await library.api.listSessions({ headers: headersOf(req) });
      const one = all.find((s) => s.id === id);
      if (one) await library.api.revokeSession({ headers: headersOf(req), body: { token: one.token } });
      return one !== undefined;
    },
    async revokeOthers(req) {
      await library.api.revokeOtherSessions({ headers: headersOf(req) });
    },
    async confirm(req, shown) {
      const session = await sessionOf(req);
      if (!session) throw notSignedIn();
      const headers = headersOf(req);
      await orAway(library.api.verifyPassword({ headers, body: { password: shown.password } })).catch(wrongOnly);
      if (session.user.twoFactorEnabled) {
        const code = shown.code?.trim();
        if (!code) throw no('confirmation_code');
        if (/^\d{6}$/.test(code)) await orAway(library.api.verifyTOTP({ headers, body: { code } })).catch(wrongOnly);
        else await orAway(library.api.verifyBackupCode({ headers, body: { code } })).catch(wrongOnly);
      }
      return keepConfirmed(db, session.session.id, clock.now());
    },
    confirmed,
    mails,
    forgetKeys() {
      cache.clear();
      looking.clear();
    },
    close: () => own.close(),
  };
}
