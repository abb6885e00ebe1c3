/** What staff did outside contracts: who, what, about whom, when and why. */
import { when } from '../../words.ts';
import type { Shapes } from './frame.tsx';
import { ws } from './words.ts';

export function StaffActs(p: { items: readonly Shapes['StaffAct'][] }) {
  return (
    <ol className="list plain">
      {p.items.map((a) => (
        <li key={a.seq} className="stack tight">
          <p>
            <strong>{a.name}</strong> {ws.record.acts[a.act]?.(a.data as Record<string, string>) ?? a.act}
            {a.subjectName ? `, ${ws.record.about(a.subjectName)}` : ''}.
          </p>
          {a.reason && <p className="quote">{a.reason}</p>}
          <p className="small soft">
            {when(a.at)} · <span title={a.digest}>{a.digest.slice(0, 12)}…</span>
          </p>
        </li>
      ))}
    </ol>
  );
}
