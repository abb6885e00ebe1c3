/** What was not agreed, by where it stands: a refund request, a dispute, a proposal, the fees, the hearing, the end. */
import type { Case, Contract } from '@fairhold/client';
import { Link, useParams } from '@tanstack/react-router';
import { useContract, useHistory } from '../api.ts';
import { Late, Whole } from '../late.tsx';
import { ActButton, ActButtons } from '../parts/act-form.tsx';
import { Card, Page } from '../parts/basics.tsx';
import { later } from '../parts/later.tsx';
import { LifeTimeline } from '../parts/life-timeline.tsx';
import { Refunds } from '../parts/money-timeline.tsx';
import { SentOrNot } from '../parts/sent-or-not.tsx';
import { DueBar, TurnBanner } from '../parts/turn-banner.tsx';
import { LoadedPage } from '../parts/view-states.tsx';
import { w } from '../words.ts';
import { Award, Exhibits, Outcome, Proposal, Questions, Stages, Statements } from './case/file.tsx';
import { looseActions } from './room/loose.ts';

const WEIGHTS = ['main', 'normal', 'danger', 'quiet'];
/** These stand where what they are about is shown: with the offers, with the witnesses. */
const APART = ['offerSettlement', 'discloseOffers', 'proposeBlind', 'inviteWitness'];
/** The yes to what is asked stands with the two other answers, and weighs no more than they do. */
const ANSWERS = ['approveRefund', 'approveClaim'];
/** Long forms stand on the page itself, beside what they are about. */
const WIDE = ['propose', 'award', 'dispute', 'contest'];

export function Screen() {
  const { id, case: name } = useParams({ strict: false }) as { id: string; case: string };
  const contract = useContract(id);
  return (
    <LoadedPage of={contract}>
      {(c) => <Whole key={`${c.id} ${name}`}>{c.case?.id === name ? <Shown c={c} k={c.case} /> : <NamedCase c={c} id={name} />}</Whole>}
    </LoadedPage>
  );
}

/** Any other than the latest. */
const NamedCase = later(() => import('./case/past.tsx').then((m) => m.NamedCase));

/** Only a refund request is answered; a dispute has its own form. */
const RefundHead = later(() => import('./case/heads.tsx').then((m) => m.RefundHead));
const DisputeHead = later(() => import('./case/heads.tsx').then((m) => m.DisputeHead));
const ArbitrationHead = later(() => import('./case/arbitration.tsx').then((m) => m.ArbitrationHead));
const Fees = later(() => import('./case/arbitration.tsx').then((m) => m.Fees));
const HandedOver = later(() => import('./case/handed-over.tsx').then((m) => m.HandedOver));
const Settlement = later(() => import('./case/settlement.tsx').then((m) => m.Settlement));
const OffersNow = later(() => import('./case/offer-now.tsx').then((m) => m.OffersNow));
const Happened = later(() => import('./case/happened.tsx').then((m) => m.Happened));
const BlindNow = later(() => import('./case/blind.tsx').then((m) => m.BlindNow));
const Wide = later(() => import('./case/wide.tsx').then((m) => m.Wide));
const MoreTime = later(() => import('./room/more-time.tsx').then((m) => m.MoreTime));
const Witnesses = later(() => import('./case/witnesses.tsx').then((m) => m.Witnesses));
const Keep = later(() => import('./case/keep.tsx').then((m) => m.Keep));
const OtherCases = later(() => import('./case/keep.tsx').then((m) => m.OtherCases));
const Answer = later(() => import('./case/roads.tsx').then((m) => m.Answer));
/** Staff have a desk instead; it is loaded when somebody of the staff comes. */
const Desk = later(() => import('./staff/desk.tsx').then((m) => m.Desk));
function Shown(p: { c: Contract; k: Case }) {
  return ['mediator', 'arbitrator', 'staff'].includes(p.c.you.role) ? <Desk {...p} /> : <CasePage {...p} />;
}

const pageOf = (k: Case) => (k.stage === 'request' ? 'refund' : k.stage === 'fees' || k.stage === 'arbitration' ? 'arbitration' : 'case');

function CasePage(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  const history = useHistory(c.id, 'only=case');
  const page = pageOf(k);
  const own = c.actions.filter((a) => a.on === k.id || k.questions.some((q) => q.id === a.on));
  const can = (act: string) => own.some((a) => a.act === act && !a.blocked);
  const roads = can('approveRefund') && can('dispute') ? 'refund' : can('approveClaim') && can('contest') ? 'claim' : undefined;
  const short = own
    .filter((a) => !(roads && ANSWERS.includes(a.act)) && !APART.includes(a.act) && !WIDE.includes(a.act))
    .sort((a, b) => WEIGHTS.indexOf(a.weight) - WEIGHTS.indexOf(b.weight));
  const wide = own.filter((a) => WIDE.includes(a.act));
  const title = page === 'refund' ? w.case.refundTitle(c.title) : page === 'arbitration' ? w.case.arbitrationTitle(c.title) : w.case.title(c.title);
  const mine = c.turn.who === 'you' || c.turn.who === 'both';
  const main = mine ? short.find((a) => !a.blocked && a.weight === 'main') : undefined;
  // What is offered waits for a yes or a no: the way leads to both of them.
  const asked = c.actions.find((a) => !a.blocked && (a.act === 'acceptOffer' || a.act === 'joinBlind'));
  const answers = roads ? 'answer' : mine && asked?.on;
  const due = main ? (
    <ActButton contract={c} action={main} main />
  ) : (
    answers && (
      <a className="btn main" href={`#${answers}`}>
        {w.turn.answer}
      </a>
    )
  );
  return (
    <Page
      title={title}
      actions={
        <Link to="/contracts/$id" params={{ id: c.id }} className="btn only-wide">
          {w.case.toContract}
        </Link>
      }
      bar={due && <DueBar contract={c} action={due} />}
    >
      <SentOrNot contract={c} />
      <TurnBanner contract={c} page={page} action={due} />
      <Late>
        {page === 'refund' && <RefundHead c={c} k={k} />}
        {page === 'case' && <DisputeHead c={c} k={k} history={history.data?.items ?? []} />}
        {page === 'arbitration' && <ArbitrationHead c={c} k={k} />}
      </Late>
      <Stages k={k} />
      <Outcome c={c} k={k} />
      <Award c={c} k={k} />
      {c.extensions.length > 0 && (
        <Late>
          <MoreTime c={c} on={k.id} />
        </Late>
      )}
      {k.offers.some((o) => o.state === 'open') && (
        <Late>
          <OffersNow c={c} k={k} />
        </Late>
      )}
      {k.blind.rounds.some((r) => r.until) && (
        <Late>
          <BlindNow c={c} k={k} />
        </Late>
      )}
      {(page === 'refund' || roads) && (
        <Late>
          <Answer c={c} k={k} roads={roads} />
        </Late>
      )}
      {short.length > 0 && (
        <Card title={w.case.threeWays}>
          <ActButtons contract={c} actions={short} />
        </Card>
      )}
      {wide.map((a) => (
        <Late key={a.act}>
          <Wide c={c} a={a} />
        </Late>
      ))}
      <Proposal c={c} k={k} />
      <div className="cols feed">
        <div className="stack">
          <Statements c={c} k={k} />
          <Exhibits c={c} k={k} />
          <Late>
            <Witnesses c={c} k={k} />
          </Late>
          <Questions c={c} k={k} />
        </div>
        <div className="stack">
          {!k.offersHidden && (
            <Late>
              <Settlement c={c} k={k} />
            </Late>
          )}
          {k.state !== 'closed' && (
            <Card title={w.life.title}>
              {k.target && <p>{k.target.sentence}</p>}
              <LifeTimeline contract={c} history={[]} />
            </Card>
          )}
          {k.state === 'closed' && <StillPossible c={c} />}
          {k.fees && (
            <Late>
              <HandedOver c={c} k={k} />
              <Fees c={c} k={k} />
            </Late>
          )}
          {c.refunds.length > 0 && (
            <Card title={w.refund.where}>
              <Refunds contract={c} />
            </Card>
          )}
        </div>
        <Late>
          <Happened c={c} />
        </Late>
      </div>
      <Late>
        <OtherCases c={c} but={k.id} />
        <Keep c={c} k={k} />
      </Late>
      <div className="only-small">
        <Link to="/contracts/$id" params={{ id: c.id }} className="btn">
          {w.case.toContract}
        </Link>
      </div>
    </Page>
  );
}

/** After the end of a case: what is left to do, each where it is done. */
function StillPossible(p: { c: Contract }) {
  const left = looseActions(p.c).filter((a) => !a.blocked);
  if (left.length === 0) return null;
  return (
    <Card title={w.case.stillPossible}>
      <ActButtons contract={p.c} actions={left} />
    </Card>
  );
}
