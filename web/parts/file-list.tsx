/** Files with their facts. Pictures and plain text open in place; everything else is only ever downloaded. */
import type { FileFact } from '@fairhold/client';
import { useState } from 'react';
import { w } from '../words.ts';
import { Sheet } from './basics.tsx';

export const fileHref = (f: Pick<FileFact, 'id'>): string => `/v1/files/${f.id}`;

/** How the server shows a type in place, if at all (server/outside/file-types.ts): a picture as it is, text as text. */
const shownAs = (type: string): 'picture' | 'text' | undefined =>
  /^image\/(png|jpeg|gif|webp)$/.test(type)
    ? 'picture'
    : /^(text\/(plain|markdown|csv)|application\/json)$/.test(type.split(';')[0] ?? '')
      ? 'text'
      : undefined;

export function FileList(p: { files: readonly FileFact[] }) {
  if (p.files.length === 0) return null;
  return (
    <ul className="list plain small">
      {p.files.map((f) => (
        <li key={f.id}>
          <a href={fileHref(f)}>{f.name}</a>{' '}
          <span className="soft">{w.files.facts(w.files.size(Math.ceil(f.size / 1024)), f.type, f.sha256.slice(0, 12))}</span>
          {f.caption && <p>{f.caption}</p>}
          <Look file={f} />
        </li>
      ))}
    </ul>
  );
}

function Look(p: { file: FileFact }) {
  const { file } = p;
  const as = shownAs(file.type);
  const [open, setOpen] = useState(false);
  const [text, setText] = useState<string>();
  if (!as) return null;
  const look = () => {
    setOpen(true);
    if (as === 'text' && text === undefined)
      void fetch(`${fileHref(file)}?inline=1`)
        .then((res) => (res.ok ? res.text() : Promise.reject(new Error(String(res.status)))))
        .then(setText, () => setText(w.files.cannotShow));
  };
  return (
    <>
      <button type="button" className="btn quiet" aria-label={`${w.files.look}: ${file.name}`} onClick={look}>
        {w.files.look}
      </button>
      <Sheet open={open} title={file.name} onClose={() => setOpen(false)}>
        {open && as === 'picture' && <img className="shown" src={`${fileHref(file)}?inline=1`} alt={file.caption ?? file.name} />}
        {open && as === 'text' && <pre className="shown">{text ?? w.states.loading}</pre>}
        <p className="small soft num">SHA-256 {file.sha256}</p>
      </Sheet>
    </>
  );
}
