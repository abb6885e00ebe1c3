/** Settling it between the two: the offer that is open now, the ladder of all offers, and what happens without one. */
import type { Case, Contract } from '@fairhold/client';
import { ActButton, ActButtons } from '../../parts/act-form.tsx';
import { Card } from '../../parts/basics.tsx';
import { useNow } from '../../parts/clock.ts';
import { IfYouDoNothing } from '../../parts/if-you-do-nothing.tsx';
import { OffersLadder } from '../../parts/offers-ladder.tsx';
import { cash, left, w, when } from '../../words.ts';
import { Compare } from './compare.tsx';

type Offer = Case['offers'][number];
const by = (c: Contract, o: Offer) =>
  o.by === c.you.role ? w.settle.youOffer : w.settle.offers(o.by === 'client' ? c.client.name : c.freelancer.name);
const split = (c: Contract, o: Pick<Offer, 'freelancer' | 'client'>) =>
  w.settle.split(c.freelancer.name, cash(o.freelancer, c.currency), c.client.name, cash(o.client, c.currency));

/** The latest offer, in money to both, by whom, until when, and what accepting ends. Its answers weigh the same. */
export function OfferNow(p: { c: Contract; k: Case; offer: Offer }) {
  const { c, offer } = p;
  const now = useNow(c.now);
  const deadline = c.deadlines.find((d) => d.on === offer.id);
  return (
    <section className={`turn ${c.actions.some((a) => a.act === 'acceptOffer') ? 'yours' : ''}`} aria-label={w.settle.title}>
      <p>
        <strong data-glance="settlement.by">{by(c, offer)}</strong>{' '}
        <span className="num" data-glance="settlement.latest">
          {split(c, offer)}
        </span>
      </p>
      <p className="small">
        {deadline && (
          <span data-glance="settlement.until">
            {w.life.until(when(deadline.at))} {left(deadline.at, now)}.
          </span>
        )}{' '}
        <span data-glance="settlement.ends">{w.settle.ends}</span>
      </p>
      {offer.note && <p className="quote">{offer.note}</p>}
      <ActButtons contract={c} actions={c.actions.filter((a) => a.on === offer.id)} main="acceptOffer" />
      {deadline && <IfYouDoNothing deadline={deadline} />}
    </section>
  );
}

export function Settlement(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  const total = Math.max(1, ...k.offers.map((o) => o.freelancer + o.client), k.gap);
  const make = c.actions.find((a) => a.act === 'offerSettlement');
  const next = c.deadlines.find((d) => d.on === k.id);
  if (k.stage === 'closed' && k.offers.length === 0) return null;
  return (
    <Card title={w.settle.title}>
      <p className="small soft">{w.settle.why}</p>
      <OffersLadder offers={k.offers} total={total} contract={c} />
      {k.offers.length === 0 && <p>{w.settle.noneYet}</p>}
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
      {next && (
        <div className="stack tight">
          <h3>{w.settle.without}</h3>
          <p>{next.silence.sentence}</p>
        </div>
      )}
    </Card>
  );
}
