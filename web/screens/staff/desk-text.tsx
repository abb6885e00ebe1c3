/** Pieces of a proposal or an award as it is written: texts with exhibits to cite, what shows a finding, what each side will read. */
import type { Case, Contract } from '@fairhold/client';
import { cash, locale, w } from '../../words.ts';
import { ByTopic, shownBy } from '../case/by-topic.tsx';
import { type Finding, markOf, standOf } from './desk-facts.ts';
import { readability } from './readability.ts';
import { ws } from './words.ts';

/** A finding on one requirement, as far as it is written. */
export interface Mark {
  readonly id: string;
  readonly mark?: string;
  readonly reason?: string;
  readonly shownBy?: string[];
}

/** What is written for everybody takes no more years of school than this. */
const PLAIN = 8;

/** A text with exhibits to cite, and a word on how plainly it is written. */
export function Text(p: { id: string; label?: string; value: string; k: Case; rows: number; onChange: (text: string) => void }) {
  const { words, longest, long, grade } = readability(p.value, locale === 'de' ? 'de' : 'en');
  const hard = (grade ?? 0) > PLAIN;
  const hint = [
    long > 0 && ws.desk.plainLong(long),
    grade !== undefined && ws.desk.grade(grade),
    hard && ws.desk.plainHard(PLAIN),
    long === 0 && grade !== undefined && !hard && ws.desk.plainGood,
  ].filter(Boolean);
  return (
    <>
      <textarea
        id={p.id}
        rows={p.rows}
        value={p.value}
        {...(p.label && { 'aria-label': p.label })}
        aria-describedby={`${p.id}-plain`}
        onChange={(e) => p.onChange(e.target.value)}
      />
      <span className="row">
        <select
          aria-label={ws.desk.cite}
          className="cite"
          value=""
          onChange={(e) => p.onChange(`${p.value}${p.value && !p.value.endsWith(' ') ? ' ' : ''}(${ws.desk.exhibit(Number(e.target.value))})`)}
        >
          <option value="">{ws.desk.cite}</option>
          {p.k.exhibits.map((x) => (
            <option key={x.id} value={x.n}>
              {x.n}. {x.title}
            </option>
          ))}
        </select>
        <span className="small soft" id={`${p.id}-plain`}>
          {words > 0 ? `${ws.desk.plain(words, longest)} ${hint.join(' ')}` : ''}
        </span>
      </span>
    </>
  );
}

/** Exhibits that show what was found, named by their numbers and whose they are. */
export function ShownBy(p: { k: Case; value: readonly string[]; onChange: (ids: string[]) => void }) {
  const named = p.k.exhibits.filter((e) => p.value.includes(e.id));
  return (
    <span className="row">
      <select aria-label={ws.desk.showBy} className="cite" value="" onChange={(e) => p.onChange([...p.value, e.target.value])}>
        <option value="">{ws.desk.showBy}</option>
        {p.k.exhibits
          .filter((e) => !p.value.includes(e.id))
          .map((e) => (
            <option key={e.id} value={e.id}>
              {w.case.exhibit(e.n, e.title, e.by)}
            </option>
          ))}
      </select>
      {named.map((e) => (
        <button
          key={e.id}
          type="button"
          className="btn quiet"
          aria-label={ws.desk.showNot(w.case.ofSide(e.n, e.by))}
          onClick={() => p.onChange(p.value.filter((id) => id !== e.id))}
        >
          {w.case.ofSide(e.n, e.by)} <span aria-hidden="true">×</span>
        </button>
      ))}
    </span>
  );
}

/** The same facts for both, each addressed to one of them. */
export function AsRead(p: {
  c: Contract;
  k: Case;
  side: 'client' | 'freelancer';
  freelancer: number;
  reasons: string;
  marks: readonly Mark[];
  criteria: readonly { id: string; text: string }[];
  found: readonly Finding[];
  award: boolean;
}) {
  const { c, k, side } = p;
  const toFreelancer = cash(p.freelancer, c.currency);
  const toClient = cash(k.gap - p.freelancer, c.currency);
  return (
    <div className="stack tight boxed">
      <h3>{ws.desk.forParty(c[side].name)}</h3>
      <p>
        <strong>{side === 'freelancer' ? ws.desk.youGet(toFreelancer) : ws.desk.youGetBack(toClient)}</strong>{' '}
        {side === 'freelancer' ? ws.desk.otherGets(c.client.name, toClient) : ws.desk.otherGets(c.freelancer.name, toFreelancer)}
      </p>
      <p className="quote">{p.reasons}</p>
      <ByTopic
        topics={k.topics.flatMap(({ id, title }) => {
          const f = p.found.find((x) => x.topic === id);
          return f?.text?.trim()
            ? [{ topic: id, title, text: f.text, standWords: standOf(f.stand), shownBy: k.exhibits.filter((e) => f.shownBy?.includes(e.id)) }]
            : [];
        })}
      />
      {p.criteria.map((x) => {
        const m = p.marks.find((one) => one.id === x.id);
        return (
          <p key={x.id} className="small">
            {x.text}: {markOf(m?.mark)}. {m?.reason}{' '}
            {(m?.shownBy ?? []).length > 0 && w.case.shownBy(shownBy(k.exhibits.filter((e) => m?.shownBy?.includes(e.id))))}
          </p>
        );
      })}
      <p className="small soft">{p.award ? ws.desk.final : ws.desk.free}</p>
    </div>
  );
}
