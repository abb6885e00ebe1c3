/**
 * `npm run tamper`: changes, deletions, reorderings, insertions and truncations of events, journal, balances and evidence, made with SQL
 * and in the folder of files, each alone. The verifier names each one; undone, it has nothing to say. `--only TEXT`: the ways named so.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { openSigner } from '@fairhold/server/casefile/key';
import { closeBooks } from '@fairhold/server/console/books';
import { verify } from '@fairhold/server/verify';
import { type Heads, writeWitness } from '@fairhold/server/verify-witness';
import { optionOf } from '../installation.ts';
import { chance } from '../sim/random.ts';
import { playStory } from '../stories/player.ts';
import { readStories } from '../stories/read.ts';
import { ask, MARKET, openGround, readRun, SECRET, type ServerProcess, settle, startServer } from './common.ts';
import { castOf, contractOf, prepare, preparePayout, SUBMITTED, send, sendOk } from './people.ts';
import { openDesk } from './tamper-desk.ts';
import { TAMPERS, type Tamper } from './tampers.ts';
import { HANDED } from './tampers-handed.ts';

const only = optionOf('only') ?? '';
const run = readRun('tamper', 20, only && `--only "${only}" `);
const r = chance(run.seed);
const { broken } = run;
const TIMES = run.number('times', run.quick ? 120 : 1000);
const THROUGH_CLI = run.quick ? 2 : 20;

// ── a record with all kinds of steps, and evidence in the folder ──
const ground = await openGround();
const data = join(ground.folder, 'data');
const server = await startServer({ url: ground.db.url, folder: data });
const told = run.quick ? ['Settled', 'Two milestones', 'Video', 'Video: one pays both shares'] : readStories().map((s) => s.name);
for (const story of readStories().filter((s) => told.includes(s.name))) await playStory(() => server.base, story);
await withEvidence(server);
await server.stop();
await closeBooks(ground.db, MARKET, Date.now());

async function upload(base: string, cookie: string, name: string, text: string): Promise<string> {
  const form = new FormData();
  form.set('file', new File([text], name, { type: 'text/plain' }));
  const res = await fetch(`${base}/v1/files`, { method: 'POST', body: form, headers: { cookie, 'idempotency-key': crypto.randomUUID() } });
  if (res.status !== 201) throw new Error(`the upload: ${res.status} ${await res.text()}`);
  return ((await res.json()) as { id: string }).id;
}
async function withEvidence(s: ServerProcess): Promise<void> {
  const cast = await castOf(s.base);
  for (let n = 0; n < (run.quick ? 2 : 5); n += 1) {
    const id = await contractOf(s.base, cast, 20_000);
    const files = [];
    for (const name of ['draft.txt', 'final.txt'])
      files.push(await upload(s.base, cast.ana.cookie, `${n}-${name}`, `${name} of contract ${n}: ${'what was agreed. '.repeat(20)}`));
    await sendOk(s.base, await prepare(s.base, cast.ana, id, 'submit', { on: 'm1', input: { ...SUBMITTED, files } }));
    await sendOk(s.base, await prepare(s.base, cast.ben, id, 'end', { on: 'contract', input: { pay: 'nothing', reason: 'quality' } }));
    const proof = [await upload(s.base, cast.ana.cookie, 'letter.txt', `A letter about contract ${n}, kept for the mediator.`)];
    const claim = { claim: 20_000, reason: 'workDone', statement: 'Everything that was agreed is done.', criteria: 'met', files: proof };
    await sendOk(s.base, await prepare(s.base, cast.ana, id, 'dispute', { input: claim }));
    if (n % 2 === 0) await sendOk(s.base, await prepare(s.base, cast.ben, id, 'approveClaim', {}));
    await send(s.base, { by: cast.ben, path: `/v1/contracts/${id}/acts`, body: { act: 'say', on: 'chat', input: { text: 'Seen.' } } }, `say-${n}`);
  }
  const { json } = await ask(s.base, cast.clerk, 'GET', '/v1/clock');
  await ask(s.base, cast.clerk, 'POST', '/v1/clock', { to: new Date(Date.parse(json.now) + 6 * 86_400_000).toISOString() }, crypto.randomUUID());
  await settle(s.base, cast.clerk);
  await sendOk(s.base, await preparePayout(s.base, cast.ana, 5_000));
  await settle(s.base, cast.clerk);
}

// ── untouched, it says nothing; and a witness is written down ──
const files = join(data, 'files');
const { fingerprint } = openSigner(SECRET);
const keys = new Set([fingerprint]);
const untouched = await verify(ground.db, MARKET, { files, keys });
for (const what of untouched.broken) broken.push(`untouched: ${what}`);
const witness: Heads = untouched.heads;
const witnessFile = join(ground.folder, 'witness');
await writeWitness(witnessFile, witness);

// ── each alone ──
const desk = await openDesk(ground.db, files);
if (desk.handed.length < 2) broken.push(`only ${desk.handed.length} cases went to an arbitrator`);
const ways: Readonly<Record<string, Tamper>> = { ...TAMPERS, ...HANDED };
const kinds = Object.keys(ways).filter((kind) => kind.includes(only));
if (kinds.length === 0) broken.push(`there is no way of tampering with "${only}" in its name`);
const caught: Record<string, number> = {};
function cli(): { status: number | null; lines: string[] } {
  const ran = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '..', 'verify.ts'), '--witness', witnessFile, '--keys', fingerprint],
    { encoding: 'utf8', env: { ...process.env, DATABASE_URL: ground.db.url, FAIRHOLD_DATA: data } },
  );
  return { status: ran.status, lines: ran.stdout.split('\n') };
}
for (let n = 0; n < TIMES && broken.length < 50; n += 1) {
  const kind = kinds[n % kinds.length] as string;
  const made = await (ways[kind] as Tamper)(desk, r);
  let named: readonly string[];
  if (n % Math.ceil(TIMES / THROUGH_CLI) === 1) {
    const { status, lines } = cli();
    named = lines;
    if (status !== 1) broken.push(`${kind} (${made.what}): npm run verify ended with ${status}`);
  } else named = (await verify(ground.db, MARKET, { files, witness, keys })).broken;
  if (!named.some((line) => made.named.every((word) => line.includes(word))))
    broken.push(`${kind}: ${made.what} is not named by ${made.named.join(' ')}; it says: ${named.slice(0, 3).join(' | ') || 'nothing'}`);
  else caught[kind] = (caught[kind] ?? 0) + 1;
  await desk.undo();
  if (n % 20 !== 19) continue;
  const again = await verify(ground.db, MARKET, { files, witness, keys });
  if (again.broken.length > 0) broken.push(`undone, after ${kind}: ${again.broken[0]}`);
}
const after = cli();
if (after.status !== 0) broken.push(`after all was undone npm run verify says ${after.lines.slice(0, 3).join(' | ')}`);
await ground.close();
const { contracts, steps, files: filesRead } = untouched;
run.end({
  tampered: TIMES,
  named: Object.values(caught).reduce((a, b) => a + b, 0),
  kinds: kinds.length,
  contracts,
  steps,
  files: filesRead,
  caught,
});
