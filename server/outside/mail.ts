/** How mail leaves: any SMTP server by setting, otherwise nowhere but the list of mails itself. */
import { createTransport } from 'nodemailer';

export { type MailContents, renderMail } from './mail-render.ts';

/** A mail ready to go. `id` is its row's, `at` the instant it is dated (epoch milliseconds). */
export interface OutgoingMail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly at: number;
}

export type Delivery =
  | { readonly ok: true; readonly via: 'smtp' | 'local' }
  /** `permanent`: no use to try again. */
  | { readonly ok: false; readonly reason: string; readonly permanent: boolean };

export interface Mailer {
  /** What links in mails begin with. */
  readonly baseUrl: string;
  /** Hands one mail over; never throws. */
  deliver(mail: OutgoingMail): Promise<Delivery>;
  close(): void;
}

export interface MailerOptions {
  readonly baseUrl: string;
  /** Like `smtps://user:password@host:465`; without it mails stay in the local outbox, which is the list of mails. */
  readonly smtpUrl?: string | undefined;
  /** `Name <address>` or an address. */
  readonly from: string;
}

const ADDRESS = /^[^\s@<>,;:"()[\]\\\p{C}]{1,64}@[^\s@<>,;:"()[\]\\\p{C}]{1,255}$/u;
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

interface SmtpFault {
  code?: string;
  responseCode?: number;
  message?: string;
}

/** A 5xx to the address or the mail will not change; one to our sign-in is a fault of the setting, which may be mended. */
function failure(error: unknown): Delivery {
  const { code, responseCode, message } = error as SmtpFault;
  const permanent = (code === 'EENVELOPE' || code === 'EMESSAGE') && (responseCode ?? 0) >= 500;
  return { ok: false, reason: oneLine(message ?? 'mail server failed').slice(0, 500), permanent };
}

function smtpMailer(url: string, from: string): Omit<Mailer, 'baseUrl'> {
  const host = /@([\w.-]+)>?$/.exec(from)?.[1] ?? 'localhost';
  const transport = createTransport(
    { url, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 },
    { from, disableFileAccess: true, disableUrlAccess: true },
  );
  return {
    async deliver(mail) {
      try {
        await transport.sendMail({
          // As an object: a comma or a name in the text can't add a second recipient.
          to: { name: '', address: mail.to },
          subject: oneLine(mail.subject),
          text: mail.text,
          html: mail.html,
          date: new Date(mail.at),
          // The same at every attempt, so that a mailbox which got the first drops the second.
          messageId: `<${mail.id.replace(/[^\w.-]/g, '')}@${host}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return { ok: true, via: 'smtp' };
      } catch (error) {
        return failure(error);
      }
    },
    close: () => transport.close(),
  };
}

/** Opens the way out for mail. An address that can't be one is refused for good before anything is sent. */
export function openMailer(o: MailerOptions): Mailer {
  const way: Omit<Mailer, 'baseUrl'> = o.smtpUrl
    ? smtpMailer(o.smtpUrl, o.from)
    : { deliver: async () => ({ ok: true, via: 'local' }), close: () => undefined };
  return {
    ...way,
    baseUrl: o.baseUrl,
    deliver: async (mail) =>
      ADDRESS.test(mail.to) ? way.deliver(mail) : { ok: false, reason: `not a mail address: ${oneLine(mail.to).slice(0, 100)}`, permanent: true },
  };
}
