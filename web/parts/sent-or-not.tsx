/** When the line dies on the way: says so, and finds out by the key that was kept, instead of offering to try again. */
import type { Contract } from '@fairhold/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
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
  const client = useQueryClient();
  return <Unanswered path={path} found={path} onOver={() => void client.invalidateQueries({ queryKey: ['contract', p.contract.id] })} />;
}

interface Found {
  readonly seq: number;
  readonly at: string;
  /** The contract that an offer has become. */
  readonly contract?: string;
}
/** `path`: where it was sent; `found`: where one asks for it by its key; `more`: what goes on from one that arrived. */
export function Unanswered(p: { path: string; found: string; more?: (found: Found) => ReactNode; onArrived?: () => void; onOver?: () => void }) {
  const [list, setList] = useState<Sent[]>(() => unanswered(p.path));
  return list.map((sent) => (
    <One
      key={sent.key}
      sent={sent}
      address={`${p.found}/${sent.key}`}
      more={p.more}
      onArrived={p.onArrived}
      onOver={() => {
        forgetSent(sent);
        setList(list.filter((x) => x !== sent));
        p.onOver?.();
      }}
    />
  ));
}

function One(p: {
  sent: Sent;
  address: string;
  more: ((found: Found) => ReactNode) | undefined;
  onArrived: (() => void) | undefined;
  onOver: () => void;
}) {
  const found = useQuery({
    queryKey: ['sent', p.sent.key],
    queryFn: () =>
      get<Found>(p.address).catch((e: unknown) => {
        if (e instanceof ApiProblem && e.problem.code === 'nothing_under_key') return null;
        throw e;
      }),
    retry: true,
    retryDelay: 2000,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { onArrived } = p;
  const arrived = !!found.data;
  useEffect(() => {
    if (arrived) onArrived?.();
  }, [arrived, onArrived]);
  if (found.data === undefined) return <Asking />;
  return <Fate title={p.sent.title} found={found.data} more={p.more} onOver={p.onOver} />;
}

/** `found`: what it has become; null: it never arrived, and nothing happened. */
export function Fate(p: { title: string; found: Found | null; more?: ((found: Found) => ReactNode) | undefined; onOver: () => void }) {
  const { found } = p;
  return (
    <div className="asking" role="status">
      <div className="stack tight grow">
        <p className="small">{w.sent.before(p.title)}</p>
        <strong>{found ? w.sent.arrived : w.sent.lost}</strong>
        <p>{found ? w.sent.arrivedAt(when(found.at), found.seq) : w.sent.lostWhy}</p>
        {found && p.more?.(found)}
      </div>
      <button type="button" className="btn" onClick={p.onOver}>
        {w.sent.ok}
      </button>
    </div>
  );
}
