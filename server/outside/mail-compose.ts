/**
 * The words of a mail. One that was queued as it is (a new account, a password) has them; one that tells of a notice is written from it
 * when it is sent or looked at, so that nothing is stored twice (decision 0031).
 */
import type { Db } from '../store/db.ts';
import { mailOf, type Told } from '../view/notice-mail.ts';
import { renderMail } from './mail.ts';

/** The tables, and the columns that `composed` takes beside those of the reader. */
export const MAILS = `mails m left join notices n on n.marketplace = m.marketplace and n.id = m.notice
  left join contracts c on c.marketplace = n.marketplace and c.id = n.contract`;
export const WORDS = `m.subject, m.text, m.html, m.locale, m.zone, n.id as notice, n.kind as told_kind, n.title, n.sentence, n.href, n.deadline, n.at as told_at, n.held, c.currency, c.kind as contract_kind`;

export interface MailWords {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
/** A row of `WORDS`. */
export interface MailSource {
  readonly subject: string | null;
  readonly text: string | null;
  readonly html: string | null;
  readonly locale: string | null;
  readonly zone: string | null;
  readonly notice: string | null;
  /** Process and act of what it tells of. */
  readonly told_kind: string;
  readonly title: string;
  readonly sentence: string;
  readonly href: string;
  readonly deadline: Told['deadline'] | null;
  readonly told_at: Date;
  readonly held: number | null;
  readonly currency: string | null;
  readonly contract_kind: string | null;
}

/** What the bank did, and what a witness said, wait for nobody's answer, though a deadline may run beside it. */
const NEWS = /^(refund|payout|witness)\./;

/** The words of a mail; undefined when there is nothing they could be written from. `baseUrl`: what links begin with. */
export function composed(m: MailSource, baseUrl: string): MailWords | undefined {
  const { subject, text, html } = m;
  if (subject !== null && text !== null && html !== null) return { subject, text, html };
  if (m.notice === null) return undefined;
  const told: Told = {
    title: m.title,
    sentence: m.sentence,
    href: m.href,
    at: m.told_at.getTime(),
    asks: !NEWS.test(m.told_kind),
    ...(m.deadline && { deadline: m.deadline }),
    ...(m.held !== null && m.currency && m.contract_kind !== 'wallet' && { held: { amount: Number(m.held), currency: m.currency } }),
  };
  const contents = mailOf(told, { locale: m.locale ?? 'en', zone: m.zone ?? 'UTC' }, baseUrl);
  return { subject: contents.subject, ...renderMail(contents) };
}

export interface StoredMail extends MailWords {
  readonly id: string;
  readonly to: string;
  readonly person: string | null;
  readonly kind: string;
  readonly contract: string | null;
  readonly state: 'queued' | 'sent' | 'failed';
  readonly reason: string | null;
  readonly at: Date;
}

/** Mails with their words, the newest first. */
export async function readMails(
  db: Db,
  marketplace: string,
  baseUrl: string,
  o: { readonly to?: string | undefined; readonly contract?: string; readonly limit?: number } = {},
): Promise<StoredMail[]> {
  const { rows } = await db.pool.query<MailSource & Omit<StoredMail, keyof MailWords>>(
    `select m.id, m.to_address as "to", m.to_person as person, m.kind, m.contract, m.state, m.reason, m.created_at as at, ${WORDS} from ${MAILS}
     where m.marketplace = $1 and m.state <> 'gathered' and ($2::text is null or m.to_address = $2) and ($3::text is null or m.contract = $3) order by m.id desc limit $4`,
    [marketplace, o.to ?? null, o.contract ?? null, o.limit ?? 500],
  );
  return rows.flatMap((m) => {
    const words = composed(m, baseUrl);
    const { id, to, person, kind, contract, state, reason, at } = m;
    return words ? [{ id, to, person, kind, contract, state, reason, at, ...words }] : [];
  });
}
