/** A case file: everything about a case that its reader may see, its evidence, its record, and the means to check all of it offline (CFE-1, CFE-2). */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { canonical, type FileFact } from '@fairhold/domain';
import type { FileStore } from '../outside/files.ts';
import { caseFilePage, type PageInput } from './html.ts';
import type { Signer } from './key.ts';
import { type Entry, zipOf } from './zip.ts';

const CHECK = join(import.meta.dirname, 'check.ts');

export async function caseFile(
  p: Omit<PageInput, 'places' | 'fingerprint'> & { readonly installation: string; readonly files: FileStore; readonly signer: Signer },
): Promise<Readable> {
  const { c, k, signer } = p;
  const places = new Map<string, string>();
  const evidence: { place: string; file: FileFact; open: () => Promise<Readable> }[] = [];
  for (const e of k.exhibits) {
    const { file } = e;
    if (!file || !(await p.files.has(file.sha256))) continue;
    const place = `exhibits/${String(e.n).padStart(3, '0')}-${file.name}`;
    places.set(e.id, place);
    evidence.push({
      place,
      file,
      open: async () => {
        const content = await p.files.read(file.sha256);
        if (!content) throw new Error(`exhibit ${e.n} went away while it was read`);
        return content;
      },
    });
  }
  const { actions: _actions, ...contract } = c;
  const written: (readonly [string, Buffer])[] = [
    ['case.html', Buffer.from(caseFilePage({ ...p, places, fingerprint: signer.fingerprint }))],
    ['case.json', Buffer.from(`${JSON.stringify({ contract, case: k }, null, 1)}\n`)],
    ['record.json', Buffer.from(`${JSON.stringify(p.steps, null, 1)}\n`)],
    ['check.ts', await readFile(CHECK)],
  ];
  const last = p.steps.at(-1);
  const manifest = Buffer.from(
    canonical({
      format: 'fairhold-case-file-1',
      installation: p.installation,
      contract: c.id,
      case: k.id,
      madeAt: p.madeAt,
      madeFor: c.you.role,
      head: { seq: last?.seq ?? 0, digest: last?.digest ?? '' },
      key: signer.key,
      files: [
        ...written.map(([path, content]) => ({ path, size: content.length, sha256: createHash('sha256').update(content).digest('hex') })),
        ...evidence.map(({ place, file }) => ({ path: place, size: file.size, sha256: file.sha256 })),
      ],
    }),
  );
  const entries: Entry[] = [
    ...written.map(([path, content]) => ({ path, content: async () => content })),
    { path: 'manifest.json', content: async () => manifest },
    { path: 'signature.txt', content: async () => Buffer.from(`${signer.sign(manifest)}\n`) },
    ...evidence.map(({ place, open }) => ({ path: place, content: open })),
  ];
  return zipOf(entries, Date.parse(p.madeAt));
}
