import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { writeBackup } from '../backup/write.ts';
import { openHandingOver } from '../casefile/handed-over.ts';
import { dropUnnamed } from '../outside/file-rows.ts';
import { pathOf } from '../outside/files.ts';
import type { Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';
import { verify } from '../verify.ts';

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
const t = await town();
let ben: Person, ana: Person, mia: Person, max: Person, art: Person, cleo: Person;
let id: string;
const folder = () => join(t.running.server.config.dataFolder, 'files');
const about = async (who: Person) => (await t.call(who, 'GET', `/v1/contracts/${id}/handed-over`)).json.items;
const address = () => `/v1/contracts/${id}/case-file/handed-over`;
async function bytes(who: Person): Promise<Buffer> {
  const res = await fetch(t.base + address(), { headers: { cookie: who.cookie } });
  const content = Buffer.from(await res.arrayBuffer());
  expect([res.status, res.headers.get('content-type'), res.headers.get('etag')]).toEqual([200, 'application/zip', `"${sha256(content)}"`]);
  return content;
}
const handing = () => {
  const { db, config, clock, accounts, policies, files } = t.running.server;
  return openHandingOver({ db, config, clock, accounts, policy: policies.get, files });
};
const forget = () => t.db.pool.query(`update handed_over set sha256 = null, size = null, made_at = null, next_at = '2000-01-01', attempts = 0`);

beforeAll(async () => {
  [ben, ana, cleo] = [await t.person('ben'), await t.person('ana'), await t.person('cleo')];
  [mia, max] = [await t.person('mia', { staff: ['mediator'] }), await t.person('max', { staff: ['mediator'] })];
  art = await t.person('art', { staff: ['arbitrator'] });
  id = await t.contract(ben, ana, [{ title: 'Pages', amount: 900_000, criteria: ['five pages'] }]);
  await t.does(ana, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
  await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality', text: 'Not as agreed.' } });
  await t.does(ana, id, 'dispute', {
    input: { claim: 900_000, reason: 'workDone', statement: 'Everything that was agreed is done.', criteria: 'met' },
  });
  await t.does(ben, id, 'contest', { input: { statement: 'The pages do not load on a phone.', criteria: 'not' } });
  await t.does(ana, id, 'offerSettlement', { input: { freelancer: 123_456, note: 'Only between the two of us.', days: 2 } });
  const nia = await t.person('nia', { staff: ['mediator'] });
  await t.does(nia, id, 'take');
  await t.does(nia, id, 'recuse', { input: { reason: 'I know one of them from the choir.' } });
  await t.does(mia, id, 'take');
  const proposal = (freelancer: number, reasons: string) => t.does(mia, id, 'propose', { input: { freelancer, reasons, criteria: 'partly' } });
  await proposal(111_100, 'The first thoughts, which were not good enough to send.');
  await t.does(max, id, 'returnProposal', { input: { reason: 'This is between us two readers.' } });
  await proposal(450_000, 'Half of what was agreed was delivered, and half was not.');
  await t.does(max, id, 'approveProposal', { input: { reason: 'Now the reasons are good.' } });
  for (const who of [ben, ana]) await t.does(who, id, 'answerProposal', { input: { answer: 'reject' } });
  expect([await about(ben), (await t.call(ben, 'GET', address())).json.code]).toEqual([[], 'not_handed_over']);
  for (const who of [ben, ana]) await t.does(who, id, 'payFee', { input: { card: 'own' } });
  await vi.waitFor(async () => expect(await about(ben)).toMatchObject([{ file: { size: expect.any(Number) } }]), 10_000);
}, 60_000);
afterAll(() => t.stop());

test('ARB-10: both sides and the arbitrator download the same bytes, and nobody else finds them', async () => {
  const [row] = await about(ben);
  // Who decides has declared that nothing ties them to either of the two (MED-1).
  expect((await t.call(art, 'GET', address())).json.code).toBe('declare_first');
  await t.does(art, id, 'hear');
  const all = await Promise.all([ben, ana, art].map(bytes));
  for (const content of all) expect(sha256(content)).toBe(row.file.sha256);
  expect(row.file.size).toBe(all[0]?.length);
  expect(await about(art)).toEqual([row]);
  for (const path of [address(), `/v1/contracts/${id}/handed-over`]) expect((await t.call(cleo, 'GET', path)).status).toBe(404);
  expect((await t.call(ben, 'GET', `${address()}?case=case9`)).status).toBe(404);
});

test('ARB-10, SET-4, MED-3: nothing is in it that one of the three may not see', async () => {
  const files = unzipSync(new Uint8Array(await bytes(ana)));
  const text = Object.values(files)
    .map((x) => Buffer.from(x).toString('utf8'))
    .join('\n');
  // As a word: digests are full of digits.
  for (const word of ['123456', '1,234.56', 'two of us', '111100', '1,111.00', 'first thoughts', 'two readers', 'choir', 'card_ok', '4242'])
    expect([word, new RegExp(`\\b${word}\\b`).test(text)]).toEqual([word, false]);
  for (const word of ['Everything that was agreed is done.', 'The pages do not load on a phone.', 'Half of what was agreed'])
    expect(text).toContain(word);
});

test('ARB-10: what happens later changes none of it; a late worker, or two at once, fix the same file, once', async () => {
  const before = await bytes(ben);
  const [{ file, seq }] = await about(ben);
  await t.does(art, id, 'invite');
  await t.does(ana, id, 'stateFurther', { input: { statement: 'One more thing that I must say.' } });
  expect((await bytes(art)).equals(before)).toBe(true);
  await t.does(art, id, 'award', { input: { freelancer: 300_000, reasons: 'A third of the work was usable, as the file shows.' } });
  expect((await bytes(ana)).equals(before)).toBe(true);
  await forget();
  const first = handing();
  const second = handing();
  const looked = await Promise.all([first.run(), second.run(), first.run()]);
  // At most: the server's own worker may have been the one.
  expect(looked.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(1);
  const fixed = () => expect.poll(() => about(ben)).toMatchObject([{ seq, file }]);
  await fixed();
  expect((await bytes(ben)).equals(before)).toBe(true);
  // Two that both took it, as after a lease that ran out.
  await forget();
  await Promise.all([first.run(), forget().then(() => second.run())]);
  await fixed();
  expect((await bytes(ben)).equals(before)).toBe(true);
});

test('ARB-10, AUD-1: it is kept when unnamed content goes, goes into a backup, and a byte, a digest, a step or a row that was changed is named', async () => {
  const [{ file }] = await about(ben);
  const path = pathOf(folder(), file.sha256);
  for (let n = 0; n < 32; n += 1) await dropUnnamed(t.db, t.running.server.files, Date.now() + 60_000);
  const content = await bytes(ben);
  const backup = mkdtempSync(join(tmpdir(), 'fairhold-handed-over-'));
  const saved = await writeBackup({ url: t.db.url, data: t.running.server.config.dataFolder, folder: backup });
  expect([saved.files.includes(file.sha256), saved.broken, sha256(await readFile(pathOf(join(backup, 'files'), file.sha256)))]).toEqual([
    ...[true, [], file.sha256],
  ]);
  rmSync(backup, { recursive: true });
  const proof = (o: Parameters<typeof verify>[2] = {}) => verify(t.db, t.running.server.config.marketplace, { files: folder(), ...o });
  const broken = async (o: Parameters<typeof verify>[2] = {}) => (await proof(o)).broken;
  expect(await broken()).toEqual([]);
  const where = `contract ${id}: the case file that was handed over`;
  const changed = Buffer.from(content);
  changed[100] = (changed[100] ?? 0) ^ 1;
  await writeFile(path, changed);
  expect((await broken()).join('\n')).toContain(`${where} (case1) is not what was handed over`);
  await writeFile(path, content);
  await t.db.pool.query('update handed_over set seq = seq + 1');
  expect((await broken()).join('\n')).toContain(`${where} (case1) is said to be of step`);
  await t.db.pool.query('update handed_over set seq = seq - 1, size = size + 1');
  expect((await broken()).join('\n')).toContain(`${where} (case1) has not the size`);
  await t.db.pool.query(`update handed_over set size = size - 1, at = at + interval '1 second'`);
  expect((await broken()).join('\n')).toContain(`${where} (case1) is said to be of 20`);
  await t.db.pool.query(`update handed_over set at = at - interval '1 second', sha256 = null, next_at = '2999-01-01'`);
  expect((await broken()).join('\n')).toContain(`${where} (case1) was there, and its row does not say any more which it was`);
  await t.db.pool.query('update handed_over set sha256 = $1', [file.sha256]);
  // A file of one's own whose row fits is signed by somebody else, and is not the one that a witness has seen.
  const key = (await t.call(ben, 'GET', '/v1/case-file-key')).json.fingerprint;
  const { heads } = await proof();
  expect([await broken({ keys: new Set([key]), witness: heads }), heads.get(`${id}/case1`)?.digest]).toEqual([[], file.sha256]);
  expect(await broken({ keys: new Set(['0'.repeat(64)]) })).toEqual([`${where} (case1) is signed with a key that is not ours: ${key}`]);
  expect(await broken({ witness: new Map([[`${id}/case1`, { seq: 1, digest: 'other' }]]) })).toEqual([
    `${where} (case1) is not the one; a witness has seen other`,
  ]);
  await t.db.pool.query('delete from handed_over');
  expect((await broken()).join('\n')).toContain(`${where} (case1, step`);
});
