/**
 * Files by the digest of their content, in a folder. A file is written once under its SHA-256 and never changed; whoever
 * uploads the same again shares it on disk, not in rights: those are rows.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { newId } from '../ids.ts';
import { no } from '../problem.ts';
import { neutralName } from './file-names.ts';
import { findType } from './file-types.ts';

/** The most a file may weigh, in bytes (CFE-3: 25 MB). */
export const MOST_BYTES = 25 * 1024 * 1024;
/** The most files that may be given with one act (CFE-3). */
export const MOST_FILES = 20;
const HEAD = 64 * 1024;
const HOUR = 3_600_000;
/** Of 256: all of them are gone through in some sixteen hours. */
const SHELVES_AT_ONCE = 8;

export interface StoredFile {
  /** Made harmless. */
  readonly name: string;
  readonly size: number;
  readonly type: string;
  readonly sha256: string;
}

export interface FileStore {
  /**
   * Takes a file in while hashing it. It comes to its place when `enter` calls `shelve`, and is on disk for good then; otherwise nothing of it
   * stays. The answer is that of `enter`.
   * @throws problem 413 `file_too_large`, 422 `file_empty`, 422 `file_type_refused`; nothing of the file stays then.
   */
  put<T>(content: AsyncIterable<Buffer>, sentName: string | undefined, enter: Enter<T>): Promise<T>;
  /** Takes in what the server itself made, whatever it weighs, like `put`. */
  keep<T>(content: AsyncIterable<Buffer>, enter: (file: Pick<StoredFile, 'size' | 'sha256'>, shelve: () => Promise<void>) => Promise<T>): Promise<T>;
  /** Only reads content through, for a file that should be here already. @throws problem 413 `file_too_large`. */
  look(content: AsyncIterable<Buffer>, sentName: string | undefined): Promise<Pick<StoredFile, 'name' | 'sha256'>>;
  has(sha256: string): Promise<boolean>;
  /** The content of a digest; undefined when it is not here. */
  read(sha256: string): Promise<Readable | undefined>;
  /** The next few shelves in turn: digests that were put there before an instant, epoch ms by the machine's clock. */
  shelved(before: number): Promise<string[]>;
  /** Takes content away for good. */
  drop(sha256: string): Promise<void>;
}
/** Called with a file that is whole on the disk and not yet in its place. */
export type Enter<T> = (file: StoredFile, shelve: () => Promise<void>) => Promise<T>;

const tooLarge = () => no('file_too_large');
const empty = () => no('file_empty');
const refused = (name: string, what: string) => no('file_type_refused', { name, what });

/** Follows content as it passes: its digest, its first bytes, whether it is text. */
function watch() {
  const hash = createHash('sha256');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let head = Buffer.alloc(0);
  let size = 0;
  let text = true;
  const judge = (decode: () => string): void => {
    try {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      if (/[\x00-\x08\x0b\x0e-\x1f\x7f]/.test(decode())) text = false;
    } catch {
      text = false;
    }
  };
  return {
    see(chunk: Buffer): number {
      hash.update(chunk);
      size += chunk.length;
      if (head.length < HEAD) head = Buffer.concat([head, chunk.subarray(0, HEAD - head.length)]);
      if (text) judge(() => decoder.decode(chunk, { stream: true }));
      return size;
    },
    end() {
      if (text) judge(() => decoder.decode());
      return { size, head, text, sha256: hash.digest('hex') };
    },
  };
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}

/** Writes content to a new file and flushes it; the caller removes the file when this throws. */
async function write(path: string, content: AsyncIterable<Buffer>, most = MOST_BYTES) {
  const seen = watch();
  const handle = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of content) {
      if (seen.see(chunk) > most) throw tooLarge();
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return seen.end();
}

/** Drops what processes that died left half written; an hour old, so nothing that is still being written. */
async function tidy(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (mtimeMs < Date.now() - HOUR) await rm(path, { force: true });
  }
}

/** Where the content of a digest is kept. */
export const pathOf = (folder: string, sha256: string): string => join(folder, sha256.slice(0, 2), sha256);

/** Opens the store in a folder, which is made when it is not there. Any number of processes may share it. */
export async function openFileStore(folder: string): Promise<FileStore> {
  const incoming = join(folder, 'incoming');
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  await tidy(incoming);
  async function shelve(path: string, sha256: string): Promise<void> {
    const shelf = dirname(pathOf(folder, sha256));
    await mkdir(shelf, { recursive: true, mode: 0o700 });
    await rename(path, pathOf(folder, sha256));
    await sync(shelf);
    await sync(folder);
  }

  async function has(sha256: string): Promise<boolean> {
    if (!/^[0-9a-f]{64}$/.test(sha256)) return false;
    return stat(pathOf(folder, sha256)).then(
      (s) => s.isFile(),
      () => false,
    );
  }

  let turn = 0;
  return {
    async put<T>(content: AsyncIterable<Buffer>, sentName: string | undefined, enter: Enter<T>) {
      const name = neutralName(sentName);
      const path = join(incoming, newId(Date.now()));
      try {
        const seen = await write(path, content);
        if (seen.size === 0) throw empty();
        const found = await findType({ path, name, ...seen });
        if ('refused' in found) throw refused(name, found.refused);
        const file = { name, size: seen.size, type: found.type, sha256: seen.sha256 };
        return await enter(file, () => shelve(path, seen.sha256));
      } finally {
        await rm(path, { force: true });
      }
    },
    async keep(content, enter) {
      const path = join(incoming, newId(Date.now()));
      try {
        const { size, sha256 } = await write(path, content, Number.POSITIVE_INFINITY);
        return await enter({ size, sha256 }, () => shelve(path, sha256));
      } finally {
        await rm(path, { force: true });
      }
    },
    async look(content, sentName) {
      const seen = watch();
      for await (const chunk of content) if (seen.see(chunk) > MOST_BYTES) throw tooLarge();
      return { name: neutralName(sentName), sha256: seen.end().sha256 };
    },
    has,
    read: async (sha256) => ((await has(sha256)) ? createReadStream(pathOf(folder, sha256)) : undefined),
    async shelved(before) {
      const out: string[] = [];
      for (let n = 0; n < SHELVES_AT_ONCE; n += 1, turn = (turn + 1) % 256) {
        const shelf = join(folder, turn.toString(16).padStart(2, '0'));
        for (const name of await readdir(shelf).catch(() => [])) {
          const { mtimeMs } = await stat(join(shelf, name)).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
          if (/^[0-9a-f]{64}$/.test(name) && mtimeMs < before) out.push(name);
        }
      }
      return out;
    },
    drop: (sha256) => rm(pathOf(folder, sha256), { force: true }),
  };
}
