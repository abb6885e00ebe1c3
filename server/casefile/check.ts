/**
 * Checks a case file that somebody was given, with nothing but Node: `node check.ts FOLDER` in the unpacked file. It needs no server,
 * no package and no network, and names everything that is not as it was signed.
 *
 * The same file lies in every case file; who does not trust that copy takes it from the project's source.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly files: readonly { readonly path: string; readonly size: number; readonly sha256: string }[];
  readonly head: { readonly seq: number; readonly digest: string };
  /** Public key of the installation, SPKI in base64. */
  readonly key: string;
}
/** A step of the record. `link`: what its digest was made of, where this reader may see all of it. */
interface Step {
  readonly seq: number;
  readonly digest: string;
  readonly link?: string;
}
export interface Checked {
  readonly broken: readonly string[];
  readonly files: number;
  readonly steps: number;
  /** Steps whose digest was made anew here from what they say. */
  readonly proven: number;
  readonly head: string;
  /** SHA-256 of the key: to be compared with what the installation says of itself. */
  readonly fingerprint: string;
}

const sha256 = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');

export function checkCaseFile(folder: string): Checked {
  const read = (path: string): Buffer | undefined => {
    try {
      return readFileSync(join(folder, path));
    } catch {
      return undefined;
    }
  };
  const broken: string[] = [];
  const manifestBytes = read('manifest.json');
  if (!manifestBytes) return { broken: ['manifest.json is missing'], files: 0, steps: 0, proven: 0, head: '', fingerprint: '' };
  const manifest = JSON.parse(manifestBytes.toString('utf8')) as Manifest;
  const key = Buffer.from(manifest.key, 'base64');
  const signature = Buffer.from(read('signature.txt')?.toString('utf8').trim() ?? '', 'base64');
  if (!verify(null, manifestBytes, createPublicKey({ key, format: 'der', type: 'spki' }), signature))
    broken.push('manifest.json: the signature does not fit');
  for (const f of manifest.files) {
    const content = read(f.path);
    if (!content) broken.push(`${f.path} is missing`);
    else if (sha256(content) !== f.sha256) broken.push(`${f.path} is not what was signed`);
  }
  const steps = JSON.parse(read('record.json')?.toString('utf8') ?? '[]') as Step[];
  let before = '';
  let proven = 0;
  for (const [n, step] of steps.entries()) {
    if (step.seq !== n + 1) broken.push(`record.json: step ${n + 1} is missing`);
    if (step.link !== undefined) {
      if (sha256(`${before}\n${step.link}`) === step.digest) proven += 1;
      else broken.push(`record.json: step ${step.seq} does not fit the steps before it`);
    }
    before = step.digest;
  }
  if (before !== manifest.head.digest) broken.push('record.json: it does not end as the manifest says');
  return { broken, files: manifest.files.length, steps: steps.length, proven, head: before, fingerprint: sha256(key) };
}

if (process.argv[1] && realpathSync(process.argv[1]) === import.meta.filename) {
  const result = checkCaseFile(process.argv[2] ?? '.');
  for (const what of result.broken) console.log(`BROKEN: ${what}`);
  console.log(JSON.stringify(result));
  process.exit(result.broken.length > 0 ? 1 : 0);
}
