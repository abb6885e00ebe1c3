/** What was delivered and what was said, beside each other, for who has to answer. */
import type { Case, Contract } from '@fairhold/client';
import { useHistory } from '../../api.ts';
import { wc } from '../../case-words.ts';
import { Card } from '../../parts/basics.tsx';
import { FileList, Together } from '../../parts/file-list.tsx';
import { w, when } from '../../words.ts';

/** So many messages; the others are one tap away. */
const LAST = 6;

export function Beside(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  const parts = new Set(k.parts.map((x) => x.id));
  const handed = c.milestones.filter((m) => parts.has(m.id)).flatMap((m) => m.submissions.map((s) => ({ m, s })));
  const history = useHistory(c.id, 'only=messages');
  const said = (history.data?.items ?? []).filter((e) => !e.data?.['deleted']).slice(0, LAST);
  return (
    <div className="two">
      <Card title={wc.roads.delivered}>
        {handed.length === 0 && <p className="soft">{wc.roads.nothingDelivered}</p>}
        {handed.map(({ m, s }) => (
          <div key={`${m.id} ${s.n}`} className="stack tight">
            <p className="small soft">{w.case.statementAt(m.title, when(s.at))}</p>
            <p className="quote">{s.message}</p>
            {s.links.map((link) => (
              <p key={link} className="small">
                {link}
              </p>
            ))}
            <Together value={handed.flatMap((x) => x.s.files)}>
              <FileList files={s.files} />
            </Together>
          </div>
        ))}
      </Card>
      <Card title={w.record.messages}>
        {said.length === 0 && <p className="soft">{wc.roads.nothingSaid}</p>}
        {said.map((e) => (
          <div key={e.seq} className="stack tight">
            <p className="small soft">{w.record.by(e.actor.you ? w.record.you : (e.actor.name ?? ''), when(e.at))}</p>
            <p className="quote">{String(e.data?.['text'] ?? '')}</p>
          </div>
        ))}
        <p className="small">
          <a href={`/contracts/${c.id}?tab=messages`}>{wc.roads.allMessages}</a>
        </p>
      </Card>
    </div>
  );
}
