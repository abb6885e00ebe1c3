/** Offers on a line from nothing to everything for the freelancer; the open one is the big one. */
import type { Case, Contract } from '@fairhold/client';
import { cash, w } from '../words.ts';

type Offer = Case['offers'][number];

export function OffersLadder(p: { offers: readonly Offer[]; total: number; contract: Pick<Contract, 'client' | 'freelancer' | 'currency'> }) {
  const { contract: c } = p;
  if (p.offers.length === 0 || p.total <= 0) return null;
  const place = (amount: number) => `${Math.min(100, Math.max(0, (amount / p.total) * 100))}%`;
  const name = (o: Offer) => (o.by === 'client' ? c.client.name : c.freelancer.name);
  const open = p.offers.filter((o) => o.state === 'open').at(-1) ?? p.offers.at(-1);
  return (
    <figure className="ladder num" style={{ margin: 0, marginInline: '0.75rem' }} aria-label={w.ladder.label(cash(p.total, c.currency))}>
      <ol className="sr">
        {p.offers.map((o) => (
          <li key={o.id}>{w.ladder.point(name(o), cash(o.freelancer, c.currency), o.stateWords)}</li>
        ))}
      </ol>
      <div aria-hidden="true">
        <span className="line" />
        {p.offers.map((o) => (
          <span key={o.id} className={`rung ${o.by} ${o.state === 'open' ? 'open' : ''}`} style={{ insetInlineStart: place(o.freelancer) }} />
        ))}
        {open && (
          <strong className={`mark top-mark ${end(open.freelancer / p.total)}`} style={{ insetInlineStart: place(open.freelancer) }}>
            {cash(open.freelancer, c.currency)}
          </strong>
        )}
        <span className="mark end-mark at-start" style={{ insetInlineStart: 0 }}>
          {cash(0, c.currency)}
        </span>
        <span className="mark end-mark at-end" style={{ insetInlineStart: '100%' }}>
          {w.ladder.end(cash(p.total, c.currency), c.freelancer.name)}
        </span>
      </div>
    </figure>
  );
}
const end = (share: number): string => (share < 0.15 ? 'at-start' : share > 0.85 ? 'at-end' : '');
