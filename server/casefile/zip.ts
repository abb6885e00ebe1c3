/** A ZIP that is written while it is read: nothing of it is kept, and a slow reader slows the writing down. */
import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { Zip, ZipPassThrough } from 'fflate';

export interface Entry {
  readonly path: string;
  /** Opened when its turn comes. */
  readonly content: () => Promise<Readable | Buffer>;
}

/** Entries are stored as they are: evidence is mostly compressed already. `at`: epoch ms, the date of every entry. */
export function zipOf(entries: readonly Entry[], at: number): Readable {
  const out = new PassThrough();
  // Somebody who leaves in the middle leaves without an error; waiting for them ends too, and what was open is closed.
  const gone = new AbortController();
  out.once('close', () => gone.abort());
  const zip = new Zip((error, chunk, final) => {
    if (error) out.destroy(error);
    else out.write(chunk);
    if (final) out.end();
  });
  // A ZIP has no time zone, and what writes it takes that of the machine: in UTC everywhere, the same file is the same bytes.
  const utc = at + new Date(at).getTimezoneOffset() * 60_000;
  const write = async (): Promise<void> => {
    for (const { path, content } of entries) {
      const entry = new ZipPassThrough(path);
      entry.mtime = utc;
      zip.add(entry);
      const from = await content();
      for await (const chunk of Buffer.isBuffer(from) ? [from] : from) {
        if (out.destroyed) return;
        entry.push(chunk as Buffer);
        if (out.writableNeedDrain) await once(out, 'drain', { signal: gone.signal });
      }
      entry.push(new Uint8Array(), true);
    }
    zip.end();
  };
  write().catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))));
  return out;
}
