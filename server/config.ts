/** What an installation can set, all by environment variables; the defaults are a sandbox on this machine. */
import { randomBytes, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  /** A PostgreSQL of one's own; absent: the embedded one. */
  readonly databaseUrl?: string;
  /** The longest that an answer of the database is waited for, ms; then it counts as away. */
  readonly databasePatience: number;
  readonly marketplace: string;
  /** `sandbox`: test clock, stand-in bank, demo people. `live`: none of these. */
  readonly mode: 'sandbox' | 'live';
  readonly baseUrl: string;
  readonly smtpUrl?: string;
  readonly mailFrom: string;
  /** Signs sessions and notifications. */
  readonly secret: string;
  readonly seed: boolean;
  /** Which proxies' word for the visitor's address is believed; none unless set. */
  readonly trustProxy: boolean | string;
  /** Requests a minute from one address, and from one account; 0: no limit. */
  readonly requestsPerMinute: number;
  /** Tries to sign in to one account from one address in 15 minutes; 0: no limit. */
  readonly signInTries: number;
  /** Bytes that stay free on the data folder's disk; with less, writes are refused. */
  readonly keepFree: number;
  /** Mail address of the first operator of a live installation: whoever has confirmed it becomes one at the start. */
  readonly operator?: string;
  /** Mail address that people write to when they need help; shown to everybody. */
  readonly contact?: string;
  /** The longest that the payment provider may hold money for others, days; no policy that can hold it longer is published (POL-5). */
  readonly longestHoldDays: number;
  /** The payment provider. Only the stand-in ships; a live installation must say that it wants it. */
  readonly bank?: 'sandbox';
  /** Whether webhooks may go to this machine itself; only in a sandbox. */
  readonly webhookLocal: boolean;
  /** Authorities that receivers of webhooks may be vouched for by, beside the usual ones; PEM. */
  readonly webhookCa?: string;
  /** An origin for the content of uploads alone; absent: they are under /files of the installation's own. */
  readonly filesOrigin?: string;
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
    databasePatience: 10_000,
    ...(env['DATABASE_URL'] && { databaseUrl: env['DATABASE_URL'] }),
    marketplace: env['FAIRHOLD_MARKETPLACE'] ?? 'main',
    mode,
    baseUrl: env['FAIRHOLD_URL'] ?? `http://localhost:${port}`,
    ...(env['SMTP_URL'] && { smtpUrl: env['SMTP_URL'] }),
    mailFrom: env['MAIL_FROM'] ?? 'Fairhold <fairhold@localhost>',
    secret: env['FAIRHOLD_SECRET'] ?? keptSecret(dataFolder),
    seed: mode === 'sandbox' && env['FAIRHOLD_SEED'] !== 'no',
    trustProxy: trusted(env['FAIRHOLD_TRUST_PROXY']),
    requestsPerMinute: whole('FAIRHOLD_REQUESTS_PER_MINUTE', env['FAIRHOLD_REQUESTS_PER_MINUTE'], mode === 'live' ? 1200 : 0),
    signInTries: mode === 'live' ? 10 : 0,
    keepFree: whole('FAIRHOLD_KEEP_FREE_MB', env['FAIRHOLD_KEEP_FREE_MB'], 256) * 2 ** 20,
    ...(env['FAIRHOLD_OPERATOR'] && { operator: env['FAIRHOLD_OPERATOR'].toLowerCase() }),
    ...contactOf(env['FAIRHOLD_CONTACT']),
    longestHoldDays: whole('FAIRHOLD_LONGEST_HOLD_DAYS', env['FAIRHOLD_LONGEST_HOLD_DAYS'], 730),
    ...bankOf(env['FAIRHOLD_BANK'], mode),
    webhookLocal: localOf(env['FAIRHOLD_WEBHOOK_LOCAL'], mode),
    ...caOf(env['FAIRHOLD_WEBHOOK_CA']),
    ...filesOriginOf(env['FAIRHOLD_FILES_ORIGIN'], env['FAIRHOLD_URL'] ?? `http://localhost:${port}`),
  };
}

function whole(name: string, value: string | undefined, otherwise: number): number {
  const n = Number(value ?? otherwise);
  if (!Number.isSafeInteger(n) || n < 0) throw new Error(`${name} must be a whole number, not "${value}"`);
  return n;
}

/** "yes" believes whoever is in front; otherwise a list of proxies' addresses or networks. */
function trusted(value: string | undefined): boolean | string {
  if (value === undefined || value === '' || value === 'no') return false;
  return value === 'yes' ? true : value;
}

function contactOf(value: string | undefined): Pick<Config, 'contact'> {
  if (!value) return {};
  if (!/^[^\s@<>]+@[^\s@<>]+$/.test(value)) throw new Error(`FAIRHOLD_CONTACT must be a mail address like help@example.org, not "${value}"`);
  return { contact: value };
}

function bankOf(value: string | undefined, mode: Config['mode']): Pick<Config, 'bank'> {
  if (value !== undefined && value !== 'sandbox') throw new Error(`FAIRHOLD_BANK must be "sandbox", not "${value}"`);
  if (mode === 'live' && value === undefined)
    throw new Error(
      'A live installation needs a payment provider, and only the stand-in bank ships with Fairhold. Write an adapter (docs/running.md), or set FAIRHOLD_BANK=sandbox to try the live mode with money that is not real.',
    );
  return { bank: 'sandbox' };
}

function localOf(value: string | undefined, mode: Config['mode']): boolean {
  if (value === undefined || value === 'no') return false;
  if (value !== 'yes') throw new Error(`FAIRHOLD_WEBHOOK_LOCAL must be "yes" or "no", not "${value}"`);
  if (mode === 'live') throw new Error('FAIRHOLD_WEBHOOK_LOCAL is for a sandbox: a live installation never calls itself for a stranger.');
  return true;
}

function caOf(file: string | undefined): Pick<Config, 'webhookCa'> {
  if (!file) return {};
  if (!existsSync(file)) throw new Error(`FAIRHOLD_WEBHOOK_CA must be a file, and there is none at "${file}"`);
  const webhookCa = readFileSync(file, 'utf8');
  try {
    new X509Certificate(webhookCa);
  } catch {
    throw new Error(`FAIRHOLD_WEBHOOK_CA must be a file with certificates (PEM), and "${file}" is not`);
  }
  return { webhookCa };
}

/** An origin that is ours too would be none of its own. */
function filesOriginOf(value: string | undefined, baseUrl: string): Pick<Config, 'filesOrigin'> {
  if (!value) return {};
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`)
    throw new Error(`FAIRHOLD_FILES_ORIGIN must be an origin like https://files.example.com, not "${value}"`);
  if (url.host === new URL(baseUrl).host) throw new Error('FAIRHOLD_FILES_ORIGIN must have another host than FAIRHOLD_URL.');
  return { filesOrigin: url.origin };
}

function keptSecret(dataFolder: string): string {
  const file = join(dataFolder, 'secret');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}
