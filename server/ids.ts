/** Digests and ids. Ids are UUIDv7: they sort by time, so that new rows stay together. */
import { hash, randomBytes } from 'node:crypto';

/** SHA-256 of a text, hex. */
export const sha256 = (text: string): string => hash('sha256', text);

// Randomness is fetched for many ids at once: a call for each was a fiftieth of the server's time under load.
let pool: Buffer = Buffer.alloc(0);
function random(): Buffer {
  if (pool.length < 16) pool = randomBytes(4096);
  const bytes = Buffer.from(pool.subarray(0, 16));
  pool = pool.subarray(16);
  return bytes;
}

/** UUIDv7 of an instant in milliseconds. */
export function newId(now: number): string {
  const bytes = random();
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
