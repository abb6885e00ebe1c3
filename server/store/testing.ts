/** A private database for a test, cloned from a migrated template. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Db, openDb } from './db.ts';
import { migrate } from './migrate.ts';

const LOCK = 0x7e57;

async function asAdmin<T>(url: string, fn: (c: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
}

/** The address of another database on the same server. */
export function databaseUrl(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.toString();
}

/** Sets a database to take no writes, or lets it take them again; connections that are open are closed, as by a restart. */
export async function takeWrites(url: string, yes: boolean): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await asAdmin(databaseUrl(url, 'postgres'), async (c) => {
    await c.query(`alter database "${name}" ${yes ? 'reset default_transaction_read_only' : 'set default_transaction_read_only = on'}`);
    await c.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()', [name]);
  });
}

/** Makes the migrated template of a run. */
export async function makeTemplate(url: string): Promise<{ name: string; drop(): Promise<void> }> {
  const name = `fairhold_template_${randomBytes(6).toString('hex')}`;
  await asAdmin(url, (c) => c.query(`create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`));
  await migrate(databaseUrl(url, name));
  return { name, drop: () => asAdmin(url, async (c) => void (await c.query(`drop database if exists ${name} with (force)`))) };
}

/** A database of one's own, empty but migrated; `close` drops it. Cloning takes turns, since a template may have one reader. */
export async function testDb(o: { adminUrl?: string; template?: string } = {}): Promise<Db> {
  const { inject } = await import('vitest');
  const adminUrl = o.adminUrl ?? inject('adminUrl');
  const template = o.template ?? inject('template');
  const name = `fairhold_test_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, async (c) => {
    await c.query('select pg_advisory_lock($1)', [LOCK]);
    await c.query(`create database ${name} template ${template}`);
  });
  const db = openDb(databaseUrl(adminUrl, name));
  return {
    ...db,
    async close() {
      await db.close();
      await asAdmin(adminUrl, (c) => c.query(`drop database if exists ${name} with (force)`));
    },
  };
}
