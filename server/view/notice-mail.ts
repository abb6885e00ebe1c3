/** The mail that tells of a notice (NOT-1, NOT-3): the same sentence, the deadline in both zones, one link to the place where the reader acts. */
import { bothZones, date, dateTime, money, wordsFor } from '@fairhold/copy';
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
  /** Whether it is what the reader has to answer, and not only told of beside it. */
  readonly asks: boolean;
  readonly deadline?: Pick<DeadlineView, 'at' | 'title' | 'yours' | 'silence'>;
  /** What the contract held then, in minor units. */
  readonly held?: { readonly amount: number; readonly currency: string };
}

export function mailOf(n: Told, to: { readonly locale: string; readonly zone: string }, baseUrl: string) {
  const say = wordsFor(to.locale).SAY;
  const { deadline } = n;
  const by = deadline && { utc: dateTime(Date.parse(deadline.at), 'UTC', to.locale), local: dateTime(Date.parse(deadline.at), to.zone, to.locale) };
  const subject = say.subject(n.sentence.replace(/\.$/, '').slice(0, 120), n.asks && deadline?.yours ? by?.local : undefined);
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

/** A notice that was gathered, as its row is read. */
export interface Gathered {
  readonly contract: string;
  readonly title: string;
  readonly sentence: string;
  readonly deadline: Told['deadline'] | null;
  readonly at: Date;
  readonly held: number | null;
  readonly currency: string | null;
  readonly contract_kind: string | null;
}

/** Many notices as one mail (NOT-4): each with what its own mail would have said, those of one contract together, the oldest first. */
export function digestOf(all: readonly Gathered[], to: { readonly locale: string; readonly zone: string }, now: number, baseUrl: string) {
  const say = wordsFor(to.locale).SAY;
  const together = [...Map.groupBy(all, (n) => n.contract).values()].flat();
  return {
    locale: to.locale,
    subject: say.digest.subject(all.length, date(now, to.zone, to.locale)),
    lead: say.digest.lead(all.length),
    facts: together.map((n) => ({
      label: n.title || say.mail.yourAccount,
      value: [
        bothZones(n.at.getTime(), to.zone, to.locale),
        n.sentence,
        ...(n.deadline ? [n.deadline.silence.sentence] : []),
        ...(n.held !== null && n.currency && n.contract_kind !== 'wallet'
          ? [`${say.mail.heldNow}: ${money(Number(n.held), n.currency, to.locale)}.`]
          : []),
      ].join(' · '),
    })),
    link: { label: say.digest.link, href: `${baseUrl}/notices` },
    footer: say.digest.footer,
  };
}
