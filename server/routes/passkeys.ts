/** Passkeys: made, named, listed, removed; signing in with one, and showing with one that it is still oneself (ACC-3, ACC-5). */
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { limit } from '../limits.ts';
import { no } from '../problem.ts';
import { listPasskeys, type PasskeyRow, removePasskey, renamePasskey } from '../store/passkeys.ts';
import type { AccountDeps } from './accounts.ts';

const Passkey = z
  .object({ id: z.string(), name: z.string(), createdAt: z.iso.datetime(), lastUsedAt: z.iso.datetime().nullable() })
  .meta({ id: 'Passkey' });
const List = z.object({ items: z.array(Passkey) });
const Id = z.object({ id: z.string().max(1400) });
const name = z.string().trim().min(1).max(100);

const bytes = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[\w-]+$/, 'is no base64url');
const common = { id: bytes(1400), rawId: bytes(1400), type: z.literal('public-key') };
const Made = z.object({
  ...common,
  response: z.object({
    clientDataJSON: bytes(10_000),
    attestationObject: bytes(100_000),
    transports: z.array(z.string().max(30)).max(10).optional(),
  }),
});
/** What a browser answers with when a passkey is shown. */
export const Shown = z
  .object({
    ...common,
    response: z.object({
      clientDataJSON: bytes(10_000),
      authenticatorData: bytes(10_000),
      signature: bytes(10_000),
      userHandle: bytes(200).nullish(),
    }),
  })
  .meta({ id: 'ShownPasskey' });
export const shownBy = (body: z.infer<typeof Shown>) => ({ ...body, clientExtensionResults: {} }) as AuthenticationResponseJSON;
/** By the Web Authentication standard, for `navigator.credentials`; the library of a browser takes it as it is. */
export const Options = z.looseObject({ challenge: z.string() }).meta({ id: 'PasskeyOptions' });

const view = (row: PasskeyRow): z.infer<typeof Passkey> => ({
  id: row.id,
  name: row.name,
  createdAt: row.created_at.toISOString(),
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
});

export function passkeyRoutes(app: FastifyInstance, deps: AccountDeps): void {
  const r = app.withTypeProvider<ZodTypeProvider>();
  const { db, auth, config, marketplace, passkeys } = deps;

  /** The caller, who is here by a session: the table of access sees to it. */
  async function here(req: FastifyRequest) {
    const caller = await deps.requireCaller(req);
    if (!caller.session) throw no('session_needed');
    return { ...caller, session: caller.session };
  }
  const listed = async (person: string) => ({ items: (await listPasskeys(db, marketplace, person)).map(view) });

  r.get('/v1/passkeys', { schema: { tags: ['people'], summary: 'Your passkeys', response: { 200: List } } }, async (req) =>
    listed((await here(req)).person),
  );

  r.post(
    '/v1/passkeys/options',
    {
      config: { ownKey: true },
      schema: {
        tags: ['people'],
        summary: 'What a browser makes a passkey from',
        description: 'Good for five minutes and one passkey, in this session.',
        response: { 200: Options },
      },
    },
    async (req) => ({ ...(await passkeys.addOptions(req, await here(req))) }),
  );

  r.post(
    '/v1/passkeys',
    { schema: { tags: ['people'], summary: 'Keep a passkey', body: z.object({ name, passkey: Made }), response: { 201: Passkey } } },
    async (req, reply) => {
      const caller = await here(req);
      const made = { ...req.body.passkey, clientExtensionResults: {} } as RegistrationResponseJSON;
      const row = await passkeys.add(req, caller, req.body.name, made);
      await auth.mails.news(caller.person, 'passkeyAdded', { values: { key: row.name } });
      return reply.code(201).send(view(row));
    },
  );

  r.patch(
    '/v1/passkeys/:id',
    { schema: { tags: ['people'], summary: 'Name a passkey', params: Id, body: z.object({ name }), response: { 200: List } } },
    async (req) => {
      const { person } = await here(req);
      if (!(await renamePasskey(db, marketplace, person, req.params.id, req.body.name))) throw no('not_found.passkey');
      return listed(person);
    },
  );

  r.delete(
    '/v1/passkeys/:id',
    {
      schema: {
        tags: ['people'],
        summary: 'Remove a passkey',
        description: 'It signs nobody in any more. The password stays.',
        params: Id,
        response: { 200: List },
      },
    },
    async (req) => {
      const { person } = await here(req);
      const was = await removePasskey(db, marketplace, person, req.params.id);
      if (was === undefined) throw no('not_found.passkey');
      await auth.mails.news(person, 'passkeyRemoved', { values: { key: was } });
      return listed(person);
    },
  );

  const tries = limit(app, { max: (config.signInTries || 100) * 10, windowMs: 15 * 60_000, says: 'rate_limited.signIn' });
  r.post(
    '/v1/passkeys/sign-in/options',
    {
      config: { ownKey: true },
      schema: {
        tags: ['people'],
        summary: 'What a browser asks a passkey for, to sign in',
        description: 'Good for five minutes and one answer.',
        response: { 200: Options },
      },
    },
    async (req, reply) => {
      await tries(req, reply, `passkey ${req.ip}`);
      return { ...(await passkeys.signInOptions(req)) };
    },
  );

  r.post(
    '/v1/passkeys/sign-in',
    {
      // Its answer is cookies: nothing that is kept could give them again.
      config: { ownKey: true },
      schema: {
        tags: ['people'],
        summary: 'Sign in with a passkey',
        description: 'A passkey is a password and a second factor at once: the device has made sure of its person.',
        body: z.object({ passkey: Shown }),
        response: { 200: z.object({ person: z.string() }) },
      },
    },
    async (req, reply) => {
      await tries(req, reply, `passkey ${req.ip}`);
      const person = await passkeys.signIn(req, shownBy(req.body.passkey));
      const cookies = await auth.enter(req, person);
      if (!cookies) throw no('passkey_wrong');
      for (const cookie of cookies) reply.header('set-cookie', cookie);
      return { person };
    },
  );

  r.post(
    '/v1/sessions/confirm/options',
    {
      config: { ownKey: true },
      schema: {
        tags: ['people'],
        summary: 'What a browser asks a passkey of yours for, to show again who you are',
        description: 'The answer goes to POST /v1/sessions/confirm as `passkey`.',
        response: { 200: Options },
      },
    },
    async (req) => ({ ...(await passkeys.confirmOptions(req, await here(req))) }),
  );
}
