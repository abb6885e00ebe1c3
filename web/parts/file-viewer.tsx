/** Looking at files without saving them: pictures, texts, PDFs; of everything else it says why not. What may be shown, the server says (CFE-3). */
import type { FileFact } from '@fairhold/client';
import { useEffect, useState } from 'react';
import { wc } from '../case-words.ts';
import { w } from '../words.ts';
import { ProblemBox, Sheet } from './basics.tsx';
import { type Content, contentOf } from './file-content.ts';

/** `at`: the id of the one that is looked at; none: it is closed, and the focus is back where it came from. */
export function FileViewer(p: { files: readonly FileFact[]; at: string | undefined; onAt: (id: string | undefined) => void }) {
  const { files, at, onAt } = p;
  const n = files.findIndex((f) => f.id === at);
  const file = files[n];
  useEffect(() => {
    if (n < 0) return;
    const press = (e: KeyboardEvent) => {
      const next = e.key === 'ArrowRight' ? files[n + 1] : e.key === 'ArrowLeft' ? files[n - 1] : undefined;
      if (!next || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
      e.preventDefault();
      onAt(next.id);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [files, n, onAt]);
  const step = (by: number, words: string) => (
    <button type="button" className="btn" disabled={!files[n + by]} onClick={() => onAt(files[n + by]?.id)}>
      {words}
    </button>
  );
  return (
    <Sheet open={file !== undefined} title={file?.name ?? ''} onClose={() => onAt(undefined)}>
      {file && (
        <>
          <p className="small soft" role="status">
            {files.length > 1 && `${wc.files.of(n + 1, files.length)} `}
            {w.files.facts(w.files.size(Math.ceil(file.size / 1024)), file.type, file.sha256.slice(0, 12))}{' '}
            <span className="checked">{w.files.checked}</span>
          </p>
          {file.caption && <p>{file.caption}</p>}
          <Inside key={file.id} file={file} />
          <div className="row between">
            {files.length > 1 ? (
              <div className="row">
                {step(-1, wc.files.previous)}
                {step(1, wc.files.next)}
              </div>
            ) : (
              <span />
            )}
            <a className="btn" href={`/v1/files/${file.id}`}>
              {wc.files.download}
            </a>
          </div>
        </>
      )}
    </Sheet>
  );
}

function Inside(p: { file: FileFact }) {
  const { id, name, caption } = p.file;
  const [content, setContent] = useState<Content>();
  const [problem, setProblem] = useState<unknown>();
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when somebody says so
  useEffect(() => {
    const away = new AbortController();
    setProblem(undefined);
    contentOf(id, away.signal).then(setContent, (error: unknown) => !away.signal.aborted && setProblem(error));
    return () => away.abort();
  }, [id, tries]);
  if (problem) return <ProblemBox error={problem} retry={() => setTries(tries + 1)} />;
  if (!content) return <p role="status">{w.states.loading}</p>;
  if (content.kind === 'picture')
    return (
      <img
        className="looked-at"
        src={content.href}
        // Read without cookies where uploads have an origin of their own.
        crossOrigin="anonymous"
        alt={caption ?? name}
        onError={() => setContent({ kind: 'broken' })}
      />
    );
  if (content.kind === 'document')
    return (
      <>
        <p className="small soft">{wc.files.document}</p>
        {/* In a sandbox by what comes with it; with the attribute as well, browsers draw no PDF. */}
        <iframe className="looked-at" src={content.href} title={name} referrerPolicy="no-referrer" />
      </>
    );
  if (content.kind === 'text')
    return (
      <>
        {content.cut && <p className="silence">{wc.files.cut}</p>}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
        <section className="raw looked-at" tabIndex={0} aria-label={name}>
          <pre className="shown">{content.text}</pre>
        </section>
      </>
    );
  return <p className="silence">{content.kind === 'broken' ? wc.files.broken : wc.files.notShown}</p>;
}
