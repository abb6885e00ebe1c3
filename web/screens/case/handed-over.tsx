/** The file that the arbitrator was handed, to download and to compare (ARB-10). */
import type { Case, Contract } from '@fairhold/client';
import { useQuery } from '@tanstack/react-query';
import { get } from '../../api.ts';
import { wc } from '../../case-words.ts';
import { Card } from '../../parts/basics.tsx';
import { Copy } from '../../parts/copy.tsx';
import { w, when } from '../../words.ts';

interface HandedOverFile {
  readonly case: string;
  readonly at: string;
  readonly seq: number;
  readonly file?: { readonly sha256: string; readonly size: number; readonly href: string };
}

/** The case file as it was when the case went to the arbitrator (ARB-10); nothing for a case that never did. */
export function HandedOver(p: { c: Contract; k: Case }) {
  const all = useQuery({
    queryKey: ['handed-over', p.c.id, p.k.stage],
    queryFn: () => get<{ items: HandedOverFile[] }>(`/v1/contracts/${p.c.id}/handed-over`),
    refetchInterval: (q) => (q.state.data?.items.some((x) => !x.file) ? 2000 : false),
  });
  const x = all.data?.items.find((i) => i.case === p.k.id);
  if (!x) return null;
  return (
    <Card title={wc.arbitration.handedOver}>
      {x.file ? (
        <>
          <p>{wc.arbitration.handedOverAt(when(x.at), x.seq, w.files.size(Math.ceil(x.file.size / 1024)))}</p>
          <p className="small soft">{wc.arbitration.handedOverWhat}</p>
          <p className="small">
            {wc.arbitration.handedOverHash}: <code className="digest">{x.file.sha256}</code>{' '}
            <Copy text={x.file.sha256} what={wc.arbitration.handedOverHash} />
          </p>
          <a className="btn" href={x.file.href} download>
            {wc.arbitration.handedOverSave}
          </a>
        </>
      ) : (
        <p role="status">{wc.arbitration.beingFixed}</p>
      )}
    </Card>
  );
}
