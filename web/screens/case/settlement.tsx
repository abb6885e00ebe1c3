/** Settling it between the two: the ladder of all offers, and what happens without one. */
import type { Case, Contract } from '@fairhold/client';
import { wc } from '../../case-words.ts';
import { ActButton } from '../../parts/act-form.tsx';
import { Card } from '../../parts/basics.tsx';
import { OffersLadder } from '../../parts/offers-ladder.tsx';
import { Blind } from './blind.tsx';
import { Compare } from './compare.tsx';
import { by, split } from './offer-now.tsx';

export function Settlement(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  const total = Math.max(1, ...k.offers.map((o) => o.freelancer + o.client), k.gap);
  const make = c.actions.find((a) => a.act === 'offerSettlement');
  const next = c.deadlines.find((d) => d.on === k.id);
  if (k.stage === 'closed' && k.offers.length + k.blind.rounds.length === 0) return null;
  return (
    <Card title={wc.settle.title}>
      <p className="small soft">{wc.settle.why}</p>
      <OffersLadder offers={k.offers} total={total} contract={c} />
      {k.offers.length === 0 && k.stage !== 'closed' && <p>{wc.settle.noneYet}</p>}
      <Compare c={c} k={k} />
      <ul className="list plain">
        {[...k.offers].reverse().map((o) => (
          <li key={o.id} className="stack tight">
            <div className="row between baseline">
              <strong>{by(c, o)}</strong>
              <span className="tag">{o.stateWords}</span>
            </div>
            <p className="num">{split(c, o)}</p>
            {o.note && <p className="quote">{o.note}</p>}
          </li>
        ))}
      </ul>
      {make && (
        <div>
          <ActButton contract={c} action={make} />
        </div>
      )}
      <Blind c={c} k={k} />
      {next && (
        <div className="stack tight">
          <h3>{wc.settle.without}</h3>
          <p>{next.silence.sentence}</p>
        </div>
      )}
    </Card>
  );
}
