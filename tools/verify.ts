/**
 * `npm run verify`: proves the record of an installation, and names what was altered. Reads the database of DATABASE_URL, or
 * the one of FAIRHOLD_DATA, whether its server runs or not, and the files kept there. `--witness FILE`: what an earlier run saw, kept
 * where nobody who can change the database can change it, must still be there; if everything holds, FILE is brought up to date. `--keys A,B`:
 * fingerprints of the keys that case files may be signed with, as `GET /v1/case-file-key` told them. The last line is JSON.
 */
import { join } from 'node:path';
import { openDb } from '@fairhold/server/store/db';
import { verify } from '@fairhold/server/verify';
import { readWitness, writeWitness } from '@fairhold/server/verify-witness';
import { databaseOf, give, optionOf, settingsHere } from './installation.ts';

const config = settingsHere();
const path = optionOf('witness');
if (path === '') give('--witness takes the name of a file.');
const keys = optionOf('keys')?.split(',');
if (keys?.some((key) => !/^[0-9a-f]{64}$/.test(key))) give('--keys takes fingerprints of 64 hexadecimal digits, with commas between.');
const { url, close } = await databaseOf(config).catch(give);
const db = openDb(url);
const witness = path ? await readWitness(path) : undefined;
const proof = await verify(db, config.marketplace, {
  files: join(config.dataFolder, 'files'),
  ...(witness && { witness }),
  ...(keys && { keys: new Set(keys) }),
});
for (const what of proof.broken) console.log(what);
console.log(`${proof.steps} steps of ${proof.contracts} contracts recomputed, ${proof.files} files read.`);
if (path && proof.broken.length === 0) await writeWitness(path, proof.heads);
if (path) console.log(witness ? `${witness.size} contracts and case files compared with the witness.` : 'There was no witness yet.');
await db.close();
await close();
const { contracts, steps, files } = proof;
console.log(JSON.stringify({ contracts, steps, files, ...(path && { witnessed: witness?.size ?? 0 }), broken: proof.broken.length }));
process.exit(proof.broken.length > 0 ? 1 : 0);
