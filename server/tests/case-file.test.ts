import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkCaseFile } from '../casefile/check.ts';
import type { Json, Person } from '../testing/http.ts';
import { town } from '../testing/running.ts';

const t = await town();
const work = mkdtempSync(join(tmpdir(), 'fairhold-case-file-'));
let ben: Person, ana: Person, mia: Person, art: Person, cleo: Person;
let id: string;
const EVIDENCE = 'The pages as they were delivered on Monday.\n';

async function fileOf(who: Person, name: string, content: string): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([content], { type: 'text/plain' }), name);
  const sent = await fetch(`${t.base}/v1/files`, { method: 'POST', headers: { cookie: who.cookie }, body: form });
  return ((await sent.json()) as { id: string }).id;
}
beforeAll(async () => {
  [ben, ana, cleo] = [await t.person('ben'), await t.person('ana'), await t.person('cleo')];
  [mia, art] = [await t.person('mia', { staff: ['mediator'] }), await t.person('art', { staff: ['arbitrator'] })];
  id = await t.contract(ben, ana, [{ title: 'Pages <b>', amount: 20_000, criteria: ['five pages'] }]);
  await t.does(ben, id, 'say', { input: { text: 'I take this back later: secret-word.' } });
  await t.does(ben, id, 'deleteMessage', { input: { message: (await last(ben, 'say')).seq } });
  await t.does(ana, id, 'submit', { input: { message: 'Here is all of it, ready to look at.', criteria: 'met' } });
  await t.does(ben, id, 'end', { input: { pay: 'nothing', reason: 'quality', text: 'Not as agreed.' } });
  const statement = { reason: 'workDone', statement: 'Everything that was agreed is done.', criteria: 'met' };
  const evidence = await fileOf(ana, 'delivered pages.txt', EVIDENCE);
  await t.does(ana, id, 'dispute', { input: { claim: 20_000, ...statement, files: [evidence] } });
  await t.does(ana, id, 'offerSettlement', { input: { freelancer: 12_345, note: 'To end it.', days: 2 } });
  await t.does(ben, id, 'contest', { input: { statement: 'The pages do not load on a phone.', criteria: 'not' } });
  await t.does(mia, id, 'take');
});
afterAll(async () => {
  await t.stop();
  rmSync(work, { recursive: true, force: true });
});
const last = async (who: Person, act: string): Promise<Json> =>
  (await t.call(who, 'GET', `/v1/contracts/${id}/history`)).json.items.find((x: Json) => x.act === act);

interface Got {
  readonly folder: string;
  readonly page: string;
  readonly record: Json[];
  readonly all: string;
}
async function download(who: Person, of = id): Promise<Got> {
  const res = await fetch(`${t.base}/v1/contracts/${of}/case-file`, { headers: { cookie: who.cookie } });
  expect([res.status, res.headers.get('content-type')]).toEqual([200, 'application/zip']);
  const folder = mkdtempSync(join(work, `${who.key}-`));
  const entries = unzipSync(new Uint8Array(await res.arrayBuffer()));
  for (const [path, content] of Object.entries(entries)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  const all = Object.keys(entries)
    .map((path) => read(path))
    .join('\n');
  return { folder, page: read('case.html'), record: JSON.parse(read('record.json')), all };
}

test('CFE-1, CFE-2: both sides and the mediator get the case as one file that proves itself offline; nobody else finds it', async () => {
  const files = { ben: await download(ben), ana: await download(ana), mia: await download(mia) };
  const { fingerprint } = (await t.call(undefined, 'GET', '/v1/case-file-key')).json;
  for (const [who, f] of Object.entries(files)) {
    const checked = checkCaseFile(f.folder);
    expect([who, checked.broken, checked.fingerprint]).toEqual([who, [], fingerprint]);
    expect(checked.proven).toBeGreaterThan(3);
    expect(checked.head).toBe((await t.call(ben, 'GET', `/v1/contracts/${id}/history?limit=1`)).json.items[0].digest);
    expect(f.page).toContain('Pages &lt;b&gt;');
    expect(f.page).not.toContain('<script');
    expect(
      readFileSync(join(f.folder, 'exhibits', f.page.match(/exhibits\/(\d+-delivered%20pages\.txt)/)?.[1]?.replace('%20', ' ') ?? ''), 'utf8'),
    ).toBe(EVIDENCE);
  }
  // The same record on both sides; what the one must not know is one step of the other by place and digest.
  const digests = (f: Got) => f.record.map((x) => x.digest);
  expect(digests(files.ana)).toEqual(digests(files.ben));
  expect(digests(files.mia)).toEqual(digests(files.ben));
  const ran = execFileSync(process.execPath, ['check.ts', '.'], { cwd: files.ben.folder, encoding: 'utf8' });
  expect(JSON.parse(ran.trim().split('\n').at(-1) ?? '')).toMatchObject({ broken: [], fingerprint });
  for (const who of [cleo, art]) expect((await t.call(who, 'GET', `/v1/contracts/${id}/case-file`)).status).toBe(404);
  expect((await t.call(ben, 'GET', `/v1/contracts/${id}/case-file?case=m1`)).status).toBe(404);
});

test('CFE-1, SET-4, MSG-1: a case file holds no card token, no deleted message, and no offer for those it is hidden from', async () => {
  for (const who of [ben, ana, mia]) {
    const { all } = await download(who);
    for (const word of ['card_ok', 'secret-word']) expect([who.key, word, all.includes(word)]).toEqual([who.key, word, false]);
  }
  expect((await download(ben)).page).toContain('$123.45');
  const mias = await download(mia);
  for (const word of ['12345', '123.45', 'To end it.']) expect(mias.all.includes(word)).toBe(false);
  // The freelancer is not told which card of the client a refund goes to.
  expect((await download(ana)).all).not.toContain('4242');
});

test('CFE-2: whatever is altered in a case file is named: a page, a file of evidence, a step of the record, the manifest', async () => {
  const altered = async (path: string, change: (text: string) => string) => {
    const { folder } = await download(ben);
    const at = path === 'exhibits' ? join('exhibits', execFileSync('ls', [join(folder, 'exhibits')], { encoding: 'utf8' }).trim()) : path;
    writeFileSync(join(folder, at), change(readFileSync(join(folder, at), 'utf8')));
    return checkCaseFile(folder).broken.join('\n');
  };
  expect(await altered('case.html', (x) => x.replace('Not as agreed', 'As agreed'))).toMatch(/case\.html is not what was signed/);
  expect(await altered('exhibits', (x) => `${x}.`)).toMatch(/exhibits\/.* is not what was signed/);
  expect(await altered('record.json', (x) => x.replaceAll('Not as agreed', 'As we agreed'))).toMatch(/step \d+ does not fit/);
  expect(await altered('manifest.json', (x) => x.replace(id, id.replace(/.$/, 'x')))).toMatch(/signature does not fit/);
  // Also what cannot be read any more is a finding, and no stack.
  expect(await altered('record.json', (x) => x.slice(1))).toMatch(/record\.json is not what was signed\nrecord\.json cannot be read/);
  expect(await altered('manifest.json', (x) => x.slice(1))).toMatch(/signature does not fit/);
  expect(await altered('manifest.json', (x) => x.replace('"key":"', '"key":"A'))).toMatch(/signature does not fit/);
});

test('CFE-1, MED-3: what a second reader sent back, and why, is in no file of a party, nor in their record, before or after', async () => {
  const [nia, max] = [await t.person('nia', { staff: ['mediator'] }), await t.person('max', { staff: ['mediator'] })];
  const large = await t.contract(ben, ana, [{ title: 'A large thing', amount: 900_000, criteria: [] }]);
  await t.does(ana, large, 'submit', { input: { message: 'Here is all of it, ready to look at.' } });
  await t.does(ben, large, 'end', { input: { pay: 'nothing', reason: 'quality', text: 'Not as agreed.' } });
  await t.does(ana, large, 'dispute', { input: { claim: 900_000, reason: 'workDone', statement: 'Everything that was agreed is done.' } });
  await t.does(ben, large, 'contest', { input: { statement: 'Nothing of it works.' } });
  await t.does(nia, large, 'take');
  const proposal = (freelancer: number, reasons: string) => t.does(nia, large, 'propose', { input: { freelancer, reasons } });
  await proposal(111_100, 'The first thoughts, which were not good enough to send.');
  await t.does(max, large, 'returnProposal', { input: { reason: 'This is between us two readers.' } });
  const secrets = ['111100', '1,111.00', 'first thoughts', 'between us two'];
  const parties = async () => {
    for (const who of [ben, ana]) {
      const history = (await t.call(who, 'GET', `/v1/contracts/${large}/history`)).text;
      const { all } = await download(who, large);
      for (const word of secrets) expect([who.key, word, all.includes(word), history.includes(word)]).toEqual([who.key, word, false, false]);
    }
  };
  await parties();
  await proposal(450_000, 'Half of what was agreed was delivered, and half was not.');
  secrets.push('Half of what was agreed');
  await parties();
  await t.does(max, large, 'approveProposal', { input: { reason: 'Now the reasons are good.' } });
  secrets.pop();
  await parties();
  expect((await download(ana, large)).page).toContain('Half of what was agreed');
});
