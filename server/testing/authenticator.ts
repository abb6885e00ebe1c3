/** A device that makes passkeys and signs with them, made by hand: what a phone does, without the phone (WebAuthn, ES256, no attestation). */
import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

/** The flags of authenticator data: a person was there, was known, and a credential comes with it. */
const [PRESENT, VERIFIED, ATTESTED] = [0x01, 0x04, 0x40];
const sha256 = (data: Buffer | string): Buffer => createHash('sha256').update(data).digest();
const url = (data: Buffer): string => data.toString('base64url');

// As much of CBOR as this takes.
const head = (major: number, n: number): Buffer =>
  n < 24 ? Buffer.from([(major << 5) | n]) : n < 256 ? Buffer.from([(major << 5) | 24, n]) : Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
const int = (n: number): Buffer => (n < 0 ? head(1, -1 - n) : head(0, n));
const bytes = (b: Buffer): Buffer => Buffer.concat([head(2, b.length), b]);
const text = (s: string): Buffer => Buffer.concat([head(3, s.length), Buffer.from(s)]);
const map = (...pairs: readonly Buffer[]): Buffer => Buffer.concat([head(5, pairs.length / 2), ...pairs]);

export interface Device {
  readonly id: string;
  /** How often it says that it signed; a copy would begin earlier. */
  counter: number;
  make(options: { challenge: string }, o?: Ways): Record<string, unknown>;
  show(options: { challenge: string }, o?: Ways): Record<string, unknown>;
}
interface Ways {
  readonly origin?: string;
  /** It did not make sure of its person. */
  readonly unverified?: true;
}

/** A device with one key for the site at `origin`. */
export function device(origin: string): Device {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  const one: Device = {
    id: url(id),
    counter: 0,
    make(options, o = {}) {
      const authData = Buffer.concat([dataOf(origin, 0, ATTESTED, o), Buffer.alloc(16), Buffer.from([0, id.length]), id, coseOf(publicKey)]);
      const attestationObject = url(map(text('fmt'), text('none'), text('attStmt'), map(), text('authData'), bytes(authData)));
      return { ...named(id), response: { clientDataJSON: url(clientData('webauthn.create', options, o.origin ?? origin)), attestationObject } };
    },
    show(options, o = {}) {
      one.counter += 1;
      const authData = dataOf(origin, one.counter, 0, o);
      const client = clientData('webauthn.get', options, o.origin ?? origin);
      const signature = createSign('sha256')
        .update(Buffer.concat([authData, sha256(client)]))
        .sign(privateKey);
      return { ...named(id), response: { clientDataJSON: url(client), authenticatorData: url(authData), signature: url(signature) } };
    },
  };
  return one;
}

const named = (id: Buffer) => ({ id: url(id), rawId: url(id), type: 'public-key' });
const clientData = (type: string, options: { challenge: string }, origin: string): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge: options.challenge, origin, crossOrigin: false }));
function dataOf(origin: string, counter: number, more: number, o: Ways): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  return Buffer.concat([sha256(new URL(origin).hostname), Buffer.from([PRESENT | (o.unverified ? 0 : VERIFIED) | more]), count]);
}
function coseOf(key: KeyObject): Buffer {
  const { x, y } = key.export({ format: 'jwk' }) as { x: string; y: string };
  const [ES256, EC2, P256] = [-7, 2, 1];
  return map(
    int(1),
    int(EC2),
    int(3),
    int(ES256),
    int(-1),
    int(P256),
    int(-2),
    bytes(Buffer.from(x, 'base64url')),
    int(-3),
    bytes(Buffer.from(y, 'base64url')),
  );
}
