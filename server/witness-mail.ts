/** Mails to witnesses (DSP-10, DSP-11, NOT-2), written in the transaction in which a step is told: once, however often a process restarts. */
import { bothZones, fill, wordsFor } from '@fairhold/copy';
import { type Contract, instance, other, witnessFacts } from '@fairhold/domain';
import type { Account, Named } from './accounts.ts';
import { newId } from './ids.ts';
import { renderMail } from './outside/mail-render.ts';
import type { Db } from './store/db.ts';
import type { ToldStep } from './store/reads.ts';
import { nameOf } from './view/viewer.ts';
import { addressOf, invitationOf, linkFor } from './witnesses.ts';

type Kind = 'invited' | 'reminded' | 'received' | 'withdrawn';
const KINDS: Readonly<Record<string, Kind>> = {
  inviteWitness: 'invited',
  'remind.witnessStatement': 'reminded',
  giveStatement: 'received',
  withdrawInvitation: 'withdrawn',
};

export interface WitnessMailDeps {
  readonly marketplace: string;
  readonly baseUrl: string;
  now(): number;
}
interface Told {
  readonly row: ToldStep;
  readonly c: Contract;
  readonly names: ReadonlyMap<string, Named>;
  /** Who invited: the mails are in their language. */
  readonly inviter: Pick<Account, 'locale' | 'zone'> | undefined;
}

/** Whether a step is one that a witness hears of by mail. */
export const tellsWitness = (row: Pick<ToldStep, 'process' | 'act'>): boolean =>
  (row.process === 'witness' || row.act === 'inviteWitness') && KINDS[row.act] !== undefined;

export async function writeWitnessMail(db: Pick<Db['pool'], 'query'>, deps: WitnessMailDeps, t: Told): Promise<void> {
  const { row, c } = t;
  const kind = KINDS[row.act] as Kind;
  const person = row.act === 'inviteWitness' ? (row.input['witness'] as { id: string }).id : undefined;
  const i = person ? invitationOf(c, person) : instance(c, row.on);
  const asks = kind === 'invited' || kind === 'reminded';
  // Answered, withdrawn or over before its mail was written: nobody is asked any more.
  if (!i || (asks && i.state !== 'invited')) return;
  const f = witnessFacts(i);
  // A link that was used stays known: whoever sends the same once more gets the same answer.
  const link = asks ? await linkFor(db, deps.marketplace, f.person, deps.now(), kind) : undefined;
  const address = link?.address ?? (await addressOf(db, deps.marketplace, f.person));
  if (!address) return;
  const reader = { locale: t.inviter?.locale ?? 'en', zone: t.inviter?.zone ?? 'UTC' };
  const words = wordsFor(reader.locale);
  const name = (id: string) => nameOf(t.names, id, words.SAY.formerMember);
  const values = {
    name: nameOf(t.names, f.person, ''),
    title: c.terms.title,
    by: name(c[f.by]),
    other: name(c[other(f.by)]),
    at: bothZones(f.until, reader.zone, reader.locale),
    client: name(c.client),
    freelancer: name(c.freelancer),
  };
  const { subject, lead, link: label, footer } = words.WITNESS_MAILS[kind];
  const w = words.WITNESS;
  const facts = asks
    ? [
        { label: w.about, value: f.about },
        { label: w.until, value: bothZones(f.until, reader.zone, reader.locale) },
      ]
    : kind === 'received' && f.statement
      ? [
          { label: words.SAY.mail.when, value: bothZones(f.statement.at, reader.zone, reader.locale) },
          { label: w.statement, value: f.statement.text },
          { label: w.hash, value: f.statement.sha256 },
        ]
      : [];
  const mail = {
    locale: reader.locale,
    subject: fill(subject, values),
    lead: fill(lead, values),
    facts,
    ...(asks && { silence: w.you }),
    link: { label, href: link ? `${deps.baseUrl}/witness#${link.token}` : `${deps.baseUrl}/` },
    footer: fill(footer, values),
  };
  const twins = renderMail(mail);
  await db.query(
    `insert into mails (marketplace, id, to_address, subject, text, html, kind, next_at, created_at) values ($1, $2, $3, $4, $5, $6, 'witness', $7, $7)`,
    [deps.marketplace, newId(deps.now()), address, mail.subject, twins.text, twins.html, new Date(deps.now())],
  );
}
