/**
 * `npm run verify`: proves the record of an installation, and names what was altered. Reads the database of DATABASE_URL, or starts
 * the one of FAIRHOLD_DATA (the server must be stopped then), and the files kept there. `--witness FILE`: what an earlier run saw, kept
 * where nobody who can change the database can change it, must still be there; if everything holds, FILE is brought up to date. The last
 * line is JSON.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '@fairhold/server/config';
import { openDb } from '@fairhold/server/store/db';
import { startEmbedded } from '@fairhold/server/store/embedded';
import { verify } from '@fairhold/server/verify';
import { readWitness, writeWitness } from '@fairhold/server/verify-witness';

const config = readConfig({ ...process.env, FAIRHOLD_BANK: 'sandbox' });
if (!config.databaseUrl && !existsSync(join(config.dataFolder, 'postgres.password'))) {
  console.error(`There is no database in ${config.dataFolder}. Name its folder with FAIRHOLD_DATA, or its address with DATABASE_URL.`);
  process.exit(2);
}
const embedded = config.databaseUrl
  ? undefined
  : await startEmbedded(config.dataFolder).catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exit(2);
    });
const db = openDb(config.databaseUrl ?? (embedded?.url as string));
const at = process.argv.indexOf('--witness');
const path = at < 0 ? undefined : process.argv[at + 1];
if (at >= 0 && !path) {
  console.error('--witness takes the name of a file.');
  process.exit(2);
}
const witness = path ? await readWitness(path) : undefined;
const proof = await verify(db, config.marketplace, { files: join(config.dataFolder, 'files'), ...(witness && { witness }) });
for (const what of proof.broken) console.log(what);
console.log(`${proof.steps} steps of ${proof.contracts} contracts recomputed, ${proof.files} files read.`);
if (path && proof.broken.length === 0) await writeWitness(path, proof.heads);
if (path) console.log(witness ? `${witness.size} contracts compared with the witness.` : 'There was no witness yet.');
await db.close();
await embedded?.stop();
const { contracts, steps, files } = proof;
console.log(JSON.stringify({ contracts, steps, files, ...(path && { witnessed: witness?.size ?? 0 }), broken: proof.broken.length }));
process.exit(proof.broken.length > 0 ? 1 : 0);
