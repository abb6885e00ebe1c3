/** Money that somebody misses: what the bank's book says of it, and the answer (RFR-4 to RFR-6). */
import type { Contract } from '@fairhold/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense } from 'react';
import { get } from '../../api.ts';
import { Card, Loaded } from '../../parts/basics.tsx';
import { Copy } from '../../parts/copy.tsx';
import { later } from '../../parts/later.tsx';
import { cash, w, when } from '../../words.ts';
import { ConsolePage, Facts, type Shapes } from './frame.tsx';
import { ws } from './words.ts';

/** Forms come with the first report. */
const ActButton = later(() => import('../../parts/act-form.tsx').then((m) => m.ActButton));

type Trace = Shapes['ConsoleTrace'];

export function Screen() {
  const traces = useQuery({
    queryKey: ['traces'],
    queryFn: () => get<{ items: Trace[] }>('/v1/console/traces'),
    refetchInterval: 15_000,
  });
  return (
    <ConsolePage title={ws.traces.title} lead={<p className="soft">{ws.traces.lead}</p>}>
      <Loaded of={traces}>
        {(t) =>
          t.items.length === 0 ? (
            <p className="soft">{ws.traces.none}</p>
          ) : (
            <ul className="list plain">
              {t.items.map((x) => (
                <li key={`${x.contract} ${x.on}`}>
                  <Report trace={x} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </ConsolePage>
  );
}

/** Of the contract finance is shown only this; a form needs no more of it. */
const formOf = (t: Trace) => ({ id: t.contract, currency: t.currency, title: t.title }) as Contract;

function Report(p: { trace: Trace }) {
  const { trace: t } = p;
  const client = useQueryClient();
  const again = () => {
    for (const key of ['traces', 'console']) void client.invalidateQueries({ queryKey: [key] });
  };
  return (
    <Card
      title={ws.traces.heading(cash(t.amount, t.currency), t.owner.name)}
      tag={<span className={`tag ${t.state === 'overdue' ? 'bad' : ''}`}>{t.stateWords}</span>}
    >
      {t.note && <p className="quote">{t.note}</p>}
      <Facts
        rows={[
          [ws.traces.what, `${ws.deliveries.kinds[t.kind] ?? t.kind}${t.title ? `, ${t.title}` : ''}`],
          [ws.traces.latest, when(t.latest)],
          [ws.traces.reported, when(t.reportedAt)],
          [ws.traces.book, t.book ? ws.traces.said(t.book.words, when(t.book.at)) : ws.traces.notYet],
          [
            ws.traces.reference,
            <>
              <code className="small">{t.reference}</code> <Copy text={t.reference} what={w.refund.referenceWord} />
            </>,
          ],
        ]}
      />
      {t.deadline && <p className="silence">{t.deadline.silence.sentence}</p>}
      <div className="stack tight">
        <Suspense>
          {t.actions.map((a) => (
            <div key={a.act}>
              <ActButton contract={formOf(t)} action={a} path={`/v1/console/traces/${t.contract}/acts`} main={a.weight === 'main'} onDone={again} />
            </div>
          ))}
        </Suspense>
      </div>
    </Card>
  );
}
