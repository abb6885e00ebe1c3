/**
 * `npm run restore -- FOLDER`: tries a backup. It is restored into a database of its own, which is thrown away, and the verifier recomputes
 * all of it; the installation's console tells what came of it. With `--for-good` it is restored into the installation that the settings name,
 * which must be empty, and stays. The last line is JSON.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { restoreBackup } from '@fairhold/server/backup/restore';
import { type Manifest, readManifest } from '@fairhold/server/backup/write';
import { noteRestore } from '@fairhold/server/console/backups';
import { openDb } from '@fairhold/server/store/db';
import { startEmbedded } from '@fairhold/server/store/embedded';
import { verify } from '@fairhold/server/verify';
import { databaseOf, give, settingsHere } from './installation.ts';

const folder = process.argv[2];
if (!folder || folder.startsWith('--')) give('Name the folder: npm run restore -- FOLDER');
const from = resolve(folder);
const forGood = process.argv.includes('--for-good');
const config = settingsHere();
const begunAt = new Date();
const manifest = await readManifest(from).catch(give);
const proof = await (forGood ? into(config.databaseUrl, config.dataFolder) : tried());

/** Restores into a database and proves it. A sentence that says why it could not is a finding. */
async function into(databaseUrl: string | undefined, data: string) {
  mkdirSync(data, { recursive: true });
  const embedded = databaseUrl ? undefined : await startEmbedded(data).catch(give);
  const url = databaseUrl ?? (embedded?.url as string);
  try {
    await restoreBackup({ folder: from, url, data });
    const db = openDb(url);
    try {
      const { contracts, steps, files, broken } = await verify(db, config.marketplace, { files: join(data, 'files') });
      return { contracts, steps, files, broken };
    } finally {
      await db.close();
    }
  } catch (error) {
    return { contracts: 0, steps: 0, files: 0, broken: [error instanceof Error ? error.message : String(error)] };
  } finally {
    await embedded?.stop();
  }
}
async function tried() {
  const aside = mkdtempSync(join(tmpdir(), 'fairhold-restore-'));
  try {
    return await into(undefined, aside);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Tells the installation, where there is one. */
async function tell(m: Manifest): Promise<boolean> {
  const there = await databaseOf(config).catch(() => undefined);
  if (!there) return false;
  const db = openDb(there.url, { max: 1 });
  const told = await noteRestore(db, config.marketplace, { backup: m.id, begunAt, finishedAt: new Date(), ...proof }).then(
    () => true,
    () => false,
  );
  await db.close();
  await there.close();
  return told;
}
const told = await tell(manifest);
for (const what of proof.broken) console.log(what);
console.log(`${proof.steps} steps of ${proof.contracts} contracts recomputed, ${proof.files} files read.`);
if (!told) console.log('No installation was told: there is none here, or it is older than this command.');
console.log(JSON.stringify({ backup: manifest.id, ...proof, broken: proof.broken.length, told }));
process.exit(proof.broken.length > 0 ? 1 : 0);
