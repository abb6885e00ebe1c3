import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pathOf } from '../outside/files.ts';
import type { Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';
import { verify } from '../verify.ts';
import { witnessOf } from '../verify-witness.ts';

const t = await town();
const files = join(t.running.server.config.dataFolder, 'files');
let ben: Person;
let ana: Person;
beforeAll(async () => {
  ben = await t.person('ben');
  ana = await t.person('ana');
});
afterAll(() => t.stop());

const sql = (text: string, values: unknown[]) => t.db.pool.query(text, values);
const broken = async (o: Parameters<typeof verify>[2] = {}) => (await verify(t.db, 'main', o)).broken;
/** Does something, looks, and takes it back. */
async function saysOf(change: string, back: string, values: unknown[], o: Parameters<typeof verify>[2] = {}): Promise<string[]> {
  await sql(change, values);
  const says = await broken(o);
  await sql(back, values.slice(0, (back.match(/\$\d/g) ?? []).length));
  expect(await broken(o)).toEqual([]);
  return says;
}
async function given(): Promise<{ id: string; file: string; sha256: string }> {
  const id = await t.contract(ben, ana);
  const form = new FormData();
  form.set('file', new File(['The letter that proves it.'], 'letter.txt', { type: 'text/plain' }));
  const up = await fetch(`${t.base}/v1/files`, { method: 'POST', body: form, headers: { cookie: ana.cookie } });
  const file = (await up.json()) as { id: string; sha256: string };
  await t.does(ana, id, 'submit', { on: 'm1', input: { message: 'Here is all of it, ready to look at.', criteria: 'met', files: [file.id] } });
  const { rows } = await t.db.pool.query<{ sha256: string }>('select sha256 from files where id = $1', [file.id]);
  return { id, file: file.id, sha256: rows[0]?.sha256 as string };
}

test('AUD-1: a leg that the postings do not have is found, though the digest does not see it', async () => {
  const id = await t.contract(ben, ana);
  const { rows } = await t.db.pool.query<{ seq: number }>('select seq from journal where contract = $1 and cardinality(accounts) > 0 limit 1', [id]);
  const says = await saysOf(
    `update journal set accounts = accounts || array['world', 'fees:service'], amounts = amounts || array[-500, 500]::bigint[] where contract = $1 and seq = $2`,
    `update journal set accounts = accounts[:cardinality(accounts) - 2], amounts = amounts[:cardinality(amounts) - 2] where contract = $1 and seq = $2`,
    [id, rows[0]?.seq],
  );
  expect(says.join()).toContain(`contract ${id}: step ${rows[0]?.seq} `);
});

test('TIM-5, AUD-2: a deadline that the clock does not look for is found, and so is a snapshot that is none', async () => {
  const id = await t.contract(ben, ana);
  const { rows } = await t.db.pool.query<{ due_at: Date }>('select due_at from due where contract = $1', [id]);
  const says = await saysOf(
    'delete from due where contract = $1 and due_at = $2',
    `insert into due (marketplace, contract, due_at) values ('main', $1, $2)`,
    [id, rows[0]?.due_at],
  );
  expect(says).toEqual([
    expect.stringContaining(`contract ${id}: something falls due at ${rows[0]?.due_at.toISOString()}, its deadline is kept as never`),
  ]);
  const { rows: whole } = await t.db.pool.query<{ snapshot: unknown }>('select snapshot from contracts where id = $1', [id]);
  await sql(`update contracts set snapshot = 'null' where id = $1`, [id]);
  expect((await broken()).join()).toContain(`contract ${id}: its steps do not give it`);
  await sql('update contracts set snapshot = $2 where id = $1', [id, JSON.stringify(whole[0]?.snapshot)]);
  expect(await broken()).toEqual([]);
});

test('AUD-1, CFE-3: evidence is compared with the record: its row, whose it is, and its stored bytes', async () => {
  const { id, file, sha256 } = await given();
  expect(await broken({ files })).toEqual([]);
  for (const [column, to] of [
    ['name', 'other.txt'],
    ['owner', ben.id],
    ['attached_to', null],
  ] as const) {
    const { rows } = await t.db.pool.query<{ was: string }>(`select ${column} as was from files where id = $1`, [file]);
    await sql(`update files set ${column} = $2 where id = $1`, [file, to]);
    expect((await broken({ files })).join()).toContain(`file ${file} (contract ${id}, step `);
    await sql(`update files set ${column} = $2 where id = $1`, [file, rows[0]?.was]);
  }
  const path = pathOf(files, sha256);
  const was = readFileSync(path);
  writeFileSync(path, was.subarray(1));
  expect(await broken({ files })).toEqual([`file ${file}: its stored content is not what was uploaded`]);
  writeFileSync(path, was);
  expect(await broken({ files })).toEqual([]);
});

test('AUD-1: rows that speak of a contract or a step show that it is gone', async () => {
  const id = await t.contract(ben, ana);
  await sql('create table kept as select * from contracts where id = $1', [id]).catch(() => undefined);
  await t.db.pool.query('create table gone as select * from contracts');
  await t.db.pool.query('create table gone_steps as select * from journal');
  await sql('delete from contracts where id = $1', [id]);
  await sql('delete from journal where contract = $1', [id]);
  const says = await broken();
  expect(says).toContain(`contract ${id}: there is an effect of it and no contract`);
  expect(says).toContain(`contract ${id}: there is a notice of it and no step 1`);
  await sql('insert into contracts select * from gone where id = $1', [id]);
  await sql('insert into journal select * from gone_steps where contract = $1', [id]);
  expect(await broken()).toEqual([]);
});

test('AUD-1: a witness kept outside shows what everything in the database agrees to have forgotten', async () => {
  const { id } = await given();
  const { heads } = await verify(t.db, 'main');
  const seen = heads.get(id) as { seq: number; digest: string };
  const witness = witnessOf(`${id} ${seen.seq} ${seen.digest}\n`);
  expect(await broken({ witness })).toEqual([]);
  await t.does(ben, id, 'say', { input: { text: 'Thank you.' } });
  expect(await broken({ witness })).toEqual([]);
  expect(await broken({ witness: witnessOf(`${id} ${seen.seq} ${'0'.repeat(64)}\n`) })).toEqual([
    `contract ${id}: step ${seen.seq} is not the one; a witness has seen it`,
  ]);
  expect(await broken({ witness: witnessOf(`${id} 99 ${seen.digest}\n`) })).toEqual([`contract ${id}: step 99 is gone; a witness has seen it`]);
  expect(await broken({ witness: witnessOf(`c-gone 3 ${seen.digest}\n`) })).toEqual([
    'contract c-gone: it is gone, with its record; a witness has seen it',
  ]);
});
