/** What the contract consists of now: milestones, proposed changes, what comes next, what else can be done. */
import type { Action, Contract } from '@fairhold/client';
import { Link } from '@tanstack/react-router';
import { useHistory } from '../../api.ts';
import { Late } from '../../late.tsx';
import { ActButton, ActButtons } from '../../parts/act-form.tsx';
import { Card, Loaded } from '../../parts/basics.tsx';
import { below, Deadlines } from '../../parts/deadline.tsx';
import { later } from '../../parts/later.tsx';
import { LifeTimeline } from '../../parts/life-timeline.tsx';
import { Refunds } from '../../parts/money-timeline.tsx';
import { otherName } from '../../parts/other-name.ts';
import { w, when } from '../../words.ts';
import { looseActions } from './loose.ts';
import { MilestoneCard } from './milestone.tsx';
import { NewTerms } from './new-terms.tsx';

/** Not every contract has them. */
const AfterEnd = later(() => import('./after-end.tsx').then((m) => m.AfterEnd));
const Partings = later(() => import('./parting.tsx').then((m) => m.Partings));

const MoreTime = later(() => import('./more-time.tsx').then((m) => m.MoreTime));

export function Overview(p: { c: Contract; due: Action | undefined }) {
  const { c } = p;
  const history = useHistory(c.id, 'only=changes');
  const back = (a: Action) => a.group === 'reinstatement';
  const rest = looseActions(c).filter((a) => a !== p.due && !back(a));
  // Of who stands outside a contract nothing is left to be seen to.
  const over = c.checklist.length > 0;
  const loose = below(c).filter((d) => ['contract', 'reinstatement', 'money'].includes(d.group));
  return (
    <div className="cols">
      <div className="stack">
        {c.extensions.length > 0 && (
          <Late>
            <MoreTime c={c} />
          </Late>
        )}
        {c.partings.length > 0 && (
          <Late>
            <Partings c={c} />
          </Late>
        )}
        {c.changes.map((x) => (
          <Card
            key={x.id}
            id={x.id}
            title={x.kind === 'new' ? w.room.proposedMilestone : w.room.proposedChange}
            tag={<span className="tag">{x.stateWords}</span>}
          >
            <p className="soft">{w.room.by(x.by === 'client' ? c.client.name : c.freelancer.name, when(x.at))}</p>
            <NewTerms of={x} currency={c.currency} />
            <Deadlines now={c.now} of={below(c).filter((d) => d.on === x.id)} />
            <ActButtons contract={c} actions={c.actions.filter((a) => a.on === x.id)} />
          </Card>
        ))}
        {over && (
          <Late>
            <AfterEnd c={c} still={rest} />
          </Late>
        )}
        {c.milestones.map((m) => (
          <MilestoneCard key={m.id} c={c} m={m} due={p.due} />
        ))}
        {c.refunds.length > 0 && (
          <Card title={w.refund.where}>
            <Refunds contract={c} />
          </Card>
        )}
        {c.feedback && <Feedback c={c} />}
      </div>
      <div className="stack">
        <Card title={w.life.title}>
          <Loaded of={history}>{(h) => <LifeTimeline contract={c} history={h.items} />}</Loaded>
        </Card>
        {loose.length > 0 && (
          <Card title={w.turn.otherClocks}>
            <Deadlines now={c.now} of={loose} />
            <ActButtons contract={c} actions={c.actions.filter(back)} />
          </Card>
        )}
        {!over && rest.length > 0 && (
          <Card title={w.room.more}>
            <div className="stack tight">
              {rest.map((a) => (
                <div key={`${a.on} ${a.act}`}>
                  <ActButton contract={c} action={a} />
                </div>
              ))}
            </div>
          </Card>
        )}
        {(c.links.reinstatedBy || c.links.reinstates) && (
          <Card title={w.room.linked}>
            <Link to="/contracts/$id" params={{ id: c.links.reinstatedBy ?? c.links.reinstates ?? '' }}>
              {c.links.reinstatedBy ? w.room.goesOn : w.room.wentOn}
            </Link>
          </Card>
        )}
      </div>
    </div>
  );
}

function Feedback(p: { c: Contract }) {
  const f = p.c.feedback;
  if (!f || !(f.yours || f.theirs || f.state === 'open')) return null;
  const other = otherName(p.c);
  return (
    <Card title={w.room.feedback}>
      {!f.theirs && <p className="soft">{w.room.hiddenFeedback}</p>}
      {f.yours && (
        <p>
          <strong>{w.room.yourFeedback}</strong>: {w.room.stars(f.yours.stars)} {f.yours.comment}
        </p>
      )}
      {f.theirs && (
        <p>
          <strong>{w.room.theirFeedback(other)}</strong>: {w.room.stars(f.theirs.stars)} {f.theirs.comment}
        </p>
      )}
    </Card>
  );
}
