/**
 * Erasure of a person who asked for it (AUD-3, ACC-4): after two weeks in which it can be stopped, and not before everything of theirs
 * has come to an end. What others' contracts, the books and the record need stays, under nobody's name.
 */
import type { Auth } from '../auth/auth.ts';
import type { Server } from '../server.ts';
import { inTransaction } from '../store/db.ts';
import { blockersOf } from './blockers.ts';

/** How long it can be stopped. */
export const ERASURE_WAIT_MS = 14 * 86_400_000;
/** Something came up meanwhile: looked at again after this long. */
const AGAIN_MS = 86_400_000;
/** The last mail is kept until it is surely gone. */
const FAREWELL_MS = 86_400_000;

type Deps = Pick<Server, 'db' | 'config' | 'clock' | 'policies' | 'accounts'> & { readonly auth: Pick<Auth, 'mails' | 'forgetKeys'> };

export interface Erasures {
  /** When the person will be erased, ms; undefined: it was not asked for. */
  dueAt(person: string): Promise<number | undefined>;
  /** The same question twice keeps the first date. Returns it, ms. */
  ask(person: string): Promise<number>;
  /** Whether there was something to stop. */
  stop(person: string): Promise<boolean>;
  /** Erases whoever is due and has nothing in the way; returns how many. */
  run(): Promise<number>;
  /** When the next one is due, ms. */
  nextDue(): Promise<number | undefined>;
  /** Forgets addresses that were kept only for the last mail to them. */
  forgetFarewells(): Promise<void>;
}

export function openErasures(deps: Deps): Erasures {
  const { db, clock } = deps;
  const market = deps.config.marketplace;
  const one = [market] as const;

  async function erase(person: string): Promise<void> {
    const { rows } = await db.pool.query<{ email: string | null; locale: string; zone: string }>(
      'select email, locale, zone from accounts where marketplace = $1 and id = $2',
      [...one, person],
    );
    const was = rows[0];
    await inTransaction(db, async (c) => {
      // Their content goes with the next tidying: nothing names it any more.
      await c.query('delete from files where marketplace = $1 and owner = $2 and attached_to is null', [...one, person]);
      // Also what was written to their address before mails said whose they are.
      await c.query('delete from mails where marketplace = $1 and to_address = $2', [...one, was?.email ?? '']);
      for (const [table, column] of FORGOTTEN) await c.query(`delete from ${table} where marketplace = $1 and ${column} = $2`, [...one, person]);
      await c.query(
        `update payout_methods set sealed = null, print = id, label = '••••', removed_at = coalesce(removed_at, $3) where marketplace = $1 and account = $2`,
        [...one, person, new Date(clock.now())],
      );
      await c.query(
        `update accounts set name = '', email = null, zone = 'UTC', locale = 'en', about = null, erased_at = $3 where marketplace = $1 and id = $2`,
        [...one, person, new Date(clock.now())],
      );
      // Sessions, passwords and second factors go with it.
      await c.query('delete from auth."user" where id = $1', [person]);
      await c.query('update erasures set done_at = $3 where marketplace = $1 and person = $2', [...one, person, new Date(clock.now())]);
    });
    deps.accounts.forget(person);
    deps.auth.forgetKeys();
    // Only what has happened is told.
    if (was?.email) await deps.auth.mails.farewell({ ...was, email: was.email });
  }

  return {
    async dueAt(person) {
      const { rows } = await db.pool.query<{ due_at: Date }>(
        'select due_at from erasures where marketplace = $1 and person = $2 and done_at is null',
        [...one, person],
      );
      return rows[0]?.due_at.getTime();
    },
    async ask(person) {
      const now = clock.now();
      const { rows } = await db.pool.query<{ due_at: Date }>(
        `insert into erasures (marketplace, person, asked_at, due_at, next_at) values ($1, $2, $3, $4, $4)
         on conflict (marketplace, person) do update set due_at = erasures.due_at returning due_at`,
        [...one, person, new Date(now), new Date(now + ERASURE_WAIT_MS)],
      );
      return (rows[0] as { due_at: Date }).due_at.getTime();
    },
    async stop(person) {
      const { rowCount } = await db.pool.query('delete from erasures where marketplace = $1 and person = $2 and done_at is null', [...one, person]);
      return (rowCount ?? 0) > 0;
    },
    async run() {
      const now = clock.now();
      // Whoever takes one puts it off first, so that no other process takes it too, and one that fails does not come back at once.
      const { rows } = await db.pool.query<{ person: string }>(
        `with mine as (select marketplace, person from erasures where marketplace = $1 and next_at <= $2 and done_at is null limit 10 for update skip locked)
         update erasures e set next_at = $3 from mine where e.marketplace = mine.marketplace and e.person = mine.person returning e.person`,
        [...one, new Date(now), new Date(now + AGAIN_MS)],
      );
      let erased = 0;
      for (const { person } of rows) {
        try {
          if ((await blockersOf(deps, person)).length > 0) continue;
          await erase(person);
          erased += 1;
        } catch (error) {
          // One that fails keeps nobody else waiting; it is tried again tomorrow.
          console.error(`erasure of ${person}:`, error instanceof Error ? error.message : error);
        }
      }
      return erased;
    },
    async nextDue() {
      const { rows } = await db.pool.query<{ at: Date | null }>(
        'select min(next_at) as at from erasures where marketplace = $1 and done_at is null',
        [...one],
      );
      return rows[0]?.at?.getTime();
    },
    async forgetFarewells() {
      await db.pool.query(`delete from mails where marketplace = $1 and kind = 'farewell' and created_at < $2 and state <> 'queued'`, [
        ...one,
        new Date(clock.now() - FAREWELL_MS),
      ]);
    },
  };
}

/** What nobody else needs: gone, row by row. */
const FORGOTTEN: readonly (readonly [table: string, column: string])[] = [
  ['mails', 'to_person'],
  ['notices', 'person'],
  ['mail_choices', 'person'],
  ['digests', 'person'],
  ['read_marks', 'person'],
  ['draft_versions', 'person'],
  ['drafts', 'person'],
  ['api_keys', 'person'],
  ['passkeys', 'person'],
  ['cards', 'account'],
  ['webhooks', 'account'],
  ['members', 'person'],
  ['requests', 'caller'],
];
