/**
 * `npm run backup -- FOLDER`: writes a backup of the installation into a folder of its own, while its server runs or not: database, files,
 * and the secret where it is kept in the data folder. The console tells when it was. The last line is JSON.
 */
import { resolve } from 'node:path';
import { writeBackup } from '@fairhold/server/backup/write';
import { noteBackup } from '@fairhold/server/console/backups';
import { openDb } from '@fairhold/server/store/db';
import { databaseOf, give, settingsHere } from './installation.ts';

const folder = process.argv[2];
if (!folder || folder.startsWith('--')) give('Name the folder: npm run backup -- FOLDER');
const config = settingsHere();
const { url, close } = await databaseOf(config).catch(give);
const made = await writeBackup({ url, data: config.dataFolder, folder: resolve(folder) }).catch(async (error: unknown) => {
  await close();
  return give(error);
});
const db = openDb(url, { max: 1 });
// The server beside may be of an older version, which must not find its tables changed; then it cannot be told.
const told = await noteBackup(db, config.marketplace, made, resolve(folder)).then(
  () => true,
  () => false,
);
await db.close();
await close();
for (const what of made.broken) console.log(what);
const rows = made.tables.reduce((n, t) => n + t.rows, 0);
console.log(`${rows} rows of ${made.tables.length} tables and ${made.files.length} files are in ${resolve(folder)}.`);
if (!made.secret) console.log('The secret is not in it: keep FAIRHOLD_SECRET where you keep your secrets.');
if (!told) console.log('The installation is older than this command, and could not be told.');
console.log('Try it: npm run restore -- FOLDER');
console.log(
  JSON.stringify({ id: made.id, tables: made.tables.length, rows, files: made.files.length, bytes: made.bytes, broken: made.broken.length }),
);
process.exit(made.broken.length > 0 ? 1 : 0);
