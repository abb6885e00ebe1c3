/** After every legal act: what was recorded, when, under which number and digest, and who was told. */
import type { Contract } from '@fairhold/client';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { get } from '../api.ts';
import { inBothZones, w } from '../words.ts';

export interface Recorded {
  /** What was done, as the preview said it. */
  readonly sentence: string;
  readonly after: Contract;
}

export function Receipt(p: { of: Recorded; children?: ReactNode }) {
  const { after: c, sentence } = p.of;
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const entry = useQuery({
    queryKey: ['history', c.id, 'of', c.seq],
    queryFn: () => get<{ items: { seq: number; digest: string }[] }>(`/v1/contracts/${c.id}/history?limit=20`),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const digest = entry.data?.items.find((e) => e.seq === c.seq)?.digest;
  const rows: readonly (readonly [string, ReactNode])[] = [
    [w.receipt.when, inBothZones(c.now)],
    [w.receipt.reference, `${c.id}, ${w.receipt.number(c.seq)}`],
    ...(digest ? [[w.receipt.digest, digest] as const] : []),
    [w.receipt.told, w.receipt.toldHow(w.room.both(c.client.name, c.freelancer.name))],
  ];
  const save = () => {
    const text = [w.receipt.title, sentence, ...rows.map(([name, value]) => `${name}: ${String(value)}`)].join('\n');
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    link.download = `${c.title}-${c.seq}.txt`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
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
      <div className="row">
        <button type="button" className="btn" onClick={save}>
          {w.receipt.save}
        </button>
        {p.children}
      </div>
    </section>
  );
}
