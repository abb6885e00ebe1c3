import { execFile } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { restoreBackup } from '../backup/restore.ts';
import { writeBackup } from '../backup/write.ts';
import { closeBooks } from '../console/books.ts';
import { pathOf } from '../outside/files.ts';
import { startFairhold } from '../start.ts';
import { openDb } from '../store/db.ts';
import { fitPositions } from '../store/positions.ts';
import { databaseUrl } from '../store/testing.ts';
import { awarded, handedTo } from '../testing/case.ts';
import { call, type Json, type Person } from '../testing/http.ts';
import { settings, town } from '../testing/running.ts';
import { verify } from '../verify.ts';

const t = await town();
const data = t.running.server.config.dataFolder;
const around = mkdtempSync(join(tmpdir(), 'fairhold-backups-'));
let ben: Person;
let ana: Person;
let ada: Person;
const emptied: string[] = [];
beforeAll(async () => {
  [ben, ana, ada] = [await t.person('ben'), await t.person('ana'), await t.person('ada', { staff: ['auditor'] })];
});
afterAll(async () => {
  await t.stop();
  for (const name of emptied) await admin(`drop database if exists ${name} with (force)`);
  rmSync(around, { recursive: true, force: true });
});

async function admin(sql: string): Promise<void> {
  const c = new pg.Client({ connectionString: inject('adminUrl') });
  await c.connect();
  await c.query(sql).finally(() => c.end());
}
/** A database without anything in it. */
async function empty(): Promise<string> {
  const name = `fairhold_empty_${Math.random().toString(36).slice(2, 10)}`;
  emptied.push(name);
  await admin(`create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`);
  return databaseUrl(inject('adminUrl'), name);
}
async function given(): Promise<{ id: string; sha256: string }> {
  const id = await t.contract(ben, ana);
  const form = new FormData();
  form.set('file', new File([`The letter ${id}\twith a tab, a \\ and an é.\n`], 'letter.txt', { type: 'text/plain' }));
  const up = await fetch(`${t.base}/v1/files`, { method: 'POST', body: form, headers: { cookie: ana.cookie } });
  const file = (await up.json()) as { id: string; sha256: string };
  const message = 'Here is all of it: "ready",\n\tlook \\ at it, \\N and é.';
  await t.does(ana, id, 'submit', { on: 'm1', input: { message, criteria: 'met', files: [file.id] } });
  return { id, sha256: file.sha256 };
}
const backup = async (name: string) => ({ folder: join(around, name), made: await writeBackup({ url: t.db.url, data, folder: join(around, name) }) });
const command = (tool: string, args: readonly string[]) =>
  new Promise<{ code: number; out: string; last: Json }>((done) => {
    execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '..', '..', 'tools', tool), ...args],
      { env: { ...process.env, DATABASE_URL: t.db.url, FAIRHOLD_DATA: data } },
      (error, out, err) => {
        const line = out.trim().split('\n').at(-1) ?? '';
        done({ code: error ? Number(error.code) : 0, out: out + err, last: line.startsWith('{') ? JSON.parse(line) : undefined });
      },
    );
  });

describe('backups', () => {
  test('AUD-2, ARB-10: what is restored is what there was, to the byte, what was handed over too, and a server goes on with it', async () => {
    const { id, sha256 } = await given();
    const [mediator, arbitrator] = [await t.person('mia', { staff: ['mediator'] }), await t.person('art', { staff: ['arbitrator'] })];
    const heard = await t.contract(ben, ana);
    const handed = await awarded(t, { client: ben, freelancer: ana, mediator, arbitrator }, heard, 20_000);
    await closeBooks(t.db, 'main', t.running.server.clock.now());
    const { folder, made } = await backup('whole');
    expect(made.broken).toEqual([]);
    await expect(writeBackup({ url: t.db.url, data, folder })).rejects.toThrow('is not empty');
    const url = await empty();
    const home = join(around, 'home');
    await restoreBackup({ folder, url, data: home });
    await expect(restoreBackup({ folder, url, data: home })).rejects.toThrow('The database is not empty');
    const db = openDb(url, { max: 3 });
    for (const table of [
      'contracts',
      'journal',
      'balances',
      'accounts',
      'notices',
      'mails',
      'files',
      'handed_over',
      'sandbox_bank.movements',
      'auth."user"',
    ]) {
      const all = (d: typeof db) => d.pool.query(`select md5(string_agg(r::text, '|' order by r::text)) as all from ${table} r`);
      expect([table, (await all(db)).rows]).toEqual([table, (await all(t.db)).rows]);
    }
    expect(readFileSync(pathOf(join(home, 'files'), sha256))).toEqual(readFileSync(pathOf(join(data, 'files'), sha256)));
    const [was, is] = [await verify(t.db, 'main', { files: join(data, 'files') }), await verify(db, 'main', { files: join(home, 'files') })];
    expect([is.broken, is.contracts, is.steps, is.files]).toEqual([[], was.contracts, was.steps, was.files]);
    await db.close();
    const running = await startFairhold(settings(home, { databaseUrl: url }));
    const seen = await call(running.url, ben, 'GET', `/v1/contracts/${id}`);
    expect([seen.status, seen.json.heldMoney]).toEqual([200, (await t.call(ben, 'GET', `/v1/contracts/${id}`)).json.heldMoney]);
    for (const who of [ben, ana, arbitrator]) {
      const [there, here] = [await handedTo(running.url, who, heard), await handedTo(t.base, who, heard)];
      expect([there.status, there.sha256, there.content.equals(here.content)]).toEqual([200, handed, true]);
    }
    const preview = await call(running.url, ben, 'POST', `/v1/contracts/${id}/acts`, { act: 'approve', on: 'm1', input: {}, preview: true });
    const body = { act: 'approve', on: 'm1', input: {}, digest: preview.json.digest };
    expect((await call(running.url, ben, 'POST', `/v1/contracts/${id}/acts`, body, { key: 'after' })).status).toBe(200);
    await running.stop();
  });

  test('AUD-1: a backup that was changed, or is not whole, is refused by name', async () => {
    const { folder, made } = await backup('bent');
    const table = made.tables.find((x) => x.name === 'public.contracts') as (typeof made.tables)[number];
    appendFileSync(join(folder, table.file), 'x');
    await expect(restoreBackup({ folder, url: await empty(), data: join(around, 'bent-home') })).rejects.toThrow('public.contracts');
    rmSync(join(folder, 'manifest.json'));
    await expect(restoreBackup({ folder, url: await empty(), data: join(around, 'bent-home') })).rejects.toThrow('its manifest is missing');
  });

  test('STF-3: the commands write and try a backup beside the running server, and the console tells when and how it went', async () => {
    const { sha256 } = await given();
    expect((await t.call(ada, 'GET', '/v1/console/backups')).json).toMatchObject({ items: [] });
    expect((await t.call(ada, 'GET', '/v1/console')).json.backups).toEqual({ ok: false, last: null, restored: null });
    const folder = join(around, 'told');
    const written = await command('backup.ts', [folder]);
    expect([written.code, written.last.broken], written.out).toEqual([0, 0]);
    const untried = (await t.call(ada, 'GET', '/v1/console')).json.backups;
    expect([untried.ok, untried.last.id, untried.restored]).toEqual([false, written.last.id, null]);
    const tried = await command('restore.ts', [folder]);
    expect([tried.code, tried.last], tried.out).toMatchObject([0, { backup: written.last.id, broken: 0, told: true }]);
    const { items } = (await t.call(ada, 'GET', '/v1/console/backups')).json;
    expect(items[0]).toMatchObject({
      id: written.last.id,
      broken: [],
      restored: { broken: [], steps: tried.last.steps, contracts: tried.last.contracts },
    });
    expect((await t.call(ada, 'GET', '/v1/console')).json.backups).toMatchObject({ ok: true, restored: { id: items[0].restored.id } });
    expect((await t.call(ben, 'GET', '/v1/console/backups')).status).toBe(404);
    // Evidence that is not what it was shows when the backup is tried.
    const again = join(around, 'told-again');
    cpSync(folder, again, { recursive: true });
    writeFileSync(pathOf(join(again, 'files'), sha256), 'something else');
    const bad = await command('restore.ts', [again]);
    expect([bad.code, bad.last.broken]).toEqual([1, 1]);
    expect((await t.call(ada, 'GET', '/v1/console/backups')).json.items[0].restored.broken[0]).toContain(
      'its stored content is not what was uploaded',
    );
  });
});

test('NOT-3: in a database whose steps are numbered ahead of its PostgreSQL, people still hear of what is new, once', async () => {
  const { id } = await given();
  const { folder } = await backup('ahead');
  const url = await empty();
  const home = join(around, 'ahead-home');
  await restoreBackup({ folder, url, data: home });
  const db = openDb(url, { max: 3 });
  await closeBooks(db, 'main', t.running.server.clock.now());
  // As pg_dump and psql bring it from a PostgreSQL that has done more.
  for (const table of ['journal', 'readers', 'closed_books'])
    await db.pool.query(`update ${table} set xid = (xid::text::bigint + 4000000000)::text::xid8 where xid <> '0'`);
  const order = async () =>
    (await db.pool.query('select contract, seq from journal order by journal.xid, n, contract')).rows.map((r) => `${r.contract} ${r.seq}`);
  const notices = async () => (await db.pool.query('select count(*)::int as n from notices where contract = $1', [id])).rows[0].n as number;
  const [before, told] = [await order(), await notices()];
  const running = await startFairhold(settings(home, { databaseUrl: url }));
  expect(await order()).toEqual(before);
  expect(await fitPositions(db)).toBe(false);
  expect((await verify(db, 'main')).broken).toEqual([]);
  const say = { act: 'requestChanges', on: 'm1', input: { message: 'Please make the second page shorter.' } };
  const preview = await call(running.url, ben, 'POST', `/v1/contracts/${id}/acts`, { ...say, preview: true });
  const done = await call(running.url, ben, 'POST', `/v1/contracts/${id}/acts`, { ...say, digest: preview.json.digest }, { key: 'ahead' });
  expect([done.status, done.text]).toEqual([200, done.text]);
  await running.server.workers.drain();
  expect(await notices()).toBe(told + 2);
  await running.stop();
  await db.close();
});
