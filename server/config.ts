/** What an installation can set, all by environment variables; the defaults are a sandbox on this machine. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  /** A PostgreSQL of one's own; absent: the embedded one. */
  readonly databaseUrl?: string;
  readonly marketplace: string;
  /** `sandbox`: test clock, stand-in bank, demo people. `live`: none of these. */
  readonly mode: 'sandbox' | 'live';
  readonly baseUrl: string;
  readonly smtpUrl?: string;
  readonly mailFrom: string;
  /** Signs sessions and notifications. */
  readonly secret: string;
  readonly seed: boolean;
}

/** Reads the settings; makes and keeps a secret in the data folder when none is given. Throws a sentence when one makes no sense. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const dataFolder = resolve(env['FAIRHOLD_DATA'] ?? '.data');
  const port = Number(env['PORT'] ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`PORT must be a whole number up to 65535, not "${env['PORT']}"`);
  const mode = env['FAIRHOLD_MODE'] ?? 'sandbox';
  if (mode !== 'sandbox' && mode !== 'live') throw new Error(`FAIRHOLD_MODE must be "sandbox" or "live", not "${mode}"`);
  mkdirSync(dataFolder, { recursive: true });
  return {
    port,
    host: env['HOST'] ?? '127.0.0.1',
    dataFolder,
    ...(env['DATABASE_URL'] && { databaseUrl: env['DATABASE_URL'] }),
    marketplace: env['FAIRHOLD_MARKETPLACE'] ?? 'main',
    mode,
    baseUrl: env['FAIRHOLD_URL'] ?? `http://localhost:${port}`,
    ...(env['SMTP_URL'] && { smtpUrl: env['SMTP_URL'] }),
    mailFrom: env['MAIL_FROM'] ?? 'Fairhold <fairhold@localhost>',
    secret: env['FAIRHOLD_SECRET'] ?? keptSecret(dataFolder),
    seed: mode === 'sandbox' && env['FAIRHOLD_SEED'] !== 'no',
  };
}

function keptSecret(dataFolder: string): string {
  const file = join(dataFolder, 'secret');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}
