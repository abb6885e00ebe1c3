/** The conversation and the full record of a contract. */
import type { Action, Contract, FileFact, HistoryEntry } from '@fairhold/client';
import { useEffect, useState } from 'react';
import { send, useHistory } from '../api.ts';
import { ActForm } from '../parts/act-form.tsx';
import { Card, Loaded, Sheet } from '../parts/basics.tsx';
import { useNow } from '../parts/clock.ts';
import { DeveloperView } from '../parts/developer-view.tsx';
import { FileList } from '../parts/file-list.tsx';
import { Older } from '../parts/older.tsx';
import { recorded } from '../parts/receipts.tsx';
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
            <Older of={history} />
            {[...h.items].reverse().map((e) =>
              e.act === 'say' ? (
                <div key={e.seq} className={`say ${e.actor.you ? 'mine' : ''}`}>
                  <p className="small soft">
                    {w.record.by(e.actor.you ? w.record.you : (e.actor.name ?? ''), when(e.at))}
                    {e.data?.['edited'] ? ` (${w.record.edited})` : ''}
                  </p>
                  {e.data?.['deleted'] ? <em>{w.record.deleted}</em> : String(e.data?.['text'] ?? '')}
                  <FileList files={files(e)} />
                  {e.actor.you && !e.data?.['deleted'] && <OwnMessage c={p.c} e={e} />}
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
      {say && (
        <ActForm
          key={sent}
          contract={p.c}
          action={say}
          onDone={(after, preview) => {
            setSent(sent + 1);
            recorded(say, after, preview);
          }}
        />
      )}
    </Card>
  );
}

/** What can still be done about what one wrote: put right for a while, delete (MSG-1). */
function OwnMessage(p: { c: Contract; e: HistoryEntry }) {
  const { c, e } = p;
  const now = useNow(c.now);
  const [open, setOpen] = useState<Action>();
  const inTime = e.editUntil !== undefined && Date.parse(e.editUntil) > now;
  const acts = c.actions.filter((a) => !a.blocked && ((a.act === 'editMessage' && inTime) || a.act === 'deleteMessage'));
  if (acts.length === 0) return null;
  return (
    <div className="row acts">
      {acts.map((a) => (
        <button key={a.act} type="button" className="btn quiet" data-act={a.act} data-on={a.on} onClick={() => setOpen(a)}>
          {a.title}
        </button>
      ))}
      <Sheet open={open !== undefined} title={open?.title ?? ''} onClose={() => setOpen(undefined)}>
        {open && (
          <ActForm
            contract={c}
            action={open}
            fixed={{ message: e.seq }}
            begin={{ values: open.act === 'editMessage' ? { text: e.data?.['text'] } : {}, apart: String(e.seq) }}
            onDone={(after, preview) => {
              setOpen(undefined);
              recorded(open, after, preview);
            }}
          />
        )}
      </Sheet>
    </div>
  );
}

/** A line of a statement leads to the step that caused it. */
const soughtStep = (): number => Number(new URLSearchParams(location.search).get('step') ?? 0);

export function Record(p: { c: Contract }) {
  const history = useHistory(p.c.id);
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = history;
  const sought = soughtStep();
  // Back to the page on which it stands.
  const before = sought > 0 && data !== undefined && hasNextPage && (data.items.at(-1)?.seq ?? 0) > sought;
  useEffect(() => {
    if (before && !isFetching && !isError) void fetchNextPage();
  }, [before, isFetching, isError, fetchNextPage]);
  return (
    <Card title={w.record.all}>
      <Loaded of={history}>{(h) => <Entries items={h.items} currency={p.c.currency} />}</Loaded>
      <Older of={history} />
      <DeveloperView contract={p.c.id} />
    </Card>
  );
}

export function Entries(p: { items: readonly HistoryEntry[]; currency: string }) {
  const sought = soughtStep();
  const stands = p.items.some((e) => e.seq === sought);
  useEffect(() => {
    const there = stands ? document.getElementById(`step-${sought}`) : null;
    there?.scrollIntoView({ block: 'center' });
    there?.focus({ preventScroll: true });
  }, [sought, stands]);
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
