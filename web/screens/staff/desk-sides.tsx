/** Both sides beside each other, topic by topic: what each said and filed, and the requirements that fall under it (MED-7, MED-9). */
import type { Case, Contract } from '@fairhold/client';
import { useState } from 'react';
import { wo } from '../../offer-words.ts';
import { Card } from '../../parts/basics.tsx';
import type { Draft } from '../../parts/draft.ts';
import { DraftLine } from '../../parts/draft-line.tsx';
import { cash, w, when } from '../../words.ts';
import { shownBy } from '../case/by-topic.tsx';
import { Differences } from '../room/terms.tsx';
import { type Finding, isAgreed, markOf, type Requirement, standOf } from './desk-facts.ts';
import { type Exhibit, type Material, type Moved, materialOf, type Piece, type Side } from './desk-topic-facts.ts';
import { ws } from './words.ts';

/** Marks of what is written so far, by requirement: which exhibits show it. */
export type Shown = ReadonlyMap<string, readonly string[]>;
interface Props {
  readonly c: Contract;
  readonly k: Case;
  readonly shown: Shown;
  readonly found: readonly Finding[];
  /** Where the reader has put what has no topic. */
  readonly places: Draft;
  /** Brings an exhibit into view. */
  readonly onExhibit: (id: string) => void;
}
interface Sorting {
  readonly on: boolean;
  readonly k: Case;
  readonly moved: Moved;
  put(id: string, topic: string): void;
}
const SIDES = ['freelancer', 'client'] as const;

export function Sides(p: Props) {
  const { c, k, places } = p;
  const [on, setOn] = useState(false);
  const moved = (places.values['topics'] as Moved | undefined) ?? {};
  const all = materialOf(k, moved);
  const untouched = all.filter((m) => m.id && !m.touched);
  const sorting: Sorting = { on, k, moved, put: (id, topic) => places.set({ topics: { ...moved, [id]: topic } }) };
  return (
    <Card title={ws.desk.side}>
      {k.claim !== undefined && <p>{ws.desk.positions(c.freelancer.name, cash(k.claim, c.currency), c.client.name)}</p>}
      <div className="row">
        <button type="button" className="btn" aria-pressed={on} onClick={() => setOn(!on)}>
          {on ? ws.desk.sorted : ws.desk.sort}
        </button>
        {on && <span className="small soft">{ws.desk.sortHint}</span>}
      </div>
      {on && <DraftLine draft={places} />}
      {all
        .filter((m) => m.touched)
        .map((m) => (
          <OneTopic key={m.id} m={m} {...p} sorting={sorting} />
        ))}
      {untouched.length > 0 && (
        <p className="small soft">
          {ws.desk.untouched(
            untouched
              .map((m) => (m.exhibits.length > 0 ? `${m.title} (${m.exhibits.map((e) => ws.desk.exhibit(e.n)).join(', ')})` : m.title))
              .join('; '),
          )}
        </p>
      )}
      <AsAgreed c={c} />
    </Card>
  );
}

function OneTopic(p: Props & { m: Material; sorting: Sorting }) {
  const { c, m, sorting } = p;
  const differ = m.requirements.filter((r) => !isAgreed(r)).length;
  const stand = p.found.find((f) => f.topic === m.id)?.stand;
  const platform = m.exhibits.filter((e) => e.side === 'platform');
  const has = (side: Side) => m.pieces.some((x) => x.side === side) || m.exhibits.some((e) => e.side === side);
  return (
    <section className="topic" aria-labelledby={`topic-${m.id}`} data-topic={m.id}>
      <h3 id={`topic-${m.id}`}>
        {m.title} {stand && <span className="tag">{standOf(stand)}</span>}
        {!stand && m.requirements.length > 0 && (
          <span className={`tag ${differ === 0 ? 'ok' : 'hot'}`}>{differ === 0 ? ws.desk.same : ws.desk.differ}</span>
        )}
      </h3>
      {SIDES.some(has) && (
        <div className="sides-by-topic">
          {SIDES.map((side) => (
            <div key={side} className={`side ${side} stack tight`}>
              {m.pieces
                .filter((x) => x.side === side)
                .map((x) => (
                  <Said key={x.id} piece={x} name={c[side].name} sorting={sorting} />
                ))}
              {!m.pieces.some((x) => x.side === side) && (
                <p className="small soft">
                  <strong>{c[side].name}</strong>
                  {!has(side) && `: ${ws.desk.none}`}
                </p>
              )}
              <Filed {...p} of={m.exhibits.filter((e) => e.side === side)} />
            </div>
          ))}
        </div>
      )}
      {m.requirements.length > 0 && <Requirements {...p} of={m.requirements} />}
      <Filed {...p} of={platform} />
    </section>
  );
}

/** What one side said, in its own words. */
function Said(p: { piece: Piece; name: string; sorting: Sorting }) {
  const { piece } = p;
  return (
    <div className="stack tight">
      <p className="small soft">
        <strong>{p.name}</strong> · {piece.name}
        {piece.n !== undefined && `, ${ws.desk.exhibit(piece.n)}`}
        {piece.at && `, ${when(piece.at)}`}
      </p>
      <p className="quote">{piece.text}</p>
      {piece.movable && <PutUnder id={piece.id} what={`${piece.name} (${p.name})`} sorting={p.sorting} />}
    </div>
  );
}

/** Exhibits by their numbers; each opens beside. */
function Filed(p: { of: readonly Exhibit[]; sorting: Sorting; onExhibit: (id: string) => void }) {
  if (p.of.length === 0) return null;
  return (
    <ul className="filed">
      {p.of.map((e) => (
        <li key={e.id}>
          <button type="button" className="btn quiet" onClick={() => p.onExhibit(e.id)}>
            <span className="num">{ws.desk.exhibit(e.n)}</span> {e.title}
          </button>
          {!e.file?.topic && <PutUnder id={e.id} what={ws.desk.exhibit(e.n)} sorting={p.sorting} />}
        </li>
      ))}
    </ul>
  );
}

function Requirements(p: Props & { of: readonly Requirement[]; sorting: Sorting }) {
  const { c, k, shown } = p;
  return (
    <table className="sides">
      <caption className="sr">{ws.desk.requirement}</caption>
      <thead>
        <tr>
          {SIDES.map((side) => (
            <th key={side} scope="col">
              {c[side].name}
            </th>
          ))}
        </tr>
      </thead>
      {p.of.map((r) => (
        <tbody key={r.id} className={isAgreed(r) ? '' : 'differs'}>
          <tr>
            <th scope="rowgroup" colSpan={2}>
              {r.text} <span className={`tag ${isAgreed(r) ? 'ok' : 'hot'}`}>{isAgreed(r) ? ws.desk.same : ws.desk.differ}</span>{' '}
              {shown.has(r.id) && <span className="tag">{w.case.shownBy(shownBy(k.exhibits.filter((e) => shown.get(r.id)?.includes(e.id))))}</span>}
              <PutUnder id={r.id} what={r.text} sorting={p.sorting} />
            </th>
          </tr>
          <tr>
            {SIDES.map((side) => (
              <td key={side}>{markOf(r[side])}</td>
            ))}
          </tr>
        </tbody>
      ))}
    </table>
  );
}

/** Puts something under a topic that its side did not name: for this reader only. */
function PutUnder(p: { id: string; what: string; sorting: Sorting }) {
  const { sorting } = p;
  if (!sorting.on) return null;
  const here = sorting.moved[p.id];
  return (
    <select aria-label={ws.desk.putUnder(p.what)} className="cite" value={here ?? '-'} onChange={(e) => sorting.put(p.id, e.target.value)}>
      {here === undefined && <option value="-">{ws.desk.putWhere}</option>}
      <option value="">{ws.desk.whole}</option>
      {sorting.k.topics.map((t) => (
        <option key={t.id} value={t.id}>
          {t.title}
        </option>
      ))}
    </select>
  );
}

/** The contract as both accepted it, with what was changed on the way there. */
function AsAgreed(p: { c: Contract }) {
  const { c } = p;
  return (
    <details>
      <summary>{ws.desk.terms}</summary>
      <p className="pre">{c.terms.scope}</p>
      <ul className="steps">
        {c.terms.milestones.map((m) => (
          <li key={m.title}>
            {m.title}, {cash(m.amount, c.currency)}
            {m.criteria.length > 0 ? `: ${m.criteria.join('; ')}` : ''}
          </li>
        ))}
      </ul>
      {c.terms.versions
        .filter((v) => v.differences.length > 0)
        .map((v) => (
          <section key={v.version} className="stack tight" aria-label={wo.offer.version(v.version)}>
            <strong>{wo.offer.version(v.version)}</strong>
            <Differences of={v.differences} currency={c.currency} />
          </section>
        ))}
    </details>
  );
}
