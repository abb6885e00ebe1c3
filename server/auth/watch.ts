/** What the sign-in library does that changes how somebody signs in: it is told to them afterwards, and asked for before where it must be (ACC-3). */
import type { FastifyRequest } from 'fastify';
import { no } from '../problem.ts';
import type { AccountMails } from './mails.ts';

const WATCHED = new Set([
  '/auth/change-password',
  '/auth/change-email',
  '/auth/two-factor/verify-totp',
  '/auth/two-factor/disable',
  '/auth/two-factor/generate-backup-codes',
]);

interface WatchDeps {
  hasSecondFactor(person: string): Promise<boolean>;
  /** Whether the person of the session has shown again who they are. */
  confirmed(req: FastifyRequest): Promise<boolean>;
  readonly mails: Pick<AccountMails, 'news'>;
  /** Called when something may have changed. */
  changed(): void;
}
/** Called with the body that was sent, when the library has done it. */
type Told = (body: string | undefined) => Promise<void>;

export function openWatch({ hasSecondFactor, confirmed, mails, changed }: WatchDeps) {
  return {
    on: (path: string): boolean => WATCHED.has(path),
    /** Before it: what is to be told afterwards. Throws `confirmation_needed`. */
    async begin(req: FastifyRequest, path: string, person: string | undefined): Promise<Told | undefined> {
      if (!person) return undefined;
      if (path === '/auth/change-email' && !(await confirmed(req))) throw no('confirmation_needed');
      const had = await hasSecondFactor(person);
      return async (body) => {
        changed();
        const has = await hasSecondFactor(person);
        if (has !== had) await mails.news(person, has ? 'factorOn' : 'factorOff');
        if (path === '/auth/change-password') await mails.news(person, 'passwordChanged');
        if (path === '/auth/two-factor/generate-backup-codes') await mails.news(person, 'codesMade');
        if (path === '/auth/change-email')
          await mails.news(person, 'mailAsked', { values: { to: String((JSON.parse(body ?? '{}') as { newEmail?: unknown }).newEmail) } });
      };
    },
  };
}
