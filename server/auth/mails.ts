/** Mails about an account itself: links that prove an address, and word of everything that makes signing in different (ACC-3). */
import { bestOf, bothZones, fill, isZone, wordsFor } from '@fairhold/copy';
import type { SecurityNews } from '@fairhold/copy/en/rest';
import { renderMail } from '../outside/mail-render.ts';
import type { Db } from '../store/db.ts';
import { personById } from './people.ts';

export interface AccountMails {
  /** In the language of the account; before there is one, in the browser's. */
  link(user: { id: string; email: string }, kind: 'passwordMail' | 'verifyMail', page: string, token: string, headers?: Headers): Promise<void>;
  /** `to`: the address that is told, when it is no longer the account's. */
  news(person: string, what: SecurityNews, o?: { to?: string; values?: Readonly<Record<string, string>> }): Promise<void>;
  /** The last mail: it belongs to an address and to nobody. The account is gone, so the caller says what it was. */
  farewell(was: { readonly email: string; readonly locale: string; readonly zone: string }): Promise<void>;
}

interface MailDeps {
  readonly db: Db;
  readonly marketplace: string;
  readonly baseUrl: string;
  now(): number;
  /** `person`: whose it is, so that it is exported and goes with them. */
  sendMail(m: AccountMail): Promise<void>;
}

/** Tells the people of an account, and who else it is about, what was changed about who acts for it or where its news go (ACC-3). */
export type Tell = (account: string, what: SecurityNews, values: Readonly<Record<string, string>>, too?: string) => Promise<void>;

export interface AccountMail {
  readonly to: string;
  readonly person?: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly kind: string;
}

export function openAccountMails(deps: MailDeps): AccountMails {
  const { db, marketplace, baseUrl } = deps;

  function written(what: SecurityNews, reader: { readonly locale: string; readonly zone: string }, values: Readonly<Record<string, string>> = {}) {
    const { SAY: say, SECURITY } = wordsFor(reader.locale);
    const [subject, lead] = [fill(SECURITY[what].subject, values), fill(SECURITY[what].lead, values)];
    const facts = [{ label: say.mail.when, value: bothZones(deps.now(), reader.zone, reader.locale) }];
    const link = { label: say.securityMail.link, href: `${baseUrl}/settings` };
    return { subject, ...renderMail({ locale: reader.locale, subject, lead, facts, link, footer: say.securityMail.footer }) };
  }

  return {
    async link(user, kind, page, token, headers) {
      const locale = (await personById(db, marketplace, user.id))?.locale ?? browserOf(headers).locale ?? 'en';
      const { subject, lead, link, footer } = wordsFor(locale).SAY[kind];
      const href = `${baseUrl}/${page}?token=${encodeURIComponent(token)}`;
      const twins = renderMail({ locale, subject, lead, facts: [], link: { label: link, href }, footer });
      await deps.sendMail({ to: user.email, person: user.id, subject, kind: kind === 'verifyMail' ? 'verify' : 'password', ...twins });
    },
    async news(person, what, o = {}) {
      const row = await personById(db, marketplace, person);
      const to = o.to ?? row?.email;
      if (!row || !to) return;
      await deps.sendMail({ to, person, kind: 'security', ...written(what, row, o.values) });
    },
    farewell: (was) => deps.sendMail({ to: was.email, kind: 'farewell', ...written('erased', was) }),
  };
}

/** The language and the time zone of somebody's browser, as far as it says them and we know them. */
export function browserOf(headers: Headers | undefined): { locale?: string; zone?: string } {
  const locale = bestOf(headers?.get('accept-language') ?? undefined);
  const zone = headers?.get('time-zone') ?? undefined;
  return { ...(locale && { locale }), ...(isZone(zone) && { zone }) };
}
