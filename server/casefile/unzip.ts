/** Reads a ZIP as `zip.ts` writes it: entries stored as they are, found by its directory, one in memory at a time. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export interface Unzipped {
  /** In the order of the directory. */
  readonly paths: readonly string[];
  /** The content of an entry; undefined when there is none of that path. */
  read(path: string): Buffer | undefined;
  close(): void;
}

const DIRECTORY_END = 0x06054b50;
const IN_DIRECTORY = 0x02014b50;
const ENTRY = 0x04034b50;

/** @throws when the file is no such ZIP, or one that is cut off. */
export function unzip(path: string): Unzipped {
  const file = openSync(path, 'r');
  const part = (from: number, length: number): Buffer => {
    const into = Buffer.alloc(length);
    if (readSync(file, into, 0, length, from) < length) throw new Error('the ZIP is cut off');
    return into;
  };
  const headed = (from: number, length: number, mark: number): Buffer => {
    const head = part(from, length);
    if (head.readUInt32LE(0) !== mark) throw new Error('the ZIP is damaged');
    return head;
  };
  try {
    const end = headed(fstatSync(file).size - 22, 22, DIRECTORY_END);
    const entries = new Map<string, { readonly from: number; readonly size: number }>();
    const paths: string[] = [];
    let at = end.readUInt32LE(16);
    for (let n = end.readUInt16LE(10); n > 0; n -= 1) {
      const head = headed(at, 46, IN_DIRECTORY);
      const [name, extra, comment] = [head.readUInt16LE(28), head.readUInt16LE(30), head.readUInt16LE(32)];
      if (head.readUInt16LE(10) !== 0) throw new Error('the ZIP is compressed');
      const its = part(at + 46, name).toString('utf8');
      paths.push(its);
      entries.set(its, { from: head.readUInt32LE(42), size: head.readUInt32LE(24) });
      at += 46 + name + extra + comment;
    }
    return {
      paths,
      read(its) {
        const entry = entries.get(its);
        if (!entry) return undefined;
        const head = headed(entry.from, 30, ENTRY);
        return part(entry.from + 30 + head.readUInt16LE(26) + head.readUInt16LE(28), entry.size);
      },
      close: () => closeSync(file),
    };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}
