/** The exhibits one at a time, by keyboard too, each to be marked as considered (MED-3). */
import type { Case, Contract } from '@fairhold/client';
import { useEffect, useRef } from 'react';
import { Card } from '../../parts/basics.tsx';
import { FileList, Together } from '../../parts/file-list.tsx';
import { when } from '../../words.ts';
import { filesOf } from '../case/file.tsx';
import { Differences } from '../room/terms.tsx';
import { ws } from './words.ts';

export function ExhibitDesk(p: {
  c: Contract;
  k: Case;
  considered: readonly string[];
  onConsidered?: (ids: string[]) => void;
  at: string;
  onAt: (id: string) => void;
}) {
  const { k, considered, onConsidered } = p;
  const at = Math.max(
    0,
    k.exhibits.findIndex((x) => x.id === p.at),
  );
  const setAt = (n: number) => p.onAt(k.exhibits[n]?.id ?? '');
  const e = k.exhibits[at];
  const list = useRef<HTMLOListElement>(null);
  // The list is short and scrolls: the one that is looked at is in sight, however it was come to.
  useEffect(() => {
    const all = list.current;
    const one = all?.children[at];
    if (!all || !one) return;
    const show = () => {
      const [box, row] = [all.getBoundingClientRect(), one.getBoundingClientRect()];
      all.scrollTop += Math.min(0, row.top - box.top) + Math.max(0, row.bottom - box.bottom);
    };
    const sizes = new ResizeObserver(show);
    sizes.observe(all);
    return () => sizes.disconnect();
  }, [at]);
  if (!e) return null;
  const done = k.exhibits.filter((x) => considered.includes(x.id)).length;
  const mark = (id: string, yes: boolean) => onConsidered?.(yes ? [...considered, id] : considered.filter((x) => x !== id));
  return (
    <Card
      title={ws.desk.exhibits}
      tag={
        onConsidered && <span className={`tag ${done === k.exhibits.length ? 'ok' : ''}`}>{ws.desk.consideredCount(done, k.exhibits.length)}</span>
      }
    >
      <div className="exhibit-desk">
        <ol className="exhibit-list" ref={list}>
          {k.exhibits.map((x, n) => (
            <li key={x.id}>
              <button type="button" aria-pressed={x === e} onClick={() => setAt(n)} onFocus={() => setAt(n)}>
                <span className="num">{x.n}</span> {x.title} <span className="small soft">{x.by}</span>{' '}
                {considered.includes(x.id) && <span aria-hidden="true">✓</span>}
              </button>
            </li>
          ))}
        </ol>
        <div className="stack tight boxed" aria-live="polite">
          <p className="small soft">
            {ws.desk.exhibit(e.n)} · {ws.desk.by(e.by, when(e.at))}
          </p>
          <h3>{e.title}</h3>
          {e.topic && <p className="small soft">{k.topics.find((t) => t.id === e.topic)?.title}</p>}
          {e.file ? (
            <Together value={filesOf(k)}>
              <FileList files={[e.file]} />
            </Together>
          ) : (
            <Content c={p.c} k={k} e={e} />
          )}
          {onConsidered && (
            <label className="check">
              <input type="checkbox" checked={considered.includes(e.id)} onChange={(x) => mark(e.id, x.target.checked)} />
              {ws.desk.considered}
            </label>
          )}
          <div className="row">
            <button type="button" className="btn" disabled={at === 0} onClick={() => setAt(at - 1)}>
              {ws.desk.previous}
            </button>
            <button type="button" className="btn" disabled={at >= k.exhibits.length - 1} onClick={() => setAt(at + 1)}>
              {ws.desk.next}
            </button>
            <span className="small soft">{ws.desk.of(e.n, k.exhibits.length)}</span>
          </div>
        </div>
      </div>
    </Card>
  );
}

/** What an exhibit says, where the page has it: a submission, a statement, the terms; else it is in the record. */
function Content(p: { c: Contract; k: Case; e: Case['exhibits'][number] }) {
  const { c, k, e } = p;
  const submission = c.milestones.flatMap((m) => m.submissions).find((s) => s.at === e.at);
  const statement = [k.statements, k.addenda, k.further].flatMap((x) => [x.freelancer, x.client]).find((s) => s?.at === e.at);
  if (e.kind === 'submission' && submission)
    return (
      <>
        <p className="quote">{submission.message}</p>
        {submission.links.map((link) => (
          <p key={link}>{link}</p>
        ))}
        <FileList files={submission.files} />
      </>
    );
  if (e.text !== undefined) return <p className="quote">{e.text}</p>;
  if (statement) return <p className="quote">{statement.text}</p>;
  const version = c.terms.versions.find((v) => e.id === `terms${v.version}`);
  if (version)
    return (
      <>
        <p className="quote pre">{version.scope}</p>
        {version.differences.length > 0 && <Differences of={version.differences} currency={c.currency} />}
      </>
    );
  return <p>{ws.desk.platform}</p>;
}
