/**
 * Tells people what happened: follows the journal in order and writes, in one transaction with its own mark, a notice and a mail for
 * each person a step names — once, however often a process restarts (NOT-1, NOT-3).
 */
import { type Contract, type Instance, instancesOf, type Policy, type Step, witnessFacts } from '@fairhold/domain';
import { caseFacts } from '@fairhold/domain/processes/case';
import type { Account, Accounts } from './accounts.ts';
import type { Clock } from './clock.ts';
import { worldOf } from './commit.ts';
import { gathering } from './digest.ts';
import { newId } from './ids.ts';
import { type Db, FOLLOWING, inTransaction } from './store/db.ts';
import { readTail, type ToldStep } from './store/reads.ts';
import { noticeView } from './view/notice.ts';
import { tellsWitness, writeWitnessMail } from './witness-mail.ts';

interface NoticeDeps {
  readonly db: Db;
  readonly marketplace: string;
  readonly clock: Clock;
  readonly accounts: Accounts;
  readonly policy: (id: string) => Policy;
  /** Contracts that are in memory, as they were last committed; the others are read. */
  readonly committed?: (id: string) => Contract | undefined;
  /** Without a mail server the list of mails is where they go: they are there at once, instead of being marked so afterwards. */
  readonly keepsMails?: boolean;
  /** What links in mails begin with; without it witnesses are not written to. */
  readonly baseUrl?: string;
  /** Told after the commit for whom notices that are news were written, one entry a notice. */
  readonly written?: (people: readonly string[]) => void;
}
interface Hearer {
  readonly person: Account;
  readonly account: string;
  readonly role: Step['tells'][number]['to'];
  readonly kind: string;
  readonly legal: boolean;
}

const AT_ONCE = 200;

export interface Notices {
  /** Tells what was committed; with `wait` also what another process is telling just now. Returns how many steps. */
  run(wait?: boolean): Promise<number>;
  /** Whether steps are committed that cannot be told yet: an older transaction of anybody on this PostgreSQL is still running. */
  behind(): Promise<boolean>;
}

/** Whether steps are committed that nobody has been told of yet. By the newest one alone: to look for any at all, the planner reads the whole journal. */
export async function areBehind(db: Db, marketplace: string): Promise<boolean> {
  const { rows } = await db.pool.query<{ behind: boolean }>(
    `select exists (
       select 1 from readers r
       cross join lateral (select xid, n from journal where marketplace = r.marketplace order by journal.xid desc, n desc limit 1) newest
       where r.marketplace = $1 and r.name = 'notices' and (newest.xid, newest.n) > (r.xid, r.n)) as behind`,
    [marketplace],
  );
  return rows[0]?.behind === true;
}

export function openNotices(deps: NoticeDeps): Notices {
  return {
    behind: () => areBehind(deps.db, deps.marketplace),
    async run(wait = false) {
      let all = 0;
      for (;;) {
        const n = await batch(deps, wait);
        all += n;
        if (n < AT_ONCE) return all;
      }
    },
  };
}

async function batch(deps: NoticeDeps, wait: boolean): Promise<number> {
  const { db, marketplace } = deps;
  const people: string[] = [];
  const rows = await inTransaction(
    db,
    async (c) => {
      await c.query(`insert into readers (marketplace, name, xid, n) values ($1, 'notices', '0', 0) on conflict do nothing`, [marketplace]);
      const { rows: marks } = await c.query<{ xid: string; n: number }>(
        `select xid::text as xid, n from readers where marketplace = $1 and name = 'notices' for update ${wait ? '' : 'skip locked'}`,
        [marketplace],
      );
      const mark = marks[0];
      if (!mark) return 0;
      const { rows, last } = await readTail(c as unknown as Db['pool'], marketplace, mark, AT_ONCE);
      if (!last) return 0;
      const docs = await contractsOf(deps, c, rows);
      const written = [];
      for (const row of rows) written.push(...(await noticesFor(deps, row, docs.get(row.contract))));
      const unwanted = await choices(
        c,
        marketplace,
        written.map((w) => w.notice.person),
      );
      const wanted = written.filter((w) => w.mail && (w.notice.legal || !unwanted.has(`${w.notice.person} ${w.process}`)));
      const news = wanted.filter((w) => w.news).map((w) => w.person);
      const gathered = await gathering(c, marketplace, news, deps.clock.now());
      const mails = wanted.flatMap((w) => (w.mail ? [{ ...w.mail, notice: w.notice.id, gathered: w.news && gathered.has(w.person.id) }] : []));
      const sent = new Map(mails.map((m) => [m.notice, m.id]));
      await c.query(
        `insert into notices (marketplace, id, person, contract, seq, kind, title, sentence, legal, href, deadline, at, read_at, mail, held)
       select $1, n.id, n.person, n.contract, n.seq, n.kind, n.title, n.sentence, n.legal, n.href, n.deadline, n.at, n.read_at, n.mail, n.held
       from jsonb_to_recordset($2) as n(id text, person text, contract text, seq integer, kind text, title text, sentence text, legal boolean, href text, deadline jsonb, at timestamptz, read_at timestamptz, mail text, held bigint)
       on conflict on constraint notices_once do nothing`,
        [marketplace, JSON.stringify(written.map((w) => ({ ...w.notice, mail: sent.get(w.notice.id) ?? null })))],
      );
      await c.query(
        `insert into mails (marketplace, id, to_person, to_address, notice, locale, zone, contract, seq, kind, next_at, created_at, state, sent_at, attempts)
       select $1, m.id, m.to_person, m.to_address, m.notice, m.locale, m.zone, m.contract, m.seq, m.kind, $3, $3,
              case when m.gathered then 'gathered' when $4::boolean then 'sent' else 'queued' end,
              case when $4::boolean and not m.gathered then $3::timestamptz end, case when $4::boolean and not m.gathered then 1 else 0 end
       from jsonb_to_recordset($2) as m(gathered boolean, id text, to_person text, to_address text, notice text, locale text, zone text, contract text, seq integer, kind text)`,
        [marketplace, JSON.stringify(mails), new Date(deps.clock.now()), deps.keepsMails === true],
      );
      for (const row of rows) await tellWitness(deps, c, row, docs.get(row.contract));
      await c.query(`update readers set xid = $2::xid8, n = $3 where marketplace = $1 and name = 'notices'`, [marketplace, last.xid, last.n]);
      for (const { notice } of written) if (!notice.read_at) people.push(notice.person);
      return rows.length;
    },
    FOLLOWING,
  );
  deps.written?.(people);
  return rows;
}

/** DSP-10, DSP-11: who has no account hears of it by a mail of its own. */
async function tellWitness(deps: NoticeDeps, c: { query: Db['pool']['query'] }, row: ToldStep, doc: Contract | undefined): Promise<void> {
  const { baseUrl, marketplace } = deps;
  if (!doc || baseUrl === undefined || !tellsWitness(row)) return;
  const by = (row.act === 'inviteWitness' ? row.actor.person : undefined) ?? doc[witnessFacts(doc.instances[row.on] as Instance).by];
  const names = await deps.accounts.names([doc.client, doc.freelancer, ...instancesOf(doc, 'witness').map((i) => witnessFacts(i).person)]);
  const [inviter] = await deps.accounts.byIds([by]);
  await writeWitnessMail(c, { marketplace, baseUrl, now: deps.clock.now }, { row, c: doc, names, inviter });
}

/** The contracts of some steps, no older than these. */
async function contractsOf(deps: NoticeDeps, c: { query: Db['pool']['query'] }, rows: readonly ToldStep[]): Promise<Map<string, Contract>> {
  const out = new Map<string, Contract>();
  const missing = new Set<string>();
  for (const row of rows) {
    const known = deps.committed?.(row.contract);
    if (known && known.seq >= row.seq) out.set(known.id, known);
    else missing.add(row.contract);
  }
  if (missing.size === 0) return out;
  const { rows: docs } = await c.query<{ id: string; doc: Contract }>('select id, c.doc from contracts c where marketplace = $1 and id = any($2)', [
    deps.marketplace,
    [...missing],
  ]);
  for (const d of docs) out.set(d.id, d.doc);
  return out;
}

/** NOT-4: what binds nobody and asks for nothing; what is told beside an open deadline of the reader's is news, what opened or recalls it is not. */
const isNews = (n: { readonly legal: boolean }, deadline: { readonly yours: boolean; readonly on: string } | undefined, on: string): boolean =>
  !n.legal && !(deadline?.yours && deadline.on === on);

async function choices(c: { query: Db['pool']['query'] }, marketplace: string, people: readonly string[]): Promise<Set<string>> {
  const { rows } = await c.query<{ person: string; process: string }>(
    'select person, process from mail_choices where marketplace = $1 and person = any($2)',
    [marketplace, [...new Set(people)]],
  );
  return new Set(rows.map((r) => `${r.person} ${r.process}`));
}

async function noticesFor(deps: NoticeDeps, row: ToldStep, c: Contract | undefined) {
  if (!c || row.tells.length === 0) return [];
  const hearers = await hearersOf(deps, c, row.tells);
  const names = await deps.accounts.names([
    c.client,
    c.freelancer,
    ...hearers.map((h) => h.person.id),
    ...instancesOf(c, 'witness').map((i) => witnessFacts(i).person),
    ...(row.actor.person ? [row.actor.person] : []),
  ]);
  const policy = deps.policy(c.policy);
  return hearers.map((h) => {
    const id = newId(deps.clock.now());
    const view = noticeView({
      row,
      c,
      names,
      policy,
      now: deps.clock.now(),
      world: worldOf(new Map(), deps.clock.now(), c.currency),
      to: { person: h.person.id, account: h.account, role: h.role, zone: h.person.zone, locale: h.person.locale },
    });
    const notice = {
      id,
      person: h.person.id,
      contract: c.id,
      seq: row.seq,
      kind: h.kind,
      title: view.title,
      sentence: view.sentence,
      legal: h.legal,
      href: view.href,
      deadline: view.deadline ?? null,
      held: c.held,
      at: row.happenedAt.toISOString(),
      // A receipt of one's own act is no news.
      read_at: row.actor.person === h.person.id || h.kind.startsWith('charge.') ? row.happenedAt.toISOString() : null,
    };
    const mail = h.person.email && {
      id: newId(deps.clock.now()),
      to_person: h.person.id,
      to_address: h.person.email,
      locale: h.person.locale,
      zone: h.person.zone,
      contract: c.id,
      seq: row.seq,
      kind: h.kind,
    };
    return { notice, mail: mail || undefined, process: row.process, person: h.person, news: isNews(h, view.deadline, row.on) };
  });
}

/** The people behind the parts a step names. Who acted hears of it too: a receipt. */
async function hearersOf(deps: NoticeDeps, c: Contract, tells: Step['tells']): Promise<Hearer[]> {
  const out: Hearer[] = [];
  for (const t of tells) {
    const people = await peopleFor(deps, c, t.to);
    for (const p of people) out.push({ person: p.person, account: p.account, role: t.to, kind: t.kind, legal: t.legal });
  }
  return out.filter((h, n) => out.findIndex((o) => o.person.id === h.person.id) === n);
}

async function peopleFor(deps: NoticeDeps, c: Contract, to: Step['tells'][number]['to']): Promise<{ person: Account; account: string }[]> {
  if (to === 'client' || to === 'freelancer') {
    const people = await deps.accounts.peopleOf(c[to]);
    return people.map((person) => ({ person, account: c[to] }));
  }
  if (to === 'finance') return (await deps.accounts.staff(['finance'])).map((person) => ({ person, account: person.id }));
  if (to === 'staff') return (await deps.accounts.staff(['support', 'operator'])).map((person) => ({ person, account: person.id }));
  const open = instancesOf(c, 'case').at(-1);
  const assigned = open && (to === 'mediator' ? caseFacts(open).mediator : caseFacts(open).arbitrator);
  const people = assigned ? await deps.accounts.byIds([assigned]) : await deps.accounts.staff([to]);
  return people.map((person) => ({ person, account: person.id }));
}
