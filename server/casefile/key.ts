/** The installation's own signature under a case file (CFE-2): Ed25519, made from its secret. */
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';

export interface Signer {
  /** SPKI in base64. */
  readonly key: string;
  /** SHA-256 of the key in hex, as a person compares it. */
  readonly fingerprint: string;
  /** Base64. */
  sign(content: Buffer): string;
}

/** PKCS #8 around the 32 bytes of an Ed25519 key (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export function openSigner(secret: string): Signer {
  const seed = createHash('sha256').update(`case files ${secret}`).digest();
  const own = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(own).export({ format: 'der', type: 'spki' });
  return {
    key: spki.toString('base64'),
    fingerprint: createHash('sha256').update(spki).digest('hex'),
    sign: (content) => sign(null, content, own).toString('base64'),
  };
}
