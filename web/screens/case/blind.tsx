/** Blind bids: the round that is open now, and those before. A page shows one's own number and that the other's is in; it is told no more. */
import type { Case, Contract } from '@fairhold/client';
import { wc } from '../../case-words.ts';
import { ActButton, ActButtons } from '../../parts/act-form.tsx';
import { useNow } from '../../parts/clock.ts';
import { IfYouDoNothing } from '../../parts/if-you-do-nothing.tsx';
import { cash, left, w, when } from '../../words.ts';

type Round = Case['blind']['rounds'][number];
const SIDES = ['client', 'freelancer'] as const;
/** A round without an end is over. */
export const openRound = (k: Case): Round | undefined => k.blind.rounds.find((r) => r.until);
const isYours = (c: Contract, side: (typeof SIDES)[number]): boolean => side === (c.you.role === 'member' ? 'freelancer' : c.you.role);

/** What is proposed or still to be named, by whom, until when, and what silence does. The same on both sides. */
export function BlindNow(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  const now = useNow(c.now);
  const round = openRound(k);
  if (!round) return null;
  const acts = c.actions.filter((a) => a.on === round.id);
  const deadline = c.deadlines.find((d) => d.on === round.id);
  const main = acts.find((a) => a.weight === 'main');
  const proposed = round.state === 'proposed';
  return (
    <section className={`turn ${main ? 'yours' : ''}`} aria-label={wc.blind.title} id={round.id}>
      <p>
        <strong>{proposed ? by(c, round) : round.stateWords}</strong>
      </p>
      {deadline && <p className="small">{`${w.life.until(when(deadline.at))} ${left(deadline.at, now)}.`}</p>}
      <p>{wc.blind.how(k.blind.most)}</p>
      {!proposed && (
        <ul className="list plain">
          {[...SIDES]
            .sort((a, b) => Number(isYours(c, b)) - Number(isYours(c, a)))
            .map((side) => (
              <li key={side}>{standing(c, round, side)}</li>
            ))}
        </ul>
      )}
      <ActButtons contract={c} actions={acts} {...(main && !proposed && { main: main.act })} />
      {deadline && <IfYouDoNothing deadline={deadline} />}
    </section>
  );
}

const nameOf = (c: Contract, side: (typeof SIDES)[number]): string => (side === 'client' ? c.client.name : c.freelancer.name);
const by = (c: Contract, r: Round): string => (isYours(c, r.by) ? wc.blind.youPropose : wc.blind.proposes(nameOf(c, r.by)));
function standing(c: Contract, r: Round, side: (typeof SIDES)[number]): string {
  if (!isYours(c, side)) return r.entered[side] ? wc.blind.named(nameOf(c, side)) : wc.blind.none(nameOf(c, side));
  return r.yours === undefined ? wc.blind.youNone : wc.blind.youNamed(cash(r.yours, c.currency));
}

/** Beside the offers: what it is, the rounds that are over, and whether it can be tried again. */
export function Blind(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  const { most, left: again, rounds } = k.blind;
  const propose = c.actions.find((a) => a.act === 'proposeBlind' && a.on === k.id);
  const over = rounds.filter((r) => !r.until).reverse();
  if (!propose && over.length === 0) return null;
  return (
    <section className="stack tight" aria-labelledby="blind-bids">
      <h3 id="blind-bids">{wc.blind.title}</h3>
      {propose && <p>{wc.blind.how(most)}</p>}
      {over.length > 0 && (
        <ul className="list plain">
          {over.map((r) => (
            <li key={r.id} className="stack tight">
              <div className="row between baseline">
                <span>{when(r.since)}</span>
                <span className="tag">{r.stateWords}</span>
              </div>
              {r.yours !== undefined && <p className="num">{wc.blind.yours(cash(r.yours, c.currency))}</p>}
            </li>
          ))}
        </ul>
      )}
      {k.stage !== 'closed' && over.length > 0 && <p className="small soft">{again > 0 ? wc.blind.left(again) : wc.blind.noneLeft}</p>}
      {propose && (
        <div>
          <ActButton contract={c} action={propose} />
        </div>
      )}
    </section>
  );
}
