/**
 * News in one mail (NOT-4): who asked for it gets what is only news gathered, once a day or a week by their own clock. What is gathered is
 * a row that waits; the mail that carries it is written in the transaction that says so, once, and then sent like any other.
 */
import type { Account, Accounts } from './accounts.ts';
import type { Clock } from './clock.ts';
import { newId } from './ids.ts';
import { renderMail } from './outside/mail.ts';
import { type Db, inTransaction } from './store/db.ts';
import { nextAtClock } from './view/days.ts';
import { digestOf, type Gathered } from './view/notice-mail.ts';

export interface Rhythm {
  readonly every: 'once' | 'day' | 'week';
  /** "08:00", by the person's clock. */
  readonly at: string;
  /** 1 is Monday. */
  readonly weekday: number;
}
/** What holds for who never chose. */
const AT_ONCE: Rhythm = { every: 'once', at: '08:00', weekday: 1 };

interface Row {
  readonly person: string;
  readonly every: 'day' | 'week';
  readonly minute: number;
  readonly weekday: number;
  readonly next_at: Date | null;
}
type Client = Pick<Db['pool'], 'query'>;
const ROW = 'person, every, minute, weekday, next_at';

const minuteOf = (at: string): number => Number(at.slice(0, 2)) * 60 + Number(at.slice(3));
const atOf = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const nextOf = (r: Pick<Row, 'every' | 'minute' | 'weekday'>, now: number, zone: string): number =>
  nextAtClock(now, zone, r.minute, r.every === 'week' ? r.weekday : undefined);

export interface Digests {
  of(person: string): Promise<Rhythm & { readonly next: number | undefined }>;
  /** From now on; choosing to be told at once sends what was gathered. */
  choose(person: string, rhythm: Rhythm): Promise<void>;
  /** Writes the mails that are due; returns how many. */
  run(): Promise<number>;
  /** When the next one is due, ms. */
  nextDue(): Promise<number | undefined>;
}

/**
 * Of these people those whose news is gathered. Their choice cannot change until the transaction ends, and when they are told next is
 * written down.
 */
export async function gathering(c: Client, marketplace: string, people: readonly Account[], now: number): Promise<Set<string>> {
  const { rows } = await c.query<Row>(`select ${ROW} from digests where marketplace = $1 and person = any($2) order by person for update`, [
    marketplace,
    people.map((p) => p.id),
  ]);
  for (const r of rows) {
    const zone = people.find((p) => p.id === r.person)?.zone ?? 'UTC';
    if (!r.next_at) await setNext(c, marketplace, r.person, nextOf(r, now, zone));
  }
  return new Set(rows.map((r) => r.person));
}
const setNext = (c: Client, marketplace: string, person: string, at: number | null) =>
  c.query('update digests set next_at = $3 where marketplace = $1 and person = $2', [marketplace, person, at === null ? null : new Date(at)]);

export function openDigests(deps: {
  readonly db: Db;
  readonly marketplace: string;
  readonly clock: Clock;
  readonly accounts: Pick<Accounts, 'byIds'>;
  readonly baseUrl: string;
}): Digests {
  const { db, marketplace, clock, accounts, baseUrl } = deps;
  const zoneOf = async (person: string): Promise<string> => (await accounts.byIds([person]))[0]?.zone ?? 'UTC';

  /** What was gathered for a person as one mail; nothing when there is nothing, or nowhere to send it. */
  async function send(c: Client, person: string): Promise<void> {
    const [to] = await accounts.byIds([person]);
    const { rows } = await c.query<Gathered & { id: string }>(
      `select m.id, n.contract, n.title, n.sentence, n.deadline, n.at, n.held, c.currency, c.kind as contract_kind
       from mails m join notices n on n.marketplace = m.marketplace and n.id = m.notice
       left join contracts c on c.marketplace = n.marketplace and c.id = n.contract
       where m.marketplace = $1 and m.to_person = $2 and m.state = 'gathered' and m.digest is null order by n.id`,
      [marketplace, person],
    );
    if (!to?.email || rows.length === 0) return;
    const now = clock.now();
    const id = newId(now);
    const contents = digestOf(rows, { locale: to.locale, zone: to.zone }, now, baseUrl);
    const { text, html } = renderMail(contents);
    await c.query(
      `insert into mails (marketplace, id, to_address, to_person, subject, text, html, kind, next_at, created_at) values ($1, $2, $3, $4, $5, $6, $7, 'digest', $8, $8)`,
      [marketplace, id, to.email, person, contents.subject, text, html, new Date(now)],
    );
    await c.query('update mails set digest = $3 where marketplace = $1 and id = any($2)', [marketplace, rows.map((r) => r.id), id]);
  }

  return {
    async of(person) {
      const { rows } = await db.pool.query<Row>(`select ${ROW} from digests where marketplace = $1 and person = $2`, [marketplace, person]);
      const r = rows[0];
      if (!r) return { ...AT_ONCE, next: undefined };
      const next = r.next_at?.getTime() ?? nextOf(r, clock.now(), await zoneOf(person));
      return { every: r.every, at: atOf(r.minute), weekday: r.weekday, next };
    },
    async choose(person, rhythm) {
      const now = clock.now();
      const zone = await zoneOf(person);
      await inTransaction(db, async (c) => {
        const { every, weekday } = rhythm;
        if (every === 'once') {
          await c.query('select 1 from digests where marketplace = $1 and person = $2 for update', [marketplace, person]);
          await send(c, person);
          await c.query('delete from digests where marketplace = $1 and person = $2', [marketplace, person]);
          return;
        }
        const minute = minuteOf(rhythm.at);
        // What has been gathered waits for the new time.
        await c.query(
          `insert into digests as d (marketplace, person, every, minute, weekday) values ($1, $2, $3, $4, $5)
           on conflict (marketplace, person) do update set every = excluded.every, minute = excluded.minute, weekday = excluded.weekday,
             next_at = case when d.next_at is null then null else $6::timestamptz end`,
          [marketplace, person, every, minute, weekday, new Date(nextOf({ every, minute, weekday }, now, zone))],
        );
      });
    },
    async run() {
      let done = 0;
      for (;;) {
        const one = await inTransaction(db, async (c) => {
          const { rows } = await c.query<Row>(
            `select ${ROW} from digests where marketplace = $1 and next_at <= $2 order by next_at, person limit 1 for update skip locked`,
            [marketplace, new Date(clock.now())],
          );
          const person = rows[0]?.person;
          if (person === undefined) return false;
          await send(c, person);
          await setNext(c, marketplace, person, null);
          return true;
        });
        if (!one) return done;
        done += 1;
      }
    },
    async nextDue() {
      const { rows } = await db.pool.query<{ at: Date | null }>('select min(next_at) as at from digests where marketplace = $1', [marketplace]);
      return rows[0]?.at?.getTime();
    },
  };
}
