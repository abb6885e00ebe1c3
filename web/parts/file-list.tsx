/** Files with their facts, each to look at here and to download. */
import type { FileFact } from '@fairhold/client';
import { createContext, Suspense, useContext, useState } from 'react';
import { w } from '../words.ts';
import { later } from './later.tsx';

/** Looking into a file is for who asks for it. */
const FileViewer = later(() => import('./file-viewer.tsx').then((m) => m.FileViewer));

/** Files that are looked through one after the other although several lists show them. */
export const Together = createContext<readonly FileFact[]>([]);

export function FileList(p: { files: readonly FileFact[] }) {
  const together = useContext(Together);
  const [at, setAt] = useState<string>();
  const [looked, setLooked] = useState(false);
  if (p.files.length === 0) return null;
  const look = (id: string) => {
    setLooked(true);
    setAt(id);
  };
  return (
    <>
      <ul className="list plain small">
        {p.files.map((f) => (
          <li key={f.id}>
            <a href={`/v1/files/${f.id}`}>
              <bdi>{f.name}</bdi>
            </a>{' '}
            <span className="soft whole">{w.files.facts(w.files.size(Math.ceil(f.size / 1024)), f.type, f.sha256.slice(0, 12))}</span>{' '}
            <span className="checked">{w.files.checked}</span>
            {f.caption && <p>{f.caption}</p>}
            <button type="button" className="btn quiet" aria-label={`${w.files.look}: ${f.name}`} onClick={() => look(f.id)}>
              {w.files.look}
            </button>
          </li>
        ))}
      </ul>
      {looked && (
        <Suspense>
          <FileViewer files={together.some((f) => f.id === at) ? together : p.files} at={at} onAt={setAt} />
        </Suspense>
      )}
    </>
  );
}
