/** The offer that is open now: in money to both, by whom, until when, and what accepting ends. */
import type { Case, Contract } from '@fairhold/client';
import { ActButtons } from '../../parts/act-form.tsx';
import { useNow } from '../../parts/clock.ts';
import { IfYouDoNothing } from '../../parts/if-you-do-nothing.tsx';
import { cash, left, w, when } from '../../words.ts';

type Offer = Case['offers'][number];
export const by = (c: Contract, o: Offer) =>
  o.by === c.you.role ? w.settle.youOffer : w.settle.offers(o.by === 'client' ? c.client.name : c.freelancer.name);
export const split = (c: Contract, o: Pick<Offer, 'freelancer' | 'client'>) =>
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
