/** After every legal act: what was recorded, when, under which number and digest, and who was told. */
import type { Contract, HistoryEntry, Preview } from '@fairhold/client';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { get } from '../api.ts';
import { inBothZones, w } from '../words.ts';
import { WhatHappensNext } from './what-happens-next.tsx';

export interface Recorded {
  /** What was read before it was done: what it does, and what comes next. */
  readonly preview?: Preview | undefined;
  readonly after: Contract;
}

export function Receipt(p: { of: Recorded; children?: ReactNode }) {
  const { after: c, preview } = p.of;
  const sentence = preview?.sentence ?? '';
  const next = preview?.next ?? [];
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  // What came due in the same instant has steps of its own after it.
  const { seq, digest } = c.recorded ?? { seq: c.seq, digest: '' };
  const entry = useQuery({
    queryKey: ['history', c.id, 'of', seq],
    queryFn: () => get<{ items: HistoryEntry[] }>(`/v1/contracts/${c.id}/history?limit=1&cursor=${seq + 1}`),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const told = entry.data?.items.find((e) => e.seq === seq)?.told ?? [];
  const rows: readonly (readonly [string, string])[] = [
    [w.receipt.when, inBothZones(c.now)],
    [w.receipt.reference, `${c.id}, ${w.receipt.number(seq)}`],
    ...(digest ? [[w.receipt.digest, digest] as const] : []),
    ...(told.length ? [[w.receipt.told, told.map((t) => w.receipt.toldHow(t.name, t.mail === 'always')).join('; ')] as const] : []),
  ];
  const save = () => void import('./receipt-file.ts').then((m) => m.saveReceipt({ title: c.title, sentence, rows, next }, `${c.title}-${seq}.html`));
  return (
    <section className="receipt" aria-label={w.receipt.title}>
      <h2 className="mark" tabIndex={-1} ref={head}>
        <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
          <path d="M4 10.5l4 4 8-9" fill="none" stroke="currentColor" strokeWidth="2.5" />
        </svg>
        {w.receipt.title}
      </h2>
      {sentence && <p className="lead">{sentence}</p>}
      <dl className="facts small">
        {rows.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
      <WhatHappensNext next={next} />
      <div className="row">
        <button type="button" className="btn" disabled={entry.isPending} onClick={save}>
          {w.receipt.save}
        </button>
        {p.children}
      </div>
    </section>
  );
}
