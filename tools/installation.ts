/** The installation that the settings name, for commands that are run beside it: its database, whether its server runs or not. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, readConfig } from '@fairhold/server/config';
import { runningEmbedded, startEmbedded } from '@fairhold/server/store/embedded';

/** As the environment says; a command needs no bank, and no secret: it makes none where there is none. */
export const settingsHere = (): Config => readConfig({ FAIRHOLD_SECRET: '', ...process.env, FAIRHOLD_BANK: 'sandbox' });

/**
 * The address of its database: of DATABASE_URL, of the running server's, or of the embedded one, which is started for the command.
 * @throws a sentence when there is none.
 */
export async function databaseOf(config: Config): Promise<{ url: string; close(): Promise<void> }> {
  const running = config.databaseUrl ?? runningEmbedded(config.dataFolder);
  if (running) return { url: running, close: async () => {} };
  if (!existsSync(join(config.dataFolder, 'postgres.password')))
    throw new Error(`There is no database in ${config.dataFolder}. Name its folder with FAIRHOLD_DATA, or its address with DATABASE_URL.`);
  const embedded = await startEmbedded(config.dataFolder);
  return { url: embedded.url, close: () => embedded.stop() };
}

/** The value after an option; undefined: it was not given. */
export function optionOf(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : (process.argv[at + 1] ?? '');
}

/** Ends a command with a sentence instead of a stack. */
export function give(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
}
