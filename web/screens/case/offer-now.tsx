/** The offers that are open now: each in money to both, by whom, until when, and what accepting ends. */
import type { Case, Contract } from '@fairhold/client';
import { wc } from '../../case-words.ts';
import { ActButtons } from '../../parts/act-form.tsx';
import { useNow } from '../../parts/clock.ts';
import { IfYouDoNothing } from '../../parts/if-you-do-nothing.tsx';
import { cash, left, w, when } from '../../words.ts';

type Offer = Case['offers'][number];
export function by(c: Contract, o: Offer): string {
  const open = o.state === 'open';
  if (o.by === c.you.role) return open ? wc.settle.youOffer : wc.settle.youOffered;
  return (open ? wc.settle.offers : wc.settle.offered)(c[o.by].name);
}
export const split = (c: Contract, o: Pick<Offer, 'freelancer' | 'client'>) =>
  wc.settle.split(c.freelancer.name, cash(o.freelancer, c.currency), c.client.name, cash(o.client, c.currency));

/** Each side may have one open (SET-1): the one that can be answered comes first, and both see that two stand. */
export function OffersNow(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  const answers = (o: Offer) => c.actions.some((a) => a.act === 'acceptOffer' && a.on === o.id);
  const open = k.offers.filter((o) => o.state === 'open').sort((a, b) => Number(answers(b)) - Number(answers(a)) || b.madeAt.localeCompare(a.madeAt));
  return (
    <>
      {open.map((o, n) => (
        <OfferNow key={o.id} c={c} offer={o} first={n === 0} />
      ))}
      {open.length > 1 && <p className="soft">{wc.settle.crossed}</p>}
    </>
  );
}

/** An offer in money to both, by whom, until when, and what accepting ends. Its answers weigh the same. */
function OfferNow(p: { c: Contract; offer: Offer; first: boolean }) {
  const { c, offer } = p;
  const mark = (answer: 'by' | 'latest' | 'until' | 'ends') => (p.first ? { 'data-glance': `settlement.${answer}` } : {});
  const now = useNow(c.now);
  const deadline = c.deadlines.find((d) => d.on === offer.id);
  return (
    <section
      className={`turn ${c.actions.some((a) => a.act === 'acceptOffer' && a.on === offer.id) ? 'yours' : ''}`}
      aria-label={by(c, offer)}
      id={offer.id}
    >
      <p>
        <strong {...mark('by')}>{by(c, offer)}:</strong>{' '}
        <span className="num" {...mark('latest')}>
          {split(c, offer)}
        </span>
      </p>
      <p className="small">
        {deadline && (
          <span {...mark('until')}>
            {w.life.until(when(deadline.at))} {left(deadline.at, now)}.
          </span>
        )}{' '}
        <span {...mark('ends')}>{wc.settle.ends}</span> {wc.settle.atOnce}
      </p>
      {offer.note && <p className="quote">{offer.note}</p>}
      <ActButtons contract={c} actions={c.actions.filter((a) => a.on === offer.id)} />
      {deadline && <IfYouDoNothing deadline={deadline} />}
    </section>
  );
}
