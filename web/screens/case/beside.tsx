/** What was delivered and what was said, beside each other, for who has to answer. */
import type { Case, Contract, HistoryEntry } from '@fairhold/client';
import { Card } from '../../parts/basics.tsx';
import { FileList } from '../../parts/file-list.tsx';
import { w, when } from '../../words.ts';

/** So many messages; the others are one tap away. */
const LAST = 6;

export function Beside(p: { c: Contract; k: Case; history: readonly HistoryEntry[] }) {
  const { c, k } = p;
  const parts = new Set(k.parts.map((x) => x.id));
  const handed = c.milestones.filter((m) => parts.has(m.id)).flatMap((m) => m.submissions.map((s) => ({ m, s })));
  const said = p.history.filter((e) => e.act === 'say' && !e.data?.['deleted']).slice(0, LAST);
  return (
    <div className="two">
      <Card title={w.roads.delivered}>
        {handed.length === 0 && <p className="soft">{w.roads.nothingDelivered}</p>}
        {handed.map(({ m, s }) => (
          <div key={`${m.id} ${s.n}`} className="stack tight">
            <p className="small soft">{w.case.statementAt(m.title, when(s.at))}</p>
            <p className="quote">{s.message}</p>
            {s.links.map((link) => (
              <p key={link} className="small">
                {link}
              </p>
            ))}
            <FileList files={s.files} />
          </div>
        ))}
      </Card>
      <Card title={w.record.messages}>
        {said.length === 0 && <p className="soft">{w.roads.nothingSaid}</p>}
        {said.map((e) => (
          <div key={e.seq} className="stack tight">
            <p className="small soft">{w.record.by(e.actor.you ? w.record.you : (e.actor.name ?? ''), when(e.at))}</p>
            <p className="quote">{String(e.data?.['text'] ?? '')}</p>
          </div>
        ))}
        <p className="small">
          <a href={`/contracts/${c.id}?tab=messages`}>{w.roads.allMessages}</a>
        </p>
      </Card>
    </div>
  );
}

/** What lies before mediator and arbitrator anyhow, so that nobody gathers it twice; the rest is for the one who writes. */
export function YourEvidence(p: { k: Case }) {
  const of = (kind: string) => p.k.exhibits.filter((e) => e.kind === kind).length;
  const rows = [
    [w.roads.evidence.terms, of('terms')],
    [w.roads.evidence.submission, of('submission')],
    [w.roads.evidence.messages, of('messages')],
    [w.roads.evidence.change, of('change')],
  ] as const;
  return (
    <section className="stack tight" aria-label={w.roads.yourEvidence}>
      <h3>{w.roads.yourEvidence}</h3>
      <ul className="steps small">
        {rows.map(([name, count]) => (
          <li key={name}>
            {name}: {count > 0 ? w.roads.there(count) : w.roads.noneThere}
          </li>
        ))}
        <li>
          <strong>{w.roads.yours}</strong>
        </li>
      </ul>
    </section>
  );
}
