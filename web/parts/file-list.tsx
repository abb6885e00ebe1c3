/** Files with their facts. Pictures and plain text can be looked at in a tab of their own; everything else is only ever downloaded. */
import type { FileFact } from '@fairhold/client';
import { w } from '../words.ts';

const fileHref = (f: Pick<FileFact, 'id'>): string => `/v1/files/${f.id}`;

/** Whether the server shows a type in place (server/outside/file-types.ts). */
const canBeShown = (type: string): boolean => /^(image\/(png|jpeg|gif|webp)|text\/(plain|markdown|csv)|application\/json)(;|$)/.test(type);

export function FileList(p: { files: readonly FileFact[] }) {
  if (p.files.length === 0) return null;
  return (
    <ul className="list plain small">
      {p.files.map((f) => (
        <li key={f.id}>
          <a href={fileHref(f)}>{f.name}</a>{' '}
          <span className="soft">{w.files.facts(w.files.size(Math.ceil(f.size / 1024)), f.type, f.sha256.slice(0, 12))}</span>
          {f.caption && <p>{f.caption}</p>}
          {/* A page of its own: uploads may be served from another origin, whose content this page must not hold. */}
          {canBeShown(f.type) && (
            <a className="btn quiet" target="_blank" rel="noreferrer" href={`${fileHref(f)}?inline=1`} aria-label={`${w.files.look}: ${f.name}`}>
              {w.files.look}
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
