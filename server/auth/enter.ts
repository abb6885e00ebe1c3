/** A way into the sign-in library that only the house itself can take: a session for a person who has shown by a passkey who they are (ACC-5). */
import type { BetterAuthPlugin } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';

/** Has no address: no request from outside leads to it. */
export const houseDoor = () =>
  ({
    id: 'house-door',
    endpoints: {
      enterAs: createAuthEndpoint.serverOnly({ method: 'POST', body: z.object({ person: z.string() }) }, async (ctx) => {
        const user = await ctx.context.internalAdapter.findUserById(ctx.body.person);
        if (!user?.emailVerified) return { session: null };
        const session = await ctx.context.internalAdapter.createSession(user.id);
        await setSessionCookie(ctx, { session, user });
        return { session: session.id };
      }),
    },
  }) satisfies BetterAuthPlugin;
