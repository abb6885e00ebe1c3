/** Certificates for tests: an authority that nobody knows, and servers that it vouches for. X.509 in DER, signed with P-256. */
import { generateKeyPairSync, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto';

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const bytes = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...bytes]), body]);
};
const all = (...parts: readonly Buffer[]) => der(0x30, ...parts);
const hex = (tag: number, value: string) => der(tag, Buffer.from(value, 'hex'));
const text = (tag: number, value: string) => der(tag, Buffer.from(value));
const bits = (value: Buffer) => der(0x03, Buffer.from([0]), value);

const ECDSA_SHA256 = all(hex(0x06, '2a8648ce3d040302'));
const named = (name: string) => all(der(0x31, all(hex(0x06, '550403'), text(0x0c, name))));
const instant = (ms: number) => text(0x17, `${new Date(ms).toISOString().replace(/\D/g, '').slice(2, 14)}Z`);
const extension = (oid: string, value: Buffer) => all(hex(0x06, oid), der(0x04, value));

interface Signer {
  readonly name: string;
  readonly key: KeyObject;
}
function certificate(o: { name: string; key: KeyObject; by: Signer; until: number; extension: Buffer }): string {
  const content = all(
    der(0xa0, hex(0x02, '02')),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_SHA256,
    named(o.by.name),
    all(instant(Date.UTC(2020, 0, 1)), instant(o.until)),
    named(o.name),
    o.key.export({ type: 'spki', format: 'der' }),
    der(0xa3, all(o.extension)),
  );
  return new X509Certificate(all(content, ECDSA_SHA256, bits(sign('sha256', content, o.by.key)))).toString();
}
const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const FAR = Date.UTC(2045, 0, 1);

/** An authority; `ca` is its own certificate, PEM. `server` makes a key and a certificate for a host name, good until an instant (ms). */
export function authority(name: string): { readonly ca: string; server(host: string, until?: number): { key: string; cert: string } } {
  const own = pair();
  const by = { name, key: own.privateKey };
  const isAuthority = extension('551d13', all(hex(0x01, 'ff')));
  return {
    ca: certificate({ name, key: own.publicKey, by, until: FAR, extension: isAuthority }),
    server(host, until = FAR) {
      const { publicKey, privateKey } = pair();
      const cert = certificate({ name: host, key: publicKey, by, until, extension: extension('551d11', all(text(0x82, host))) });
      return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert };
    },
  };
}
