/** What a draft would mean for the contracts and cases that are open. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { get } from '../../api.ts';
import { Card, Loaded } from '../../parts/basics.tsx';
import { cash, when } from '../../words.ts';
import type { Shapes } from './frame.tsx';
import { BeforeAfter } from './policy-sums.tsx';
import { ws } from './words.ts';

type View = Shapes['PolicyEffect'];

export function Effect(p: { draft: string }) {
  const [open, setOpen] = useState(false);
  const effect = useQuery({ queryKey: ['effect', p.draft], enabled: open, queryFn: () => get<View>(`/v1/console/policy/drafts/${p.draft}/effect`) });
  return (
    <Card title={ws.policy.effect}>
      <p className="soft">{ws.policy.effectKeep}</p>
      {open ? (
        <Loaded of={effect}>{(e) => <Shown e={e} />}</Loaded>
      ) : (
        <div>
          <button type="button" className="btn" onClick={() => setOpen(true)}>
            {ws.policy.look}
          </button>
        </div>
      )}
    </Card>
  );
}

function Shown({ e }: { e: View }) {
  const nothing = e.windows.length + e.silences.length + e.fees.length + e.secondReaders.more + e.secondReaders.fewer === 0;
  return (
    <div className="stack">
      <p>{ws.policy.looked(e.looked.contracts, e.looked.cases, e.looked.all)}</p>
      {nothing && <p>{ws.policy.nothing}</p>}
      {e.silences.map((s) => (
        <BeforeAfter key={`${s.window} ${s.currency}`} caption={ws.policy.silences(s.name, s.contracts)} sums={s} />
      ))}
      {e.fees.map((f) => (
        <p key={f.currency}>{ws.policy.fees(f.cases, cash(f.before, f.currency), cash(f.after, f.currency))}</p>
      ))}
      {e.windows.map((x) => (
        <p key={x.window}>{ws.policy.windows(x.name, x.open, x.longer, x.shorter, x.over)}</p>
      ))}
      {e.secondReaders.more + e.secondReaders.fewer > 0 && <p>{ws.policy.readers(e.secondReaders.more, e.secondReaders.fewer)}</p>}
      {e.sample.length > 0 && <h3>{ws.policy.sample}</h3>}
      <ul className="list plain">
        {e.sample.map((s) => (
          <li key={s.contract} className="stack tight">
            <Link className="alone" to="/contracts/$id" params={{ id: s.contract }}>
              {s.title}
            </Link>
            <ul className="steps small">
              {s.silences.map((x) => (
                <li key={x.name}>
                  {ws.policy.silenceChange(
                    x.name,
                    ws.policy.sides(cash(x.before.client, s.currency), cash(x.before.freelancer, s.currency)),
                    ws.policy.sides(cash(x.after.client, s.currency), cash(x.after.freelancer, s.currency)),
                  )}
                </li>
              ))}
              {s.fees.map((x) => (
                <li key={`${x.before} ${x.after}`}>{ws.policy.feeChange(cash(x.before, s.currency), cash(x.after, s.currency))}</li>
              ))}
              {s.windows.map((x) => (
                <li key={`${x.name} ${x.dueAt}`}>{ws.policy.windowChange(x.name, when(x.dueAt), when(x.wouldBeDueAt))}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </div>
  );
}
