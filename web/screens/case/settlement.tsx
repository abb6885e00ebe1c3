/** Settling it between the two: who sees the offers, the ladder of all of them, and what happens without one. */
import type { Case, Contract } from '@fairhold/client';
import { wc } from '../../case-words.ts';
import { ActButton } from '../../parts/act-form.tsx';
import { Card } from '../../parts/basics.tsx';
import { OffersLadder } from '../../parts/offers-ladder.tsx';
import { Blind } from './blind.tsx';
import { Compare } from './compare.tsx';
import { by, split } from './offer-now.tsx';

const totalOf = (k: Case): number => Math.max(1, ...k.offers.map((o) => o.freelancer + o.client), k.gap);

/** SET-4: hidden from mediator and arbitrator, agreed to by one, or seen by them because both agreed. */
function seenBy(c: Contract, k: Case): string {
  const agreed = (['client', 'freelancer'] as const).filter((side) => k.disclosed[side]);
  const [one] = agreed;
  if (!one) return wc.settle.hidden;
  if (agreed.length > 1) return wc.settle.seen;
  if (one === c.you.role) return wc.settle.youAgreed(c[one === 'client' ? 'freelancer' : 'client'].name);
  return ['client', 'freelancer'].includes(c.you.role)
    ? wc.settle.theyAgreed(c[one].name)
    : wc.settle.oneAgreed(c[one].name, c[one === 'client' ? 'freelancer' : 'client'].name);
}

function OfferList(p: { c: Contract; k: Case }) {
  return (
    <ul className="list plain">
      {[...p.k.offers].reverse().map((o) => (
        <li key={o.id} className="stack tight">
          <div className="row between baseline">
            <strong>{by(p.c, o)}</strong>
            <span className="tag">{o.stateWords}</span>
          </div>
          <p className="num">{split(p.c, o)}</p>
          {o.note && <p className="quote">{o.note}</p>}
        </li>
      ))}
    </ul>
  );
}

/** For mediator and arbitrator: the offers once both agreed to show them, to read; before that, who agreed. */
export function OffersSeen(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  return (
    <Card title={wc.settle.ofTheTwo}>
      <p className="small soft">{seenBy(c, k)}</p>
      {!k.offersHidden && (
        <>
          {k.offers.length === 0 && <p>{wc.settle.noneMade}</p>}
          <OffersLadder offers={k.offers} total={totalOf(k)} contract={c} />
          <OfferList c={c} k={k} />
        </>
      )}
    </Card>
  );
}

export function Settlement(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  const make = c.actions.find((a) => a.act === 'offerSettlement' && a.on === k.id);
  const show = c.actions.find((a) => a.act === 'discloseOffers' && a.on === k.id && !a.blocked);
  const next = c.deadlines.find((d) => d.on === k.id);
  if (k.stage === 'closed' && k.offers.length + k.blind.rounds.length === 0) return null;
  return (
    <Card title={k.stage === 'closed' ? wc.settle.over : wc.settle.title}>
      {k.stage !== 'closed' && (
        <p className="small soft">
          {seenBy(c, k)} {wc.settle.why}
        </p>
      )}
      {show && (
        <div>
          <ActButton contract={c} action={show} />
        </div>
      )}
      <OffersLadder offers={k.offers} total={totalOf(k)} contract={c} />
      {k.offers.length === 0 && k.stage !== 'closed' && <p>{wc.settle.noneYet}</p>}
      <Compare c={c} k={k} />
      <OfferList c={c} k={k} />
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
