/** Everything kept about a person, written out piece by piece: contracts a page at a time, every other list as a whole (AUD-3). */
import { advance } from '@fairhold/domain';
import type { Caller } from '../auth/caller.ts';
import { worldOf } from '../commit.ts';
import { type Part, partIn } from '../parts.ts';
import { peopleIn, viewerOf, viewInputOf } from '../routes/contracts.ts';
import { editsOf } from '../routes/record.ts';
import type { Server } from '../server.ts';
import { gathered, openStatement, statementJson } from '../statement.ts';
import { listContracts, readJournal } from '../store/reads.ts';
import { firstMove } from '../store/statement.ts';
import { contractView } from '../view/contract.ts';
import { dayOf } from '../view/days.ts';
import { historyView } from '../view/history.ts';

const PAGE = 50;
const FORMAT = 'fairhold-export/1';

/** Rows of one table that are this person's, without what is secret about them. */
const TABLES: readonly (readonly [name: string, sql: string])[] = [
  ['agencies', 'select agency, role from members where marketplace = $1 and person = $2'],
  ['apiKeys', 'select prefix, name, scopes, created_at, last_used_at, revoked_at from api_keys where marketplace = $1 and person = $2'],
  ['passkeys', 'select id, name, created_at, last_used_at from passkeys where marketplace = $1 and person = $2 order by created_at'],
  ['payoutMethods', 'select id, currency, kind, label, added_at, removed_at from payout_methods where marketplace = $1 and account = $2'],
  ['cards', 'select id, label, verified_at, created_at from cards where marketplace = $1 and account = $2'],
  ['mutedMails', 'select process from mail_choices where marketplace = $1 and person = $2'],
  ['draftVersions', 'select key, version, value, saved_at from draft_versions where marketplace = $1 and person = $2 order by key, begun_at'],
  ['digest', 'select every, minute, weekday from digests where marketplace = $1 and person = $2'],
  ['drafts', 'select key, value, updated_at from drafts where marketplace = $1 and person = $2'],
  ['webhooks', 'select id, url, created_at from webhooks where marketplace = $1 and account = $2'],
  ['files', 'select id, name, size, type, sha256, created_at, attached_to as contract from files where marketplace = $1 and owner = $2 order by id'],
  ['mails', 'select to_address, kind, contract, state, created_at, sent_at from mails where marketplace = $1 and to_person = $2 order by id'],
  ['notices', 'select contract, kind, title, sentence, legal, deadline, at, read_at from notices where marketplace = $1 and person = $2 order by id'],
  [
    'sessions',
    `select s."createdAt" as created_at, s."expiresAt" as expires_at, s."ipAddress" as address, s."userAgent" as agent
                from auth."session" s join accounts a on a.id = s."userId" where a.marketplace = $1 and a.id = $2`,
  ],
];

/** A JSON document in pieces: who they are, then each thing under its name. */
export async function* exportOf(s: Server, caller: Caller): AsyncGenerator<string> {
  const market = s.config.marketplace;
  const now = s.clock.now();
  const { person, name, email, zone, locale, staff, twoFactor } = caller;
  const profile = { person, name, email, zone, locale, staff, twoFactor };
  yield `{"format":${JSON.stringify(FORMAT)},"madeAt":${JSON.stringify(new Date(now).toISOString())},"profile":${JSON.stringify(profile)}`;
  for (const [key, sql] of TABLES) {
    const { rows } = await s.db.pool.query(sql, [market, person]);
    yield `,${JSON.stringify(key)}:${JSON.stringify(rows)}`;
  }
  yield ',"statement":';
  const from = dayOf(await firstMove(s.db, market, person, now), zone);
  const whole = { account: person, zone, locale: caller.speaks, from, to: dayOf(now, zone), filter: {} };
  yield* gathered(statementJson(await openStatement(s, whole)));
  yield ',"contracts":[';
  let first = true;
  for await (const one of contractsOf(s, caller, now)) {
    yield `${first ? '' : ','}${one}`;
    first = false;
  }
  yield ']}';
}

/** Each contract as its party reads it, with all of its history that is theirs to know. */
async function* contractsOf(s: Server, caller: Caller, now: number): AsyncGenerator<string> {
  const market = s.config.marketplace;
  for (let before: string | undefined; ; ) {
    const docs = await listContracts(s.db, market, { accounts: [caller.person], limit: PAGE, ...(before && { before }) });
    for (const doc of docs) {
      const part = partIn(doc, caller);
      if (!part) continue;
      const c = advance(doc, now, s.policies.get(doc.policy), worldOf(new Map(), now, doc.currency)).at(-1)?.contract ?? doc;
      const view = contractView(await viewInputOf(s, c, caller, part, now));
      yield JSON.stringify({ contract: view, history: await historyOf(s, caller, c, part) });
    }
    before = docs.at(-1)?.id;
    if (docs.length < PAGE) return;
  }
}

async function historyOf(s: Server, caller: Caller, c: Parameters<typeof historyView>[0]['c'], part: Part) {
  const rows = await readJournal(s.db, s.config.marketplace, c.id);
  const edits = editsOf(rows.filter((row) => row.act === 'editMessage' || row.act === 'deleteMessage'));
  const names = await s.accounts.names([c.client, c.freelancer, ...peopleIn(c), ...rows.flatMap((row) => row.actor.person ?? [])]);
  const policy = s.policies.get(c.policy);
  return rows.flatMap((row) => historyView({ row, viewer: viewerOf(caller, part), names, c, edits, policy }) ?? []);
}
