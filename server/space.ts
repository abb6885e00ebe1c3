/**
 * The disk of the data folder. Before it is full writes are refused, so that reading goes on: a PostgreSQL that cannot write its log
 * stops altogether. A file of ballast is kept beside it; should something else fill the disk, it is given up, and the database comes
 * back up to be read.
 */
import { closeSync, existsSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { no } from './problem.ts';

export interface Space {
  /** Whether writes are refused. */
  full(): boolean;
  /** Bytes that are free on the fullest of the disks, at the last look. */
  free(): number;
  /** Looks now instead of at the next second. */
  look(): void;
  close(): void;
}
const LOOK_MS = 1_000;
const BALLAST = 'ballast';
const BALLAST_BYTES = 32 * 2 ** 20;
const MEGA = Buffer.alloc(2 ** 20, 1);

/** Watches the disks of some folders; `keepFree` in bytes. `ballast`: the folder of a database of our own. */
export function openSpace(folders: readonly string[], o: { readonly keepFree: number; readonly ballast?: string }): Space {
  let full = false;
  let free = 0;
  function look(): void {
    free = Math.min(...folders.map(freeOn));
    // Some room more to open again than to close, so that it does not go to and fro.
    const before = full;
    full = free < (full ? o.keepFree * 1.1 : o.keepFree);
    if (full && !before) console.error(`storage: ${Math.round(free / 2 ** 20)} MB are left; writes are refused until there is room`);
    if (!full && before) console.error('storage: there is room again');
    if (!o.ballast) return;
    giveWay(o.ballast, o.keepFree);
    const file = join(o.ballast, BALLAST);
    if (!full && !existsSync(file) && free > o.keepFree * 1.2 + BALLAST_BYTES) fill(file);
  }
  look();
  const timer = setInterval(() => attempt(look), LOOK_MS).unref();
  return { full: () => full, free: () => free, look, close: () => clearInterval(timer) };
}

function attempt(fn: () => void): void {
  try {
    fn();
  } catch (error) {
    console.error('storage:', error instanceof Error ? error.message : error);
  }
}

const freeOn = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

/** Frees the ballast of a folder whose disk has next to no room left; asked before the database starts, which needs some. */
export function giveWay(folder: string, keepFree: number): void {
  if (freeOn(folder) < keepFree / 4) rmSync(join(folder, BALLAST), { force: true });
}

function fill(file: string): void {
  const fd = openSync(file, 'w');
  try {
    for (let n = 0; n < BALLAST_BYTES; n += MEGA.length) writeSync(fd, MEGA);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** What writes nothing, or makes room, is let through: looking ahead, signing in and out, deleting. */
export function refuseWhenFull(app: FastifyInstance, space: Pick<Space, 'full'>): void {
  app.addHook('preHandler', async (req) => {
    if (space.full() && ['POST', 'PUT', 'PATCH'].includes(req.method) && req.url.startsWith('/v1/') && !harmless(req)) throw no('storage_full');
  });
}

const harmless = (req: FastifyRequest): boolean =>
  (req.body as { preview?: unknown } | null | undefined)?.preview === true || req.url.startsWith('/v1/sandbox/sign-in');
