/** Texts that the database keeps and only a server with the installation's secret can read: AES-256-GCM. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

export interface Sealer {
  seal(text: string): string;
  /** Throws for what was sealed with another secret or for another purpose. */
  unseal(sealed: string): string;
}

/** A sealer for one purpose: what one has sealed no other opens. */
export function openSealer(secret: string, purpose: string): Sealer {
  const key = createHash('sha256').update(`${purpose} ${secret}`).digest();
  return {
    seal(text) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
    },
    unseal(sealed) {
      const bytes = Buffer.from(sealed, 'base64');
      const open = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([open.update(bytes.subarray(28)), open.final()]).toString('utf8');
    },
  };
}
