/**
 * `npm run verify`: proves the record of an installation, and names what was altered. Reads the database of DATABASE_URL, or starts
 * the one of FAIRHOLD_DATA (the server must be stopped then). The last line is JSON.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '@fairhold/server/config';
import { openDb } from '@fairhold/server/store/db';
import { startEmbedded } from '@fairhold/server/store/embedded';
import { verify } from '@fairhold/server/verify';

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
const proof = await verify(db, config.marketplace);
for (const what of proof.broken) console.log(what);
console.log(`${proof.steps} steps of ${proof.contracts} contracts recomputed.`);
await db.close();
await embedded?.stop();
console.log(JSON.stringify({ contracts: proof.contracts, steps: proof.steps, broken: proof.broken.length }));
process.exit(proof.broken.length > 0 ? 1 : 0);
