/** Both sides beside each other: each requirement on one line, then what they stated. */
import type { Case, Contract } from '@fairhold/client';
import { Card } from '../../parts/basics.tsx';
import { FileList } from '../../parts/file-list.tsx';
import { cash, w, when } from '../../words.ts';
import { shownBy } from '../case/file.tsx';
import { isAgreed, markOf, topicsOf } from './desk-facts.ts';
import { ws } from './words.ts';

/** Marks of what is written so far, by requirement: which exhibits show it. */
export type Shown = ReadonlyMap<string, readonly string[]>;

export function Sides(p: { c: Contract; k: Case; shown: Shown }) {
  const { c, k, shown } = p;
  const topics = topicsOf(k);
  return (
    <Card title={ws.desk.side}>
      {k.claim !== undefined && <p>{ws.desk.positions(c.freelancer.name, cash(k.claim, c.currency), c.client.name)}</p>}
      {topics.length > 0 && (
        <table className="sides">
          <caption className="sr">{ws.desk.side}</caption>
          <thead>
            <tr>
              <th scope="col">{ws.desk.requirement}</th>
              <th scope="col">{c.freelancer.name}</th>
              <th scope="col">{c.client.name}</th>
            </tr>
          </thead>
          <tbody>
            {topics.map((t) => (
              <tr key={t.id} className={isAgreed(t) ? '' : 'differs'}>
                <th scope="row">
                  {t.text} <span className={`tag ${isAgreed(t) ? 'ok' : 'hot'}`}>{isAgreed(t) ? ws.desk.same : ws.desk.differ}</span>{' '}
                  {shown.has(t.id) && (
                    <span className="tag">{w.case.shownBy(shownBy(k.exhibits.filter((e) => shown.get(t.id)?.includes(e.id))))}</span>
                  )}
                </th>
                <td>{markOf(t.freelancer)}</td>
                <td>{markOf(t.client)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
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
        {c.terms.versions.flatMap((v) =>
          v.differences.map((d) => (
            <p key={`${v.version} ${d.name}`} className="small soft">
              {d.name}: <del>{String(d.from ?? '')}</del> <ins>{String(d.to ?? '')}</ins>
            </p>
          )),
        )}
      </details>
    </Card>
  );
}

/** What one side stated, in its own words. */
export function Side(p: { c: Contract; k: Case; side: 'client' | 'freelancer' }) {
  const { c, k, side } = p;
  return (
    <section className={`card stack side ${side}`} aria-labelledby={`side-${side}`}>
      <h2 id={`side-${side}`}>{c[side].name}</h2>
      {(
        [
          [k.statements[side], ws.desk.statement],
          [k.addenda[side], ws.desk.addendum],
          [k.further[side], ws.desk.further],
        ] as const
      ).map(
        ([s, name]) =>
          s && (
            <div key={name} className="stack tight">
              <p className="small soft">
                {name}, {when(s.at)}
              </p>
              <p className="quote">{s.text}</p>
              <FileList files={s.files} />
            </div>
          ),
      )}
      {!k.statements[side] && <p className="soft">{ws.desk.none}</p>}
      {side === 'client' && k.text && <p className="quote">{k.text}</p>}
    </section>
  );
}
