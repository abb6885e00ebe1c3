/** The conversation and the full record of a contract. */
import type { Contract, FileFact, HistoryEntry } from '@fairhold/client';
import { useEffect, useState } from 'react';
import { send, useHistory } from '../api.ts';
import { ActForm } from '../parts/act-form.tsx';
import { Card, Loaded } from '../parts/basics.tsx';
import { DeveloperView } from '../parts/developer-view.tsx';
import { FileList } from '../parts/file-list.tsx';
import { cash, w, when } from '../words.ts';

const files = (e: HistoryEntry): FileFact[] => (e.data?.['files'] as FileFact[] | undefined) ?? [];

export function Conversation(p: { c: Contract }) {
  const history = useHistory(p.c.id);
  const say = p.c.actions.find((a) => a.act === 'say');
  // The form begins anew when a message went out, not when one came in.
  const [sent, setSent] = useState(0);
  const newest = history.data?.items[0]?.seq ?? 0;
  useEffect(() => {
    if (newest > 0) void send('POST', `/v1/contracts/${p.c.id}/read`, { seq: newest }).catch(() => undefined);
  }, [newest, p.c.id]);
  return (
    <Card title={w.record.messages}>
      <Loaded of={history}>
        {(h) => (
          <div className="chat">
            {[...h.items].reverse().map((e) =>
              e.act === 'say' ? (
                <div key={e.seq} className={`say ${e.actor.you ? 'mine' : ''}`}>
                  <p className="small soft">
                    {w.record.by(e.actor.you ? w.record.you : (e.actor.name ?? ''), when(e.at))}
                    {e.data?.['edited'] ? ` (${w.record.edited})` : ''}
                  </p>
                  {e.data?.['deleted'] ? <em>{w.record.deleted}</em> : String(e.data?.['text'] ?? '')}
                  <FileList files={files(e)} />
                </div>
              ) : (
                !['charge', 'payment', 'refund', 'conversation'].includes(e.process) && (
                  <p key={e.seq} className="card-note">
                    {e.sentence} <span className="small">{when(e.at)}</span>
                  </p>
                )
              ),
            )}
          </div>
        )}
      </Loaded>
      {say && <ActForm key={sent} contract={p.c} action={say} onDone={() => setSent(sent + 1)} />}
    </Card>
  );
}

export function Record(p: { c: Contract }) {
  const history = useHistory(p.c.id);
  return (
    <Card title={w.record.all}>
      <Loaded of={history}>{(h) => <Entries items={h.items} currency={p.c.currency} />}</Loaded>
      <DeveloperView contract={p.c.id} />
    </Card>
  );
}

export function Entries(p: { items: readonly HistoryEntry[]; currency: string }) {
  // A line of a statement leads to the step that caused it.
  const sought = Number(new URLSearchParams(location.search).get('step') ?? 0);
  useEffect(() => {
    const there = sought ? document.getElementById(`step-${sought}`) : null;
    there?.scrollIntoView({ block: 'center' });
    there?.focus({ preventScroll: true });
  }, [sought]);
  return (
    <ol className="list plain">
      {p.items.map((e) => (
        <li
          key={e.seq}
          id={`step-${e.seq}`}
          className={`stack tight ${e.seq === sought ? 'sought' : ''}`}
          tabIndex={e.seq === sought ? -1 : undefined}
        >
          <div>
            <p className="small soft num">{when(e.at)}</p>
            <p>{e.sentence}</p>
          </div>
          {e.act === 'say' && <p className="quote">{String(e.data?.['text'] ?? '')}</p>}
          {e.money.length > 0 && (
            <ul className="small soft steps">
              {e.money.map((m) => (
                <li key={`${m.label} ${m.from} ${m.to} ${m.amount}`}>{w.record.move(m.label, cash(m.amount, p.currency), m.from, m.to)}</li>
              ))}
            </ul>
          )}
          <p className="small soft">
            {w.record.number(e.seq, e.rule)} · <span title={e.digest}>{e.digest.slice(0, 12)}…</span>
          </p>
        </li>
      ))}
    </ol>
  );
}
