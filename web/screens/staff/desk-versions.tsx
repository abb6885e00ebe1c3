/** What a proposal or an award said before: when, what was different, and the way back. Going back loses nothing. */
import type { Case } from '@fairhold/client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem, get } from '../../api.ts';
import { Loaded } from '../../parts/basics.tsx';
import type { Draft, Values } from '../../parts/draft.ts';
import { toast } from '../../parts/undo-toast.tsx';
import { cash, when } from '../../words.ts';
import { differencesOf, markOf, standOf, type Written } from './desk-facts.ts';
import { ws } from './words.ts';

interface Version {
  readonly version: number;
  readonly value: Values;
  readonly savedAt: string;
}

export function Versions(p: { path: string; draft: Draft; currency: string; k: Case }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{ws.desk.versions}</summary>
      {open && <List {...p} />}
    </details>
  );
}

function List(p: { path: string; draft: Draft; currency: string; k: Case }) {
  const { draft } = p;
  const versions = useQuery({
    queryKey: ['draft-versions', p.path, draft.state],
    queryFn: () =>
      get<{ items: Version[] }>(`/v1/drafts/${encodeURIComponent(p.path)}/versions`).catch((e) => {
        // Nothing was written yet.
        if (e instanceof ApiProblem && e.problem.status === 404) return { items: [] };
        throw e;
      }),
  });
  return (
    <div className="stack tight">
      <p className="small soft">{ws.desk.versionsHint}</p>
      <Loaded of={versions}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">{ws.desk.versionsNone}</p>
          ) : (
            <ol className="list plain">
              {items.map((v) => (
                <li key={v.version} className="stack tight">
                  <p>
                    <strong>{ws.desk.versionAt(when(v.savedAt))}</strong>
                  </p>
                  <One v={v.value} {...p} />
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </div>
  );
}

function One(p: { v: Values; draft: Draft; currency: string; k: Case }) {
  const differences = differencesOf(p.v as Written, p.draft.values as Written);
  if (differences.length === 0) return <p className="soft">{ws.desk.versionSame}</p>;
  const text = new Map([
    ...(p.k.statements.freelancer?.criteria ?? []).map((m) => [m.id, m.text] as const),
    ...p.k.topics.map((t) => [t.id as string, t.title] as const),
  ]);
  return (
    <>
      <dl className="facts small">
        {differences.map((d) => {
          const label =
            d.what === 'split'
              ? ws.desk.versionSplit
              : d.what === 'considered'
                ? ws.desk.versionConsidered
                : d.what === 'reasons'
                  ? ws.desk.reasons
                  : (text.get(d.id) ?? ws.desk.requirement);
          const show = (x: string | number | undefined) =>
            x === undefined || x === '' ? ws.desk.nothingWritten : d.what === 'split' && typeof x === 'number' ? cash(x, p.currency) : markOrText(x);
          return (
            <div key={`${d.what} ${d.id}`} style={{ display: 'contents' }}>
              <dt>{label}</dt>
              <dd className="difference">
                <p>
                  {ws.desk.versionThen}: <ins>{show(d.before)}</ins>
                </p>
                <p>
                  {ws.desk.versionNow}: <del>{show(d.now)}</del>
                </p>
              </dd>
            </div>
          );
        })}
      </dl>
      <div>
        <button
          type="button"
          className="btn"
          onClick={() => {
            p.draft.set(p.v);
            toast(ws.desk.versionDone);
          }}
        >
          {ws.desk.versionBack}
        </button>
      </div>
    </>
  );
}
const markOrText = (x: string | number): string =>
  ['met', 'partly', 'not'].includes(String(x)) ? markOf(String(x)) : (standOf(String(x)) ?? String(x));
