/** More time that somebody asked for: who, how much, why, and what our team said; staff answer it here in one step (TIM-10). */
import type { Contract } from '@fairhold/client';
import { ActButton } from '../../parts/act-form.tsx';
import { Card } from '../../parts/basics.tsx';
import { w, when } from '../../words.ts';

/** Open requests, and the newest of those that were answered. `on`: only for this part of the contract. */
export function MoreTime(p: { c: Contract; on?: string }) {
  const { c } = p;
  const all = c.extensions.filter((x) => !p.on || x.on === p.on);
  const open = all.filter((x) => x.state === 'open');
  const last = all.at(-1);
  const shown = open.length > 0 ? open : last ? [last] : [];
  return shown.map((x) => <Request key={x.id} c={c} x={x} />);
}

function Request(p: { c: Contract; x: Contract['extensions'][number] }) {
  const { c, x } = p;
  const extend = x.state === 'open' ? c.actions.find((a) => a.act === 'extend' && a.on === x.on) : undefined;
  const decline = c.actions.find((a) => a.on === x.id);
  return (
    <Card title={w.moreTime.title} tag={<span className="tag">{x.stateWords}</span>}>
      <p>
        {x.by === c.you.role
          ? w.moreTime.youAsked(x.days, x.title)
          : w.moreTime.asked(x.by === 'client' ? c.client.name : c.freelancer.name, x.days, x.title)}
      </p>
      <p className="quote">{x.reason}</p>
      {x.answer && (
        <>
          <p>{x.answer.days === undefined ? w.moreTime.declined : w.moreTime.granted(x.answer.days)}</p>
          <p className="quote">{x.answer.reason}</p>
        </>
      )}
      <p className="small soft">
        {w.moreTime.at(when(x.askedAt))} {x.state === 'open' && w.moreTime.stays}
      </p>
      {(extend || decline) && (
        <div className="row">
          {extend && (
            <ActButton
              contract={c}
              action={{ ...extend, weight: 'normal' }}
              begin={{ values: { window: x.window, days: x.days, reason: x.reason }, apart: x.id }}
            />
          )}
          {decline && <ActButton contract={c} action={{ ...decline, weight: 'normal' }} />}
        </div>
      )}
    </Card>
  );
}
