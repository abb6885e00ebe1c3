/** What waits for a mediator, an arbitrator or other staff: the least time left first, conflicts flagged, the next one in one step. */
import type { QueueItem } from '@fairhold/client';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { send, useMe, useQueue } from '../../api.ts';
import { Empty, Loaded, Page, ProblemBox, Sheet } from '../../parts/basics.tsx';
import { cash, left, locale, when } from '../../words.ts';
import { ws } from './words.ts';

/** By which act a case of this kind is taken, and by whom. */
const TAKES: Readonly<Record<string, { act: string; by: string }>> = {
  mediation: { act: 'take', by: 'mediator' },
  arbitration: { act: 'hear', by: 'arbitrator' },
  awardOverdue: { act: 'hear', by: 'arbitrator' },
};

/** Whether this reader can take it, or look after it, now: nobody has it, and nothing stands against it. */
const isFree = (i: QueueItem, roles: readonly string[]): boolean =>
  !i.taken && !i.conflict && (!TAKES[i.kind] || roles.includes(TAKES[i.kind]?.by ?? ''));

/** What is left is counted to the time that was promised; the deadline on the page of the case is another. */
const PROMISED = ['mediation', 'secondReader'];

export function Screen() {
  const queue = useQueue();
  const me = useMe();
  const roles = me.data?.staff ?? [];
  return (
    <Page title={ws.queue.title} lead={<p className="soft">{ws.queue.lead}</p>}>
      <Loaded of={queue}>
        {(q) => {
          const changed = (q as { changedAt?: string | null }).changedAt;
          if (q.items.length === 0)
            return (
              <Empty title={ws.queue.none}>
                <p>{ws.queue.noneHint}</p>
                {changed && <p>{ws.queue.changed(when(changed))}</p>}
              </Empty>
            );
          const mine = q.items.filter((i) => i.mine).length;
          const free = q.items.filter((i) => isFree(i, roles)).length;
          const rows = [...q.items].sort(byTimeLeft);
          return (
            <>
              <div className="row between">
                <strong>{ws.queue.load(mine, free, q.items.filter((i) => i.overdue).length)}</strong>
                <TakeNext items={rows} impartialDays={q.impartialDays} roles={roles} />
              </div>
              <ul className="list">
                {rows.map((i, n) => (
                  <li key={`${i.contract} ${i.on}`}>
                    <Row i={i} now={Date.parse(q.now)} first={n === 0} free={isFree(i, roles)} />
                  </li>
                ))}
              </ul>
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

/** A language by its tag, as the reader calls it. */
const languageName = (tag: string): string => new Intl.DisplayNames([locale === 'qps' ? 'en' : locale], { type: 'language' }).of(tag) ?? tag;

const byTimeLeft = (a: QueueItem, b: QueueItem): number =>
  Number(b.overdue) - Number(a.overdue) || Number(b.mine) - Number(a.mine) || (a.targetAt ?? '9').localeCompare(b.targetAt ?? '9');

function Row(p: { i: QueueItem; now: number; first: boolean; free: boolean }) {
  const { i } = p;
  const glance = (name: 'left' | 'amount' | 'age' | 'waiting') => (p.first ? { 'data-glance': `queue.${name}` } : {});
  const time = !i.targetAt ? ws.queue.noTarget : i.overdue ? ws.queue.late(when(i.targetAt)) : left(i.targetAt, p.now);
  return (
    <Link
      {...(i.kind === 'moreTime'
        ? ({ to: '/contracts/$id', params: { id: i.contract } } as const)
        : ({ to: '/contracts/$id/case/$case', params: { id: i.contract, case: i.on } } as const))}
      className={`contract-row ${i.mine || i.overdue ? 'needs' : ''}`}
    >
      <span className="title">{i.title}</span>
      <span className="held num" {...glance('amount')}>
        {cash(i.amount, i.currency)}
      </span>
      <span className="row wide">
        <span className={`tag ${i.overdue ? 'bad' : ''}`} {...glance('left')}>
          {time}
        </span>
        <span className="tag">{ws.kinds[i.kind] ?? i.kind}</span>
        <span className={`tag ${i.mine ? 'hot' : ''}`}>
          {i.mine ? ws.queue.mine : i.taken ? ws.queue.others : p.free ? ws.queue.free : ws.console.none}
        </span>
      </span>
      <span className="small wide" {...glance('waiting')}>
        {i.stateWords}
        {i.kind === 'mediation' && !i.taken && i.waitsFor.who === 'mediator' ? '' : `. ${i.waitsFor.sentence}`}
      </span>
      {i.reasons.length > 0 && <span className="small soft wide">{i.reasons.join(' · ')}</span>}
      <span className="small soft wide">
        <span {...glance('age')}>{ws.queue.age(when(i.openedAt))}</span>
        {i.targetAt && !i.overdue && PROMISED.includes(i.kind) && ` · ${ws.cases.promised(when(i.targetAt))}`} ·{' '}
        {ws.queue.size(i.size.criteria, i.size.exhibits)} · {ws.queue.languages(i.languages.map(languageName).join(', '))}
      </span>
      {i.conflict && !i.taken && <span className="small wide conflict">{ws.desk.conflict(i.conflict)}</span>}
    </Link>
  );
}

/** The free case with the least time left that nothing stands against; a declaration first (MED-1). */
function TakeNext(p: { items: readonly QueueItem[]; impartialDays: number; roles: readonly string[] }) {
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  if (!p.roles.some((r) => r === 'mediator' || r === 'arbitrator')) return null;
  const next = p.items.find((i) => TAKES[i.kind] && isFree(i, p.roles));
  if (!next) return <span className="soft">{ws.queue.noNext}</span>;
  async function take(i: QueueItem) {
    setBusy(true);
    setError(undefined);
    try {
      await send('POST', `/v1/contracts/${i.contract}/acts`, { act: TAKES[i.kind]?.act, on: i.on, input: {} });
      await navigate({ to: '/contracts/$id/case/$case', params: { id: i.contract, case: i.on } });
    } catch (e) {
      setError(e);
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <button type="button" className="btn main" onClick={() => setOpen(true)}>
        {ws.queue.next}
      </button>
      <Sheet open={open} title={ws.queue.declare} onClose={() => setOpen(false)}>
        {error !== undefined && <ProblemBox key={String(error)} error={error} />}
        <p>
          <strong>{next.title}</strong>, {cash(next.amount, next.currency)}, {ws.queue.size(next.size.criteria, next.size.exhibits)}
        </p>
        <p>{ws.queue.declareText(p.impartialDays)}</p>
        <div>
          <button type="button" className="btn main" disabled={busy} onClick={() => void take(next)}>
            {ws.queue.declareYes}
          </button>
        </div>
      </Sheet>
    </>
  );
}
