/** How the cases of the last month would have ended under a draft, and what that cannot say. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { get } from '../../api.ts';
import { Card, Loaded } from '../../parts/basics.tsx';
import { cash, day, when } from '../../words.ts';
import type { Shapes } from './frame.tsx';
import { BeforeAfter } from './policy-sums.tsx';
import { ws } from './words.ts';

type View = Shapes['PolicyPast'];

export function Past(p: { draft: string }) {
  const [open, setOpen] = useState(false);
  const past = useQuery({
    queryKey: ['effect', 'past', p.draft],
    enabled: open,
    queryFn: () => get<View>(`/v1/console/policy/drafts/${p.draft}/past`),
  });
  return (
    <Card title={ws.policy.past}>
      <p className="soft">{ws.policy.pastHow}</p>
      {open ? (
        <Loaded of={past}>{(v) => <Shown v={v} />}</Loaded>
      ) : (
        <div>
          <button type="button" className="btn" aria-label={`${ws.policy.look}: ${ws.policy.past}`} onClick={() => setOpen(true)}>
            {ws.policy.look}
          </button>
        </div>
      )}
    </Card>
  );
}

function Shown({ v }: { v: View }) {
  return (
    <div className="stack">
      <p>{ws.policy.pastLooked(v.looked.cases, day(v.from), v.looked.all)}</p>
      {v.looked.cases > 0 && (
        <ul className="steps">
          <li>{ws.policy.pastSame(v.same, v.later)}</li>
          <li>{ws.policy.pastDifferent(v.different)}</li>
          <li>{ws.policy.pastUnknown(v.unknown)}</li>
          {v.late > 0 && <li>{ws.policy.pastLate(v.late)}</li>}
          {v.otherFee > 0 && <li>{ws.policy.pastOtherFee(v.otherFee)}</li>}
        </ul>
      )}
      {v.sums.map((s) => (
        <BeforeAfter key={s.currency} caption={ws.policy.pastSums(s.cases)} sums={s} />
      ))}
      {v.sample.length > 0 && <h3>{ws.policy.sample}</h3>}
      <ul className="list plain">
        {v.sample.map((x) => (
          <li key={`${x.contract} ${x.case}`} className="stack tight">
            <Link className="alone" to="/contracts/$id/case/$case" params={{ id: x.contract, case: x.case }}>
              {x.title}
            </Link>
            <ul className="steps small">
              <li>
                {ws.policy.pastWas(
                  when(x.before.at),
                  x.before.how,
                  ws.policy.sides(cash(x.before.client, x.currency), cash(x.before.freelancer, x.currency)),
                )}
              </li>
              <li>
                {x.after
                  ? ws.policy.pastWould(
                      when(x.after.at),
                      x.after.how,
                      ws.policy.sides(cash(x.after.client, x.currency), cash(x.after.freelancer, x.currency)),
                    )
                  : ws.policy.pastNot}
              </li>
              {x.late.length > 0 && <li>{ws.policy.pastTooLate(x.late.join(', '))}</li>}
            </ul>
          </li>
        ))}
      </ul>
      <p className="small soft">{ws.policy.pastLimits}</p>
    </div>
  );
}
