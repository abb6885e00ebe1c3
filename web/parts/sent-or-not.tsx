/** When the line dies on the way: says so, and finds out by the key that was kept, instead of offering to try again. */
import type { Contract } from '@fairhold/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem, get } from '../api.ts';
import { forgetSent, type Sent, unanswered } from '../sending.ts';
import { w, when } from '../words.ts';

/** While it is being asked for again. */
export function Asking() {
  return (
    <div className="asking" role="status">
      <div>
        <strong>{w.sent.asking}</strong>
        <p className="small">{w.sent.askingWhy}</p>
      </div>
    </div>
  );
}

/** On opening the page again: what became of an act whose answer was never heard. Asking changes nothing. */
export function SentOrNot(p: { contract: Contract }) {
  const path = `/v1/contracts/${p.contract.id}/acts`;
  const [list, setList] = useState<Sent[]>(() => unanswered(path));
  const client = useQueryClient();
  return list.map((sent) => (
    <One
      key={sent.key}
      sent={sent}
      path={path}
      onOver={() => {
        forgetSent(sent);
        setList(list.filter((x) => x !== sent));
        void client.invalidateQueries({ queryKey: ['contract', p.contract.id] });
      }}
    />
  ));
}

interface Found {
  readonly seq: number;
  readonly at: string;
}
function One(p: { sent: Sent; path: string; onOver: () => void }) {
  const found = useQuery({
    queryKey: ['sent', p.sent.key],
    queryFn: () =>
      get<Found>(`${p.path}/${p.sent.key}`).catch((e: unknown) => {
        if (e instanceof ApiProblem && e.problem.code === 'nothing_under_key') return null;
        throw e;
      }),
    retry: true,
    retryDelay: 2000,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (found.data === undefined) return <Asking />;
  return (
    <div className="asking" role="status">
      <div className="stack tight grow">
        <p className="small">{w.sent.before(p.sent.title)}</p>
        <strong>{found.data ? w.sent.arrived : w.sent.lost}</strong>
        <p>{found.data ? w.sent.arrivedAt(when(found.data.at), found.data.seq) : w.sent.lostWhy}</p>
      </div>
      <button type="button" className="btn" onClick={p.onOver}>
        {w.sent.ok}
      </button>
    </div>
  );
}
