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

/** Checks the unpacked file in a folder. */
export const checkCaseFile = (folder: string): Checked =>
  checkContents((path) => {
    try {
      return readFileSync(join(folder, path));
    } catch {
      return undefined;
    }
  });

/** Checks what `read` gives for a path in the file; undefined: there is nothing of that path. */
export function checkContents(read: (path: string) => Buffer | undefined): Checked {
  const broken: string[] = [];
  const manifestBytes = read('manifest.json');
  if (!manifestBytes) return { broken: ['manifest.json is missing'], files: 0, steps: 0, proven: 0, head: '', fingerprint: '' };
  const manifest = parsed<Partial<Manifest>>(manifestBytes) ?? {};
  const files = Array.isArray(manifest.files) ? manifest.files : [];
  const key = Buffer.from(String(manifest.key), 'base64');
  const signature = Buffer.from(read('signature.txt')?.toString('utf8').trim() ?? '', 'base64');
  if (!signed(manifestBytes, key, signature)) broken.push('manifest.json: the signature does not fit');
  for (const f of files) {
    const content = read(f.path);
    if (!content) broken.push(`${f.path} is missing`);
    else if (sha256(content) !== f.sha256) broken.push(`${f.path} is not what was signed`);
  }
  const record = parsed<Step[]>(read('record.json') ?? Buffer.from('[]'));
  if (!Array.isArray(record)) broken.push('record.json cannot be read');
  const steps = Array.isArray(record) ? record : [];
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
  if (before !== manifest.head?.digest) broken.push('record.json: it does not end as the manifest says');
  return { broken, files: files.length, steps: steps.length, proven, head: before, fingerprint: sha256(key) };
}

/** What was changed may be no JSON any more, or name a key that is none: that is a finding too. */
function parsed<T>(content: Buffer): T | undefined {
  try {
    return JSON.parse(content.toString('utf8')) as T;
  } catch {
    return undefined;
  }
}
function signed(content: Buffer, key: Buffer, signature: Buffer): boolean {
  try {
    return verify(null, content, createPublicKey({ key, format: 'der', type: 'spki' }), signature);
  } catch {
    return false;
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === import.meta.filename) {
  const result = checkCaseFile(process.argv[2] ?? '.');
  for (const what of result.broken) console.log(`BROKEN: ${what}`);
  console.log(JSON.stringify(result));
  process.exit(result.broken.length > 0 ? 1 : 0);
}
