/** The mail that tells of a notice (NOT-1, NOT-3): the same sentence, the deadline in both zones, one link to the place where the reader acts. */
import { bothZones, dateTime, money, wordsFor } from '@fairhold/copy';
import type { DeadlineView } from './deadlines.ts';

/** What a mail is written from. */
export interface Told {
  /** The contract's; empty: the reader's account. */
  readonly title: string;
  readonly sentence: string;
  /** Path of the page. */
  readonly href: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly deadline?: Pick<DeadlineView, 'at' | 'title' | 'yours' | 'silence'>;
  /** What the contract held then, in minor units. */
  readonly held?: { readonly amount: number; readonly currency: string };
}

export function mailOf(n: Told, to: { readonly locale: string; readonly zone: string }, baseUrl: string) {
  const say = wordsFor(to.locale).SAY;
  const { deadline } = n;
  const by = deadline && { utc: dateTime(Date.parse(deadline.at), 'UTC', to.locale), local: dateTime(Date.parse(deadline.at), to.zone, to.locale) };
  const subject = say.subject(n.sentence.replace(/\.$/, '').slice(0, 120), deadline?.yours ? by?.local : undefined);
  return {
    locale: to.locale,
    subject,
    lead: n.sentence,
    facts: [
      { label: say.mail.contract, value: n.title || say.mail.yourAccount },
      { label: say.mail.when, value: bothZones(n.at, to.zone, to.locale) },
      ...(n.held ? [{ label: say.mail.heldNow, value: money(n.held.amount, n.held.currency, to.locale) }] : []),
    ],
    ...(deadline && by && { silence: deadline.silence.sentence, deadline: by }),
    link: { label: deadline?.yours ? deadline.title : say.mail.openContract, href: `${baseUrl}${n.href}` },
    footer: say.mail.footer,
  };
}
