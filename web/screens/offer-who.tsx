/** Finding the freelancer or agency that an offer goes to. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../api.ts';
import { wo } from '../offer-words.ts';
import { isWrong } from '../parts/inputs.tsx';
import { w } from '../words.ts';

export interface Found {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

/** `not`: the account that offers. */
export function Who(p: { value: Found | undefined; not: string; wrong?: string | undefined; onChange: (found: Found | undefined) => void }) {
  const [q, setQ] = useState('');
  const people = useQuery({
    queryKey: ['people', q],
    enabled: q.trim().length > 0,
    queryFn: () => get<{ items: Found[] }>(`/v1/people?q=${encodeURIComponent(q)}`),
  });
  if (p.value)
    return (
      <div className="row">
        <strong>{p.value.kind === 'agency' ? wo.offerNew.agency(p.value.name) : p.value.name}</strong>
        <button type="button" className="btn quiet" id="f-freelancer" onClick={() => p.onChange(undefined)}>
          {w.states.change}
        </button>
      </div>
    );
  return (
    <div className="field">
      <label htmlFor="f-freelancer">{wo.offerNew.name}</label>
      {p.wrong && (
        <span className="error" id="freelancer-wrong">
          {p.wrong}
        </span>
      )}
      <input id="f-freelancer" {...isWrong(p.wrong && 'freelancer-wrong')} type="search" value={q} onChange={(e) => setQ(e.target.value)} />
      <div className="row">
        {people.data?.items
          .filter((x) => x.id !== p.not)
          .map((x) => (
            <button key={x.id} type="button" className="btn" onClick={() => p.onChange(x)}>
              {x.kind === 'agency' ? wo.offerNew.agency(x.name) : x.name}
            </button>
          ))}
        {people.data?.items.length === 0 && <span className="soft">{wo.offerNew.nobody}</span>}
      </div>
    </div>
  );
}
